"""What an entry is joined with, for its page: assisting units, linked and merged entries. Source: B5."""

import re
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Unit
from organizations.scope import Standing, visible_units
from problems import policies
from problems.models import Assisting, Link, Problem


@dataclass(frozen=True)
class Linked:
    """One link as seen from an entry: ``word`` says what the other entry is to this one."""

    link: Link
    other: Problem
    earlier: bool  # the other entry is the earlier one of a recurrence
    later: bool  # the other entry is the recurrence of this one


@dataclass(frozen=True)
class Joined:
    """Everything an entry is joined with that the reader may see; what is hidden is not mentioned."""

    assisting: list[Assisting] = field(default_factory=list)
    released: list[Assisting] = field(default_factory=list)
    links: list[Linked] = field(default_factory=list)
    merged_here: list[Problem] = field(default_factory=list)
    merged_into: Problem | None = None

    def __bool__(self) -> bool:
        return bool(self.assisting or self.released or self.links or self.merged_here or self.merged_into)


@dataclass(frozen=True)
class Rows:
    """What an entry is joined with, whoever reads: removed links and released units too."""

    units: list[Assisting]
    links: list[Link]
    merged: list[Problem]


def there_is(problem: Problem, what: str) -> bool:
    """Whether something of the kind may be there: ``problem_for`` has asked already, others have to look."""
    return getattr(problem, f"has_{what}", True)


def rows_of(problem: Problem) -> Rows:
    """The rows behind ``joined_with`` and the timeline, in three queries; kept on the entry of one request."""
    known: Rows | None = problem.__dict__.get("_joined_rows")
    if known is None:
        ends = ("problem__violation_type", "problem__unit", "other__violation_type", "other__unit", "made_by")
        units = problem.assisting.select_related("unit", "added_by", "released_by")
        links = Link.objects.filter(Q(problem=problem) | Q(other=problem)).select_related(*ends).order_by("pk")
        merged = problem.merged_here.select_related("violation_type", "unit").order_by("merged_on", "pk")
        known = Rows(
            units=list(units) if there_is(problem, "units") else [],
            links=list(links) if there_is(problem, "links") else [],
            merged=list(merged) if there_is(problem, "merged") else [],
        )
        problem.__dict__["_joined_rows"] = known
    return known


def seen_beside(problem: Problem, viewer: Account | Standing) -> set[int]:
    """Of the entries that this one is joined with, those the viewer may see."""
    rows = rows_of(problem)
    asked = {key for link in rows.links for key in (link.problem_id, link.other_id)}
    asked |= {one.pk for one in rows.merged} | ({problem.merged_into_id} if problem.merged_into_id else set())
    return set(policies.visible_to(viewer).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()


def joined_with(problem: Problem, viewer: Account | Standing) -> Joined:
    """What the entry is joined with now, for this reader."""
    rows, seen = rows_of(problem), seen_beside(problem, viewer)
    ends = [
        (one, one.other if one.problem_id == problem.pk else one.problem)
        for one in rows.links
        if one.removed_on is None
    ]
    return Joined(
        assisting=[one for one in rows.units if one.until is None],
        released=[one for one in rows.units if one.until is not None],
        links=[
            Linked(
                link=link,
                other=other,
                earlier=link.kind == Link.Kind.RECURRENCE and other.pk == link.other_id,
                later=link.kind == Link.Kind.RECURRENCE and other.pk == link.problem_id,
            )
            for link, other in ends
            if other.pk in seen
        ],
        merged_here=[one for one in rows.merged if one.pk in seen],
        merged_into=problem.merged_into if problem.merged_into_id in seen else None,
    )


def link_for(*, viewer: Account, link_id: int) -> Link:
    """One link. Raises NotFound where either entry is hidden from the viewer."""
    seen = policies.visible_to(viewer)
    found = Link.objects.filter(pk=link_id, problem__in=seen, other__in=seen).select_related("problem", "other").first()
    if found is None:
        raise NotFound
    return found


def assisting_for(*, viewer: Account, assisting_id: int) -> Assisting:
    """One unit that assists or assisted. Raises NotFound when the entry is hidden."""
    found = (
        Assisting.objects.filter(pk=assisting_id, problem__in=policies.visible_to(viewer))
        .select_related("unit")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def units_that_can_assist(viewer: Account, problem: Problem) -> QuerySet[Unit]:
    """Units of the entry's office other than the lead and those that assist now."""
    helping = problem.assisting.filter(until=None).values("unit_id")
    return (
        visible_units(viewer)
        .filter(office_id=problem.office_id, valid_until=None)
        .exclude(pk=problem.unit_id)
        .exclude(pk__in=helping)
        .exclude(unit_class=Unit.Class.PRODUCTION)
        .order_by("pinyin", "pk")
    )


_NUMBER = re.compile(
    r"(?P<code>[^\[\]()〔〕［］【】（）]*)[\[(〔［【（](?P<year>\d{4})[\])〕］】）](?P<serial>\d{1,9})号?"
)


def entry_by_number(*, viewer: Account, text: str, near: Problem) -> Problem | None:
    """The entry that a person means by ``YC〔2026〕12``, ``[2026]12`` or ``12``, of what they may see.

    Args:
        near: The entry it is named beside; a bare number is of its office, and of this year or else its own.

    Returns: None when there is no such entry for this person.
    """
    text = re.sub(r"\s", "", text)[:60]
    rows = policies.visible_to(viewer).filter(number__isnull=False).select_related("violation_type", "unit")
    exact = rows.filter(number=text).first()
    if exact is not None:
        return exact
    if found := _NUMBER.fullmatch(text):
        rows = rows.filter(year=int(found["year"]), serial=int(found["serial"]))
        if found["code"]:
            return rows.filter(office__code__iexact=found["code"]).first()
        return rows.filter(office_id=near.office_id).first()
    if re.fullmatch(r"[0-9]{1,9}", text):
        mine = rows.filter(office_id=near.office_id, serial=int(text))
        return mine.filter(year=today().year).first() or mine.filter(year=near.year).first()
    return None
