"""The close-out route: every step, who takes it, what it leaves behind, and every way it can fail."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext as _
from verification_cast import TODAY, Cast, a_file, a_record, an_entry, appoint, brought_to, do, on, on_site

from audit.acts import act, system
from audit.models import Event
from deadlines.calendar import load_calendar
from deadlines.models import Clock, ClockKind
from documents.models import OfficialDocument
from organizations.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from organizations.roles import Role
from problems.models import Handling, Problem, ViolationType
from problems.models.words import ConsentRule, FigureKind
from problems.services import rectification
from problems.states import State
from verification import services
from verification.errors import Handled, NoSuperior, RankTooLow, WrongStep
from verification.models import Attachment, CloseOut, LookBack, ProblemCheck, SignOff, Step, SuperiorConsent

pytestmark = pytest.mark.django_db

RECORDING = ("check", "acceptance", "look_back")


def running(problem: Problem) -> dict[str, Clock]:
    return {one.kind: one for one in Clock.objects.filter(subject_id=problem.pk, stopped_on=None)}


def test_an_entry_is_closed_by_application_check_acceptance_look_back_and_signature(cast: Cast) -> None:
    problem = an_entry(cast)
    waits = {
        "apply": ClockKind.CHECK,
        "check": ClockKind.ACCEPTANCE,
        "acceptance": ClockKind.LOOK_BACK,
        "look_back": ClockKind.SIGN_OFF,
        "sign_off": ClockKind.LATER_LOOK_BACK,
    }
    for step, clock in waits.items():
        do(cast, problem, step)
        assert set(running(problem)) == {clock}
    problem.refresh_from_db()
    close_out = CloseOut.objects.get(problem=problem)
    assert (problem.state, problem.closed_on, problem.number is not None) == (State.CLOSED, TODAY, True)
    assert (close_out.step, close_out.ended_on, close_out.needs_consent) == (Step.CLOSED, TODAY, False)
    due = Clock.objects.filter(subject_id=problem.pk, kind=ClockKind.LATER_LOOK_BACK).order_by("due_on")
    # 90 and 365 natural days after closing, a Monday and a Wednesday.
    assert [one.due_on for one in due] == [date(2026, 11, 30), date(2027, 9, 1)]
    assert SignOff.objects.get(close_out=close_out).rank == 2
    notice = OfficialDocument.objects.get(subject_id=problem.pk)
    assert (notice.number, notice.issued_on) == ("云编办销〔2026〕1号", TODAY)


def test_the_database_agrees_with_an_ordinary_closing(cast: Cast) -> None:
    from django.db import connection

    brought_to(cast, "closed")
    brought_to(cast, "closed", found_above=True)
    connection.check_constraints()


def test_evidence_is_tied_to_the_step_it_proves(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    check = do(cast, problem, "check", files=[a_file("现场一.pdf"), a_file("现场二.pdf")], **on_site())
    names = list(Attachment.objects.filter(check_record=check).values_list("evidence__name", flat=True))
    assert names == ["现场一.pdf", "现场二.pdf"]
    assert Attachment.objects.get(close_out=check.close_out).evidence.name == "整改照片.pdf"
    assert problem.evidence.count() == 3


def test_application_stops_the_rectification_clock_and_milestones(cast: Cast) -> None:
    problem = an_entry(cast)
    assert set(running(problem)) == {ClockKind.RECTIFICATION, ClockKind.MILESTONE}
    do(cast, problem, "apply")
    assert set(running(problem)) == {ClockKind.CHECK}


@pytest.mark.parametrize("field", ["statement", "own_look_back"])
def test_an_application_needs_its_texts(cast: Cast, field: str) -> None:
    problem = an_entry(cast)
    with pytest.raises(Invalid) as refusal:
        do(cast, problem, "apply", **{field: "  "})
    assert list(refusal.value.errors) == [field]
    assert not CloseOut.objects.exists()


def test_an_application_needs_evidence(cast: Cast) -> None:
    problem = an_entry(cast)
    with pytest.raises(Invalid) as refusal:
        do(cast, problem, "apply", files=[])
    assert list(refusal.value.errors) == ["files"]


@pytest.mark.parametrize("step", RECORDING)
@pytest.mark.parametrize("field", ["people", "findings"])
def test_a_record_needs_people_and_findings(cast: Cast, step: str, field: str) -> None:
    problem = brought_to(cast, step)
    with pytest.raises(Invalid) as refusal:
        do(cast, problem, step, **{field: " "})
    assert list(refusal.value.errors) == [field]
    do(cast, problem, step)


@pytest.mark.parametrize("step", RECORDING)
@pytest.mark.parametrize("days", [1, -1])
def test_a_record_is_held_between_the_step_before_and_today(cast: Cast, step: str, days: int) -> None:
    problem = brought_to(cast, step)
    with pytest.raises(Invalid) as refusal:
        do(cast, problem, step, held_on=TODAY + timedelta(days=days))
    assert list(refusal.value.errors) == ["held_on"]
    do(cast, problem, step)


@pytest.mark.parametrize("step", RECORDING)
def test_a_step_not_passed_keeps_the_entry_open_with_its_old_deadline(cast: Cast, step: str) -> None:
    problem = brought_to(cast, step)
    do(cast, problem, step, passed=False, findings="仍有2名借用人员")
    problem.refresh_from_db()
    close_out = CloseOut.objects.get(problem=problem)
    assert (problem.state, problem.kept_open, problem.closed_on) == (State.RECTIFYING, 1, None)
    assert (close_out.step, close_out.kept_open_because) == (Step.KEPT_OPEN, "仍有2名借用人员")
    assert {kind: one.due_on for kind, one in running(problem).items()} == {
        ClockKind.RECTIFICATION: date(2026, 11, 30),
        ClockKind.MILESTONE: date(2026, 10, 30),
    }
    brought_to(cast, "closed", problem)  # a second attempt can still close it
    assert list(CloseOut.objects.filter(problem=problem).values_list("attempt", "step")) == [
        (2, Step.CLOSED),
        (1, Step.KEPT_OPEN),
    ]


def test_a_signer_can_refuse_and_must_say_why(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    with pytest.raises(Invalid):
        services.keep_open(problem_id=problem.pk, reason=" ", actor=cast.chief)
    services.keep_open(problem_id=problem.pk, reason="材料不全", actor=cast.chief)
    problem.refresh_from_db()
    assert (problem.state, problem.kept_open) == (State.RECTIFYING, 1)
    assert not SignOff.objects.exists()


# Who may take which step, whatever else is right: everybody not named is refused.
MAY = {
    "apply": {"unit_clerk", "unit_head"},
    "check": {"verifier", "second_verifier", "chief", "second_chief"},
    "acceptance": {"verifier", "second_verifier", "chief", "second_chief"},
    "look_back": {"verifier", "second_verifier", "chief", "second_chief"},
    "sign_off": {"chief", "second_chief", "leader"},
    "consent": {"superior_chief", "superior_leader"},
}
SEES = {
    "registrar", "verifier", "second_verifier", "chief", "second_chief", "leader", "observer", "auditor",
    "superior_clerk", "superior_chief", "superior_leader", "unit_clerk", "unit_head",
}  # fmt: skip


@pytest.mark.parametrize("step", MAY)
def test_each_step_belongs_to_its_people_and_nobody_else(cast: Cast, step: str) -> None:
    problem = brought_to(cast, step, found_above=True)
    for name in set(cast.people) - MAY[step]:
        expected = NotAllowed if name in SEES else NotFound
        with pytest.raises(expected):
            do(cast, problem, step, actor=cast.people[name])
    problem.refresh_from_db()
    before = problem.version
    do(cast, problem, step, actor=cast.people[sorted(MAY[step])[0]])
    problem.refresh_from_db()
    assert problem.version == before + 1


@pytest.mark.parametrize("step", ["apply", *RECORDING, "later_look_back"])
def test_no_byte_of_a_stranger_is_kept(cast: Cast, step: str, settings: Any) -> None:
    problem = brought_to(cast, "closed" if step == "later_look_back" else step)

    def kept() -> set[Path]:
        return {one for one in Path(settings.FILES_DIR).rglob("*") if one.is_file()}

    before, refusals = kept(), Event.objects.filter(kind=Event.Kind.REFUSED, object_id=str(problem.pk))
    for name, refusal in (("observer", NotAllowed), ("registrar", NotAllowed), ("other_unit_head", NotFound)):
        known = refusals.count()
        with pytest.raises(refusal):
            do(cast, problem, step, actor=cast.people[name], files=[a_file(f"{name}.pdf")])
        assert refusals.count() == known + 1
    assert kept() == before
    fields = {"actor": cast.verifier} if step == "later_look_back" else {}
    sent = {"files": [a_file("现场.pdf")], "key": "one-form", **fields}
    first = do(cast, problem, step, **sent)
    assert len(kept()) == len(before) + 1
    assert do(cast, problem, step, **sent) == first


@pytest.mark.parametrize("step", MAY)
def test_refusals_are_kept(cast: Cast, step: str) -> None:
    problem = brought_to(cast, step, found_above=True)
    with pytest.raises(NotAllowed):
        do(cast, problem, step, actor=cast.observer)
    kept = Event.objects.filter(kind=Event.Kind.REFUSED, object_id=str(problem.pk)).latest("pk")
    assert kept.outcome == "not_allowed"


@pytest.mark.parametrize("at", ["apply", "check", "acceptance", "look_back", "sign_off", "consent", "closed"])
def test_every_step_other_than_the_present_one_is_refused(cast: Cast, at: str) -> None:
    problem = brought_to(cast, at, found_above=True)
    for step in MAY:
        if step != at:
            with pytest.raises(WrongState):
                # A leader signs and a second clerk checks, so that only the step can be the reason.
                actor = {"sign_off": cast.leader}.get(step)
                do(cast, problem, step, actor=actor)
    if at != "closed":
        do(cast, problem, at)


def test_a_handler_may_not_verify_and_learns_who_can(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with pytest.raises(Handled) as refusal:
        do(cast, problem, "check", actor=cast.registrar)
    assert "云川市委编办" in str(refusal.value)
    assert refusal.value.http_status == 403
    do(cast, problem, "check", actor=cast.verifier)


def test_a_handler_who_became_leader_may_not_sign(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    with act("test.appoint", actor=system()):
        appoint(cast.registrar, Role.OFFICE_LEADER, office=cast.city)
    with pytest.raises(Handled):
        do(cast, problem, "sign_off", actor=cast.registrar)
    do(cast, problem, "sign_off", actor=cast.leader)


def test_a_verifier_who_was_promoted_may_not_sign(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    with act("test.appoint", actor=system()):
        appoint(cast.verifier, Role.OFFICE_LEADER, office=cast.city)
    with pytest.raises(Handled):
        do(cast, problem, "sign_off", actor=cast.verifier)


def test_the_signer_ranks_above_every_verifier(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    do(cast, problem, "check")
    do(cast, problem, "acceptance", actor=cast.chief)
    do(cast, problem, "look_back")
    with pytest.raises(RankTooLow) as refusal:
        do(cast, problem, "sign_off", actor=cast.second_chief)
    assert str(Role.OFFICE_LEADER.label) in str(refusal.value)
    assert str(Role.SECTION_CHIEF.label) not in str(refusal.value)
    do(cast, problem, "sign_off", actor=cast.leader)


def test_keeping_open_needs_another_person_and_no_higher_rank(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    do(cast, problem, "check")
    do(cast, problem, "acceptance", actor=cast.chief)
    do(cast, problem, "look_back")
    for one in (cast.chief, cast.registrar):
        with pytest.raises(NotAllowed):
            services.keep_open(problem_id=problem.pk, reason="材料不全", actor=one)
    services.keep_open(problem_id=problem.pk, reason="材料不全", actor=cast.second_chief)
    problem.refresh_from_db()
    assert (problem.state, problem.kept_open) == (State.RECTIFYING, 1)


@pytest.mark.parametrize("step", RECORDING)
def test_whoever_ranks_as_leader_does_not_verify(cast: Cast, step: str) -> None:
    """A clerk's role beside the leader's does not help: nobody could sign above them."""
    problem = brought_to(cast, step)
    with act("test.appoint", actor=system()):
        appoint(cast.second_verifier, Role.OFFICE_LEADER, office=cast.city)
    with pytest.raises(RankTooLow) as refusal:
        do(cast, problem, step, actor=cast.second_verifier)
    assert str(Role.OFFICE_CLERK.label) in str(refusal.value)
    do(cast, problem, step)


def test_whoever_applied_for_the_unit_may_not_verify_with_another_role(cast: Cast) -> None:
    problem = an_entry(cast)
    do(cast, problem, "apply", actor=cast.unit_head)
    with act("test.appoint", actor=system()):
        appoint(cast.unit_head, Role.OFFICE_CLERK, office=cast.city)
    with pytest.raises(Handled):
        do(cast, problem, "check", actor=cast.unit_head)


def test_whoever_belongs_to_the_unit_may_not_verify_it(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with act("test.appoint", actor=system()):
        appoint(cast.second_verifier, Role.UNIT_CLERK, unit=cast.unit)
    with pytest.raises(Handled):
        do(cast, problem, "check", actor=cast.second_verifier)


def test_a_suspended_verifier_may_do_nothing(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with act("test.suspend", actor=system()):
        cast.verifier.status = "suspended"
        cast.verifier.save()
    with pytest.raises(NotFound):
        do(cast, problem, "check")


def test_a_form_sent_twice_counts_once(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    sent = {"key": "one-form", "expected_version": problem.version}
    first = do(cast, problem, "check", **sent)
    assert do(cast, problem, "check", **sent) == first
    assert ProblemCheck.objects.count() == 1
    do(cast, problem, "acceptance")
    do(cast, problem, "look_back")
    signed = do(cast, problem, "sign_off", key="sign")
    assert do(cast, problem, "sign_off", key="sign") == signed


def test_a_form_filled_on_an_older_version_is_stale(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with pytest.raises(Stale):
        do(cast, problem, "check", expected_version=problem.version - 1)
    do(cast, problem, "check", expected_version=problem.version)


# Consent -----------------------------------------------------------------------------------------------------


def test_an_entry_found_above_waits_for_the_superior(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    clock = running(problem)[ClockKind.CONSENT]
    assert (problem.state, clock.office) == (State.AWAITING_CONSENT, cast.province)
    assert not OfficialDocument.objects.exists()
    do(cast, problem, "consent")
    problem.refresh_from_db()
    assert problem.state == State.CLOSED
    paper = OfficialDocument.objects.get(subject_id=problem.pk)
    assert "经东明省委编办同意" in "".join(paper.wording["paragraphs"])
    assert paper.wording["copies"] == ["东明省委编办"]


@pytest.mark.parametrize("code", ["approval_beyond_authority", "line_interference"])
def test_the_other_two_classes_need_consent_too(cast: Cast, code: str) -> None:
    from problems.models import ViolationType

    kind = ViolationType.objects.get(code=code)
    found = {"found": 1} if kind.figures else {}
    affected = {"affected_office_id": cast.county.pk} if code == "line_interference" else {}
    problem = brought_to(cast, "sign_off", violation_type_id=kind.pk, **found, **affected)
    do(cast, problem, "sign_off")
    problem.refresh_from_db()
    assert problem.state == State.AWAITING_CONSENT


def test_an_entry_found_at_this_level_needs_no_consent(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    do(cast, problem, "sign_off")
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


def test_the_superior_returns_it_for_a_new_signature(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    with pytest.raises(Invalid):
        do(cast, problem, "consent", answer="returned")
    do(cast, problem, "consent", answer="returned", reason="补充清退名单")
    problem.refresh_from_db()
    assert (problem.state, list(running(problem))) == (State.VERIFYING, [ClockKind.SIGN_OFF])
    assert SignOff.objects.get().withdrawn
    do(cast, problem, "sign_off", actor=cast.leader)
    do(cast, problem, "consent")
    problem.refresh_from_db()
    assert problem.state == State.CLOSED
    assert list(SuperiorConsent.objects.values_list("answer", flat=True)) == ["returned", "consented"]


def test_the_superior_refuses_and_the_entry_stays_open(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    do(cast, problem, "consent", answer="refused", reason="清退不彻底")
    problem.refresh_from_db()
    assert (problem.state, problem.kept_open) == (State.RECTIFYING, 1)
    assert CloseOut.objects.get().kept_open_because == "清退不彻底"


def test_whoever_signed_below_may_not_consent_above(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    with act("test.appoint", actor=system()):
        appoint(cast.chief, Role.OFFICE_LEADER, office=cast.province)
        appoint(cast.verifier, Role.OFFICE_LEADER, office=cast.province)
        appoint(cast.registrar, Role.OFFICE_LEADER, office=cast.province)
    for name in ("chief", "verifier", "registrar"):
        with pytest.raises(Handled):
            do(cast, problem, "consent", actor=cast.people[name])
    do(cast, problem, "consent", actor=cast.superior_leader)


def test_without_a_superior_office_nothing_that_needs_consent_is_signed(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off", found_above=True)
    with act("test.orphan", actor=system()):
        cast.city.superior = None
        cast.city.save()
    with pytest.raises(NoSuperior):
        do(cast, problem, "sign_off")
    assert not SignOff.objects.exists()


def test_an_unknown_answer_is_refused(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    with pytest.raises(Invalid):
        do(cast, problem, "consent", answer="maybe")


# After closing -----------------------------------------------------------------------------------------------


def test_a_later_look_back_that_holds_leaves_it_closed(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    with on(date(2026, 11, 30)):
        given = a_record(next_on=date(2026, 12, 31))
        services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, **given)
        problem.refresh_from_db()
        assert (problem.state, problem.relapses) == (State.CLOSED, 0)
        due = Clock.objects.filter(subject_id=problem.pk, kind=ClockKind.LATER_LOOK_BACK, stopped_on=None)
        assert set(due.values_list("due_on", flat=True)) == {date(2026, 12, 31), date(2027, 9, 1)}  # and after a year
    assert not LookBack.objects.filter(close_out__problem=problem, held_on__gt=TODAY).exists()


def test_a_relapse_reopens_the_entry_with_its_whole_past(cast: Cast) -> None:
    from django.db import connection

    problem = brought_to(cast, "closed")
    number = problem.number
    with on(date(2026, 11, 30)):
        fails = a_record(passed=False, findings="又借用2人")
        with pytest.raises(Invalid) as refusal:
            services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, **fails)
        assert list(refusal.value.errors) == ["deadline"]
        services.record_later_look_back(
            problem_id=problem.pk, actor=cast.verifier, deadline=date(2026, 12, 30), **fails
        )
        problem.refresh_from_db()
        assert (problem.state, problem.closed_on, problem.relapses) == (State.RECTIFYING, None, 1)
        assert (problem.number, problem.deadline_on) == (number, date(2026, 12, 30))
        assert running(problem)[ClockKind.RECTIFICATION].due_on == date(2026, 12, 30)
        assert CloseOut.objects.get(problem=problem).step == Step.CLOSED  # the past stays
        do(cast, problem, "apply")
        for step in RECORDING:
            do(cast, problem, step, actor=cast.second_verifier)
        do(cast, problem, "sign_off")
        problem.refresh_from_db()
        assert (problem.state, problem.closed_on) == (State.CLOSED, date(2026, 11, 30))
        connection.check_constraints()
    assert OfficialDocument.objects.filter(subject_id=problem.pk).count() == 2


def counting_entry(cast: Cast) -> Problem:
    """A closed entry that counts two bodies."""
    kind = ViolationType.objects.filter(figures=FigureKind.BODIES, consent_rule=ConsentRule.NONE).first()
    assert kind is not None
    problem = an_entry(cast, violation_type_id=kind.pk, found=2)
    rectification.report_progress(problem_id=problem.pk, text="已清退", done=2, actor=cast.unit_clerk)
    return brought_to(cast, "closed", problem)


def test_a_relapse_says_how_many_came_back_and_they_remain(cast: Cast) -> None:
    problem = counting_entry(cast)
    relapse = a_record(passed=False, deadline=date(2026, 12, 30))
    for wrong in (None, 0, 3):
        with pytest.raises(Invalid) as refusal:
            services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, remaining=wrong, **relapse)
        assert list(refusal.value.errors) == ["remaining"]
    services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, remaining=1, **relapse)
    problem.refresh_from_db()
    assert (problem.found, problem.done, problem.remaining) == (2, 1, 1)


@pytest.mark.parametrize("passed", [True, False])
def test_a_number_that_came_back_is_refused_where_nothing_did_or_nothing_is_counted(cast: Cast, passed: bool) -> None:
    problem = counting_entry(cast) if passed else brought_to(cast, "closed")
    given = a_record(passed=passed, deadline=None if passed else date(2026, 12, 30), remaining=1)
    with pytest.raises(Invalid) as refusal:
        services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, **given)
    assert list(refusal.value.errors) == ["remaining"]


def test_milestones_of_before_a_relapse_are_over(cast: Cast) -> None:
    from problems.selectors.pace import dates_of, pace_of
    from problems.selectors.rectification import milestones_ahead, rectification_of

    problem = brought_to(cast, "closed")
    with on(date(2026, 11, 16)):
        services.record_later_look_back(
            problem_id=problem.pk, actor=cast.verifier, deadline=date(2026, 12, 30), **a_record(passed=False)
        )
        problem.refresh_from_db()
        assert {kind: one.due_on for kind, one in running(problem).items()} == {
            ClockKind.RECTIFICATION: date(2026, 12, 30)
        }
        read = rectification_of(problem)
        assert (pace_of(problem, read.plan), milestones_ahead(problem)) == (None, [])
        shown = dates_of(problem, load_calendar())[-1]
        assert (str(shown.label), shown.day, shown.in_force) == (
            str(_("New deadline after a relapse")),
            date(2026, 12, 30),
            True,
        )


def test_milestones_of_before_a_failed_acceptance_are_over_and_those_after_it_are_watched(cast: Cast) -> None:
    from problems.selectors.pace import pace_of
    from problems.selectors.rectification import rectification_of

    problem = brought_to(cast, "acceptance")
    with on(date(2026, 11, 2)):
        do(cast, problem, "acceptance", passed=False)
        problem.refresh_from_db()
        assert set(running(problem)) == {ClockKind.RECTIFICATION}  # that of 30 October starts none
        assert pace_of(problem, rectification_of(problem).plan) is None
    other = brought_to(cast, "acceptance")
    do(cast, other, "acceptance", passed=False)
    other.refresh_from_db()
    with on(date(2026, 11, 2)):  # it lay ahead when the entry came back, and was missed afterwards
        pace = pace_of(other, rectification_of(other).plan)
        assert pace is not None and [one.due_on for one in pace.late] == [date(2026, 10, 30)]


def test_whoever_records_a_relapse_may_not_verify_the_next_attempt(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    given = a_record(passed=False, deadline=date(2026, 12, 30), key="relapse", expected_version=problem.version)
    record = services.record_later_look_back(problem_id=problem.pk, actor=cast.chief, **given)
    again = services.record_later_look_back(problem_id=problem.pk, actor=cast.chief, **given)
    assert again == record  # the form sent twice gets its first answer, though its sender is a handler now
    do(cast, problem, "apply")
    for step in RECORDING:
        with pytest.raises(Handled):
            do(cast, problem, step, actor=cast.chief)
        do(cast, problem, step)
    with pytest.raises(Handled):
        do(cast, problem, "sign_off", actor=cast.chief)
    do(cast, problem, "sign_off", actor=cast.second_chief)


@pytest.mark.parametrize("day", [date(2101, 1, 3), date(9999, 12, 31)])
@pytest.mark.parametrize(("field", "passed"), [("deadline", False), ("next_on", True)])
def test_days_after_the_year_2100_are_slips_of_the_hand(cast: Cast, field: str, passed: bool, day: date) -> None:
    problem = brought_to(cast, "closed")
    with pytest.raises(Invalid) as refusal:
        services.record_later_look_back(
            problem_id=problem.pk, actor=cast.verifier, **a_record(passed=passed, **{field: day})
        )
    assert list(refusal.value.errors) == [field]
    problem.refresh_from_db()
    assert problem.state == State.CLOSED


def test_a_look_back_that_holds_makes_nobody_a_handler(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, **a_record())
    assert not Handling.objects.filter(problem=problem, person=cast.verifier.person).exists()


def test_a_handler_may_not_look_back_later(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    with pytest.raises(Handled):
        services.record_later_look_back(problem_id=problem.pk, actor=cast.registrar, **a_record())


def test_an_open_entry_has_no_later_look_back(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    with pytest.raises(WrongState):
        services.record_later_look_back(problem_id=problem.pk, actor=cast.verifier, **a_record())


def test_a_wrong_step_says_what_the_close_out_waits_for(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with pytest.raises(WrongStep) as refusal:
        do(cast, problem, "acceptance")
    assert str(Step.CHECK.label) in str(refusal.value)


def test_the_notice_names_no_day_that_is_provisional(cast: Cast) -> None:
    known = OfficialDocument.objects.get(subject_id=brought_to(cast, "closed").pk)
    assert "2026年11月30日前后" in "".join(known.wording["paragraphs"])
    problem = an_entry(cast)
    with on(date(2026, 11, 16)):
        brought_to(cast, "closed", problem)
    paper = OfficialDocument.objects.get(subject_id=problem.pk)
    assert running(problem)[ClockKind.LATER_LOOK_BACK].due_on.year == 2027
    assert "2027" not in "".join(paper.wording["paragraphs"])


def test_the_notice_names_its_source_and_no_vague_title(cast: Cast) -> None:
    problem = brought_to(cast, "closed", source_document="东编办发〔2026〕12号")
    paper = OfficialDocument.objects.get(subject_id=problem.pk)
    assert paper.title == "关于市教师发展中心机构编制问题准予销号的通知"
    assert "东编办发〔2026〕12号" in paper.wording["feedback"]
    own = OfficialDocument.objects.get(subject_id=brought_to(cast, "closed").pk)
    assert own.wording["feedback"] == ""
