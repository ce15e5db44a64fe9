"""Undoing an import as one act: what becomes of its entries, until when, by whom, and against the first edit."""

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from import_cast import REASON, a_closed_row, a_row, a_run, a_town, rows_of, taken_over, the_ledger_of_2026
from test_import_pages import signed_in

from audit.acts import act, system
from audit.sets import update_with_history
from audit.verification import verify
from deadlines.models import Clock
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from problems.models import Closing, ImportRun, Problem, TakeOver
from problems.selectors.figures import figures, ledger_rows
from problems.services import importing
from problems.services.importing import undo
from problems.services.importing.undo import AlreadyEdited
from problems.services.intake import void_problem
from problems.states import State

TODAY = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WHY = "选错了文件"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def town(db: None) -> Any:
    return a_town()


def undone(town: Any, run: ImportRun, **kwargs: Any) -> ImportRun:
    return importing.undo_import(run_id=run.pk, **{"reason": WHY, "actor": town.leader, **kwargs})


def test_the_whole_ledger_is_taken_back_in_one_act_and_counts_on_no_day(town: Any) -> None:
    run = taken_over(town, the_ledger_of_2026(town))
    before = figures(ledger_rows(town.office), as_of=dt.date(2026, 11, 20))
    assert (before["found"], before["closed"]) == (126, 88)
    undone(town, run)
    entries = Problem.objects.filter(office=town.office)
    assert set(entries.values_list("state", "closed_on", "identity")) == {(State.VOIDED, None, None)}
    assert set(entries.values_list("void_reason", flat=True)) != {""}
    assert all(WHY in one for one in entries.values_list("void_reason", flat=True))
    acts = {one.history.latest().act for one in entries}
    assert [(one.name, one.actor_name, one.reason) for one in acts] == [("import.undo", "周建", WHY)]
    assert not Clock.objects.filter(stopped_on=None).exists()
    assert not Closing.objects.filter(ended_on=None).exists()
    for day in (dt.date(2026, 3, 1), dt.date(2026, 11, 20), dt.date(2026, 12, 31)):
        counted = figures(ledger_rows(town.office), as_of=day)
        assert (counted["found"], counted["closed"], counted["open"]) == (0, 0, 0)
    connection.check_constraints()
    assert verify().finding is None


