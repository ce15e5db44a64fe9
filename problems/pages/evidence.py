"""Pages of files and comments: progress, one file with versions and preview, replacing, withdrawing, reuse."""

from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from audit.events import record_event
from audit.models import Event
from documents import preview
from documents.serving import file_response, sandboxed
from organizations.errors import DomainError, Invalid
from organizations.scope import standing_of
from organizations.signed_in import person
from problems import policies
from problems.models import CommentFile, Evidence, Problem
from problems.pages.acts import act_page, new_form_data
from problems.pages.entry import entry_context
from problems.pages.forms import ActForm
from problems.pages.working import CommentForm, ProgressForm, ReplaceForm, ReuseForm, WithdrawForm
from problems.selectors.evidence import (
    comment_file_for,
    comment_for,
    evidence_for,
    reusable_for,
    versions_of,
)
from problems.selectors.rectification import milestones_ahead
from problems.services import comments, rectification
from problems.services import evidence as files
from problems.states import MOVES


@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress with evidence files."""

    def build(context: dict[str, Any], data: Any, uploads: Any) -> ActForm:
        problem = context["problem"]
        return ProgressForm(
            data,
            uploads,
            milestones=milestones_ahead(problem),
            counts=problem.found is not None,
            initial=new_form_data(context, done=problem.done or None),
        )

    def do(form: Any) -> str:
        data = form.cleaned_data
        report = rectification.report_progress(
            problem_id=pk,
            text=data["text"],
            done=data.get("done"),
            milestone_id=int(data["milestone"]) if data.get("milestone") else None,
            files=form.new_files(),
            actor=person(request),
            key=data["key"],
        )
        count = report.evidence.count()
        return (
            _("Progress is reported, with %(count)s files.") % {"count": count} if count else _("Progress is reported.")
        )

    return act_page(request, pk, act="problem.report_progress", template="problems/progress.html", build=build, do=do)


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a remark, with files, for both sides or for the offices only."""

    def build(context: dict[str, Any], data: Any, uploads: Any) -> ActForm:
        with_side = policies.reads_office_comments(context["standing"], context["problem"])
        return CommentForm(data, uploads, with_side=with_side, initial=new_form_data(context))

    def do(form: Any) -> str:
        data = form.cleaned_data
        made = comments.comment_on_problem(
            problem_id=pk,
            text=data["text"],
            side=data.get("side") or "both",
            files=form.new_files(),
            actor=person(request),
            key=data["key"],
        )
        if made.side == "office":
            return _("The comment is kept with the entry; only the offices read it.")
        return _("The comment is kept with the entry.")

    return act_page(request, pk, act="problem.comment", template="problems/comment.html", build=build, do=do)


@require_http_methods(["GET", "POST"])
def withdraw_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    found = comment_for(viewer=person(request), comment_id=pk)
    policies.require_own_comment(standing_of(person(request)), found)

    def do(form: ActForm) -> str:
        comments.withdraw_comment(
            comment_id=pk, reason=form.cleaned_data["reason"], actor=person(request), key=form.cleaned_data["key"]
        )
        return _("The comment shows as withdrawn, with your reason.")

    return act_page(
        request,
        found.problem_id,
        act=comments.WITHDRAW,
        template="problems/withdraw_comment.html",
        build=lambda context, data, uploads: WithdrawForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: {"comment": found},
    )


