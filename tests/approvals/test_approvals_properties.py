"""Whatever the inputs, pre-check and check agree; invariants hold over random lives of entries and applications."""

from datetime import date
from typing import Any

import pytest
from approvals_cast import an_application, fresh, review_all
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from approvals.gate.judge import digest, holds, judge
from approvals.models import Application, ApplicationKind, Effect, Ground, Outcome, Standing, Whose
from approvals.services import admission, filing
from approvals.services.filing import NewItem
from approvals.services.precheck import Asked, precheck
from approvals.states import State
from organizations.errors import DomainError, Invalid
from problems.models import Problem
from problems.policies import visible_to as visible_problems
from problems.states import OPEN
from staffing.services import change_quota, declare_staff, set_ceiling
from tests.factories import _move, a_deadline, a_problem, a_unit, people_of, team_of, verify
from verification import services as verification
from verification.models import CloseOut

WORDS = st.sampled_from(["staff_over_quota", "other", "idle_duties"])
CODES = st.sampled_from(["more_quota", "rename", "off_quota"])


def some(values: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(one) for one in values]), max_size=2, unique=True)


CLAUSES = st.lists(
    st.fixed_dictionaries(
        {
            "ground": st.sampled_from(Ground.values), "types": st.lists(WORDS, max_size=2), "tags": st.just([]),
            "standings": some(Standing.values), "states": some(OPEN), "whose": st.sampled_from(Whose.values),
            "effects": some(Effect.values), "kinds": st.lists(CODES, max_size=2), "relapses": st.integers(0, 3),
            "extensions": st.none(), "overdue_days": st.none(), "refusals": st.none(),
            "outcome": st.sampled_from(Outcome.values), "text_zh": st.just("条"), "text_en": st.just("c"),
            "lifts_zh": st.just("解"), "lifts_en": st.just("l"),
        }
    ),
    max_size=6,
)  # fmt: skip
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 9), "number": st.text(max_size=3), "type": WORDS, "type_zh": st.just("类"),
            "type_en": st.just("t"), "tags": st.just([]), "standing": st.sampled_from(Standing.values),
            "state": st.sampled_from([str(one) for one in OPEN]), "unit": st.just("单位"), "own": st.booleans(),
            "registered_on": st.just("2026-01-01"), "deadline_on": st.none(),
        }
    ),
    max_size=6,
    unique_by=lambda one: one["id"],
)  # fmt: skip


@st.composite
def inputs(draw: Any) -> dict[str, Any]:
    clauses = [{**one, "position": place} for place, one in enumerate(draw(CLAUSES), 1)]
    return {
        "kind": {"code": draw(CODES)}, "effect": draw(st.sampled_from(Effect.values)), "items": [],
        "cures": draw(st.lists(st.integers(1, 9), max_size=3)), "irregular": draw(st.sampled_from(["", "未研究"])),
        "entries": draw(ENTRIES), "suspensions": [], "withdrawals": [],
        "exceptions": [{"id": 1, "entries": draw(st.lists(st.integers(1, 9), max_size=3))}],
        "record": {"relapses": draw(st.integers(0, 4)), "extensions": 0, "overdue_days": 0, "refusals": 0},
        "rule": {"clauses": clauses},
    }  # fmt: skip


@given(inputs())
def test_every_entry_is_either_blocking_or_passed_and_the_heaviest_outcome_is_the_answer(asked: dict[str, Any]) -> None:
    answer = judge(asked)
    named = [one["id"] for one in answer["blocking"] if "id" in one] + [one["id"] for one in answer["passed"]]
    assert sorted(named) == sorted(one["id"] for one in asked["entries"])
    order = list(Outcome.values)
    assert answer["outcome"] == max((one["outcome"] for one in answer["blocking"]), key=order.index, default="admitted")
    assert all(one["outcome"] != "admitted" for one in answer["blocking"])
    assert judge(asked) == answer and holds(asked, answer, digest(asked, answer))


