"""What the timeline tells beyond the entry's own row: units, links, merged entries, and what was asked about it.

A link or merged entry that the reader may not see is not mentioned. Source: B5, B8.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import Act
from audit.selectors import history_of
from organizations.models import Account
from organizations.scope import Standing
from problems.models import Assisting, Correction, Link, NatureClaim, Problem
from problems.selectors.joining import rows_of, seen_beside, there_is
from problems.selectors.wording import column_words
from problems.states import State


@dataclass
class Told:
    """Something an act did beside the entry's row, as the timeline shows it."""

    act: Act
    changes: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    said: str = ""


def told_beside(problem: Problem, viewer: Account | Standing | None) -> Iterator[Told]:
    """Everything of that kind, in no order; without a viewer no other entry is mentioned."""
    yield from _units(problem)
    yield from _corrections(problem)
    yield from _claims(problem)
    if viewer is not None:
        yield from _links(problem, viewer)
        yield from _merged(problem, viewer)


def _line(label: Any, old: str, new: str) -> dict[str, Any]:
    return {"label": label, "old": old, "new": new}


def _units(problem: Problem) -> Iterator[Told]:
    known = {one.pk: one for one in rows_of(problem).units}
    for change in history_of(Assisting, list(known), fields=["until"], texts=False):
        row = known[change.object_id]
        name = row.unit.name
        added = change.kind == "+"
        yield Told(change.act, [_line(_("Assisting unit"), "" if added else name, name if added else "")])


def _links(problem: Problem, viewer: Account | Standing) -> Iterator[Told]:
    seen = seen_beside(problem, viewer)
    known = {one.pk: one for one in rows_of(problem).links if {one.problem_id, one.other_id} <= seen}
    for change in history_of(Link, list(known), fields=["removed_on"], texts=False):
        link = known[change.object_id]
        other = link.other if link.problem_id == problem.pk else link.problem
        label: Any = link.get_kind_display()
        if link.kind == Link.Kind.RECURRENCE and link.other_id == problem.pk:
            label = _("Recurred as")
        added = change.kind == "+"
        yield Told(change.act, [_line(label, "" if added else str(other.number), str(other.number) if added else "")])


def _merged(problem: Problem, viewer: Account | Standing) -> Iterator[Told]:
    seen = seen_beside(problem, viewer)
    known = {one.pk: one for one in rows_of(problem).merged if one.pk in seen}
    for change in history_of(Problem, list(known), fields=["state"], texts=False):
        if any(one.after == State.MERGED for one in change.fields):
            number = known[change.object_id].number or str(_("a report of the unit"))
            yield Told(change.act, [_line(_("Merged entry"), "", number)])


def _corrections(problem: Problem) -> Iterator[Told]:
    if not there_is(problem, "corrections"):
        return
    known = {one.pk: one for one in problem.corrections.select_related("file")}
    words = column_words(*(one.before for one in known.values()), *(one.after for one in known.values()))
    for change in history_of(Correction, list(known), fields=["status"], texts=False):
        row = known[change.object_id]
        lines = [_line(label, old, new) for label, old, new in words.lines(row.before, row.after)]
        file = {
            "name": row.file_name,
            "size": row.file.size,
            "url": reverse("problems:correction_file", args=[row.pk]),
        }
        if change.kind == "+":
            yield Told(change.act, lines, [file])
        else:
            # Applied: the entry's own row tells before and after. Refused: the trail says what was not done.
            yield Told(change.act, said=row.note)


def _claims(problem: Problem) -> Iterator[Told]:
    if not there_is(problem, "claims"):
        return
    known = {one.pk: one for one in problem.nature_claims.select_related("file")}
    for change in history_of(NatureClaim, list(known), fields=["status"], texts=False):
        row = known[change.object_id]
        if change.kind == "+":
            file = {"name": row.file_name, "size": row.file.size, "url": reverse("problems:nature_file", args=[row.pk])}
            yield Told(change.act, files=[file], said=f"{row.document}\n{row.reason}".strip())
        else:
            yield Told(change.act, said=row.note)
