"""What a person stands for today, and which offices and units that opens to them. Source: A3, A4.

``Standing`` is a pure answer computed from the appointments in force; policies of every room ask it and nobody
else reads roles.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from audit.acts import ActorFacts
from organizations.clock import today
from organizations.models import Account, Appointment, Office, Unit, in_force
from organizations.roles import OFFICE_ROLES, RANK, UNIT_ROLES, Role


@dataclass
class Standing:
    """The appointments a person holds on one day, with the questions that rules ask of them."""

    account: Any  # an Account, or a visitor who stands for nothing
    appointments: list[Appointment] = field(default_factory=list)

    @property
    def person_id(self) -> int:
        return self.account.person_id

    def roles_in_office(self, office_id: int) -> set[str]:
        """Roles held in exactly this office."""
        return {one.role for one in self.appointments if one.office_id == office_id}

    def roles_in_unit(self, unit_id: int) -> set[str]:
        """Roles held in exactly this unit."""
        return {one.role for one in self.appointments if one.unit_id == unit_id}

    def rank_in(self, office_id: int) -> int:
        """Highest business rank in this office: clerk 1, section chief 2, office leader 3; 0 for none."""
        return max((RANK.get(Role(role), 0) for role in self.roles_in_office(office_id)), default=0)

    @cached_property
    def office_ids(self) -> set[int]:
        """Offices in which a business or observing role is held."""
        return {one.office_id for one in self.appointments if one.office_id and one.role in OFFICE_ROLES}

    @cached_property
    def audited_office_ids(self) -> set[int]:
        """Offices whose trail this person reads as audit administrator."""
        return {one.office_id for one in self.appointments if one.office_id and one.role == Role.AUDIT_ADMIN}

    @cached_property
    def lower_office_ids(self) -> set[int]:
        """Offices below those of ``office_ids``, at any depth, without them."""
        return subtree(self.office_ids) - self.office_ids if self.office_ids else set()

    @cached_property
    def own_unit_ids(self) -> set[int]:
        """Units in which a role is held."""
        return {one.unit_id for one in self.appointments if one.unit_id and one.role in UNIT_ROLES}

    @cached_property
    def unit_ids(self) -> set[int]:
        """Own units and their subordinates at any depth (A4)."""
        return units_below(self.own_unit_ids) if self.own_unit_ids else set()

    @cached_property
    def partner_ids(self) -> set[int]:
        """Partner departments whose member this person is."""
        return {one.partner_id for one in self.appointments if one.partner_id and one.role == Role.PARTNER}

    @property
    def is_office(self) -> bool:
        return bool(self.office_ids)

    @property
    def is_unit(self) -> bool:
        return bool(self.own_unit_ids)

    def holds(self, *roles: str) -> bool:
        """Whether any of ``roles`` is held anywhere."""
        return any(one.role in roles for one in self.appointments)

    def facts(self, *, office_id: int | None = None, unit_ids: Iterable[int] = ()) -> ActorFacts:
        """The snapshot that the trail keeps of who acted: name, body and role as of now.

        The appointment in the named office or units goes first, the superior ones next, so that a person with
        several roles is recorded under the one the act is about.
        """
        wanted = set(unit_ids)

        def fit(one: Appointment) -> tuple[int, int]:
            near = 0 if office_id and one.office_id == office_id else 1 if one.unit_id in wanted else 2
            return near, -RANK.get(Role(one.role), 0)

        best = min(self.appointments, key=fit, default=None)
        return ActorFacts(
            account_id=self.account.pk,
            person_id=self.account.person_id,
            name=self.account.person.name,
            unit=str(best.body) if best else "",
            role=best.role if best else ("system" if self.account.is_system else ""),
        )


def standing_of(account: Account | AnonymousUser | Any, on: date | None = None) -> Standing:
    """What ``account`` stands for on ``on`` (default today). Nobody and suspended accounts stand for nothing.

    Kept on the account object for one request; services start from ``acting``, which reads it afresh.
    """
    if not isinstance(account, Account) or not account.is_active:
        return Standing(account=account, appointments=[])
    known = account.__dict__.get("_standing")
    if known is None or on is not None:
        held = (
            Appointment.objects.filter(in_force(on or today()), person_id=account.person_id)
            .select_related("office", "section", "unit", "partner")
            .order_by("pk")
        )
        known = Standing(account=account, appointments=list(held))
        if on is None:
            account.__dict__["_standing"] = known
    return known


def acting(actor: Account) -> Standing:
    """The standing of ``actor`` read now, for a service: rights count at the time of action.

    Raises:
        TypeError: ``actor`` is missing or not an account; a missing actor is an error, never a free pass.
    """
    if not isinstance(actor, Account):
        raise TypeError("Every act needs the account of the person who acts.")
    return standing_of(Account.objects.select_related("person").get(pk=actor.pk))


def subtree(office_ids: Iterable[int]) -> set[int]:
    """The offices named and all below them, at any depth."""
    return _closure(Office, "superior_id", office_ids)


def units_below(unit_ids: Iterable[int]) -> set[int]:
    """The units named and all their subordinates, at any depth."""
    return _closure(Unit, "competent_department_id", unit_ids)


def _closure(model: type[Office] | type[Unit], parent: str, ids: Iterable[int]) -> set[int]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE below(id) AS (
                SELECT id FROM {table} WHERE id = ANY(%s)
                UNION SELECT child.id FROM {table} child JOIN below ON child.{parent} = below.id)
            SELECT id FROM below
            """,  # noqa: S608 - names come from our own models
            [list(ids)],
        )
        return {row[0] for row in cursor.fetchall()}


def visible_offices(viewer: Account) -> QuerySet[Office]:
    """Offices whose ledger ``viewer`` may choose: own ones and those below."""
    standing = standing_of(viewer)
    return Office.objects.filter(pk__in=standing.office_ids | standing.lower_office_ids | standing.audited_office_ids)


def visible_units(viewer: Account) -> QuerySet[Unit]:
    """Units ``viewer`` may know as such: those of own and lower offices, own units and their subordinates."""
    standing = standing_of(viewer)
    offices = standing.office_ids | standing.lower_office_ids | standing.audited_office_ids
    found = Unit.objects.filter(office_id__in=offices) if offices else Unit.objects.none()
    if standing.unit_ids:
        found = found | Unit.objects.filter(pk__in=standing.unit_ids)
    return found
