"""Warnings that figures raise by themselves; a person checks each and makes it an entry or clears it. Source: F4."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Alert(LedgerModel):
    """One warning about one figure of a unit. ``quota`` and ``actual`` are the two numbers that do not fit."""

    class Rule(models.TextChoices):
        OVER_QUOTA = "over_quota", _("Over quota")
        LEADERS_OVER_QUOTA = "leaders_over_quota", _("Leaders over quota")
        MISMATCH = "mismatch", _("Registers do not match")

    class Matter(models.TextChoices):
        """What does not match (two correspond, 两个相对应)."""

        NONE = "", _("Figures")
        NO_QUOTA = "no_quota", _("Staff of a kind for which no quota was approved")
        DECLARED = "declared", _("Roster and declared number differ")
        OUTSIDE_PAID = "outside_paid", _("Outside-quota staff paid by finance")
        UNPAID = "unpaid", _("On the quota without pay")
        DISPUTED = "disputed", _("A partner department disputes rows")

    class State(models.TextChoices):
        OPEN = "open", _("To be checked")
        ENTERED = "entered", _("In the ledger")
        CLEARED = "cleared", _("Cleared")

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="staffing_alerts")
    rule = models.CharField(_("rule"), max_length=20, choices=Rule)
    matter = models.CharField(max_length=20, choices=Matter, blank=True, default="")
    kind = models.ForeignKey("staffing.PostKind", models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey("staffing.LeadershipLevel", models.PROTECT, null=True, blank=True, related_name="+")
    quota = models.PositiveIntegerField()
    actual = models.PositiveIntegerField()
    source = models.CharField(_("source document"), max_length=500, blank=True)
    raised_on = models.DateField(_("raised"))
    holds = models.BooleanField(default=True)  # today's figures still show it
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    problem = models.ForeignKey(
        "problems.Problem", models.PROTECT, null=True, blank=True, related_name="staffing_alerts"
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_on = models.DateField(_("checked"), null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", problem=None, reason="", decided_on=None, decided_by=None)
                | Q(state="entered", problem__isnull=False, decided_on__isnull=False, decided_by__isnull=False)
                | Q(state="cleared", problem=None, decided_on__isnull=False, decided_by__isnull=False) & ~Q(reason=""),
                name="alert_is_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(rule="over_quota", kind__isnull=False, level=None)
                | Q(rule="leaders_over_quota", kind=None, level__isnull=False)
                | Q(rule="mismatch") & ~Q(matter=""),
                name="alert_names_its_figure",
            ),
            models.UniqueConstraint(
                fields=["unit", "rule", "matter", "kind", "level"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="one_open_alert_per_figure",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="alert_of_unit"),
            models.Index(fields=["problem"], name="alert_of_problem"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_rule_display()}"

    @property
    def excess(self) -> int:
        return max(self.actual - self.quota, 0)
