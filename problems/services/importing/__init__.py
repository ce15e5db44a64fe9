"""Taking a spreadsheet ledger over: from the uploaded workbook to entries with numbers. Source: B13, decided.md.

- ``runs``     the acts of a person on a run: start, map, send, order, abandon;
- ``answers``  what a person says of single rows: left out, the same entry, a new one;
- ``undo``     taking a written run back as one act;
- ``commit``   the one act that writes the rows, all or nothing;
- ``preview``  what each row would become, as a pure answer; ``judging`` one row, ``doubts`` against the ledger,
  ``outcome`` what comes of it;
- ``mapping``  columns by heading and values by word, remembered per office;
- ``tables``   the workbook as kept, read under limits;
- ``access``   who may know a run and who may act on it;  ``progress``  how far a running commit is.
"""

from problems.services.importing.access import (
    entries_of,
    may_order,
    may_prepare,
    may_undo,
    run_of,
    runs_of,
    runs_visible_to,
    undone_by,
    waits_for,
)
from problems.services.importing.answers import answer_rows, exclude_rows
from problems.services.importing.commit import commit_import, resume_account, stuck_runs
from problems.services.importing.mapping import OTHER_VALUES
from problems.services.importing.outcome import Preview, PreviewRow
from problems.services.importing.preview import preview, preview_table
from problems.services.importing.progress import Progress, progress_of
from problems.services.importing.runs import (
    abandon_import,
    map_import,
    order_take_over,
    send_import,
    start_import,
)
from problems.services.importing.undo import undo_import

__all__ = [
    "OTHER_VALUES",
    "Preview",
    "PreviewRow",
    "Progress",
    "abandon_import",
    "answer_rows",
    "commit_import",
    "entries_of",
    "exclude_rows",
    "map_import",
    "may_order",
    "may_prepare",
    "may_undo",
    "order_take_over",
    "preview",
    "preview_table",
    "progress_of",
    "resume_account",
    "run_of",
    "runs_of",
    "runs_visible_to",
    "send_import",
    "start_import",
    "stuck_runs",
    "undo_import",
    "undone_by",
    "waits_for",
]
