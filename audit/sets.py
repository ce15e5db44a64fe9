"""Writing many ledger rows at once, with history, for acts that come in sets. Only to be called inside an act."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


def create_with_history(model: type[Row], rows: Iterable[Row], batch_size: int = 1000) -> list[Row]:
    """Insert rows and their history inside the open act.

    Args:
        model: A tracked model.
        rows: Unsaved instances; constraints of the database apply, ``save()`` is not called.
        batch_size: Rows a statement.

    Returns: The rows with their keys, in the order given.
    """
    made = list(rows)
    with transaction.atomic(savepoint=False):
        models.QuerySet(model).bulk_create(made, batch_size=batch_size)
        _write_history(model, made, batch_size, update=False)
    return made


def update_with_history(model: type[Row], rows: Sequence[Row], fields: Sequence[str], batch_size: int = 500) -> int:
    """Write ``fields`` of rows, and their history, inside the open act.

    Read the rows whole and lock them first: history copies every field of the instance, and the database refuses
    a history row that differs from the row itself.

    Returns: Number of rows written.
    """
    if not rows:
        return 0
    with transaction.atomic(savepoint=False):
        written = models.QuerySet(model).bulk_update(rows, fields, batch_size=batch_size)
        _write_history(model, rows, batch_size, update=True)
    return written


def _write_history(model: type[Row], rows: Sequence[Row], batch_size: int, *, update: bool) -> None:
    manager = getattr(model, model._meta.simple_history_manager_attribute)
    manager.bulk_history_create(rows, batch_size=batch_size, update=update, default_change_reason=None)
