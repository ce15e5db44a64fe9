"""The warning before the same matter is registered twice. Source: B5."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.errors import DomainError
from organizations.models import Account
from problems.models import Problem
from problems.selectors.similar import similar_problems


class PossibleDuplicates(DomainError):
    """Entries that may be the same matter are in the ledger; sending it again with "anyway" registers it."""

    code = "possible_duplicates"
    http_status = 409
    message = _(
        "This may be in the ledger already: %(numbers)s. Open what is named; if yours is another matter, register it"
        " all the same."
    )


def refuse_duplicates(viewer: Account, problem: Problem) -> None:
    """Stop a registration or report that may be in the ledger already, of what ``viewer`` may see.

    Args:
        problem: As it would stand in the ledger; a stored one is not its own duplicate.

    Raises: PossibleDuplicates.
    """
    found = similar_problems(
        viewer=viewer,
        unit_id=problem.unit_id,
        type_id=problem.violation_type_id,
        facts=problem.facts,
        leave_out=problem.pk,
    )
    strong = [one for one in found if one.is_strong]  # type: ignore[attr-defined]
    if strong:
        comma = str(pgettext_lazy("between names", ", "))
        named = comma.join(one.number or str(_("a report of the unit")) for one in strong)
        raise PossibleDuplicates(numbers=named)
