"""What is missing or does not add up in an application, all at once. Source: D1–D3."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from approvals.models import Application, ApplicationKind, Counts, Effect, SelfFinding
from approvals.rules.claims import lock_people
from approvals.rules.staffing import people_errors, staffing_errors
from organizations.errors import Invalid
from organizations.models import Office, Unit
from problems.models import ViolationType
from problems.models.words import ConsentRule
from problems.selectors.choices import types_for
from problems.services.entry_rules import NewEntry
from problems.services.reports import checked_report

LARGEST = 10_000  # of one item; more is a slip of the hand
Errors = dict[str, list[Any]]


def word(one: dict[str, Any]) -> str:
    """The name of a form field or a line of the checklist in the reader's language."""
    return str(one["en"] if (get_language() or "zh").startswith("en") else one["zh"])


def item_errors(kind: ApplicationKind, items: Sequence[Any]) -> list[Any]:
    """What is wrong with single items, whether or not the application is finished."""
    wrong = [
        _("Item %(place)s: say what is asked for.") % {"place": place}
        for place, one in enumerate(items, 1)
        if not one.what.strip()
    ]
    return wrong + _number_errors(kind, items)


def figure_errors(
    kind: ApplicationKind, items: Sequence[Any], unit: Unit, on: date, *, besides: int | None = None
) -> list[Any]:
    """What the numbers and the figures of the unit on ``on`` say against these items, whatever their words: the same
    before drafting as on filing. Source: D3, D12.

    Args:
        items: With ``post_kind``, ``level``, ``amount``, ``departures``.
        besides: The application itself, whose own claim to posts is not counted against it.
    """
    wrong = [*_number_errors(kind, items), *count_errors(kind, items)]
    return wrong or staffing_errors(kind, items, unit, on, besides=besides)


def _number_errors(kind: ApplicationKind, items: Sequence[Any]) -> list[Any]:
    wrong: list[Any] = []
    for place, one in enumerate(items, 1):
        if abs(one.amount) > LARGEST or one.departures > LARGEST:
            wrong.append(_("Item %(place)s: the number is not plausible.") % {"place": place})
        if kind.effect == Effect.REDUCTION and kind.counts == Counts.PEOPLE and one.amount > 0:
            wrong.append(_("Item %(place)s: people who leave posts are counted with a minus.") % {"place": place})
    return wrong


def filing_errors(application: Application, on: date) -> Errors:
    """Everything that keeps an application from being filed today.

    Returns: Sentences by field; empty when it can be filed.
    """
    kind = application.kind
    errors: Errors = {}
    if application.unit.valid_until is not None and application.unit.valid_until < on:
        errors["unit"] = [_("This unit no longer exists. The unit that took over its duties files the application.")]
    missing = [word(one) for one in kind.fields if one["required"] and not application.form.get(one["code"])]
    if missing:
        errors["form"] = [_("Still to be filled in: %(fields)s.") % {"fields": _join(missing)}]
    files = set(application.materials.filter(replaced_on=None).values_list("code", flat=True))
    lacking = [word(one) for one in kind.materials if one["required"] and one["code"] not in files]
    if lacking:
        errors["materials"] = [_("These materials are still missing: %(materials)s.") % {"materials": _join(lacking)}]
    check = application.self_check
    if check.get("figures_agree") is None:
        errors["figures_agree"] = [_("Take stock first: say whether posts, people and pay list agree.")]
    elif not check["figures_agree"] and not check.get("note"):
        errors["self_check_note"] = [_("Say what does not agree and how it will be mended.")]
    items = list(application.items.filter(struck_on=None).order_by("position", "pk"))
    wrong = [*item_errors(kind, items), *plan_errors(kind, items)]
    if wrong := wrong or figure_errors(kind, items, application.unit, on, besides=application.pk):
        errors["items"] = wrong
    people = list(application.people.filter(struck_on=None).order_by("pk"))
    if wrong := people_errors(kind, people, application.unit, on, besides=application.pk):
        errors["people"] = wrong
    if wrong := finding_errors(application, on):
        errors["findings"] = wrong
    return errors


