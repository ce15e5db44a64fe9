"""The password policy that a classified-protection system needs beyond Django's own. Source: A6, reliability §1.1."""

from typing import Any

from django.core.exceptions import ValidationError

from organizations.people import SAME_PASSWORD, THREE_KINDS


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
