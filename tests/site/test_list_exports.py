"""B13, A05: every list can be taken as a file, by whom its page answers, with the rows that the page shows to them."""

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook
from site_matrix import PEOPLE, ROWS
from site_world import CSRF, World, judged

from audit.models import Event
from ledger_site import tables
from ledger_site.lists import LISTS
from problems.models import Problem
from problems.services import comments, supervision
from staffing.models import Member

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# template: why its table is no list to take along
NO_LIST = {
    "approvals/authority.html": "a setting that is edited as a whole",
    "approvals/board.html": "what waits, of the lists of applications and tasks",
    "approvals/detail.html": "one application",
    "approvals/edit_rule.html": "a form",
    "approvals/edit_standard.html": "a form",
    "approvals/guides.html": "guides, the same for everybody",
    "approvals/impact.html": "a preview of one rule",
    "approvals/meeting.html": "one meeting; its applications are in their own list",
    "approvals/rules.html": "settings, each with a page to print",
    "approvals/standards.html": "settings, the same for everybody",
    "approvals/task_force.html": "one task force",
    "imports/preview.html": "a step of one import; its faults are taken as a workbook there",
    "imports/sheet.html": "a step of one import",
    "imports/values.html": "a step of one import",
    "organizations/access.html": "one's own sessions and tokens",
    "organizations/account.html": "one account",
    "organizations/accounts.html": "accounts, for administrators, who handle no business",
    "organizations/unit.html": "one unit, of the lists of units and entries",
    "problems/batch_result.html": "the answer to one act",
    "problems/exports.html": "one's own exports",
    "problems/my_work.html": "what waits, of the lists of entries, tasks and desks",
    "staffing/act.html": "a form",
    "staffing/run.html": "a preview of one workbook",
    "staffing/unit.html": "one unit, of the register and its roster",
    "verification/invitation.html": "one matter",
    "verification/rules.html": "settings, the same for everybody",
}
LISTING = re.compile(r"<table|components/(?:table|pagination)\.html")
MENU = re.compile(r"""{% export_menu "([\w-]+)"( [\w.]+)? %}""")


def source(template: str, seen: frozenset[str] = frozenset()) -> str:
    """A template with the partials it includes by name."""
    text = (TEMPLATES / template).read_text()
    for other in sorted(set(re.findall(r'{% include "([\w/.]+)"', text)) - seen):
        text += source(other, seen | {template, other})
    return text


def pages() -> list[str]:
    """Templates of whole pages that hold a table or pages of one."""
    whole = [path for path in TEMPLATES.rglob("*.html") if '{% extends "base.html" %}' in path.read_text()]
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in whole)
    return [name for name in names if LISTING.search(source(name))]


@pytest.mark.parametrize("template", pages())
def test_every_page_with_a_list_offers_its_export(template: str) -> None:
    """A list that is new and forgets the menu is found here."""
    offered = "export_menu" in source(template) or "problems:export_list" in source(template)
    no_list = template in NO_LIST or "l-entry-head" in source(template)  # pages of acts on one entry
    assert offered or no_list, f"{template}: add {{% export_menu %}}, or say in NO_LIST why it is no list"


def test_what_is_no_list_is_there_and_offers_none() -> None:
    assert [name for name in NO_LIST if name not in pages() or "export_menu" in source(name)] == []


def test_each_list_has_its_menu_on_a_page_and_each_menu_its_list() -> None:
    found = [one for path in TEMPLATES.rglob("*.html") for one in MENU.findall(path.read_text())]
    assert {(key, bool(pk)) for key, pk in found} == {(key, one.about_one) for key, one in LISTS.items()}


