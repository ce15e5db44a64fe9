"""What an approval brings with it: who gets a copy and has to do what, and the dated tasks of the unit. Source: D8, D9.

Standards by kind, offered beforehand and changed by whoever signs. Working days are our choice (domain facts §3.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.models import Application, Counts, FollowUpTask
from deadlines.calendar import WorkingCalendar
from organizations.models import Partner, Section

Subject = FollowUpTask.Subject
# subject: (what has to be done, working days)
STANDARD: dict[str, tuple[str, int]] = {
    Subject.DUTIES: ("按批复完成职责划转和“三定”规定修订", 20),
    Subject.CADRES: ("按核定的领导职数配备干部", 40),
    Subject.PEOPLE: ("按批复完成人员转隶或者进人", 60),
    Subject.ASSETS: ("完成资产划转和债权债务处理", 60),
    Subject.REGISTRATION: ("办理法人登记及统一社会信用代码的设立、变更或者注销", 20),
    Subject.REAL_NAME: ("更新机构编制实名制信息", 10),
    Subject.REPORT: ("书面报告批复落实情况", 60),
}
# code of the kind: its tasks; kinds an office added get the last two
BY_KIND: dict[str, tuple[str, ...]] = {
    "new_institution": tuple(Subject.values),
    "more_quota": (Subject.PEOPLE, Subject.REAL_NAME, Subject.REPORT),
    "more_leadership_quota": (Subject.CADRES, Subject.REAL_NAME, Subject.REPORT),
    "change_rank": (Subject.CADRES, Subject.REGISTRATION, Subject.REAL_NAME, Subject.REPORT),
    "rename": (Subject.REGISTRATION, Subject.REAL_NAME, Subject.REPORT),
    "change_duties": (Subject.DUTIES, Subject.REAL_NAME, Subject.REPORT),
    "merge_or_abolish": tuple(Subject.values),
    "quota_use_plan": (Subject.PEOPLE, Subject.REAL_NAME, Subject.REPORT),
    "onto_quota": (Subject.REAL_NAME,),
    "off_quota": (Subject.REAL_NAME,),
}
OTHERS = (Subject.REAL_NAME, Subject.REPORT)
SECTIONS: dict[str, str] = {
    Section.Kind.SUPERVISION: "纳入监管台账，跟踪落实",
    Section.Kind.REGISTRATION: "办理法人登记事项",
    Section.Kind.E_GOVERNMENT: "更新实名制信息",
}
PARTNERS: dict[str, str] = {
    Partner.Kind.ORGANISATION: "调整领导职数和干部配备信息",
    Partner.Kind.HUMAN_RESOURCES: "办理人员和工资事项",
    Partner.Kind.FINANCE: "调整经费供给",
}


@dataclass(frozen=True)
class NewTask:
    """A dated task of the unit."""

    subject: str
    text: str
    due_on: date
    item_id: int | None = None


@dataclass(frozen=True)
class NewCopy:
    """Who gets the decision and what they have to do; one of section and partner."""

    must: str
    section_id: int | None = None
    partner_id: int | None = None


def standard_tasks(application: Application, on: date, calendar: WorkingCalendar) -> list[NewTask]:
    """The tasks that a kind brings with it, counted from the day of the reply."""
    return [
        NewTask(subject, STANDARD[subject][0], calendar.add(on, STANDARD[subject][1]))
        for subject in BY_KIND.get(application.kind.code, OTHERS)
    ]


def standard_copies(application: Application) -> list[NewCopy]:
    """一变动、一调整、一共享: the sections that keep registers, and the departments that a change touches."""
    office_id, kind = application.office_id, application.kind
    copies = [
        NewCopy(SECTIONS[one.kind], section_id=one.pk)
        for one in Section.objects.filter(office_id=office_id, kind__in=SECTIONS).order_by("pk")
    ]
    wanted: Sequence[Any] = tuple(PARTNERS)
    if kind.counts == Counts.NOTHING:
        wanted = (Partner.Kind.ORGANISATION,)
    copies += [
        NewCopy(PARTNERS[one.kind], partner_id=one.pk)
        for one in Partner.objects.filter(office_id=office_id, kind__in=wanted).order_by("pk")
    ]
    return copies
