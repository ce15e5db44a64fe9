"""The life of accounts and posts: entered, activated, suspended, granted, ended; never deleted. Source: A5, A6, H13."""

import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from organizations import policies
from organizations.clock import in_words, now, today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account, Appointment, Office, Partner, Person, Unit
from organizations.people import appoint
from organizations.roles import ADMIN_ROLES, Role, apart_from, body_kind
from organizations.scope import Standing, acting
from organizations.sessions import end_sessions
from organizations.tokens import revoke_all

Body = Office | Unit | Partner


@contextmanager
def administering(
    act_name: str, account_id: int, *, actor: Account, reason: str = "", post_id: int | None = None
) -> Iterator[tuple[Standing, Account]]:
    """The frame of an act on one account, or on a post of its person: visible, allowed, not one's own, recorded.

    Raises: NotFound, NotAllowed.
    """
    about = ("account", account_id) if post_id is None else ("appointment", post_id)
    with recording_refusals(act_name, account=actor, object_kind=about[0], object_id=about[1]):
        standing = acting(actor)
        if not policies.accounts_visible_to(standing).filter(pk=account_id).exists():
            raise NotFound
        policies.require(standing, act_name)
        with act(act_name, actor=standing.facts(), reason=reason.strip()):
            account = (
                Account.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=account_id)
            )
            policies.require_other(standing, account.person_id)
            yield standing, account


