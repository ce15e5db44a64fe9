"""The rules on the fields of an entry, asked when it is registered, accepted or corrected. Source: B1–B4, C3."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Office, Unit
from problems import policies
from problems.models import Cause, Problem, Source, ViolationType
from problems.models.entries import FinderLevel, Nature
from problems.models.words import ConsentRule, FigureKind
from problems.selectors.choices import types_for
from problems.services.dates import LAST_YEAR
from problems.spreadsheets.values import row_identity


@dataclass(frozen=True)
class NewEntry:
    """What a clerk knows when a problem is found. Ids are of visible, usable rows; dates are plain days."""

    unit_id: int
    violation_type_id: int
    source_id: int
    facts: str
    found_on: date
    nature: str = Nature.VIOLATION
    finder_level: str = FinderLevel.OWN
    cause_id: int | None = None
    sub_source: str = ""
    source_document: str = ""
    quota: int | None = None
    actual: int | None = None
    found: int | None = None
    required_on: date | None = None
    required_by: str = ""
    affected_office_id: int | None = None
    remark: str = ""


def consent_rule_for(source: Source, violation_type: ViolationType, finder_level: str) -> str:
    """Why the close-out will need the superior's consent, or ``""``. Source: C3 (three classes, as data)."""
    if violation_type.consent_rule:
        return violation_type.consent_rule
    found_above = finder_level == FinderLevel.SUPERIOR and source.consent_when_found_above
    return ConsentRule.FOUND_ABOVE if found_above or source.found_above else ConsentRule.NONE


def known_entries(identities: Iterable[str]) -> dict[str, Problem]:
    """Entries of the ledger that state a matter word for word, by its identity; where one was merged, what goes on.

    What was voided let its identity go, so that the matter can be registered afresh.
    """
    rows = Problem.objects.only("pk", "identity", "number", "unit_id", "merged_into_id")
    found = {one.identity or "": one for one in rows.filter(identity__in=list(identities))}
    while merged := {key: one.merged_into_id for key, one in found.items() if one.merged_into_id}:
        later = rows.in_bulk({pk for pk in merged.values() if pk})
        found |= {key: later[pk] for key, pk in merged.items() if pk}
    return found


def checked_entry(
    office: Office,
    unit: Unit | None,
    entry: NewEntry,
    instead_of: tuple[Problem, Set[str]] | None = None,
    *,
    by_unit: bool = False,
) -> Problem:
    """The entry as an unsaved row, all rules on its fields asked.

    Args:
        instead_of: The stored entry that is corrected, with the fields that the correction touches: what it says
            already, such as a type that was retired since, is not asked again.
        by_unit: Whether the unit itself says this: an entry of the same matter that it may not know of is neither
            named nor in its way. Its report goes to the office, which sees both.

    Raises: Invalid naming every broken rule.
    """
    errors: dict[str, list] = {}
    stored, touched = instead_of or (None, frozenset())

    def wrong(field: str, sentence: object) -> None:
        errors.setdefault(field, []).append(sentence)

    kind = types_for(office).filter(pk=entry.violation_type_id).first()
    source = Source.objects.filter(pk=entry.source_id, in_use=True).first()
    if stored is not None and "violation_type" not in touched:
        kind = stored.violation_type
    if stored is not None and "source" not in touched:
        source = stored.source
    cause = Cause.objects.filter(pk=entry.cause_id, in_use=True).first() if entry.cause_id else None
    if unit is None:
        wrong("unit", _("This unit is not in your office's list. Choose one from the list."))
    elif unit.valid_until is not None:
        wrong("unit", _("This unit no longer exists. Choose the unit that took over its duties."))
    elif not unit.in_scope:
        wrong("unit", _("Units of the production-and-operation class are outside the ledger."))
    if kind is None:
        wrong("violation_type", _("Choose a violation type from the list."))
    if source is None:
        wrong("source", _("Choose a source from the list."))
    if entry.cause_id and cause is None:
        wrong("cause", _("Choose a cause from the list, or leave it open."))
    if not entry.facts.strip():
        wrong("facts", _("Say in a sentence what was found."))
    if entry.found_on > today():
        wrong("found_on", _("The day of finding lies in the future. Enter today or an earlier day."))
    if entry.found_on.year < 1949:
        wrong("found_on", _("The year of finding is not plausible."))
    if entry.required_on and entry.required_on.year > LAST_YEAR:
        wrong("required_on", _("The year of the required date is not plausible."))
    if entry.required_on and entry.required_on < entry.found_on:
        wrong("required_on", _("The required date lies before the day of finding."))
    if entry.nature not in Nature.values:
        wrong("nature", _("Choose policy-caused or violation."))
    elif entry.nature == Nature.POLICY and kind and not kind.may_be_policy_caused:
        wrong("nature", _("Only over quota and leaders over quota can be policy-caused; choose violation."))
    if entry.finder_level not in FinderLevel.values:
        wrong("finder_level", _("Choose who found it."))
    found = entry.found
    if kind and kind.figures in {FigureKind.STAFF, FigureKind.LEADERS}:
        if entry.quota is None or entry.actual is None:
            wrong("quota", _("This type needs the quota and the actual number."))
        elif entry.actual <= entry.quota:
            wrong("actual", _("The actual number is not above the quota, so nothing is over."))
        else:
            found = entry.actual - entry.quota
            if entry.found is not None and entry.found != found:
                wrong("found", _("The excess must be the actual number minus the quota."))
    elif kind and kind.figures and found is None:
        wrong("found", _("This type needs the number of people, posts or bodies concerned."))
    affected = None
    if kind and kind.consent_rule == ConsentRule.LINE_INTERFERENCE:
        affected = Office.objects.filter(pk=entry.affected_office_id or 0, superior=office).first()
        if affected is None and Office.objects.filter(superior=office).exists():
            wrong("affected_office", _("Name the lower office that was interfered with."))
    if stored is not None:
        errors = {field: listed for field, listed in errors.items() if field in touched}
    if errors:
        raise Invalid(errors=errors)
    assert unit and kind and source  # noqa: S101 - an error was raised above otherwise
    identity = row_identity(office.code, unit.code, kind.code, entry.facts, entry.found_on)
    known = known_entries([identity]).get(identity)
    if known and by_unit and not policies.known_to_unit(unit.pk).filter(pk=known.pk).exists():
        known = None
    if known and stored is not None and known.pk == stored.pk:  # itself, or a duplicate that was merged into it
        known = Problem.objects.filter(identity=identity).exclude(pk=stored.pk).first()
    if known:
        said = {"number": known.number}
        raise Invalid(errors={"facts": [_("This matter of the unit is already in the ledger as %(number)s.") % said]})
    policy = entry.nature == Nature.POLICY
    return Problem(
        office=office,
        unit=unit,
        violation_type=kind,
        source=source,
        sub_source=entry.sub_source.strip(),
        source_document=entry.source_document.strip(),
        finder_level=FinderLevel.SUPERIOR if source.found_above else entry.finder_level,
        nature=entry.nature,
        nature_confirmed=not policy,
        cause=cause,
        facts=entry.facts.strip(),
        quota=entry.quota,
        actual=entry.actual,
        found=found,
        found_on=entry.found_on,
        required_on=entry.required_on,
        required_by=entry.required_by.strip() if entry.required_on else "",
        affected_office=affected,
        consent_rule=consent_rule_for(source, kind, entry.finder_level),
        remark=entry.remark.strip(),
        identity=identity,
    )
