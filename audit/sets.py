"""Writing many ledger rows at once, with history, for acts that come in sets. Only to be called inside an act.

History is copied in the database from the rows just written, so it cannot differ from them, and 10 000 rows cost
about as much Python as one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone

from audit.history import history_model, tables_of

WORTH_ARRAYS = 50  # rows from which the arrays pay
PLAIN_FIELDS = frozenset(
    {
        *(models.CharField, models.TextField, models.DateField, models.BooleanField, models.BigIntegerField),
        *(models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField, models.SmallIntegerField),
        *(models.ForeignKey, models.OneToOneField),
    }
)
PLAIN_VALUES = (str, int, date)  # a moment is a date too, but no field above holds one

Row = TypeVar("Row", bound=models.Model)


def create_with_history(model: type[Row], rows: Iterable[Row], batch_size: int = 1000) -> list[Row]:
    """Insert rows and their history inside the open act.

    Args:
        model: A tracked model.
        rows: Unsaved instances; constraints of the database apply, ``save()`` is not called and no signal is sent.
        batch_size: Rows a statement.

    Returns: The rows with their keys, in the order given.
    """
    made = list(rows)
    if not made:
        return made
    with transaction.atomic(savepoint=False):
        if len(made) < WORTH_ARRAYS or not _insert(model, made, batch_size):
            plain: models.QuerySet[Row] = models.QuerySet(model)
            plain.bulk_create(made, batch_size=batch_size)
        _copy_history(model, made, "+")
    return made


def update_with_history(model: type[Row], rows: Sequence[Row], fields: Sequence[str]) -> int:
    """Write ``fields`` of rows, and their history, inside the open act. Lock the rows first.

    Args:
        model: A tracked model.
        rows: Saved instances that carry the new values; other attributes are not looked at.
        fields: Names of concrete fields; values must be plain, not expressions.

    Returns: Number of rows written.
    """
    if not rows:
        return 0
    with transaction.atomic(savepoint=False):
        written = _update(model, rows, fields)
        _copy_history(model, rows, "~")
    return written


def _insert(model: type[models.Model], rows: Sequence[models.Model], batch_size: int) -> bool:
    """Insert from one array a column; False, and nothing done, where a field wants more than its plain value.

    Django's own insert prepares and quotes each value by itself, four times the work at 10 000 rows.
    """
    key: Any = model._meta.pk
    parts: list[Any] = [one for one in model._meta.concrete_fields if one is not key]
    plain = all(type(one) in PLAIN_FIELDS and not getattr(one, "auto_now", None) for one in parts)
    if not plain or any(getattr(one, "auto_now_add", None) for one in parts) or any(row.pk for row in rows):
        return False
    columns = [[getattr(row, one.attname) for row in rows] for one in parts]
    if not all(value is None or isinstance(value, PLAIN_VALUES) for column in columns for value in column):
        return False
    quote = connection.ops.quote_name
    names = ", ".join(quote(one.column) for one in parts)
    arrays = ", ".join(f"%s::{_kind_of(one)}[]" for one in parts)
    for start in range(0, len(rows), batch_size):
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into {quote(model._meta.db_table)} ({names}) select {names}"  # noqa: S608 names of our own tables
                f" from unnest({arrays}) with ordinality as given ({names}, given_order) order by given_order"
                f" returning {quote(key.column)}",
                [[_plain(value) for value in column[start : start + batch_size]] for column in columns],
            )
            for row, (value,) in zip(rows[start : start + batch_size], cursor.fetchall(), strict=True):
                row.pk, row._state.adding, row._state.db = value, False, connection.alias
    return True


def _plain(value: Any) -> Any:
    """Words of an enumeration as the words they are."""
    return str(value) if isinstance(value, Enum) else value


def _kind_of(part: Any) -> str:
    return re.sub(r"\(.*\)", "", str(part.rel_db_type(connection) or part.db_type(connection)))


def _update(model: type[models.Model], rows: Sequence[models.Model], names: Sequence[str]) -> int:
    """One UPDATE from arrays; Django's bulk_update writes a CASE for every row and field, ten times slower."""
    quote = connection.ops.quote_name
    key = model._meta.pk
    parts: list[Any] = [key, *(model._meta.get_field(name) for name in names)]
    types = [_kind_of(part) for part in parts]
    values = [[part.get_db_prep_save(getattr(row, part.attname), connection) for row in rows] for part in parts]
    columns = [quote(part.column) for part in parts]
    changes = ", ".join(f"{column} = given.{column}" for column in columns[1:])
    arrays = ", ".join(f"%s::{kind}[]" for kind in types)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {quote(model._meta.db_table)} as kept set {changes}"  # noqa: S608 names of our own tables
            f" from unnest({arrays}) as given ({', '.join(columns)}) where kept.{columns[0]} = given.{columns[0]}",
            values,
        )
        return cursor.rowcount


def _copy_history(model: type[models.Model], rows: Sequence[models.Model], kind: str) -> None:
    quote = connection.ops.quote_name
    past, key = history_model(model), tables_of(model).key
    columns = ", ".join(quote(part.column) for part in past.tracked_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {quote(past._meta.db_table)} ({columns}, history_date, history_type)"  # noqa: S608 as above
            f" select {columns}, %s, %s from {quote(model._meta.db_table)}"
            f" where {quote(key)} = any(%s) order by {quote(key)}",
            [timezone.now(), kind, [row.pk for row in rows]],
        )
