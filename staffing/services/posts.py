"""On and off the quota (上下编): people enter and leave posts of a unit's roster. Source: F3, D1, D3."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from audit.refusals import recording_refusals
from organizations.clock import in_words, today
from organizations.errors import NotFound
from organizations.models import Account, Unit
from organizations.scope import acting
from staffing import identity, policies
from staffing.errors import AlreadyLeft
from staffing.models import Member, Post, RosterOpening
from staffing.selectors.position import position, takes_nobody
from staffing.services.alerting import recheck
from staffing.services.commitments import use
from staffing.services.frame import Faults, on_unit, require_in_scope
from staffing.services.taking_over import Wish, require_taking_over


@dataclass(frozen=True)
class NewPost:
    """Who enters which post. ``kind`` and ``level`` are codes; the identity number is sealed before it is stored."""

    name: str
    identity_number: str
    kind: str
    entered_on: date
    document: str
    outside: bool = False
    level: str = ""
    rank: str = ""
    pay: str = Post.Pay.FINANCE
    entry_mode: str = ""


def enter_post(
    *,
    unit_id: int,
    post: NewPost,
    actor: Account,
    commitment_id: int | None = None,
    as_found: bool = False,
    by_decision: bool = False,
    key: str = "",
) -> Post:
    """Put a person into a post of a unit (上编).

    By hand somebody is booked as found at work, or outside the quota; or a leader takes over an entry that was decided
    elsewhere, which needs a post of a plan like any other (无计划不进人).

    Args:
        post: Who, and which post.
        commitment_id: The approved posts that this entry uses; one of them is used up.
        as_found: The person was found at work there and is booked as a fact, vacancy or not; what is over quota
            raises an alert.
        by_decision: Booked as a decision approved it, by whoever follows the decision up.

    Raises:
        NotFound, NotAllowed: See ``on_unit``.
        Invalid: A field is wrong, the identity number does not hold or is in a post already, there is no vacancy or no
            approved post to use, the unit is over quota, or its additions are blocked and no exception stands.
        CommitmentEnded: The approved posts were used up or given back.

    Source: F3, D3 (无空编不进人).
    """
    name = policies.BOOK_ENTRY if by_decision else policies.ENTER_POST
    with on_unit(name, unit_id, actor=actor, key=key) as now:
        if now.known is not None:
            return Post.objects.select_related("member").get(pk=now.known)
        faults = Faults()
        require_in_scope(now.unit, faults)
        row, number = checked_post(now.unit, post, faults)
        faults.stop()
        if not row.outside and not as_found:
            if not by_decision and not policies.may(now.standing, policies.TAKE_OVER_ENTRY, now.unit):
                raise policies.refusal(policies.TAKE_OVER_ENTRY)
            _vacancy(faults, now.unit, post.kind, committed=commitment_id is not None)
            if not by_decision and commitment_id is None:
                faults.add(
                    "commitment",
                    _("No plan, no entry: choose the approved posts that this uses, or book who was found at work."),
                )
            faults.stop()
            if not by_decision:
                wanted: Any = {"wish": Wish.PEOPLE, "code": post.kind, "count": 1, "field": "commitment"}
                require_taking_over(now, policies.TAKE_OVER_ENTRY, faults, **wanted)
        row.member = member_of(number, post.name.strip())
        held = _held(row)
        if held is not None:
            faults.add("identity_number", held)
            faults.stop()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # the same person entered another unit at the same moment
            faults.add("identity_number", _("This person holds a post already. Take them off it first."))
            faults.stop()
        if commitment_id is not None:
            use(now, commitment_id, count=1, used_on=row.entered_on, post=row)
        recheck([now.unit.pk])
        now.receipt(row.pk)
        return row


def leave_post(
    *,
    post_id: int,
    left_on: date,
    reason: str,
    document: str,
    actor: Account,
    by_decision: bool = False,
    key: str = "",
) -> Post:
    """Take a person off a post (下编).

    Args:
        left_on: The first day on which the person no longer counts; not in the future, not before entering.
        reason: Why: retirement, transfer, resignation …
        document: The paper it rests on.
        by_decision: Booked as a decision approved it, by whoever follows the decision up.

    Raises: NotFound, NotAllowed, AlreadyLeft, Invalid.

    Source: F3.
    """
    name = policies.BOOK_LEAVE if by_decision else policies.LEAVE_POST
    with recording_refusals(name, account=actor, object_kind="post", object_id=post_id):
        seen = policies.visible_posts(acting(actor)).filter(pk=post_id)
        unit_id = seen.values_list("unit_id", flat=True).first()
        if unit_id is None:
            raise NotFound
    with on_unit(name, unit_id, actor=actor, reason=reason, key=key, subject=f"post:{post_id}") as now:
        row = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=post_id)
        if now.known is not None:
            return row
        if row.left_on is not None:
            raise AlreadyLeft(day=in_words(row.left_on))
        faults = Faults()
        faults.day("left_on", left_on)
        if left_on < row.entered_on:
            faults.add("left_on", _("This day lies before the person entered the post."))
        reason = faults.text("reason", reason, _("Say why the person leaves."), limit=120)
        document = faults.document(document)
        faults.stop()
        row.left_on, row.leave_reason, row.leave_document = left_on, reason, document
        row.save(update_fields=["left_on", "leave_reason", "leave_document"])
        recheck([now.unit.pk])
        now.receipt(row.pk)
        return row


def open_roster(*, unit_id: int, document: str, actor: Account, from_on: date | None = None) -> RosterOpening:
    """Let the figures of a unit follow its roster from a day on: the roster is complete. It is not undone.

    Raises: NotFound, NotAllowed, Invalid.

    Source: F3.
    """
    with on_unit(policies.OPEN_ROSTER, unit_id, actor=actor) as now:
        faults, day = Faults(), from_on or today()
        require_in_scope(now.unit, faults)
        document = faults.document(document)
        faults.day("from_on", day)
        if RosterOpening.objects.filter(unit=now.unit).exists():
            faults.add("unit", _("The figures of this unit follow its roster already."))
        elif not Post.objects.filter(unit=now.unit).exists():
            faults.add("unit", _("Nobody is on the roster of this unit yet. Enter or import the people first."))
        faults.stop()
        row = RosterOpening(unit=now.unit, from_on=day, document=document)
        row.save()
        recheck([now.unit.pk])
        return row


def checked_post(unit: Unit, post: NewPost, faults: Faults) -> tuple[Post, str]:
    """The post as a row without its member, and the number made plain; what is wrong goes into ``faults``."""
    kind = faults.kind(post.kind)
    level = faults.level(post.level) if post.level else None
    faults.text("name", post.name, _("Enter the name."), limit=40)
    number = identity.normalised(post.identity_number)
    if not identity.is_valid(number, today=today()):
        faults.add(
            "identity_number",
            _("This is no valid identity number: 18 characters whose day of birth and check digit fit."),
        )
    document = faults.document(post.document)
    faults.day("entered_on", post.entered_on)
    if post.pay not in Post.Pay.values:
        faults.add("pay", _("Choose who pays."))
    if post.outside and level:
        faults.add("level", _("Outside-quota staff hold no leadership post."))
    for field, value in (("rank", post.rank), ("entry_mode", post.entry_mode)):
        if len(value.strip()) > 40:
            faults.add(field, _("Keep this within %(limit)d characters.") % {"limit": 40})
    values: dict[str, Any] = {"kind": kind} if kind else {}
    row = Post(
        unit=unit,
        level=level,
        outside=post.outside,
        rank=post.rank.strip(),
        pay=post.pay,
        entry_mode=post.entry_mode.strip(),
        entered_on=post.entered_on,
        document=document,
        **values,
    )
    return row, number


def member_of(number: str, name: str) -> Member:
    """The human being with this number, made when new. The name stays as first booked."""
    known = Member.objects.filter(identity_hash=identity.recognised(number))
    found = known.first()
    if found is None:
        found = Member(name=name, identity_sealed=identity.seal(number), identity_hash=identity.recognised(number))
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:  # another unit booked the same person at the same moment
            found = known.get()
    return found


def _held(row: Post) -> Any:
    """Why the person cannot enter: a post held already. Names a unit only where the person's own office keeps it."""
    posts = Post.objects.filter(member=row.member).filter(left_on=None).select_related("unit")
    for other in posts:
        if other.unit_id == row.unit_id:
            return _("This person holds a post in this unit already.")
        if not (row.outside or other.outside):
            if other.unit.office_id == row.unit.office_id:
                return _("This person is on the quota of %(unit)s. Take them off it there first.") % {
                    "unit": other.unit
                }
            return _("This person is on the quota of a unit of another office. It has to take them off first.")
    return None


def _vacancy(faults: Faults, unit: Unit, kind: str, *, committed: bool) -> None:
    where = position([unit.pk], today())[unit.pk]
    for sentence in takes_nobody(where):
        faults.add("kind", sentence)
    figures = where.kinds.get(kind)
    quota, actual, held = (figures.quota, figures.actual, figures.committed) if figures else (0, 0, 0)
    free = quota - actual - (0 if committed else held)
    if free < 1:
        faults.add(
            "kind",
            _(
                "No post of this kind is unfilled: quota %(quota)d, actual %(actual)d, committed %(held)d. Nobody"
                " enters without a vacancy."
            )
            % {"quota": quota, "actual": actual, "held": held},
        )
