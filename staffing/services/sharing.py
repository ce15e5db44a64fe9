"""Opening rows to partner departments, and their word on each row. Source: F3 (confirm row by row), A4."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from audit.sets import create_with_history
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Office, Partner, Unit
from organizations.scope import acting
from problems.acting import answered_before, give_receipt
from staffing import policies
from staffing.models import Confirmation, DeclaredStaff, Post, Share
from staffing.services.alerting import recheck
from staffing.services.frame import Faults


def share_register(
    *, office_id: int, partner_id: int, reason: str, actor: Account, unit_id: int | None = None, key: str = ""
) -> Share:
    """Open the rows of an office's units, or of one unit, to a partner department, which then confirms each.

    Args:
        reason: What is to be confirmed; the department reads it.

    Raises:
        NotFound, NotAllowed: The office is not this person's to know, or the act not theirs.
        Invalid: Not a partner or unit of the office, shared already, or no reason.

    Source: F3, A4.
    """
    name = policies.SHARE
    with recording_refusals(name, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if not policies.visible_offices(standing).filter(pk=office_id).exists():
            raise NotFound
        if not policies.may_in_office(standing, name, office_id):
            raise policies.refusal(name)
        with act(name, actor=standing.facts(office_id=office_id), reason=reason.strip()):
            Office.objects.select_for_update(no_key=True).get(pk=office_id)
            made = answered_before(actor, key, name, f"office:{office_id}")
            if made is not None:
                return Share.objects.get(pk=made)
            faults = Faults()
            reason = faults.text("reason", reason, _("Say what the department is to confirm."))
            partner = Partner.objects.filter(pk=partner_id, office_id=office_id).first()
            unit = Unit.objects.filter(pk=unit_id, office_id=office_id).first() if unit_id else None
            if partner is None:
                faults.add("partner", _("Choose a partner department of your office."))
            if unit_id and unit is None:
                faults.add("unit", _("This unit is not in your office's list. Choose one from the list."))
            if Share.objects.filter(partner=partner, unit=unit, ended_on=None).exists():
                faults.add("partner", _("These rows are shared with this department already."))
            faults.stop()
            row = Share(partner=partner, unit=unit, from_on=today(), reason=reason)
            row.save()
            give_receipt(actor, key, name, row.pk, f"office:{office_id}")
            return row


def end_share(*, share_id: int, actor: Account) -> Share:
    """Close what was opened; what the department said stays. Raises NotFound, NotAllowed."""
    name = policies.SHARE
    with recording_refusals(name, account=actor, object_kind="share", object_id=share_id):
        standing = acting(actor)
        share = Share.objects.select_related("partner").filter(pk=share_id).first()
        offices = policies.visible_offices(standing)
        if share is None or not offices.filter(pk=share.partner.office_id).exists():
            raise NotFound
        if not policies.may_in_office(standing, name, share.partner.office_id):
            raise policies.refusal(name)
        with act("staffing.end_share", actor=standing.facts(office_id=share.partner.office_id)):
            share = Share.objects.select_for_update(no_key=True).get(pk=share_id)
            if share.ended_on is None:
                share.ended_on = today()
                share.save(update_fields=["ended_on"])
            return share


@dataclass(frozen=True)
class Word:
    """A partner's word on one row: of a declared number or of a post, one of the two."""

    answer: str
    declared_id: int | None = None
    post_id: int | None = None
    note: str = ""


def confirm_rows(*, unit_id: int, words: Sequence[Word], actor: Account, key: str = "") -> list[Confirmation]:
    """Confirm or dispute rows of a unit on behalf of a partner department; a dispute raises a warning at once.

    Args:
        words: One for each row; all are written or none.

    Raises:
        NotFound: The unit is not this person's to know.
        NotAllowed: Visible, but nothing of it was shared with a department of theirs.
        Invalid: A row is not one of this unit's, or a dispute has no reason.

    Source: F3.
    """
    name = policies.CONFIRM
    with recording_refusals(name, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        unit = policies.visible_units(standing).filter(pk=unit_id).first()
        if unit is None:
            raise NotFound
        partner_id = policies.confirming_partner(standing, unit)
        if partner_id is None:
            raise policies.refusal(name)
        with act(name, actor=standing.facts()):
            Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
            if answered_before(actor, key, name, f"unit:{unit_id}") is not None:
                return list(Confirmation.objects.filter(partner_id=partner_id).order_by("pk"))
            rows = [_said(word, unit_id, partner_id, standing.person_id) for word in words]
            if not rows:
                raise Invalid(_("Choose at least one row."))
            create_with_history(Confirmation, rows)
            recheck([unit_id])
            give_receipt(actor, key, name, rows[-1].pk, f"unit:{unit_id}")
            return rows


def _said(word: Word, unit_id: int, partner_id: int, person_id: int) -> Confirmation:
    faults = Faults()
    if word.answer not in Confirmation.Answer.values:
        faults.add("answer", _("Choose confirmed or disputed."))
    if word.answer == Confirmation.Answer.DISPUTED and not word.note.strip():
        faults.add("note", _("Say what is wrong with this row."))
    if len(word.note.strip()) > 300:
        faults.add("note", _("Keep this within %(limit)d characters.") % {"limit": 300})
    if (word.declared_id is None) == (word.post_id is None):
        faults.add("row", _("Name one row."))
    elif not _of_unit(word, unit_id):
        faults.add("row", _("This row is not one of this unit's."))
    faults.stop()
    return Confirmation(
        partner_id=partner_id,
        declared_id=word.declared_id,
        post_id=word.post_id,
        answer=word.answer,
        note=word.note.strip(),
        given_on=today(),
        given_by_id=person_id,
    )


def _of_unit(word: Word, unit_id: int) -> bool:
    if word.declared_id is not None:
        return DeclaredStaff.objects.filter(pk=word.declared_id, unit_id=unit_id).exists()
    return Post.objects.filter(pk=word.post_id or 0, unit_id=unit_id).exists()
