"""One act on the ticked entries: choose, confirm once, a result for each row. And views kept under a name. B9."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from organizations.errors import DomainError, Invalid
from organizations.signed_in import person
from problems.models.entries import Pace
from problems.pages.filtering import filters_of, read_list, read_query
from problems.pages.forms import ActForm, DayField
from problems.selectors.entries import problem_list
from problems.selectors.listing import batch_for, batch_lines, visible_in_order
from problems.services import batches, saved_views

LONG = forms.Textarea(attrs={"rows": 3})


class BatchForm(ActForm):
    """What an act on many asks for; the fields that the chosen act does not take are left out."""

    deadline = DayField(label=gettext_lazy("Rectify until"), help_text=gettext_lazy("A working day after today."))
    pace = forms.ChoiceField(label=gettext_lazy("Pace"), choices=Pace, initial=Pace.IN_STAGES)
    note = forms.CharField(
        label=gettext_lazy("Requirements to the units"), required=False, max_length=1000, widget=LONG
    )
    reason = forms.CharField(label=gettext_lazy("Reason or note"), required=False, max_length=2000, widget=LONG)
    text = forms.CharField(label=gettext_lazy("What to say"), max_length=2000, widget=LONG)

    def __init__(self, *args: Any, act: batches.BulkAct, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("deadline", "pace", "note", "reason", "text"):
            if name not in act.fields:
                del self.fields[name]
        del self.fields["version"]


def _ids(data: QueryDict) -> list[int]:
    """The ticked keys; what is no key is left out, as it could only have been written by hand."""
    return [int(one) for one in data.getlist("ids") if one.isascii() and one.isdecimal() and len(one) < 19]


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Ask to confirm an act on many; with ``confirmed`` do it and show what became of each."""
    viewer, data = person(request), request.POST
    act = batches.OFFERED.get(data.get("act", ""))
    if act is None:
        raise Invalid(_("Choose one of the acts that can be done to several entries."))
    ids = _ids(data)
    if data.get("whole"):
        ids = batches.ids_of(problem_list(viewer=viewer, query=read_list(request).required().query))
    chosen = visible_in_order(viewer, ids[: batches.LIMIT])
    if not chosen or len(ids) > batches.LIMIT:
        refusal = (
            _("Tick at least one entry.")
            if not chosen
            else _("At most %(count)s entries at once. Narrow the filter.") % {"count": batches.LIMIT}
        )
        raise Invalid(refusal)
    status = 200
    if data.get("confirmed"):
        form = BatchForm(data, act=act)
        status = 422
        if form.is_valid():
            try:
                made = batches.act_on_many(
                    act=act.key,
                    ids=[one.pk for one in chosen],
                    data={name: _plain(form.cleaned_data.get(name)) for name in act.fields},
                    actor=viewer,
                    key=form.cleaned_data["key"],
                )
            except DomainError as refusal_of_all:
                status = form.refuse(refusal_of_all)
            else:
                return redirect("problems:batch_result", pk=made.pk)
    else:
        form = BatchForm(act=act, initial={"key": secrets.token_urlsafe(16)})
    context = {
        "act": act,
        "form": form,
        "chosen": chosen,
        "states": batches.state_of(chosen),
        "open_for": batches.open_for(act, chosen),
        "query": filters_of(request.GET).urlencode(),
    }
    return render(request, "problems/batch.html", context, status=status)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@require_GET
def batch_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each entry."""
    found = batch_for(viewer=person(request), batch_id=pk)
    lines = batch_lines(person(request), found)
    context = {
        "batch": found,
        "act": batches.OFFERED.get(found.act),
        "lines": lines,
        "done": sum(line["outcome"] == batches.DONE for line in lines),
        "not_done": sum(line["outcome"] not in {batches.DONE, ""} for line in lines),
    }
    return render(request, "problems/batch_result.html", context)


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list under a name; its address is checked first, so that a view never opens a refusal."""
    given = QueryDict(request.POST.get("query", "")[:4000])
    query = filters_of(given)
    read_query(person(request), query).required()
    view = saved_views.save_view(
        name=request.POST.get("name", ""),
        query=query.urlencode(),
        shared=bool(request.POST.get("shared")),
        actor=person(request),
    )
    messages.success(request, _("The list is kept as “%(name)s”.") % {"name": view.name})
    return redirect(f"{reverse('problems:list')}?{view.query}")


@require_POST
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a view of one's own."""
    saved_views.remove_view(view_id=pk, actor=person(request))
    messages.success(request, _("The view is removed."))
    return redirect("problems:list")
