"""Deciding on admission: what the gate answers is what happens. Source: D4, H1, B03."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from approvals import papers, policies
from approvals.acting import Acting, acting_on
from approvals.errors import StillBlocked, UnitGone
from approvals.gate.asking import ask_for, marks_of
from approvals.models import Application, GateSheet, Outcome, PreReview
from approvals.services.examination import examine
from approvals.states import State
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
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
    """Take up a paused application again once the gate admits it; it waits for its admission as if newly reviewed.

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
        answer = ask_for(now.application)
        if answer.outcome != Outcome.ADMITTED:
            raise StillBlocked(outcome=answer.outcome.label, what=what_blocks(answer.answer))
        now.move("revive")
        now.save()
        start_clocks([office_clock(now.application, ClockKind.ADMISSION)])
        now.receipt(now.application.pk)
        return now.application


def cured_applications() -> list[int]:
    """Paused applications that the gate would admit now. Asked are those at whose units something changed since they
    were paused, and on a new day all, because decisions end with their day."""
    paused = (
        Application.objects.filter(state=State.PAUSED)
        .select_related("unit__office", "unit__competent_department", "kind", "sheet")
        .order_by("pk")
    )
    found = []
    for one in paused:
        sheet = one.sheet
        if sheet and sheet.made_on == today() and marks_of(int(unit) for unit in sheet.marks) == sheet.marks:
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
    """The opinions of the present round, in the order in which they are listed."""
    rows = list(
        application.pre_reviews.filter(dropped_on=None)
        .select_related("section", "given_by")
        .order_by(F("round").desc(), "pk")
    )
    return [one for one in rows if one.round == rows[0].round]


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
