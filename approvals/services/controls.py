"""Suspension, authority taken up by the superior, posts cut: decisions that hold until they are ended. D10, D11."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import papers, policies
from approvals.acting import Acting
from approvals.gate.facts import handling_office
from approvals.models import (
    Application,
    ApplicationKind,
    AuthorityWithdrawal,
    QuotaCut,
    Scope,
    Suspension,
    WithdrawalReview,
)
from approvals.services.initiation import EARLIEST, missing_texts
from approvals.services.meetings import leave_agenda
from approvals.services.results import send_up
from approvals.states import MOVES
from audit.acts import act
from audit.refusals import recording_refusals
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import in_words, today
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from organizations.models import Account, Office, Unit
from organizations.scope import Standing, acting, units_below
from problems.acting import answered_before, give_receipt
from problems.models import Problem
from staffing.models import PostKind
from staffing.services import change_quota

WITHDRAWAL = "withdrawal"  # subject of the clock of its reviews
LONGEST_MONTHS = 24
Errors = dict[str, list[Any]]


@dataclass(frozen=True)
class NewControl:
    """What a decision says: for whom, which kinds (none named: all), from when, until when, why, by whom."""

    scope: str
    reason: str
    decided_by: str
    unit_id: int | None = None
    kinds: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    document: str = ""


@dataclass(frozen=True)
class Study:
    """What goes before taking up authority: a study, opinions heard, the commission's consent."""

    study: str
    opinions: str
    consent_document: str
    consent_on: date
    review_months: int = 6


@dataclass(frozen=True)
class NewCut:
    """Posts cut: how many of which kind, on what ground, by which decision; ``problem_id``: the entry behind it."""

    ground: str
    post_kind: str
    amount: int
    reason: str
    decided_by: str
    document: str
    problem_id: int | None = None


def suspend(*, office_id: int, control: NewControl, actor: Account, key: str = "", ground: str = "") -> Suspension:
    """Suspend approvals of all or some kinds for a unit, a system or a whole office.

    The gate pauses what is filed while it lasts, and paused applications are taken up again once it ends.

    Raises:
        NotFound, NotAllowed: Not a leader of the office or of the one above.
        Invalid: All that does not fit, named together.

    Source: D10.
    """
    with recording_refusals(policies.SUSPEND, account=actor, object_kind="office", object_id=office_id):
        standing, office = _office(office_id, policies.SUSPEND, actor)
        values, errors = _checked(office, control)
        if errors:
            raise Invalid(errors=errors)
        with act(policies.SUSPEND, actor=standing.facts(office_id=office_id), reason=control.reason.strip()):
            _lock_units(values)
            known = answered_before(actor, key, policies.SUSPEND, f"office:{office_id}")
            if known is not None:
                return Suspension.objects.get(pk=known)
            row = Suspension(
                recorded_by_id=standing.person_id,
                ground=ground.strip()[:40],
                deciding_office_id=_decides_for(standing, office),
                **values,
            )
            row.save()
            give_receipt(actor, key, policies.SUSPEND, row.pk, f"office:{office_id}")
        return row


def lift_suspension(*, suspension_id: int, reason: str, actor: Account, key: str = "") -> Suspension:
    """End a suspension by decision. What the superior office suspended, it lifts itself.

    Raises: NotFound, NotAllowed, WrongState once it has ended, Invalid.

    Source: D10.
    """
    with recording_refusals(policies.LIFT, account=actor, object_kind="suspension", object_id=suspension_id):
        standing, seen = _control(Suspension, suspension_id, policies.LIFT, actor)
        decider = seen.deciding_office
        if decider.pk != seen.office_id and not standing.roles_in_office(decider.pk) & policies.LEADER:
            raise NotAllowed(
                _("This was suspended by %(office)s, which alone lifts it. Ask its leader."), office=decider.name
            )
        subject = f"suspension:{suspension_id}"
        with act(policies.LIFT, actor=standing.facts(office_id=seen.office_id), reason=reason.strip()):
            row = Suspension.objects.select_for_update(no_key=True).get(pk=suspension_id)
            if answered_before(actor, key, policies.LIFT, subject) is not None:
                return row
            _require_running(row)
            if not reason.strip():
                raise Invalid(errors={"reason": [_("Say why it is lifted.")]})
            row.ended_on, row.ended_by_id = max(today(), row.since), standing.person_id
            row.end_reason = reason.strip()
            row.save(update_fields=["ended_on", "ended_by", "end_reason"])
            give_receipt(actor, key, policies.LIFT, row.pk, subject)
            return row


