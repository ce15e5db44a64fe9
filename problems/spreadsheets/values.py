"""Reads single cells: dates, text, figures; and computes what makes two rows the same row.

Nothing is guessed: a value that can be read in two ways is an error with a sentence.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import CellValueError

FIRST_YEAR, LAST_YEAR = 1990, 2100
EPOCH_1900 = dt.date(1899, 12, 30)  # right for every serial from 61 on, that is from 1 March 1900
EPOCH_1904 = dt.date(1904, 1, 1)
_TIME = r"(?: ?[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_DIGITS = {digit: value for value, digits in enumerate(("〇○零", *"一二三四五六七八九")) for digit in digits}
_IN_WORDS = re.compile(
    r"([〇○零一二三四五六七八九]{4}|[0-9]{4}) ?年 ?([一二三四五六七八九十]{1,2}|[0-9]{1,2}) ?月 ?"
    r"([一二三四五六七八九十]{1,3}|[0-9]{1,2}) ?[日号]" + _TIME
)
_DATE_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        r"([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?",
        r"([0-9]{4}) ?\. ?([0-9]{1,2}) ?\. ?([0-9]{1,2})[.日号]?",
        r"([0-9]{4}) ?、 ?([0-9]{1,2}) ?、 ?([0-9]{1,2})",
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
        r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})",
        r"([0-9]{4})([0-9]{2})([0-9]{2})",
    )
)
_FULL_WIDTH = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}


def parse_date(value: Any, *, epoch_1904: bool = False) -> dt.date:
    """The calendar day that a cell means.

    Takes dates, moments (their day), day numbers of the spreadsheet program, and the texts 2026年3月31日, 2026.3.31,
    2026-3-31, 2026/3/31, 2026、3、31, 20260331 and 二〇二六年三月三十一日, also in full-width digits, with any dash, a
    weekday or a time. ``2026年3月`` and ``26.3.31`` are refused, not completed.

    Args:
        value: The cell's value.
        epoch_1904: Whether a bare day number counts from 1904-01-01 instead of 1899-12-30.

    Raises:
        CellValueError: It is no single day, or lies outside 1990–2100.
    """
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        day = _from_number(value, epoch_1904)
    elif isinstance(value, str):
        day = _from_text(value)
    else:
        raise _not_a_date(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellValueError(
            _("%(value)s lies outside the years %(first)s to %(last)s. Correct the year."),
            value=day,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return day


def _from_number(value: float, epoch_1904: bool) -> dt.date:
    if value == value // 1 and FIRST_YEAR * 10_000 <= value < (LAST_YEAR + 1) * 10_000:
        return _from_text(str(int(value)))  # 20260331 typed as a number; as a day number it would be far in the future
    try:
        day = (EPOCH_1904 if epoch_1904 else EPOCH_1900) + dt.timedelta(days=int(value))
    except (OverflowError, ValueError) as cause:
        raise _not_a_date(value) from cause
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _not_a_date(value)  # a bare year such as 2026, or 202603, counted as days
    return day


def _from_text(value: str) -> dt.date:
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", value)).translate(_DASHES).strip()
    if words := _IN_WORDS.fullmatch(text):
        year, month, day = words.groups()
        text = f"{_year_in_words(year)}-{_number_in_words(month)}-{_number_in_words(day)}"
    match = next((found for form in _DATE_FORMS if (found := form.fullmatch(text))), None)
    if match is None:
        raise _not_a_date(value)
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError as cause:
        raise CellValueError(
            _("%(value)s is not a day of the calendar. Correct the month or the day."), value=clean_text(value)[:40]
        ) from cause


def _year_in_words(text: str) -> str:
    """``二〇二六`` as 2026; digits stay."""
    return "".join(str(_DIGITS.get(char, char)) for char in text)


def _number_in_words(text: str) -> int:
    """``三十一`` as 31, ``十`` as 10; digits stay. What is no such number becomes 0, which no calendar has."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    return (_DIGITS.get(tens, 1 if ten else 0) * 10 if ten else 0) + (_DIGITS.get(ones, 0) if ones else 0)


def _not_a_date(value: Any) -> CellValueError:
    return CellValueError(
        _("%(value)s is not a full date. Write year, month and day, for example 2026-03-31."),
        value=clean_text(value)[:40],
    )


