"""How the preview shows a row and what is said of the sheet as a whole."""

from typing import Any

from django.utils.translation import gettext as _

from problems.models import ImportRun
from problems.models.entries import FinderLevel, Nature
from problems.services.importing.doubts import Why
from problems.services.importing.outcome import PreviewRow
from problems.services.importing.preview import entering_state
from problems.spreadsheets.body import Kind, left_out
from problems.spreadsheets.errors import column_letter
from problems.spreadsheets.header import Header
from problems.spreadsheets.sheet import Sheet
from problems.states import State

MAX_NOTED = 200  # rows listed by themselves

CELLS = ("unit", "source", "violation_type", "nature", "facts", "found_on", "approved_on", "progress", "closed_on")


def line_of(one: PreviewRow, run: ImportRun, *, ordered: bool = False) -> dict[str, Any]:
    """One row for the page: each cell with what it becomes, and its faults and remarks in it.

    ``ordered``: whether the rows enter as they stand, by a leader's order.
    """
    faults: dict[str | None, list[Any]] = {}
    for error in one.errors:
        faults.setdefault(error.column, []).append(error.message)
    remarks: dict[str | None, list[Any]] = {}
    for warning in one.warnings:
        remarks.setdefault(warning.column, []).append(warning.message)
    why = reasons() if one.alike else {}
    becomes = {
        "unit": one.unit.name if one.unit else "",
        "source": f"{one.source}, {FinderLevel(one.finder_level).label}" if one.source else "",
        "violation_type": str(one.violation_type or ""),
        "nature": Nature(one.nature).label if one.nature else "",
        "progress": State(entering_state(one, ordered=ordered)).label if one.state else "",
    }
    cells = []
    for key in CELLS:
        place = run.columns.get(key)
        letter = None if place is None else column_letter(place)
        value = getattr(one.draft, key)
        cells.append(
            {
                "key": key,
                "value": value,
                "is_day": hasattr(value, "isoformat"),
                "becomes": becomes.get(key, ""),
                "errors": faults.pop(letter, []) if letter else [],
                "warnings": remarks.pop(letter, []) if letter else [],
            }
        )
    return {
        "row": one.row,
        "number": one.known_as,
        "entry": one.known_id,
        "said": one.answer,
        "alike": [
            {"pk": alike.pk, "number": alike.number, "why": why[alike.why], "facts": alike.facts, "day": alike.found_on}
            for alike in one.alike
        ],
        "cells": cells,
        "figures": one.figures,
        "errors": [sentence for rest in faults.values() for sentence in rest],
        "warnings": [sentence for rest in remarks.values() for sentence in rest],
    }


def notes_on(sheet: Sheet, header: Header) -> dict[str, Any]:
    """What of a sheet is not taken for ledger rows, and what is read although it is hidden."""
    kinds = {
        Kind.TOTAL: _("total"),
        Kind.SIGNATURE: _("signature or note"),
        Kind.HEADING: _("heading"),
    }
    found = left_out(sheet, header)
    hidden = sorted(row for row in sheet.hidden_rows if row >= header.body_start)
    return {
        "left_out": [{"row": one.row, "kind": kinds[one.kind], "text": one.text} for one in found[:MAX_NOTED]],
        "left_out_count": len(found),
        "hidden_rows": len(hidden),
        "hidden_columns": ", ".join(column_letter(index) for index in sorted(sheet.hidden_columns)),
    }


def reasons() -> dict[Why, str]:
    """Why an entry is offered, in words."""
    return {
        Why.NUMBER: _("the sheet names its number"),
        Why.DAY: _("same unit, type and day"),
        Why.FACTS: _("same unit and facts"),
        Why.MUCH_ALIKE: _("same unit and day, facts much alike"),
    }
