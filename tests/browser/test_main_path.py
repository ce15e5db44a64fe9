"""The main job with its people, in the browser: from the finding to the closed number and its notice."""

import pytest
from django.core.management import call_command

from problems.models import Problem
from tests.factories import a_unit, an_office, people_of, team_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]  # several people, many pages


@pytest.fixture
def people():
    province = an_office(level="province")
    city = an_office(superior=province)
    unit = a_unit(city, name="市人民医院")
    return unit, team_of(city), people_of(unit), team_of(province).leader


def register(clerk, unit, source, facts):
    """By keyboard where people type: the unit is found by its pinyin initials."""
    page = clerk.open("/ledger/register/")
    page.get_by_role("combobox", name="单位").first.click()
    page.keyboard.type("rmyy")
    page.get_by_role("option", name=unit.name).wait_for()
    page.keyboard.press("Enter")
    page.get_by_label("类型").first.select_option(label="编外用工")
    page.get_by_label("来源").first.select_option(label=source)
    page.locator("[name=facts]").fill(facts)
    page.locator("[name=found]").fill("5")
    page.locator("[name=facts]").press("Tab")
    clerk.send()
    return Problem.objects.get(facts=facts)


def walk_to_verification(desk, people, source, tmp_path, language="zh-hans"):
    unit, team, at_unit, _superior = people
    clerk = desk(team.clerk)
    problem = register(clerk, unit, source, "违规使用编外人员5名，在窗口岗位长期使用。")
    assert problem.number in clerk.page.content()

    page = clerk.open(f"/ledger/{problem.pk}/assign/")
    assert page.locator("[name=responsible]").input_value() == at_unit.head.person.name
    clerk.send()

    unit_clerk = desk(at_unit.clerk)
    page = unit_clerk.open("/")
    page.locator(".l-task-act a").first.click()
    unit_clerk.look()
    page.locator("[name=measures-0-text]").fill("清退编外人员，分三批完成")
    page.locator("[name=measures-0-responsible]").fill("人事科")
    page.locator("button[name=more][value=milestones]").click()
    page.locator("[name=milestones-0-title]").fill("清退第一批")
    problem.refresh_from_db()
    page.locator("[name=milestones-0-due_on]").fill(problem.deadline_on.isoformat())
    page.locator("[name=risk_level]").select_option("none")
    unit_clerk.send()
    problem.refresh_from_db()
    assert problem.state == "plan_submitted"

    page = clerk.open(f"/ledger/{problem.pk}/plan/decision/")
    clerk.send()
    problem.refresh_from_db()
    assert problem.state == "rectifying"

    evidence = tmp_path / "清退名单.txt"
    evidence.write_text("清退名单：五人", encoding="utf-8")
    page = unit_clerk.open(f"/ledger/{problem.pk}/progress/")
    page.locator("[name=text]").fill("五名编外人员已全部清退")
    page.locator("[name=done]").fill("5")
    page.locator("[name=files]").set_input_files(str(evidence))
    unit_clerk.send()
    assert "清退名单.txt" in unit_clerk.open(f"/ledger/{problem.pk}/").content()

    page = unit_clerk.open(f"/verification/{problem.pk}/apply/")
    page.locator("[name=statement]").fill("问题已整改到位")
    page.locator("[name=look_back_people]").fill("周自查")
    page.locator("[name=own_look_back]").fill("自查未反弹")
    unit_clerk.send()
    problem.refresh_from_db()
    assert problem.state == "verifying"
    return problem, clerk, unit_clerk


def verify(desk, problem, team):
    verifier = desk(team.verifier)
    for step in ("check", "acceptance", "look-back"):
        page = verifier.open(f"/verification/{problem.pk}/{step}/")
        page.locator("[name=people]").fill("核验组")
        page.locator("[name=findings]").fill("现场查看，符合要求")
        verifier.send()
    return verifier


def test_from_the_finding_to_the_closed_number(desk, people, tmp_path):
    _unit, team, _at_unit, _superior = people
    problem, clerk, unit_clerk = walk_to_verification(desk, people, "梳理核查", tmp_path)

    # Who registered it may look, and is told who can verify.
    page = clerk.page
    page.goto(f"{clerk.base}/verification/{problem.pk}/check/")
    assert "核验" in page.content() or "同事" in page.content()
    clerk.faults.clear()

    verify(desk, problem, team)
    chief = desk(team.chief)
    page = chief.open(f"/verification/{problem.pk}/sign-off/")
    page.locator("[name=confirmed]").check()
    chief.send()
    problem.refresh_from_db()
    assert (problem.state, problem.done) == ("closed", 5)

    page = unit_clerk.open(f"/ledger/{problem.pk}/")
    page.get_by_role("link", name="销号通知").first.click()
    unit_clerk.look()
    with page.expect_download() as download:
        page.locator("a[href$='.pdf']").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    page = unit_clerk.open(f"/ledger/{problem.pk}/")
    trail = page.locator(".l-trail").inner_text()
    for person in (team.clerk, team.verifier, team.chief, people[2].clerk):
        assert person.person.name in trail
    call_command("verify_trail")


def test_what_a_superior_found_closes_only_with_its_consent(desk, people, tmp_path):
    _unit, team, _at_unit, superior = people
    problem, _clerk, _unit_clerk = walk_to_verification(desk, people, "巡视", tmp_path)
    verify(desk, problem, team)
    chief = desk(team.chief)
    page = chief.open(f"/verification/{problem.pk}/sign-off/")
    page.locator("[name=confirmed]").check()
    chief.send()
    problem.refresh_from_db()
    assert problem.state == "awaiting_consent"

    above = desk(superior)
    page = above.open("/")
    page.locator(".l-task-act a").first.click()
    above.look()
    page.locator("[name=confirmed]").check()
    above.send()
    problem.refresh_from_db()
    assert problem.state == "closed"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_first_pages_are_sound_wide_and_narrow_in_both_languages(desk, people, width, language):
    unit, team, at_unit, _superior = people
    for account, paths in (
        (
            team.clerk,
            ["/", "/ledger/", "/ledger/register/", "/verification/", "/import/", "/units/", f"/units/{unit.pk}/"],
        ),
        (at_unit.head, ["/", "/ledger/", "/account/password/"]),
    ):
        person = desk(account, width=width, language=language)
        for path in paths:
            person.open(path)
