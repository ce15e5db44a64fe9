"""Acts: who, when, why; joining, refusing, recording refusals; where a request came from."""

import dataclasses

import pytest
from audit_cast import CHIEF, CLERK, an_office
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from audit.acts import NoActor, act, changed_in, open_act
from audit.events import record_event
from audit.facts import current, facts
from audit.history import history_model
from audit.middleware import RequestFactsMiddleware, client_address
from audit.models import Act, Event
from audit.refusals import recording_refusals
from organizations.errors import NotAllowed
from organizations.models import Office

pytestmark = pytest.mark.django_db


def test_history_says_who_when_why_and_from_where(make_office):
    with facts(door="api", request_id="r-1", address="192.0.2.7"):
        office = make_office()
    entry = office.history.latest()
    kept = entry.act
    assert (kept.name, kept.reason, kept.door) == ("office.create", "建账", "api")
    assert (kept.actor_account_id, kept.actor_person_id, kept.actor_name) == (7, 70, "李明")
    assert (kept.actor_unit, kept.actor_role, kept.request_id, kept.address) == (
        *("滨海市委编办", "clerk", "r-1"),
        "192.0.2.7",
    )
    assert entry.history_user == "李明"
    assert abs((entry.history_date - kept.at).total_seconds()) < 60


def test_actor_stays_as_then(make_office):
    """Later renames and moves change the next act, never the last (C07)."""
    office = make_office()
    with act("office.rename", actor=dataclasses.replace(CLERK, name="李明(改)", unit="别处")):
        office.name = "改"
        office.save()
    assert [row.act.actor_name for row in office.history.order_by("history_id")] == ["李明", "李明(改)"]
    assert [row.act.actor_unit for row in office.history.order_by("history_id")] == ["滨海市委编办", "别处"]


@pytest.mark.parametrize("actor", [None, "李明", 7, object()])
def test_act_without_actor_is_an_error(actor):
    with pytest.raises(NoActor), act("office.create", actor=actor):
        pytest.fail("opened")


def test_nameless_actor_is_refused():
    nameless = dataclasses.replace(CLERK, name="")
    with pytest.raises(IntegrityError, match="audit_act_named"), act("office.create", actor=nameless):
        pytest.fail("opened")


def test_inner_act_joins_the_outer_one():
    before = Act.objects.count()
    with act("outer", actor=CLERK) as outer, act("inner", actor=CHIEF) as inner:
        an_office().save()
    assert inner == outer
    assert Act.objects.count() == before + 1
    assert [(row.model, row.kind) for row in changed_in(outer)] == [(Office, "+")]


def test_caught_refusal_of_an_inner_act_leaves_nothing_of_it():
    with act("outer", actor=CLERK) as outer:
        with pytest.raises(NotAllowed), act("inner", actor=CLERK):
            an_office("T002").save()
            raise NotAllowed
        an_office("T003").save()
    assert [Office.objects.get(pk=row.object_id).code for row in changed_in(outer)] == ["T003"]


def test_acts_one_after_another_in_one_transaction_keep_apart(make_office):
    office = make_office()
    with act("second", actor=CHIEF) as second:
        office.name = "改"
        office.save()
    assert open_act() is None
    assert [row.act.name for row in office.history.order_by("history_id")] == ["office.create", "second"]
    assert len(changed_in(second)) == 1


def test_nothing_is_written_under_an_act_that_is_over(make_office):
    office = make_office()
    office.name = "改"
    with pytest.raises(IntegrityError, match="no open act"), transaction.atomic():
        office.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["setting", "column"])
