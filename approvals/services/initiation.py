"""动议: prior communication, and the initiation with its situation and the party group's decision. Source: D7."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import Acting, acting_on, keep_for
from approvals.models import Application, Initiation, PriorCommunication, SectionPart
from approvals.services.admission import KIND, office_clock
from approvals.states import ENDED, State
from deadlines.clocks import start_clocks, stop_clocks
from deadlines.models import ClockKind
from documents.files import stored_row
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account, Section
from problems.services.rectification import NewFile

EARLIEST = date(1990, 1, 1)
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class Communication:
    """A talk before the motion: when, with whom, what about."""

    held_on: date
    people: str
    summary: str


def record_communication(
    *, application_id: int, communication: Communication, actor: Account, key: str = ""
) -> PriorCommunication:
    """Keep what was talked over with the unit before the motion.

    Raises:
        Invalid: A text is missing or the day does not fit.
        WrongState: The application has ended or is being decided.
        NotFound, NotAllowed: See ``acting_on``.

    Source: D7.
    """
    with acting_on(
        application_id, policies.COMMUNICATE, actor=actor, may=policies.requires(policies.COMMUNICATE), key=key
    ) as now:
        if now.known is not None:
            return PriorCommunication.objects.get(pk=now.known)
        if now.application.state in {*ENDED, State.APPROVED, State.IMPLEMENTING}:
            raise WrongState(
                _("This application is decided or has ended, so nothing is talked over before it any more.")
            )
        errors: Errors = {}
        _communication_errors(communication, errors)
        if errors:
            raise Invalid(errors=errors)
        row = _keep_communication(now, communication)
        now.receipt(row.pk)
        return row


def record_initiation(
    *,
    application_id: int,
    situation: str,
    party_group_on: date,
    party_group_document: str,
    actor: Account,
    attachment: NewFile | None = None,
    communication: Communication | None = None,
    note: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Initiation:
    """Record how an admitted application was initiated; its appraisal is due next.

    Args:
        situation: ``Initiation.Situation``, one of the five.
        party_group_on, party_group_document: The decision of the unit's party group.
        attachment: That decision as a file; not needed where the unit filed it with its materials.
        communication: The prior communication, needed where none is on record yet.

    Raises:
        Invalid: All that is missing, named together.
        NotAllowed: Not of the lead section.
        WrongState: No section leads the matter yet, though the office has business sections.
        NotFound, Stale: See ``acting_on``.

    Source: D6, D7.
    """
    given = [attachment] if attachment else []
    kept = keep_for(application_id, policies.INITIATE, given, actor, "attachment") if given else []
    with acting_on(
        application_id,
        policies.INITIATE,
        actor=actor,
        may=of_the_lead(policies.INITIATE),
        reason=note,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return Initiation.objects.get(pk=now.known)
        application, day = now.application, today()
        now.move("record_initiation")
        require_lead(application)
        errors: Errors = {}
        if situation not in Initiation.Situation.values:
            errors["situation"] = [_("Choose one of the five situations.")]
        day_errors("party_group_on", party_group_on, errors)
        if not party_group_document.strip():
            errors["party_group_document"] = [_("Name the minutes or resolution of the party group.")]
        filed = application.materials.filter(code="party_group", replaced_on=None).exists()
        if not kept and not filed:
            errors["attachment"] = [_("Attach the party group's decision: the unit has not filed it.")]
        if communication is not None:
            _communication_errors(communication, errors)
        elif not application.communications.exists():
            errors["summary"] = [_("Say what was talked over beforehand, when and with whom: none is on record.")]
        if errors:
            raise Invalid(errors=errors)
        if communication is not None:
            _keep_communication(now, communication)
        row = Initiation(
            application=application,
            situation=situation,
            party_group_on=party_group_on,
            party_group_document=party_group_document.strip()[:120],
            attachment=stored_row(kept[0][1]) if kept else None,
            attachment_name=kept[0][0].name if kept else "",
            note=note.strip(),
            initiated_on=day,
            recorded_by_id=now.standing.person_id,
        )
        row.save()
        now.save()
        stop_clocks(application.pk, ClockKind.INITIATION, on=day, subject_kind=KIND)
        start_clocks([office_clock(application, ClockKind.APPRAISAL)])
        now.receipt(row.pk)
        return row


def lead_section(application: Application) -> Any:
    """The section that leads the matter; None where nobody is named."""
    part = (
        application.parts.filter(part=SectionPart.Part.LEAD, until=None)
        .select_related("section")
        .order_by("pk")
        .first()
    )
    return part.section if part else None


def lacks_lead(application: Application) -> bool:
    """Whether a section still has to be named that leads: none is, and the office has business sections. Source: D6."""
    business = Section.objects.filter(office_id=application.office_id, kind=Section.Kind.BUSINESS)
    return lead_section(application) is None and business.exists()


def require_lead(application: Application) -> None:
    """Raise WrongState where ``lacks_lead``."""
    if lacks_lead(application):
        raise WrongState(_("No section leads this matter yet. A section chief or leader names the lead section first."))


def of_the_lead(act_name: str) -> Any:
    """A check for ``acting_on``: the role that the act belongs to, in the section that leads the matter. Source: D6."""

    def check(standing: Any, application: Application) -> None:
        policies.requires(act_name)(standing, application)
        section = lead_section(application)
        if not policies.in_section(standing, section, application.office_id):
            raise NotAllowed(
                _("This matter is led by %(section)s. Ask a colleague there, or have the lead changed."),
                section=str(section),
            )

    return check


def day_errors(field: str, day: date, errors: Errors) -> None:
    """A day of the past or today."""
    if day > today():
        errors.setdefault(field, []).append(_("This day lies in the future. Enter today or an earlier day."))
    elif day < EARLIEST:
        errors.setdefault(field, []).append(_("The year is not plausible."))


def missing_texts(errors: Errors, wanted: Sequence[tuple[str, str, Any]]) -> None:
    """Name every empty text with its sentence: (field, text, sentence)."""
    for field, text, sentence in wanted:
        if not text.strip():
            errors.setdefault(field, []).append(sentence)


def _communication_errors(communication: Communication, errors: Errors) -> None:
    day_errors("held_on", communication.held_on, errors)
    missing_texts(
        errors,
        [
            ("people", communication.people, _("Name who took part.")),
            ("summary", communication.summary, _("Say what was talked over.")),
        ],
    )


def _keep_communication(now: Acting, communication: Communication) -> PriorCommunication:
    row = PriorCommunication(
        application=now.application,
        held_on=communication.held_on,
        people=communication.people.strip()[:200],
        summary=communication.summary.strip(),
        recorded_by_id=now.standing.person_id,
    )
    row.save()
    return row
