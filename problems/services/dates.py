"""The dates of an entry: what caps them, what a decided day has to be, and what moves when the deadline moves. B6.

Required by a superior or the source caps plan and extensions; going beyond it takes that body's recorded consent, and
the required date itself only ever becomes known or earlier (``source_facts``). The deadline is the latest decided date
(decided.md).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.sets import update_with_history
from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from deadlines.moves import reschedule
from organizations.clock import in_words, today
from organizations.errors import Invalid, WrongState
from organizations.models import Account
from problems import policies
from problems.acting import acting_on, ask_first, repeatable, require_state
from problems.models import AbsorptionStep, Milestone, Problem, RectificationPlan, RequiredConsent
from problems.services.evidence import NewFile, add_evidence, keep_all

LAST_YEAR = 2100  # of any date that people enter; later ones are slips of the hand


def cap_of(problem: Problem) -> date | None:
    """The latest day that plan, deadline and extensions may reach; None where nothing caps them.

    The date required, or the one to which the body that required it has consented last. After a relapse the date once
    required was met by the first closing and caps nothing (our choice, as in ``verification``).
    """
    if problem.required_on is None or problem.relapses:
        return None
    consented = problem.required_consents.order_by("-until_on").values_list("until_on", flat=True).first()
    return max(consented, problem.required_on) if consented else problem.required_on


def required_by(problem: Problem) -> str:
    """Who requires the date: the body named with it, else where the problem came from."""
    return problem.required_by or problem.sub_source or problem.source.name


def is_beyond(problem: Problem) -> bool:
    """Whether the decided deadline lies after what caps it: the required date became known, or earlier, afterwards."""
    cap = cap_of(problem)
    return cap is not None and problem.deadline_on is not None and problem.deadline_on > cap


def follow_required(problem: Problem, day: date) -> None:
    """Let the office's clock run while the deadline lies beyond the required date, inside the open act.

    Nothing moves the deadline by itself: the clock colours the light until the body's consent is recorded.
    """
    running = Clock.objects.filter(
        subject_kind="problem", subject_id=problem.pk, kind=ClockKind.REQUIRED_DATE, stopped_on=None
    ).exists()
    if is_beyond(problem) and not running:
        start_clocks([required_clock(problem, day)])
    elif running and not is_beyond(problem):
        stop_clocks(problem.pk, ClockKind.REQUIRED_DATE, on=day)


def required_clock(problem: Problem, day: date) -> NewClock:
    """The clock of an entry whose deadline lies beyond the required date."""
    return NewClock(
        subject_id=problem.pk,
        kind=ClockKind.REQUIRED_DATE,
        holder=Clock.Holder.OFFICE,
        office_id=problem.office_id,
        unit_id=problem.unit_id,
        started_on=day,
    )


def day_errors(day: date, calendar: WorkingCalendar, *, cap: date | None = None, capped_by: str = "") -> list[Any]:
    """What is wrong with a day that somebody decides or promises: implausible, past, a rest day, beyond the cap.

    Args:
        cap: As ``cap_of`` says.
        capped_by: Who required it, for the sentence.
    """
    errors: list[Any] = []
    if day.year > LAST_YEAR:
        return [_("The year of this date is not plausible.")]
    if day <= today():
        errors.append(_("%(day)s does not lie after today. Choose a later day.") % {"day": in_words(day)})
    elif not calendar.is_working(day):
        errors.append(
            _("%(day)s is a rest day. The next working day is %(next)s.")
            % {"day": in_words(day), "next": in_words(calendar.next_working(day))}
        )
    if cap is not None and day > cap:
        errors.append(
            _("%(body)s requires %(day)s at the latest. Record its consent to a later date first.")
            % {"body": capped_by, "day": in_words(cap)}
        )
    return errors


@repeatable(RequiredConsent)
def record_required_consent(
    *,
    problem_id: int,
    body: str,
    document: str,
    consented_on: date,
    until_on: date,
    actor: Account,
    files: Sequence[NewFile] = (),
    key: str = "",
    expected_version: int | None = None,
) -> RequiredConsent:
    """Record that the body which required a date consents to a later one. It moves no date; it lifts the cap.

    Args:
        body: Who consented; empty for the body that requires the date.
        document: Number or title of its document.
        consented_on: Day of the document, today or earlier.
        until_on: The day to which it consents, later than what caps the entry now.
        files: The document itself, at least one file.

    Raises:
        WrongState: The entry is not open, or no date is required of it.
        Invalid: A field is missing or does not fit.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: B6.
    """
    act = "problem.record_required_consent"
    may = policies.requires(act)
    if files:
        ask_first(problem_id, act, actor=actor, may=may)
    kept = keep_all(files)
    with acting_on(problem_id, act, actor=actor, may=may, expected_version=expected_version, key=key) as now:
        problem, day = now.problem, today()
        require_state("record_required_consent", problem)
        cap = cap_of(problem)
        if cap is None:
            raise WrongState(_("No date is required of this entry, so no consent is needed to go beyond it."))
        errors: dict[str, list[Any]] = {}
        if not document.strip():
            errors["document"] = [_("Name the document in which the body consented.")]
        if consented_on > day:
            errors["consented_on"] = [_("This day lies in the future. Enter today or an earlier day.")]
        if until_on.year > LAST_YEAR:
            errors["until_on"] = [_("The year of this date is not plausible.")]
        elif until_on <= cap:
            errors["until_on"] = [
                _("%(day)s is allowed already. Enter the later day that the document names.") % {"day": in_words(cap)}
            ]
        if not kept:
            errors["files"] = [_("Attach the document of the consent.")]
        if errors:
            raise Invalid(errors=errors)
        consent = RequiredConsent(
            problem=problem,
            body=body.strip() or required_by(problem),
            document=document.strip(),
            consented_on=consented_on,
            until_on=until_on,
            recorded_on=day,
            recorded_by_id=now.standing.person_id,
        )
        consent.save()
        add_evidence(now, kept, consent=consent)
        follow_required(problem, day)
        now.save()
        return now.made(consent)


def move_deadline(problem: Problem, before: date, calendar: WorkingCalendar | None = None) -> None:
    """Move what hangs on the deadline, after ``problem`` has got its new one, inside the open act.

    The clock of the rectification gets the new day. Milestones and steps of the absorption plan still ahead keep
    their distance in working days from the deadline, from which they were counted back; missed ones stay missed.

    Args:
        before: The deadline until now.
    """
    calendar, after = calendar or load_calendar(), problem.deadline_on
    due: dict[tuple[str, int | None], date] = {(ClockKind.RECTIFICATION, None): after}
    for model, kind in ((Milestone, ClockKind.MILESTONE), (AbsorptionStep, ClockKind.ABSORPTION)):
        rows = points_ahead(model, problem, before)
        for row in rows:
            row.days_back = calendar.between(row.due_on, before)
            row.due_on = calendar.add(after, -row.days_back) if row.days_back else after
        update_with_history(model, rows, ["due_on", "days_back"])
        if model is Milestone:
            due |= {(kind, row.pk): row.due_on for row in rows}
    reschedule(problem.pk, due, calendar=calendar)


def points_ahead(model: Any, problem: Problem, deadline: date, *, since: date | None = None) -> list[Any]:
    """Milestones or absorption steps of the approved plan that lie ahead, or on the deadline itself, locked.

    Args:
        since: The day from which they count as ahead; today when None.
    """
    since = since or today()
    rows = model.objects.select_for_update(no_key=True, of=("self",)).filter(
        plan__problem=problem, plan__status=RectificationPlan.Status.APPROVED
    )
    if model is Milestone:
        rows = rows.filter(reached_on=None)
    return [row for row in rows.order_by("pk") if row.due_on >= since or row.due_on == deadline]
