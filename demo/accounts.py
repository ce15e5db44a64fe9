"""The sign-ins of the demonstration: one password for all, made up on this machine and kept beside the data."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from audit.acts import act
from audit.sets import update_with_history
from demo.people import EVERYBODY
from ledger_site.embedded.state import write_private
from organizations.clock import now
from organizations.models import Account, Appointment
from organizations.roles import Role
from organizations.scope import acting

VARIABLE = "LEDGER_DEMO_PASSWORD"


class WeakPassword(ValueError):
    """The password in the environment does not meet the policy; the text says why."""


def _file() -> Path:
    return Path(settings.DATA_DIR) / "demo_accounts.json"


def kept_password() -> str:
    """The password of this installation's demonstration; empty when none was made yet."""
    try:
        return str(json.loads(_file().read_text(encoding="utf-8"))["password"])
    except (FileNotFoundError, KeyError, ValueError):
        return ""


def choose_password() -> str:
    """The password of the environment, else the kept one, else a new one.

    Raises:
        WeakPassword: The one in the environment does not meet the policy.
    """
    given = os.environ.get(VARIABLE, "")
    if given:
        try:
            validate_password(given)
        except ValidationError as error:
            raise WeakPassword(f"{VARIABLE} does not meet the password policy: {' '.join(error.messages)}") from None
    return given or kept_password() or _new_password()


def _new_password() -> str:
    """Such as ``Lokane-Tibura-4821``: easy to copy by hand, 5·10¹¹ possibilities."""

    def word() -> str:
        pairs = (secrets.choice("bdfgklmnprstvz") + secrets.choice("aeiou") for _ in range(3))
        return "".join(pairs).capitalize()

    return f"{word()}-{word()}-{secrets.randbelow(9000) + 1000}"


def keep_password(password: str) -> None:
    """Write the password where ``demo_accounts`` reads it, for the owner of the data folder only."""
    if kept_password() != password:
        write_private(_file(), json.dumps({"password": password}, indent=1) + "\n")


def set_password_of_all(hashed: str, *, actor: Account) -> None:
    """Give every account of the demonstration this password, when the kept one was lost or the environment changed."""
    names = [one.username for one in EVERYBODY]
    with act("account.reset_passwords", actor=acting(actor).facts(), reason="演示数据"):
        accounts = list(Account.objects.select_for_update(no_key=True).filter(username__in=names).order_by("pk"))
        for account in accounts:
            account.password, account.password_changed_at, account.must_change_password = hashed, now(), False
        update_with_history(Account, accounts, ["password", "password_changed_at", "must_change_password"])


@dataclass(frozen=True)
class SignIn:
    username: str
    password: str
    name: str
    roles: list[str]
    organisation: str
    language: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def sign_ins() -> list[SignIn]:
    """The accounts of the demonstration that exist, in the order of the cast. Two queries."""
    password = kept_password()
    accounts = {account.username: account for account in Account.objects.select_related("person")}
    held: dict[int, list[Appointment]] = {}
    for post in Appointment.objects.select_related("office", "unit", "partner__office").order_by("pk"):
        held.setdefault(post.person_id, []).append(post)
    found = []
    for one in EVERYBODY:
        account = accounts.get(one.username)
        if account is None:
            continue
        posts = held.get(account.person_id, [])
        found.append(
            SignIn(
                username=one.username,
                password=password,
                name=account.person.name,
                roles=[str(Role(post.role)) for post in posts],
                organisation=_organisation(posts[0]) if posts else "",
                language=account.language,
            )
        )
    return found


def _organisation(post: Appointment) -> str:
    if post.office:
        return post.office.short_name
    return post.unit.name if post.unit else str(post.partner)
