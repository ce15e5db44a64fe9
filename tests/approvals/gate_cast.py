"""What the standard rules of the gate say, in words apart from the product, and facts made up to ask them of."""

from typing import Any

from approvals.models import ApplicationKind, Standing
from problems.models import ViolationType

THREE = "三超两乱"
NOT_BEGUN = {"registered", "assigned", "plan_submitted"}


def expected(effect: str, kind: ViolationType, standing: str, state: str, own: bool) -> str:
    """What the standard rules say in words: additions pause or are refused while a violation is not rectified."""
    if effect != "addition" or standing == Standing.ON_PLAN:
        return "admitted"
    if not own:
        return "paused" if standing == Standing.VIOLATION and THREE in kind.tags.split() else "admitted"
    if standing == Standing.VIOLATION and state in NOT_BEGUN:
        return "refused"
    return "paused"


def an_entry_fact(kind: ViolationType, standing: str, state: str, own: bool) -> dict[str, Any]:
    return {
        "id": 1, "number": "X〔2026〕1", "type": kind.code, "type_zh": kind.name_zh, "type_en": kind.name_en,
        "tags": kind.tags.split(), "standing": standing, "state": state, "own": own, "unit": "单位",
        "registered_on": "2026-01-05", "deadline_on": None,
    }  # fmt: skip


def inputs_for(kind: ApplicationKind, clauses: list[dict[str, Any]], entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "form": 1, "kind": {"code": kind.code}, "effect": str(kind.effect), "items": [], "cures": [], "irregular": "",
        "entries": entries, "suspensions": [], "withdrawals": [], "exceptions": [],
        "record": {"relapses": 0, "extensions": 0, "overdue_days": 0, "refusals": 0}, "rule": {"clauses": clauses},
    }  # fmt: skip
