"""What the pages and the API of the register show, scoped to the viewer. Source: F3, A4."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When

from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from organizations.errors import NotFound
from organizations.models import Account, Mandate, Office, Partner, Section, Unit
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from problems.models import Problem
from problems.policies import visible_to
from problems.states import OPEN
from staffing import identity, policies, rules
from staffing.models import (
    Alert,
    Ceiling,
    Commitment,
    Confirmation,
    DeclaredLeaders,
    DeclaredStaff,
    LeadershipQuota,
    Post,
    PostKind,
    Quota,
    Share,
    StaffingRun,
)
from staffing.selectors.ceilings import CeilingPosition, ceiling
from staffing.selectors.checks import Check, checks
from staffing.selectors.position import Position, in_post, position

SHOWN = {"over": "over_quota", "leaders": "leaders_over_quota", "mismatch": "mismatch"}


@dataclass
class UnitRow:
    """A unit of the list with its position and the open warnings by rule."""

    unit: Unit
    where: Position
    alerts: dict[str, int] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Kinds beside levels, for the rows of the table."""
        kinds, levels = list(self.where.kinds.values()), list(self.where.leadership.values())
        count = max(len(kinds), len(levels), 1)
        return list(
            zip([*kinds, *[None] * (count - len(kinds))], [*levels, *[None] * (count - len(levels))], strict=True)
        )


def may_open(viewer: Account) -> bool:
    """Whether the register as a whole is for this person."""
    return staffing_open(standing_of(viewer))


def staffing_open(standing: Standing) -> bool:
    """As ``may_open``; asks the database only of partner departments."""
    return bool(
        standing.is_office
        or standing.is_unit
        or standing.audited_office_ids
        or (standing.holds(Role.PARTNER) and policies.shared_with(standing).exists())
    )


def register(
    *, viewer: Account, on: date, text: str = "", office_id: int | None = None, shown: str = ""
) -> list[UnitRow]:
    """Units with their figures on ``on``; a constant number of queries.

    Args:
        text: A part of the name or code.
        office_id: Units of this office only.
        shown: ``over``, ``leaders`` or ``mismatch``: only units for which that rule speaks on ``on``.
    """
    units = policies.visible_units(viewer).filter(valid_until=None).exclude(unit_class=Unit.Class.PRODUCTION)
    text = text.replace("\0", "").strip()[:60]
    if text:
        units = units.filter(Q(name__icontains=text) | Q(code__istartswith=text) | Q(initials__contains=text.lower()))
    if office_id:
        units = units.filter(office_id=office_id)
    found = list(units.select_related("office").order_by(_own_first(standing_of(viewer)), "office__code", "code"))
    ids = [unit.pk for unit in found]
    where = position(ids, on)
    said: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for hit in rules.hits(ids, on):
        said[hit.unit_id][hit.rule] += 1
    rows = [UnitRow(unit, where[unit.pk], dict(said.get(unit.pk, {}))) for unit in found]
    wanted = SHOWN.get(shown)
    return [row for row in rows if wanted is None or row.alerts.get(wanted)]


def _own_first(standing: Standing, column: str = "office_id") -> Case:
    """Sorts what belongs to the person's own offices before that of lower ones."""
    return Case(When(**{f"{column}__in": standing.office_ids}, then=Value(0)), default=Value(1))


@dataclass
class UnitPage:
    """Everything about one unit's staffing on a day."""

    unit: Unit
    where: Position
    checks: list[Check]
    quotas: list[Quota]
    leadership_quotas: list[LeadershipQuota]
    declared: list[DeclaredStaff]
    declared_leaders: list[DeclaredLeaders]
    commitments: list[Commitment]
    alerts: list[Alert]
    may: dict[str, bool]
    sees_roster: bool


def unit_for(viewer: Account, unit_id: int) -> Unit:
    """A unit whose figures the viewer may read, with office and 三定. Raises NotFound."""
    unit = (
        policies.visible_units(viewer)
        .select_related("office", "competent_department")
        .prefetch_related(Prefetch("mandates", queryset=Mandate.objects.order_by("kind", "-dated_on", "pk")))
        .filter(pk=unit_id)
        .first()
    )
    if unit is None:
        raise NotFound
    return unit