def test_an_old_act_cannot_be_borrowed(way, make_office):
    office = make_office()
    old = office.history.latest().act
    office.name = "改"
    with pytest.raises(IntegrityError, match="was not opened in this transaction"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('ledger.act_id', %s, true)", [str(old.pk)])
        if way == "setting":
            office.save()
        else:
            with act("office.rename", actor=CHIEF):
                history_model(Office)(act_id=old.pk)  # the column is not open to services; tried in SQL
                with connection.cursor() as cursor:
                    cursor.execute(
                        "insert into organizations_historicaloffice (id, code, name, short_name, level, document_mark,"
                        " history_date, history_type, act_id) select id, code, name, short_name, level, document_mark,"
                        " clock_timestamp(), '~', %s from organizations_office where id = %s",
                        [old.pk, office.pk],
                    )


@pytest.mark.django_db(transaction=True)
def test_act_with_a_foreign_transaction_number_is_refused():
    with pytest.raises(IntegrityError, match="was not opened in this transaction"):
        Act.objects.create(name="x", actor_account_id=1, actor_name="x", door="shell", xid=3)


def test_refused_act_is_kept_after_its_rollback():
    recording = recording_refusals("office.create", account=CLERK, object_kind="office", object_id=5)
    with pytest.raises(NotAllowed), recording, act("office.create", actor=CHIEF, reason="试"):
        an_office("T004").save()
        raise NotAllowed
    assert not Office.objects.filter(code="T004").exists()
    kept = Event.objects.select_related("act").get(kind="refused")
    assert (kept.object_kind, kept.object_id, kept.outcome) == ("office", "5", "not_allowed")
    assert kept.details["act"] == "office.create"
    assert kept.act.actor_name == "王芳"  # as the act knew them


def test_refusal_before_the_act_was_opened_names_the_account():
    with pytest.raises(NotAllowed), recording_refusals("office.create", account=CLERK):
        raise NotAllowed
    assert Event.objects.get(kind="refused").act.actor_name == "李明"


def test_refusal_is_kept_once_by_the_outermost():
    outer, inner, innermost = (recording_refusals(name, account=CLERK) for name in ("outer", "inner", "innermost"))
    with pytest.raises(NotAllowed), outer, inner, act("inner", actor=CLERK), innermost:
        raise NotAllowed
    assert Event.objects.filter(kind="refused").count() == 1


@pytest.mark.parametrize("fault", [ValueError("x"), KeyError("x")])
def test_faults_are_not_refusals(fault):
    with pytest.raises(type(fault)), recording_refusals("x", account=CLERK):
        raise fault
    assert not Event.objects.exists()


def test_refusal_passes_on_when_it_cannot_be_kept(caplog):
    """In a transaction that is already broken, and for an account that says nothing."""
    with pytest.raises(NotAllowed), recording_refusals("x", account=None):
        raise NotAllowed
    with pytest.raises(NotAllowed), transaction.atomic():
        transaction.set_rollback(True)
        with recording_refusals("x", account=CLERK):
            raise NotAllowed
    assert not Event.objects.exists()
    assert caplog.text.count("not kept") == 2


def test_event_outside_an_act_opens_its_own():
    event = record_event("sign_in", outcome="failed", details={"username": "某人"})
    event.refresh_from_db()
    assert (event.act.name, event.act.actor_name, event.details) == ("event.sign_in", "未登录", {"username": "某人"})


def test_event_inside_an_act_belongs_to_it():
    with act("report.export", actor=CHIEF) as done:
        event = record_event("export", actor=CHIEF)
    assert event.act_id == done.pk


def test_unknown_kind_of_event_is_an_error():
    with pytest.raises(ValueError, match="no kind of event"):
        record_event("sneeze", actor=CLERK)


XFF = {  # header, proxies: address
    ("", 0): "192.0.2.1",
    ("203.0.113.9", 0): "192.0.2.1",  # nobody of ours wrote it
    ("203.0.113.9", 1): "203.0.113.9",
    ("198.51.100.66, 203.0.113.9", 1): "203.0.113.9",  # the client put the first one there
    ("198.51.100.66, 203.0.113.9, 10.0.0.2", 2): "203.0.113.9",
    ("", 1): "192.0.2.1",
    ("<script>", 1): "",
    ("2001:DB8::1", 1): "2001:db8::1",
}


@pytest.mark.parametrize(("header", "proxies"), XFF)
def test_client_cannot_choose_its_address(header, proxies, settings):
    settings.PROXY_COUNT = proxies
    extra = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **extra)
    assert client_address(request) == XFF[header, proxies]


@pytest.mark.parametrize(("path", "door"), [("/api/v1/problems/", "api"), ("/problems/", "page")])
def test_request_facts_hold_for_the_request_only(path, door):
    seen = []
    middleware = RequestFactsMiddleware(lambda request: seen.append(current()) or HttpResponse())
    request = RequestFactory().get(path)
    request.request_id = "abc"
    middleware(request)
    assert (seen[0].door, seen[0].request_id, seen[0].address) == (door, "abc", "127.0.0.1")
    assert current().door == "shell"


def test_unknown_door_is_an_error():
    with pytest.raises(ValueError, match="no door"), facts(door="window"):
        pytest.fail("entered")
