"""What a reader asks of a list by its address: known filters with values that are offered, everything else refused.

The ledger list has its own form (``problems.pages.filtering``); this is for lists with a few filters. Source: ADR 0014.
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from organizations.clock import today
from organizations.errors import Invalid

# Of every list: its page, and for programs how long that is and in which format.
OF_ALL = frozenset({"page", "page_size", "format"})
LONGEST = 100  # characters of a word sent back in a refusal
YEARS = range(1949, 2101)


def filters_asked(asked: QueryDict, offered: Mapping[str, Collection[str] | None]) -> dict[str, str]:
    """The value of each filter that a list offers, empty where it is not asked.

    Args:
        offered: By name of the filter, the values it takes; None where any words do.

    Raises:
        Invalid: A filter that the list does not have, or a value that is not offered; all are named together. Hidden
            and unknown values are refused alike.

    Source: ADR 0014.
    """
    errors = {}
    if unknown := sorted(set(asked) - set(offered) - OF_ALL):
        names = ", ".join(unknown)[:LONGEST]
        errors["filter"] = [_("The list has no filter “%(names)s”. Choose filters from the form.") % {"names": names}]
    found = {name: asked.get(name, "").strip() for name in offered}
    for name, values in offered.items():
        if found[name] and values is not None and found[name] not in values:
            errors[name] = [
                _("The list cannot be narrowed by “%(value)s”. Choose one of the values that the form offers.")
                % {"value": found[name][:LONGEST]}
            ]
    if errors:
        raise Invalid(errors=errors)
    return found


def day_asked(asked: QueryDict, name: str = "on") -> date:
    """The day that a page or a list is about: today where none is asked.

    Raises: Invalid for what is no day, or lies before 1949 or after 2100.
    """
    text = asked.get(name, "").strip()
    if not text:
        return today()
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Invalid(errors={name: [_("Enter a day such as 2026-03-31.")]})
    return found
