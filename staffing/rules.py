"""The rules that raise a staffing warning, and their second run on today's figures. Source: F4, H5.

A rule is a pure question to a position; kinds and levels are asked one by one, never added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from organizations.clock import in_words
from organizations.models import Unit
from problems.models import Problem
from staffing.models import (
    Alert,
    Confirmation,
    DeclaredStaff,
    LeadershipLevel,
    Post,
    PostKind,
    RosterOpening,
)
from staffing.selectors.position import Position, head_counts, in_post, position

Rule, Matter = Alert.Rule, Alert.Matter
Key = tuple[int, str, str, str]  # unit, rule, matter, code of the kind or level


@dataclass(frozen=True)
class Hit:
    """What a rule found: two numbers that do not fit."""

    unit_id: int
    rule: str
    code: str  # of the kind or level; empty where the unit as a whole is meant
    name: str
    quota: int
    actual: int
    source: str
    matter: str = ""

    @property
    def key(self) -> Key:
        return (self.unit_id, self.rule, self.matter, self.code)


@dataclass(frozen=True)
class Answer:
    """The rules' answer about an entry on a day: whether the figures that raised it still show it."""

    on: date
    still_over: bool  # one of the warnings behind the entry still holds
    words: str  # the findings in sentences, with their sources


def hits(unit_ids: Iterable[int], on: date) -> list[Hit]:
    """Everything the rules find in these units on ``on``; a constant number of queries."""
    ids = list(unit_ids)
    found: list[Hit] = []
    for where in position(ids, on).values():
        found += over_quota(where) + leaders_over_quota(where) + without_quota(where)
    return found + _mismatches(ids, on)


def over_quota(where: Position) -> list[Hit]:
    """超编: more actual staff of a kind than its approved quota."""
    return [
        Hit(where.unit_id, Rule.OVER_QUOTA, one.kind, one.name, one.quota, one.actual, _both(one))
        for one in where.kinds.values()
        if one.source and one.over
    ]


def leaders_over_quota(where: Position) -> list[Hit]:
    """超职数: more leaders of a level than approved."""
    return [
        Hit(where.unit_id, Rule.LEADERS_OVER_QUOTA, one.level, one.name, one.quota, one.actual, _both(one))
        for one in where.leadership.values()
        if one.source and one.over
    ]


def without_quota(where: Position) -> list[Hit]:
    """Actual staff of a kind for which the unit has no approved quota at all."""
    return [
        Hit(where.unit_id, Rule.MISMATCH, one.kind, one.name, 0, one.actual, one.actual_source, Matter.NO_QUOTA)
        for one in where.kinds.values()
        if not one.source and one.actual
    ]


def _both(one: Any) -> str:
    return "；".join(dict.fromkeys(text for text in (one.source, one.actual_source) if text))


def _mismatches(ids: list[int], on: date) -> list[Hit]:
    """Where registers do not correspond: roster and declaration, post and pay, our row and a partner's word."""
    names = {one.pk: (one.code, one.name) for one in PostKind.objects.all()}
    found: list[Hit] = []
    openings = dict(RosterOpening.objects.filter(unit_id__in=ids, from_on__lte=on).values_list("unit_id", "from_on"))
    declared = (
        DeclaredStaff.objects.filter(unit_id__in=openings, counted_on__lte=on)
        .order_by("unit_id", "kind_id", "-counted_on", "-pk")
        .distinct("unit_id", "kind_id")
    )
    compared = [row for row in declared if row.counted_on >= openings[row.unit_id]]
    counts = head_counts(list(openings), [row.counted_on for row in compared]) if compared else None
    for row in compared:
        assert counts is not None  # noqa: S101 - read above, since there is something to compare
        present = counts.count(counts.staff, (row.unit_id, row.kind_id), row.counted_on)
        if present != row.actual:
            code, name = names[row.kind_id]
            found.append(
                Hit(row.unit_id, Rule.MISMATCH, code, name, row.actual, present, row.document, Matter.DECLARED)
            )
    posts = Post.objects.filter(in_post(on), unit_id__in=ids).order_by()
    for matter, rows in (
        (Matter.OUTSIDE_PAID, posts.filter(outside=True, pay=Post.Pay.FINANCE)),
        (Matter.UNPAID, posts.filter(outside=False, pay=Post.Pay.NONE)),
    ):
        for unit, kind, count in rows.values_list("unit_id", "kind_id").annotate(Count("pk")):
            code, name = names[kind]
            found.append(Hit(unit, Rule.MISMATCH, code, name, 0, count, "", matter))
    for unit, count in disputed_rows(ids).items():
        found.append(Hit(unit, Rule.MISMATCH, "", "", 0, count, "", Matter.DISPUTED))
    return found


def disputed_rows(unit_ids: Iterable[int]) -> dict[int, int]:
    """Rows in force that a partner department disputes by its latest word, counted by unit. Two queries."""
    ids = list(unit_ids)
    latest: dict[Any, tuple[int, bool]] = {}
    said = Confirmation.objects.filter(post__unit_id__in=ids, post__left_on=None).order_by("pk")
    for partner, post, unit, answer in said.values_list("partner_id", "post_id", "post__unit_id", "answer"):
        latest[partner, "post", post] = (unit, answer == Confirmation.Answer.DISPUTED)
    present = DeclaredStaff.objects.filter(unit_id__in=ids).order_by("unit_id", "kind_id", "-counted_on", "-pk")
    said = Confirmation.objects.filter(declared__in=present.distinct("unit_id", "kind_id").values("pk")).order_by("pk")
    for partner, row, unit, answer in said.values_list("partner_id", "declared_id", "declared__unit_id", "answer"):
        latest[partner, "declared", row] = (unit, answer == Confirmation.Answer.DISPUTED)
    counted: dict[int, int] = defaultdict(int)
    for unit, disputed in latest.values():
        if disputed:
            counted[unit] += 1
    return dict(counted)


