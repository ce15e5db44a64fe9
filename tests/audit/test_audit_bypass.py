"""Nothing changes a ledger row without history: the ways round django-simple-history, each tried (C02)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from audit_cast import CLERK, an_office
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import F

from audit import sets, sql
from audit.acts import act
from audit.history import GuardedWrite, history_model, tracked_models
from organizations.models import Office

pytestmark = pytest.mark.django_db
EVERY_TABLE = pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)


@contextmanager
def refused(words: str = "without history") -> Iterator[None]:
    """What is done inside cannot be committed."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield
        connection.check_constraints()


def plain(model: type[models.Model]) -> models.QuerySet:
    """A queryset without our handrail: the wall has to hold by itself."""
    return models.QuerySet(model)


def by_queryset(office: Office) -> None:
    plain(Office).filter(pk=office.pk).update(name="改")


def by_base_manager(office: Office) -> None:
    Office._base_manager.filter(pk=office.pk).update(name="改")


def by_bulk_update(office: Office) -> None:
    office.name = "改"
    plain(Office).bulk_update([office], ["name"])


def by_bulk_create(office: Office) -> None:
    plain(Office).bulk_create([an_office("T002")])


def by_upsert(office: Office) -> None:
    row = an_office(office.code, "改")
    plain(Office).bulk_create([row], update_conflicts=True, unique_fields=["code"], update_fields=["name"])


def by_raw_update(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update organizations_office set name = '改' where id = %s", [office.pk])


def by_raw_insert(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into organizations_office (code, name, short_name, level, document_mark)"
            " select 'T002', name, short_name, level, document_mark from organizations_office where id = %s",
            [office.pk],
        )


def by_skipping(office: Office) -> None:
    office.name = "改"
    office.save_without_historical_record()


def by_fixture(office: Office) -> None:
    data = json.loads(serializers.serialize("json", [office]))
    data[0]["fields"]["name"] = "改"
    for row in serializers.deserialize("json", json.dumps(data)):
        row.save()


def by_expression(office: Office) -> None:
    plain(Office).filter(pk=office.pk).update(name=F("short_name"), short_name="改")


def within_a_savepoint(office: Office) -> None:
    with transaction.atomic():
        by_queryset(office)


def after_a_recorded_change(office: Office) -> None:
    office.name = "一"
    office.save()
    by_queryset(office)


def back_to_a_recorded_state(office: Office) -> None:
    for name in ("一", "二"):
        office.name = name
        office.save()
    plain(Office).filter(pk=office.pk).update(name="一")


BYPASSES = [
    *(by_queryset, by_base_manager, by_bulk_update, by_bulk_create, by_upsert, by_raw_update, by_raw_insert),
    *(by_skipping, by_fixture, by_expression, within_a_savepoint, after_a_recorded_change, back_to_a_recorded_state),
]


@pytest.mark.parametrize("bypass", BYPASSES, ids=lambda bypass: bypass.__name__)
def test_change_without_history_cannot_commit(bypass: Callable[[Office], None], make_office):
    office = make_office()
    with refused(), act("office.change", actor=CLERK):
        bypass(office)


def test_switching_history_off_does_not_help(make_office, settings):
    office = make_office()
    settings.SIMPLE_HISTORY_ENABLED = False
    with refused(), act("office.change", actor=CLERK):
        office.save()  # writes nothing new, so nothing is owed
        office.name = "改"
        office.save()


def test_recorded_changes_commit(make_office):
    """The control: the same frame lets a proper change pass, also several of one row."""
    office = make_office()
    with transaction.atomic():
        with act("office.change", actor=CLERK):
            for name in ("一", "二", "一"):
                office.name = name
                office.save(update_fields=["name"])
        connection.check_constraints()
    assert [row.name for row in office.history.order_by("history_id")] == ["测试编办", "一", "二", "一"]


def test_no_act_no_history_row(make_office):
    office = make_office()
    office.name = "改"
    with refused("no open act"):
        office.save()


@pytest.mark.django_db(transaction=True)
def test_save_outside_any_transaction_leaves_nothing():
    with pytest.raises(IntegrityError, match="without history"):
        an_office("T009").save()
    assert not Office.objects.filter(code="T009").exists()


def test_history_must_say_what_the_row_says(make_office):
    """A stray attribute enters the copy but not the row."""
    office = make_office()
    with refused("differs from its row"), act("office.change", actor=CLERK):
        office.name, office.short_name = "改", "没有存"
        office.save(update_fields=["name"])


def test_invented_history_is_refused(make_office):
    office = make_office()
    entry = office.history.latest()
    with refused("differs from its row"), act("office.change", actor=CLERK):
        history_model(Office).objects.create(
            id=office.pk + 1000, code="X", name="X", short_name="X", level="city", document_mark="X",
            history_date=entry.history_date, history_type="+",
        )  # fmt: skip


def test_expression_on_an_instance_does_not_slip_through(make_office):
    office = make_office()
    office.name = F("short_name")
    with pytest.raises((ValueError, DatabaseError)), transaction.atomic(), act("office.change", actor=CLERK):
        office.save()


@pytest.mark.django_db(transaction=True)
def test_recording_time_cannot_be_moved(make_office, owner_connection):
    office = make_office()
    arguments = ("history_id", "act_id", "history_date", "600")
    trigger = sql.once(
        "ledger_trail", "organizations_historicaloffice", "AFTER INSERT", "ledger_trail", arguments
    )  # tests run without this limit, since they move Python's clock
    owner_connection.execute("drop trigger ledger_trail on organizations_historicaloffice")
    owner_connection.execute(trigger.statement())
    office.name = "改"
    office._history_date = datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(IntegrityError, match="is not the present"), act("office.change", actor=CLERK):
        office.save()
    del office._history_date
    with act("office.change", actor=CLERK):
        office.save()


@EVERY_TABLE
def test_guarded_manager_names_the_remedy(model):
    for call in ("update", "bulk_create", "bulk_update", "delete"):
        with pytest.raises(GuardedWrite, match="leaves no history"):
            {
                "update": lambda: model.objects.update(pk=1),
                "bulk_create": lambda: model.objects.bulk_create([]),
                "bulk_update": lambda: model.objects.bulk_update([], []),
                "delete": lambda: model.objects.all().delete(),
            }[call]()
    with pytest.raises(GuardedWrite, match="never deleted"):
        model().delete()


@EVERY_TABLE
@pytest.mark.parametrize("statement", ["delete from {}", "truncate {} cascade", "alter table {} disable trigger all"])
def test_ledger_rows_cannot_be_removed(model, statement):
    for table in (model._meta.db_table, history_model(model)._meta.db_table):
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))


