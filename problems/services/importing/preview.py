"""What each row of a sheet would become, as a pure answer: new, already known, faulty, or left out by a person."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.clock import today
from organizations.models import Office, Unit
from organizations.pinyin import sorting_key
from problems.models import Cause, ImportRun, Problem, Source, ViolationType
from problems.models.entries import FinderLevel, Nature
from problems.models.words import FigureKind
from problems.services.importing.mapping import OTHER_VALUES, Vocabulary, load_vocabulary
from problems.services.importing.tables import Parsed, Table, rows_of, table_of
from problems.spreadsheets.errors import CellError, Sentence, column_letter
from problems.spreadsheets.rows import RowDraft, parse_rows
from problems.spreadsheets.values import parse_figures, row_identity
from problems.states import State

NEW, KNOWN, ERROR, EXCLUDED = "new", "known", "error", "excluded"
STATUSES = (ERROR, NEW, KNOWN, EXCLUDED)
# Lengths of the columns that take these cells; longer ones are errors, never cut.
LENGTHS = {"responsible": 40, "handler": 40}
MAX_SUGGESTIONS = 200  # unknown names for which near ones are looked up; more mean that the wrong column was chosen
SUBJECT = pgettext_lazy("between names", ", ")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the facts count; None where they do not say."""

    quota: int | None = None
    actual: int | None = None
    found: int | None = None


@dataclass(slots=True)
class PreviewRow:
    """One row: its draft, what it maps to, and what is wrong or doubtful in it. ``status`` is one of ``STATUSES``."""

    draft: RowDraft
    status: str = NEW
    unit: Unit | None = None
    source: Source | None = None
    finder_level: str = FinderLevel.OWN
    violation_type: ViolationType | None = None
    nature: str = ""
    cause: Cause | None = None
    state: str = ""
    figures: Figures = field(default_factory=Figures)
    identity: str = ""
    known_as: str = ""
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)

    @property
    def row(self) -> int:
        """1-based row of the sheet."""
        return self.draft.row

    @property
    def is_closed(self) -> bool:
        return self.draft.closed_on is not None


