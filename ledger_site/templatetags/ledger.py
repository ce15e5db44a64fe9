"""Tags and filters every template has without loading them: dates, lights, working days, icons, form fields.

Registered as template builtins. Nothing here reads the database or decides a rule; values arrive computed.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = template.Library()

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")

LIGHTS = ("green", "yellow", "red", "none")

# Navigation key: (icon, the letter after "g"). A page of the menu that is not listed gets a dot and no letter.
NAVIGATION = {
    "my_work": ("briefcase", "w"),
    "problems": ("list-details", "l"),
    "listed": ("flag", "b"),
    "verification": ("shield-check", "v"),
    "approvals": ("git-compare", "a"),
    "accountability": ("gavel", "s"),
    "dashboard": ("gauge", "d"),
    "reports": ("report", "r"),
    "imports": ("file-import", "i"),
    "documents": ("file-text", "n"),
    "staffing": ("users", "e"),
    "copies": ("file-text", "c"),
    "units": ("building", "u"),
    "types": ("checklist", "t"),
    "people": ("users", "p"),
    "audit": ("history", "h"),
    "settings": ("settings", "o"),
}


def _local(value: datetime.date | datetime.datetime) -> datetime.date | datetime.datetime:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return value.astimezone(OFFICE_ZONE)
    return value


@register.filter(expects_localtime=False)
def day(value: datetime.date | datetime.datetime | None) -> str:
    """The date in full: 2026年3月1日, 1 Mar 2026. A moment is read in Asia/Shanghai; nothing gives an empty text."""
    return date_format(_local(value), "DATE_FORMAT") if value else ""


@register.filter(expects_localtime=False)
def short_day(value: datetime.date | datetime.datetime | None) -> str:
    """The date without its year, for dates near today: 3月1日, 1 Mar. Put the full date in a title beside it."""
    return date_format(_local(value), "MONTH_DAY_FORMAT") if value else ""


@register.filter(expects_localtime=False)
def moment(value: datetime.datetime | None) -> str:
    """The date and minute in Asia/Shanghai: 2026年3月1日 09:05, 1 Mar 2026, 09:05."""
    return date_format(_local(value), "DATETIME_FORMAT") if value else ""


@register.filter(expects_localtime=False)
def clock_time(value: datetime.datetime | None) -> str:
    """The minute in Asia/Shanghai: 09:05."""
    return date_format(_local(value), "TIME_FORMAT") if value else ""


@register.filter(expects_localtime=False)
def iso(value: datetime.date | datetime.datetime | None) -> str:
    """The machine form for a time element's datetime attribute."""
    return _local(value).isoformat() if value else ""


@register.filter
def light_code(value: str | None) -> str:
    """One of LIGHTS; anything else counts as no light."""
    return value if value in LIGHTS else "none"


@register.filter
def light_word(value: str | None) -> str:
    """The word of a light, never shown by colour alone."""
    return {
        "green": gettext("On track"),
        "yellow": gettext("Due soon"),
        "red": gettext("Overdue"),
        "none": gettext("No deadline"),
    }[light_code(value)]


@register.filter
def remaining(value: int | None) -> str:
    """Signed working days in words: 2 → "2 working days left", 0 → "due today", -3 → "3 working days overdue"."""
    if value is None:
        return ""
    if value == 0:
        return gettext("due today")
    if value < 0:
        return ngettext("%(days)s working day overdue", "%(days)s working days overdue", -value) % {"days": -value}
    return ngettext("%(days)s working day left", "%(days)s working days left", value) % {"days": value}


@register.filter
def signed(value: int | None) -> str:
    """A number with a true minus sign, for columns of days or differences: -15 → −15."""
    return "" if value is None else str(value).replace("-", "−")


