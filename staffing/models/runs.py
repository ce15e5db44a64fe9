"""A workbook on its way into the register. Nothing of it counts before it is written as a whole. Source: F3."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class StaffingRun(LedgerModel):
    """One workbook, read. Its rows are kept sealed until they are written or given up; the file itself is not kept."""

    class Form(models.TextChoices):
        FIGURES = "figures", _("Staffing statistics by unit")
        ROSTER = "roster", _("Roster of persons")

    class State(models.TextChoices):
        READ = "read", _("Read")
        WRITTEN = "written", _("Written")
        ABANDONED = "abandoned", _("Given up")

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="staffing_runs")
    form = models.CharField(_("form"), max_length=10, choices=Form)
    name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    title = models.CharField(_("title"), max_length=200)  # becomes the source document of the figures
    counted_on = models.DateField(_("counted on"))
    rows_sealed = models.TextField(blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READ)
    prepared_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    started_on = models.DateField()
    written_on = models.DateField(null=True, blank=True)
    history = tracked(excluded_fields=["rows_sealed"])

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rows_sealed="") | Q(rows_sealed__startswith="v1:"), name="staffing_run_rows_are_sealed"
            ),
            models.CheckConstraint(
                condition=Q(state="read") | Q(rows_sealed=""), name="staffing_run_keeps_no_rows_when_done"
            ),
        ]

    def __str__(self) -> str:
        return self.name
