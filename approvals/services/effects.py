"""What an approved application does to the staffing figures, by the services of the register alone. Source: D3, D8."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.acting import Acting
from approvals.models import ApplicationPerson, Counts, Effect
from organizations.clock import today
from organizations.errors import DomainError, Invalid
from staffing.identity import Unreadable, unseal
from staffing.models import Post
from staffing.selectors.position import position
from staffing.services import (
    NewPost,
    change_leadership_quota,
    change_quota,
    commit_posts,
    enter_post,
    leave_post,
    oldest_with_posts_left,
)


def bring_about(now: Acting, *, document: str) -> None:
    """Change or commit figures as approved, inside the act of the reply, by its document number.

    Posts and leadership posts change the quotas; a post-use plan commits posts, so that the same vacancy is not given
    twice; people who enter or leave are booked when the task of the real-name register is closed (``book_people``).

    Raises: Invalid where the register refuses: a ceiling passed, fewer unfilled posts than committed.
    """
    application, counts = now.application, now.application.kind.counts
    shared: dict[str, Any] = {
        "unit_id": application.unit_id,
        "actor": now.actor,
        "reason": document,
        "by_decision": True,
    }
    posts: dict[str, int] = defaultdict(int)
    leaders: dict[str, int] = defaultdict(int)
    departures: dict[str, int] = defaultdict(int)
    for one in application.items.filter(struck_on=None).order_by("position", "pk"):
        if one.level:
            leaders[one.level] += one.approved_amount or 0
        elif one.post_kind:
            posts[one.post_kind] += one.approved_amount or 0
            departures[one.post_kind] += one.departures
    try:
        if counts == Counts.PLAN:
            for kind, number in sorted(posts.items()):
                if number > 0:
                    # One out, one in holds for a unit that is exactly full, and only as far as people leave.
                    full = _unfilled(application.unit_id, kind) == 0
                    on_departures = full and number <= departures[kind]
                    commit_posts(
                        kind=kind, count=number, document=document, on_expected_vacancy=on_departures, **shared
                    )
            return
        if counts == Counts.PEOPLE:
            return
        for kind, number in sorted(posts.items()):
            if number:
                change_quota(kind=kind, by=number, document=document, **shared)
        for level, number in sorted(leaders.items()):
            if number:
                change_leadership_quota(level=level, by=number, document=document, **shared)
    except Invalid as refusal:
        raise Invalid(
            errors={"text": [_("The staffing register refuses: %(why)s") % {"why": one} for one in _said(refusal)]}
        ) from refusal


def book_people(now: Acting, *, document: str) -> None:
    """Book whom the unit reports to have entered or left, each on that day, inside the act that closes the task of the
    real-name register. Who entered uses up a post that a plan has committed, so unfilled stays what it was.

    Nobody is booked twice: a person booked before is passed over, under the locks of application and unit.

    Raises: Invalid where the register refuses one of them, by name; then nobody is booked and the task stays open.
    """
    application = now.application
    leaving = application.kind.effect == Effect.REDUCTION
    rows = application.people.filter(struck_on=None, post=None, came_true_on__isnull=False)
    for one in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        try:
            one.post = _left(now, one, document) if leaving else _entered(now, one, document)
        except DomainError as refusal:
            sentences = [
                _("%(name)s: the staffing register refuses: %(why)s") % {"name": one.name, "why": why}
                for why in _said(refusal)
            ]
            raise Invalid(errors={"people": sentences}) from refusal
        one.save(update_fields=["post"])


def _entered(now: Acting, one: ApplicationPerson, document: str) -> Post:
    application = now.application
    commitment = oldest_with_posts_left(application.unit_id, one.post_kind)
    if commitment is None and application.kind.needs_plan:
        raise Invalid(_("No post of an approved plan is left for this kind. Have a post-use plan approved first."))
    try:
        number = unseal(one.identity_sealed)
    except Unreadable as error:
        raise Invalid(
            _("The identity number cannot be opened with the present key. Tell the administrator.")
        ) from error
    post = NewPost(
        name=one.name, identity_number=number, kind=one.post_kind, entered_on=one.came_true_on or today(),
        document=document, level=one.level, entry_mode=one.entry_mode,
    )  # fmt: skip
    return enter_post(
        unit_id=application.unit_id, post=post, actor=now.actor, commitment_id=commitment, by_decision=True
    )


def _left(now: Acting, one: ApplicationPerson, document: str) -> Post:
    held = Post.objects.filter(member__identity_hash=one.identity_hash, unit_id=now.application.unit_id, left_on=None)
    found = held.order_by("pk").first()
    if found is None:
        raise Invalid(_("There is no post of this person at the unit any more. Report that it fell away, and why."))
    return leave_post(
        post_id=found.pk,
        left_on=one.came_true_on or today(),
        reason=one.entry_mode or now.application.title[:120],
        document=document,
        actor=now.actor,
        by_decision=True,
    )


def _said(refusal: DomainError) -> list[str]:
    return [str(one) for listed in refusal.errors.values() for one in listed] or [str(refusal)]


def _unfilled(unit_id: int, kind: str) -> int:
    figures = position([unit_id], today())[unit_id].kinds.get(kind)
    return figures.unfilled if figures else 0
