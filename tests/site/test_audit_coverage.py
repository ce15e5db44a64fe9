"""C08, B08: a day's work leaves exactly the events and acts it should; nothing in the ledger can be taken away."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from audit.history import history_model, tracked_models
from audit.models import Act, ActReference, Event, GuardedWrite
from audit.selectors import event_list
from organizations.clock import today
from organizations.models import Account
from organizations.roles import Role
from problems.models import Evidence, Problem
from problems.services import rectification
from problems.states import State
from tests.factories import PASSWORD, a_person_with, a_picture, a_problem, people_of, team_of

SIGN_IN, SIGN_OUT = "/account/sign-in/", "/account/sign-out/"


def signed_in(account: Account) -> Client:
    client = Client()
    answer = client.post(SIGN_IN, {"login": account.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.django_db
def test_a_scripted_day_leaves_exactly_its_events_and_acts() -> None:
    problem = a_problem("verifying", step="sign_off")
    office, unit = problem.office, problem.unit
    working = a_problem(State.RECTIFYING, unit=unit)
    rectification.report_progress(
        problem_id=working.pk, text="已拍照", files=[a_picture()], actor=people_of(unit).clerk
    )
    file = Evidence.objects.get(problem=working)
    security, auditor = a_person_with(Role.SECURITY_ADMIN, office), a_person_with(Role.AUDIT_ADMIN, office)
    chief, leader = team_of(office).chief, team_of(office).leader
    clerk, subject = people_of(unit).clerk, a_person_with(Role.UNIT_CLERK, unit)
    first_event, first_act = Event.objects.count(), Act.objects.latest("pk").pk

    Client().post(SIGN_IN, {"login": clerk.username, "password": "wrong"})
    at_unit = signed_in(clerk)
    at_unit.get(reverse("problems:evidence", args=[file.pk]))
    at_unit.head(reverse("problems:evidence", args=[file.pk]))
    at_unit.get(reverse("problems:evidence_picture", args=[file.pk]))
    assert at_unit.post(reverse("problems:void", args=[working.pk]), {"reason": "x"}).status_code == 403
    assert at_unit.post(reverse("problems:void", args=[987_654_321]), {"reason": "x"}).status_code == 404
    at_unit.post("/language/", {"language": "en"})
    at_unit.post(SIGN_OUT)
    at_office = signed_in(leader)
    signing = at_office.post(
        reverse("verification:sign_off", args=[problem.pk]), {"decision": "signed", "confirmed": "on"}
    )
    assert signing.status_code == 302
    voiding = at_office.post(reverse("problems:void", args=[working.pk]), {"reason": "重复登记"})
    assert voiding.status_code == 302
    administering = signed_in(security)
    granting = administering.post(
        reverse("accounts:grant", args=[subject.pk]),
        {"role": "unit_head", "body": f"unit:{unit.pk}", "since": today() - timedelta(days=1)},
    )
    assert granting.status_code == 302
    reading = signed_in(auditor)
    assert reading.get(reverse("audit:trail")).status_code == 200
    for _try in range(10):
        Client().post(SIGN_IN, {"login": chief.username, "password": "wrong"})

    events = list(event_list().order_by("pk")[first_event:])
    assert Counter((one.kind, one.outcome) for one in events) == {
        ("sign_in", "failed"): 1 + 10,
        ("sign_in", "ok"): 4,
        ("sign_in_locked", "failed"): 1,
        ("sign_out", "ok"): 1,
        ("download", "ok"): 1,
        ("read", "ok"): 2,  # a preview, and the trail
        ("refused", "not_allowed"): 1,
        ("refused", "not_found"): 1,
    }
    done = Act.objects.filter(pk__gt=first_act).exclude(name__startswith="event.")
    acts = Counter(done.values_list("name", flat=True))
    assert acts == {"account.set_language": 1, "verification.sign_off": 1, "problem.void": 1, "post.grant": 1}
    for act in Act.objects.filter(pk__gt=first_act, actor_account_id__gt=0):
        assert act.at.tzinfo and act.actor_name and act.actor_unit and act.actor_role and act.request_id
        assert (act.door, act.address) == ("page", "127.0.0.1")
    read = [one for one in events if one.kind == "read"]
    assert {one.object_kind for one in read} == {"evidence", "trail"}
    taken = next(one for one in events if one.kind == "download")
    assert taken.details == {"problem": working.pk, "sha256": file.stored.sha256}


# Nothing is taken away


def test_no_key_cascades_into_the_ledger_or_its_trail() -> None:
    kept = {*tracked_models(), *(history_model(one) for one in tracked_models())}
    kept |= {one for one in apps.get_models() if issubclass(one, ActReference)} | {Act}
    loose = [
        f"{model._meta.label}.{field.name}"
        for model in kept
        for field in model._meta.concrete_fields
        if field.remote_field is not None
        and field.remote_field.on_delete not in {models.PROTECT, models.DO_NOTHING, models.RESTRICT}
    ]
    assert loose == []
    assert Problem in kept and Evidence in kept and len(kept) > 40


@pytest.mark.django_db
@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)
def test_rows_of_the_ledger_refuse_to_be_deleted(model: type[models.Model]) -> None:
    with pytest.raises(GuardedWrite):
        model._default_manager.all().delete()
    with pytest.raises(GuardedWrite):
        model().delete()


@pytest.mark.django_db
def test_no_address_takes_a_delete() -> None:
    problem = a_problem(State.RECTIFYING)
    for account in (team_of(problem.office).leader, people_of(problem.unit).head):
        client = Client()
        client.force_login(account)
        for url in (reverse("api_problem", args=[problem.pk]), reverse("problems:detail", args=[problem.pk])):
            assert client.delete(url).status_code == 405
    voided = a_problem(State.VOIDED)
    assert voided.number and Problem.objects.filter(pk=voided.pk).exists()
