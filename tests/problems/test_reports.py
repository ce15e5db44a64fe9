"""Problems that units found themselves, drafts, and the types of an office."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from audit.acts import act
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.people import system_account
from organizations.roles import Role
from problems import policies
from problems.models import Draft, Handling, Problem, ViolationType
from problems.selectors.choices import types_for
from problems.selectors.drafts import open_drafts, waiting_and_answered
from problems.selectors.entries import Query, problem_list
from problems.selectors.figures import figures, ledger_rows
from problems.selectors.types import types_seen_by
from problems.selectors.work import my_work
from problems.services import drafts, intake, joining, reports, types
from problems.services.duplicates import PossibleDuplicates
from problems.services.types import TypeWords
from problems.states import State
from tests.factories import (
    a_person_with,
    a_problem,
    a_unit,
    an_entry,
    an_office,
    fresh,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office(superior=an_office())


@pytest.fixture
def unit(office):
    return a_unit(department=a_unit(office))


def report(unit, **fields):
    given = {name: fields.pop(name) for name in ("key", "anyway", "draft_id", "actor") if name in fields}
    actor = given.pop("actor", None) or people_of(unit).clerk
    return reports.report_problem(unit_id=unit.pk, entry=an_entry(unit, **fields), actor=actor, **given)


def accept(problem, **fields):
    actor = fields.pop("actor", None) or team_of(problem.office).clerk
    return reports.accept_report(problem_id=problem.pk, actor=actor, **fields)


def test_a_report_has_no_number_and_fixes_its_day_and_source(unit):
    problem = report(unit, source="review", finder_level="superior", nature="policy")
    assert (problem.state, problem.number, problem.reported_on) == (State.REPORTED, None, today())
    assert (problem.source.code, problem.finder_level, problem.nature) == ("self_inspection", "unit", "violation")
    clock = Clock.objects.get(subject_id=problem.pk)
    assert (clock.kind, clock.holder) == (ClockKind.REPORT, Clock.Holder.OFFICE)
    assert Handling.objects.get().capacity == Handling.Capacity.REPORTED
    assert figures(ledger_rows(unit.office), as_of=today())["found"] == 0


def test_nobody_but_the_unit_and_its_office_sees_a_report_before_it_is_accepted(unit):
    problem = report(unit)
    team = team_of(unit.office)

    def sees(account):
        return policies.visible_to(account).filter(pk=problem.pk).exists()

    insiders = (people_of(unit).clerk, people_of(unit).head, team.clerk, team.leader)
    outsiders = (
        people_of(unit.competent_department).clerk,
        people_of(a_unit(unit.office)).clerk,
        team_of(unit.office.superior).leader,
        a_person_with(Role.AUDIT_ADMIN, unit.office),
        team_of(an_office()).clerk,
    )
    assert all(sees(one) for one in insiders) and not any(sees(one) for one in outsiders)
    assert problem_list(viewer=team.clerk, query=Query()).count() == 0
    assert problem_list(viewer=team.clerk, query=Query(state="reported")).count() == 1
    accept(problem)
    assert sees(team_of(unit.office.superior).leader) and sees(people_of(unit).clerk)
    assert not sees(people_of(unit.competent_department).clerk)  # from assignment on, as any entry


def test_accepting_gives_a_number_and_keeps_the_day_of_reporting(unit):
    problem = report(unit)
    with time_machine.travel(today() + timedelta(days=3), tick=False):
        accepted = accept(problem, key="k")
        assert accept(problem, key="k").pk == accepted.pk
        assert (accepted.registered_on, accepted.serial) == (today(), 1)
    assert (accepted.state, accepted.reported_on) == (State.REGISTERED, problem.reported_on)
    assert [one.kind for one in Clock.objects.filter(subject_id=problem.pk, stopped_on=None)] == [ClockKind.ASSIGN]
    with pytest.raises(WrongState):
        accept(problem)
    forger = act("test.forge", actor=system_account().actor_facts())
    with pytest.raises(DatabaseError, match="day of the report"), transaction.atomic(), forger:
        row = Problem.objects.get(pk=problem.pk)
        row.reported_on = today() - timedelta(days=9)
        row.save()


def test_the_office_may_see_type_and_figures_differently_but_not_the_facts(unit):
    problem = report(unit)
    over = ViolationType.objects.get(code="staff_over_quota")
    accepted = accept(problem, changes={"violation_type_id": over.pk, "quota": 5, "actual": 7})
    assert (accepted.violation_type, accepted.found, accepted.facts) == (over, 2, problem.facts)
    with pytest.raises(TypeError):
        accept(report(unit), changes={"facts": "改写"})


def test_a_refused_report_stays_with_its_answer_and_takes_no_number(unit):
    problem, team = report(unit), team_of(unit.office)
    with pytest.raises(Invalid):
        reports.refuse_report(problem_id=problem.pk, reason=" ", actor=team.clerk)
    reports.refuse_report(problem_id=problem.pk, reason="不属于台账范围", actor=team.clerk)
    waiting, answered = waiting_and_answered(people_of(unit).clerk)
    assert (waiting, [one.refused_because for one in answered]) == ([], ["不属于台账范围"])
    assert not Clock.objects.filter(subject_id=problem.pk, stopped_on=None).exists()
    assert a_problem(unit=unit).serial == 1
    with pytest.raises(WrongState):
        accept(problem)


def test_a_report_of_a_known_matter_is_merged_and_answered_so(unit):
    known, problem = a_problem(State.ASSIGNED, unit=unit), report(unit)
    joining.merge_problem(
        problem_id=problem.pk, into_id=known.pk, reason="同一事项已在账", actor=team_of(unit.office).chief
    )
    merged = fresh(problem)
    assert (merged.state, merged.number, merged.merged_into) == (State.MERGED, None, known)
    assert figures(ledger_rows(unit.office), as_of=today())["found"] == 1


@pytest.mark.parametrize("who", ["leader", "unit", "stranger", "observer"])
def test_only_clerks_and_section_chiefs_of_the_office_answer(unit, who):
    problem = report(unit)
    actor = {
        "leader": team_of(unit.office).leader,
        "unit": people_of(unit).head,
        "stranger": team_of(an_office()).clerk,
        "observer": a_person_with(Role.DISCIPLINE_OBSERVER, unit.office),
    }[who]
    expected = NotFound if who == "stranger" else NotAllowed
    with pytest.raises(expected):
        accept(problem, actor=actor)
    with pytest.raises(expected):
        reports.refuse_report(problem_id=problem.pk, reason="否", actor=actor)


def test_a_unit_reports_only_for_itself_and_once(unit):
    with pytest.raises(NotFound):
        report(unit, actor=people_of(unit.competent_department).clerk)
    with pytest.raises(NotFound):
        report(unit, actor=team_of(unit.office).clerk)
    sent = {"key": "k", "facts": "自查发现擅自挂牌"}
    assert report(unit, **sent).pk == report(unit, **sent).pk
    with pytest.raises(PossibleDuplicates):
        report(unit, anyway=False)


def test_a_report_waits_in_the_work_of_the_office(unit):
    report(unit)
    work = my_work(viewer=team_of(unit.office).clerk)
    assert [line.clock.kind for line in [*work.now, *work.later]] == [ClockKind.REPORT]
    assert [line.clock.kind for line in my_work(viewer=people_of(unit).clerk).others] == [ClockKind.REPORT]


# -- drafts ----------------------------------------------------------------------------------------------------------


def save(office=None, unit=None, **fields):
    actor = fields.pop("actor", None) or (people_of(unit).clerk if unit else team_of(office).clerk)
    given = {"typed": {"facts": "未写完"}, **fields}
    owner = {} if "draft_id" in given else {"office_id": office.pk if office else None, "unit_id": unit and unit.pk}
    return drafts.save_draft(actor=actor, **owner, **given)


def test_a_draft_keeps_what_was_typed_and_nothing_else(office):
    draft = save(
        office, typed={"facts": "未写完", "quota": "三", "number": "X〔2026〕1", "state": "closed", "cause": ""}
    )
    assert draft.typed == {"facts": "未写完", "quota": "三"}
    again = save(draft_id=draft.pk, typed={"facts": "又写了些"}, actor=team_of(office).chief)
    assert (again.pk, again.typed, again.version) == (draft.pk, {"facts": "又写了些"}, 2)
    with pytest.raises(Stale):
        save(draft_id=draft.pk, expected_version=1, actor=team_of(office).chief)
    with pytest.raises(Invalid):
        save(office, typed={"facts": " "})
    assert save(office, key="k").pk == save(office, key="k").pk


def test_drafts_are_seen_by_those_they_concern(office, unit):
    of_office, of_unit = save(office), save(unit=unit)
    assert open_drafts(team_of(office).verifier) == [of_office]
    assert open_drafts(people_of(unit).head) == [of_unit]
    for stranger in (people_of(unit.competent_department).clerk, team_of(office.superior).leader):
        assert open_drafts(stranger) == []
    with pytest.raises(NotFound):
        save(draft_id=of_unit.pk, actor=team_of(office).clerk)
    with pytest.raises(NotAllowed):
        save(draft_id=of_office.pk, actor=team_of(office).leader)
    with pytest.raises(NotFound):
        save(unit=unit, actor=people_of(unit.competent_department).clerk)


def test_a_draft_ends_with_the_entry_it_became(unit):
    draft, clerk = save(unit.office), team_of(unit.office).clerk
    problem = intake.register_problem(office_id=unit.office_id, entry=an_entry(unit), actor=clerk, draft_id=draft.pk)
    draft.refresh_from_db()
    assert (draft.status, draft.problem) == (Draft.Status.USED, problem)
    with pytest.raises(WrongState):
        intake.register_problem(office_id=unit.office_id, entry=an_entry(unit), actor=clerk, draft_id=draft.pk)
    mine = save(unit=unit)
    assert report(unit, draft_id=mine.pk).pk == Draft.objects.get(pk=mine.pk).problem_id
    with pytest.raises(NotFound):
        report(unit, draft_id=save(unit=a_unit(unit.office)).pk)


def test_a_discarded_draft_stays_and_takes_no_number(unit):
    draft = save(unit.office)
    drafts.discard_draft(draft_id=draft.pk, reason="已另行登记", actor=team_of(unit.office).clerk)
    row = draft.history.latest()
    assert (row.status, row.act.name, row.act.reason) == ("discarded", "draft.discard", "已另行登记")
    assert open_drafts(team_of(unit.office).clerk) == []
    with pytest.raises(WrongState):
        drafts.discard_draft(draft_id=draft.pk, actor=team_of(unit.office).clerk)
    assert a_problem(unit=unit).serial == 1


# -- types -----------------------------------------------------------------------------------------------------------

WORDS = TypeWords("违规设置岗位", "Unauthorised posts", "编制条例第九条", "三超两乱")


def add(office, words=WORDS, **fields):
    return types.add_type(office_id=office.pk, words=words, actor=fields.pop("actor", team_of(office).chief), **fields)


def test_an_office_adds_a_type_for_itself_and_those_below(office):
    kind = add(office.superior, figures="posts", key="k")
    assert add(office.superior, figures="posts", key="k").pk == kind.pk
    assert kind in types_for(office) and kind in types_for(office.superior) and kind not in types_for(an_office())
    assert a_problem(unit=a_unit(office), kind=kind.code, found=2).violation_type == kind
    with pytest.raises(Invalid):
        a_problem(unit=a_unit(an_office()), kind=kind.code, found=2)


def test_a_retired_type_is_offered_no_more_and_keeps_its_past(office):
    kind, chief = add(office), team_of(office).chief
    problem = a_problem(unit=a_unit(office), kind=kind.code)
    types.change_type(type_id=kind.pk, words=TypeWords("违规设岗", "Posts"), reason="简称", actor=chief)
    types.retire_type(type_id=kind.pk, reason="并入其他类型", actor=chief)
    assert kind not in types_for(office) and fresh(problem).violation_type == kind
    with pytest.raises(WrongState):
        types.retire_type(type_id=kind.pk, reason="再次", actor=chief)
    types.restore_type(type_id=kind.pk, reason="仍需使用", actor=chief)
    [row] = [one for one in types_seen_by(chief) if one.pk == kind.pk]
    assert [line["reason"] for line in row.past] == ["", "简称", "并入其他类型", "仍需使用"]


def test_types_of_others_and_of_all_are_not_an_offices_to_change(office):
    kind, stranger = add(office), team_of(an_office()).chief
    everybodys = ViolationType.objects.get(code="staff_over_quota")
    for type_id, actor, expected in (
        (kind.pk, stranger, NotFound),
        (kind.pk, team_of(office).clerk, NotAllowed),
        (everybodys.pk, team_of(office).chief, NotFound),
        (987_654_321, team_of(office).chief, NotFound),
    ):
        with pytest.raises(expected):
            types.retire_type(type_id=type_id, reason="否", actor=actor)
    with pytest.raises(Invalid) as refusal:
        add(office, TypeWords(" ", ""), figures="planets")
    assert set(refusal.value.errors) == {"name_zh", "name_en", "figures"}
    with pytest.raises(Invalid):
        add(office)
    connection.check_constraints()
