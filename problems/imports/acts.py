"""What people do on the import pages: leave rows out, answer, send, order, give up, undo. Each is a POST of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.errors import DomainError, NotFound, Stale
from problems.imports.forms import AnswerForm, OrderForm, RowsForm, UndoForm, VersionForm
from problems.imports.views import PREPARED, preview_page, progress_page, viewer_of
from problems.models import ImportRun
from problems.services import importing


@require_POST
def import_exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave ticked rows out, or take them in again."""
    run = importing.run_of(viewer_of(request), pk)
    form = RowsForm(request.POST)
    if not form.is_valid():
        sentences = [str(one) for listed in form.errors.values() for one in listed]
        return _again(request, run, " ".join(sentences), 422)
    data = form.cleaned_data
    try:
        importing.exclude_rows(
            run_id=pk,
            rows=data["rows"],
            actor=viewer_of(request),
            reason=data["reason"],
            again=data["again"],
            expected_version=data["version"],
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _again(request, run, str(refusal), refusal.http_status)
    return redirect("imports:preview", pk=pk)


@require_POST
def import_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of ticked rows whether they are entries of the ledger or new ones, or take that back."""
    run = importing.run_of(viewer_of(request), pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, run, " ".join(str(one) for listed in form.errors.values() for one in listed), 422)
    data = form.cleaned_data
    if not data["said"] and not data["again"]:
        return _again(request, run, _("Say whether the rows are the same entries or new ones."), 422)
    try:
        importing.answer_rows(
            run_id=pk,
            rows=data["rows"],
            same=data["said"] == "same",
            entries=form.entries,
            actor=viewer_of(request),
            reason=data["reason"],
            again=data["again"],
            expected_version=data["version"],
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _again(request, run, str(refusal), refusal.http_status)
    return redirect("imports:preview", pk=pk)


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a written import as one act."""
    run = importing.run_of(viewer_of(request), pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return progress_page(request, run, undo_form=form, status=422)
    data = form.cleaned_data
    try:
        importing.undo_import(
            run_id=pk,
            reason=data["reason"],
            actor=viewer_of(request),
            expected_version=data["version"],
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        run = importing.run_of(viewer_of(request), pk)
        return progress_page(request, run, refused=str(refusal), undo_form=form, status=refusal.http_status)
    return redirect("imports:progress", pk=pk)


@require_POST
def import_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the run to the leader, or have its open rows written."""
    run = importing.run_of(viewer_of(request), pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Stale
    try:
        importing.send_import(
            run_id=pk,
            actor=viewer_of(request),
            expected_version=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _again(request, run, str(refusal), refusal.http_status)
    return redirect("imports:progress", pk=pk)


@require_POST
def import_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader orders the take-over."""
    run = importing.run_of(viewer_of(request), pk)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _again(request, run, "", 422, order_form=form)
    try:
        importing.order_take_over(
            run_id=pk,
            reason=form.cleaned_data["reason"],
            actor=viewer_of(request),
            expected_version=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _again(request, run, str(refusal), refusal.http_status, order_form=form)
    return redirect("imports:progress", pk=pk)


@require_POST
def import_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the run up."""
    run = importing.run_of(viewer_of(request), pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Stale
    try:
        importing.abandon_import(
            run_id=pk,
            actor=viewer_of(request),
            expected_version=form.cleaned_data["version"],
            key=form.cleaned_data["key"],
        )
    except NotFound:
        raise
    except DomainError as refusal:
        return _again(request, run, str(refusal), refusal.http_status)
    said = _("The import “%(name)s” was given up; nothing of it is in the ledger.") % {"name": run.name}
    messages.success(request, said)
    return redirect("imports:list")


def _again(request: HttpRequest, run: ImportRun, refused: str, status: int, **more: Any) -> HttpResponse:
    """The preview once more with the refusal's sentence; the page of its state when it is past the preview."""
    run = importing.run_of(viewer_of(request), run.pk)
    if run.state in PREPARED:
        return preview_page(request, run, refused=refused, status=status, **more)
    return progress_page(request, run, refused=refused, status=status)
