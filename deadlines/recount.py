"""Dates that rooms above keep in tables of their own and have to count again when a calendar year is loaded.

This room may not import them, so they register what is to be called when the applications start. Source: decided.md.
"""

from collections.abc import Callable

from deadlines.calendar import WorkingCalendar

Recount = Callable[[WorkingCalendar, WorkingCalendar], int]
_registered: dict[str, Recount] = {}


def register_recount(name: str, recount: Recount) -> None:
    """Have ``recount(before, after)`` called inside the act that loads a calendar; it answers how many dates moved."""
    _registered[name] = recount


def recount_all(before: WorkingCalendar, after: WorkingCalendar) -> int:
    """Count all registered dates again, by name; answers how many moved."""
    return sum(_registered[name](before, after) for name in sorted(_registered))
