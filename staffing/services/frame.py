"""What the acts on a unit's figures share: rights read now, the unit locked, one act, the receipt of the form."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations.clock import in_words, today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Unit
from organizations.scope import Standing, acting
from problems.acting import answered_before, give_receipt
from staffing import policies
from staffing.models import LeadershipLevel, PostKind

EARLIEST = date(1949, 10, 1)


@dataclass
class OnUnit:
    """An open act on a unit: ``known`` is the id of what the same form made before, if it was sent twice."""

    unit: Unit
    standing: Standing
    actor: Account
    name: str
    key: str
    subject: str
    known: int | None

    def receipt(self, object_id: int) -> None:
        give_receipt(self.actor, self.key, self.name, object_id, self.subject)


@contextmanager
def on_unit(
    name: str, unit_id: int, *, actor: Account, reason: str = "", key: str = "", subject: str = ""
) -> Iterator[OnUnit]:
    """One transaction around an act on the figures of one unit. Within an act of another room it joins that one.

    Args:
        subject: What the form is about, such as ``post:7``, where it is something narrower than the unit: a key that
            answered for one post never answers for another.

    Raises:
        NotFound: No such unit, or not this person's to know.
        NotAllowed: Visible but not theirs.
        KeyUsed: The form's key belongs to something else.
    """
    with recording_refusals(name, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        unit = policies.visible_units(standing).select_related("office").filter(pk=unit_id).first()
        if unit is None:
            raise NotFound
        if not policies.may(standing, name, unit):
            raise policies.refusal(name)
        facts = standing.facts(office_id=unit.office_id, unit_ids=standing.unit_ids & {unit_id})
        with act(name, actor=facts, reason=reason.strip()):
            unit = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=unit_id)
            subject = subject or f"unit:{unit_id}"
            known = answered_before(actor, key, name, subject)
            yield OnUnit(unit, standing, actor, name, key, subject, known)


class Faults:
    """Collects what is wrong, field by field, so that everything is named at once."""

    def __init__(self) -> None:
        self.errors: dict[str, list[Any]] = {}

    def add(self, field: str, sentence: Any) -> None:
        self.errors.setdefault(field, []).append(sentence)

    def stop(self) -> None:
        """Raises Invalid when anything is wrong."""
        if self.errors:
            raise Invalid(errors=self.errors)

    def text(self, field: str, value: str, sentence: Any, limit: int = 200) -> str:
        value = value.strip()
        if not value:
            self.add(field, sentence)
        elif len(value) > limit:
            self.add(field, _("Keep this within %(limit)d characters.") % {"limit": limit})
        return value

    def document(self, value: str) -> str:
        return self.text("document", value, _("Name the source document, with its number."))

    def day(self, field: str, day: date, *, not_before: date | None = None) -> date:
        """A day of the past or today, not before the figure it follows."""
        if day > today():
            self.add(field, _("This day lies in the future. Enter today or an earlier day."))
        elif day < EARLIEST:
            self.add(field, _("The year is not plausible."))
        elif not_before is not None and day < not_before:
            self.add(
                field,
                _("A later figure already stands from %(day)s. Enter that day or a later one.")
                % {"day": in_words(not_before)},
            )
        return day

    def count(self, field: str, value: int, *, least: int = 0) -> int:
        if not least <= value <= 1_000_000:
            self.add(field, _("Enter a whole number from %(least)d to 1000000.") % {"least": least})
        return value

    def kind(self, code: str) -> PostKind | None:
        found = PostKind.objects.filter(code=code, in_use=True).first()
        if found is None:
            self.add("kind", _("Choose a kind of post from the list."))
        return found

    def level(self, code: str) -> LeadershipLevel | None:
        found = LeadershipLevel.objects.filter(code=code, in_use=True).first()
        if found is None:
            self.add("level", _("Choose a level of leadership from the list."))
        return found


def require_in_scope(unit: Unit, faults: Faults) -> None:
    """Figures are kept for units that exist and are within scope (A1)."""
    if unit.valid_until is not None:
        faults.add("unit", _("This unit no longer exists. Choose the unit that took over its duties."))
    elif not unit.in_scope:
        faults.add("unit", _("Units of the production-and-operation class are outside the register."))