@require_GET
def evidence_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what it is, its preview, its versions, the other entries it lies under, what can be done with it."""
    file = evidence_for(viewer=person(request), evidence_id=pk)
    context = entry_context(person(request), file.problem_id)
    standing, problem = context["standing"], context["problem"]
    pages, why_not = 0, ""
    try:
        pages = preview.pages_of(file.stored, own=is_own(request, file))
    except DomainError as refusal:
        why_not = str(refusal)
    newest = versions_of(file)
    context.update(
        file=file,
        versions=newest,
        pages=range(1, pages + 1),
        why_not=why_not,
        can_show=preview.can_show(file.stored),
        may_change=may_change(standing, problem, file, newest[0]),
    )
    return render(request, "problems/evidence.html", context)


def may_change(standing: Any, problem: Problem, file: Evidence, newest: Evidence) -> bool:
    """Whether the buttons to replace and withdraw are shown; the service asks again."""
    return (
        problem.state in MOVES["replace_evidence"][0]
        and policies.may(standing, files.REPLACE, problem)
        and file.withdrawn_on is None
        and file.pk == newest.pk
        and file.from_unit
    )


def is_own(request: HttpRequest, file: Evidence) -> bool:
    """Whether the viewer sent the file."""
    return file.uploaded_by_id == person(request).person_id


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a newer version in the place of a file."""
    file = evidence_for(viewer=person(request), evidence_id=pk)

    def do(form: Any) -> str:
        given = form.new_files()
        if len(given) != 1:
            raise Invalid(errors={"files": [_("Choose the one file that takes its place.")]})
        newer = files.replace_evidence(
            evidence_id=pk,
            file=given[0],
            reason=form.cleaned_data["reason"],
            actor=person(request),
            key=form.cleaned_data["key"],
        )
        return _("%(name)s is version %(version)s now. The older one stays and can still be opened.") % {
            "name": newer.name,
            "version": newer.version,
        }

    return act_page(
        request,
        file.problem_id,
        act=files.REPLACE,
        template="problems/replace_evidence.html",
        build=lambda context, data, uploads: ReplaceForm(data, uploads, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: {"file": file},
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a file with a reason."""
    file = evidence_for(viewer=person(request), evidence_id=pk)

    def do(form: ActForm) -> str:
        files.withdraw_evidence(
            evidence_id=pk, reason=form.cleaned_data["reason"], actor=person(request), key=form.cleaned_data["key"]
        )
        return _("%(name)s shows as withdrawn, with your reason.") % {"name": file.name}

    return act_page(
        request,
        file.problem_id,
        act=files.WITHDRAW,
        template="problems/withdraw_evidence.html",
        build=lambda context, data, uploads: WithdrawForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: {"file": file},
    )


@require_http_methods(["GET", "POST"])
def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Use files of other entries of the same unit for this one too."""

    def build(context: dict[str, Any], data: Any, uploads: Any) -> ActForm:
        offered = reusable_for(context["standing"], context["problem"])
        context["offered"] = offered
        return ReuseForm(data, offered=offered, initial=new_form_data(context))

    def do(form: ActForm) -> str:
        chosen = [int(one) for one in form.cleaned_data["files"]]
        made = files.reuse_evidence(
            problem_id=pk, evidence_ids=chosen, actor=person(request), key=form.cleaned_data["key"]
        )
        return _("%(count)s files lie under this entry too. Both entries say so.") % {"count": len(made)}

    return act_page(request, pk, act=files.REUSE, template="problems/reuse_evidence.html", build=build, do=do)


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file as an attachment, under a sandbox; who took it is kept."""
    return hand_out(request, evidence_for(viewer=person(request), evidence_id=pk))


@require_safe
def comment_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that came with a comment, as an attachment; who took it is kept."""
    return hand_out(request, comment_file_for(viewer=person(request), file_id=pk))


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One page of a file's preview (``?page=``, from 1); who looked is kept with the first page."""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
    file = evidence_for(viewer=person(request), evidence_id=pk)
    path: Path = preview.picture(file.stored, page, own=is_own(request, file))
    if page == 1 and request.method == "GET":
        _keep_event(request, Event.Kind.READ, file)
    return sandboxed(FileResponse(path.open("rb"), content_type="image/png"))


def hand_out(request: HttpRequest, file: Evidence | CommentFile) -> HttpResponseBase:
    """The bytes of a file the viewer may see; a GET is kept as an event."""
    sender = file.uploaded_by_id if isinstance(file, Evidence) else file.comment.written_by_id
    own = sender == person(request).person_id
    response = file_response(file.stored, file.name, request=request, own=own)
    if request.method == "GET":
        _keep_event(request, Event.Kind.DOWNLOAD, file)
    return response


def _keep_event(request: HttpRequest, kind: str, file: Evidence | CommentFile) -> None:
    of_comment = isinstance(file, CommentFile)
    record_event(
        kind,
        actor=person(request),
        object_kind="comment_file" if of_comment else "evidence",
        object_id=file.pk,
        details={
            "problem": file.comment.problem_id if of_comment else file.problem_id,  # type: ignore[union-attr]
            "sha256": file.stored.sha256,
        },
    )
