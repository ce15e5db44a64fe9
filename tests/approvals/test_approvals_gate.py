"""The gate against its rule table: every kind × violation type × nature × state, then exceptions, past days, sheets."""

import io
import json
from datetime import date, timedelta
from html import unescape
from itertools import product
from typing import Any

import pytest
from approvals_cast import TODAY, an_application, fresh
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from gate_cast import an_entry_fact, expected, inputs_for

from approvals.gate.asking import ask
from approvals.gate.facts import clauses_of, gather, rule_on, watched_units
from approvals.gate.judge import holds, judge
from approvals.models import ApplicationKind, GateRule, GateSheet, Standing, Suspension
from approvals.papers import issue_sheet
from approvals.services.exceptions import NewException, end_exception, record_exception
from approvals.services.gate_rules import Clause, draft_rules, publish_rules, write_rules
from approvals.services.precheck import Asked, keep_precheck, precheck
from audit.acts import act
from organizations import clock
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from problems.models import ViolationType
from problems.services import extensions, nature
from problems.states import OPEN
from staffing.services import change_quota, declare_staff
from tests.factories import a_file, a_problem, a_unit, people_of, system_account, team_of
from tests.factories import fresh as fresh_problem
from verification import services as verification

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def test_the_matrix_of_kind_type_nature_and_state_is_the_rule_table(kinds: Kinds) -> None:
    clauses = clauses_of(GateRule.objects.get(office=None))
    types = list(ViolationType.objects.all())
    wrong = []
    for kind, what, standing, state, own in product(kinds.values(), types, Standing.values, OPEN, (True, False)):
        entry = an_entry_fact(what, standing, str(state), own)
        answer = judge(inputs_for(kind, clauses, [entry]))
        if answer["outcome"] != expected(str(kind.effect), what, standing, str(state), own):
            wrong.append((kind.code, what.code, standing, state, own, answer["outcome"]))
        if (answer["outcome"] == "admitted") == bool(answer["blocking"]):
            wrong.append((kind.code, what.code, "blocking and outcome differ"))
    assert wrong == []


def test_the_heaviest_answer_wins_and_each_blocking_entry_is_named(kinds: Kinds) -> None:
    unit = a_unit()
    one, two = a_problem("rectifying", unit=unit), a_problem("registered", unit=unit)
    answer = ask(unit, kinds["more_quota"])
    assert answer.outcome == "refused"
    assert {(entry["number"], entry["outcome"]) for entry in answer.answer["blocking"]} == {
        (one.number, "paused"),
        (two.number, "refused"),
    }
    assert all(entry["lifts_zh"] and entry["text_zh"] for entry in answer.answer["blocking"])