@given(inputs(), st.data())
def test_without_an_entry_the_answer_is_never_heavier(asked: dict[str, Any], data: st.DataObject) -> None:
    order = list(Outcome.values)
    if not asked["entries"]:
        return
    gone = data.draw(st.sampled_from(asked["entries"]))
    fewer = {**asked, "entries": [one for one in asked["entries"] if one is not gone]}
    assert order.index(judge(fewer)["outcome"]) <= order.index(judge(asked)["outcome"])


@given(inputs())
def test_exceptions_reach_entries_only(asked: dict[str, Any]) -> None:
    everything = {**asked, "exceptions": [{"id": 1, "entries": [one["id"] for one in asked["entries"]]}]}
    assert all(one["ground"] != "entry" for one in judge(everything)["blocking"])


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    quota=st.integers(0, 3), actual=st.integers(0, 4), workers=st.integers(0, 2), ceiling=st.none() | st.integers(2, 4),
    kind=st.sampled_from(["more_quota", "quota_use_plan", "more_leadership_quota", "merge_or_abolish"]),
    amount=st.integers(-2, 3), post_kind=st.sampled_from(["", "institution", "worker", "nonsense"]),
    level=st.sampled_from(["", "deputy"]), departures=st.integers(0, 2),
)  # fmt: skip
def test_what_pre_check_says_of_the_figures_filing_says_too(
    quota: int, actual: int, workers: int, ceiling: int | None, kind: str, amount: int, post_kind: str, level: str,
    departures: int,
) -> None:  # fmt: skip
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    unit = a_unit()
    team, at_unit = team_of(unit.office), people_of(unit)
    for name, allowed, there in (("institution", quota, actual), ("worker", 1, workers)):
        given_: dict[str, Any] = {"unit_id": unit.pk, "kind": name, "document": "云编〔2020〕1号", "actor": team.clerk}
        change_quota(count=allowed, **given_)
        declare_staff(actual=there, **given_)
    if ceiling is not None:
        set_ceiling(
            office_id=unit.office_id, kind="institution", basis="ceiling", count=ceiling, document="文件",
            actor=team.leader,
        )  # fmt: skip
    asked = Asked(amount, post_kind, level, departures)
    said = precheck(unit_id=unit.pk, kind_code=kind, viewer=at_unit.clerk, items=[asked])
    item = NewItem(
        "岗位", amount=amount, post_kind=post_kind, level=level, departures=departures, specialty="护理",
        entry_mode="招聘", talent_class="专业技术人才",
    )  # fmt: skip
    application = an_application(unit=unit, kind=kind, items=[item])
    try:
        filing.submit(application_id=application.pk, actor=at_unit.head)
    except Invalid as refusal:
        refused = [str(one) for one in refusal.errors.pop("items", [])]
        assert not refusal.errors
    else:
        refused = []
    assert list(said.figures or ()) == refused


