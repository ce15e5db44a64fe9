"""The gate: its versioned rules, stored answers, exceptions, and the mark that serialises it. Source: D4, H1."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Outcome(models.TextChoices):
    """What the gate answers, from light to heavy."""

    ADMITTED = "admitted", _("Admitted")
    PAUSED = "paused", _("Paused")
    REFUSED = "refused", pgettext_lazy("answer of the gate", "Refused")


class Ground(models.TextChoices):
    """What a clause looks at."""

    ENTRY = "entry", _("Entry in the ledger")
    SUSPENSION = "suspension", _("Suspension by decision")
    WITHDRAWAL = "withdrawal", _("Authority taken up by the superior")
    IRREGULAR = "irregular", _("Irregular motion")
    RECORD = "record", _("Record of the unit")


class Whose(models.TextChoices):
    OWN = "own", _("The unit's own")
    SUBORDINATE = "subordinate", _("Of its subordinate institutions")
    BOTH = "both", _("Its own and its subordinates'")


class Standing(models.TextChoices):
    """The nature of an entry as the gate sees it."""

    VIOLATION = "violation", _("Violation")
    UNCONFIRMED = "unconfirmed", _("Policy-caused, not confirmed")
    ON_PLAN = "on_plan", _("Policy-caused, on its absorption plan")
    BEHIND_PLAN = "behind_plan", _("Policy-caused, behind its absorption plan")


class GateRule(LedgerModel):
    """One version of the rules of an office; without an office the standard rules, which hold where an office and its
    superiors have none of their own. A published version never changes."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="gate_rules")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    note = models.TextField(_("what changed"), blank=True)
    drafted_on = models.DateField(_("drafted"))
    drafted_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)  # empty: a draft
    published_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    dropped_on = models.DateField(null=True, blank=True)  # a draft given up
    version = models.PositiveIntegerField(default=1)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["office", "-year", "-serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "year", "serial"], nulls_distinct=False, name="gate_rule_number_once"
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(valid_from=None, dropped_on=None),
                nulls_distinct=False,
                name="one_draft_of_gate_rules",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """2026-3: the third version of that year."""
        return f"{self.year}-{self.serial}"


class GateClause(LedgerModel):
    """One clause. For each entry the first clause in order that fits decides; an empty list means any."""

    rule = models.ForeignKey(GateRule, models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("order"))
    ground = models.CharField(_("ground"), max_length=12, choices=Ground, default=Ground.ENTRY)
    types = models.JSONField(_("violation types"), default=list, blank=True)  # codes
    tags = models.JSONField(_("reporting groups"), default=list, blank=True)
    standings = models.JSONField(_("natures"), default=list, blank=True)
    states = models.JSONField(_("states"), default=list, blank=True)  # of the entry
    whose = models.CharField(_("whose entries"), max_length=12, choices=Whose, default=Whose.OWN)
    effects = models.JSONField(_("effects"), default=list, blank=True)  # of the application
    kinds = models.JSONField(_("application kinds"), default=list, blank=True)  # codes
    relapses = models.PositiveSmallIntegerField(_("relapses from"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions from"), null=True, blank=True)
    overdue_days = models.PositiveSmallIntegerField(_("overdue days from"), null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(_("refusals from"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    text_zh = models.CharField(_("clause (Chinese)"), max_length=300)
    text_en = models.CharField(_("clause (English)"), max_length=300)
    lifts_zh = models.CharField(_("what lifts it (Chinese)"), max_length=300, blank=True)
    lifts_en = models.CharField(_("what lifts it (English)"), max_length=300, blank=True)
    dropped_on = models.DateField(null=True, blank=True)  # struck from a draft
    history = tracked()

    class Meta:
        ordering: ClassVar = ["rule", "position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if (get_language() or "zh").startswith("en") else self.text_zh


class UnitMark(models.Model):
    """Counts what concerns the gate at a unit: an entry opened, reopened, closed, its nature changed; a suspension.

    Only the database writes it (``approvals.protection``), in the transaction of the change. A sheet remembers the
    counts it was made on; who admits locks them, so that no entry is opened unseen in between (B03).
    """

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, primary_key=True, related_name="+")
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.count}"


class GateSheet(LedgerModel):
    """受理审查单: an answer of the gate, kept word for word with what it was made from. Never changed. Source: H1."""

    class Purpose(models.TextChoices):
        PRE_CHECK = "precheck", _("Pre-check")
        ADMISSION = "admission", _("Admission")
        DECISION = "decision", _("Decision")

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="gate_sheets")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="gate_sheets")
    kind = models.ForeignKey("approvals.ApplicationKind", models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "approvals.Application", models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    rule = models.ForeignKey(GateRule, models.PROTECT, related_name="+")
    on = models.DateField(_("as of"))
    made_on = models.DateField(_("made"))
    inputs = models.JSONField()  # everything the answer was made from, the clauses included
    answer = models.JSONField()
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    marks = models.JSONField(default=dict)  # unit id → UnitMark.count
    examiner = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    digest = models.CharField(_("hash"), max_length=64)  # SHA-256 of inputs and answer
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "kind", "on"], name="gate_sheet_asked")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.on} {self.outcome}"


class GateException(LedgerModel):
    """A collective decision that named entries do not stand in the way of named kinds until a day. Source: D4.

    It never reaches entries registered after the meeting, nor suspensions; it is counted. It can set the unit's record
    aside as well, or alone.
    """

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="gate_exceptions")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="gate_exceptions")
    kinds = models.JSONField(_("application kinds"))  # codes, at least one
    record = models.BooleanField(_("the unit's record is set aside"), default=False, db_default=False)
    meeting = models.CharField(_("meeting"), max_length=120)
    held_on = models.DateField(_("held"))
    participants = models.JSONField(_("who decided"))  # names, three at least
    document = models.CharField(_("document"), max_length=120, blank=True)
    reason = models.TextField(_("reason"))
    expires_on = models.DateField(_("expires"))
    recorded_on = models.DateField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    ended_on = models.DateField(_("ended early"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(meeting=""), name="gate_exception_says_why"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("held_on")), name="gate_exception_ends_after_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.meeting}"


class ExceptedEntry(LedgerModel):
    """An entry that an exception sets aside."""

    exception = models.ForeignKey(GateException, models.PROTECT, related_name="entries")
    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exception", "problem"], name="excepted_entry_once"),
        ]

    def __str__(self) -> str:
        return str(self.problem)
