"""Tokens of persons and own sessions: shown once, kept as a hash, ended at once; no CSRF, no way to more rights."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from ledger_site.authentication import TokenThrottle
from organizations.clock import now, today
from organizations.credentials import ApiToken
from organizations.errors import Invalid, NotFound
from organizations.people import set_status, system_account
from organizations.tokens import create_token, revoke_token
from problems.states import State
from tests.factories import PASSWORD, a_problem, a_unit, an_account, an_office, fresh, give_role, people_of, team_of


@pytest.fixture
def clerk(db):
    return team_of(an_office()).clerk


def made(account, scope="write", **more):
    return create_token(
        **{"name": "对接程序", "scope": scope, "expires_on": today() + timedelta(days=30), "actor": account, **more}
    )


def bearer(secret):
    client = APIClient(enforce_csrf_checks=True)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_a_token_acts_for_its_person_without_csrf_and_leaves_their_name(clerk):
    problem = a_problem(State.RECTIFYING, unit=a_unit(team_office(clerk)))
    _token, secret = made(clerk)
    answer = bearer(secret).post(f"/api/v1/problems/{problem.pk}/comments/", {"text": "请抓紧"}, format="json")
    assert answer.status_code == 200
    assert problem.comments.get().written_by_id == clerk.person_id


def team_office(account):
    return account.person.appointments.get().office


def test_the_secret_is_shown_once_and_kept_as_a_hash(clerk):
    client = Client()
    client.force_login(clerk)
    sent = {"name": "对接程序", "scope": "read", "expires_on": today().isoformat()}
    page = client.post("/account/access/tokens/", sent).content.decode()
    token = ApiToken.objects.get()
    secret = page.split('id="new-token">')[1].split("<")[0]
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in client.get("/account/access/").content.decode()
    past = token.history.get()
    assert not hasattr(past, "digest") and past.act.name == "account.create_token"
    assert client.post("/account/access/tokens/", sent).status_code == 422  # the same name again


def test_a_token_for_reading_reads_only(clerk):
    problem = a_problem(State.RECTIFYING, unit=a_unit(team_office(clerk)))
    client = bearer(made(clerk, "read")[1])
    assert client.get("/api/v1/problems/").json()["count"] == 1
    answer = client.post(f"/api/v1/problems/{problem.pk}/comments/", {"text": "x"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "token_reads_only")
    assert client.post("/api/v1/problems/export/", {"format": "csv"}, format="json").status_code == 200
    assert not fresh(problem).comments.exists()


def test_what_is_no_token_in_force_is_refused_alike(clerk):
    token, secret = made(clerk)
    over = made(clerk, name="旧", expires_on=today())[1]
    answers = [bearer(wrong).get("/api/v1/problems/") for wrong in ("x", secret + "x", "ledger_" + "a" * 43, "秘密")]
    with time_machine.travel(now() + timedelta(days=2)):
        answers.append(bearer(over).get("/api/v1/problems/"))
    revoke_token(token_id=token.pk, actor=clerk)
    answers.append(bearer(secret).get("/api/v1/problems/"))
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(401, "token_refused")}
    assert all(one["WWW-Authenticate"].startswith("Bearer") for one in answers)


def test_a_wrong_token_never_falls_back_to_the_session(clerk):
    client = APIClient()
    client.force_login(clerk)
    assert client.get("/api/v1/problems/", HTTP_AUTHORIZATION="Bearer wrong").status_code == 401
    assert client.get("/api/v1/problems/").status_code == 200


def test_suspension_ends_tokens_and_sessions_at_once_and_for_good(clerk):
    _token, secret = made(clerk)
    browser = Client()
    browser.force_login(clerk)
    set_status(account_id=clerk.pk, status="suspended", reason="离岗", actor=system_account())
    assert bearer(secret).get("/api/v1/problems/").status_code == 401
    set_status(account_id=clerk.pk, status="active", reason="返岗", actor=system_account())
    assert bearer(secret).get("/api/v1/problems/").status_code == 401
    assert browser.get("/").status_code == 302


def test_a_token_sees_what_its_person_sees_now(clerk):
    _token, secret = made(clerk)
    other = a_problem(State.RECTIFYING, unit=a_unit(an_office()))
    client = bearer(secret)
    assert client.get(f"/api/v1/problems/{other.pk}/").status_code == 404
    give_role(clerk, "office_clerk", other.office)
    assert client.get(f"/api/v1/problems/{other.pk}/").status_code == 200


def test_no_token_makes_or_revokes_another(clerk):
    token, secret = made(clerk)
    body = {"name": "更多", "scope": "write", "expires_on": today().isoformat()}
    assert bearer(secret).post("/api/v1/tokens/", body, format="json").status_code == 403
    assert bearer(secret).post(f"/api/v1/tokens/{token.pk}/revoke/").status_code == 403
    assert ApiToken.objects.count() == 1


def test_a_person_who_must_change_the_password_has_no_way_around_it(db):
    account = an_account(must_change_password=True)
    answer = bearer(made(account)[1]).get("/api/v1/problems/")
    assert (answer.status_code, answer.json()["code"]) == (403, "password_must_change")


def test_tokens_of_others_are_hidden(clerk):
    token, _secret = made(clerk)
    other = team_of(team_office(clerk)).leader
    with pytest.raises(NotFound):
        revoke_token(token_id=token.pk, actor=other)
    client = Client()
    client.force_login(other)
    assert client.post(f"/account/access/tokens/{token.pk}/revoke/").status_code == 404
    assert "对接程序" not in client.get("/account/access/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"scope": "admin"}, {"expires_on": None}, {"name": "n" * 61}], ids=lambda wrong: str(wrong)
)
def test_a_token_that_cannot_be_is_refused(clerk, wrong):
    if wrong.get("expires_on", "") is None:
        wrong = {"expires_on": today() + timedelta(days=400)}
    with pytest.raises(Invalid):
        made(clerk, **wrong)


def test_requests_of_a_token_are_counted(clerk, monkeypatch):
    cache.clear()
    monkeypatch.setattr(TokenThrottle, "rate", "2/min", raising=False)
    client = bearer(made(clerk)[1])
    codes = [client.get("/api/v1/problems/").status_code for _number in range(3)]
    assert codes == [200, 200, 429]
    assert client.get("/api/v1/problems/").json()["code"] == "too_many"


def test_the_use_of_a_token_is_remembered_once_a_minute(clerk):
    token, secret = made(clerk)
    bearer(secret).get("/api/v1/problems/")
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None and token.history.count() == 1
    bearer(secret).get("/api/v1/problems/")
    token.refresh_from_db()
    assert token.last_used_at == first


def test_own_sessions_are_listed_and_others_can_be_ended(clerk):
    here, there, third = Client(), Client(HTTP_USER_AGENT="别处的浏览器"), Client()
    for client in (here, there):
        client.post("/account/sign-in/", {"login": clerk.username, "password": PASSWORD})
    third.force_login(people_of(a_unit(an_office())).clerk)
    third.get("/")
    page = here.get("/account/access/")
    assert "别处的浏览器" in page.content.decode() and len(page.context["sessions"]) == 2
    other = next(one for one in page.context["sessions"] if not one.is_current)
    assert here.post("/account/access/sessions/end/", {"session": other.handle}).status_code == 302
    assert there.get("/").status_code == 302
    assert (here.get("/").status_code, third.get("/").status_code) == (200, 200)