def withdraw_authority(
    *, office_id: int, control: NewControl, study: Study, actor: Account, key: str = ""
) -> AuthorityWithdrawal:
    """Take up the authority of a lower office for a unit, a system or the whole office.

    From its day applications are filed with the superior office. What the lower office has admitted and not decided
    goes up at once; what it has not admitted yet its gate refuses, and the unit files with the superior.

    Args:
        office_id: The lower office; the actor decides in the office above it.

    Raises:
        NotFound, NotAllowed: Not of the office above.
        Invalid: No study, opinions or consent, or anything else that does not fit; all named together.

    Source: D10.
    """
    name = policies.WITHDRAW_AUTHORITY
    with recording_refusals(name, account=actor, object_kind="office", object_id=office_id):
        standing, office = _office(office_id, name, actor)
        subject = f"office:{office_id}"
        values, errors = _checked(office, control)
        missing_texts(
            errors,
            [
                ("study", study.study, _("Record the study that it rests on.")),
                ("opinions", study.opinions, _("Record the opinions heard.")),
                ("consent_document", study.consent_document, _("Name the paper of the commission's consent.")),
            ],
        )
        if not EARLIEST <= study.consent_on <= today():
            errors["consent_on"] = [_("This day lies in the future. Enter today or an earlier day.")]
        if not 1 <= study.review_months <= LONGEST_MONTHS:
            errors["review_months"] = [_("It is reviewed after one month at least and two years at most.")]
        if control.until is not None:
            errors["until"] = [
                _("Authority is given back by a finding of clear progress, not by a day. Leave it empty.")
            ]
        if values["since"] > today():
            errors["since"] = [_("This day lies in the future. Enter today or an earlier day.")]
        if errors:
            raise Invalid(errors=errors)
        superior = Office.objects.get(lower_offices=office)
        with act(name, actor=standing.facts(office_id=superior.pk), reason=control.reason.strip()):
            units = _lock_units(values)
            known = answered_before(actor, key, name, subject)
            if known is not None:
                return AuthorityWithdrawal.objects.get(pk=known)
            row = AuthorityWithdrawal(
                superior=superior,
                recorded_by_id=standing.person_id,
                study=study.study.strip(),
                opinions=study.opinions.strip(),
                consent_document=study.consent_document.strip()[:120],
                consent_on=study.consent_on,
                review_months=study.review_months,
                next_review_on=_months_later(today(), study.review_months),
                **values,
            )
            row.save()
            _start_review_clock(row)
            _send_up_all(units, office, standing, actor)
            give_receipt(actor, key, name, row.pk, subject)
        return row


def review_withdrawal(
    *, withdrawal_id: int, findings: str, progress: bool, actor: Account, held_on: date | None = None, key: str = ""
) -> WithdrawalReview:
    """Look at whether authority can be given back; the next review is due after the same months again.

    Raises: NotFound, NotAllowed, WrongState once it has ended, Invalid without findings or with an unfitting day.

    Source: D10 (reviewed periodically).
    """
    name = policies.REVIEW_WITHDRAWAL
    with recording_refusals(name, account=actor, object_kind=WITHDRAWAL, object_id=withdrawal_id):
        standing, seen = _control(AuthorityWithdrawal, withdrawal_id, name, actor)
        subject = f"withdrawal:{withdrawal_id}"
        with act(name, actor=standing.facts(office_id=seen.superior_id), reason=findings.strip()):
            row = AuthorityWithdrawal.objects.select_for_update(no_key=True).get(pk=withdrawal_id)
            known = answered_before(actor, key, name, subject)
            if known is not None:
                return WithdrawalReview.objects.get(pk=known)
            _require_running(row)
            day = held_on or today()
            errors: Errors = {}
            missing_texts(errors, [("findings", findings, _("Say what was found."))])
            if not row.since <= day <= today():
                errors["held_on"] = [_("Enter a day from the beginning of the withdrawal until today.")]
            if errors:
                raise Invalid(errors=errors)
            review = WithdrawalReview(
                withdrawal=row,
                held_on=day,
                findings=findings.strip(),
                progress=progress,
                recorded_by_id=standing.person_id,
            )
            review.save()
            row.next_review_on = _months_later(today(), row.review_months)
            row.save(update_fields=["next_review_on"])
            stop_clocks(row.pk, ClockKind.WITHDRAWAL_REVIEW, on=today(), subject_kind=WITHDRAWAL)
            _start_review_clock(row)
            give_receipt(actor, key, name, review.pk, subject)
            return review


