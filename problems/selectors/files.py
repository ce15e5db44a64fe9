"""Which entries, papers and imports a kept file belongs to, for those who look after the files."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps

from documents.models import StoredFile


def uses_of(stored_ids: Iterable[int]) -> dict[int, list[str]]:
    """Words for everything that points to kept files, by key of the file: number of the entry and name of the file."""
    ids = set(stored_ids)
    found: dict[int, list[str]] = defaultdict(list)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is not StoredFile or model.__name__.startswith("Historical"):
                continue
            rows: Any = model._base_manager.filter(**{f"{field.name}__in": ids}).order_by("pk")
            for row in rows:
                found[getattr(row, field.attname)].append(_words(row))
    return found


def _words(row: Any) -> str:
    problem = getattr(row, "problem", None) or getattr(getattr(row, "comment", None), "problem", None)
    number = getattr(problem, "number", None) or getattr(row, "number", "") or ""
    name = getattr(row, "name", "") or str(row)
    return f"{number} {name}".strip()
