"""The states of an application and the moves between them, as plain data. Source: D1–D9.

The room has two halves that meet at ``ACCEPTED``. The first half files, reviews side by side and admits: it ends when
``services.admission`` has stored a sheet of the gate and moved the application to accepted, paused or refused. The
second half begins with accepted (initiation, appraisal, deliberation, decision, follow-up). It must ask the gate again
before it approves: ``services.examination.examine(now, purpose="decision")`` under the same lock stores the sheet that
``Application.sheet`` has to name, and the database refuses ``ACCEPTED`` and ``APPROVED`` without a sheet that admits
and is still current (``approvals.protection``). Suspended, excepted, routed up are records, not states, except that a
matter which this office may not decide rests in ``ROUTED_UP`` until the superior's answer.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    PRE_REVIEW = "pre_review", _("Pre-review")
    RETURNED = "returned", _("Returned for completion")
    REVIEWED = "reviewed", _("Awaiting admission")
    PAUSED = "paused", _("Admission paused")
    REFUSED = "refused", _("Admission refused")
    ACCEPTED = "accepted", _("Accepted")
    INITIATED = "initiated", _("Initiated")
    APPRAISED = "appraised", _("Appraised")
    ON_AGENDA = "on_agenda", _("On the agenda")
    ROUTED_UP = "routed_up", _("Routed to the superior")
    APPROVED = "approved", pgettext_lazy("an application", "Approved")
    DISAPPROVED = "disapproved", _("Not approved")
    UNFIT = "unfit", _("Returned with an explanation")
    IMPLEMENTING = "implementing", _("Being carried out")
    COMPLETED = "completed", _("Carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    SUPERSEDED = "superseded", _("Superseded")


# Filed, and not yet admitted: what a change of the gate's rules would touch.
PENDING = (State.PRE_REVIEW, State.RETURNED, State.REVIEWED, State.PAUSED)
# Admitted, and not yet decided.
IN_PROGRESS = (State.ACCEPTED, State.INITIATED, State.APPRAISED, State.ON_AGENDA, State.ROUTED_UP)
ENDED = (
    State.REFUSED,
    State.DISAPPROVED,
    State.UNFIT,
    State.COMPLETED,
    State.WITHDRAWN,
    State.LAPSED,
    State.SUPERSEDED,
)
# Visible to the office once filed; a draft is the unit's own.
FILED = tuple(state for state in State if state != State.DRAFT)

MOVES: dict[str, tuple[frozenset[str], str]] = {
    # move: (allowed from, leads to)
    "save_draft": (frozenset({State.DRAFT}), State.DRAFT),
    "save_completion": (frozenset({State.RETURNED}), State.RETURNED),
    "submit": (frozenset({State.DRAFT, State.RETURNED}), State.PRE_REVIEW),
    "give_opinion": (frozenset({State.PRE_REVIEW}), State.PRE_REVIEW),
    "finish_pre_review": (frozenset({State.PRE_REVIEW}), State.REVIEWED),
    "return_for_completion": (frozenset({State.PRE_REVIEW, State.REVIEWED, State.PAUSED}), State.RETURNED),
    "accept": (frozenset({State.REVIEWED}), State.ACCEPTED),
    "pause": (frozenset({State.REVIEWED}), State.PAUSED),
    "refuse": (frozenset({State.REVIEWED}), State.REFUSED),
    "revive": (frozenset({State.PAUSED}), State.REVIEWED),
    "review_cures": (frozenset({State.PAUSED}), State.PAUSED),
    "withdraw": (frozenset({*PENDING, State.ACCEPTED, State.INITIATED, State.APPRAISED}), State.WITHDRAWN),
    # What rests with the superior office ends by its answer alone.
    "lapse": (frozenset({*PENDING, *IN_PROGRESS}) - {State.ROUTED_UP}, State.LAPSED),
    "supersede": (frozenset({*PENDING, State.ACCEPTED, State.INITIATED, State.APPRAISED}), State.SUPERSEDED),
    # The second half.
    "record_initiation": (frozenset({State.ACCEPTED}), State.INITIATED),
    "record_appraisal": (frozenset({State.INITIATED}), State.APPRAISED),
    "revise_appraisal": (frozenset({State.APPRAISED}), State.APPRAISED),
    "put_on_agenda": (frozenset({State.APPRAISED}), State.ON_AGENDA),
    "take_off_agenda": (frozenset({State.ON_AGENDA}), State.APPRAISED),
    "approve": (frozenset({State.ON_AGENDA, State.ROUTED_UP}), State.APPROVED),
    "disapprove": (frozenset({State.ON_AGENDA, State.ROUTED_UP}), State.DISAPPROVED),
    "return_as_unfit": (
        frozenset({State.ACCEPTED, State.INITIATED, State.APPRAISED, State.ON_AGENDA, State.ROUTED_UP}),
        State.UNFIT,
    ),
    # An office sends up what it has appraised; where its authority is taken up, everything it has admitted goes.
    "route_up": (frozenset({State.APPRAISED, State.ON_AGENDA}), State.ROUTED_UP),
    "take_up": (frozenset({State.ACCEPTED, State.INITIATED, State.APPRAISED, State.ON_AGENDA}), State.ROUTED_UP),
    "route_further": (frozenset({State.ROUTED_UP}), State.ROUTED_UP),
    "start_follow_up": (frozenset({State.APPROVED}), State.IMPLEMENTING),
    "complete": (frozenset({State.IMPLEMENTING}), State.COMPLETED),
}


def target_of(move: str, current: str) -> str | None:
    """State that ``move`` leads to from ``current``; None when there is no such move there."""
    sources, target = MOVES[move]
    return target if current in sources else None
