"""Two applications with their people, in the browser: one that the gate refuses, one that is carried out.

Every page is reached as people reach it, by what the page before offers, and looked at by axe.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from approvals.models import Application, CopyReceipt, Decision, FollowUpTask, Meeting
from audit.acts import act
from organizations.models import Account, Office, Partner, Section, Unit
from organizations.people import appoint
from organizations.roles import Role
from staffing import services as staffing
from staffing.selectors import position
from tests.factories import (
    SINCE,
    a_partner,
    a_person_with,
    a_problem,
    a_unit,
    an_account,
    an_office,
    people_of,
    system_account,
    team_of,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]  # many people, many pages


@dataclass(frozen=True)
class People:
    """Who an application passes through."""

    office: Office
    unit: Unit
    clerk: Account  # of the unit
    head: Account
    supervision: Account
    registration: Account
    e_government: Account
    business: Account
    chief: Account
    leader: Account
    observer: Account
    partner: Account


def in_section(office: Office, kind: str, role: str, name: str) -> Account:
    """Somebody who works in one section of the office, which is made where there is none."""
    section = Section.objects.filter(office=office, kind=kind).first()
    if section is None:
        section = Section(office=office, kind=kind, name=name)
        with act("office.enter", actor=system_account().actor_facts()):
            section.save()
    account = an_account()
    appoint(person=account.person, role=role, since=SINCE, actor=system_account(), office=office, section=section)
    return account


@pytest.fixture
def people() -> People:
    office = an_office()
    unit = a_unit(office, name="市人民医院")
    at_unit, team = people_of(unit), team_of(office)
    kinds = Section.Kind
    staff = {
        "supervision": in_section(office, kinds.SUPERVISION, Role.OFFICE_CLERK, ""),
        "registration": in_section(office, kinds.REGISTRATION, Role.OFFICE_CLERK, "登记局"),
        "e_government": in_section(office, kinds.E_GOVERNMENT, Role.OFFICE_CLERK, "电子政务中心"),
        "business": in_section(office, kinds.BUSINESS, Role.OFFICE_CLERK, ""),
    }
    for kind, number in (("quota", 35), ("staff", 33)):
        given: dict[str, Any] = {"unit_id": unit.pk, "kind": "institution", "actor": team.clerk}
        if kind == "quota":
            staffing.change_quota(count=number, document="云编〔2021〕3号", from_on=SINCE, **given)
        else:
            staffing.declare_staff(actual=number, outside=0, counted_on=SINCE, document="实名制统计表", **given)
    return People(
        office=office,
        unit=unit,
        clerk=at_unit.clerk,
        head=at_unit.head,
        chief=team.chief,
        leader=team.leader,
        observer=a_person_with(Role.DISCIPLINE_OBSERVER, office),
        partner=a_person_with(Role.PARTNER, a_partner(office, Partner.Kind.FINANCE)),
        **staff,
    )


def follow(desk: Any, end: str) -> Any:
    """Follow the link that leads to ``end``, out of the drawer of further acts where it lies there.

    What waits for a person opens at the act itself where there is one; then nothing is left to follow.
    """
    if desk.page.url.endswith(end):
        return desk.page
    link = desk.page.locator(f"main a[href$='{end}']").first
    if not link.is_visible():
        drawer = desk.page.locator(f"main details:has(a[href$='{end}']) > summary").last
        drawer.click()
    with desk.page.expect_navigation():
        link.click()
    return desk.look()


def menu(desk: Any, path: str) -> Any:
    """Go there by the main menu, which a narrow window keeps behind a button."""
    link = desk.page.locator(f"#navigation a[href='{path}']")
    if not link.is_visible():
        desk.page.locator("label.l-menu-button").click()
    with desk.page.expect_navigation():
        link.click()
    return desk.look()


def waiting(desk: Any, title: str) -> Any:
    """From the first page to the form that waits for this person."""
    desk.open("/")
    with desk.page.expect_navigation():
        desk.page.locator(".l-task", has_text=title).locator(".l-task-act a").first.click()
    return desk.look()


def by_tab(page: Any, selector: str, limit: int = 160) -> None:
    """Reach a control with the tabulator alone."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def typed(page: Any, selector: str, text: str) -> None:
    by_tab(page, selector)
    page.keyboard.type(text)


def chosen_by_arrow(page: Any, selector: str, wanted: str) -> None:
    for _press in range(20):
        if page.locator(selector).input_value() == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} is not offered by {selector}")


def pressed(desk: Any, selector: str) -> Any:
    """Reach a button or link with the tabulator and press Enter."""
    by_tab(desk.page, selector)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    return desk.look()


