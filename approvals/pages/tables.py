"""Lists of the approvals as files, each with the selector, the filter and the columns of its page. Source: B13."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.models import CopyReceipt, FollowUpTask, GateException, WithdrawalReview
from approvals.pages.controls import SHOWN
from approvals.pages.follow_up import tasks_asked
from approvals.pages.gate import exceptions_asked
from approvals.pages.listing import applications_asked, must_read
from approvals.pages.meetings import copies_asked, meetings_asked
from approvals.selectors.controls import cut_list, lines_of, suspension_list, withdrawal_list
from approvals.selectors.follow_up import task_lines
from ledger_site.tables import Table, said_by
from ledger_site.templatetags.ledger import day, light_word
from organizations.signed_in import person


def applications_table(request: HttpRequest) -> Table:
    """Applications in every state that the viewer may see."""
    offered, asked, rows = applications_asked(request)
    over_several = len(offered["office"] or {}) > 1
    headings = [_("Number"), _("Matter"), _("Unit"), _("Kind"), _("State"), _("Filed")]

    def named(name: str) -> str:
        return (offered[name] or {}).get(asked[name], "")

    return Table(
        title=_("All applications"),
        headings=[*headings, _("Office")] if over_several else headings,
        items=rows,
        lines=lambda found: [
            [
                str(one),
                one.title,
                one.unit.name,
                one.kind.name,
                one.get_state_display(),
                one.filed_on,
                *([one.office.short_name] if over_several else []),
            ]
            for one in found
        ],
        words=[
            (_("Words"), asked["q"]),
            (_("State"), named("state")),
            (_("Kind"), named("kind")),
            (_("Office"), named("office")),
        ],
    )


def tasks_table(request: HttpRequest) -> Table:
    """The follow-up register: open tasks by their day, or the closed ones."""
    closed, rows = tasks_asked(request)

    def lines(found: list[FollowUpTask]) -> list[list[Any]]:
        return [
            [
                line.task.text,
                line.task.application.unit.name,
                line.task.application.number,
                light_word(line.light) if line.light != "none" else "",
                line.task.due_on,
                line.due_on if line.task.letter and not line.task.closed_on else None,
                said_by("approvals/_task_state.html", task=line.task),
            ]
            for line in task_lines(found)
        ]

    return Table(
        title=_("Follow-up register"),
        headings=[
            _("Task"), _("Unit"), _("Application"), _("Light"), _("Due"), _("Answer by"), _("Where it stands"),
        ],
        items=rows,
        lines=lines,
        words=[(_("Show"), _("Closed tasks") if closed else _("Open tasks"))],
    )  # fmt: skip


def _until(one: Any) -> str:
    last = one.ended_on or one.until
    return f"{day(one.since)} – {day(last) if last else _('until it is ended')}"


def _control(line: dict[str, Any]) -> list[Any]:
    """For whom a decision holds, which kinds, from when until when, why: as ``approvals/_control.html`` says it."""
    one = line["row"]
    reason = [one.reason, " · ".join(part for part in (one.decided_by, one.document) if part)]
    if one.end_reason:
        reason.append(_("Ended: %(reason)s") % {"reason": one.end_reason})
    return [
        one.unit.name if one.unit else one.office.name,
        one.get_scope_display(),
        line["kinds"] or _("all kinds"),
        _until(one),
        "\n".join(reason),
    ]


def _control_headings() -> list[str]:
    return [_("For whom"), _("Scope"), _("Kinds of application"), _("From, until"), _("Reason"), _("Now")]


def suspensions_table(request: HttpRequest) -> Table:
    """Suspensions that hold now and those that have ended."""
    viewer = person(request)
    must_read(viewer)
    return Table(
        title=_("Suspensions"),
        headings=_control_headings(),
        items=lines_of(suspension_list(viewer)[:SHOWN], viewer),
        lines=lambda found: [[*_control(one), _("in force") if one["running"] else _("ended")] for one in found],
    )


def withdrawals_table(request: HttpRequest) -> Table:
    """Authority taken up by the superior, with its reviews."""
    viewer = person(request)
    must_read(viewer)

    def now_with(line: dict[str, Any]) -> str:
        if not line["running"]:
            return _("given back")
        with_whom = _("with %(office)s") % {"office": line["row"].superior.name}
        if not line["row"].next_review_on:
            return with_whom
        return with_whom + "\n" + _("next review %(day)s") % {"day": day(line["row"].next_review_on)}

    def review(one: WithdrawalReview) -> str:
        said = _("clear progress") if one.progress else _("no clear progress yet")
        return f"{day(one.held_on)} · {said} · {one.findings}"

    return Table(
        title=_("Authority taken up"),
        headings=_control_headings(),
        items=lines_of(withdrawal_list(viewer)[:SHOWN], viewer),
        lines=lambda found: [
            [*_control(one), "\n".join([now_with(one), *(review(each) for each in one["row"].reviews.all())])]
            for one in found
        ],
    )


def cuts_table(request: HttpRequest) -> Table:
    """Posts cut, the latest first."""
    must_read(person(request))
    return Table(
        title=_("Posts cut"),
        headings=[
            _("Unit"), _("Ground"), _("Number"), _("How many"), _("Reason"), _("Decided by"), _("Document"),
            _("Decided"),
        ],
        items=list(cut_list(person(request))[:SHOWN]),
        lines=lambda found: [
            [
                one.unit.name,
                one.get_ground_display(),
                one.problem.number if one.problem else "",
                one.amount,
                one.reason,
                one.decided_by,
                one.document,
                one.decided_on,
            ]
            for one in found
        ],
    )  # fmt: skip


def exceptions_table(request: HttpRequest) -> Table:
    """Exceptions from the gate, those in force first."""
    between = pgettext("between names", ", ")

    def line(one: GateException) -> list[Any]:
        return [
            one.unit.name,
            one.meeting,
            one.held_on,
            between.join(one.participants),
            between.join(str(entry.problem.number) for entry in one.entries.all()),
            one.reason,
            _("ended %(day)s") % {"day": day(one.ended_on)} if one.ended_on else day(one.expires_on),
        ]

    return Table(
        title=_("Exceptions from the gate"),
        headings=[
            _("Unit"), _("Meeting"), _("Held"), _("Taking part"), _("Entries set aside"), _("Reason"),
            _("Holds until"),
        ],
        items=exceptions_asked(person(request)),
        lines=lambda found: [line(one) for one in found],
    )  # fmt: skip


def meetings_table(request: HttpRequest) -> Table:
    """Meetings of own and lower offices, the latest first."""
    return Table(
        title=_("Meetings"),
        headings=[
            _("Meeting"), pgettext("that decides", "Body"), _("Office"), _("Held"), _("Matters"), _("Minutes"),
        ],
        items=meetings_asked(request),
        lines=lambda found: [
            [
                one.title,
                one.get_body_display(),
                one.office.name,
                one.held_on,
                one.matters,
                (one.minutes_number or day(one.closed_on)) if one.closed_on else _("open"),
            ]
            for one in found
        ],
    )  # fmt: skip


def copies_table(request: HttpRequest) -> Table:
    """Decisions copied to one's department or to the sections of one's office."""

    def line(one: CopyReceipt) -> list[Any]:
        decision = one.decision
        return [
            decision.document.number if decision.document else "",
            decision.application.unit.name,
            decision.application.title,
            str(one),
            str(one.must),
            f"{day(one.acknowledged_on)} · {one.acknowledged_by.name}" if one.acknowledged_by else "",
        ]

    return Table(
        title=_("Decisions copied"),
        headings=[_("Reply"), _("Unit"), _("Matter"), _("Copied to"), _("Has to"), _("Acknowledged")],
        items=copies_asked(request),
        lines=lambda found: [line(one) for one in found],
    )
