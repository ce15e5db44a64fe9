"""Acts of time and supervision in the stories: extensions, pauses, listing, urging, incidents, absorption plans."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from problems.models.entries import Nature
from problems.services import extensions, pauses, supervision
from problems.services.planning import NewStep


def pressing_acts(teller: Any) -> dict[str, Callable[[], object]]:
    """By name, the acts that a story of ``demo.telling`` can take besides its own."""
    entry: dict[str, Any] = {"problem_id": teller.problem_id}

    def later(days: int) -> date:
        return teller.calendar.next_working(teller.deadline + timedelta(days=days))

    return {
        "ask_extension": lambda: extensions.ask_extension(
            wanted_on=later(90),
            reason="涉及人员安置，分流岗位尚需主管部门协调，难以按期完成",
            files=[teller._paper("txt", "延期申请", ["经单位集体研究，申请延长整改时限。"])],
            actor=teller.head,
            **entry,
        ),
        "grant_extension": lambda: extensions.grant_extension(
            granted_on=later(70), reason="情况属实，同意适当延期", actor=teller.chief, **entry
        ),
        "refuse_extension": lambda: extensions.refuse_extension(
            reason="理由不充分，分批清退方案早已明确，应当按期完成", actor=teller.chief, **entry
        ),
        "pause": lambda: pauses.pause_problem(
            reason="主管部门正在研究水管单位整合方案，待方案印发后继续整改", actor=teller.chief, **entry
        ),
        "list": lambda: supervision.list_for_supervision(
            reason="逾期未整改到位，群众反映集中",
            leader_id=teller.leader.person_id,
            actor=teller.leader,
            **entry,
        ),
        "urge": lambda: supervision.urge_unit(
            text="请于三个工作日内报送剩余人员清退进展和时间表", actor=teller.chief, **entry
        ),
        "incident": lambda: supervision.report_incident(
            happened_on=teller.day,
            what="被清退人员3人到单位反映补偿问题",
            handling="分管领导当场接待，已约定一周内答复",
            actor=teller.unit_clerk,
            **entry,
        ),
    }


def absorption_of(story: Any, deadline: date, today: date, calendar: Any) -> list[NewStep]:
    """The absorption plan of an entry caused by policy: one fewer at each step, the first of them 30 days ago."""
    if story.nature != Nature.POLICY or not story.quota or not story.actual:
        return []
    found = story.actual - story.quota
    first, parts = today - timedelta(days=30), found
    gap = (deadline - first).days // max(parts - 1, 1)
    days = [calendar.next_working(first + timedelta(days=gap * place)) for place in range(parts - 1)]
    return [NewStep(day, found - place) for place, day in enumerate([*days, deadline], 1)]
