"""The answer of the gate from plain data alone: no database, no clock, no language. Source: D4, H1.

Whoever has the inputs of a sheet can judge them again and must get the same answer; that is how a sheet is verified.
"""

import hashlib
import json
from typing import Any

from approvals.models.gate import Ground, Outcome, Whose

WEIGHT = {Outcome.ADMITTED: 0, Outcome.PAUSED: 1, Outcome.REFUSED: 2}
THRESHOLDS = ("relapses", "extensions", "overdue_days", "refusals")
FORM = 1  # of inputs and answer; another one keeps the old sheets readable

Data = dict[str, Any]


def judge(inputs: Data) -> Data:
    """What the rules in ``inputs`` answer to the facts in ``inputs``.

    For each entry the first clause that fits decides; other grounds are asked clause by clause; the heaviest outcome of
    all is the answer. An entry that the application cures, or that a collective decision sets aside, blocks nothing;
    nor does the unit's record where such a decision sets that aside.

    Args:
        inputs: As ``approvals.gate.facts.gather`` makes them: unit, kind, effect, items, day, entries, suspensions,
            withdrawals, record, exceptions, and the rule with its clauses.

    Returns: ``outcome``; ``blocking``: what stands in the way, each with its clause and what would lift it; ``passed``:
        entries that do not, each with why; ``by_exception``: whether an exception made the difference.

    Worked example: one own violation, being rectified, and the standard rules: an addition is paused, a reduction
    admitted.
    """
    clauses = [one for one in inputs["rule"]["clauses"] if _concerns(one, inputs)]
    blocking: list[Data] = []
    passed: list[Data] = []
    record_excepted = any(one.get("record") for one in inputs["exceptions"])
    excepted = {entry: one["id"] for one in inputs["exceptions"] for entry in one["entries"]}
    by_exception = False
    for entry in inputs["entries"]:
        clause = next((one for one in clauses if one["ground"] == Ground.ENTRY and _fits(one, entry)), None)
        if clause is None or clause["outcome"] == Outcome.ADMITTED:
            passed.append({**_entry(entry), "why": "rule" if clause else "no_rule", **_clause(clause)})
        elif entry["id"] in inputs["cures"]:
            passed.append({**_entry(entry), "why": "cured", **_clause(clause)})
        elif entry["id"] in excepted:
            by_exception = True
            passed.append({**_entry(entry), "why": "excepted", "exception": excepted[entry["id"]], **_clause(clause)})
        else:
            blocking.append({"ground": Ground.ENTRY.value, **_entry(entry), **_clause(clause)})
    for clause in clauses:
        if clause["outcome"] == Outcome.ADMITTED:
            continue
        found = _others(clause, inputs)
        if found and clause["ground"] == Ground.RECORD and record_excepted:
            by_exception = True
        else:
            blocking += found
    outcome = max((one["outcome"] for one in blocking), key=lambda one: WEIGHT[Outcome(one)], default="admitted")
    return {
        "form": FORM,
        "outcome": str(outcome),
        "blocking": blocking,
        "passed": passed,
        "by_exception": by_exception and outcome == Outcome.ADMITTED,
    }


def digest(inputs: Data, answer: Data) -> str:
    """SHA-256 over inputs and answer in one canonical writing; printed on the sheet."""
    text = json.dumps([inputs, answer], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def holds(inputs: Data, answer: Data, kept: str) -> bool:
    """Whether a stored sheet is whole: its hash fits its content, and judging its inputs again answers the same."""
    return digest(inputs, answer) == kept and judge(inputs) == answer


def _concerns(clause: Data, inputs: Data) -> bool:
    """Whether a clause speaks of applications such as this one."""
    effects, kinds = clause["effects"], clause["kinds"]
    return (not effects or inputs["effect"] in effects) and (not kinds or inputs["kind"]["code"] in kinds)


def _fits(clause: Data, entry: Data) -> bool:
    """Whether an entry is one of those that a clause speaks of."""
    whose = clause["whose"]
    if whose != Whose.BOTH and entry["own"] != (whose == Whose.OWN):
        return False
    if clause["types"] and entry["type"] not in clause["types"]:
        return False
    if clause["tags"] and not set(clause["tags"]) & set(entry["tags"]):
        return False
    if clause["standings"] and entry["standing"] not in clause["standings"]:
        return False
    return not clause["states"] or entry["state"] in clause["states"]


def _others(clause: Data, inputs: Data) -> list[Data]:
    """What a clause finds against the application apart from entries."""
    ground = clause["ground"]
    kind = inputs["kind"]["code"]
    if ground in {Ground.SUSPENSION, Ground.WITHDRAWAL}:
        found = inputs["suspensions" if ground == Ground.SUSPENSION else "withdrawals"]
        return [
            {"ground": ground, "control": one, **_clause(clause)}
            for one in found
            if not one["kinds"] or kind in one["kinds"]
        ]
    if ground == Ground.IRREGULAR and inputs["irregular"]:
        return [{"ground": ground, "reason": inputs["irregular"], **_clause(clause)}]
    if ground == Ground.RECORD:
        limits = {name: clause[name] for name in THRESHOLDS if clause[name] is not None}
        reached = {name: inputs["record"][name] for name, limit in limits.items() if inputs["record"][name] >= limit}
        if reached:
            return [{"ground": ground, "reached": reached, **_clause(clause)}]
    return []


def _entry(entry: Data) -> Data:
    return {
        name: entry[name]
        for name in ("id", "number", "type", "type_zh", "type_en", "standing", "state", "unit", "own", "deadline_on")
    }


def _clause(clause: Data | None) -> Data:
    if clause is None:
        return {"outcome": Outcome.ADMITTED.value, "clause": None}
    return {
        "outcome": clause["outcome"],
        "clause": clause["position"],
        **{name: clause[name] for name in ("text_zh", "text_en", "lifts_zh", "lifts_en")},
    }
