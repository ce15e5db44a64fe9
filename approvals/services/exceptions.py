"""Exceptions from the gate: collective decisions on record, with reason and end, never a switch. Source: D4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.gate.asking import watched_for
from approvals.gate.facts import handling_office, withdrawals_on
from approvals.models import ApplicationKind, ExceptedEntry, GateException
from audit.acts import act
from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account, Unit
from organizations.scope import Standing, acting
from problems.acting import answered_before, give_receipt
from problems.models import Problem
from problems.states import OPEN

# Our choice: fewer are no collective, and an exception is short.
FEWEST, LONGEST_DAYS = 3, 366


@dataclass(frozen=True)
class NewException:
    """A decision as its minutes have it."""

    kinds: Sequence[str]
    entries: Sequence[int]  # the entries set aside, registered by the day of the meeting
    meeting: str
    held_on: date
    participants: Sequence[str]
    reason: str
    expires_on: date
    document: str = ""
    record: bool = False  # the unit's record is set aside, too


def record_exception(*, unit_id: int, exception: NewException, actor: Account, key: str = "") -> GateException:
    """Record that a meeting set named entries, or the record of a unit, aside for named kinds until a day.

    While a superior office holds the authority over such kinds, the exception is its leader's to record.

    Raises:
        NotFound, NotAllowed: Neither a unit of an office in which the actor is a leader, nor one that such an office
            has taken up.
        Invalid: Everything that is missing or does not fit, named together.

    Source: D4.
    """
    with recording_refusals(policies.EXCEPT, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        unit = Unit.objects.filter(pk=unit_id, office_id__in=standing.office_ids | standing.lower_office_ids).first()
        if unit is None:
            raise NotFound
        above = [None, *{one.superior_id for one in withdrawals_on(unit, today())}]
        if not any(
            policies.may_for(standing, policies.EXCEPT, office_id=unit.office_id, unit_id=None, superior_id=one)
            for one in above
        ):
            raise policies.refusal(policies.EXCEPT)
        with act(policies.EXCEPT, actor=standing.facts(office_id=unit.office_id), reason=exception.reason.strip()):
            Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
            known = answered_before(actor, key, policies.EXCEPT, f"unit:{unit_id}")
            if known is not None:
                return GateException.objects.get(pk=known)
            unit = Unit.objects.select_related("office", "competent_department").get(pk=unit_id)
            errors = _errors(unit, exception, standing)
            if errors:
                raise Invalid(errors=errors)
            row = GateException(
                office=handling_office(unit, exception.kinds[0], today()),
                unit=unit,
                record=exception.record,
                kinds=list(dict.fromkeys(exception.kinds)),
                meeting=exception.meeting.strip(),
                held_on=exception.held_on,
                participants=_names(exception.participants),
                document=exception.document.strip(),
                reason=exception.reason.strip(),
                expires_on=exception.expires_on,
                recorded_on=today(),
                recorded_by_id=standing.person_id,
            )
            row.save()
            for problem_id in dict.fromkeys(exception.entries):
                ExceptedEntry(exception=row, problem_id=problem_id).save()
            give_receipt(actor, key, policies.EXCEPT, row.pk, f"unit:{unit_id}")
            return row


def end_exception(*, exception_id: int, reason: str, actor: Account) -> GateException:
    """End an exception before its day. Raises NotFound, NotAllowed, WrongState once it has ended, Invalid. D4."""
    with recording_refusals(
        policies.END_EXCEPTION, account=actor, object_kind="gate_exception", object_id=exception_id
    ):
        standing = acting(actor)
        seen = policies.visible_exceptions(standing).filter(pk=exception_id).first()
        if seen is None:
            raise NotFound
        if not policies.may_for(standing, policies.END_EXCEPTION, office_id=seen.office_id, unit_id=None):
            raise policies.refusal(policies.END_EXCEPTION)
        with act(policies.END_EXCEPTION, actor=standing.facts(office_id=seen.office_id), reason=reason.strip()):
            Unit.objects.select_for_update(no_key=True).get(pk=seen.unit_id)
            row = GateException.objects.select_for_update(no_key=True).get(pk=exception_id)
            if row.ended_on is not None or row.expires_on < today():
                raise WrongState(_("This exception has ended already."))
            if not reason.strip():
                raise Invalid(errors={"reason": [_("Say why it ends before its day.")]})
            row.ended_on, row.end_reason = today(), reason.strip()[:300]
            row.save(update_fields=["ended_on", "end_reason"])
            return row


def _names(participants: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in participants if name.strip()))


def _errors(unit: Unit, exception: NewException, standing: Standing) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}

    def wrong(field: str, sentence: Any) -> None:
        errors.setdefault(field, []).append(sentence)

    day = today()
    known = set(ApplicationKind.objects.filter(code__in=exception.kinds).values_list("code", flat=True))
    if not exception.kinds or set(exception.kinds) - known:
        wrong("kinds", _("Choose the kinds of application that the decision names."))
    else:
        deciding = {one.pk: one for one in (handling_office(unit, kind, day) for kind in exception.kinds)}
        others = [one for pk, one in deciding.items() if not policies.LEADER & standing.roles_in_office(pk)]
        if others and others[0].pk != unit.office_id:
            wrong(
                "kinds",
                _("The superior office has taken up the authority over these kinds. No exception is made here."),
            )
        elif others:
            wrong("kinds", _("Exceptions for these kinds are for %(office)s to make.") % {"office": others[0].name})
        elif len(deciding) > 1:
            wrong("kinds", _("Different offices handle these kinds. Record an exception for each of them."))
    if not exception.meeting.strip():
        wrong("meeting", _("Name the meeting that decided."))
    if len(_names(exception.participants)) < FEWEST:
        wrong("participants", _("Name everybody who decided, three at least: one person makes no exception."))
    if not exception.reason.strip():
        wrong("reason", _("Say why the exception was made."))
    if exception.held_on > day:
        wrong("held_on", _("This day lies in the future. Enter today or an earlier day."))
    if exception.expires_on < day:
        wrong("expires_on", _("The exception would have ended already. Enter today or a later day."))
    elif (exception.expires_on - day).days > LONGEST_DAYS:
        wrong("expires_on", _("An exception holds for a year at most. Enter an earlier day."))
    watched = {one for kind in known for one in watched_for(unit, kind, day)} if exception.entries else ()
    fitting = set(
        Problem.objects.filter(
            pk__in=exception.entries, unit_id__in=watched, state__in=OPEN, registered_on__lte=exception.held_on
        ).values_list("pk", flat=True)
    )
    if not exception.entries and not exception.record:
        wrong("entries", _("Name the entries that the decision sets aside, or say that it sets the record aside."))
    elif set(exception.entries) - fitting:
        wrong(
            "entries",
            _(
                "Only open entries that stand against this unit, its own or a subordinate's, and were registered by the"
                " day of the meeting can be named."
            ),
        )
    return errors
