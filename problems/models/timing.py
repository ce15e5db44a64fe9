"""The dates of an entry and what moves them: extensions, consents to go beyond a required date, pauses, the curve.

No row here is ever overwritten by a later one: an entry shows all of its dates side by side. Source: B6, H4.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.models import LedgerModel

PERSON = "organizations.Person"


class Extension(LedgerModel):
    """One request of the unit for more time (延期) and what the office decided on it."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for the office")
        GRANTED = "granted", pgettext_lazy("an extension", "Granted")
        REFUSED = "refused", pgettext_lazy("an extension", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("an extension", "Withdrawn")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="extension_requests")
    position = models.PositiveSmallIntegerField()
    deadline_before = models.DateField(_("deadline before"))
    wanted_on = models.DateField(_("wanted date"))
    reason = models.TextField(_("reason"))
    asked_on = models.DateField(_("asked"))
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    granted_on = models.DateField(_("granted date"), null=True, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(_("reason of the office"), blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "position"], name="extension_position_once"),
            models.UniqueConstraint(fields=["problem"], condition=Q(status="pending"), name="one_extension_pending"),
            models.CheckConstraint(condition=Q(wanted_on__gt=F("deadline_before")), name="extension_wants_more_time"),
            models.CheckConstraint(
                condition=Q(
                    status="granted",
                    granted_on__isnull=False,
                    granted_on__lte=F("wanted_on"),
                    granted_on__gt=F("deadline_before"),
                )
                | Q(~Q(status="granted"), granted_on=None),
                name="extension_granted_within_what_was_wanted",
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_on=None, decided_by=None)
                | Q(status="withdrawn", decided_on__isnull=False)
                | Q(status__in=["granted", "refused"], decided_on__isnull=False, decided_by__isnull=False),
                name="extension_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(decision_reason=""), name="refused_extension_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.position}"


class RequiredConsent(LedgerModel):
    """The body that required a date has consented, in a document, to a later one. The required date itself stays."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="required_consents")
    body = models.CharField(_("body that consented"), max_length=120)
    document = models.CharField(_("document of the consent"), max_length=120)
    consented_on = models.DateField(_("consented"))
    until_on = models.DateField(_("consented until"))
    recorded_on = models.DateField(_("recorded"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(body="") & ~Q(document=""), name="required_consent_is_named"),
            models.CheckConstraint(
                condition=Q(consented_on__lte=F("recorded_on")), name="required_consent_before_its_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.until_on}"


class Pause(LedgerModel):
    """A span in which the clocks of an entry stood still, with the reason; the deadline moved by it."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="pauses")
    reason = models.TextField(_("reason"))
    paused_on = models.DateField(_("paused"))
    paused_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    resumed_on = models.DateField(_("resumed"), null=True, blank=True)
    resumed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    resume_reason = models.TextField(_("reason for resuming"), blank=True)
    working_days = models.PositiveIntegerField(_("working days paused"), null=True, blank=True)
    deadline_before = models.DateField(_("deadline before"))
    deadline_after = models.DateField(_("deadline after"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem"], condition=Q(resumed_on=None), name="one_pause_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_says_why"),
            models.CheckConstraint(
                condition=Q(resumed_on=None, resumed_by=None, working_days=None, deadline_after=None)
                | Q(
                    resumed_on__gte=F("paused_on"),
                    resumed_by__isnull=False,
                    working_days__isnull=False,
                    deadline_after__gte=F("deadline_before"),
                ),
                name="pause_resumed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.paused_on}"


class AbsorptionStep(LedgerModel):
    """One point of the absorption plan (消化计划): on this day at most so many may remain. Approved with the plan."""

    plan = models.ForeignKey("problems.RectificationPlan", models.PROTECT, related_name="absorption_steps")
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("until"))
    remaining_at_most = models.PositiveIntegerField(_("remaining at most"))
    days_back = models.PositiveIntegerField(null=True, blank=True)  # working days before the deadline, when moved
    history = tracked()

    class Meta:
        ordering: ClassVar = ["due_on", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="absorption_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} ≤ {self.remaining_at_most}"
