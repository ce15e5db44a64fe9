"""Plan, decision, progress, evidence and comments."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deadlines.models import Clock, ClockKind
from documents.files import path_of
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from problems.acting import KeyUsed
from problems.models import Evidence, Handling, Measure, ProgressReport, RectificationPlan
from problems.services import comments, rectification
from problems.services.rectification import NewFile, NewMeasure, NewMilestone, NewPlan
from problems.states import State
from tests.factories import a_file, a_person_with, a_plan, a_problem, a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def assigned():
    return a_problem(State.ASSIGNED)


@pytest.fixture
def rectifying():
    return a_problem(State.RECTIFYING)


def submit(problem, **changes):
    fields = {"head": "张主任", "measures": [NewMeasure("清退人员", "张主任")], **changes}
    return rectification.submit_plan(problem_id=problem.pk, plan=NewPlan(**fields), actor=people_of(problem.unit).clerk)


def test_a_filed_plan_waits_for_the_office(assigned):
    plan = submit(assigned, milestones=[NewMilestone("清退一半", assigned.deadline_on)])
    assigned.refresh_from_db()
    assert (assigned.state, plan.status) == (State.PLAN_SUBMITTED, "submitted")
    running = set(Clock.objects.filter(subject_id=assigned.pk, stopped_on=None).values_list("kind", "holder"))
    assert running == {(ClockKind.PLAN_DECISION, "office"), (ClockKind.RECTIFICATION, "unit")}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (lambda limit: {"measures": []}, "measures"),
        (lambda limit: {"head": " "}, "head"),
        (lambda limit: {"promised_on": limit + timedelta(days=1)}, "promised_on"),
        (lambda limit: {"promised_on": today() - timedelta(days=1)}, "promised_on"),
        (lambda limit: {"measures": [NewMeasure("清退", due_on=limit + timedelta(days=1))]}, "measures"),
        (lambda limit: {"milestones": [NewMilestone("清退", limit + timedelta(days=1))]}, "milestones"),
    ],
)
def test_a_plan_beyond_its_deadline_or_without_substance_is_refused(assigned, changes, field):
    with pytest.raises(Invalid) as refusal:
        submit(assigned, **changes(assigned.deadline_on))
    assert field in refusal.value.errors
    assert not assigned.plans.exists()
    assert not Measure.objects.exists()


def test_the_competent_department_files_for_its_subordinate():
    department = a_unit()
    below = a_unit(department=department)
    problem = a_problem(State.ASSIGNED, unit=below)
    plan = rectification.submit_plan(
        problem_id=problem.pk, plan=a_plan(problem.deadline_on), actor=people_of(department).clerk
    )
    assert plan.submitted_by == people_of(department).clerk.person


def test_another_unit_learns_nothing(assigned):
    stranger = people_of(a_unit(assigned.office)).clerk
    with pytest.raises(NotFound):
        rectification.submit_plan(problem_id=assigned.pk, plan=a_plan(assigned.deadline_on), actor=stranger)


def test_the_office_cannot_file_the_plan_itself(assigned):
    with pytest.raises(NotAllowed):
        rectification.submit_plan(
            problem_id=assigned.pk, plan=a_plan(assigned.deadline_on), actor=team_of(assigned.office).clerk
        )


def test_approval_starts_the_milestones_and_makes_the_decider_a_handler():
    problem = a_problem(State.PLAN_SUBMITTED)
    chief = team_of(problem.office).chief
    plan = rectification.approve_plan(problem_id=problem.pk, actor=chief)
    milestones = Clock.objects.filter(subject_id=problem.pk, kind=ClockKind.MILESTONE)
    assert milestones.count() == plan.milestones.count() == 2
    assert Handling.objects.filter(problem=problem, person=chief.person).exists()


def test_a_returned_plan_stays_and_the_next_is_a_new_one():
    problem = a_problem(State.PLAN_SUBMITTED)
    team = team_of(problem.office)
    with pytest.raises(Invalid):
        rectification.return_plan(problem_id=problem.pk, reason=" ", actor=team.clerk)
    returned = rectification.return_plan(problem_id=problem.pk, reason="措施不具体", actor=team.clerk)
    problem.refresh_from_db()
    assert (problem.state, returned.status) == (State.ASSIGNED, "returned")
    second = submit(problem)
    assert second.attempt == 2
    assert RectificationPlan.objects.get(attempt=1, problem=problem).decision_note == "措施不具体"


def test_progress_keeps_evidence_once_by_its_content(rectifying):
    clerk = people_of(rectifying.unit).clerk
    same = b"same bytes"
    for name in ("一.txt", "二.txt"):
        rectification.report_progress(problem_id=rectifying.pk, text="已清退", files=[a_file(name, same)], actor=clerk)
    assert Evidence.objects.filter(problem=rectifying).count() == 2
    assert Evidence.objects.filter(problem=rectifying).values("stored").distinct().count() == 1


def test_a_reached_milestone_stops_its_clock(rectifying):
    milestone = rectifying.plans.get().milestones.first()
    rectification.report_progress(
        problem_id=rectifying.pk, text="到位", milestone_id=milestone.pk, actor=people_of(rectifying.unit).clerk
    )
    assert Clock.objects.get(item_id=milestone.pk).outcome == "answered"


def test_the_same_report_twice_is_one(rectifying):
    clerk = people_of(rectifying.unit).clerk
    for _ in range(2):
        rectification.report_progress(problem_id=rectifying.pk, text="已清退", actor=clerk, key="k")
    assert ProgressReport.objects.filter(problem=rectifying).count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.pdf", b""),
        ("伪装.pdf", b"MZ\x90\x00 not a pdf"),
        ("网页.txt", b"<!doctype html><script>alert(1)</script>"),
        ("脚本.html", b"<html></html>"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("宏.docm", b"PK\x03\x04"),
        ("假.docx", b"PK\x03\x04 broken"),
        ("图.png", b"GIF89a" + b"\x00" * 30),
        ("没有类型", b"text"),
    ],
)
def test_a_wrong_file_refuses_the_whole_report(rectifying, name, content):
    upload = SimpleUploadedFile("x.bin", content)
    upload.name = name
    with pytest.raises(Invalid) as refusal:
        rectification.report_progress(
            problem_id=rectifying.pk,
            text="已清退",
            files=[NewFile(SimpleUploadedFile("好.png", PNG)), NewFile(upload)],
            actor=people_of(rectifying.unit).clerk,
        )
    assert "files" in refusal.value.errors
    assert not ProgressReport.objects.filter(problem=rectifying).exists()
    assert not Evidence.objects.filter(problem=rectifying).exclude(report=None).exists()


def test_a_file_too_large_is_refused(rectifying, settings):
    settings.EVIDENCE_MAX_BYTES = 10
    with pytest.raises(Invalid):
        rectification.report_progress(
            problem_id=rectifying.pk,
            text="已清退",
            files=[a_file("大.txt", b"x" * 11)],
            actor=people_of(rectifying.unit).clerk,
        )


def test_names_of_files_are_made_safe(rectifying):
    report = rectification.report_progress(
        problem_id=rectifying.pk,
        text="已清退",
        files=[a_file("证明.txt", b"one")],
        actor=people_of(rectifying.unit).clerk,
    )
    stored = report.evidence.get().stored
    assert path_of(stored).name == stored.sha256
    assert path_of(stored).stat().st_mode & 0o077 == 0


def test_done_cannot_exceed_found():
    problem = a_problem(State.RECTIFYING, kind="outside_quota_staff", found=3)
    clerk = people_of(problem.unit).clerk
    with pytest.raises(Invalid):
        rectification.report_progress(problem_id=problem.pk, text="已清退", done=4, actor=clerk)
    rectification.report_progress(problem_id=problem.pk, text="已清退", done=2, actor=clerk)
    problem.refresh_from_db()
    assert problem.remaining == 1


def test_no_progress_before_the_plan_is_approved(assigned):
    with pytest.raises(WrongState):
        rectification.report_progress(problem_id=assigned.pk, text="已清退", actor=people_of(assigned.unit).clerk)


def test_the_observer_comments_and_decides_nothing():
    problem = a_problem(State.PLAN_SUBMITTED)
    observer = a_person_with("discipline_observer", problem.office)
    assert comments.comment_on_problem(problem_id=problem.pk, text="请关注人员稳定", actor=observer).text
    with pytest.raises(NotAllowed):
        rectification.approve_plan(problem_id=problem.pk, actor=observer)


def test_a_key_of_another_entry_is_refused_and_nothing_is_lost(rectifying):
    other = a_problem(State.RECTIFYING, unit=rectifying.unit)
    clerk = people_of(rectifying.unit).clerk
    rectification.report_progress(problem_id=rectifying.pk, text="已清退", actor=clerk, key="k")
    with pytest.raises(KeyUsed):
        rectification.report_progress(problem_id=other.pk, text="另一项进展", actor=clerk, key="k")
    with pytest.raises(KeyUsed):
        comments.comment_on_problem(problem_id=rectifying.pk, text="留言", actor=clerk, key="k")
    assert not ProgressReport.objects.filter(problem=other).exists()


def test_a_stranger_leaves_no_bytes_behind(rectifying):
    from hashlib import sha256
    from pathlib import Path

    from django.conf import settings

    content = b"bytes of a stranger"
    with pytest.raises(NotFound):
        rectification.report_progress(
            problem_id=rectifying.pk,
            text="已清退",
            files=[a_file("他人.txt", content)],
            actor=people_of(a_unit(rectifying.office)).clerk,
        )
    name = sha256(content).hexdigest()
    assert not (Path(settings.FILES_DIR) / name[:2] / name).exists()
