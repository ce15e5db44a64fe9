"""Entries that may be the same matter, offered and warned of before another is registered."""

import pytest

from problems.models import ViolationType
from problems.selectors.similar import likeness, pairs_of, similar_problems
from problems.services import intake, joining
from problems.services.duplicates import PossibleDuplicates
from tests.factories import a_problem, a_unit, an_entry, an_office, people_of, team_of

pytestmark = pytest.mark.django_db

FACTS = "核定事业编制12名，实有16名，超编4名，系历年违规调入形成"


@pytest.fixture
def unit():
    return a_unit(department=a_unit(an_office(superior=an_office())))


def offered(unit, viewer=None, kind="", facts=""):
    found = similar_problems(
        viewer=viewer or team_of(unit.office).clerk,
        unit_id=unit.pk,
        type_id=ViolationType.objects.get(code=kind).pk if kind else None,
        facts=facts,
    )
    return {one.pk: one for one in found}


def test_the_worked_example():
    one, other = pairs_of("违规使用编外人员5名"), pairs_of("违规使用编外人员 6 名。")
    assert round(likeness(one, other), 2) == 0.78
    assert likeness(pairs_of("超编"), pairs_of("超编")) == 0.0


def test_same_unit_and_type_or_similar_facts_are_offered(unit):
    same_type = a_problem(unit=unit)
    alike = a_problem(unit=unit, kind="idle_duties", facts=FACTS, found=1)
    other = a_problem(unit=unit, kind="idle_duties", facts="长期借调外单位，编制与岗位分离", found=1)
    found = offered(unit, kind="unauthorised_change", facts=FACTS.replace("16", "17"))
    assert list(found) == [alike.pk, same_type.pk]
    assert other.pk not in found and found[same_type.pk].is_strong and found[alike.pk].is_strong
    assert set(offered(unit)) == {same_type.pk, alike.pk, other.pk}
    assert not any(one.is_strong for one in offered(unit).values())


def test_the_department_counts_as_family_and_formulas_of_other_units_do_not_warn(unit):
    at_department = a_problem(unit=unit.competent_department, facts=FACTS)
    elsewhere = a_problem(unit=a_unit(unit.office), facts=FACTS)
    found = offered(unit, kind="staff_over_quota", facts=FACTS)
    assert (found[at_department.pk].is_strong, found[elsewhere.pk].is_strong) == (True, False)


def test_nothing_hidden_voided_or_merged_is_offered(unit):
    keeps = a_problem(unit=unit, facts=FACTS)
    merged, voided = a_problem(unit=unit, facts=FACTS + "一"), a_problem("voided", unit=unit, facts=FACTS + "二")
    joining.merge_problem(problem_id=merged.pk, into_id=keeps.pk, reason="重复", actor=team_of(unit.office).chief)
    assert set(offered(unit, facts=FACTS)) == {keeps.pk} and voided.pk
    assert offered(unit, viewer=people_of(unit).clerk, facts=FACTS) == {}  # not assigned yet
    assert offered(unit, viewer=team_of(an_office()).clerk, facts=FACTS) == {}


def test_a_probable_duplicate_is_registered_only_anyway(unit):
    known = a_problem(unit=unit)
    given = {"office_id": unit.office_id, "entry": an_entry(unit), "actor": team_of(unit.office).clerk}
    with pytest.raises(PossibleDuplicates) as refusal:
        intake.register_problem(**given, anyway=False)
    assert known.number in str(refusal.value)
    assert intake.register_problem(**given, anyway=True).serial == 2
