"""Remarks with an entry: read by both sides or by the offices only, withdrawn, never edited. Source: B7, A3."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from audit.refusals import recording_refusals
from documents.files import stored_row
from organizations.clock import today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account
from organizations.scope import acting
from problems import policies
from problems.acting import acting_on, ask_first, repeatable
from problems.models import Comment, CommentFile
from problems.services.evidence import NewFile, keep_all, require_room

COMMENT, WITHDRAW = "problem.comment", "problem.withdraw_comment"


@repeatable(Comment)
def comment_on_problem(
    *,
    problem_id: int,
    text: str,
    actor: Account,
    side: str = Comment.Side.BOTH,
    files: Sequence[NewFile] = (),
    key: str = "",
) -> Comment:
    """Leave a remark with an entry: the office notes, the observer asks; nothing is decided by it.

    Args:
        side: Who reads it; ``office`` can be chosen by people of the offices only.
        files: Read by whoever reads the comment.
        key: Of the form, so that a double click writes once.

    Raises: NotFound, NotAllowed, Invalid without text, with a file refused or a side that is not the writer's.

    Source: B7, A3.
    """
    may = policies.requires(COMMENT)
    if files:
        ask_first(problem_id, COMMENT, actor=actor, may=may)
    kept = keep_all(files)
    with acting_on(problem_id, COMMENT, actor=actor, may=may, key=key) as now:
        errors: dict[str, list] = {}
        if not text.strip():
            errors["text"] = [_("Write the comment first.")]
        if side not in Comment.Side.values:
            errors["side"] = [_("Choose who reads it.")]
        elif side == Comment.Side.OFFICE and not policies.reads_office_comments(now.standing, now.problem):
            errors["side"] = [_("Only people of the office can write for the offices alone.")]
        if errors:
            raise Invalid(errors=errors)
        require_room(now, sum(stored.size for _given, stored in kept))
        comment = Comment(
            problem=now.problem,
            text=text.strip(),
            side=side,
            written_on=today(),
            written_by_id=now.standing.person_id,
        )
        comment.save()
        for given, unsaved in kept:
            CommentFile(comment=comment, stored=stored_row(unsaved), name=given.name).save()
        return now.made(comment)


@repeatable(Comment)
def withdraw_comment(*, comment_id: int, reason: str, actor: Account, key: str = "") -> Comment:
    """Take one's own comment back with a reason; it stays and shows as withdrawn.

    Raises:
        Invalid: No reason.
        NotAllowed: Somebody else wrote it.
        WrongState: It is withdrawn already.
        NotFound: No such comment, or one the actor may not read.

    Source: B7.
    """
    problem_id = _visible_problem(comment_id, actor)
    with acting_on(
        problem_id, WITHDRAW, actor=actor, may=policies.requires(WITHDRAW), reason=reason.strip(), key=key
    ) as now:
        comment = Comment.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment_id)
        policies.require_own_comment(now.standing, comment)
        if comment.withdrawn_on:
            raise WrongState(_("This comment is withdrawn already."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the comment is withdrawn.")]})
        comment.withdrawn_on, comment.withdrawn_by_id = today(), now.standing.person_id
        comment.withdraw_reason = reason.strip()
        comment.save(update_fields=["withdrawn_on", "withdrawn_by", "withdraw_reason"])
        return now.made(comment)


def _visible_problem(comment_id: int, actor: Account) -> int:
    """Key of the entry a comment is about. Raises NotFound, which is kept, where the actor may not read it."""
    with recording_refusals(WITHDRAW, account=actor, object_kind="comment", object_id=comment_id):
        standing = acting(actor)
        found = Comment.objects.filter(pk=comment_id, problem__in=policies.visible_to(standing))
        comment = found.select_related("problem").first()
        if comment is None or not policies.reads_comment(standing, comment):
            raise NotFound
        return comment.problem_id
