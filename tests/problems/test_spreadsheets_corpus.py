"""Workbooks and tables as offices really keep them: what is read, what is left out in words, what is a fault."""

import datetime as dt

import openpyxl
import pytest
from test_spreadsheets_reading import a_workbook, body, ledger_row

from problems.spreadsheets.body import Kind, is_ditto, left_out
from problems.spreadsheets.errors import SpreadsheetError
from problems.spreadsheets.fields import suggest_columns
from problems.spreadsheets.header import find_header
from problems.spreadsheets.rows import parse_rows
from problems.spreadsheets.workbook import open_sheets, read_sheet

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def xlsx(tmp_path):
    return tmp_path / "ledger.xlsx"


def drafts_of(path, name="台账"):
    sheet = read_sheet(path, name)
    header = find_header(sheet)
    drafts, errors = parse_rows(sheet, header, suggest_columns(header), today=TODAY)
    return drafts, [f"{error.cell}: {error.message}" for error in errors]


def asides_of(path):
    sheet = read_sheet(path, "台账")
    return [(one.row, str(one.kind), one.text) for one in left_out(sheet, find_header(sheet))]


def test_what_is_left_out_is_listed_with_its_row_and_kind(xlsx):
    rows = [
        ["一、超编进人类"],
        ledger_row(1),
        [None, "市教育局", "小计", 1],
        ["（二）编外用工类"],
        ledger_row(2, unit="市人民医院"),
        ["合计", None, 2],
        ["主要负责人（签字）：", None, None, "填表人：张三"],
        [None, None, "单位（盖章）"],
        [None, None, dt.datetime(2026, 11, 20)],
        ["张三"],
        ["注：本表一式两份。"],
    ]
    a_workbook(xlsx, rows)
    assert [number for number, _cells in body(xlsx)] == [6, 9]
    assert asides_of(xlsx) == [
        (5, "heading", "一、超编进人类"),
        (7, "total", "市教育局 小计 1"),
        (8, "heading", "（二）编外用工类"),
        (10, "total", "合计 2"),
        (11, "signature", "主要负责人（签字）： 填表人：张三"),
        (12, "signature", "单位（盖章）"),
        (13, "signature", "2026-11-2000:00:00"),
        (14, "signature", "张三"),
        (15, "signature", "注：本表一式两份。"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["张三"],
        [None, "市人民医院"],
        [None, "市人民医院", None, "自查"],
        [3, None, None, None, None, None, "小计有误，超编4名。"],
        [None, "市机关事务管理局", "市政府办公室", "自查", "编外用工"],
    ],
)
def test_a_poor_row_stays_a_ledger_row_and_its_faults_are_named(xlsx, row):
    a_workbook(xlsx, [ledger_row(1), row])
    drafts, errors = drafts_of(xlsx)
    assert [draft.row for draft in drafts] == [5, 6]
    assert errors
    assert all("6:" in error for error in errors)
    assert asides_of(xlsx) == []


def test_after_the_last_full_row_only_a_signature_ends_the_ledger(xlsx):
    a_workbook(xlsx, [ledger_row(1), ["填表人：张三"], ledger_row(2)])
    assert [number for number, _cells in body(xlsx)] == [5, 7]


@pytest.mark.parametrize("word", ["同上", "同 上", "同前", "（同上）", "同上。", "〃", "″", '"', "”"])
def test_every_way_to_say_as_above(xlsx, word):
    assert is_ditto(word)
    second = ledger_row(2)
    second[1] = second[7] = word
    a_workbook(xlsx, [ledger_row(1), second])
    drafts, errors = drafts_of(xlsx)
    assert (errors, drafts[1].unit, drafts[1].found_on) == ([], "市特殊教育学校", dt.date(2026, 1, 5))


def test_as_above_with_nothing_above_is_a_fault_of_its_cell(xlsx):
    first = ledger_row(1)
    first[6], first[9] = "同上", "〃"
    a_workbook(xlsx, [first])
    _drafts, errors = drafts_of(xlsx)
    assert [error[:3] for error in errors] == ["G5:", "J5:"]
    assert not any("空" in error or "empty" in error for error in errors)


