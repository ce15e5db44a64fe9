"""What the unit plans, does and proves: plan, measures, milestones, progress, evidence, comments. Source: B6, B7."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.models import LedgerModel


class RiskLevel(models.TextChoices):
    """How likely unrest is among the people whom a rectification affects. Source: B6."""

    NONE = "none", _("No risk")
    LOW = "low", _("Low risk")
    MIDDLE = "middle", _("Medium risk")
    HIGH = "high", _("High risk")


class RectificationPlan(LedgerModel):
    """How, when and who (怎么改、何时改、谁来改). A returned plan stays; the next one is a new row."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", pgettext_lazy("a plan", "Approved")
        RETURNED = "returned", _("Returned")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="plans")
    attempt = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    head = models.CharField(_("head of the unit, first person responsible"), max_length=40)
    contact = models.CharField(_("contact"), max_length=40, blank=True)
    promised_on = models.DateField(_("promised date"), null=True, blank=True)
    stability_risks = models.TextField(_("stability risks"), blank=True)
    risk_level = models.CharField(
        _("level of the stability risk"), max_length=10, choices=RiskLevel, blank=True, default="", db_default=""
    )
    risk_handling = models.TextField(_("handling of the stability risk"), blank=True, default="", db_default="")
    risk_responsible = models.CharField(
        _("responsible for the stability risk"), max_length=40, blank=True, default="", db_default=""
    )
    target = models.PositiveIntegerField(_("target"), null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    decision_note = models.TextField(_("note of the office"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-attempt"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "attempt"], name="plan_attempt_once"),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(decision_note=""), name="returned_plan_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.attempt}"


class Measure(LedgerModel):
    """One measure of a plan: what is done, by whom, until when."""

    plan = models.ForeignKey(RectificationPlan, models.PROTECT, related_name="measures")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("measure"))
    responsible = models.CharField(_("who"), max_length=60, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "position"], name="measure_position_once")]

    def __str__(self) -> str:
        return self.text[:40]


class Milestone(LedgerModel):
    """A point on the way, counted back from the deadline in working days; its clock runs once the plan is approved."""

    plan = models.ForeignKey(RectificationPlan, models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("milestone"), max_length=120)
    due_on = models.DateField(_("until"))
    reached_on = models.DateField(_("reached"), null=True, blank=True)
    # Working days before the deadline, where it was counted back; such a day is counted again with a new calendar.
    days_back = models.PositiveIntegerField(null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["due_on", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "position"], name="milestone_position_once")]

    def __str__(self) -> str:
        return self.title


class ProgressReport(LedgerModel):
    """What the unit says it has done, with evidence. Source: B7."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="reports")
    text = models.TextField(_("what was done"))
    done = models.PositiveIntegerField(_("done so far"), null=True, blank=True)
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="reports")
    reported_on = models.DateField(_("reported"))
    reported_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    done_before = models.PositiveIntegerField(null=True, blank=True)  # what stood before this report said otherwise
    returned_on = models.DateField(_("returned"), null=True, blank=True)
    returned_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    return_reason = models.TextField(_("why it was returned"), blank=True, default="", db_default="")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-reported_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(returned_on=None, returned_by=None, return_reason="")
                | Q(returned_on__isnull=False, returned_by__isnull=False) & ~Q(return_reason=""),
                name="returned_report_says_who_and_why",
            ),
        ]