def put_materials(desk: Any, codes: tuple[str, ...], folder: Path) -> None:
    for code in codes:
        paper = folder / f"{code}.txt"
        paper.write_text(f"材料 {code}", encoding="utf-8")
        desk.page.locator("[name=code]").select_option(code)
        desk.page.locator("[name=file]").set_input_files(str(paper))
        desk.send()
        assert paper.name in desk.page.content()


def a_pdf(desk: Any, selector: str) -> bytes:
    with desk.page.expect_download() as download:
        desk.page.locator(selector).first.click()
    content: bytes = download.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    return content


def the_application(title: str) -> Application:
    return Application.objects.select_related("sheet", "kind", "office").get(title=title)


def reviewed_by(desk: Any, people: People, title: str, **options: Any) -> None:
    """The three sections give their opinions side by side, each from its own first page."""
    for account in (people.supervision, people.registration, people.e_government):
        reviewer = desk(account, **options)
        page = waiting(reviewer, title)
        assert page.url.endswith("/opinion/")
        assert page.locator("[name=capacity] option").count() == 1  # only the own subject is offered
        page.locator("[name=opinion][value=agree]").check()
        reviewer.send()


def test_an_application_with_an_outstanding_violation_is_refused_by_a_sheet_that_names_it(
    desk: Any, people: People, tmp_path: Path
) -> None:
    problem = a_problem("assigned", unit=people.unit)
    small: dict[str, Any] = {"width": 390, "language": "zh-hans"}
    title = "增加事业编制的请示"

    clerk = desk(people.clerk, **small)
    page = menu(clerk, "/approvals/")
    assert problem.number in page.content()  # the position of the unit is the first thing it reads
    page = follow(clerk, "/pre-check/")
    page.locator("[name=kind]").select_option("more_quota")
    if page.locator("[name=unit]").input_value() == "":
        page.locator("[name=unit]").select_option(str(people.unit.pk))
    page = clerk.send()
    before = page.locator(".l-gate").inner_text()
    assert problem.number in before and "整改方案经审定并完成整改销号后重新申请" in before

    menu(clerk, "/approvals/")
    follow(clerk, "/guides/")
    follow(clerk, "/guides/more_quota/")
    page = follow(clerk, "/new/more_quota/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=rows-0-what]").fill("急诊科增加编制")
    page.locator("[name=rows-0-post_kind]").select_option("institution")
    page.locator("[name=rows-0-amount]").fill("2")
    page.locator("[name=rows-0-quota_source]").fill("本级统筹")
    page.locator("[name=form_grounds]").fill("急诊量增加")
    page.locator("[name=form_workload]").fill("现有力量不足")
    page.locator("[name=figures_agree]").select_option("yes")
    page.locator("[name=findings-0-violation_type]").select_option(label="职责空转、人岗分离")
    page.locator("[name=findings-0-facts]").fill("一个科室职责长期空转")
    page = clerk.send()
    follow(clerk, "/materials/")
    put_materials(clerk, ("request", "party_group", "mandate"), tmp_path)

    head = desk(people.head, **small)
    menu(head, "/approvals/")
    application = the_application(title)
    follow(head, f"/approvals/{application.pk}/")
    page = follow(head, "/submit/")
    assert problem.number in page.content()  # the head knows before signing
    head.send()
    application.refresh_from_db()
    assert (application.state, application.number) == ("pre_review", f"{people.office.code}申〔2026〕1")
    assert "一个科室职责长期空转" in head.page.content()  # found by the unit itself, and now in the ledger

    reviewed_by(desk, people, title, **small)

    business = desk(people.business, **small)
    page = waiting(business, title)
    assert page.url.endswith("/admission/")
    assert problem.number in page.locator(".l-gate").inner_text()
    page = business.send()
    application.refresh_from_db()
    assert application.state == "refused"

    clerk.open("/")
    menu(clerk, "/approvals/")
    page = follow(clerk, f"/approvals/{application.pk}/")
    assert "不予受理" in page.content()
    # In a narrow window the answer stands far below; what still stands in the way is said at the top.
    assert problem.number in page.locator(".l-notice").first.inner_text()
    page = follow(clerk, f"/sheets/{application.sheet_id}/")
    said = page.locator(".l-gate").inner_text()
    assert problem.number in said and "整改方案经审定并完成整改销号后重新申请" in said
    outcomes = [re.search(r"(?m)^不予受理", text) for text in (before, said)]
    assert all(outcomes)  # what it was told beforehand is what it got
    assert a_pdf(clerk, "a[href$='.pdf']")
    page = follow(clerk, f"/approvals/{application.pk}/")
    assert a_pdf(clerk, "#papers-title ~ ul a[href$='.pdf']")
    # From the answer the unit gets to what lifts it, and after that need not type its request again.
    follow(clerk, f"/ledger/{problem.pk}/")
    clerk.page.go_back()
    page = follow(clerk, f"again={application.pk}")
    assert page.locator("[name=title]").input_value() == title
    assert page.locator("[name=rows-0-amount]").input_value() == "2"
    assert page.locator("[name=figures_agree]").input_value() == ""  # stock is taken anew
    call_command("verify_trail")


