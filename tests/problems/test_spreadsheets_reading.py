"""Opening a file under limits, its sheets and merged cells, and finding its headings."""

import csv
import datetime as dt
import io
import resource
import time
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from problems.spreadsheets import container, workbook
from problems.spreadsheets.body import body_rows
from problems.spreadsheets.errors import NotASpreadsheet, ParserNotHardened, ProtectedFile, SpreadsheetError, TooLarge
from problems.spreadsheets.fields import FIELDS, suggest_columns
from problems.spreadsheets.header import find_header
from problems.spreadsheets.rows import distinct_values, parse_rows
from problems.spreadsheets.workbook import open_sheets, read_sheet
from problems.spreadsheets.writing import write_xlsx

SAMPLE = Path(__file__).resolve().parents[2] / "demo" / "data" / "ledger_2026.xlsx"
GROUPS = [
    "序号",
    "单位名称",
    "主管部门",
    "问题情况",
    None,
    None,
    None,
    None,
    "整改情况",
    None,
    None,
    None,
    None,
    None,
    "备注",
]
LEAVES = [None, None, None, "来源", "类型", "性质", "具体问题", "发现日期"]
LEAVES += ["整改措施", "整改时限", "责任人", "承办人", "进展", "销号日期", None]
FOUND, DUE = dt.datetime(2026, 1, 5), dt.datetime(2026, 2, 4)


def ledger_row(number, unit="市特殊教育学校", facts=None):
    facts = facts or f"违规使用编外人员{number}名，未履行审批程序，在窗口岗位长期使用。"
    found = [unit, "市教育局", "自查", "编外用工", "违规类", facts, FOUND]
    return [number, *found, "清退", DUE, "胡建国", "杨立新", "正在推进", None, None]


def a_workbook(
    path, rows, *, merges=(), title="台账", before=("机构编制问题整改台账", "填报单位：监督检查科"), epoch=None
):
    """A ledger with two title lines, headings on two levels in rows 3 and 4, and ``rows`` from row 5."""
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = title
    for line in before:
        sheet.append([line])
    sheet.append(GROUPS)
    sheet.append(LEAVES)
    for row in rows:
        sheet.append(row)
    for region in ("A1:O1", "A2:O2", "A3:A4", "B3:B4", "C3:C4", "D3:H3", "I3:N3", "O3:O4", *merges):
        sheet.merge_cells(region)
    book.save(path)
    return path


def body(path, name="台账"):
    sheet = read_sheet(path, name)
    return list(body_rows(sheet, find_header(sheet)))


@pytest.fixture
def xlsx(tmp_path):
    return tmp_path / "ledger.xlsx"


def test_headings_on_two_levels_are_found_under_the_title_lines(xlsx):
    found = find_header(read_sheet(a_workbook(xlsx, [ledger_row(1)]), "台账"))
    assert (found.first_row, found.last_row, found.body_start) == (3, 4, 5)
    assert found.columns[:5] == ("序号", "单位名称", "主管部门", "问题情况·来源", "问题情况·类型")
    assert found.leaf[-2:] == ("销号日期", "备注")
    seldom = {"finder_level", "cause", "required_on", "required_by", "source_document", "sub_source"}
    keys = [field.key for field in FIELDS if field.key not in seldom]
    assert suggest_columns(found) == {key: index for index, key in enumerate(keys)}


def test_headings_on_one_level_in_the_first_row(tmp_path):
    path = tmp_path / "flat.csv"
    path.write_text(
        "责任单位,问题来源,问题类别,问题性质,主要问题（简述）,发现时间,整改完成期限\n甲,自查,超编,违规类,某,2026-1-5,\n",
        "utf-8",
    )
    sheet = read_sheet(path, "CSV")
    found = find_header(sheet)
    assert (found.first_row, found.last_row) == (1, 1)
    assert suggest_columns(found) == {
        "unit": 0, "source": 1, "violation_type": 2, "nature": 3, "facts": 4, "found_on": 5
    }  # fmt: skip


def test_unmerged_groups_as_csv_has_them(tmp_path):
    path = tmp_path / "groups.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["台账"], GROUPS, LEAVES, [1, "甲", "乙", "自查"]])
    found = find_header(read_sheet(path, "CSV"))
    assert (found.first_row, found.last_row) == (2, 3)
    assert found.columns[0] == "序号"
    assert found.columns[4] == "问题情况·类型"
    assert found.columns[14] == "备注"


def test_unknown_headings_are_offered_all_the_same(xlsx):
    book = openpyxl.Workbook()
    for row in (["某某登记表"], ["甲栏", "乙栏", "丙栏"], [1, 2, 3]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.save(xlsx)
    found = find_header(read_sheet(xlsx, "Sheet"))
    assert (found.first_row, found.leaf) == (2, ("甲栏", "乙栏", "丙栏"))
    assert suggest_columns(found) == {}


def test_a_sheet_without_headings_has_none(xlsx):
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3])
    book.save(xlsx)
    assert find_header(read_sheet(xlsx, "Sheet")) is None


