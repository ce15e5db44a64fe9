"""Violation types that an office adds for its own ledger and those below it. Never deleted. Source: B3."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account, Office
from organizations.scope import Standing, acting
from problems import policies
from problems.acting import answered_before, give_receipt, repeatable
from problems.models import ViolationType
from problems.models.words import FigureKind

AFTER_ALL = 900  # position: behind the types of all offices


@dataclass(frozen=True)
class TypeWords:
    """What people call a type, the clause it breaks, and the groups it is reported under."""

    name_zh: str
    name_en: str
    clause: str = ""
    tags: str = ""


@contextmanager
def _acting(name: str, may: str, office_id: int, actor: Account, object_id: int, reason: str) -> Iterator[Standing]:
    """One act of an office on its types; the office's row is locked, so that codes are given one after the other."""
    # One that is still to be added is refused for its office.
    kind, key = ("violation_type", object_id) if object_id else ("office", office_id)
    with recording_refusals(name, account=actor, object_kind=kind, object_id=key):
        standing = acting(actor)
        if office_id not in standing.office_ids:
            raise NotFound
        if not policies.may_in_office(standing, may, office_id):
            raise policies.refusal(may)
        with act(name, actor=standing.facts(office_id=office_id), reason=reason.strip()):
            Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=office_id)
            yield standing


def _checked(words: TypeWords, office_id: int, leave_out: int | None = None) -> TypeWords:
    clean = TypeWords(**{name: " ".join(str(value).split()) for name, value in vars(words).items()})
    errors: dict[str, list] = {}
    if not clean.name_zh:
        errors["name_zh"] = [_("Give the Chinese name.")]
    if not clean.name_en:
        errors["name_en"] = [_("Give the English name.")]
    twins = ViolationType.objects.filter(Q(office=None) | Q(office_id=office_id), name_zh=clean.name_zh)
    if clean.name_zh and twins.exclude(pk=leave_out or 0).exists():
        errors["name_zh"] = [_("There is a type of this name already.")]
    if errors:
        raise Invalid(errors=errors)
    return clean


@repeatable(ViolationType)
def add_type(
    *, office_id: int, words: TypeWords, actor: Account, figures: str = FigureKind.NONE, key: str = ""
) -> ViolationType:
    """Add a type for an office and the offices below it.

    Args:
        figures: What its entries count; fixed once it is added, since entries rely on it.

    Raises: NotFound, NotAllowed, Invalid.

    Source: B3.
    """
    subject = f"office:{office_id}"
    try:
        with _acting("type.add", "type.add", office_id, actor, 0, ""):
            known = answered_before(actor, key, "type.add", subject)
            if known is not None:
                return ViolationType.objects.get(pk=known)
            errors: dict[str, list] = {}
            if figures not in FigureKind.values:
                errors["figures"] = [_("Choose what its entries count.")]
            try:
                words = _checked(words, office_id)
            except Invalid as refusal:
                errors |= refusal.errors
            if errors:
                raise Invalid(errors=errors)
            office = Office.objects.get(pk=office_id)
            number = ViolationType.objects.filter(office=office).count() + 1
            added = ViolationType(
                code=f"{office.code.lower()}_{number}",
                office=office,
                figures=figures,
                position=AFTER_ALL,
                **vars(words),
            )
            added.save()
            give_receipt(actor, key, "type.add", added.pk, subject)
            return added
    except IntegrityError:
        known = answered_before(actor, key, "type.add", subject)
        if known is None:
            raise
        return ViolationType.objects.get(pk=known)


def change_type(*, type_id: int, words: TypeWords, reason: str, actor: Account) -> ViolationType:
    """Change name, clause or groups of an office's own type; its past keeps what it was called.

    Raises: NotFound, NotAllowed, Invalid, also without a reason.

    Source: B3.
    """
    office_id = _office_of(type_id)
    with _acting("type.change", "type.change", office_id, actor, type_id, reason):
        row = _own(type_id)
        words = _checked(words, office_id, leave_out=type_id)
        _require(reason, _("Say why it is changed."))
        for name, value in vars(words).items():
            setattr(row, name, value)
        row.save()
        return row


def retire_type(*, type_id: int, reason: str, actor: Account) -> ViolationType:
    """Offer an office's own type no more; entries keep it. Raises NotFound, NotAllowed, WrongState, Invalid. B3."""
    return _set_use(type_id, False, reason, actor, "type.retire")


def restore_type(*, type_id: int, reason: str, actor: Account) -> ViolationType:
    """Take a retired type of an office back into use. Raises NotFound, NotAllowed, WrongState, Invalid. Source: B3."""
    return _set_use(type_id, True, reason, actor, "type.restore")


def _set_use(type_id: int, in_use: bool, reason: str, actor: Account, name: str) -> ViolationType:
    with _acting(name, "type.retire", _office_of(type_id), actor, type_id, reason):
        row = _own(type_id)
        if row.in_use is in_use:
            raise WrongState(_("The type is in use already.") if in_use else _("The type was retired before."))
        _require(reason, _("Say why; the reason stays with the type."))
        row.in_use = in_use
        row.save()
        return row


def _own(type_id: int) -> ViolationType:
    return ViolationType.objects.select_for_update(no_key=True, of=("self",)).get(pk=type_id)


def _office_of(type_id: int) -> int:
    """The office whose type it is; 0, which nobody has, for those of all offices."""
    return ViolationType.objects.filter(pk=type_id).values_list("office_id", flat=True).first() or 0


def _require(reason: str, sentence: Any) -> None:
    if not reason.strip():
        raise Invalid(errors={"reason": [sentence]})
