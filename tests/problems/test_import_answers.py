"""What the office is asked and answers: changed rows of known entries, unknown units, rows left out, hidden sheets."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
import time_machine
from import_cast import MAPPING, a_row, a_run, a_town, rows_of, taken_over, upload, workbook
from test_import_pages import signed_in

from organizations.errors import Invalid
from organizations.models import Unit
from problems.models import ImportProfile, ImportRun, Problem
from problems.services import importing
from problems.services.importing import commit
from problems.services.importing.doubts import Why
from problems.states import State

TODAY = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FACTS = "违规使用编外人员5名，未履行审批程序。"


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


@pytest.fixture
def known(town: Any) -> Problem:
    """The finding of ``a_row``, in the ledger."""
    return importing.entries_of(taken_over(town, a_run(town, [a_row()]))).get()


CHANGED = {
    "facts reworded": ({"具体问题": "违规使用编外人员6名，长期未履行审批程序。"}, Why.DAY),
    "day corrected": ({"发现日期": dt.datetime(2026, 3, 5)}, Why.FACTS),
    "type changed": ({"类型": "超编进人"}, Why.FACTS),
    "type changed and facts reworded": (
        {"类型": "超编进人", "具体问题": "违规使用编外人员6名，未履行审批程序。"},
        Why.MUCH_ALIKE,
    ),
    "all changed but the number": (
        {"序号": "YC〔2026〕1", "具体问题": "全部重写了的事实", "发现日期": dt.datetime(2026, 4, 1)},
        Why.NUMBER,
    ),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_changed_row_of_a_known_entry_is_doubtful_and_names_it(town: Any, known: Problem, change: str) -> None:
    changes, why = CHANGED[change]
    found = importing.preview(a_run(town, [a_row(**changes)]))
    assert found.counts["doubtful"] == 1
    assert [(one.number, one.why) for one in found.rows[0].alike] == [(known.number, why)]
    assert not found.is_ready


@pytest.mark.parametrize(
    "changes",
    [
        {"单位名称": "市教育局", "主管部门": None},
        {"具体问题": "超职数配备科级干部2名，长期占用。", "类型": "超职数配备", "性质": "违规类"},
        {"具体问题": "编外聘用司机2名。", "发现日期": dt.datetime(2026, 5, 2)},
    ],
)
def test_another_matter_is_not_doubtful(town: Any, known: Problem, changes: dict[str, Any]) -> None:
    run = a_run(town, [a_row(**changes)])
    run = importing.map_import(
        run_id=run.pk, actor=town.clerk, values={"violation_type": {"超职数配备": "unauthorised_change"}}
    )
    found = importing.preview(run)
    assert (found.counts["doubtful"], found.counts["new"]) == (0, 1), [str(one.message) for one in found.errors]


def test_an_entry_that_the_sheet_states_word_for_word_is_not_offered_for_another_row(town: Any, known: Problem) -> None:
    found = importing.preview(a_run(town, [a_row(), a_row(具体问题="违规使用编外人员9名，另一岗位。")]))
    assert (found.counts["known"], found.counts["new"], found.counts["doubtful"]) == (1, 1, 0)


def test_a_doubtful_row_is_not_written_before_a_person_has_said_which_it_is(town: Any, known: Problem) -> None:
    run = a_run(town, [a_row(具体问题="违规使用编外人员6名，未履行审批程序。"), *rows_of(2, 发现日期="2026-06-01")])
    for step in (
        lambda: importing.send_import(run_id=run.pk, actor=town.clerk),
        lambda: importing.order_take_over(run_id=run.pk, reason="建账", actor=town.leader),
    ):
        with pytest.raises(Invalid, match="3"):
            step()
    with pytest.raises(Invalid):
        importing.answer_rows(run_id=run.pk, rows=[3], same=True, reason=" ", actor=town.clerk)
    run = importing.answer_rows(run_id=run.pk, rows=[3], same=True, reason="数字更新", actor=town.clerk)
    found = importing.preview(run)
    assert (found.counts["known"], found.counts["new"], found.rows[0].known_as) == (1, 2, known.number)
    assert run.answers["3"] == {"as": "same", "entries": [known.pk], "reason": "数字更新", "by": "陈立"}
    assert run.history.latest().act.reason == "数字更新"
    taken_over(town, run)
    assert Problem.objects.count() == 3
    known.refresh_from_db()
    assert known.facts == FACTS


def test_a_row_said_to_be_new_is_written_beside_the_entry_it_looks_like(town: Any, known: Problem) -> None:
    run = a_run(town, [a_row(具体问题="违规使用编外人员6名，未履行审批程序。")])
    run = importing.answer_rows(run_id=run.pk, rows=[3], same=False, reason="另一批人员", actor=town.second_clerk)
    assert importing.preview(run).counts["new"] == 1
    taken_over(town, run)
    assert list(Problem.objects.order_by("pk").values_list("serial", flat=True)) == [1, 2]


def test_an_answer_can_be_taken_back(town: Any, known: Problem) -> None:
    run = a_run(town, [a_row(具体问题="违规使用编外人员6名，未履行审批程序。")])
    importing.answer_rows(run_id=run.pk, rows=[3], same=False, reason="另一批人员", actor=town.clerk)
    run = importing.answer_rows(run_id=run.pk, rows=[3], same=False, again=True, reason="", actor=town.clerk)
    assert (run.answers, importing.preview(run).counts["doubtful"]) == ({}, 1)


def test_of_several_entries_a_person_says_which(town: Any) -> None:
    taken_over(town, a_run(town, rows_of(2)))
    first, second = Problem.objects.order_by("serial")
    run = a_run(town, [a_row()])
    with pytest.raises(Invalid) as refusal:
        importing.answer_rows(run_id=run.pk, rows=[3], same=True, reason="同一事项", actor=town.clerk)
    assert list(refusal.value.errors) == ["entries"]
    run = importing.answer_rows(
        run_id=run.pk, rows=[3], same=True, entries={3: second.pk}, reason="同一事项", actor=town.clerk
    )
    assert importing.preview(run).rows[0].known_as == second.number
    assert first.number != second.number


def test_an_answer_counts_only_for_the_entries_it_was_given_for(town: Any, known: Problem) -> None:
    """Another entry that looks like the row, registered afterwards, is asked about again."""
    run = a_run(town, [a_row(具体问题="违规使用编外人员6名，未履行审批程序。")])
    run = importing.answer_rows(run_id=run.pk, rows=[3], same=False, reason="另一批人员", actor=town.clerk)
    taken_over(town, a_run(town, [a_row(), a_row(具体问题="违规使用编外人员8名，岗位不同。")]))
    assert importing.preview(run).counts["doubtful"] == 1


def test_what_is_registered_while_the_sheet_is_written_and_looks_alike_stops_it(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from test_import_services import by_hand

    run = a_run(town, rows_of(1))
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    lock = commit._lock_units

    def locking(rows: Any) -> None:
        by_hand(town)
        lock(rows)

    monkeypatch.setattr(commit, "_lock_units", locking)
    with pytest.raises(Invalid, match="3"):
        importing.commit_import(run_id=run.pk, actor=town.clerk)
    run.refresh_from_db()
    assert (run.state, Problem.objects.count()) == ("failed", 0)


def test_faults_of_a_known_row_are_shown_and_in_nobodys_way(town: Any, known: Problem) -> None:
    found = importing.preview(
        a_run(town, [a_row(整改时限="尽快", 来源="道听途说"), *rows_of(1, 发现日期="2026-06-01")])
    )
    row = found.rows[0]
    assert (row.status, row.errors, found.is_ready) == ("known", [], True)
    assert {one.cell for one in row.warnings} >= {"D3", "J3"}


def test_an_unknown_unit_is_said_once_and_remembered_by_the_office(town: Any) -> None:
    run = a_run(town, [a_row(单位名称="人民医院（市）")])
    assert importing.preview(run).errors[0].cell == "B3"
    code = town.units["市人民医院"].code
    run = importing.map_import(run_id=run.pk, actor=town.clerk, values={"unit": {"人民医院（市）": code}})
    found = importing.preview(run)
    assert (found.counts["new"], found.rows[0].unit) == (1, town.units["市人民医院"])
    assert ImportProfile.objects.get().values["unit"] == {"人民医院（市）": code}
    again = a_run(town, [a_row(单位名称="人民医院（市）", 发现日期="2026-06-01")])
    assert importing.preview(again).rows[0].unit == town.units["市人民医院"]
    assert Unit.objects.count() == len(town.units)


@pytest.mark.parametrize("meaning", ["查无此码", "*", 7])
def test_a_name_means_a_unit_of_the_office_or_nothing(town: Any, meaning: Any) -> None:
    run = a_run(town, [a_row(单位名称="某院")])
    word = "*" if meaning == "*" else "某院"
    code = town.units["市人民医院"].code if meaning == "*" else meaning
    with pytest.raises(Invalid) as refusal:
        importing.map_import(run_id=run.pk, actor=town.clerk, values={"unit": {word: code}})
    assert list(refusal.value.errors) == ["unit"]


def test_leaving_a_row_out_wants_a_reason_that_is_shown_with_it(town: Any) -> None:
    run = a_run(town, [a_row(), a_row(单位名称="查无此单位")])
    with pytest.raises(Invalid) as refusal:
        importing.exclude_rows(run_id=run.pk, rows=[4], reason=" ", actor=town.clerk)
    assert list(refusal.value.errors) == ["reason"]
    importing.exclude_rows(run_id=run.pk, rows=[4], reason="另案处理", actor=town.second_clerk)
    page = signed_in(town.clerk).get(f"/import/{run.pk}/preview/?show=excluded").content.decode()
    assert "另案处理" in page
    assert "吴敏" in page


def test_progress_counts_the_rows_to_be_written_only(town: Any, known: Problem) -> None:
    run = a_run(town, [a_row(), *rows_of(3, 发现日期="2026-06-01")])
    importing.send_import(run_id=run.pk, actor=town.clerk, wake=False)
    run.refresh_from_db()
    assert importing.progress_of(run).total == 3
    run = importing.commit_import(run_id=run.pk, actor=town.clerk)
    assert (importing.progress_of(run).done, importing.progress_of(run).percent, run.rows_known) == (3, 100, 1)


def test_the_page_offers_both_answers_and_the_api_takes_them(town: Any, known: Problem) -> None:
    run = a_run(town, [a_row(具体问题="违规使用编外人员6名，未履行审批程序。"), *rows_of(1, 发现日期="2026-06-01")])
    clerk = signed_in(town.clerk)
    page = clerk.get(f"/import/{run.pk}/preview/").content.decode()
    assert f'href="/ledger/{known.pk}/"' in page
    assert f"/import/{run.pk}/answer/" in page
    sent = {"version": run.version, "rows": ["3"], "said": "same", "reason": ""}
    assert clerk.post(f"/import/{run.pk}/answer/", sent).status_code == 422
    address = f"/api/v1/imports/{run.pk}/"
    row = clerk.get(f"{address}preview/", {"status": "doubtful"}).json()["rows"][0]
    assert row["alike"][0]["number"] == known.number
    wrong = clerk.post(f"{address}answer/", {"rows": [3], "reason": "x"}, content_type="application/json")
    assert wrong.status_code == 422
    answer = {"rows": [3], "said": "same", "entries": {"3": known.pk}, "reason": "数字更新"}
    said = clerk.post(f"{address}answer/", answer, content_type="application/json")
    assert said.status_code == 200, said.content
    page = clerk.get(f"/import/{run.pk}/preview/?show=known").content.decode()
    assert "数字更新" in page
    sent = {"version": run.version + 1, "rows": ["3"], "said": "new", "reason": "再想想"}
    assert clerk.post(f"/import/{run.pk}/answer/", sent).status_code == 302
    assert ImportRun.objects.get(pk=run.pk).answers["3"]["as"] == "new"


def test_the_page_of_words_asks_for_unknown_units_only(town: Any) -> None:
    run = a_run(town, [a_row(单位名称="市人民医完"), a_row(单位名称="市教育局", 主管部门=None)])
    clerk = signed_in(town.clerk)
    page = clerk.get(f"/import/{run.pk}/mapping/?part=values").content.decode()
    assert 'name="unit-0"' in page
    assert 'name="unit-1"' not in page
    assert "data-unit-search" in page
    hospital = town.units["市人民医院"]
    form = {"version": run.version, "part": "values", "unit-0": str(hospital.pk)}
    assert clerk.post(f"/import/{run.pk}/mapping/?part=values", form).status_code == 302
    assert ImportRun.objects.get(pk=run.pk).values["unit"] == {"市人民医完": hospital.code}


def test_hidden_sheets_are_left_out_in_words_and_other_notes_shown(town: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([a_row(), ["合计", None, 1], ["填表人：张三"]])))
    book.create_sheet("底稿").sheet_state = "hidden"
    book["台账"].row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    run = importing.start_import(office_id=town.office.pk, upload=upload(out.getvalue()), actor=town.clerk)
    with pytest.raises(Invalid) as refusal:
        importing.map_import(run_id=run.pk, actor=town.clerk, sheet="底稿")
    assert list(refusal.value.errors) == ["sheet"]
    clerk = signed_in(town.clerk)
    page = clerk.get(f"/import/{run.pk}/sheet/").content.decode()
    assert "底稿" in page
    assert 'value="底稿"' not in page
    assert "填表人：张三" in page
    run = importing.map_import(run_id=run.pk, actor=town.clerk, values=MAPPING["values"])
    found = importing.preview(run)
    assert found.counts["new"] == 1
    assert any(one.cell == "3" for one in found.rows[0].warnings)


def test_voided_entries_are_not_held_against_a_row(town: Any, known: Problem) -> None:
    from problems.services.intake import void_problem

    void_problem(problem_id=known.pk, reason="误登", actor=town.leader)
    found = importing.preview(a_run(town, [a_row(具体问题="违规使用编外人员6名，未履行审批程序。")]))
    assert (found.counts["new"], Problem.objects.get().state) == (1, State.VOIDED)
