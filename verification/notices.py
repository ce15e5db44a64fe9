"""Gathers what a close-out notice says and has it issued, inside the act that closes. Source: C6."""

from datetime import date

from documents.models import OfficialDocument
from documents.papers import CloseOutFacts, Visit, issue_close_out_notice
from problems.models import Problem
from problems.models.entries import FinderLevel
from verification.models import CloseOut, LookBackWaiver, Outcome, SuperiorConsent
from verification.selectors.rules import sender_of


def issue_notice(
    problem: Problem, close_out: CloseOut, *, closed_on: date, look_back_on: date | None
) -> OfficialDocument:
    """Issue the notice of a closing that has just been written.

    Args:
        closed_on: The day of closing.
        look_back_on: Day of the look-back after closing; None where its year has no calendar yet, so that the paper
            does not name a provisional day (decided.md).
    """
    check = close_out.checks.filter(outcome=Outcome.PASSED).latest("pk")
    acceptance = close_out.acceptances.filter(outcome=Outcome.PASSED).latest("pk")
    look_back = close_out.look_backs.filter(outcome=Outcome.PASSED).order_by("pk").last()
    waiver = LookBackWaiver.objects.select_related("rule").filter(close_out=close_out).first()
    signature = close_out.sign_offs.select_related("signed_by").get(withdrawn=False)
    consent = close_out.consents.select_related("office").filter(answer=SuperiorConsent.Answer.CONSENTED).first()
    found_above = problem.finder_level == FinderLevel.SUPERIOR
    superior = problem.office.superior
    return issue_close_out_notice(
        problem.office,
        CloseOutFacts(
            problem_id=problem.pk,
            number=problem.number or "",
            unit=problem.unit.name,
            violation_type=_kind_of(problem),
            facts=problem.facts,
            source=problem.source.name_zh,
            sub_source=problem.sub_source,
            source_document=problem.source_document,
            found_on=problem.found_on,
            applied_on=close_out.applied_on,
            check=Visit(check.held_on, check.people, on_site=check.on_site),
            acceptance=Visit(acceptance.held_on, acceptance.people),
            look_back=Visit(look_back.held_on, look_back.people) if look_back else None,
            waived_by=waiver.rule.document if waiver else "",
            signed_by=signature.signed_by.name,
            signed_on=signature.signed_on,
            consent_by=consent.office.name if consent else "",
            consent_on=consent.answered_on if consent else None,
            closed_on=closed_on,
            look_back_on=look_back_on,
            # 反馈: a copy goes to whoever found it, where that is somebody outside this office and the unit.
            copies=[superior.name] if superior and (found_above or consent) else [],
            feedback=_goes_back(problem),
        ),
    )


def _goes_back(problem: Problem) -> bool:
    """Whether the paper names the origin that hears of the end: one with a sender, or one named in the entry (C6)."""
    named = problem.sub_source or problem.source_document
    return bool(sender_of(problem)[0] or (named and problem.finder_level != FinderLevel.UNIT))


def _kind_of(problem: Problem) -> str:
    """The violation type as a title can say it: “other problems” would be no title."""
    return "机构编制" if problem.violation_type.code == "other" else problem.violation_type.name_zh