class Lives(RuleBasedStateMachine):
    """Entries and applications of one unit, moved at random by the people whose acts they are."""

    @initialize()
    def begin(self) -> None:
        self.unit = a_unit()
        self.team, self.at_unit = team_of(self.unit.office), people_of(self.unit)
        self.problems: list[int] = []
        self.applications: list[int] = []
        self.decided: dict[int, str] = {}

    @rule()
    def find(self) -> None:
        self.problems.append(a_problem("registered", unit=self.unit).pk)

    @precondition(lambda self: self.problems)
    @rule(data=st.data())
    def rectify(self, data: st.DataObject) -> None:
        problem = Problem.objects.get(pk=data.draw(st.sampled_from(self.problems)))
        way = ["registered", "assigned", "plan_submitted", "rectifying", "verifying"]
        if problem.relapses:
            return  # who reopened it may not verify it again, and this office has one verifier
        if problem.state in way[:-1]:
            _move(problem.pk, way[way.index(problem.state) + 1], self.team, self.at_unit, a_deadline())
        elif problem.state == "verifying":
            step = CloseOut.objects.get(problem=problem, ended_on=None).step
            if step == "check":
                verify(problem)
            elif step == "sign_off":
                verification.sign_off(problem_id=problem.pk, actor=self.team.chief)

    @precondition(lambda self: self.problems)
    @rule(data=st.data())
    def relapse(self, data: st.DataObject) -> None:
        problem = Problem.objects.get(pk=data.draw(st.sampled_from(self.problems)))
        if problem.state == "closed":
            verification.record_later_look_back(
                problem_id=problem.pk, people="人", findings="反弹", passed=False, held_on=date(2026, 9, 1),
                deadline=date(2026, 10, 30), actor=self.team.verifier,
            )  # fmt: skip

    @rule(kind=st.sampled_from(["more_quota", "rename"]), data=st.data())
    def apply(self, kind: str, data: st.DataObject) -> None:
        seen = visible_problems(self.at_unit.clerk)  # an entry no one was assigned is not yet told to the unit
        still = list(seen.filter(pk__in=self.problems, state__in=OPEN).values_list("pk", flat=True))
        cured = data.draw(st.lists(st.sampled_from(still), max_size=1)) if still else []
        cures = [(one, "随本次事项整改") for one in cured]
        self.applications.append(an_application("pre_review", unit=self.unit, kind=kind, cures=cures).pk)

    @precondition(lambda self: self.applications)
    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        application = fresh(Application.objects.get(pk=data.draw(st.sampled_from(self.applications))))
        if application.state == State.PRE_REVIEW:
            review_all(application, self.team.verifier)
        if application.state == State.PAUSED:
            try:
                admission.revive(application_id=application.pk, actor=self.team.clerk)
            except DomainError:
                return
        application = fresh(application)
        if application.state == State.REVIEWED:
            asked = precheck(
                unit_id=self.unit.pk,
                kind_code=application.kind.code,
                viewer=self.at_unit.clerk,
                items=[Asked(**one) for one in application.items.values("what", "post_kind", "level", "amount")],
                cures=list(application.cures.values_list("problem_id", flat=True)),
            )
            admission.decide_admission(application_id=application.pk, actor=self.team.clerk)
            after = fresh(application)
            assert after.sheet is not None and asked.answer == after.sheet.answer
            cured = application.cures.values("problem_id")
            blocking = Problem.objects.filter(unit=self.unit, state__in=OPEN).exclude(pk__in=cured).exists()
            if after.state == State.ACCEPTED and application.kind.effect == "addition":
                assert not blocking  # I3, at the moment of acceptance

    @invariant()
    def numbers_are_gapless(self) -> None:
        if hasattr(self, "unit"):
            serials = sorted(Problem.objects.filter(office=self.unit.office).values_list("serial", flat=True))
            assert serials == list(range(1, len(serials) + 1))  # I1
            filed = sorted(Application.objects.filter(office=self.unit.office).values_list("serial", flat=True))
            assert filed == list(range(1, len(filed) + 1))

    @invariant()
    def every_row_is_as_its_last_history_says(self) -> None:
        for model in (Problem, Application):
            for row in model.objects.filter(unit=getattr(self, "unit", None)):
                last = model.history.filter(id=row.pk).latest()
                assert (last.state, last.version, bool(last.act_id)) == (row.state, row.version, True)  # I2

    @invariant()
    def closed_entries_have_their_records(self) -> None:
        for row in Problem.objects.filter(unit=getattr(self, "unit", None), state="closed"):
            done = CloseOut.objects.filter(problem=row, step="closed").latest("attempt")
            assert done.checks.exists() and done.acceptances.exists() and done.look_backs.exists()  # I4
            assert done.sign_offs.filter(withdrawn=False).exists()

    def teardown(self) -> None:
        if hasattr(self, "unit"):
            connection.check_constraints()


@pytest.mark.django_db
def test_invariants_hold_over_random_lives_of_entries_and_applications() -> None:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    with transaction.atomic():
        run_state_machine_as_test(
            Lives,
            settings=settings(
                max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
