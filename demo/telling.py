"""Tells the stories through the services, each act by the person whose act it is, on the day of the story."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from deadlines.calendar import WorkingCalendar, load_calendar
from demo.papers import paper
from demo.people import EVERYBODY
from demo.pressing import absorption_of, pressing_acts
from demo.stories import STORIES, Story
from organizations import clock
from organizations.models import Account, Office, Partner, Unit
from organizations.roles import Role
from organizations.selectors import partners_with_people
from problems.models import Cause, Milestone, Problem, Source, ViolationType
from problems.models.entries import Nature
from problems.services import intake, rectification
from problems.services.nature import decide_nature
from problems.services.rectification import NewFile, NewMeasure, NewMilestone, NewPlan
from verification import policies
from verification import services as verification
from verification.models import SuperiorConsent
from verification.selectors.questions import questions_for

SUPERIOR = "yc_leader"
# What the verifiers of the stories answer, by the code of the question.
ANSWER = "已当面核实，与申请所述一致"
ANSWERS = {
    "originals_seen": "核对了花名册、工资表和相关文件原件",
    "people_said": "在场人员所述与申请一致",
    "same_kind_left": "未发现同类问题",
    "sign_copied_plan": "措施文字相近，已逐条核对落实凭证，确系本单位完成",
}
POINTS = ("完成动员部署和问题梳理", "主要措施落实", "整改到位并申请销号")


def tell_stories() -> int:
    """Tell what has not been told yet; each story is one transaction, so that none is left half told.

    Returns: How many were told now.
    """
    offices = {office.code: office for office in Office.objects.filter(code__in=STORIES)}
    told = set(Problem.objects.filter(office__in=offices.values()).values_list("office__code", "facts"))
    missing = [(code, one) for code, stories in STORIES.items() for one in stories if (code, one.facts) not in told]
    if not missing:
        return 0
    people = {account.username: account for account in Account.objects.select_related("person")}
    calendar = load_calendar()
    # By the day of registration, so that numbers and days run alike.
    for code, story in sorted(missing, key=lambda pair: (pair[0], -pair[1].steps[0][1])):
        with transaction.atomic():
            Telling(story, offices[code], people, calendar).tell()
    return len(missing)


class Telling:
    """One story on its way: the entry so far, and who plays which part."""

    def __init__(self, story: Story, office: Office, people: dict[str, Account], calendar: WorkingCalendar):
        word = office.code.lower()
        self.people = people
        self.story, self.office, self.calendar = story, office, calendar
        self.unit = Unit.objects.get(code=story.unit)
        self.clerk, self.verifier = people[f"{word}_clerk"], people[f"{word}_clerk2"]
        self.chief, self.leader = people[f"{word}_chief"], people[f"{word}_leader"]
        self.superior = people[SUPERIOR]
        here = {one.role: people[one.username] for one in EVERYBODY if one.unit == story.unit}
        self.unit_clerk, self.head = here[Role.UNIT_CLERK], here[Role.UNIT_HEAD]
        self.today = self.day = clock.today()
        self.deadline = calendar.next_working(self.today + timedelta(days=story.deadline))
        self.problem_id, self.found = 0, story.found

    def tell(self) -> None:
        """Take every step of the story, each on its day."""
        acts: dict[str, Callable[[], object]] = {
            "register": self._register,
            "assign": self._assign,
            "submit_plan": self._submit_plan,
            "approve_plan": self._approve_plan,
            "return_plan": self._return_plan,
            "report": self._report,
            "finish": self._finish,
            "apply": self._apply,
            "check": lambda: self._record(verification.record_check, "措施已落实", on_site=True),
            "check_failed": lambda: self._record(
                verification.record_check,
                "现场仍在使用原名称和印章，整改不到位，限期继续整改",
                passed=False,
                on_site=True,
            ),
            "accept": lambda: self._record(verification.record_acceptance, "整改结果符合规定"),
            "look_back": lambda: self._record(verification.record_look_back, "回头看未发现反弹"),
            "sign": lambda: verification.sign_off(problem_id=self.problem_id, actor=self.chief, note="同意销号"),
            "keep_open": lambda: verification.keep_open(
                problem_id=self.problem_id, actor=self.chief, reason="违规领取的工资尚未全部追回，继续挂号"
            ),
            "consent": lambda: self._answer(SuperiorConsent.Answer.CONSENTED),
            "return_consent": lambda: self._answer(SuperiorConsent.Answer.RETURNED, "请补充人员转隶文件后再报"),
            "refuse_consent": lambda: self._answer(SuperiorConsent.Answer.REFUSED, "超配人员未实际消化，不予同意"),
            "holds": lambda: self._look_again(passed=True),
            "relapse": lambda: self._look_again(passed=False),
            "void": self._void,
            "invite": self._invite,
            "agree": lambda: self._opine("qs_zzb", "对整改结果无异议"),
            "agree_too": lambda: self._opine("qs_xcb", "已核对移交清单，同意验收"),
            "ask_verifier": lambda: verification.ask_verifier(
                problem_id=self.problem_id, reason="本办监督检查科人员均参与过该问题的交办和方案审定", actor=self.leader
            ),
            "feed_back": self._feed_back,
        }
        for name, days_ago in self.story.steps:
            self.day = self._working_day(days_ago)
            with clock.at(self.day):
                (acts.get(name) or pressing_acts(self)[name])()

    def _working_day(self, days_ago: int) -> date:
        """The last working day up to so many days before the real today."""
        day = self.today - timedelta(days=days_ago)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def _register(self) -> None:
        story = self.story
        entry = intake.NewEntry(
            unit_id=self.unit.pk,
            violation_type_id=ViolationType.objects.get(code=story.kind).pk,
            source_id=Source.objects.get(code=story.source).pk,
            cause_id=Cause.objects.get(code=story.cause).pk,
            facts=story.facts,
            found_on=self.day - timedelta(days=1),
            nature=story.nature,
            finder_level=story.finder_level,
            source_document=story.document,
            quota=story.quota,
            actual=story.actual,
            found=story.found,
        )
        policy = None
        if story.nature == Nature.POLICY:
            title = "关于做好军队转业干部安置工作的通知"
            words = ["接收军队转业干部，可先接收后消化，超编部分三年内自然减员消化。"]
            file = paper("pdf", title=title, lines=words, formed_on=self.day)
            policy = intake.PolicyDocument(f"{title}（清办发〔2024〕11号）", "接收军队转业干部形成超编", file)
        problem = intake.register_problem(office_id=self.office.pk, entry=entry, actor=self.clerk, policy=policy)
        self.problem_id, self.found = problem.pk, problem.found

    def _assign(self) -> None:
        if self.story.nature == Nature.POLICY:
            decide_nature(problem_id=self.problem_id, confirm=True, actor=self.chief, note="文件属实，确系安置形成")
        intake.assign_problem(
            problem_id=self.problem_id,
            deadline=self.deadline,
            responsible=self.head.person.name,
            handler=self.unit_clerk.person.name,
            actor=self.clerk,
            note="请按要求制定整改方案，限期整改到位",
        )

    def _submit_plan(self) -> None:
        points = self.calendar.count_back(self.deadline, len(POINTS), start=self.day)
        plan = NewPlan(
            head=self.head.person.name,
            contact=self.unit_clerk.person.name,
            measures=[NewMeasure(text, self.head.person.name) for text in self.story.measures],
            milestones=[NewMilestone(title, due_on) for title, due_on in zip(POINTS, points, strict=True)],
            promised_on=self.calendar.add(self.deadline, -1),
            absorption=absorption_of(self.story, self.deadline, self.today, self.calendar),
            stability_risks="涉及人员的去留与待遇，可能引发信访" if self.found else "",
            risk_level="low" if self.found else "none",
            risk_handling="逐人谈话，做好政策解释，一人一策妥善安置" if self.found else "",
            risk_responsible=self.head.person.name if self.found else "",
        )
        rectification.submit_plan(problem_id=self.problem_id, plan=plan, actor=self.unit_clerk)

    def _approve_plan(self) -> None:
        rectification.approve_plan(problem_id=self.problem_id, actor=self.clerk, note="同意按方案整改")

    def _return_plan(self) -> None:
        rectification.return_plan(
            problem_id=self.problem_id, actor=self.clerk, reason="措施不具体，未写明超配职数如何消化，请补充后重报"
        )

    def _report(self) -> None:
        self._progress("已召开专题会议，整改方案的第一步已完成", "xlsx", "整改进展清单", self.found and self.found // 2)

    def _finish(self) -> None:
        self._progress("各项措施已全部落实", "pdf", "整改情况说明", self.found)

    def _progress(self, text: str, kind: str, title: str, done: int | None) -> None:
        ahead = Milestone.objects.filter(plan__problem_id=self.problem_id, plan__status="approved", reached_on=None)
        rectification.report_progress(
            problem_id=self.problem_id,
            text=text,
            files=[self._paper(kind, title, list(self.story.measures))],
            done=done,
            milestone_id=ahead.order_by("position").values_list("pk", flat=True).first(),
            actor=self.unit_clerk,
        )

    def _apply(self) -> None:
        verification.apply_for_close_out(
            problem_id=self.problem_id,
            statement="问题已整改到位：" + "；".join(self.story.measures),
            own_look_back="经自查，整改措施落实到位，未发现反弹",
            look_back_people=f"{self.head.person.name}、{self.unit_clerk.person.name}",
            files=[self._paper("txt", "销号申请", ["经单位集体研究，申请销号。"])],
            actor=self.head,
        )

    def _paper(self, kind: str, title: str, lines: list[str]) -> NewFile:
        number = Problem.objects.values_list("number", flat=True).get(pk=self.problem_id)
        lines = [f"单位：{self.unit.name}", f"编号：{number}", *lines]
        return paper(kind, title=title, lines=lines, formed_on=self.day)

    def _record(self, service: Callable[..., object], findings: str, *, passed: bool = True, **more: Any) -> None:
        act = {verification.record_check: policies.CHECK, verification.record_acceptance: policies.ACCEPTANCE}
        if service in act:
            problem = Problem.objects.select_related("office", "unit").get(pk=self.problem_id)
            asked = questions_for(act[service], problem, on_site=bool(more.get("on_site")))
            more["answers"] = {one.code: ANSWERS.get(one.code, ANSWER) for one in asked}
        if more.get("on_site"):
            more |= {"place": f"{self.unit.name}办公场所", "people_met": self.head.person.name}
        service(
            problem_id=self.problem_id,
            people=f"{self.verifier.person.name}（{self.office.short_name}）、{self.unit_clerk.person.name}（{self.unit.name}）",
            findings=findings,
            passed=passed,
            held_on=self.day,
            actor=self.verifier,
            **more,
        )

    def _answer(self, answer: str, reason: str = "") -> None:
        verification.answer_consent(problem_id=self.problem_id, answer=answer, reason=reason, actor=self.superior)

    def _look_again(self, *, passed: bool) -> None:
        verification.record_later_look_back(
            problem_id=self.problem_id,
            people=f"{self.verifier.person.name}（{self.office.short_name}）",
            findings="整改成果保持，未发现反弹" if passed else "清退人员中2名重新返岗，问题反弹",
            passed=passed,
            held_on=self.day,
            remaining=None if passed or not self.story.found else min(2, self.story.found),
            deadline=None if passed else self.calendar.next_working(self.today + timedelta(days=45)),
            actor=self.verifier,
        )

    def _invite(self) -> None:
        partners = Partner.objects.filter(office=self.office).order_by("pk")
        partners = partners.filter(pk__in=partners_with_people(one.pk for one in partners))
        verification.invite_departments(
            problem_id=self.problem_id,
            partner_ids=[one.pk for one in partners],
            question="请就人员安置和移交事项整改是否到位提出意见",
            actor=self.verifier,
        )

    def _opine(self, member: str, reason: str) -> None:
        verification.give_opinion(problem_id=self.problem_id, answer="agree", reason=reason, actor=self.people[member])

    def _feed_back(self) -> None:
        verification.feed_back(
            problem_id=self.problem_id,
            sender="区委巡察办",
            way="letter",
            document="临编办函〔2026〕3号",
            given_on=self.day,
            actor=self.clerk,
        )

    def _void(self) -> None:
        intake.void_problem(
            problem_id=self.problem_id, actor=self.chief, reason="经核实与已登记事项重复或不属于机构编制事项，作废"
        )
