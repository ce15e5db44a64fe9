"""Whom and what an exception reaches, who records it under taken-up authority, its count; what rules would change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, a_draft, an_application
from django.urls import reverse
from django.utils.translation import override

from approvals.gate.asking import ask
from approvals.models import ApplicationKind, GateException, Outcome
from approvals.selectors.sheets import excepting_units, exception_count, impact_of
from approvals.services import controls, filing
from approvals.services.controls import NewControl, Study
from approvals.services.exceptions import NewException, end_exception, record_exception
from approvals.services.gate_rules import Clause, draft_rules, publish_rules, write_rules
from organizations import clock
from organizations.errors import Invalid, NotAllowed
from organizations.models import Unit
from organizations.scope import standing_of
from problems.services import extensions
from tests.factories import a_file, a_problem, a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def an_exception(unit: Unit, *entries: int, actor: Any = None, **given: Any) -> GateException:
    values: dict[str, Any] = {
        "kinds": ["more_quota"], "entries": list(entries), "meeting": "编委会议", "held_on": TODAY,
        "participants": ["张三", "李四", "王五"], "reason": "急需", "expires_on": TODAY + timedelta(days=30), **given,
    }  # fmt: skip
    actor = actor or team_of(unit.office).leader
    return record_exception(unit_id=unit.pk, exception=NewException(**values), actor=actor)


@contextmanager
def refused(field: str, word: str = "") -> Iterator[None]:
    """Refused for this field alone, with this word in the sentence."""
    with pytest.raises(Invalid) as refusal, override("zh-hans"):
        yield
    assert set(refusal.value.errors) == {field}
    assert word in str(refusal.value.errors[field][0])


def loaded(unit: Unit) -> Unit:
    return Unit.objects.select_related("office__superior", "competent_department").get(pk=unit.pk)


def clause(outcome: str, **given: Any) -> Clause:
    values = {"text_zh": "条款", "text_en": "Clause", "lifts_zh": "整改销号", "lifts_en": "Close it", **given}
    return Clause(outcome=outcome, **values)


def rules_of(office: Any, *clauses: Clause, publish: bool = True) -> Any:
    team = team_of(office)
    rule = draft_rules(office_id=office.pk, actor=team.chief)
    write_rules(rule_id=rule.pk, clauses=list(clauses), note="修订", actor=team.chief)
    if publish:
        publish_rules(rule_id=rule.pk, actor=team.leader)
    rule.refresh_from_db()
    return rule


def test_an_entry_of_a_subordinate_that_blocks_can_be_set_aside_and_claimed_as_cured(kinds: Kinds) -> None:
    department = a_unit()
    below = a_problem("rectifying", unit=a_unit(department=department), kind="self_set_titles", found=1)
    elsewhere = a_problem("rectifying", unit=a_unit(department.office))
    assert ask(department, kinds["more_quota"]).outcome == "paused"
    kind, clerk = kinds["more_quota"], people_of(department).clerk
    for entry, fits in ((below, True), (elsewhere, False)):
        draft = a_draft(kind, cures=[(entry.pk, "随本次事项整改")])
        if fits:
            filing.save_draft(unit_id=department.pk, kind_code=kind.code, draft=draft, actor=clerk)
            continue
        with refused("cures"):
            filing.save_draft(unit_id=department.pk, kind_code=kind.code, draft=draft, actor=clerk)
        with refused("entries"):
            an_exception(department, entry.pk)
    an_exception(department, below.pk)
    found = ask(department, kinds["more_quota"])
    assert (found.outcome, found.answer["by_exception"]) == ("admitted", True)


def test_the_record_of_a_unit_can_be_set_aside_alone(kinds: Kinds) -> None:
    unit = a_unit()
    team = team_of(unit.office)
    rules_of(unit.office, clause("paused", ground="record", extensions=1))
    problem, later = a_problem("rectifying", unit=unit), date(2026, 12, 14)
    asked = {"wanted_on": later, "reason": "客观原因", "files": [a_file()]}
    extensions.ask_extension(problem_id=problem.pk, actor=people_of(unit).clerk, **asked)
    extensions.grant_extension(problem_id=problem.pk, granted_on=later, actor=team.chief)
    assert ask(unit, kinds["more_quota"]).outcome == "paused"
    an_exception(unit, problem.pk)  # entries alone leave the record
    assert ask(unit, kinds["more_quota"]).outcome == "paused"
    with refused("entries"):
        an_exception(unit)
    row = an_exception(unit, record=True)
    found = ask(unit, kinds["more_quota"])
    assert (found.outcome, found.answer["by_exception"]) == ("admitted", True)
    assert ask(unit, kinds["more_leadership_quota"]).outcome == "paused"
    end_exception(exception_id=row.pk, reason="提前终止", actor=team.leader)
    assert ask(unit, kinds["more_quota"]).outcome == "paused"


def test_while_authority_is_taken_up_the_superior_s_leader_records_the_exception(kinds: Kinds) -> None:
    unit = a_unit(an_office(level="county", superior=an_office()))
    above = unit.office.superior
    problem, superior = a_problem("rectifying", unit=unit), team_of(above)
    with pytest.raises(NotAllowed):
        an_exception(unit, problem.pk, actor=superior.leader)
    controls.withdraw_authority(
        office_id=unit.office_id,
        control=NewControl(
            scope="unit", unit_id=unit.pk, reason="拒不整改", decided_by="编委会议", kinds=["more_quota"]
        ),
        study=Study("专题研究报告", "已听取该办意见", "市编委〔2026〕6号", TODAY),
        actor=superior.leader,
    )
    assert list(excepting_units(standing_of(superior.leader))) == [unit]
    with refused("kinds", "上收"):
        an_exception(unit, problem.pk)
    with refused("kinds", unit.office.name):
        an_exception(unit, problem.pk, actor=superior.leader, kinds=["more_leadership_quota"])
    with pytest.raises(NotAllowed):
        an_exception(unit, problem.pk, actor=superior.chief)
    row = an_exception(unit, problem.pk, actor=superior.leader)
    assert (row.office, ask(loaded(unit), kinds["more_quota"]).outcome) == (above, "admitted")
    end_exception(exception_id=row.pk, reason="提前终止", actor=superior.leader)


def test_exceptions_are_counted_on_their_page_and_on_the_board(kinds: Kinds, client: Any) -> None:
    unit = a_unit()
    problem, leader = a_problem("rectifying", unit=unit), team_of(unit.office).leader
    client.force_login(leader)
    assert (exception_count(leader).recorded, exception_count(leader).standing) == (0, 0)
    first = an_exception(unit, problem.pk)
    an_exception(unit, problem.pk, kinds=["more_leadership_quota"])
    end_exception(exception_id=first.pk, reason="提前终止", actor=leader)
    found = exception_count(leader)
    assert (found.year, found.recorded, found.standing) == (2026, 2, 1)
    for name in ("approvals:exceptions", "approvals:board"):
        assert client.get(reverse(name)).context["count" if name.endswith("exceptions") else "excepted"] == found
    with clock.at(date(2027, 1, 4)):
        assert (exception_count(leader).recorded, exception_count(leader).standing) == (0, 0)
    assert exception_count(team_of(a_unit().office).leader).recorded == 0


def test_impact_counts_admitted_matters_and_lower_offices_that_follow(kinds: Kinds) -> None:
    city = an_office()
    here = a_unit(city)
    follows, own = (a_unit(an_office(level="county", superior=city)) for _ in range(2))
    rules_of(own.office, clause("admitted"))
    admitted = an_application("accepted", unit=here, kind="more_quota")
    pending = an_application("pre_review", unit=follows, kind="more_quota")
    an_application("pre_review", unit=own, kind="more_quota")
    for unit in (here, follows, own):
        a_problem("rectifying", unit=unit, kind="idle_duties")
    draft = rules_of(city, clause("admitted", types=["idle_duties"]), publish=False)
    changes, count = impact_of(draft)
    assert count == 2
    assert {one.application.pk: (one.now, one.then) for one in changes} == {
        admitted.pk: (Outcome.PAUSED, Outcome.ADMITTED),
        pending.pk: (Outcome.PAUSED, Outcome.ADMITTED),
    }


def test_impact_sees_a_matter_of_taken_up_authority_as_its_handler_does(kinds: Kinds) -> None:
    unit = a_unit(an_office(level="county", superior=an_office()))
    above = unit.office.superior
    controls.withdraw_authority(
        office_id=unit.office_id,
        control=NewControl(scope="unit", unit_id=unit.pk, reason="拒不整改", decided_by="编委会议"),
        study=Study("专题研究报告", "已听取该办意见", "市编委〔2026〕6号", TODAY),
        actor=team_of(above).leader,
    )
    application = an_application("pre_review", unit=loaded(unit))
    assert application.office == above
    changes, count = impact_of(rules_of(above, clause("admitted"), publish=False))
    assert (changes, count) == ([], 1)
