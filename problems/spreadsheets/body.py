"""Tells ledger rows from everything else below the headings, and says what is left out and why.

A row is left out only when its form says that it is none: a subtotal, a heading, a signature or a note. Whatever else
stands there is a ledger row, faulty or not, so that nothing of the ledger is lost in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .fields import FIELDS_BY_KEY, heading_key
from .header import Header, plain_label
from .sheet import Sheet

DITTO = frozenset({"同上", "同前", "〃", "″", '"', "''", "\u201d"})
MAX_DITTO = 12  # characters with blanks; longer cells say more than that
MAX_SHOWN = 60  # characters of a row that is left out, enough to recognise it
_DITTO_WORDS = re.compile(r"[（(]?(同上|同前)[）)]?[。.]?")
_TOTAL = re.compile(r"(合计|小计|总计|共计|累计)([\d:：（(].{0,12}|.{0,4})|.{1,20}(合计|小计|总计)", re.DOTALL)
_SERIAL = re.compile(r"[\w.\-()（）〔〕\[\]]*\d[\w.\-()（）〔〕\[\]]*|=")
_TOTAL_ALONE = re.compile(r"(本页|本表|单位|类别)?(合计|小计|总计|共计|累计)[:：]?")
_SIGNATURE = re.compile(
    r"(.{0,8}(填报人|填表人|填报单位|填表单位|填报日期|填报时间|填表日期|填表时间|制表日期|审核人|审批人|复核人|制表人|经办人|负责人"
    r"|分管领导|主要领导|签字人|联系人|联系电话)"
    r"|审核|制表|复核|签字|签名|签章|盖章|单位盖章|单位公章|单位|日期|时间|注|说明|备注|填表说明|填报说明|编制说明)"
    r"(\d?[:：].*|[（(](签字|签名|签章|盖章|公章|单位盖章|单位公章)[）)].*)?",
    re.DOTALL,
)
_BARE = frozenset({"单位", "日期", "时间"})  # of these words alone nothing follows
_SEAL = re.compile(r"[（(](签字|签名|签章|盖章|公章|单位盖章|单位公章)[）)].*", re.DOTALL)
_GROUP = re.compile(r"([（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]).{1,40}")


class Kind(StrEnum):
    """Why a row is no ledger row."""

    TOTAL = "total"
    SIGNATURE = "signature"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row below the headings that holds something and is no ledger row. ``row`` is the 1-based sheet row."""

    row: int
    kind: Kind
    text: str


def body_rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """(1-based sheet row, values) of the ledger rows below ``header``.

    Left out: blank rows (also those that hold only a preprinted serial number or a merged cell's value) and what
    ``left_out`` names. "同上" takes the value above; where there is none it stays and is a fault of its cell.
    """
    above: tuple[Any, ...] = (None,) * sheet.width
    for number, _own, kind in _classified(sheet, header):
        if kind is not None:
            continue
        above = tuple(
            above[column] if is_ditto(value) and above[column] is not None else value
            for column, value in enumerate(sheet.cells[number - 1])
        )
        yield number, above


def left_out(sheet: Sheet, header: Header) -> list[LeftOut]:
    """Rows below the headings that are taken for no ledger rows, for the reader to see."""
    return [
        LeftOut(number, kind, " ".join(plain_label(value) for _column, value in own)[:MAX_SHOWN])
        for number, own, kind in _classified(sheet, header)
        if kind is not None
    ]


def is_ditto(value: Any) -> bool:
    """Whether a cell says no more than "as above"."""
    if not isinstance(value, str) or len(value) > MAX_DITTO:
        return False
    text = re.sub(r"\s+", "", value)
    return text in DITTO or _DITTO_WORDS.fullmatch(text) is not None


def _classified(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[tuple[int, Any]], Kind | None]]:
    """Rows below the headings that hold something: number, own values, and why it is no ledger row, if it is none."""
    serials = {heading_key(synonym) for synonym in FIELDS_BY_KEY["serial"].synonyms}
    serial_columns = {column for column, leaf in enumerate(header.leaf) if heading_key(leaf) in serials}
    foot = _foot(sheet, header)
    for number in range(header.body_start, len(sheet.cells) + 1):
        own = sheet.own_values(number)
        kind = _kind(own, header)
        numbered = all(column in serial_columns and _SERIAL.fullmatch(plain_label(value)) for column, value in own)
        if kind is None and numbered:
            continue  # also a row without any value of its own
        if kind is None and number > foot:
            kind = Kind.SIGNATURE
        yield number, own, kind


def _foot(sheet: Sheet, header: Header) -> int:
    """The first signature line after the last full row: what follows belongs to it (a date, a name, a seal)."""
    first = len(sheet.cells) + 1
    for number in range(len(sheet.cells), header.last_row, -1):
        own = sheet.own_values(number)
        if _kind(own, header) is Kind.SIGNATURE:
            first = number
        elif len(own) > 2:
            break
    return first


def _kind(own: list[tuple[int, Any]], header: Header) -> Kind | None:
    """What the form of a row says, judged by its first texts."""
    strings = [value for _column, value in own if isinstance(value, str)]
    if not strings:
        return None
    first = re.sub(r"\s+", "", strings[0])
    if len(strings) <= 3:
        texts = [re.sub(r"\s+", "", value) for value in strings]
        if (len(texts) <= 2 and _TOTAL.fullmatch(first)) or any(_TOTAL_ALONE.fullmatch(text) for text in texts):
            return Kind.TOTAL
    if isinstance(own[0][1], str) and first not in _BARE and _is_signature(first, len(strings)):
        return Kind.SIGNATURE
    if len(own) >= 3 and all(plain_label(value) in header.columns[column].split("·") for column, value in own):
        return Kind.HEADING
    return Kind.HEADING if len(own) == 1 and _GROUP.fullmatch(first) else None


def _is_signature(first: str, texts: int) -> bool:
    if _SIGNATURE.fullmatch(first) or _SEAL.fullmatch(first):
        return True
    return texts <= 2 and len(first) <= 20 and first.endswith(("（盖章）", "(盖章)", "（公章）", "(公章)"))