def give_back(*, withdrawal_id: int, finding: str, actor: Account, key: str = "") -> AuthorityWithdrawal:
    """End a withdrawal by the finding of clear progress; applications go to the lower office again.

    What the superior office has taken meanwhile it decides itself.

    Raises:
        WrongState: It has ended, or its last review found no clear progress.
        Invalid: No finding.
        NotFound, NotAllowed: Not of the office that took it up.

    Source: D10 (ended by a finding of clear progress).
    """
    name = policies.GIVE_BACK
    with recording_refusals(name, account=actor, object_kind=WITHDRAWAL, object_id=withdrawal_id):
        standing, seen = _control(AuthorityWithdrawal, withdrawal_id, name, actor)
        subject = f"withdrawal:{withdrawal_id}"
        with act(name, actor=standing.facts(office_id=seen.superior_id), reason=finding.strip()):
            row = AuthorityWithdrawal.objects.select_for_update(no_key=True).get(pk=withdrawal_id)
            if answered_before(actor, key, name, subject) is not None:
                return row
            _require_running(row)
            last = row.reviews.order_by("-held_on", "-pk").first()
            if last is None or not last.progress:
                raise WrongState(_("Authority is given back once a review has found clear progress. Review it first."))
            if not finding.strip():
                raise Invalid(errors={"finding": [_("Write the finding of clear progress.")]})
            row.ended_on, row.ended_by_id = max(today(), row.since), standing.person_id
            row.finding = row.end_reason = finding.strip()
            row.save(update_fields=["ended_on", "ended_by", "finding", "end_reason"])
            stop_clocks(row.pk, on=today(), subject_kind=WITHDRAWAL, outcome=Clock.Outcome.CANCELLED)
            give_receipt(actor, key, name, row.pk, subject)
            return row


