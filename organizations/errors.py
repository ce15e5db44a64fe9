"""The family of refusals. Services raise them, doors translate them into a page or JSON."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal with a stable ``code`` for clients, an HTTP status and a sentence that says what to do next.

    ``params`` fill the named placeholders of ``message``; ``errors`` maps field names to lists of sentences.
    """

    code = "refused"
    http_status = 400
    message: str | Promise = _("This is not possible.")

    def __init__(
        self, message: str | Promise | None = None, /, *, errors: dict[str, list[Any]] | None = None, **params: Any
    ):
        super().__init__()
        if message is not None:
            self.message = message
        self.params = params
        self.errors = errors or {}

    def __str__(self) -> str:
        sentence = str(self.message)
        return sentence % self.params if self.params else sentence


class NotFound(DomainError):
    """The object does not exist for this person: missing and hidden answer alike."""

    code = "not_found"
    http_status = 404
    message = _("There is nothing here that you may see. Check the address, or go back to your work.")


class NotAllowed(DomainError):
    """The object is visible, the act is not this person's. ``back`` is the address of the object, for its page."""

    back = ""
    code = "not_allowed"
    http_status = 403
    message = _("This step is not yours to take. The head of the page says who can.")


class WrongState(DomainError):
    """The act does not fit the state the object is in now."""

    code = "wrong_state"
    http_status = 409
    message = _("The matter has moved on, so this step is not available. Reload the page to see where it stands.")


class Stale(DomainError):
    """The form was filled on an older version of the object."""

    code = "stale"
    http_status = 409
    message = _(
        "Somebody changed this while you were writing. What you typed is kept below; compare it with the present"
        " state and send it again."
    )


class Busy(DomainError):
    """Others work on the same matter and this one's turn did not come in time; nothing was changed."""

    code = "busy"
    http_status = 409
    message = _(
        "Others are working on this matter just now and your turn did not come. Nothing was changed; send it again."
    )


class Invalid(DomainError):
    """What was entered does not meet a rule. ``errors`` names the fields."""

    code = "invalid"
    http_status = 422
    message = _("Some fields need to be corrected.")

    def __init__(
        self, message: str | Promise | None = None, /, *, errors: dict[str, list[Any]] | None = None, **params: Any
    ):
        super().__init__(message, errors=errors, **params)
        if message is None and errors:
            sentences = [str(sentence) for listed in errors.values() for sentence in listed]
            joined: Any = " ".join(sentences).replace("%", "%%") if params else " ".join(sentences)
            self.message = joined
