"""On and off the quota, committed posts, and identity numbers that nobody reads. F3, D3."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from staffing_cast import LONG_AGO, a_new_post, a_staffed_unit, an_identity_number, committed, entered, figures

from audit.models import TrailRow
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound
from staffing import identity, services
from staffing.errors import AlreadyLeft, CommitmentEnded
from staffing.models import Commitment, Member, Post
from tests.factories import an_office, people_of, team_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("１１０１０５１９４９１２３１００２Ｘ", True),
        ("110105194912310021", False),
        ("11010519491331002X", False),
        ("11010529491231002X", False),
        ("110105491231002", False),
        ("", False),
    ],
)
def test_check_digit_and_birthday_of_a_number(number, holds):
    assert identity.is_valid(identity.normalised(number), today=date(2026, 11, 22)) is holds


def test_an_identity_number_is_nowhere_in_the_clear():
    number = an_identity_number()
    post = entered(a_staffed_unit(), identity_number=number)
    member = post.member
    assert identity.unseal(member.identity_sealed) == number
    assert identity.masked(member.identity_sealed) == f"320102**********{number[-2:]}"
    assert identity.seal(number) != member.identity_sealed  # every sealing differs
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    assert TrailRow.objects.filter(table_name="staffing_historicalmember").exists()
    assert not TrailRow.objects.filter(payload__contains=number[6:14] + number[14:17]).exists()
    assert member.history.get().identity_hash == identity.recognised(number)


def test_the_database_refuses_a_number_in_the_clear():
    number = an_identity_number()
    with pytest.raises(IntegrityError, match="member_identity_is_sealed"), transaction.atomic():
        Member(name="王小明", identity_sealed=number, identity_hash=number).save()


def test_nobody_enters_without_a_vacancy():
    unit = a_staffed_unit(quota=33, actual=33)
    committed(unit, on_expected_vacancy=True)
    with pytest.raises(Invalid, match="No post of this kind is unfilled"):
        entered(unit, commitment_id=Commitment.objects.get().pk)
    assert not Post.objects.exists()
    entered(unit, as_found=True)
    assert figures(unit).over == 1


def test_a_post_that_is_committed_is_not_vacant_for_others():
    unit = a_staffed_unit(quota=34, actual=33)
    plan = committed(unit)
    with pytest.raises(Invalid, match="committed 1"):
        services.enter_post(unit_id=unit.pk, post=a_new_post(), actor=team_of(unit.office).leader)
    entered(unit, commitment_id=plan.pk)
    plan.refresh_from_db()
    assert (plan.outcome, plan.ended_on) == (Commitment.Outcome.USED, today())
    assert (figures(unit).actual, figures(unit).committed, figures(unit).unfilled) == (34, 0, 0)


def test_the_same_vacancy_is_not_committed_twice_and_can_be_given_back():
    unit = a_staffed_unit(quota=35, actual=33)
    plan = committed(unit, 2)
    with pytest.raises(Invalid, match="Only 0 posts"):
        committed(unit)
    leader = team_of(unit.office).leader
    services.use_commitment(commitment_id=plan.pk, actor=leader)
    services.release_commitment(commitment_id=plan.pk, reason="计划撤回", actor=leader)
    assert figures(unit).committed == 0
    with pytest.raises(CommitmentEnded):
        services.use_commitment(commitment_id=plan.pk, actor=leader)


def test_one_in_one_out_commits_before_the_vacancy_arises():
    unit = a_staffed_unit(quota=33, actual=33)
    committed(unit, on_expected_vacancy=True)
    assert figures(unit).unfilled == -1
    with pytest.raises(Invalid, match="exactly full"):
        committed(unit, on_expected_vacancy=True)


def test_one_in_one_out_asks_for_people_who_can_leave_and_for_a_unit_that_is_full():
    with pytest.raises(Invalid, match="exactly full"):
        committed(a_staffed_unit(quota=33, actual=30), on_expected_vacancy=True)
    with pytest.raises(Invalid, match="Only 2 people"):
        committed(a_staffed_unit(quota=2, actual=2), 3, on_expected_vacancy=True)


def test_a_person_is_on_the_quota_of_one_unit_only():
    office = an_office()
    here, there = a_staffed_unit(office=office), a_staffed_unit(office=office)
    elsewhere = a_staffed_unit()
    number = an_identity_number()
    post = entered(here, identity_number=number)
    with pytest.raises(Invalid, match=here.name):
        entered(there, identity_number=number)
    with pytest.raises(Invalid) as refused:
        entered(elsewhere, identity_number=number)
    assert here.name not in str(refused.value)
    services.leave_post(
        post_id=post.pk, left_on=today(), reason="调出", document="下编通知单1", actor=team_of(office).clerk
    )
    entered(there, identity_number=number)
    assert Member.objects.count() == 1


def test_who_has_left_does_not_leave_again_nor_before_entering():
    unit = a_staffed_unit()
    post = entered(unit)
    clerk = team_of(unit.office).clerk
    given = {"post_id": post.pk, "reason": "退休", "document": "下编通知单1", "actor": clerk}
    with pytest.raises(Invalid):
        services.leave_post(left_on=today() - timedelta(days=1), **given)
    services.leave_post(left_on=today(), **given)
    with pytest.raises(AlreadyLeft):
        services.leave_post(left_on=today(), **given)


def test_the_same_form_twice_enters_one_person():
    unit = a_staffed_unit()
    given = {"unit_id": unit.pk, "post": a_new_post(), "actor": team_of(unit.office).clerk, "key": "k1"}
    given["as_found"] = True
    assert services.enter_post(**given) == services.enter_post(**given)
    assert Post.objects.count() == 1


def test_who_may_change_figures():
    unit = a_staffed_unit()
    given = {"unit_id": unit.pk, "kind": "institution", "count": 30, "document": "云编〔2026〕4号"}
    with pytest.raises(NotAllowed):
        services.change_quota(actor=people_of(unit).head, **given)
    with pytest.raises(NotFound):
        services.change_quota(actor=team_of(an_office()).leader, **given)
    assert services.change_quota(actor=team_of(unit.office).clerk, **given).count == 30  # a cut


@pytest.mark.parametrize("who", ["clerk", "chief"])
def test_what_was_decided_elsewhere_is_taken_over_by_a_leader_alone(who):
    unit = a_staffed_unit(quota=35, actual=33)
    team, paper = team_of(unit.office), "云编〔2020〕4号"
    plan = committed(unit)
    acts = {
        services.change_quota: {"kind": "institution", "count": 36, "document": paper},
        services.change_leadership_quota: {"level": "deputy", "count": 1, "document": paper},
        services.commit_posts: {"kind": "institution", "count": 1, "reason": "招聘", "document": paper},
        services.enter_post: {"post": a_new_post(), "commitment_id": plan.pk},
    }
    first = acts[services.change_leadership_quota]
    services.change_leadership_quota(unit_id=unit.pk, actor=team.clerk, from_on=date(2021, 1, 4), **first)
    first["count"] = 2
    for act, given in acts.items():
        with pytest.raises(NotAllowed, match="Office leader"):
            act(unit_id=unit.pk, actor=getattr(team, who), **given)
    for act, given in acts.items():
        act(unit_id=unit.pk, actor=team.leader, **given)
    found = figures(unit)
    assert (found.quota, found.actual, found.committed) == (36, 34, 1)


def test_a_kind_that_the_unit_did_not_begin_with_is_an_increase():
    unit = a_staffed_unit()
    given = {"unit_id": unit.pk, "kind": "worker", "count": 3, "document": "云编〔2021〕3号"}
    with pytest.raises(NotAllowed):
        services.change_quota(actor=team_of(unit.office).clerk, **given)
    assert services.change_quota(actor=team_of(unit.office).clerk, from_on=LONG_AGO, **given).count == 3


def test_without_a_plan_nobody_enters_but_as_found():
    unit = a_staffed_unit(quota=35, actual=33)
    team = team_of(unit.office)
    with pytest.raises(Invalid, match="No plan, no entry"):
        services.enter_post(unit_id=unit.pk, post=a_new_post(), actor=team.leader)
    assert services.enter_post(unit_id=unit.pk, post=a_new_post(), actor=team.clerk, as_found=True).pk


def test_a_unit_over_quota_in_any_kind_takes_nobody_and_is_promised_nothing():
    unit = a_staffed_unit(quota=35, actual=33)
    clerk, plan = team_of(unit.office).clerk, committed(unit)
    services.change_quota(
        unit_id=unit.pk, kind="worker", count=1, document="云编〔2021〕3号", from_on=LONG_AGO, actor=clerk
    )
    entered(unit, commitment_id=plan.pk)
    plan = committed(unit)
    services.declare_staff(unit_id=unit.pk, kind="worker", actual=2, document="报表", actor=clerk)
    with pytest.raises(Invalid, match="takes nobody"):
        entered(unit, commitment_id=plan.pk)
    with pytest.raises(Invalid, match="takes nobody"):
        committed(unit)
