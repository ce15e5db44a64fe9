"""Unfinished registrations and reports, kept as typed. They are no entries yet and have no number."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Draft(LedgerModel):
    """What somebody has typed so far: of an office (``unit`` empty) or of a unit for its report (B15).

    It ends by becoming an entry or by being discarded; in both cases the row stays.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Draft")
        USED = "used", _("Became an entry")
        DISCARDED = "discarded", _("Discarded")

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    typed = models.JSONField(default=dict)  # field of the form → text
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    saved_on = models.DateField()
    saved_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    problem = models.ForeignKey("problems.Problem", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="used", problem__isnull=False) | Q(status__in=["open", "discarded"], problem=None),
                name="draft_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["office"], condition=Q(status="open"), name="open_draft_of_office"),
        ]

    def __str__(self) -> str:
        return str(self.typed.get("facts", ""))[:40] or str(_("Draft"))
