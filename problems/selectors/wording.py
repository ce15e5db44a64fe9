"""Columns of an entry and their values put into words, for requests that keep them as plain data."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from problems.models import Problem


class ColumnWords:
    """Answers words for columns such as ``unit_id``; the rows they point to were read once for all."""

    def __init__(self, rows: dict[type[models.Model], dict[Any, models.Model]]):
        self.rows = rows

    def label(self, column: str) -> str:
        return str(_field(column).verbose_name)

    def value(self, column: str, value: Any) -> str:
        part = _field(column)
        if value is None or value == "":
            return ""
        if part.related_model:
            return str(self.rows.get(part.related_model, {}).get(value, value))
        if isinstance(part, models.DateField):
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(dict(part.flatchoices).get(value, value))

    def lines(self, before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """(label, from, to) of each column named in ``after``."""
        for column, value in after.items():
            yield self.label(column), self.value(column, before.get(column)), self.value(column, value)


def column_words(*given: dict[str, Any]) -> ColumnWords:
    """Words for the columns of the given records: one query for each table they point to."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for one in given:
        for column, value in one.items():
            target = _field(column).related_model
            if target and value is not None:
                keys[target].add(value)
    return ColumnWords({target: target._base_manager.in_bulk(list(wanted)) for target, wanted in keys.items()})


def _field(column: str) -> Any:
    return next(part for part in Problem._meta.concrete_fields if part.attname == column)
