"""Who decides a matter: the first line of the authority table that fits; what fits none goes up. Source: D13."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from approvals.models import Application, AuthorityRule, Body, Counts
from organizations.models import Office

# From the lowest to the highest body of an office; a higher one may decide what a lower one could.
ORDER = (Body.DIRECTORS, Body.COMMISSION, Body.COMMITTEE)
HEIGHT = {body: place for place, body in enumerate((*ORDER, Body.SUPERIOR))}
LEADERSHIP = "more_leadership_quota"


@dataclass(frozen=True)
class Decider:
    """Who decides, and by which line of the table; without a line it is what fits none."""

    body: Body
    rule: AuthorityRule | None


def table_of(office: Office, on: date) -> list[AuthorityRule]:
    """The lines in force for an office on a day: its own, else those of its level, else the standard ones."""
    rows = list(
        AuthorityRule.objects.filter(
            Q(office=office) | Q(office=None, level__in=["", office.level]), valid_from__lte=on
        )
        .exclude(valid_until__lt=on)
        .order_by("position", "pk")
    )
    for own in (
        [one for one in rows if one.office_id == office.pk],
        [one for one in rows if one.office_id is None and one.level == office.level],
    ):
        if own:
            return own
    return [one for one in rows if one.office_id is None and not one.level]


def decider(office: Office, kind_code: str, items: Iterable[Any], on: date) -> Decider:
    """Who decides an application of this kind with these items.

    Args:
        items: With ``post_kind``, ``level`` and ``amount``; what is asked for counts, not what is given up. Leadership
            posts that come with another kind are decided by no lower body than leadership posts by themselves.

    Returns: The body of the first line that fits. What fits none is the superior office's, or where there is none, the
        Party committee's.

    Example: lines "more posts of institutions up to 5: directors' meeting", "up to 20: commission"; 8 posts are the
    commission's, 30 the superior's.
    """
    listed = list(items)
    found = _by_table(office, kind_code, listed, on)
    leaders = [one for one in listed if one.level and one.amount > 0]
    if kind_code == LEADERSHIP or not leaders:
        return found
    return max(found, _by_table(office, LEADERSHIP, leaders, on), key=lambda one: HEIGHT[one.body])


def _by_table(office: Office, kind_code: str, items: Sequence[Any], on: date) -> Decider:
    rows = [(one.post_kind, one.amount) for one in items]
    added = sum(max(amount, 0) for _kind, amount in rows)
    kinds = {kind for kind, amount in rows if kind and amount}
    for rule in table_of(office, on):
        if rule.kinds and kind_code not in rule.kinds:
            continue
        if rule.post_kinds and not kinds <= set(rule.post_kinds):
            continue
        if rule.up_to is not None and added > rule.up_to:
            continue
        return _topmost(office, Body(rule.body), rule)
    return _topmost(office, Body.SUPERIOR, None)


def decider_of(application: Application, on: date) -> Decider:
    """Who decides this application; its office, unit and kind have to be loaded.

    Where authority was taken up, the matter lies with the superior office already and is decided by its own table.
    """
    return decider_at(application.office, application, on)


def decider_at(office: Office, application: Application, on: date) -> Decider:
    """Who decides this application by the table of ``office``: its own, or one above that it was routed to."""
    return decider(office, application.kind.code, application.items.filter(struck_on=None), on)


def may_decide(body: str, needed: str) -> bool:
    """Whether a meeting of ``body`` may decide what is ``needed``'s: that body or one above it in the same office."""
    if needed == Body.SUPERIOR or body == Body.SUPERIOR:
        return False
    return ORDER.index(Body(body)) >= ORDER.index(Body(needed))


def is_important(found: Decider) -> bool:
    """Important matters, as we choose: those above the directors' meeting. They need experts and a risk assessment."""
    return found.body != Body.DIRECTORS


def needs_prior_assessment(application: Application, items: Sequence[Any], *, important: bool) -> bool:
    """New bodies, added posts and important or complex matters are assessed before the fact; what is added counts,
    whatever kind of application asks for it. Source: D7."""
    kind = application.kind
    adds = kind.counts in {Counts.POSTS, Counts.LEADERS} and any(one.amount > 0 for one in items)
    return important or adds or kind.code == "new_institution"


def _topmost(office: Office, body: Body, rule: AuthorityRule | None) -> Decider:
    if body == Body.SUPERIOR and office.superior_id is None:
        return Decider(Body.COMMITTEE, rule)
    return Decider(body, rule)
