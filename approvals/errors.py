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


class NotAdmitted(WrongState):
    """The gate is asked again before a decision takes effect, and does not admit now."""

    code = "approvals.not_admitted"
    message = _(
        "The gate answers “%(outcome)s” now: %(what)s. Nothing is issued. Have that cured, record a collective"
        " exception, or take the matter off the agenda until then."
    )


class BeyondAuthority(WrongState):
    """What this office may not decide is routed up, never decided here."""

    code = "approvals.beyond_authority"
    message = _("By the authority table this matter is decided by: %(body)s. %(next)s")


class MeetingClosed(WrongState):
    """Minutes are written once."""

    code = "approvals.meeting_closed"
    message = _("%(meeting)s was closed on %(day)s and its minutes stay. Put the matter on another meeting's agenda.")


class TaskClosed(WrongState):
    """A task closed by a finding stays closed."""

    code = "approvals.task_closed"
    message = _("This task was closed on %(day)s by a finding. A further one is added to the follow-up instead.")
