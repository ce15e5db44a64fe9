"""The password policy that a classified-protection system needs beyond Django's own. Source: A6, reliability §1.1."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop, ngettext_lazy

from organizations.people import SAME_PASSWORD, THREE_KINDS

# Sentences of Django's own, named here so that our Chinese, which addresses people as 您, goes before Django's.
ADDRESSED = (
    gettext_noop("Your old password was entered incorrectly. Please enter it again."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        1,
    ),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be entirely numeric."),
)


class ThreeKindsValidator:
    """At least three of the four kinds of characters; scripts without capitals count as letters of one kind."""

    def validate(self, password: str, user: Any = None) -> None:
        kinds = (
            any(char.islower() or (char.isalpha() and not char.isupper()) for char in password),
            any(char.isupper() for char in password),
            any(char.isdigit() for char in password),
            any(not char.isalnum() for char in password),
        )
        if sum(kinds) < 3:
            raise ValidationError(THREE_KINDS, code="password_three_kinds")

    def get_help_text(self) -> str:
        return str(THREE_KINDS)


class NotTheSameValidator:
    """A new password is not the present one, which others may know: the first one least of all."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(SAME_PASSWORD, code="password_same")

    def get_help_text(self) -> str:
        return ""
