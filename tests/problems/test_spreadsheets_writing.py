"""The export writer: what a person typed never becomes a formula, and arrives unchanged otherwise."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from problems.spreadsheets.writing import FORMULA_STARTERS, csv_lines, safe_text, write_csv, write_xlsx

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u200b=1",
    "\x07=1",
    "=",
]
hostile = st.one_of(
    st.text(),
    st.builds(str.__add__, st.sampled_from(sorted(FORMULA_STARTERS)), st.text()),
    st.sampled_from([*DANGEROUS, "#N/A", "#REF!", "{=1}", "_x003D_1", "TRUE", "1e5", "0012"]),
)


def xlsx(header, rows, title="台账"):
    out = io.BytesIO()
    write_xlsx(out, header, rows, title)
    return out


def sheet_of(out):
    return openpyxl.load_workbook(out).active


def csv_rows(header, rows):
    out = io.BytesIO()
    write_csv(out, header, rows)
    text = out.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@settings(deadline=None)
@given(header=st.lists(hostile, min_size=1, max_size=3), row=st.lists(hostile, min_size=1, max_size=3))
def test_no_text_becomes_a_formula_in_a_workbook(header, row):
    out = xlsx(header, [row])
    with zipfile.ZipFile(out) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").replace(b"<family", b"")
    cells = [cell for cells in sheet_of(out).iter_rows() for cell in cells if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s"}


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=50))
def test_text_arrives_unchanged_in_a_workbook(text):
    assert (sheet_of(xlsx(["h"], [["x", text]]))["B2"].value or "") == text


@settings(deadline=None)
@given(st.lists(hostile, min_size=1, max_size=4))
@example(["\x08\n"])
def test_no_cell_of_a_csv_begins_like_a_formula(row):
    for cell in csv_rows(row, [row])[1]:
        assert cell[:1] not in FORMULA_STARTERS
        assert cell.strip()[:1] not in FORMULA_STARTERS


@pytest.mark.parametrize("text", DANGEROUS)
def test_the_guard_is_one_apostrophe(text):
    cell = csv_rows(["h"], [[text]])[1][0]
    assert cell.startswith("'")
    assert cell[1:].replace("\r", "\n") == safe_text(text).replace("\r", "\n")


def test_harmless_text_is_left_alone_in_csv():
    row = ["市人民医院", "超编4名，系…", "a=b", "“大数据局”", 'say "x"', "", None, -5, Decimal("-1.5")]
    assert csv_rows(["h"], [row])[1] == [
        "市人民医院",
        "超编4名，系…",
        "a=b",
        "“大数据局”",
        'say "x"',
        "",
        "",
        "-5",
        "-1.5",
    ]


def test_csv_streams_and_begins_with_the_byte_order_mark():
    lines = csv_lines(["h"], ([number] for number in iter(int, 1)))
    assert [next(lines) for _ in range(3)] == [b"\xef\xbb\xbf", b'"h"\r\n', b"0\r\n"]


def test_dates_moments_and_numbers_keep_their_kind():
    moment = timezone.make_aware(dt.datetime(2026, 3, 31, 9, 30))
    row = [dt.date(2026, 3, 31), moment, 5, -2.5, True, None, 10**20, float("nan"), dt.date(1850, 1, 1)]
    cells = sheet_of(xlsx(["h"] * 9, [row]))[2]
    assert [cell.value for cell in cells[:6]] == [
        dt.datetime(2026, 3, 31), dt.datetime(2026, 3, 31, 9, 30), 5, -2.5, True, None
    ]  # fmt: skip
    assert [cell.value for cell in cells[6:]] == [str(10**20), "nan", "1850-01-01"]
    assert [cell.number_format for cell in cells[:2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert csv_rows(["h"], [row])[1][:3] == ["2026-03-31", "2026-03-31 09:30", "5"]


def test_long_text_ends_visibly():
    assert sheet_of(xlsx(["h"], [["字" * 40_000]]))["A2"].value == "字" * 32_766 + "…"


@pytest.mark.parametrize("title", ["台账[2026]/问题", "", "x" * 40, "'=1'"])
def test_any_sheet_title_is_accepted(title):
    assert 1 <= len(sheet_of(xlsx(["h"], [], title)).title) <= 31
