"""Check B01: entries live through random acts of random people, and after each act the promises of the ledger hold.

A model written apart from the product says which act is open to whom; the product has to agree both ways. What is
checked after each step: numbers without gap (I1), the trail complete and sealed (I2), no number closed without the
whole route and its separation of duties (I4), one running clock for whoever has to act.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit.verification import verify
from deadlines.calendar import load_calendar
from deadlines.models import Clock
from organizations.clock import today
from organizations.errors import DomainError, Invalid
from organizations.models import Account
from organizations.roles import Role
from problems.models import Problem, Source
from problems.selectors.figures import figures, ledger_rows
from problems.services import corrections, intake, joining, rectification
from tests.factories import a_file, a_person_with, a_plan, a_unit, an_entry, an_office, people_of, team_of
from verification import services as verification
from verification.models import Acceptance, CloseOut, LookBack, ProblemCheck, SignOff, SuperiorConsent

EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "12"))
STEPS = int(os.environ.get("LEDGER_STEPS", "40"))
START = "2026-03-02T09:00:00+08:00"
RANK = {"clerk": 1, "verifier": 1, "chief": 2, "leader": 3}
STAFF, DECIDERS = {"clerk", "verifier", "chief"}, {"chief", "leader"}
UNIT, SUPERIOR = {"unit_clerk", "unit_head"}, {"sup_chief", "sup_leader"}
PEOPLE = (*STAFF, "leader", *UNIT, *SUPERIOR, "observer", "other_unit")
CHANGEABLE = {"registered", "assigned", "plan_submitted", "rectifying"}
REACHED: Counter[str] = Counter()  # so that the test cannot pass by doing nothing
RECORDS = {
    "check": (verification.record_check, "acceptance"),
    "acceptance": (verification.record_acceptance, "look_back"),
    "look_back": (verification.record_look_back, "sign_off"),
}


@dataclass
class Entry:
    """What the model knows of one entry."""

    pk: int
    consent: bool
    state: str = "registered"
    step: str = ""
    handlers: set[str] = field(default_factory=set)
    verifiers: set[str] = field(default_factory=set)
    signer: str = ""


class Life(RuleBasedStateMachine):
    """Three entries at most, so that they get old."""

    @initialize(starts=st.lists(st.tuples(st.booleans(), st.integers(0, 14)), min_size=3, max_size=3))
    def begin(self, starts: list[tuple[bool, int]]) -> None:
        self.travel = time_machine.travel(START, tick=True)
        self.time = self.travel.start()
        self.atomic: Any = transaction.atomic()
        self.atomic._from_testcase = True  # acts may ask for a transaction of their own
        self.atomic.__enter__()
        office = an_office(superior=an_office())
        self.unit = a_unit(office)
        self.office = office
        team, top, at_unit = team_of(office), team_of(office.superior), people_of(self.unit)
        self.who: dict[str, Account] = {
            "clerk": team.clerk, "verifier": team.verifier, "chief": team.chief, "leader": team.leader,
            "unit_clerk": at_unit.clerk, "unit_head": at_unit.head, "sup_chief": top.chief, "sup_leader": top.leader,
            "observer": a_person_with(Role.DISCIPLINE_OBSERVER, office), "other_unit": people_of(a_unit(office)).clerk,
        }  # fmt: skip
        self.entries: list[Entry] = []
        for place, (above, steps) in enumerate(starts):
            self.register(who="clerk", above=above)
            self.go_on_as_it_should(place=place, steps=steps)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            result = verify()
            self.atomic.__exit__(ValueError, ValueError(), None)
            self.travel.stop()
            assert result.finding is None, result.finding

    def attempt(self, entry: Entry, allowed: bool, call: Callable[[], Any]) -> bool:
        """Whether the act was done; the model and the product have to agree, and a refusal changes nothing."""
        before = Problem.objects.values().get(pk=entry.pk)
        try:
            with transaction.atomic():
                call()
        except Invalid:
            done = False  # a date that does not fit any more
        except DomainError as refusal:
            assert not allowed, f"{refusal!r} of what the model allows: {entry}"
            done = False
        else:
            assert allowed, f"done though the model forbids it: {entry}"
            done = True
        if not done:
            assert Problem.objects.values().get(pk=entry.pk) == before
        return done

    def one(self, place: int) -> Entry:
        return self.entries[place % len(self.entries)]

    def deadline(self) -> date:
        return load_calendar().next_working(today() + timedelta(days=45))

    @precondition(lambda self: len(self.entries) < 3)
    @rule(who=st.sampled_from(PEOPLE), above=st.booleans())
    def register(self, who: str, above: bool) -> None:
        new = an_entry(self.unit, source="patrol_central" if above else "review")
        try:
            with transaction.atomic():
                made = intake.register_problem(office_id=self.office.pk, entry=new, actor=self.who[who])
        except DomainError:
            assert who not in STAFF
            return
        assert who in STAFF
        assert bool(made.consent_rule) == above
        self.entries.append(Entry(made.pk, above, handlers={who}))

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def assign(self, place: int, who: str) -> None:
        entry, day = self.one(place), self.deadline()
        call = lambda: intake.assign_problem(  # noqa: E731
            problem_id=entry.pk, deadline=day, responsible="张主任", actor=self.who[who]
        )
        if self.attempt(entry, entry.state == "registered" and who in STAFF, call):
            entry.state = "assigned"
            entry.handlers.add(who)

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def plan(self, place: int, who: str) -> None:
        entry = self.one(place)
        deadline = Problem.objects.get(pk=entry.pk).deadline_on or self.deadline()
        call = lambda: rectification.submit_plan(  # noqa: E731
            problem_id=entry.pk, plan=a_plan(deadline), actor=self.who[who]
        )
        if self.attempt(entry, entry.state == "assigned" and who in UNIT, call):
            entry.state = "plan_submitted"
            entry.handlers.add(who)

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE), good=st.booleans())
    def decide_plan(self, place: int, who: str, good: bool) -> None:
        entry, actor = self.one(place), self.who[who]
        call = (
            (lambda: rectification.approve_plan(problem_id=entry.pk, actor=actor))
            if good
            else (lambda: rectification.return_plan(problem_id=entry.pk, reason="不具体", actor=actor))
        )
        if self.attempt(entry, entry.state == "plan_submitted" and who in STAFF, call):
            entry.state = "rectifying" if good else "assigned"
            entry.handlers.add(who)

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def report(self, place: int, who: str) -> None:
        entry = self.one(place)
        call = lambda: rectification.report_progress(  # noqa: E731
            problem_id=entry.pk, text="进展", actor=self.who[who], files=[a_file()]
        )
        if self.attempt(entry, entry.state == "rectifying" and who in UNIT, call):
            entry.handlers.add(who)

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def apply(self, place: int, who: str) -> None:
        entry = self.one(place)
        call = lambda: verification.apply_for_close_out(  # noqa: E731
            problem_id=entry.pk, statement="已整改", own_look_back="无反弹", files=[a_file()], actor=self.who[who]
        )
        if self.attempt(entry, entry.state == "rectifying" and who in UNIT, call):
            entry.state, entry.step, entry.verifiers, entry.signer = "verifying", "check", set(), ""
            entry.handlers.add(who)

    @precondition(lambda self: self.entries)
    @rule(
        place=st.integers(0, 2),
        who=st.sampled_from(PEOPLE),
        step=st.sampled_from(sorted(RECORDS)),
        passed=st.sampled_from((True, True, True, False)),
    )
    def record(self, place: int, who: str, step: str, passed: bool) -> None:
        entry, (service, then) = self.one(place), RECORDS[step]
        call = lambda: service(  # noqa: E731
            problem_id=entry.pk,
            people="核验人员",
            findings="结论",
            passed=passed,
            held_on=today(),
            actor=self.who[who],
        )
        allowed = entry.step == step and who in STAFF and who not in entry.handlers
        if self.attempt(entry, allowed, call):
            entry.verifiers.add(who)
            entry.step = then
            if not passed:
                entry.state, entry.step = "rectifying", ""

    def may_sign(self, entry: Entry, who: str) -> bool:
        return who in DECIDERS and entry.step == "sign_off" and who not in entry.handlers | entry.verifiers

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def sign(self, place: int, who: str) -> None:
        entry = self.one(place)
        above = RANK.get(who, 0) > max((RANK[one] for one in entry.verifiers), default=0)
        call = lambda: verification.sign_off(problem_id=entry.pk, actor=self.who[who])  # noqa: E731
        if self.attempt(entry, self.may_sign(entry, who) and above, call):
            entry.signer = who
            entry.state, entry.step = ("awaiting_consent", "consent") if entry.consent else ("closed", "")

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def keep_open(self, place: int, who: str) -> None:
        entry = self.one(place)
        call = lambda: verification.keep_open(  # noqa: E731
            problem_id=entry.pk, reason="不到位", actor=self.who[who]
        )
        if self.attempt(entry, self.may_sign(entry, who), call):
            entry.state, entry.step = "rectifying", ""

    @precondition(lambda self: self.entries)
    @rule(
        place=st.integers(0, 2),
        who=st.sampled_from(PEOPLE),
        answer=st.sampled_from(("consented", "consented", "returned", "refused")),
    )
    def consent(self, place: int, who: str, answer: str) -> None:
        entry = self.one(place)
        call = lambda: verification.answer_consent(  # noqa: E731
            problem_id=entry.pk, answer=answer, reason="意见", actor=self.who[who]
        )
        if self.attempt(entry, entry.step == "consent" and who in SUPERIOR, call):
            entry.state, entry.step = {
                "consented": ("closed", ""),
                "returned": ("verifying", "sign_off"),
                "refused": ("rectifying", ""),
            }[answer]

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from(PEOPLE), holds=st.booleans())
    def look_back_later(self, place: int, who: str, holds: bool) -> None:
        entry, day = self.one(place), self.deadline()
        call = lambda: verification.record_later_look_back(  # noqa: E731
            problem_id=entry.pk,
            people="回访人员",
            findings="结论",
            passed=holds,
            held_on=today(),
            deadline=None if holds else day,
            actor=self.who[who],
        )
        allowed = entry.state == "closed" and who in STAFF and who not in entry.handlers
        if self.attempt(entry, allowed, call) and not holds:
            entry.state = "rectifying"
            entry.handlers.add(who)

    @precondition(lambda self: len(self.entries) == 3)
    @rule(place=st.integers(0, 2), other=st.integers(0, 2), who=st.sampled_from((*DECIDERS, "clerk", "sup_chief")))
    def merge(self, place: int, other: int, who: str) -> None:
        entry, into = self.one(place), self.one(other)
        call = lambda: joining.merge_problem(  # noqa: E731
            problem_id=entry.pk, into_id=into.pk, reason="同一事项", actor=self.who[who]
        )
        both = entry is not into and {entry.state, into.state} <= CHANGEABLE
        if self.attempt(entry, both and who in DECIDERS, call):
            entry.state = "merged"
            into.consent = into.consent or entry.consent
            into.handlers |= entry.handlers

    @precondition(lambda self: self.entries)
    @rule(
        place=st.integers(0, 2),
        who=st.sampled_from(("clerk", "chief", "leader", "unit_head")),
        second=st.sampled_from(("clerk", "chief", "leader", "sup_chief")),
        above=st.booleans(),
    )
    def correct(self, place: int, who: str, second: str, above: bool) -> None:
        entry = self.one(place)
        source = Source.objects.get(code="patrol_central" if above else "review").pk

        def call() -> None:
            changes = {"source_id": source, "finder_level": "own"}
            given: dict[str, Any] = {"changes": changes, "reason": "登记有误", "file": a_file()}
            corrections.ask_correction(problem_id=entry.pk, actor=self.who[who], **given)
            corrections.decide_correction(problem_id=entry.pk, apply=True, actor=self.who[second])

        two = who in {"clerk", "chief", "leader"} and second in DECIDERS and who != second
        if self.attempt(entry, two and entry.state in CHANGEABLE, call):
            entry.consent = entry.consent or above  # a consent that was needed stays needed

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), who=st.sampled_from((*DECIDERS, *SUPERIOR, "clerk", "observer", "unit_head")))
    def void(self, place: int, who: str) -> None:
        entry = self.one(place)
        if len(self.entries) < 3:
            return  # else most entries would end before they begin
        call = lambda: intake.void_problem(problem_id=entry.pk, reason="重复", actor=self.who[who])  # noqa: E731
        whose = SUPERIOR if entry.consent else DECIDERS
        if self.attempt(entry, entry.state in CHANGEABLE and who in whose, call):
            entry.state = "voided"

    @precondition(lambda self: self.entries)
    @rule(place=st.integers(0, 2), steps=st.integers(0, 4))
    def go_on_as_it_should(self, place: int, steps: int) -> None:
        """Else chance alone would hardly ever close an entry."""
        for _step in range(steps):
            entry = self.one(place)
            self.what_was_reached()
            if entry.step in RECORDS:
                self.record(place=place, who="verifier", step=entry.step, passed=True)
            elif entry.state in FORWARD:
                FORWARD[entry.state](self, place)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.time.shift(timedelta(days=days))

    @invariant()
    def what_was_reached(self) -> None:
        REACHED.update(f"{entry.state} {entry.step}".strip() for entry in getattr(self, "entries", []))

    @invariant()
    def the_ledger_is_what_the_model_says(self) -> None:
        if not hasattr(self, "entries"):
            return
        rows = {row.pk: row for row in Problem.objects.filter(office=self.office).order_by("year", "serial")}
        assert {entry.pk: entry.state for entry in self.entries} == {pk: row.state for pk, row in rows.items()}
        assert {entry.pk: entry.consent for entry in self.entries} == {
            pk: bool(row.consent_rule) for pk, row in rows.items()
        }
        series: Counter[int] = Counter()
        for row in rows.values():
            series[row.year] += 1
            assert row.serial == series[row.year]  # I1
            assert row.number == f"{self.office.code}〔{row.year}〕{row.serial}"
        counted = figures(ledger_rows(self.office), as_of=today())
        states = Counter(entry.state for entry in self.entries)
        assert counted["closed"] == states["closed"]
        assert counted["found"] == len(self.entries) - states["voided"] - states["merged"]

    @invariant()
    def nothing_is_closed_without_its_route(self) -> None:
        connection.check_constraints()  # the database's own rules, which wait for the end of a transaction
        for entry in getattr(self, "entries", []):
            if entry.state == "closed":
                closing = CloseOut.objects.filter(problem_id=entry.pk).latest("attempt")
                records = [model.objects.get(close_out=closing) for model in (ProblemCheck, Acceptance, LookBack)]
                signature = SignOff.objects.get(close_out=closing, withdrawn=False)
                people = {self.who[name].person_id for name in entry.handlers}
                assert {one.outcome for one in records} == {"passed"}
                assert not people & {one.recorded_by_id for one in records}
                assert signature.signed_by_id not in people | {one.recorded_by_id for one in records}
                assert signature.rank > max(one.rank for one in records)
                consents = SuperiorConsent.objects.filter(close_out=closing, answer="consented")
                assert consents.count() == int(entry.consent)

    @invariant()
    def somebody_has_to_act_on_every_open_entry(self) -> None:
        for entry in getattr(self, "entries", []):
            running = Counter(Clock.objects.filter(subject_id=entry.pk, stopped_on=None).values_list("kind", flat=True))
            assert entry.state not in {"voided", "merged"} or not running
            assert entry.state in {"closed", "voided", "merged"} or running, entry
            assert all(many == 1 for kind, many in running.items() if kind not in SEVERAL), running


SEVERAL = {"milestone", "later_look_back"}  # kinds of which one entry has several clocks at a time

# state: the act that leads on
FORWARD: dict[str, Callable[[Life, int], None]] = {
    "registered": lambda life, place: life.assign(place=place, who="clerk"),
    "assigned": lambda life, place: life.plan(place=place, who="unit_clerk"),
    "plan_submitted": lambda life, place: life.decide_plan(place=place, who="clerk", good=True),
    "rectifying": lambda life, place: life.apply(place=place, who="unit_head"),
    "verifying": lambda life, place: life.sign(place=place, who="leader"),
    "awaiting_consent": lambda life, place: life.consent(place=place, who="sup_chief", answer="consented"),
}


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_entries_live_by_the_rules_whatever_people_try() -> None:
    """More of it: LEDGER_EXAMPLES=2000 LEDGER_STEPS=40."""
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second: shrinking is for people
        ),
    )
    wanted = {"closed", "awaiting_consent consent", "rectifying", "verifying sign_off"}
    assert wanted <= set(REACHED), REACHED
