"""Before admission is decided: sections, three opinions side by side, return, irregular motion. Source: D4–D6."""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import acting_on
from approvals.models import Application, PreReview, SectionPart
from approvals.services.admission import KIND, current_reviews, office_clock, reviews_waiting, take_up
from approvals.states import ENDED, State
from deadlines.calendar import WorkingCalendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account, Section
from problems.acting import KeyUsed

Capacity = PreReview.Capacity
# Subject of a review: the kind of section that gives it.
GIVEN_BY = {
    Capacity.SUPERVISION: Section.Kind.SUPERVISION,
    Capacity.REGISTRATION: Section.Kind.REGISTRATION,
    Capacity.E_GOVERNMENT: Section.Kind.E_GOVERNMENT,
}


def ask_reviewers(application: Application, *, calendar: WorkingCalendar) -> None:
    """Ask the three side by side, each with its own clock, and name the lead where only one section can be it.

    An office that has no such section gives the opinion as a whole. Inside the act of filing. Source: D5, D6.
    """
    day = today()
    sections = list(Section.objects.filter(office_id=application.office_id).order_by("pk"))
    by_kind = {one.kind: one for one in reversed(sections)}
    last = application.pre_reviews.aggregate(last=Max("round"))["last"] or 0
    clocks: list[NewClock] = []
    for capacity, kind in GIVEN_BY.items():
        review = PreReview(
            application=application,
            round=last + 1,
            capacity=capacity,
            section=by_kind.get(kind),
            asked_on=day,
        )
        review.save()
        detail = str(review.section) if review.section else ""
        clocks.append(office_clock(application, ClockKind.PRE_REVIEW, item_id=review.pk, detail=detail))
    start_clocks(clocks, calendar=calendar)
    business = [one for one in sections if one.kind == Section.Kind.BUSINESS]
    if len(business) == 1 and not application.parts.filter(until=None).exists():
        SectionPart(
            application=application,
            section=business[0],
            part=SectionPart.Part.LEAD,
            basis=SectionPart.Basis.ONLY,
            since=day,
        ).save()


