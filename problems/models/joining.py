"""What joins entries and units: assisting units, and links between entries. Source: B5."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Assisting(LedgerModel):
    """A unit that helps to rectify an entry of another one. The lead is ``problem.unit`` and stays the only one that
    plans and applies for close-out; a unit that was released stays named, and still does not verify (C4)."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="assisting")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="assists", verbose_name=_("assisting unit")
    )
    task = models.CharField(_("what it has to do"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    added_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    until = models.DateField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    released_because = models.TextField(_("reason for the release"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "unit"], condition=Q(until=None), name="assisting_once"),
            models.CheckConstraint(
                condition=Q(until=None, released_by=None)
                | Q(until__gte=F("since"), released_by__isnull=False) & ~Q(released_because=""),
                name="assisting_released_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit"], condition=Q(until=None), name="assisting_of_unit")]

    def __str__(self) -> str:
        return f"{self.problem} {self.unit}"


class Link(LedgerModel):
    """Two entries that belong together, with the reason; for a recurrence ``other`` is the earlier one."""

    class Kind(models.TextChoices):
        RELATED = "related", _("Related")
        RECURRENCE = "recurrence", _("Recurrence of an earlier entry")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="links")
    other = models.ForeignKey("problems.Problem", models.PROTECT, related_name="links_here")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reason = models.TextField(_("reason"))
    made_on = models.DateField()
    made_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    removed_on = models.DateField(_("removed"), null=True, blank=True)
    removed_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    removed_because = models.TextField(_("reason for the removal"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("problem", "other"), Greatest("problem", "other"), condition=Q(removed_on=None), name="link_once"
            ),
            models.CheckConstraint(condition=~Q(problem=F("other")), name="link_of_two_entries"),
            models.CheckConstraint(condition=~Q(reason=""), name="link_says_why"),
            models.CheckConstraint(
                condition=Q(removed_on=None, removed_by=None)
                | Q(removed_on__gte=F("made_on"), removed_by__isnull=False) & ~Q(removed_because=""),
                name="link_removed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} – {self.other}"
