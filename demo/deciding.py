"""Applications of the counties after admission: on an agenda, routed up to the city, decided and followed up; and what
leaders decided beside them: a suspension, an exception from the gate. Each act by the person whose act it is.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from approvals.models import AgendaItem, Body, Decision, GateException, Meeting, Suspension
from approvals.rules.deliberation import CRITERIA
from approvals.rules.follow_up import NewTask
from approvals.services import (
    admission,
    appraisal,
    controls,
    decision,
    exceptions,
    follow_up,
    initiation,
    meetings,
    results,
)
from approvals.services.appraisal import View
from approvals.services.controls import NewControl
from approvals.services.decision import Reply
from approvals.services.exceptions import NewException
from approvals.services.filing import NewItem
from approvals.services.initiation import Communication
from approvals.services.meetings import Attendee, NewMeeting
from approvals.services.results import Outcome
from deadlines.calendar import load_calendar
from demo.applications import Story, everybody, file_application, give_opinions, missing_of, working_day
from demo.papers import paper
from demo.people import EVERYBODY
from organizations import clock
from organizations.models import Account, Unit
from problems.models import Problem
from problems.states import OPEN

STORIES = (
    Story("QS", "rename", "加挂“县不动产登记中心”牌子的请示", "admitted", "followed_up", 100, unit="QS005000",
          form={"name": "县自然资源局（加挂县不动产登记中心牌子）"}),
    Story("LJ", "more_quota", "增加小学专任教师编制的请示", "admitted", "on_agenda", 40,
          (NewItem("增加事业编制", amount=2, post_kind="institution", quota_source="区教育系统编制周转池"),),
          unit="LJ002001"),
    Story("QS", "change_duties", "划出水土保持职责并收回行政编制的请示", "admitted", "routed_up", 20,
          (NewItem("收回行政编制", amount=-2, post_kind="administrative"),), unit="QS003000",
          form={"duties": "水土保持监督管理职责划入县自然资源局。", "staffing": "随职责收回行政编制2名。"}),
)  # fmt: skip
VIEWS = {
    "political": "符合机构编制工作服务中心大局的要求。",
    "systematic": "与同类机构设置一致，不产生职责交叉。",
    "legal": "有上级文件和三定规定作为依据。",
    "necessary": "现有安排不能满足工作需要，确有必要。",
    "reasonable": "规模与工作量相适应，没有突破总量。",
    "feasible": "人员、经费和场所已经落实。",
}
TASKS = {
    "real_name": "更新机构编制实名制信息",
    "registration": "办理法人登记及统一社会信用代码的变更",
    "report": "书面报告批复落实情况",
}
URGENT = "急诊、儿科医师紧缺，夜班排班已不足三人，直接影响群众就医，允许在整改期间按用编计划招聘。"


def tell_decisions() -> int:
    """Tell what has not been told yet; each story is one transaction. Returns how many were told now."""
    missing = missing_of(STORIES)
    people = everybody() if missing else {}
    units = {unit.code: unit for unit in Unit.objects.select_related("office").filter(code__in=_codes(missing))}
    for story in missing:
        with transaction.atomic():
            Course(story, units[story.unit], people).tell()
    return len(missing)


def tell_controls() -> int:
    """A suspension and an exception from the gate in one county, each once. Returns how many were decided now."""
    missing = [
        tell
        for model, tell in ((Suspension, _suspend), (GateException, _except))
        if not model.objects.filter(office__code="QS").exists()
    ]
    for tell in missing:
        with transaction.atomic():
            tell(Account.objects.select_related("person").get(username="qs_leader"))
    return len(missing)


def _codes(stories: list[Story]) -> list[str]:
    return [one.unit for one in stories]


class Course:
    """One application on its way from admission on, and who plays which part."""

    def __init__(self, story: Story, unit: Unit, people: dict[str, Account]):
        word = unit.office.code.lower()
        self.story, self.unit, self.people = story, unit, people
        self.lead, self.finder = people[f"{word}_business"], people[f"{word}_clerk2"]
        self.clerk, self.chief, self.leader = (people[f"{word}_{one}"] for one in ("clerk", "chief", "leader"))
        self.unit_clerk = people[next(one.username for one in EVERYBODY if one.unit == unit.code)]
        self.calendar, self.today = load_calendar(), clock.today()
        self.made: Any = None

    def tell(self) -> None:
        """Take the application as far as its story goes."""
        self.made = file_application(self.story, self.unit, self.people)
        first = self.story.days_ago
        with clock.at(working_day(first)):
            give_opinions(self.made, self.people)
            admission.decide_admission(application_id=self.made.pk, actor=self.clerk)
        courses: dict[str, Callable[[], None]] = {
            "on_agenda": self._on_agenda,
            "routed_up": self._routed_up,
            "followed_up": self._followed_up,
        }
        courses[self.story.reach]()

    def _prepared(self, initiated: int, appraised: int) -> None:
        """Initiation and appraisal by the lead section, so many days ago."""
        group_on, talked_on = (working_day(self.story.days_ago + before) for before in (5, 7))
        with clock.at(working_day(initiated)):
            initiation.record_initiation(
                application_id=self.made.pk,
                situation="department",
                party_group_on=group_on,
                party_group_document="党组会议纪要〔2026〕18号",
                communication=Communication(talked_on, "机构编制科、单位办公室", "沟通设置依据、编制来源和办理程序"),
                actor=self.lead,
            )
        with clock.at(working_day(appraised)):
            appraisal.record_appraisal(
                application_id=self.made.pk,
                views={aspect: View(True, text) for aspect, text in VIEWS.items()},
                conclusion="事项符合规定，建议提交会议审议。",
                prior_assessment="近三年服务对象增长两成，现有力量不足以承担。",
                experts="市委党校、市人社局专家各一名，均认为可行。",
                risk_assessment="不涉及人员分流，风险低。",
                actor=self.lead,
            )

    def _meeting(self, called: int, held_on: date) -> Meeting:
        """A directors' meeting called so many days ago, with the matter on its agenda and a sound procedure."""
        with clock.at(working_day(called)):
            office = self.unit.office.short_name
            meeting = meetings.call_meeting(
                office_id=self.unit.office_id,
                meeting=NewMeeting(
                    Body.DIRECTORS,
                    f"{office}主任办公会（{held_on.month}月{held_on.day}日）",
                    held_on,
                    self.leader.person.name,
                    "三楼会议室",
                ),
                attendees=[
                    Attendee("member", person_id=self.leader.person_id),
                    Attendee("member", name="陆承志", body="副主任"),
                    Attendee("member", name="傅明远", body="副主任"),
                    Attendee("observer", name="詹正言", body="派驻纪检监察组"),
                ],
                actor=self.lead,
            )
            meetings.put_on_agenda(application_id=self.made.pk, meeting_id=meeting.pk, actor=self.lead)
        with clock.at(working_day(called - 2)):
            meetings.find_procedure(
                application_id=self.made.pk,
                sound=True,
                finding="动议、论证材料齐全，程序符合规定。",
                actor=self.finder,
            )
        return meeting

    def _on_agenda(self) -> None:
        self._prepared(initiated=34, appraised=25)
        self._meeting(called=6, held_on=self.calendar.next_working(self.today + timedelta(days=4)))

    def _routed_up(self) -> None:
        self._prepared(initiated=15, appraised=9)
        with clock.at(working_day(5)):
            results.route_up(
                application_id=self.made.pk, reason="涉及行政编制，超出本级审批权限，报市委编办。", actor=self.chief
            )

    def _followed_up(self) -> None:
        """Decided, answered, copied; one task closed, one reported, one overdue under a supervision letter."""
        self._prepared(initiated=97, appraised=92)
        held_on = working_day(84)
        meeting = self._meeting(called=90, held_on=held_on)
        with clock.at(held_on):
            results.record_result(
                application_id=self.made.pk,
                outcome=Outcome(
                    AgendaItem.Result.APPROVED,
                    criteria=dict.fromkeys(CRITERIA, True),
                    votes_for=3,
                    votes_against=0,
                    abstentions=0,
                ),
                actor=self.lead,
            )
            meetings.close_meeting(
                meeting_id=meeting.pk,
                minutes="会议听取了机构编制科汇报，观察员列席。经表决，三名参会成员一致同意。",
                minutes_number="青编办主任办公会纪要第9期",
                actor=self.chief,
            )
        tasks = self._tasks()
        with clock.at(working_day(80)):
            reply = decision.issue_reply(
                application_id=self.made.pk,
                reply=Reply("同意县自然资源局加挂“县不动产登记中心”牌子，不增加编制和领导职数。", tasks=tasks),
                actor=self.leader,
            )
        self._acknowledged(reply)
        self._carried_out()

    def _tasks(self) -> list[NewTask]:
        due = {"real_name": working_day(60), "report": working_day(20)}
        due["registration"] = self.calendar.next_working(self.today + timedelta(days=10))
        return [NewTask(subject, TASKS[subject], day) for subject, day in due.items()]

    def _acknowledged(self, reply: Decision) -> None:
        """The registry and the e-government centre have; the supervision section and the department have not yet."""
        for copy in reply.copies.select_related("section").order_by("pk"):
            place = {"registration": "qs_registry", "e_government": "qs_egov"}.get(
                copy.section.kind if copy.section else ""
            )
            if place:
                with clock.at(working_day(77)):
                    decision.acknowledge(copy_id=copy.pk, actor=self.people[place], note="已收到，按批复办理。")

    def _carried_out(self) -> None:
        tasks = {one.subject: one for one in self.made.tasks.all()}
        self._report(tasks["real_name"].pk, 70, "已在实名制系统更新机构名称和人员信息", "实名制更新回执")
        with clock.at(working_day(66)):
            follow_up.check_task(
                task_id=tasks["real_name"].pk, fulfilled=True, finding="系统信息与批复一致。", actor=self.lead
            )
        self._report(tasks["registration"].pk, 3, "已完成法人登记变更，换领证书", "事业单位法人证书")
        answer_by = self.calendar.next_working(self.today + timedelta(days=7))
        if not self.calendar.is_provisional(answer_by):  # no paper names a provisional date
            with clock.at(working_day(8)):
                follow_up.issue_letter(
                    task_id=tasks["report"].pk,
                    demand="限期书面报告批复落实情况，说明逾期原因",
                    answer_by=answer_by,
                    actor=self.chief,
                )

    def _report(self, task_id: int, days_ago: int, text: str, title: str) -> None:
        with clock.at(working_day(days_ago)):
            file = paper("pdf", title=title, lines=[self.unit.name, text], formed_on=clock.today())
            follow_up.report_task(task_id=task_id, text=text, files=[file], actor=self.unit_clerk)


