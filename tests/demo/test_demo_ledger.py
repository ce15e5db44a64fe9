"""The demonstration as people find it: the city's true ledger, counties with entries in every state, sign-ins.

It is made once for this module, committed as in life, and taken away by a fresh copy of the prepared database.
"""

import io
import json
import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.gate.asking import ask
from approvals.models import (
    Application,
    ApplicationKind,
    Decision,
    FollowUpTask,
    GateException,
    Meeting,
    Suspension,
    TaskForce,
)
from audit.models import Act, TrailRow
from deadlines.clocks import light_of
from deadlines.models import Clock
from demo.people import EVERYBODY
from documents.models import OfficialDocument
from organizations import clock
from organizations.models import Account, Office, Unit
from problems.models import Evidence, Problem, RectificationPlan
from problems.selectors.figures import figures, ledger_rows
from problems.states import State
from verification.models import CloseOut, SignOff, Step, SuperiorConsent

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "static").mkdir()
    places = {"DATA_DIR": folder, "FILES_DIR": folder / "files", "STATIC_ROOT": folder / "static"}
    with override_settings(DEMO=True, **places), django_db_blocker.unblock():
        call_command("demo", verbosity=0)
        yield folder
        TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]  # a fresh copy, see tests/conftest.py


@pytest.fixture(autouse=True)
def there(demonstration: Path, db: None) -> Path:
    return demonstration


def city() -> Office:
    return Office.objects.get(code="YC")


def in_counties() -> Any:
    return Problem.objects.filter(office__code__in=["QS", "LJ"])


def test_the_city_has_126_found_and_88_closed_on_time():
    found = figures(ledger_rows(city()), as_of=clock.today())
    assert (found["found"], found["closed"], found["closed_on_time"], found["open"]) == (126, 88, 88, 38)


def test_nothing_in_the_city_is_invented():
    entries = Problem.objects.filter(office=city())
    assert entries.count() == entries.filter(identity__isnull=False, take_over__isnull=False).count() == 126
    assert not entries.filter(relapses__gt=0).exists()
    assert not entries.filter(state__in=[State.VOIDED, State.MERGED, State.DRAFT, State.REPORTED]).exists()
    assert not CloseOut.objects.filter(problem__office=city()).exists()


def test_the_city_has_its_76_units_below_their_departments():
    units = Unit.objects.filter(office=city())
    assert units.count() == 76
    hospital = units.get(name="市人民医院")
    assert (hospital.competent_department.name, hospital.nature) == ("市卫生健康委员会", Unit.Nature.INSTITUTION)
    assert units.filter(nature=Unit.Nature.AGENCY, competent_department=None).count() == 24
    assert units.get(name="市水利局").initials == "sslj"


def test_offices_stand_in_a_tree():
    above = dict(Office.objects.values_list("code", "superior__code"))
    assert above == {"DM": None, "YC": "DM", "QS": "YC", "LJ": "YC"}


def test_counties_have_entries_in_every_state():
    states = set(in_counties().values_list("state", flat=True))
    assert states == set(State) - {State.DRAFT}
    steps = set(CloseOut.objects.filter(problem__in=in_counties()).values_list("step", flat=True))
    assert steps == set(Step)
    assert in_counties().filter(relapses=1, state=State.RECTIFYING).exists()
    assert in_counties().filter(kept_open=1, state=State.RECTIFYING).exists()
    assert RectificationPlan.objects.filter(status="returned", problem__state=State.ASSIGNED).exists()
    assert set(SuperiorConsent.objects.values_list("answer", flat=True)) == set(SuperiorConsent.Answer)
    assert Evidence.objects.filter(problem__in=in_counties(), name__endswith=".pdf").exists()


def test_counties_have_every_light_and_late_closings():
    today = clock.today()
    clocks = Clock.objects.filter(stopped_on=None, office__code__in=["QS", "LJ"])
    assert {light_of(one.due_on, one.yellow_on, today) for one in clocks} == {"green", "yellow", "red"}
    found = figures(ledger_rows(city(), include_lower=True), as_of=today)
    assert found["closed"] - found["closed_on_time"] == 1
    assert found["overdue"] > 0


def test_applications_in_the_counties_stand_at_every_point_of_their_way():
    states = set(Application.objects.filter(office__code__in=["QS", "LJ"]).values_list("state", flat=True))
    assert states == {
        *("draft", "pre_review", "paused", "refused", "accepted"),
        *("on_agenda", "routed_up", "implementing"),
    }
    assert not Application.objects.filter(office=city()).exists()
    coming = Meeting.objects.get(closed_on=None)
    assert coming.held_on > clock.today() and coming.agenda.get().application.state == "on_agenda"
    waiting = Clock.objects.filter(office=city(), subject_kind="application", stopped_on=None)
    assert [Application.objects.get(pk=one.subject_id).state for one in waiting] == ["routed_up"]


def test_a_decided_application_is_followed_up_by_who_has_to():
    decision = Decision.objects.get()
    assert decision.approved and decision.document is not None
    assert {one.acknowledged_on is None for one in decision.copies.all()} == {True, False}
    done, reported, late = (FollowUpTask.objects.get(subject=one) for one in ("real_name", "registration", "report"))
    assert done.closed_on and reported.reported_on and not reported.closed_on
    assert late.letter is not None and late.reported_on is None and late.due_on < clock.today()


