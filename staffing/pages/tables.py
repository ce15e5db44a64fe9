"""The register's lists as files, each with the selector, the filter and the columns of its page. Source: B13."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ledger_site.list_filters import filters_asked
from ledger_site.tables import Table, said_by
from ledger_site.templatetags.ledger import day
from organizations.clock import today
from organizations.errors import NotFound
from organizations.signed_in import person
from staffing import policies
from staffing.models import Alert, StaffingRun
from staffing.pages.lists import alerts_asked, day_of, must_open, register_asked
from staffing.pages.office import must_read_offices, offices_for
from staffing.selectors.position import KindFigures, LevelFigures
from staffing.selectors.register import (
    UnitRow,
    ceilings_of,
    clocks_of,
    roster,
    runs_for,
    sections_of,
    shares_for,
    unit_for,
)


def register_table(request: HttpRequest) -> Table:
    """Each kind of post of each unit in its own row, with unit and code in every one."""
    asked = register_asked(request)
    labels, rules = dict(asked["filters"]), dict(Alert.Rule.choices)
    pairs = [(row, kind, level) for row in asked["found"] for kind, level in row.lines]

    def line(row: UnitRow, kind: KindFigures | None, level: LevelFigures | None) -> list[Any]:
        return [
            row.unit.code,
            row.unit.name,
            *(_figures(kind) if kind else [""] * 7),
            f"{level.name} {level.actual}/{level.quota}" if level else "",
            "; ".join(str(rules[rule]) for rule in row.alerts),
        ]

    return Table(
        title=_("Staffing register"),
        headings=[
            _("Code"), _("Unit"), _("Kind of post"), _("Quota"), _("Actual"), _("declared"), _("Committed"),
            _("Unfilled"), _("Outside quota"), _("Leaders"), _("What speaks"),
        ],
        items=pairs,
        lines=lambda found: [line(*one) for one in found],
        words=[
            (_("As of"), day(asked["on"])),
            (_("Unit"), asked["q"]),
            (_("Office"), asked["office"].short_name if asked["office"] else ""),
            (_("Show"), labels[asked["shown"]] if asked["shown"] else ""),
        ],
    )  # fmt: skip


def _figures(kind: KindFigures) -> list[Any]:
    return [
        kind.name,
        kind.quota if kind.source else "",
        kind.actual if kind.known else "",
        _("yes") if kind.declared and kind.known else "",
        kind.committed,
        kind.unfilled,  # a number also where the page says how many are over
        kind.outside,
    ]


def roster_table(request: HttpRequest, pk: int) -> Table:
    """The people on a unit's roster; identity numbers masked as on the page."""
    on = day_of(request)
    people = roster(viewer=person(request), unit_id=pk, on=on)
    unit = unit_for(person(request), pk)
    return Table(
        title=f"{_('Roster')} {unit.name}",
        headings=[
            pgettext("of a person", "Name"), _("Identity number"), _("Kind of post"), _("Level of leadership"),
            _("Rank of the person"), _("Pay"), pgettext("a post", "Entered"), _("Source document"),
            _("Partner departments"), _("Left on"), _("Reason"),
        ],
        items=people,
        lines=lambda found: [
            [
                one.post.member.name,
                one.number,
                f"{one.post.kind} · {_('outside the quota')}" if one.post.outside else str(one.post.kind),
                str(one.post.level or ""),
                one.post.rank,
                one.post.get_pay_display(),
                one.post.entered_on,
                one.post.document,
                "; ".join(f"{who}{pgettext('between label and message', ': ')}{word}" for who, word in one.said),
                one.post.left_on,
                one.post.leave_reason,
            ]
            for one in found
        ],
        words=[(_("As of"), day(on))],
        about=("unit", unit.pk),
    )  # fmt: skip


def alerts_table(request: HttpRequest) -> Table:
    """Warnings in one state."""
    state, rows = alerts_asked(request)
    is_open = state == Alert.State.OPEN

    def lines(found: list[Alert]) -> list[list[Any]]:
        due, sections = clocks_of(found, today()), sections_of(found)
        return [
            [
                one.unit.name,
                one.get_rule_display(),
                said_by("staffing/_alert_words.html", alert=one) + ("" if one.holds else f" {_('in order now')}"),
                sections[one.pk],
                one.raised_on,
                due.get(one.pk, (None, ""))[0] if is_open else one.problem.number if one.problem else one.reason,
            ]
            for one in found
        ]

    return Table(
        title=_("Warnings"),
        headings=[
            _("Unit"), _("Rule"), _("Figures"), _("In charge"), _("Raised"), _("Check by") if is_open else _("Answer"),
        ],
        items=rows,
        lines=lines,
        words=[(_("State"), Alert.State(state).label)],
    )  # fmt: skip


def ceilings_table(request: HttpRequest) -> Table:
    """What areas may hold, and hold."""
    must_read_offices(request)
    on = day_of(request)
    return Table(
        title=_("Ceilings and baselines"),
        headings=[
            _("Office"), _("Kind of post"), _("Ceiling"), _("Quota"), _("Still free"), _("Baseline of quota"),
            _("Baseline of staff"), _("Actual"), _("Source document"),
        ],
        items=ceilings_of(viewer=person(request), on=on),
        lines=lambda found: [
            [
                f"{office.short_name} · {_('with lower offices')}" if held.whole_area else office.short_name,
                str(kind),
                held.ceiling,
                held.quota,
                held.remaining,
                held.quota_baseline,
                held.staff_baseline,
                held.actual,
                held.source,
            ]
            for office, kind, held in found
        ],
        words=[(_("As of"), day(on))],
    )  # fmt: skip


def shares_table(request: HttpRequest) -> Table:
    """What is shared with partner departments; for the departments, what was shared with them."""
    must_open(request)
    return Table(
        title=_("Shared rows"),
        headings=[
            _("Partner department"), _("Units"), _("What is to be confirmed"), pgettext("a day", "From"),
            pgettext("sharing", "Ended"),
        ],
        items=shares_for(person(request)),
        lines=lambda found: [
            [
                str(one.partner),
                one.unit.name if one.unit else _("All units of the office"),
                one.reason,
                one.from_on,
                one.ended_on,
            ]
            for one in found
        ],
    )  # fmt: skip


def runs_table(request: HttpRequest) -> Table:
    """Workbooks of the register that were read."""
    if not offices_for(request, policies.IMPORT):
        raise NotFound
    filters_asked(request.GET, {})
    return Table(
        title=_("Workbooks"),
        headings=[
            _("File"), pgettext("of a workbook", "Form"), _("Counted on"), _("Rows"), pgettext("rows", "New"),
            _("State"), pgettext("whom", "By"),
        ],
        items=runs_for(person(request)),
        lines=lambda found: [
            [
                one.name,
                one.get_form_display(),
                one.counted_on,
                one.rows_total,
                one.rows_new if one.state == StaffingRun.State.WRITTEN else "",
                one.get_state_display(),
                str(one.prepared_by),
            ]
            for one in found
        ],
    )  # fmt: skip
