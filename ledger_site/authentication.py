"""How a program proves who it acts for: a token of a person, or the session of the browser."""

import logging
from typing import Any

from django.core.cache import cache as default_cache
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, permissions, throttling

from organizations.credentials import ApiToken
from organizations.errors import NotAllowed
from organizations.tokens import TokenRefused, token_for

logger = logging.getLogger(__name__)


class ReadsOnly(NotAllowed):
    """A token made for reading was used to act."""

    code = "token_reads_only"
    message = _("This token may only read. Make one that may act under “My access”.")


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer …`` with a token of a person. No cookie is looked at, so no CSRF token is asked for.

    A token that does not hold is refused; the request never falls back to a session.
    """

    keyword = "Bearer"

    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        kind, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != self.keyword.lower():
            return None
        secret = secret.strip()
        if not secret or len(secret) > 200:
            raise TokenRefused
        token = token_for(secret)
        if "Accept-Language" not in request.headers:
            translation.activate(token.account.language)
        return token.account, token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="ledger"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session with CSRF."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"


class ScopeHolds(permissions.BasePermission):
    """A token made for reading does nothing else. Views that only read by POST say ``reads = True``."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken) or request.auth.scope == ApiToken.Scope.WRITE:
            return True
        if request.method in permissions.SAFE_METHODS or getattr(view, "reads", False):
            return True
        raise ReadsOnly


class TokenThrottle(throttling.SimpleRateThrottle):
    """So many requests a minute for each token; people in browsers are not counted.

    Where the cache does not answer nothing is counted: slowing down is not what keeps anything safe.
    """

    scope = "token"
    cache = default_cache

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return f"api-token-{request.auth.pk}" if isinstance(request.auth, ApiToken) else None

    def allow_request(self, request: Any, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except OSError:
            logger.warning("the cache does not answer; requests of tokens are not counted")
            return True
