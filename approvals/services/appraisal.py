"""论证: six views as data, experts and risks where it matters; what is not fit goes back, explained. Source: D7."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import papers, policies
from approvals.acting import acting_on
from approvals.models import Application, Appraisal, AppraisalView
from approvals.rules.authority import decider_of, is_important, needs_prior_assessment
from approvals.services.admission import KIND, office_clock
from approvals.services.initiation import missing_texts, of_the_lead, require_lead
from approvals.services.meetings import leave_agenda
from approvals.states import State
from deadlines.clocks import start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, WrongState
from organizations.models import Account

Aspect = AppraisalView.Aspect


@dataclass(frozen=True)
class View:
    """What one of the six views says."""

    holds: bool
    view: str


def record_appraisal(
    *,
    application_id: int,
    views: Mapping[str, View],
    conclusion: str,
    actor: Account,
    important: bool = False,
    experts: str = "",
    risk_assessment: str = "",
    prior_assessment: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Appraisal:
    """Record the appraisal, or write it again until the matter is on an agenda; earlier wording stays in the history.

    Args:
        views: By ``AppraisalView.Aspect``, all six.
        important: A person may call a matter important that the authority table does not.
        experts, risk_assessment: Needed for important matters: those above the directors' meeting.
        prior_assessment: Needed for new bodies, added posts and important matters.

    Raises:
        Invalid: All that is missing, named together.
        NotAllowed: Not of the lead section.
        WrongState: No section leads the matter yet, though the office has business sections.
        NotFound, Stale: See ``acting_on``.

    Source: D6, D7.
    """
    with acting_on(
        application_id,
        policies.APPRAISE,
        actor=actor,
        may=of_the_lead(policies.APPRAISE),
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return Appraisal.objects.get(pk=now.known)
        application, day = now.application, today()
        first = application.state != State.APPRAISED
        now.move("record_appraisal" if first else "revise_appraisal")
        require_lead(application)
        items = list(application.items.filter(struck_on=None))
        important = important or is_important(decider_of(application, day))
        errors: dict[str, list[Any]] = {}
        missing_texts(errors, [("conclusion", conclusion, _("Write the conclusion of the appraisal."))])
        for aspect in Aspect.values:
            if aspect not in views or not views[aspect].view.strip():
                errors[aspect] = [_("Say how this view stands, and why.")]
        if important:
            missing_texts(
                errors,
                [
                    ("experts", experts, _("An important matter is heard by experts: name them and what they said.")),
                    ("risk_assessment", risk_assessment, _("An important matter needs a risk assessment.")),
                ],
            )
        if needs_prior_assessment(application, items, important=important):
            missing_texts(
                errors,
                [
                    (
                        "prior_assessment",
                        prior_assessment,
                        _("New bodies, added posts and important matters are assessed before the fact."),
                    )
                ],
            )
        if errors:
            raise Invalid(errors=errors)
        row = Appraisal.objects.filter(application=application).first() or Appraisal(application=application)
        row.important, row.experts, row.risk_assessment = important, experts.strip(), risk_assessment.strip()
        row.prior_assessment, row.conclusion = prior_assessment.strip(), conclusion.strip()
        row.appraised_on, row.recorded_by_id = day, now.standing.person_id
        row.save()
        known = {one.aspect: one for one in row.views.all()}
        for aspect in Aspect.values:
            given = views[aspect]
            view = known.get(aspect) or AppraisalView(appraisal=row, aspect=aspect)
            if view.pk is None or (view.holds, view.view) != (given.holds, given.view.strip()):
                view.holds, view.view = given.holds, given.view.strip()
                view.save()
        now.save()
        if first:
            stop_clocks(application.pk, ClockKind.APPRAISAL, on=day, subject_kind=KIND)
            start_clocks([office_clock(application, ClockKind.DELIBERATION)])
        now.receipt(row.pk)
        return row


def return_as_unfit(
    *, application_id: int, explanation: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Give an admitted application back because the matter is not fit; the unit gets a letter that explains it.

    Raises: Invalid without an explanation; NotFound, NotAllowed, Stale, WrongState: see ``acting_on``.

    Source: D7 (returned with an explanation).
    """
    with acting_on(
        application_id,
        policies.UNFIT,
        actor=actor,
        may=policies.requires(policies.UNFIT),
        reason=explanation,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is not None:
            return now.application
        if now.application.state == State.ROUTED_UP:
            raise WrongState(_("This matter is with the superior office, which answers it."))
        leave_agenda(now.application)
        end_as_unfit(now, explanation)
        now.receipt(now.application.pk)
        return now.application


def end_as_unfit(now: Any, explanation: str) -> None:
    """Inside the open act: the matter ends with its explanation, clocks stop, the letter is issued."""
    now.move("return_as_unfit")
    if not explanation.strip():
        raise Invalid(errors={"explanation": [_("Explain why the matter is not fit, and what the unit can do.")]})
    application, day = now.application, today()
    application.ended_on, application.end_reason = day, explanation.strip()
    now.save("ended_on", "end_reason")
    stop_clocks(application.pk, on=day, outcome=Clock.Outcome.CANCELLED, subject_kind=KIND)
    papers.issue_return(application)
