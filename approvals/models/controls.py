"""What stops or shortens by decision: suspension, authority taken up by the superior, posts cut. Source: D10, D11.

The gate reads the first two; the acts that write them belong to the second half of the room.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Scope(models.TextChoices):
    UNIT = "unit", _("One unit")
    SYSTEM = "system", _("A competent department with its subordinates")
    OFFICE = "office", _("The whole office")


class Control(LedgerModel):
    """A decision that holds for a unit, a system or a whole office, from a day until it is ended by decision."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")  # whose units it concerns
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    kinds = models.JSONField(_("application kinds"), default=list, blank=True)  # codes; empty: all
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)  # fixed beforehand; empty: until ended
    reason = models.TextField(_("reason"))
    decided_by = models.CharField(_("decided by"), max_length=120)
    document = models.CharField(_("document"), max_length=120, blank=True)
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("why it ended"), blank=True)

    class Meta:
        abstract = True


def _control_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(scope="office", unit=None) | Q(~Q(scope="office"), unit__isnull=False), name=f"{name}_scope"
        ),
        models.CheckConstraint(condition=~Q(reason="") & ~Q(decided_by=""), name=f"{name}_says_why"),
        models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name=f"{name}_order"),
        models.CheckConstraint(
            condition=Q(ended_on=None) | Q(ended_on__gte=F("since")) & ~Q(end_reason=""),
            name=f"{name}_ends_with_reason",
        ),
    ]


class Suspension(Control):
    """暂停审批: applications of some or all kinds are not taken. Source: D10."""

    ground = models.CharField(_("ground"), max_length=40, blank=True)
    # The office that decided: the one whose units it concerns, or the one above, which alone lifts it then.
    deciding_office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = _control_constraints("suspension")

    def __str__(self) -> str:
        return f"{self.unit or self.office} {self.since}"


class AuthorityWithdrawal(Control):
    """上收审批权限: applications go to the superior while it lasts. Ended by a finding of clear progress. D10."""

    superior = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    study = models.TextField(_("study"))
    opinions = models.TextField(_("opinions heard"))
    consent_document = models.CharField(_("consent of the commission"), max_length=120)
    consent_on = models.DateField(_("consented"))
    review_months = models.PositiveSmallIntegerField(_("months between reviews"), default=6)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    finding = models.TextField(_("finding of clear progress"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            *_control_constraints("withdrawal"),
            models.CheckConstraint(
                condition=~Q(study="") & ~Q(opinions="") & ~Q(consent_document=""), name="withdrawal_was_studied"
            ),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(finding=""), name="withdrawal_ends_by_a_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.office} {self.since}"


class WithdrawalReview(LedgerModel):
    """A periodical look at whether authority can be given back."""

    withdrawal = models.ForeignKey(AuthorityWithdrawal, models.PROTECT, related_name="reviews")
    held_on = models.DateField(_("held"))
    findings = models.TextField(_("findings"))
    progress = models.BooleanField(_("clear progress"))
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["withdrawal", "held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.withdrawal_id} {self.held_on}"


class QuotaCut(LedgerModel):
    """核减编制: posts cut for drawing pay without working, or adjusted for idle duties. Source: D11."""

    class Reason(models.TextChoices):
        PAY_WITHOUT_WORK = "pay_without_work", _("Drawing pay without working")
        IDLE_DUTIES = "idle_duties", _("Duties idle")

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="quota_cuts")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="quota_cuts")
    problem = models.ForeignKey("problems.Problem", models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.CharField(_("ground"), max_length=20, choices=Reason)
    post_kind = models.CharField(_("kind of post"), max_length=20)
    amount = models.PositiveSmallIntegerField(_("number cut"))
    reason = models.TextField(_("reason"))
    decided_by = models.CharField(_("decided by"), max_length=120)
    document = models.CharField(_("document"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided"))
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    notice = models.ForeignKey("documents.OfficialDocument", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-decided_on", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="quota_cut_cuts")]

    def __str__(self) -> str:
        return f"{self.unit} −{self.amount}"
