"""Pages on which entries and units are joined: assisting units, links, merging. One form each. Source: B5."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from organizations.errors import Invalid
from organizations.models import Unit
from organizations.signed_in import person
from problems.models import Link, Problem
from problems.pages.acts import act_page, new_form_data
from problems.pages.forms import ActForm, ReasonForm
from problems.selectors import joining as selectors
from problems.selectors.entries import problem_for
from problems.selectors.similar import similar_problems
from problems.services import joining

PAGE = "problems/act.html"
NUMBER_HELP = gettext_lazy("Such as YC〔2026〕12; 12 alone is of this ledger.")


class AddUnitForm(ActForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=gettext_lazy("Choose"))
    task = forms.CharField(
        label=gettext_lazy("What it has to do"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Shown with its name; the unit sees the entry from assignment on."),
    )


class LinkForm(ActForm):
    other = forms.CharField(label=gettext_lazy("Number of the other entry"), max_length=60, help_text=NUMBER_HELP)
    kind = forms.ChoiceField(
        label=gettext_lazy("This entry is"),
        choices=(
            (Link.Kind.RELATED, gettext_lazy("related to it")),
            (Link.Kind.RECURRENCE, gettext_lazy("a recurrence of it (the other one is earlier)")),
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class MergeForm(ActForm):
    into = forms.CharField(label=gettext_lazy("Number of the entry that goes on"), max_length=60, help_text=NUMBER_HELP)
    reason = forms.CharField(
        label=gettext_lazy("Why both are the same matter"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def named(request: HttpRequest, pk: int, text: str, field: str) -> Problem:
    """The entry meant by a typed number. Raises Invalid under ``field``: missing and hidden answer alike."""
    found = selectors.entry_by_number(
        viewer=person(request), text=text, near=problem_for(viewer=person(request), problem_id=pk)
    )
    if found is None:
        raise Invalid(errors={field: [_("There is no entry of this number that you may see. Check the number.")]})
    return found


def offer_numbers(form: ActForm, field: str, request: HttpRequest, problem: Problem) -> dict[str, Any]:
    """Entries that may be meant, beside the form and as suggestions of its field."""
    likely = similar_problems(
        viewer=person(request),
        unit_id=problem.unit_id,
        type_id=problem.violation_type_id,
        facts=problem.facts,
        leave_out=problem.pk,
    )
    likely = [one for one in likely if one.number]
    form.fields[field].widget.attrs.update({"list": f"{field}-numbers", "autocomplete": "off"})
    return {"similar": likely, "numbers_id": f"{field}-numbers"}


@require_http_methods(["GET", "POST"])
def add_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another unit assist."""

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        form = AddUnitForm(data, initial=new_form_data(context))
        fields: dict[str, Any] = form.fields
        fields["unit"].queryset = selectors.units_that_can_assist(person(request), context["problem"])
        return form

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        added = joining.add_assisting_unit(
            problem_id=pk, unit_id=data["unit"].pk, task=data["task"], actor=person(request), key=data["key"]
        )
        return _("%(unit)s assists from now on.") % {"unit": added.unit.name}

    texts = {
        "title": _("Add an assisting unit"),
        "lead": _(
            "The unit of the entry stays the lead: it plans and applies for close-out. An assisting unit sees the"
            " entry, reports progress with files and comments; its people do not verify the entry."
        ),
        "button": _("Add"),
    }
    return act_page(request, pk, act="problem.add_unit", template=PAGE, build=build, do=do, extra=lambda c, f: texts)


@require_http_methods(["GET", "POST"])
def release_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """End a unit's help."""
    row = selectors.assisting_for(viewer=person(request), assisting_id=pk)

    def do(form: ActForm) -> str:
        joining.release_assisting_unit(
            assisting_id=pk, reason=form.cleaned_data["reason"], actor=person(request), key=form.cleaned_data["key"]
        )
        return _("%(unit)s is released. What it reported stays with the entry.") % {"unit": row.unit.name}

    texts = {
        "title": _("Release an assisting unit"),
        "lead": _("%(unit)s no longer sees the entry; what it reported stays.") % {"unit": row.unit.name},
        "button": _("Release"),
    }
    return act_page(
        request,
        row.problem_id,
        act="problem.release_unit",
        template=PAGE,
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda c, f: texts,
    )


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link with another entry."""

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        other = named(request, pk, data["other"], "other")
        joining.link_entries(
            problem_id=pk,
            other_id=other.pk,
            kind=data["kind"],
            reason=data["reason"],
            actor=person(request),
            key=data["key"],
        )
        return _("Linked with %(number)s; both entries show it.") % {"number": other.number}

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        return {
            "title": _("Link with another entry"),
            "lead": _(
                "Both entries show the link and the reason. Whoever may not see one of them does not learn of it."
            ),
            "button": _("Link"),
            **offer_numbers(form, "other", request, context["problem"]),
        }

    return act_page(
        request,
        pk,
        act="problem.link",
        template=PAGE,
        build=lambda context, data, files: LinkForm(data, initial=new_form_data(context)),
        do=do,
        extra=extra,
    )


@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a link."""
    row = selectors.link_for(viewer=person(request), link_id=pk)
    other = row.other

    def do(form: ActForm) -> str:
        joining.unlink_entries(
            link_id=pk, reason=form.cleaned_data["reason"], actor=person(request), key=form.cleaned_data["key"]
        )
        return _("The link with %(number)s is removed; the trail of both keeps it.") % {"number": other.number}

    texts = {
        "title": _("Remove a link"),
        "lead": _("The link with %(number)s is removed from both entries; their trail keeps it.")
        % {"number": other.number},
        "button": _("Remove"),
    }
    return act_page(
        request,
        row.problem_id,
        act="problem.unlink",
        template=PAGE,
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda c, f: texts,
    )


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a duplicate into the entry that goes on."""

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        into = named(request, pk, data["into"], "into")
        merged = joining.merge_problem(
            problem_id=pk,
            into_id=into.pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("%(number)s is merged into %(into)s. Its number, files and past stay readable.") % {
            "number": merged.number or _("The report"),
            "into": into.number,
        }

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        number = context["problem"].number or _("The report")
        return {
            "title": _("Merge into another entry"),
            "lead": _(
                "%(number)s stays readable with its files and past and is no longer counted; its clocks stop."
                " This cannot be undone."
            )
            % {"number": number},
            "button": _("Merge"),
            "danger": True,
            **offer_numbers(form, "into", request, context["problem"]),
        }

    return act_page(
        request,
        pk,
        act="problem.merge",
        template=PAGE,
        build=lambda context, data, files: MergeForm(data, initial=new_form_data(context)),
        do=do,
        extra=extra,
    )
