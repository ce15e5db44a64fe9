"""Files of an entry: own days, versions, withdrawal, reuse with trace, limits; what a refused form keeps."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from audit.acts import act
from documents.files import path_of
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.models import Account
from organizations.scope import standing_of
from problems.models import Comment, Evidence, Problem, ProgressReport
from problems.pages.files import FilesForm
from problems.selectors.evidence import comments_of, evidence_for, reusable_for, versions_of
from problems.selectors.rectification import rectification_of
from problems.selectors.timeline import timeline_of
from problems.services import comments, evidence, rectification
from problems.services.evidence import NewFile
from problems.states import State
from tests.factories import (
    a_file,
    a_person_with,
    a_picture,
    a_problem,
    a_unit,
    people_of,
    system_account,
    team_of,
)
from verification import services as verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def problem() -> Problem:
    return a_problem(State.RECTIFYING)


@pytest.fixture
def clerk(problem: Problem) -> Account:
    return people_of(problem.unit).clerk


@pytest.fixture
def file(problem: Problem, clerk: Account) -> Evidence:
    return proved(problem, a_file("证明.txt"))


def proved(problem: Problem, *files: NewFile) -> Evidence:
    report = rectification.report_progress(
        problem_id=problem.pk, text="已清退", files=files, actor=people_of(problem.unit).clerk
    )
    return report.evidence.order_by("pk").last()  # type: ignore[return-value]


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_each_file_has_the_day_it_was_formed(problem: Problem, clerk: Account) -> None:
    first, second = today() - timedelta(days=9), today() - timedelta(days=2)
    url = reverse("problems:progress", args=[problem.pk])
    body = {"text": "已清退", "files": [a_file("一.txt").upload, a_file("二.txt").upload], "formed_on": second}
    answer = signed_in(clerk).post(url, {**body, "formed_0": first.isoformat()})
    assert answer.status_code == 302
    assert dict(problem.evidence.values_list("name", "formed_on")) == {"一.txt": first, "二.txt": second}


def test_the_api_takes_a_day_for_each_file(problem: Problem, clerk: Account) -> None:
    days = [today() - timedelta(days=5), today()]
    url = reverse("api_progress", args=[problem.pk])
    body: dict[str, Any] = {"text": "已清退", "files": [a_file("一.txt").upload, a_file("二.txt").upload]}
    assert signed_in(clerk).post(url, {**body, "formed": days[0].isoformat()}).status_code == 422
    body["files"] = [a_file("一.txt").upload, a_file("二.txt").upload]
    assert signed_in(clerk).post(url, {**body, "formed": [day.isoformat() for day in days]}).status_code == 200
    assert list(problem.evidence.order_by("pk").values_list("formed_on", flat=True)) == days
    shown = signed_in(clerk).get(reverse("api_problem", args=[problem.pk])).json()["evidence"]
    assert {one["name"]: len(one["sha256"]) for one in shown} == {"一.txt": 64, "二.txt": 64}


def test_a_paper_of_tomorrow_is_refused(problem: Problem) -> None:
    with pytest.raises(Invalid):
        proved(problem, a_file(formed_on=today() + timedelta(days=1)))


def test_a_newer_version_keeps_the_older_one(problem: Problem, clerk: Account, file: Evidence) -> None:
    newer = evidence.replace_evidence(evidence_id=file.pk, file=a_file("证明.txt"), reason="扫描不清", actor=clerk)
    third = evidence.replace_evidence(evidence_id=newer.pk, file=a_file("证明3.txt"), reason="补章", actor=clerk)
    assert (third.version, third.report_id) == (3, file.report_id)
    assert [one.pk for one in versions_of(file)] == [third.pk, newer.pk, file.pk]
    assert path_of(file.stored).exists()
    assert signed_in(clerk).get(reverse("problems:evidence", args=[file.pk])).status_code == 200
    page = signed_in(clerk).get(reverse("problems:evidence_page", args=[file.pk])).content.decode()
    assert "补章" in page and file.stored.sha256 in page
    assert "problems:replace_evidence" not in page and reverse("problems:replace_evidence", args=[file.pk]) not in page
    with pytest.raises(WrongState):
        evidence.replace_evidence(evidence_id=file.pk, file=a_file(), reason="再换", actor=clerk)
    sentences = [str(one["sentence"]) for day in timeline_of(problem) for one in day["entries"]]
    assert len([one for one in sentences if "newer version" in one or "新版本" in one]) == 2


def test_a_replacement_needs_a_reason_and_another_file(problem: Problem, clerk: Account) -> None:
    file = proved(problem, a_file("证明.txt", b"the same"))
    with pytest.raises(Invalid) as refusal:
        evidence.replace_evidence(evidence_id=file.pk, file=a_file("别的.txt", b"the same"), reason="换", actor=clerk)
    assert "file" in refusal.value.errors
    with pytest.raises(Invalid) as refusal:
        evidence.replace_evidence(evidence_id=file.pk, file=a_file(), reason=" ", actor=clerk)
    assert "reason" in refusal.value.errors
    assert problem.evidence.count() == 1


def test_the_same_form_sent_twice_replaces_once(problem: Problem, clerk: Account, file: Evidence) -> None:
    newer = a_file()
    made = [
        evidence.replace_evidence(evidence_id=file.pk, file=newer, reason="换", actor=clerk, key="k").pk
        for _time in range(2)
    ]
    assert made[0] == made[1] and problem.evidence.count() == 2


def test_what_is_being_verified_does_not_change(problem: Problem, clerk: Account, file: Evidence) -> None:
    verification.apply_for_close_out(
        problem_id=problem.pk, statement="已整改", own_look_back="无反弹", files=[a_file("申请.txt")], actor=clerk
    )
    for call in (
        lambda: evidence.replace_evidence(evidence_id=file.pk, file=a_file(), reason="换", actor=clerk),
        lambda: evidence.withdraw_evidence(evidence_id=file.pk, reason="错", actor=clerk),
        lambda: evidence.reuse_evidence(problem_id=problem.pk, evidence_ids=[file.pk], actor=clerk),
    ):
        with pytest.raises(WrongState):
            call()


def test_files_of_a_verification_stay_when_the_entry_is_kept_open(clerk: Account, problem: Problem) -> None:
    verification.apply_for_close_out(
        problem_id=problem.pk, statement="已整改", own_look_back="无反弹", files=[a_file("申请.txt")], actor=clerk
    )
    verification.record_check(
        problem_id=problem.pk,
        people="李",
        findings="未清退",
        passed=False,
        held_on=today(),
        actor=team_of(problem.office).verifier,
    )
    attached = problem.evidence.get()
    with pytest.raises(WrongState):
        evidence.withdraw_evidence(evidence_id=attached.pk, reason="错", actor=clerk)


def test_a_withdrawn_file_stays_and_counts_for_nothing(problem: Problem, clerk: Account, file: Evidence) -> None:
    with pytest.raises(Invalid):
        evidence.withdraw_evidence(evidence_id=file.pk, reason="", actor=clerk)
    taken = evidence.withdraw_evidence(evidence_id=file.pk, reason="传错了", actor=clerk)
    assert (taken.withdraw_reason, taken.withdrawn_by_id) == ("传错了", clerk.person_id)
    page = signed_in(clerk).get(reverse("problems:detail", args=[problem.pk])).content.decode()
    assert file.name in page and "传错了" in page
    with pytest.raises(Invalid) as refusal:
        verification.apply_for_close_out(problem_id=problem.pk, statement="已", own_look_back="无", actor=clerk)
    assert "files" in refusal.value.errors
    with pytest.raises(WrongState):
        evidence.withdraw_evidence(evidence_id=file.pk, reason="再撤", actor=clerk)


def test_only_the_unit_changes_its_files_and_strangers_learn_nothing(problem: Problem, file: Evidence) -> None:
    for account, refusal in (
        (team_of(problem.office).clerk, NotAllowed),
        (people_of(a_unit(problem.office)).clerk, NotFound),
        (a_person_with("system_admin", problem.office), NotFound),
    ):
        with pytest.raises(refusal):
            evidence.withdraw_evidence(evidence_id=file.pk, reason="撤", actor=account)
        with pytest.raises(refusal):
            evidence.replace_evidence(evidence_id=file.pk, file=a_file(), reason="换", actor=account)
    assert evidence.withdraw_evidence(evidence_id=file.pk, reason="撤", actor=people_of(problem.unit).head).withdrawn_on


def test_a_file_of_another_entry_is_used_again_with_trace(problem: Problem, clerk: Account, file: Evidence) -> None:
    other = a_problem(State.RECTIFYING, unit=problem.unit)
    assert [one.pk for one in reusable_for(standing_of(clerk), other)] == [file.pk]
    [copy] = evidence.reuse_evidence(problem_id=other.pk, evidence_ids=[file.pk], actor=clerk)
    assert (copy.stored_id, copy.reused_from_id, copy.uploaded_on) == (file.stored_id, file.pk, today())
    assert reusable_for(standing_of(clerk), other) == []
    assert evidence_for(viewer=clerk, evidence_id=file.pk).others == [{"pk": other.pk, "number": other.number}]
    page = signed_in(clerk).get(reverse("problems:detail", args=[problem.pk])).content.decode()
    assert other.number is not None and other.number in page


def test_only_the_units_own_files_in_use_are_taken_whatever_the_door(problem: Problem, clerk: Account) -> None:
    examined = a_problem(State.VERIFYING, unit=problem.unit)
    asked = Evidence.objects.get(problem=examined, attachment__close_out__isnull=False)
    verification.record_check(
        problem_id=examined.pk,
        people="核验人员",
        held_on=today(),
        passed=True,
        findings="已核对",
        files=[a_file("检查记录.txt")],
        actor=team_of(problem.office).verifier,
    )
    of_check = Evidence.objects.get(problem=examined, attachment__check_record__isnull=False)
    older = proved(a_problem(State.RECTIFYING, unit=problem.unit), a_file())
    newer = evidence.replace_evidence(evidence_id=older.pk, file=a_file(), reason="换清晰版", actor=clerk)
    offered = {one.pk for one in reusable_for(standing_of(clerk), problem)}
    assert offered == {asked.pk, newer.pk}
    for refused in (of_check, older):
        with pytest.raises(Invalid):
            evidence.reuse_evidence(problem_id=problem.pk, evidence_ids=[refused.pk], actor=clerk)
    made = evidence.reuse_evidence(problem_id=problem.pk, evidence_ids=list(offered), actor=clerk)
    assert {one.reused_from_id for one in made} == offered


def test_who_does_not_see_the_other_entry_does_not_learn_of_it(problem: Problem, file: Evidence) -> None:
    department = a_unit(problem.office)
    own = a_unit(department=department)
    hidden, seen = a_problem(State.RECTIFYING, unit=department), a_problem(State.RECTIFYING, unit=own)
    same = b"the same bytes"
    proved(hidden, a_file("甲.txt", same))
    below = proved(seen, a_file("乙.txt", same))
    assert evidence_for(viewer=people_of(own).clerk, evidence_id=below.pk).others == []
    [other] = evidence_for(viewer=people_of(department).clerk, evidence_id=below.pk).others
    assert other["pk"] == hidden.pk


def test_a_file_of_another_unit_cannot_be_used(problem: Problem, clerk: Account) -> None:
    foreign = proved(a_problem(State.RECTIFYING, office=problem.office), a_file())
    for wanted in ([foreign.pk], [], [987_654_321]):
        with pytest.raises(Invalid):
            evidence.reuse_evidence(problem_id=problem.pk, evidence_ids=wanted, actor=clerk)


def test_limits_are_told_in_sentences(problem: Problem, clerk: Account, settings: Any) -> None:
    settings.EVIDENCE_MAX_FILES = 2
    with pytest.raises(Invalid, match="3"):
        proved(problem, a_file(), a_file(), a_file())
    proved(problem, a_file("一.txt", b"x" * 600))
    settings.EVIDENCE_MAX_ENTRY_BYTES = 1000
    with pytest.raises(Invalid) as refusal:
        proved(problem, a_file("二.txt", b"y" * 600))
    assert "files" in refusal.value.errors
    assert problem.evidence.count() == 1
    with pytest.raises(Invalid):
        comments.comment_on_problem(problem_id=problem.pk, text="附", files=[a_file("三.txt", b"z" * 600)], actor=clerk)


def test_the_database_lets_a_file_be_withdrawn_once_and_nothing_else(file: Evidence) -> None:
    with pytest.raises(IntegrityError), act("test.forge", actor=system_account().actor_facts()):
        file.name = "改名.txt"
        file.save()
    file.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update problems_evidence set uploaded_on = '2020-01-01' where id = %s", [file.pk])


# Comments


def test_the_offices_write_for_themselves_and_the_unit_does_not_read_it(problem: Problem, clerk: Account) -> None:
    chief = team_of(problem.office).chief
    written = comments.comment_on_problem(
        problem_id=problem.pk, text="内部意见", side="office", files=[a_file("内.txt")], actor=chief
    )
    both = comments.comment_on_problem(problem_id=problem.pk, text="请抓紧", actor=chief)
    seen = {
        who: {one.pk for one in comments_of(standing_of(account), problem)}
        for who, account in {
            "chief": chief,
            "observer": a_person_with("discipline_observer", problem.office),
            "auditor": a_person_with("audit_admin", problem.office),
            "unit": clerk,
            "nobody": None,
        }.items()
        if account or who == "nobody"
    }
    assert seen["chief"] == seen["observer"] == seen["auditor"] == {written.pk, both.pk}
    assert seen["unit"] == {both.pk}
    attached = reverse("problems:comment_file", args=[written.files.get().pk])
    assert (signed_in(clerk).get(attached).status_code, signed_in(chief).get(attached).status_code) == (404, 200)
    for url in (reverse("problems:detail", args=[problem.pk]), reverse("api_problem", args=[problem.pk])):
        assert "内部意见" not in signed_in(clerk).get(url).content.decode()
    told = str(timeline_of(problem, rectification_of(problem, standing_of(chief))))
    assert "内部意见" in told and "内部意见" not in str(
        timeline_of(problem, rectification_of(problem, standing_of(clerk)))
    )
    assert "内部意见" not in str(timeline_of(problem))


def test_the_unit_cannot_hide_what_it_writes(problem: Problem, clerk: Account) -> None:
    with pytest.raises(Invalid) as refusal:
        comments.comment_on_problem(problem_id=problem.pk, text="悄悄话", side="office", actor=clerk)
    assert "side" in refusal.value.errors
    assert 'name="side"' not in signed_in(clerk).get(reverse("problems:comment", args=[problem.pk])).content.decode()


def test_a_comment_is_withdrawn_by_its_writer_and_shows_as_withdrawn(problem: Problem, clerk: Account) -> None:
    comment = comments.comment_on_problem(problem_id=problem.pk, text="写错的话", actor=clerk)
    with pytest.raises(NotAllowed):
        comments.withdraw_comment(comment_id=comment.pk, reason="删", actor=people_of(problem.unit).head)
    with pytest.raises(Invalid):
        comments.withdraw_comment(comment_id=comment.pk, reason=" ", actor=clerk)
    comments.withdraw_comment(comment_id=comment.pk, reason="对象写错", actor=clerk)
    with pytest.raises(WrongState):
        comments.withdraw_comment(comment_id=comment.pk, reason="再撤", actor=clerk)
    page = signed_in(clerk).get(reverse("problems:detail", args=[problem.pk])).content.decode()
    assert "<del>" in page and "写错的话" in page and "对象写错" in page
    assert Comment.objects.get(pk=comment.pk).text == "写错的话"


def test_a_comment_of_the_offices_is_no_address_for_the_unit(problem: Problem, clerk: Account) -> None:
    written = comments.comment_on_problem(
        problem_id=problem.pk, text="内部", side="office", actor=team_of(problem.office).chief
    )
    with pytest.raises(NotFound):
        comments.withdraw_comment(comment_id=written.pk, reason="撤", actor=clerk)
    url = reverse("problems:withdraw_comment", args=[written.pk])
    assert signed_in(clerk).get(url).status_code == 404


# What a refused form keeps


def references(page: str) -> list[str]:
    return re.findall(r'name="kept" value="([^"]+)"', page)


def test_a_refused_form_keeps_its_uploads_for_the_next_sending(problem: Problem, clerk: Account) -> None:
    client, url = signed_in(clerk), reverse("problems:progress", args=[problem.pk])
    day = (today() - timedelta(days=3)).isoformat()
    refused = client.post(
        url, {"text": "", "files": [a_file("一.txt").upload, a_picture("二.png").upload], "formed_0": day}
    )
    page = refused.content.decode()
    assert refused.status_code == 422 and "一.txt" in page and "二.png" in page
    kept = references(page)
    assert len(kept) == 2 and not Evidence.objects.filter(problem=problem).exists()
    again = client.post(url, {"text": "已清退", "kept": kept, "files": [a_file("三.txt").upload]})
    assert again.status_code == 302
    found = {name: formed and formed.isoformat() for name, formed in problem.evidence.values_list("name", "formed_on")}
    assert found == {"一.txt": day, "二.png": None, "三.txt": None}


def test_a_kept_upload_can_be_left_out(problem: Problem, clerk: Account) -> None:
    client, url = signed_in(clerk), reverse("problems:progress", args=[problem.pk])
    body = {"text": "", "files": [a_file("一.txt").upload, a_file("二.txt").upload]}
    kept = references(client.post(url, body).content.decode())
    assert client.post(url, {"text": "已清退", "kept": kept, "kept_out": kept[:1]}).status_code == 302
    assert [one.name for one in problem.evidence.all()] == ["二.txt"]


def test_a_reference_is_of_one_person_one_form_and_whole_bytes(problem: Problem, clerk: Account) -> None:
    url = reverse("problems:progress", args=[problem.pk])
    other = a_problem(State.RECTIFYING, unit=problem.unit)
    [reference] = references(
        signed_in(clerk).post(url, {"text": "", "files": [a_file("一.txt").upload]}).content.decode()
    )
    head = signed_in(people_of(problem.unit).head)
    for client, where, sent in (
        (head, url, reference),
        (signed_in(clerk), reverse("problems:progress", args=[other.pk]), reference),
        (signed_in(clerk), url, reference[:-2] + "xx"),
        (signed_in(clerk), url, "x"),
    ):
        assert client.post(where, {"text": "已清退", "kept": sent}).status_code == 422
    assert not ProgressReport.objects.filter(
        text="已清退", problem__in=[problem, other], evidence__isnull=False
    ).exists()


def test_a_faulty_file_is_named_and_the_good_one_kept(problem: Problem, clerk: Account) -> None:
    bad = SimpleUploadedFile("宏.docm", b"PK\x03\x04")
    url = reverse("problems:progress", args=[problem.pk])
    answer = signed_in(clerk).post(url, {"text": "已清退", "files": [a_file("好.txt").upload, bad]})
    page = answer.content.decode()
    assert answer.status_code == 422 and "宏.docm" in page and len(references(page)) == 1


def test_a_form_of_verification_keeps_its_uploads_too(problem: Problem, clerk: Account) -> None:
    url = reverse("verification:apply", args=[problem.pk])
    held = {"look_back_on": today().isoformat(), "look_back_people": "经办人"}
    kept = references(
        signed_in(clerk)
        .post(url, {"statement": "已整改", "own_look_back": "", **held, "files": [a_file("一.txt").upload]})
        .content.decode()
    )
    assert len(kept) == 1
    body = {"statement": "已整改", "own_look_back": "无反弹", **held, "kept": kept}
    assert signed_in(clerk).post(url, body).status_code == 302
    assert problem.evidence.get().name == "一.txt"


def test_every_form_with_files_keeps_them() -> None:
    from django.forms import FileField

    from problems.pages import forms, working
    from verification import forms as of_verification

    taking = {
        kind
        for module in (forms, working, of_verification)
        for kind in vars(module).values()
        if isinstance(kind, type) and any(isinstance(f, FileField) for f in getattr(kind, "base_fields", {}).values())
    }
    assert taking and all(issubclass(kind, FilesForm) for kind in taking)


def test_a_picture_is_shown_without_what_its_camera_wrote(problem: Problem, clerk: Account) -> None:
    from PIL import Image

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "秘密地点"
    Image.new("RGB", (3000, 20), "red").save(out, "JPEG", exif=exif)
    file = proved(problem, NewFile(SimpleUploadedFile("现场.jpg", out.getvalue())))
    answer = signed_in(clerk).get(reverse("problems:evidence_picture", args=[file.pk]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "image/png",
        "no-store, private",
    )
    shown = Image.open(io.BytesIO(answer.getvalue()))
    assert shown.size[0] == 1400 and not shown.getexif()
    assert signed_in(clerk).get(reverse("problems:evidence_picture", args=[file.pk]) + "?page=2").status_code == 404
    stranger = signed_in(people_of(a_unit(problem.office)).clerk)
    assert stranger.get(reverse("problems:evidence_picture", args=[file.pk])).status_code == 404


def test_a_file_chosen_again_beside_the_one_kept_is_taken_once(problem: Problem) -> None:
    same = b"%PDF-1.4 " * 20
    again = [a_file("证明.txt", same), a_file("证明.txt", same), a_file("另存.txt", same)]
    proved(problem, *again)
    assert sorted(problem.evidence.values_list("name", flat=True)) == ["另存.txt", "证明.txt"]
