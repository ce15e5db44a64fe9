"""Refusals of the register."""

from django.utils.translation import gettext_lazy as _

from organizations.errors import WrongState


class CommitmentEnded(WrongState):
    """Posts that were used up or given back cannot be used again."""

    code = "staffing.commitment_ended"
    message = _("These posts were used up or given back on %(day)s. Have new ones approved first.")


class AlreadyLeft(WrongState):
    """Somebody who has left cannot leave again."""

    code = "staffing.already_left"
    message = _("This person left the post on %(day)s already.")
