"""How the office presses on, and what the unit has to tell at once: listing, urging, incidents. Source: B7, B11."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel

PERSON = "organizations.Person"


class ListedSupervision(LedgerModel):
    """A major entry put on the board under a leader in charge (挂牌督办), until a recorded act takes it off."""

    class Level(models.TextChoices):
        OFFICE = "office", _("Listed by the office")
        COMMISSION = "commission", _("Listed by the commission")
        SUPERIOR = "superior", _("Listed by the superior office")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="listings")
    reason = models.TextField(_("reason"))
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.OFFICE)
    leader = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("leader in charge"))
    listed_on = models.DateField(_("listed"))
    listed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    ended_on = models.DateField(_("delisted"), null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("reason for delisting"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem"], condition=Q(ended_on=None), name="listed_once_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="listing_says_why"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, end_reason="")
                | Q(ended_on__gte=F("listed_on"), ended_by__isnull=False) & ~Q(end_reason=""),
                name="delisting_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.listed_on}"


class Urging(LedgerModel):
    """The office presses the unit to get on (催办); the unit's next report answers it."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="urgings")
    text = models.TextField(_("what is urged"))
    urged_on = models.DateField(_("urged"))
    urged_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="urging_says_what")]

    def __str__(self) -> str:
        return f"{self.problem} {self.urged_on}"


class Incident(LedgerModel):
    """Something that happened among the people affected; the unit reports it, the office takes note at once."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="incidents")
    happened_on = models.DateField(_("happened"))
    what = models.TextField(_("what happened"))
    handling = models.TextField(_("how it is handled"))
    reported_on = models.DateField(_("reported"))
    reported_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    noted_on = models.DateField(_("noted by the office"), null=True, blank=True)
    noted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note of the office"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(happened_on__lte=F("reported_on")), name="incident_reported_afterwards"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(handling=""), name="incident_says_what_and_how"),
            models.CheckConstraint(
                condition=Q(noted_on=None, noted_by=None) | Q(noted_on__isnull=False, noted_by__isnull=False),
                name="incident_noted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.happened_on}"