def clean_text(value: Any) -> str:
    """Text of a cell as it is kept: "" for an empty one, Chinese punctuation untouched.

    Full-width digits and Latin letters become half-width; control and invisible format characters go; blanks (also
    full-width ones) collapse to one; line breaks stay, blank lines go. A whole number loses its ``.0``, a date becomes
    ISO.
    """
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value).translate(_FULL_WIDTH).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
    if not text.isprintable():
        text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in _INVISIBLE)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # not Cn: rare characters of names may be newer than our tables
_HAN = r"[\u3400-\u9fff\uf900-\ufaff（）()·、“”]"


def clean_name(value: Any) -> str:
    """Name of a unit or a choice: ``clean_text`` on one line, without blanks between Chinese characters."""
    text = clean_text(value).replace("\n", " ")
    return re.sub(rf"(?<={_HAN}) (?={_HAN})", "", text)


def normalise_facts(text: str) -> str:
    """Facts reduced to what identifies them: NFKC, lower case, no blanks, no punctuation.

    Marks between two digits stay where they change a figure (``3.5``, ``2-3``); a thousands comma goes.
    Example: ``超编 ４ 名。`` and ``超编4名`` are the same.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    kept = []
    for index, char in enumerate(plain):
        category = unicodedata.category(char)
        says_something = category[0] not in "PZ" and category not in _INVISIBLE
        between_digits = plain[index - 1 : index].isdigit() and plain[index + 1 : index + 2].isdigit()
        if says_something or (char in ".-/:" and between_digits):
            kept.append(char)
    return "".join(kept)


def row_identity(office_code: str, unit_code: str, type_code: str, facts: str, found_on: dt.date) -> str:
    """SHA-256 in hex that two rows share when they are the same finding; ``facts`` are normalised here.

    Every part is preceded by its length in bytes, so no two different rows give the same payload.
    """
    parts = ("row-identity-1", office_code, unit_code, type_code, normalise_facts(facts), found_on.isoformat())
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in encoded)).hexdigest()


_PERSONS = r"([0-9]+)(?:名|人)"
_QUOTA = re.compile(
    rf"核定(?P<kind>[\u4e00-\u9fff]{{0,6}}?)编制(?:数)?{_PERSONS.replace('(', '(?P<approved>', 1)}"
    rf"[,、;]?实有(?:人员)?{_PERSONS.replace('(', '(?P<actual>', 1)}"
    rf"(?:[,、;]?超编{_PERSONS.replace('(', '(?P<found>', 1)})?"
)
_LEADERS = re.compile(
    rf"核定领导职数{_PERSONS.replace('(', '(?P<approved>', 1)}"
    rf"[,、;]?实配{_PERSONS.replace('(', '(?P<actual>', 1)}"
    rf"(?:[,、;]?超配{_PERSONS.replace('(', '(?P<found>', 1)})?"
)
_COUNTED = (
    re.compile(rf"违规使用编外(?:聘用)?人员{_PERSONS}"),
    re.compile(rf"职务{_PERSONS}"),
    re.compile(rf"{_PERSONS}(?:在编)?人员长期"),
)


def parse_figures(type_code: str, facts: str) -> dict[str, Any]:
    """Figures that the facts state in one of the usual sentences; {} when they state none.

    Keys: ``approved`` and ``actual`` persons, ``found`` (persons or posts too many), ``quota_kind`` ("事业", "行政"),
    and ``conflict`` True when found is not actual minus approved. A suggestion for a person, never a silent entry.

    Args:
        type_code: Accepted so that a type may get sentences of its own; today's are unambiguous without it.
        facts: Text of the ledger row.

    Example: 核定事业编制12名，实有16名，超编4名 gives approved 12, actual 16, found 4, quota_kind 事业.
    """
    del type_code
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", facts))
    compared = _QUOTA.search(text) or _LEADERS.search(text)
    if compared:
        figures: dict[str, Any] = {
            name: int(number)
            for name in ("approved", "actual", "found")
            if (number := compared.group(name)) is not None
        }
        if compared.groupdict().get("kind"):
            figures["quota_kind"] = compared.group("kind")
        if "found" in figures and figures["found"] != figures["actual"] - figures["approved"]:
            figures["conflict"] = True
        return figures
    for form in _COUNTED:
        if counted := form.search(text):
            return {"found": int(counted.group(1))}
    return {}
