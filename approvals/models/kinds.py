"""What can be applied for, as data: guide, form, checklist, template, time limit. Source: D1."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from organizations.models import Word


class Effect(models.TextChoices):
    """What an application does to institutions and posts; the gate's rules speak of effects (D4)."""

    ADDITION = "addition", _("Addition")
    REDUCTION = "reduction", _("Reduction")
    CORRECTION = "correction", _("Correction")


class Counts(models.TextChoices):
    """What the items of a kind count."""

    NOTHING = "", _("Nothing")
    POSTS = "posts", _("Posts")
    LEADERS = "leaders", _("Leadership posts")
    PLAN = "plan", _("Posts to be filled")
    PEOPLE = "people", _("People")


class ApplicationKind(Word):
    """A kind of matter. ``fields``: [{code, zh, en, type: text|long|date|number, required}]; ``materials``:
    [{code, zh, en, required}]. Its effect holds where no item adds posts: an application that adds is an addition."""

    effect = models.CharField(_("effect"), max_length=12, choices=Effect)
    counts = models.CharField(_("items count"), max_length=10, choices=Counts, blank=True, default="")
    guide_zh = models.TextField(_("guide (Chinese)"))
    guide_en = models.TextField(_("guide (English)"))
    fields = models.JSONField(_("form fields"), default=list)
    materials = models.JSONField(_("checklist of materials"), default=list)
    template_zh = models.TextField(_("template of the request"), blank=True)
    days = models.PositiveSmallIntegerField(_("time limit"), help_text=_("Working days from filing to the decision."))
    needs_plan = models.BooleanField(_("only within an approved post-use plan"), default=False)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]

    @property
    def guide(self) -> str:
        """The guide in the reader's language."""
        return self.guide_en if (get_language() or "zh").startswith("en") else self.guide_zh
