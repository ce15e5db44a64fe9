"""Remembering when entries were closed and when that ended, for figures of past days. Called inside the act."""

from collections.abc import Iterable
from datetime import date

from audit.sets import create_with_history
from problems.models import Closing, Problem


def note_closings(problems: Iterable[Problem]) -> None:
    """Remember that these entries are closed now, by their closing day and latest decided date (set-based)."""
    rows = []
    for one in problems:
        assert one.closed_on is not None  # noqa: S101 - callers pass closed entries only
        rows.append(Closing(problem=one, closed_on=one.closed_on, deadline_on=one.deadline_on or one.closed_on))
    create_with_history(Closing, rows)


def end_closing(problem: Problem, on: date) -> None:
    """End the closing in force because the problem came back."""
    closing = Closing.objects.select_for_update(no_key=True).get(problem=problem, ended_on=None)
    closing.ended_on = on
    closing.save(update_fields=["ended_on"])
