"""The refusals of this room. Each is a sentence that names who could, or what comes first."""

from django.utils.translation import gettext_lazy as _

from organizations.errors import NotAllowed, WrongState


class Handled(NotAllowed):
    """The person handled the entry, verified it or belongs to its unit: a colleague must do this (C4)."""

    code = "verification.separation"


class RankTooLow(NotAllowed):
    """The signer does not rank above every verifier (C3)."""

    code = "verification.rank"


class WrongStep(WrongState):
    """Another step of the close-out comes first, or this one is done."""

    code = "verification.wrong_step"
    message = _("The close-out of %(number)s now waits for “%(step)s”, so this step is not available.")


class NoSuperior(WrongState):
    """Consent is needed and nobody could give it."""

    code = "verification.no_superior"
    message = _(
        "Entry %(number)s closes only with the consent of the superior office, and none is entered for %(office)s. "
        "Have the system administrator enter the superior office first."
    )
