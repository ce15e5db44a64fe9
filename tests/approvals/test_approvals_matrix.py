"""The matrix of the gate on real entries: application kind × violation type × nature × state, and the same answer at
every door and for a past day.

``test_approvals_gate`` reads the whole matrix against the rule table on made-up facts. Here the facts come from entries
that people brought to their state, so that what the gate reads of the ledger is proved too.
"""

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from approvals_cast import TODAY, an_application
from django.core.management import call_command
from django.test import Client
from gate_cast import an_entry_fact, expected, inputs_for

from approvals.gate.asking import ask
from approvals.gate.facts import clauses_of
from approvals.gate.judge import holds, judge
from approvals.models import ApplicationKind, GateRule, GateSheet, Standing
from approvals.services.gate_rules import Clause, draft_rules, publish_rules, write_rules
from documents.models import OfficialDocument
from documents.papers import pdf_of
from organizations import clock
from organizations.models import Account, Office, Unit
from problems.models import Problem, ViolationType
from problems.services import intake, nature
from problems.states import OPEN
from tests.factories import a_file, a_problem, a_unit, an_office, people_of, team_of
from verification import services as verification

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
LATER = TODAY + timedelta(days=90)  # after the deadline of every entry here
TYPES = {"staff_over_quota": {"quota": 3, "actual": 5}, "idle_duties": {}, "unauthorised_change": {}}


