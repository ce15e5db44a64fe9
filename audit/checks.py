"""System checks: every ledger table has its guard and its history, and the database its protection."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from audit import protection
from audit.history import history_model, tracked_models
from audit.models import ActHistory, LedgerModel, LedgerQuerySet


@register
def guarded_models(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A ledger model without history, or history without guard, is a mistake that shows only later."""
    found: list[CheckMessage] = []
    with_history = set(tracked_models())
    for model in apps.get_models():
        if issubclass(model, LedgerModel) and model not in with_history:
            found.append(
                Error(f"{model._meta.label} has no history.", hint="Add history = tracked().", id="audit.E001")
            )
    for model in sorted(with_history, key=lambda model: model._meta.label):
        if not issubclass(history_model(model), ActHistory):
            found.append(Error(f"History of {model._meta.label} knows no act.", hint="Use tracked().", id="audit.E002"))
        if not isinstance(model._default_manager.all(), LedgerQuerySet):
            found.append(
                Error(
                    f"{model._meta.label} can be written without history.",
                    hint="Use LedgerManager, or a manager made from a subclass of LedgerQuerySet.",
                    id="audit.E003",
                )
            )
    return found


@register(Tags.database)
def database_protection(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warnings only, since migrate runs its checks before it can put anything right. ``doctor`` is strict."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("select to_regclass('public.audit_act') is not null")
            migrated = cursor.fetchone()[0]
        if migrated:
            found += [
                Warning(line, hint="Run: manage.py protect", id="audit.W001") for line in protection.missing(alias)
            ]
    return found
