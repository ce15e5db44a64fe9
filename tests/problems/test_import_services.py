"""The import as a whole: what enters the ledger, what does not, and what is said about it."""

import datetime as dt
import io
import threading
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from import_cast import (
    DEMO,
    HEADINGS,
    MAPPING,
    REASON,
    a_closed_row,
    a_row,
    a_run,
    a_town,
    rows_of,
    taken_over,
    the_ledger_of_2026,
    upload,
    workbook,
)

from audit.models import Event
from deadlines.models import Clock, ClockKind
from documents.models import StoredFile
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.scope import standing_of
from problems import jobs, policies, tasks
from problems.models import (
    Handling,
    ImportProfile,
    ImportRun,
    Measure,
    Problem,
    RectificationPlan,
    Source,
    TakeOver,
    ViolationType,
)
from problems.services import importing
from problems.services.dates import cap_of
from problems.services.importing import commit, runs, tables
from problems.services.intake import NewEntry, register_problem
from problems.states import OPEN, State

TODAY = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


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


def messages(found: Any) -> list[str]:
    return [f"{error.cell}: {error.message}" for error in found.errors]


def test_the_ledger_of_2026_gives_126_found_88_closed_on_time_38_open(town: Any) -> None:
    run = taken_over(town, the_ledger_of_2026(town))
    entries = Problem.objects.filter(office=town.office)
    closed = [one for one in entries if one.state == State.CLOSED]
    assert (run.state, run.rows_done, run.rows_known) == ("committed", 126, 0)
    assert entries.count() == 126
    assert sum(one.closed_on <= one.approved_on for one in closed) == len(closed) == 88
    assert entries.filter(state__in=OPEN).count() == 38
    assert set(importing.entries_of(run)) == set(entries)


def test_numbers_follow_the_sheet_and_take_the_ledgers_year(town: Any) -> None:
    taken_over(town, the_ledger_of_2026(town))
    first = Problem.objects.get(number="YC〔2026〕1")
    assert (first.unit.name, first.found_on) == ("市特殊教育学校", dt.date(2026, 1, 5))
    assert Problem.objects.get(serial=126).unit.name == "市中医医院"


def test_words_are_mapped_as_decided_for_the_sample(town: Any) -> None:
    taken_over(town, the_ledger_of_2026(town))
    first = Problem.objects.get(serial=1)
    assert (first.source.code, first.finder_level, first.consent_rule) == (
        "special_inspection",
        "superior",
        "found_above",
    )
    assert Problem.objects.filter(source__code="patrol_city", finder_level="own", consent_rule="").count() > 0
    staff = Problem.objects.get(serial=2)
    assert (staff.quota, staff.actual, staff.found, staff.nature, staff.nature_confirmed) == (
        12,
        16,
        4,
        "policy",
        False,
    )


def test_closed_rows_carry_the_order_and_stand_confirmed(town: Any) -> None:
    taken_over(town, the_ledger_of_2026(town))
    order = TakeOver.objects.get()
    closed = Problem.objects.filter(state=State.CLOSED)
    assert (order.rows, order.rows_closed, order.reason, order.ordered_by) == (126, 88, REASON, town.leader.person)
    assert set(closed.values_list("take_over_id", "nature_confirmed")) == {(order.pk, True)}
    assert not Clock.objects.filter(subject_id__in=closed.values("pk")).exists()


