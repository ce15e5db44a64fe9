"""Posts approved for use and not yet used (在途用编). Written by decisions of the approvals room. Source: D3."""

from datetime import date

from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import acting
from staffing import policies
from staffing.errors import CommitmentEnded
from staffing.models import Commitment, CommitmentUse, Post
from staffing.selectors.position import position, takes_nobody
from staffing.services.frame import Faults, OnUnit, on_unit, require_in_scope
from staffing.services.taking_over import Wish, require_taking_over


def commit_posts(
    *,
    unit_id: int,
    kind: str,
    count: int,
    reason: str,
    actor: Account,
    document: str = "",
    from_on: date | None = None,
    on_expected_vacancy: bool = False,
    by_decision: bool = False,
    key: str = "",
) -> Commitment:
    """Keep posts of a unit for a use that has been approved, so that the same vacancy is not given twice.

    By hand this is a plan approved before this ledger or outside it, which a leader takes over on its document.

    Args:
        kind: Code of the PostKind.
        count: How many posts, 1 or more.
        reason: What they were approved for, such as the number of the decision.
        document: The approval with its number; needed where ``by_decision`` is false.
        from_on: From this day, today by default.
        on_expected_vacancy: 出一进一: the unit is exactly full, and the vacancy arises when one of its people leaves.
        by_decision: Committed by the reply on an approved plan, by whoever issues it.

    Raises:
        NotFound, NotAllowed: See ``on_unit``.
        Invalid: A field is wrong, fewer posts are unfilled (无空编不进人), the unit is over quota, or additions of the
            unit are blocked and no exception stands.

    Source: D3, D4.
    """
    act = policies.BOOK_COMMITMENT if by_decision else policies.COMMIT
    with on_unit(act, unit_id, actor=actor, reason=reason, key=key) as now:
        if now.known is not None:
            return Commitment.objects.get(pk=now.known)
        faults, day = Faults(), from_on or today()
        require_in_scope(now.unit, faults)
        found = faults.kind(kind)
        reason = faults.text("reason", reason, _("Say what the posts were approved for."))
        faults.day("from_on", day)
        faults.count("count", count, least=1)
        if not by_decision:
            document = faults.document(document)
        faults.stop()
        _room(faults, unit_id, kind, count, on_expected_vacancy)
        faults.stop()
        if not by_decision:
            require_taking_over(now, act, faults, wish=Wish.PLAN, code=kind, count=count, field="count")
        row = Commitment(unit=now.unit, kind=found, count=count, reason=reason, document=document, from_on=day)
        row.save()
        now.receipt(row.pk)
        return row


def _room(faults: Faults, unit_id: int, kind: str, count: int, on_expected_vacancy: bool) -> None:
    """无空编不进人: posts enough are unfilled, or the unit is exactly full and so many of its people can leave."""
    where = position([unit_id], today())[unit_id]
    figures = where.kinds.get(kind)
    unfilled, actual = (figures.unfilled, figures.actual) if figures else (0, 0)
    for sentence in takes_nobody(where):
        faults.add("kind", sentence)
    words = {"unfilled": max(unfilled, 0), "count": count, "actual": actual}
    if on_expected_vacancy and unfilled != 0:
        faults.add(
            "on_expected_vacancy",
            _("One in, one out holds for a unit that is exactly full; %(unfilled)d posts of this kind are unfilled.")
            % words,
        )
    elif on_expected_vacancy and count > actual:
        faults.add("count", _("Only %(actual)d people of this kind are there to leave.") % words)
    elif not on_expected_vacancy and unfilled < count:
        faults.add("count", _("Only %(unfilled)d posts of this kind are unfilled, %(count)d were asked for.") % words)