def enter_account(
    *, name: str, username: str, office_id: int, actor: Account, telephone: str = "", email: str = ""
) -> tuple[Account, str]:
    """Enter a person with an account that cannot be used yet; the security administrator activates it.

    Returns: The account, and its first password, which is shown once and changed at the first sign-in.

    Raises: Invalid for a missing or taken name; NotFound, NotAllowed.

    Source: A6.
    """
    with recording_refusals("account.enter", account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if office_id not in policies.administered_offices(standing):
            raise NotFound
        policies.require(standing, "account.enter", office_id)
        errors: dict[str, list] = {}
        if not name.strip():
            errors["name"] = [_("Enter the name of the person.")]
        wanted = username.strip()
        if not wanted:
            errors["username"] = [_("Enter a user name.")]
        elif Account.objects.filter(username__iexact=wanted).exists():
            errors["username"] = [_("This user name is taken. Choose another one.")]
        if errors:
            raise Invalid(errors=errors)
        with act("account.enter", actor=standing.facts(office_id=office_id)):
            person = Person(name=name.strip(), telephone=telephone.strip(), entered_by_id=office_id)
            person.save()
            password = first_password()
            account = Account(
                username=wanted,
                person=person,
                email=email.strip(),
                status=Account.Status.CREATED,
                password_changed_at=now(),
            )
            account.set_password(password)
            account.save()
        return account, password


def reset_password(*, account_id: int, reason: str, actor: Account) -> tuple[Account, str]:
    """Give a new first password, for somebody who forgot theirs; all sessions end.

    Raises: Invalid without a reason; NotFound, NotAllowed. Source: A6.
    """
    with administering("account.reset_password", account_id, actor=actor, reason=reason) as (_standing, account):
        _require_reason(reason)
        password = first_password()
        account.set_password(password)
        account.must_change_password, account.password_changed_at = True, now()
        account.save(update_fields=["password", "must_change_password", "password_changed_at"])
        revoke_all(account)
        end_sessions(account.pk)
    return account, password


def activate(*, account_id: int, actor: Account, reason: str = "") -> Account:
    """Let an account be used, new or suspended.

    Raises: WrongState when it is active; NotFound, NotAllowed. Source: A6.
    """
    with administering("account.activate", account_id, actor=actor, reason=reason) as (_standing, account):
        if account.status == Account.Status.ACTIVE:
            raise WrongState(_("This account is active already."))
        account.status = Account.Status.ACTIVE
        account.save(update_fields=["status"])
        return account


def suspend(*, account_id: int, reason: str, actor: Account) -> Account:
    """Shut an account; its sessions and tokens end at once. Its past, its posts and its name stay.

    Raises: Invalid without a reason, WrongState when it is suspended; NotFound, NotAllowed. Source: A6.
    """
    with administering("account.suspend", account_id, actor=actor, reason=reason) as (_standing, account):
        _require_reason(reason)
        if account.status == Account.Status.SUSPENDED:
            raise WrongState(_("This account is suspended already."))
        account.status = Account.Status.SUSPENDED
        account.save(update_fields=["status"])
        revoke_all(account)
        end_sessions(account.pk)
        return account


def grant_post(
    *, account_id: int, role: str, body: Body, since: date, actor: Account, until: date | None = None, reason: str = ""
) -> Appointment:
    """Give a person a role in an office, unit or partner department of the administered office.

    Raises:
        Invalid: A role that does not fit the body, a last day before the first, or a role that must not meet another.
        NotFound, NotAllowed: See ``administering``; nobody grants to themselves.

    Source: A3, H13.
    """
    with administering("post.grant", account_id, actor=actor, reason=reason) as (standing, account):
        policies.require(standing, "post.grant", office_of(body))
        if role not in Role.values or type(body).__name__.lower() != body_kind(role):
            raise Invalid(errors={"role": [_("This role is not held in that body. Choose a fitting one.")]})
        if until is not None and until < since:
            raise Invalid(errors={"until": [_("The last day lies before the first.")]})
        require_apart(account.person_id, role, since, until)
        where = {type(body).__name__.lower(): body}
        return appoint(person=account.person, role=role, since=since, until=until, actor=actor, **where)  # type: ignore[arg-type]


def end_post(*, appointment_id: int, last_day: date, reason: str, actor: Account) -> Appointment:
    """End a post without a successor.

    Raises: Invalid for a day that does not fit or without a reason; NotFound, NotAllowed. Source: A5.
    """
    account_id = holder_of(appointment_id)
    with administering("post.end", account_id, actor=actor, reason=reason, post_id=appointment_id) as (standing, _who):
        post = locked_post(appointment_id, standing, "post.end")
        _require_reason(reason)
        require_last_day(post, last_day)
        post.until = last_day
        post.save(update_fields=["until"])
        return post


def office_of(body: Body) -> int:
    """The office that looks after the people of a body."""
    return body.pk if isinstance(body, Office) else body.office_id


def holder_of(appointment_id: int) -> int:
    """Key of the account of who holds a post; 0, which nobody sees, where there is none."""
    found = Account.objects.filter(person__appointments=appointment_id).values_list("pk", flat=True).first()
    return found or 0


def locked_post(appointment_id: int, standing: Standing, act_name: str) -> Appointment:
    """The post, locked, in an office that the actor administers. Raises NotFound, NotAllowed."""
    post = (
        Appointment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person", "office", "unit", "partner")
        .get(pk=appointment_id)
    )
    office_id = office_of(post.body)
    if office_id not in policies.administered_offices(standing):
        raise NotFound
    policies.require(standing, act_name, office_id)
    return post


def require_last_day(post: Appointment, last_day: date) -> None:
    """Refuse a last day that the post cannot have. Raises Invalid, WrongState."""
    if post.until is not None and post.until < today():
        raise WrongState(_("This post ended on %(day)s."), day=in_words(post.until))
    if last_day < post.since:
        sentence = _("The post began on %(day)s. Enter that day or a later one.") % {"day": in_words(post.since)}
        raise Invalid(errors={"last_day": [sentence]})
    if (today() - last_day).days > 1:
        raise Invalid(
            errors={"last_day": [_("A post ends yesterday at the earliest: what was done since then was done.")]}
        )


def posts_against(role: str, since: date, until: date | None = None) -> QuerySet[Appointment]:
    """Posts whose holders cannot hold ``role`` from ``since`` to ``until``: the one rule of granting and handing over.

    Source: A3, H13.
    """
    against = Appointment.objects.filter(role__in=apart_from(role)).exclude(until__lt=since)
    return against if until is None else against.filter(since__lte=until)


def require_apart(person_id: int, role: str, since: date, until: date | None, *, field: str = "role") -> None:
    """Refuse a role beside another that must be somebody else's. Raises Invalid under ``field``. Source: A3, H13.

    For administrators the database refuses it too (``organizations.protection``).
    """
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    one = posts_against(role, since, until).filter(person_id=person_id).order_by("pk").first()
    if one is None:
        return
    if role in ADMIN_ROLES or one.role in ADMIN_ROLES:
        sentence = _(
            "%(role)s cannot be held together with %(other)s: the three administrators are different people and"
            " handle no business. Choose another person, or end the other post first."
        )
    else:
        sentence = _(
            "%(role)s cannot be held together with %(other)s: people of a supervised unit or a partner department hold"
            " no post of an office. Choose another person, or end the other post first."
        )
    raise Invalid(errors={field: [sentence % {"role": Role(role).label, "other": Role(one.role).label}]})


def first_password() -> str:
    """Sixteen characters with all kinds in it."""
    letters = string.ascii_letters + string.digits
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    return "".join(secrets.choice(letters) for _place in range(12)) + "-" + "".join(map(secrets.choice, kinds))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(errors={"reason": [_("Give the reason; it is kept with the account.")]})