def give_opinion(
    *,
    application_id: int,
    capacity: str,
    opinion: str,
    actor: Account,
    remarks: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> PreReview:
    """Give one of the three opinions; with the last one the application waits for its admission.

    While admission is paused the supervision section may look again at cures that it has not confirmed: what it gave
    stays, the new opinion stands beside it, and where the gate now admits the application it is taken up again.

    Args:
        capacity: ``PreReview.Capacity``.
        opinion: ``PreReview.Opinion``; anything but "no objection" says what, in ``remarks``.

    Raises:
        NotAllowed: Not of the section that is asked.
        Invalid: No such review, or no remarks where they are needed.
        NotFound, Stale, WrongState: See ``acting_on``; an opinion that is given stays. WrongState also where a paused
            application names no cure that is not confirmed.

    Source: D4 (paused revives when cured), D5.
    """
    with acting_on(
        application_id,
        policies.OPINION,
        actor=actor,
        may=policies.requires(policies.OPINION),
        reason=remarks,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            known = PreReview.objects.get(pk=now.known)
            if known.capacity != capacity:
                raise KeyUsed
            return known
        application, day = now.application, today()
        paused = application.state == State.PAUSED
        if not paused and application.state != State.PRE_REVIEW:
            now.move("give_opinion")
        reviews = _asked_again(application) if paused else current_reviews(application)
        review = next((one for one in reviews if one.capacity == capacity), None)
        if review is None:
            wanted = (
                _("While admission is paused only the rectification of problems is looked at again.")
                if paused
                else _("Choose one of the three subjects of the review.")
            )
            raise Invalid(errors={"capacity": [wanted]})
        if not policies.in_section(now.standing, review.section, application.office_id):
            raise NotAllowed(
                _("This opinion is given by %(section)s. Ask a colleague there."), section=str(review.section)
            )
        errors: dict[str, list] = {}
        if review.opinion:
            errors["capacity"] = [_("This opinion was given on %(day)s and stays.") % {"day": review.given_on}]
        if opinion not in PreReview.Opinion.values:
            errors["opinion"] = [_("Choose no objection, something is missing, or objection.")]
        elif opinion != PreReview.Opinion.AGREE and not remarks.strip():
            errors["remarks"] = [_("Say what is missing or what the objection is.")]
        if errors:
            raise Invalid(errors=errors)
        if paused:
            review.save()
        review.opinion, review.remarks = opinion, remarks.strip()
        review.given_on, review.given_by_id = day, now.standing.person_id
        review.save(update_fields=["opinion", "remarks", "given_on", "given_by"])
        stop_clocks(application.pk, ClockKind.PRE_REVIEW, on=day, item_id=review.pk, subject_kind=KIND)
        if paused:
            now.move("review_cures")
            take_up(now)
        elif all(one.opinion for one in reviews):
            now.move("finish_pre_review")
            start_clocks([office_clock(application, ClockKind.ADMISSION)])
        else:
            now.move("give_opinion")
        now.save()
        now.receipt(review.pk)
        return review


def _asked_again(application: Application) -> list[PreReview]:
    """The opinion that the supervision section can give on a paused application, not yet saved.

    Raises: WrongState where the application names no cure that is not confirmed.
    """
    last = application.pre_reviews.aggregate(last=Max("round"))["last"] or 0
    found = [
        PreReview(
            application=application,
            round=last + 1,
            capacity=one.capacity,
            section=one.section,
            asked_on=today(),
        )
        for one in reviews_waiting(application)
    ]
    if not found:
        raise WrongState(
            _(
                "Admission is paused, and the application names no cure that waits to be confirmed. It is taken up"
                " again once nothing stands in the way; to name another cure it is returned for completion."
            )
        )
    return found


def return_for_completion(
    *, application_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Send an application back to be completed; its number stays, opinions given stay with their round.

    A paused one is sent back where the unit has to name another cure, or to say better how it cures an entry.

    Raises: Invalid without saying what has to be completed; see ``acting_on``.

    Source: D5, D7.
    """
    with acting_on(
        application_id,
        policies.RETURN,
        actor=actor,
        may=policies.requires(policies.RETURN),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        now.move("return_for_completion")
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say what the unit has to complete.")]})
        application, day = now.application, today()
        for review in application.pre_reviews.filter(opinion="", dropped_on=None):
            review.dropped_on = day
            review.save(update_fields=["dropped_on"])
        application.return_reason = reason.strip()
        now.save("return_reason")
        stop_clocks(application.pk, on=day, outcome=Clock.Outcome.CANCELLED, subject_kind=KIND)
        start_clocks(
            [
                NewClock(
                    subject_kind=KIND,
                    subject_id=application.pk,
                    kind=ClockKind.COMPLETE_APPLICATION,
                    holder=Clock.Holder.UNIT,
                    office_id=application.office_id,
                    unit_id=application.unit_id,
                    started_on=day,
                )
            ]
        )
        now.receipt(application.pk)
        return application


def assign_sections(
    *,
    application_id: int,
    lead_id: int,
    basis: str,
    actor: Account,
    assisting_ids: Sequence[int] = (),
    share: int | None = None,
    reason: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> SectionPart:
    """Name the section that leads and those that assist, by share of the items or by importance.

    Args:
        basis: ``SectionPart.Basis``; "only" goes without assisting sections.
        share: Of the lead section in percent, with "share".
        reason: Needed with "importance".

    Raises: Invalid for sections of another office, or a basis that does not fit; WrongState once the application has
    ended; see ``acting_on``.

    Source: D6.
    """
    with acting_on(
        application_id,
        policies.PARTS,
        actor=actor,
        may=policies.requires(policies.PARTS),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return SectionPart.objects.get(pk=now.known)
        now.require(*(state for state in State if state not in ENDED))
        application, day, errors = now.application, today(), {}
        sections = {one.pk: one for one in Section.objects.filter(office_id=application.office_id)}
        others = [one for one in dict.fromkeys(assisting_ids) if one != lead_id]
        if lead_id not in sections or any(one not in sections for one in others):
            errors["lead"] = [_("Choose sections of this office.")]
        if basis not in SectionPart.Basis.values:
            errors["basis"] = [_("Say by what the lead is chosen.")]
        elif basis == SectionPart.Basis.ONLY and others:
            errors["basis"] = [_("With assisting sections the lead is chosen by share of the items or by importance.")]
        elif basis == SectionPart.Basis.SHARE and not (share and 0 < share <= 100):
            errors["share"] = [_("Give the share of the items in percent, 1 to 100.")]
        elif basis == SectionPart.Basis.IMPORTANCE and not reason.strip():
            errors["reason"] = [_("Say which part is the most important.")]
        if errors:
            raise Invalid(errors=errors)
        for part in application.parts.filter(until=None):
            part.until = day
            part.save(update_fields=["until"])
        lead = SectionPart(
            application=application,
            section=sections[lead_id],
            part=SectionPart.Part.LEAD,
            basis=basis,
            share=share if basis == SectionPart.Basis.SHARE else None,
            reason=reason.strip(),
            since=day,
        )
        lead.save()
        for one in others:
            SectionPart(
                application=application,
                section=sections[one],
                part=SectionPart.Part.ASSISTING,
                basis=basis,
                since=day,
            ).save()
        now.save()
        now.receipt(lead.pk)
        return lead


def mark_irregular(
    *, application_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Find the motion irregular, a ground of its own for the gate; an empty reason takes the finding back.

    Raises: WrongState once admission is decided; see ``acting_on``.

    Source: D4.
    """
    with acting_on(
        application_id,
        policies.IRREGULAR,
        actor=actor,
        may=policies.requires(policies.IRREGULAR),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        if now.application.state not in {State.PRE_REVIEW, State.REVIEWED, State.RETURNED, State.PAUSED}:
            now.move("give_opinion")
        now.application.irregular = reason.strip()
        now.save("irregular")
        now.receipt(now.application.pk)
        return now.application
