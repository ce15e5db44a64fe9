"""The columns of the ledger list: what each shows, how it is sorted, what it is in an export. One table for page, API,
CSV, XLSX and PDF, so that they cannot differ. Source: B9.

Sort keys and column keys are an allow-list: what is not named here cannot be asked for (rule 38, no oracle).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from deadlines.models import Clock
from organizations.errors import Invalid
from problems.models import Problem
from problems.models.entries import ENDED
from problems.states import State

UNIT_HOLDS = (State.ASSIGNED, State.RECTIFYING)
SUPERIOR_HOLDS = (State.AWAITING_CONSENT,)
OFFICE_HOLDS = (State.REGISTERED, State.PLAN_SUBMITTED, State.VERIFYING)
LIGHT_WORDS: dict[str, Any] = {"green": _("On track"), "yellow": _("Due soon"), "red": _("Overdue")}
YES, NO = _("yes"), _("no")


def in_order_of(field: str, values: list[str]) -> Case:
    """Sorts by the place of a choice in its list rather than by its code."""
    return Case(
        *(When(**{field: one}, then=Value(place)) for place, one in enumerate(values)),
        default=Value(len(values)),
        output_field=IntegerField(),
    )


STATE_PLACE = in_order_of("state", list(State.values))
HOLDER_PLACE = Case(
    When(state__in=UNIT_HOLDS, then=Value(0)),
    When(state__in=OFFICE_HOLDS, then=Value(1)),
    When(state__in=SUPERIOR_HOLDS, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Column:
    """One column. ``value`` gives what an export holds: text, a number, a day or nothing."""

    key: str
    label: str | Promise
    value: Callable[[Any], Any]
    sort: str = ""  # value of ``sort`` in the address; empty: cannot be sorted by
    order: tuple[Any, ...] = ()  # expressions behind it, the first decides
    kind: str = "text"  # text, long, number, day; number, light, unit, facts, state have a look of their own
    shown: bool = False  # without a choice of columns

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "day", "days_left", "deadline"}


def _text(field: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, field)


@cache
def _labels(model: Any, field: str, language: str) -> dict[str, str]:
    """Labels of a choice in one language, put into words once: a list asks for them in every row."""
    return {value: str(label) for value, label in model._meta.get_field(field).flatchoices}


def _label(model: Any, row: Any, field: str) -> str:
    value = getattr(row, field)
    return _labels(model, field, get_language() or "").get(value, value)


def _choice(field: str) -> Callable[[Any], Any]:
    return lambda row: _label(Problem, row, field)


def _name(field: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, field)
        return found.name if found else ""

    return value


def _yes(field: str) -> Callable[[Any], Any]:
    return lambda row: str(YES if getattr(row, field) else NO)


def holder_of(row: Any) -> str:
    """Who has to act now, by the state of the entry: the unit, the office, or the office above."""
    if row.state in UNIT_HOLDS:
        return str(row.unit.name)
    if row.state in SUPERIOR_HOLDS:
        return str(row.office.superior.name) if row.office.superior else ""
    return str(row.office.name) if row.state in OFFICE_HOLDS else ""


def _step(row: Any) -> str:
    clock = row.next_clock
    return f"{_label(Clock, clock, 'kind')} {clock.detail}".strip() if row.is_open and clock else ""


def _day(key: str, label: Any, field: str) -> Column:
    return Column(key, label, _text(field), sort=key, order=(F(field),), kind="day")


def _plain(key: str, label: Any, kind: str = "text", field: str = "") -> Column:
    return Column(key, label, _text(field or key), sort=key, order=(F(field or key),), kind=kind)


DEADLINE = Coalesce("extended_on", "approved_on")
ALL: tuple[Column, ...] = (
    Column("number", _("Number"), lambda row: row.number or "", "number", kind="entry", shown=True),
    Column("light", _("Light"), lambda row: str(LIGHT_WORDS.get(row.light, "")), "light", kind="light", shown=True),
    Column("office", _("Office"), lambda row: row.office.short_name, "office", (F("office__code"),)),
    Column("unit", _("Unit"), lambda row: row.unit.name, "unit", kind="unit", shown=True),
    Column(
        "department", _("Competent department"), lambda row: getattr(row.unit.competent_department, "name", ""),
        "department", (F("unit__competent_department__pinyin"),),
    ),
    Column("type", _("Type"), _name("violation_type"), "type", (F("violation_type__position"),), shown=True),
    Column("tags", _("Reporting groups"), lambda row: row.violation_type.tags, "tags", (F("violation_type__tags"),)),
    Column("source", _("Source"), _name("source"), "source", (F("source__position"),)),
    _plain("sub_source", _("Sub-source")),
    _plain("source_document", _("Source document")),
    Column("finder", _("Found by"), _choice("finder_level"), "finder", (F("finder_level"),)),
    Column("nature", _("Nature"), _choice("nature"), "nature", (F("nature"),)),
    Column("cause", _("Cause"), _name("cause"), "cause", (F("cause__position"),)),
    Column("facts", _("Facts"), _text("facts"), "facts", (F("facts"),), kind="long", shown=True),
    Column("state", _("State"), _choice("state"), "state", (STATE_PLACE,), kind="state", shown=True),
    Column("holder", _("Now with"), holder_of, "holder", (HOLDER_PLACE,)),
    _plain("quota", _("Quota"), "number"),
    _plain("actual", _("Actual number"), "number"),
    _plain("count", _("Number found"), "number", "found"),
    _plain("done", _("Done"), "number"),
    Column("left", _("Left to do"), _text("remaining"), "left", (F("found") - F("done"),), kind="number"),
    _day("found", _("Found on"), "found_on"),
    _day("registered", _("Registered on"), "registered_on"),
    _day("assigned", _("Assigned on"), "assigned_on"),
    _day("required", _("Required date"), "required_on"),
    _day("promised", _("Promised date"), "promised_on"),
    _day("approved", _("Approved date"), "approved_on"),
    _day("extended", _("Extended date"), "extended_on"),
    _plain("extensions", _("Extensions"), "number"),
    Column("deadline", _("Deadline"), _text("deadline_on"), "deadline", kind="deadline", shown=True),
    Column("days_left", _("Remaining"), _text("days_left"), "deadline", kind="days_left", shown=True),
    _day("closed", _("Closed on"), "closed_on"),
    _day("voided", _("Voided on"), "voided_on"),
    Column("next_step", _("Next step"), _step, "state", shown=True),
    Column("pace", _("Pace"), _choice("pace"), "pace", (F("pace"),)),
    _plain("responsible", _("First person responsible")),
    _plain("handler", _("Contact")),
    _plain("progress_note", _("Progress as taken over"), "long"),
    _plain("remark", _("Remark"), "long"),
    Column("consent", _("Superior consent"), _choice("consent_rule"), "consent", (F("consent_rule"),)),
    Column("taken_over", _("Taken over"), _yes("take_over_id"), "taken_over", (F("take_over_id"),)),
    _plain("kept_open", _("Times kept open"), "number"),
    _plain("relapses", _("Relapses"), "number"),
)  # fmt: skip
COLUMNS: dict[str, Column] = {one.key: one for one in ALL}
SHOWN = tuple(one.key for one in ALL if one.shown)


def _both(column: Column) -> dict[str, tuple[Any, ...]]:
    up = tuple(one.asc(nulls_last=True) for one in column.order)
    down = tuple(one.desc(nulls_last=True) for one in column.order)
    return {column.sort: (*up, "pk"), f"-{column.sort}": (*down, "-pk")}


# Sort value → expressions; every order ends in the primary key, so that pages never shuffle.
ORDERS: dict[str, tuple[Any, ...]] = {
    "number": (F("office__code").asc(), F("year").asc(nulls_last=True), F("serial").asc(nulls_last=True), "pk"),
    "-number": (F("office__code").asc(), F("year").desc(nulls_last=True), F("serial").desc(nulls_last=True), "-pk"),
    # Open entries first: what is closed needs nobody. by the index problem_office_urgent.
    "deadline": (ENDED.asc(), DEADLINE.asc(nulls_last=True), "pk"),
    "-deadline": (ENDED.asc(), DEADLINE.desc(nulls_last=True), "-pk"),
    "unit": ("unit__pinyin", "pk"),
    "-unit": ("-unit__pinyin", "-pk"),
}
for _column in ALL:
    if _column.order:
        ORDERS |= _both(_column)
# By an expression of the day, which the list adds under this name (``with_light_place``).
ORDERS |= {"light": ("light_place", "pk"), "-light": ("-light_place", "-pk")}
DEFAULT_ORDER = "deadline"


def chosen_columns(keys: list[str], *, with_office: bool = False) -> list[Column]:
    """The columns to show, in the order of the table; the usual ones when none is named.

    Args:
        with_office: Whether the usual ones include the office, for lists over several ledgers.

    Raises: Invalid under ``columns`` for a key that is not in the table.
    """
    unknown = sorted(set(keys) - set(COLUMNS))
    if unknown:
        raise Invalid(errors={"columns": [_("There is no column of this name. Choose columns from the list.")]})
    wanted = set(keys) or {*SHOWN, *(("office",) if with_office else ())}
    return [one for one in ALL if one.key in wanted | {"number"}]


def cells_of(rows: list[Problem], columns: list[Column]) -> list[list[Any]]:
    """Values of the columns for each row that went through ``attach_next_steps``."""
    return [[column.value(row) for column in columns] for row in rows]


HOLDERS: dict[str, Q] = {
    "unit": Q(state__in=UNIT_HOLDS),
    "office": Q(state__in=OFFICE_HOLDS),
    "superior": Q(state__in=SUPERIOR_HOLDS),
}
HOLDER_CHOICES = (
    ("unit", pgettext_lazy("who has the entry", "The unit")),
    ("office", pgettext_lazy("who has the entry", "The office")),
    ("superior", pgettext_lazy("who has the entry", "The superior office")),
)
