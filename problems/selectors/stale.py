"""What became of an entry since somebody opened a form on it, to stand beside what they typed. Source: B05, rule 10."""

from collections.abc import Sequence
from typing import Any

from audit.selectors import history_of
from organizations.clock import SHANGHAI
from problems.models import Problem
from problems.selectors.timeline import SENTENCES, TOLD, in_text

SHOWN = (*TOLD, "handler", "pace", "facts", "quota", "actual", "found", "void_reason")


def changes_since(problem_id: int, version: int) -> dict[str, Any]:
    """What became of an entry since this version; see ``changes_of``."""
    return changes_of(Problem, problem_id, version, SHOWN)


def changes_of(model: Any, object_id: int, version: int, shown: Sequence[str]) -> dict[str, Any]:
    """``fields`` (label, before, now) that differ from the version of the form, and ``acts`` (who, what, at).

    Args:
        model: With history and a version that counts its acts.
        shown: The fields that are told.

    The caller has reached the row through a selector. Three queries, however much has changed.
    """
    base = model.history.filter(id=object_id, version__lte=version).order_by("-history_id").first()
    since = base.history_id if base is not None else 0
    fields: dict[str, dict[str, Any]] = {}
    acts: dict[int, dict[str, Any]] = {}
    for change in history_of(model, [object_id], fields=shown):
        if change.history_id <= since:
            continue
        act = change.act
        what = SENTENCES.get(act.name, act.name)
        acts[act.pk] = {"who": act.actor_name, "what": what, "at": change.at.astimezone(SHANGHAI)}
        for one in change.fields:
            line = fields.setdefault(one.name, {"label": one.label, "before": in_text(one.before, one.before_text)})
            line["now"] = in_text(one.after, one.after_text)
    return {"fields": list(fields.values()), "acts": list(acts.values())}
