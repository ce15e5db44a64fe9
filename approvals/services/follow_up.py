"""监管台账: tasks that come with an approval, closed on evidence. What is not carried out gets a letter, then an entry
of the ledger, which the gate sees. Source: D9."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from approvals import papers, policies
from approvals.acting import Acting, acting_on, keep_for
from approvals.errors import TaskClosed
from approvals.models import Application, ApplicationPerson, Counts, Decision, FollowUpTask, TaskFile
from approvals.rules.follow_up import NewTask
from approvals.services.admission import KIND
from approvals.services.decision import LATEST_TASK_YEARS, task_clock
from approvals.services.effects import book_people
from approvals.services.initiation import EARLIEST, lead_section, of_the_lead
from approvals.states import State
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from documents.files import stored_row
from organizations.clock import in_words, today
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account
from organizations.scope import Standing
from problems.acting import KeyUsed
from problems.models import Source, ViolationType
from problems.services.intake import NewEntry, register_problem
from problems.services.rectification import NewFile
from staffing.models import PostKind

CHECK_DAYS = 5  # working days for the office to check a report; our choice
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class PersonDay:
    """What became of one of the people of an application: the day of entering or leaving, or why it fell away."""

    person_id: int
    on: date | None = None
    fell_away: str = ""


@dataclass
class OnTask:
    """An open act on a task: the application locked first, then the task."""

    now: Acting
    task: FollowUpTask

    @property
    def known(self) -> bool:
        return self.now.known is not None


def add_task(*, application_id: int, task: NewTask, actor: Account, key: str = "") -> FollowUpTask:
    """Add a dated task to the follow-up of an approved application.

    Raises:
        Invalid: No words, an unknown subject, a day that is not after today.
        WrongState: The application is not being carried out.
        NotFound, NotAllowed: See ``acting_on``; the lead section follows up (谁审批、谁负责).

    Source: D9.
    """
    with acting_on(application_id, policies.ADD_TASK, actor=actor, may=of_the_lead(policies.ADD_TASK), key=key) as now:
        if now.known is not None:
            return FollowUpTask.objects.get(pk=now.known)
        now.require(State.IMPLEMENTING)
        errors: Errors = {}
        if task.subject not in FollowUpTask.Subject.values:
            errors["subject"] = [_("Choose the subject of the task.")]
        if not task.text.strip():
            errors["text"] = [_("Say what has to be done.")]
        if not today() < task.due_on or task.due_on.year > today().year + LATEST_TASK_YEARS:
            errors["due_on"] = [_("Enter a day after today, within five years.")]
        if errors:
            raise Invalid(errors=errors)
        row = FollowUpTask(
            application=now.application,
            subject=task.subject,
            text=task.text.strip()[:300],
            section=lead_section(now.application),
            due_on=task.due_on,
        )
        row.save()
        start_clocks([task_clock(now.application, row)])
        now.receipt(row.pk)
        return row


def report_task(
    *,
    task_id: int,
    text: str,
    actor: Account,
    files: Sequence[NewFile] = (),
    people: Sequence[PersonDay] = (),
    key: str = "",
) -> FollowUpTask:
    """Report for the unit that a task is done, with evidence; the office checks it next.

    Args:
        people: For the task of the real-name register of an application that names people: what became of each.

    Raises:
        Invalid: No words or no evidence; a file that is not taken; people left out, or days that do not fit.
        WrongState: A report waits for its check.
        TaskClosed; NotFound, NotAllowed: See ``acting_on``.

    Source: D9 (closed on evidence).
    """
    application_id = _application_of(task_id)
    kept = keep_for(application_id, policies.REPORT_TASK, files, actor, "files") if files else []
    with _on_task(task_id, policies.REPORT_TASK, actor, key, reason=text) as on:
        now, task = on.now, on.task
        if on.known:
            return task
        if task.reported_on is not None:
            raise WrongState(_("The unit has reported. Check what it reports first."))
        errors: Errors = {}
        if not text.strip():
            errors["text"] = [_("Say what was done.")]
        if not kept and not task.files.exists():
            errors["files"] = [_("Attach evidence: a task is closed on evidence.")]
        became = _what_became(task, people, errors)
        if errors:
            raise Invalid(errors=errors)
        for person in became:
            person.save(update_fields=["came_true_on", "fell_away"])
        task.reported, task.reported_on, task.reported_by_id = text.strip(), today(), now.standing.person_id
        task.save(update_fields=["reported", "reported_on", "reported_by"])
        for given, stored in kept:
            TaskFile(
                task=task,
                stored=stored_row(stored),
                name=given.name,
                added_on=today(),
                added_by_id=now.standing.person_id,
            ).save()
        stop_clocks(now.application.pk, ClockKind.FOLLOW_UP, on=today(), item_id=task.pk, subject_kind=KIND)
        start_clocks([_check_clock(now, task)])
        now.receipt(task.pk)
        return task


def check_task(*, task_id: int, fulfilled: bool, finding: str, actor: Account, key: str = "") -> FollowUpTask:
    """Check what the unit reported: the task is closed by the finding, or goes back to the unit. With the last task
    closed the application is carried out.

    Closing the task of the real-name register books the people of the application on the roster, each on the day that
    the unit reported, and uses up the posts that a plan has committed.

    Raises:
        NotAllowed: Not of the lead section, or the person reported it.
        Invalid: No finding, or nothing reported yet, or the staffing register refuses one of the people.
        TaskClosed; NotFound: See ``acting_on``.

    Source: D9 (谁审批、谁负责).
    """
    with _on_task(task_id, policies.CHECK_TASK, actor, key, reason=finding, lead=True) as on:
        now, task = on.now, on.task
        if on.known:
            return task
        if task.reported_by_id == now.standing.person_id:
            raise NotAllowed(_("You reported on this task, so somebody else checks it."))
        if not finding.strip():
            raise Invalid(errors={"finding": [_("Say what was found.")]})
        if task.reported_on is None:
            raise Invalid(errors={"fulfilled": [_("The unit has not reported yet; a task is closed on evidence.")]})
        people = unsettled(task) if fulfilled else []
        if unsaid := [one.name for one in people if one.came_true_on is None and not one.fell_away]:
            names = str(pgettext("between names", ", ")).join(unsaid)
            sentence = _("The unit has not said what became of: %(names)s. Send the task back, asking for it.")
            raise Invalid(errors={"fulfilled": [sentence % {"names": names}]})
        day = today()
        task.finding = finding.strip()
        stop_clocks(now.application.pk, ClockKind.FOLLOW_UP, on=day, item_id=task.pk, subject_kind=KIND)
        if fulfilled:
            task.closed_on, task.closed_by_id = day, now.standing.person_id
            task.save(update_fields=["finding", "closed_on", "closed_by"])
            if people:
                decision = Decision.objects.select_related("document").get(application=now.application)
                book_people(now, document=decision.document.number if decision.document else str(now.application))
            _complete(now)
        else:
            task.reported_on = None
            task.save(update_fields=["finding", "reported_on"])
            start_clocks([task_clock(now.application, task)])
        now.receipt(task.pk)
        return task


def issue_letter(*, task_id: int, demand: str, answer_by: date, actor: Account, key: str = "") -> FollowUpTask:
    """Issue the supervision letter on a task that is overdue or was found not carried out.

    Raises:
        WrongState: The task is neither overdue nor found wanting, or a letter is out and its day has not passed.
        Invalid: No demand, or a day that is not after today; no official paper on a provisional date.
        TaskClosed; NotFound, NotAllowed: See ``acting_on``.

    Source: D9.
    """
    with _on_task(task_id, policies.LETTER, actor, key, reason=demand) as on:
        now, task = on.now, on.task
        if on.known:
            return task
        day, calendar = today(), load_calendar()
        if task.due_on >= day and not task.finding:
            raise WrongState(
                _("This task is due on %(day)s. A letter is issued once that has passed, or a check found it wanting."),
                day=in_words(task.due_on),
            )
        if task.reported_on is not None:
            raise WrongState(_("The unit has reported. Check what it reports first."))
        out = answer_day(task)
        if out is not None and out >= day:
            raise WrongState(_("A letter is out and asks for an answer by %(day)s."), day=in_words(out))
        errors: Errors = {}
        if not demand.strip():
            errors["demand"] = [_("Say what is demanded.")]
        if not day < answer_by or answer_by.year > day.year + 1:
            errors["answer_by"] = [_("Enter a day after today, by the end of next year.")]
        elif calendar.is_provisional(answer_by):
            errors["answer_by"] = [_("The calendar of that year is not loaded; a paper names no provisional date.")]
        if errors:
            raise Invalid(errors=errors)
        decision = Decision.objects.filter(application=now.application).select_related("document").first()
        stop_clocks(
            now.application.pk, ClockKind.FOLLOW_UP, on=day, item_id=task.pk, subject_kind=KIND,
            outcome=Clock.Outcome.CANCELLED,
        )  # fmt: skip
        start_clocks([task_clock(now.application, task, due_on=answer_by)], calendar=calendar)
        task.letter = papers.issue_supervision_letter(
            now.application, task, decision.document if decision else None, demand=demand, answer_by=answer_by
        )
        task.letter_on = day
        task.save(update_fields=["letter", "letter_on"])
        now.receipt(task.pk)
        return task


def enter_problem(*, task_id: int, facts: str, actor: Account, key: str = "") -> FollowUpTask:
    """Enter in the ledger what was not carried out although a letter asked for it; the gate sees the entry at once.

    It goes into the ledger of the unit's own office, by a person of that office.

    Raises:
        WrongState: No letter is out, or its day has not passed, or the task is in the ledger already.
        Invalid: No facts.
        TaskClosed; NotFound, NotAllowed: See ``acting_on``.

    Source: D9 (gets a supervision letter, then becomes a ledger entry, and then gates later applications).
    """
    with _on_task(task_id, policies.TASK_ENTRY, actor, key, reason=facts, may=_of_the_ledger) as on:
        now, task = on.now, on.task
        if on.known:
            return task
        application, out = now.application, answer_day(task)
        if task.problem_id is not None:
            raise WrongState(_("What was not carried out is in the ledger already."))
        if out is None:
            raise WrongState(_("A supervision letter comes first."))
        if out >= today() or task.reported_on is not None:
            raise WrongState(
                _("The letter asks for an answer by %(day)s. Wait for it, and check it."), day=in_words(out)
            )
        if not facts.strip():
            raise Invalid(errors={"facts": [_("Say what was not carried out.")]})
        decision = Decision.objects.filter(application=application).select_related("document").first()
        reply = decision.document.number if decision and decision.document else ""
        problem = register_problem(
            office_id=application.unit.office_id,
            entry=NewEntry(
                unit_id=application.unit_id,
                violation_type_id=ViolationType.objects.get(code="decision_not_carried_out").pk,
                source_id=Source.objects.get(code="approval_follow_up").pk,
                facts=facts.strip(),
                found_on=today(),
                source_document=", ".join(one for one in (reply, task.letter.number if task.letter else "") if one),
            ),
            actor=actor,
        )
        task.problem = problem
        task.save(update_fields=["problem"])
        now.receipt(task.pk)
        return task


def unsettled(task: FollowUpTask) -> list[ApplicationPerson]:
    """The people whom the closing of this task books: those of an application that names people, not booked yet."""
    if task.subject != FollowUpTask.Subject.REAL_NAME or task.application.kind.counts != Counts.PEOPLE:
        return []
    return list(task.application.people.filter(struck_on=None, post=None).order_by("pk"))


def _what_became(task: FollowUpTask, people: Sequence[PersonDay], errors: Errors) -> list[ApplicationPerson]:
    """The people with what became of them; what is wrong goes into ``errors``."""
    rows, said = unsettled(task), {one.person_id: one for one in people}
    wrong: list[Any] = []
    if set(said) - {one.pk for one in rows}:
        wrong.append(_("Choose people of this application who are not booked yet."))
    came: dict[str, int] = defaultdict(int)
    for one in rows:
        given = said.get(one.pk, PersonDay(one.pk, one.came_true_on, one.fell_away))
        words = {"name": one.name}
        if bool(given.on) == bool(given.fell_away.strip()):
            wrong.append(_("%(name)s: enter the day of entering or leaving, or why it did not come about.") % words)
        elif given.on is not None and not EARLIEST <= given.on <= today():
            wrong.append(_("%(name)s: this day lies in the future or is not plausible. Enter the real day.") % words)
        one.came_true_on, one.fell_away = given.on, given.fell_away.strip()[:200]
        came[one.post_kind] += given.on is not None
    booked = task.application.people.filter(struck_on=None, post__isnull=False)
    for kind in booked.values_list("post_kind", flat=True):
        came[kind] += 1
    if rows:
        for kind, number in _approved_people(task.application).items():
            if came[kind] > number:
                wrong.append(
                    _("%(kind)s: %(number)d were approved, %(came)d are reported. Name those for whom it fell away.")
                    % {"kind": str(PostKind.objects.get(code=kind)), "number": number, "came": came[kind]}
                )
    if wrong:
        errors["people"] = wrong
    return rows


def _approved_people(application: Application) -> dict[str, int]:
    approved: dict[str, int] = defaultdict(int)
    for item in application.items.filter(struck_on=None).exclude(post_kind=""):
        approved[item.post_kind] += abs(item.amount if item.approved_amount is None else item.approved_amount)
    return approved


def answer_day(task: FollowUpTask) -> date | None:
    """The day by which the letter that is out asks for an answer."""
    if task.letter is None:
        return None
    return date.fromisoformat(task.letter.wording["facts"]["answer_by"])


def _of_the_ledger(standing: Standing, application: Application) -> None:
    """The entry belongs to the ledger of the unit's own office, whoever approved the matter."""
    if not policies.may_for(standing, policies.TASK_ENTRY, office_id=application.unit.office_id, unit_id=None):
        raise policies.refusal(policies.TASK_ENTRY)


