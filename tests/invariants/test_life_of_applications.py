"""Entries and applications live together through random acts of random people, and the gate is never passed unseen.

To the life of entries (``test_life_of_entries``, with its model, numbers and routes: I1, I4) this adds the applications
of their unit. A few lines of the model say what the standard rules say in words; admission and reply have to agree with
them, whoever tries. Checked after each step: numbers of applications without gap (I1), one line of history with its act
for each version of each row (I2), nothing admitted or approved over an outstanding violation without a recorded
decision (I3).
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from approvals.gate.judge import holds
from approvals.models import Application, ApplicationKind, Decision, GateSheet, PreReview
from approvals.services import admission, decision, filing, meetings, results, review
from approvals.services.decision import Reply
from approvals.services.exceptions import NewException, end_exception, record_exception
from organizations.clock import today
from organizations.errors import DomainError
from problems.models import Problem
from problems.services import intake
from tests.approvals.approvals_cast import (
    a_draft,
    a_meeting,
    an_outcome,
    appraise,
    initiate,
)
from tests.factories import a_file, a_unit, an_entry, team_of
from tests.invariants.test_life_of_entries import DECIDERS, PEOPLE, STAFF, Life

EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "5"))
STEPS = int(os.environ.get("LEDGER_STEPS", "15"))
KINDS = ("more_quota", "more_quota", "rename", "merge_or_abolish")
NOT_BEGUN, UNDER_WAY = {"registered", "assigned", "plan_submitted"}, {"rectifying", "verifying", "awaiting_consent"}
ADMITTED = {"accepted", "initiated", "appraised", "on_agenda", "implementing"}
STATE = {"admitted": "accepted", "paused": "paused", "refused": "refused"}
WEIGHT = ("admitted", "paused", "refused")
MOST = 4
MET: Counter[str] = Counter()  # so that the test cannot pass by doing nothing


@dataclass
class Filed:
    """What the model knows of one application."""

    pk: int
    kind: str
    state: str = "draft"
    opinions: set[str] = field(default_factory=set)
    meeting: int = 0
    ready: bool = False  # result and minutes are there: the reply can be signed


@dataclass
class SetAside:
    """What the model knows of one exception."""

    pk: int
    entries: set[int]
    since: date
    until: date

    @property
    def in_force(self) -> bool:
        return self.since <= today() <= self.until


def plain(act_: Callable[..., None]) -> Callable[..., None]:
    """An act that other rules use, and chance does not."""
    return lambda self, **given: act_(self, **given)


class LifeOfApplications(Life):
    """Entries as before, and a few applications of their unit."""

    # That whoever tries, an entry moves only by its rules, is proved there; here entries move as they should.
    assign, plan, decide_plan, report = plain(Life.assign), plain(Life.plan), plain(Life.decide_plan), None
    apply, record, sign, keep_open = plain(Life.apply), plain(Life.record), plain(Life.sign), None
    consent = plain(Life.consent)

    @initialize(
        starts=st.lists(st.sampled_from((9, 4, 3, 2, 0)), min_size=1, max_size=2),
        kinds=st.permutations(("more_quota", "more_quota", "rename")),
    )
    def begin(self, starts: list[int], kinds: list[str]) -> None:
        self.filed: list[Filed] = []
        self.exceptions: list[SetAside] = []
        self.below: list[int] = []  # open entries of the subordinate, all of the three excesses
        self.relapses: list[date] = []
        self.seen: dict[tuple[str, int], tuple[int, int]] = {}
        self.were: dict[int, str] = {}
        Life.begin(self, starts=[(False, steps) for steps in starts])
        for place, kind in enumerate(kinds[:2]):
            self.file(kind=kind, who="unit_head")
            self.goes_its_way(place=place, steps=2)

    # What the rules say, in words.

    def gate(self, kind: str) -> str:
        if kind != "more_quota":
            return "admitted"
        aside = {pk for one in self.exceptions if one.in_force for pk in one.entries}
        said = ["admitted"]
        for entry in self.entries:
            if entry.pk not in aside:
                said.append(
                    "refused" if entry.state in NOT_BEGUN else "paused" if entry.state in UNDER_WAY else said[0]
                )
        if self.below:
            said.append("paused")
        if sum(day > today() - timedelta(days=365) for day in self.relapses) >= 2:
            said.append("paused")
        return max(said, key=WEIGHT.index)

    def one_filed(self, place: int) -> Filed:
        return self.filed[place % len(self.filed)]

    def try_on(self, filed: Filed, allowed: bool, call: Callable[[], Any]) -> bool:
        """Whether the act was done; the model and the product have to agree, and a refusal changes nothing."""
        before = Application.objects.values().get(pk=filed.pk)
        sheets = GateSheet.objects.count()
        try:
            with transaction.atomic():
                call()
        except DomainError as refusal:
            assert not allowed, f"{refusal!r} of what the model allows: {filed}, {self.entries}"
            assert Application.objects.values().get(pk=filed.pk) == before
            assert GateSheet.objects.count() == sheets
            return False
        assert allowed, f"done though the model forbids it: {filed}, {self.entries}"
        return True

    def nothing_outstanding_but_by_decision(self) -> None:
        """I3, asked of the tables themselves at the moment of passing."""
        aside = {pk for one in self.exceptions if one.in_force for pk in one.entries}
        outstanding = Problem.objects.filter(unit=self.unit, state__in=NOT_BEGUN | UNDER_WAY).exclude(pk__in=aside)
        assert not outstanding.exists() and not self.below
        if Problem.objects.filter(unit=self.unit, pk__in=aside, state__in=NOT_BEGUN | UNDER_WAY).exists():
            MET["by exception"] += 1

    # Acts.

    @rule(open_=st.booleans())
    def subordinate(self, open_: bool) -> None:
        """Its ledger is another office's, so that the numbers here stay those of the model."""
        if not hasattr(self, "sub"):
            self.sub = a_unit(department=self.unit, office=self.office.superior)
        team = team_of(self.sub.office)
        if open_ and not self.below:
            entry = an_entry(self.sub, kind="self_set_titles", found=1)
            made = intake.register_problem(office_id=self.sub.office_id, entry=entry, actor=team.clerk)
            self.below.append(made.pk)
        elif self.below and not open_:
            intake.void_problem(problem_id=self.below.pop(), reason="重复", actor=team.chief)

    @precondition(lambda self: len(self.filed) < MOST)
    @rule(kind=st.sampled_from(KINDS), who=st.sampled_from((*PEOPLE, "unit_head", "unit_head")))
    def file(self, kind: str, who: str) -> None:
        found = ApplicationKind.objects.get(code=kind)
        clerk = self.who["unit_clerk"]
        draft = filing.save_draft(unit_id=self.unit.pk, kind_code=kind, draft=a_draft(found), actor=clerk)
        for one in found.materials:
            if one["required"]:
                filing.add_material(
                    application_id=draft.pk, code=one["code"], file=a_file(f"{one['zh']}.txt"), actor=clerk
                )
        made = Filed(draft.pk, kind)
        self.filed.append(made)
        call = lambda: filing.submit(application_id=made.pk, actor=self.who[who])  # noqa: E731
        if self.try_on(made, who == "unit_head", call):
            made.state = "pre_review"

    @precondition(lambda self: self.filed)
    @rule(place=st.integers(0, 3), who=st.sampled_from(PEOPLE), capacity=st.sampled_from(PreReview.Capacity.values))
    def opinion(self, place: int, who: str, capacity: str) -> None:
        filed = self.one_filed(place)
        call = lambda: review.give_opinion(  # noqa: E731
            application_id=filed.pk, capacity=capacity, opinion="agree", actor=self.who[who]
        )
        allowed = filed.state == "pre_review" and who in STAFF and capacity not in filed.opinions
        if self.try_on(filed, allowed, call):
            filed.opinions.add(capacity)
            if len(filed.opinions) == len(PreReview.Capacity.values):
                filed.state = "reviewed"

    @precondition(lambda self: self.filed)
    @rule(place=st.integers(0, 3), who=st.sampled_from(PEOPLE))
    def admit(self, place: int, who: str) -> None:
        filed = self.one_filed(place)
        call = lambda: admission.decide_admission(application_id=filed.pk, actor=self.who[who])  # noqa: E731
        if self.try_on(filed, filed.state == "reviewed" and who in STAFF, call):
            filed.state = Application.objects.get(pk=filed.pk).state
            assert filed.state == STATE[self.gate(filed.kind)], (filed, self.entries, self.below, self.exceptions)
            MET[f"{filed.kind} {filed.state}"] += 1
            if filed.state == "accepted" and filed.kind == "more_quota":
                self.nothing_outstanding_but_by_decision()

    @precondition(lambda self: self.filed)
    @rule(place=st.integers(0, 3), who=st.sampled_from(PEOPLE))
    def revive(self, place: int, who: str) -> None:
        filed = self.one_filed(place)
        call = lambda: admission.revive(application_id=filed.pk, actor=self.who[who])  # noqa: E731
        allowed = filed.state == "paused" and who in STAFF and self.gate(filed.kind) == "admitted"
        if self.try_on(filed, allowed, call):
            filed.state = "reviewed"
            MET["revived"] += 1

    @precondition(lambda self: self.filed)
    @rule(place=st.integers(0, 3), who=st.sampled_from(PEOPLE))
    def sign_reply(self, place: int, who: str) -> None:
        filed = self.one_filed(place)
        call = lambda: decision.issue_reply(  # noqa: E731
            application_id=filed.pk, reply=Reply("同意所请事项"), actor=self.who[who]
        )
        admits = self.gate(filed.kind) == "admitted"
        if filed.ready and who == "leader" and not admits:
            MET["reply stopped"] += 1
        if self.try_on(filed, filed.ready and who == "leader" and admits, call):
            filed.state, filed.ready = "implementing", False
            MET["replied"] += 1
            if filed.kind == "more_quota":
                self.nothing_outstanding_but_by_decision()

    @precondition(lambda self: self.filed)
    @rule(place=st.integers(0, 3), who=st.sampled_from(("unit_head", "unit_clerk", "leader", "other_unit")))
    def withdraw(self, place: int, who: str) -> None:
        filed = self.one_filed(place)
        if len(self.filed) < MOST:
            return  # else most applications would end before they begin
        call = lambda: filing.withdraw(application_id=filed.pk, reason="另行研究", actor=self.who[who])  # noqa: E731
        open_ = filed.state in {"pre_review", "reviewed", "paused", "accepted", "initiated", "appraised"}
        if self.try_on(filed, open_ and who == "unit_head", call):
            filed.state = "withdrawn"

    @precondition(lambda self: self.entries)
    @rule(who=st.sampled_from(("leader", "leader", "chief", "unit_head", "sup_leader")), days=st.integers(0, 60))
    def set_aside(self, who: str, days: int) -> None:
        """A meeting sets all open entries of the unit aside for some days."""
        named = [one.pk for one in self.entries if one.state in NOT_BEGUN | UNDER_WAY]
        until = today() + timedelta(days=days)
        made = NewException(
            kinds=["more_quota"], entries=named, meeting="编委会议", held_on=today(),
            participants=["张三", "李四", "王五"], reason="重大改革任务急需", expires_on=until,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row = record_exception(unit_id=self.unit.pk, exception=made, actor=self.who[who])
        except DomainError:
            assert who != "leader" or not named
            return
        assert who == "leader" and named
        self.exceptions.append(SetAside(row.pk, set(named), today(), until))

    @precondition(lambda self: any(one.in_force for one in self.exceptions))
    @rule(who=st.sampled_from(sorted(DECIDERS)))
    def end_early(self, who: str) -> None:
        one = next(one for one in self.exceptions if one.in_force)
        try:
            with transaction.atomic():
                end_exception(exception_id=one.pk, reason="提前终止", actor=self.who[who])
        except DomainError:
            assert who != "leader"
            return
        assert who == "leader"
        one.until = today() - timedelta(days=1)

    @precondition(lambda self: self.filed)
    @rule(place=st.integers(0, 3), steps=st.integers(1, 6))
    def goes_its_way(self, place: int, steps: int) -> None:
        """Else chance alone would hardly ever bring an application to its reply."""
        filed = self.one_filed(place)
        for _step in range(steps):
            if filed.state == "pre_review":
                for capacity in PreReview.Capacity.values:
                    if filed.state == "pre_review" and capacity not in filed.opinions:
                        self.opinion(place=place, who="verifier", capacity=capacity)
            elif filed.state == "reviewed":
                self.admit(place=place, who="clerk")
            elif filed.state == "paused":
                self.revive(place=place, who="clerk")
            elif filed.state in ADMITTED - {"implementing"}:
                self.is_deliberated(place, filed)

    def is_deliberated(self, place: int, filed: Filed) -> None:
        row = Application.objects.select_related("office", "kind", "unit").get(pk=filed.pk)
        given: dict[str, Any] = {"application_id": filed.pk, "actor": self.who["clerk"]}
        if filed.state == "accepted":
            initiate(row)
            filed.state = "initiated"
        elif filed.state == "initiated":
            appraise(row)
            filed.state = "appraised"
        elif filed.state == "appraised":
            filed.meeting = a_meeting(self.office).pk
            meetings.put_on_agenda(meeting_id=filed.meeting, **given)
            filed.state = "on_agenda"
        elif not filed.ready:
            meetings.find_procedure(application_id=filed.pk, sound=True, finding="程序完备", actor=self.who["verifier"])
            results.record_result(outcome=an_outcome(), **given)
            meetings.close_meeting(meeting_id=filed.meeting, minutes="表决通过。", actor=self.who["chief"])
            filed.ready = True
        else:
            self.sign_reply(place=place, who="leader")

    # What has to hold.

    @invariant()
    def relapses_are_counted(self) -> None:
        for entry in getattr(self, "entries", []):
            if getattr(self, "were", {}).get(entry.pk) == "closed" and entry.state == "rectifying":
                self.relapses.append(today())
            if hasattr(self, "were"):
                self.were[entry.pk] = entry.state

    @invariant()
    def applications_are_what_the_model_says(self) -> None:
        if not hasattr(self, "filed"):
            return
        rows = {row.pk: row for row in Application.objects.filter(unit=self.unit).select_related("sheet")}
        assert {one.pk: one.state for one in self.filed} == {pk: row.state for pk, row in rows.items()}
        years: dict[int, list[int]] = {}
        for row in rows.values():
            if row.number is not None:
                years.setdefault(row.year, []).append(row.serial)
        for year, serials in years.items():
            assert sorted(serials) == list(range(1, len(serials) + 1)), year  # I1
        for row in rows.values():
            if row.state in ADMITTED:
                assert row.sheet is not None and row.sheet.outcome == "admitted"  # I3
                assert holds(row.sheet.inputs, row.sheet.answer, row.sheet.digest)
        for one in Decision.objects.filter(application__unit=self.unit, approved=True).select_related("sheet"):
            assert (one.sheet.purpose, one.sheet.outcome) == ("decision", "admitted")

    @invariant()
    def every_version_has_its_line_of_history(self) -> None:
        if not hasattr(self, "seen"):
            return
        for model in (Problem, Application):
            for row in model.objects.filter(unit=self.unit):
                lines = model.history.filter(id=row.pk)
                count, key = lines.count(), (model.__name__, row.pk)
                versions, known = self.seen.get(key, (row.version, count))
                assert count - known == row.version - versions, (key, row.state)  # I2
                self.seen[key] = (row.version, count)
                last = lines.latest()
                assert (last.state, last.version) == (row.state, row.version)
                assert last.act.actor_name and last.act.at


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_the_gate_is_never_passed_unseen_whatever_people_try() -> None:
    """More of it: LEDGER_EXAMPLES=500 LEDGER_STEPS=60."""
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    run_state_machine_as_test(
        LifeOfApplications,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking is for people
        ),
    )
    assert len(MET) > 2, MET


