"""Rows that are not word for word in the ledger but look like an entry that is. A person says which they are. B13.

An entry of the same unit is offered where the sheet names its number, where type and day agree, where the facts agree,
or where the day agrees and the facts are much alike. An entry that another row of the sheet states word for word is
spoken for and not offered again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection

from organizations.models import Office
from problems.states import State

ALIKE = 0.5  # share of two-character pieces in common from which facts of the same unit and day count as much alike
# Dropped before facts are compared, here and in SQL alike; coarser than the identity, which counts for itself.
DROPPED = " \t\r\n\u00a0\u3000，。、；：！？,.;:!?（）()《》“”\"'‘’·—-…"
_FOLD = str.maketrans("", "", DROPPED)


class Why(StrEnum):
    """Why an entry is offered, the strongest first."""

    NUMBER = "number"
    DAY = "day"
    FACTS = "facts"
    MUCH_ALIKE = "much_alike"


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry of the ledger that a row may be."""

    pk: int
    number: str  # "" while the unit's report has none
    why: Why
    facts: str
    found_on: date
    type_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a row is compared."""

    row: int
    unit_id: int
    type_id: int
    found_on: date
    facts: str
    serial: str


_QUERY = """
select p.id, coalesce(p.number, ''), p.unit_id, p.violation_type_id, p.found_on, p.facts, p.identity
  from problems_problem p
 where p.office_id = %(office)s and p.state <> all(%(gone)s) and p.unit_id = any(%(units)s)
   and ((p.unit_id, p.found_on) in (select * from unnest(%(day_units)s::bigint[], %(days)s::date[]))
        or md5(translate(p.facts, %(dropped)s, '')) in (select md5(f) from unnest(%(facts)s::text[]) f)
        or p.number = any(%(numbers)s))
   and not exists (select from problems_problem g where g.id = p.merged_into_id and g.state = %(voided)s)
 order by p.id
"""


def alike_entries(office: Office, asked: Iterable[Asked], spoken_for: set[str]) -> dict[int, list[Alike]]:
    """Row to the entries it may be, the likeliest first. One query.

    Args:
        spoken_for: Identities of entries that rows of the sheet state word for word.
    """
    rows = list(asked)
    if not rows:
        return {}
    by_unit: dict[int, list[tuple[Any, ...]]] = {}
    for entry in _entries(office, rows):
        if entry[6] not in spoken_for:
            by_unit.setdefault(entry[2], []).append((*entry, _fold(entry[5])))
    found: dict[int, list[Alike]] = {}
    for one in rows:
        offered = [
            Alike(pk, number, why, facts, found_on, type_id)
            for pk, number, _unit, type_id, found_on, facts, _identity, folded in by_unit.get(one.unit_id, ())
            if (why := _why(one, number, type_id, found_on, folded))
        ]
        if offered:
            order = list(Why)
            found[one.row] = sorted(offered, key=lambda alike: (order.index(alike.why), alike.pk))
    return found


def _entries(office: Office, rows: list[Asked]) -> list[tuple[Any, ...]]:
    days = sorted({(one.unit_id, one.found_on) for one in rows})
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY,
            {
                "office": office.pk,
                "gone": [State.VOIDED, State.DRAFT],
                "voided": State.VOIDED,
                "units": sorted({one.unit_id for one in rows}),
                "day_units": [unit for unit, _day in days],
                "days": [day for _unit, day in days],
                "dropped": DROPPED,
                "facts": sorted({_fold(one.facts) for one in rows}),
                "numbers": sorted({one.serial for one in rows if one.serial}),
            },
        )
        return cursor.fetchall()


def _why(one: Asked, number: str, type_id: int, found_on: date, folded: str) -> Why | None:
    if number and number == one.serial:
        return Why.NUMBER
    if (type_id, found_on) == (one.type_id, one.found_on):
        return Why.DAY
    own = _fold(one.facts)
    if own == folded:
        return Why.FACTS
    if found_on == one.found_on and _likeness(own, folded) >= ALIKE:
        return Why.MUCH_ALIKE
    return None


def _fold(text: str) -> str:
    return text.translate(_FOLD)


def _likeness(one: str, other: str) -> float:
    """Two-character pieces in common, of all there are: 1 for equal texts, 0 for texts without any in common."""
    ours, theirs = (
        {one[at : at + 2] for at in range(len(one) - 1)},
        {other[at : at + 2] for at in range(len(other) - 1)},
    )
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0