def test_units_merged_downward_are_filled_and_remarks_merged_across_are_not(xlsx):
    rows = [ledger_row(1), ledger_row(2, unit=None), ledger_row(3)]
    rows[2][6:9] = ["跨列说明", None, None]
    a_workbook(xlsx, rows, merges=("B5:B6", "G7:I7"))
    sheet = read_sheet(xlsx, "台账")
    assert [row[1] for _number, row in body(xlsx)] == ["市特殊教育学校"] * 3
    assert sheet.filled_rows == {3, 4, 6} | {1, 2}  # headings and titles are filled too
    assert body(xlsx)[2][1][6:9] == ("跨列说明", None, None)


def test_totals_signatures_notes_blanks_and_repeated_headings_are_no_ledger_rows(xlsx):
    rows = [
        ledger_row(1),
        [None] * 15,
        ["小计", None, None, None, None, None, 5],
        [None, "市教育局小计", None, None, None, None, 5],
        LEAVES[:3] + LEAVES[3:],
        ledger_row(2),
        [3, "\u3000 "],
        ["合 计", None, None, None, None, None, 10],
        ["填报人：张三", None, None, "审核人：李四"],
        ["负责人（签字）："],
        ["注：本表一式两份"],
    ]
    assert [number for number, _row in body(a_workbook(xlsx, rows))] == [5, 10]


def test_ditto_takes_the_value_above_also_across_a_subtotal(xlsx):
    second, third = ledger_row(2, unit="同上"), ledger_row(3, unit=" 〃 ")
    values = body(a_workbook(xlsx, [ledger_row(1), second, ["小计", None, None, 9], third]))
    assert [row[1] for _number, row in values] == ["市特殊教育学校"] * 3


def test_sheets_are_listed_with_hidden_ones_marked(xlsx):
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append([1, 2])
    book.create_sheet("参数").sheet_state = "hidden"
    book.create_sheet("更深").sheet_state = "veryHidden"
    book.save(xlsx)
    assert [(s.name, s.rows, s.columns, s.hidden) for s in open_sheets(xlsx)] == [
        ("台账", 1, 2, False), ("参数", 1, 1, True), ("更深", 1, 1, True)
    ]  # fmt: skip


def test_hidden_rows_are_read_and_named(xlsx):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append(["b"])
    book.active.row_dimensions[2].hidden = True
    book.save(xlsx)
    sheet = read_sheet(xlsx, "Sheet")
    assert (sheet.hidden_rows, sheet.cells) == ({2}, (("a",), ("b",)))


def test_1904_dates_keep_their_day(xlsx):
    a_workbook(xlsx, [ledger_row(1)], epoch=CALENDAR_MAC_1904)
    sheet = read_sheet(xlsx, "台账")
    assert sheet.epoch_1904
    assert sheet.cells[4][7] == FOUND


