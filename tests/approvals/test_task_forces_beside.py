"""Members of a task force from partner departments: what they see of it, and what stays hidden. Source: D6, A4."""

from datetime import date, timedelta

import pytest
from approvals_cast import TODAY
from task_forces_cast import (
    DUE,
    ENDS,
    Kinds,
    a_member_beside,
    a_reform,
    change,
    end,
    finish,
    give,
    give_on,
    mine,
    move,
    move_end,
    page,
    running,
    set_up,
)

from approvals import policies
from approvals.selectors.task_forces import lines_for, own_forces, tasks_beside
from audit.acts import act
from deadlines.models import ClockKind
from organizations.clock import at
from organizations.errors import NotAllowed, NotFound
from organizations.models import Account, Appointment
from organizations.roles import Role
from organizations.scope import standing_of
from tests.factories import a_partner, a_person_with, an_office, system_account, team_of

pytestmark = pytest.mark.django_db
WINTER = date(2027, 1, 15)


def test_a_member_from_a_partner_department_sees_the_force_and_nothing_else_of_the_matter(kinds: Kinds) -> None:
    force = set_up(a_reform())
    beside, application = a_member_beside(force), force.application
    task = give(force, text="提出划转名单", person_id=beside.person_id)
    give(force)
    assert not policies.visible_to(beside).exists()
    (line,) = lines_for(beside, own_forces(beside))
    assert (line.inside, line.matter, len(line.tasks), line.acts) == (True, False, 2, frozenset())
    assert [one.task.pk for one in line.tasks if one.may_finish] == [task.pk]
    own, work = f"/approvals/task-forces/{force.pk}/", page(beside, "/").content.decode()
    assert own in work and f"/approvals/task-forces/tasks/{task.pk}/finish/" in work and application.title in work
    shown = page(beside, own)
    words = shown.content.decode()
    for word in (force.name, application.number, application.title, application.kind.name, "提出划转名单", "梳理职责"):
        assert str(word) in words, word
    assert f"/approvals/{application.pk}/" not in words and application.unit.name not in words
    assert page(beside, f"/api/v1/task-forces/{force.pk}/").json()["title"] == application.title
    assert [one["id"] for one in page(beside, "/api/v1/task-forces/").json()["results"]] == [force.pk]
    for hidden in (
        f"/approvals/{application.pk}/",
        f"/api/v1/applications/{application.pk}/",
        f"/api/v1/applications/{application.pk}/task-forces/",
    ):
        assert page(beside, hidden).status_code == 404, hidden


def test_days_of_a_year_without_published_holidays_are_marked_while_they_count(kinds: Kinds) -> None:
    force = set_up(a_reform(), due_on=WINTER)
    beside = a_member_beside(force)
    late, soon = give(force, person_id=beside.person_id, due_on=WINTER), give(force, person_id=beside.person_id)
    (line,) = lines_for(beside, own_forces(beside))
    assert line.provisional and {one.task.pk: one.provisional for one in line.tasks} == {late.pk: True, soon.pk: False}
    assert [one.provisional for one in tasks_beside(standing_of(beside))] == [False, True]
    finish(late, actor=beside)
    shown = page(beside, f"/approvals/task-forces/{force.pk}/").content.decode()
    assert shown.count("<abbr") == 1  # the end of the force; a day that was kept counts no more
    (line,) = lines_for(beside, own_forces(beside))
    assert not any(one.provisional for one in line.tasks)