def test_open_rows_get_plans_handlers_and_clocks_by_their_progress(town: Any) -> None:
    rows = [
        a_row(具体问题="违规使用编外人员3名，一。", 进展="尚未报送整改方案"),
        a_row(具体问题="违规使用编外人员3名，二。", 进展="已完成方案制定，待主任办公会研究"),
        a_row(具体问题="违规使用编外人员3名，三。", 进展="正在按方案推进"),
    ]
    taken_over(town, a_run(town, rows))
    assigned, submitted, rectifying = Problem.objects.order_by("serial")
    assert [one.state for one in (assigned, submitted, rectifying)] == ["assigned", "plan_submitted", "rectifying"]
    assert list(RectificationPlan.objects.order_by("problem").values_list("status", flat=True)) == [
        "draft",
        "submitted",
        "approved",
    ]
    assert Measure.objects.filter(text="清退或转为劳务派遣", responsible="赵建国").count() == 3
    assert set(Handling.objects.values_list("person", "capacity")) == {(town.clerk.person_id, "took_over")}
    running = Clock.objects.values_list("subject_id", "kind", "due_on")
    assert set(running.filter(kind=ClockKind.RECTIFICATION)) == {
        (one.pk, "rectification", dt.date(2026, 12, 30)) for one in (assigned, submitted, rectifying)
    }
    assert running.get(kind=ClockKind.PLAN) == (assigned.pk, "plan", dt.date(2026, 12, 4))
    assert running.get(kind=ClockKind.PLAN_DECISION)[0] == submitted.pk
    assert assigned.assigned_on == assigned.registered_on == dt.date(2026, 3, 2)


def test_the_same_file_twice_adds_nothing(town: Any) -> None:
    taken_over(town, the_ledger_of_2026(town))
    again = the_ledger_of_2026(town)
    found = importing.preview(again)
    assert found.counts == {"error": 0, "doubtful": 0, "new": 0, "known": 126, "excluded": 0}
    assert found.rows[37].known_as == "YC〔2026〕38"
    with pytest.raises(Invalid):
        importing.order_take_over(run_id=again.pk, reason=REASON, actor=town.leader)
    assert Problem.objects.count() == 126


def test_a_workbook_with_errors_is_not_written_and_says_where(town: Any) -> None:
    run = a_run(town, [a_row(), a_closed_row(单位名称="市人民医院", 发现日期="2026年3月")])
    with pytest.raises(Invalid, match="H4"):
        importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader)
    assert not Problem.objects.exists()
    assert ImportRun.objects.get().state == "mapped"


def test_an_excluded_row_stays_out_and_the_trail_keeps_who_and_why(town: Any) -> None:
    run = a_run(town, [a_row(), a_closed_row(单位名称="查无此单位")])
    run = importing.exclude_rows(run_id=run.pk, rows=[4], reason="另案处理", actor=town.second_clerk)
    entry = run.history.latest()
    assert (entry.excluded, entry.act.reason, entry.act.actor_name) == ([4], "另案处理", "吴敏")
    assert importing.preview(run).counts == {"error": 0, "doubtful": 0, "new": 1, "known": 0, "excluded": 1}
    run = importing.exclude_rows(run_id=run.pk, rows=[4], actor=town.clerk, again=True)
    assert importing.preview(run).counts["error"] == 1


def test_excluding_the_first_of_two_equal_rows_frees_the_second(town: Any) -> None:
    run = a_run(town, [a_row(), a_row(), a_row()])
    assert importing.preview(run).counts["error"] == 2
    run = importing.exclude_rows(run_id=run.pk, rows=[3], actor=town.clerk, reason="另案处理")
    found = importing.preview(run)
    assert (found.counts["new"], found.counts["error"]) == (1, 1)
    assert "4" in str(found.errors[0].message)


def test_two_words_for_one_type_do_not_hide_a_repetition(town: Any) -> None:
    run = a_run(town, [a_row(), a_row(类型="聘用编外")])
    run = importing.map_import(
        run_id=run.pk, actor=town.clerk, values={"violation_type": {"聘用编外": "outside_quota_staff"}}
    )
    assert importing.preview(run).counts["error"] == 1


def test_an_unknown_unit_is_an_error_that_names_the_nearest(town: Any) -> None:
    found = importing.preview(a_run(town, [a_row(单位名称="市人民医完")]))
    assert found.rows[0].unit is None
    assert "市人民医院" in str(found.errors[0].message)
    assert found.errors[0].cell == "B3"


def test_a_unit_may_be_written_by_its_code(town: Any) -> None:
    code = town.units["市人民医院"].code
    found = importing.preview(a_run(town, [a_row(单位名称=code)]))
    assert found.rows[0].unit == town.units["市人民医院"]


