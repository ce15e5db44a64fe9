"""The calendar that the State Council publishes, and one table of clocks for everything with a due date."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class CalendarYear(LedgerModel):
    """A year whose holidays and make-up workdays are loaded; other years are counted Monday–Friday, provisionally."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=200)
    history = tracked()

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(LedgerModel):
    """A day that differs from the plain week: a weekday off or a weekend day worked. Source: domain facts §8."""

    year = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days")
    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ClockKind(models.TextChoices):
    """What is due. The holder of the clock has to do it."""

    ASSIGN = "assign", _("Assign to the unit")
    PLAN = "plan", _("File the rectification plan")
    PLAN_DECISION = "plan_decision", _("Decide on the plan")
    MILESTONE = "milestone", _("Reach the milestone")
    RECTIFICATION = "rectification", _("Apply for close-out")
    CHECK = "check", _("Check")
    ACCEPTANCE = "acceptance", _("Accept")
    LOOK_BACK = "look_back", _("Look back before closing")
    SIGN_OFF = "sign_off", _("Sign the close-out")
    CONSENT = "consent", _("Consent as superior office")
    LATER_LOOK_BACK = "later_look_back", _("Look back after closing")
    EXTENSION = "extension", _("Decide on the extension")
    ABSORPTION = "absorption", _("Keep to the absorption plan")
    URGED = "urged", _("Answer the urging")
    REPORT_AGAIN = "report_again", _("Report progress again")
    INCIDENT = "incident", _("Take note of the incident")
    STAFFING_ALERT = "staffing_alert", _("Check the warning")
    # Of an application (subject_kind "application").
    COMPLETE_APPLICATION = "complete_application", _("Complete the application")
    PRE_REVIEW = "pre_review", _("Give the pre-review opinion")
    ADMISSION = "admission", _("Decide on admission")
    INITIATION = "initiation", _("Record the initiation")
    APPRAISAL = "appraisal", _("Appraise")
    DELIBERATION = "deliberation", _("Deliberate and decide")
    ISSUE_REPLY = "issue_reply", _("Issue the official reply")
    COPY = "copy", _("Acknowledge the decision")
    FOLLOW_UP = "follow_up", _("Carry out and report")
    TASK_FORCE = "task_force", _("Carry out the task of the task force")
    TASK_FORCE_END = "task_force_end", _("End the task force")
    WITHDRAWAL_REVIEW = "withdrawal_review", _("Review the withdrawal of authority")
    REPORT = "report", _("Answer the unit's report")
    CORRECTION = "correction", _("Decide on the correction")
    NATURE = "nature", _("Confirm the nature")
    OPINION = "opinion", _("Opinion on the acceptance")
    VERIFIER_LOAN = "verifier_loan", _("Name a verifier")
    FEEDBACK = "feedback", _("Feed the result back")
    REQUIRED_DATE = "required_date", _("Obtain the consent to a deadline beyond the required date")


class Clock(LedgerModel):
    """One due date. Started by an act, stopped by the act that answers it; the light is read from it."""

    class Holder(models.TextChoices):
        UNIT = "unit", _("Unit")
        OFFICE = "office", _("Office")
        PARTNER = "partner", _("Partner department")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        CANCELLED = "cancelled", _("Cancelled")

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    kind = models.CharField(_("due"), max_length=20, choices=ClockKind)
    detail = models.CharField(max_length=200, blank=True)
    item_id = models.BigIntegerField(null=True, blank=True)  # the milestone or look-back within the subject
    holder = models.CharField(max_length=10, choices=Holder)
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("organizations.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    started_on = models.DateField()
    due_on = models.DateField(_("due"))
    yellow_on = models.DateField()  # from this day on the light is yellow
    paused_on = models.DateField(null=True, blank=True)  # stands still since; the light is that of this day
    stopped_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(yellow_on__lte=models.F("due_on")), name="clock_yellow_before_due"),
            models.CheckConstraint(
                condition=Q(stopped_on=None, outcome="")
                | Q(stopped_on__isnull=False, outcome__in=["answered", "cancelled"]),
                name="clock_stopped_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(holder="office") | Q(unit__isnull=False), name="clock_of_a_unit_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(holder="partner") | Q(partner__isnull=False), name="clock_of_a_partner_names_it"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "item_id"],
                condition=Q(stopped_on=None),
                nulls_distinct=False,
                name="one_running_clock_per_subject_and_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="clock_subject"),
            models.Index(
                fields=["office", "due_on"], condition=Q(stopped_on=None, holder="office"), name="clock_of_office"
            ),
            models.Index(fields=["unit", "due_on"], condition=Q(stopped_on=None, holder="unit"), name="clock_of_unit"),
            models.Index(
                fields=["office", "due_on", "id"],
                condition=Q(stopped_on=None, holder__in=["unit", "partner"]),
                name="clock_with_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"

    @property
    def asked_on(self) -> date:
        """The day by which it is asked for: the due day; for a step of an absorption plan its own day (H4)."""
        return self.started_on if self.kind == ClockKind.ABSORPTION else self.due_on
