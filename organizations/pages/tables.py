"""The list of units as a file. Source: B13."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ledger_site.tables import Table
from organizations.pages.units import units_asked


def units_table(request: HttpRequest) -> Table:
    """Units under the filter of the address."""
    return Table(
        title=_("Units"),
        headings=[_("Code"), _("Name"), _("Competent department"), _("Nature"), _("Office")],
        items=units_asked(request),
        lines=lambda found: [
            [
                one.code,
                one.name,
                one.competent_department.name if one.competent_department else "",
                one.get_nature_display(),
                one.office.short_name,
            ]
            for one in found
        ],
        words=[(_("Find a unit"), request.GET.get("q", "")[:60])],
    )