def test_another_competent_department_is_a_remark_not_an_error(town: Any) -> None:
    found = importing.preview(a_run(town, [a_row(主管部门="市教育局")]))
    assert found.counts["new"] == 1
    assert "市卫生健康委员会" in str(found.rows[0].warnings[0].message)


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"来源": "道听途说"}, "D3"),
        ({"类型": "新花样"}, "E3"),
        ({"性质": "政策类"}, "F3"),
        ({"进展": "说不清"}, "M3"),
        ({"整改时限": None}, "J3"),
        ({"整改时限": "尽快"}, "J3"),
        ({"责任人": "甲" * 41}, "K3"),
    ],
)
def test_each_fault_is_named_by_its_cell_once(town: Any, changes: dict[str, Any], cell: str) -> None:
    found = importing.preview(a_run(town, [a_row(**changes)]))
    assert [error.cell for error in found.errors] == [cell], messages(found)


def test_facts_whose_figures_contradict_leave_the_excess_empty(town: Any) -> None:
    rows = [a_row(类型="超编进人", 具体问题="核定事业编制12名，实有16名，超编5名。")]
    found = importing.preview(a_run(town, rows))
    assert found.counts["new"] == 1
    assert (found.rows[0].figures.quota, found.rows[0].figures.found) == (12, None)
    assert found.rows[0].warnings[0].cell == "G3"


def test_without_a_column_for_a_required_field_the_run_is_not_mapped(town: Any) -> None:
    headings = ["甲" if one == "性质" else one for one in HEADINGS]
    run = a_run(town, [a_row()], headings=headings)
    assert run.state == "uploaded"
    with pytest.raises(Invalid) as refusal:
        importing.map_import(run_id=run.pk, actor=town.clerk, columns=run.columns)
    assert list(refusal.value.errors) == ["nature"]
    run = importing.map_import(run_id=run.pk, actor=town.clerk, columns={**run.columns, "nature": 5})
    assert run.state == "mapped"


def test_the_office_remembers_columns_by_heading_and_words(town: Any) -> None:
    run = a_run(town, [a_row()], headings=["甲" if one == "性质" else one for one in HEADINGS])
    importing.map_import(run_id=run.pk, actor=town.clerk, columns={**run.columns, "nature": 5})
    order = [*HEADINGS[6:], *HEADINGS[:6]]
    row = a_row(具体问题="另一件事，编外人员1名。")
    book = workbook([[*row[6:], *row[:6]]], headings=["甲" if one == "性质" else one for one in order])
    other = importing.start_import(office_id=town.office.pk, upload=upload(book), actor=town.clerk)
    other = importing.map_import(run_id=other.pk, actor=town.second_clerk)
    assert other.columns["nature"] == 14
    assert other.state == "mapped"
    assert importing.preview(other).counts["new"] == 1
    assert ImportProfile.objects.get().values["source"]["上级检查"]["finder_level"] == "superior"


def test_a_remembered_code_that_went_out_of_use_is_asked_again(town: Any) -> None:
    from audit.acts import act, system

    run = a_run(town, [a_row(来源="举报受理")])
    with act("test.retire", actor=system()):
        word = Source.objects.get(code="report")
        word.in_use = False
        word.save()
    run = importing.map_import(run_id=run.pk, actor=town.clerk)
    assert "source" not in run.values


def test_an_unknown_code_is_refused(town: Any) -> None:
    run = a_run(town, [a_row()])
    with pytest.raises(Invalid) as refusal:
        importing.map_import(run_id=run.pk, actor=town.clerk, values={"source": {"自查": "nowhere"}})
    assert list(refusal.value.errors) == ["source"]