def played(*acts: Callable[[LifeOfApplications], None], starts: list[int]) -> LifeOfApplications:
    """A life without chance; what has to hold is looked at after each act."""
    life = LifeOfApplications()
    life.begin(starts=starts, kinds=["more_quota", "rename"])
    try:
        for act_ in (lambda _life: None, *acts):
            act_(life)
            life.relapses_are_counted()
            life.applications_are_what_the_model_says()
            life.every_version_has_its_line_of_history()
            life.nothing_is_closed_without_its_route()
    except BaseException:  # what failed is to be read, not what the trail says of a life broken off
        life.atomic.__exit__(ValueError, ValueError(), None)
        life.travel.stop()
        raise
    life.teardown()
    return life


def on(place: int, steps: int) -> Callable[[LifeOfApplications], None]:
    return lambda life: life.goes_its_way(place=place, steps=steps)


@pytest.mark.django_db
def test_each_answer_of_the_gate_is_met_by_lives_without_chance() -> None:
    """That the lives above reach all of this is chance; here it is played, so the model cannot rest on idleness."""
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)
    MET.clear()
    set_aside = lambda life: life.set_aside(who="leader", days=3)  # noqa: E731
    find = lambda life: life.register(who="clerk", above=False)  # noqa: E731
    clean = played(on(0, 6), on(1, 6), starts=[9])
    assert [one.state for one in clean.filed] == ["implementing", "implementing"]
    played(lambda life: life.go_on_as_it_should(place=0, steps=5), on(0, 2), starts=[4])
    for steps, answer in ((1, "refused"), (2, "refused"), (3, "paused")):
        assert played(starts=[steps]).filed[0].state == answer
    played(set_aside, lambda life: life.file(kind="more_quota", who="unit_head"), on(2, 6), starts=[0])
    stopped = played(on(0, 4), find, on(0, 1), set_aside, on(0, 1), starts=[9])
    assert stopped.filed[0].state == "implementing"
    later = lambda life: life.time_passes(days=10)  # noqa: E731
    expired = played(set_aside, later, lambda life: life.file(kind="more_quota", who="unit_head"), on(2, 2), starts=[0])
    assert expired.filed[2].state == "refused"  # the exception of three days is over
    answers = {f"more_quota {one}" for one in ("accepted", "paused", "refused")} | {"rename accepted"}
    assert answers | {"revived", "replied", "by exception", "reply stopped"} <= set(MET), MET
