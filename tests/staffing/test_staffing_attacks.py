"""Keys that answer for something else, and two who take the last of a ceiling or book the same person at once."""

import threading
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from staffing_cast import a_new_post, a_staffed_unit, an_identity_number, entered

from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Unit
from problems.acting import KeyUsed
from staffing import services
from staffing.models import Alert, Member, Post, PostKind, Quota
from tests.factories import a_unit, an_office, team_of


@pytest.fixture
def words(transactional_db: None) -> None:
    if not PostKind.objects.exists():
        call_command("reference_data", verbosity=0)


def together(acts: list[Any]) -> list[Any]:
    """Run acts at once, each on its own connection; answers what each returned or raised, in order."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Any) -> None:
        start.wait(10)
        try:
            answers[index] = act()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.django_db
def test_a_key_of_one_post_does_not_take_another_person_off():
    unit = a_staffed_unit(quota=9, actual=None)
    first, second = entered(unit), entered(unit, name="李红")
    given: Any = {
        "left_on": today(), "reason": "退休", "document": "退休审批表", "key": "once",
        "actor": team_of(unit.office).clerk,
    }  # fmt: skip
    services.leave_post(post_id=first.pk, **given)
    assert services.leave_post(post_id=first.pk, **given).left_on == today()
    with pytest.raises(KeyUsed):
        services.leave_post(post_id=second.pk, **given)
    assert Post.objects.get(left_on=None) == second


@pytest.mark.django_db
def test_a_key_of_one_warning_does_not_clear_another():
    unit = a_staffed_unit(quota=3, actual=5)
    services.change_leadership_quota(
        unit_id=unit.pk, level="deputy", count=1, document="批文", actor=team_of(unit.office).clerk
    )
    services.declare_leaders(
        unit_id=unit.pk, level="deputy", actual=3, document="报表", actor=team_of(unit.office).clerk
    )
    first, second = Alert.objects.filter(state=Alert.State.OPEN).order_by("pk")
    given: Any = {"reason": "已核实", "actor": team_of(unit.office).clerk, "key": "once"}
    services.clear_alert(alert_id=first.pk, **given)
    with pytest.raises(KeyUsed):
        services.clear_alert(alert_id=second.pk, **given)
    second.refresh_from_db()
    assert second.state == Alert.State.OPEN


def grow(unit: Unit) -> Any:
    actor = team_of(unit.office).clerk
    return lambda: services.change_quota(
        unit_id=unit.pk, kind="institution", count=5, document="云编〔2026〕9号", actor=actor
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_two_units_that_grow_at_once_do_not_both_take_the_last_of_a_ceiling(words: None, round_: int):
    office = an_office()
    services.set_ceiling(
        office_id=office.pk, kind="institution", basis="ceiling", count=5, document="总量控制文件",
        actor=team_of(office).leader,
    )  # fmt: skip
    answers = together([grow(a_unit(office)), grow(a_unit(office))])
    assert sorted(type(one).__name__ for one in answers) == ["Invalid", "Quota"], answers
    assert Quota.objects.get().count == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_one_person_booked_by_two_units_at_once_enters_one(words: None, round_: int):
    number = an_identity_number()
    units = [a_staffed_unit(quota=5, actual=3) for _number in range(2)]
    clerks = [team_of(unit.office).clerk for unit in units]
    acts = [
        lambda unit=unit, clerk=clerk: services.enter_post(
            unit_id=unit.pk, post=a_new_post(identity_number=number), actor=clerk, as_found=True
        )
        for unit, clerk in zip(units, clerks, strict=True)
    ]
    answers = together(acts)
    assert sorted(type(one).__name__ for one in answers) == ["Invalid", "Post"], answers
    assert any(isinstance(one, Invalid) for one in answers) and Member.objects.count() == 1
