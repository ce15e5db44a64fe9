"""What the staffing figures say against an application: vacancy, plan, ceiling, kinds never mixed. Source: D3.

Rules on numbers alone, from the position of the unit on a day; called while typing and again on filing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.models import ApplicationKind, Counts, Effect
from approvals.rules.claims import Claim, people_on_their_way, posts_claimed
from organizations.models import Unit
from staffing.identity import is_valid, masked, recognised
from staffing.models import LeadershipLevel, Post, PostKind
from staffing.selectors.ceilings import ceiling
from staffing.selectors.position import KindFigures, Position, position, takes_nobody


def staffing_errors(
    kind: ApplicationKind,
    items: Sequence[Any],
    unit: Unit,
    on: date,
    *,
    besides: int | None = None,
    granted_only: bool = False,
) -> list[Any]:
    """What the figures of ``unit`` on ``on`` say against these items.

    Args:
        items: With ``post_kind``, ``level``, ``amount``, ``departures``; those without a number are passed over.
        besides, granted_only: Whose claims to posts are counted; see ``rules.claims``.

    Example: quota 35, actual 35, two expected departures: a plan for two passes, one for three does not.
    """
    counted = [one for one in items if one.amount]
    if kind.counts == Counts.NOTHING or not counted:
        return []
    wrong = unknown_words(counted)
    if wrong:
        return wrong
    now = position([unit.pk], on)[unit.pk]
    by_kind: dict[str, int] = defaultdict(int)
    departures: dict[str, int] = defaultdict(int)
    for one in counted:
        if one.post_kind and not (one.level and kind.counts == Counts.LEADERS):
            by_kind[one.post_kind] += one.amount
            departures[one.post_kind] += one.departures
    if kind.counts == Counts.PLAN:
        return [*takes_nobody(now), *_plan(now, by_kind, departures)]
    if kind.counts == Counts.PEOPLE:
        if kind.effect == Effect.REDUCTION:
            return []
        claims = posts_claimed(unit, besides=besides, granted_only=granted_only)
        return [*takes_nobody(now), *_entering(now, by_kind, claims, needs_plan=kind.needs_plan)]
    return _ceilings(unit, by_kind, on)


def unknown_words(items: Iterable[Any]) -> list[Any]:
    """Kinds of post and levels that the register does not have."""
    kinds = set(PostKind.objects.filter(in_use=True).values_list("code", flat=True))
    levels = set(LeadershipLevel.objects.filter(in_use=True).values_list("code", flat=True))
    wrong: list[Any] = []
    for place, one in enumerate(items, 1):
        if one.post_kind and one.post_kind not in kinds:
            wrong.append(_("Item %(place)s: choose a kind of post from the list.") % {"place": place})
        if one.level and one.level not in levels:
            wrong.append(_("Item %(place)s: choose a level of leadership from the list.") % {"place": place})
    return wrong


def people_errors(
    kind: ApplicationKind,
    people: Sequence[Any],
    unit: Unit,
    on: date,
    *,
    besides: int | None = None,
    granted_only: bool = False,
) -> list[Any]:
    """What roster and other applications say against the people of an application: already in a post, in none here, in
    another application that is on its way.

    Args:
        besides, granted_only: Which other applications are looked at; see ``rules.claims``.
    """
    wrong: list[Any] = []
    if kind.counts == Counts.PEOPLE and not people:
        return [_("Name the people: at least one.")]
    hashes = [one.identity_hash for one in people]
    in_posts = {
        post.member.identity_hash: post
        for post in Post.objects.filter(member__identity_hash__in=hashes, left_on=None, outside=False).select_related(
            "member"
        )
    }
    here = set(
        Post.objects.filter(member__identity_hash__in=hashes, left_on=None, unit=unit).values_list(
            "member__identity_hash", flat=True
        )
    )
    others = people_on_their_way(besides=besides, granted_only=granted_only).filter(identity_hash__in=hashes)
    elsewhere = {one.identity_hash: one.application for one in others} if hashes else {}
    levels = set(LeadershipLevel.objects.filter(in_use=True).values_list("code", flat=True))
    for place, one in enumerate(people, 1):
        if one.level and one.level not in levels:
            wrong.append(_("Person %(place)s: choose a level of leadership from the list.") % {"place": place})
        words = {"name": one.name, "number": masked(one.identity_sealed)}
        if kind.effect != Effect.REDUCTION and one.identity_hash in in_posts:
            # Which other unit it is, is not the applicant's to know (A4).
            if in_posts[one.identity_hash].unit_id == unit.pk:
                sentence = _("%(name)s (%(number)s) holds a post at this unit already.")
            else:
                sentence = _("%(name)s (%(number)s) holds a post at another unit and has to leave that post first.")
            wrong.append(sentence % words)
        if kind.effect == Effect.REDUCTION and one.identity_hash not in here:
            wrong.append(_("%(name)s (%(number)s) holds no post at this unit on the roster.") % words)
        if (other := elsewhere.get(one.identity_hash)) is None:
            continue
        if other.unit_id == unit.pk:
            sentence = _("%(name)s (%(number)s) is named in application %(application)s, which is on its way.")
        else:
            sentence = _("%(name)s (%(number)s) is named in an application of another unit that is on its way.")
        wrong.append(sentence % {**words, "application": other.number})
    return wrong


def identity_errors(people: Sequence[tuple[str, str]], on: date) -> list[Any]:
    """What is wrong with names and numbers as typed: no name, a number that does not hold, somebody twice.

    Args:
        people: Name and normalised number of each.
    """
    wrong: list[Any] = []
    seen: dict[str, int] = {}
    for place, (name, number) in enumerate(people, 1):
        if not name.strip():
            wrong.append(_("Person %(place)s: enter the name.") % {"place": place})
        if not is_valid(number, today=on):
            wrong.append(
                _("Person %(place)s: the identity number does not hold. Check its 18 digits.") % {"place": place}
            )
            continue
        if recognised(number) in seen:
            wrong.append(
                _("Person %(place)s is listed twice, first as person %(first)s.")
                % {"place": place, "first": seen[recognised(number)]}
            )
        seen.setdefault(recognised(number), place)
    return wrong


def _figures(now: Position, code: str) -> KindFigures | None:
    return now.kinds.get(code)


def _plan(now: Position, by_kind: dict[str, int], departures: dict[str, int]) -> list[Any]:
    """无空编不进人: at most the unfilled posts; a unit exactly full one for each expected departure (出一进一)."""
    wrong: list[Any] = []
    for code, wanted in by_kind.items():
        figures = _figures(now, code)
        if figures is None or not figures.quota:
            wrong.append(_no_posts(code))
            continue
        words = {"kind": figures.name, "wanted": wanted, "unfilled": max(figures.unfilled, 0)}
        if figures.unfilled == 0:
            if wanted > departures[code]:
                words["departures"] = departures[code]
                wrong.append(
                    _(
                        "%(kind)s: all posts are filled or promised. %(wanted)s are asked for, %(departures)s"
                        " departures are expected: one out, one in."
                    )
                    % words
                )
        elif wanted > figures.unfilled:
            wrong.append(_("%(kind)s: %(wanted)s are asked for, %(unfilled)s posts are unfilled.") % words)
    return wrong


def _entering(now: Position, by_kind: dict[str, int], claims: Mapping[str, Claim], *, needs_plan: bool) -> list[Any]:
    """无计划不进人: within what an approved plan has committed; and there must be a post at all. A post that another
    application is filling is not there any more."""
    wrong: list[Any] = []
    for code, wanted in by_kind.items():
        figures = _figures(now, code)
        if figures is None or not figures.quota:
            wrong.append(_no_posts(code))
            continue
        claim = claims.get(code) or Claim()
        vacant, committed = figures.quota - figures.actual, figures.committed
        words = {"kind": figures.name, "wanted": wanted, "committed": committed, "vacant": max(vacant, 0)}
        words |= {"claimed": claim.count, "applications": ", ".join(claim.numbers)}
        if needs_plan and wanted > committed:
            wrong.append(
                _(
                    "%(kind)s: %(wanted)s people are to enter, an approved post-use plan holds %(committed)s posts. No"
                    " plan, no entry."
                )
                % words
            )
        if wanted > vacant:
            wrong.append(
                _("%(kind)s: %(wanted)s people are to enter, %(vacant)s posts are vacant. No vacancy, no entry.")
                % words
            )
        if wanted <= (min(vacant, committed) if needs_plan else vacant) < wanted + claim.count:
            wrong.append(
                _(
                    "%(kind)s: %(wanted)s people are to enter, but %(claimed)s of the posts are claimed by"
                    " %(applications)s."
                )
                % words
            )
    return wrong


def _ceilings(unit: Unit, by_kind: dict[str, int], on: date) -> list[Any]:
    """严控总量: what an application adds, less what it gives up, stays below the ceiling of the area."""
    wrong: list[Any] = []
    for code, more in by_kind.items():
        if more <= 0:
            continue
        limit = ceiling(unit.office_id, code, on)
        if limit is None or limit.remaining is None or more <= limit.remaining:
            continue
        wrong.append(
            _(
                "%(kind)s: %(more)s more would pass the ceiling of the area (%(ceiling)s, of which %(quota)s are taken;"
                " %(source)s)."
            )
            % {
                "kind": str(PostKind.objects.get(code=code)),
                "more": more,
                "ceiling": limit.ceiling,
                "quota": limit.quota,
                "source": limit.source,
            }
        )
    return wrong


def _no_posts(code: str) -> Any:
    return _("%(kind)s: this unit has no posts of this kind. Kinds of posts are never mixed.") % {
        "kind": str(PostKind.objects.get(code=code))
    }
