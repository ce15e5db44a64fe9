"""The records without which a number cannot be closed, and those of looking back after it. Source: C1–C5."""

from typing import ClassVar

from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Step(models.TextChoices):
    """Where a close-out stands."""

    CHECK = "check", _("Check")
    ACCEPTANCE = "acceptance", _("Acceptance")
    LOOK_BACK = "look_back", _("Look-back")
    SIGN_OFF = "sign_off", _("Sign-off")
    CONSENT = "consent", _("Superior consent")
    CLOSED = "closed", _("Closed")
    KEPT_OPEN = "kept_open", _("Kept open")


class Outcome(models.TextChoices):
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")


class CloseOut(LedgerModel):
    """One attempt of a unit to have its number closed."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="close_outs")
    attempt = models.PositiveSmallIntegerField()
    statement = models.TextField(_("what was rectified"))
    own_look_back = models.TextField(_("the unit's own look-back"))
    # Of what the entry counts, fewer are done than its target says (B6).
    left_because = models.TextField(_("why it can be closed with some left"), blank=True, default="", db_default="")
    applied_on = models.DateField(_("applied"))
    applied_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    step = models.CharField(_("step"), max_length=12, choices=Step, default=Step.CHECK)
    needs_consent = models.BooleanField(_("superior consent needed"))
    ended_on = models.DateField(null=True, blank=True)
    kept_open_because = models.TextField(_("why it was kept open"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-attempt"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "attempt"], name="close_out_attempt_once"),
            models.UniqueConstraint(
                fields=["problem"], condition=Q(ended_on=None), name="one_running_close_out_per_problem"
            ),
            models.CheckConstraint(
                condition=Q(step__in=["closed", "kept_open"], ended_on__isnull=False)
                | Q(~Q(step__in=["closed", "kept_open"]), ended_on=None),
                name="close_out_ends_with_its_last_step",
            ),
            models.CheckConstraint(
                condition=Q(step="kept_open") & ~Q(kept_open_because="")
                | ~Q(step="kept_open") & Q(kept_open_because=""),
                name="close_out_kept_open_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.attempt}"

    @property
    def opinion_rows(self) -> list[dict[str, object]]:
        """Invited departments with what each answered; ``mark``: done, against, missing or withdrawn. Source: C2."""
        rows: list[dict[str, object]] = []
        for one in self.invitations.all():
            opinion = getattr(one, "opinion", None)
            mark, said = "missing", str(_("no opinion yet"))
            if one.withdrawn_on:
                mark, said = "withdrawn", str(_("asked no longer"))
            elif opinion is not None:
                mark = "against" if opinion.answer == "disagree" else "done"
                said = opinion.get_answer_display()
            rows.append({"invitation": one, "opinion": opinion, "mark": mark, "said": said})
        return rows


class Record(LedgerModel):
    """What all verification records share: who, when, with whom, what was found, what it came to."""

    # The superior office whose person recorded it, where the entry's own office borrowed them (C4).
    lent_by = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="+")

    people = models.CharField(_("people taking part"), max_length=200)
    findings = models.TextField(_("findings"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    held_on = models.DateField(_("held"))
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()  # of the recorder as then: the signer ranks above it

    class Meta:
        abstract = True

    @property
    def passed(self) -> bool:
        return self.outcome == Outcome.PASSED


class RuleAnswer(models.TextChoices):
    """What the rule that raised the entry says on the day of the record. Source: H5."""

    NOT_ASKED = "", _("No rule stands behind this entry")
    MET = "met", _("The figures are in order")
    NOT_MET = "not_met", _("The figures are still not in order")


class RuledRecord(Record):
    """A record before which the rule that raised the entry ran again; who differs from it says why. Source: H5."""

    rule_answer = models.CharField(max_length=10, choices=RuleAnswer, blank=True, default="", db_default="")
    rule_words = models.TextField(blank=True, default="", db_default="")
    differs_because = models.TextField(_("why it differs from the figures"), blank=True, default="", db_default="")

    class Meta:
        abstract = True


def rule_constraint(name: str) -> models.CheckConstraint:
    """Who differs from the rule has written why. Source: H5."""
    return models.CheckConstraint(
        condition=Q(rule_answer="")
        | Q(rule_answer="met", outcome="passed")
        | Q(rule_answer="not_met", outcome="failed")
        | ~Q(differs_because=""),
        name=name,
    )


class OwnLookBack(Record):
    """回头看 by the unit itself, part of its application: whether what it did holds. Source: C1."""

    close_out = models.OneToOneField(CloseOut, models.PROTECT, related_name="own_look_back_record")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome="passed"), name="own_look_back_holds_before_applying"),
        ]


class ProblemCheck(Record):
    """检查: the office looks whether the measures were carried out, on site where required."""

    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="checks")
    on_site = models.BooleanField(_("on site"), default=False)
    place = models.CharField(_("place"), max_length=200, blank=True, db_default="")
    people_met = models.CharField(_("people met"), max_length=200, blank=True, db_default="")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]


class Acceptance(RuledRecord):
    """验收: the office judges whether the result meets the rule."""

    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="acceptances")
    # Of what the entry counts, how many it accepts as done; None where nothing is counted (B6).
    done = models.PositiveIntegerField(_("accepted as done"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [rule_constraint("acceptance_differs_with_reason")]


class LookBack(RuledRecord):
    """回头看: whether the rectification holds, before closing; a precondition of closing."""

    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="look_backs")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [rule_constraint("look_back_differs_with_reason")]


class LookBackWaiver(LedgerModel):
    """The look-back before closing is waived by a rule that is data, with the reason for this entry. Source: C1."""

    close_out = models.OneToOneField(CloseOut, models.PROTECT, related_name="look_back_waiver")
    rule = models.ForeignKey("verification.WaiverRule", models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    waived_on = models.DateField(_("waived"))
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    lent_by = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="waiver_says_why")]


class Answered(LedgerModel):
    """A question put to the verifier, as it read then, and the answer: from the list of checks, or a sign. C1, H8."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question of the check")
        SIGN = "sign", _("Question raised by the data")

    check_record = models.ForeignKey(ProblemCheck, models.PROTECT, null=True, blank=True, related_name="answers")
    acceptance = models.ForeignKey(Acceptance, models.PROTECT, null=True, blank=True, related_name="answers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.CharField(max_length=40)
    question = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(answer=""), name="answered_with_words"),
            models.CheckConstraint(
                condition=Q(check_record=None, acceptance__isnull=False)
                | Q(check_record__isnull=False, acceptance=None),
                name="answer_belongs_to_one_record",
            ),
            models.UniqueConstraint(
                fields=["check_record", "acceptance", "code"], name="answered_once", nulls_distinct=False
            ),
        ]


