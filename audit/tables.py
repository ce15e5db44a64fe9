"""One migration operation for all tables of a room."""

from collections.abc import Sequence
from typing import Any

from django.db import router
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Creates models together.

    Between two operations Django renders every related model anew, and here all are related: two hundred single
    operations took minutes. Foreign keys are added when all tables stand, so the order does not matter.
    """

    reversible = True
    elidable = False

    def __init__(self, models: Sequence[CreateModel]):
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [], {"models": self.models})

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered once when it is asked for next, not after each model
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for one in self.models:
            model = to_state.apps.get_model(app_label, one.name)
            if router.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for one in reversed(self.models):
            model = from_state.apps.get_model(app_label, one.name)
            if router.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {len(self.models)} tables"

    @property
    def migration_name_fragment(self) -> str:
        return "tables"
