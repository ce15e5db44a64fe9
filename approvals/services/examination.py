"""Examining an application at the gate: the stored sheet that an admission or a decision stands on. H1, B03."""

from datetime import date

from approvals.acting import Acting
from approvals.gate.asking import Answer, ask_for
from approvals.models import GateSheet
from organizations.clock import today


def examine(now: Acting, *, purpose: str) -> GateSheet:
    """Ask the gate about the application under its locks and keep the answer as the sheet it stands on.

    The marks of the units looked at stay locked until the commit, so an entry opened at the same moment waits and then
    finds the decision made, or was first and is on the sheet. Save ``sheet`` with the application.

    Args:
        now: The open act on the application.
        purpose: ``GateSheet.Purpose.ADMISSION`` before accepting, ``DECISION`` before approving.

    Source: D4, H1, B03.
    """
    sheet = keep(
        ask_for(now.application, locked=True),
        unit_id=now.application.unit_id,
        office_id=now.application.office_id,
        kind_id=now.application.kind_id,
        application_id=now.application.pk,
        purpose=purpose,
        examiner_id=now.standing.person_id,
    )
    now.application.sheet = sheet
    return sheet


def keep(
    answer: Answer,
    *,
    unit_id: int,
    office_id: int,
    kind_id: int,
    purpose: str,
    examiner_id: int,
    application_id: int | None = None,
) -> GateSheet:
    """Write an answer of the gate as a sheet, inside the open act."""
    sheet = GateSheet(
        office_id=office_id,
        unit_id=unit_id,
        kind_id=kind_id,
        application_id=application_id,
        purpose=purpose,
        rule=answer.rule,
        on=date.fromisoformat(answer.inputs["on"]),
        made_on=today(),
        inputs=answer.inputs,
        answer=answer.answer,
        outcome=answer.outcome,
        marks=answer.marks,
        examiner_id=examiner_id,
        digest=answer.digest,
    )
    sheet.save()
    return sheet
