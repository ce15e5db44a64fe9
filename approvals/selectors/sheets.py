"""Reads of the gate: sheets, their papers, exceptions, rules, and what other rules would change."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals import policies
from approvals.gate.asking import ask_for, item_facts
from approvals.gate.facts import clauses_in_force, gather, watched_units
from approvals.gate.judge import holds, judge
from approvals.models import Application, GateException, GateRule, GateSheet, Outcome, QuotaCut
from approvals.states import PENDING
from documents.models import OfficialDocument
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account

PAPERS = (
    OfficialDocument.Kind.GATE_SHEET,
    OfficialDocument.Kind.ADMISSION_NOTICE,
    OfficialDocument.Kind.PAUSE_NOTICE,
    OfficialDocument.Kind.REFUSAL_NOTICE,
    OfficialDocument.Kind.OFFICIAL_REPLY,
    OfficialDocument.Kind.RETURN_NOTICE,
    OfficialDocument.Kind.FOLLOW_UP_LETTER,
    OfficialDocument.Kind.QUOTA_CUT_NOTICE,
)


def sheet_for(*, viewer: Account, sheet_id: int) -> tuple[GateSheet, OfficialDocument | None, bool]:
    """A sheet, its paper, and whether hash and answer still hold. Raises NotFound when hidden or missing. H1."""
    sheet = (
        policies.visible_sheets(viewer)
        .select_related("office", "unit", "kind", "rule", "examiner", "application")
        .filter(pk=sheet_id)
        .first()
    )
    if sheet is None:
        raise NotFound
    paper = (
        OfficialDocument.objects.filter(subject_kind="gate_sheet", subject_id=sheet.pk).select_related("pdf").first()
    )
    return sheet, paper, holds(sheet.inputs, sheet.answer, sheet.digest)


def papers_of(application: Application) -> list[OfficialDocument]:
    """Sheets' papers and notices of an application reached through a selector, newest first."""
    sheets = list(application.sheets.values_list("pk", flat=True))
    notices = OfficialDocument.objects.filter(subject_kind="application", subject_id=application.pk)
    rows = notices | OfficialDocument.objects.filter(subject_kind="gate_sheet", subject_id__in=sheets)
    return list(rows.order_by("-pk"))


def paper_for(*, viewer: Account, document_id: int) -> OfficialDocument:
    """A paper of this room that the viewer may read. Raises NotFound."""
    paper = OfficialDocument.objects.filter(pk=document_id, kind__in=PAPERS).select_related("pdf").first()
    seen = False
    if paper is not None and paper.subject_kind == "gate_sheet":
        seen = policies.visible_sheets(viewer).filter(pk=paper.subject_id).exists()
    elif paper is not None and paper.subject_kind == "quota_cut":
        seen = policies.visible_controls(viewer, QuotaCut).filter(pk=paper.subject_id).exists()
    elif paper is not None:
        seen = policies.visible_to(viewer).filter(pk=paper.subject_id).exists()
    if paper is None or not seen:
        raise NotFound
    return paper


def exception_list(viewer: Account) -> QuerySet[GateException]:
    """Exceptions the viewer may know, newest first."""
    rows = policies.visible_exceptions(viewer).select_related("unit", "office", "recorded_by")
    return rows.prefetch_related("entries__problem").order_by("-held_on", "-pk")


def rule_list(viewer: Account) -> QuerySet[GateRule]:
    """Rules the viewer may know, those of offices first, newest first."""
    rows = policies.visible_rules(viewer).filter(dropped_on=None).select_related("office", "published_by")
    return rows.order_by("office__code", "-year", "-serial")


def rule_for(*, viewer: Account, rule_id: int) -> GateRule:
    """Rules with their office. Raises NotFound."""
    rule = policies.visible_rules(viewer).select_related("office", "drafted_by", "published_by").filter(pk=rule_id)
    found = rule.first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Change:
    """A pending application whose answer other rules would change."""

    application: Application
    now: Outcome
    then: Outcome


def impact_of(rule: GateRule, *, limit: int = 500) -> tuple[list[Change], int]:
    """Which pending applications of the office would be answered differently by these rules today, and how many are
    pending. Paused, returned, in review and awaiting admission count. Source: issue text."""
    if rule.office is None:
        return [], 0
    pending = (
        Application.objects.filter(office=rule.office, state__in=PENDING)
        .select_related("unit__office__superior", "unit__competent_department", "kind")
        .order_by("filed_on", "pk")
    )
    clauses, changes = clauses_in_force(rule), []
    for one in pending[:limit]:
        answer = ask_for(one)
        facts: dict[str, Any] = gather(
            one.unit,
            one.kind,
            items=item_facts(one),
            on=today(),
            cures=answer.inputs["cures"],
            irregular=one.irregular,
            rule=rule,
            clauses=clauses,
            unit_ids=watched_units(one.unit, clauses),
        )
        then = Outcome(judge(facts)["outcome"])
        if then != answer.outcome:
            changes.append(Change(one, answer.outcome, then))
    return changes, pending.count()
