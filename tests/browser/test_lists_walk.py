"""The ledger list, acts on many, exports and My access in the browser; G03: nothing that people type ever runs."""

import os
from pathlib import Path

import pytest

from organizations.clock import today
from organizations.tokens import create_token
from problems.models import Comment
from problems.services import comments, rectification
from problems.services.saved_views import save_view
from problems.states import State
from tests.factories import a_plan, a_problem, a_unit, an_office, people_of, team_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
SHOTS = os.environ.get("LEDGER_SHOTS", "")
XSS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'-window.hit=1-'",
    "{{7*7}}{% load x %}",
    "javascript:window.hit=1",
    "</textarea></title><script>window.hit=1</script>",
    "<a href=javascript:window.hit=1>x</a>",
    "<style>@import'//x'</style>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
)


def shot(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def city():
    office = an_office("云川", superior=an_office(level="province"))
    units = [a_unit(office, name=name) for name in ("市人民医院", "市教育局", "市水利局")]
    for unit in units:
        people_of(unit)
        for _number in range(2):
            a_problem(State.REGISTERED, unit=unit, facts=f"{unit.name}违规使用编外人员，在窗口岗位（{_number}）")
            a_problem(State.RECTIFYING, unit=unit)
    return office


@pytest.mark.parametrize("width", [1440, 390])
def test_a_list_is_taken_from_the_menu_beside_its_heading(desk, city, width):
    """The same menu on every list; on a phone it stays within the window."""
    clerk = desk(team_of(city).clerk, width=width)
    page = clerk.open("/units/?q=市教育局")
    page.locator(".l-head-actions summary").click()
    shot(page, f"export-{width}")
    assert page.locator("details[open] .l-drop-body").bounding_box()["x"] >= 0
    clerk.look()
    for value, name in (("xlsx", ".xlsx"), ("pdf", ".pdf"), ("csv", ".csv")):
        if not page.locator(f"button[name=format][value={value}]").is_visible():
            page.locator(".l-head-actions summary").click()
        with page.expect_download(timeout=120_000) as taken:
            page.locator(f"button[name=format][value={value}]").click()
        assert taken.value.suggested_filename.startswith("单位-") and taken.value.suggested_filename.endswith(name)
        if SHOTS:
            taken.value.save_as(f"{SHOTS}/units-{width}{name}")
    text = Path(taken.value.path()).read_text("utf-8-sig")
    assert "市教育局" in text and "市水利局" not in text
    entry = clerk.open(f"/ledger/{city.problems.order_by('pk').last().pk}/")
    entry.locator(".l-entry-head summary", has_text="导出").click()
    shot(entry, f"export-entry-{width}")
    assert entry.locator("details[open] .l-drop-body").bounding_box()["x"] >= 0
    clerk.look()
    with entry.expect_download(timeout=120_000) as taken:
        entry.locator(".l-entry-head button[name=format][value=pdf]").click()
    if SHOTS:
        taken.value.save_as(f"{SHOTS}/entry-{width}.pdf")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_list_is_filtered_kept_and_exported(desk, city, language):
    clerk = desk(team_of(city).clerk, language=language)
    page = clerk.open("/ledger/")
    shot(page, f"list-{language}-1440")
    page.locator("a[href*='filter=open']").click()
    page.locator("[name=state]").select_option("rectifying")
    page.locator(".l-more-fields > summary").nth(1).click()
    page.locator("[name=columns][value=source]").check()
    shot(page, f"filter-{language}-1440")
    clerk.look()
    with page.expect_navigation():
        page.locator(".l-filter-form .btn-primary").click()
    assert "state=rectifying" in page.url and "light=" not in page.url and "shown" not in page.url
    assert page.locator("#ledger-table tbody tr").count() == 6
    clerk.look()
    page.locator(".l-head-actions summary").nth(1).click()
    with page.expect_download() as taken:
        page.locator("button[name=format][value=csv]").click()
    assert "市教育局" in Path(taken.value.path()).read_text("utf-8-sig")
    page.locator(".l-head-actions summary").nth(0).click()
    page.locator("#view-name").fill("正在整改")
    shot(page, f"views-{language}-1440")
    with page.expect_navigation():
        page.locator(".l-drop-form button").click()
    clerk.look()
    phone = desk(team_of(city).clerk, language=language, width=390)
    shot(phone.open("/ledger/?state=rectifying"), f"list-{language}-390")
    refused = phone.page.goto(phone.base + "/ledger/?reporter__name=x")
    assert refused.status == 422
    shot(phone.page, f"refused-{language}-390")


def test_ticked_entries_are_assigned_with_a_result_for_each(desk, city):
    clerk = desk(team_of(city).clerk)
    page = clerk.open("/ledger/?state=open")
    assert page.locator(".l-selection").is_hidden()
    page.locator("[data-select-all]").check()
    shot(page, "ticked-1440")
    clerk.look()
    with page.expect_navigation():
        page.locator(".l-selection button[value=comment]").click()
    shot(clerk.look(), "batch-1440")
    page.locator("[name=text]").fill("请抓紧整改")
    clerk.send()
    shot(page, "batch-result-1440")
    assert Comment.objects.count() == 12
    page = clerk.open("/ledger/?state=open")
    page.locator("[data-select-all]").check()
    with page.expect_navigation():
        page.locator(".l-selection button[value=approve_plan]").click()
    clerk.send()
    assert page.locator("tbody tr").count() == 12 and "0" in page.locator("h1").inner_text()
    shot(page, "batch-refused-1440")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_my_access_shows_tokens_and_browsers(desk, city, language):
    account = team_of(city).clerk
    create_token(name="人事系统对接", scope="read", expires_on=today(), actor=account)
    clerk = desk(account, language=language)
    page = clerk.open("/account/access/")
    page.locator("[name=name]").fill("统计程序")
    with page.expect_navigation():
        page.locator("main form .btn-primary").first.click()
    clerk.look()
    assert page.locator("#new-token").inner_text().startswith("ledger_")
    shot(page, f"access-{language}-1440")
    shot(desk(account, language=language, width=390).open("/account/access/"), f"access-{language}-390")


def test_the_past_of_an_entry_is_marked_as_past(desk, city):
    clerk = desk(team_of(city).clerk)
    problem = a_problem(State.RECTIFYING, unit=a_unit(city, name="市卫健委"))
    page = clerk.open(f"/ledger/{problem.pk}/?known_on={today().isoformat()}")
    shot(page, "known-1440")
    assert page.locator(".l-notice-past").is_visible()
    page = clerk.open(f"/ledger/{problem.pk}/?known_on=2026-01-05")
    shot(page, "unknown-1440")


def test_nothing_that_people_type_runs(desk, settings, tmp_path):
    """G03: each text of an entry, in the list, the entry, its past, views, batches, the trail of refusals, exports."""
    settings.FILES_DIR = tmp_path
    office = an_office()
    unit = a_unit(office, name=XSS[1][:60])
    team, at_unit = team_of(office), people_of(unit)
    problems = []
    for text in XSS:
        problem = a_problem(State.ASSIGNED, unit=unit, facts=text, sub_source=text, source_document=text, remark=text)
        plan = a_plan(problem.deadline_on, head=text[:40])
        rectification.submit_plan(problem_id=problem.pk, plan=plan, actor=at_unit.clerk)
        rectification.return_plan(problem_id=problem.pk, reason=text, actor=team.clerk)
        comments.comment_on_problem(problem_id=problem.pk, text=text, actor=team.clerk)
        problems.append(problem)
    for place, text in enumerate(XSS):
        save_view(name=f"{place}{text}"[:60], query="state=open", actor=team.clerk)
        create_token(name=f"{place}{text}"[:60], scope="read", expires_on=today(), actor=team.clerk)
    clerk = desk(team.clerk)
    columns = "&".join(f"columns={key}" for key in ("facts", "sub_source", "source_document", "remark", "responsible"))
    day = today().isoformat()
    addresses = [f"/ledger/?{columns}", "/", "/account/access/", f"/units/{unit.pk}/"]
    addresses += [f"/ledger/{one.pk}/" for one in problems] + [f"/ledger/{problems[0].pk}/?known_on={day}"]
    for address in addresses:
        page = clerk.page
        page.goto(clerk.base + address)
        assert page.evaluate("window.hit") is None, address
        assert page.locator("main script, main img[src=x], main svg[onload], main style").count() == 0, address
    for text in XSS:
        page.goto(clerk.base + "/ledger/?" + page.evaluate("text => new URLSearchParams({q: text})+''", text))
        assert page.evaluate("window.hit") is None
        page.goto(clerk.base + "/ledger/?" + page.evaluate("text => encodeURIComponent(text)+'=1'", text))
        assert page.evaluate("window.hit") is None
    assert [fault for fault in clerk.faults if "Content Security Policy" in fault] == []
    page.goto(clerk.base + "/ledger/")
    page.locator(".l-head-actions summary").nth(1).click()
    with page.expect_download() as taken:
        page.locator("button[name=format][value=pdf]").click()
    assert b"/JavaScript" not in Path(taken.value.path()).read_bytes()
