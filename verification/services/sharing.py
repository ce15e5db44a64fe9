"""Joint acceptance (联合验收): departments are invited, each gives one opinion, the office waits for all. C2."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Partner
from organizations.selectors import partners_with_people
from problems.acting import KeyUsed
from problems.models import Share
from problems.services.evidence import NewFile
from verification import policies
from verification.errors import Disagreed, OpinionGiven, OpinionsMissing
from verification.models import CloseOut, Invitation, Opinion, Step
from verification.services.frame import attach, end_share, keep_for, verifying

# Until the acceptance is recorded.
INVITING = (Step.CHECK, Step.ACCEPTANCE)


def invite_departments(
    *,
    problem_id: int,
    partner_ids: Sequence[int],
    actor: Account,
    question: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> list[Invitation]:
    """Ask partner departments of the office for their opinion; their people see the entry while it is asked.

    Args:
        partner_ids: Departments of the entry's own office that are not asked already.
        question: What they should look at; may be empty.

    Raises:
        Invalid: No department, one of another office, one that is asked already, or one in which nobody has an
            active account.
        NotAllowed: Not of the office, or somebody who handled the entry or belongs to its unit.
        WrongStep: The acceptance is recorded already, or nobody has applied.
        NotFound, Stale, WrongState: See ``acting_on``.

    Source: C2.
    """
    with verifying(problem_id, policies.INVITE, actor=actor, key=key, expected_version=expected_version) as doing:
        if doing.known is not None:
            return list(Invitation.objects.filter(close_out_id=doing.known).order_by("pk"))
        now, problem, day = doing.now, doing.problem, today()
        close_out = doing.close_out(*INVITING)
        wanted = list(dict.fromkeys(partner_ids))
        partners = {one.pk: one for one in Partner.objects.filter(pk__in=wanted, office_id=problem.office_id)}
        asked = close_out.invitations.filter(withdrawn_on=None, partner_id__in=wanted).select_related("partner")
        errors: list = []
        if not wanted or len(partners) < len(wanted):
            errors.append(_("Choose departments that work with this office."))
        staffed = partners_with_people(partners)
        errors += [
            _("Nobody in %(name)s has an active account, so no opinion could come. Ask for it on paper.")
            % {"name": one.name}
            for one in partners.values()
            if one.pk not in staffed
        ]
        errors += [_("%(name)s is invited already.") % {"name": one.partner.name} for one in asked]
        if errors:
            raise Invalid(errors={"partner_ids": errors})
        made = []
        for pk in wanted:
            share = Share(problem=problem, partner=partners[pk], shared_on=day)
            share.save()
            invitation = Invitation(
                close_out=close_out,
                partner=partners[pk],
                share=share,
                question=question.strip(),
                invited_on=day,
                invited_by_id=now.standing.person_id,
            )
            invitation.save()
            made.append(invitation)
        start_clocks(
            NewClock(
                subject_id=problem.pk,
                kind=ClockKind.OPINION,
                holder=Clock.Holder.PARTNER,
                office_id=problem.office_id,
                unit_id=problem.unit_id,
                partner_id=one.partner_id,
                item_id=one.pk,
                detail=one.partner.name,
                started_on=day,
            )
            for one in made
        )
        now.move("invite")
        now.save()
        doing.receipt(close_out.pk)
        return made


def withdraw_invitation(
    *,
    problem_id: int,
    invitation_id: int,
    reason: str,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> Invitation:
    """Ask a department no longer, before it has answered.

    Raises:
        Invalid: No reason, or the department has answered: an opinion that was given stays.
        NotFound: No such invitation of the running close-out.
        NotAllowed, WrongStep, Stale, WrongState: As ``invite_departments``.

    Source: C2.
    """
    with verifying(
        problem_id, policies.WITHDRAW, actor=actor, key=key, expected_version=expected_version, reason=reason
    ) as doing:
        if doing.known is not None:
            if doing.known != invitation_id:
                raise KeyUsed
            return Invitation.objects.get(pk=doing.known)
        now, day = doing.now, today()
        close_out = doing.close_out(*INVITING)
        invitation = close_out.invitations.filter(pk=invitation_id, withdrawn_on=None).first()
        if invitation is None:
            raise NotFound
        if Opinion.objects.filter(invitation=invitation).exists():
            raise Invalid(_("This department has given its opinion, which stays. It cannot be asked off any more."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why this department need not be asked.")]})
        invitation.withdrawn_on, invitation.withdrawn_because = day, reason.strip()
        invitation.withdrawn_by_id = now.standing.person_id
        invitation.save(update_fields=["withdrawn_on", "withdrawn_because", "withdrawn_by"])
        end_share(invitation.share, doing.problem, day)
        stop_clocks(problem_id, ClockKind.OPINION, on=day, outcome=Clock.Outcome.CANCELLED, item_id=invitation.pk)
        now.move("withdraw_invitation")
        now.save()
        doing.receipt(invitation.pk)
        return invitation


def give_opinion(
    *,
    problem_id: int,
    answer: str,
    actor: Account,
    reason: str = "",
    files: Sequence[NewFile] = (),
    key: str = "",
    expected_version: int | None = None,
) -> Opinion:
    """Answer for a department that is invited to the acceptance of this entry. One opinion, never changed.

    Args:
        answer: One of ``Opinion.Answer``.
        reason: Needed for a disagreement: what is missing.
        files: What the opinion rests on.

    Raises:
        Invalid: An unknown answer, or a disagreement without its reason.
        NotFound: The entry is not shared with a department of this person today: somebody replaced meanwhile, or
            whose invitation was withdrawn, meets this.
        NotAllowed: The department is not asked, or the person handled the entry or belongs to its unit.
        WrongStep: The acceptance is recorded already, or this department has answered.
        Stale, WrongState: See ``acting_on``.

    Source: C2.
    """
    kept = keep_for(problem_id, policies.OPINION, files, actor=actor, key=key)
    with verifying(
        problem_id,
        policies.OPINION,
        actor=actor,
        key=key,
        expected_version=expected_version,
        reason=reason if answer == Opinion.Answer.DISAGREE else "",
    ) as doing:
        if doing.known is not None:
            return Opinion.objects.get(pk=doing.known)
        now, day = doing.now, today()
        close_out = doing.close_out(*INVITING)
        pending = Q(withdrawn_on=None, opinion=None, partner_id__in=now.standing.partner_ids)
        invitation = close_out.invitations.filter(pending).order_by("pk").first()
        if invitation is None:
            raise OpinionGiven
        if answer not in Opinion.Answer.values:
            raise Invalid(errors={"answer": [_("Choose agree, disagree or not concerned.")]})
        if answer == Opinion.Answer.DISAGREE and not reason.strip():
            raise Invalid(errors={"reason": [_("Say what your department disagrees with and what is missing.")]})
        opinion = Opinion(
            invitation=invitation,
            answer=answer,
            reason=reason.strip(),
            given_on=day,
            given_by_id=now.standing.person_id,
        )
        opinion.save()
        attach(now, kept, opinion=opinion)
        stop_clocks(problem_id, ClockKind.OPINION, on=day, item_id=invitation.pk)
        now.move("give_opinion")
        now.save()
        doing.receipt(opinion.pk)
        return opinion


def require_unanimity(close_out: CloseOut, *, passed: bool) -> None:
    """The acceptance waits for every invited department, and is passed only when none disagrees.

    Raises: OpinionsMissing, Disagreed.

    Source: C2; unanimity is our choice (decision 0013).
    """
    asked = list(close_out.invitations.filter(withdrawn_on=None).select_related("partner", "opinion"))
    between = pgettext("between names", ", ")
    missing = [one.partner.name for one in asked if not hasattr(one, "opinion")]
    if missing:
        raise OpinionsMissing(departments=between.join(missing))
    against = [one.partner.name for one in asked if one.opinion.answer == Opinion.Answer.DISAGREE]
    if passed and against:
        raise Disagreed(departments=between.join(against))