def use_commitment(
    *, commitment_id: int, actor: Account, count: int = 1, used_on: date | None = None, key: str = ""
) -> CommitmentUse:
    """Use posts of a commitment; the last one ends it. ``enter_post`` does this by itself when told the commitment.

    Raises:
        NotFound, NotAllowed: See ``on_unit``.
        CommitmentEnded: It was used up or released.
        Invalid: More than are left, or a day before it began.

    Source: D3.
    """
    unit_id, subject = _unit_of(commitment_id, policies.USE, actor), f"commitment:{commitment_id}"
    with on_unit(policies.USE, unit_id, actor=actor, key=key, subject=subject) as now:
        if now.known is not None:
            return CommitmentUse.objects.get(pk=now.known)
        row = use(now, commitment_id, count=count, used_on=used_on or today(), post=None)
        now.receipt(row.pk)
        return row


def release_commitment(
    *, commitment_id: int, reason: str, actor: Account, ended_on: date | None = None, key: str = ""
) -> Commitment:
    """Give back what is left of a commitment: the plan was withdrawn or has lapsed.

    Raises: NotFound, NotAllowed, CommitmentEnded, Invalid without a reason.

    Source: D3.
    """
    unit_id, subject = _unit_of(commitment_id, policies.RELEASE, actor), f"commitment:{commitment_id}"
    with on_unit(policies.RELEASE, unit_id, actor=actor, reason=reason, key=key, subject=subject) as now:
        if now.known is not None:
            return Commitment.objects.get(pk=now.known)
        row, day, faults = running(commitment_id), ended_on or today(), Faults()
        reason = faults.text("reason", reason, _("Say why the posts are given back."))
        faults.day("ended_on", day, not_before=row.from_on)
        faults.stop()
        row.ended_on, row.outcome, row.end_reason = day, Commitment.Outcome.RELEASED, reason
        row.save(update_fields=["ended_on", "outcome", "end_reason"])
        now.receipt(row.pk)
        return row


def _unit_of(commitment_id: int, name: str, actor: Account) -> int:
    """The unit whose lock comes first. Raises NotFound also for a commitment that is not this person's to know."""
    with recording_refusals(name, account=actor, object_kind="commitment", object_id=commitment_id):
        seen = Commitment.objects.filter(pk=commitment_id, unit__in=policies.visible_units(acting(actor)))
        unit_id = seen.values_list("unit_id", flat=True).first()
        if unit_id is None:
            raise NotFound
        return unit_id


def oldest_with_posts_left(unit_id: int, kind: str) -> int | None:
    """The commitment of a unit and kind whose turn it is to be used: the oldest with posts left. The unit is locked."""
    rows = (
        Commitment.objects.filter(unit_id=unit_id, kind__code=kind, ended_on=None)
        .annotate(used=Coalesce(Sum("uses__count"), 0))
        .filter(count__gt=F("used"))
    )
    return rows.order_by("from_on", "pk").values_list("pk", flat=True).first()


def running(commitment_id: int) -> Commitment:
    """The commitment, locked. Raises CommitmentEnded."""
    row = Commitment.objects.select_for_update(no_key=True).get(pk=commitment_id)
    if row.ended_on is not None:
        raise CommitmentEnded(day=row.ended_on.isoformat())
    return row


def use(now: OnUnit, commitment_id: int, *, count: int, used_on: date, post: Post | None) -> CommitmentUse:
    """Book the use inside the open act; the unit is locked.

    With ``post`` the day is that on which the person entered, so that on no day the same post counts as filled and as
    committed; who entered before the posts were committed uses one from their first day on.
    """
    row, faults = running(commitment_id), Faults()
    if post is not None:
        used_on = max(used_on, row.from_on)
    used = row.uses.aggregate(total=Sum("count"))["total"] or 0
    left = row.count - used
    faults.count("count", count, least=1)
    if row.unit_id != now.unit.pk or (post is not None and row.kind_id != post.kind_id):
        faults.add("commitment", _("These posts were approved for another unit or kind of post."))
    elif count > left:
        faults.add("count", _("Only %(left)d of these posts are left.") % {"left": left})
    faults.day("used_on", used_on, not_before=row.from_on)
    faults.stop()
    made = CommitmentUse(commitment=row, count=count, used_on=used_on, post=post)
    made.save()
    if count == left:
        row.ended_on, row.outcome = row.uses.aggregate(last=Max("used_on"))["last"], Commitment.Outcome.USED
        row.save(update_fields=["ended_on", "outcome"])
    return made
