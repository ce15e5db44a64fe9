"""Files and comments of an entry as one viewer may see them: versions, other entries that use them, whose eyes."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from documents.models import Scan
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import Standing, standing_of
from problems import policies
from problems.models import Comment, CommentFile, Evidence, Problem

# What the unit itself added: with its reports and requests, or, in the words of ``verification``, with its application
# for close-out. Everything else belongs to a record of the office, a department or the body that required a date.
ADDED_BY_UNIT = ("report", "extension", "incident", "reused_from", "replaces", "attachment__close_out")
OF_UNIT = reduce(or_, (Q(**{f"{name}__isnull": False}) for name in (*ADDED_BY_UNIT, "attachment__own_look_back")))
JOINED = ("stored", "uploaded_by", "withdrawn_by", "replaces", "replaced_by", "reused_from__problem")


def evidence_for(*, viewer: Account, evidence_id: int) -> Any:
    """One file with its entry and, as ``others``, the entries that use the same bytes.

    Raises: NotFound where the entry is hidden or the file does not exist.
    """
    found = (
        Evidence.objects.filter(pk=evidence_id, problem__in=policies.visible_to(viewer))
        .select_related(*JOINED, "problem__unit", "problem__office")
        .annotate(others=other_entries(standing_of(viewer)))
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


def other_entries(standing: Standing) -> ArraySubquery:
    """For files: the entries the viewer may see under which the same bytes lie, as ``{"pk", "number"}``.

    Somebody who sees one of two entries learns nothing of the other. Source: B7, A4, H8.
    """
    same = Evidence.objects.filter(problem=OuterRef("pk"), stored=OuterRef(OuterRef("stored")), withdrawn_on=None)
    rows = policies.visible_to(standing).filter(Exists(same)).exclude(pk=OuterRef("problem_id"))
    return ArraySubquery(rows.order_by("year", "serial", "pk").values(entry=JSONObject(pk="pk", number="number")))


def reusable(standing: Standing, problem: Problem) -> QuerySet[Evidence]:
    """What the unit may use for this entry too: its own evidence under other entries that the viewer sees.

    Files of checks, consents and opinions belong to their records; what is withdrawn, replaced or infected, and what
    this entry has already, is left out. Page, API and service offer and take the same.
    """
    return (
        Evidence.objects.filter(
            OF_UNIT,
            problem__unit_id=problem.unit_id,
            problem__in=policies.visible_to(standing),
            withdrawn_on=None,
            replaced_by=None,
        )
        .exclude(problem=problem)
        .exclude(stored__scan=Scan.INFECTED)
        .exclude(stored__in=problem.evidence.filter(withdrawn_on=None).values("stored"))
        .select_related("problem", "stored")
    )


def reusable_for(standing: Standing, problem: Problem, limit: int = 100) -> list[Evidence]:
    """The newest files that ``reusable`` offers."""
    return list(reusable(standing, problem).order_by("-pk")[:limit])


def readable_comments(standing: Standing | None, problem: Problem) -> Q:
    """The comments of one entry that the viewer may read; without a viewer those for both sides."""
    if standing is not None and policies.reads_office_comments(standing, problem):
        return Q(problem=problem)
    return Q(problem=problem, side=Comment.Side.BOTH)


def comments_of(standing: Standing | None, problem: Problem) -> list[Any]:
    """Comments of an entry reached through a selector, newest first, in one query.

    Each has ``attached``: its files as ``{"pk", "name", "size"}``.
    """
    files = CommentFile.objects.filter(comment=OuterRef("pk")).order_by("pk")
    attached = ArraySubquery(files.values(file=JSONObject(pk="pk", name="name", size="stored__size")))
    rows = Comment.objects.filter(readable_comments(standing, problem)).select_related("written_by", "withdrawn_by")
    return list(rows.annotate(attached=attached))


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
