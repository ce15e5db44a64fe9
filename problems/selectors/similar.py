"""Entries that may be the same matter, offered before another is registered. Source: B5."""

import re
import unicodedata
from typing import Any

from django.db.models import QuerySet

from organizations.models import Account, Unit
from problems import policies
from problems.models import Problem
from problems.selectors.entries import is_rare
from problems.states import OPEN, State

GONE = (State.VOIDED, State.MERGED, State.REFUSED)
LOOKED_AT = 300  # entries compared word by word; the newest first
PHRASE, PHRASES = 6, 8  # characters of a phrase looked up by the index, and how many of the typed text
ENOUGH = 5  # pairs of characters below which a text says too little to compare
LIKE, ELSEWHERE = 0.5, 0.8  # shared part from which facts are offered: of the unit's family, of other units


def similar_problems(
    *,
    viewer: Account,
    unit_id: int,
    type_id: int | None = None,
    facts: str = "",
    leave_out: int | None = None,
    limit: int = 5,
) -> list[Problem]:
    """Entries of the unit's ledger that may be the same matter, most alike first; of what ``viewer`` may see.

    Same unit and type, or facts that share half of their pairs of characters; of units that are neither the
    department nor a subordinate only where the words are nearly the same, since these sentences are formulas. Each row
    says ``same_unit``, ``same_type``, ``likeness`` (0 to 1), ``alike`` (the same in percent) and ``is_strong``: open
    and of the same unit and type, or alike and of the unit's family. Without type and facts the newest entries of the
    unit are offered, none strong.

    Worked example: 违规使用编外人员5名 and 违规使用编外人员6名 share 7 of 9 pairs, so their likeness is 0.78.
    """
    unit = Unit.objects.filter(pk=unit_id).values_list("office_id", "competent_department_id").first()
    if unit is None:
        return []
    office_id, department_id = unit
    rows: Any = policies.visible_to(viewer).filter(office_id=office_id).exclude(state__in=GONE)
    if leave_out:
        rows = rows.exclude(pk=leave_out)
    rows = rows.select_related("violation_type", "office", "unit").order_by("-found_on", "-pk")
    typed = pairs_of(facts)
    found: dict[int, Any] = {one.pk: one for one in rows.filter(unit_id=unit_id)[:LOOKED_AT]}
    if len(typed) >= ENOUGH:
        found |= {one.pk: one for one in _by_phrases(rows, facts)[:LOOKED_AT]}
    for one in found.values():
        family = unit_id in (one.unit_id, one.unit.competent_department_id) or one.unit_id == department_id
        one.same_unit, one.same_type = one.unit_id == unit_id, one.violation_type_id == type_id
        one.likeness = likeness(typed, pairs_of(one.facts))
        one.alike = int(one.likeness * 100)
        is_alive = one.state in OPEN or one.state == State.REPORTED
        one.is_offered = one.likeness >= (LIKE if family else ELSEWHERE)
        one.is_strong = is_alive and ((family and one.is_offered) or (one.same_unit and one.same_type))
    offered = [
        one
        for one in found.values()
        if one.is_offered or (one.same_unit and (one.same_type or (type_id is None and not typed)))
    ]
    offered.sort(key=lambda one: (-round(one.likeness, 1), not one.same_type, -one.found_on.toordinal(), -one.pk))
    return offered[:limit]


def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, without spaces, punctuation and case."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Part of the pairs of the longer text that both share; 0 where a text says too little."""
    if min(len(one), len(other)) < ENOUGH:
        return 0.0
    return len(one & other) / max(len(one), len(other))


def _by_phrases(rows: QuerySet[Problem], facts: str) -> QuerySet[Problem]:
    """Rows that hold one of some phrases of the text, found by the index of pairs; common phrases are left out."""
    text = re.sub(r"\s+", "", facts).lower()[:600]
    last = max(len(text) - PHRASE, 0)
    places = sorted({round(last * step / (PHRASES - 1)) for step in range(PHRASES)})
    phrases = [one for one in dict.fromkeys(text[place : place + PHRASE] for place in places) if is_rare(one)]
    if not phrases:
        return rows.none()
    held = " OR ".join(["bigrams(facts) @> bigrams(%s)"] * len(phrases))
    hits = Problem.objects.extra(where=[f"({held})"], params=phrases)  # noqa: S610 - the text is ours, values are bound
    return rows.filter(pk__in=hits.values("pk"))
