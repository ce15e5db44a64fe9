"""What a row of a sheet is held for, and all rows of a sheet together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.models import Unit
from problems.models import Cause, Source, ViolationType
from problems.models.entries import FinderLevel
from problems.services.importing.doubts import Alike
from problems.services.importing.tables import Table
from problems.spreadsheets.errors import CellError, Sentence
from problems.spreadsheets.rows import RowDraft

NEW, KNOWN, DOUBTFUL, ERROR, EXCLUDED = "new", "known", "doubtful", "error", "excluded"
STATUSES = (ERROR, DOUBTFUL, NEW, KNOWN, EXCLUDED)
PERHAPS = _(
    "Perhaps already in the ledger as %(numbers)s. Say in the preview whether it is the same entry or a new one."
)
OUT, SAME, ANOTHER = "out", "same", "new"  # what a person says of a row


@dataclass(frozen=True, slots=True)
class Figures:
    """What the facts count; None where they do not say."""

    quota: int | None = None
    actual: int | None = None
    found: int | None = None


@dataclass(slots=True)
class PreviewRow:
    """One row: its draft, what it maps to, and what is wrong or remarkable in it. ``status`` is one of ``STATUSES``.

    ``alike`` are the entries that it may be; ``answer`` is what a person said of it, with reason and name.
    """

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
    known_id: int | None = None
    alike: list[Alike] = field(default_factory=list)
    answer: Mapping[str, Any] = field(default_factory=dict)
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
    def notes(self) -> list[CellError]:
        """Errors, and what doubtful rows may be: all that has to be answered, for the workbook given back."""
        asked = [
            CellError(
                one.row, None, Sentence(PERHAPS, {"numbers": ", ".join(alike.number or "—" for alike in one.alike)})
            )
            for one in self.having(DOUBTFUL)
        ]
        return sorted([*self.errors, *asked], key=lambda note: note.row)

    @property
    def faults(self) -> int:
        """Rows that keep the workbook out; a fault of the headings counts as one."""
        return self.counts[ERROR] + len(self.header_errors)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to write and nothing in its way."""
        return not self.faults and not self.counts[DOUBTFUL] and self.counts[NEW] > 0
