"""Acts on accounts and people, and the account under which the system itself works. Source: A3, A6."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.acts import ActorFacts, act
from organizations.clock import now
from organizations.errors import Invalid
from organizations.models import Account, Appointment, Office, Partner, Person, Section, Unit
from organizations.scope import acting

SYSTEM_NAME = "system"


def system_account() -> Account:
    """The account of the system itself: tasks and schedules act under it; nobody can sign in with it."""
    known = Account.objects.select_related("person").filter(is_system=True).first()
    if known is not None:
        return known
    facts = ActorFacts(account_id=0, person_id=0, name="系统", unit="", role="system")
    with act("account.create_system", actor=facts):
        person = Person(name="系统")
        person.save()
        account = Account(
            username=SYSTEM_NAME,
            person=person,
            status=Account.Status.ACTIVE,
            is_system=True,
            must_change_password=False,
        )
        account.set_unusable_password()
        account.save()
    return account


def appoint(
    *,
    person: Person,
    role: str,
    since: date,
    actor: Account,
    office: Office | None = None,
    section: Section | None = None,
    unit: Unit | None = None,
    partner: Partner | None = None,
    until: date | None = None,
) -> Appointment:
    """Give a person a role in one body from a day on. Called by the installation's commands only."""
    with act("appointment.create", actor=acting(actor).facts()):
        appointment = Appointment(
            person=person,
            role=role,
            office=office,
            section=section,
            unit=unit,
            partner=partner,
            since=since,
            until=until,
        )
        appointment.save()
    return appointment


def create_account(
    *,
    username: str,
    person: Person,
    password: str,
    actor: Account,
    email: str = "",
    language: str = Account.Language.CHINESE,
    must_change_password: bool = True,
) -> Account:
    """Create and activate an account with a first password, which the person changes at the first sign-in."""
    with act("account.create", actor=acting(actor).facts()):
        account = Account(
            username=username,
            person=person,
            email=email,
            language=language,
            status=Account.Status.ACTIVE,
            must_change_password=must_change_password,
            password_changed_at=now(),
        )
        account.set_password(password)
        account.save()
    return account


def set_status(*, account_id: int, status: str, reason: str, actor: Account) -> Account:
    """Suspend or reactivate an account; whatever it was signed in with ends, and does not come back. Source: A6."""
    from organizations.sessions import end_sessions
    from organizations.tokens import revoke_all  # tokens ask this module about passwords

    with act("account.set_status", actor=acting(actor).facts(), reason=reason):
        account = Account.objects.select_for_update(no_key=True, of=("self",)).get(pk=account_id)
        account.status = status
        account.save(update_fields=["status"])
        if status != Account.Status.ACTIVE:
            revoke_all(account)
            end_sessions(account.pk)
    return account


def change_password(*, account: Account, password: str) -> Account:
    """Set a person's own new password; the date of change starts its age anew. Source: A6.

    Raises: Invalid under ``password1`` where the policy refuses it.
    """
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(errors={"password1": list(error.messages)}) from error
    with act("account.change_password", actor=acting(account).facts()):
        stored = Account.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
        stored.set_password(password)
        stored.password_changed_at, stored.must_change_password = now(), False
        stored.save(update_fields=["password", "password_changed_at", "must_change_password"])
    account.password = stored.password
    account.must_change_password, account.password_changed_at = False, stored.password_changed_at
    return account


def set_language(*, account: Account, language: str) -> None:
    """Remember the language a person reads in. Unknown languages are ignored."""
    if language in Account.Language.values and language != account.language:
        with act("account.set_language", actor=acting(account).facts()):
            stored = Account.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
            stored.language = language
            stored.save(update_fields=["language"])


def password_is_old(account: Account, max_age_days: int) -> bool:
    """Whether the password must be changed now: first use, or older than the policy allows (0 = never)."""
    if account.must_change_password:
        return True
    changed: Any = account.password_changed_at
    return bool(max_age_days) and (changed is None or (now() - changed).days > max_age_days)


SAME_PASSWORD = _("This is the password you have now. Choose another one.")
THREE_KINDS = _("Use at least three of: small letters, capital letters, digits, other characters.")
