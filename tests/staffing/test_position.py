"""The staffing position of a unit: what derives from what, on which day, and on which paper it stands. F3, D3."""

from datetime import timedelta

import pytest
from staffing_cast import LONG_AGO, SHEET, a_staffed_unit, committed, entered, figures

from organizations.clock import today
from organizations.errors import Invalid
from staffing import services
from staffing.selectors import ceiling, position
from tests.factories import a_unit, an_office, team_of

pytestmark = pytest.mark.django_db


def test_unfilled_is_quota_minus_actual_minus_committed():
    unit = a_staffed_unit(quota=35, actual=33)
    committed(unit)
    found = figures(unit)
    assert (found.quota, found.actual, found.committed, found.unfilled) == (35, 33, 1, 1)


def test_figures_name_their_documents_and_declared_ones_say_so():
    found = figures(a_staffed_unit(outside=4))
    assert found.source == "云编〔2021〕3号"
    assert SHEET in found.actual_source
    assert found.declared
    assert found.outside == 4


def test_kinds_are_never_mixed():
    unit = a_staffed_unit(quota=10, actual=12)
    services.change_quota(
        unit_id=unit.pk, kind="worker", count=5, document="云编〔2022〕1号", actor=team_of(unit.office).leader
    )
    kinds = position([unit.pk], today())[unit.pk].kinds
    assert (kinds["institution"].over, kinds["institution"].unfilled) == (2, -2)
    assert (kinds["worker"].unfilled, kinds["worker"].known) == (5, False)


def test_a_past_day_shows_the_figures_of_that_day():
    unit = a_staffed_unit(quota=35, actual=33)
    services.change_quota(
        unit_id=unit.pk, kind="institution", by=-3, document="云编〔2026〕9号", actor=team_of(unit.office).leader
    )
    assert figures(unit).quota == 32
    assert figures(unit, on=today() - timedelta(days=1)).quota == 35
    assert position([unit.pk], LONG_AGO - timedelta(days=1))[unit.pk].kinds == {}


def test_declared_staff_move_with_who_enters_and_leaves_since():
    unit = a_staffed_unit(quota=35, actual=33)
    post = entered(unit)
    assert (figures(unit).actual, figures(unit).declared) == (34, True)
    services.leave_post(
        post_id=post.pk, left_on=today(), reason="调出", document="下编通知单1", actor=team_of(unit.office).clerk
    )
    assert figures(unit).actual == 33


def test_where_the_roster_is_kept_staff_are_counted_from_it():
    unit = a_staffed_unit(quota=3, actual=None)
    team = team_of(unit.office)
    entered(unit)
    entered(unit, level="head")
    entered(unit, outside=True, pay="unit")
    services.open_roster(unit_id=unit.pk, document="实名制核查确认表", actor=team.clerk)
    found = figures(unit)
    assert (found.actual, found.outside, found.unfilled, found.declared) == (2, 1, 1, False)
    head = position([unit.pk], today())[unit.pk].leadership["head"]
    assert (head.actual, head.quota, head.over) == (1, 0, 1)


def test_the_position_of_eleven_units_takes_as_many_queries_as_that_of_one(django_assert_num_queries):
    office = an_office()
    units = [a_staffed_unit(office=office).pk for _ in range(11)]
    with django_assert_num_queries(9):
        assert len(position(units, today())) == 11
    with django_assert_num_queries(9):
        position(units[:1], today())


def test_a_quota_above_the_ceiling_of_the_area_is_refused_and_below_it_passes():
    unit = a_staffed_unit(quota=35)
    team = team_of(unit.office)
    services.set_ceiling(
        office_id=unit.office_id,
        kind="institution",
        basis="ceiling",
        count=37,
        document="省编〔2024〕1号",
        actor=team.leader,
    )

    def more(by):
        services.change_quota(unit_id=unit.pk, kind="institution", by=by, document="云编〔2026〕2号", actor=team.leader)

    with pytest.raises(Invalid, match="37"):
        more(3)
    more(2)
    found = ceiling(unit.office_id, "institution", today())
    assert (found.ceiling, found.quota, found.remaining) == (37, 37, 0)


def test_a_ceiling_over_the_whole_area_counts_lower_offices():
    city = an_office()
    county = an_office(level="county", superior=city)
    a_staffed_unit(quota=10, office=city)
    unit = a_staffed_unit(quota=10, office=county)
    services.set_ceiling(
        office_id=city.pk,
        kind="institution",
        basis="ceiling",
        count=21,
        whole_area=True,
        document="省编〔2024〕1号",
        actor=team_of(city).leader,
    )
    with pytest.raises(Invalid, match="21"):
        services.change_quota(
            unit_id=unit.pk, kind="institution", by=2, document="县编〔2026〕2号", actor=team_of(county).leader
        )
    assert ceiling(city.pk, "institution", today()).quota == 20
    assert ceiling(county.pk, "institution", today()) is None


def test_a_baseline_only_falls():
    office = an_office()
    given = {"office_id": office.pk, "kind": "institution", "basis": "quota_baseline", "document": "两个只减不增"}
    leader = team_of(office).leader
    services.set_ceiling(count=100, actor=leader, **given)
    services.set_ceiling(count=98, actor=leader, **given)
    with pytest.raises(Invalid, match="98"):
        services.set_ceiling(count=99, actor=leader, **given)


def test_a_unit_that_no_longer_exists_gets_no_figures():
    unit = a_unit(an_office(), valid_until=LONG_AGO)
    with pytest.raises(Invalid, match="no longer exists"):
        services.change_quota(
            unit_id=unit.pk, kind="worker", count=1, document="云编〔2026〕2号", actor=team_of(unit.office).clerk
        )