def test_a_member_from_a_partner_department_reports_on_their_own_tasks(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office, beside = force.application.office, a_member_beside(force)
    task, other = give(force, text="提出划转名单", person_id=beside.person_id), give(force)
    assert [one.task.pk for one in tasks_beside(standing_of(beside))] == [task.pk]
    assert (ClockKind.TASK_FORCE, task.text) not in mine(team_of(office).clerk)
    for refused in (
        lambda: finish(other, actor=beside),
        lambda: give(force, actor=beside),
        lambda: give_on(task, team_of(office).clerk, actor=beside),
        lambda: move(task, ENDS, actor=beside),
        lambda: change(force, beside, actor=beside),
        lambda: move_end(force, ENDS + timedelta(days=1), actor=beside),
        lambda: end(force, actor=beside),
    ):
        with pytest.raises(NotAllowed):
            refused()
    answer = page(beside, f"/approvals/task-forces/tasks/{task.pk}/finish/", {"result": "名单已报"})
    assert (answer.status_code, answer["Location"]) == (302, f"/approvals/task-forces/{force.pk}/")
    task.refresh_from_db()
    assert (task.done_on, task.result, tasks_beside(standing_of(beside))) == (TODAY, "名单已报", [])


def test_the_pages_say_what_stands_in_the_way_and_take_it_with_a_word(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office = force.application.office
    team, other, task = team_of(office), a_person_with(Role.OFFICE_CLERK, office), give(force)
    people, path = {"leader": team.clerk.person_id, "members": [other.person_id]}, f"/approvals/task-forces/{force.pk}/"
    refused = page(team.clerk, f"{path}members/", people)
    assert refused.status_code == 422
    assert f"以下人员有未完成的任务：{team.verifier.person.name}" in refused.content.decode()
    words = {**people, f"task_{task.pk}": other.person_id, "reason": "轮岗"}
    assert page(team.clerk, f"{path}members/", words)["Location"] == path
    task.refresh_from_db()
    assert task.person_id == other.person_id
    earlier = {"due_on": (DUE - timedelta(days=5)).isoformat(), "reason": "提前收尾"}
    refused = page(team.chief, f"{path}move-end/", earlier)
    assert refused.status_code == 422 and "以下任务的时限晚于该日：梳理职责" in refused.content.decode()
    assert page(team.chief, f"{path}move-end/", {**earlier, "with_tasks": "on"})["Location"] == path
    assert set(running(force).values()) == {DUE - timedelta(days=5)}


def test_who_leads_it_from_a_partner_department_runs_its_tasks(kinds: Kinds) -> None:
    application = a_reform()
    office = application.office
    beside = a_person_with(Role.PARTNER, a_partner(office))
    force = set_up(application, leader_id=beside.person_id)
    task = give(force, actor=beside)
    move(task, ENDS, actor=beside)
    give_on(task, beside, actor=beside)
    finish(task, actor=beside)
    for refused in (
        lambda: change(force, team_of(office).verifier, actor=beside),
        lambda: move_end(force, ENDS + timedelta(days=1), actor=beside),
        lambda: end(force, actor=beside),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotFound):
        set_up(a_reform(unit=application.unit), actor=beside)


def test_the_force_is_hidden_from_everybody_beside_who_is_not_in_it(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office, beside = force.application.office, a_member_beside(force)
    task = give(force, person_id=beside.person_id)
    colleague = a_person_with(Role.PARTNER, a_partner(office))
    elsewhere = a_person_with(Role.PARTNER, a_partner(an_office()))

    def hidden_from(stranger: Account) -> None:
        for path in (f"{force.pk}/", f"tasks/{task.pk}/finish/", f"tasks/{task.pk}/move/", f"{force.pk}/members/"):
            assert page(stranger, f"/approvals/task-forces/{path}").status_code == 404, path
        with pytest.raises(NotFound):
            finish(task, actor=stranger)
        assert not own_forces(stranger).exists()

    hidden_from(colleague)
    hidden_from(elsewhere)
    other = set_up(a_reform(unit=force.application.unit))  # a force the member is not in
    assert page(beside, f"/approvals/task-forces/{other.pk}/").status_code == 404
    clerk = team_of(office).clerk
    change(force, team_of(office).verifier, given_on={task.pk: clerk.person_id}, reason="工作调整")
    hidden_from(beside)  # who has left


def test_who_left_the_department_sees_the_force_no_more_and_the_leader_stands_in(kinds: Kinds) -> None:
    force = set_up(a_reform())
    office, beside = force.application.office, a_member_beside(force)
    task, clerk = give(force, person_id=beside.person_id), team_of(office).clerk
    post = Appointment.objects.get(person=beside.person)
    with act("test.name", actor=system_account().actor_facts()):
        post.until = TODAY
        post.save(update_fields=["until"])
    with at(TODAY + timedelta(days=1)):
        account = Account.objects.get(pk=beside.pk)
        with pytest.raises(NotFound):
            finish(task, actor=account)
        assert mine(Account.objects.get(pk=clerk.pk)) == [(ClockKind.TASK_FORCE, "梳理职责")]
