"""Reads of the gate: sheets, their papers, exceptions, rules, and what other rules would change."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from approvals import policies
from approvals.gate.asking import ask_for, handler_of, item_facts
from approvals.gate.facts import clauses_in_force, gather, watched_units
from approvals.gate.judge import holds, judge
from approvals.models import (
    Application,
    AuthorityWithdrawal,
    GateException,
    GateRule,
    GateSheet,
    Outcome,
    QuotaCut,
    Scope,
)
from approvals.states import IN_PROGRESS, PENDING, State
from documents.models import OfficialDocument
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Office, Unit
from organizations.scope import Standing, units_below

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


@dataclass(frozen=True)
class ExceptionCount:
    """Exceptions that the viewer may know, counted for the reports. Source: D4."""

    year: int
    recorded: int  # decided in this year
    standing: int  # of all, in force today


def exception_count(viewer: Account, on: date | None = None) -> ExceptionCount:
    """How many exceptions were decided in the year of a day up to it, and how many hold on it. One query."""
    on = on or today()
    holds_now = Q(held_on__lte=on, expires_on__gte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))
    found = policies.visible_exceptions(viewer).aggregate(
        recorded=Count("pk", filter=Q(held_on__year=on.year, held_on__lte=on)), standing=Count("pk", filter=holds_now)
    )
    return ExceptionCount(on.year, **found)


def excepting_units(standing: Standing) -> QuerySet[Unit]:
    """Units for which the person may record an exception: those of offices they lead, and those whose authority such
    an office has taken up."""
    day = today()
    led = [one for one in standing.office_ids if policies.LEADER & standing.roles_in_office(one)]
    seen = Q(office_id__in=led)
    taken_up = AuthorityWithdrawal.objects.filter(superior_id__in=led, since__lte=day)
    for one in taken_up.exclude(until__lt=day).exclude(ended_on__lte=day):
        if one.scope == Scope.OFFICE:
            seen |= Q(office_id=one.office_id)
        elif one.unit_id is not None:
            seen |= Q(pk__in=units_below([one.unit_id]) if one.scope == Scope.SYSTEM else [one.unit_id])
    return Unit.objects.filter(seen, valid_until=None)


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
    """Which applications would be answered differently by these rules today, and how many are pending. Source: D4.

    All that the gate is still to answer count: filed and not yet admitted, and admitted and not yet decided, since the
    reply asks again; of the office itself and of lower ones that follow its rules.
    """
    if rule.office is None:
        return [], 0
    offices = _following(rule.office)
    handled = Q(office_id__in=offices) & ~Q(state=State.ROUTED_UP)
    routed = Q(office__superior_id__in=offices, state=State.ROUTED_UP)
    pending = (
        Application.objects.filter(handled | routed, state__in=[*PENDING, *IN_PROGRESS])
        .select_related("office__superior", "unit__office__superior", "unit__competent_department", "kind")
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
            handled_by=handler_of(one),
        )
        then = Outcome(judge(facts)["outcome"])
        if then != answer.outcome:
            changes.append(Change(one, answer.outcome, then))
    return changes, pending.count()


def _following(office: Office) -> set[int]:
    """The office and those below it that have no rules in force of their own, nor one between that has."""
    own = set(
        GateRule.objects.filter(valid_from__lte=today(), office__isnull=False).values_list("office_id", flat=True)
    )
    found, edge = {office.pk}, [office.pk]
    while edge:
        below = Office.objects.filter(superior_id__in=edge).exclude(pk__in=found | own).order_by("pk")
        edge = list(below.values_list("pk", flat=True))
        found |= set(edge)
    return found