@dataclass(frozen=True)
class Preview:
    """All rows of a sheet, judged on one day against one state of the ledger."""

    table: Table
    rows: list[PreviewRow]
    header_errors: list[CellError]

    def having(self, status: str) -> list[PreviewRow]:
        """Rows of one status, in the order of the sheet."""
        return [one for one in self.rows if one.status == status]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows by status; every status is there."""
        found = Counter(one.status for one in self.rows)
        return {status: found[status] for status in STATUSES}

    @cached_property
    def new_closed(self) -> int:
        """New rows that are closed already: they enter by a leader's order only."""
        return sum(one.status == NEW and one.is_closed for one in self.rows)

    @property
    def needs_order(self) -> bool:
        return self.new_closed > 0

    @cached_property
    def errors(self) -> list[CellError]:
        """Every fault that keeps the workbook out, in the order of the sheet."""
        return [*self.header_errors, *(error for one in self.having(ERROR) for error in one.errors)]

    @property
    def faults(self) -> int:
        """Rows that keep the workbook out; a fault of the headings counts as one."""
        return self.counts[ERROR] + len(self.header_errors)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to write and nothing in its way."""
        return not self.faults and self.counts[NEW] > 0


def preview(run: ImportRun, table: Table | None = None) -> Preview:
    """What a run would write now; reads the file and the ledger, changes neither. Same number of queries always."""
    table, day = table or table_of(run), today()
    parsed = rows_of(run, table, run.columns, day)
    return preview_table(run.office, table, run.columns, run.values, excluded=set(run.excluded), parsed=parsed)


def preview_table(
    office: Office,
    table: Table,
    columns: Mapping[str, int],
    values: Mapping[str, Mapping[str, Any]],
    *,
    excluded: Collection[int] = frozenset(),
    parsed: Parsed | None = None,
) -> Preview:
    """What a sheet would become in the ledger of ``office``.

    Args:
        columns: Field key to 0-based column.
        values: Meaning of words, see ``mapping``.
        excluded: Sheet rows that a person left out.
        parsed: What ``parse_rows`` gave for this sheet and these columns today, where it is known already.
    """
    drafts, faults = parsed or parse_rows(table.sheet, table.header, columns, today=today())
    judge = _Judge(office, columns, values, load_vocabulary(), _Units(office))
    by_row: dict[int, list[CellError]] = {}
    for fault in faults:
        if fault.message.values.get("other") not in excluded:  # a repetition of a row that was left out is none
            by_row.setdefault(fault.row, []).append(fault)
    rows = [judge.row(draft, by_row.get(draft.row, [])) for draft in drafts]
    _settle(office, rows, columns, excluded)
    return Preview(table, rows, [fault for fault in faults if fault.row == table.header.last_row])


def _settle(office: Office, rows: list[PreviewRow], columns: Mapping[str, int], excluded: Collection[int]) -> None:
    """Decide the status of each row: left out by a person, already in the ledger, faulty, or new."""
    identities = [one.identity for one in rows if one.identity]
    known = dict(Problem.objects.filter(office=office, identity__in=identities).values_list("identity", "number"))
    first: dict[str, int] = {}
    for one in rows:
        if one.row in excluded:
            one.status = EXCLUDED
            continue
        if one.identity in known:
            # Nothing of it is written, so nothing in it can be in the way.
            one.status, one.known_as, one.errors = KNOWN, known[one.identity] or "", []
            continue
        other = first.setdefault(one.identity, one.row) if one.identity else one.row
        if other != one.row and not any("other" in error.message.values for error in one.errors):
            one.errors.append(
                CellError(
                    one.row,
                    column_letter(columns["facts"]),
                    Sentence(
                        _(
                            "This row repeats row %(other)s. "
                            "Delete one of them, or tell the two findings apart in the facts."
                        ),
                        {"other": other},
                    ),
                )
            )
        one.status = ERROR if one.errors else NEW


class _Units:
    """The units of an office by name and code, and the names most like an unknown one. One query."""

    def __init__(self, office: Office) -> None:
        units = list(Unit.objects.filter(office=office).select_related("competent_department").order_by("pk"))
        standing = [one for one in units if one.valid_until is None]
        ended = [one for one in units if one.valid_until is not None]
        # Those that stand come last and so win over ended ones of the same name.
        self.found = {name: one for one in (*ended, *standing) for name in (one.code, one.name)}
        self.names = [one.name for one in standing if one.in_scope]
        self.sounds: dict[str, list[str]] = {}
        for one in standing:
            if one.in_scope:
                self.sounds.setdefault(one.pinyin or sorting_key(one.name), []).append(one.name)
        self.near: dict[str, tuple[str, ...]] = {}

    def closest(self, name: str) -> tuple[str, ...]:
        """Up to three names that look or sound like ``name``, the likeliest first."""
        if name not in self.near:
            if len(self.near) >= MAX_SUGGESTIONS:
                return ()
            inside = [one for one in self.names if name in one or one in name]
            alike = difflib.get_close_matches(name, self.names, n=3, cutoff=0.5)
            sounding = difflib.get_close_matches(sorting_key(name), self.sounds, n=2, cutoff=0.85)
            like_sound = [one for key in sounding for one in self.sounds[key]]
            self.near[name] = tuple(dict.fromkeys([*like_sound, *alike, *inside]))[:3]
        return self.near[name]


class _Judge:
    """Maps the words of one row and names what the office, not the sheet, knows to be wrong with it."""

    def __init__(
        self,
        office: Office,
        columns: Mapping[str, int],
        values: Mapping[str, Mapping[str, Any]],
        vocabulary: Vocabulary,
        units: _Units,
    ) -> None:
        self.office, self.columns, self.values = office, columns, values
        self.vocabulary, self.units = vocabulary, units

    def row(self, draft: RowDraft, errors: list[CellError]) -> PreviewRow:
        one = PreviewRow(draft=draft, errors=errors)
        self._unit(one)
        self._source(one)
        self._type(one)
        self._nature(one)
        self._cause(one)
        self._state(one)
        self._figures(one)
        for key, limit in LENGTHS.items():
            if len(getattr(draft, key)) > limit:
                self._fault(one, key, _("This is longer than %(limit)s characters. Shorten it."), limit=limit)
        if one.unit and one.violation_type and draft.facts and draft.found_on:
            one.identity = row_identity(
                self.office.code, one.unit.code, one.violation_type.code, draft.facts, draft.found_on
            )
        return one

    def _cell(self, one: PreviewRow, key: str, template: Any, values: dict[str, Any]) -> CellError:
        column = self.columns.get(key)
        return CellError(one.row, None if column is None else column_letter(column), Sentence(template, values))

    def _fault(self, one: PreviewRow, key: str, template: Any, **values: Any) -> None:
        one.errors.append(self._cell(one, key, template, values))

    def _doubt(self, one: PreviewRow, key: str, template: Any, **values: Any) -> None:
        one.warnings.append(self._cell(one, key, template, values))

    def _unit(self, one: PreviewRow) -> None:
        name = one.draft.unit
        if not name:
            return  # the sheet's own fault is named already
        unit = self.units.found.get(name)
        if unit is None:
            near = self.units.closest(name)
            if near:
                self._fault(
                    one,
                    "unit",
                    _(
                        "“%(name)s” is not in your office's list. Names like it: %(names)s. "
                        "Write the one that is meant."
                    ),
                    name=name,
                    names=_Names(near),
                )
            else:
                self._fault(
                    one,
                    "unit",
                    _("“%(name)s” is not in your office's list. Write the unit's full name or its institution code."),
                    name=name,
                )
            return
        one.unit = unit
        if unit.unit_class == Unit.Class.PRODUCTION:
            self._fault(one, "unit", _("Units of the production-and-operation class are outside the ledger."))
        elif unit.valid_until is not None and not one.is_closed:
            self._fault(one, "unit", _("This unit no longer exists. Write the unit that took over its duties."))
        stated, ours = one.draft.competent_department, unit.competent_department
        if stated and stated not in ((ours.name, ours.code) if ours else (unit.name,)):
            self._doubt(
                one,
                "competent_department",
                _("The sheet says “%(stated)s”; in your office's list it is “%(ours)s”, which counts."),
                stated=stated,
                ours=ours.name if ours else "—",
            )

    def _meaning(self, key: str, word: str) -> Any:
        words = self.values.get(key, {})
        return words.get(word) or words.get(OTHER_VALUES)

    def _unmapped(self, one: PreviewRow, key: str) -> None:
        self._fault(
            one,
            key,
            _("It is not said what “%(word)s” means here. Map it in the step before, or correct the cell."),
            word=getattr(one.draft, key),
        )

    def _source(self, one: PreviewRow) -> None:
        if not one.draft.source:
            return
        meaning = self._meaning("source", one.draft.source)
        one.source = self.vocabulary.sources.get(meaning["source"]) if meaning else None
        if one.source is None:
            self._unmapped(one, "source")
            return
        one.finder_level = meaning["finder_level"]
        if one.draft.finder_level:
            level = self._meaning("finder_level", one.draft.finder_level)
            if level is None:
                self._unmapped(one, "finder_level")
            else:
                one.finder_level = level
        if one.source.found_above:
            one.finder_level = FinderLevel.SUPERIOR

    def _type(self, one: PreviewRow) -> None:
        if one.draft.violation_type:
            one.violation_type = self.vocabulary.types.get(
                self._meaning("violation_type", one.draft.violation_type) or ""
            )
            if one.violation_type is None:
                self._unmapped(one, "violation_type")

    def _nature(self, one: PreviewRow) -> None:
        if not one.draft.nature:
            return
        one.nature = self._meaning("nature", one.draft.nature) or ""
        if not one.nature:
            self._unmapped(one, "nature")
        elif one.nature == Nature.POLICY and one.violation_type and not one.violation_type.may_be_policy_caused:
            self._fault(
                one, "nature", _("Only over quota and leaders over quota can be policy-caused; choose violation.")
            )

    def _cause(self, one: PreviewRow) -> None:
        if one.draft.cause:
            one.cause = self.vocabulary.causes.get(self._meaning("cause", one.draft.cause) or "")
            if one.cause is None:
                self._doubt(
                    one,
                    "cause",
                    _("It is not said what “%(word)s” means here, so the cause is left open."),
                    word=one.draft.cause,
                )

    def _state(self, one: PreviewRow) -> None:
        """Closed by its date, else as the progress says; without progress assigned, or registered with no deadline."""
        draft = one.draft
        if one.is_closed:
            one.state = State.CLOSED
        elif draft.progress:
            one.state = self._meaning("progress", draft.progress) or ""
            if not one.state:
                self._unmapped(one, "progress")
        else:
            one.state = State.ASSIGNED if draft.approved_on else State.REGISTERED
        faulty = {error.column for error in one.errors}
        due = self.columns.get("approved_on")
        misread = due is not None and column_letter(due) in faulty
        if one.state and one.state != State.REGISTERED and draft.approved_on is None and not misread:
            self._fault(one, "approved_on", _("An entry at work needs its deadline. Fill it in."))
        if draft.closed_on and draft.approved_on and draft.closed_on > draft.approved_on:
            self._doubt(one, "closed_on", _("Closed after the deadline; it counts as closed late."))

    def _figures(self, one: PreviewRow) -> None:
        kind = one.violation_type.figures if one.violation_type else ""
        if not kind or not one.draft.facts:
            return
        stated = parse_figures(one.violation_type.code, one.draft.facts)  # type: ignore[union-attr]
        found = stated.get("found")
        if kind not in {FigureKind.STAFF, FigureKind.LEADERS}:
            one.figures = Figures(found=found)
            return
        quota, actual = stated.get("approved"), stated.get("actual")
        if quota is None or actual is None:
            self._doubt(one, "facts", _("The facts do not say quota and actual number, so the figures stay empty."))
        elif stated.get("conflict") or actual <= quota:
            one.figures = Figures(quota=quota, actual=actual)
            self._doubt(
                one,
                "facts",
                _("Actual %(actual)s minus quota %(quota)s is not the excess stated, so the excess stays empty."),
                actual=actual,
                quota=quota,
            )
        else:
            one.figures = Figures(quota=quota, actual=actual, found=actual - quota)


class _Names(tuple[str, ...]):
    """Names joined the way the reader's language does it, when somebody reads them."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(SUBJECT).join(f"“{name}”" for name in self)


def entering_state(row: PreviewRow, *, ordered: bool) -> str:
    """The state a new row enters the ledger in. Without a leader's order nothing is beyond assigned."""
    if ordered or row.state in {State.REGISTERED, State.ASSIGNED}:
        return row.state
    return State.ASSIGNED


def error_places(found: Preview, most: int = 5) -> Iterator[str]:
    """Where the first faults are: ``H6``, ``row 7``."""
    for error in found.errors[:most]:
        yield error.cell
