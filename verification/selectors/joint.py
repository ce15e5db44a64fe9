"""Invitations to the acceptance, for the office and for the departments asked. Source: C2."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from organizations.errors import NotFound
from organizations.models import Account, Partner
from organizations.scope import Standing, standing_of
from problems.models import Evidence, Problem, RectificationPlan
from problems.policies import visible_to
from verification.models import Attachment, Invitation


def invitable_partners(problem: Problem) -> list[Partner]:
    """Departments of the entry's office that its running close-out does not ask yet."""
    asked = Invitation.objects.filter(close_out__problem=problem, close_out__ended_on=None, withdrawn_on=None)
    return list(Partner.objects.filter(office_id=problem.office_id).exclude(pk__in=asked.values("partner_id")))


def open_invitations(problem: Problem) -> list[Invitation]:
    """Invitations of the running close-out that wait for their opinion."""
    waiting = Invitation.objects.filter(
        close_out__problem=problem, close_out__ended_on=None, withdrawn_on=None, opinion=None
    )
    return list(waiting.select_related("partner").order_by("pk"))


def visible_invitations(standing: Standing) -> Any:
    """Invitations of the person's own departments, and those of entries that they see."""
    own = Invitation.objects.filter(partner_id__in=standing.partner_ids)
    return own | Invitation.objects.filter(close_out__problem__in=visible_to(standing))


@dataclass
class Shown:
    """What a department was shown: the entry as it claims, its plan and the files up to the end of the share."""

    invitation: Invitation
    problem: Problem
    plan: RectificationPlan | None
    files: list[Evidence]
    entry_open: bool  # whether the reader may still open the entry itself


def invitations_of(viewer: Account) -> list[Invitation]:
    """Invitations of the person's own departments, newest first; at most 100."""
    own = Invitation.objects.filter(partner_id__in=standing_of(viewer).partner_ids)
    joined = own.select_related("partner", "opinion", "share", "close_out__problem__unit", "close_out__problem__office")
    return list(joined.order_by("-pk")[:100])


def invitation_for(*, viewer: Account, invitation_id: int) -> Shown:
    """One invitation with what it showed; read-only after its share has ended.

    Raises: NotFound when there is none, or it is not for the viewer.
    """
    standing = standing_of(viewer)
    attached = Attachment.objects.select_related("evidence__stored")
    found = (
        visible_invitations(standing)
        .select_related(
            "partner",
            "share",
            "invited_by",
            "withdrawn_by",
            "opinion__given_by",
            "close_out__applied_by",
            "close_out__own_look_back_record",
            "close_out__problem__unit",
            "close_out__problem__office",
            "close_out__problem__violation_type",
            "close_out__problem__source",
        )
        .prefetch_related(Prefetch("opinion__attachments", queryset=attached))
        .filter(pk=invitation_id)
        .first()
    )
    if found is None:
        raise NotFound
    problem = found.close_out.problem
    files = _files_shown(found)
    plan = (
        RectificationPlan.objects.filter(problem=problem, status="approved", decided_on__lte=found.close_out.applied_on)
        .prefetch_related("measures", "milestones")
        .order_by("-attempt")
        .first()
    )
    return Shown(
        invitation=found,
        problem=problem,
        plan=plan,
        files=list(files.select_related("stored", "uploaded_by").order_by("pk")),
        entry_open=visible_to(standing).filter(pk=problem.pk).exists(),
    )


def _files_shown(invitation: Invitation) -> Any:
    files = Evidence.objects.filter(problem_id=invitation.close_out.problem_id)
    if invitation.share.last_evidence is not None:
        files = files.filter(pk__lte=invitation.share.last_evidence)
    return files


def shared_evidence(*, viewer: Account, invitation_id: int, evidence_id: int) -> Evidence:
    """A file that the invitation shows to the viewer.

    Raises: NotFound.
    """
    invitation = (
        visible_invitations(standing_of(viewer)).select_related("share", "close_out").filter(pk=invitation_id).first()
    )
    file = None
    if invitation is not None:
        file = _files_shown(invitation).select_related("stored").filter(pk=evidence_id).first()
    if file is None:
        raise NotFound
    return file
