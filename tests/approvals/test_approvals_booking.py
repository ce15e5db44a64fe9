"""People who enter or leave posts are booked when it came true, once; unfilled posts stay what they were. D3, D8."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application, decided, fresh, replied, reply, together

from approvals.models import Application, ApplicationKind, FollowUpTask
from approvals.rules.follow_up import NewTask
from approvals.services import filing, follow_up
from approvals.services.filing import NewPerson
from approvals.services.follow_up import PersonDay
from approvals.services.standards import TaskLine, set_standard
from organizations.errors import Invalid
from organizations.models import Unit
from staffing.identity import CHECK_DIGITS, WEIGHTS
from staffing.models import Commitment, CommitmentUse, Post
from staffing.selectors.position import position
from staffing.services import (
    NewPost,
    change_quota,
    commit_posts,
    declare_staff,
    enter_post,
    leave_post,
    release_commitment,
)
from tests.factories import a_file, a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
EARLIER = TODAY - timedelta(days=3)


def a_number(serial: int) -> str:
    body = f"32010219800101{serial:03}"
    return body + CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


NUMBERS = [a_number(serial) for serial in (1, 3, 5)]


def a_staffed_unit(quota: int = 35, actual: int = 30, planned: int = 2) -> Unit:
    unit = a_unit()
    given: dict[str, Any] = {"unit_id": unit.pk, "kind": "institution", "actor": team_of(unit.office).clerk}
    change_quota(count=quota, document="云编〔2020〕1号", from_on=date(2020, 1, 6), **given)
    declare_staff(actual=actual, document="2020年统计", counted_on=date(2020, 1, 6), **given)
    if planned:
        given["actor"] = team_of(unit.office).leader
        commit_posts(count=planned, reason="用编计划", document="云编复〔2026〕1号", from_on=date(2026, 8, 3), **given)
    return unit


def entering(unit: Unit, count: int = 2) -> FollowUpTask:
    """The real-name task of an approved application for so many people to enter."""
    people = [NewPerson(f"王小明{place}", NUMBERS[place], "institution") for place in range(count)]
    application = an_application("accepted", unit=unit, kind="onto_quota", items=[], people=people)
    replied(application)
    return FollowUpTask.objects.select_related("application__unit", "application__office").get(application=application)


def leaving(unit: Unit) -> FollowUpTask:
    """The same for one person of the roster who is to leave."""
    post = NewPost("李四", NUMBERS[2], "institution", date(2024, 1, 8), "云编〔2024〕1号")
    enter_post(unit_id=unit.pk, post=post, actor=team_of(unit.office).clerk, as_found=True)
    people = [NewPerson("李四", NUMBERS[2], "institution", entry_mode="退休")]
    application = an_application("accepted", unit=unit, kind="off_quota", items=[], people=people)
    replied(application)
    return FollowUpTask.objects.select_related("application__unit", "application__office").get(application=application)


def days(task: FollowUpTask, **given: Any) -> list[PersonDay]:
    values: dict[str, Any] = {"on": EARLIER, **given}
    return [PersonDay(one.pk, **values) for one in task.application.people.order_by("pk")]


def report(task: FollowUpTask, people: list[PersonDay], **given: Any) -> FollowUpTask:
    values: dict[str, Any] = {"text": "已办理", "files": [a_file()], "actor": people_of(task.application.unit).clerk}
    return follow_up.report_task(task_id=task.pk, people=people, **{**values, **given})


def close(task: FollowUpTask, **given: Any) -> FollowUpTask:
    actor = team_of(task.application.office).clerk
    return follow_up.check_task(task_id=task.pk, fulfilled=True, finding="属实", **{"actor": actor, **given})


def figures(unit: Unit, on: date = TODAY) -> tuple[int, int, int]:
    found = position([unit.pk], on)[unit.pk].kinds["institution"]
    return found.actual, found.committed, found.unfilled


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


def test_who_enters_is_booked_on_the_real_day_and_uses_a_planned_post(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    assert figures(unit) == (30, 2, 3)  # the reply books nobody
    report(task, days(task))
    assert figures(unit) == (30, 2, 3)
    close(task)
    assert figures(unit) == (32, 0, 3)
    assert figures(unit, EARLIER) == (32, 0, 3)
    assert figures(unit, EARLIER - timedelta(days=1)) == (30, 2, 3)
    posts = Post.objects.filter(unit=unit)
    assert {one.entered_on for one in posts} == {EARLIER}
    number = task.application.decision.document.number
    assert {one.document for one in posts} == {number}
    assert Commitment.objects.get(unit=unit).outcome == "used"
    assert fresh(task.application).state == "completed"
    assert {one.post_id for one in task.application.people.all()} == {one.pk for one in posts}


def test_who_leaves_counts_until_they_have_left(kinds: Kinds) -> None:
    unit = a_staffed_unit(planned=0)
    task = leaving(unit)
    assert figures(unit) == (31, 0, 4)
    report(task, days(task))
    close(task)
    assert figures(unit) == (30, 0, 5)
    assert figures(unit, EARLIER - timedelta(days=1)) == (31, 0, 4)
    post = Post.objects.get(unit=unit)
    assert (post.left_on, post.leave_reason) == (EARLIER, "退休")


def test_each_of_the_people_needs_a_real_day_or_a_reason(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    first, second = days(task)
    for people in (
        [],
        [first],
        days(task, on=TODAY + timedelta(days=1)),
        days(task, fell_away="放弃"),
        days(task, on=None),
    ):
        assert errors_of(report, task, people) == {"people"}
    assert errors_of(report, task, [first, second, PersonDay(0, EARLIER)]) == {"people"}
    report(task, [first, PersonDay(second.person_id, fell_away="本人放弃录用")])
    close(task)
    assert figures(unit) == (31, 1, 3)  # the post that nobody took stays committed


def test_nobody_is_booked_where_the_register_refuses_one(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    elsewhere = a_staffed_unit(planned=0)
    post = NewPost("王小明", NUMBERS[1], "institution", date(2026, 8, 3), "批文")
    held = enter_post(unit_id=elsewhere.pk, post=post, actor=team_of(elsewhere.office).clerk, as_found=True)
    report(task, days(task))
    with pytest.raises(Invalid) as refused:
        close(task)
    assert "王小明1" in str(refused.value.errors["people"][0])
    task.refresh_from_db()
    assert (task.closed_on, Post.objects.filter(unit=unit).count(), figures(unit)) == (None, 0, (30, 2, 3))
    leave_post(post_id=held.pk, left_on=TODAY, reason="调出", document="函", actor=team_of(elsewhere.office).clerk)
    close(task)
    assert figures(unit) == (32, 0, 3)


def test_without_a_post_of_a_plan_nobody_is_booked(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    for one in Commitment.objects.filter(unit=unit):
        release_commitment(commitment_id=one.pk, reason="计划撤回", actor=team_of(unit.office).leader)
    report(task, days(task))
    assert errors_of(close, task) == {"people"}
    assert not CommitmentUse.objects.exists()


def test_a_report_that_was_found_wanting_is_given_again_with_the_right_day(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    report(task, days(task))
    follow_up.check_task(task_id=task.pk, fulfilled=False, finding="日期有误", actor=team_of(unit.office).clerk)
    assert not Post.objects.filter(unit=unit).exists()
    report(task, days(task, on=TODAY), files=[])
    close(task)
    assert {one.entered_on for one in Post.objects.filter(unit=unit)} == {TODAY}


@pytest.mark.django_db(transaction=True)
def test_two_who_close_the_task_at_once_book_once(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    report(task, days(task))
    team = team_of(unit.office)
    answers = together(lambda: close(task, actor=team.clerk), lambda: close(task, actor=team.verifier))
    assert sorted(isinstance(one, FollowUpTask) for one in answers) == [False, True], answers
    assert Post.objects.filter(unit=unit).count() == 2
    assert figures(unit) == (32, 0, 3)


def test_the_reply_and_the_standard_of_such_a_kind_keep_the_task_that_books(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    people = [NewPerson("王小明", NUMBERS[0], "institution")]
    application = an_application("accepted", unit=unit, kind="onto_quota", items=[], people=people)
    other = NewTask("report", "书面报告", TODAY + timedelta(days=30))
    assert errors_of(replied, application, tasks=[other], copies=[]) == {"tasks"}
    assert Application.objects.get(pk=application.pk).state == "on_agenda"
    given: Any = {
        "office_id": unit.office_id,
        "kind_code": "onto_quota",
        "copies": [],
        "actor": team_of(unit.office).chief,
    }
    assert errors_of(set_standard, tasks=[TaskLine("report", "报告", 20)], **given) == {"tasks"}
    set_standard(tasks=[TaskLine("real_name", "更新", 20)], **given)
    reply(application)
    assert FollowUpTask.objects.get(application=application).text == "更新"


def test_the_unit_reports_each_day_on_the_page_and_the_application_shows_who_is_booked(
    kinds: Kinds, client: Any
) -> None:
    unit = a_staffed_unit()
    task = entering(unit)
    client.force_login(people_of(unit).clerk)
    url = f"/approvals/follow-up/{task.pk}/report/"
    page = client.get(url).content.decode()
    first, second = (one.pk for one in task.application.people.order_by("pk"))
    assert "王小明0" in page and f"on_{first}" in page
    sent = {"text": "已到岗", f"on_{first}": EARLIER.isoformat(), f"why_{second}": ""}
    assert client.post(url, {**sent, "files": a_file().upload}).status_code == 422
    sent[f"why_{second}"] = "本人放弃"
    assert client.post(url, {**sent, "files": a_file().upload}).status_code == 302
    close(task)
    shown = client.get(f"/approvals/{task.application_id}/").content.decode()
    assert "本人放弃" in shown
    detail = client.get(f"/api/v1/applications/{task.application_id}/").json()
    assert [one["booked"] for one in detail["people"]] == [True, False]


# Nobody, and no post, is given twice


def two_applications(state: str, first: Unit, second: Unit, *, same: bool) -> tuple[Any, dict[str, Any]]:
    """One application for somebody in ``state``, and what a second one for the same or another person asks."""
    people = [NewPerson("王小明", NUMBERS[0], "institution")]
    made = an_application(state, unit=first, kind="onto_quota", items=[], people=people)
    others = people if same else [NewPerson("李小红", NUMBERS[1], "institution")]
    return made, {"unit": second, "kind": "onto_quota", "items": [], "people": others}


def test_a_post_that_another_application_is_filling_is_not_given_twice(kinds: Kinds) -> None:
    unit = a_staffed_unit(planned=1)
    first, asked = two_applications("accepted", unit, unit, same=False)
    draft = an_application(**asked)
    filed: Any = {"application_id": draft.pk, "actor": people_of(unit).head}
    with pytest.raises(Invalid) as refused:
        filing.submit(**filed)
    assert first.number in str(refused.value.errors["items"])
    replied(first)  # approved, and nobody has entered yet
    assert errors_of(filing.submit, **filed) == {"items"}
    given: Any = {"document": "编办发〔2026〕1号", "reason": "用编计划", "actor": team_of(unit.office).leader}
    commit_posts(unit_id=unit.pk, kind="institution", count=1, **given)
    filing.submit(**filed)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_one_person_is_in_one_application_that_is_on_its_way(kinds: Kinds, elsewhere: bool) -> None:
    unit = a_staffed_unit()
    other = a_staffed_unit() if elsewhere else unit
    first, asked = two_applications("pre_review", unit, other, same=True)
    draft = an_application(**asked)
    filed: Any = {"application_id": draft.pk, "actor": people_of(other).head}
    with pytest.raises(Invalid) as refused:
        filing.submit(**filed)
    assert set(refused.value.errors) == {"people"}
    assert (first.number in str(refused.value.errors)) is not elsewhere  # of another unit nothing is told
    filing.withdraw(application_id=first.pk, reason="另行研究", actor=people_of(unit).head)
    filing.submit(**filed)


@pytest.mark.django_db(transaction=True)
def test_two_units_that_file_for_one_person_at_once_do_not_both_get_through(kinds: Kinds) -> None:
    unit, other = a_staffed_unit(), a_staffed_unit()
    _first, asked = two_applications("draft", unit, other, same=True)
    drafts = [_first, an_application(**asked)]
    heads = [people_of(one.unit).head for one in drafts]
    acts = [
        lambda one=one, head=head: filing.submit(application_id=one.pk, actor=head)
        for one, head in zip(drafts, heads, strict=True)
    ]
    answers = together(*acts)
    assert sum(isinstance(one, Invalid) for one in answers) == 1, answers


def test_what_was_given_to_another_since_the_filing_is_refused_at_the_reply(kinds: Kinds) -> None:
    unit = a_staffed_unit(planned=2)
    first, asked = two_applications("accepted", unit, unit, same=False)
    second = an_application("accepted", **asked)
    replied(first)
    decided(second)
    release_commitment(
        commitment_id=Commitment.objects.get(unit=unit).pk, reason="计划调减", actor=team_of(unit.office).clerk
    )
    given: Any = {"document": "编办发〔2026〕1号", "reason": "用编计划", "actor": team_of(unit.office).leader}
    commit_posts(unit_id=unit.pk, kind="institution", count=1, **given)
    with pytest.raises(Invalid) as refused:
        reply(second)
    assert first.number in str(refused.value.errors["text"]) and fresh(second).state == "on_agenda"
    commit_posts(unit_id=unit.pk, kind="institution", count=1, **given)
    reply(second)
