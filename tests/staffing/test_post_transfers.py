"""On and off the quota, committed posts, and identity numbers that nobody reads. F3, D3."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from staffing_cast import a_new_post, a_staffed_unit, an_identity_number, entered, figures

from audit.models import TrailRow
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound
from staffing import identity, services
from staffing.errors import AlreadyLeft, CommitmentEnded
from staffing.models import Commitment, Member, Post
from tests.factories import an_office, people_of, team_of

pytestmark = pytest.mark.django_db


def _commit(unit, count=1, **more):
    return services.commit_posts(
        unit_id=unit.pk,
        kind="institution",
        count=count,
        reason="云编复〔2026〕5号",
        actor=team_of(unit.office).leader,
        **more,
    )


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
    with pytest.raises(Invalid, match="No post of this kind is unfilled"):
        entered(unit)
    assert not Post.objects.exists()
    entered(unit, as_found=True)
    assert figures(unit).over == 1


def test_a_post_that_is_committed_is_not_vacant_for_others():
    unit = a_staffed_unit(quota=34, actual=33)
    committed = _commit(unit)
    with pytest.raises(Invalid, match="committed 1"):
        entered(unit)
    entered(unit, commitment_id=committed.pk)
    committed.refresh_from_db()
    assert (committed.outcome, committed.ended_on) == (Commitment.Outcome.USED, today())
    assert (figures(unit).actual, figures(unit).committed, figures(unit).unfilled) == (34, 0, 0)


def test_the_same_vacancy_is_not_committed_twice_and_can_be_given_back():
    unit = a_staffed_unit(quota=35, actual=33)
    committed = _commit(unit, 2)
    with pytest.raises(Invalid, match="Only 0 posts"):
        _commit(unit)
    leader = team_of(unit.office).leader
    services.use_commitment(commitment_id=committed.pk, actor=leader)
    services.release_commitment(commitment_id=committed.pk, reason="计划撤回", actor=leader)
    assert figures(unit).committed == 0
    with pytest.raises(CommitmentEnded):
        services.use_commitment(commitment_id=committed.pk, actor=leader)


def test_one_in_one_out_commits_before_the_vacancy_arises():
    unit = a_staffed_unit(quota=33, actual=33)
    _commit(unit, on_expected_vacancy=True)
    assert figures(unit).unfilled == -1


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
    assert services.enter_post(**given) == services.enter_post(**given)
    assert Post.objects.count() == 1


def test_who_may_change_figures():
    unit = a_staffed_unit()
    given = {"unit_id": unit.pk, "kind": "institution", "count": 30, "document": "云编〔2026〕4号"}
    with pytest.raises(NotAllowed):
        services.change_quota(actor=people_of(unit).head, **given)
    with pytest.raises(NotFound):
        services.change_quota(actor=team_of(an_office()).leader, **given)
    with pytest.raises(NotAllowed):
        services.enter_post(unit_id=unit.pk, post=a_new_post(), actor=team_of(unit.office).leader)
    assert services.change_quota(actor=team_of(unit.office).leader, **given).count == 30
