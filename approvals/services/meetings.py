"""审议决定: a meeting with its members, observers without vote and minutes; and its agenda, matter by matter. D7."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import Acting, acting_on
from approvals.errors import BeyondAuthority, MeetingClosed
from approvals.models import AgendaItem, Application, Appraisal, Body, Meeting, MeetingAttendee
from approvals.rules.authority import decider_of, may_decide
from approvals.rules.deliberation import FEWEST
from approvals.services.admission import KIND, office_clock
from approvals.services.initiation import EARLIEST, missing_texts
from approvals.states import State
from audit.acts import act
from audit.refusals import recording_refusals
from deadlines.clocks import start_clocks, stop_clocks
from deadlines.models import ClockKind
from organizations.clock import in_words, today
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.models import Account, Office, Person, Section, in_force
from organizations.roles import ADMIN_ROLES, Role
from organizations.scope import Standing, acting
from problems.acting import answered_before, give_receipt

Part = MeetingAttendee.Part
# Sees and comments, or administers: decides nothing in any post besides. Source: A3.
WITHOUT_VOTE = ADMIN_ROLES | {Role.DISCIPLINE_OBSERVER}
LOCAL = (Body.DIRECTORS, Body.COMMISSION, Body.COMMITTEE)
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class NewMeeting:
    """A sitting as it is called."""

    body: str
    title: str
    held_on: date
    chaired_by: str
    place: str = ""


@dataclass(frozen=True)
class Attendee:
    """Somebody at a meeting: a person known here, or a name with where they come from."""

    part: str
    person_id: int | None = None
    name: str = ""
    body: str = ""
    present: bool = True


def call_meeting(
    *, office_id: int, meeting: NewMeeting, attendees: Sequence[Attendee], actor: Account, key: str = ""
) -> Meeting:
    """Call a meeting of an office's deciding body, today, earlier or later.

    Raises:
        NotFound, NotAllowed: Not the actor's office.
        Invalid: Everything that does not fit, named together.

    Source: D7.
    """
    with recording_refusals(policies.CALL, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if office_id not in standing.office_ids | standing.lower_office_ids:
            raise NotFound
        if not policies.may_for(standing, policies.CALL, office_id=office_id, unit_id=None):
            raise policies.refusal(policies.CALL)
        subject = f"office:{office_id}"
        errors: Errors = {}
        if meeting.body not in LOCAL:
            errors["body"] = [_("Choose the body that meets. The superior office decides at its own place.")]
        missing_texts(
            errors,
            [
                ("title", meeting.title, _("Name the meeting, such as its number in the year.")),
                ("chaired_by", meeting.chaired_by, _("Name who chairs.")),
            ],
        )
        if not meeting.held_on >= EARLIEST or meeting.held_on.year > today().year + 1:
            errors["held_on"] = [_("The year is not plausible.")]
        people = _checked_attendees(office_id, attendees, errors)
        if errors:
            raise Invalid(errors=errors)
        with act(policies.CALL, actor=standing.facts(office_id=office_id)):
            Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=office_id)  # a double click waits
            known = answered_before(actor, key, policies.CALL, subject)
            if known is not None:
                return Meeting.objects.get(pk=known)
            row = Meeting(
                office_id=office_id,
                body=meeting.body,
                title=meeting.title.strip()[:120],
                held_on=meeting.held_on,
                place=meeting.place.strip()[:100],
                chaired_by=meeting.chaired_by.strip()[:40],
                recorded_by_id=standing.person_id,
            )
            row.save()
            _write_attendees(row, people)
            give_receipt(actor, key, policies.CALL, row.pk, subject)
        return row


def write_attendance(
    *,
    meeting_id: int,
    attendees: Sequence[Attendee],
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> Meeting:
    """Write who attends a meeting, in which part, and who is present; until the first result is recorded.

    Raises:
        Invalid: Fewer than three members, somebody twice, somebody unknown, a vote for who has none.
        MeetingClosed, WrongState: Minutes or results stand on the present list.
        NotFound, NotAllowed, Stale.

    Source: D7 (observers attend without vote).
    """
    with _on_meeting(meeting_id, policies.ATTENDANCE, actor, key, expected_version) as (row, _standing, known):
        if known:
            return row
        _require_open(row)
        if row.agenda.exclude(result="").exists():
            raise WrongState(_("Results stand on this list already, so who attended stays as it is."))
        errors: Errors = {}
        people = _checked_attendees(row.office_id, attendees, errors)
        if errors:
            raise Invalid(errors=errors)
        _write_attendees(row, people)
        row.version += 1
        row.save(update_fields=["version"])
        give_receipt(actor, key, policies.ATTENDANCE, row.pk, f"meeting:{row.pk}")
        return row


def close_meeting(
    *,
    meeting_id: int,
    minutes: str,
    actor: Account,
    minutes_number: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Meeting:
    """Close a meeting with its minutes; from then on neither they nor the results change.

    Raises:
        Invalid: No minutes, or a matter without result; each is named.
        MeetingClosed, WrongState: Closed already, or its day has not come.
        NotFound, NotAllowed, Stale.

    Source: D7.
    """
    with _on_meeting(meeting_id, policies.MINUTES, actor, key, expected_version) as (row, _standing, known):
        if known:
            return row
        _require_open(row)
        require_held(row)
        errors: Errors = {}
        missing_texts(errors, [("minutes", minutes, _("Write the minutes before closing."))])
        waiting = row.agenda.filter(taken_off_on=None, result="").select_related("application")
        open_items = [one.application.number or "" for one in waiting]
        if open_items:
            errors.setdefault("minutes", []).append(
                _("These matters have no result yet: %(numbers)s. Record it, or take them off the agenda.")
                % {"numbers": ", ".join(open_items)}
            )
        if errors:
            raise Invalid(errors=errors)
        row.minutes, row.minutes_number = minutes.strip(), minutes_number.strip()[:60]
        row.closed_on = today()
        row.version += 1
        row.save(update_fields=["minutes", "minutes_number", "closed_on", "version"])
        give_receipt(actor, key, policies.MINUTES, row.pk, f"meeting:{row.pk}")
        return row


def put_on_agenda(
    *, application_id: int, meeting_id: int, actor: Account, key: str = "", expected_version: int | None = None
) -> AgendaItem:
    """Put an appraised matter on the agenda of a meeting that may decide it.

    Raises:
        BeyondAuthority: The authority table gives it to another body; beyond this office it is routed up.
        Invalid: A view of the appraisal does not hold, or no such meeting.
        WrongState: This meeting has dealt with the matter already, such as by deferring it.
        MeetingClosed; NotFound, NotAllowed, Stale, WrongState: see ``acting_on``.

    Source: D7, D13.
    """
    with acting_on(
        application_id,
        policies.AGENDA,
        actor=actor,
        may=policies.requires(policies.AGENDA),
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return AgendaItem.objects.get(pk=now.known)
        application = now.application
        now.move("put_on_agenda")
        needed = decider_of(application, today()).body
        if needed == Body.SUPERIOR:
            raise BeyondAuthority(body=Body.SUPERIOR.label, next=_("Route it to the superior."))
        meeting = _locked(meeting_id, office_id=application.office_id)
        if meeting is None:
            raise Invalid(errors={"meeting": [_("Choose a meeting of this office.")]})
        _require_open(meeting)
        if meeting.agenda.filter(application=application, taken_off_on=None).exists():
            raise WrongState(
                _("%(meeting)s has dealt with this matter already. Put it on the agenda of another meeting."),
                meeting=meeting.title,
            )
        if application.admitted_on is not None and meeting.held_on < application.admitted_on:
            raise Invalid(
                errors={
                    "meeting": [
                        _("This meeting was held before the application was admitted on %(day)s. Choose a later one.")
                        % {"day": in_words(application.admitted_on)}
                    ]
                }
            )
        if not may_decide(meeting.body, needed):
            raise BeyondAuthority(body=Body(needed).label, next=_("Put it on the agenda of such a meeting."))
        failing = [one for one in application.appraisal.views.order_by("pk") if not one.holds]
        if failing:
            raise Invalid(
                errors={
                    "meeting": [
                        _("By the appraisal these do not hold: %(aspects)s. Return the matter, or appraise it again.")
                        % {"aspects": ", ".join(str(one.get_aspect_display()) for one in failing)}
                    ]
                }
            )
        last = meeting.agenda.order_by("-position").first()
        row = AgendaItem(meeting=meeting, application=application, position=(last.position if last else 0) + 1)
        row.save()
        now.save()
        now.receipt(row.pk)
        return row


def take_off_agenda(
    *, application_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Take a matter off the agenda, or out of a decision that is not issued yet; it is appraised and waits again.

    What a closed meeting recorded stays in its minutes; the matter then needs another meeting.

    Raises: Invalid without a reason; NotFound, NotAllowed, Stale, WrongState: see ``acting_on``.

    Source: D7.
    """
    with acting_on(
        application_id,
        policies.OFF_AGENDA,
        actor=actor,
        may=policies.requires(policies.OFF_AGENDA),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        leave_agenda(now.application)
        now.move("take_off_agenda")
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why it comes off the agenda.")]})
        wait_again(now)
        now.save()
        now.receipt(now.application.pk)
        return now.application


def find_procedure(
    *,
    application_id: int,
    sound: bool,
    finding: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> AgendaItem:
    """Record the supervision section's finding on the procedure of a matter; without it there is no result.

    Raises:
        NotAllowed: Not of the supervision section, or the person appraised the matter.
        Invalid: No words.
        MeetingClosed, WrongState; NotFound, Stale: see ``acting_on``.

    Source: D7 (the supervision section records a finding on procedure for each item).
    """
    with acting_on(
        application_id,
        policies.PROCEDURE,
        actor=actor,
        may=policies.requires(policies.PROCEDURE),
        reason=finding,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return AgendaItem.objects.get(pk=now.known)
        now.require(State.ON_AGENDA)
        item = open_item(now)
        supervision = Section.objects.filter(
            office_id=now.application.office_id, kind=Section.Kind.SUPERVISION
        ).order_by("pk")
        section = supervision.first()
        if not policies.in_section(now.standing, section, now.application.office_id):
            raise NotAllowed(
                _("The finding on procedure is recorded by %(section)s. Ask a colleague there."), section=str(section)
            )
        if appraised_by(now.application, now.standing.person_id):
            raise NotAllowed(_("You appraised this matter, so somebody else finds on its procedure."))
        if item.result:
            raise WrongState(_("The result of this matter stands on the finding already, so it stays."))
        if not finding.strip():
            raise Invalid(errors={"finding": [_("Say what the finding rests on.")]})
        item.procedure_sound, item.procedure_finding = sound, finding.strip()
        item.finding_by_id = now.standing.person_id
        item.save(update_fields=["procedure_sound", "procedure_finding", "finding_by"])
        now.save()
        now.receipt(item.pk)
        return item


def current_item(application: Application) -> AgendaItem | None:
    """The item under which the matter stands on an agenda, with its meeting."""
    rows = application.agenda_items.filter(taken_off_on=None).select_related("meeting").order_by("-pk")
    return rows.first()


def leave_agenda(application: Application) -> None:
    """Inside the open act, before the move: a matter that goes another way comes off the agenda it stands on, so that
    the meeting can close without it. What closed minutes say stays."""
    item = current_item(application) if application.state == State.ON_AGENDA else None
    meeting = _locked(item.meeting_id) if item is not None else None
    if item is not None and meeting is not None and meeting.closed_on is None:
        item.taken_off_on = today()
        item.save(update_fields=["taken_off_on"])


def appraised_by(application: Application, person_id: int) -> bool:
    """Whether this person examined the matter, also where somebody wrote the appraisal again since."""
    return Appraisal.history.filter(application_id=application.pk, recorded_by_id=person_id).exists()


def found_on_procedure_by(application: Application, person_id: int) -> bool:
    """Whether this person ever recorded a finding on the procedure of the matter."""
    return AgendaItem.history.filter(application_id=application.pk, finding_by_id=person_id).exists()


def require_held(meeting: Meeting) -> None:
    """Raise WrongState before the day of the meeting."""
    if meeting.held_on > today():
        raise WrongState(
            _("%(meeting)s is held on %(day)s. Results and minutes are written from that day on."),
            meeting=meeting.title,
            day=in_words(meeting.held_on),
        )


def voters(meeting: Meeting, recused: Sequence[Mapping[str, Any]] = ()) -> list[MeetingAttendee]:
    """Members present who have not withdrawn from the matter."""
    gone = {one["attendee"] for one in recused}
    rows = meeting.attendees.filter(part=Part.MEMBER, present=True).order_by("pk")
    return [one for one in rows if one.pk not in gone]


def is_observed(meeting: Meeting) -> bool:
    """Whether an observer is present; where none is, it is said but decides nothing. Source: D7."""
    return meeting.attendees.filter(part=Part.OBSERVER, present=True).exists()


def open_item(now: Acting) -> AgendaItem:
    """The item of the matter with its meeting locked. Raises MeetingClosed."""
    found = current_item(now.application)
    if found is None:
        raise WrongState(_("This matter is on no agenda. Put it on one first."))
    meeting = _locked(found.meeting_id)
    assert meeting is not None  # noqa: S101 - a foreign key
    _require_open(meeting)
    found = AgendaItem.objects.select_for_update(no_key=True, of=("self",)).select_related("meeting").get(pk=found.pk)
    return found


def wait_again(now: Acting) -> None:
    """The matter waits for another meeting: its clock runs again."""
    application, day = now.application, today()
    stop_clocks(application.pk, ClockKind.DELIBERATION, ClockKind.ISSUE_REPLY, on=day, subject_kind=KIND)
    start_clocks([office_clock(application, ClockKind.DELIBERATION)])


def _locked(meeting_id: int, *, office_id: int | None = None) -> Meeting | None:
    rows = Meeting.objects.select_for_update(no_key=True).filter(pk=meeting_id)
    if office_id is not None:
        rows = rows.filter(office_id=office_id)
    return rows.first()


def _require_open(meeting: Meeting) -> None:
    if meeting.closed_on is not None:
        raise MeetingClosed(meeting=meeting.title, day=in_words(meeting.closed_on))


@contextmanager
def _on_meeting(
    meeting_id: int, name: str, actor: Account, key: str, expected_version: int | None
) -> Iterator[tuple[Meeting, Standing, bool]]:
    """One transaction around an act on a meeting; yields it locked, the standing, and whether the form was sent before.

    Raises: NotFound, NotAllowed, Stale.
    """
    with recording_refusals(name, account=actor, object_kind="meeting", object_id=meeting_id):
        standing = acting(actor)
        seen = policies.visible_meetings(standing).filter(pk=meeting_id).first()
        if seen is None:
            raise NotFound
        if not policies.may_for(standing, name, office_id=seen.office_id, unit_id=None):
            raise policies.refusal(name)
        with act(name, actor=standing.facts(office_id=seen.office_id)):
            row = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
            known = answered_before(actor, key, name, f"meeting:{meeting_id}") is not None
            if not known and expected_version is not None and expected_version != row.version:
                raise Stale
            yield row, standing, known


def _checked_attendees(office_id: int, attendees: Sequence[Attendee], errors: Errors) -> list[MeetingAttendee]:
    roles: dict[int, set[str]] = {}
    for person_id, role in _appointed(office_id).values_list("person_id", "role"):
        roles.setdefault(person_id, set()).add(role)
    people = {
        one.pk: one
        for one in Person.objects.filter(pk__in=[one.person_id for one in attendees if one.person_id]).filter(
            appointments__in=_appointed(office_id)
        )
    }
    found: list[MeetingAttendee] = []
    seen: set[Any] = set()  # a person known here is one, from whatever body
    for one in attendees:
        if one.person_id and one.person_id not in people:
            errors["attendees"] = [_("Choose people who hold a post in this office, or write the name.")]
            continue
        name = people[one.person_id].name if one.person_id else one.name.strip()[:40]
        if not name or one.part not in Part.values:
            errors.setdefault("attendees", []).append(_("Give each attendee a name and a part."))
            continue
        if one.part == Part.MEMBER and one.person_id and roles[one.person_id] & WITHOUT_VOTE:
            errors.setdefault("attendees", []).append(
                _("%(name)s decides nothing in this office. List them as observer, without vote.") % {"name": name}
            )
        who = (name, one.body.strip()[:100])
        if who in seen or one.person_id in seen:
            errors.setdefault("attendees", []).append(_("%(name)s is listed twice.") % {"name": name})
        seen |= {who, one.person_id} if one.person_id else {who}
        found.append(
            MeetingAttendee(person_id=one.person_id or None, name=name, body=who[1], part=one.part, present=one.present)
        )
    if sum(1 for one in found if one.part == Part.MEMBER) < FEWEST:
        errors.setdefault("attendees", []).append(_("Name three members who vote, at least: fewer are no meeting."))
    return found


def _appointed(office_id: int) -> Any:
    from organizations.models import Appointment

    return Appointment.objects.filter(in_force(today()), office_id=office_id)


def _write_attendees(meeting: Meeting, wanted: Sequence[MeetingAttendee]) -> None:
    """Bring the list to what is wanted. Nothing is deleted: who no longer attends is marked absent."""
    known = {(one.name, one.body): one for one in meeting.attendees.all()}
    for one in wanted:
        row = known.pop((one.name, one.body), None)
        if row is None:
            one.meeting = meeting
            one.save()
        elif (row.part, row.present, row.person_id) != (one.part, one.present, one.person_id):
            row.part, row.present, row.person_id = one.part, one.present, one.person_id
            row.save(update_fields=["part", "present", "person"])
    for row in known.values():
        if row.present:
            row.present = False
            row.save(update_fields=["present"])
