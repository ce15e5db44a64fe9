"""Deciding on admission: what the gate answers is what happens. Source: D4, H1, B03."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import papers, policies
from approvals.acting import Acting, acting_on
from approvals.errors import StillBlocked, UnitGone
from approvals.gate.asking import Answer, ask_for, marks_of, unconfirmed_cures
from approvals.models import Application, GateException, GateRule, GateSheet, Outcome, PreReview
from approvals.services.examination import examine
from approvals.states import State
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from deadlines.moves import moved_by
from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account

KIND = "application"  # of the clocks
MOVE = {Outcome.ADMITTED: "accept", Outcome.PAUSED: "pause", Outcome.REFUSED: "refuse"}


def decide_admission(
    *, application_id: int, actor: Account, note: str = "", key: str = "", expected_version: int | None = None
) -> Application:
    """Examine a reviewed application at the gate and accept, pause or refuse it as the gate answers.

    Nobody chooses the outcome: the sheet does, and a notice with its number goes to the unit. A way round is a recorded
    collective decision (``exceptions``), never a switch.

    Args:
        note: Why it is accepted although a reviewer objects or misses something; such an acceptance takes a section
            chief or leader.

    Raises:
        Invalid: Admitted by the gate over such an opinion, and no note or not by a section chief or leader.
        UnitGone: The unit was merged or abolished meanwhile.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: D4, D5, H1, B03.
    """
    with acting_on(
        application_id,
        policies.ADMIT,
        actor=actor,
        may=policies.requires(policies.ADMIT),
        reason=note,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        application, day = now.application, today()
        if application.unit.valid_until is not None and application.unit.valid_until < day:
            raise UnitGone(unit=application.unit.name)
        _from(now, State.REVIEWED, "accept")
        sheet = examine(now, purpose=GateSheet.Purpose.ADMISSION)
        outcome = Outcome(sheet.outcome)
        if outcome == Outcome.ADMITTED:
            _answer_objections(now, note)
        now.move(MOVE[outcome])
        application.admitted_on = day
        if outcome == Outcome.REFUSED:
            application.ended_on, application.end_reason = day, "不予受理"
        now.save("sheet", "admitted_on", "ended_on", "end_reason")
        stop_clocks(application.pk, ClockKind.ADMISSION, on=day, subject_kind=KIND)
        if outcome == Outcome.ADMITTED:
            start_clocks([office_clock(application, ClockKind.INITIATION)])
        paper = papers.issue_sheet(application.office, sheet, examiner=now.standing.account.person.name)
        papers.issue_notice(application, sheet, paper)
        now.receipt(application.pk)
        return application


def revive(*, application_id: int, actor: Account, key: str = "", expected_version: int | None = None) -> Application:
    """Take up a paused application again once the gate admits it; it waits for its admission as if newly reviewed, and
    the day of its decision moves by the working days for which it was paused.

    Raises:
        StillBlocked: The gate does not admit it yet; the sentence says what stands in the way.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: D4 (paused revives when cured).
    """
    with acting_on(
        application_id,
        policies.REVIVE,
        actor=actor,
        may=policies.requires(policies.REVIVE),
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        _from(now, State.PAUSED, "revive")
        answer = take_up(now)
        if answer.outcome != Outcome.ADMITTED:
            raise StillBlocked(outcome=answer.outcome.label, what=what_blocks(answer.answer))
        now.save("due_on")
        now.receipt(now.application.pk)
        return now.application


def take_up(now: Acting) -> Answer:
    """Let a paused application wait for its admission again where the gate admits it now; answers what the gate says.

    The day of its decision moves by the working days for which it was paused. Save the application afterwards, with
    ``due_on``.
    """
    answer = ask_for(now.application)
    if answer.outcome == Outcome.ADMITTED:
        now.move("revive")
        calendar, paused_on, due_on = load_calendar(), now.application.admitted_on, now.application.due_on
        if paused_on and due_on:  # the time limit stood still
            now.application.due_on = moved_by(due_on, paused_on, today(), calendar, natural=False)
        start_clocks([office_clock(now.application, ClockKind.ADMISSION)], calendar=calendar)
    return answer


def cured_applications() -> list[int]:
    """Paused applications that the gate would admit now. Asked are those at whose units something changed since they
    were paused or an exception was recorded, and on a new day or with new rules all, because decisions end with their
    day."""
    paused = (
        Application.objects.filter(state=State.PAUSED)
        .select_related("unit__office", "unit__competent_department", "kind", "sheet")
        .order_by("pk")
    )
    excepted = set(GateException.objects.filter(recorded_on=today()).values_list("unit_id", flat=True))
    same_rules = not GateRule.objects.filter(valid_from=today()).exists()
    found = []
    for one in paused:
        sheet = one.sheet
        same_day = sheet is not None and sheet.made_on == today() and same_rules and one.unit_id not in excepted
        if same_day and sheet and marks_of(int(unit) for unit in sheet.marks) == sheet.marks:
            continue
        if ask_for(one).outcome == Outcome.ADMITTED:
            found.append(one.pk)
    return found


def office_clock(application: Application, kind: str, *, item_id: int | None = None, **more: Any) -> NewClock:
    """A clock of the office on an application, starting today."""
    return NewClock(
        subject_kind=KIND,
        subject_id=application.pk,
        kind=kind,
        holder=Clock.Holder.OFFICE,
        office_id=application.office_id,
        unit_id=application.unit_id,
        started_on=today(),
        item_id=item_id,
        **more,
    )


def what_blocks(answer: dict[str, Any]) -> str:
    """The numbers of the entries, or the grounds, in a few words for a sentence."""
    from approvals.models import Ground

    words = [one.get("number") or str(Ground(one["ground"]).label) for one in answer["blocking"]]
    return ", ".join(dict.fromkeys(words))


def current_reviews(application: Application) -> list[PreReview]:
    """The opinions of the present round, in the order in which they are listed: of each subject the latest, since the
    supervision section may have looked at the cures of a paused application again."""
    rows = list(application.pre_reviews.select_related("section", "given_by").order_by("round", "pk"))
    began = max((one.round for one in rows if one.capacity != PreReview.Capacity.SUPERVISION), default=0)
    latest = {one.capacity: one for one in rows if one.round >= began and one.dropped_on is None}
    return list(latest.values())


def reviews_waiting(application: Application) -> list[PreReview]:
    """The opinions that the application waits for: those not given; while it is paused that of the supervision section
    on cures which it has not confirmed."""
    if application.state == State.PAUSED:
        if not unconfirmed_cures(application):
            return []
        return [one for one in current_reviews(application) if one.capacity == PreReview.Capacity.SUPERVISION]
    return [one for one in current_reviews(application) if not one.opinion]


def _answer_objections(now: Acting, note: str) -> None:
    """Who accepts over an objection, or over something that a reviewer misses, decides such things and says why. D5."""
    found = current_reviews(now.application)
    objecting = [one for one in found if one.opinion == PreReview.Opinion.OBJECT]
    missing = [one for one in found if one.opinion == PreReview.Opinion.COMPLETE]
    if not (objecting or missing):
        return
    names = ", ".join(str(one.get_capacity_display()) for one in objecting or missing)
    if not now.standing.roles_in_office(now.application.office_id) & policies.OFFICE_DECIDERS:
        sentence = (
            _("A reviewer objects (%(names)s). A section chief or leader decides, and says why.")
            if objecting
            else _(
                "A reviewer misses something (%(names)s). Return the application for completion, or a section chief or"
                " leader decides, and says why."
            )
        )
        raise Invalid(errors={"note": [sentence % {"names": names}]})
    if not note.strip():
        sentence = (
            _("Say why it is accepted although a reviewer objects (%(names)s).")
            if objecting
            else _("Say why it is accepted although a reviewer misses something (%(names)s).")
        )
        raise Invalid(errors={"note": [sentence % {"names": names}]})


def _from(now: Acting, state: str, move: str) -> None:
    """Raise WrongState before anything is read where the application does not stand in ``state``."""
    if now.application.state != state:
        now.move(move)
