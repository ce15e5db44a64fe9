"""The ledger as a list, and one entry with its next step. Source: B7, B9, A4."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower, StrIndex
from django.db.models.lookups import GreaterThan

from deadlines.calendar import WorkingCalendar, load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Unit
from organizations.scope import Standing, standing_of, subtree, units_below
from problems import policies
from problems.models import Assisting, Correction, ImportRun, Link, NatureClaim, Problem
from problems.models.entries import Nature
from problems.selectors.columns import DEFAULT_ORDER, ORDERS
from problems.selectors.narrowing import Narrowing, narrowed, overdue_on
from problems.selectors.pace import is_listed, with_what_is_kept
from problems.states import OPEN, State

# What comes next where several clocks run: the plan before the close-out, the decision on it before both.
STEP_OF: dict[str, tuple[str, ...]] = {
    State.REGISTERED: (ClockKind.ASSIGN,),
    State.ASSIGNED: (ClockKind.PLAN,),
    State.PLAN_SUBMITTED: (ClockKind.PLAN_DECISION,),
    # Opinions of departments and a verifier asked for run beside the step of the close-out.
    State.VERIFYING: (ClockKind.CHECK, ClockKind.ACCEPTANCE, ClockKind.LOOK_BACK, ClockKind.SIGN_OFF),
    State.AWAITING_CONSENT: (ClockKind.CONSENT,),
}
RARE = 3_000  # entries: above it, reading all facts is cheaper than the index
JOINED = ("office", "unit", "unit__competent_department", "violation_type", "source")
# What the columns of the list read, and what the API says of each entry.
LISTED = (*JOINED, "office__superior", "cause", "affected_office", "registered_by")


# Whether there is anything beside an entry's own row: what is not there is not read (the budget of the entry page).
BESIDE: dict[str, Any] = {
    "has_units": Exists(Assisting.objects.filter(problem=OuterRef("pk"))),
    "has_links": Exists(Link.objects.filter(Q(problem=OuterRef("pk")) | Q(other=OuterRef("pk")))),
    "has_merged": Exists(Problem.objects.filter(merged_into=OuterRef("pk"))),
    "has_corrections": Exists(Correction.objects.filter(problem=OuterRef("pk"))),
    "has_claims": Exists(NatureClaim.objects.filter(problem=OuterRef("pk"))),
}


@dataclass
class Query:
    """What a reader asked of the list. Empty fields ask nothing; unknown values find nothing."""

    text: str = ""
    office_id: int | None = None
    subtree: bool = False
    unit_id: int | None = None
    state: str = ""
    light: str = ""
    type_code: str = ""
    source_code: str = ""
    nature: str = ""
    year: int | None = None
    run_id: int | None = None
    on_time: str = ""
    listed: bool = False
    more: Narrowing = field(default_factory=Narrowing)
    sort: str = DEFAULT_ORDER


def running(**where: Any) -> QuerySet[Clock]:
    """Running clocks of the entry in the outer query."""
    return Clock.objects.filter(subject_kind="problem", subject_id=OuterRef("pk"), stopped_on=None, **where)


def late_ids(on: date) -> QuerySet[Any]:
    """Entries with a running clock that was due before ``on``; a set, so that it is computed once and not per row."""
    late = Clock.objects.filter(subject_kind="problem", stopped_on=None, due_on__lt=on)
    return late.filter(Q(paused_on=None) | Q(due_on__lt=F("paused_on"))).values("subject_id")


def not_yet_paused(column: str) -> Q:
    """The clock runs, or had come to ``column`` when it was paused: a paused one keeps its light."""
    return Q(paused_on=None) | Q(**{f"{column}__lte": F("paused_on")})


def with_light(rows: QuerySet[Problem], light: str, on: date) -> QuerySet[Problem]:
    """Open entries that show this light on ``on``: the worst of the decided deadline and the running clocks."""
    rows = rows.filter(state__in=OPEN)
    late = Q(pk__in=late_ids(on)) | overdue_on(on)
    near = Q(Exists(running(yellow_on__lte=on).filter(not_yet_paused("yellow_on"))))
    if light == "red":
        return rows.filter(late)
    if light == "yellow":
        return rows.filter(near).exclude(late)
    if light == "green":
        return rows.exclude(late).exclude(near)
    return rows.none()


def with_light_place(rows: QuerySet[Problem], on: date) -> QuerySet[Problem]:
    """Adds ``light_place`` to sort by: overdue, due soon, on track, then what is no longer open."""
    late = Q(pk__in=late_ids(on)) | overdue_on(on)
    near = Q(Exists(running(yellow_on__lte=on).filter(not_yet_paused("yellow_on"))))
    places = Case(
        When(~Q(state__in=OPEN), then=Value(3)),
        When(late, then=Value(0)),
        When(near, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.alias(light_place=places)


def closed_on_time() -> Q:
    """Closed on or before the latest decided date (decided.md, figures)."""
    return Q(closed_on__lte=Coalesce("extended_on", "approved_on"))


def search(rows: QuerySet[Problem], text: str) -> QuerySet[Problem]:
    """Entries whose facts, number or unit's name hold every word of ``text``; two characters are enough for a word."""
    for word in text.replace("\0", "").split()[:6]:
        word = word[:60]
        named = Q(name__icontains=word)
        if word.isascii() and word.isalnum():
            named |= Q(initials__contains=word.lower())
        hits = [Q(unit__in=Unit.objects.filter(named).values("pk"))]
        if any(char.isdecimal() or char in "〔〕" for char in word):
            hits.append(Q(number__icontains=word))
        if re.fullmatch(r"[0-9]{1,7}", word):
            hits.append(Q(serial=int(word)))
        if len(word) >= 2 and is_rare(word):
            # By the index of pairs, and one set for each way to hit, so that no way makes the others read every row.
            sets = [Problem.objects.filter(hit).values("pk") for hit in hits]
            by_pairs: Any = Problem.objects.filter(_holds(word))
            by_pairs = by_pairs.extra(where=["bigrams(facts) @> bigrams(%s)"], params=[word.lower()])
            rows = rows.filter(pk__in=by_pairs.values("pk").union(*sets))
        else:  # most rows hold it: read them in the order of the list and stop at the page's end
            rows = rows.filter(reduce(or_, hits, Q(_holds(word))))
    return rows


