"""Violation types for the page that keeps them, with the past of those that offices added. Source: B3."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.selectors import history_of
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import standing_of
from problems.models import ViolationType
from problems.selectors.choices import all_types

TOLD = ("name_zh", "name_en", "clause", "tags", "in_use")


def types_seen_by(viewer: Account) -> list[Any]:
    """Types of all offices, of the viewer's and of those below; each of an office has its ``past``."""
    standing = standing_of(viewer)
    offices = standing.office_ids | standing.lower_office_ids
    rows: list[Any] = [one for one in all_types() if one.office_id is None or one.office_id in offices]
    past: dict[int, list[dict[str, Any]]] = {}
    for change in history_of(ViolationType, [one.pk for one in rows if one.office_id], fields=TOLD, texts=False):
        line = {
            "at": change.at,
            "who": change.act.actor_name,
            "reason": change.act.reason,
            "what": _("added") if change.kind == "+" else _("changed"),
            "changes": [
                {"label": one.label, "old": one.before, "new": one.after} for one in change.fields if change.kind == "~"
            ],
        }
        past.setdefault(change.object_id, []).append(line)
    for one in rows:
        one.past = past.get(one.pk, [])
    return rows


def type_for(type_id: int) -> ViolationType:
    """One type by key. Raises NotFound."""
    found = ViolationType.objects.select_related("office").filter(pk=type_id).first()
    if found is None:
        raise NotFound
    return found
