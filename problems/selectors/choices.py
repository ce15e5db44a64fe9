"""What a form offers to choose from: reference data in use, and units of an office."""

from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import get_language

from organizations.models import Account, Office, Unit, Word
from organizations.scope import standing_of, visible_units
from problems.models import Cause, Source, ViolationType


def types_in_use() -> QuerySet[ViolationType]:
    return ViolationType.objects.filter(in_use=True)


def types_for(office: Office) -> QuerySet[ViolationType]:
    """Types in use that an office can register: those of all offices, its own, and those of the offices above. B3."""
    above, place = [office.pk], office
    while place.superior_id is not None and place.superior_id not in above:
        above.append(place.superior_id)
        place = Office.objects.get(pk=place.superior_id)
    return types_in_use().filter(Q(office=None) | Q(office_id__in=above))


def all_types() -> QuerySet[ViolationType]:
    """Types of all offices and of each, retired ones too, with the office they are of."""
    return ViolationType.objects.select_related("office").order_by("office__code", "position", "code")


def sources_in_use() -> QuerySet[Source]:
    return Source.objects.filter(in_use=True)


def causes_in_use() -> QuerySet[Cause]:
    return Cause.objects.filter(in_use=True)


class WordsInUse:
    """Codes and names of types, sources and causes, and the reporting groups, for filters: one query, when asked."""

    @cached_property
    def _rows(self) -> list[tuple[str, str, str, str, str]]:
        def words(model: type[Word], kind: str, tags: Any) -> QuerySet:
            return (
                model._default_manager.filter(in_use=True)
                .order_by()
                .values_list(Value(kind), "position", "code", "name_zh", "name_en", tags)
            )

        found = words(ViolationType, "type", F("tags")).union(
            words(Source, "source", Value("")), words(Cause, "cause", Value("")), all=True
        )
        return [(kind, code, zh, en, tags) for kind, _place, code, zh, en, tags in found.order_by("position", "code")]

    def named(self, kind: str) -> list[tuple[str, str]]:
        """(code, name in the reader's language) of one kind."""
        english = (get_language() or "zh").startswith("en")
        return [(code, en if english else zh) for one, code, zh, en, _tags in self._rows if one == kind]

    def tags(self) -> list[tuple[str, str]]:
        """Reporting groups; those of a type are one text, separated by spaces."""
        groups = {tag for *_word, tags in self._rows for tag in tags.split()}
        return [(tag, tag) for tag in sorted(groups)]


def units_to_register(viewer: Account, office: Office) -> QuerySet[Unit]:
    """Units of one office that can be entered into its ledger."""
    return visible_units(viewer).filter(office=office, valid_until=None).order_by("pinyin", "pk")


def units_to_filter(viewer: Account) -> QuerySet[Unit]:
    """Units a list can be narrowed to."""
    return visible_units(viewer).order_by("pinyin", "pk")


def offices_below(office: Office) -> QuerySet[Office]:
    """Offices directly below one."""
    return Office.objects.filter(superior=office).order_by("code")


def has_lower_offices(viewer: Account) -> bool:
    """Whether the viewer's office has any office below it."""
    return bool(standing_of(viewer).lower_office_ids)


def ids_of(*, type_code: str, source_code: str, cause_code: str = "", office_code: str = "") -> dict[str, int | None]:
    """Ids of reference data by code, as a new entry takes them; an unknown code becomes 0, which the service names."""

    def one(rows: QuerySet, code: str) -> int:
        return rows.filter(code=code).values_list("pk", flat=True).first() or 0

    return {
        "violation_type_id": one(types_in_use(), type_code),
        "source_id": one(sources_in_use(), source_code),
        "cause_id": one(causes_in_use(), cause_code) if cause_code else None,
        "affected_office_id": one(Office.objects.all(), office_code) if office_code else None,
    }
