"""Reads the two workbooks of the register into plain rows and names every faulty cell. No database. Source: F3.

The statistics (机构编制实名制统计表) have one row for each unit and kind of post; the roster one row for each person.
Columns are found by their headings, whatever their order.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from problems.spreadsheets.errors import CellError, CellValueError, Sentence, SpreadsheetError, column_letter
from problems.spreadsheets.sheet import Sheet, is_blank
from problems.spreadsheets.values import clean_text, parse_date
from problems.spreadsheets.workbook import open_sheets, read_sheet

FIGURES = {
    "unit_code": ("机构编码", "单位编码", "编码"),
    "unit": ("单位名称", "机构名称", "单位"),
    "kind": ("编制类型", "编制种类", "编制性质"),
    "quota": ("编制数", "核定编制", "核定编制数"),
    "actual": ("实有人数", "实有人员", "实有"),
    "leader_quota": ("核定领导职数", "领导职数"),
    "leaders": ("实配领导职数", "实配领导", "实配职数"),
    "outside": ("编外人员", "编外人数", "编外"),
}
ROSTER = {
    "unit_code": ("机构编码", "单位编码", "编码"),
    "unit": ("单位名称", "所在单位", "单位"),
    "name": ("姓名",),
    "number": ("身份证号码", "身份证号", "公民身份号码"),
    "kind": ("编制类型", "编制种类", "编制性质"),
    "outside": ("是否编外", "编外"),
    "entered": ("入编时间", "入编日期", "上编时间", "进入时间"),
    "document": ("入编文号", "控编单编号", "依据文件", "文号"),
    "level": ("领导职务层次", "领导职务级别", "领导职务"),
    "rank": ("职级", "非领导职务级别", "岗位等级"),
    "pay": ("工资发放", "工资发放渠道", "经费形式"),
    "mode": ("进入形式", "进入方式"),
}
NEEDED = {
    "figures": ("unit_code", "kind", "quota", "actual"),
    "roster": ("unit_code", "name", "number", "kind", "entered"),
}
YES, NO = {"是", "编外", "yes", "1"}, {"", "否", "在编", "no", "0"}
PAY = {"": "finance", "财政": "finance", "全额": "finance", "财政发放": "finance", "差额": "finance"}
PAY |= {"自筹": "unit", "自理": "unit", "单位自筹": "unit", "单位自筹发放": "unit", "未发放": "none", "停发": "none"}
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


@dataclass
class FigureRow:
    """One unit and kind of the statistics."""

    row: int
    unit_code: str
    unit: str
    kind: str
    quota: int
    actual: int
    leader_quota: int | None = None
    leaders: int | None = None
    outside: int = 0


@dataclass
class RosterRow:
    """One person of the roster. Lives in memory and sealed only."""

    row: int
    unit_code: str
    unit: str
    name: str
    number: str
    kind: str
    entered_on: str  # ISO
    outside: bool = False
    document: str = ""
    level: str = ""
    rank: str = ""
    pay: str = "finance"
    mode: str = ""


@dataclass
class Reading:
    """What a workbook says."""

    form: str
    title: str
    counted_on: date | None
    rows: list[Any] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)

    def plain(self) -> list[dict[str, Any]]:
        return [asdict(row) for row in self.rows]


def read_register(path: Path) -> Reading:
    """Read the first visible sheet that has the headings of the statistics or of the roster.

    Raises:
        SpreadsheetError: The file cannot be taken, or no sheet has these headings.
    """
    for summary in open_sheets(path):
        if summary.hidden:
            continue
        sheet = read_sheet(path, summary.name)
        for form, fields in (("roster", ROSTER), ("figures", FIGURES)):
            found = _header(sheet, form, fields)
            if found is not None:
                return _read(sheet, form, *found)
    raise SpreadsheetError(
        _(
            "No sheet has the headings of the register: 机构编码、编制类型、编制数、实有人数 for the statistics, or"
            " 机构编码、姓名、身份证号、编制类型、入编时间 for the roster. Add the headings and try again."
        )
    )


def _plain(value: Any) -> str:
    return re.sub(r"[\s（()）:：]", "", str(value)) if not is_blank(value) else ""


def _header(sheet: Sheet, form: str, fields: Mapping[str, tuple[str, ...]]) -> tuple[int, dict[str, int]] | None:
    for number, cells in enumerate(sheet.cells[:30]):
        columns: dict[str, int] = {}
        texts = [_plain(value) for value in cells]
        for key, words in fields.items():
            place = next((texts.index(word) for word in words if word in texts), None)
            if place is not None and place not in columns.values():
                columns[key] = place
        if all(key in columns for key in NEEDED[form]):
            return number, columns
    return None


def _read(sheet: Sheet, form: str, header: int, columns: dict[str, int]) -> Reading:
    above = [str(value).strip() for cells in sheet.cells[:header] for value in cells if isinstance(value, str)]
    title = next((text for text in above if text), sheet.name)
    match = next((found for text in above if (found := _DAY.search(text))), None)
    counted_on = None
    if match:
        try:
            counted_on = date(*map(int, match.groups()))  # type: ignore[arg-type]
        except ValueError:
            counted_on = None
    reading = Reading(form, title[:150], counted_on, columns=columns)
    for number, cells in _body(sheet, header, columns):
        cell = _Cells(number, cells, columns, reading.errors)
        row = _figure_row(cell) if form == "figures" else _roster_row(cell)
        if row is not None:
            reading.rows.append(row)
    return reading


def _body(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number in range(header + 1, len(sheet.cells)):
        cells = sheet.cells[number]
        given = [place for place in columns.values() if not is_blank(cells[place])]
        first = next((_plain(value) for value in cells if not is_blank(value)), "")
        if len(given) <= 1 or re.fullmatch(r"(合计|小计|总计).*", first):
            continue  # blank rows, totals, notes and signatures
        yield number + 1, cells


class _Cells:
    """One row of cells; a faulty one is noted and read as None."""

    def __init__(self, row: int, cells: tuple[Any, ...], columns: Mapping[str, int], errors: list[CellError]):
        self.row, self.cells, self.columns, self.errors = row, cells, columns, errors
        self.sound = True

    def wrong(self, key: str, sentence: Any, **values: Any) -> None:
        place = self.columns.get(key)
        letter = column_letter(place) if place is not None else None
        self.errors.append(CellError(self.row, letter, Sentence(sentence, values)))
        self.sound = False

    def value(self, key: str) -> Any:
        place = self.columns.get(key)
        return None if place is None or is_blank(self.cells[place]) else self.cells[place]

    def text(self, key: str, *, needed: bool = False, limit: int = 100) -> str:
        value = self.value(key)
        if value is None:
            if needed:
                self.wrong(key, _("This cell is empty."))
            return ""
        try:
            text = clean_text(value).strip()
        except CellValueError as error:
            self.wrong(key, str(error))
            return ""
        if len(text) > limit:
            self.wrong(key, _("Keep this within %(limit)d characters."), limit=limit)
        return text

    def count(self, key: str, *, needed: bool = False) -> int | None:
        value = self.value(key)
        if value is None:
            if needed:
                self.wrong(key, _("This cell is empty."))
            return None
        if isinstance(value, str) and value.strip().isdecimal():
            value = int(value.strip())
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
            self.wrong(key, _("Enter a whole number, 0 or more."))
            return None
        return value

    def day(self, key: str) -> date | None:
        value = self.value(key)
        if value is None:
            self.wrong(key, _("This cell is empty."))
            return None
        try:
            return parse_date(value)
        except CellValueError as error:
            self.wrong(key, str(error))
            return None


def _figure_row(cell: _Cells) -> FigureRow | None:
    quota, actual = cell.count("quota", needed=True), cell.count("actual", needed=True)
    leader_quota, leaders, outside = cell.count("leader_quota"), cell.count("leaders"), cell.count("outside")
    row = FigureRow(
        cell.row,
        cell.text("unit_code", needed=True, limit=20),
        cell.text("unit"),
        cell.text("kind", needed=True, limit=40),
        quota or 0,
        actual or 0,
        leader_quota,
        leaders,
        outside or 0,
    )
    return row if cell.sound else None


def _roster_row(cell: _Cells) -> RosterRow | None:
    outside, pay = cell.text("outside", limit=10), cell.text("pay", limit=20)
    if outside.lower() not in YES | NO:
        cell.wrong("outside", _("Write 是 or 否."))
    if pay not in PAY:
        cell.wrong("pay", _("Write 财政, 自筹 or 未发放."))
    entered = cell.day("entered")
    row = RosterRow(
        cell.row,
        cell.text("unit_code", needed=True, limit=20),
        cell.text("unit"),
        cell.text("name", needed=True, limit=40),
        cell.text("number", needed=True, limit=30),
        cell.text("kind", needed=True, limit=40),
        entered.isoformat() if entered else "",
        outside.lower() in YES,
        cell.text("document"),
        cell.text("level", limit=40),
        cell.text("rank", limit=40),
        PAY.get(pay, "finance"),
        cell.text("mode", limit=40),
    )
    return row if cell.sound else None
