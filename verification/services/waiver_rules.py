"""Rules by which the look-back before closing may be waived: a leader enters one with its paper. Source: C1.

A rule is never changed: what it said stays with the close-outs that relied on it. Another one takes its place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account, Office
from organizations.scope import Standing, acting
from problems.acting import answered_before, give_receipt
from problems.models import ViolationType
from problems.models.entries import Pace
from verification import policies
from verification.models import WaiverRule
from verification.selectors.rules import types_of_office

LONGEST = {"name_zh": 80, "name_en": 120, "document": 120}
ADD, RETIRE = policies.ADD_WAIVER_RULE, policies.RETIRE_WAIVER_RULE


@dataclass(frozen=True)
class NewWaiverRule:
    """What a rule says. At least one of ``pace`` and ``type_code`` names the entries that it is for."""

    name_zh: str
    name_en: str
    document: str  # title and number of the paper it rests on
    pace: str = ""
    type_code: str = ""
    even_with_consent: bool = False


@contextmanager
def _acting(name: str, office_id: int, actor: Account, object_id: int, reason: str = "") -> Iterator[Standing]:
    kind, key = ("waiver_rule", object_id) if object_id else ("office", office_id)
    with recording_refusals(name, account=actor, object_kind=kind, object_id=key):
        standing = acting(actor)
        if office_id not in standing.office_ids:
            raise NotFound
        policies.require_in_office(standing, name, office_id)
        with act(name, actor=standing.facts(office_id=office_id), reason=reason.strip()):
            # Locked, so that codes are given one after the other and a key is answered once.
            Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=office_id)
            yield standing


def add_waiver_rule(*, office_id: int, rule: NewWaiverRule, actor: Account, key: str = "") -> WaiverRule:
    """Allow the verifiers of an office to waive the look-back of the entries that the rule names.

    Raises:
        Invalid: A name, the paper or both conditions are missing, or a condition is unknown in this office.
        NotFound, NotAllowed: The office is not the actor's, or the actor does not lead it.

    Source: C1.
    """
    with _acting(ADD, office_id, actor, 0):
        subject = f"office:{office_id}"
        known = answered_before(actor, key, ADD, subject)
        if known is not None:
            return WaiverRule.objects.get(pk=known)
        texts = {name: " ".join(getattr(rule, name).split()) for name in ("name_zh", "name_en", "document")}
        kind = types_of_office(office_id).filter(code=rule.type_code).first() if rule.type_code else None
        errors = _errors(texts, rule, kind)
        if errors:
            raise Invalid(errors=errors)
        office = Office.objects.get(pk=office_id)
        number = WaiverRule.objects.filter(office=office).count() + 1
        added = WaiverRule(
            code=f"{office.code.lower()}_waiver_{number}",
            office=office,
            position=number,
            pace=rule.pace,
            violation_type=kind,
            even_with_consent=rule.even_with_consent,
            **texts,
        )
        added.save()
        give_receipt(actor, key, ADD, added.pk, subject)
        return added


def _errors(texts: dict[str, str], rule: NewWaiverRule, kind: ViolationType | None) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}
    missing = {
        "name_zh": _("Give the Chinese name."),
        "name_en": _("Give the English name."),
        "document": _("Name the paper that allows it, with its number: without one the look-back is held."),
    }
    for name, sentence in missing.items():
        if not texts[name]:
            errors[name] = [sentence]
        elif len(texts[name]) > LONGEST[name]:
            errors[name] = [_("At most %(limit)s characters.") % {"limit": LONGEST[name]}]
    if rule.pace and rule.pace not in Pace.values:
        errors["pace"] = [_("Choose one of the paces.")]
    if rule.type_code and kind is None:
        errors["violation_type"] = [_("There is no such violation type in this office.")]
    if not rule.pace and not rule.type_code:
        errors["pace"] = [_("Name the entries it is for: a pace, a violation type, or both.")]
    return errors


def retire_waiver_rule(*, rule_id: int, reason: str, actor: Account) -> WaiverRule:
    """Let a rule of an office waive nothing any more; close-outs that relied on it keep it.

    Raises:
        Invalid: No reason.
        WrongState: It was retired before.
        NotFound, NotAllowed: See ``add_waiver_rule``.

    Source: C1.
    """
    office_id = WaiverRule.objects.filter(pk=rule_id).values_list("office_id", flat=True).first() or 0
    with _acting(RETIRE, office_id, actor, rule_id, reason):
        rule = WaiverRule.objects.select_for_update(no_key=True, of=("self",)).get(pk=rule_id)
        if not rule.in_use:
            raise WrongState(_("The rule was retired before."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why; the reason stays with the rule.")]})
        rule.in_use = False
        rule.save()
        return rule
