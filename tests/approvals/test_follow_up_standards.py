"""Standard tasks and copies are rows per kind: shipped, set by an office for its own approvals, never rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application, decided, replied, reply, together
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from approvals.models import ApplicationKind, FollowUpStandard, FollowUpTask, StandardTask
from approvals.rules.follow_up import standard_of
from approvals.selectors.standards import standard_list, standard_past
from approvals.services.standards import CopyLine, TaskLine, restore_standard, set_standard
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.models import Office
from tests.factories import a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
TASKS = (TaskLine("duties", "修订本单位三定规定", 15), TaskLine("report", "书面报告", 30))
BOOKING = (TaskLine("real_name", "更新实名制信息", 10),)  # kinds that name people keep it
COPIES = (CopyLine("更新实名制信息", section_kind="e_government"),)


def put(office: Office, **given: Any) -> FollowUpStandard:
    values: dict[str, Any] = {"kind_code": "more_quota", "tasks": TASKS, "copies": COPIES}
    values["actor"] = team_of(office).chief
    return set_standard(office_id=office.pk, **{**values, **given})


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


def test_every_shipped_kind_has_its_tasks_and_others_the_last_two(kinds: Kinds) -> None:
    lines = {one.kind.code: one.standard for one in standard_list(an_office())}
    assert set(lines) == set(kinds)
    named = lines["merge_or_abolish"]
    assert named is not None and {one.subject for one in named.tasks.all()} == set(FollowUpTask.Subject.values)
    others = FollowUpStandard.objects.get(office=None, kind=None)
    assert [one.subject for one in others.tasks.all()] == ["real_name", "report"]


def test_loading_again_adds_nothing(kinds: Kinds) -> None:
    before = FollowUpStandard.objects.count()
    call_command("reference_data", verbosity=0)
    assert FollowUpStandard.objects.count() == before


def test_a_reply_brings_along_what_its_own_office_has_set(kinds: Kinds) -> None:
    application, elsewhere = an_application("accepted"), an_application("accepted")
    put(application.office)
    done, other = replied(application), replied(elsewhere)
    assert [one.text for one in application.tasks.order_by("due_on")] == ["修订本单位三定规定", "书面报告"]
    assert [one.must for one in done.copies.all()] in ([], ["更新实名制信息"])  # as the office has such a section
    assert elsewhere.tasks.filter(subject="people").exists()
    assert other.pk != done.pk


def test_replies_that_are_out_keep_their_tasks(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application)
    before = list(application.tasks.values_list("pk", "due_on"))
    put(application.office, tasks=[])
    assert list(application.tasks.values_list("pk", "due_on")) == before


def test_a_kind_without_tasks_is_carried_out_with_the_reply(kinds: Kinds) -> None:
    application = an_application("accepted")
    put(application.office, tasks=[], copies=[])
    decided(application)
    assert reply(application).application.state == "completed"


def test_what_held_before_stays_readable_and_the_shipped_one_comes_back(kinds: Kinds) -> None:
    office = an_office()
    team, kind = team_of(office), kinds["more_quota"]
    first = put(office)
    FollowUpStandard.objects.get(pk=first.pk)
    second = put(office, tasks=TASKS[:1], basis="办公会决定")
    assert standard_of(office.pk, kind, TODAY) == second
    assert [one.pk for one in standard_past(viewer=team.clerk, office=office, kind=kind)] == [first.pk]
    restore_standard(office_id=office.pk, kind_code=kind.code, actor=team.leader)
    shipped = standard_of(office.pk, kind, TODAY)
    assert shipped is not None and shipped.office_id is None
    with pytest.raises(WrongState):
        restore_standard(office_id=office.pk, kind_code=kind.code, actor=team.leader)
    assert standard_of(office.pk, kind, TODAY - timedelta(days=400)) is None


def test_only_deciders_of_the_office_set_it(kinds: Kinds) -> None:
    superior = an_office(level="province")
    office = an_office(superior=superior)
    for actor, refusal in (
        (team_of(office).clerk, NotAllowed),
        (team_of(superior).leader, NotAllowed),
        (people_of(a_unit(office)).head, NotFound),
        (team_of(an_office()).leader, NotFound),
    ):
        with pytest.raises(refusal):
            put(office, actor=actor)
        with pytest.raises(refusal):
            restore_standard(office_id=office.pk, kind_code="more_quota", actor=actor)
    with pytest.raises(NotFound):
        put(office, kind_code="magic")
    assert put(office).office == office


def test_lines_that_do_not_fit_are_named_together_and_nothing_is_kept(kinds: Kinds) -> None:
    office = an_office()
    tasks = [TaskLine("magic", "x", 5), TaskLine("report", " ", 5), TaskLine("report", "报告", 0)]
    copies = [CopyLine("办理"), CopyLine("", section_kind="registration"), CopyLine("办", "registration", "finance")]
    assert errors_of(put, office, tasks=tasks, copies=[*copies, copies[1]]) == {"tasks", "copies"}
    assert not FollowUpStandard.objects.filter(office=office).exists()


def test_a_form_sent_twice_sets_it_once_and_a_stale_one_is_refused(kinds: Kinds) -> None:
    office = an_office()
    shown = standard_of(office.pk, kinds["more_quota"], TODAY)
    assert shown is not None
    first = put(office, key="once", shown=shown.pk)
    assert put(office, key="once", shown=shown.pk) == first
    with pytest.raises(Stale):
        put(office, shown=shown.pk)


def test_the_database_keeps_a_standard_as_it_was_set(kinds: Kinds) -> None:
    put(an_office())
    for sql in (
        "UPDATE approvals_standardtask SET days = 99",
        "UPDATE approvals_standardcopy SET must = 'x'",
        "UPDATE approvals_followupstandard SET valid_from = '2020-01-01'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert StandardTask.objects.exclude(days=99).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_set_it_at_once_leave_one_in_force(kinds: Kinds) -> None:
    office = an_office()
    team = team_of(office)
    answers = together(lambda: put(office, actor=team.chief), lambda: put(office, actor=team.leader))
    assert all(isinstance(one, FollowUpStandard) for one in answers), answers
    assert FollowUpStandard.objects.filter(office=office, valid_until=None).count() == 1


def test_a_chief_sets_it_on_the_page_and_finds_what_held_before(kinds: Kinds, client: Any) -> None:
    office = an_office()
    client.force_login(team_of(office).chief)
    url = reverse("approvals:edit_standard", args=["more_quota"])
    page = client.get(url)
    assert page.status_code == 200
    data = {
        "tasks-TOTAL_FORMS": 2, "tasks-INITIAL_FORMS": 0, "copies-TOTAL_FORMS": 1, "copies-INITIAL_FORMS": 0,
        "tasks-0-subject": "report", "tasks-0-text": "书面报告", "tasks-0-days": 25,
        "copies-0-receiver": "p:finance", "copies-0-must": "调整经费", "shown": page.context["standard"].pk,
    }  # fmt: skip
    more = client.post(url, {**data, "more": "tasks"})
    assert more.status_code == 200 and len(more.context["tasks"]) == 3
    assert client.post(url, {**data, "tasks-0-days": ""}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 409  # filled on what held before
    row = FollowUpStandard.objects.get(office=office)
    assert [(one.text, one.days) for one in row.tasks.all()] == [("书面报告", 25)]
    assert [one.partner_kind for one in row.copies.all()] == ["finance"]
    assert "书面报告" in client.get(reverse("approvals:standards")).content.decode()
    assert client.post(reverse("approvals:restore_standard", args=["more_quota"])).status_code == 302
    assert "书面报告" in client.get(url).content.decode()


def test_the_page_asks_as_often_for_many_standards_as_for_one(kinds: Kinds, client: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    office = an_office()
    client.force_login(team_of(office).clerk)
    url = reverse("approvals:standards")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    count()
    put(office)
    few = count()
    for code in kinds:
        if code != "more_quota":
            put(office, kind_code=code, tasks=BOOKING)
    assert count() == few