def test_a_clerks_run_with_closed_rows_waits_for_the_leader(town: Any) -> None:
    run = a_run(town, [a_row(), a_closed_row(具体问题="违规使用编外人员2名。")])
    run = importing.send_import(run_id=run.pk, actor=town.clerk)
    assert run.state == "waiting_for_order"
    with pytest.raises(WrongState):
        importing.commit_import(run_id=run.pk, actor=town.clerk)
    with pytest.raises(NotAllowed):
        importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.clerk)
    assert Event.objects.filter(kind="refused", object_kind="import", object_id=run.pk).count() == 2
    assert taken_over(town, run).rows_done == 2


def test_closed_rows_are_refused_without_an_order_even_at_the_last_step(town: Any) -> None:
    run = importing.send_import(run_id=a_run(town, rows_of(1)).pk, actor=town.clerk, wake=False)
    from audit.acts import act, system

    with act("test.swap", actor=system()):  # as if the workbook had changed between sending and writing
        closed = a_run(town, [a_closed_row()])
        run.file = closed.file
        run.save()
    with pytest.raises(NotAllowed):
        importing.commit_import(run_id=run.pk, actor=town.clerk)
    run.refresh_from_db()
    assert (run.state, Problem.objects.count()) == ("failed", 0)
    assert "1" in run.failure


def test_open_rows_enter_without_an_order_as_assigned_or_registered(town: Any) -> None:
    rows = [
        *rows_of(1),
        a_row(进展=None, 整改时限=None),
        a_row(类型="超编进人", 性质="政策类", 具体问题="核定事业编制12名，实有16名，超编4名。"),
    ]
    run = importing.send_import(run_id=a_run(town, rows).pk, actor=town.clerk, wake=False)
    run = importing.commit_import(run_id=run.pk, actor=town.clerk)
    entries = list(Problem.objects.order_by("serial"))
    assert [(one.state, one.take_over_id) for one in entries] == [
        ("assigned", None),
        ("registered", None),
        ("assigned", None),
    ]
    assert (entries[2].nature, entries[2].nature_confirmed) == ("policy", False)
    assert Clock.objects.get(kind=ClockKind.ASSIGN).subject_id == entries[1].pk
    assert set(importing.entries_of(run)) == set(entries)


def test_an_order_that_failed_does_not_cover_what_a_clerk_sends_later(town: Any) -> None:
    run = a_run(town, [a_row(), a_closed_row(具体问题="违规使用编外人员2名。")])
    importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    commit.give_up(run.pk, town.leader)
    importing.exclude_rows(run_id=run.pk, rows=[4], actor=town.clerk, reason="另案处理")
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    importing.commit_import(run_id=run.pk, actor=town.clerk)
    assert Problem.objects.get().take_over_id is None


def handlers() -> set[Any]:
    return set(Handling.objects.values_list("person__name", "capacity"))


def test_everybody_who_worked_on_a_run_has_handled_its_entries_and_the_leader_who_ordered_has_not(town: Any) -> None:
    run = a_run(town, [*rows_of(1), a_row(单位名称="查无此单位"), a_closed_row()])
    importing.exclude_rows(run_id=run.pk, rows=[4], actor=town.second_clerk, reason="另案处理")
    importing.send_import(run_id=run.pk, actor=town.clerk)
    taken_over(town, run)
    assert handlers() == {("陈立", "took_over"), ("吴敏", "took_over")}
    assert Handling.objects.count() == 4


def test_who_only_sent_a_run_has_handled_its_entries(town: Any) -> None:
    run = importing.send_import(run_id=a_run(town, rows_of(1)).pk, actor=town.second_clerk, wake=False)
    importing.commit_import(run_id=run.pk, actor=town.second_clerk)
    assert handlers() == {("陈立", "took_over"), ("吴敏", "took_over")}
    assert Problem.objects.get().registered_by == town.clerk.person


def test_a_leader_who_also_mapped_has_handled_the_entries(town: Any) -> None:
    run = a_run(town, rows_of(1))
    importing.map_import(run_id=run.pk, actor=town.leader)
    taken_over(town, run)
    assert handlers() == {("陈立", "took_over"), ("周建", "took_over")}


