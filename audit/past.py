"""Objects with what hangs under them as they had been recorded by a moment, ready for the same templates as today's."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import prefetch_related_objects

from audit.selectors import known_on


def past_rows(
    model: type[models.Model], moment: datetime, ids: Iterable[int], *related: str, order: str = "pk"
) -> list[Any]:
    """Rows of a tracked model as known at ``moment``, those not yet known left out, with ``related`` objects joined.

    Args:
        ids: Keys of the rows as there are today: nothing is ever deleted, so they include all of the past.
        order: Attribute to sort by, with ``-`` for falling.
    """
    rows: list[Any] = list(known_on(model, moment, ids).values())
    rows.sort(key=lambda row: getattr(row, order.lstrip("-")), reverse=order.startswith("-"))
    if rows and related:
        prefetch_related_objects(rows, *related)
    return rows


def hang(parents: Sequence[Any], name: str, children: Sequence[Any], key: str) -> None:
    """Give each parent its children under the related name, so that ``parent.name.all()`` asks no database."""
    for parent in parents:
        rows = getattr(parent, name).all()
        rows._result_cache = [one for one in children if getattr(one, key) == parent.pk]
        rows._prefetch_done = True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def hang_one(parents: Sequence[Any], name: str, children: Sequence[Any], key: str) -> None:
    """As ``hang`` for a relation of one to one: a parent without a child answers that there is none."""
    found = {getattr(one, key): one for one in children}
    for parent in parents:
        parent._state.fields_cache[name] = found.get(parent.pk)
