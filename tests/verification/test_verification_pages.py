"""The doors of verification: pages, desk, notice and API, each to the same services."""

import itertools
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from verification_cast import PDF, TODAY, Cast, an_entry, brought_to, do, on

from audit.acts import act, system
from audit.models import Event
from documents.models import OfficialDocument
from organizations.clock import now
from problems.models import Problem
from problems.states import State
from verification.models import CloseOut, ProblemCheck
from verification.selectors import desk

pytestmark = pytest.mark.django_db

ROUTES = {
    "apply": "apply", "check": "check", "acceptance": "acceptance", "look_back": "look_back",
    "sign_off": "sign_off", "consent": "consent",
}  # fmt: skip
ACTORS = {"apply": "unit_clerk", "sign_off": "chief", "consent": "superior_chief"}

APPLICATION = {
    "statement": "已清退",
    "own_look_back": "无反弹",
    "look_back_on": TODAY.isoformat(),
    "look_back_people": "周自查",
}


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name], backend="organizations.backend.AccountBackend")
    return client


def address(step: str, problem: Problem) -> str:
    return reverse(f"verification:{ROUTES.get(step, step)}", args=[problem.pk])


_keys = itertools.count()


def body(step: str, problem: Problem, **fields: Any) -> dict[str, Any]:
    shared = {"key": f"form-{next(_keys)}", "version": problem.version}
    if step == "apply":
        upload = SimpleUploadedFile("清退名单.pdf", PDF)
        return {**shared, **APPLICATION, "files": [upload], **fields}
    if step == "sign_off":
        return {**shared, "note": "", "decision": "signed", "confirmed": "on", **fields}
    if step == "consent":
        return {**shared, "reason": "", "decision": "consented", "confirmed": "on", **fields}
    record = {"held_on": TODAY.isoformat(), "people": "王检查", "findings": "到位", "decision": "passed"}
    return {**shared, **record, **fields}


def test_the_whole_route_in_the_browser(cast: Cast) -> None:
    problem = an_entry(cast, found_above=True)
    for step in ROUTES:
        problem.refresh_from_db()
        client = browser(cast, ACTORS.get(step, "verifier"))
        page = client.get(address(step, problem))
        assert page.status_code == 200, (step, page.content.decode()[:500])
        assert "东明省委编办" in page.content.decode()  # the route is printed
        answer = client.post(address(step, problem), body(step, problem))
        assert answer.status_code == 302, (step, answer.content.decode())
    problem.refresh_from_db()
    assert problem.state == State.CLOSED
    assert "清退名单.pdf" in browser(cast, "chief").get(address("later_look_back", problem)).content.decode()


@pytest.mark.parametrize("step", ROUTES)
def test_a_page_of_a_step_is_shown_to_its_people_only(cast: Cast, step: str) -> None:
    problem = brought_to(cast, step, found_above=True)
    assert browser(cast, ACTORS.get(step, "verifier")).get(address(step, problem)).status_code == 200
    assert browser(cast, "observer").get(address(step, problem)).status_code == 403
    assert browser(cast, "observer").post(address(step, problem), body(step, problem)).status_code == 403
    assert browser(cast, "other_unit_head").get(address(step, problem)).status_code == 404
    assert browser(cast, "other_unit_head").post(address(step, problem), body(step, problem)).status_code == 404
    assert Client().get(address(step, problem)).status_code == 302
    assert Problem.objects.get(pk=problem.pk).version == problem.version


