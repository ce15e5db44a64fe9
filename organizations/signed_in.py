"""The person behind a request. Pages are closed by default, so there always is one; a stray call is an error."""

from typing import Any

from organizations.models import Account


def person(request: Any) -> Account:
    """The account that sent the request, of a page or the API.

    Raises: TypeError where the page was opened to visitors by mistake; the door then stays shut.
    """
    account = request.user
    if not isinstance(account, Account):
        raise TypeError("This page is for people who are signed in.")
    return account
