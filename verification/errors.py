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


class OpinionsMissing(WrongState):
    """Invited departments have not answered yet (C2)."""

    code = "verification.opinions_missing"
    message = _(
        "The acceptance waits for the opinion of: %(departments)s. Wait for it, or withdraw the invitation with a "
        "reason."
    )


class OpinionGiven(WrongState):
    """The department has answered (C2)."""

    code = "verification.opinion_given"
    message = _("Your department has given its opinion on this acceptance. It stays as it is.")


class Disagreed(WrongState):
    """An invited department disagrees, so the acceptance cannot be passed (C2)."""

    code = "verification.disagreed"
    message = _(
        "%(departments)s disagrees, so the acceptance cannot be passed. Record it as not passed; the unit then "
        "rectifies what is missing."
    )


class NoLender(WrongState):
    """Nobody could lend a verifier (C4)."""

    code = "verification.no_lender"
    message = _(
        "No superior office is entered for %(office)s, so it cannot borrow a verifier. Have the system administrator "
        "enter the superior office first."
    )


class LoanRunning(WrongState):
    """A verifier is asked for or named already (C4)."""

    code = "verification.loan_running"
    message = _(
        "The superior office has been asked for a verifier of this entry already. The entry shows its answer; a "
        "verifier who cannot go on is replaced by ending the loan first."
    )


class NoLoan(WrongState):
    """No verifier is lent, so none can be given back (C4)."""

    code = "verification.no_loan"
    message = _("No verifier is lent for this entry now, so there is no loan to end.")


class LoanAnswered(WrongState):
    """Nothing is asked of the superior office (C4)."""

    code = "verification.loan_answered"
    message = _("No request for a verifier of this entry waits for an answer.")