def test_an_application_of_a_clean_unit_is_accepted_decided_replied_and_carried_out(
    desk: Any, people: People, tmp_path: Path
) -> None:
    title = "关于急诊科增加编制的请示"
    application = drafted_and_signed_by_keyboard(desk, people, title, tmp_path)
    reviewed_by(desk, people, title, language="en")
    business = admitted(desk, people, application)
    meeting = initiated_and_appraised(desk, people, business, application)
    decided_and_replied(desk, people, business, application, meeting)
    figures = position([people.unit.pk], Decision.objects.get().decided_on)[people.unit.pk].kinds["institution"]
    assert (figures.quota, figures.actual) == (37, 33)  # the figures have moved with the reply
    acknowledged(desk, people)
    carried_out(desk, people, application, tmp_path)
    application.refresh_from_db()
    assert application.state == "completed"
    observer = desk(people.observer, language="en")
    page = observer.open(f"/approvals/{application.pk}/")
    trail = page.locator(".l-trail").inner_text()
    for account in (people.head, people.supervision, people.registration, people.e_government, people.leader):
        assert account.person.name in trail
    call_command("verify_trail")


def drafted_and_signed_by_keyboard(desk: Any, people: People, title: str, folder: Path) -> Application:
    """Draft and signature without a mouse; only files are chosen by their dialogue."""
    clerk = desk(people.clerk)
    menu(clerk, "/approvals/")
    page = pressed(clerk, "main a[href$='/pre-check/']")
    by_tab(page, "[name=kind]")
    chosen_by_arrow(page, "[name=kind]", "more_quota")
    pressed(clerk, "main form[method=get] .btn-primary")
    page = pressed(clerk, "main a.btn-primary[href*='/new/more_quota/']")  # nothing stands in the way: go on
    typed(page, "[name=title]", title)
    typed(page, "[name=rows-0-what]", "急诊科增加编制")
    by_tab(page, "[name=rows-0-post_kind]")
    chosen_by_arrow(page, "[name=rows-0-post_kind]", "institution")
    typed(page, "[name=rows-0-amount]", "2")
    typed(page, "[name=rows-0-quota_source]", "本级统筹")
    typed(page, "[name=form_grounds]", "急诊量三年增加四成")
    typed(page, "[name=form_workload]", "现有力量不足")
    by_tab(page, "[name=figures_agree]")
    chosen_by_arrow(page, "[name=figures_agree]", "yes")
    page = pressed(clerk, "main form .btn-primary")
    application = the_application(title)
    assert page.url.endswith(f"/approvals/{application.pk}/")
    assert page.locator("#missing-title").count() == 1  # it says which papers are missing
    pressed(clerk, "main a[href$='/materials/']")
    put_materials(clerk, ("request", "party_group", "mandate"), folder)
    page = follow(clerk, f"/approvals/{application.pk}/")
    assert page.locator("#missing-title").count() == 0

    head = desk(people.head)
    menu(head, "/approvals/")
    pressed(head, f"main a[href$='/approvals/{application.pk}/']")
    pressed(head, "main a[href$='/submit/']")
    pressed(head, "main form .btn-primary")
    application.refresh_from_db()
    assert application.state == "pre_review" and application.signed_by == people.head.person
    return application


def admitted(desk: Any, people: People, application: Application) -> Any:
    business = desk(people.business, language="en")
    assert waiting(business, application.title).url.endswith("/admission/")
    page = business.send()
    application.refresh_from_db()
    assert application.state == "accepted"
    assert "Nothing stands in the way." in page.content()
    return business


