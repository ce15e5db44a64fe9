"""Pages of what is mended after registration: by two people, or by one with a reason. Source: B2, B4, B6, B8."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.events import record_event
from audit.models import Event
from documents.serving import file_response
from organizations.clock import in_words
from organizations.errors import Invalid
from organizations.models import Office, Unit
from organizations.signed_in import person
from problems.models import Cause, Correction, NatureClaim, Problem, Source, ViolationType
from problems.models.entries import FinderLevel
from problems.pages.acts import act_page, new_form_data
from problems.pages.forms import CHOOSE, OPEN_YET, ActForm, DayField, TypeSelect
from problems.pages.kept_files import file_of, keep_for_next_time, kept_field
from problems.selectors import asked, choices
from problems.services import corrections, nature
from problems.services.dates import cap_of, is_beyond, required_by
from problems.services.evidence import NewFile
from problems.services.source_facts import complete_source_facts as complete

NOTE = gettext_lazy("Note, or why not")
COLUMNS = ("unit", "violation_type", "source", "affected_office")


class CorrectionForm(ActForm):
    """What the entry says now, to be changed where it is wrong; unchanged fields ask for nothing."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"))
    violation_type = forms.ModelChoiceField(
        ViolationType.objects.none(), label=gettext_lazy("Violation type"), widget=TypeSelect, empty_label=CHOOSE
    )
    source = forms.ModelChoiceField(Source.objects.none(), label=gettext_lazy("Source"), empty_label=CHOOSE)
    finder_level = forms.ChoiceField(label=gettext_lazy("Found by"), choices=FinderLevel)
    found_on = DayField(label=gettext_lazy("Found on"))
    facts = forms.CharField(label=gettext_lazy("Facts"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    quota = forms.IntegerField(label=gettext_lazy("Quota"), min_value=0, max_value=1_000_000, required=False)
    actual = forms.IntegerField(label=gettext_lazy("Actual number"), min_value=0, max_value=1_000_000, required=False)
    found = forms.IntegerField(label=gettext_lazy("Number concerned"), min_value=0, max_value=1_000_000, required=False)
    affected_office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Lower office interfered with"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why this is wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(label=gettext_lazy("Paper that shows what is right"), required=False)
    file_kept = kept_field()
    asked = ("file",)

    def changes(self) -> dict[str, Any]:
        """All fields by the names of the service, which passes over what did not change."""
        data = self.cleaned_data
        plain = ("finder_level", "found_on", "facts", "quota", "actual", "found")
        given = {name: data[name] for name in plain}
        return given | {f"{name}_id": data[name].pk if data[name] else None for name in COLUMNS}


class NatureForm(ActForm):
    document = forms.CharField(
        label=gettext_lazy("Policy document"),
        max_length=200,
        help_text=gettext_lazy("Title and number as printed on it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("How it brought this about"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Which reform, or which military placement."),
    )
    file = forms.FileField(label=gettext_lazy("The document"), required=False)
    file_kept = kept_field()
    asked = ("file",)


class SourceFactsForm(ActForm):
    """What the entry says of its source, to be filled or mended; unchanged fields ask for nothing."""

    required_on = DayField(
        label=gettext_lazy("Required date"),
        required=False,
        help_text=gettext_lazy("Where a superior or the source set one. It can become earlier, never later."),
    )
    required_by = forms.CharField(
        label=gettext_lazy("Required by"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The body that set the required date."),
    )
    source_document = forms.CharField(label=gettext_lazy("Source document"), max_length=120, required=False)
    sub_source = forms.CharField(label=gettext_lazy("Sub-source"), max_length=100, required=False)
    cause = forms.ModelChoiceField(
        Cause.objects.none(), label=gettext_lazy("Cause"), required=False, empty_label=OPEN_YET
    )
    reason = forms.CharField(
        label=gettext_lazy("What this rests on"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def changes(self) -> dict[str, Any]:
        """All fields by the names of the service, which passes over what did not change."""
        data = self.cleaned_data
        given = {name: data[name] for name in ("required_on", "required_by", "source_document", "sub_source")}
        return given | {"cause_id": data["cause"].pk if data["cause"] else None}


class AnswerForm(ActForm):
    note = forms.CharField(label=NOTE, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def _file(form: ActForm, request: HttpRequest) -> NewFile | None:
    return file_of(form, "file", request)


def _keeping(request: HttpRequest, extra: Any) -> Any:
    """More for the template; a form that is shown again keeps its upload."""

    def more(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        if form.is_bound:
            keep_for_next_time(form, "file", request)
        return extra(context)

    return more


@require_http_methods(["GET", "POST"])
def ask_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a correction: the form shows what the entry says now."""

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        problem: Problem = context["problem"]
        now = {name: getattr(problem, name) for name in CorrectionForm.base_fields if hasattr(problem, name)}
        form = CorrectionForm(data, files, initial=new_form_data(context, **now))
        fields: dict[str, Any] = form.fields
        keep = {"unit": problem.unit_id, "violation_type": problem.violation_type_id, "source": problem.source_id}
        offered = {
            "unit": choices.units_to_register(person(request), problem.office),
            "violation_type": choices.types_for(problem.office),
            "source": choices.sources_in_use(),
            "affected_office": choices.offices_below(problem.office),
        }
        for name, rows in offered.items():
            model = rows.model
            fields[name].queryset = (
                model.objects.filter(pk__in=[*rows.values_list("pk", flat=True), keep[name]]) if name in keep else rows
            )
        fields["unit"].widget.attrs.update(
            {
                "data-unit-search": f"{reverse('problems:units')}?office={problem.office_id}",
                "data-placeholder": _("A part of the name, or pinyin initials"),
                "data-choose": _("Choose a unit from the list."),
            }
        )
        return form

    def do(form: ActForm) -> str:
        assert isinstance(form, CorrectionForm)  # noqa: S101 - built above
        corrections.ask_correction(
            problem_id=pk,
            changes=form.changes(),
            reason=form.cleaned_data["reason"],
            file=_file(form, request),
            actor=person(request),
            key=form.cleaned_data["key"],
            expected_version=form.expected_version,
        )
        return _("The correction waits for the decision of a section chief or leader other than you.")

    texts = {
        "title": _("Ask for a correction"),
        "lead": _(
            "Change what is wrong and say why. Nothing changes before a second person has decided; before and after"
            " stay in the trail."
        ),
        "button": _("Ask for the correction"),
    }
    return act_page(
        request,
        pk,
        act="problem.ask_correction",
        template="problems/correction.html",
        build=build,
        do=do,
        extra=_keeping(request, lambda context: texts),
    )


@require_http_methods(["GET", "POST"])
def decide_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply or refuse the correction that waits."""
    decision = request.POST.get("decision", "")

    def do(form: ActForm) -> str:
        if decision not in {"apply", "refuse"}:
            raise Invalid(_("Choose one of the buttons."))
        corrections.decide_correction(
            problem_id=pk,
            apply=decision == "apply",
            note=form.cleaned_data["note"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The entry is corrected as asked.") if decision == "apply" else _("The correction is refused.")

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        waiting = asked.waiting_correction(context["problem"])
        return {
            "title": _("Decide on the correction"),
            "waiting": waiting,
            "lines": asked.lines_of(waiting) if waiting else [],
            "file_route": "problems:correction_file",
            "buttons": [("apply", _("Apply the correction"), "primary"), ("refuse", _("Refuse"), "danger")],
        }

    return _decision_page(request, pk, "problem.decide_correction", do, extra)


def _decision_page(request: HttpRequest, pk: int, act: str, do: Any, extra: Any) -> HttpResponse:
    return act_page(
        request,
        pk,
        act=act,
        template="problems/decide_asked.html",
        build=lambda context, data, files: AnswerForm(data, initial=new_form_data(context)),
        do=do,
        extra=extra,
    )


@require_http_methods(["GET", "POST"])
def claim_nature(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim that an entry is policy-caused."""

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        nature.claim_nature(
            problem_id=pk,
            document=data["document"],
            reason=data["reason"],
            file=_file(form, request),
            actor=person(request),
            key=data["key"],
            expected_version=form.expected_version,
        )
        return _("The claim waits for a second person; until then the entry counts as a violation.")

    texts = {
        "title": _("Claim policy-caused"),
        "lead": _(
            "Only over quota and leaders over quota that a reform or a military placement brought about. It lifts the"
            " gate, so a second person confirms it; until then the entry counts as a violation."
        ),
        "button": _("Claim"),
    }
    return act_page(
        request,
        pk,
        act="problem.claim_nature",
        template="problems/act.html",
        build=lambda context, data, files: NatureForm(data, files, initial=new_form_data(context)),
        do=do,
        extra=_keeping(request, lambda context: texts),
    )


@require_http_methods(["GET", "POST"])
def decide_nature(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the nature, or say that it is a violation."""
    decision = request.POST.get("decision", "")

    def do(form: ActForm) -> str:
        if decision not in {"confirm", "refuse"}:
            raise Invalid(_("Choose one of the buttons."))
        nature.decide_nature(
            problem_id=pk,
            confirm=decision == "confirm",
            note=form.cleaned_data["note"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return (
            _("The entry is policy-caused and is digested by plan.")
            if decision == "confirm"
            else _("The entry is a violation.")
        )

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        return {
            "title": _("Confirm the nature"),
            "waiting": asked.waiting_claim(context["problem"]),
            "file_route": "problems:nature_file",
            "buttons": [
                ("confirm", _("Confirm policy-caused"), "primary"),
                ("refuse", _("It is a violation"), "danger"),
            ],
        }

    return _decision_page(request, pk, "problem.decide_nature", do, extra)


@require_GET
def correction_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper of a correction, as an attachment."""
    return _paper(request, asked.paper_for(Correction, viewer=person(request), pk=pk), "correction")


@require_GET
def nature_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The policy document of a claim, as an attachment."""
    return _paper(request, asked.paper_for(NatureClaim, viewer=person(request), pk=pk), "nature_claim")


def _paper(request: HttpRequest, row: Any, kind: str) -> HttpResponseBase:
    response = file_response(row.file, row.file_name)
    record_event(
        Event.Kind.DOWNLOAD,
        actor=person(request),
        object_kind=kind,
        object_id=row.pk,
        details={"problem": row.problem_id, "sha256": row.file.sha256},
    )
    return response


@require_http_methods(["GET", "POST"])
def complete_source_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill or mend required date, its body, source document, sub-source and cause."""
    names = ("required_on", "required_by", "source_document", "sub_source", "cause")

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        problem = context["problem"]
        form = SourceFactsForm(data, initial=new_form_data(context, **{name: getattr(problem, name) for name in names}))
        fields: dict[str, Any] = form.fields
        fields["cause"].queryset = choices.causes_in_use() | Cause.objects.filter(pk=problem.cause_id)
        return form

    def do(form: ActForm) -> str:
        assert isinstance(form, SourceFactsForm)  # noqa: S101 - built above
        problem = complete(
            problem_id=pk,
            changes=form.changes(),
            reason=form.cleaned_data["reason"],
            actor=person(request),
            key=form.cleaned_data["key"],
            expected_version=form.expected_version,
        )
        if (cap := cap_of(problem)) and is_beyond(problem):
            messages.warning(
                request,
                _(
                    "The deadline %(deadline)s lies beyond the %(day)s that %(body)s requires. It stays, and its light"
                    " warns until the consent of that body is recorded."
                )
                % {"deadline": in_words(problem.deadline_on), "day": in_words(cap), "body": required_by(problem)},
            )
        return _("The source facts are completed. What was said before stays in the trail.")

    texts = {
        "title": _("Complete the source facts"),
        "lead": _(
            "One person fills or mends these with a reason. Unit, type, source, facts and figures take a correction"
            " that a second person decides."
        ),
        "button": _("Keep the source facts"),
    }
    return act_page(
        request,
        pk,
        act="problem.complete_source_facts",
        template="problems/act.html",
        build=build,
        do=do,
        extra=lambda context, form: texts,
    )