def unit_page(*, viewer: Account, unit_id: int, on: date) -> UnitPage:
    """One unit's position with its sources, its past, its checks. Raises NotFound."""
    unit = unit_for(viewer, unit_id)
    standing = standing_of(viewer)

    def past(model: Any, dated: str, word: str) -> list[Any]:
        rows = model.objects.filter(unit=unit).select_related(word, "recorded_by")
        return list(rows.order_by(f"-{dated}", "-pk")[:50])

    where = position([unit.pk], on)[unit.pk]
    return UnitPage(
        unit=unit,
        where=where,
        checks=checks(unit, where, rules.hits([unit.pk], on)),
        quotas=past(Quota, "from_on", "kind"),
        leadership_quotas=past(LeadershipQuota, "from_on", "level"),
        declared=past(DeclaredStaff, "counted_on", "kind"),
        declared_leaders=past(DeclaredLeaders, "counted_on", "level"),
        commitments=list(Commitment.objects.filter(unit=unit, ended_on=None).select_related("kind").order_by("pk")),
        alerts=list(alerts_for(viewer).filter(unit=unit, state=Alert.State.OPEN)),
        may={act.removeprefix("staffing."): policies.may(standing, act, unit) for act in policies.ACTS}
        | {"confirm_row": policies.confirming_partner(standing, unit) is not None},
        sees_roster=policies.visible_posts(standing).filter(unit=unit).exists(),
    )


@dataclass(frozen=True)
class Person:
    """A line of the roster as people see it: the identity number masked."""

    post: Post
    number: str
    said: tuple[tuple[str, str], ...]  # partner department, its answer


def roster(*, viewer: Account, unit_id: int, on: date | None = None) -> list[Person]:
    """People on the roster of a unit, those in post on ``on`` or all. Raises NotFound for a hidden unit or roster.

    Auditors read figures, not people, so the roster is hidden from them.
    """
    unit = unit_for(viewer, unit_id)
    standing = standing_of(viewer)
    business = standing.office_ids | standing.lower_office_ids
    mine = unit.office_id in business or unit.pk in standing.unit_ids
    if not mine and policies.confirming_partner(standing, unit) is None:
        raise NotFound
    posts = policies.visible_posts(standing).filter(unit=unit).select_related("member", "kind", "level")
    if on is not None:
        posts = posts.filter(in_post(on))
    said = Confirmation.objects.select_related("partner").order_by("pk")
    rows = posts.prefetch_related(Prefetch("confirmations", queryset=said)).order_by(
        "outside", F("level__position").asc(nulls_last=True), "entered_on", "pk"
    )
    return [Person(post, identity.masked(post.member.identity_sealed), latest_words(post)) for post in rows]


def latest_words(row: Any) -> tuple[tuple[str, str], ...]:
    """The latest word of each partner department on a row whose confirmations are prefetched."""
    last: dict[int, Confirmation] = {one.partner_id: one for one in row.confirmations.all()}
    return tuple(
        (one.partner.name, str(one.get_answer_display()) + (f" {one.note}" if one.note else ""))
        for one in last.values()
    )


def alerts_for(viewer: Account) -> QuerySet[Alert]:
    """Warnings the viewer may read, with what a line shows."""
    return (
        policies.visible_alerts(viewer)
        .select_related("unit__office", "kind", "level", "problem", "decided_by")
        .order_by(_own_first(standing_of(viewer), "unit__office_id"), "unit__office__code", "unit__code", "pk")
    )


def alert_for(viewer: Account, alert_id: int) -> Alert:
    """One warning. Raises NotFound."""
    found = alerts_for(viewer).filter(pk=alert_id).first()
    if found is None:
        raise NotFound
    return found


