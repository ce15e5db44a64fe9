"""The doctor names what is missing or weak, with what mends it, and ends with status 1 only for what is broken."""

import io
import json
from datetime import date, timedelta

import pytest
import redis
from django.core.management import call_command

from ledger_site.management.commands import doctor
from organizations import clock
from tests.factories import an_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(db, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.DEMO = settings.DEBUG = False
    call_command("reference_data", verbosity=0)


def levels(check) -> list[str]:
    return [one.level for one in check()]


@pytest.mark.parametrize(
    "check",
    [
        doctor.database,
        doctor.role,
        doctor.migrations,
        doctor.trail_protection,
        doctor.reference,
        doctor.clocks,
        doctor.demonstration,
    ],
)
def test_what_is_well_in_the_tests(check):
    assert levels(check) == ["ok"]


@pytest.mark.parametrize(
    ("day", "level"), [(date(2025, 6, 2), "ok"), (date(2026, 6, 1), "warning"), (date(2031, 6, 2), "broken")]
)
def test_the_calendar_of_this_year_and_the_next(day, level):
    with clock.at(day):
        (finding,) = doctor.calendar()
    assert finding.level == level
    assert level == "ok" or "reference_data" in finding.remedy


def test_an_altered_trigger_is_broken(monkeypatch):
    monkeypatch.setattr(doctor.protection, "missing", lambda: ["Trigger a is missing."] * 5)
    (finding,) = doctor.trail_protection()
    assert finding.level == "broken"
    assert "2 more" in finding.sentence
    assert "protect" in finding.remedy


class Broker:
    def __init__(self, **held: str):
        self.held = held

    def config_get(self, name: str) -> dict[str, str]:
        return {name: self.held[name.replace("-", "_")]}


@pytest.mark.parametrize(
    ("policy", "append", "found"),
    [
        ("noeviction", "yes", []),
        ("allkeys-lru", "yes", ["broken"]),
        ("noeviction", "no", ["warning"]),
        ("allkeys-lru", "no", ["broken", "warning"]),
    ],
)
def test_redis_may_forget_nothing(policy, append, found):
    assert levels(lambda: doctor._broker_settings(Broker(maxmemory_policy=policy, appendonly=append))) == found


def test_a_redis_that_keeps_its_settings_to_itself_is_a_warning():
    class Closed:
        def config_get(self, name):
            raise redis.ResponseError("unknown command")

    assert levels(lambda: doctor._broker_settings(Closed())) == ["warning"]


def test_a_redis_out_of_reach_is_broken(settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    (finding,) = doctor._made(doctor.broker, "Start Redis.")
    assert (finding.level, finding.remedy) == ("broken", "Start Redis.")


def test_files_need_a_folder_and_room(settings, tmp_path, monkeypatch):
    assert levels(doctor.files) == ["ok"]
    monkeypatch.setattr(doctor, "SPACE_LOW", 2**62)
    assert levels(doctor.files) == ["warning"]
    monkeypatch.setattr(doctor, "SPACE_BROKEN", 2**62)
    assert levels(doctor.files) == ["broken"]
    (tmp_path / "taken").write_text("")
    settings.FILES_DIR = tmp_path / "taken" / "files"
    assert levels(doctor.files) == ["broken"]


def test_a_clock_apart_is_told(monkeypatch):
    true = clock.now()
    monkeypatch.setattr(doctor.timezone, "now", lambda: true + timedelta(minutes=2))
    assert levels(doctor.clocks) == ["warning"]
    monkeypatch.setattr(doctor.protection, "clock_tolerance", lambda: 60)
    assert levels(doctor.clocks) == ["broken"]


def test_an_address_without_encryption_and_a_weak_key(settings):
    settings.SECURE = False
    assert levels(doctor.address) == ["warning"]
    settings.SECURE = True
    assert levels(doctor.address) == ["ok"]
    settings.SECRET_KEY = "insecure" + "abcdefghijklmnopqrstuvwxyz0123456789"
    assert levels(doctor.secrets) == ["broken"]


def test_demonstration_accounts_in_production_are_broken(settings):
    an_account("yc_clerk")
    assert levels(doctor.demonstration) == ["broken"]
    settings.DEMO = True
    assert levels(doctor.demonstration) == ["warning"]


def run(*words: str) -> tuple[int, str]:
    out, status = io.StringIO(), 0
    try:
        call_command("doctor", *words, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue()


def only(monkeypatch, *found):
    monkeypatch.setattr(doctor, "examine", lambda: list(found))


def test_warnings_do_not_fail_and_broken_things_do(monkeypatch):
    only(monkeypatch, doctor.ok("a", "Fine."), doctor.warning("b", "Weak.", "mend b"))
    status, text = run()
    assert status == 0
    assert "mend b" in text
    only(monkeypatch, doctor.broken("c", "Gone.", "mend c"))
    status, text = run("--format", "json")
    assert status == 1
    assert json.loads(text) == [{"level": "broken", "subject": "c", "sentence": "Gone.", "remedy": "mend c"}]


def test_without_a_database_the_rest_is_still_examined(monkeypatch):
    def gone():
        raise OSError("connection refused")
        yield

    monkeypatch.setattr(doctor, "database", gone)
    subjects = {one.subject: one.level for one in doctor.examine()}
    assert "migrations" not in subjects
    assert subjects["gone"] == "broken"
    assert "files" in subjects
