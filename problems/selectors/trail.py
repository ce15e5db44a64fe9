"""What the rows of the trail are about, in words: to whom a post was given, which file came in. For audit readers.

A constant number of queries however many rows; names are those of today.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from audit.models import Event
from organizations.models import Account, Appointment, Unit
from organizations.roles import Role
from problems.models import ImportRun, ViolationType
from problems.selectors.timeline import numbers_of

AT_MOST = 3  # objects of one act; an import writes hundreds
_POST = ("person__name", "role", "office__short_name", "unit__name", "partner__name")


def _post(name: str, role: str, *bodies: str | None) -> str:
    label = str(Role(role).label) if role in Role.values else role
    return " · ".join(part for part in (name, label, *bodies) if part)


def objects_of_acts(act_ids: Iterable[int]) -> dict[int, list[str]]:
    """People, posts, spreadsheets, units and types that acts wrote; at most three for each act. Five queries."""
    ids = list(act_ids)
    found: dict[int, dict[tuple[str, int], str]] = defaultdict(dict)
    posts = Appointment.history.filter(act_id__in=ids).order_by("history_id")
    for act_id, pk, *words in posts.values_list("act_id", "id", *_POST):
        found[act_id]["post", pk] = _post(*words)
    named: tuple[tuple[Any, str], ...] = (
        (Account, "person__name"),
        (ImportRun, "name"),
        (Unit, "name"),
        (ViolationType, "name_zh"),
    )
    for model, name in named:
        rows = model.history.filter(act_id__in=ids).order_by("history_id")
        for act_id, pk, words in rows.values_list("act_id", "id", name):
            found[act_id][model.__name__, pk] = words
    return {act_id: list(one.values())[:AT_MOST] for act_id, one in found.items()}


def entries_of_events(events: Iterable[Event]) -> dict[int, list[tuple[int, str]]]:
    """Entries that events are about, as (key, number). One query."""
    asked: dict[int, str] = {}
    for event in events:
        key = event.object_id if event.object_kind == "problem" else event.details.get("problem", "")
        asked[event.pk] = str(key)
    numbers = numbers_of(key for key in asked.values() if key)
    return {pk: [(int(key), numbers[key])] for pk, key in asked.items() if key in numbers}


def objects_of_events(events: Iterable[Event]) -> dict[int, list[str]]:
    """People, posts, spreadsheets and units that events are about. One query for each kind there is."""
    wanted: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for event in events:
        key = event.object_id
        if key.isascii() and key.isdecimal() and len(key) < 19:
            wanted[event.object_kind][int(key)].add(event.pk)
    found: dict[int, list[str]] = {}

    def put(kind: str, pk: int, words: str) -> None:
        for event_pk in wanted[kind][pk]:
            found[event_pk] = [words]

    if posts := wanted.get("appointment"):
        for pk, *words in Appointment.objects.filter(pk__in=posts).values_list("pk", *_POST):
            put("appointment", pk, _post(*words))
    named: dict[str, tuple[Any, str]] = {
        "account": (Account, "person__name"),
        "import": (ImportRun, "name"),
        "unit": (Unit, "name"),
    }
    for kind, (model, name) in named.items():
        if kind in wanted:
            for pk, words in model.objects.filter(pk__in=wanted[kind]).values_list("pk", name):
                put(kind, pk, words)
    return found
