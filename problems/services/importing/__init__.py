"""Taking a spreadsheet ledger over: from the uploaded workbook to entries with numbers. Source: B13, decided.md.

- ``runs``     the acts of a person on a run: start, map, exclude, send, order, abandon;
- ``commit``   the one act that writes the rows, all or nothing;
- ``preview``  what each row would become, as a pure answer;
- ``mapping``  columns by heading and values by word, remembered per office;
- ``tables``   the workbook as kept, read under limits;
- ``access``   who may know a run and who may act on it;  ``progress``  how far a running commit is.
"""

from problems.services.importing.access import entries_of, may_order, may_prepare, run_of, runs_visible_to
from problems.services.importing.commit import commit_import, resume_account, stuck_runs
from problems.services.importing.mapping import OTHER_VALUES
from problems.services.importing.preview import Preview, PreviewRow, preview, preview_table
from problems.services.importing.progress import Progress, progress_of
from problems.services.importing.runs import (
    abandon_import,
    exclude_rows,
    map_import,
    order_take_over,
    send_import,
    start_import,
)

__all__ = [
    "OTHER_VALUES",
    "Preview",
    "PreviewRow",
    "Progress",
    "abandon_import",
    "commit_import",
    "entries_of",
    "exclude_rows",
    "map_import",
    "may_order",
    "may_prepare",
    "order_take_over",
    "preview",
    "preview_table",
    "progress_of",
    "resume_account",
    "run_of",
    "runs_visible_to",
    "send_import",
    "start_import",
    "stuck_runs",
]
