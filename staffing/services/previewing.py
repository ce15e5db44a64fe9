"""The rows of a workbook against what is known today: new, known already, or faulty with the cell named. Source: F3."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from organizations.clock import in_words, today
from organizations.models import Unit
from problems.spreadsheets.errors import column_letter
from staffing import identity
from staffing.errors import RunEnded
from staffing.models import (
    DeclaredLeaders,
    DeclaredStaff,
    LeadershipLevel,
    LeadershipQuota,
    Member,
    Post,
    PostKind,
    Quota,
    StaffingRun,
)

NEW, KNOWN, FAULTY = "new", "known", "faulty"
UNSPLIT = "unit_leaders"  # the level of leadership numbers that a sheet does not split


@dataclass
class Line:
    """One row of the preview. ``values`` are safe to show: identity numbers are masked."""

    row: int
    status: str
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)  # (cell, sentence)
    make: list[Callable[[], Any]] = field(default_factory=list)  # rows to insert, in order


@dataclass
class Preview:
    lines: list[Line]

    def count(self, status: str) -> int:
        return sum(line.status == status for line in self.lines)

    @property
    def new(self) -> int:
        return self.count(NEW)

    @property
    def known(self) -> int:
        return self.count(KNOWN)

    @property
    def faulty(self) -> int:
        return self.count(FAULTY)


def preview(run: StaffingRun) -> Preview:
    """Every row against what is known today: new, known already, or faulty with its cells named.

    A constant number of queries. Raises RunEnded for a run that was written or given up.
    """
    if run.state != StaffingRun.State.READ:
        raise RunEnded(state=run.get_state_display())
    kept = json.loads(identity.unseal_text(run.rows_sealed))
    lines = _figure_lines(run, kept) if run.form == StaffingRun.Form.FIGURES else _roster_lines(run, kept)
    faults: dict[int, list[tuple[str, str]]] = {}
    for row, cell, sentence in kept["errors"]:
        faults.setdefault(row, []).append((cell, sentence))
    lines += [Line(row, FAULTY, {}, errors) for row, errors in faults.items()]
    return Preview(sorted(lines, key=lambda line: line.row))


class _Known:
    """Words and units by what a sheet calls them."""

    def __init__(self, run: StaffingRun, rows: list[dict[str, Any]]):
        self.units = {
            unit.code: unit
            for unit in Unit.objects.filter(office_id=run.office_id, code__in={row["unit_code"] for row in rows})
        }
        self.kinds = _by_word(PostKind)
        self.levels = _by_word(LeadershipLevel)


def _by_word(model: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in model.objects.filter(in_use=True):
        for word in (one.code, one.name_zh, one.name_zh.removesuffix("编制"), one.name_en):
            found.setdefault(word, one)
    return found


def _check_unit(line: Line, known: _Known, row: dict[str, Any], cell: Callable[[str], str]) -> Unit | None:
    unit = known.units.get(row["unit_code"])
    if unit is None:
        line.errors.append((cell("unit_code"), _("Your office has no unit with this code.")))
    elif row["unit"] and unit.name != row["unit"]:
        line.errors.append((cell("unit"), _("This code belongs to %(unit)s.") % {"unit": unit.name}))
    elif not unit.in_scope:
        line.errors.append((cell("unit_code"), _("This unit no longer exists or is outside the register.")))
    return unit


def _cells(kept: dict[str, Any], row: int) -> Callable[[str], str]:
    def cell(key: str) -> str:
        place = kept["columns"].get(key)
        return f"{column_letter(place) if place is not None else ''}{row}"

    return cell


def _figure_lines(run: StaffingRun, kept: dict[str, Any]) -> list[Line]:
    rows = kept["rows"]
    known = _Known(run, rows)
    units = [unit.pk for unit in known.units.values()]
    last: dict[Any, dict[tuple[int, int], Any]] = {}
    began: dict[Any, date] = {}  # model and unit: the day of its first figures
    for model, per, dated in (
        (Quota, "kind_id", "from_on"),
        (LeadershipQuota, "level_id", "from_on"),
        (DeclaredStaff, "kind_id", "counted_on"),
        (DeclaredLeaders, "level_id", "counted_on"),
    ):
        ordered = model._default_manager.filter(unit_id__in=units).order_by(dated, "pk")
        last[model] = {}
        for one in ordered:
            last[model][one.unit_id, getattr(one, per)] = one
            began.setdefault((model, one.unit_id), getattr(one, dated))
    split = known.levels[UNSPLIT]
    seen: dict[tuple[str, str], int] = {}
    leading: dict[str, tuple[Any, Any, int]] = {}
    lines = []
    for row in rows:
        line, cell = Line(row["row"], KNOWN, dict(row)), _cells(kept, row["row"])
        lines.append(line)
        unit, kind = _check_unit(line, known, row, cell), known.kinds.get(row["kind"])
        if kind is None:
            names = "、".join(dict.fromkeys(one.name for one in known.kinds.values()))
            said = _("This kind of post is not known. Use one of: %(kinds)s.") % {"kinds": names}
            line.errors.append((cell("kind"), said))
        again = seen.setdefault((row["unit_code"], row["kind"]), row["row"])
        if again != row["row"]:
            line.errors.append((cell("kind"), _("Row %(row)d has the same unit and kind already.") % {"row": again}))
        if unit is not None and kind is not None and not line.errors:
            _figure_rows(run, row, line, cell, unit, kind, last, began)
            if row["leader_quota"] is not None:
                told = (row["leader_quota"], row["leaders"], row["row"])
                first = leading.setdefault(unit.code, told)
                if first[:2] != told[:2]:
                    line.errors.append(
                        (cell("leader_quota"), _("Row %(row)d gives other leadership figures.") % {"row": first[2]})
                    )
                elif first is told:
                    _leader_rows(run, row, line, cell, unit, split, last, began)
        line.status = FAULTY if line.errors else NEW if line.make else KNOWN
    return lines


def _figure_rows(
    run: StaffingRun, row: dict[str, Any], line: Line, cell: Any, unit: Unit, kind: Any, last: Any, began: Any
) -> None:
    shared = {"unit": unit, "kind": kind, "document": run.title, "recorded_by_id": run.prepared_by_id}
    quota = last[Quota].get((unit.pk, kind.pk))
    if quota is not None and quota.from_on > run.counted_on and quota.count != row["quota"]:
        line.errors.append((cell("quota"), _later(quota)))
    elif _raises(quota, row["quota"], began.get((Quota, unit.pk)), run):
        line.errors.append((cell("quota"), _raised(quota, row["quota"])))
    elif quota is None or (quota.from_on <= run.counted_on and quota.count != row["quota"]):
        line.make.append(lambda: Quota(count=row["quota"], from_on=run.counted_on, **shared))
    staff = last[DeclaredStaff].get((unit.pk, kind.pk))
    told = (row["actual"], row["outside"], run.counted_on)
    if staff is not None and staff.counted_on > run.counted_on:
        if not DeclaredStaff.objects.filter(
            unit=unit, kind=kind, actual=told[0], outside=told[1], counted_on=told[2]
        ).exists():
            said = _("A later count of %(day)s stands already.") % {"day": in_words(staff.counted_on)}
            line.errors.append((cell("actual"), said))
    elif staff is None or (staff.actual, staff.outside, staff.counted_on) != told:
        line.make.append(lambda: DeclaredStaff(actual=told[0], outside=told[1], counted_on=run.counted_on, **shared))


def _leader_rows(
    run: StaffingRun, row: dict[str, Any], line: Line, cell: Any, unit: Unit, split: Any, last: Any, began: Any
) -> None:
    shared = {"unit": unit, "level": split, "document": run.title, "recorded_by_id": run.prepared_by_id}
    quota = last[LeadershipQuota].get((unit.pk, split.pk))
    if quota is not None and quota.from_on > run.counted_on and quota.count != row["leader_quota"]:
        line.errors.append((cell("leader_quota"), _later(quota)))
    elif _raises(quota, row["leader_quota"], began.get((LeadershipQuota, unit.pk)), run):
        line.errors.append((cell("leader_quota"), _raised(quota, row["leader_quota"])))
    elif quota is None or (quota.from_on <= run.counted_on and quota.count != row["leader_quota"]):
        line.make.append(lambda: LeadershipQuota(count=row["leader_quota"], from_on=run.counted_on, **shared))
    if row["leaders"] is None:
        return
    leaders = last[DeclaredLeaders].get((unit.pk, split.pk))
    if leaders is None or (
        leaders.counted_on <= run.counted_on
        and (leaders.actual, leaders.counted_on)
        != (
            row["leaders"],
            run.counted_on,
        )
    ):
        line.make.append(lambda: DeclaredLeaders(actual=row["leaders"], counted_on=run.counted_on, **shared))


def _raises(quota: Any, count: int, began: date | None, run: StaffingRun) -> bool:
    """Whether a workbook asks for more posts than stand: it takes first figures over, and no increase. Source: D3."""
    if quota is not None:
        return bool(count > quota.count)
    return count > 0 and began is not None and began < run.counted_on


def _raised(quota: Any, count: int) -> str:
    return _(
        "%(before)d posts stand, and a workbook raises none to %(count)d. Have the increase approved, or a leader take"
        " over the decision first."
    ) % {"before": quota.count if quota is not None else 0, "count": count}


def _later(quota: Any) -> str:
    return _("A later figure stands from %(day)s: %(count)d (%(document)s).") % {
        "day": in_words(quota.from_on),
        "count": quota.count,
        "document": quota.document,
    }


def _roster_lines(run: StaffingRun, kept: dict[str, Any]) -> list[Line]:
    rows = kept["rows"]
    known = _Known(run, rows)
    hashes = {row["row"]: identity.recognised(identity.normalised(row["number"])) for row in rows}
    members = {one.identity_hash: one for one in Member.objects.filter(identity_hash__in=set(hashes.values()))}
    held: dict[int, list[Post]] = {}
    for post in Post.objects.filter(member__in=members.values(), left_on=None).select_related("unit"):
        held.setdefault(post.member_id, []).append(post)
    seen: dict[str, int] = {}
    lines = []
    for row in rows:
        number, digest = identity.normalised(row["number"]), hashes[row["row"]]
        line, cell = Line(row["row"], KNOWN), _cells(kept, row["row"])
        line.values = {**row, "number": _masked(number)}
        lines.append(line)
        unit, kind = _check_unit(line, known, row, cell), known.kinds.get(row["kind"])
        level = known.levels.get(row["level"]) if row["level"] else None
        if not identity.is_valid(number, today=today()):
            line.errors.append((cell("number"), _("This is no valid identity number.")))
        elif seen.setdefault(digest, row["row"]) != row["row"]:
            line.errors.append((cell("number"), _("Row %(row)d is about the same person.") % {"row": seen[digest]}))
        if kind is None:
            line.errors.append((cell("kind"), _("This kind of post is not known.")))
        if row["level"] and level is None:
            line.errors.append((cell("level"), _("This level of leadership is not known.")))
        if date.fromisoformat(row["entered_on"]) > today():
            line.errors.append((cell("entered"), _("This day lies in the future.")))
        member = members.get(digest)
        if unit is not None and not line.errors:
            posts = held.get(member.pk, []) if member else []
            here = next((post for post in posts if post.unit_id == unit.pk), None)
            elsewhere = next((post for post in posts if post.unit_id != unit.pk and not post.outside), None)
            if here is None and elsewhere is not None and not row["outside"]:
                mine = elsewhere.unit.office_id == run.office_id
                place = elsewhere.unit.name if mine else _("a unit of another office")
                line.errors.append((cell("number"), _("This person is on the quota of %(unit)s.") % {"unit": place}))
            elif here is None:
                line.make += _roster_rows(run, row, unit, kind, level, member, number, digest)
        line.status = FAULTY if line.errors else NEW if line.make else KNOWN
    return lines


def _roster_rows(
    run: StaffingRun, row: dict[str, Any], unit: Unit, kind: Any, level: Any, member: Any, number: str, digest: str
) -> list[Callable[[], Any]]:
    who: list[Any] = [member]
    makers: list[Callable[[], Any]] = []

    def human() -> Member:
        who[0] = Member(name=row["name"], identity_sealed=identity.seal(number), identity_hash=digest)
        return who[0]

    if member is None:
        makers.append(human)
    makers.append(
        lambda: Post(
            member=who[0],
            unit=unit,
            kind=kind,
            level=None if row["outside"] else level,
            outside=row["outside"],
            rank=row["rank"],
            pay=row["pay"],
            entry_mode=row["mode"],
            entered_on=date.fromisoformat(row["entered_on"]),
            document=row["document"] or run.title,
        )
    )
    return makers


def _masked(number: str) -> str:
    """As ``identity.masked``; of a faulty number only its length."""
    with suppress(ValueError):
        if identity.is_valid(number, today=today()):
            return f"{number[:6]}{'*' * 10}{number[-2:]}"
    return "*" * min(len(number), 18)
