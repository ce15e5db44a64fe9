"""What every request of a person passes: language, age of the session, a password that has to be changed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from organizations.models import Account
from organizations.people import password_is_old

Next = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware(LocaleMiddleware):
    """Visitors read Chinese unless they chose otherwise: browsers in these offices often announce English."""

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        if request.path.startswith("/api/") and (asked := request.headers.get("Accept-Language")):
            first = asked.split(",")[0].split(";")[0].strip().lower()
            language = "en" if first.startswith("en") else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class AccountLanguageMiddleware:
    """A signed-in person reads in the language of the account, unless this browser chose another."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Account) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            self._activate(request, request.user)
        return self.get_response(request)

    def _activate(self, request: HttpRequest, account: Account) -> None:
        if not request.path.startswith("/api/") or "Accept-Language" not in request.headers:
            translation.activate(account.language)
            request.LANGUAGE_CODE = translation.get_language()


class SessionAgeMiddleware:
    """Ends a session after idle minutes and after so many hours in all; suspended accounts end at once. Source: A6."""

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Account):
            now = int(timezone.now().timestamp())
            began = request.session.setdefault("began", now)
            last = request.session.get("last_seen", now)
            idle = now - last > settings.SESSION_IDLE_MINUTES * 60
            old = now - began > settings.SESSION_HOURS * 3600
            if idle or old:
                logout(request)
            elif now - last >= 60 or "last_seen" not in request.session:
                request.session["last_seen"] = now
        return self.get_response(request)


class PasswordChangeMiddleware:
    """A first or over-aged password opens nothing but its own change (reliability rule 46)."""

    OPEN = ("account_change_password", "account_logout", "set_language", "healthz", "readyz")

    def __init__(self, get_response: Next):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, Account) and password_is_old(user, settings.PASSWORD_MAX_AGE_DAYS):
            open_paths = {reverse(name) for name in self.OPEN}
            if request.path not in open_paths and not request.path.startswith(settings.STATIC_URL):
                if request.path.startswith("/api/"):
                    return HttpResponse(
                        '{"code": "password_must_change", "message": "Change your password in the browser first."}',
                        status=403,
                        content_type="application/json",
                    )
                return redirect("account_change_password")
        return self.get_response(request)
