"""What an entry is joined with, as the API answers it."""

from typing import Any

from problems.models import Problem
from problems.selectors.joining import joined_with


def joined_output(problem: Problem, viewer: Any) -> dict[str, Any]:
    """Units, links and merged entries of one entry, of what the viewer may see."""
    joined = joined_with(problem, viewer)
    return {
        "assisting": [
            {"id": one.pk, "unit_id": one.unit_id, "unit": one.unit.name, "task": one.task, "since": one.since}
            for one in joined.assisting
        ],
        "links": [
            {
                "id": one.link.pk,
                "problem": one.other.pk,
                "number": one.other.number,
                "is": "earlier" if one.earlier else "recurrence" if one.later else "related",
                "reason": one.link.reason,
            }
            for one in joined.links
        ],
        "merged_here": [{"problem": one.pk, "number": one.number} for one in joined.merged_here],
        "merged_into": (
            {"problem": joined.merged_into.pk, "number": joined.merged_into.number} if joined.merged_into else None
        ),
    }
