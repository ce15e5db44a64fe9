"""Handing a post over, and naming who is responsible in a unit. History keeps the old name. Source: A5.

What waits for a post is read from roles, so it is the successor's from the first day. Names that stand in open matters
follow on that day: rooms above say how by ``follow_with``.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations import policies
from organizations.accounts import administering, holder_of, locked_post, require_apart, require_last_day
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Appointment, Handover, Person, Unit, in_force
from organizations.people import appoint, system_account
from organizations.roles import UNIT_ROLES, Role
from organizations.scope import acting, visible_units

Follower = Callable[[Handover], list[str]]
_followers: list[Follower] = []


def follow_with(follower: Follower) -> None:
    """Have a room's open matters follow a handover, within its transaction. Called when the applications start.

    The follower answers sentences about what could not follow; they stand with the handover and name no matter.
    """
    if follower not in _followers:
        _followers.append(follower)


def hand_over(*, appointment_id: int, successor_id: int, last_day: date, reason: str, actor: Account) -> Handover:
    """End a post on a day and give it to a successor from the next, in one act.

    Args:
        successor_id: Key of the successor's account.
        last_day: Of the predecessor; yesterday at the earliest.

    Raises:
        Invalid: A day that does not fit, no reason, the same person, roles that must not meet, or a suspended account.
        NotFound, NotAllowed: See ``administering``; nobody hands a post to themselves or gives up their own.

    Source: A5.
    """
    holder = holder_of(appointment_id)
    with administering("post.hand_over", holder, actor=actor, reason=reason, post_id=appointment_id) as (
        standing,
        account,
    ):
        post = locked_post(appointment_id, standing, "post.hand_over")
        successor = policies.accounts_visible_to(standing).select_related("person").filter(pk=successor_id).first()
        errors: dict[str, list] = {}
        if successor is None:
            errors["successor"] = [_("Choose somebody whose account your office looks after.")]
        elif successor.person_id == account.person_id:
            errors["successor"] = [_("Choose somebody else: this person holds the post.")]
        elif successor.status == Account.Status.SUSPENDED:
            errors["successor"] = [_("This account is suspended. Have it activated first.")]
        if not reason.strip():
            errors["reason"] = [_("Give the reason; it is kept with the account.")]
        if errors or successor is None:
            raise Invalid(errors=errors)
        policies.require_other(standing, successor.person_id)
        require_last_day(post, last_day)
        since = last_day + timedelta(days=1)
        require_apart(successor.person_id, post.role, since, None, field="successor")
        post.until = last_day
        post.save(update_fields=["until"])
        taken_up = appoint(
            person=successor.person,
            role=post.role,
            since=since,
            actor=actor,
            office=post.office,
            section=post.section,
            unit=post.unit,
            partner=post.partner,
        )
        made = Handover(given_up=post, taken_up=taken_up, last_day=last_day, reason=reason.strip())
        made.save()
        if since <= today():
            _take_effect(made)
        return made


def effect_due(on: date | None = None) -> int:
    """Let open matters follow the handovers whose successor has begun; answers how many. Harmless twice."""
    day, done = on or today(), 0
    due = Handover.objects.filter(effected_on=None, last_day__lt=day).order_by("pk").values_list("pk", flat=True)
    for handover_id in list(due):
        with act("post.take_up", actor=acting(system_account()).facts()):
            one = (
                Handover.objects.select_for_update(no_key=True, of=("self",))
                .select_related("given_up__person", "given_up__unit", "taken_up__person")
                .get(pk=handover_id)
            )
            if one.effected_on is None:
                _take_effect(one)
                done += 1
    return done


def _take_effect(handover: Handover) -> None:
    old, new, unit_id = handover.given_up.person_id, handover.taken_up.person_id, handover.given_up.unit_id
    if unit_id is not None:
        unit = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit_id)
        changed = [name for name in ("responsible", "contact") if getattr(unit, f"{name}_id") == old]
        for name in changed:
            setattr(unit, f"{name}_id", new)
        if changed:
            unit.save(update_fields=changed)
    behind = [sentence for follower in _followers for sentence in follower(handover)]
    handover.effected_on, handover.left_behind = today(), "\n".join(behind)
    handover.save(update_fields=["effected_on", "left_behind"])


def name_responsible(
    *, unit_id: int, actor: Account, responsible_id: int | None = None, contact_id: int | None = None
) -> Unit:
    """Name the head of a unit as first person responsible for rectification, and a contact.

    Args:
        responsible_id: A person who is head of the unit now, or None.
        contact_id: A person who holds a post in the unit now, or None.

    Raises:
        Invalid: Somebody who does not hold such a post.
        NotFound, NotAllowed: The unit is hidden, or the actor is neither of it nor of its office.

    Source: A5.
    """
    name = "unit.name_responsible"
    with recording_refusals(name, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        unit = visible_units(standing.account).select_related("office").filter(pk=unit_id).first()
        if unit is None:
            raise NotFound
        policies.require_naming(standing, unit)
        posts = Appointment.objects.filter(in_force(today()), unit_id=unit_id, role__in=UNIT_ROLES)
        errors: dict[str, list] = {}
        if responsible_id and not posts.filter(person_id=responsible_id, role=Role.UNIT_HEAD).exists():
            errors["responsible"] = [_("Choose the head of the unit now in post.")]
        if contact_id and not posts.filter(person_id=contact_id).exists():
            errors["contact"] = [_("Choose somebody who holds a post in the unit now.")]
        if errors:
            raise Invalid(errors=errors)
        with act(name, actor=standing.facts(office_id=unit.office_id, unit_ids=[unit_id])):
            unit = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit_id)
            unit.responsible_id, unit.contact_id = responsible_id or None, contact_id or None
            unit.save(update_fields=["responsible", "contact"])
        return unit


def people_in_post(unit_id: int, *roles: str) -> QuerySet[Person]:
    """People who hold one of ``roles`` in the unit now, by name."""
    posts = Appointment.objects.filter(in_force(today()), unit_id=unit_id, role__in=roles)
    return Person.objects.filter(pk__in=posts.values("person_id")).order_by("name", "pk")
