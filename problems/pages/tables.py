"""Lists around the ledger, and one entry with its past, as files. Source: B13, A05."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ledger_site.tables import Table
from ledger_site.templatetags.ledger import clock_time, day, light_word, moment
from organizations.signed_in import person
from problems.models import ImportRun, Problem
from problems.pages.entry import entry_context, shown_of
from problems.pages.reports import reports_asked
from problems.pages.types import types_asked
from problems.selectors.columns import ALL
from problems.selectors.supervision import listed_board
from problems.services import importing
from problems.states import State

COLON = ("between label and message", ": ")


def listed_table(request: HttpRequest) -> Table:
    """The board of entries listed for supervision."""
    return Table(
        title=_("Listed for supervision"),
        headings=[
            _("Number"), _("Light"), _("Unit"), _("Type"), _("Level"), _("Leader in charge"), _("Days listed"),
            _("Deadline"), _("State"), _("Reason"),
        ],
        items=listed_board(viewer=person(request)),
        lines=lambda found: [
            [
                one.problem.number,
                light_word(one.problem.light) if one.problem.is_open else _("closed, to be taken off"),
                one.problem.unit.name,
                one.problem.violation_type.name,
                one.listing.get_level_display(),
                one.listing.leader.name,
                one.days,
                one.problem.deadline_on,
                one.problem.get_state_display(),
                one.listing.reason,
            ]
            for one in found
        ],
    )  # fmt: skip


def reports_table(request: HttpRequest) -> Table:
    """Reports that wait, drafts, and answered reports."""
    waiting, drafts, answered = reports_asked(person(request))

    def of_report(part: str, one: Any) -> list[Any]:
        clock = getattr(one, "next_clock", None)
        return [
            part,
            one.unit.name,
            one.violation_type.name,
            one.facts,
            one.reported_on,
            one.reported_by.name,
            clock.due_on if clock else None,
            one.get_state_display(),
            _answer(one),
        ]

    def of_draft(one: Any) -> list[Any]:
        unit = one.unit.name if one.unit else ""
        facts = str(one.typed.get("facts") or "")
        return [_("Drafts"), unit, "", facts, one.saved_on, one.saved_by.name, None, "", ""]

    return Table(
        title=_("Reports and drafts"),
        headings=[
            pgettext("of a list", "Part"), _("Unit"), _("Type"), _("Facts"), _("Reported on"), _("By whom"),
            _("Answer due"), _("State"), _("Answer"),
        ],
        items=[
            *(of_report(_("Reports waiting for an answer"), one) for one in waiting),
            *(of_draft(one) for one in drafts),
            *(of_report(_("Answered reports"), one) for one in answered),
        ],
        lines=lambda rows: rows,
    )  # fmt: skip


def _answer(one: Problem) -> str:
    if one.state == State.REFUSED:
        return one.refused_because
    if one.state == State.MERGED:
        return one.merged_because
    return str(one.number or "")


def types_table(request: HttpRequest) -> Table:
    """Violation types, those of offices with their past."""

    def past(one: dict[str, Any]) -> str:
        changes = [f"{change['label']}: {change['old'] or '—'} → {change['new'] or '—'}" for change in one["changes"]]
        return " · ".join([f"{moment(one['at'])} {one['who']} {one['what']}", *changes, *filter(None, [one["reason"]])])

    return Table(
        title=_("Violation types"),
        headings=[
            _("Chinese name"), _("English name"), _("Legal clause"), _("Reporting groups"), _("Counts"), _("Office"),
            _("State"), _("Past"),
        ],
        items=types_asked(person(request)),
        lines=lambda found: [
            [
                one.name_zh,
                one.name_en,
                one.clause,
                one.tags,
                one.get_figures_display(),
                one.office.short_name if one.office else _("All"),
                _("In use") if one.in_use else _("Retired"),
                "\n".join(past(line) for line in one.past),
            ]
            for one in found
        ],
    )  # fmt: skip


def imports_table(request: HttpRequest) -> Table:
    """Imports of the person's offices, the newest first."""
    committed = ImportRun.State.COMMITTED
    return Table(
        title=_("Imports"),
        headings=[
            _("File"), _("Office"), _("State"), _("Rows written"), _("Already in the ledger"), _("Prepared by"),
            _("Begun"),
        ],
        items=importing.runs_of(person(request)),
        lines=lambda found: [
            [
                one.name,
                one.office.short_name,
                one.get_state_display(),
                one.rows_done if one.state == committed else None,
                one.rows_known if one.state == committed else None,
                one.prepared_by.person.name,
                one.started_on,
            ]
            for one in found
        ],
    )  # fmt: skip


def _entry(request: HttpRequest, pk: int) -> dict[str, Any]:
    """What the page of an entry shows, now or as it was known. Raises NotFound, Invalid."""
    context = entry_context(person(request), pk)
    return context | shown_of(context, request.GET.get("known_on", ""))


def _known_words(context: dict[str, Any]) -> list[tuple[Any, Any]]:
    known = context.get("known")
    return [(_("As the ledger knew it on"), moment(known.moment) if known else "")]


def timeline_table(request: HttpRequest, pk: int) -> Table:
    """The past of an entry, newest first: each change in its own line of the cell."""
    context = _entry(request, pk)
    return Table(
        title=f"{_('Trail')} {context['problem'].number or context['problem'].unit.name}",
        headings=[
            _("Day"),
            _("Time"),
            _("Who"),
            _("In which post"),
            _("What"),
            _("Changes"),
            pgettext("of an act", "Words"),
            _("Reason"),
            _("Files"),
        ],
        items=[(one["day"], entry) for one in context.get("days", []) for entry in one["entries"]],
        lines=lambda found: [
            [
                on,
                clock_time(entry["time"]),
                entry["who"],
                f"{entry['unit']} {entry['role']}".strip(),
                str(entry["sentence"]),
                _changes(entry),
                entry["said"],
                entry["reason"],
                "\n".join(file["name"] for file in entry["files"]),
            ]
            for on, entry in found
        ],
        words=_known_words(context),
        about=("problem", pk),
    )