def test_a_task_force_is_at_work_with_tasks_of_several_people(client):
    force = TaskForce.objects.get()
    assert force.ended_on is None and force.application.state == "routed_up"
    done = force.tasks.get(done_on__isnull=False)
    waiting = force.tasks.filter(done_on=None)
    assert done.person == force.leader and waiting.count() == 2
    doers = set(waiting.values_list("person__name", flat=True))
    assert doers == {"叶小舟", "闻知远"} and doers < {one.person.name for one in force.members.all()}
    clocks = Clock.objects.filter(subject_kind="task_force", subject_id=force.pk, stopped_on=None)
    assert clocks.count() == 3  # two tasks and the end
    client.force_login(
        Account.objects.get(username="qs_zzb"), backend="organizations.backend.AccountBackend"
    )  # of a partner department: the force and nothing else of the matter
    assert force.name in client.get("/").content.decode()
    assert client.get(f"/approvals/task-forces/{force.pk}/").status_code == 200
    assert client.get(f"/approvals/{force.application_id}/").status_code == 404


def test_one_unit_is_suspended_and_one_is_excepted_for_a_kind():
    (suspension,), (exception,) = Suspension.objects.all(), GateException.objects.all()
    assert ask(suspension.unit, ApplicationKind.objects.get(code="onto_quota")).outcome == "refused"
    assert ask(exception.unit, ApplicationKind.objects.get(code="quota_use_plan")).outcome == "admitted"
    assert ask(exception.unit, ApplicationKind.objects.get(code="more_quota")).outcome != "admitted"


def test_every_closing_in_the_counties_has_its_notice():
    closings = CloseOut.objects.filter(step=Step.CLOSED).count()
    assert OfficialDocument.objects.filter(kind=OfficialDocument.Kind.CLOSE_OUT_NOTICE).count() == closings > 3


def test_nobody_signed_what_they_handled():
    for signature in SignOff.objects.select_related("close_out__problem"):
        handlers = signature.close_out.problem.handlings.values_list("person_id", flat=True)
        assert signature.signed_by_id not in set(handlers)


def test_effective_days_lie_back_and_recording_stays_true():
    oldest = in_counties().order_by("registered_on").first()
    assert oldest.registered_on < clock.today() - timedelta(days=150)
    written = Problem.history.filter(id=oldest.pk).earliest("history_id").history_date
    assert clock.now() - written < timedelta(hours=1)


def test_the_second_time_adds_nothing_and_asks_little():
    before = Act.objects.count(), TrailRow.objects.count(), Problem.objects.count(), Account.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        call_command("demo", verbosity=0)
    assert (Act.objects.count(), TrailRow.objects.count(), Problem.objects.count(), Account.objects.count()) == before
    assert len(asked) <= 40  # a few for each kind of thing that the demonstration looks for


def test_the_trail_of_the_demonstration_is_sound():
    call_command("verify_trail", stdout=io.StringIO())


def sign_ins() -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("demo_accounts", "--format=json", stdout=out)
    return json.loads(out.getvalue())


def test_every_account_can_sign_in(client):
    found = sign_ins()
    assert [one["username"] for one in found] == [one.username for one in EVERYBODY]
    accounts = {account.username: account for account in Account.objects.all()}
    for one in found:
        account = accounts[one["username"]]
        assert account.check_password(one["password"]) and account.is_active and not account.must_change_password
        assert one["roles"] and one["organisation"]


@pytest.mark.parametrize("username", ["yc_clerk", "yc_clerk2", "rmyy_clerk"])
def test_a_sign_in_through_the_page(client, username):
    (one,) = [one for one in sign_ins() if one["username"] == username]
    answer = client.post(reverse("account_login"), {"login": username, "password": one["password"]})
    assert answer.status_code == 302
    assert int(client.session["_auth_user_id"]) == Account.objects.get(username=username).pk


def test_somebody_of_the_office_and_somebody_of_a_unit_read_english():
    english = {one["username"] for one in sign_ins() if one["language"] == "en"}
    assert english == {"yc_clerk2", "jsfz_clerk"}


def test_every_role_is_played():
    from organizations.roles import Role

    assert {role for one in sign_ins() for role in one["roles"]} == set(Role)


def test_the_table_of_sign_ins_names_the_password(there):
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    password = json.loads((there / "demo_accounts.json").read_text())["password"]
    assert out.getvalue().count(password) == len(EVERYBODY)


def test_the_password_is_kept_for_its_owner_only(there):
    assert stat.S_IMODE(os.stat(there / "demo_accounts.json").st_mode) == 0o600


def test_a_password_of_the_environment_replaces_the_kept_one(there, monkeypatch):
    kept = (there / "demo_accounts.json").read_text()
    monkeypatch.setenv("LEDGER_DEMO_PASSWORD", "Chosen-by-hand-7")
    call_command("demo", verbosity=0)
    assert {one["password"] for one in sign_ins()} == {"Chosen-by-hand-7"}
    assert Account.objects.get(username="yc_clerk").check_password("Chosen-by-hand-7")
    (there / "demo_accounts.json").write_text(kept)


def test_a_weak_password_of_the_environment_is_refused(monkeypatch):
    monkeypatch.setenv("LEDGER_DEMO_PASSWORD", "short")
    with pytest.raises(CommandError, match="LEDGER_DEMO_PASSWORD"):
        call_command("demo", verbosity=0)
