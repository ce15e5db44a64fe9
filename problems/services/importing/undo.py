"""Taking a written import back as one act, until somebody has worked on one of its entries. Source: B13, decision 0010.

The entries are voided with their numbers, which are not given again; their identities are let go, so that the corrected
workbook can be taken in afresh. What they counted, they count on no day: the effective day of voiding is the day of
registration, while the trail keeps when and by whom it was undone.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import history_model, tracked_models
from audit.models import Act
from audit.sets import update_with_history
from deadlines.clocks import stop_clocks_of
from deadlines.models import Clock
from organizations.clock import SHANGHAI, in_words, today
from organizations.errors import DomainError, Invalid
from organizations.models import Account, Office, Unit
from problems.acting import repeatable, require_move
from problems.models import Closing, ImportRun, Problem
from problems.services.importing import access

CHUNK = 1000


class AlreadyEdited(DomainError):
    """Somebody has worked on an entry of the import since it was written."""

    code = "import.already_edited"
    http_status = 409
    message = _(
        "The import cannot be undone any more: %(name)s has worked on entry %(number)s since (%(day)s). "
        "Void the entries that do not belong here one by one."
    )


@repeatable(ImportRun)
def undo_import(
    *, run_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> ImportRun:
    """Void all entries of a written run together. By an office leader, as long as nobody has worked on any of them.

    Args:
        reason: Why; it stays with every number.

    Raises:
        Invalid: No reason.
        AlreadyEdited: Any entry, or a record on it, was written by another act than the import.
        NotFound, NotAllowed, Stale, WrongState: See ``on_run``.
    """
    with access.on_run(
        run_id,
        "import.undo",
        actor=actor,
        may=access.undoing,
        states=frozenset({ImportRun.State.COMMITTED}),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as (run, _standing):
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the import is undone; it stays with its numbers.")]})
        Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.office_id)
        written = access.entries_of(run)
        _lock_units(written)
        entries = _lock_entries(written)
        _refuse_edited(run, [one.pk for one in entries])
        run.state = ImportRun.State.UNDONE
        access.save_run(run, "state")
        _void(entries, reason.strip())
        return run


def _lock_units(entries: models.QuerySet[Problem]) -> None:
    """Units first, in the order of their keys (lock order of decided.md)."""
    units = Unit.objects.filter(pk__in=entries.order_by().values("unit"))
    list(units.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _lock_entries(written: models.QuerySet[Problem]) -> list[Problem]:
    """The entries FOR UPDATE: nobody can so much as refer to one of them until this is decided."""
    return list(Problem.objects.select_for_update(of=("self",)).filter(pk__in=written).order_by("pk"))


def _refuse_edited(run: ImportRun, keys: Sequence[int]) -> None:
    written = (
        run.history.filter(state=ImportRun.State.COMMITTED).order_by("history_id").values_list("act_id", flat=True)
    )
    act_id = written[0]
    for model, path in _referring():
        rows = model._default_manager.filter(**{f"{path}__in": keys})
        later = history_model(model).objects.filter(id__in=rows.order_by().values("pk")).exclude(act_id=act_id)
        change = later.order_by("history_id").values_list("id", "act_id").first()
        if change is not None:
            number = model._default_manager.filter(pk=change[0]).values_list(_number_path(path), flat=True).first()
            made = Act.objects.get(pk=change[1])
            day = in_words(made.at.astimezone(SHANGHAI).date())
            raise AlreadyEdited(name=made.actor_name, number=number or "", day=day)


def _referring() -> Iterator[tuple[Any, str]]:
    """Every tracked table that tells of an entry: itself, what refers to it, and what refers to that."""
    yield Problem, "pk"
    for model, name in _pointing_at(Problem):
        yield model, name
        if model is not Problem:
            yield from ((second, f"{link}__{name}") for second, link in _pointing_at(model) if second is not Problem)


def _pointing_at(target: Any) -> Iterator[tuple[Any, str]]:
    """Tracked models with a foreign key to ``target``, also those that hide it from ``target``."""
    tracked = set(tracked_models())
    for relation in target._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if relation.auto_created and isinstance(field, models.ForeignKey) and field.model in tracked:
            yield field.model, field.name


def _number_path(path: str) -> str:
    return "number" if path == "pk" else f"{path}__number"


def _void(entries: list[Problem], reason: str) -> None:
    note = str(_("Import undone: %(reason)s") % {"reason": reason})
    for start in range(0, len(entries), CHUNK):
        part = entries[start : start + CHUNK]
        for one in part:
            one.state = require_move("undo_import", one)
            one.voided_on, one.void_reason = one.registered_on, note
            one.closed_on, one.identity = None, None
            one.version += 1
        update_with_history(Problem, part, ["state", "voided_on", "void_reason", "closed_on", "identity", "version"])
        keys = [one.pk for one in part]
        closings = list(Closing.objects.select_for_update(no_key=True).filter(problem__in=keys, ended_on=None))
        for closing in closings:
            closing.ended_on = closing.closed_on  # on no day was it in force
        update_with_history(Closing, closings, ["ended_on"])
        stop_clocks_of(keys, on=today(), outcome=Clock.Outcome.CANCELLED)
