"""The refusals of this room. Each is a sentence that says what comes first."""

from django.utils.translation import gettext_lazy as _

from organizations.errors import WrongState


class StillBlocked(WrongState):
    """A paused application is taken up again only once the gate admits it."""

    code = "approvals.still_blocked"
    message = _("The gate still answers “%(outcome)s”: %(what)s. The application stays paused until that is cured.")


class UnitGone(WrongState):
    """The unit was merged or abolished meanwhile."""

    code = "approvals.unit_gone"
    message = _("%(unit)s no longer exists. The unit that took over its duties files the application.")


class RulePublished(WrongState):
    """A published version of the rules never changes."""

    code = "approvals.rule_published"
    message = _("Rules %(rule)s are published and stay as they are. Start a new version to change them.")