def initiated_and_appraised(desk: Any, people: People, business: Any, application: Application) -> Meeting:
    page = follow(business, "/initiation/")
    page.locator("[name=party_group_on]").fill(str(application.filed_on))
    page.locator("[name=party_group_document]").fill("党组会议纪要〔2026〕3号")
    page.locator("[name=held_on]").fill(str(application.filed_on))
    page.locator("[name=people]").fill("机构编制科、医院办公室")
    page.locator("[name=summary]").fill("沟通增编依据")
    business.send()
    page = follow(business, "/appraisal/")
    for aspect in ("political", "systematic", "legal", "necessary", "reasonable", "feasible"):
        page.locator(f"[name=holds_{aspect}]").select_option("yes")
        page.locator(f"[name={aspect}]").fill("符合要求")
    for name in ("experts", "risk_assessment", "prior_assessment", "conclusion"):
        page.locator(f"[name={name}]").fill("已论证，建议同意")
    business.send()

    menu(business, "/approvals/")
    follow(business, "/meetings/")
    page = follow(business, "/meetings/new/")
    page.locator("[name=body]").select_option("commission")
    page.locator("[name=title]").fill("编委第3次会议")
    page.locator("[name=chaired_by]").fill("编委主任")
    listed = page.locator("fieldset.l-row").count() - 5
    page.locator(f"[name=rows-{listed}-name]").fill("编委委员")
    page.locator(f"[name=rows-{listed}-body]").fill("编委")
    page.locator(f"[name=rows-{listed + 1}-name]").fill("派驻观察员")
    page.locator(f"[name=rows-{listed + 1}-body]").fill("派驻纪检监察组")
    page.locator(f"[name=rows-{listed + 1}-part]").select_option("observer")
    business.send()
    meeting = Meeting.objects.get()
    assert business.page.url.endswith(f"/meetings/{meeting.pk}/")
    parts = dict(meeting.attendees.values_list("name", "part"))
    assert parts["派驻观察员"] == "observer" and parts["编委委员"] == "member"

    page = waiting(business, application.title)
    assert page.url.endswith("/agenda/")
    page.locator("[name=meeting]").select_option(str(meeting.pk))
    business.send()
    return meeting


def decided_and_replied(desk: Any, people: People, business: Any, application: Application, meeting: Meeting) -> None:
    supervision = desk(people.supervision, language="en")
    menu(supervision, "/approvals/")
    follow(supervision, "/meetings/")
    follow(supervision, f"/meetings/{meeting.pk}/")
    follow(supervision, f"/approvals/{application.pk}/")
    page = follow(supervision, "/procedure/")
    page.locator("[name=sound][value=yes]").check()
    page.locator("[name=finding]").fill("程序完备")
    supervision.send()

    business.open(f"/approvals/meetings/{meeting.pk}/")
    follow(business, f"/approvals/{application.pk}/")
    page = follow(business, "/result/")
    page.locator("[name=result]").select_option("approved")
    for box in page.locator("[name=criteria]").all():
        box.check()
    members = meeting.attendees.filter(part="member", present=True).count()
    page.locator("[name=votes_for]").fill(str(members))
    page.locator("[name=votes_against]").fill("0")
    page.locator("[name=abstentions]").fill("0")
    business.send()

    chief = desk(people.chief, language="en")
    menu(chief, "/approvals/")
    follow(chief, "/meetings/")
    follow(chief, f"/meetings/{meeting.pk}/")
    page = follow(chief, "/minutes/")
    page.locator("[name=minutes]").fill("会议讨论并表决通过。")
    page.locator("[name=minutes_number]").fill("编委纪要〔2026〕3号")
    chief.send()

    leader = desk(people.leader)
    page = waiting(leader, application.title)
    assert page.url.endswith("/reply/")
    page.locator("[name=text]").fill("同意急诊科增加事业编制2名。")
    leader.send()
    reply = Decision.objects.get(application=application)
    assert reply.document is not None and reply.document.number in leader.page.content()
    assert a_pdf(leader, f"a[href$='/papers/{reply.document_id}.pdf']")


def acknowledged(desk: Any, people: People) -> None:
    partner = desk(people.partner)
    copy = CopyReceipt.objects.get(partner__appointments__person=people.partner.person)
    page = partner.page
    with page.expect_navigation():
        page.locator(f"a[href$='/copies/{copy.pk}/'], a[href$='/copies/']").first.click()
    partner.look()
    if not page.url.endswith(f"/copies/{copy.pk}/"):
        follow(partner, f"/copies/{copy.pk}/")
    page.locator("[name=note]").fill("已调整经费")
    partner.send()
    copy.refresh_from_db()
    assert copy.acknowledged_by == people.partner.person
    assert a_pdf(partner, "a[href$='reply.pdf']")


def carried_out(desk: Any, people: People, application: Application, folder: Path) -> None:
    clerk, checker = desk(people.clerk), desk(people.business, language="en")
    for task in FollowUpTask.objects.filter(application=application):
        menu(clerk, "/approvals/")
        follow(clerk, "/follow-up/")
        follow(clerk, f"/follow-up/{task.pk}/")
        page = follow(clerk, "/report/")
        page.locator("[name=text]").fill("已落实到位")
        proof = folder / f"落实{task.pk}.txt"
        proof.write_text(f"落实佐证 {task.pk}", encoding="utf-8")
        page.locator("[name=files]").set_input_files(str(proof))
        clerk.send()

        menu(checker, "/approvals/")
        follow(checker, "/follow-up/")
        follow(checker, f"/follow-up/{task.pk}/")
        page = follow(checker, "/check/")
        page.locator("[name=fulfilled][value=yes]").check()
        page.locator("[name=finding]").fill("材料齐全，已落实")
        checker.send()
        task.refresh_from_db()
        assert task.closed_on is not None