def an_unordered(town: Any, rows: Any, **mapping: Any) -> list[Problem]:
    """The entries of a run that a clerk sent and nobody ordered."""
    run = importing.map_import(run_id=a_run(town, rows).pk, actor=town.clerk, **mapping)
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    importing.commit_import(run_id=run.pk, actor=town.clerk)
    return list(Problem.objects.order_by("serial"))


def test_without_an_order_entries_are_registered_today_under_a_number_of_this_year(town: Any) -> None:
    today = TODAY.date()
    rows = [*rows_of(1), a_row(进展=None, 整改时限=None)]
    at_work, registered = an_unordered(town, rows, ledger_year=2019)
    assert [one.number for one in (at_work, registered)] == ["YC〔2026〕1", "YC〔2026〕2"]
    assert (at_work.found_on, at_work.registered_on, at_work.assigned_on) == (dt.date(2026, 3, 2), today, today)
    assert (registered.registered_on, registered.assigned_on) == (today, None)
    clocks = set(Clock.objects.values_list("subject_id", "kind", "started_on"))
    assert clocks == {
        (at_work.pk, "rectification", today),
        (at_work.pk, "plan", today),
        (registered.pk, "assign", today),
    }


def test_the_year_of_writing_is_that_of_the_office_not_of_utc(town: Any) -> None:
    with time_machine.travel("2026-12-31T17:00:00+00:00", tick=True):
        (entry,) = an_unordered(town, rows_of(1), ledger_year=2026)
    assert (entry.number, entry.registered_on) == ("YC〔2027〕1", dt.date(2027, 1, 1))


def test_a_take_over_keeps_the_ledgers_year_and_the_days_of_the_sheet(town: Any) -> None:
    run = importing.map_import(run_id=a_run(town, rows_of(1)).pk, actor=town.clerk, ledger_year=2019)
    taken_over(town, run)
    entry, found_on = Problem.objects.get(), dt.date(2026, 3, 2)
    assert (entry.number, entry.registered_on, entry.assigned_on) == ("YC〔2019〕1", found_on, found_on)
    assert Clock.objects.get(kind=ClockKind.RECTIFICATION).started_on == found_on


def test_a_leader_may_prepare(town: Any) -> None:
    assert policies.may_in_office(standing_of(town.leader), "import.prepare", town.office.pk)
    taken_over(town, a_run(town, rows_of(1), actor=town.leader))
    assert handlers() == {("周建", "took_over")}


@pytest.mark.parametrize("bad", ["\x00", "违规\x00类", "\x07", "\x85", "\ud800"])
def test_control_characters_in_words_and_names_are_refused_in_words(town: Any, bad: str) -> None:
    run = a_run(town, [a_row()])
    for sent in (
        {"values": {"nature": {bad: "violation"}}},
        {"values": {"nature": {"违规类": bad}}},
        {"values": {"source": {"自查": {"source": bad}}}},
        {"values": {"source": {bad: {"source": "self_inspection"}}}},
        {"values": {bad: {"违规类": "violation"}}},
        {"columns": {**run.columns, bad: 1}},
        {"sheet": bad},
    ):
        with pytest.raises(Invalid) as refusal:
            importing.map_import(run_id=run.pk, actor=town.clerk, **sent)
        assert bad not in f"{refusal.value}{list(refusal.value.errors)}"
    with pytest.raises(Invalid):
        importing.start_import(office_id=town.office.pk, upload=upload(workbook([])), actor=town.clerk, key=f"k{bad}")


@pytest.mark.parametrize("year", [-1, 0, 1989, 2101, 10**30, "2026"])
def test_a_year_no_ledger_can_have_is_refused(town: Any, year: Any) -> None:
    run = a_run(town, [a_row()])
    for step in (
        lambda: importing.map_import(run_id=run.pk, actor=town.clerk, ledger_year=year),
        lambda: importing.start_import(
            office_id=town.office.pk, upload=upload(workbook([])), actor=town.clerk, ledger_year=year
        ),
    ):
        with pytest.raises(Invalid) as refusal:
            step()
        assert list(refusal.value.errors) == ["ledger_year"]