def _changes(entry: dict[str, Any]) -> str:
    return "\n".join(f"{one['label']}: {one['old'] or '—'} → {one['new'] or '—'}" for one in entry["changes"])


def entry_table(request: HttpRequest, pk: int) -> Table:
    """One entry with everything its page shows in words: facts, plan, progress, files, verification, past."""
    context = _entry(request, pk)
    rows: list[list[Any]] = []
    if "days" in context:  # else it was not recorded yet on the day that is asked
        rows = [*_facts(context["problem"]), *_plan(context["rectification"]), *_done(context["rectification"]),
                *_close_outs(context), *_past(context["days"])]  # fmt: skip
    return Table(
        title=f"{_('Entry')} {context['problem'].number or context['problem'].unit.name}",
        headings=[pgettext("of a list", "Part"), _("Item"), pgettext("of an item", "Content"), _("Day"), _("Who")],
        items=rows,
        lines=lambda found: found,
        words=_known_words(context),
        about=("problem", pk),
    )


def _facts(problem: Any) -> Iterator[list[Any]]:
    part = _("Facts and figures")
    for column in ALL:
        value = column.value(problem)
        if value not in (None, ""):
            yield [part, column.label, value if not hasattr(value, "isoformat") else day(value), None, ""]


def _plan(rectification: Any) -> Iterator[list[Any]]:
    part, plan = _("Plan and progress"), rectification.plan
    if plan is None:
        return
    yield [part, _("Head of the unit"), plan.head, None, ""]
    if plan.risk_level:
        risk = " · ".join(filter(None, [str(plan.get_risk_level_display()), plan.risk_handling, plan.stability_risks]))
        yield [part, _("Stability risk"), risk, None, plan.risk_responsible]
    for one in plan.measures.all():
        yield [part, f"{_('Measure')} {one.position}", one.text, one.due_on, one.responsible]
    for one in plan.milestones.all():
        reached = f" · {_('reached')} {day(one.reached_on)}" if one.reached_on else ""
        yield [part, _("Milestone"), one.title + reached, one.due_on, ""]


def _done(rectification: Any) -> Iterator[list[Any]]:
    part = _("Plan and progress")
    for one in rectification.reports:
        done = f"\n{_('Done so far')} {one.done}" if one.done is not None else ""
        back = ""
        if one.returned_on:
            words = {"day": day(one.returned_on), "who": one.returned_by.name, "reason": one.return_reason}
            back = "\n" + _("Returned on %(day)s by %(who)s: %(reason)s") % words
        yield [part, _("Progress report"), one.text + done + back, one.reported_on, one.reported_by.name]
    for one in rectification.comments:
        label = f"{_('Comment')} · {_('read by the offices only')}" if one.side == "office" else _("Comment")
        gone = ""
        if one.withdrawn_on:
            gone = "\n" + _("withdrawn on %(day)s") % {"day": day(one.withdrawn_on)} + f" {one.withdraw_reason}"
        yield [part, label, one.text + gone, one.written_on, one.written_by.name]
    for one in rectification.evidence:
        state = _("withdrawn") if one.withdrawn_on else _("replaced") if getattr(one, "replaced_by", None) else ""
        said = " · ".join(filter(None, [state, f"SHA-256 {one.stored.sha256}"]))
        yield [_("Files"), one.name, said, one.uploaded_on, one.uploaded_by.name]


def _close_outs(context: dict[str, Any]) -> Iterator[list[Any]]:
    for attempt in context["close_outs"]:
        part = _("Close-out %(attempt)s") % {"attempt": attempt.attempt}
        own = attempt.own_look_back_record.findings if attempt.own_look_back_record else attempt.own_look_back
        yield [part, _("Application"), attempt.statement, attempt.applied_on, attempt.applied_by.name]
        yield [part, _("The unit's own look-back"), own, attempt.applied_on, attempt.applied_by.name]
        for row in attempt.opinion_rows:
            invited, opinion = row["invitation"], row["opinion"]
            said = "\n".join(filter(None, [row["said"], opinion.reason if opinion else invited.withdrawn_because]))
            given_on, by = (opinion.given_on, opinion.given_by.name) if opinion else (None, "")
            yield [part, f"{_('Joint acceptance')} {invited.partner.name}", said, given_on, by]
        for label, records in (
            (_("Check"), attempt.checks), (_("Acceptance"), attempt.acceptances), (_("Look-back"), attempt.look_backs),
        ):  # fmt: skip
            for one in records.all():
                said = f"{one.findings}\n{_('Taking part')}{pgettext(*COLON)}{one.people}\n{one.get_outcome_display()}"
                yield [part, label, said, one.held_on, one.recorded_by.name]
        for one in attempt.sign_offs.all():
            label = _("Signature, no longer valid") if one.withdrawn else _("Signature")
            yield [part, label, one.note, one.signed_on, one.signed_by.name]
        for one in attempt.consents.all():
            said = " ".join(filter(None, [str(one.get_answer_display()), one.reason]))
            yield [part, one.office.name, said, one.answered_on, one.answered_by.name]


def _past(days: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for group in days:
        for entry in group["entries"]:
            words = [str(entry["sentence"]), _changes(entry), entry["said"], entry["reason"]]
            yield [_("Trail"), clock_time(entry["time"]), "\n".join(filter(None, words)), group["day"], entry["who"]]
