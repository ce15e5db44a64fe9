"""Files and comments of an entry as one viewer may see them: versions, other entries that use them, whose eyes."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from documents.models import Scan
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import Standing, standing_of
from problems import policies
from problems.models import Comment, CommentFile, Evidence, Problem

JOINED = ("stored", "uploaded_by", "withdrawn_by", "replaces", "replaced_by", "reused_from__problem")


def evidence_for(*, viewer: Account, evidence_id: int) -> Evidence:
    """One file with its entry. Raises NotFound where the entry is hidden or the file does not exist."""
    found = (
        Evidence.objects.filter(pk=evidence_id, problem__in=policies.visible_to(viewer))
        .select_related(*JOINED, "problem__unit", "problem__office")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def versions_of(evidence: Evidence) -> list[Evidence]:
    """All versions of a file, the newest first, in one query beyond the links between them."""
    rows = {one.pk: one for one in evidence.problem.evidence.select_related("stored", "uploaded_by", "withdrawn_by")}
    after = {one.replaces_id: one for one in rows.values() if one.replaces_id}
    newest = rows[evidence.pk]
    while newest.pk in after:
        newest = after[newest.pk]
    chain = [newest]
    while chain[-1].replaces_id:
        chain.append(rows[chain[-1].replaces_id])
    return chain


def attach_other_entries(standing: Standing, files: Iterable[Evidence]) -> list[Evidence]:
    """Give each file ``others``: entries the viewer may see under which the same bytes lie. One query.

    Somebody who sees one of two entries learns nothing of the other. Source: B7, A4, H8.
    """
    rows = list(files)
    found: dict[int, dict[int, Problem]] = defaultdict(dict)
    same = (
        Evidence.objects.filter(
            stored__in={one.stored_id for one in rows}, withdrawn_on=None, problem__in=policies.visible_to(standing)
        )
        .select_related("problem")
        .order_by("problem__year", "problem__serial", "pk")
        if rows
        else []
    )
    for other in same:
        found[other.stored_id][other.problem_id] = other.problem
    for one in rows:
        mine: Any = one
        mine.others = [problem for pk, problem in found[one.stored_id].items() if pk != one.problem_id]
    return rows


def reusable_for(standing: Standing, problem: Problem, limit: int = 100) -> list[Evidence]:
    """Files in use under other entries of the same unit that the viewer sees and this entry does not have yet."""
    rows: QuerySet[Evidence] = (
        Evidence.objects.filter(
            problem__unit_id=problem.unit_id,
            problem__in=policies.visible_to(standing),
            withdrawn_on=None,
            replaced_by=None,
        )
        .exclude(problem=problem)
        .exclude(stored__scan=Scan.INFECTED)
        .exclude(stored__in=problem.evidence.filter(withdrawn_on=None).values("stored"))
        .select_related("problem", "stored")
        .order_by("-pk")
    )
    return list(rows[:limit])


def readable_comments(standing: Standing | None, problem: Problem) -> Q:
    """The comments of one entry that the viewer may read; without a viewer those for both sides."""
    if standing is not None and policies.reads_office_comments(standing, problem):
        return Q(problem=problem)
    return Q(problem=problem, side=Comment.Side.BOTH)


def comments_of(standing: Standing | None, problem: Problem) -> list[Comment]:
    """Comments of an entry reached through a selector, newest first, with their files. Two queries."""
    files = CommentFile.objects.select_related("stored")
    rows = Comment.objects.filter(readable_comments(standing, problem)).select_related("written_by", "withdrawn_by")
    return list(rows.prefetch_related(Prefetch("files", queryset=files)))


def comment_for(*, viewer: Account, comment_id: int) -> Comment:
    """One comment with its entry. Raises NotFound where the viewer may not read it."""
    found = (
        Comment.objects.filter(pk=comment_id, problem__in=policies.visible_to(viewer))
        .select_related("problem__unit", "problem__office", "written_by")
        .first()
    )
    if found is None or not policies.reads_comment(standing_of(viewer), found):
        raise NotFound
    return found


def comment_file_for(*, viewer: Account, file_id: int) -> CommentFile:
    """One file of a comment. Raises NotFound where the viewer may not read the comment."""
    file = CommentFile.objects.filter(pk=file_id).select_related("stored").first()
    if file is None:
        raise NotFound
    file.comment = comment_for(viewer=viewer, comment_id=file.comment_id)
    return file
