"""Applications for the tests of approvals, brought to a state by the acts that people use."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

from approvals.models import Application, ApplicationKind, Decision, Meeting, PreReview
from approvals.services import admission, appraisal, authority, decision, filing, initiation, meetings, results, review
from approvals.services.appraisal import View
from approvals.services.authority import Line
from approvals.services.decision import Reply
from approvals.services.filing import Draft, NewItem
from approvals.services.initiation import Communication
from approvals.services.meetings import Attendee, NewMeeting
from approvals.services.results import Outcome
from approvals.states import State
from organizations.clock import today
from organizations.models import Account, Unit
from tests.factories import a_file, a_unit, people_of, team_of

TODAY = date(2026, 9, 1)  # a Tuesday
NUMBERS = itertools.count(1)


def a_draft(kind: ApplicationKind, **given: Any) -> Draft:
    """A draft with nothing missing but its files; items that fit the kind."""
    items: list[NewItem] = []
    if kind.code in {"more_quota", "new_institution"}:
        items = [NewItem("增加事业编制", amount=2, post_kind="institution", quota_source="本级统筹")]
    elif kind.code in {"more_leadership_quota", "change_rank"}:
        items = [NewItem("增加副职", amount=1, level="deputy")]
    elif kind.code == "merge_or_abolish":
        items = [NewItem("收回事业编制", amount=-3, post_kind="institution")]
    values: dict[str, Any] = {
        "title": f"{kind.name_zh}（{next(NUMBERS)}）",
        "form": {one["code"]: "见请示" for one in kind.fields},
        "items": items,
        "figures_agree": True,
        **given,
    }
    return Draft(**values)


def an_application(
    state: str = State.DRAFT, *, unit: Unit | None = None, kind: str = "more_quota", irregular: str = "", **given: Any
) -> Application:
    """An application that got to ``state``: draft, pre_review, reviewed, or what the gate answered (``decide``)."""
    unit = unit or a_unit()
    found = ApplicationKind.objects.get(code=kind)
    at_unit, team = people_of(unit), team_of(unit.office)
    application = filing.save_draft(unit_id=unit.pk, kind_code=kind, draft=a_draft(found, **given), actor=at_unit.clerk)
    for one in found.materials:
        if one["required"]:
            filing.add_material(
                application_id=application.pk, code=one["code"], file=a_file(f"{one['zh']}.txt"), actor=at_unit.clerk
            )
    if state == State.DRAFT:
        return fresh(application)
    filing.submit(application_id=application.pk, actor=at_unit.head)
    if irregular:
        review.mark_irregular(application_id=application.pk, reason=irregular, actor=team.chief)
    if state == State.PRE_REVIEW:
        return fresh(application)
    review_all(application, team.verifier)
    if state == State.REVIEWED:
        return fresh(application)
    admission.decide_admission(application_id=application.pk, actor=team.clerk)
    assert fresh(application).state == state, fresh(application).state
    return fresh(application)


def review_all(application: Application, actor: Account, opinion: str = "agree") -> None:
    for capacity in PreReview.Capacity.values:
        review.give_opinion(
            application_id=application.pk,
            capacity=capacity,
            opinion=opinion,
            remarks="" if opinion == "agree" else "需要说明",
            actor=actor,
        )


def fresh(application: Application) -> Application:
    """The application as it is stored now."""
    return Application.objects.select_related(
        "office", "unit__office", "unit__competent_department", "kind", "sheet"
    ).get(pk=application.pk)


def decide(application: Application) -> Application:
    """Decide on admission as a clerk of its office."""
    admission.decide_admission(application_id=application.pk, actor=team_of(application.office).clerk)
    return fresh(application)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at once, each on its own connection; answers what each returned or raised, in order."""
    import threading

    from django.db import connection

    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            answers[index] = act()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


# The second half.

VIEWS = {
    aspect: View(True, "符合要求")
    for aspect in ("political", "systematic", "legal", "necessary", "reasonable", "feasible")
}


