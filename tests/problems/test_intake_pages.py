"""The pages of registering, reporting, joining and correcting, as people meet them. Without JavaScript throughout."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organizations.clock import today
from problems.models import Correction, Draft, Link, Problem, Source, ViolationType
from problems.services import joining, nature, reports
from problems.states import State
from tests.factories import a_file, a_problem, a_unit, an_entry, an_office, fresh, people_of, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def unit() -> Any:
    return a_unit(an_office(superior=an_office()))


def signed_in(account: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="organizations.backend.AccountBackend")
    client.cookies["ledger_language"] = "en"
    return client


def typed(unit: Any, **changes: Any) -> dict[str, Any]:
    return {
        "unit": unit.pk,
        "violation_type": ViolationType.objects.get(code="unauthorised_change").pk,
        "source": Source.objects.get(code="review").pk,
        "finder_level": "own",
        "nature": "violation",
        "facts": "未经批准加挂牌子",
        "found_on": today().isoformat(),
        **changes,
    }


def shown(answer: Any) -> str:
    return answer.content.decode()


def test_a_probable_duplicate_is_shown_before_it_is_registered_anyway(unit: Any) -> None:
    known, clerk = a_problem(unit=unit), signed_in(team_of(unit.office).clerk)
    warned = clerk.post(reverse("problems:register"), typed(unit))
    assert warned.status_code == 409
    assert known.number in shown(warned) and 'name="anyway"' in shown(warned) and "Probably the same" in shown(warned)
    assert "未经批准加挂牌子" in shown(warned)
    assert "same unit and type" in shown(warned)
    assert "Look at this first" in shown(warned) and "Please correct" not in shown(warned)
    seen = f"{unit.pk}-{known.violation_type_id}"
    assert f'name="anyway" value="{seen}"' in shown(warned)
    answer = clerk.post(reverse("problems:register"), typed(unit, anyway=seen))
    assert answer.status_code == 302 and Problem.objects.count() == 2


def test_whoever_changes_the_unit_or_the_type_after_the_warning_is_asked_anew(unit: Any) -> None:
    known, other, clerk = a_problem(unit=unit), a_unit(unit.office), signed_in(team_of(unit.office).clerk)
    a_problem(unit=other)
    seen = f"{unit.pk}-{known.violation_type_id}"
    answer = clerk.post(reverse("problems:register"), typed(other, anyway=seen))
    assert answer.status_code == 409 and Problem.objects.count() == 2
    assert f'value="{other.pk}-{known.violation_type_id}"' in shown(answer)


def test_duplicates_are_offered_while_typing_and_by_plain_get(unit: Any) -> None:
    known, clerk = a_problem(unit=unit), signed_in(team_of(unit.office).clerk)
    partial = clerk.get(reverse("problems:similar"), typed(unit), headers={"HX-Request": "true"})
    assert known.number in shown(partial) and "<html" not in shown(partial)
    whole = clerk.get(reverse("problems:register"), {"unit": unit.pk})
    assert known.number in shown(whole) and 'hx-trigger="input changed delay:600ms"' in shown(whole)
    at_unit = signed_in(people_of(unit).clerk)
    assert known.number not in shown(at_unit.get(reverse("problems:similar"), typed(unit)))


def test_a_draft_keeps_the_typed_text_and_ends_when_registered(unit: Any) -> None:
    clerk = signed_in(team_of(unit.office).clerk)
    page = reverse("problems:register")
    answer = clerk.post(page, {"facts": "未写完的事实", "found_on": "不详", "do": "draft", "number": "X"})
    assert (answer.status_code, answer.url) == (302, reverse("problems:reports"))
    draft = Draft.objects.get()
    assert draft.typed == {"facts": "未写完的事实", "found_on": "不详"}
    listed = shown(clerk.get(reverse("problems:reports")))
    assert "未写完的事实" in listed and f"?draft={draft.pk}" in listed
    again = shown(clerk.get(page, {"draft": draft.pk}))
    assert "未写完的事实" in again and 'value="不详"' in again
    assert clerk.post(page, typed(unit, draft=draft.pk)).status_code == 302
    assert Draft.objects.get().status == Draft.Status.USED
    assert clerk.get(page, {"draft": draft.pk}).status_code == 404
    empty = clerk.post(page, {"do": "draft"})
    assert empty.status_code == 422 and "Nothing is written yet" in shown(empty)


def test_a_draft_is_discarded_on_a_page(unit: Any) -> None:
    clerk = signed_in(team_of(unit.office).clerk)
    clerk.post(reverse("problems:register"), {"facts": "写错了", "do": "draft"})
    page = reverse("problems:discard_draft", args=[Draft.objects.get().pk])
    assert "写错了" in shown(clerk.get(page))
    assert clerk.post(page, {"reason": "重复"}).status_code == 302
    assert Draft.objects.get().status == Draft.Status.DISCARDED and clerk.get(page).status_code == 404


def test_an_upload_survives_the_correction_of_another_field(unit: Any) -> None:
    clerk = signed_in(team_of(unit.office).clerk)
    over = ViolationType.objects.get(code="staff_over_quota").pk
    policy = {"nature": "policy", "policy_document": "通知", "policy_reason": "安置", "violation_type": over}
    paper = SimpleUploadedFile("政策文件.txt", "全文".encode())
    page = reverse("problems:register")
    wrong = clerk.post(page, typed(unit, **policy, quota=9, actual=9, policy_file=paper))
    assert wrong.status_code == 422 and "政策文件.txt" in shown(wrong)
    kept = wrong.context["form"]["policy_file_kept"].value()
    stranger = signed_in(team_of(unit.office).verifier)
    stolen = stranger.post(page, typed(unit, **policy, quota=9, actual=12, policy_file_kept=kept))
    assert stolen.status_code == 422 and not Problem.objects.exists()
    answer = clerk.post(page, typed(unit, **policy, quota=9, actual=12, policy_file_kept=kept))
    assert answer.status_code == 302
    claim = Problem.objects.get().nature_claims.get()
    assert (claim.file_name, claim.file.size) == ("政策文件.txt", 6)
    page = clerk.get(reverse("problems:nature_file", args=[claim.pk]))
    assert b"".join(page.streaming_content) == "全文".encode()


def test_a_unit_reports_and_reads_the_answer(unit: Any) -> None:
    at_unit, clerk = signed_in(people_of(unit).clerk), signed_in(team_of(unit.office).clerk)
    assert "nobody else sees it" in shown(at_unit.get(reverse("problems:report")))
    answer = at_unit.post(reverse("problems:report"), typed(unit))
    problem = Problem.objects.get()
    assert (answer.url, problem.state) == (reverse("problems:detail", args=[problem.pk]), State.REPORTED)
    assert "has not answered yet" in shown(at_unit.get(answer.url))
    assert "Accept the report" in shown(clerk.get(answer.url))
    page = reverse("problems:accept_report", args=[problem.pk])
    assert "未经批准加挂牌子" in shown(clerk.get(page))
    sent = {"violation_type": problem.violation_type_id, "note": "已受理", "version": problem.version}
    assert clerk.post(page, sent).status_code == 302
    assert fresh(problem).number in shown(at_unit.get(reverse("problems:reports")))
    second = reports.report_problem(unit_id=unit.pk, entry=an_entry(unit), actor=people_of(unit).clerk)
    refused = clerk.post(reverse("problems:refuse_report", args=[second.pk]), {"reason": "不属于台账"})
    assert refused.status_code == 302
    assert "不属于台账" in shown(at_unit.get(reverse("problems:reports")))
    assert "不属于台账" in shown(at_unit.get(reverse("problems:detail", args=[second.pk])))


def test_units_links_and_merged_entries_stand_on_the_page_of_both(unit: Any) -> None:
    chief, helper = signed_in(team_of(unit.office).chief), a_unit(unit.office, name="协办单位甲")
    first, second = a_problem(State.RECTIFYING, unit=unit), a_problem(State.RECTIFYING, unit=unit)
    to = {name: reverse(f"problems:{name}", args=[first.pk]) for name in ("add_unit", "link", "merge", "detail")}
    assert chief.post(to["add_unit"], {"unit": helper.pk, "task": "配合"}).status_code == 302
    unknown = chief.post(to["link"], {"other": "999", "kind": "related", "reason": "同源"})
    assert unknown.status_code == 422 and "no entry of this number" in shown(unknown)
    sent = {"other": second.number, "kind": "recurrence", "reason": "同源"}
    assert chief.post(to["link"], sent).status_code == 302
    page = shown(chief.get(to["detail"]))
    assert "协办单位甲" in page and second.number in page and "this one is its recurrence" in page
    other = shown(chief.get(reverse("problems:detail", args=[second.pk])))
    assert first.number in other and "The recurrence of this entry" in other
    at_helper = shown(signed_in(people_of(helper).clerk).get(to["detail"]))
    assert "协办单位甲" in at_helper and second.number not in at_helper
    link = Link.objects.get()
    assert chief.post(reverse("problems:unlink", args=[link.pk]), {"reason": "无关"}).status_code == 302
    assert chief.post(to["merge"], {"into": second.number, "reason": "重复"}).status_code == 302
    assert f"into {second.number}" in shown(chief.get(to["detail"]))
    assert first.number in shown(chief.get(reverse("problems:detail", args=[second.pk])))


def test_a_correction_is_asked_and_decided_on_pages(unit: Any) -> None:
    problem, team = a_problem(unit=unit), team_of(unit.office)
    clerk, chief = signed_in(team.clerk), signed_in(team.chief)
    page = reverse("problems:ask_correction", args=[problem.pk])
    form = clerk.get(page).context["form"]
    now = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    now["found_on"] = problem.found_on.isoformat()
    wrong = clerk.post(page, {**now, "facts": "改正后的事实", "reason": "笔误"})
    assert wrong.status_code == 422 and "Attach the paper" in shown(wrong)
    paper = SimpleUploadedFile("核查.txt", b"x1")
    assert clerk.post(page, {**now, "facts": "改正后的事实", "reason": "笔误", "file": paper}).status_code == 302
    assert set(Correction.objects.get().after) == {"facts"}
    decision = reverse("problems:decide_correction", args=[problem.pk])
    assert clerk.get(decision).status_code == 403
    assert "改正后的事实" in shown(chief.get(decision)) and "Decide on the correction" in shown(chief.get(page[:-11]))
    assert chief.post(decision, {}).status_code == 422
    assert chief.post(decision, {"decision": "apply"}).status_code == 302
    detail = shown(chief.get(reverse("problems:detail", args=[problem.pk])))
    assert "改正后的事实" in detail and "corrected the entry as asked" in detail
    assert "Nothing waits" in shown(chief.get(decision))


def test_the_nature_is_claimed_and_confirmed_on_pages(unit: Any) -> None:
    problem = a_problem(unit=unit, kind="staff_over_quota", quota=3, actual=5)
    clerk, chief = signed_in(team_of(unit.office).clerk), signed_in(team_of(unit.office).chief)
    sent = {"document": "通知〔2019〕3号", "reason": "安置", "file": SimpleUploadedFile("通知.txt", b"x2")}
    assert clerk.post(reverse("problems:claim_nature", args=[problem.pk]), sent).status_code == 302
    assert "nature unconfirmed" in shown(clerk.get(reverse("problems:detail", args=[problem.pk])))
    decision = reverse("problems:decide_nature", args=[problem.pk])
    assert "通知〔2019〕3号" in shown(chief.get(decision))
    assert chief.post(decision, {"decision": "refuse"}).status_code == 422
    assert chief.post(decision, {"decision": "confirm"}).status_code == 302
    assert fresh(problem).nature_confirmed


def test_an_office_keeps_its_types_on_pages(unit: Any) -> None:
    chief, clerk = signed_in(team_of(unit.office).chief), signed_in(team_of(unit.office).clerk)
    page = reverse("problems:add_type", args=[unit.office_id])
    wrong = chief.post(page, {"name_zh": "违规设岗", "name_en": ""})
    assert wrong.status_code == 422
    sent = {"name_zh": "违规设岗", "name_en": "Unauthorised posts", "figures": "posts", "tags": "三超两乱"}
    assert chief.post(page, sent).status_code == 302
    kind = ViolationType.objects.get(name_zh="违规设岗")
    assert "Unauthorised posts" in shown(clerk.get(reverse("problems:register")))
    assert clerk.get(page).status_code == 403
    assert chief.post(reverse("problems:retire_type", args=[kind.pk]), {"reason": "合并"}).status_code == 302
    assert "Unauthorised posts" not in shown(clerk.get(reverse("problems:register")))
    listed = shown(clerk.get(reverse("problems:types")))
    assert "Retired" in listed and "合并" in listed


def test_the_entry_says_what_waits_and_why_it_is_not_the_askers_to_decide(unit: Any) -> None:
    problem = a_problem(unit=unit, kind="staff_over_quota", quota=3, actual=5)
    chief = team_of(unit.office).chief
    nature.claim_nature(problem_id=problem.pk, document="通知", reason="安置", file=a_file(), actor=chief)
    page = reverse("problems:detail", args=[problem.pk])
    assert "somebody else has to decide" in shown(signed_in(chief).get(page))
    leader = shown(signed_in(team_of(unit.office).leader).get(page))
    assert "somebody else has to decide" not in leader and "Confirm the nature" in leader
    joining.merge_problem(problem_id=problem.pk, into_id=a_problem(unit=unit).pk, reason="重复", actor=chief)
