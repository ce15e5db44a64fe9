"""A6: signing in and out, lock-out, time-outs, suspension, passwords, language; each step is in the trail."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from audit.models import Act, Event
from organizations.clock import SHANGHAI
from organizations.models import Account, Office
from organizations.people import SYSTEM_NAME, set_status, system_account
from organizations.roles import Role
from tests.factories import PASSWORD, a_person_with, an_account, an_office

SIGN_IN, SIGN_OUT, CHANGE = "/account/sign-in/", "/account/sign-out/", "/account/password/"
NEW = "An-other-one-2026"
ELSEWHERE = ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example")
NOON = datetime(2026, 9, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture
def office(db: None) -> Office:
    return an_office("OFF")


@pytest.fixture
def clerk(office: Office) -> Account:
    return a_person_with(Role.OFFICE_CLERK, office, username="chenli")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sign_in(name: str = "chenli", password: str = PASSWORD, *, client: Client | None = None, **extra: Any) -> Any:
    return (client or Client()).post(SIGN_IN, {"login": name, "password": password}, **extra)


def signed_in(name: str = "chenli", password: str = PASSWORD) -> Client:
    client = Client()
    assert sign_in(name, password, client=client).status_code == 302
    return client


def is_in(client: Client) -> bool:
    """Whether the browser is still signed in."""
    page = client.get("/")
    assert page.status_code in {200, 302}
    return page.status_code == 200 or page["Location"] == CHANGE


def text_of(answer: Any) -> str:
    """The page without tokens and without the name that was typed."""
    body = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', r"\1", answer.content.decode())
    return re.sub(r'name="login" value="[^"]*"', "", body)


# -- signing in


def test_a_good_password_opens_the_first_page_and_is_an_event_with_name_body_and_role(clerk: Account) -> None:
    answer = sign_in(REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    [event] = Event.objects.filter(kind=Event.Kind.SIGN_IN)
    act = event.act
    assert (event.outcome, act.actor_account_id, act.actor_person_id) == ("ok", clerk.pk, clerk.person_id)
    assert (act.actor_name, act.actor_unit, act.actor_role) == (
        clerk.person.name,
        "OFF市委机构编制委员会办公室",
        "office_clerk",
    )
    assert (act.address, act.door, len(act.request_id)) == ("192.0.2.7", "page", 32)


def test_after_signing_in_the_page_asked_for_opens_if_it_is_of_this_site(clerk: Account) -> None:
    asked = Client().get("/ledger/?state=open")["Location"]
    assert Client().post(asked, {"login": "chenli", "password": PASSWORD})["Location"] == "/ledger/?state=open"
    for elsewhere in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ):
        answer = Client().post(SIGN_IN, {"login": "chenli", "password": PASSWORD, "next": elsewhere})
        assert answer["Location"] == "/", elsewhere


def test_an_unknown_name_and_a_wrong_password_read_the_same(clerk: Account) -> None:
    wrong, unknown = sign_in(password="wrong"), sign_in("nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert text_of(wrong) == text_of(unknown)
    tried = Event.objects.filter(kind=Event.Kind.SIGN_IN, outcome="failed").order_by("pk")
    assert [event.details for event in tried] == [{"username": "chenli"}, {"username": "nobody"}]
    assert {event.act.actor_role for event in tried} == {"anonymous"}


def test_an_unknown_name_takes_the_work_of_one_password(clerk: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for name in ("chenli", "nobody"):
        sign_in(name, "wrong")
    assert done == ["wrong", "wrong"]


@pytest.mark.parametrize("status", [Account.Status.CREATED, Account.Status.SUSPENDED])
def test_an_account_that_is_not_active_does_not_sign_in(clerk: Account, status: str) -> None:
    set_status(account_id=clerk.pk, status=status, reason="测试", actor=system_account())
    answer = Client(raise_request_exception=False).post(SIGN_IN, {"login": "chenli", "password": PASSWORD})
    assert answer.status_code in {200, 302, 403}
    assert not Event.objects.filter(kind=Event.Kind.SIGN_IN, outcome="ok").exists()


def test_nobody_signs_in_as_the_system(db: None) -> None:
    system_account()
    for password in ("", "!", SYSTEM_NAME, PASSWORD):
        assert sign_in(SYSTEM_NAME, password).status_code == 200
    assert not Event.objects.filter(kind=Event.Kind.SIGN_IN, outcome="ok").exists()


def test_the_session_gets_a_new_key_when_somebody_signs_in(clerk: Account) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by another"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client=client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_nobody_registers_or_resets_by_themselves(db: None) -> None:
    for path in ("/account/signup/", "/account/password/reset/", "/accounts/signup/", "/admin/", "/account/email/"):
        assert Client().get(path).status_code == 404, path


# -- lock-out

TRIES = 10


def guess(times: int, name: str = "chenli", **extra: Any) -> list[int]:
    return [sign_in(name, f"guess-{number}", **extra).status_code for number in range(times)]


def test_ten_wrong_passwords_lock_the_name_at_this_address_only(clerk: Account, office: Office) -> None:
    a_person_with(Role.OFFICE_CLERK, office, username="wumin")
    assert guess(TRIES) == [200] * (TRIES - 1) + [429]
    assert sign_in().status_code == 429
    assert sign_in(REMOTE_ADDR="192.0.2.7").status_code == 302
    assert sign_in("wumin").status_code == 302
    locked = Event.objects.filter(kind=Event.Kind.SIGN_IN_LOCKED)
    assert {event.details["username"] for event in locked} == {"chenli"}


def test_the_lock_opens_by_itself_after_a_quarter_of_an_hour(clerk: Account, clock: Any) -> None:
    guess(TRIES)
    clock.shift(timedelta(minutes=14))
    assert sign_in(REMOTE_ADDR="127.0.0.1").status_code == 429
    clock.shift(timedelta(minutes=16))
    assert sign_in().status_code == 302


def test_a_made_up_forwarding_address_gives_no_more_tries(clerk: Account) -> None:
    codes = [
        sign_in(password="x", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code for number in range(TRIES)
    ]
    assert codes[-1] == 429


def test_behind_our_proxy_two_clients_do_not_share_a_lock(clerk: Account, settings: Any) -> None:
    settings.PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forwarded = {"headers": {"X-Forwarded-For": "198.51.100.9, 192.0.2.7"}}
    assert guess(TRIES, **forwarded)[-1] == 429
    assert sign_in(headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 302


def test_other_spellings_of_the_name_give_no_more_tries(clerk: Account) -> None:
    names = ["chenli", "Chenli", "CHENLI", "cHenli", "chenlI", "cheNli", "chEnli", "CHenli", " chenli", "chenli "]
    codes = [sign_in(name, "x").status_code for name in names]
    assert codes[-1] == 429 or sign_in("CHENLI").status_code != 302


def test_wrong_passwords_at_one_address_do_not_lock_out_the_others(clerk: Account) -> None:
    guess(6)
    assert sign_in(REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_right_password_ends_the_row_of_wrong_ones(clerk: Account) -> None:
    """The sign-in page says: ten wrong passwords in a row."""
    guess(TRIES - 1)
    assert sign_in().status_code == 302
    assert guess(1) == [200]
    assert sign_in().status_code == 302


# -- sessions that end


def test_a_suspended_person_is_out_with_the_next_request(clerk: Account) -> None:
    client = signed_in()
    assert is_in(client)
    set_status(account_id=clerk.pk, status=Account.Status.SUSPENDED, reason="离职", actor=system_account())
    assert client.get("/")["Location"] == f"{SIGN_IN}?next=/"
    assert client.get("/api/v1/my-work/").status_code == 401


def test_the_session_of_a_suspended_person_does_not_come_back(clerk: Account) -> None:
    client = signed_in()
    for status in (Account.Status.SUSPENDED, Account.Status.ACTIVE):
        set_status(account_id=clerk.pk, status=status, reason="核实", actor=system_account())
    assert not is_in(client)


def test_a_post_that_ended_yesterday_opens_nothing_today(clerk: Account, clock: Any) -> None:
    client = signed_in()
    assert client.get("/verification/").status_code == client.get("/import/").status_code == 200
    appointment = clerk.person.appointments.get()
    from audit.acts import act

    with act("appointment.end", actor=system_account()):
        appointment.until = (NOON - timedelta(days=1)).date()
        appointment.save()
    assert client.get("/import/").status_code == 404


def test_an_idle_session_ends_after_half_an_hour_and_work_keeps_it(clerk: Account, clock: Any) -> None:
    client = signed_in()
    for _step in range(4):
        assert is_in(client)
        clock.shift(timedelta(minutes=29))
    assert is_in(client)
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(clerk: Account, clock: Any) -> None:
    client = signed_in()
    for _step in range(12 * 3):
        assert is_in(client)
        clock.shift(timedelta(minutes=20))
    clock.shift(timedelta(minutes=1))
    assert not is_in(client)


def test_an_ended_session_is_gone_from_the_server(clerk: Account, clock: Any) -> None:
    client = signed_in()
    assert is_in(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)
    replayed = Client()
    replayed.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(replayed)
    assert not Session.objects.filter(session_key=key).exists()
    assert Event.objects.filter(kind=Event.Kind.SIGN_OUT).count() == 1


def test_signing_out_takes_a_post_and_ends_the_session_on_the_server(clerk: Account) -> None:
    client = signed_in()
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(SIGN_OUT).status_code == 200
    assert is_in(client)
    answer = client.post(SIGN_OUT)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    replayed = Client()
    replayed.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client) and not is_in(replayed)


# -- passwords


def change(client: Client, new: str, *, old: str = PASSWORD, again: str | None = None) -> Any:
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new if again is None else again})


def test_a_first_password_opens_nothing_but_its_change(office: Office) -> None:
    a_person_with(Role.OFFICE_CLERK, office, username="neu", must_change_password=True)
    client = signed_in("neu")
    for path in ("/", "/ledger/", "/ledger/1/", "/verification/", "/import/", "/units/", "/trail/", "/nowhere/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, CHANGE), path
    assert client.get("/api/v1/my-work/").json()["code"] == "password_must_change"
    assert client.post("/ledger/register/").status_code == 302
    assert change(client, NEW).status_code == 302
    assert client.get("/").status_code == client.get("/ledger/").status_code == 200


def test_the_first_password_itself_is_no_new_one(office: Office) -> None:
    a_person_with(Role.OFFICE_CLERK, office, username="neu", must_change_password=True)
    client = signed_in("neu")
    change(client, PASSWORD)
    assert client.get("/").status_code == 302


def test_a_password_of_ninety_days_has_to_be_changed(clerk: Account, clock: Any) -> None:
    clerk_two = an_account("zhaoli")
    assert clerk_two.password_changed_at == NOON
    clock.shift(timedelta(days=90))
    assert signed_in("zhaoli").get("/").status_code == 200
    clock.shift(timedelta(days=1))
    assert signed_in("zhaoli").get("/")["Location"] == CHANGE


REFUSED = {
    "short": "Ab-34567890",
    "two kinds": "abcdefgh12345",
    "only capitals and signs": "ABCDEFGH-----",
    "the user name": "Chenlixiaoming-1",
    "common": "1q2w3e4r5t6y7u8i9o0p",
    "repeated wrongly": NEW,
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_weak_password_is_refused_with_a_sentence(db: None, what: str) -> None:
    an_account("chenlixiaoming")
    client = signed_in("chenlixiaoming")
    answer = change(client, REFUSED[what], again="something-Else-2" if what == "repeated wrongly" else None)
    assert answer.status_code == 200 and "aria-invalid" in answer.content.decode()
    assert sign_in("chenlixiaoming").status_code == 302


@pytest.mark.parametrize("password", [NEW, "整改台账Ledger第2026号", "x" * 60 + "Ab1-" * 20])
def test_long_and_chinese_passwords_are_taken(clerk: Account, password: str) -> None:
    client = signed_in()
    assert change(client, password).status_code == 302
    assert sign_in(password=password).status_code == 302
    assert sign_in().status_code == 200


def test_the_old_password_is_asked_for(clerk: Account) -> None:
    client = signed_in()
    assert change(client, NEW, old="wrong").status_code == 200
    assert sign_in().status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(clerk: Account) -> None:
    here, there = signed_in(), signed_in()
    assert change(here, NEW).status_code == 302
    assert is_in(here) and not is_in(there)


def test_a_change_of_the_password_is_in_the_trail_without_it(clerk: Account) -> None:
    change(signed_in(), NEW)
    done = Act.objects.get(name="account.change_password")
    assert (done.actor_account_id, done.actor_role) == (clerk.pk, "office_clerk")
    assert "password" not in {field.name for field in clerk.history.model._meta.get_fields()}
    told = "".join(Act.objects.values_list("reason", flat=True)) + str(
        list(Event.objects.values_list("details", flat=True))
    )
    assert NEW not in told and PASSWORD not in told


# -- the trail


def test_a_day_of_signing_in_and_out_is_kept_event_by_event(clerk: Account, office: Office) -> None:
    a_person_with(Role.OFFICE_CLERK, office, username="wumin")
    sign_in(password="wrong")
    signed_in().post(SIGN_OUT)
    sign_in("nobody")
    guess(TRIES, "wumin")
    kept = Counter((event.kind, event.outcome) for event in Event.objects.all())
    assert kept == {
        (Event.Kind.SIGN_IN, "failed"): 1 + 1 + TRIES,
        (Event.Kind.SIGN_IN, "ok"): 1,
        (Event.Kind.SIGN_OUT, "ok"): 1,
        (Event.Kind.SIGN_IN_LOCKED, "failed"): 1,
    }
    out = Event.objects.get(kind=Event.Kind.SIGN_OUT).act
    assert (out.actor_name, out.actor_role) == (clerk.person.name, "office_clerk")


def test_the_name_that_was_typed_is_kept_and_the_password_is_not(db: None) -> None:
    sign_in("x" * 60, "geheim-geheim")
    assert Event.objects.get(outcome="failed").details == {"username": "x" * 60}


# -- language


def lang(client: Client, path: str = SIGN_IN) -> str:
    found = re.search(r'<html lang="([\w-]+)"', client.get(path).content.decode())
    assert found
    return found[1]


def test_visitors_read_chinese_whatever_their_browser_asks_and_may_choose_english(db: None) -> None:
    client = Client(headers={"Accept-Language": "en-GB,en"})
    assert lang(client) == "zh-Hans"
    answer = client.post(reverse("set_language"), {"language": "en", "next": SIGN_IN})
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert lang(client) == "en"


def test_the_choice_is_kept_with_the_account_and_in_its_history(clerk: Account) -> None:
    signed_in().post(reverse("set_language"), {"language": "en"})
    clerk.refresh_from_db()
    assert clerk.language == "en"
    assert clerk.history.order_by("-history_id").first().act.name == "account.set_language"
    assert lang(signed_in(), "/") == "en"


def test_an_unknown_language_changes_nothing_and_a_get_is_refused(clerk: Account) -> None:
    client = signed_in()
    before = clerk.history.count()
    assert client.post(reverse("set_language"), {"language": "xx"}).status_code == 302
    assert client.get(reverse("set_language"), {"language": "en"}).status_code == 405
    assert (lang(client, "/"), clerk.history.count()) == ("zh-Hans", before)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_language_switch_leads_nowhere_else(db: None, elsewhere: str) -> None:
    for extra in ({"data": {"language": "en", "next": elsewhere}}, {"headers": {"Referer": elsewhere}}):
        answer = Client().post(reverse("set_language"), **{"data": {"language": "en"}, **extra})
        assert answer["Location"] == "/"


def test_programs_choose_by_header(clerk: Account) -> None:
    client = signed_in()
    url = reverse("api_problem", args=[987_654_321])
    english = client.get(url, headers={"Accept-Language": "en"}).json()["message"]
    chinese = client.get(url, headers={"Accept-Language": "zh-CN"}).json()["message"]
    assert english.isascii() and not chinese.isascii()
    assert client.get(url).json()["message"] == chinese


def test_before_a_due_change_of_password_the_frame_has_no_menu_and_a_way_out(office: Office) -> None:
    client = Client()
    client.force_login(a_person_with(Role.OFFICE_CLERK, office, must_change_password=True))
    answer = client.get(CHANGE)
    page = answer.content.decode()
    assert "shell" not in answer.context and 'id="navigation"' not in page
    assert "您的密码" in MinimumLengthValidator(12).get_help_text()
    assert f'formaction="{SIGN_OUT}"' in page and "你" not in page
    assert client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}).status_code == 302
    assert 'id="navigation"' in client.get("/").content.decode()
