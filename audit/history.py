"""Readable history of ledger tables: django-simple-history, told to take who, when and why from the open act."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalRecords

from audit.models import ActHistory, GuardedWrite, LedgerManager, LedgerModel, LedgerQuerySet

__all__ = [
    "GuardedWrite",
    "LedgerManager",
    "LedgerModel",
    "LedgerQuerySet",
    "history_model",
    "tables_of",
    "tracked",
    "tracked_models",
]

HISTORY_COLUMNS = ("history_id", "history_date", "history_change_reason", "history_type", "act_id")


class Tracked(HistoricalRecords):
    """History whose actor lives in the act, indexed by object and order of writing only.

    Copies of foreign keys and unique columns carry no index: history is read by object or by act, and each index
    would be paid for at every write.
    """

    _date_indexing = False

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field]:
        fields = super().copy_fields(model)
        for field in fields.values():
            field.db_index = False
        return fields

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options = super().get_meta_options(model)
        options["indexes"] = (models.Index(fields=(model._meta.pk.attname, "history_id")),)
        options["ordering"] = ("-history_id",)
        options["get_latest_by"] = ("history_id",)
        return options

    def _get_history_user_fields(self) -> dict[str, Any]:
        # simple-history hands a user to every row it makes; ours knows its actor already and ignores it.
        return {"history_user": property(lambda row: row.act.actor_name, lambda row, user: None)}

    def post_save(self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any) -> None:
        """Skip saves that touch excluded columns only, such as the time of the last sign-in."""
        touched = kwargs.get("update_fields")
        if touched and set(touched) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using=using, **kwargs)


def tracked(*, excluded_fields: Iterable[str] = ()) -> Tracked:
    """History for a ledger model: ``history = tracked()``.

    Args:
        excluded_fields: Fields that never enter the history (secrets, bookkeeping). They can change without an act.
    """
    return Tracked(
        bases=[ActHistory],
        excluded_fields=list(excluded_fields),
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        get_user=lambda **kwargs: None,
    )


def tracked_models() -> list[type[models.Model]]:
    """Every model with history, by table name."""
    found = [
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute") and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


@cache
def history_model(model: type[models.Model]) -> Any:
    """The history table's model of a tracked model. Kept, as simple-history makes a class at every asking."""
    meta: Any = model._meta
    return getattr(model, meta.simple_history_manager_attribute).model


class Tables(NamedTuple):
    """A tracked model as the database knows it."""

    table: str
    history: str
    key: str  # column of the key, in both tables
    excluded: list[str]  # columns of the ledger table that never enter the history


@cache
def tables_of(model: type[models.Model]) -> Tables:
    """Names of a tracked model's tables and columns."""
    past = history_model(model)
    fields: list[Any] = [model._meta.get_field(name) for name in past._history_excluded_fields]
    key: Any = model._meta.pk
    return Tables(model._meta.db_table, past._meta.db_table, key.column, [part.column for part in fields])
