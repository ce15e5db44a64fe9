"""Post-use plans of a meeting taken together: what share of the posts goes to which talent class. Source: D3."""

from collections import defaultdict
from dataclasses import dataclass

from approvals.models import ApplicationItem, Counts, Meeting


@dataclass(frozen=True)
class TalentShare:
    """Posts of one talent class, as asked for in the plans on the agenda."""

    talent_class: str
    posts: int
    percent: float  # of all posts of these plans, one decimal


def talent_shares(meeting: Meeting) -> list[TalentShare]:
    """The posts that the plans on the agenda ask for, by talent class, the largest share first. One query.

    Example: three posts of one class and one of another are 75.0 and 25.0 percent.
    """
    rows = ApplicationItem.objects.filter(
        application__kind__counts=Counts.PLAN,
        application__agenda_items__meeting=meeting,
        application__agenda_items__taken_off_on=None,
        struck_on=None,
        amount__gt=0,
    )
    posts: dict[str, int] = defaultdict(int)
    for talent_class, amount in rows.values_list("talent_class", "amount"):
        posts[talent_class.strip()] += amount
    total = sum(posts.values())
    ordered = sorted(posts.items(), key=lambda one: (-one[1], one[0]))
    return [TalentShare(name, count, round(count * 100 / total, 1)) for name, count in ordered]
