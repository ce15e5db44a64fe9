"""Reading the past: what changed, who did it and why, for timelines and for entries as they were known on a day.

Callers pass keys that their viewer may see; nothing here knows about people's rights.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Lower

from audit.history import history_model
from audit.models import Act, Block, Event


@dataclass
class FieldChange:
    """One field before and after; the texts are for people, the values as stored."""

    name: str
    label: str
    before: Any
    after: Any
    before_text: str = ""
    after_text: str = ""


@dataclass
class Change:
    """One history row: what an act did to one object."""

    model: type[models.Model]
    object_id: int
    history_id: int
    kind: str  # "+" created, "~" changed
    at: datetime
    act: Act
    fields: list[FieldChange] = field(default_factory=list)


def history_of(
    model: type[models.Model],
    ids: Iterable[int] | models.QuerySet,
    *,
    fields: Iterable[str] | None = None,
    texts: bool = True,
    creation: bool = True,
) -> list[Change]:
    """Changes of some objects of one model, oldest first.

    Creation lists the fields that were filled; a change lists those that differ from the row before.

    Args:
        model: A tracked model.
        ids: Keys of the objects, or a query that answers them.
        fields: Only these fields; all by default.
        creation: Whether the creation lists the fields that were filled.
        texts: Whether to put values into words; costs one query for each model that the fields point to.

    Returns: In order of writing. One query, plus those for ``texts``, however many rows.
    """
    past = history_model(model)
    key = model._meta.pk.attname
    wanted = set(fields) if fields is not None else None
    compared = [
        part for part in past.tracked_fields if not part.primary_key and (wanted is None or part.name in wanted)
    ]
    keys = ids if isinstance(ids, models.QuerySet) else list(ids)
    rows = past.objects.filter(**{f"{key}__in": keys}).select_related("act").order_by("history_id")
    before: dict[int, models.Model] = {}
    changes = []
    for row in rows:
        object_id = getattr(row, key)
        change = Change(model, object_id, row.history_id, row.history_type, row.act.at, row.act)
        if creation or object_id in before:
            change.fields = list(_differences(before.get(object_id), row, compared))
        before[object_id] = row
        changes.append(change)
    if texts:
        _put_into_words(changes, {part.name: part for part in compared})
    return changes


def _differences(
    earlier: models.Model | None, later: models.Model, compared: list[models.Field]
) -> Iterator[FieldChange]:
    for part in compared:
        old = getattr(earlier, part.attname) if earlier is not None else None
        new = getattr(later, part.attname)
        nothing = earlier is None and new in (None, "", [], {})
        if old != new and not nothing:
            yield FieldChange(part.name, str(part.verbose_name), old, new)


def _put_into_words(changes: list[Change], parts: dict[str, models.Field]) -> None:
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for change in changes:
        for item in change.fields:
            target = parts[item.name].related_model
            if target:
                keys[target] |= {item.before, item.after} - {None}
    known = {target: target._base_manager.in_bulk(list(wanted)) if wanted else {} for target, wanted in keys.items()}
    for change in changes:
        for item in change.fields:
            part = parts[item.name]
            item.before_text = _word(part, item.before, known)
            item.after_text = _word(part, item.after, known)


def _word(part: models.Field, value: Any, known: dict[type[models.Model], dict[Any, models.Model]]) -> str:
    if value is None or value == "":
        return ""
    if part.related_model:
        return str(known[part.related_model].get(value, value))
    choices = dict(part.flatchoices)
    return str(choices.get(value, value))


def known_on(model: type[models.Model], moment: datetime, ids: Iterable[int] | None = None) -> dict[int, models.Model]:
    """Objects as they had been recorded by ``moment`` (aware; the moment itself included), by key.

    Recording time only: what was true on a day is asked from effective dates (decided.md, two times).
    """
    past = history_model(model)
    key = model._meta.pk.attname
    rows = past.objects.filter(history_date__lte=moment)
    if ids is not None:
        rows = rows.filter(**{f"{key}__in": list(ids)})
    latest = rows.order_by(key, "-history_id").distinct(key)
    names = [part.attname for part in past.tracked_fields]
    return {getattr(row, key): model(**{name: getattr(row, name) for name in names}) for row in latest}


def acts_in(keys: Iterable[int]) -> dict[int, Act]:
    """Acts by key."""
    return Act.objects.in_bulk(list(keys))


def event_list(
    *,
    kinds: Iterable[str] | None = None,
    about: Iterable[tuple[str, Any]] = (),
    by_accounts: models.QuerySet | None = None,
    tried: bool = False,
) -> models.QuerySet[Event]:
    """Events, newest first, with their acts.

    Args:
        kinds: Only these kinds.
        about: Pairs of object kind and key; all objects by default.
        by_accounts: Only what these accounts did.
        tried: Also the sign-ins that failed under the name of one of these accounts, when nobody was known yet.
    """
    events = Event.objects.select_related("act")
    if by_accounts is not None:
        done = Q(act__actor_account_id__in=by_accounts.values("pk"))
        if tried:
            events = events.alias(typed=Lower(KT("details__username")))
            names = by_accounts.values_list(Lower("username"))
            done |= Q(kind__in=[Event.Kind.SIGN_IN, Event.Kind.SIGN_IN_LOCKED], outcome="failed", typed__in=names)
        events = events.filter(done)
    if kinds is not None:
        events = events.filter(kind__in=list(kinds))
    objects = Q()
    for kind, key in about:
        objects |= Q(object_kind=kind, object_id=str(key))
    return events.filter(objects).order_by("-at", "-pk")


def acts_by(accounts: models.QuerySet) -> models.QuerySet[Act]:
    """Acts of the given accounts, newest first."""
    return Act.objects.filter(actor_account_id__in=accounts.values("pk")).order_by("-pk")


def between(
    rows: models.QuerySet[Any], since: datetime | None = None, before: datetime | None = None
) -> models.QuerySet[Any]:
    """Those of the acts or events recorded from one moment on and before another."""
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows if before is None else rows.filter(at__lt=before)


def last_block() -> Block | None:
    """The last seal; None while nothing was ever written."""
    return Block.objects.order_by("-seq").first()
