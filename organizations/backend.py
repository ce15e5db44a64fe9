"""How the account behind a session is read."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from organizations.models import Account


class AccountBackend(AuthenticationBackend):
    """Allauth's sign-in; reads the account with its person, whom every page names, in one query."""

    def get_user(self, user_id: Any) -> Account | None:
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