def test_a_refusal_of_the_service_stands_on_the_page_with_its_status(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    client = browser(cast, "verifier")
    answer = client.post(address("check", problem), body("check", problem, held_on="2026-09-09", people="王检查"))
    assert answer.status_code == 422
    assert "王检查" in answer.content.decode()  # what was typed is kept
    answer = client.post(address("acceptance", problem), body("acceptance", problem))
    assert answer.status_code == 409
    answer = client.post(address("check", problem), body("check", problem, version=problem.version - 1))
    assert answer.status_code == 409
    assert not ProblemCheck.objects.exists()


def test_not_passed_keeps_open_from_the_page(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    answer = browser(cast, "verifier").post(address("check", problem), body("check", problem, decision="failed"))
    assert answer.status_code == 302
    problem.refresh_from_db()
    assert (problem.state, problem.kept_open) == (State.RECTIFYING, 1)


def test_refusing_to_sign_needs_its_reason(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    client = browser(cast, "chief")
    answer = client.post(address("sign_off", problem), body("sign_off", problem, decision="failed"))
    assert answer.status_code == 422
    client.post(address("sign_off", problem), body("sign_off", problem, decision="failed", note="材料不全"))
    assert CloseOut.objects.get().kept_open_because == "材料不全"


def test_who_does_not_rank_above_the_verifiers_is_offered_to_keep_open_only(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    for step in ("check", "acceptance", "look_back"):
        do(cast, problem, step, actor=cast.chief)
    problem.refresh_from_db()
    assert browser(cast, "chief").get(address("sign_off", problem)).status_code == 403
    client = browser(cast, "second_chief")
    page = client.get(address("sign_off", problem))
    assert page.status_code == 200
    assert 'value="failed"' in page.content.decode() and 'value="signed"' not in page.content.decode()
    assert client.post(address("sign_off", problem), body("sign_off", problem)).status_code == 403
    sent = body("sign_off", problem, decision="failed", note="材料不全")
    assert client.post(address("sign_off", problem), sent).status_code == 302
    assert CloseOut.objects.get().kept_open_because == "材料不全"


@pytest.mark.parametrize("decision", ["", "sign", None])
@pytest.mark.parametrize("step", ["check", "acceptance", "look_back", "sign_off", "consent", "closed"])
def test_without_one_of_its_buttons_a_form_decides_nothing(cast: Cast, step: str, decision: str | None) -> None:
    problem = brought_to(cast, step, found_above=True)
    route = "later_look_back" if step == "closed" else step
    sent = body(step, problem, decision=decision)
    if decision is None:
        del sent["decision"]
    answer = browser(cast, ACTORS.get(step, "verifier")).post(address(route, problem), sent)
    assert answer.status_code == 422
    wanted = _("Choose what the look-back showed.") if step == "closed" else _("Choose one of the buttons.")
    assert str(wanted) in answer.content.decode()
    assert browser(cast, "observer").post(address(route, problem), sent).status_code == 403
    assert Problem.objects.get(pk=problem.pk).version == problem.version
    if step != "closed":
        assert CloseOut.objects.get().step == step


def test_after_a_decision_the_desk_opens_and_never_the_form_of_another_entry(cast: Cast) -> None:
    first, second = brought_to(cast, "sign_off"), brought_to(cast, "sign_off")
    client = browser(cast, "leader")
    answer = client.post(address("sign_off", first), body("sign_off", first), follow=True)
    assert [where for where, _status in answer.redirect_chain] == [reverse("verification:desk")]
    done, following = map(str, answer.context["messages"])
    assert reverse("problems:detail", args=[first.pk]) in done and first.number in done
    assert address("sign_off", second) in following and second.number in following
    answer = client.post(address("sign_off", second), body("sign_off", second), follow=True)
    assert len(answer.context["messages"]) == 1  # nothing waits any more


def test_after_a_consent_the_desk_of_the_superior_opens_with_the_next_consent(cast: Cast) -> None:
    first, second = (brought_to(cast, "consent", found_above=True) for _time in range(2))
    client = browser(cast, "superior_chief")
    answer = client.post(address("consent", first), body("consent", first), follow=True)
    assert [where for where, _status in answer.redirect_chain] == [reverse("verification:superior_desk")]
    assert address("consent", second) in str(list(answer.context["messages"])[1])
    assert Problem.objects.get(pk=second.pk).state == State.AWAITING_CONSENT


@pytest.mark.parametrize("step", ["sign_off", "consent"])
def test_closing_an_entry_takes_a_tick_that_the_records_were_read(cast: Cast, step: str) -> None:
    problem = brought_to(cast, step, found_above=step == "consent")
    client = browser(cast, ACTORS[step])
    sent = body(step, problem)
    answer = client.post(address(step, problem), {**sent, "confirmed": ""})
    assert answer.status_code == 422
    assert str(_("Tick this box first: the decision closes the entry.")) in answer.content.decode()
    assert CloseOut.objects.get().step == step
    assert client.post(address(step, problem), sent).status_code == 302
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


@pytest.mark.parametrize(
    ("step", "decision", "field"), [("sign_off", "failed", "note"), ("consent", "returned", "reason")]
)
def test_a_decision_that_closes_nothing_takes_no_tick(cast: Cast, step: str, decision: str, field: str) -> None:
    problem = brought_to(cast, step, found_above=step == "consent")
    client = browser(cast, ACTORS[step])
    assert client.get(address(step, problem)).content.decode().count("formnovalidate") == (
        2 if step == "consent" else 1
    )
    sent = body(step, problem, decision=decision, confirmed="", **{field: "材料不全"})
    assert client.post(address(step, problem), sent).status_code == 302


@pytest.mark.parametrize("step", ["sign_off", "consent"])
def test_who_closes_an_entry_of_unconfirmed_nature_is_warned_and_may_go_on(
    cast: Cast, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verification.pages import steps

    problem = brought_to(cast, step, found_above=step == "consent")
    warning, client = steps.nature_open(Problem(nature="policy", nature_confirmed=False)), browser(cast, ACTORS[step])
    assert warning and steps.nature_open(problem) == ""
    assert warning not in client.get(address(step, problem)).content.decode()
    monkeypatch.setattr(steps, "nature_open", lambda problem: warning)
    assert warning in client.get(address(step, problem)).content.decode()
    assert client.post(address(step, problem), body(step, problem)).status_code == 302


def test_a_step_that_is_not_mine_leads_back_to_its_entry(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    answer = browser(cast, "verifier").get(address("sign_off", problem))
    assert answer.status_code == 403
    assert reverse("problems:detail", args=[problem.pk]) in answer.content.decode()


def test_relapse_from_the_page(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    sent = body("later", problem, decision="failed", deadline="2026-12-30", next_on="2026-12-01")
    client = browser(cast, "verifier")
    answer = client.post(address("later_look_back", problem), sent)
    assert answer.status_code == 422
    assert str(_("Tick this box first: a relapse reopens the entry.")) in answer.content.decode()
    assert Problem.objects.get(pk=problem.pk).state == State.CLOSED
    sent |= {"confirmed": "on"}  # the day of a further look-back was typed before the choice was changed
    answer = client.post(address("later_look_back", problem), sent)
    assert answer.status_code == 302
    problem.refresh_from_db()
    assert (problem.state, problem.relapses) == (State.RECTIFYING, 1)


# The desk ----------------------------------------------------------------------------------------------------


def test_the_desk_shows_what_waits_and_why_something_waits_for_others(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    assert [line.problem for line in desk(cast.verifier).mine] == [problem]
    mine = desk(cast.registrar)
    assert mine.mine == []
    assert "云川市委编办" in mine.others[0].why_not
    assert desk(cast.unit_clerk).mine == desk(cast.observer).mine == desk(cast.leader).mine == []
    page = browser(cast, "registrar").get(reverse("verification:desk")).content.decode()
    assert problem.number and problem.number in page


def test_the_desk_marks_due_days_of_a_year_without_a_calendar(cast: Cast) -> None:
    mark = str(pgettext("provisional date", "provisional"))
    known, unknown = brought_to(cast, "check"), an_entry(cast, facts="未经批准设立内设机构1个")
    page = browser(cast, "verifier").get(reverse("verification:desk")).content.decode()
    assert mark not in page
    with on(date(2026, 12, 29)):
        do(cast, unknown, "apply")
        marked = {line.problem: line.provisional for line in desk(cast.verifier).mine}
        assert marked == {known: False, unknown: True}
        for name in ("verifier", "registrar"):  # what is one's own, and what waits for a colleague
            with act("test.password", actor=system()):
                cast.people[name].password_changed_at = now()  # the one of September is too old by now
                cast.people[name].save()
            page = browser(cast, name).get(reverse("verification:desk")).content.decode()
            assert page.count(f">{mark}</abbr>") == 1


def test_the_superior_has_the_consent_on_its_desk(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    assert [line.problem for line in desk(cast.superior_leader).mine] == [problem]
    assert desk(cast.leader).mine == []


def test_the_desk_reads_the_same_number_of_times_for_one_and_for_four(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        cast.chief.__dict__.pop("_standing", None)
        with CaptureQueriesContext(connection) as seen:
            list(desk(cast.chief).mine)
        return len(seen)

    brought_to(cast, "sign_off")
    one = queries()
    for _time in range(3):
        brought_to(cast, "check")
    assert queries() == one


# Notice ------------------------------------------------------------------------------------------------------


def test_the_notice_is_read_by_those_who_see_the_entry(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    paper = OfficialDocument.objects.get(subject_id=problem.pk)
    for name in ("unit_clerk", "chief", "superior_clerk"):
        client = browser(cast, name)
        assert paper.number in client.get(reverse("verification:notice", args=[paper.pk])).content.decode()
    stranger = browser(cast, "other_unit_head")
    assert stranger.get(reverse("verification:notice", args=[paper.pk])).status_code == 404
    assert stranger.get(reverse("verification:notice_pdf", args=[paper.pk])).status_code == 404


def test_the_pdf_is_drawn_on_first_download_and_the_reader_is_kept(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    paper = OfficialDocument.objects.get(subject_id=problem.pk)
    answer = browser(cast, "unit_clerk").get(reverse("verification:notice_pdf", args=[paper.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    paper.refresh_from_db()
    assert paper.pdf is not None
    assert Event.objects.filter(kind=Event.Kind.DOWNLOAD, object_kind="document", object_id=str(paper.pk)).exists()


# API ---------------------------------------------------------------------------------------------------------

API = {
    "apply": APPLICATION,
    "check": {"held_on": "2026-09-01", "people": "王检查", "findings": "到位", "passed": True},
    "acceptance": {"held_on": "2026-09-01", "people": "王检查", "findings": "到位", "passed": True},
    "look_back": {"held_on": "2026-09-01", "people": "王检查", "findings": "到位", "passed": True},
    "sign_off": {"note": ""},
    "consent": {"answer": "consented"},
}


def test_the_whole_route_by_the_api(cast: Cast) -> None:
    from verification_cast import a_file

    from problems.services import rectification

    problem = an_entry(cast, found_above=True)
    rectification.report_progress(problem_id=problem.pk, text="已清退", files=[a_file()], actor=cast.unit_clerk)
    for step, sent in API.items():
        refused = browser(cast, "observer").post(reverse(f"api_{step}", args=[problem.pk]), sent, "application/json")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
        hidden = browser(cast, "lower_leader").post(reverse(f"api_{step}", args=[problem.pk]), sent, "application/json")
        assert hidden.status_code == 404
        client = browser(cast, ACTORS.get(step, "verifier"))
        answer = client.post(reverse(f"api_{step}", args=[problem.pk]), sent, "application/json")
        assert answer.status_code in {200, 201}, answer.content
    found = browser(cast, "unit_head").get(reverse("api_close_out", args=[problem.pk])).json()
    assert (found["state"], found["attempts"][0]["step"]) == ("closed", "closed")
    assert found["notice"]["number"] == "云编办销〔2026〕1号"


def test_the_api_refuses_in_one_shape(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    client = browser(cast, "verifier")
    answer = client.post(reverse("api_check", args=[problem.pk]), {"passed": True}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    wrong = {**API["check"], "held_on": "2026-09-02"}
    answer = client.post(reverse("api_check", args=[problem.pk]), wrong, "application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["held_on"])
    answer = client.post(reverse("api_acceptance", args=[problem.pk]), API["acceptance"], "application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "verification.wrong_step")
    answer = browser(cast, "registrar").post(reverse("api_check", args=[problem.pk]), API["check"], "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "verification.separation")


def test_the_api_takes_an_idempotency_key(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    client = browser(cast, "verifier")
    for _time in range(2):
        answer = client.post(
            reverse("api_check", args=[problem.pk]), API["check"], "application/json", headers={"Idempotency-Key": "a1"}
        )
        assert answer.status_code == 200
    assert ProblemCheck.objects.count() == 1


def test_a_replayed_form_of_an_earlier_attempt_is_refused(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    old = body("check", problem, key="")
    do(cast, problem, "check", passed=False)
    assert browser(cast, "verifier").post(address("check", problem), old).status_code == 409
