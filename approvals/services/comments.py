"""Comments on an application: who sees it in the office says something, and decides nothing. Source: A3."""

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import acting_on
from approvals.models import ApplicationComment
from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account

LONGEST = 4000


def comment_on_application(*, application_id: int, text: str, actor: Account, key: str = "") -> ApplicationComment:
    """Keep a comment on a filed application, whatever its state; the offices read it.

    Raises:
        Invalid: No words, or more than 4000 characters.
        NotFound, NotAllowed: See ``acting_on``; somebody of the office, or its discipline observer.

    Source: A3 (sees and comments), D6 (assisting sections give their opinion).
    """
    with acting_on(
        application_id, policies.COMMENT, actor=actor, may=policies.requires(policies.COMMENT), key=key
    ) as now:
        if now.known is not None:
            return ApplicationComment.objects.get(pk=now.known)
        if not text.strip():
            raise Invalid(errors={"text": [_("Write the comment.")]})
        if len(text.strip()) > LONGEST:
            raise Invalid(errors={"text": [_("The comment is too long: 4000 characters at most.")]})
        row = ApplicationComment(
            application=now.application,
            text=text.strip(),
            written_on=today(),
            written_by_id=now.standing.person_id,
        )
        row.save()
        now.receipt(row.pk)
        return row
