"""Reading the past, with as many queries for many objects as for one."""

import pytest
from audit_cast import CHIEF, CLERK
from django.utils import timezone

from audit.acts import act
from audit.events import record_event
from audit.selectors import event_list, history_of, known_on
from organizations.models import Office

pytestmark = pytest.mark.django_db


def test_history_names_field_before_after_and_actor(make_office):
    province = make_office("P", "省委编办", level=Office.Level.PROVINCE)
    office = make_office()
    with act("office.move", actor=CHIEF, reason="调整"):
        office.superior, office.level = province, Office.Level.COUNTY
        office.save()
    created, moved = history_of(Office, [office.pk])
    assert {change.name for change in created.fields} == {"code", "name", "short_name", "level", "document_mark"}
    assert (moved.act.actor_name, moved.act.reason, moved.kind) == ("王芳", "调整", "~")
    changes = {change.name: (change.before_text, change.after_text) for change in moved.fields}
    assert changes == {
        "superior": ("", "省委编办"),
        "level": (str(Office.Level.CITY.label), str(Office.Level.COUNTY.label)),
    }


def test_history_costs_the_same_for_one_and_for_eleven(make_office, django_assert_num_queries):
    province = make_office("P", "省委编办")
    offices = [make_office(f"T{n:03}", f"编办{n}", superior=province) for n in range(11)]
    with django_assert_num_queries(2):
        history_of(Office, [offices[0].pk])
    with django_assert_num_queries(2):
        assert len(history_of(Office, [office.pk for office in offices])) == 11


def test_history_of_chosen_fields_only(make_office):
    office = make_office()
    (created,) = history_of(Office, [office.pk], fields=["code"])
    assert [change.name for change in created.fields] == ["code"]


def test_known_on_gives_what_had_been_recorded(make_office):
    before = timezone.now()
    office = make_office()
    between = timezone.now()
    with act("office.rename", actor=CLERK):
        office.name = "改"
        office.save()
    assert known_on(Office, before, [office.pk]) == {}
    assert known_on(Office, between, [office.pk])[office.pk].name == "测试编办"
    assert known_on(Office, timezone.now(), [office.pk])[office.pk].name == "改"


def test_events_of_an_object_newest_first():
    for kind in ("download", "print"):
        record_event(kind, actor=CLERK, object_kind="problem", object_id=5)
    record_event("download", actor=CLERK, object_kind="problem", object_id=6)
    assert [event.kind for event in event_list(about=[("problem", 5)])] == ["print", "download"]