def read(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def signed_in(account: Account, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(account, backend="organizations.backend.AccountBackend")
    client.cookies["ledger_language"] = language
    return client


def violations(superior: Office) -> Iterator[tuple[Problem, str, str]]:
    """An entry of each type in each open state: entry, type, state."""
    office = an_office(superior=superior)
    for code, figures in TYPES.items():
        for state in map(str, OPEN):
            yield a_problem(state, unit=a_unit(office), kind=code, **figures), code, state


def policy_caused(office: Office) -> Iterator[tuple[Problem, str, bool]]:
    """Entries claimed to be policy-caused in the states before close-out: entry, state, whether it is confirmed."""
    team = team_of(office)
    for state in ("registered", "assigned", "plan_submitted", "rectifying"):
        for confirmed in (False, True):
            problem = a_problem(state, unit=a_unit(office), kind="staff_over_quota", quota=3, actual=5)
            nature.claim_nature(
                problem_id=problem.pk, document="安置通知", reason="安置", file=a_file(), actor=team.clerk
            )
            if confirmed:
                nature.decide_nature(problem_id=problem.pk, confirm=True, actor=team.chief)
            yield problem, state, confirmed


def answers(unit: Unit, kinds: Kinds, on: date | None = None) -> dict[str, str]:
    return {code: str(ask(unit, kind, on=on).outcome) for code, kind in kinds.items()}


def wanted(kinds: Kinds, problem: Problem, standing: str, state: str) -> dict[str, str]:
    what = ViolationType.objects.get(pk=problem.violation_type_id)
    return {code: expected(str(kind.effect), what, standing, state, True) for code, kind in kinds.items()}


def test_entries_in_every_open_state_block_as_the_rules_say(kinds: Kinds) -> None:
    wrong = []
    for problem, code, state in violations(an_office()):
        found = answers(problem.unit, kinds)
        if found != wanted(kinds, problem, Standing.VIOLATION, state):
            wrong.append((code, state, found))
    assert wrong == []


def test_the_nature_of_real_entries_decides_as_the_rules_say_before_and_after_their_deadline(kinds: Kinds) -> None:
    wrong = []
    made = list(policy_caused(an_office()))
    for problem, state, confirmed in made:
        on_plan = Standing.ON_PLAN if confirmed else Standing.UNCONFIRMED
        if answers(problem.unit, kinds) != wanted(kinds, problem, on_plan, state):
            wrong.append((state, confirmed, "before"))
    with clock.at(LATER):
        for problem, state, confirmed in made:
            if state == "registered":
                continue  # no deadline yet, so nothing it could be behind
            behind = Standing.BEHIND_PLAN if confirmed else Standing.UNCONFIRMED
            if answers(problem.unit, kinds) != wanted(kinds, problem, behind, state):
                wrong.append((state, confirmed, "after"))
    assert wrong == []


def test_what_is_not_an_open_entry_blocks_nothing(kinds: Kinds) -> None:
    office = an_office()
    for state in ("closed", "voided"):
        unit = a_problem(state, unit=a_unit(office)).unit
        assert set(answers(unit, kinds).values()) == {"admitted"}, state
    # Sharing an office, a type or a department's other children is no ground.
    neighbour = a_unit(office)
    a_problem("registered", unit=neighbour)
    assert set(answers(a_unit(office), kinds).values()) == {"admitted"}
    assert set(answers(a_unit(department=neighbour), kinds).values()) == {"admitted"}


def test_each_clause_of_the_table_decides_the_cells_it_names_and_no_others(kinds: Kinds) -> None:
    """Struck out of the table one by one, each clause about entries frees cells, and only cells that it decided."""
    table = clauses_of(GateRule.objects.get(office=None))
    cells = [
        inputs_for(kind, table, [an_entry_fact(what, standing, str(state), own)])
        for kind in kinds.values()
        for what in ViolationType.objects.all()
        for standing in Standing.values
        for state in OPEN
        for own in (True, False)
    ]
    before = [judge(cell) for cell in cells]
    decided = {one["clause"] for answer in before for one in [*answer["blocking"], *answer["passed"]]}
    for clause in table:
        if clause["ground"] != "entry":
            continue
        rest = [one for one in table if one is not clause]
        assert clause["position"] in decided, f"clause {clause['position']} decides nothing"
        for cell, was in zip(cells, before, strict=True):
            now = judge({**cell, "rule": {"clauses": rest}})
            named = [one["clause"] for one in [*was["blocking"], *was["passed"]]]
            if clause["position"] not in named:
                assert now == was
            else:
                assert [one["clause"] for one in [*now["blocking"], *now["passed"]]] != named


# The same answer at every door.


def by_command(unit: Unit, kind: str, **options: Any) -> Any:
    out = io.StringIO()
    call_command("gate", unit=unit.code, kind=kind, format="json", stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("kind", ["more_quota", "rename", "merge_or_abolish"])
@pytest.mark.parametrize("state", ["registered", "rectifying", "closed"])
def test_page_api_and_command_give_one_answer(kinds: Kinds, kind: str, state: str) -> None:
    problem = a_problem(state)
    unit, sheets = problem.unit, GateSheet.objects.count()
    client = signed_in(people_of(unit).clerk)
    command = by_command(unit, kind)
    assert read(client, "/api/v1/gate/", unit=unit.code, kind=kind).json() == command
    page = read(client, "/approvals/pre-check/", unit=unit.pk, kind=kind)
    panel = page.context["panel"]
    assert panel.outcome == command["outcome"]
    for word in ("number", "lifts_zh"):
        assert [getattr(one, word.removesuffix("_zh")) for one in panel.blocking] == [
            one[word] for one in command["blocking"]
        ]
    text = unescape(page.content.decode())
    for one in command["blocking"]:
        assert one["number"] in text and one["lifts_zh"] in text and one["text_zh"] in text
    assert GateSheet.objects.count() == sheets  # asking writes nothing, at no door


def test_a_kept_sheet_is_given_again_at_every_door_after_all_that_happened_since(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("verifying", step="sign_off", unit=unit)
    sheet = an_application("paused", unit=unit).sheet
    assert sheet is not None
    paper = OfficialDocument.objects.get(kind="gate_sheet", subject_id=sheet.pk)
    printed = pdf_of(paper.pk).sha256
    team = team_of(unit.office)
    items = {"amount": 2}
    with clock.at(TODAY + timedelta(days=1)):
        verification.sign_off(problem_id=problem.pk, actor=team.chief)
    with clock.at(TODAY + timedelta(days=2)):
        a_problem("registered", unit=unit)
        rule = draft_rules(office_id=unit.office_id, actor=team.chief)
        free = Clause(outcome="admitted", text_zh="试行", text_en="Trial", lifts_zh="", lifts_en="")
        write_rules(rule_id=rule.pk, clauses=[free], note="试行", actor=team.chief)
        publish_rules(rule_id=rule.pk, actor=team.leader)
    with clock.at(TODAY + timedelta(days=3)):
        assert by_command(unit, "more_quota", **items)["outcome"] == "admitted"  # everything is different now
        row = GateSheet.objects.get(pk=sheet.pk)
        again = ask(unit, kinds["more_quota"], items=sheet.inputs["items"], on=TODAY)
        assert (again.sheet, again.digest, again.answer) == (row, sheet.digest, sheet.answer)
        assert holds(row.inputs, row.answer, row.digest)
        client = signed_in(people_of(unit).clerk)
        shown = read(client, f"/api/v1/gate/sheets/{sheet.pk}/").json()
        assert (shown["digest"], shown["answer"], shown["whole"]) == (sheet.digest, sheet.answer, True)
        page = read(client, f"/approvals/sheets/{sheet.pk}/").content.decode()
        assert problem.number in page and sheet.digest in page
        assert pdf_of(paper.pk).sha256 == printed
        # For a question nobody kept, the day's own facts and rules answer alike at all doors.
        past = by_command(unit, "more_quota", on=TODAY)
        assert past["outcome"] == "paused"
        asked = {"unit": unit.code, "kind": "more_quota", "on": TODAY.isoformat()}
        assert read(client, "/api/v1/gate/", **asked).json() == past


def test_an_entry_voided_since_is_still_on_the_answer_for_a_day_before(kinds: Kinds) -> None:
    unit = a_unit()
    with clock.at(TODAY - timedelta(days=10)):
        problem = a_problem("registered", unit=unit)
    intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=team_of(unit.office).chief)
    assert by_command(unit, "more_quota")["outcome"] == "admitted"
    assert by_command(unit, "more_quota", on=TODAY - timedelta(days=1))["outcome"] == "refused"
