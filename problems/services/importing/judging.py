"""Maps the words of one row and names what the office, not the sheet, knows to be wrong with it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Office, Unit
from problems.models.entries import FinderLevel, Nature
from problems.models.words import FigureKind
from problems.services.importing.mapping import OTHER_VALUES, Vocabulary
from problems.services.importing.outcome import Figures, PreviewRow
from problems.services.importing.units import Units
from problems.spreadsheets.errors import CellError, Sentence, column_letter
from problems.spreadsheets.rows import RowDraft
from problems.spreadsheets.values import parse_figures, row_identity
from problems.states import State

# Lengths of the columns that take these cells; longer ones are errors, never cut.
LENGTHS = {"responsible": 40, "handler": 40, "required_by": 120, "source_document": 120, "sub_source": 100}
SUBJECT = pgettext_lazy("between names", ", ")


class Judge:
    """Maps the words of one row and names what the office, not the sheet, knows to be wrong with it."""

    def __init__(
        self,
        office: Office,
        columns: Mapping[str, int],
        values: Mapping[str, Mapping[str, Any]],
        vocabulary: Vocabulary,
        units: Units,
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
        self._required(one)
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
        said = self.values.get("unit", {}).get(name)
        unit = self.units.found.get(name) or (self.units.by_code.get(said) if said else None)
        if unit is None:
            near = self.units.closest(name)
            if near:
                self._fault(
                    one,
                    "unit",
                    _(
                        "“%(name)s” is not in your office's list. Names like it: %(names)s. "
                        "Say under “Columns and words” which unit is meant, or correct the cell."
                    ),
                    name=name,
                    names=_Names(near),
                )
            else:
                self._fault(
                    one,
                    "unit",
                    _(
                        "“%(name)s” is not in your office's list. Say under “Columns and words” which unit is meant, "
                        "or write its full name or institution code."
                    ),
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

    def _required(self, one: PreviewRow) -> None:
        draft = one.draft
        column = self.columns.get("required_on")
        misread = column is not None and column_letter(column) in {error.column for error in one.errors}
        if draft.required_by and draft.required_on is None and not misread:
            self._doubt(one, "required_by", _("No required date stands in this row, so who requires it is left out."))
        elif draft.required_on and draft.approved_on and draft.approved_on > draft.required_on and not one.is_closed:
            self._doubt(
                one,
                "required_on",
                _(
                    "The deadline %(due)s lies beyond the required date %(day)s. It is taken as it stands, and its"
                    " light warns until the consent of the body is recorded."
                ),
                due=draft.approved_on,
                day=draft.required_on,
            )

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
