"""Asking the gate before drafting, and keeping the answer. Source: D12, H1."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from approvals import papers, policies
from approvals.gate.asking import Answer, ask, kept_sheets, watched_for
from approvals.models import ApplicationKind, GateSheet
from approvals.rules.filing import figure_errors
from approvals.services.examination import keep
from audit.acts import act
from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Unit
from organizations.scope import acting, visible_units
from problems.acting import answered_before, give_receipt
from problems.policies import visible_to as visible_problems

EARLIEST = 1990


@dataclass(frozen=True)
class Asked:
    """A number that would be asked for, as an item of an application has it."""

    amount: int
    post_kind: str = ""
    level: str = ""
    departures: int = 0  # of a plan: people expected to leave
    what: str = ""


def precheck(
    *,
    unit_id: int,
    kind_code: str,
    viewer: Account,
    items: Sequence[Asked] = (),
    cures: Sequence[int] = (),
    on: date | None = None,
) -> Answer:
    """What would happen if this unit applied now, or had on an earlier day: the gate's own answer, and beside it what
    the staffing figures say against these numbers, as on filing. Writes nothing.

    Args:
        items: What would be asked for; without any the figures are not looked at.
        cures: Entries that the application would cure. On filing such a claim counts once the supervision section has
            no objection.
        on: Default today; no later day, because nobody knows the entries of tomorrow.

    Raises:
        NotFound: The unit is not the viewer's to know.
        NotAllowed: Neither of the unit nor of its office.
        Invalid: No such kind, a day in the future, an entry that the application could not cure.

    Source: D12, D3.
    """
    standing = acting(viewer)
    unit = (
        visible_units(standing.account)
        .select_related("office__superior", "competent_department")
        .filter(pk=unit_id)
        .first()
    )
    if unit is None:
        raise NotFound
    if not policies.may_for(standing, policies.PRE_CHECK, office_id=unit.office_id, unit_id=unit.pk):
        raise policies.refusal(policies.PRE_CHECK)
    kind, day = kind_for(kind_code), _day(on)
    watched = watched_for(unit, kind.code, day) if cures else []
    if set(cures) - set(
        visible_problems(viewer).filter(pk__in=cures, unit_id__in=watched).values_list("pk", flat=True)
    ):
        raise Invalid(
            errors={"cures": [_("Name entries of this unit, or of its subordinates, that stand against it.")]}
        )
    found = answer_of(unit, kind, items=items, cures=cures, on=day)
    known = {one.pk for one in policies.visible_sheets(standing).filter(pk__in=[one.pk for one in found.kept])}
    return replace(found, kept=tuple(one for one in found.kept if one.pk in known))


def answer_of(unit: Unit, kind: ApplicationKind, *, items: Sequence[Asked], cures: Sequence[int], on: date) -> Answer:
    """The gate's answer and what the figures say, for somebody who may ask or the command."""
    asked = [{"what": one.what, "post_kind": one.post_kind, "level": one.level, "amount": one.amount} for one in items]
    figures = tuple(str(one) for one in figure_errors(kind, items, unit, on)) if items else None
    kept = tuple(kept_sheets(unit.pk, kind.pk, on)[:50]) if on < today() else ()
    return replace(ask(unit, kind, items=asked, on=on, cures=cures), figures=figures, kept=kept)


def keep_precheck(
    *,
    unit_id: int,
    kind_code: str,
    actor: Account,
    items: Sequence[Asked] = (),
    cures: Sequence[int] = (),
    on: date | None = None,
    key: str = "",
) -> GateSheet:
    """Ask the gate and keep the answer as a numbered sheet, to be shown later word for word.

    Raises: As ``precheck``.

    Source: D12, H1.
    """
    with recording_refusals(policies.PRE_CHECK, account=actor, object_kind="unit", object_id=unit_id):
        answer = precheck(unit_id=unit_id, kind_code=kind_code, viewer=actor, items=items, cures=cures, on=on)
        standing = acting(actor)
        subject = f"unit:{unit_id}"
        known = answered_before(actor, key, policies.PRE_CHECK, subject)
        if known is not None:
            return GateSheet.objects.get(pk=known)
        unit = Unit.objects.select_related("office").get(pk=unit_id)
        facts = standing.facts(office_id=unit.office_id, unit_ids={unit_id})
        with act(policies.PRE_CHECK, actor=facts):
            Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
            known = answered_before(actor, key, policies.PRE_CHECK, subject)
            if known is not None:
                return GateSheet.objects.get(pk=known)
            sheet = keep(
                answer,
                unit_id=unit_id,
                office_id=unit.office_id,
                kind_id=kind_for(kind_code).pk,
                purpose=GateSheet.Purpose.PRE_CHECK,
                examiner_id=standing.person_id,
            )
            papers.issue_sheet(unit.office, sheet, examiner=standing.account.person.name)
            give_receipt(actor, key, policies.PRE_CHECK, sheet.pk, subject)
            return sheet


def kind_for(code: str) -> ApplicationKind:
    """A kind in use. Raises Invalid naming the field where there is none."""
    kind = ApplicationKind.objects.filter(code=code, in_use=True).first()
    if kind is None:
        raise Invalid(errors={"kind": [_("Choose a kind of application from the list.")]})
    return kind


def _day(on: date | None) -> date:
    on = on or today()
    if on > today():
        raise Invalid(errors={"on": [_("This day lies in the future. Enter today or an earlier day.")]})
    if on.year < EARLIEST:
        raise Invalid(errors={"on": [_("The year is not plausible.")]})
    return on