def _suspend(leader: Account) -> None:
    unit = Unit.objects.get(code="QS003000")
    with clock.at(working_day(12)):
        controls.suspend(
            office_id=unit.office_id,
            control=NewControl(
                scope="unit",
                unit_id=unit.pk,
                kinds=["quota_use_plan", "onto_quota"],
                reason="违规使用编外人员，交办后整改进展缓慢，暂停审批用编事项。",
                decided_by="青石县委编委会议",
                document="青编〔2026〕15号",
            ),
            actor=leader,
        )


def _except(leader: Account) -> None:
    unit, day = Unit.objects.get(code="QS004001"), working_day(10)
    entries = Problem.objects.filter(unit=unit, state__in=OPEN, registered_on__lte=day).order_by("pk")
    with clock.at(working_day(9)):
        exceptions.record_exception(
            unit_id=unit.pk,
            exception=NewException(
                kinds=["quota_use_plan"],
                entries=list(entries.values_list("pk", flat=True)),
                meeting="青石县委编委2026年第6次会议",
                held_on=day,
                participants=[leader.person.name, "陆承志", "傅明远", "詹正言"],
                reason=URGENT,
                expires_on=clock.today() + timedelta(days=120),
                document="青编委纪要〔2026〕6号",
            ),
            actor=leader,
        )
