"""A04: a form or body with every column of an entry changes what it offers, and nothing else."""

from typing import Any

import pytest
from site_bodies import BODIES, FORMS
from site_matrix import ROWS
from site_world import World, judged, undone

from organizations.clock import today
from problems import api as ledger_api
from problems import intake_api, joining_api
from problems.models import Problem
from problems.pages import corrections, forms, joining, register_forms

# route: what it offers by itself; every other column of an entry is thrown at it.
OFFERS: dict[str, Any] = {
    "problems:register": register_forms.RegisterForm.base_fields,
    "problems:report": register_forms.RegisterForm.base_fields,
    "problems:accept_report": register_forms.AcceptForm.base_fields,
    "problems:refuse_report": forms.ReasonForm.base_fields,
    "problems:ask_correction": corrections.CorrectionForm.base_fields,
    "problems:complete_source_facts": corrections.SourceFactsForm.base_fields,
    "problems:decide_correction": corrections.AnswerForm.base_fields,
    "problems:claim_nature": corrections.NatureForm.base_fields,
    "problems:decide_nature": corrections.AnswerForm.base_fields,
    "problems:add_unit": joining.AddUnitForm.base_fields,
    "problems:link": joining.LinkForm.base_fields,
    "problems:merge": joining.MergeForm.base_fields,
    "problems:void": forms.ReasonForm.base_fields,
    "problems:assign": forms.AssignForm.base_fields,
    "api_problems": ledger_api.EntryInput().fields,
    "api_report": intake_api.ReportInput().fields,
    "api_accept_report": intake_api.AcceptInput().fields,
    "api_refuse_report": ledger_api.ReasonInput().fields,
    "api_ask_correction": intake_api.CorrectionInput().fields,
    "api_complete_source_facts": intake_api.SourceFactsInput().fields,
    "api_decide_correction": intake_api.DecisionInput().fields,
    "api_claim_nature": intake_api.ClaimInput().fields,
    "api_decide_nature": intake_api.DecisionInput().fields,
    "api_add_unit": joining_api.AddUnitInput().fields,
    "api_link": joining_api.LinkInput().fields,
    "api_merge": joining_api.MergeInput().fields,
    "api_save_draft": intake_api.DraftInput().fields,
}
# What the two answers may differ in: the keys the database gave.
GIVEN = {"id"}


def poison(world: World, offered: Any) -> dict[str, Any]:
    """A value for every column of an entry that the route does not offer, also by the name of the key."""
    values: dict[str, Any] = {}
    for part in Problem._meta.concrete_fields:
        kind = part.get_internal_type()
        value: Any = {
            "ForeignKey": world.objects["closed"] if part.name == "merged_into" else 1,
            "DateField": "2020-01-02",
            "BooleanField": "true",
            "PositiveIntegerField": 7,
            "PositiveSmallIntegerField": 7,
        }.get(kind, "closed" if part.name == "state" else "毒")
        values |= {name: value for name in {part.name, part.attname} if name not in offered}
    return {**values, "is_staff": "true", "actor": 1, "office_id": world.sibling.pk}


def rows() -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in Problem.objects.values()}


def written(world: World, route: str, body: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """The answer's code, and the columns that changed in each entry, in the order of keys."""
    [row] = [one for one in ROWS if one.route == route and one.method == "POST"]
    who = next(one for one in ("clerk", "chief", "leader", "unit_clerk") if row.codes[one] in {"200", "201", "302"})
    before = rows()
    with undone():
        answer = judged(world.visit(who, "POST", world.url(route, row.thing), body, form=route in FORMS))
        after = rows()
    changes = []
    for pk, now in sorted(after.items()):
        was = before.get(pk, {})
        changed = {name: value for name, value in now.items() if name not in GIVEN and was.get(name) != value}
        if changed:
            changes.append(changed)
    return answer.status_code, changes


@pytest.mark.parametrize("route", OFFERS)
def test_only_what_is_offered_changes(world: World, route: str) -> None:
    build = BODIES.get(route, lambda world: {})
    plain = written(world, route, build(world))
    poisoned = written(world, route, {**poison(world, OFFERS[route]), **build(world)})
    assert plain[0] in {200, 201, 302}
    assert poisoned == plain
    for row in plain[1]:
        assert row.get("closed_on") is None and row.get("registered_on") in {None, today()}
