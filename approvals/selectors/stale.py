"""What others did to an application, a meeting or rules while somebody typed. Source: B05, reliability rule 10."""

from typing import Any

from approvals.models import Application, GateRule, Meeting
from approvals.states import State
from problems.selectors.stale import changes_of

SHOWN: dict[type, tuple[str, ...]] = {
    Application: ("title", "state", "irregular", "due_on"),
    Meeting: ("title", "held_on", "place", "chaired_by", "minutes_number", "closed_on"),
    GateRule: ("note", "basis", "valid_from"),
}


def present_of(row: Application | Meeting | GateRule, version: int) -> tuple[dict[str, Any], int]:
    """What changed since the version of a form, as ``changes_of`` tells it, and the version of now.

    The caller has reached the row through a selector.
    """
    found = changes_of(type(row), row.pk, version, SHOWN[type(row)])
    if isinstance(row, Application):
        for line in found["fields"]:
            for name in ("before", "now"):
                line[name] = str(State(line[name]).label) if line[name] in State.values else line[name]
    return found, type(row).objects.values_list("version", flat=True).get(pk=row.pk)