def initiate(application: Application, **given: Any) -> None:
    """Record the initiation of an accepted application, with the talk before it."""
    values: dict[str, Any] = {
        "situation": "department",
        "party_group_on": today(),
        "party_group_document": "党组会议纪要〔2026〕3号",
        "communication": Communication(today(), "机构编制科、单位办公室", "沟通设立依据"),
        "actor": team_of(application.office).clerk,
        **given,
    }
    if all(one["code"] != "party_group" for one in application.kind.materials):
        values.setdefault("attachment", a_file("纪要.txt"))
    initiation.record_initiation(application_id=application.pk, **values)


def appraise(application: Application, **given: Any) -> None:
    """Appraise an initiated application, as the office's clerk."""
    values: dict[str, Any] = {
        "views": VIEWS,
        "conclusion": "建议同意",
        "experts": "省委党校专家二人，均同意",
        "risk_assessment": "低风险",
        "prior_assessment": "现有力量不足，确有必要",
        "actor": team_of(application.office).clerk,
        **given,
    }
    appraisal.record_appraisal(application_id=application.pk, **values)


def beyond(office: Any) -> None:
    """From today on the authority table of an office gives everything to its superior."""
    authority.write_authority(office_id=office.pk, lines=[Line("superior")], actor=team_of(office).leader)


def routed_up(application: Application) -> None:
    """Take an accepted application through initiation and appraisal up to the superior, whose alone it is."""
    initiate(application)
    appraise(application)
    beyond(application.office)
    results.route_up(application_id=application.pk, reason="", actor=team_of(application.office).chief)


def a_meeting(office: Any, *, body: str = "commission", held_on: Any = None, members: int = 4) -> Meeting:
    """A meeting of an office: its leader, others who vote, and an observer without vote."""
    team = team_of(office)
    listed = [Attendee("member", person_id=team.leader.person_id)]
    listed += [Attendee("member", name=f"委员{number}", body="编委") for number in range(1, members)]
    listed.append(Attendee("observer", name="观察员", body="派驻纪检监察组"))
    return meetings.call_meeting(
        office_id=office.pk,
        meeting=NewMeeting(body, f"第{next(NUMBERS)}次会议", held_on or today(), "主任"),
        attendees=listed,
        actor=team.clerk,
    )


def on_agenda(application: Application, meeting: Meeting | None = None, *, found: bool = True) -> Meeting:
    """Take an accepted application to the agenda of a meeting, with a sound procedure."""
    team = team_of(application.office)
    initiate(application)
    appraise(application)
    meeting = meeting or a_meeting(application.office)
    meetings.put_on_agenda(application_id=application.pk, meeting_id=meeting.pk, actor=team.clerk)
    if found:
        meetings.find_procedure(application_id=application.pk, sound=True, finding="程序完备", actor=team.verifier)
    return meeting


def an_outcome(result: str = "approved", *, yes: int = 4, no: int = 0, **given: Any) -> Outcome:
    values: dict[str, Any] = {
        "criteria": dict.fromkeys(("leadership", "lawful", "sound"), True),
        "votes_for": yes,
        "votes_against": no,
        "abstentions": 0,
        "explanation": "" if result == "approved" else "条件尚不成熟",
        **given,
    }
    return Outcome(result=result, **values)


def decided(application: Application, outcome: Outcome | None = None) -> Meeting:
    """Take an accepted application to the closed minutes of a meeting that decided it."""
    meeting, team = on_agenda(application), team_of(application.office)
    results.record_result(application_id=application.pk, outcome=outcome or an_outcome(), actor=team.clerk)
    meetings.close_meeting(meeting_id=meeting.pk, minutes="会议讨论并表决通过。", actor=team.chief)
    return meeting


def replied(application: Application, **given: Any) -> Decision:
    """Take an accepted application to the official reply."""
    decided(application)
    return decision.issue_reply(
        application_id=application.pk, reply=Reply("同意所请事项", **given), actor=team_of(application.office).leader
    )


def reply(application: Application, actor: Account | None = None) -> Decision:
    actor = actor or team_of(application.office).leader
    return decision.issue_reply(application_id=application.pk, reply=Reply("同意所请事项"), actor=actor)
