"""Reads about offices, units and people: scoped to what the viewer may know."""

import difflib
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Appointment, Mandate, Office, Unit, in_force
from organizations.roles import UNIT_ROLES, Role
from organizations.scope import standing_of, visible_offices, visible_units


def unit_search(*, viewer: Account, text: str, office_id: int | None = None, limit: int = 12) -> list[Unit]:
    """Units whose name, code or pinyin initials hold ``text``; those that begin with it first (B5: under a minute)."""
    text = text.replace("\0", "").strip()[:60]
    rows = visible_units(viewer).filter(valid_until=None).select_related("competent_department", "office")
    if office_id:
        rows = rows.filter(office_id=office_id)
    if text:
        low = text.lower()
        rows = rows.filter(Q(name__icontains=text) | Q(code__istartswith=text) | Q(initials__contains=low))
        rows = rows.annotate(
            nearness=Case(
                When(name=text, then=Value(0)),
                When(name__startswith=text, then=Value(1)),
                When(initials__startswith=low, then=Value(2)),
                When(initials__endswith=low, then=Value(3)),
                default=Value(4),
                output_field=IntegerField(),
            )
        ).order_by("nearness", "pinyin", "pk")
    else:
        rows = rows.order_by("pinyin", "pk")
    return list(rows[:limit])


def offices_to_choose(viewer: Account) -> QuerySet[Office]:
    """Offices whose ledger the viewer may choose in a filter: own ones first by code."""
    return visible_offices(viewer).order_by("code")


def own_offices(viewer: Account) -> QuerySet[Office]:
    """Offices in which the viewer handles business."""
    return Office.objects.filter(pk__in=standing_of(viewer).office_ids).order_by("code")


def unit_id_of(viewer: Account, code: str) -> int:
    """Key of a unit by its code; 0 where the viewer may not know it, which services answer with NotFound."""
    return visible_units(viewer).filter(code=code).values_list("pk", flat=True).first() or 0


def unit_for(*, viewer: Account, unit_id: int) -> Unit:
    """A unit with its office, department, 三定 and the people in post. Raises NotFound when hidden or missing."""
    in_post = Appointment.objects.filter(in_force(today()), role__in=UNIT_ROLES).select_related("person")
    found: Any = (
        visible_units(viewer)
        .select_related("office", "competent_department", "responsible", "contact")
        .prefetch_related(
            Prefetch("mandates", queryset=Mandate.objects.order_by("kind", "-dated_on", "pk")),
            Prefetch("appointments", queryset=in_post, to_attr="in_post"),
            Prefetch("subordinates", queryset=Unit.objects.filter(valid_until=None).order_by("pinyin")),
        )
        .filter(pk=unit_id)
        .first()
    )
    if found is None:
        raise NotFound
    department = found.competent_department_id
    found.department_is_open = department in standing_of(viewer).unit_ids or (
        department is not None and visible_units(viewer).filter(pk=department).exists()
    )
    return found


def unit_list(*, viewer: Account, text: str = "") -> QuerySet[Unit]:
    """Units the viewer may know, by institution code."""
    rows = visible_units(viewer).select_related("office", "competent_department").order_by("office__code", "code")
    text = text.replace("\0", "").strip()[:60]
    if text:
        low = text.lower()
        rows = rows.filter(Q(name__icontains=text) | Q(code__istartswith=text) | Q(initials__contains=low))
    return rows


def closest_units(name: str, units: dict[str, int], limit: int = 3) -> list[str]:
    """Names most like ``name``, for an error that suggests and never guesses."""
    return difflib.get_close_matches(name, list(units), n=limit, cutoff=0.5)


def head_of(unit_id: int) -> str:
    """Who is named first person responsible, else the head in post; to fill a form with, empty for nobody (A5)."""
    in_post = Appointment.objects.filter(in_force(today()), unit_id=unit_id, role=Role.UNIT_HEAD)
    named = Unit.objects.filter(pk=unit_id).values_list("responsible__name", flat=True).first()
    if named:
        return named
    return in_post.order_by("-since").values_list("person__name", flat=True).first() or ""


def partners_with_people(partner_ids: Iterable[int]) -> set[int]:
    """Those of the departments in which somebody with an active account holds a post now: the others cannot answer."""
    posts = Appointment.objects.filter(
        in_force(today()), partner_id__in=list(partner_ids), person__account__status=Account.Status.ACTIVE
    )
    return set(posts.values_list("partner_id", flat=True))


def accounts_of_offices(office_ids: set[int]) -> QuerySet[Account]:
    """Accounts of the people who hold a post now in these offices, their units or partner departments."""
    posts = Appointment.objects.filter(in_force(today())).filter(
        Q(office_id__in=office_ids) | Q(unit__office_id__in=office_ids) | Q(partner__office_id__in=office_ids)
    )
    return Account.objects.filter(person_id__in=posts.values("person_id"))
