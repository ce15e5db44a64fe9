"""The past of an application as sentences by day, as ``components/timeline.html`` takes them. Source: B8."""

from datetime import date
from typing import Any

from approvals import policies
from approvals.models import (
    Application,
    ApplicationComment,
    ApplicationItem,
    PreReview,
    TaskForce,
    TaskForceMember,
    TaskForceTask,
)
from approvals.rules.task_forces import REFORM_KINDS
from approvals.states import State
from audit.models import Act
from audit.selectors import FieldChange, history_of
from organizations.clock import SHANGHAI, in_words
from organizations.roles import Role
from problems.selectors.timeline import SENTENCES

# Whose reasons are for the offices: what the supervision section finds, and what goes on in a task force (D6, D7).
INSIDE = frozenset(
    {
        policies.PROCEDURE,
        policies.CHANGE_FORCE,
        policies.MOVE_FORCE_END,
        policies.GIVE_FORCE_TASK_ON,
        policies.MOVE_FORCE_TASK,
        policies.END_FORCE,
        *("post.hand_over", "post.take_up"),  # of the office's people
    }
)
TOLD = ("title", "state", "irregular", "due_on")


def timeline_of(application: Application, *, inside: bool = True) -> list[dict[str, Any]]:
    """Days newest first, each with its entries newest first. A constant number of queries.

    Args:
        inside: Whether the reader may know what was said in the office; a unit is not told the finding on procedure,
            nor what goes on in a task force, nor what the office remarks.
    """
    entries: dict[int, dict[str, Any]] = {}
    for change in history_of(Application, [application.pk], fields=TOLD, creation=False):
        entry = _entry(entries, change.act)
        for one in change.fields if change.kind == "~" else ():
            old, new = str(one.before or ""), str(one.after or "")
            if one.name == "state":
                old, new = str(State(old).label), str(State(new).label)
            elif one.name == "due_on":
                old, new = (in_words(date.fromisoformat(text)) if text else "" for text in (old, new))
            entry["changes"].append({"label": one.label, "old": old, "new": new})
    items = application.items.model.objects.filter(application=application).order_by().values("pk")
    for change in history_of(ApplicationItem, items, fields=["amount"], creation=False, texts=False):
        entry = _entry(entries, change.act)
        for one in change.fields if change.kind == "~" else ():
            entry["changes"].append({"label": one.label, "old": str(one.before), "new": str(one.after)})
    reviews = PreReview.objects.filter(application=application).order_by().values("pk")
    labels = dict(PreReview.Opinion.choices)
    for change in history_of(PreReview, reviews, fields=["opinion", "remarks"], creation=False, texts=False):
        if change.kind != "~":
            continue
        words = [str(labels.get(one.after, one.after)) for one in change.fields if one.after]
        _entry(entries, change.act)["said"] = " ".join(words)
    if inside:
        remarks = ApplicationComment.objects.filter(application=application).order_by().values("pk")
        for change in history_of(ApplicationComment, remarks, fields=["text"], texts=False):
            _entry(entries, change.act)["said"] = " ".join(str(one.after) for one in change.fields)
    _put_forces(entries, application, inside)
    days: list[dict[str, Any]] = []
    for entry in sorted(entries.values(), key=lambda one: one["order"], reverse=True):
        day: date = entry["time"].astimezone(SHANGHAI).date()
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "entries": []})
        if entry["reason"] and (entry["reason"] in entry["said"] or (entry["office_only"] and not inside)):
            entry["reason"] = ""
        days[-1]["entries"].append(entry)
    return days


def _put_forces(entries: dict[int, dict[str, Any]], application: Application, inside: bool) -> None:
    """That a task force was set up and ended; for the offices also its people and tasks."""
    if application.kind.code not in REFORM_KINDS:
        return
    forces = TaskForce.objects.filter(application=application).order_by().values("pk")
    for change in history_of(TaskForce, forces, fields=["name", "leader", "due_on"]):
        entry = _entry(entries, change.act)
        if change.kind == "~":
            entry["changes"] += [_changed(one) for one in change.fields]
        else:
            entry["said"] = "".join(str(one.after) for one in change.fields if one.name == "name")
    if not inside:
        return
    members = TaskForceMember.objects.filter(force__in=forces).order_by().values("pk")
    for change in history_of(TaskForceMember, members, fields=["left_on"], texts=False):
        _entry(entries, change.act)
    tasks = TaskForceTask.objects.filter(force__in=forces).order_by().values("pk")
    texts = dict(TaskForceTask.objects.filter(force__in=forces).values_list("pk", "text"))
    for change in history_of(TaskForceTask, tasks, fields=["text", "person", "due_on", "result"]):
        entry = _entry(entries, change.act)
        if change.kind != "~":
            entry["said"] = "".join(str(one.after) for one in change.fields if one.name == "text")
            continue
        for one in change.fields:
            if one.name != "result":
                entry["changes"].append(_changed(one, texts[change.object_id]))
            elif change.act.name != policies.END_FORCE:  # its own result is told
                entry["said"] = str(one.after)


def _changed(one: FieldChange, label: str = "") -> dict[str, str]:
    """A person or a due day before and after, under its own name or that of the task."""
    if one.name == "due_on":
        return {"label": label or one.label, "old": in_words(one.before), "new": in_words(one.after)}
    return {"label": label or one.label, "old": one.before_text, "new": one.after_text}


def _entry(entries: dict[int, dict[str, Any]], act: Act) -> dict[str, Any]:
    if act.pk not in entries:
        role = act.actor_role
        entries[act.pk] = {
            "order": act.pk,
            "time": act.at,
            "who": act.actor_name,
            "unit": act.actor_unit,
            "role": Role(role).label if role in Role.values else "",
            "sentence": SENTENCES.get(act.name, act.name),
            "reason": act.reason,
            "office_only": act.name in INSIDE,
            "said": "",
            "changes": [],
            "files": [],
        }
    return entries[act.pk]
