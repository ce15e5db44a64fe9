"""The same matter once more: after voiding, after merging, as a recurrence, and where the unit may not know of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from import_cast import a_row, a_run, a_town

from organizations.errors import Invalid, NotFound
from problems.models import Link, Problem, ViolationType
from problems.selectors.timeline import timeline_of
from problems.services import importing, intake, joining, reports
from problems.states import State
from tests.factories import (
    a_deadline,
    a_problem,
    a_unit,
    an_entry,
    an_office,
    fresh,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db
FACTS = "未经批准在内设机构加挂牌子"


@pytest.fixture
def unit() -> Any:
    return a_unit(an_office(superior=an_office()))


def register(unit: Any, **fields: Any) -> Problem:
    given = {name: fields.pop(name) for name in ("recurrence_of", "key", "anyway") if name in fields}
    entry = an_entry(unit, **{"facts": FACTS, **fields})
    return intake.register_problem(office_id=unit.office_id, entry=entry, actor=team_of(unit.office).clerk, **given)


def void(problem: Problem) -> None:
    intake.void_problem(problem_id=problem.pk, reason="登记到了错误的年份", actor=team_of(problem.office).chief)


def merge(problem: Problem, into: Problem) -> None:
    joining.merge_problem(
        problem_id=problem.pk, into_id=into.pk, reason="同一事项", actor=team_of(problem.office).chief
    )


def test_a_matter_that_was_voided_is_registered_afresh_and_a_live_one_is_not(unit):
    first = register(unit)
    with pytest.raises(Invalid, match=str(first.number)):
        register(unit)
    void(first)
    again = register(unit)
    assert (again.serial, again.state, fresh(first).number) == (first.serial + 1, State.REGISTERED, first.number)


def test_a_merged_matter_names_the_entry_that_goes_on_and_is_free_when_that_is_voided(unit):
    first, second, third = register(unit), register(unit, facts="另一说法"), register(unit, facts="再一说法")
    merge(first, second)
    merge(second, third)
    with pytest.raises(Invalid, match=str(third.number)):
        register(unit)
    void(third)
    told = [entry for day in timeline_of(fresh(first)) for entry in day["entries"]]
    assert "登记到了错误的年份" not in {entry["reason"] for entry in told}
    assert register(unit).number and register(unit, facts="另一说法").number


def test_an_import_takes_a_row_whose_entry_was_voided_and_names_what_a_merged_one_became(settings: Any, tmp_path: Any):
    settings.FILES_DIR = tmp_path / "files"
    town = a_town()
    rows = [a_row(具体问题="违规使用编外人员3名，一。"), a_row(具体问题="违规使用编外人员4名，二。", 序号=2)]
    run = a_run(town, rows)
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    importing.commit_import(run_id=run.pk, actor=town.clerk)
    first, second = Problem.objects.order_by("serial")
    assert importing.preview(a_run(town, rows)).counts["known"] == 2
    merge(first, second)
    assert {one.known_as for one in importing.preview(a_run(town, rows)).rows} == {second.number}
    void(second)
    assert importing.preview(a_run(town, rows)).counts == {
        "error": 0,
        "doubtful": 0,
        "new": 2,
        "known": 0,
        "excluded": 0,
    }


def test_a_recurrence_is_registered_and_linked_in_one_act(unit):
    earlier = a_problem("closed", unit=unit)
    made = register(unit, recurrence_of=earlier.pk)
    link = Link.objects.get()
    assert (link.problem_id, link.other_id, link.kind) == (made.pk, earlier.pk, "recurrence")
    assert link.history.latest().act_id == made.history.latest().act_id


def test_a_recurrence_that_cannot_be_linked_takes_no_number_and_can_be_mended(unit):
    earlier = a_problem("closed", unit=unit)
    before = Problem.objects.count()
    day = earlier.found_on.replace(year=earlier.found_on.year - 1, day=1)
    with pytest.raises(Invalid) as refusal:
        register(unit, recurrence_of=earlier.pk, found_on=day, key="form")
    assert set(refusal.value.errors) == {"found_on"}
    voided = a_problem(State.VOIDED, unit=unit)
    with pytest.raises(Invalid) as refusal:
        register(unit, recurrence_of=voided.pk, key="form")
    assert set(refusal.value.errors) == {"recurrence_of"}
    with pytest.raises(NotFound):
        register(unit, recurrence_of=a_problem("closed").pk, key="form")
    assert Problem.objects.filter(office=unit.office).count() == before + 1  # the voided one
    made = register(unit, recurrence_of=earlier.pk, key="form")
    assert register(unit, recurrence_of=earlier.pk, key="form").pk == made.pk
    assert (made.serial, Link.objects.count()) == (voided.serial + 1, 1)


def test_page_and_program_register_a_recurrence_with_its_link_or_not_at_all(client: Client, unit):
    earlier = a_problem("closed", unit=unit)
    client.force_login(team_of(unit.office).clerk)
    entry = {
        "unit": unit.pk,
        "violation_type": ViolationType.objects.get(code="unauthorised_change").pk,
        "source": earlier.source_id,
        "finder_level": "own",
        "nature": "violation",
        "facts": FACTS,
        "recurrence_of": earlier.pk,
    }
    early = client.post(reverse("problems:register"), {**entry, "found_on": "2020-01-02", "key": "page"})
    assert early.status_code == 422 and not Link.objects.exists()
    assert Problem.objects.filter(unit=unit).count() == 1
    mended = client.post(reverse("problems:register"), {**entry, "found_on": earlier.found_on, "key": "page"})
    assert mended.status_code == 302 and Link.objects.get().other_id == earlier.pk
    body = {
        "office": unit.office.code,
        "unit_id": unit.pk,
        "violation_type": "unauthorised_change",
        "source": "review",
        "facts": "又一次加挂牌子",
        "found_on": earlier.found_on.isoformat(),
        "anyway": True,
        "recurrence_of": earlier.pk,
    }
    answer = client.post(reverse("api_problems"), body, content_type="application/json")
    assert answer.status_code == 201 and Link.objects.count() == 2


def test_a_unit_does_not_learn_the_number_of_an_entry_that_was_not_assigned_to_it(unit):
    at_unit = people_of(unit).clerk
    hidden = register(unit)
    entry = an_entry(unit, facts=FACTS)
    report = reports.report_problem(unit_id=unit.pk, entry=entry, actor=at_unit, anyway=False)
    assert report.state == State.REPORTED
    with pytest.raises(Invalid, match=str(hidden.number)):  # the office sees both
        reports.accept_report(problem_id=report.pk, actor=team_of(unit.office).clerk)
    merge(report, hidden)
    intake.assign_problem(
        problem_id=hidden.pk, deadline=a_deadline(), responsible="张主任", actor=team_of(unit.office).clerk
    )
    with pytest.raises(Invalid, match=str(hidden.number)):  # now the unit knows of it
        reports.report_problem(unit_id=unit.pk, entry=entry, actor=at_unit)


def test_accepting_offers_what_may_be_the_same_matter_and_takes_it_when_it_was_looked_at(client: Client, unit):
    known = register(unit)
    report = reports.report_problem(
        unit_id=unit.pk, entry=an_entry(unit, facts=f"{FACTS}，共三块"), actor=people_of(unit).clerk
    )
    page = reverse("problems:accept_report", args=[report.pk])
    sent = {"violation_type": report.violation_type_id, "version": report.version, "required_by": ""}
    merging = reverse("problems:merge", args=[report.pk])
    client.force_login(team_of(unit.office).chief)
    assert merging in client.get(page).content.decode()
    client.force_login(team_of(unit.office).clerk)
    with translation.override("zh-hans"):
        shown = client.get(page).content.decode()
    assert known.number in shown and merging not in shown
    warned = client.post(page, sent)
    assert warned.status_code == 409 and 'name="anyway"' in warned.content.decode()
    api = reverse("api_accept_report", args=[report.pk])
    answer = client.post(api, {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "possible_duplicates")
    assert fresh(report).number is None
    assert client.post(page, {**sent, "anyway": sent["violation_type"]}).status_code == 302
    assert fresh(report).number


def test_a_program_accepts_what_was_looked_at_and_who_requires_the_date(client: Client, unit):
    register(unit)
    report = reports.report_problem(unit_id=unit.pk, entry=an_entry(unit), actor=people_of(unit).clerk)
    client.force_login(team_of(unit.office).clerk)
    body = {"anyway": True, "required_on": a_deadline(90).isoformat(), "required_by": "省委编办"}
    answer = client.post(reverse("api_accept_report", args=[report.pk]), body, content_type="application/json")
    after = fresh(report)
    assert (answer.status_code, after.required_on, after.required_by) == (200, a_deadline(90), "省委编办")