def _holds(word: str) -> GreaterThan:
    """The facts hold the word. Chinese has no capitals, so its texts need not be made small first."""
    plain = word.lower() == word.upper()
    facts = F("facts") if plain else Lower("facts")
    return GreaterThan(StrIndex(facts, Value(word if plain else word.lower())), 0)


def is_rare(word: str) -> bool:
    """Whether the index helps, by the planner's own estimate.

    For a word that most entries hold, computing the pairs of every row costs a hundred times what reading them costs,
    and the planner cannot see that.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (FORMAT JSON) SELECT FROM problems_problem WHERE bigrams(facts) @> bigrams(%s)", [word.lower()]
        )
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return plan[0]["Plan"]["Plan Rows"] < RARE


def problem_list(*, viewer: Account, query: Query, on: date | None = None) -> QuerySet[Problem]:
    """Entries ``viewer`` may see that answer ``query``, in its order, with office, unit, type and source joined."""
    on = on or today()
    standing = standing_of(viewer)
    rows: Any = policies.visible_to(standing).select_related(*LISTED).annotate(listed=is_listed())
    if query.office_id:
        offices = _with_lower(standing, query.office_id) if query.subtree else {query.office_id}
        rows = rows.filter(office_id__in=offices)
    elif standing.is_office and not query.subtree:
        rows = rows.filter(office_id__in=standing.office_ids)
    if query.unit_id:
        rows = rows.filter(unit_id__in=units_below([query.unit_id]))  # with its subordinates
    if query.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif query.state:
        rows = rows.filter(state=query.state)
    else:
        rows = rows.filter(number__isnull=False)  # reports that wait for an answer are asked for by their state
    if query.light:
        rows = with_light(rows, query.light, on)
    if query.listed:
        rows = rows.filter(listed=True)
    if query.on_time:
        rows = rows.filter(closed_on_time() if query.on_time == "yes" else ~closed_on_time(), state=State.CLOSED)
    if query.nature:
        policy = Q(nature=Nature.POLICY, nature_confirmed=True)
        rows = rows.filter(policy if query.nature == Nature.POLICY else ~policy)  # unconfirmed counts as violation
    if query.run_id:
        rows = rows.filter(pk__in=entries_of_run(query.run_id))
    exact = {"violation_type__code": query.type_code, "source__code": query.source_code, "year": query.year}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    rows = narrowed(rows, query.more, on)
    if query.text.strip():
        rows = search(rows, query.text)
    if query.sort.lstrip("-") == "light":
        rows = with_light_place(rows, on)
    return rows.order_by(*ORDERS.get(query.sort, ORDERS[DEFAULT_ORDER]))


def page_of(rows: QuerySet[Problem], start: int, stop: int) -> list[Problem]:
    """Rows ``start`` to ``stop`` of a list: their keys are found by an index first, and only these rows are joined.

    One query; the rows are the same as those of ``rows[start:stop]``.
    """
    narrow: Any = rows.select_related(None).values("pk")[start:stop]
    order = rows.query.order_by
    # As an array, so that the database finds the keys before it joins anything.
    here = Func(F("pk"), ArraySubquery(narrow), template="%(expressions)s)", arg_joiner=" = ANY (",
                output_field=BooleanField())  # fmt: skip
    found: Any = Problem.objects.filter(here).select_related(*LISTED)
    if "light_place" in rows.query.annotations:
        found = with_light_place(found, today())
    return list(found.order_by(*order))


def entries_of_run(run_id: int) -> QuerySet[Any]:
    """Ids of the entries that an import wrote, with or without a take-over: those first written by its commit."""
    written = ImportRun.history.filter(id=run_id, state=ImportRun.State.COMMITTED).values("act_id")
    return Problem.history.filter(act_id__in=written, history_type="+").values("id")


def _with_lower(standing: Standing, office_id: int) -> set[int]:
    return subtree([office_id])


@dataclass(frozen=True)
class Totals:
    """What the head of the list says of all rows that answer, not only of the page."""

    rows: int
    open: int
    red: int
    closed: int = 0
    on_time: int = 0
    counted: int = 0  # people, posts or bodies found, where entries count them
    rectified: int = 0  # of these

    @property
    def remaining(self) -> int:
        """Of what the entries count, what is still to be done: found = done + remaining (B6)."""
        return self.counted - self.rectified


def totals(rows: QuerySet[Problem], on: date | None = None) -> Totals:
    """Counts over exactly the given rows, in one query."""
    on = on or today()
    late = Q(pk__in=late_ids(on)) | overdue_on(on)
    sums = rows.order_by().aggregate(
        rows=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN)),
        red=Count("pk", filter=Q(state__in=OPEN) & late),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
        on_time=Count("pk", filter=Q(state=State.CLOSED) & closed_on_time()),
        counted=Sum("found", default=0),
        rectified=Sum("done", filter=Q(found__isnull=False), default=0),
    )
    return Totals(**sums)


def attach_next_steps(
    rows: Iterable[Problem],
    on: date | None = None,
    calendar: WorkingCalendar | None = None,
    clocks: Iterable[Clock] | None = None,
) -> list[Problem]:
    """Give each entry ``light``, ``next_clock``, ``days_left`` (working days to its deadline) and ``provisional``.

    ``light_days`` are the working days to the date that makes the light: of what is red or yellow, the earliest.

    One query for the clocks of all rows, two for the calendar, whatever the number of rows. ``clocks`` are those that
    ran then, by due day, for a reading of the past.
    """
    on, rows = on or today(), list(rows)
    calendar = calendar or load_calendar()
    running_of: dict[int, list[Clock]] = {}
    wanted = [row.pk for row in rows if row.state in {*OPEN, State.CLOSED, State.REPORTED}]
    if clocks is None:
        clocks = Clock.objects.filter(subject_kind="problem", subject_id__in=wanted, stopped_on=None).order_by(
            "due_on", "pk"
        )
    for clock in clocks:
        running_of.setdefault(clock.subject_id, []).append(clock)
    for row in rows:
        mine: Any = row
        running_now = running_of.get(row.pk, [])
        mine.running_clocks = running_now
        wanted_kinds = STEP_OF.get(row.state, ())
        mine.next_clock = next_clock = next(
            (clock for clock in running_now if clock.kind in wanted_kinds), running_now[0] if running_now else None
        )
        due = next_clock.due_on if next_clock else None
        lights: dict[str, Clock] = {}
        for clock in running_now:
            lights.setdefault(light_of(clock.due_on, clock.yellow_on, on, clock.paused_on), clock)
        mine.light = next((light for light in ("red", "yellow", "green") if light in lights), "none")
        if row.state not in OPEN:
            mine.light = "none"
        elif row.deadline_on and row.deadline_on < (min(on, row.paused_on) if row.paused_on else on):
            mine.light = "red"
        shown = row.deadline_on or due
        mine.days_left = mine.light_days = calendar.between(on, shown) if shown and row.is_open else None
        if mine.light in {"red", "yellow"} and mine.light in lights and row.is_open:
            made_by = lights[mine.light]
            mine.light_days = calendar.between(made_by.paused_on or on, made_by.due_on)
            if mine.light == "red":
                mine.light_days = min(mine.light_days, mine.days_left)
        mine.provisional = bool(row.deadline_on and calendar.is_provisional(row.deadline_on))
        mine.due_provisional = bool(due and calendar.is_provisional(due))
    return rows


def problem_for(*, viewer: Account, problem_id: int) -> Problem:
    """One entry with everything its page shows joined.

    Raises: NotFound when it does not exist or ``viewer`` may not know of it.
    """
    found = (
        with_what_is_kept(policies.visible_to(viewer))
        .select_related(
            *JOINED,
            "office__superior",
            "cause",
            "take_over__ordered_by",
            "take_over__run",
            "affected_office",
            "registered_by",
            "reported_by",
            "merged_into",
        )
        .filter(pk=problem_id)
        .annotate(**BESIDE)
        .first()
    )
    if found is None:
        raise NotFound
    return found
