"""Sign-in by allauth: accounts are made by administrators, never by visitors; every try is an event of the trail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.events import record_event
from audit.models import Event
from organizations.models import Account
from organizations.people import change_password, password_is_old


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up, no mail loops; passwords change through the service, which leaves a trail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Account, password: str) -> None:
        change_password(account=user, password=password)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Allauth's own "signed in as" messages only repeat what the page shows."""


class SignInForm(LoginForm):
    """User name and password; says the same for an unknown name and a wrong password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields.pop("remember", None)
        self.fields["password"].help_text = ""


class PasswordForm(ChangePasswordForm):
    """Old password once, new one twice."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def tried_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The name that was tried, whatever its case and spaces: other spellings give no more tries."""
    given = credentials or {}
    name = given.get("username") or given.get("login") or (request.POST.get("login") if request else "")
    return str(name or "").strip().casefold()


def client_address(request: HttpRequest) -> str | None:
    """Address of the client, past as many proxies as are ours; None where nobody came over the network."""
    if not request.META.get("REMOTE_ADDR"):
        return None
    return get_adapter(request).get_client_ip(request)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this address; another address is not affected."""
    record_event(
        Event.Kind.SIGN_IN_LOCKED, outcome="failed", details={"username": str(request.POST.get("login", ""))[:60]}
    )
    return render(request, "account/locked_out.html", status=429)


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: Account, **kwargs: Any) -> None:
    # So that the person recognises the browser in the list of own sessions.
    request.session["address"] = client_address(request) or ""
    request.session["agent"] = request.META.get("HTTP_USER_AGENT", "")[:200]
    record_event(Event.Kind.SIGN_IN, actor=user)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    if user is not None:
        record_event(Event.Kind.SIGN_OUT, actor=user)


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    name = credentials.get("username") or credentials.get("login") or ""
    record_event(Event.Kind.SIGN_IN, outcome="failed", details={"username": str(name)[:60]})


class PasswordPage(PasswordChangeView):
    """Change of one's own password; says why when it cannot be put off."""

    def get_template_names(self) -> list[str]:
        account = self.request.user
        due = isinstance(account, Account) and password_is_old(account, settings.PASSWORD_MAX_AGE_DAYS)
        return ["account/password_change_required.html" if due else "account/password_change.html"]

    def get_success_url(self) -> str:
        return reverse("my_work")