def test_a_formula_without_a_stored_value_is_a_fault_not_an_empty_cell(xlsx):
    first = ledger_row(1)
    first[6], first[9], first[13] = '="违规"&"用工"', "=H5+30", "=TODAY()"
    a_workbook(xlsx, [first])
    drafts, errors = drafts_of(xlsx)
    assert [error[:3] for error in errors] == ["G5:", "J5:", "N5:"]
    assert drafts[0].closed_on is None


@pytest.mark.parametrize("value", ["#REF!", "#N/A", "#DIV/0!", "#NAME?"])
def test_a_failed_formula_is_a_fault_of_its_cell(xlsx, value):
    first = ledger_row(1)
    first[1] = value
    a_workbook(xlsx, [first])
    _drafts, errors = drafts_of(xlsx)
    assert [error[:3] for error in errors] == ["B5:"]
    assert value in errors[0]


def test_a_preprinted_serial_number_by_formula_makes_no_row(xlsx):
    a_workbook(xlsx, [ledger_row(1), ["=ROW()-4"], ["=ROW()-4"]])
    assert [number for number, _cells in body(xlsx)] == [5]


def test_hidden_rows_and_columns_are_read_and_named_and_hidden_sheets_marked(xlsx):
    a_workbook(xlsx, [ledger_row(1), ledger_row(2)])
    book = openpyxl.load_workbook(xlsx)
    book["台账"].row_dimensions[6].hidden = True
    book["台账"].column_dimensions.group("H", "I", hidden=True)
    book.create_sheet("草稿").sheet_state = "hidden"
    book.create_sheet("字典").sheet_state = "veryHidden"
    book.save(xlsx)
    sheet = read_sheet(xlsx, "台账")
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({6}, {7, 8})
    drafts, errors = drafts_of(xlsx)
    assert (len(drafts), drafts[1].found_on, errors) == (2, dt.date(2026, 1, 5), [])
    assert [(one.name, one.hidden) for one in open_sheets(xlsx)] == [("台账", False), ("草稿", True), ("字典", True)]


def test_numbers_as_text_and_full_width_digits_mean_what_they_say(xlsx):
    first = ledger_row("１")
    first[6], first[7], first[9] = "违规使用编外人员５名。", "２０２６．１．５", "２０２６年２月４日"
    a_workbook(xlsx, [first])
    drafts, errors = drafts_of(xlsx)
    assert (errors, drafts[0].serial, drafts[0].facts) == ([], "1", "违规使用编外人员5名。")
    assert (drafts[0].found_on, drafts[0].approved_on) == (dt.date(2026, 1, 5), dt.date(2026, 2, 4))


HEADINGS = "序号{0}单位名称{0}来源{0}类型{0}性质{0}具体问题{0}发现日期\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_with_line_breaks_and_other_delimiters_in_its_cells(tmp_path, encoding, delimiter):
    path = tmp_path / "ledger.csv"
    facts = '"一是违规使用编外人员5名, 二是; 未审批\t；\n三是""长期""借用"'
    row = delimiter.join(["1", "市人民医院", "自查", "编外用工", "违规类", facts, "2026-03-02"])
    path.write_bytes((f"机构编制问题台账\r\n{HEADINGS.format(delimiter)}{row}\r\n").encode(encoding))
    drafts, errors = drafts_of(path, "CSV")
    assert errors == []
    assert drafts[0].facts == '一是违规使用编外人员5名, 二是; 未审批 ；\n三是"长期"借用'
    assert (drafts[0].row, drafts[0].found_on) == (3, dt.date(2026, 3, 2))


def test_a_quotation_mark_that_is_not_closed_is_named_by_its_line(tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_text(HEADINGS.format(",") + '1,市人民医院,自查,编外用工,违规类,"未审批"长期",2026-03-02\r\n')
    with pytest.raises(SpreadsheetError, match="2"):
        read_sheet(path, "CSV")


def test_kinds_are_known_to_the_page():
    assert {str(kind) for kind in Kind} == {"total", "signature", "heading"}