@register.filter
def remaining_light(value: int | None) -> str:
    """The light that signed working days alone would show, for tables without a computed light."""
    if value is None:
        return "none"
    return "red" if value < 0 else "yellow" if value <= 5 else "green"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """One icon of the set, hidden from screen readers; it always stands beside words."""
    return format_html(
        '<svg class="l-icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/export.html", takes_context=True)
def export_menu(context: template.Context, key: str, pk: int | None = None) -> dict[str, Any]:
    """The menu that takes the list of this page as a file, under the filter of its address.

    Args:
        key: Of the list, in ``ledger_site.lists``.
        pk: Of the object that the list is about, where it is about one.
    """
    from problems.models import Export  # the tags are loaded before the models

    asked: QueryDict = context["request"].GET.copy()
    asked.pop("page", None)
    url = reverse("export_table", args=[key]) if pk is None else reverse("export_table_of", args=[key, pk])
    return {"url": f"{url}?{asked.urlencode()}" if asked else url, "formats": Export.Format.choices}


@register.simple_tag
def new_key() -> SafeString:
    """The hidden key of a form that no form class draws: sent twice, it is answered once."""
    return format_html('<input type="hidden" name="key" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag
def sprite() -> str:
    """The address of the icon set."""
    return static("icons.svg")


@register.filter
def navigation_icon(key: str) -> str:
    return NAVIGATION.get(key, ("point", ""))[0]


@register.filter
def navigation_letter(key: str) -> str:
    return NAVIGATION.get(key, ("point", ""))[1]


@register.simple_tag(takes_context=True)
def querystring_with(context: template.Context, **changes: Any) -> str:
    """This page's query with changes; None drops a key. Starts over at page one unless a page is given.

    Example: on ``?unit=3&page=4``, ``{% querystring_with sort="due_on" %}`` gives ``?unit=3&sort=due_on``.
    """
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(key, [str(item) for item in value])
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.simple_tag
def sort_state(field: str, current: str | None) -> dict[str, str]:
    """How a column header stands: its aria-sort, and the sort value one click on it asks for."""
    if current == field:
        return {"aria": "ascending", "next": "-" + field, "icon": "arrow-up"}
    if current == "-" + field:
        return {"aria": "descending", "next": field, "icon": "arrow-down"}
    return {"aria": "", "next": field, "icon": "arrows-sort"}


@register.simple_tag
def elided_pages(page: Page[Any]) -> Iterator[int | str]:
    """Page numbers with gaps, around the current one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def field_kind(field: BoundField) -> str:
    """How a form field is laid out: check, choices, file, text, long, select or hidden."""
    widget = field.field.widget
    if isinstance(widget, forms.HiddenInput):
        return "hidden"
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.Textarea):
        return "long"
    if isinstance(widget, forms.Select):
        return "select"
    return "text"


@register.simple_tag
def field_control(field: BoundField) -> SafeString:
    """The field's input with the classes of our form controls; Django adds the links to help and error."""
    looks = {"check": "form-check-input", "choices": "", "select": "form-select"}
    look = looks.get(field_kind(field), "form-control")
    attrs: dict[str, str | bool] = {}
    if look:
        attrs["class"] = f"{look} {field.field.widget.attrs.get('class', '')}".strip()
    if isinstance(field.field.widget, forms.DateInput):
        field.field.widget.input_type = "date"
        field.field.widget.format = "%Y-%m-%d"
    if field_kind(field) == "long" and field.field.widget.attrs.get("rows") == "10":  # Django's own default
        attrs["rows"] = "5"
    if field_kind(field) == "file":
        attrs["data-files"] = ""
        attrs["data-formed"] = gettext("Day this paper was formed:")
        attrs["data-too-large"] = gettext("{name} is larger than {limit}. Choose a smaller file.")
    return field.as_widget(attrs=attrs)


@register.filter
def field_anchor(field: BoundField) -> str:
    """Where an error's link leads: the control, or its group when there are several."""
    return f"{field.auto_id}_group" if field_kind(field) == "choices" else field.id_for_label


@register.filter
def mixes_required(form: forms.BaseForm) -> bool:
    """Whether a form has both required and optional visible fields, so that the mark needs its explanation."""
    asked = [is_asked(field) for field in form.visible_fields()]
    return any(asked) and not all(asked)


@register.filter
def is_marked(field: forms.BoundField) -> bool:
    """Whether the field bears the mark of what has to be filled in, beside others that have not."""
    return is_asked(field) and mixes_required(field.form)


def is_asked(field: forms.BoundField) -> bool:
    """Required by the form, or by the act: a form names in ``asked`` what its service refuses to go without."""
    return field.field.required or field.name in getattr(field.form, "asked", ())