def clocks_of(alerts: Iterable[Alert], on: date) -> dict[int, tuple[date, str]]:
    """Due day and light of open warnings. One query."""
    running = Clock.objects.filter(
        subject_kind="staffing_alert",
        kind=ClockKind.STAFFING_ALERT,
        subject_id__in=[alert.pk for alert in alerts],
        stopped_on=None,
    )
    return {one.subject_id: (one.due_on, light_of(one.due_on, one.yellow_on, on)) for one in running}


def open_entries(viewer: Account, unit_id: int) -> QuerySet[Problem]:
    """Open entries of a unit that a warning can be tied to."""
    rows = visible_to(viewer).filter(unit_id=unit_id, state__in=OPEN)
    return rows.select_related("violation_type").order_by("-registered_on", "-pk")


def alerts_to_check(viewer: Account | Standing) -> QuerySet[Alert]:
    """Open warnings that wait for this person's check, by role and by the section in charge. Source: A2, F4."""
    standing = policies.as_standing(viewer)
    routed = Q(pk__in=[])
    for office_id in sorted(standing.office_ids):
        if policies.may_in_office(standing, policies.CLEAR_ALERT, office_id):
            routed |= policies.in_charge_of(standing, office_id)
    return Alert.objects.filter(routed, state=Alert.State.OPEN)


def sections_of(alerts: Iterable[Alert]) -> dict[int, str]:
    """By key of each warning the name of the section that checks it; empty where the office has none. One query."""
    rows = list(alerts)
    found = Section.objects.filter(office_id__in={one.unit.office_id for one in rows}).order_by("-pk")
    names = {(one.office_id, one.kind): one.name for one in found}
    return {one.pk: names.get((one.unit.office_id, policies.IN_CHARGE[one.rule]), "") for one in rows}


def ceilings_of(*, viewer: Account, on: date) -> list[tuple[Office, PostKind, CeilingPosition]]:
    """Limits of every office whose register the viewer reads, with what the area holds."""
    offices = {one.pk: one for one in policies.visible_offices(viewer)}
    kinds = {one.pk: one for one in PostKind.objects.all()}
    pairs = Ceiling.objects.filter(office_id__in=offices, from_on__lte=on).order_by("office__code", "kind__position")
    found = []
    for office, kind in dict.fromkeys(pairs.values_list("office_id", "kind_id")):
        held = ceiling(office, kinds[kind].code, on)
        if held is not None:
            found.append((offices[office], kinds[kind], held))
    return found


def shares_for(viewer: Account) -> QuerySet[Share]:
    """What is shared by the viewer's offices, and what was shared with their departments."""
    standing = standing_of(viewer)
    return (
        Share.objects.filter(Q(partner__office_id__in=standing.office_ids) | Q(pk__in=policies.shared_with(standing)))
        .select_related("partner__office", "unit")
        .order_by("-pk")
    )


def partners_of(viewer: Account) -> QuerySet[Partner]:
    """Partner departments of the offices in which the viewer may share."""
    standing = standing_of(viewer)
    offices = [one for one in standing.office_ids if policies.may_in_office(standing, policies.SHARE, one)]
    return Partner.objects.filter(office_id__in=offices).order_by("office__code", "kind")


def runs_for(viewer: Account) -> QuerySet[StaffingRun]:
    """Workbooks of the offices the viewer may import into, newest first."""
    standing = standing_of(viewer)
    offices = [one for one in standing.office_ids if policies.may_in_office(standing, policies.IMPORT, one)]
    return StaffingRun.objects.filter(office_id__in=offices).select_related("office", "prepared_by").order_by("-pk")


def rows_to_confirm(unit_id: int) -> list[DeclaredStaff]:
    """Declared numbers in force of a unit, with the words of partners."""
    said = Confirmation.objects.select_related("partner").order_by("pk")
    rows = DeclaredStaff.objects.filter(unit_id=unit_id).order_by("kind_id", "-counted_on", "-pk").distinct("kind_id")
    return list(rows.select_related("kind").prefetch_related(Prefetch("confirmations", queryset=said)))
