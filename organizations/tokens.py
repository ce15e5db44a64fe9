"""Tokens of persons: made, used, revoked. A token does what its person may at that moment, never more. G8, A6."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from organizations.clock import now, today
from organizations.credentials import ApiToken
from organizations.errors import Invalid, NotAllowed, NotFound
from organizations.models import Account
from organizations.people import password_is_old
from organizations.scope import acting

PREFIX = "ledger_"
LONGEST = timedelta(days=366)
MOST = 20  # in force, a person
USED_EVERY = timedelta(minutes=1)


class TokenRefused(NotAllowed):
    """The token is unknown, revoked or over, or its person may not sign in. All answer alike."""

    code = "token_refused"
    http_status = 401
    message = _("This token is not valid. Make a new one in the browser under “My access”.")


class PasswordMustChange(NotAllowed):
    code = "password_must_change"
    message = _("Change your password in the browser first.")


def in_force(day: date) -> Q:
    """Tokens that can be used on ``day``."""
    return Q(revoked_on=None, expires_on__gte=day)


def tokens_of(account: Account) -> QuerySet[ApiToken]:
    """Tokens of a person, newest first, those in force before the others."""
    return ApiToken.objects.filter(account=account).order_by("revoked_on", "-pk")


def create_token(*, name: str, scope: str, expires_on: date, actor: Account) -> tuple[ApiToken, str]:
    """Make a token for the actor. The secret is answered once and kept nowhere.

    Args:
        expires_on: Last day it can be used, at most a year ahead.

    Raises: Invalid naming every field that does not hold.
    """
    name, day = " ".join(name.split()), today()
    errors: dict[str, list[Any]] = {}
    if not name or len(name) > 60:
        errors["name"] = [_("Name the program that will use it, in 1 to 60 characters.")]
    elif ApiToken.objects.filter(in_force(day), account=actor, name=name).exists():
        errors["name"] = [_("A token of this name is in force. Revoke it first, or choose another name.")]
    if scope not in ApiToken.Scope.values:
        errors["scope"] = [_("Choose what the token may do.")]
    if not day <= expires_on <= day + LONGEST:
        errors["expires_on"] = [_("Choose a day between today and a year from now.")]
    if not errors and ApiToken.objects.filter(in_force(day), account=actor).count() >= MOST:
        errors["name"] = [_("You have %(count)s tokens in force. Revoke one first.") % {"count": MOST}]
    if errors:
        raise Invalid(errors=errors)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        account=actor,
        name=name,
        scope=scope,
        hint=secret[: len(PREFIX) + 4],
        digest=digest_of(secret),
        created_on=day,
        expires_on=expires_on,
    )
    try:
        with act("account.create_token", actor=acting(actor).facts()):
            for over in ApiToken.objects.select_for_update(no_key=True).filter(
                account=actor, name=name, revoked_on=None, expires_on__lt=day
            ):
                _revoke(over)
            token.save(force_insert=True)
    except IntegrityError as error:
        sentence = _("A token of this name is in force. Revoke it first, or choose another name.")
        raise Invalid(errors={"name": [sentence]}) from error
    return token, secret


def digest_of(secret: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def revoke_token(*, token_id: int, actor: Account) -> ApiToken:
    """End a token of one's own at once; twice is harmless. Raises NotFound for those of others."""
    if not ApiToken.objects.filter(pk=token_id, account=actor).exists():
        raise NotFound
    with act("account.revoke_token", actor=acting(actor).facts()):
        token = ApiToken.objects.select_for_update(no_key=True).get(pk=token_id)
        if token.revoked_on is None:
            _revoke(token)
    return token


def revoke_all(account: Account) -> int:
    """End every token of an account, inside the open act that suspends it; answers how many."""
    rows = list(ApiToken.objects.select_for_update(no_key=True).filter(account=account, revoked_on=None))
    for token in rows:
        _revoke(token)
    return len(rows)


def _revoke(token: ApiToken) -> None:
    token.revoked_on = today()
    token.save(update_fields=["revoked_on"])


def token_for(secret: str) -> ApiToken:
    """The token that a program sent, in force, with its account.

    Raises:
        TokenRefused: Unknown, revoked, over, or the account is not active.
        PasswordMustChange: The person must change the password first, as in the browser.
    """
    token = (
        ApiToken.objects.select_related("account__person").filter(in_force(today()), digest=digest_of(secret)).first()
    )
    if token is None or not token.account.is_active or token.account.is_system:
        raise TokenRefused
    if password_is_old(token.account, settings.PASSWORD_MAX_AGE_DAYS):
        raise PasswordMustChange
    moment = now()
    if token.last_used_at is None or moment - token.last_used_at >= USED_EVERY:
        token.last_used_at = moment
        with transaction.atomic():
            token.save(update_fields=["last_used_at"])
    return token