class LaterLookBack(RuledRecord):
    """回头看 after closing, when its clock asks for it; not passed means a relapse. Source: C5.

    It belongs to the entry: one that was closed by a take-over has no close-out here.
    """

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="later_look_backs")
    deadline = models.DateField(_("new deadline after a relapse"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["held_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="passed", deadline=None) | Q(outcome="failed", deadline__isnull=False),
                name="relapse_gets_a_deadline",
            ),
            rule_constraint("later_look_back_differs_with_reason"),
        ]


class Attachment(LedgerModel):
    """A piece of evidence that belongs to the application or to one record of verification."""

    evidence = models.OneToOneField("problems.Evidence", models.PROTECT, related_name="attachment")
    close_out = models.ForeignKey(CloseOut, models.PROTECT, null=True, blank=True, related_name="attachments")
    check_record = models.ForeignKey(ProblemCheck, models.PROTECT, null=True, blank=True, related_name="attachments")
    acceptance = models.ForeignKey(Acceptance, models.PROTECT, null=True, blank=True, related_name="attachments")
    look_back = models.ForeignKey(LookBack, models.PROTECT, null=True, blank=True, related_name="attachments")
    later_look_back = models.ForeignKey(
        LaterLookBack, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    own_look_back = models.ForeignKey(OwnLookBack, models.PROTECT, null=True, blank=True, related_name="attachments")
    opinion = models.ForeignKey(
        "verification.Opinion", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    feedback = models.ForeignKey(
        "verification.Feedback", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        "close_out",
                        "check_record",
                        "acceptance",
                        "look_back",
                        "later_look_back",
                        "own_look_back",
                        "opinion",
                        "feedback",
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="attachment_belongs_to_one",
            ),
        ]


class SignOff(LedgerModel):
    """The signature of someone who ranks above every verifier of this close-out. Source: C3."""

    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="sign_offs")
    signed_on = models.DateField(_("signed"))
    signed_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    note = models.TextField(_("note"), blank=True)
    withdrawn = models.BooleanField(default=False)  # the superior returned it: a new signature is needed
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["close_out"], condition=Q(withdrawn=False), name="one_valid_sign_off_per_close_out"
            )
        ]


class SuperiorConsent(LedgerModel):
    """What the superior office answered: consent, return for more, or refusal, each with its person and reason."""

    class Answer(models.TextChoices):
        CONSENTED = "consented", _("Consented")
        RETURNED = "returned", _("Returned")
        REFUSED = "refused", _("Refused")

    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="consents")
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    reason = models.TextField(_("reason"), blank=True)
    answered_on = models.DateField(_("answered"))
    answered_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(answer="consented") | ~Q(reason=""), name="consent_not_given_says_why"),
            models.UniqueConstraint(
                fields=["close_out"], condition=Q(answer="consented"), name="one_consent_per_close_out"
            ),
        ]
