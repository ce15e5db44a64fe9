"""Versions of the gate's rules: drafted from those in force, tried, published, never changed again. Source: D4, H1."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.errors import RulePublished
from approvals.gate.facts import clauses_of, rule_on
from approvals.models import ApplicationKind, Effect, GateClause, GateRule, Ground, Outcome, Standing, Whose
from audit.acts import act
from audit.refusals import recording_refusals
from audit.sets import create_with_history, update_with_history
from organizations.clock import today
from organizations.errors import Invalid, NotFound, Stale
from organizations.models import Account, Office
from organizations.scope import Standing as PersonStanding
from organizations.scope import acting
from problems.models import ViolationType
from problems.states import OPEN


@dataclass(frozen=True)
class Clause:
    """One clause as a person writes it; an empty list means any."""

    outcome: str
    text_zh: str
    text_en: str
    ground: str = Ground.ENTRY.value
    types: Sequence[str] = ()
    tags: Sequence[str] = ()
    standings: Sequence[str] = ()
    states: Sequence[str] = ()
    whose: str = Whose.OWN.value
    effects: Sequence[str] = ()
    kinds: Sequence[str] = ()
    relapses: int | None = None
    extensions: int | None = None
    overdue_days: int | None = None
    refusals: int | None = None
    lifts_zh: str = ""
    lifts_en: str = ""
    position: int = field(default=0, compare=False)


def draft_rules(*, office_id: int, actor: Account) -> GateRule:
    """Start a new version from the rules that hold in the office today; the open draft where there is one.

    Raises: NotFound, NotAllowed.

    Source: D4.
    """
    with recording_refusals(policies.DRAFT_RULE, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if office_id not in standing.office_ids:
            raise NotFound
        if not policies.may_for(standing, policies.DRAFT_RULE, office_id=office_id, unit_id=None):
            raise policies.refusal(policies.DRAFT_RULE)
        with act(policies.DRAFT_RULE, actor=standing.facts(office_id=office_id)):
            office = Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=office_id)
            known = GateRule.objects.filter(office=office, valid_from=None, dropped_on=None).first()
            if known is not None:
                return known
            day = today()
            source = rule_on(office, day)
            last = GateRule.objects.filter(office=office, year=day.year).aggregate(last=Max("serial"))["last"] or 0
            rule = GateRule(
                office=office,
                year=day.year,
                serial=last + 1,
                basis=source.basis,
                drafted_on=day,
                drafted_by_id=standing.person_id,
            )
            rule.save()
            create_with_history(GateClause, [GateClause(rule=rule, **one) for one in clauses_of(source)])
            return rule


def write_rules(
    *,
    rule_id: int,
    clauses: Sequence[Clause],
    actor: Account,
    basis: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> GateRule:
    """Write the clauses of a draft, in their order; what is no longer named is struck.

    Raises: NotFound, NotAllowed, Stale, RulePublished, Invalid naming each wrong clause.

    Source: D4.
    """
    with _on_draft(rule_id, policies.DRAFT_RULE, actor, expected_version) as (rule, _standing):
        wrong = [sentence for place, one in enumerate(clauses, 1) for sentence in clause_errors(place, one)]
        if not clauses:
            wrong = [_("Rules need at least one clause.")]
        if wrong:
            raise Invalid(errors={"clauses": wrong})
        stored = list(GateClause.objects.filter(rule=rule, dropped_on=None).order_by("position", "pk"))
        for row in stored:
            row.dropped_on = today()
        update_with_history(GateClause, stored, ["dropped_on"])
        create_with_history(
            GateClause,
            [GateClause(rule=rule, **{**_plain(one), "position": place}) for place, one in enumerate(clauses, 1)],
        )
        rule.basis, rule.note, rule.version = basis.strip()[:200], note.strip(), rule.version + 1
        rule.save(update_fields=["basis", "note", "version"])
        return rule


def publish_rules(
    *, rule_id: int, actor: Account, valid_from: date | None = None, expected_version: int | None = None
) -> GateRule:
    """Make a draft the rules of its office from a day on, today or later. It never changes again.

    Raises: NotFound, NotAllowed, Stale, RulePublished, Invalid without saying what changed or with a day in the past.

    Source: D4, H1.
    """
    with _on_draft(rule_id, policies.PUBLISH_RULE, actor, expected_version) as (rule, standing):
        day = valid_from or today()
        errors: dict[str, list[Any]] = {}
        if day < today():
            errors["valid_from"] = [_("Rules begin today or later: answers given stay as they were.")]
        if not rule.note.strip():
            errors["note"] = [_("Say what changed against the version before.")]
        if errors:
            raise Invalid(errors=errors)
        rule.valid_from, rule.published_by_id, rule.version = day, standing.person_id, rule.version + 1
        rule.save(update_fields=["valid_from", "published_by", "version"])
        return rule


def clause_errors(place: int, one: Clause) -> list[Any]:
    """What is wrong with one clause."""
    types = set(ViolationType.objects.values_list("code", flat=True)) if one.types else set()
    kinds = set(ApplicationKind.objects.values_list("code", flat=True)) if one.kinds else set()
    choices = (
        (one.ground, Ground.values),
        (one.outcome, Outcome.values),
        (one.whose, Whose.values),
    )
    lists = (
        (one.types, types),
        (one.kinds, kinds),
        (one.standings, Standing.values),
        (one.states, [str(state) for state in OPEN]),
        (one.effects, Effect.values),
    )
    wrong: list[Any] = []
    if any(value not in allowed for value, allowed in choices) or any(set(v) - set(a) for v, a in lists):
        wrong.append(_("Clause %(place)s: choose from the lists.") % {"place": place})
    if not one.text_zh.strip() or not one.text_en.strip():
        wrong.append(_("Clause %(place)s: write it in both languages; it is printed on notices.") % {"place": place})
    if one.outcome != Outcome.ADMITTED and not (one.lifts_zh.strip() and one.lifts_en.strip()):
        wrong.append(_("Clause %(place)s: say in both languages what lifts it.") % {"place": place})
    thresholds = (one.relapses, one.extensions, one.overdue_days, one.refusals)
    if one.ground == Ground.RECORD and all(value is None for value in thresholds):
        wrong.append(_("Clause %(place)s: say from how many on the record counts.") % {"place": place})
    return wrong


def _plain(one: Clause) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}


@contextmanager
def _on_draft(
    rule_id: int, act_name: str, actor: Account, expected_version: int | None
) -> Iterator[tuple[GateRule, PersonStanding]]:
    with recording_refusals(act_name, account=actor, object_kind="gate_rule", object_id=rule_id):
        standing = acting(actor)
        seen = policies.visible_rules(standing).filter(pk=rule_id).select_related("office").first()
        if seen is None:
            raise NotFound
        if seen.office_id is None or not policies.may_for(standing, act_name, office_id=seen.office_id, unit_id=None):
            raise policies.refusal(act_name)
        with act(act_name, actor=standing.facts(office_id=seen.office_id)):
            rule = GateRule.objects.select_for_update(no_key=True, of=("self",)).get(pk=rule_id)
            if rule.valid_from is not None:
                raise RulePublished(rule=rule.label)
            if expected_version is not None and expected_version != rule.version:
                raise Stale
            yield rule, standing
