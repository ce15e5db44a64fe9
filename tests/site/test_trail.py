"""B8, A6: the audit administrator finds rows of the trail by person, day and act, and reads what they are about."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.selectors import between, event_list
from organizations import accounts, handover
from organizations.clock import today
from organizations.models import Account, Office
from organizations.roles import Role
from tests.factories import PASSWORD, a_person_with, a_unit, an_office, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


@pytest.fixture
def security(office: Office) -> Account:
    return a_person_with(Role.SECURITY_ADMIN, office, username="keeper")


@pytest.fixture
def auditor(office: Office) -> Client:
    client = Client()
    client.force_login(a_person_with(Role.AUDIT_ADMIN, office))
    return client


def rows_of(client: Client, **query: Any) -> list[Any]:
    answer = client.get(reverse("audit:trail"), query)
    assert answer.status_code == 200, answer.context["form"].errors
    return list(answer.context["page"].object_list)


def test_a_row_says_to_whom_a_post_was_given_and_from_whom_to_whom_it_went(
    office: Office, security: Account, auditor: Client
) -> None:
    unit = a_unit(office)
    clerk, other = people_of(unit).clerk, people_of(a_unit(office)).clerk
    given = accounts.grant_post(account_id=clerk.pk, role="unit_head", body=unit, since=today(), actor=security)
    handover.hand_over(appointment_id=given.pk, successor_id=other.pk, last_day=today(), reason="调任", actor=security)
    moved, granted = rows_of(auditor, who="keeper")[:2]
    assert granted.objects == [f"{clerk.person.name} · {Role.UNIT_HEAD.label} · {unit.name}"]
    assert [words.split(" · ")[0] for words in moved.objects] == [clerk.person.name, other.person.name]
    assert granted.objects[0] in auditor.get(reverse("audit:trail")).content.decode()


def test_rows_are_found_by_person_day_and_act_and_by_all_of_them(
    office: Office, security: Account, auditor: Client
) -> None:
    clerk = people_of(a_unit(office)).clerk
    accounts.suspend(account_id=clerk.pk, reason="停职", actor=security)
    accounts.activate(account_id=clerk.pk, actor=security)
    assert [row.name for row in rows_of(auditor, who="KEEP")] == ["account.activate", "account.suspend"]
    assert [row.name for row in rows_of(auditor, what="account.suspend")] == ["account.suspend"]
    day = today().isoformat()
    assert len(rows_of(auditor, who="keeper", since=day, until=day)) == 2
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert rows_of(auditor, since=tomorrow) == []
    assert rows_of(auditor, who="nobody of that name") == []
    empty = auditor.get(reverse("audit:trail"), {"who": "nobody of that name"})
    assert empty.context["narrowed"]


def test_what_cannot_be_asked_is_said_beside_its_field(auditor: Client) -> None:
    for field, query in (
        ("since", {"since": "someday"}),
        ("until", {"since": "2026-05-02", "until": "2026-05-01"}),
        ("what", {"what": "account.conquer"}),
    ):
        answer = auditor.get(reverse("audit:trail"), query)
        assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]


def test_a_sign_in_says_whether_it_succeeded_and_stands_among_sign_ins_only(
    office: Office, security: Account, auditor: Client
) -> None:
    a_person_with(Role.OFFICE_CLERK, an_office(), username="stranger")
    for name, password in (("keeper", PASSWORD), ("Keeper", "wrong"), ("stranger", "wrong"), ("stranger", PASSWORD)):
        Client().post(reverse("account_login"), {"login": name, "password": password})
    found = rows_of(auditor, kind="events", what="sign_in")
    assert {(row.outcome, str(row.words)) for row in found} == {
        ("failed", "登录被拒绝：密码错误"),
        ("ok", "登录成功"),
    }
    assert "stranger" not in {row.details.get("username") for row in found}
    assert [row.outcome for row in rows_of(auditor, kind="events", who="keeper", what="sign_in")] == ["failed", "ok"]
    assert not [row for row in rows_of(auditor) if row.name.startswith("event.")]


def test_between_two_moments(security: Account) -> None:
    Client().post(reverse("account_login"), {"login": "keeper", "password": PASSWORD})
    event = event_list()[0]
    assert event in between(event_list(), event.at) and event not in between(event_list(), None, event.at)
