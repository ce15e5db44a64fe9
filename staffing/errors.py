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


class AlertChecked(WrongState):
    """A warning is answered once."""

    code = "staffing.alert_checked"
    message = _("Somebody has answered this warning already: %(state)s.")


class RunEnded(WrongState):
    """A workbook is written or given up once."""

    code = "staffing.run_ended"
    message = _("This workbook is no longer waiting: %(state)s. Upload it again to compare it with the register.")
