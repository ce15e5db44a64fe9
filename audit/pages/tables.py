"""The trail as a file, for audit administrators. Source: B13, C08."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit.pages.trail import auditing, rows_asked, told
from ledger_site.tables import Table
from ledger_site.templatetags.ledger import day, moment
from organizations.errors import Invalid


def trail_table(request: HttpRequest) -> Table:
    """Acts or events of the people of the audited office under the filter of the address, newest first."""
    kind, form, rows = rows_asked(request, auditing(request))
    if form.errors:
        raise Invalid(errors={name: list(found) for name, found in form.errors.items()})
    asked = form.cleaned_data

    def line(row: Any) -> list[Any]:
        numbers = [number for _pk, number in row.about]
        result = row.reason if kind == "acts" else row.details.get("message", "")
        return [
            moment(row.when),
            row.who.actor_name,
            f"{row.who.actor_unit} {row.role_label}".strip(),
            str(row.words),
            "; ".join([*numbers, *row.objects]),
            result,
            str(row.door),
            row.who.address,
        ]

    return Table(
        title=_("Trail"),
        headings=[
            _("When"), _("Who"), _("In which post"), _("What"), _("About whom or what"), _("Reason or result"),
            _("By which way"), pgettext("network", "Address"),
        ],
        items=rows,
        lines=lambda found: [line(row) for row in told(kind, found)],
        words=[
            (_("Kinds of rows"), _("Acts") if kind == "acts" else _("Sign-ins, refusals, downloads")),
            (form.fields["who"].label, asked.get("who")),
            (form.fields["since"].label, day(asked.get("since"))),
            (form.fields["until"].label, day(asked.get("until"))),
            (form.fields["what"].label, asked.get("what")),
        ],
    )  # fmt: skip
