"""What a reader asks of the ledger list, read from the address: one reading for page, API, export and acts on many.

The address is the state of the list. A key, value, order or column that is not offered is refused with a sentence
rather than ignored: a list that is broader than what was asked misleads, and a lookup that slips through tells secrets.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.errors import Invalid
from organizations.models import Account
from organizations.selectors import offices_to_choose
from organizations.signed_in import person
from problems.models.entries import FinderLevel
from problems.pages.forms import DayField, FilterForm
from problems.selectors import choices
from problems.selectors.columns import COLUMNS, DEFAULT_ORDER, HOLDER_CHOICES, ORDERS, Column, chosen_columns
from problems.selectors.entries import Query
from problems.selectors.narrowing import FLAGS, PERIODS, Narrowing

YES_NO = (("", gettext_lazy("All")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
ALL = ("", gettext_lazy("All"))
FLAG_LABELS = {
    "kept_open": gettext_lazy("Kept open"),
    "relapsed": gettext_lazy("Relapsed"),
    "taken_over": gettext_lazy("Taken over"),
}
# Keys of the address that are no filters; ``shown`` marks a form just sent, whose empty fields are taken out, and
# ``filter`` opens the form: it offers every unit, so it is drawn only for those who want it.
OTHER_KEYS = frozenset({"sort", "page", "page_size", "columns", "shown", "filter"})


FIELD_ORDER = ("q", "state", "light", "unit", "type", "tag", "source", "finder", "nature", "cause", "holder",
               "listed", "overdue", "on_time", "year", "office")  # fmt: skip
WORD_LABELS = {
    "type": gettext_lazy("Violation type"),
    "tag": gettext_lazy("Reporting group"),
    "source": gettext_lazy("Source"),
    "cause": gettext_lazy("Cause"),
}


def _words(words: choices.WordsInUse, name: str) -> list[Any]:
    return [ALL, *(words.tags() if name == "tag" else words.named(name))]


class ListForm(FilterForm):
    """Every filter of the list."""

    finder = forms.ChoiceField(label=gettext_lazy("Found by"), required=False, choices=(ALL, *FinderLevel.choices))
    holder = forms.ChoiceField(label=gettext_lazy("Now with"), required=False, choices=(ALL, *HOLDER_CHOICES))
    overdue = forms.ChoiceField(label=gettext_lazy("Past the deadline"), required=False, choices=YES_NO)
    as_of = DayField(label=gettext_lazy("Figures of the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        offices, has_lower = kwargs["offices"], kwargs["has_lower"]
        super().__init__(*args, **{**kwargs, "has_lower": True})
        fields: dict[str, Any] = self.fields
        words = choices.WordsInUse()
        for name, label in WORD_LABELS.items():
            fields[name] = forms.ChoiceField(label=label, required=False, choices=partial(_words, words, name))
        for name in FLAGS:
            fields[name] = forms.ChoiceField(label=FLAG_LABELS[name], required=False, choices=YES_NO)
        for name, (label, _column) in PERIODS.items():
            fields[f"{name}_from"] = DayField(label=_("%(date)s from") % {"date": label}, required=False)
            fields[f"{name}_to"] = DayField(label=_("%(date)s to") % {"date": label}, required=False)
        fields["office"].queryset = offices
        self.order_fields(FIELD_ORDER)
        self.has_lower = has_lower

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in PERIODS:
            first, last = data.get(f"{name}_from"), data.get(f"{name}_to")
            if first and last and last < first:
                self.add_error(f"{name}_to", _("The period ends before it begins. Exchange the two days."))
        return data

    @property
    def main_fields(self) -> list[Any]:
        """Bound fields of the form without the periods; the choice of an office only where there is one."""
        left_out = set() if self.has_lower else {"office", "subtree"}
        dates = {"as_of", *(f"{name}_{end}" for name in PERIODS for end in ("from", "to"))}
        return [one for one in self.visible_fields() if one.name not in left_out | dates]

    @property
    def period_fields(self) -> list[Any]:
        """(label, from, to) of each period."""
        return [(label, self[f"{name}_from"], self[f"{name}_to"]) for name, (label, _column) in PERIODS.items()]

    @property
    def asks_a_period(self) -> bool:
        return any(self.data.get(f"{name}_{end}") for name in PERIODS for end in ("from", "to"))


@dataclass
class Asked:
    """The list as asked. ``errors`` is empty when everything held; ``query`` then says what to show."""

    form: ListForm
    query: Query
    columns: list[Column]
    errors: dict[str, list[Any]] = field(default_factory=dict)

    def required(self) -> "Asked":
        """The same, for doors that show nothing otherwise. Raises Invalid."""
        if self.errors:
            raise Invalid(errors=self.errors)
        return self


def read_list(request: HttpRequest) -> Asked:
    """The list that a request asks for by its address."""
    return read_query(person(request), request.GET)


def read_query(viewer: Account, asked: QueryDict) -> Asked:
    """The same from any query string, for saved views and work in the background."""
    form = ListForm(
        asked,
        units=choices.units_to_filter(viewer),
        types=choices.types_in_use(),
        sources=choices.sources_in_use(),
        offices=offices_to_choose(viewer),
        has_lower=choices.has_lower_offices(viewer),
    )
    errors: dict[str, list[Any]] = {}
    if not form.is_valid():
        errors = {name: list(listed) for name, listed in form.errors.items()}
    if unknown := sorted(set(asked) - set(form.fields) - OTHER_KEYS):
        names = ", ".join(unknown)[:100]
        errors["filter"] = [_("The list has no filter “%(names)s”. Choose filters from the form.") % {"names": names}]
    sort = asked.get("sort") or DEFAULT_ORDER
    if sort not in ORDERS:
        errors["sort"] = [_("The list cannot be sorted by this. Choose the heading of a column.")]
    query = _query_of(form, sort if sort in ORDERS else DEFAULT_ORDER)
    try:
        columns = chosen_columns(
            [key for key in asked.getlist("columns") if key], with_office=query.subtree or bool(query.office_id)
        )
    except Invalid as refusal:
        errors |= refusal.errors
        columns = chosen_columns([])
    return Asked(form=form, query=query, columns=columns, errors=errors)


def _query_of(form: ListForm, sort: str) -> Query:
    data: dict[str, Any] = form.cleaned_data
    unit, office = data.get("unit"), data.get("office")
    periods = {name: (data.get(f"{name}_from"), data.get(f"{name}_to")) for name in PERIODS}
    return Query(
        text=data.get("q", ""),
        office_id=office.pk if office else None,
        subtree=bool(data.get("subtree")),
        unit_id=unit.pk if unit else None,
        state=data.get("state", ""),
        light=data.get("light", ""),
        type_code=data.get("type", ""),
        source_code=data.get("source", ""),
        nature=data.get("nature", ""),
        year=data.get("year"),
        run_id=data.get("run"),
        on_time=data.get("on_time", ""),
        listed=bool(data.get("listed")),
        more=Narrowing(
            tag=data.get("tag", ""),
            finder=data.get("finder", ""),
            cause_code=data.get("cause", ""),
            holder=data.get("holder", ""),
            overdue=data.get("overdue", ""),
            flags={name: data[name] for name in FLAGS if data.get(name)},
            periods={name: ends for name, ends in periods.items() if any(ends)},
        ),
        sort=sort,
    )


def in_words(asked: Asked) -> list[tuple[str, str, str]]:
    """(key, label, value) of each filter in use, as chips and exports say them."""
    form, found = asked.form, []
    for name, formfield in form.fields.items():
        value = form.cleaned_data.get(name)
        if not value or name == "as_of":
            continue
        some: Any = formfield
        if hasattr(some, "queryset"):
            shown = str(value)
        elif isinstance(some, forms.DateField):
            shown = value.isoformat()
        else:
            shown = str(dict(getattr(some, "choices", None) or {}).get(value, value))
        label = _("Import") if name == "run" else str(some.label)
        found.append((name, label, _("yes") if value is True else shown))
    return found


def filters_of(asked: QueryDict) -> QueryDict:
    """The part of an address that says what is listed and how: without the page, without empty fields."""
    kept = QueryDict(mutable=True)
    for key in asked:
        values = [one for one in asked.getlist(key) if one]
        if values and key not in {"page", "page_size", "shown", "filter"}:
            kept.setlist(key, values)
    return kept


def column_choices(columns: list[Column]) -> list[dict[str, Any]]:
    """Every column with whether it is shown, for the form."""
    shown = {one.key for one in columns}
    return [
        {"key": one.key, "label": one.label, "shown": one.key in shown, "fixed": one.key == "number"}
        for one in COLUMNS.values()
    ]
