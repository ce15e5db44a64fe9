"""Drafts, faults by cell, and the workbook given back with its errors."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.utils import translation

from problems.spreadsheets import report
from problems.spreadsheets.errors import CellError, Sentence, SpreadsheetError
from problems.spreadsheets.fields import FIELDS
from problems.spreadsheets.header import Header, find_header
from problems.spreadsheets.report import with_error_column
from problems.spreadsheets.rows import distinct_values, parse_rows, sound_rows
from problems.spreadsheets.sheet import Sheet
from problems.spreadsheets.workbook import read_sheet

TODAY = dt.date(2026, 11, 21)
KEYS = ("serial", "unit", "source", "violation_type", "nature", "facts", "found_on", "approved_on", "closed_on")
COLUMNS = {key: index for index, key in enumerate(KEYS)}
LABELS = ("序号", "单位名称", "来源", "类型", "性质", "具体问题", "发现日期", "整改时限", "销号日期")
HEADER = Header(first_row=1, last_row=1, columns=LABELS, leaf=LABELS)
GOOD = {
    "serial": 1,
    "unit": "市人民医院",
    "source": "自查",
    "violation_type": "编外用工",
    "nature": "违规类",
    "facts": "违规使用编外人员5名。",
    "found_on": "2026.1.5",
    "approved_on": dt.datetime(2026, 2, 4),
    "closed_on": 46040,  # 2026-01-18
}


def a_row(**changes):
    return tuple({**GOOD, **changes}[key] for key in KEYS)


def parsed(*rows, columns=COLUMNS, **sheet):
    return parse_rows(Sheet("台账", (LABELS, *rows), **sheet), HEADER, columns, today=TODAY)


def cells(errors):
    return [error.cell for error in errors]


def test_a_good_row_becomes_a_draft_without_faults():
    drafts, errors = parsed(a_row())
    assert errors == []
    draft = drafts[0]
    assert (draft.row, draft.serial, draft.unit) == (2, "1", "市人民医院")
    assert (draft.found_on, draft.approved_on) == (dt.date(2026, 1, 5), dt.date(2026, 2, 4))
    assert draft.closed_on == dt.date(2026, 1, 18)
    assert (draft.remark, draft.measures) == ("", "")


@pytest.mark.parametrize("key", [field.key for field in FIELDS if field.required])
def test_each_required_field_is_wanted(key):
    for empty in (None, "", " \u3000\n"):
        drafts, errors = parsed(a_row(**{key: empty}))
        assert cells(errors) == ["ABCDEFGHI"[COLUMNS[key]] + "2"]
        assert len(drafts) == 1
        assert sound_rows(drafts, errors) == []


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"found_on": "2026年1月"}, "G2"),
        ({"approved_on": "待定"}, "H2"),
        ({"approved_on": "2026-01-04"}, "H2"),
        ({"closed_on": "2026-01-04"}, "I2"),
        ({"closed_on": "2026-11-22"}, "I2"),
        ({"unit": "#REF!"}, "B2"),
        ({"closed_on": "#N/A"}, "I2"),
    ],
)
def test_each_fault_is_named_by_its_cell(changes, cell):
    drafts, errors = parsed(a_row(**changes))
    assert set(cells(errors)) == {cell}
    assert all(str(error.message) for error in errors)
    assert len(drafts) == 1


def test_found_in_the_future_is_a_fault_and_today_is_not():
    assert cells(parsed(a_row(found_on="2026-11-22", approved_on=None, closed_on=None))[1]) == ["G2"]
    assert parsed(a_row(found_on="2026-11-21", approved_on="2026-11-21", closed_on="2026-11-21"))[1] == []


def test_all_faults_of_a_row_are_collected():
    assert cells(parsed(a_row(unit=None, found_on="x", closed_on="2027-01-01"))[1]) == ["B2", "G2", "I2"]


def test_a_repeated_row_names_the_other_one():
    errors = parsed(a_row(), a_row(unit="市中医院"), a_row(serial=3, facts="违规使用编外人员５名"))[1]
    assert cells(errors) == ["F4"]
    assert errors[0].message.values == {"other": 2}


def test_a_required_field_without_column_is_said_once():
    columns = {key: index for key, index in COLUMNS.items() if key != "nature"}
    errors = parsed(a_row(), a_row(unit="乙"), columns=columns)[1]
    assert [(error.row, error.column) for error in errors] == [(1, None)]


def test_day_numbers_of_a_1904_workbook():
    assert parsed(a_row(closed_on=46040 - 1462), epoch_1904=True)[0][0].closed_on == dt.date(2026, 1, 18)


def test_a_column_beyond_the_sheet_counts_as_empty():
    assert cells(parsed(a_row(), columns={**COLUMNS, "source": 40})[1]) == ["AO2"]


def test_distinct_values_with_their_counts():
    drafts = parsed(a_row(), a_row(unit="乙"), a_row(unit="丙", source="巡 视\n巡察", closed_on=None))[0]
    assert distinct_values(drafts, "source") == {"自查": 2, "巡视巡察": 1}
    assert distinct_values(drafts, "closed_on") == {dt.date(2026, 1, 18): 2}
    with pytest.raises(KeyError):
        distinct_values(drafts, "__class__")


def test_a_message_is_put_into_words_when_it_is_read():
    error = parsed(a_row(unit=None))[1][0]
    with translation.override("en"):
        assert str(error.message) == "Unit is empty. Fill it in."


# The workbook given back


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "faulty.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    for row in (["台账"], LABELS, a_row(unit=None, found_on="x"), a_row()):
        sheet.append(row)
    sheet.merge_cells("A1:L1")
    sheet["A2"].font = openpyxl.styles.Font(bold=True)
    book.create_sheet("另表")["A1"] = "=1+1"
    book.save(path)
    return path


def sent_back(path, errors=None, title="错误"):
    sheet = read_sheet(path, "台账")
    header = find_header(sheet)
    if errors is None:
        errors = parse_rows(sheet, header, COLUMNS, today=TODAY)[1]
    out = io.BytesIO()
    with_error_column(path, "台账", header, errors, out, title=title)
    return out


def test_errors_stand_beside_their_row_in_words_and_colour(faulty):
    book = openpyxl.load_workbook(sent_back(faulty))
    sheet = book["台账"]
    assert sheet["J2"].value == "错误"
    assert sheet["J3"].value.startswith("B3: ")
    assert "\nG3: " in sheet["J3"].value
    assert sheet["J4"].value is None
    assert sheet["B3"].fill.fgColor.rgb == sheet["G3"].fill.fgColor.rgb == "FFF4CCCC"
    assert sheet["B4"].fill.fgColor.rgb != "FFF4CCCC"
    assert sheet["A2"].font.bold
    assert book.sheetnames == ["台账", "另表"]


def test_the_corrected_report_can_be_sent_in_again(faulty, tmp_path):
    again = tmp_path / "again.xlsx"
    again.write_bytes(sent_back(faulty).getvalue())
    book = openpyxl.load_workbook(again)
    book["台账"]["B3"], book["台账"]["G3"] = "市中医院", dt.datetime(2026, 1, 6)
    book.save(again)
    sheet = openpyxl.load_workbook(sent_back(again))["台账"]
    assert [sheet.cell(row, 10).value for row in (2, 3, 4)] == ["错误", None, None]
    assert sheet["K2"].value is None


def test_no_formula_is_live_in_the_report(faulty):
    out = sent_back(faulty, [CellError(3, "B", Sentence("=cmd()"))], title="=title()")
    sheets = openpyxl.load_workbook(out)
    assert sheets["另表"]["A1"].value == "=1+1"
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name) or not name.startswith("xl/worksheets/")


def test_text_that_begins_like_a_formula_stays_text(faulty):
    book = openpyxl.load_workbook(faulty)
    cell = book["台账"]["F4"]
    cell.value = "=HYPERLINK(1)"
    cell.data_type = "s"
    book.save(faulty)
    assert openpyxl.load_workbook(sent_back(faulty))["台账"]["F4"].data_type == "s"


def test_a_heavy_or_swelling_workbook_comes_back_as_plain_values(faulty, monkeypatch):
    book = openpyxl.load_workbook(faulty)
    book["另表"].merge_cells("A1:B2")
    book.save(faulty)
    for limit in ("MAX_FAITHFUL_BYTES", "MAX_REGION_CELLS"):
        with monkeypatch.context() as patch:
            patch.setattr(report, limit, 1)
            back = openpyxl.load_workbook(sent_back(faulty))
        assert back.sheetnames == ["台账"]
        assert back["台账"]["J3"].value.startswith("B3: ")


def test_csv_comes_back_as_csv_and_can_be_sent_in_again(tmp_path):
    path, again = tmp_path / "faulty.csv", tmp_path / "again.csv"
    path.write_text("台账\n" + ",".join(LABELS) + "\n\n1,,自查,编外用工,违规类,=1+1,2026-1-5,,\n", "gb18030")
    sheet = read_sheet(path, "CSV")
    header = find_header(sheet)
    with again.open("wb") as out:
        faults = parse_rows(sheet, header, COLUMNS, today=TODAY)[1]
        with_error_column(path, "CSV", header, faults, out, title="错误")
    assert again.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(again.read_text("utf-8-sig"), newline="")))
    assert lines[1][len(LABELS)] == "错误"
    assert lines[3][len(LABELS)].startswith("B4: ")
    assert lines[3][5] == "'=1+1", "nothing in it may become a formula"
    back = read_sheet(again, "CSV")
    assert back.cells[3][5] == "=1+1", "and it comes back as it was written"
    assert [row[: sheet.width] for row in back.cells] == list(sheet.cells)
    twice = io.BytesIO()
    with_error_column(again, "CSV", find_header(back), [], twice, title="错误")
    assert "B4" not in twice.getvalue().decode("utf-8-sig"), "a column of an earlier round is written anew"


def test_an_unknown_sheet_is_refused(faulty):
    with pytest.raises(SpreadsheetError):
        with_error_column(faulty, "没有", HEADER, [], io.BytesIO(), title="错误")
