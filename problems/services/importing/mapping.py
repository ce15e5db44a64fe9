"""Which column is which field, and which word of the sheet means what here; remembered per office by name.

Shapes, the same in the run, in the office's memory and in a mapping file:
``columns`` field → 0-based column (in memory and files: the heading); ``values`` field → {word of the sheet: code},
where a source's code is ``{"source": code, "finder_level": "own" | "superior" | "unit"}`` and a unit's its institution
code. XX
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.errors import Invalid
from organizations.models import Office
from problems.models import Cause, ImportProfile, Source, ViolationType
from problems.models.entries import FinderLevel, Nature
from problems.services.importing.tables import Table
from problems.services.importing.units import Units
from problems.spreadsheets.fields import FIELDS_BY_KEY, REQUIRED_KEYS, heading_key, suggest_columns
from problems.spreadsheets.header import Header
from problems.spreadsheets.rows import RowDraft, distinct_values
from problems.states import State

# A word that stands for all words of the field that are not mapped by themselves (progress notes are often free text).
OTHER_VALUES = "*"
MAPPED_FIELDS = ("unit", "source", "violation_type", "nature", "progress", "finder_level", "cause")
PROGRESS_STATES = (State.ASSIGNED, State.PLAN_SUBMITTED, State.RECTIFYING)
CONTROL_CHARACTERS = _(
    "A word here holds control characters, which no cell of the ledger has. Take the words as the sheet shows them."
)
USUAL: dict[str, dict[str, Any]] = {
    "nature": {
        **dict.fromkeys(("违规类", "违规", "违规性", "违规违纪类"), Nature.VIOLATION),
        **dict.fromkeys(("政策类", "政策性", "政策性原因", "政策原因"), Nature.POLICY),
    },
    "finder_level": {
        **dict.fromkeys(("本级", "本级检查"), FinderLevel.OWN),
        **dict.fromkeys(("上级", "上级检查"), FinderLevel.SUPERIOR),
        **dict.fromkeys(("本单位", "自查", "单位自查"), FinderLevel.UNIT),
    },
    "progress": {},
}


def has_control(text: str) -> bool:
    """Whether a text holds what cells never do and the database does not take: NUL, other controls, half characters."""
    return any(unicodedata.category(char) in {"Cc", "Cs"} and char != "\n" for char in text)


@dataclass(frozen=True)
class Vocabulary:
    """The reference words in use, by code, and the units of one office. Four queries."""

    sources: dict[str, Source]
    types: dict[str, ViolationType]
    causes: dict[str, Cause]
    units: Units
    office_id: int

    def codes(self, field: str) -> set[str]:
        """What a word of ``field`` may mean."""
        known: dict[str, Iterable[str]] = {
            "source": self.sources,
            "violation_type": self.types,
            "cause": self.causes,
            "nature": Nature.values,
            "finder_level": FinderLevel.values,
            "progress": PROGRESS_STATES,
            "unit": self.units.by_code,
        }
        return {str(code) for code in known[field]}

    def usual(self, field: str) -> dict[str, Any]:
        """Words that need no decision: the Chinese names of the reference data, and the plain words for natures."""
        if field == "source":
            sources = self.sources.items()
            return {one.name_zh: {"source": code, "finder_level": usual_finder(one)} for code, one in sources}
        if field in {"violation_type", "cause"}:
            words: Mapping[str, ViolationType | Cause] = self.types if field == "violation_type" else self.causes
            return {one.name_zh: code for code, one in words.items()}
        return USUAL.get(field, {})


def load_vocabulary(office: Office) -> Vocabulary:
    """The words in use, for the ledger of ``office``."""
    return Vocabulary(
        units=Units(office),
        office_id=office.pk,
        sources={one.code: one for one in Source.objects.filter(in_use=True)},
        types={one.code: one for one in ViolationType.objects.filter(in_use=True)},
        causes={one.code: one for one in Cause.objects.filter(in_use=True)},
    )


def usual_finder(source: Source) -> str:
    """Who finds what comes from this source, unless the office says otherwise."""
    if source.found_above:
        return FinderLevel.SUPERIOR
    return FinderLevel.UNIT if source.code == "self_inspection" else FinderLevel.OWN


def headings(header: Header, columns: Mapping[str, int]) -> dict[str, str]:
    """The headings of the chosen columns, to be remembered."""
    return {field: header.columns[index] for field, index in columns.items()}


def columns_by_heading(header: Header, wanted: Mapping[str, str]) -> dict[str, int]:
    """The columns under remembered headings, whatever their order; a heading that is not there is left out."""
    joined = [heading_key(name) for name in header.columns]
    leaves = [heading_key(name) for name in header.leaf]
    found: dict[str, int] = {}
    for field, heading in wanted.items():
        if field not in FIELDS_BY_KEY or not heading:
            continue
        whole, last = heading_key(heading), heading_key(str(heading).split("·")[-1])
        place = joined.index(whole) if whole in joined else leaves.index(last) if last in leaves else None
        if place is not None and place not in found.values():
            found[field] = place
    return found


def suggested_columns(header: Header, profile: ImportProfile | None) -> dict[str, int]:
    """What the office chose last time, completed by the usual headings."""
    chosen = columns_by_heading(header, profile.columns) if profile else {}
    for field, index in suggest_columns(header).items():
        if field not in chosen and index not in chosen.values():
            chosen[field] = index
    return chosen


def check_columns(header: Header, columns: Mapping[str, Any]) -> dict[str, int]:
    """The columns as a person chose them.

    Raises: Invalid naming every field that has no column, a wrong one, or one that another field has.
    """
    errors: dict[str, list] = {}
    chosen: dict[str, int] = {}
    for field, index in columns.items():
        if has_control(str(field)):
            errors["columns"] = [CONTROL_CHARACTERS]
        elif field not in FIELDS_BY_KEY:
            errors[str(field)] = [_("The ledger has no such field.")]
        elif not isinstance(index, int) or not 0 <= index < len(header.columns):
            errors[field] = [_("The sheet has no such column. Choose one from the list.")]
        elif index in chosen.values():
            errors[field] = [
                _("The column “%(column)s” is already chosen for another field.") % {"column": header.columns[index]}
            ]
        else:
            chosen[field] = index
    for field in REQUIRED_KEYS:
        if field not in chosen and field not in errors:
            errors[field] = [
                _("No column is chosen for %(field)s. Choose the column that holds it.")
                % {"field": FIELDS_BY_KEY[field].label}
            ]
    if errors:
        raise Invalid(errors=errors)
    return chosen


def check_values(values: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """The meaning of words as a person chose it; what was left open is left out.

    Raises: Invalid naming every word whose meaning is not known here.
    """
    errors: dict[str, list] = {}
    checked: dict[str, dict[str, Any]] = {}
    for field, words in values.items():
        if has_control(str(field)):
            errors["values"] = [CONTROL_CHARACTERS]
            continue
        if field not in MAPPED_FIELDS or not isinstance(words, Mapping):
            errors[str(field)] = [_("The words of this field are not mapped.")]
            continue
        known = vocabulary.codes(field)
        for word, meaning in words.items():
            if has_control(str(word)):
                errors.setdefault(field, []).append(CONTROL_CHARACTERS)
                continue
            if not meaning:
                continue
            code = meaning.get("source") if field == "source" and isinstance(meaning, Mapping) else meaning
            finder = meaning.get("finder_level") if field == "source" and isinstance(meaning, Mapping) else None
            if not code:
                continue
            if isinstance(code, str) and has_control(code):
                errors.setdefault(field, []).append(CONTROL_CHARACTERS)
                continue
            if field == "unit" and word == OTHER_VALUES:
                errors.setdefault(field, []).append(_("Each name of a unit is said by itself; “*” is not taken here."))
                continue
            if field == "unit" and isinstance(code, str) and (named := vocabulary.units.found.get(code)):
                meaning = code = named.code  # a mapping file may give the name
            if not isinstance(code, str) or code not in known or (finder and finder not in FinderLevel.values):
                errors.setdefault(field, []).append(
                    _("“%(word)s” cannot mean “%(code)s”, which is not known here. Choose from the list.")
                    % {"word": word, "code": code}
                )
                continue
            if field == "source":
                meaning = {"source": code, "finder_level": finder or usual_finder(vocabulary.sources[code])}
            checked.setdefault(field, {})[str(word)] = meaning
    if errors:
        raise Invalid(errors=errors)
    return checked


def words_to_map(drafts: Iterable[RowDraft], columns: Mapping[str, int], units: Units) -> dict[str, dict[str, int]]:
    """The words of each mapped field with their number of rows; progress counts for open rows only, and of units those
    names that the office does not know."""
    rows = list(drafts)
    found = {}
    for field in MAPPED_FIELDS:
        if field in columns:
            asked = [draft for draft in rows if draft.closed_on is None] if field == "progress" else rows
            words = distinct_values(asked, field)
            found[field] = (
                {one: rows for one, rows in words.items() if units.unknown(one)} if field == "unit" else words
            )
    return found


def remembered_values(
    words: Mapping[str, Mapping[str, int]], vocabulary: Vocabulary, *known: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """What the words of this sheet mean as far as it is known; of several ``known`` the later one wins.

    A remembered code that is no longer in use is left out, so that the word is asked again.
    """
    found: dict[str, dict[str, Any]] = {}
    for field, counted in words.items():
        codes, merged = vocabulary.codes(field), dict(vocabulary.usual(field))
        for one in known:
            merged.update(one.get(field, {}))
        meanings = {
            word: merged[word]
            for word in (*counted, OTHER_VALUES)
            if word in merged and (merged[word]["source"] if field == "source" else merged[word]) in codes
        }
        if meanings:
            found[field] = meanings
    return found


def mapping_from_file(table: Table, mapping: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[dict[str, int], dict]:
    """Columns and values of a mapping file, for a sheet.

    Raises: Invalid naming headings that are not in the sheet and codes that are not known.
    """
    wanted = mapping.get("columns") or {}
    columns = columns_by_heading(table.header, wanted)
    missing = [str(heading) for field, heading in wanted.items() if field not in columns]
    if missing:
        raise Invalid(
            errors={
                "columns": [
                    _("These headings of the mapping are not in the sheet: %(headings)s.")
                    % {"headings": ", ".join(missing)}
                ]
            }
        )
    return check_columns(table.header, columns), check_values(mapping.get("values") or {}, vocabulary)
