"""The desks of verification as files. Source: B13."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ledger_site.tables import Table
from ledger_site.templatetags.ledger import light_word, remaining
from organizations.scope import standing_of
from organizations.signed_in import person
from verification.models import Invitation
from verification.selectors import Line, desk
from verification.selectors.consents import Waiting, awaiting_consent
from verification.selectors.joint import invitations_of


def desk_table(request: HttpRequest) -> Table:
    """What waits for this person, what waits for colleagues, and joint acceptances of the own department."""
    viewer = person(request)
    found = desk(viewer)
    invited = invitations_of(viewer) if standing_of(viewer).partner_ids else []

    def of_line(part: str, line: Line) -> list[Any]:
        return [
            part,
            line.problem.number,
            light_word(line.light),
            remaining(line.days_left),
            line.clock.due_on,
            line.problem.unit.name,
            line.problem.violation_type.name,
            line.clock.get_kind_display(),
            str(line.why_not),
        ]

    def of_invitation(part: str, one: Invitation) -> list[Any]:
        opinion = getattr(one, "opinion", None)
        ended = _("asked no longer") if one.withdrawn_on else _("no opinion yet")
        problem = one.close_out.problem
        said = opinion.get_answer_display() if opinion else ended
        return [part, problem.number, "", "", None, problem.unit.name, "", said, ""]

    return Table(
        title=_("Verification and close-out"),
        headings=[
            pgettext("of a list", "Part"), _("Number"), _("Light"), _("Remaining"), _("Due"), _("Unit"),
            _("Violation type"), _("Step"), _("Why not you"),
        ],
        items=[
            *(of_line(_("Waiting for you"), line) for line in found.mine),
            *(of_line(_("Waiting for others"), line) for line in found.others),
            *(of_invitation(_("Joint acceptances of your department"), one) for one in invited),
        ],
        lines=lambda rows: rows,
    )  # fmt: skip


def consents_table(request: HttpRequest) -> Table:
    """Close-outs of lower offices that wait for this office's consent, the most urgent first."""

    def line(one: Waiting) -> list[Any]:
        returned = ngettext("returned once", "returned %(counter)s times", one.times_returned)
        why = str(one.problem.get_consent_rule_display())
        return [
            one.problem.number,
            light_word(one.light),
            remaining(one.days_left),
            one.problem.office.short_name,
            one.problem.unit.name,
            one.problem.violation_type.name,
            f"{why} · {returned % {'counter': one.times_returned}}" if one.times_returned else why,
            one.signed_by,
            one.signed_on,
            str(one.why_not),
        ]

    return Table(
        title=_("Waiting for our consent"),
        headings=[
            _("Number"), _("Light"), _("Remaining"), _("Office"), _("Unit"), _("Violation type"),
            _("Why consent is needed"), _("Signed by"), _("Signed"), _("Why not you"),
        ],
        items=awaiting_consent(person(request)),
        lines=lambda found: [line(one) for one in found],
    )  # fmt: skip