def entering_errors(application: Application, on: date) -> list[Any]:
    """What figures, roster and approvals since then say against the people of an application that is to be approved;
    nothing for other kinds, whose figures the register checks as it changes them. Takes the locks of the people. D3."""
    if application.kind.counts != Counts.PEOPLE:
        return []
    items = list(application.items.filter(struck_on=None).order_by("position", "pk"))
    people = list(application.people.filter(struck_on=None).order_by("pk"))
    lock_people(one.identity_hash for one in people)
    asked: dict[str, Any] = {"besides": application.pk, "granted_only": True}
    found = staffing_errors(application.kind, items, application.unit, on, **asked)
    return [*found, *people_errors(application.kind, people, application.unit, on, **asked)]


def finding_types(office: Office) -> QuerySet[ViolationType]:
    """Types that a self-check can name. Interference with a lower office names that office: it has its own page."""
    return types_for(office).exclude(consent_rule=ConsentRule.LINE_INTERFERENCE)


def finding_entry(finding: SelfFinding, on: date) -> NewEntry:
    """What the self-check found, as the reporting of units takes it."""
    return NewEntry(
        unit_id=finding.application.unit_id,
        violation_type_id=finding.violation_type_id,
        source_id=0,  # the report knows
        facts=finding.facts,
        found_on=on,
        quota=finding.quota,
        actual=finding.actual,
        found=finding.found,
    )


def finding_errors(application: Application, on: date) -> list[Any]:
    """What keeps findings of the self-check from entering the ledger as reports of the unit. Source: D2, B15."""
    wrong: list[Any] = []
    rows = application.self_findings.filter(problem=None, dropped_on=None).select_related("application")
    for place, one in enumerate(rows.order_by("pk"), 1):
        try:
            checked_report(application.unit, finding_entry(one, on))
        except Invalid as refusal:
            for sentence in (each for listed in refusal.errors.values() for each in listed):
                wrong.append(_("Finding %(place)s: %(sentence)s") % {"place": place, "sentence": sentence})
    return wrong


# May ask for no posts: a rank changes, and the leadership posts that it touches are named where there are any.
WITHOUT_NUMBERS = frozenset({"change_rank"})


def count_errors(kind: ApplicationKind, items: Sequence[Any]) -> list[Any]:
    """What is wrong with the items taken together, by what the kind counts."""
    if kind.counts == Counts.NOTHING:
        said = _("This kind of application changes no posts. Leave the numbers out, or apply for the kind that does.")
        return [said] if any(one.amount for one in items) else []
    wrong: list[Any] = []
    counted = [one for one in items if one.amount]
    asks = kind.effect == Effect.ADDITION and kind.code not in WITHOUT_NUMBERS
    if asks and not any(one.amount > 0 for one in counted):
        wrong.append(_("Say how many are asked for: at least one item with a number above zero."))
    for place, one in enumerate(items, 1):
        if not one.amount:
            continue
        if kind.counts == Counts.LEADERS and not one.level:
            wrong.append(_("Item %(place)s: name the leadership level.") % {"place": place})
        if (kind.counts in {Counts.POSTS, Counts.PEOPLE} and not (one.post_kind or one.level)) or (
            kind.counts == Counts.PLAN and not one.post_kind
        ):
            wrong.append(_("Item %(place)s: name the kind of post. Kinds of posts are never mixed.") % {"place": place})
        if kind.counts in {Counts.POSTS, Counts.PLAN} and one.post_kind and one.level:
            wrong.append(
                _("Item %(place)s: name a kind of post or a leadership level, each in an item of its own.")
                % {"place": place}
            )
    return wrong


def plan_errors(kind: ApplicationKind, items: Sequence[Any]) -> list[Any]:
    """What a post-use plan says of each post beside its kind and number. Source: D3."""
    if kind.counts != Counts.PLAN:
        return []
    return [
        _("Item %(place)s: a post-use plan names specialty, mode of entry and talent class.") % {"place": place}
        for place, one in enumerate(items, 1)
        if one.amount and not (one.entry_mode.strip() and one.specialty.strip() and one.talent_class.strip())
    ]


def _join(words: Iterable[str]) -> str:
    from django.utils.translation import pgettext

    return pgettext("between names", ", ").join(words)