def cut_quota(*, unit_id: int, cut: NewCut, actor: Account, key: str = "") -> QuotaCut:
    """Cut posts of a unit for pay drawn without working, or adjust them for idle duties; the figures follow in the
    same act, by the same service as any decision, and a numbered notice goes to the unit.

    Raises:
        NotFound, NotAllowed: Not a leader of the unit's office or of the one above.
        Invalid: All that does not fit, named together; also fewer posts than are to be cut.

    Source: D11.
    """
    with recording_refusals(policies.CUT_QUOTA, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        offices = standing.office_ids | standing.lower_office_ids
        unit = Unit.objects.select_related("office").filter(pk=unit_id, office_id__in=offices).first()
        if unit is None:
            raise NotFound
        _require(standing, policies.CUT_QUOTA, unit.office)
        subject = f"unit:{unit_id}"
        errors: Errors = {}
        if cut.ground not in QuotaCut.Reason.values:
            errors["ground"] = [_("Choose the ground of the cut.")]
        if not 0 < cut.amount <= 10_000:
            errors["amount"] = [_("Enter how many posts are cut: one at least.")]
        missing_texts(
            errors,
            [
                ("reason", cut.reason, _("Say why the posts are cut.")),
                ("decided_by", cut.decided_by, _("Name the body that decided.")),
                ("document", cut.document, _("Name the source document, with its number.")),
            ],
        )
        if cut.problem_id and not Problem.objects.filter(pk=cut.problem_id, unit_id=unit_id).exists():
            errors["problem"] = [_("Choose an entry of this unit.")]
        if errors:
            raise Invalid(errors=errors)
        with act(policies.CUT_QUOTA, actor=standing.facts(office_id=unit.office_id), reason=cut.reason.strip()):
            Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
            known = answered_before(actor, key, policies.CUT_QUOTA, subject)
            if known is not None:
                return QuotaCut.objects.get(pk=known)
            try:
                change_quota(
                    unit_id=unit_id,
                    kind=cut.post_kind,
                    by=-cut.amount,
                    document=cut.document,
                    reason=cut.reason,
                    actor=actor,
                )
            except Invalid as refusal:
                names = {"kind": "post_kind", "count": "amount"}
                raise Invalid(
                    errors={names.get(field, field): listed for field, listed in refusal.errors.items()}
                ) from refusal
            row = QuotaCut(
                office_id=unit.office_id,
                unit=unit,
                problem_id=cut.problem_id,
                ground=cut.ground,
                post_kind=cut.post_kind,
                amount=cut.amount,
                reason=cut.reason.strip(),
                decided_by=cut.decided_by.strip()[:120],
                document=cut.document.strip()[:120],
                decided_on=today(),
                recorded_by_id=standing.person_id,
            )
            row.save()
            row.notice = papers.issue_cut_notice(row, post_kind=PostKind.objects.get(code=cut.post_kind).name_zh)
            row.save(update_fields=["notice"])
            give_receipt(actor, key, policies.CUT_QUOTA, row.pk, subject)
            return row


def _require(standing: Standing, name: str, office: Office) -> None:
    if not policies.may_for(standing, name, office_id=office.pk, unit_id=None, superior_id=office.superior_id):
        raise policies.refusal(name)


def _office(office_id: int, name: str, actor: Account) -> tuple[Standing, Office]:
    """The office of a decision, which the actor sees and may decide for. Raises NotFound, NotAllowed."""
    standing = acting(actor)
    office = Office.objects.filter(pk=office_id, pk__in=standing.office_ids | standing.lower_office_ids).first()
    if office is None:
        raise NotFound
    _require(standing, name, office)
    return standing, office


def _decides_for(standing: Standing, office: Office) -> int:
    """The office that a leader decides for: the one it concerns where they lead that one, else the one above."""
    if standing.roles_in_office(office.pk) & policies.LEADER or office.superior_id is None:
        return office.pk
    return office.superior_id


def _control(model: Any, control_id: int, name: str, actor: Account) -> tuple[Standing, Any]:
    standing = acting(actor)
    seen = policies.visible_controls(standing, model).select_related("office").filter(pk=control_id).first()
    if seen is None:
        raise NotFound
    _require(standing, name, seen.office)
    return standing, seen


def _require_running(row: Any) -> None:
    if row.ended_on is not None or (row.until is not None and row.until < today()):
        raise WrongState(_("This decision ended on %(day)s."), day=in_words(row.ended_on or row.until))


def _checked(office: Office, control: NewControl) -> tuple[dict[str, Any], Errors]:
    """The row's values, and what is wrong with them."""
    errors: Errors = {}
    since = control.since or today()
    unit = None
    if control.scope not in Scope.values:
        errors["scope"] = [_("Choose a unit, a system or the whole office.")]
    elif control.scope != Scope.OFFICE:
        unit = Unit.objects.filter(pk=control.unit_id or 0, office=office).first()
        if unit is None:
            errors["unit"] = [_("This unit is not in your office's list. Choose one from the list.")]
    if set(control.kinds) - set(ApplicationKind.objects.values_list("code", flat=True)):
        errors["kinds"] = [_("Choose kinds of application from the list, or none for all.")]
    if not since >= EARLIEST or since.year > today().year + 1:
        errors["since"] = [_("The year is not plausible.")]
    if control.until is not None and (control.until < since or control.until < today()):
        errors["until"] = [_("It would have ended already. Enter today or a later day.")]
    missing_texts(
        errors,
        [
            ("reason", control.reason, _("Say why.")),
            ("decided_by", control.decided_by, _("Name the body that decided.")),
        ],
    )
    values = {
        "office": office,
        "scope": control.scope,
        "unit": unit,
        "kinds": list(dict.fromkeys(control.kinds)),
        "since": since,
        "until": control.until,
        "reason": control.reason.strip(),
        "decided_by": control.decided_by.strip()[:120],
        "document": control.document.strip()[:120],
    }
    return values, errors


def _lock_units(values: dict[str, Any]) -> list[int]:
    """Lock the units a decision reaches, in the order of keys, before anything of theirs."""
    if values["scope"] == Scope.OFFICE:
        wanted = Unit.objects.filter(office=values["office"])
    elif values["scope"] == Scope.SYSTEM:
        wanted = Unit.objects.filter(pk__in=units_below([values["unit"].pk]))
    else:
        wanted = Unit.objects.filter(pk=values["unit"].pk)
    return [one.pk for one in wanted.select_for_update(no_key=True, of=("self",)).order_by("pk")]


def _send_up_all(units: Sequence[int], office: Office, standing: Standing, actor: Account) -> None:
    """What the lower office has admitted and not decided goes to the superior, in the same act."""
    movable = MOVES["take_up"][0]
    rows = (
        Application.objects.select_for_update(no_key=True, of=("self",))
        .select_related("office", "unit__competent_department", "unit__office", "kind")
        .filter(unit_id__in=units, office=office, state__in=movable)
        .order_by("unit_id", "pk")
    )
    for application in rows:
        if handling_office(application.unit, application.kind.code, today()).pk == office.superior_id:
            leave_agenda(application)
            send_up(Acting(application, standing, actor, policies.WITHDRAW_AUTHORITY), "take_up")


def _start_review_clock(row: AuthorityWithdrawal) -> None:
    start_clocks(
        [
            NewClock(
                subject_kind=WITHDRAWAL,
                subject_id=row.pk,
                kind=ClockKind.WITHDRAWAL_REVIEW,
                holder=Clock.Holder.OFFICE,
                office_id=row.superior_id,
                unit_id=row.unit_id,
                started_on=today(),
                due_on=row.next_review_on,
            )
        ]
    )


def _months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month. Example: 31 August + 6 is 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")
