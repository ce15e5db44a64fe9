"""A refusal on a form of this room; one that came too late can be sent again as it stands. Source: B05."""

from approvals.models import Application, GateRule, Meeting
from approvals.selectors.stale import present_of
from organizations.errors import DomainError, Stale
from problems.pages.forms import ActForm


def refused(form: ActForm, error: DomainError, row: Application | Meeting | GateRule | None) -> int:
    """Show a refusal on the form, and after a stale one what others did meanwhile; answers the status of the page.

    Args:
        row: What the form was filled on; None where there is nothing yet.
    """
    status = form.refuse(error)
    if row is not None and error.code == Stale.code:
        form.filled_on(*present_of(row, form.expected_version or 0))
    return status
