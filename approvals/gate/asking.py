"""Asking the gate: one function behind pre-check, admission, decision, impact page and command. Source: D4, D12, H1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from approvals.gate.facts import (
    clauses_in_force,
    effect_of,
    gather,
    handling_office,
    marks_of,
    rule_on,
    watched_units,
)
from approvals.gate.judge import digest, judge
from approvals.models import Application, ApplicationKind, GateRule, GateSheet, Outcome, PreReview, UnitMark
from approvals.states import State
from organizations.clock import today
from organizations.models import Office, Unit


@dataclass(frozen=True)
class Answer:
    """What the gate says, with everything it was made from. ``sheet`` where the answer is one that was kept."""

    rule: GateRule
    inputs: dict[str, Any]
    answer: dict[str, Any]
    marks: dict[str, int]
    sheet: GateSheet | None = None
    # What the staffing figures say against it on the same day; None where nothing was asked of them.
    figures: tuple[str, ...] | None = None
    kept: tuple[GateSheet, ...] = ()  # of a past day: every answer kept for this unit, kind and day

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.answer["outcome"])

    @property
    def digest(self) -> str:
        return digest(self.inputs, self.answer)


def ask(
    unit: Unit,
    kind: ApplicationKind,
    *,
    items: Sequence[dict[str, Any]] = (),
    on: date | None = None,
    cures: Sequence[int] = (),
    irregular: str = "",
    locked: bool = False,
    handled_by: Office | None = None,
) -> Answer:
    """Whether an application of ``kind`` would be admitted on a day, and what stands in its way.

    Args:
        unit: With its office joined.
        items: What is asked for, as ``item_facts`` gives it.
        on: Default today. For a day that has passed, an answer that was kept for the same question is given again;
            without one it is made from effective dates and the rules of that day.
        handled_by: The office that handles it; by default the unit's own, or the superior that has taken up its
            authority. Authority that this very office has taken up does not stand in the way.
        locked: Lock the marks of the units looked at, for an answer that a decision stands on (B03). Inside an act.

    Source: D4, D12, H1.
    """
    on = on or today()
    if on < today():
        kept = _kept(unit, kind, items, on, cures, irregular)
        if kept is not None:
            return Answer(kept.rule, kept.inputs, kept.answer, kept.marks, kept)
    handled_by = handled_by or handling_office(unit, kind.code, on)
    rule = rule_on(handled_by, on)
    clauses = clauses_in_force(rule)
    unit_ids = watched_units(unit, clauses)
    # The marks first: what is read after they are locked cannot change before the commit.
    marks = lock_marks(unit_ids) if locked else marks_of(unit_ids)
    inputs = gather(
        unit, kind, items=items, on=on, cures=cures, irregular=irregular, rule=rule, clauses=clauses, unit_ids=unit_ids,
        handled_by=handled_by,
    )  # fmt: skip
    return Answer(rule, inputs, judge(inputs), marks)


def ask_for(application: Application, *, on: date | None = None, locked: bool = False) -> Answer:
    """The gate's answer to an application as it stands, with unit, office and kind joined."""
    return ask(
        application.unit,
        application.kind,
        items=item_facts(application),
        on=on,
        cures=_cures(application),
        irregular=application.irregular,
        locked=locked,
        handled_by=handler_of(application),
    )


def ask_again(application: Application) -> Answer:
    """The gate's answer to an application that ended, were the same asked for anew today: by who would handle it now,
    without the finding on its motion, and with those of its cures that were confirmed."""
    return ask(application.unit, application.kind, items=item_facts(application), cures=_cures(application))


def handler_of(application: Application) -> Office | None:
    """The office that handles a filed application, whose rules answer it; None for a draft, which is filed first."""
    if application.number is None:
        return None
    if application.state == State.ROUTED_UP:
        return application.routed_to or application.office.superior or application.office
    return application.office


def _cures(application: Application) -> list[int]:
    """Entries that the application cures. The unit says so; once the review is over only what the supervision section
    had no objection to counts, so that nobody opens the gate by a claim of their own."""
    said = list(application.cures.filter(dropped_on=None).values_list("problem_id", flat=True))
    if not said or application.state in {State.DRAFT, State.PRE_REVIEW, State.RETURNED}:
        return said
    given = application.pre_reviews.filter(dropped_on=None, capacity=PreReview.Capacity.SUPERVISION)
    last = given.order_by("-round").values_list("opinion", flat=True).first()
    return said if last == PreReview.Opinion.AGREE else []


def unconfirmed_cures(application: Application) -> set[int]:
    """Entries that the application says it cures, and the supervision section has not confirmed it."""
    said = application.cures.filter(dropped_on=None).values_list("problem_id", flat=True)
    return set(said) - set(_cures(application))


def as_data(found: Answer) -> dict[str, Any]:
    """The answer as the command and the API give it: outcome, blocking, passed, rule, day, hash."""
    return {
        "unit": found.inputs["unit"]["code"],
        "kind": found.inputs["kind"]["code"],
        "on": found.inputs["on"],
        "effect": found.inputs["effect"],
        **found.answer,
        "rule": found.rule.label,
        "digest": found.digest,
        "sheet": found.sheet.pk if found.sheet else None,
        "figures": None if found.figures is None else list(found.figures),
        "sheets": [
            {
                "id": one.pk,
                "purpose": one.purpose,
                "made_on": one.made_on.isoformat(),
                "outcome": one.outcome,
                "digest": one.digest,
            }
            for one in found.kept
        ],
    }


def item_facts(application: Application) -> list[dict[str, Any]]:
    """The items of an application as the gate and its sheet know them."""
    rows = application.items.filter(struck_on=None).order_by("position", "pk")
    return [dict(row) for row in rows.values("what", "post_kind", "level", "amount")]


def watched_for(unit: Unit, kind_code: str, on: date | None = None) -> list[int]:
    """Units whose entries the rules in force look at for an application of this unit: only these can block it, be cured
    by it, or be set aside for it."""
    on = on or today()
    return watched_units(unit, clauses_in_force(rule_on(handling_office(unit, kind_code, on), on)))


def lock_marks(unit_ids: Sequence[int]) -> dict[str, int]:
    """Lock the marks of these units until the act commits, making missing ones; answers where they stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {UnitMark._meta.db_table} (unit_id, count) select unnest(%s::bigint[]), 0"
            " on conflict (unit_id) do nothing",
            [sorted(unit_ids)],
        )
    rows = UnitMark.objects.select_for_update(no_key=True).filter(unit_id__in=unit_ids).order_by("unit_id")
    return {str(one.unit_id): one.count for one in rows}


def _kept(
    unit: Unit, kind: ApplicationKind, items: Sequence[dict[str, Any]], on: date, cures: Sequence[int], irregular: str
) -> GateSheet | None:
    """The sheet that answered the same question: what is asked for counts by its effect, and of the entries that it
    would cure only those that stood against it; what the items are called changes no answer. Of several the last one
    made on the day itself."""
    effect = effect_of(kind, items)
    for sheet in kept_sheets(unit.pk, kind.pk, on).select_related("rule")[:50]:
        asked = sheet.inputs
        there = {one["id"] for one in asked["entries"]}
        same = (asked["effect"], there & set(asked["cures"]), asked["irregular"])
        if same == (effect, there & set(cures), irregular):
            return sheet
    return None


def kept_sheets(unit_id: int, kind_id: int, on: date) -> QuerySet[GateSheet]:
    """Answers kept for a unit, kind and day, those made on the day itself first, of these the last one first."""
    return GateSheet.objects.filter(unit_id=unit_id, kind_id=kind_id, on=on).order_by("made_on", "-pk")