def rows_of(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What stands above the rows by label, and the rows by heading."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    head = 0
    while len([one for one in lines[head] if one]) == 1:
        head += 1
    above = dict(line[0].split(": ", 1) for line in lines[:head])
    return above, [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


THINGS = {"entry": "rectifying", "timeline": "rectifying", "roster": "unit"}


def address(world: World, key: str) -> str:
    if key in THINGS:
        return reverse("export_table_of", args=[key, world.objects[THINGS[key]]])
    return reverse("export_table", args=[key])


def page_of(world: World, key: str) -> str:
    return world.url(LISTS[key].page, THINGS.get(key, ""))


def taken(world: World, who: str, key: str, query: str = "", format: str = "csv") -> Any:
    return judged(world.visit(who, "POST", address(world, key) + query, {"format": format}))


@pytest.mark.parametrize("key", LISTS)
def test_each_role_meets_at_the_export_the_code_of_its_page(world: World, key: str) -> None:
    """Rows of the table of the site, for each list and its twin for programs."""
    signed_in = [who for who in PEOPLE if who in world.people and who not in {"suspended", "must_change"}]
    [row] = [row for row in ROWS if row.route == LISTS[key].page and row.method == "GET"]
    page = {who: row.codes[who] for who in signed_in}
    assert {who: str(taken(world, who, key).status_code) for who in signed_in} == page
    programs = {who: world.visit(who, "POST", f"/api/v1{address(world, key)}", {"format": "csv"}) for who in signed_in}
    assert {who: str(answer.status_code) for who, answer in programs.items()} == page


class Heads(HTMLParser):
    """The texts of the head cells of the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "th" and ("scope", "row") in attrs:
            self.texts.append("")
            self.within = 1
        elif self.within and tag != "br":
            self.within += 1
        elif self.within:
            self.texts[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self.within = max(self.within - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.within:
            self.texts[-1] += data


def heads_of(answer: Any) -> list[str]:
    reader = Heads()
    reader.feed(answer.content.decode())
    return [text.split("\n")[0].strip() for text in reader.texts]


# list: the column that is the head of a row on its page
HEADS = {
    "applications": "编号", "follow-up": "任务", "listed": "编号", "types": "中文名称", "imports": "文件",
    "warnings": "单位", "staffing": "单位", "units": "名称", "meetings": "会议", "roster": "姓名",
    "exceptions": "单位", "trail": "人员",
}  # fmt: skip
ROLES = ("clerk", "unit_clerk", "superior", "auditor")


@pytest.mark.parametrize("key", HEADS)
def test_an_export_holds_the_rows_that_the_page_shows_to_each_role(world: World, key: str) -> None:
    compared = 0
    for who in ROLES:
        page = world.visit(who, "GET", page_of(world, key))
        answer = taken(world, who, key)
        assert page.status_code == answer.status_code
        if page.status_code != 200:
            continue
        _above, rows = rows_of(answer.getvalue())
        found, shown = [row[HEADS[key]] for row in rows], heads_of(page)
        if key == "staffing":  # the page names a unit once
            found = list(dict.fromkeys(found))
        assert shown == found[: len(shown)], who
        pages = page.context.get("page")
        assert len(found) == (pages.paginator.count if pages else len(shown)), who
        compared += len(found)
    assert compared


@pytest.mark.parametrize("key", [key for key, one in LISTS.items() if not one.about_one])
def test_what_is_hidden_from_a_person_is_in_no_export_of_theirs(world: World, key: str) -> None:
    """An office beside and another unit know neither the unit nor its entries; those who do read of them somewhere."""
    numbers = {one for one in Problem.objects.filter(unit=world.unit).values_list("number", flat=True) if one}
    assert numbers
    for who in ("sibling", "other_unit", "partner"):
        answer = taken(world, who, key)
        if answer.status_code != 200:
            continue
        text = answer.getvalue().decode()
        if who != "partner":  # it may have been asked, or rows were shared with it
            assert world.unit.name not in text, who
        assert who == "partner" or not {one for one in numbers if one in text}, who


def test_the_unit_and_its_entries_are_in_exports_of_those_who_read_them(world: World) -> None:
    """Else the test above would say nothing."""
    assert world.unit.name in taken(world, "clerk", "units").getvalue().decode()
    number = Problem.objects.get(pk=world.objects["listed"]).number
    assert number in taken(world, "clerk", "listed").getvalue().decode()


def test_a_hidden_list_and_one_that_there_is_not_answer_alike(world: World) -> None:
    missing = reverse("export_table", args=["no-such-list"])
    assert world.visit("clerk", "POST", missing, {"format": "csv"}).status_code == 404
    assert world.visit("clerk", "POST", reverse("export_table", args=["roster"]), {"format": "csv"}).status_code == 404
    about_none = reverse("export_table_of", args=["units", world.unit.pk])
    assert world.visit("clerk", "POST", about_none, {"format": "csv"}).status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_what_begins_like_a_formula_stays_text(world: World, start: str) -> None:
    text = f'{start}HYPERLINK("http://x.example","y")'
    supervision.delist_from_supervision(problem_id=world.objects["listed"], reason="重列", actor=world.people["leader"])
    supervision.list_for_supervision(
        problem_id=world.objects["listed"], reason=text, leader_id=world.people["leader"].person_id,
        actor=world.people["leader"],
    )  # fmt: skip
    _above, [row] = rows_of(taken(world, "clerk", "listed").getvalue())
    assert row["理由"] == f"'{text.strip()}" or row["理由"] == f"'{text}"
    book = load_workbook(io.BytesIO(taken(world, "clerk", "listed", format="xlsx").getvalue()))
    [_heads, cells] = book.worksheets[0].iter_rows()
    [cell] = [one for one in cells if "HYPERLINK" in str(one.value)]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_headings_are_in_the_language_of_the_reader(world: World) -> None:
    def headings(language: str) -> tuple[set[str], set[str]]:
        client = world.client("clerk")
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        sent = {"X-CSRFToken": CSRF}
        answer = client.post(address(world, "applications"), {"format": "csv"}, headers=sent)
        above, rows = rows_of(answer.getvalue())
        return set(above), set(rows[0])

    above, columns = headings("zh-hans")
    assert {"编号", "事项", "单位", "类型", "状态"} <= columns and "导出人" in above
    above, columns = headings("en")
    assert {"Number", "Matter", "Unit", "Kind", "State"} <= columns and "Made by" in above


@pytest.mark.parametrize("key", LISTS)
def test_no_heading_of_a_chinese_export_is_left_in_english(world: World, key: str) -> None:
    who = {"trail": "auditor", "workbooks": "clerk"}.get(key, "leader")
    answer = taken(world, who, key, format="xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.getvalue()))
    headings = [str(cell.value) for cell in next(book.worksheets[0].iter_rows())]
    assert [one for one in headings if not re.search("[\u4e00-\u9fff]", one)] == []
    assert len(headings) == len(set(headings))


def test_an_export_is_kept_in_the_trail_with_its_list_and_filter(world: World) -> None:
    before = Event.objects.filter(kind=Event.Kind.EXPORT).count()
    answer = taken(world, "clerk", "units", "?q=测试学校")
    _above, rows = rows_of(answer.getvalue())
    [event] = list(Event.objects.filter(kind=Event.Kind.EXPORT).order_by("pk"))[before:]
    assert event.act.actor_account_id == world.people["clerk"].pk
    assert (event.details["list"], event.details["format"], event.details["rows"]) == ("units", "csv", len(rows))
    assert event.details["query"].startswith("q=")
    assert {row["名称"] for row in rows} == {world.unit.name}
    kept = taken(world, "clerk", "entry")
    assert kept.status_code == 200
    last = Event.objects.filter(kind=Event.Kind.EXPORT).order_by("pk").last()
    assert last is not None and (last.object_kind, last.object_id) == ("problem", str(world.objects["rectifying"]))


def test_a_filter_that_the_list_does_not_have_is_refused_and_nothing_is_kept(world: World) -> None:
    before = Event.objects.filter(kind=Event.Kind.EXPORT).count()
    assert taken(world, "clerk", "applications", "?nonsense=1").status_code == 422
    assert taken(world, "clerk", "applications", format="html").status_code == 422
    assert Event.objects.filter(kind=Event.Kind.EXPORT).count() == before


def test_too_many_rows_are_refused_with_a_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tables.MOST, "csv", 1)
    answer = taken(world, "clerk", "units")
    assert answer.status_code == 422
    assert re.search("最多1行.*缩小", answer.content.decode())
    assert taken(world, "clerk", "units", "?q=测试学校").status_code == 200


def test_the_file_is_an_attachment_named_for_its_list(world: World) -> None:
    for format in ("csv", "xlsx", "pdf"):
        answer = taken(world, "clerk", "types", format=format)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Disposition"].endswith(f".{format}")
        assert answer["Cache-Control"] == "no-store, private"


def test_a_roster_is_taken_with_masked_identity_numbers(world: World) -> None:
    _above, rows = rows_of(taken(world, "clerk", "roster").getvalue())
    assert rows and all("*" in row["身份证号码"] for row in rows)
    assert {row["姓名"] for row in rows} <= set(Member.objects.values_list("name", flat=True))


def test_an_entry_is_taken_as_it_was_known_on_the_day_of_the_page(world: World) -> None:
    _above, rows = rows_of(taken(world, "clerk", "entry").getvalue())
    assert any("已清退" in row["内容"] for row in rows)
    above, rows = rows_of(taken(world, "clerk", "entry", "?known_on=2020-01-01").getvalue())
    assert rows == [] and any("2020年1月1日" in text for text in above.values())
    assert taken(world, "clerk", "timeline", "?known_on=neverday").status_code == 422


def test_a_comment_for_the_offices_is_in_no_export_of_the_unit(world: World) -> None:
    comments.comment_on_problem(
        problem_id=world.objects["rectifying"], text="仅供编办研究", side="office", actor=world.people["chief"]
    )
    assert "仅供编办研究" in taken(world, "clerk", "entry").getvalue().decode()
    for key in ("entry", "timeline"):
        assert "仅供编办研究" not in taken(world, "unit_clerk", key).getvalue().decode()
