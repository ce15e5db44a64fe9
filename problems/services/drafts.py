"""Unfinished registrations and reports: saved as typed, ended by becoming an entry or by being discarded. B1, B15."""

from collections.abc import Mapping

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import Invalid, NotFound, Stale, WrongState
from organizations.models import Account, Unit
from organizations.scope import Standing, acting
from problems import policies
from problems.acting import answered_before, give_receipt, repeatable
from problems.models import Draft, Problem

# What the forms of registering and reporting let people type; nothing else is kept (A04).
TYPED = (
    "unit",
    "violation_type",
    "source",
    "finder_level",
    "found_on",
    "facts",
    "quota",
    "actual",
    "found",
    "nature",
    "cause",
    "sub_source",
    "source_document",
    "required_on",
    "required_by",
    "affected_office",
    "remark",
    "policy_document",
    "policy_reason",
)
LONGEST = 4000


@repeatable(Draft)
def save_draft(
    *,
    typed: Mapping[str, str],
    actor: Account,
    office_id: int | None = None,
    unit_id: int | None = None,
    draft_id: int | None = None,
    key: str = "",
    expected_version: int | None = None,
) -> Draft:
    """Keep what was typed so far, of an office's registration or of a unit's report; files are not kept with it.

    Args:
        typed: Field → text as typed; fields outside ``TYPED`` are passed over.
        office_id, unit_id: Whose draft it is when it is new: one of both.
        draft_id: The draft to save again; then ``office_id`` and ``unit_id`` are not asked.

    Raises:
        NotFound, NotAllowed: Not theirs to know, or not their act.
        WrongState: It became an entry or was discarded.
        Stale: Somebody else saved it meanwhile.
        Invalid: Nothing was typed.
    """
    with recording_refusals("draft.save", account=actor, object_kind="draft", object_id=draft_id or 0):
        standing = acting(actor)
        office_id, unit_id = _owner(standing, draft_id, office_id, unit_id)
        require_right(standing, "draft.save", office_id, unit_id)
        subject = f"draft:{draft_id or 0}"
        known = answered_before(actor, key, "draft.save", subject)
        if known is not None:
            return Draft.objects.get(pk=known)
        kept = {name: str(typed[name])[:LONGEST] for name in TYPED if str(typed.get(name, "")).strip()}
        if not kept:
            raise Invalid(_("Nothing is written yet, so there is nothing to keep."))
        facts = standing.facts(office_id=office_id, unit_ids=[unit_id] if unit_id else [])
        try:
            with act("draft.save", actor=facts):
                new = Draft(office_id=office_id, unit_id=unit_id)
                draft = _writable(draft_id, expected_version) if draft_id else new
                draft.typed, draft.saved_on, draft.saved_by_id = kept, today(), standing.person_id
                if draft_id:
                    draft.version += 1
                draft.save()
                give_receipt(actor, key, "draft.save", draft.pk, subject)
        except IntegrityError:
            known = answered_before(actor, key, "draft.save", subject)
            if known is None:
                raise
            return Draft.objects.get(pk=known)
        return draft


def discard_draft(*, draft_id: int, actor: Account, reason: str = "") -> Draft:
    """Give a draft up; it stays as it was and is offered no more.

    Raises: NotFound, NotAllowed, WrongState when it became an entry or was discarded before.
    """
    with recording_refusals("draft.discard", account=actor, object_kind="draft", object_id=draft_id):
        standing = acting(actor)
        office_id, unit_id = _owner(standing, draft_id, None, None)
        require_right(standing, "draft.discard", office_id, unit_id)
        facts = standing.facts(office_id=office_id, unit_ids=[unit_id] if unit_id else [])
        with act("draft.discard", actor=facts, reason=reason.strip()):
            draft = _writable(draft_id, None)
            draft.status = Draft.Status.DISCARDED
            draft.version += 1
            draft.save()
            return draft


def use_draft(draft_id: int, problem: Problem, standing: Standing) -> None:
    """End a draft with the entry it became, inside the open act. Raises NotFound, WrongState."""
    if not policies.visible_drafts(standing).filter(pk=draft_id).exists():
        raise NotFound
    draft = _writable(draft_id, None)
    draft.status, draft.problem = Draft.Status.USED, problem
    draft.version += 1
    draft.save()


def require_right(standing: Standing, act_name: str, office_id: int, unit_id: int | None) -> None:
    """Whether the person may do an act of an office, or of a unit where one is named. Raises NotAllowed."""
    if unit_id is None:
        allowed = policies.may_in_office(standing, act_name, office_id)
    else:
        allowed = bool(policies.ACTS[act_name].unit & standing.roles_in_unit(unit_id))
    if not allowed:
        raise policies.refusal(act_name)


def _owner(
    standing: Standing, draft_id: int | None, office_id: int | None, unit_id: int | None
) -> tuple[int, int | None]:
    """Office and unit of a draft, or of the new one. Raises NotFound where they are not this person's to know."""
    if draft_id is not None:
        draft = policies.visible_drafts(standing).filter(pk=draft_id).first()
        if draft is None:
            raise NotFound
        return draft.office_id, draft.unit_id
    if unit_id is not None:
        unit = Unit.objects.filter(pk=unit_id, pk__in=standing.own_unit_ids).first()
        if unit is None:
            raise NotFound
        return unit.office_id, unit.pk
    if office_id is None or office_id not in standing.office_ids:
        raise NotFound
    return office_id, None


def _writable(draft_id: int, expected_version: int | None) -> Draft:
    draft = Draft.objects.select_for_update(no_key=True, of=("self",)).get(pk=draft_id)
    if draft.status != Draft.Status.OPEN:
        raise WrongState(_("This draft became an entry or was discarded. Start a new one."))
    if expected_version is not None and expected_version != draft.version:
        raise Stale
    return draft