def _application_of(task_id: int) -> int:
    found = FollowUpTask.objects.filter(pk=task_id).values_list("application_id", flat=True).first()
    return found or 0


@contextmanager
def _on_task(
    task_id: int, name: str, actor: Account, key: str, *, reason: str = "", lead: bool = False, may: Any = None
) -> Iterator[OnTask]:
    """One transaction around an act on a task. Hidden and missing tasks answer alike.

    Raises: TaskClosed, and what ``acting_on`` raises.
    """
    may = may or (of_the_lead(name) if lead else policies.requires(name))
    with acting_on(_application_of(task_id), name, actor=actor, may=may, reason=reason, key=key) as now:
        task = (
            FollowUpTask.objects.select_for_update(no_key=True, of=("self",)).select_related("letter").get(pk=task_id)
        )
        task.application = now.application
        if now.known is not None and now.known != task_id:
            raise KeyUsed  # the key belongs to another task of this application
        if now.known is None and task.closed_on is not None:
            raise TaskClosed(day=in_words(task.closed_on))
        yield OnTask(now, task)


def _check_clock(now: Acting, task: FollowUpTask) -> NewClock:
    """What the unit reported waits for the office."""
    return NewClock(
        subject_kind=KIND,
        subject_id=now.application.pk,
        kind=ClockKind.FOLLOW_UP,
        holder=Clock.Holder.OFFICE,
        office_id=now.application.office_id,
        unit_id=now.application.unit_id,
        item_id=task.pk,
        started_on=today(),
        due_on=load_calendar().add(today(), CHECK_DAYS),
        detail=task.text[:200],
    )


def _complete(now: Acting) -> None:
    """With the last task closed the matter is carried out."""
    application = now.application
    if application.state == State.IMPLEMENTING and not application.tasks.filter(closed_on=None).exists():
        now.move("complete")
        application.ended_on = today()
        now.save("ended_on")
