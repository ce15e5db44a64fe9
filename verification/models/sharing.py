"""People from outside the office who take part: invited departments, and a verifier lent by the superior. C2, C4."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel
from verification.models.records import CloseOut


class Invitation(LedgerModel):
    """A department is asked for its opinion before the acceptance (联合验收). Source: C2."""

    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="invitations")
    partner = models.ForeignKey("organizations.Partner", models.PROTECT, related_name="invitations")
    share = models.OneToOneField("problems.Share", models.PROTECT, related_name="invitation")
    question = models.TextField(_("what the department is asked"), blank=True)
    invited_on = models.DateField(_("invited"))
    invited_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True)
    withdrawn_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["close_out", "partner"], condition=Q(withdrawn_on=None), name="department_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_because="", withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
                name="invitation_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.close_out} {self.partner}"


class Opinion(LedgerModel):
    """What an invited department answered: one opinion an invitation, never changed. Source: C2."""

    class Answer(models.TextChoices):
        AGREE = "agree", _("Agrees")
        DISAGREE = "disagree", _("Disagrees")
        NOT_CONCERNED = "not_concerned", _("Not concerned")

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="opinion")
    answer = models.CharField(_("opinion"), max_length=14, choices=Answer)
    reason = models.TextField(_("reason"), blank=True)
    given_on = models.DateField(_("given"))
    given_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(answer="disagree") | ~Q(reason=""), name="disagreement_says_why"),
        ]


class VerifierLoan(LedgerModel):
    """An office too small asks its superior for a verifier for one entry; the superior names one or refuses. C4.

    It holds until the entry is closed or either office ends it, so that another verifier can be asked for; what was
    recorded under it stays. After a relapse the office asks again (``relapses`` is the count at asking).
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        NAMED = "named", _("Verifier named")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="verifier_loans")
    relapses = models.PositiveSmallIntegerField()
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")  # the superior that lends
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    reason = models.TextField(_("why the office cannot verify it itself"))
    asked_on = models.DateField(_("asked"))
    asked_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    verifier = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answer_note = models.TextField(_("note of the superior office"), blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.TextField(_("why the loan was ended"), blank=True, default="", db_default="")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["problem", "relapses"],
                condition=Q(status__in=["asked", "named"]),
                name="one_verifier_loan_per_entry",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", verifier=None, answered_on=None, answered_by=None)
                | Q(
                    status__in=["named", "ended"],
                    verifier__isnull=False,
                    answered_on__isnull=False,
                    answered_by__isnull=False,
                )
                | Q(status="refused", verifier=None, answered_on__isnull=False, answered_by__isnull=False)
                & ~Q(answer_note=""),
                name="verifier_loan_answered_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="verifier_loan_says_why"),
            models.CheckConstraint(
                condition=~Q(status="ended") & Q(ended_on=None, ended_by=None, ended_because="")
                | Q(status="ended", ended_on__gte=F("answered_on"), ended_by__isnull=False) & ~Q(ended_because=""),
                name="verifier_loan_ended_with_reason",
            ),
        ]


class Feedback(LedgerModel):
    """反馈: who brought the problem was told how it ended. Source: C6."""

    class Way(models.TextChoices):
        LETTER = "letter", _("Letter")
        COPY = "copy", _("Copy of the close-out notice")
        SYSTEM = "system", _("In their system")
        TALK = "talk", _("By word of mouth or telephone")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="feedback")
    sender = models.CharField(_("fed back to"), max_length=100)
    way = models.CharField(_("how"), max_length=10, choices=Way)
    document = models.CharField(_("document"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    given_on = models.DateField(_("fed back on"))
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
