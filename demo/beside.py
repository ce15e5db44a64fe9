"""What stands beside the stories of a county: assisting units, links, a merged duplicate, reports, a correction."""

from datetime import timedelta

from django.db import transaction

from demo.papers import paper
from demo.people import EVERYBODY
from organizations import clock
from organizations.models import Account, Office, Unit
from organizations.roles import Role
from problems.models import Assisting, Link, Problem, Source, ViolationType
from problems.services import corrections, drafts, intake, joining, reports
from problems.states import State

OFFICE = "QS"


def tell_beside() -> int:
    """Add it once, to entries that the stories left at work.

    Returns: 1 when it was added now, 0 when it was there.
    """
    if Assisting.objects.filter(problem__office__code=OFFICE).exists():
        return 0
    office = Office.objects.get(code=OFFICE)
    people = {one.username: one for one in Account.objects.select_related("person")}
    with transaction.atomic():
        _tell(office, people)
    return 1


def _entry(unit: Unit, kind: str, facts: str, found: int | None = None) -> intake.NewEntry:
    return intake.NewEntry(
        unit_id=unit.pk,
        violation_type_id=ViolationType.objects.get(code=kind).pk,
        source_id=Source.objects.get(code="review").pk,
        facts=facts,
        found_on=clock.today() - timedelta(days=3),
        found=found,
    )


def _tell(office: Office, people: dict[str, Account]) -> None:
    word = office.code.lower()
    clerk, chief = people[f"{word}_clerk"], people[f"{word}_chief"]
    at_work = list(Problem.objects.filter(office=office, state=State.RECTIFYING).order_by("pk").select_related("unit"))
    first = at_work[0]
    reporters = {one.unit: people[one.username] for one in EVERYBODY if one.unit and one.role == Role.UNIT_CLERK}
    others = [
        one for one in Unit.objects.filter(office=office, code__in=reporters).order_by("code") if one != first.unit
    ]
    joining.add_assisting_unit(
        problem_id=first.pk, unit_id=others[0].pk, task="核对人员编制信息，协助办理转隶手续", actor=clerk
    )
    if len(at_work) > 1:
        joining.link_entries(
            problem_id=at_work[1].pk,
            other_id=first.pk,
            kind=Link.Kind.RELATED,
            reason="同一次核查发现，整改措施需要衔接",
            actor=clerk,
        )
    counted = next(one for one in at_work if one.quota is None)
    twice = intake.register_problem(
        office_id=office.pk,
        entry=_entry(counted.unit, counted.violation_type.code, f"{counted.facts}（电话登记）", counted.found),
        actor=people[f"{word}_clerk2"],
    )
    same = "与在账问题为同一事项，重复登记"
    joining.merge_problem(problem_id=twice.pk, into_id=counted.pk, reason=same, actor=chief)
    waiting, refused = others[0], others[-1]
    reports.report_problem(
        unit_id=waiting.pk,
        entry=_entry(waiting, "idle_duties", "自查发现2名在编人员长期借调，未办理借调手续。", 2),
        actor=reporters[waiting.code],
    )
    answered = reports.report_problem(
        unit_id=refused.pk,
        entry=_entry(refused, "other", "自查发现办公用房超标准使用。"),
        actor=reporters[refused.code],
    )
    reports.refuse_report(problem_id=answered.pk, reason="不属机构编制问题，请报机关事务管理部门", actor=clerk)
    drafts.save_draft(typed={"facts": "群众反映某镇使用编外人员，待核实"}, office_id=office.pk, actor=clerk)
    note = paper("txt", title="核查记录", lines=["经复核，事实表述应予更正。"], formed_on=clock.today())
    corrections.ask_correction(
        problem_id=at_work[-1].pk,
        changes={"facts": f"{at_work[-1].facts.rstrip('。')}（经复核更正）。"},
        reason="登记时漏写复核情况",
        file=note,
        actor=clerk,
    )
