"""Rules of verification that are data: questions, later look-backs, waivers, who is told. Source: C1, C5, C6."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from organizations.models import Word
from problems.models.entries import Pace


class CheckQuestion(Word):
    """A question that whoever checks answers in the record: on site, at the desk, or both."""

    on_site = models.BooleanField(_("asked on site"), default=True)
    at_desk = models.BooleanField(_("asked at the desk"), default=False)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]


class LookBackInterval(Word):
    """How many natural days after closing the office looks back again; the day moves to a working day. Source: C5."""

    after_days = models.PositiveSmallIntegerField(_("days after closing"))
    history = tracked()

    class Meta:
        ordering: ClassVar = ["after_days", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(after_days__gte=1), name="look_back_comes_after_closing")
        ]


class FeedbackRule(Word):
    """A source whose sender hears how the problem ended, within so many working days after closing. Source: C6."""

    source = models.OneToOneField("problems.Source", models.PROTECT, related_name="feedback_rule")
    within_days = models.PositiveSmallIntegerField(_("working days"), default=10)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]


class WaiverRule(Word):
    """When the look-back before closing may be waived. Empty conditions ask nothing; all given ones must hold. C1."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(_("basis"), max_length=120)
    pace = models.CharField(_("pace"), max_length=12, choices=Pace, blank=True)
    violation_type = models.ForeignKey(
        "problems.ViolationType", models.PROTECT, null=True, blank=True, related_name="+"
    )
    even_with_consent = models.BooleanField(_("also where the superior consents"), default=False)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(pace="") | Q(violation_type__isnull=False), name="waiver_rule_names_a_condition"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="waiver_rule_names_its_basis"),
        ]