def key_of(alert: Alert) -> Key:
    """What the alert is about; ``kind`` and ``level`` have to be joined."""
    code = alert.kind.code if alert.kind else alert.level.code if alert.level else ""
    return (alert.unit_id, alert.rule, alert.matter, code)


def rerun(problem_id: int, on: date) -> Answer | None:
    """Run the rules that raised an entry again on the figures of ``on``.

    A unit that has ended is read no more once its entry was handed to the unit that took over (a correction, or a
    merger of entries): from then on the rules read the figures of that unit.

    Args:
        problem_id: The entry; who may read it is the caller's to ask.
        on: Today at acceptance and look-back.

    Returns: The answer, a sentence for each figure that a warning was about; None for entries that no warning stands
        behind.

    Source: H5.
    """
    rows = Alert.objects.filter(problem_id__in=_with_merged(problem_id))
    behind = list(rows.select_related("kind", "level", "unit").order_by("pk"))
    if not behind:
        return None
    answering = _answering_unit(problem_id)
    alerts: dict[Key, Alert] = {}  # the latest about each figure
    for alert in behind:
        unit = answering if alert.unit.valid_until is not None else alert.unit
        alerts[(unit.pk, *key_of(alert)[1:])] = alert
    units = {key[0] for key in alerts}
    found = {hit.key: hit for hit in hits(units, on)}
    where = position(units, on)
    said = [
        _of_unit(alert, answering, _again(alert, on, found.get(key), where[key[0]])) for key, alert in alerts.items()
    ]
    return Answer(on, any(key in found for key in alerts), " ".join(said))


def _answering_unit(problem_id: int) -> Unit:
    """The unit that answers for an entry now: that of the entry, or of the one it was merged into."""
    entry = Problem.objects.select_related("unit").get(pk=problem_id)
    while (into := entry.merged_into_id) is not None:
        entry = Problem.objects.select_related("unit").get(pk=into)
    return entry.unit


def _of_unit(alert: Alert, answering: Unit, words: str) -> str:
    """The words on one figure, saying whose it is where the unit that was warned has ended."""
    old = alert.unit
    if old.valid_until is None:
        return words
    if answering.pk == old.pk:
        ended = _("%(old)s has ended; these are its last figures. Have the entry corrected to the unit that took over.")
        return f"{words} {ended % {'old': old.name}}"
    taken_over = _("%(old)s has ended; the figures are those of %(unit)s, with which the entry stands now.")
    return f"{taken_over % {'old': old.name, 'unit': answering.name}} {words}"


def _with_merged(problem_id: int) -> set[int]:
    """The entry and those merged into it, whose warnings it answers for."""
    found = latest = {problem_id}
    while latest := set(Problem.objects.filter(merged_into__in=latest).values_list("pk", flat=True)) - found:
        found = found | latest
    return found


def _again(alert: Alert, on: date, now: Hit | None, where: Position) -> str:
    """What the rule of one warning says on ``on``; ``now`` where it still speaks."""
    if now is not None:
        return in_a_sentence(alert, on, now, now.quota, now.actual, now.source)
    if alert.rule == Rule.MISMATCH:
        return in_a_sentence(alert, on, None, alert.quota, alert.actual, "")
    code = key_of(alert)[3]
    one: Any = where.kinds.get(code) if alert.kind else where.leadership.get(code)
    if one is None:
        return in_a_sentence(alert, on, None, 0, 0, "")
    return in_a_sentence(alert, on, None, one.quota, one.actual, _both(one))


def in_a_sentence(alert: Alert, on: date, now: Hit | None, quota: int, actual: int, source: str) -> str:
    """What the rule says today, in the words of the people who read it."""
    name = alert.kind.name if alert.kind else alert.level.name if alert.level else ""
    words = {
        "day": in_words(on),
        "name": name,
        "quota": quota,
        "actual": actual,
        "over": actual - quota,
        "matter": Matter(alert.matter).label,
    }
    if alert.rule == Rule.MISMATCH:
        template = (
            _("On %(day)s: %(matter)s, still %(actual)d against %(quota)d.")
            if now
            else _("On %(day)s: %(matter)s — no longer so.")
        )
    elif now:
        template = _("On %(day)s: %(name)s, quota %(quota)d, actual %(actual)d, still %(over)d over.")
    else:
        template = _("On %(day)s: %(name)s, quota %(quota)d, actual %(actual)d, no longer over.")
    return template % words + (_(" Source: %(source)s.") % {"source": source} if source else "")


def codes() -> tuple[dict[str, PostKind], dict[str, LeadershipLevel]]:
    """Kinds and levels by code, for writing alerts."""
    return (
        {one.code: one for one in PostKind.objects.all()},
        {one.code: one for one in LeadershipLevel.objects.all()},
    )
