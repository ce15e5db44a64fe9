"""My access: the way to the password, tokens for programs, and the browsers in which one is signed in. G8, A6."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from organizations.clock import today
from organizations.credentials import ApiToken
from organizations.errors import DomainError
from organizations.sessions import end_sessions, sessions_of
from organizations.signed_in import person
from organizations.tokens import LONGEST, create_token, revoke_token, tokens_of


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Program"), max_length=60, help_text=gettext_lazy("What will use it, such as “HR exchange”.")
    )
    scope = forms.ChoiceField(label=gettext_lazy("It may"), choices=ApiToken.Scope, initial=ApiToken.Scope.READ)
    expires_on = forms.DateField(label=gettext_lazy("Valid until"), help_text=gettext_lazy("At most a year."))


def _page(request: HttpRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    account = person(request)
    context = {
        "form": form,
        "secret": secret,
        "tokens": tokens_of(account)[:50],
        "today": today(),
        "sessions": sessions_of(account, request.session.session_key),
        "account": account,
    }
    return render(request, "organizations/access.html", context, status=status)


def _empty() -> TokenForm:
    return TokenForm(initial={"expires_on": today() + LONGEST / 4})


@require_GET
def access(request: HttpRequest) -> HttpResponse:
    """Everything by which this person, or a program for them, comes in."""
    return _page(request, _empty())


@sensitive_variables("secret")
@require_POST
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; the page that answers is the only one that ever shows it."""
    form, status = TokenForm(request.POST), 422
    if form.is_valid():
        try:
            _token, secret = create_token(actor=person(request), **form.cleaned_data)
        except DomainError as refusal:
            status = refusal.http_status
            for name, sentences in (refusal.errors or {"": [refusal]}).items():
                for sentence in sentences:
                    form.add_error(name or None, str(sentence))
        else:
            return _page(request, _empty(), secret=secret)
    return _page(request, form, status=status)


@require_POST
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token; programs that use it are refused from the next request on."""
    token = revoke_token(token_id=pk, actor=person(request))
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("account_access")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End one other session, or all of them."""
    handle: Any = request.POST.get("session", "")
    ended = end_sessions(person(request).pk, but=request.session.session_key, handle=handle[:24])
    messages.success(
        request, ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", ended) % {"count": ended}
    )
    return redirect("account_access")
