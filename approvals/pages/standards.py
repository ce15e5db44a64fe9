"""Pages of the standard tasks and copies: what an office goes by for each kind, and the way to set it. D8, D9."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MinValueValidator
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals import policies
from approvals.models import ApplicationKind, FollowUpStandard, FollowUpTask
from approvals.pages.meetings import own_office
from approvals.rules.follow_up import standard_of
from approvals.selectors.standards import kind_by_code, standard_list, standard_offices, standard_past
from approvals.services import standards
from approvals.services.standards import LONGEST_DAYS, CopyLine, TaskLine
from organizations.clock import today
from organizations.errors import DomainError, NotFound
from organizations.models import Office, Partner, Section
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.pages.forms import ActForm

SPARE_ROWS = 2


class StandardForm(ActForm):
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)
    basis = forms.CharField(label=gettext_lazy("Basis"), required=False, max_length=200)


class RestoreForm(ActForm):
    """Nothing but the key."""


class TaskLineForm(forms.Form):
    """One task; left without words it is none."""

    subject = forms.ChoiceField(
        label=pgettext_lazy("of a task", "Subject"), required=False, choices=FollowUpTask.Subject.choices
    )
    text = forms.CharField(
        label=gettext_lazy("What has to be done"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("In Chinese: it stands in the reply."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Working days after the reply"),
        required=False,
        max_value=LONGEST_DAYS,
        validators=[MinValueValidator(1)],
    )

    def line(self) -> TaskLine | None:
        data = self.cleaned_data
        if not data.get("text"):
            return None
        return TaskLine(data["subject"], data["text"], data["days"] or 0)


class CopyLineForm(forms.Form):
    """One receiver; left without one it is none."""

    receiver = forms.ChoiceField(label=gettext_lazy("Receiver"), required=False)
    must = forms.CharField(label=pgettext_lazy("of a copy", "What it has to do"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver"].choices = [
            ("", "—"),
            (gettext_lazy("Sections of the office"), [(f"s:{code}", label) for code, label in Section.Kind.choices]),
            (gettext_lazy("Departments"), [(f"p:{code}", label) for code, label in Partner.Kind.choices]),
        ]

    def line(self) -> CopyLine | None:
        receiver = self.cleaned_data.get("receiver")
        if not receiver:
            return None
        group, code = receiver.split(":", 1)
        must = self.cleaned_data["must"]
        return CopyLine(must, section_kind=code) if group == "s" else CopyLine(must, partner_kind=code)


TaskLineSet = formset_factory(TaskLineForm, extra=0, max_num=30, validate_max=True)
CopyLineSet = formset_factory(CopyLineForm, extra=0, max_num=30, validate_max=True)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What goes with an approval of each kind, per office."""
    viewer = person(request)
    standing = standing_of(viewer)
    tables = [
        {
            "office": one,
            "lines": standard_list(one),
            "may_write": policies.may_for(standing, policies.STANDARD, office_id=one.pk, unit_id=None),
        }
        for one in standard_offices(viewer)[:5]
    ]
    if not tables:
        raise NotFound
    return render(request, "approvals/standards.html", {"tables": tables})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Set what goes with an approval of one kind; below it what held before."""
    office, kind = own_office(request, policies.STANDARD), kind_by_code(code)
    before, status = standard_of(office.pk, kind, today()), 200
    if request.method == "POST":
        data = request.POST.copy()
        more = data.get("more", "")
        if more in {"tasks", "copies"}:
            sent = data.get(f"{more}-TOTAL_FORMS", "")
            data[f"{more}-TOTAL_FORMS"] = str(min((int(sent) if sent.isdecimal() and len(sent) < 3 else 0) + 1, 30))
        form, tasks, copies = StandardForm(data), TaskLineSet(data, prefix="tasks"), CopyLineSet(data, prefix="copies")
        if not more:
            status = 422
            if all([form.is_valid(), tasks.is_valid(), copies.is_valid()]):
                try:
                    _set(request, office, kind, form, tasks, copies)
                except DomainError as refusal:
                    status = form.refuse(refusal)
                else:
                    messages.success(request, _("It holds from today; replies that are out keep their tasks."))
                    return redirect("approvals:standards")
    else:
        known = before if before is not None else FollowUpStandard()
        shown = {"shown": known.pk, "basis": known.basis if known.office_id else ""}
        form = StandardForm(initial={"key": secrets.token_urlsafe(16), **shown})
        listed = _initial(before)
        tasks = TaskLineSet(initial=[*listed["tasks"], *([{}] * SPARE_ROWS)], prefix="tasks")
        copies = CopyLineSet(initial=[*listed["copies"], *([{}] * SPARE_ROWS)], prefix="copies")
    context = {
        "office": office,
        "kind": kind,
        "standard": before,
        "form": form,
        "tasks": tasks,
        "copies": copies,
        "past": standard_past(viewer=person(request), office=office, kind=kind)[:20],
        "restore": RestoreForm(initial={"key": secrets.token_urlsafe(16)}, auto_id="restore_%s"),
    }
    return render(request, "approvals/edit_standard.html", context, status=status)


def _initial(standard: FollowUpStandard | None) -> dict[str, list[dict[str, Any]]]:
    if standard is None:
        return {"tasks": [], "copies": []}
    return {
        "tasks": [{"subject": one.subject, "text": one.text, "days": one.days} for one in standard.tasks.all()],
        "copies": [
            {"receiver": f"s:{one.section_kind}" if one.section_kind else f"p:{one.partner_kind}", "must": one.must}
            for one in standard.copies.all()
        ],
    }


def _set(
    request: HttpRequest, office: Office, kind: ApplicationKind, form: StandardForm, tasks: Any, copies: Any
) -> None:
    standards.set_standard(
        office_id=office.pk,
        kind_code=kind.code,
        tasks=[made for row in tasks if (made := row.line())],
        copies=[made for row in copies if (made := row.line())],
        basis=form.cleaned_data["basis"],
        actor=person(request),
        key=form.cleaned_data["key"],
        shown=form.cleaned_data["shown"],
    )


@require_POST
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Go by the shipped standard again."""
    office, kind = own_office(request, policies.RESTORE_STANDARD), kind_by_code(code)
    form = RestoreForm(request.POST)
    form.full_clean()
    standards.restore_standard(
        office_id=office.pk, kind_code=kind.code, actor=person(request), key=form.cleaned_data.get("key", "")
    )
    messages.success(request, _("The shipped standard holds again from today."))
    return redirect("approvals:standards")
