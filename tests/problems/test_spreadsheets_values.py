"""Single cells: dates, text, identity and figures."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from problems.spreadsheets.errors import CellValueError
from problems.spreadsheets.values import (
    clean_name,
    clean_text,
    normalise_facts,
    parse_date,
    parse_figures,
    row_identity,
)

DAY = dt.date(2026, 3, 31)
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


def in_words(day):
    """二〇二六年三月三十一日."""
    digits = "〇一二三四五六七八九"

    def number(value):
        tens, ones = divmod(value, 10)
        return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")

    return f"{''.join(digits[int(one)] for one in str(day.year))}年{number(day.month)}月{number(day.day)}日"


WRITTEN = {
    "year-month-day characters": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "hyphens": lambda day: f"{day.year}-{day.month}-{day.day}",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "full width": lambda day: f"{day:%Y}年{day:%m}月{day:%d}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "with blanks": lambda day: f" {day.year} 年 {day.month} 月 {day.day} 日\u3000",
    "in words": lambda day: in_words(day),
    "commas of a list": lambda day: f"{day.year}、{day.month}、{day.day}",
    "a long dash": lambda day: f"{day.year}—{day.month}—{day.day}",
    "full-width hyphen": lambda day: f"{day.year}－{day.month}－{day.day}",
    "without the last character": lambda day: f"{day.year}年{day.month}月{day.day}",
    "a weekday": lambda day: f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）",
    "dots and a last one": lambda day: f"{day.year}.{day.month:02}.{day.day:02}.",
    "with midnight": lambda day: f"{day:%Y-%m-%d} 00:00:00",
    "compact number": lambda day: int(f"{day:%Y%m%d}"),
    "day number": lambda day: (day - dt.date(1899, 12, 30)).days,
    "day number with a time": lambda day: (day - dt.date(1899, 12, 30)).days + 0.75,
    "moment": lambda day: dt.datetime(day.year, day.month, day.day, 23, 59),
    "date": lambda day: day,
}


@pytest.mark.parametrize("form", WRITTEN)
@settings(deadline=None)
@given(day=days)
def test_every_usual_way_to_write_a_day_means_that_day(form, day):
    assert parse_date(WRITTEN[form](day)) == day


@settings(deadline=None)
@given(day=days)
def test_day_number_of_a_1904_workbook(day):
    assert parse_date((day - dt.date(1904, 1, 1)).days, epoch_1904=True) == day


@pytest.mark.parametrize(
    "value",
    [
        "2026年3月",
        "2026-03",
        "2026",
        2026,
        202603,
        "3月31日",
        "26.3.31",
        "3/31/2026",
        "二〇二六年三月",
        "二〇二六年三十三月一日",
        "二〇二六年二月三十日",
        "2026年3月底",
        "2026年3月31日前",
        "2026.3.31至2026.4.30",
        "2026.3/31",
        "2026-2-30",
        "2026-13-1",
        "待定",
        "",
        None,
        True,
        "46112",
        "1989-12-31",
        "2101-01-01",
        dt.date(1989, 12, 31),
        dt.time(8),
        -5,
        1e300,
        float("nan"),
        float("inf"),
        "٢٠٢٦-٠٣-٣١",
    ],
)
def test_what_is_not_one_day_is_refused_not_guessed(value):
    with pytest.raises(CellValueError):
        parse_date(value)


@settings(deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.times(), st.timedeltas()))
def test_any_other_value_gives_a_day_or_a_refusal(value):
    try:
        day = parse_date(value)
    except CellValueError as refusal:
        assert str(refusal)
    else:
        assert 1990 <= day.year <= 2100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  核定编制１２名，\u3000超编４名。 ", "核定编制12名， 超编4名。"),
        ("ＡＢｃ（试行）：“”", "ABc（试行）：“”"),
        ("第一行\r\n\r\n 第二行\x07\u200b", "第一行\n第二行"),
        (5.0, "5"),
        (5, "5"),
        (dt.datetime(2026, 3, 31), "2026-03-31"),
        ("\U00031350", "\U00031350"),  # a character newer than Python's tables may stand in a name
    ],
)
def test_text_is_tidied_and_keeps_chinese_punctuation(value, text):
    assert clean_text(value) == text


def test_name_wrapped_in_its_cell_is_one_name():
    assert clean_name("市人力资源和\n社会保障局 （本级）") == "市人力资源和社会保障局（本级）"
    assert clean_name("IT Center") == "IT Center"


def test_facts_are_the_same_whatever_the_punctuation_and_width():
    assert normalise_facts("核定事业编制１２名, 实有16名；超编4名。") == normalise_facts(
        "核定事业编制12名，实有16名\n超编４名"
    )
    assert normalise_facts("超编3.5名") != normalise_facts("超编35名")
    assert normalise_facts("1,200名") == normalise_facts("1200名")


def test_identity_is_stable_and_tells_the_parts_apart():
    identity = row_identity("YC", "U1", "over_quota", "超编4名。", DAY)
    assert identity == row_identity("YC", "U1", "over_quota", "超编４名", DAY)
    assert len(identity) == 64
    assert identity != row_identity("YCU", "1", "over_quota", "超编4名", DAY)
    assert identity != row_identity("YC", "U1", "over_quota", "超编4名", dt.date(2026, 4, 1))


@pytest.mark.parametrize(
    ("facts", "figures"),
    [
        ("核定事业编制12名，实有16名，超编4名，系…", {"approved": 12, "actual": 16, "found": 4, "quota_kind": "事业"}),
        ("核定行政编制74名，实有76名，超编2名。", {"approved": 74, "actual": 76, "found": 2, "quota_kind": "行政"}),
        ("核定领导职数7名，实配10名，超配3名，未经批准增设副职。", {"approved": 7, "actual": 10, "found": 3}),
        (
            "核定事业编制12名，实有16名，超编5名",
            {"approved": 12, "actual": 16, "found": 5, "quota_kind": "事业", "conflict": True},
        ),
        ("违规使用编外人员5名，未履行审批程序", {"found": 5}),
        ("在核定的领导职数之外自行设置“党建专员”职务2名。", {"found": 2}),
        ("4名在编人员长期借调外单位", {"found": 4}),
        ("3名人员长期不在岗仍在编领取工资，合计14个月。", {"found": 3}),
        ("超越审批权限批准所属单位增设内设机构2个、核定领导职数3名。", {}),
        ("公立医院人员备案制管理应于2024年启动，至今未实施。", {}),
        ("", {}),
    ],
)
def test_figures_stated_in_the_facts(facts, figures):
    assert parse_figures("any", facts) == figures