def test_numbers_stay_used_and_the_corrected_workbook_comes_in_afresh(town: Any) -> None:
    run = taken_over(town, a_run(town, [a_row(), *rows_of(2)]))
    undone(town, run)
    again = a_run(town, [a_row(), *rows_of(2)])
    found = importing.preview(again)
    assert found.counts["new"] == 3, "neither known nor doubtful: what was voided is no entry to be held against"
    taken_over(town, again)
    assert list(Problem.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert [one.number for one in importing.entries_of(again).order_by("pk")] == [f"YC〔2026〕{n}" for n in (4, 5, 6)]


def test_an_import_without_an_order_is_undone_as_well(town: Any) -> None:
    run = a_run(town, rows_of(2))
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    run = importing.commit_import(run_id=run.pk, actor=town.clerk)
    run = undone(town, run)
    assert run.state == "undone"
    assert importing.undone_by(run).reason == WHY


def test_it_wants_a_reason_a_leader_and_a_written_run(town: Any) -> None:
    run = a_run(town, rows_of(1))
    with pytest.raises(WrongState):
        undone(town, run)
    run = taken_over(town, run)
    with pytest.raises(Invalid):
        undone(town, run, reason="  ")
    for who in (town.clerk, town.second_clerk):
        with pytest.raises(NotAllowed):
            undone(town, run, actor=who)
    for who in (town.stranger, town.observer, town.unit_clerk):
        with pytest.raises(NotFound):
            undone(town, run, actor=who)
    with pytest.raises(Stale):
        undone(town, run, expected_version=run.version - 1)
    assert importing.entries_of(run).get().state != State.VOIDED
    undone(town, run)
    with pytest.raises(WrongState):
        undone(town, run)


def test_after_the_first_edit_it_is_refused_naming_who_and_what(town: Any) -> None:
    run = taken_over(town, a_run(town, rows_of(3)))
    second = importing.entries_of(run).order_by("pk")[1]
    void_problem(problem_id=second.pk, reason="重复", actor=town.leader)
    with pytest.raises(AlreadyEdited, match=r"周建.*YC〔2026〕2") as refusal:
        undone(town, run)
    assert refusal.value.http_status == 409
    assert importing.entries_of(run).exclude(state=State.VOIDED).count() == 2


def test_a_record_on_an_entry_counts_as_an_edit_though_the_entry_is_as_it_was(town: Any) -> None:
    from problems.services.comments import comment_on_problem

    run = taken_over(town, a_run(town, rows_of(2)))
    entry = importing.entries_of(run).order_by("pk").last()
    comment_on_problem(problem_id=entry.pk, text="请核对", actor=town.second_clerk)
    with pytest.raises(AlreadyEdited, match=r"吴敏.*YC〔2026〕2"):
        undone(town, run)


def test_an_edit_of_a_plan_of_an_entry_counts_too() -> None:
    paths = {(model.__name__, path) for model, path in undo._referring()}
    assert {("Problem", "pk"), ("Closing", "problem"), ("Measure", "plan__problem"), ("Handling", "problem")} <= paths
    assert {("Comment", "problem"), ("CloseOut", "problem"), ("Acceptance", "close_out__problem")} <= paths


def test_sql_cannot_void_a_closed_entry_by_itself(town: Any) -> None:
    run = taken_over(town, a_run(town, [a_closed_row()]))
    entry = importing.entries_of(run).get()
    entry.state, entry.voided_on, entry.void_reason, entry.closed_on = State.VOIDED, entry.found_on, "x", None
    with (
        pytest.raises((IntegrityError, DatabaseError), match="undoing its import"),
        transaction.atomic(),
        act("test", actor=system()),
    ):
        update_with_history(Problem, [entry], ["state", "voided_on", "void_reason", "closed_on"])


def test_the_page_the_api_and_the_command_are_doors_to_it(town: Any) -> None:
    run = taken_over(town, a_run(town, rows_of(2)))
    leader, clerk = signed_in(town.leader), signed_in(town.clerk)
    assert f"/import/{run.pk}/undo/" in leader.get(f"/import/{run.pk}/").content.decode()
    assert f"/import/{run.pk}/undo/" not in clerk.get(f"/import/{run.pk}/").content.decode()
    empty = leader.post(f"/import/{run.pk}/undo/", {"version": run.version, "reason": ""})
    assert empty.status_code == 422
    sent = {"reason": WHY, "version": run.version}
    answer = leader.post(f"/api/v1/imports/{run.pk}/undo/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "undone")
    page = leader.post(f"/import/{run.pk}/undo/", {"version": run.version + 1, "reason": WHY})
    assert page.status_code == 409
    shown = clerk.get(f"/import/{run.pk}/").content.decode()
    assert WHY in shown
    assert "YC〔2026〕1" in shown

    third = taken_over(town, a_run(town, rows_of(2)))
    with pytest.raises(CommandError):
        call_command("undo_import", str(third.pk), actor=town.clerk.username, reason=WHY)
    call_command("undo_import", str(third.pk), actor=town.leader.username, reason=WHY)
    third.refresh_from_db()
    assert third.state == "undone"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", [True, False])
def test_undo_against_the_first_edit_has_one_winner(lock: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both begin at once; without the lock of undo both would win, which shows that the lock decides."""
    town = a_town()
    run = taken_over(town, a_run(town, rows_of(3)))
    entry = importing.entries_of(run).order_by("pk").first()
    checked, edited, ended = threading.Event(), threading.Event(), []
    refuse = undo._refuse_edited

    def slowly(*args: Any) -> None:
        refuse(*args)
        checked.set()
        edited.wait(2 if lock else 10)  # with the lock the edit cannot come in between, so this runs out

    monkeypatch.setattr(undo, "_refuse_edited", slowly)
    if not lock:
        monkeypatch.setattr(undo, "_lock_units", lambda entries: None)
        monkeypatch.setattr(undo, "_lock_entries", lambda written: list(written.order_by("pk")))

    def undoing() -> None:
        try:
            undone(town, run)
            ended.append("undone")
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connections.close_all()

    def editing() -> None:
        try:
            checked.wait(10)
            void_problem(problem_id=entry.pk, reason="重复", actor=town.leader)
            ended.append("edited")
        except WrongState:
            ended.append("WrongState")
        finally:
            edited.set()
            connections.close_all()

    threads = [threading.Thread(target=undoing), threading.Thread(target=editing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == (["WrongState", "undone"] if lock else ["edited", "undone"])
    assert TakeOver.objects.get().reason == REASON
