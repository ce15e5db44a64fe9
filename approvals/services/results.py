"""What a meeting decided on one matter: criteria, recusal, votes, result; and the way up. Source: D7, D13."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import Acting, acting_on
from approvals.errors import BeyondAuthority
from approvals.models import AgendaItem, Application, ApplicationItem, Body, Counts, MeetingAttendee
from approvals.rules.authority import decider_at, decider_of, may_decide
from approvals.rules.deliberation import CRITERIA, FEWEST
from approvals.services.admission import KIND, office_clock
from approvals.services.appraisal import end_as_unfit
from approvals.services.meetings import leave_agenda, open_item, require_held, voters, wait_again
from approvals.states import MOVES, State
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, WrongState
from organizations.models import Account, Office, Person

Result = AgendaItem.Result
# What a meeting decides itself; the others end or move the matter.
DECIDED = (Result.APPROVED, Result.DISAPPROVED)
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class Outcome:
    """What the minutes have on one matter."""

    result: str
    criteria: Mapping[str, bool] = field(default_factory=dict)  # by code of ``CRITERIA``
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    recused: Sequence[tuple[int, str]] = ()  # attendee, why
    explanation: str = ""
    amounts: Mapping[int, int] = field(default_factory=dict)  # item → number approved; as asked for where not named


def record_result(
    *,
    application_id: int,
    outcome: Outcome,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> AgendaItem:
    """Record what a meeting decided on a matter. Approved and not approved wait for the leader's reply; a deferred
    matter waits for another meeting; one returned ends with its explanation; one routed up goes to the superior.

    Who withdrew has no vote: the votes are those of the members present without them. Approving takes the three
    criteria, a sound procedure, three votes at least and a majority. Until the minutes are closed an approval or
    refusal can be recorded again. Only what is beyond this office is routed up.

    Raises:
        Invalid: All that does not fit, named together.
        BeyondAuthority: The authority table gives it to a higher body now.
        MeetingClosed, WrongState; NotFound, NotAllowed, Stale: see ``acting_on``.

    Source: D7, D13.
    """
    with acting_on(
        application_id,
        policies.RESULT,
        actor=actor,
        may=policies.requires(policies.RESULT),
        reason=outcome.explanation,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return AgendaItem.objects.get(pk=now.known)
        now.require(State.ON_AGENDA)
        item = open_item(now)
        require_held(item.meeting)
        if outcome.result in DECIDED:
            _within_authority(now.application, item)
        recused = _recused(item, outcome)
        amounts = _amounts(now.application, outcome)
        errors = _errors(item, outcome, recused) | amounts.errors
        if errors:
            raise Invalid(errors=errors)
        item.criteria = {code: bool(outcome.criteria.get(code)) for code in CRITERIA}
        item.recused, item.result, item.explanation = recused, outcome.result, outcome.explanation.strip()
        item.votes_for, item.votes_against = outcome.votes_for, outcome.votes_against
        item.abstentions = outcome.abstentions
        item.save()
        for row, approved in amounts.approved:
            row.approved_amount = approved
            row.save(update_fields=["approved_amount"])
        _follow(now, outcome)
        now.receipt(item.pk)
        return item


def route_up(
    *, application_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Send an appraised matter that is beyond this office to the superior office, which decides it; this office still
    carries it out.

    Raises:
        WrongState: The authority table lets this office decide it, it is not appraised yet, or decided already.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: D7, D13 (routed up, never decided here).
    """
    with acting_on(
        application_id,
        policies.ROUTE_UP,
        actor=actor,
        may=policies.requires(policies.ROUTE_UP),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        if now.application.state in {State.ACCEPTED, State.INITIATED}:
            raise WrongState(_("A matter goes up with its initiation and its appraisal. Record them first."))
        if now.application.state in MOVES["route_up"][0]:
            require_beyond(now.application, now.application.office)
            leave_agenda(now.application)
        send_up(now)
        now.receipt(now.application.pk)
        return now.application


def route_further(
    *, application_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Send a matter that was routed up on to the office above, because it is beyond this superior office too.

    Raises:
        WrongState: The matter is not routed up, or the authority table of the office it is with lets that one decide.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: D13 (anything beyond is routed up).
    """
    with acting_on(
        application_id,
        policies.ROUTE_FURTHER,
        actor=actor,
        may=policies.requires(policies.ROUTE_FURTHER),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        now.move("route_further")
        office = Office.objects.get(pk=now.application.answering_office_id or 0)
        require_beyond(now.application, office)
        assert office.superior_id is not None  # noqa: S101 - else nothing is beyond it
        now.application.routed_to_id = office.superior_id
        _rest_above(now, office.superior_id, "routed_to")
        now.receipt(now.application.pk)
        return now.application


def require_beyond(application: Application, office: Office) -> None:
    """Raise WrongState where the authority table of ``office`` lets it decide the matter: it decides, then. D13."""
    found = decider_at(office, application, today())
    if found.body != Body.SUPERIOR:
        raise WrongState(
            _("By the authority table %(office)s decides this matter itself: %(body)s. Decide it there."),
            office=office.name,
            body=found.body.label,
        )


def send_up(now: Acting, move: str = "route_up") -> None:
    """Inside the open act: the matter rests with the superior office, whose clock runs."""
    now.move(move)
    superior_id = now.application.office.superior_id
    if superior_id is None:
        raise WrongState(_("This office has no superior. Its highest body decides the matter."))
    _rest_above(now, superior_id)


def _rest_above(now: Acting, office_id: int, *fields: str) -> None:
    application, day = now.application, today()
    now.save(*fields)
    stop_clocks(application.pk, on=day, outcome=Clock.Outcome.CANCELLED, subject_kind=KIND)
    start_clocks(
        [
            NewClock(
                subject_kind=KIND,
                subject_id=application.pk,
                kind=ClockKind.DELIBERATION,
                holder=Clock.Holder.OFFICE,
                office_id=office_id,
                unit_id=application.unit_id,
                started_on=day,
            )
        ]
    )


def _follow(now: Acting, outcome: Outcome) -> None:
    """What a result brings about at once."""
    application, day = now.application, today()
    if outcome.result in DECIDED:
        now.save()
        stop_clocks(application.pk, ClockKind.DELIBERATION, ClockKind.ISSUE_REPLY, on=day, subject_kind=KIND)
        start_clocks([office_clock(application, ClockKind.ISSUE_REPLY)])
    elif outcome.result == Result.DEFERRED:
        now.move("take_off_agenda")
        wait_again(now)
        now.save()
    elif outcome.result == Result.RETURNED:
        end_as_unfit(now, outcome.explanation)
    else:
        require_beyond(application, application.office)
        send_up(now)


def _within_authority(application: Application, item: AgendaItem) -> None:
    """Raise BeyondAuthority where the table of the day of the meeting gives the matter to a higher body: the table may
    have changed since the matter was put on the agenda. Source: D13."""
    needed = decider_of(application, item.meeting.held_on).body
    if not may_decide(item.meeting.body, needed):
        raise BeyondAuthority(
            body=Body(needed).label,
            next=_("Route it to the superior.") if needed == Body.SUPERIOR else _("Defer it to such a meeting."),
        )


def _recused(item: AgendaItem, outcome: Outcome) -> list[dict[str, Any]]:
    """Who withdrew, as kept: attendee, person, name, why."""
    known = {one.pk: one for one in item.meeting.attendees.all()}
    return [
        {"attendee": pk, "person": known[pk].person_id, "name": known[pk].name, "reason": reason.strip()[:200]}
        for pk, reason in dict(outcome.recused).items()
        if pk in known
    ]


def _errors(item: AgendaItem, outcome: Outcome, recused: Sequence[dict[str, Any]]) -> Errors:
    errors: Errors = {}

    def wrong(name: str, sentence: Any) -> None:
        errors.setdefault(name, []).append(sentence)

    if outcome.result not in Result.values:
        wrong("result", _("Choose what the meeting decided."))
        return errors
    if len(recused) != len(dict(outcome.recused)):
        wrong("recused", _("Only people on the list of this meeting can withdraw from a matter."))
    if any(not one["reason"] for one in recused):
        wrong("recused", _("Say why each of them withdrew."))
    if outcome.result != Result.APPROVED and not outcome.explanation.strip():
        wrong("explanation", _("Explain the result; the unit is told."))
    given = (outcome.votes_for, outcome.votes_against, outcome.abstentions)
    if outcome.result not in DECIDED:
        return errors
    if item.procedure_sound is None:
        wrong("result", _("The supervision section has not recorded its finding on the procedure yet."))
    voting = voters(item.meeting, recused)
    cast = sum(one or 0 for one in given)
    if any(one is None or one < 0 for one in given):
        wrong("votes_for", _("Enter the votes for, against and the abstentions; 0 where there were none."))
    elif cast != len(voting):
        wrong(
            "votes_for",
            _("%(cast)s votes are entered, %(voting)s members have one: present, and not withdrawn from the matter.")
            % {"cast": cast, "voting": len(voting)},
        )
    if len(voting) < FEWEST:
        wrong("votes_for", _("Fewer than three members have a vote on this matter. Defer it."))
    if outcome.result == Result.APPROVED:
        if not all(outcome.criteria.get(code) for code in CRITERIA):
            wrong("criteria", _("A matter is approved only when the three criteria hold."))
        if item.procedure_sound is False:
            wrong("result", _("The procedure was found not to be sound. Defer the matter or return it."))
        if (outcome.votes_for or 0) * 2 <= len(voting):
            wrong("votes_for", _("There is no majority for it."))
    elif (outcome.votes_for or 0) * 2 > len(voting):
        wrong("votes_for", _("A majority is for it, so it is not refused."))
    return errors


@dataclass(frozen=True)
class _Amounts:
    approved: list[tuple[ApplicationItem, int]]
    errors: Errors


def _amounts(application: Application, outcome: Outcome) -> _Amounts:
    """The number approved of each item: between nothing and what was asked for."""
    rows = list(application.items.filter(struck_on=None).order_by("position", "pk"))
    if outcome.result != Result.APPROVED:
        return _Amounts([(one, 0) for one in rows if one.approved_amount], {})
    errors: Errors = {}
    approved = []
    if set(outcome.amounts) - {one.pk for one in rows}:
        errors["amounts"] = [_("Only items of this application can be approved.")]
    for place, one in enumerate(rows, 1):
        number = outcome.amounts.get(one.pk, one.amount)
        if not min(0, one.amount) <= number <= max(0, one.amount):
            errors.setdefault("amounts", []).append(
                _("Item %(place)s: %(asked)s were asked for; approve that many or fewer.")
                % {"place": place, "asked": one.amount}
            )
        elif application.kind.counts == Counts.PEOPLE and number != one.amount:
            errors.setdefault("amounts", []).append(
                _("Item %(place)s: people are approved by name, all or none.") % {"place": place}
            )
        approved.append((one, number))
    return _Amounts(approved, errors)


def withdrew(item: AgendaItem, person: Person) -> bool:
    """Whether a person withdrew from the matter, on the list as somebody known here or by a written name."""
    return any(one["person"] == person.pk if one.get("person") else one["name"] == person.name for one in item.recused)


def members_of(meeting_id: int) -> list[MeetingAttendee]:
    """Everybody on the list of a meeting, for choosing who withdrew."""
    return list(MeetingAttendee.objects.filter(meeting_id=meeting_id, present=True).order_by("part", "pk"))