def test_an_item_that_asks_for_more_makes_a_correction_an_addition(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("rectifying", unit=unit)
    assert ask(unit, kinds["change_duties"]).outcome == "admitted"
    more = [{"what": "增编", "post_kind": "institution", "level": "", "amount": 1}]
    assert ask(unit, kinds["change_duties"], items=more).outcome == "paused"


def test_entries_of_subordinates_count_where_the_rule_says_so(kinds: Kinds) -> None:
    department = a_unit()
    a_problem("rectifying", unit=a_unit(department=department), kind="self_set_titles", found=1)
    assert ask(department, kinds["more_quota"]).outcome == "paused"
    a_problem("rectifying", unit=a_unit(department=department), kind="idle_duties")
    assert len(ask(department, kinds["more_quota"]).answer["passed"]) == 1


def test_a_policy_caused_entry_blocks_until_its_nature_is_confirmed(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit, kind="staff_over_quota", quota=3, actual=5)
    assert ask(unit, kinds["more_quota"]).outcome == "paused"
    team = team_of(unit.office)
    nature.claim_nature(problem_id=problem.pk, document="安置通知", reason="安置", file=a_file(), actor=team.clerk)
    nature.decide_nature(problem_id=problem.pk, confirm=True, actor=team.chief)
    assert ask(unit, kinds["more_quota"]).outcome == "admitted"


def test_a_suspension_stops_what_it_names_for_a_system_and_ends_with_its_day(kinds: Kinds) -> None:
    department = a_unit()
    unit = a_unit(department=department)
    leader = team_of(department.office).leader
    with act("approval.suspend", actor=system_account().actor_facts()):
        Suspension(
            office=department.office,
            scope="system",
            unit=department,
            kinds=["rename"],
            since=TODAY,
            until=TODAY + timedelta(days=10),
            reason="超编问题突出",
            decided_by="主任办公会",
            recorded_by=leader.person,
            deciding_office=department.office,
        ).save()
    assert ask(unit, kinds["rename"]).outcome == "paused"
    assert ask(unit, kinds["more_quota"]).outcome == "admitted"
    assert ask(unit, kinds["rename"], on=TODAY + timedelta(days=11)).outcome == "admitted"


# Exceptions


def an_exception(unit: Any, *entries: int, **given: Any) -> Any:
    values: dict[str, Any] = {
        "kinds": ["more_quota"],
        "entries": list(entries),
        "meeting": "编委2026年第3次会议",
        "held_on": TODAY,
        "participants": ["张三", "李四", "王五"],
        "reason": "重大改革任务急需",
        "expires_on": TODAY + timedelta(days=30),
        **given,
    }
    return record_exception(unit_id=unit.pk, exception=NewException(**values), actor=team_of(unit.office).leader)


def test_an_exception_admits_is_counted_and_ends_with_its_day(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    an_exception(unit, problem.pk)
    answer = ask(unit, kinds["more_quota"])
    assert (answer.outcome, answer.answer["by_exception"]) == ("admitted", True)
    assert ask(unit, kinds["more_leadership_quota"]).outcome == "paused"
    assert ask(unit, kinds["more_quota"], on=TODAY + timedelta(days=31)).outcome == "paused"


def test_an_exception_does_not_reach_entries_registered_later(kinds: Kinds) -> None:
    unit = a_unit()
    an_exception(unit, a_problem("rectifying", unit=unit).pk)
    a_problem("rectifying", unit=unit)
    assert ask(unit, kinds["more_quota"]).outcome == "paused"


def test_one_person_makes_no_exception_and_it_needs_reason_and_end(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    with pytest.raises(Invalid) as refused:
        an_exception(unit, problem.pk, participants=["张三"], reason=" ", expires_on=TODAY - timedelta(days=1))
    assert set(refused.value.errors) == {"participants", "reason", "expires_on"}


def test_only_a_leader_of_the_office_records_and_ends_an_exception(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    row = an_exception(unit, problem.pk)
    with pytest.raises(NotAllowed):
        end_exception(exception_id=row.pk, reason="提前终止", actor=team_of(unit.office).chief)
    with pytest.raises(NotFound):
        end_exception(exception_id=row.pk, reason="提前终止", actor=team_of(a_unit().office).leader)
    end_exception(exception_id=row.pk, reason="提前终止", actor=team_of(unit.office).leader)
    assert ask(unit, kinds["more_quota"]).outcome == "paused"
    with pytest.raises(WrongState):
        end_exception(exception_id=row.pk, reason="再次", actor=team_of(unit.office).leader)


# Past days and sheets


def test_the_answer_for_a_past_day_is_made_from_the_dates_of_that_day(kinds: Kinds) -> None:
    unit = a_unit()
    with clock.at(date(2026, 8, 3)):
        problem = a_problem("registered", unit=unit)
    with clock.at(date(2026, 8, 10)):
        from problems.services import intake
        from tests.factories import a_deadline

        team = team_of(unit.office)
        intake.assign_problem(problem_id=problem.pk, deadline=a_deadline(), responsible="何国平", actor=team.clerk)
    days = {date(2026, 8, 2): "admitted", date(2026, 8, 5): "refused", date(2026, 8, 20): "refused"}
    assert {day: str(ask(unit, kinds["more_quota"], on=day).outcome) for day in days} == days
    states = [
        ask(unit, kinds["more_quota"], on=day).answer["blocking"] for day in (date(2026, 8, 5), date(2026, 8, 20))
    ]
    assert [found[0]["state"] for found in states] == ["registered", "assigned"]


def test_closing_an_entry_does_not_change_the_answer_for_the_day_before(kinds: Kinds) -> None:
    unit = a_unit()
    with clock.at(date(2026, 8, 3)):
        problem = a_problem("verifying", step="sign_off", unit=unit)
    assert ask(unit, kinds["more_quota"], on=date(2026, 8, 20)).outcome == "paused"
    verification.sign_off(problem_id=problem.pk, actor=team_of(unit.office).chief)
    assert ask(unit, kinds["more_quota"]).outcome == "admitted"
    before = ask(unit, kinds["more_quota"], on=date(2026, 8, 20))
    assert (before.outcome, before.answer["blocking"][0]["state"]) == ("paused", "verifying")


def test_a_past_day_sees_the_nature_that_was_decided_by_then(kinds: Kinds) -> None:
    unit = a_unit()
    team = team_of(unit.office)
    with clock.at(date(2026, 8, 3)):
        problem = a_problem("rectifying", unit=unit, kind="staff_over_quota", quota=3, actual=5)
    with clock.at(date(2026, 8, 10)):
        nature.claim_nature(problem_id=problem.pk, document="安置通知", reason="安置", file=a_file(), actor=team.clerk)
    with clock.at(date(2026, 8, 17)):
        nature.decide_nature(problem_id=problem.pk, confirm=True, actor=team.chief)
    days = {date(2026, 8, 5): "violation", date(2026, 8, 12): "unconfirmed", date(2026, 8, 19): "on_plan"}
    found = {day: ask(unit, kinds["more_quota"], on=day) for day in days}
    assert {day: one.inputs["entries"][0]["standing"] for day, one in found.items()} == days
    assert [str(one.outcome) for one in found.values()] == ["paused", "paused", "admitted"]


def test_a_past_day_sees_the_deadline_of_that_day_and_extensions_count_for_a_year(kinds: Kinds) -> None:
    unit = a_unit()
    team, at_unit = team_of(unit.office), people_of(unit)
    with clock.at(date(2026, 8, 3)):
        problem = a_problem("rectifying", unit=unit)
    before, later = problem.deadline_on, date(2026, 12, 14)
    with clock.at(date(2026, 8, 10)):
        asked = {"wanted_on": later, "reason": "客观原因", "files": [a_file()]}
        extensions.ask_extension(problem_id=problem.pk, actor=at_unit.clerk, **asked)
        extensions.grant_extension(problem_id=problem.pk, granted_on=later, actor=team.chief)
    found = {day: ask(unit, kinds["more_quota"], on=day).inputs for day in (date(2026, 8, 7), date(2026, 8, 10), TODAY)}
    assert [one["entries"][0]["deadline_on"] for one in found.values()] == [
        before.isoformat(), later.isoformat(), later.isoformat()
    ]  # fmt: skip
    assert [one["record"]["extensions"] for one in found.values()] == [0, 1, 1]
    with clock.at(date(2027, 8, 11)):
        assert ask(unit, kinds["more_quota"]).inputs["record"]["extensions"] == 0
        late = ask(unit, kinds["more_quota"], on=date(2026, 12, 21)).inputs["record"]["overdue_days"]
        assert late == 5


def test_a_kept_answer_is_found_by_what_determines_it_and_all_of_that_day_are_listed(kinds: Kinds, client: Any) -> None:
    unit = a_unit()
    problem, clerk = a_problem("rectifying", unit=unit), people_of(unit).clerk
    given: dict[str, Any] = {"unit_id": unit.pk, "kind_code": "more_quota"}
    first = keep_precheck(items=[Asked(2, "institution", what="增编")], actor=clerk, **given)
    cured = keep_precheck(items=[Asked(2, "institution")], cures=[problem.pk], actor=clerk, **given)
    with clock.at(TODAY + timedelta(days=5)):
        found = precheck(items=[Asked(1)], viewer=clerk, on=TODAY, **given)
        assert found.sheet == first and set(found.kept) == {first, cured}
        found = precheck(items=[Asked(3)], cures=[problem.pk], viewer=clerk, on=TODAY, **given)
        assert (found.sheet, found.outcome) == (cured, "admitted")
        assert precheck(items=[Asked(-1)], viewer=clerk, on=TODAY, **given).sheet is not None  # an addition by its kind
        client.force_login(clerk)
        page = client.get(reverse("approvals:precheck"), {"unit": unit.pk, "kind": "more_quota", "on": TODAY})
        assert reverse("approvals:sheet", args=[cured.pk]) in page.content.decode()
        said = client.get(reverse("api_gate"), {"unit": unit.code, "kind": "more_quota", "on": TODAY}).json()
        assert {one["id"] for one in said["sheets"]} == {first.pk, cured.pk}
    assert precheck(viewer=clerk, **given).kept == ()


def test_a_kept_answer_is_given_again_for_its_day_even_after_the_rules_changed(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("rectifying", unit=unit)
    team = team_of(unit.office)
    sheet = keep_precheck(unit_id=unit.pk, kind_code="more_quota", actor=people_of(unit).clerk)
    rule = draft_rules(office_id=unit.office_id, actor=team.chief)
    write_rules(rule_id=rule.pk, clauses=[a_clause("admitted")], note="试行", actor=team.chief)
    publish_rules(rule_id=rule.pk, actor=team.leader)
    assert ask(unit, kinds["more_quota"]).outcome == "admitted"
    with clock.at(TODAY + timedelta(days=5)):
        again = ask(unit, kinds["more_quota"], on=TODAY)
    assert again.sheet == sheet and again.digest == sheet.digest and again.outcome == "paused"
    assert holds(sheet.inputs, sheet.answer, sheet.digest)


def test_a_sheet_that_was_altered_does_not_hold(kinds: Kinds) -> None:
    sheet = keep_precheck(unit_id=a_unit().pk, kind_code="rename", actor=people_of(a_unit_of_last()).clerk)
    changed = {**sheet.answer, "outcome": "refused"}
    assert not holds(sheet.inputs, changed, sheet.digest)
    assert not holds({**sheet.inputs, "on": "2020-01-01"}, sheet.answer, sheet.digest)


def a_unit_of_last() -> Any:
    from organizations.models import Unit

    return Unit.objects.latest("pk")


def test_the_database_keeps_a_sheet_as_it_was_written(kinds: Kinds) -> None:
    unit = a_unit()
    sheet = keep_precheck(unit_id=unit.pk, kind_code="rename", actor=people_of(unit).clerk)
    with pytest.raises(IntegrityError), transaction.atomic(), act("test", actor=system_account().actor_facts()):
        sheet.outcome = "refused"
        sheet.save()


def test_the_paper_says_rule_entries_clause_examiner_and_hash(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("rectifying", unit=unit)
    clerk = people_of(unit).clerk
    sheet = keep_precheck(unit_id=unit.pk, kind_code="more_quota", actor=clerk)
    from documents.models import OfficialDocument

    words = "".join(OfficialDocument.objects.get(subject_kind="gate_sheet").wording["paragraphs"])
    for part in (problem.number, "规则第6条", "完成整改并销号", "2026-1", clerk.person.name, sheet.digest):
        assert str(part) in words, part
    assert callable(issue_sheet)


def test_pre_check_and_check_give_the_same_answer(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("rectifying", unit=unit)
    application = an_application("paused", unit=unit)
    assert application.sheet is not None
    items = [Asked(**one) for one in application.sheet.inputs["items"]]
    asked = precheck(unit_id=unit.pk, kind_code="more_quota", viewer=people_of(unit).clerk, items=items)
    assert asked.answer == application.sheet.answer and asked.inputs == application.sheet.inputs


def test_pre_check_shows_beside_the_gate_what_the_figures_say_and_what_would_be_cured(
    kinds: Kinds, client: Any
) -> None:
    unit = a_unit()
    clerk, problem = people_of(unit).clerk, a_problem("rectifying", unit=unit)
    given = {"kind": "institution", "document": "云编〔2020〕1号", "actor": team_of(unit.office).clerk}
    change_quota(unit_id=unit.pk, count=3, **given)
    declare_staff(unit_id=unit.pk, actual=2, **given)
    asked = {"kind": "quota_use_plan", "amount": 2, "post_kind": "institution"}
    client.force_login(clerk)
    page = client.get(reverse("approvals:precheck"), {"unit": unit.pk, **asked, "cures": problem.number})
    said = [str(one) for one in page.context["answer"].figures]
    assert (page.context["answer"].outcome, len(said)) == ("admitted", 1)
    assert said[0] in unescape(page.content.decode()) and "apply_url" not in page.context
    found = client.get(reverse("api_gate"), {"unit": unit.code, **asked, "cures": [problem.pk]}).json()
    assert (found["outcome"], found["figures"]) == ("admitted", said)
    out = io.StringIO()
    options = {"post_kind": "institution", "cures": [problem.number], "format": "json", "stdout": out}
    call_command("gate", unit=unit.code, kind="quota_use_plan", amount=2, **options)
    assert json.loads(out.getvalue())["figures"] == said
    fits = client.get(reverse("api_gate"), {"unit": unit.code, **asked, "amount": 1}).json()
    assert (fits["outcome"], fits["figures"]) == ("paused", [])
    nothing = client.get(reverse("api_gate"), {"unit": unit.code, "kind": "rename"}).json()
    assert nothing["figures"] is None
    page = client.get(reverse("approvals:precheck"), {"unit": unit.pk, **asked, "cures": "X〔2026〕1"})
    assert page.status_code == 422


def test_the_command_gives_the_same_answer_and_writes_nothing(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("assigned", unit=unit)
    out = io.StringIO()
    call_command("gate", unit=unit.code, kind="more_quota", format="json", stdout=out)
    found = json.loads(out.getvalue())
    answer = ask(unit, kinds["more_quota"])
    assert (found["outcome"], found["digest"]) == ("refused", answer.digest)
    assert found["blocking"][0]["lifts_zh"] and not GateSheet.objects.exists()
    with pytest.raises(CommandError):
        call_command("gate", unit="NONE", kind="more_quota")


def test_a_stranger_learns_nothing_by_asking(kinds: Kinds) -> None:
    unit = a_unit()
    with pytest.raises(NotFound):
        precheck(unit_id=unit.pk, kind_code="rename", viewer=people_of(a_unit()).head)
    with pytest.raises(Invalid):
        precheck(unit_id=unit.pk, kind_code="rename", viewer=people_of(unit).head, on=TODAY + timedelta(days=1))


def test_the_number_of_queries_does_not_grow_with_the_entries(kinds: Kinds, django_assert_num_queries: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    def queries(unit: Any) -> int:
        with CaptureQueriesContext(connection) as seen:
            ask(unit, kinds["more_quota"])
        return len(seen)

    few, many = a_unit(), a_unit()
    a_problem("registered", unit=few)
    for _ in range(11):
        a_problem("registered", unit=many)
    assert queries(few) == queries(many)


# Rules


def a_clause(outcome: str, **given: Any) -> Clause:
    values = {"text_zh": "条款", "text_en": "Clause", "lifts_zh": "整改销号", "lifts_en": "Close it", **given}
    return Clause(outcome=outcome, **values)


def test_the_first_clause_that_fits_decides(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("rectifying", unit=unit, kind="idle_duties")
    rule = rule_on(unit.office, TODAY)
    for clauses, wanted in (
        ([a_clause("admitted", types=["idle_duties"]), a_clause("refused")], "admitted"),
        ([a_clause("refused"), a_clause("admitted", types=["idle_duties"])], "refused"),
    ):
        data = [{**one.__dict__, "position": place} for place, one in enumerate(clauses, 1)]
        inputs = gather(
            unit, kinds["rename"], items=[], on=TODAY, rule=rule, clauses=data, unit_ids=watched_units(unit, data)
        )
        assert judge(inputs)["outcome"] == wanted


def test_a_published_version_never_changes_neither_by_service_nor_in_the_database(kinds: Kinds) -> None:
    unit = a_unit()
    team = team_of(unit.office)
    rule = draft_rules(office_id=unit.office_id, actor=team.chief)
    assert draft_rules(office_id=unit.office_id, actor=team.leader) == rule
    with pytest.raises(NotAllowed):
        publish_rules(rule_id=rule.pk, actor=team.chief)
    with pytest.raises(Invalid):
        publish_rules(rule_id=rule.pk, actor=team.leader)
    write_rules(rule_id=rule.pk, clauses=[a_clause("paused")], note="从严", actor=team.chief)
    publish_rules(rule_id=rule.pk, actor=team.leader)
    with pytest.raises(WrongState):
        write_rules(rule_id=rule.pk, clauses=[a_clause("admitted")], note="放宽", actor=team.chief)
    clause = rule.clauses.filter(dropped_on=None).get()
    with pytest.raises(IntegrityError), transaction.atomic(), act("test", actor=system_account().actor_facts()):
        clause.outcome = "admitted"
        clause.save()


def test_wrong_clauses_are_all_named(kinds: Kinds) -> None:
    unit = a_unit()
    chief = team_of(unit.office).chief
    rule = draft_rules(office_id=unit.office_id, actor=chief)
    wrong = [a_clause("paused", lifts_zh=""), a_clause("paused", types=["none"]), a_clause("paused", ground="record")]
    with pytest.raises(Invalid) as refused:
        write_rules(rule_id=rule.pk, clauses=wrong, actor=chief)
    assert len(refused.value.errors["clauses"]) == 3


def test_lower_offices_follow_the_rules_of_their_superior_until_they_have_their_own(kinds: Kinds) -> None:
    from tests.factories import an_office

    superior = an_office()
    lower = a_unit(an_office(superior=superior))
    team = team_of(superior)
    rule = draft_rules(office_id=superior.pk, actor=team.chief)
    write_rules(rule_id=rule.pk, clauses=[a_clause("refused")], note="统一", actor=team.chief)
    publish_rules(rule_id=rule.pk, actor=team.leader)
    assert rule_on(lower.office, TODAY) == rule


def test_an_application_moves_only_as_the_table_says_in_the_database_too(kinds: Kinds) -> None:
    application = an_application("pre_review")
    with pytest.raises(IntegrityError), transaction.atomic(), act("test", actor=system_account().actor_facts()):
        application.state = "accepted"
        application.save()
    reviewed = an_application("reviewed")
    with pytest.raises(IntegrityError), transaction.atomic(), act("test", actor=system_account().actor_facts()):
        reviewed.state, reviewed.sheet = "accepted", None
        reviewed.save()


def test_an_acceptance_on_a_sheet_older_than_a_new_entry_is_refused_by_the_database(kinds: Kinds) -> None:
    application = an_application("accepted")
    sheet = application.sheet
    other = an_application("reviewed", unit=application.unit)
    a_problem("registered", unit=application.unit)
    assert sheet is not None
    with transaction.atomic(), act("test", actor=system_account().actor_facts()):
        stale = GateSheet(
            **{
                name: getattr(sheet, name)
                for name in (
                    "office",
                    "unit",
                    "kind",
                    "purpose",
                    "rule",
                    "on",
                    "made_on",
                    "inputs",
                    "answer",
                    "outcome",
                )
            },
            application=other,
            marks=sheet.marks,
            examiner=sheet.examiner,
            digest=sheet.digest,
        )
        stale.save()
    with (
        pytest.raises(IntegrityError, match="no longer current"),
        transaction.atomic(),
        act("test", actor=system_account().actor_facts()),
    ):
        row = fresh(other)
        row.state, row.sheet = "accepted", stale
        row.save()


def test_a_relapse_raises_the_mark_of_its_unit(kinds: Kinds) -> None:
    from approvals.gate.asking import marks_of

    unit = a_unit()
    problem = a_problem("closed", unit=unit)
    before = marks_of([unit.pk])
    with act("test", actor=system_account().actor_facts()):
        row = fresh_problem(problem)
        row.remark = "备注"
        row.save(update_fields=["remark"])
    assert marks_of([unit.pk]) == before
    verification.record_later_look_back(
        problem_id=problem.pk,
        people="核验人员",
        findings="反弹",
        passed=False,
        held_on=TODAY,
        deadline=date(2026, 10, 30),
        actor=team_of(unit.office).verifier,
    )
    assert marks_of([unit.pk]) != before
    assert ask(unit, kinds["more_quota"]).outcome == "paused"