@EVERY_TABLE
def test_rows_that_exist_cannot_change_silently(model):
    """Where the prepared database holds rows of a table, one of them is tried."""
    row = plain(model).first()
    if row is None:
        return
    texts = [part for part in history_model(model).tracked_fields if type(part) is models.CharField and not part.unique]
    if not texts:
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        plain(model).filter(pk=row.pk).update(**{texts[0].name: "改"})
        connection.check_constraints()


@pytest.mark.parametrize("command", ["clean_old_history", "clean_duplicate_history"])
def test_history_cleaners_cannot_work(command, make_office):
    office = make_office()
    with act("office.change", actor=CLERK):
        office.save()
    before = office.history.count()
    options = {"days": -1} if command == "clean_old_history" else {}
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        call_command(command, "organizations.Office", verbosity=0, **options)
    assert office.history.count() == before


def test_sets_write_rows_and_history_under_the_open_act():
    with transaction.atomic():
        with act("office.import", actor=CLERK) as done:
            rows = sets.create_with_history(Office, [an_office(f"T{n:03}", f"编办{n}") for n in range(11)])
            for row in rows:
                row.document_mark = "改"
            sets.update_with_history(Office, rows, ["document_mark"])
        connection.check_constraints()
    past = history_model(Office).objects.filter(act=done)
    assert past.filter(history_type="+").count() == past.filter(history_type="~", document_mark="改").count() == 11


def test_set_without_an_act_is_refused():
    with refused("no open act"):
        sets.create_with_history(Office, [an_office()])
