"""Changes to what an entry says that take two people: corrections, and its nature. Source: B4, B8."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.models import LedgerModel


class Asked(LedgerModel):
    """Something one person asks for, with a paper, and another person decides."""

    reason = models.TextField(_("reason"))
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    file_name = models.CharField(_("document"), max_length=200)
    asked_on = models.DateField(_("asked"))
    asked_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


def decided_by_another(pending: str, refused: str) -> Q:
    """Open without decision, or decided by somebody else than who asked, with a reason when refused (A09)."""
    decided = Q(decided_on__gte=F("asked_on"), decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))
    return Q(status=pending, decided_on=None, decided_by=None) | ~Q(status=pending) & decided & (
        ~Q(status=refused) | ~Q(note="")
    )


class Correction(Asked):
    """A request to correct what a registered entry says of itself; ``before`` and ``after`` map columns to values.

    Nothing else changes these columns after registration; the database compares (``problems.protection``).
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("Waits for a decision")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="corrections")
    before = models.JSONField()
    after = models.JSONField()
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem"], condition=Q(status="asked"), name="one_correction_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
            models.CheckConstraint(
                condition=decided_by_another("asked", "refused"), name="correction_decided_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.get_status_display()}"


class NatureClaim(Asked):
    """The claim that an entry is policy-caused, with the policy document; until a second person confirms it the entry
    counts as a violation. Source: B4."""

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("Waits for confirmation")
        CONFIRMED = "confirmed", pgettext_lazy("nature", "Confirmed")
        REFUSED = "refused", pgettext_lazy("nature", "Not confirmed")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="nature_claims")
    document = models.CharField(_("policy document"), max_length=200)  # title and number as printed on it
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CLAIMED)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(status="claimed"), name="one_nature_claim_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="nature_claim_names_its_document"),
            models.CheckConstraint(
                condition=decided_by_another("claimed", "refused"), name="nature_decided_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.document}"
