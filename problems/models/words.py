"""Reference data of the ledger: violation types, sources, causes. Data that offices extend, with history (B2–B4)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from organizations.models import Word


class ConsentRule(models.TextChoices):
    """Why a close-out needs the superior office's consent. Source: C3."""

    NONE = "", _("No consent needed")
    FOUND_ABOVE = "found_above", _("Found by a superior's inspection")
    BEYOND_AUTHORITY = "beyond_authority", _("Approval beyond authority at this level")
    LINE_INTERFERENCE = "line_interference", _("Interference by a line department with a lower office")


class FigureKind(models.TextChoices):
    """What the figures of a violation type count."""

    NONE = "", _("No figures")
    STAFF = "staff", _("Quota, actual staff and the excess")
    LEADERS = "leaders", _("Leadership quota, actual leaders and the excess")
    PEOPLE = "people", _("People concerned")
    POSTS = "posts", _("Posts concerned")
    BODIES = "bodies", _("Bodies concerned")


class ViolationType(Word):
    """A kind of violation with its clause and reporting tags. Source: B3.

    One of an office is for its own ledger and those of the offices below it; one without office is for all.
    """

    office = models.ForeignKey(
        "organizations.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    tags = models.CharField(_("reporting groups"), max_length=100, blank=True)
    figures = models.CharField(_("figures"), max_length=10, choices=FigureKind, blank=True, default="")
    may_be_policy_caused = models.BooleanField(_("may be policy-caused"), default=False)
    consent_rule = models.CharField(_("superior consent"), max_length=20, choices=ConsentRule, blank=True, default="")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]


class Source(Word):
    """Where a problem came from. Source: B2."""

    found_above = models.BooleanField(
        _("always found above this level"), default=False, help_text=_("Close-out then needs the superior's consent.")
    )
    consent_when_found_above = models.BooleanField(_("consent when a superior found it"), default=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]


class Cause(Word):
    """Why it came about, with the kind of measure it suggests. Source: B4."""

    suggestion_zh = models.CharField(_("suggested measure (Chinese)"), max_length=200, blank=True)
    suggestion_en = models.CharField(_("suggested measure (English)"), max_length=200, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]
