"""What two people change: the request that waits, its lines in words, its paper. Source: B4, B8."""

from typing import Any, TypeVar

from organizations.errors import NotFound
from organizations.models import Account
from problems import policies
from problems.models import Correction, NatureClaim, Problem
from problems.selectors.wording import column_words

Row = TypeVar("Row", Correction, NatureClaim)


def waiting_correction(problem: Problem) -> Correction | None:
    """The correction of an entry that waits for its decision."""
    rows = problem.corrections.select_related("asked_by", "file")
    return rows.filter(status=Correction.Status.ASKED).first()


def waiting_claim(problem: Problem) -> NatureClaim | None:
    """The claim on the nature of an entry that waits for its confirmation."""
    rows = problem.nature_claims.select_related("asked_by", "file")
    return rows.filter(status=NatureClaim.Status.CLAIMED).first()


def lines_of(correction: Correction) -> list[dict[str, Any]]:
    """(label, old, new) of each column a correction names, in words."""
    words = column_words(correction.before, correction.after)
    return [
        {"label": label, "old": old, "new": new} for label, old, new in words.lines(correction.before, correction.after)
    ]


def paper_for(model: type[Row], *, viewer: Account, pk: int) -> Row:
    """A request with its file. Raises NotFound where its entry is hidden or there is none."""
    rows = model._default_manager.filter(pk=pk, problem__in=policies.visible_to(viewer))
    found: Row | None = rows.select_related("file").first()
    if found is None:
        raise NotFound
    return found