def test_formulas_give_their_stored_value(xlsx, tmp_path):
    a_workbook(xlsx, [ledger_row("=1+1")])
    changed = rewritten(xlsx, tmp_path, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>", b"<f>1+1</f><v />")
    assert read_sheet(changed, "台账").cells[4][0] == 2


def rewritten(path, folder, *replacements):
    """A copy of a workbook in which the first sheet's XML has the middle bytes for any of the outer ones."""
    out = folder / "rewritten.xlsx"
    old, new, *others = replacements
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                changed = content
                for wanted in (old, *others):
                    changed = changed.replace(wanted, new)
                assert changed != content
                content = changed
            target.writestr(name, content)
    return out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_usual_encoding(tmp_path, encoding):
    path = tmp_path / "ledger.CSV"
    path.write_bytes("序号,单位名称,来源\r\n1,市人民医院,自查\r\n".encode(encoding))
    assert read_sheet(path, "CSV").cells == (("序号", "单位名称", "来源"), ("1", "市人民医院", "自查"))
    assert open_sheets(path)[0].rows == 2


def refused(path, kind, content=None):
    if content is not None:
        path.write_bytes(content)
    for attempt in (open_sheets, lambda file: read_sheet(file, "台账")):
        with pytest.raises(kind) as refusal:
            attempt(path)
        assert str(refusal.value).endswith((".", "。"))


def test_what_is_no_spreadsheet_is_refused_with_a_sentence(tmp_path, xlsx):
    refused(xlsx, NotASpreadsheet, b"hello")
    refused(xlsx, NotASpreadsheet, b"")
    refused(xlsx, NotASpreadsheet, b"PK\x03\x04 broken")
    refused(xlsx, NotASpreadsheet, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    refused(xlsx, ProtectedFile, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    refused(tmp_path / "t.csv", NotASpreadsheet, b"a,b\0\n")
    refused(tmp_path / "t.csv", NotASpreadsheet, b"\xff\xff\xff,\xff")
    refused(tmp_path / "t.csv", NotASpreadsheet, b'a,"b\n')
    refused(tmp_path / "missing.xlsx", NotASpreadsheet)


def test_an_archive_without_a_workbook_is_refused(xlsx):
    with zipfile.ZipFile(xlsx, "w") as archive:
        archive.writestr("readme.txt", "x")
    refused(xlsx, NotASpreadsheet)
    with zipfile.ZipFile(xlsx, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    refused(xlsx, NotASpreadsheet)


def test_bombs_are_refused_before_anything_is_unpacked(xlsx, monkeypatch):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 30_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_named: pytest.fail("unpacked"))
    refused(xlsx, TooLarge, buffer.getvalue())


def test_file_unpacked_size_and_parts_have_limits(xlsx, monkeypatch):
    a_workbook(xlsx, [ledger_row(1)])
    for limit in ("MAX_FILE_BYTES", "MAX_UNPACKED_BYTES", "MAX_PARTS"):
        with monkeypatch.context() as patch:
            patch.setattr(container, limit, 1)
            refused(xlsx, TooLarge)


@pytest.mark.parametrize(
    "limit", ["MAX_ROWS", "MAX_COLUMNS", "MAX_CELLS", "MAX_CHARACTERS", "MAX_ROW_RECORDS", "MAX_MERGES"]
)
def test_sheet_has_limits(xlsx, monkeypatch, limit):
    a_workbook(xlsx, [ledger_row(1)])
    monkeypatch.setattr(workbook, limit, 2)
    with pytest.raises(TooLarge):
        read_sheet(xlsx, "台账")


def test_a_stray_value_at_the_far_end_is_refused_quickly_and_formatted_emptiness_is_not(xlsx):
    book = openpyxl.Workbook()
    book.active["A1"] = "序号"
    book.active["XFD1048576"].number_format = "0.00"
    book.save(xlsx)
    assert read_sheet(xlsx, "Sheet").cells == (("序号",),)
    book.active["A1048576"] = 1
    book.save(xlsx)
    with pytest.raises(TooLarge):
        read_sheet(xlsx, "Sheet")


def test_an_entity_bomb_is_refused(xlsx, tmp_path):
    a_workbook(xlsx, [ledger_row(1)])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet'
    with pytest.raises(NotASpreadsheet):
        read_sheet(rewritten(xlsx, tmp_path, b"<worksheet", bomb), "台账")


def test_damaged_cells_are_a_refusal_not_a_crash(xlsx, tmp_path):
    a_workbook(xlsx, [ledger_row(1)])
    for old, new in (
        (b't="inlineStr"', b't="s"><v>999</v></c><c t="inlineStr"'),
        (b'r="5"', b'r="x"'),
        (b"</sheetData>", b""),
    ):
        with pytest.raises(SpreadsheetError):
            read_sheet(rewritten(xlsx, tmp_path, old, new), "台账")


def test_without_defusedxml_nothing_is_opened(xlsx, monkeypatch):
    assert container.parser_is_hardened()
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    assert not container.parser_is_hardened()
    a_workbook(xlsx, [ledger_row(1)])
    refused(xlsx, ParserNotHardened)


def test_an_unknown_sheet_is_refused(xlsx):
    a_workbook(xlsx, [ledger_row(1)])
    with pytest.raises(SpreadsheetError):
        read_sheet(xlsx, "没有")


def test_warnings_of_the_library_do_not_reach_the_reader(xlsx, tmp_path):
    a_workbook(xlsx, [ledger_row(1)])
    odd = rewritten(xlsx, tmp_path, b"</worksheet>", b'<extLst><ext uri="{0}"/></extLst></worksheet>')
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert body(odd)


def test_the_demonstration_ledger_has_126_rows_and_no_error():
    sheet = read_sheet(SAMPLE, "台账")
    found = find_header(sheet)
    drafts, errors = parse_rows(sheet, found, suggest_columns(found), today=dt.date(2026, 11, 21))
    assert (len(drafts), errors) == (126, [])
    assert sum(1 for draft in drafts if draft.closed_on and draft.closed_on <= draft.approved_on) == 88
    assert sum(1 for draft in drafts if draft.closed_on is None) == 38
    assert distinct_values(drafts, "nature") == {"违规类": 104, "政策类": 22}
    assert len(distinct_values(drafts, "source")) == 8


def test_ten_thousand_rows_within_time_and_memory(xlsx):
    labels = [leaf or group for leaf, group in zip(LEAVES, GROUPS, strict=True)]
    write_xlsx(xlsx, labels, (ledger_row(number) for number in range(1, 10_001)), "台账")
    started, peak_before = time.process_time(), peak_kilobytes()
    sheet = read_sheet(xlsx, "台账")
    found = find_header(sheet)
    drafts, errors = parse_rows(sheet, found, suggest_columns(found), today=dt.date(2026, 11, 21))
    assert (len(drafts), errors) == (10_000, [])
    assert time.process_time() - started < 20  # 6 s on an idle machine; what is caught here is a wrong order of growth
    assert peak_kilobytes() - peak_before < 200 * 1024


def peak_kilobytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
