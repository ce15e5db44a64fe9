"""Applications in the two counties up to admission: refused, paused, accepted, in review, draft.

Told through the services by the people whose acts they are; units are chosen by what the gate answers about them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from approvals.gate.asking import ask
from approvals.models import Application, ApplicationKind
from approvals.services import admission, filing, review
from approvals.services.filing import Draft, NewItem
from deadlines.calendar import load_calendar
from demo.papers import paper
from demo.people import EVERYBODY
from organizations import clock
from organizations.models import Account, Unit
from organizations.roles import Role

COUNTIES = ("QS", "LJ")


@dataclass(frozen=True)
class Story:
    """An application as it went.

    ``outcome``: what the gate has to answer about the unit for it to be told there. ``unit``: its code, where the story
    is that of one unit.
    """

    office: str
    kind: str
    title: str
    outcome: str
    reach: str  # draft, review, decided, or a course of demo.deciding
    days_ago: int
    items: tuple[NewItem, ...] = ()
    unit: str = ""
    form: Mapping[str, str] = field(default_factory=dict)  # what it says in its own words


STORIES = (
    Story("QS", "more_quota", "增加基层站所事业编制的请示", "refused", "decided", 12,
          (NewItem("增加事业编制", amount=3, post_kind="institution", quota_source="全县事业编制周转池"),)),
    Story("LJ", "more_quota", "增加一线执法岗位编制的请示", "paused", "decided", 9,
          (NewItem("增加事业编制", amount=2, post_kind="institution", quota_source="区内调剂"),)),
    Story("LJ", "merge_or_abolish", "撤并下属服务站的请示", "admitted", "decided", 7,
          (NewItem("收回事业编制", amount=-4, post_kind="institution"),)),
    Story("QS", "rename", "变更机构名称的请示", "admitted", "review", 3, unit="QS004001",
          form={"name": "县中西医结合医院"}),
    Story("LJ", "quota_use_plan", "年度用编计划", "", "draft", 2,
          (NewItem("专业技术岗位", amount=1, post_kind="institution", specialty="护理", entry_mode="公开招聘",
                   talent_class="紧缺专业"),)),
)  # fmt: skip
WORDS = {
    "grounds": "按照机构改革和民生保障要求，现有力量不足以承担新增任务，依据上级有关文件提出。",
    "workload": "近三年业务量年均增长百分之十二，现有人员长期超负荷运转。",
    "name": "拟更名称",
    "transfer": "原职责整体划入主管部门。",
    "placement": "在编人员由主管部门统筹安置，编外人员依法解除合同。",
    "assets": "资产和债权债务由主管部门承接。",
    "analysis": "在编人员平均年龄四十三岁，紧缺专业占比不足两成。",
}


def tell_applications() -> int:
    """Tell what has not been told yet; each story is one transaction. Returns how many were told now."""
    missing = missing_of(STORIES)
    people = everybody() if missing else {}
    done = 0
    for story in missing:
        unit = _unit_for(story)
        if unit is not None:
            with transaction.atomic():
                _tell(story, unit, people)
            done += 1
    return done


def missing_of(stories: Sequence[Story]) -> list[Story]:
    """Stories that have not been told; one query."""
    told = set(Application.objects.filter(office__code__in=COUNTIES).values_list("title", flat=True))
    return [story for story in stories if story.title not in told]


def everybody() -> dict[str, Account]:
    """The accounts by user name, with their people."""
    return {account.username: account for account in Account.objects.select_related("person")}


def _unit_for(story: Story) -> Unit | None:
    """The first unit of the county with people of its own about which the gate answers what the story needs."""
    kind = ApplicationKind.objects.get(code=story.kind)
    heads = [one.unit for one in EVERYBODY if one.role == Role.UNIT_HEAD and one.unit.startswith(story.office)]
    codes = [story.unit] if story.unit else heads
    busy = set(Application.objects.filter(office__code=story.office).values_list("unit__code", flat=True))
    units = Unit.objects.select_related("office__superior", "competent_department").filter(code__in=codes)
    for unit in sorted(units, key=lambda one: (one.code in busy, codes.index(one.code))):
        items = [{"what": one.what, "amount": one.amount} for one in story.items]
        if not story.outcome or ask(unit, kind, items=items).outcome == story.outcome:
            return unit
    return None


def _tell(story: Story, unit: Unit, people: dict[str, Account]) -> None:
    made = file_application(story, unit, people)
    if story.reach == "draft":
        return
    with clock.at(working_day(story.days_ago)):
        give_opinions(made, people, ("supervision", "registration") if story.reach == "review" else ())
    if story.reach == "decided":
        # The gate asks what is open now: entries of the stories stand as they do today.
        admission.decide_admission(application_id=made.pk, actor=people[f"{unit.office.code.lower()}_clerk"])


def file_application(story: Story, unit: Unit, people: dict[str, Account]) -> Application:
    """The unit's clerk drafts it with its materials and the head files it, two days before the day of the story."""
    here = {one.role: people[one.username] for one in EVERYBODY if one.unit == unit.code}
    clerk, head = here[Role.UNIT_CLERK], here[Role.UNIT_HEAD]
    kind = ApplicationKind.objects.get(code=story.kind)
    with clock.at(working_day(story.days_ago + 2)):
        draft = Draft(
            title=story.title,
            form={one["code"]: {**WORDS, **story.form}.get(one["code"], "详见请示") for one in kind.fields},
            items=story.items,
            figures_agree=True,
        )
        made = filing.save_draft(unit_id=unit.pk, kind_code=story.kind, draft=draft, actor=clerk)
        for one in kind.materials:
            if one["required"] and story.reach != "draft":
                file = paper("pdf", title=one["zh"], lines=[unit.name, story.title], formed_on=clock.today())
                filing.add_material(application_id=made.pk, code=one["code"], file=file, actor=clerk)
        if story.reach != "draft":
            filing.submit(application_id=made.pk, actor=head)
    return made


def give_opinions(application: Application, people: dict[str, Account], only: tuple[str, ...] = ()) -> None:
    """Each section that reviews gives its own opinion; ``only`` some of them."""
    word = application.office.code.lower()
    who = {"supervision": "clerk", "registration": "registry", "e_government": "egov"}
    for capacity, place in who.items():
        if only and capacity not in only:
            continue
        review.give_opinion(
            application_id=application.pk,
            capacity=capacity,
            opinion="agree",
            remarks="实名制数据与台账一致" if capacity == "e_government" else "",
            actor=people[f"{word}_{place}"],
        )


def working_day(days_ago: int) -> date:
    """The last working day up to so many days before the real today."""
    calendar, day = load_calendar(), clock.today() - timedelta(days=days_ago)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day