def by_hand(town: Any) -> Problem:
    """The finding of ``a_row`` registered by a clerk."""
    entry = NewEntry(
        unit_id=town.units["市人民医院"].pk,
        violation_type_id=ViolationType.objects.get(code="outside_quota_staff").pk,
        source_id=Source.objects.get(code="self_inspection").pk,
        facts="违规使用编外人员5名，未履行审批程序。",
        found_on=dt.date(2026, 3, 2),
        found=5,
    )
    return register_problem(office_id=town.office.pk, entry=entry, actor=town.second_clerk)


def test_what_was_registered_by_hand_counts_as_known(town: Any) -> None:
    entry = by_hand(town)
    found = importing.preview(a_run(town, [a_row(), *rows_of(1)]))
    assert (found.counts["known"], found.counts["new"], found.rows[0].known_as) == (1, 1, entry.number)


def test_what_is_registered_by_hand_while_the_sheet_is_judged_counts_as_known(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = a_run(town, [a_row(), *rows_of(1)])
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    lock = commit._lock_units

    def locking(rows: Any) -> None:
        by_hand(town)
        lock(rows)

    monkeypatch.setattr(commit, "_lock_units", locking)
    run = importing.commit_import(run_id=run.pk, actor=town.clerk)
    assert (run.state, run.rows_done, run.rows_known) == ("committed", 1, 1)
    assert Problem.objects.count() == 2


@pytest.mark.parametrize("who", ["observer", "unit_clerk", "stranger"])
def test_nobody_else_learns_of_a_run(town: Any, who: str) -> None:
    run, person = a_run(town, rows_of(1)), getattr(town, who)
    for attempt in (
        lambda: importing.run_of(person, run.pk),
        lambda: importing.map_import(run_id=run.pk, actor=person),
        lambda: importing.exclude_rows(run_id=run.pk, rows=[3], actor=person),
        lambda: importing.send_import(run_id=run.pk, actor=person),
        lambda: importing.order_take_over(run_id=run.pk, reason=REASON, actor=person),
        lambda: importing.abandon_import(run_id=run.pk, actor=person),
        lambda: importing.commit_import(run_id=run.pk, actor=person),
        lambda: importing.start_import(office_id=town.office.pk, upload=upload(workbook([])), actor=person),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_an_older_version_is_refused(town: Any) -> None:
    run = a_run(town, rows_of(2))
    importing.exclude_rows(run_id=run.pk, rows=[3], actor=town.clerk, reason="另案处理")
    with pytest.raises(Stale):
        importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, expected_version=run.version)


def test_an_abandoned_run_takes_no_further_step(town: Any) -> None:
    run = a_run(town, rows_of(1))
    importing.abandon_import(run_id=run.pk, actor=town.clerk)
    for step in (importing.send_import, importing.abandon_import, importing.map_import):
        with pytest.raises(WrongState):
            step(run_id=run.pk, actor=town.clerk)


def test_the_same_form_twice_opens_one_run(town: Any) -> None:
    runs = {
        importing.start_import(
            office_id=town.office.pk, upload=upload(workbook([a_row()])), actor=town.clerk, key="k1"
        ).pk
        for _ in range(2)
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("name", "content"), [("台账.xls", b"\xd0\xcf\x11\xe0"), ("台账.xlsx", b"PK nonsense"), ("台账.xlsx", b"")]
)
def test_a_file_that_is_no_workbook_is_not_kept(town: Any, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        importing.start_import(office_id=town.office.pk, upload=upload(content, name), actor=town.clerk)
    assert list(refusal.value.errors) == ["upload"]
    assert not ImportRun.objects.exists()


def test_a_csv_table_is_taken(town: Any) -> None:
    row = ["" if cell is None else cell.date().isoformat() if hasattr(cell, "date") else str(cell) for cell in a_row()]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (HEADINGS, row))
    run = importing.start_import(
        office_id=town.office.pk, upload=upload(text.encode("gb18030"), "台账.csv"), actor=town.clerk
    )
    run = importing.map_import(run_id=run.pk, actor=town.clerk, values=MAPPING["values"])
    assert importing.preview(run).counts["new"] == 1


def test_the_workbook_of_errors_opens_and_holds_no_formula(town: Any) -> None:
    run = a_run(town, [a_row(备注="=1+1", 单位名称="=市人民医完"), a_row()])
    table, out = tables.table_of(run), io.BytesIO()
    found = importing.preview(run, table)
    with tables.workbook_path(run.file) as path:
        tables.write_errors(path, table, found.errors, out)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    cells = [cell for line in book["台账"].iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert any("B3:" in str(cell.value) for cell in cells)


def test_the_preview_asks_as_often_for_eleven_rows_as_for_one(town: Any) -> None:
    counts = []
    for number in (1, 11):
        run = importing.run_of(town.clerk, a_run(town, rows_of(number)).pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert importing.preview(run).counts["new"] == number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_task_writes_under_the_account_that_ordered(town: Any, django_capture_on_commit_callbacks: Any) -> None:
    run, sent = a_run(town, rows_of(2)), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks.commit_import, "delay", sent.append)
        with django_capture_on_commit_callbacks(execute=True):
            importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader)
        assert sent == [run.pk]
        assert jobs.resume_imports() == 1
        assert sent == [run.pk, run.pk]
    assert tasks.commit_import(run.pk) is True
    assert tasks.commit_import(run.pk) is True
    done = importing.entries_of(importing.run_of(town.clerk, run.pk))
    assert done.count() == Problem.objects.count() == 2
    made = done.first().history.latest().act
    assert (made.actor_name, made.door, made.reason, made.name) == ("周建", "task", REASON, "import.commit")
    assert jobs.resume_imports() == 0


def test_the_task_asks_the_rights_again(town: Any) -> None:
    from organizations.people import set_status, system_account

    run = a_run(town, rows_of(1))
    importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    set_status(account_id=town.leader.pk, status="suspended", reason="离任", actor=system_account())
    assert tasks.commit_import(run.pk) is False
    run.refresh_from_db()
    assert (run.state, Problem.objects.count()) == ("failed", 0)


def test_a_task_that_never_ends_is_given_up(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run(town, rows_of(1))
    importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    monkeypatch.setattr(tasks, "count_try", lambda run_id: commit.MAX_TRIES + 1)
    assert tasks.commit_import(run.pk) is False
    run.refresh_from_db()
    assert run.state == "failed"
    assert str(run.pk) in run.failure


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_leaves_nothing_and_can_be_resumed(monkeypatch: pytest.MonkeyPatch) -> None:
    town = a_town()
    run = a_run(town, [*rows_of(4), a_closed_row()])
    importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    monkeypatch.setattr(commit, "CHUNK", 2)
    whole, calls = commit.start_clocks, []

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        return whole(*args, **kwargs)

    monkeypatch.setattr(commit, "start_clocks", dying)
    with pytest.raises(MemoryError):
        importing.commit_import(run_id=run.pk, actor=town.leader)
    assert (Problem.objects.count(), Handling.objects.count(), Clock.objects.count()) == (0, 0, 0)
    assert importing.stuck_runs() == [run.pk]
    monkeypatch.setattr(commit, "start_clocks", whole)
    assert tasks.commit_import(run.pk) is True
    assert list(Problem.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_write_it_once() -> None:
    town = a_town()
    rows = [*rows_of(20), a_closed_row()]
    runs = [a_run(town, rows), a_run(town, rows)]
    for run in runs:
        importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    barrier, ended = threading.Barrier(2), []

    def write(run_id: int) -> None:
        try:
            barrier.wait()
            ended.append(importing.commit_import(run_id=run_id, actor=town.leader))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[run.pk]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((one.rows_done, one.rows_known) for one in ended) == [(0, 21), (21, 0)]
    assert Problem.objects.count() == 21
    assert list(Problem.objects.order_by("serial").values_list("serial", flat=True)) == list(range(1, 22))
    assert sorted(TakeOver.objects.values_list("rows", flat=True)) == [0, 21]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("keys", "opened"), [(("", ""), 2), (("a", "b"), 2), (("a", "a"), 1)])
def test_one_file_sent_twice_at_the_same_moment_is_kept_once(
    keys: tuple[str, str], opened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, content = a_town(), workbook([a_row()])
    barrier, ended, sheets_at = threading.Barrier(2), [], runs.sheets_at

    def both_kept(path: Any) -> Any:
        barrier.wait(30)  # neither has a row of the file or a receipt yet
        return sheets_at(path)

    monkeypatch.setattr(runs, "sheets_at", both_kept)

    def send(key: str) -> None:
        try:
            ended.append(
                importing.start_import(office_id=town.office.pk, upload=upload(content), actor=town.clerk, key=key)
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(ended), len({run.pk for run in ended})) == (2, opened)
    assert {run.file for run in ended} == {StoredFile.objects.get()}


def test_the_demonstrations_own_mapping_leaves_no_word_open(town: Any) -> None:
    assert (DEMO / "mapping_YC.json").exists()
    found = importing.preview(the_ledger_of_2026(town))
    assert messages(found) == []
    assert found.new_closed == 88


def test_texts_of_every_kind_arrive_as_they_were_written(town: Any) -> None:
    odd = ["\"引号\"与'单引号'", "反斜杠\\与\\n", "{花括号,逗号}", "NULL", "%s 与 %(x)s", "𠮷野家〇", "一行\n两行"]
    rows = [a_row(具体问题=f"{text} 第{number}号", 备注=text) for number, text in enumerate(odd * 9)]
    taken_over(town, a_run(town, rows))
    kept = list(Problem.objects.order_by("serial"))
    assert [one.remark for one in kept] == odd * 9
    assert [one.facts for one in kept] == [f"{text} 第{number}号" for number, text in enumerate(odd * 9)]
    assert all(one.history.get().facts == one.facts and one.cause_id is None for one in kept)


SOURCE_HEADINGS = [*HEADINGS, "要求时限", "要求单位", "问题来源文件", "具体来源"]


def test_what_the_sheet_says_of_the_source_is_taken_and_the_required_date_caps_the_entry(town: Any) -> None:
    sheet = [
        [
            *a_row(具体问题="违规使用编外人员3名，一。"),
            dt.datetime(2027, 1, 29),
            "省委巡视办",
            "云巡发〔2026〕5号",
            "巡视反馈",
        ],
        [*a_row(具体问题="违规使用编外人员3名，二。"), dt.datetime(2026, 11, 30), "省委巡视办", "", ""],
        [*a_row(具体问题="违规使用编外人员3名，三。"), None, "省委巡视办", "", ""],
    ]
    run = a_run(town, sheet, headings=SOURCE_HEADINGS)
    kept, beyond, dateless = importing.preview(run).rows
    assert not kept.warnings
    assert [one.cell for one in beyond.warnings] == ["P4"]
    assert [one.cell for one in dateless.warnings] == ["Q5"]
    taken_over(town, run)
    first, second, third = Problem.objects.order_by("serial")
    assert (first.required_on, first.required_by) == (dt.date(2027, 1, 29), "省委巡视办")
    assert (first.source_document, first.sub_source) == ("云巡发〔2026〕5号", "巡视反馈")
    assert cap_of(first) == dt.date(2027, 1, 29)
    assert [one.subject_id for one in Clock.objects.filter(kind=ClockKind.REQUIRED_DATE)] == [second.pk]
    assert (third.required_on, third.required_by) == (None, "")


def test_a_required_date_before_the_day_found_and_words_too_long_are_named_by_cell(town: Any) -> None:
    run = a_run(town, [[*a_row(), dt.datetime(2026, 1, 5), "办" * 121, "", "来" * 101]], headings=SOURCE_HEADINGS)
    found = importing.preview(run)
    assert {error.cell for error in found.errors} == {"P3", "Q3", "S3"}
