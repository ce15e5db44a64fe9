"""How a program proves who it acts for."""

from typing import Any

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session with CSRF; says 401 rather than 403 to a visitor."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"
