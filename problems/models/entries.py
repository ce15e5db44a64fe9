"""The entry itself, its number, who handled it, and the receipts that make a repeated form harmless."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel
from problems.models.words import ConsentRule
from problems.states import OPEN, State


class Nature(models.TextChoices):
    VIOLATION = "violation", _("Violation")
    POLICY = "policy", _("Policy-caused")


class FinderLevel(models.TextChoices):
    OWN = "own", _("This level")
    SUPERIOR = "superior", _("Superior level")
    UNIT = "unit", _("The unit itself")


class Pace(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    IN_STAGES = "in_stages", _("In stages")
    CONTINUING = "continuing", _("Continuing")


# 0 while an entry is open, 1 once it is closed, voided, merged or not accepted; the list puts open ones first.
ENDED = models.Case(
    models.When(state__in=[State.CLOSED, State.VOIDED, State.MERGED, State.REFUSED], then=models.Value(1)),
    default=models.Value(0),
    output_field=models.SmallIntegerField(),
)


class NumberSeries(models.Model):
    """Last number given by an office in a year. The row is locked while the next number is taken, last in its
    transaction, so that numbers have no gap (B1)."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["office", "year"], name="one_number_series")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year} {self.last}"


class Problem(LedgerModel):
    """One matter, one entry (一事一账). Source: B1–B6."""

    office = models.ForeignKey(
        "organizations.Office", models.PROTECT, related_name="problems", verbose_name=_("office")
    )
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="problems", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("number"), max_length=40, unique=True, null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)

    violation_type = models.ForeignKey(
        "problems.ViolationType", models.PROTECT, related_name="problems", verbose_name=_("violation type")
    )
    source = models.ForeignKey("problems.Source", models.PROTECT, related_name="problems", verbose_name=_("source"))
    sub_source = models.CharField(_("sub-source"), max_length=100, blank=True)
    source_document = models.CharField(_("source document"), max_length=120, blank=True)
    finder_level = models.CharField(_("found by"), max_length=10, choices=FinderLevel, default=FinderLevel.OWN)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature, default=Nature.VIOLATION)
    nature_confirmed = models.BooleanField(_("nature confirmed"), default=True)
    cause = models.ForeignKey(
        "problems.Cause", models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("cause")
    )
    facts = models.TextField(_("facts"))
    quota = models.PositiveIntegerField(_("quota"), null=True, blank=True)
    actual = models.PositiveIntegerField(_("actual"), null=True, blank=True)
    found = models.PositiveIntegerField(_("found"), null=True, blank=True)
    target = models.PositiveIntegerField(_("target"), null=True, blank=True)  # to be done by the deadline (B6)
    done = models.PositiveIntegerField(_("done"), default=0)
    affected_office = models.ForeignKey(
        "organizations.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lower office interfered with"),
    )

    found_on = models.DateField(_("found"))
    registered_on = models.DateField(_("registered"), null=True, blank=True)
    assigned_on = models.DateField(_("assigned"), null=True, blank=True)
    required_on = models.DateField(_("required date"), null=True, blank=True)
    required_by = models.CharField(_("required by"), max_length=120, blank=True, default="", db_default="")
    promised_on = models.DateField(_("promised date"), null=True, blank=True)
    approved_on = models.DateField(_("approved date"), null=True, blank=True)
    extended_on = models.DateField(_("extended date"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    paused_on = models.DateField(_("paused"), null=True, blank=True)  # the clocks stand still since this day
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    voided_on = models.DateField(_("voided"), null=True, blank=True)
    void_reason = models.TextField(_("reason for voiding"), blank=True)
    pace = models.CharField(_("pace"), max_length=12, choices=Pace, default=Pace.IN_STAGES)

    responsible = models.CharField(_("head of the unit, first person responsible"), max_length=40, blank=True)
    handler = models.CharField(_("contact"), max_length=40, blank=True)
    progress_note = models.TextField(_("progress as taken over"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    consent_rule = models.CharField(_("superior consent"), max_length=20, choices=ConsentRule, blank=True, default="")
    relapses = models.PositiveSmallIntegerField(_("relapses"), default=0)
    relapsed_on = models.DateField(_("relapsed"), null=True, blank=True)
    kept_open = models.PositiveSmallIntegerField(_("times kept open"), default=0)
    reported_by_unit = models.BooleanField(_("reported by the unit"), default=False)
    reported_on = models.DateField(_("reported"), null=True, blank=True)  # counts for candour, never changes (B15)
    reported_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    refused_on = models.DateField(_("not accepted"), null=True, blank=True)
    refused_because = models.TextField(_("reason for not accepting"), blank=True, default="", db_default="")
    take_over = models.ForeignKey(
        "problems.TakeOver", models.PROTECT, null=True, blank=True, related_name="problems", verbose_name=_("take-over")
    )
    identity = models.CharField(max_length=64, null=True, blank=True, unique=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_here")
    merged_on = models.DateField(_("merged"), null=True, blank=True)
    merged_because = models.TextField(_("reason for merging"), blank=True, default="", db_default="")
    registered_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("registered by")
    )
    version = models.PositiveIntegerField(default=1)
    history = tracked()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="problem_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="problem_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "reported", "refused"], number=None)
                | Q(
                    ~Q(state__in=["draft", "reported", "refused"]),
                    number__isnull=False,
                    year__isnull=False,
                    serial__isnull=False,
                    registered_on__isnull=False,
                )
                | Q(state="merged", number=None),
                name="problem_numbered_once_registered",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on=None),
                name="problem_closed_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="voided") | Q(voided_on__isnull=False) & ~Q(void_reason=""),
                name="problem_voided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "reported", "refused", "registered", "voided", "merged"])
                | Q(assigned_on__isnull=False, approved_on__isnull=False),
                name="problem_at_work_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("found_on")), name="problem_closed_after_found"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") & Q(merged_into=None, merged_on=None)
                | Q(state="merged", merged_into__isnull=False, merged_on__isnull=False)
                & ~Q(merged_because="")
                & ~Q(merged_into=F("id")),
                name="problem_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") & Q(refused_on=None)
                | Q(state="refused", refused_on__isnull=False) & ~Q(refused_because=""),
                name="problem_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(reported_by_unit=False, reported_on=None)
                | Q(reported_by_unit=True, reported_on__isnull=False),
                name="problem_reported_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "refused"]) | Q(reported_by_unit=True),
                name="problem_report_is_of_the_unit",
            ),
            models.CheckConstraint(condition=Q(found=None) | Q(done__lte=F("found")), name="problem_done_within_found"),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__lte=F("found")), name="problem_target_within_found"
            ),
            models.CheckConstraint(
                condition=Q(paused_on=None) | Q(state__in=["assigned", "plan_submitted", "rectifying", "voided"]),
                name="problem_paused_while_at_work",
            ),
            models.CheckConstraint(
                condition=Q(nature="violation", nature_confirmed=True) | Q(nature="policy"),
                name="problem_violation_needs_no_confirmation",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["office", "state"], name="problem_office_state"),
            models.Index(
                F("office"),
                ENDED,
                Coalesce("extended_on", "approved_on"),
                F("id"),
                # What the totals of the list read, so that neither they nor far pages touch the rows themselves.
                include=["state", "extended_on", "approved_on", "closed_on", "found", "done"],
                name="problem_office_urgent",
            ),
            models.Index(fields=["office", "-year", "-serial"], name="problem_office_number"),
            models.Index(fields=["unit", "state"], name="problem_unit_state"),
            GinIndex(Func("facts", function="bigrams", output_field=models.TextField()), name="problem_facts_bigrams"),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Entry without a number"))

    @property
    def deadline_on(self) -> Any:
        """The latest decided date: extended, else approved; None before assignment (B6)."""
        return self.extended_on or self.approved_on

    @property
    def remaining(self) -> int | None:
        """Found minus done of what the entry counts; None where it counts nothing."""
        return None if self.found is None else self.found - self.done

    @property
    def short_of_target(self) -> int:
        """How many of the target are not done; 0 where it is reached or nothing is counted. Without a target of an
        approved plan all that was found is to be done (B6). Found 10, target 8, done 5: short by 3."""
        if self.found is None:
            return 0
        return max((self.found if self.target is None else self.target) - self.done, 0)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Handling(LedgerModel):
    """Who has handled an entry, and as what: they may neither verify nor sign it. Source: C4."""

    class Capacity(models.TextChoices):
        REPORTED = "reported", _("reported the problem")
        REGISTERED = "registered", _("registered")
        ASSIGNED = "assigned", _("assigned")
        DECIDED_PLAN = "decided_plan", _("decided on the plan")
        DECIDED_EXTENSION = "decided_extension", _("decided on an extension")
        PAUSED = "paused", _("paused or resumed its clocks")
        TOOK_OVER = "took_over", _("took over from a spreadsheet")
        MERGED = "merged", _("had a part in an entry that was merged into it")

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="handlings")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "person", "capacity"], name="handling_once"),
        ]


class Closing(LedgerModel):
    """One time an entry was closed, with the deadline it was measured by; ended by a relapse.

    Figures of a past day count closings, so that a relapse does not rewrite what was reported (G4, decided.md).
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="closings")
    closed_on = models.DateField(_("closed"))
    deadline_on = models.DateField(_("deadline"))
    ended_on = models.DateField(_("relapsed"), null=True, blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem"], condition=Q(ended_on=None), name="one_closing_in_force"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("closed_on")), name="closing_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["problem", "closed_on"], name="closing_of_problem")]

    def __str__(self) -> str:
        return f"{self.problem} {self.closed_on}"


class Receipt(models.Model):
    """Answer to a form that has been sent: the same key again gets the same answer, not a second entry."""

    key = models.CharField(max_length=64)
    account = models.ForeignKey("organizations.Account", models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, default="")  # what the form was about, such as "problem:7"
    object_id = models.BigIntegerField()
    content = models.CharField(max_length=64, default="", db_default="")  # hash of what was sent; empty is not compared
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.object_id}"
