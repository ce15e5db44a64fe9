"""What the pages of the steps share: the claim on the left, the checklist and the form on the right."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from organizations.errors import DomainError, Invalid, Stale
from organizations.signed_in import person
from problems.models import Problem
from problems.pages.entry import entry_context
from problems.pages.files import FilesForm
from problems.pages.forms import COLON, ActForm
from problems.selectors.rectification import rectification_of
from verification import policies
from verification.models import CloseOut, Step, SuperiorConsent
from verification.pages.next import ROUTES
from verification.selectors import later_look_backs_of, next_on_desk, notice_of

# The sentence shown afterwards, and what opens: the desk of the page (True), the entry (False), or an address.
Said = tuple[str, bool | str]


@dataclass(frozen=True)
class Page:
    """What differs between the pages of the steps."""

    act: str
    title: str | Promise
    build: Callable[[Any, Any, dict[str, Any]], ActForm]
    do: Callable[[HttpRequest, int, Any], Said]
    buttons: tuple[tuple[str, str | Promise], ...]  # (value of "decision", label), the primary one first
    hint: str | Promise = ""
    refusing: str = ""  # the act of the button that is not the primary one, where it has rules of its own
    steps: tuple[str, ...] = ()  # of the close-out at which the form is open
    state: str = ""  # of the entry at which it is open, for acts without a step
    why_not: Callable[[dict[str, Any]], str] | None = None  # what else keeps it shut, in a sentence
    instead: tuple[str, str, str | Promise] | None = None  # act, route and words of what is offered while it is shut
    template: str = "verification/step.html"
    more: Callable[[dict[str, Any]], dict[str, Any]] | None = None  # what its template shows beside the claim
    desk: str = "verification:desk"  # the list that opens afterwards

    def decided(self, request: HttpRequest) -> bool:
        """Whether the form came by one of the buttons; where there is only one there is nothing to decide."""
        return len(self.buttons) == 1 or request.POST.get("decision") in dict(self.buttons)


def step_page(request: HttpRequest, pk: int, page: Page) -> HttpResponse:
    """Show the claim and the form of one step; on POST take the step and go back to the list it came from.

    Whoever sees the entry may read the page; the form is there for those whose step it is, for others the sentence
    why not. A POST goes to the service whatever the page showed.
    """
    context = entry_context(person(request), pk)
    status, form = 200, page.build(request.POST, request.FILES, context) if request.method == "POST" else None
    if isinstance(form, FilesForm):
        form.recall(request)
    if form is not None and form.is_valid() and page.decided(request):
        try:
            said, onward = page.do(request, pk, form)
        except DomainError as refusal:
            status = form.refuse(refusal)
            context = entry_context(person(request), pk)
            if refusal.code == Stale.code:
                form.beside(context["problem"])
        else:
            return _gone_on(request, page, context["problem"], said, onward=onward)
    standing, problem = context["standing"], context["problem"]
    who = context["involved"]
    why = policies.hindrance(standing, page.act, problem, who)
    refusing_only = why is not None and bool(page.refusing) and policies.may(standing, page.refusing, problem, who)
    if form is None:
        if why is not None and not refusing_only:
            why.back = reverse("problems:detail", args=[pk])
            raise why
        form = page.build(None, None, context)
        if refusing_only:
            form.fields.pop("confirmed", None)  # nothing is closed here
    elif status == 200:
        # Shape and right are different refusals: a stranger to the step gets the second one.
        status = 422
        if why is not None and not refusing_only:
            status = form.refuse(why)
        elif not page.decided(request):
            status = form.refuse(Invalid(_("Choose one of the buttons.")))
    if isinstance(form, FilesForm) and form.is_bound and (why is None or refusing_only):
        form.keep(request)
    context.update(
        claim(context),
        form=form,
        page=page,
        why_not=why_not_now(page, context),
        instead=_instead(page, context),
        buttons=page.buttons[1:] if refusing_only else page.buttons,
        not_above=why if refusing_only else None,
        **(page.more(context) if page.more else {}),
    )
    return render(request, page.template, context, status=status)


def _gone_on(request: HttpRequest, page: Page, problem: Problem, said: str, *, onward: bool | str) -> HttpResponse:
    """Say what was done, with a link to the entry, and open the desk: never the form of another entry.

    The next matter is one click away in the message; nobody decides it by a second click (decision 0021).
    """
    named = f"{problem.number} {problem.unit.name}"
    if not _seen(request, problem.pk):
        messages.success(request, f"{named}{COLON}{said}")
    else:
        address = reverse("problems:detail", args=[problem.pk])
        messages.success(request, format_html('<a href="{}">{}</a>{}{}', address, named, COLON, said))
    if isinstance(onward, str):
        return redirect(onward)
    if not onward:
        return redirect(arrival(request, problem.pk))
    line = next_on_desk(person(request), policies.CONSENT if page.act == policies.CONSENT else "")
    if line is not None:
        route, word = ROUTES[line.act]
        messages.info(
            request,
            format_html(
                '{}{}<a href="{}">{} {} · {}</a>',
                _("Next on your desk"),
                COLON,
                reverse(route, args=[line.problem.pk]),
                line.problem.number,
                line.problem.unit.name,
                word,
            ),
        )
    return redirect(page.desk)


def _seen(request: HttpRequest, pk: int) -> bool:
    return policies.visible_to(person(request)).filter(pk=pk).exists()


def arrival(request: HttpRequest, pk: int) -> str:
    """Where a step that opens nothing else ends: the entry, or my work where it may no longer be seen."""
    return reverse("problems:detail", args=[pk]) if _seen(request, pk) else reverse("my_work")


def why_not_now(page: Page, context: dict[str, Any]) -> str:
    """The sentence when the entry does not wait for this step; empty when it does."""
    problem, step = context["problem"], context["step"]
    if step in page.steps if page.steps else problem.state == page.state:
        return page.why_not(context) if page.why_not else ""
    now = Step(step).label if step else problem.get_state_display()
    return _("The entry now stands at “%(now)s”, so this step is not available. Its page shows what comes next.") % {
        "now": now
    }


def _instead(page: Page, context: dict[str, Any]) -> dict[str, Any] | None:
    """What the person can do while their step waits, such as to ask a department no longer."""
    if page.instead is None or context["step"] not in page.steps:
        return None
    act, route, words = page.instead
    if not policies.may(context["standing"], act, context["problem"], context["involved"]):
        return None
    return {"url": reverse(route, args=[context["problem"].pk]), "label": words}


def claim(context: dict[str, Any]) -> dict[str, Any]:
    """The left column and the checklist: plan, progress, files; steps done, waiting and still ahead."""
    problem = context["problem"]
    running = context["close_outs"][0] if context["close_outs"] else None
    if running is not None and running.ended_on is not None and problem.state != "closed":
        running = None
    return {
        "rectification": rectification_of(problem, context["standing"]),
        "close_out": running,
        "checklist": checklist(running, problem),
        "route": route_sentence(problem),
        "later": later_look_backs_of(problem) if problem.state == "closed" or problem.relapses else [],
    }


def checklist(close_out: CloseOut | None, problem: Problem) -> list[dict[str, Any]]:
    """The steps of a close-out with their records: done, current or still missing."""
    consent = bool(problem.consent_rule) or bool(close_out and close_out.needs_consent)
    order = [Step.CHECK, Step.ACCEPTANCE, Step.LOOK_BACK, Step.SIGN_OFF, *([Step.CONSENT] if consent else [])]
    rows: list[dict[str, Any]] = []
    records: dict[str, list[Any]] = {}
    if close_out is not None:
        rows.append(
            {
                "label": _("Application and the unit's own look-back"),
                "state": "done",
                "who": close_out.applied_by.name,
                "day": close_out.applied_on,
            }
        )
        waiver = getattr(close_out, "look_back_waiver", None)
        records = {
            Step.CHECK: list(close_out.checks.all()),
            Step.ACCEPTANCE: list(close_out.acceptances.all()),
            Step.LOOK_BACK: list(close_out.look_backs.all()),
        }
    for step in order:
        row: dict[str, Any] = {"label": step.label, "state": "missing"}
        if step == Step.ACCEPTANCE and close_out is not None:
            row["opinions"] = close_out.opinion_rows
        if close_out is not None:
            if step == Step.LOOK_BACK and waiver is not None:
                row |= {"state": "done", "who": waiver.recorded_by.name, "day": waiver.waived_on}
                row["note"] = _("Waived by %(rule)s (%(document)s): %(reason)s") % {
                    "rule": waiver.rule.name,
                    "document": waiver.rule.document,
                    "reason": waiver.reason,
                }
            if records.get(step):
                last = records[step][-1]
                row |= {"state": "done", "who": last.recorded_by.name, "day": last.held_on, "record": last}
            elif step == Step.SIGN_OFF:
                valid = [one for one in close_out.sign_offs.all() if not one.withdrawn]
                if valid:
                    row |= {"state": "done", "who": valid[-1].signed_by.name, "day": valid[-1].signed_on}
                    row["note"] = valid[-1].note
                elif close_out.consents.all():
                    row["returned"] = close_out.consents.all()[len(close_out.consents.all()) - 1].reason
            elif step == Step.CONSENT:
                given = [one for one in close_out.consents.all() if one.answer == SuperiorConsent.Answer.CONSENTED]
                if given:
                    row |= {"state": "done", "who": given[-1].answered_by.name, "day": given[-1].answered_on}
            if row["state"] == "missing" and close_out.step == step:
                row["state"] = "current"
        rows.append(row)
    return rows


def route_sentence(problem: Problem) -> str:
    """The chosen route of the close-out, as it is printed on the page (C3, H2)."""
    superior = problem.office.superior
    reason = {
        "found_above": _("This problem was found by a superior's inspection"),
        "beyond_authority": _("This problem is an approval beyond authority at this level"),
        "line_interference": _("This problem is interference by a line department with a lower office"),
    }.get(problem.consent_rule)
    if reason is None:
        return _("%(office)s closes this problem itself, once it is checked, accepted, looked back at and signed.") % {
            "office": problem.office.name
        }
    if superior is None:
        return _("%(reason)s; it closes only with the consent of the superior office, which is not entered yet.") % {
            "reason": reason
        }
    return _("%(reason)s; it closes only with the consent of %(office)s.") % {"reason": reason, "office": superior.name}


def fresh(context: dict[str, Any], **initial: Any) -> dict[str, Any]:
    return {"key": secrets.token_urlsafe(16), "version": context["problem"].version, **initial}


def shared(request: HttpRequest, pk: int, form: ActForm) -> dict[str, Any]:
    return {
        "problem_id": pk,
        "actor": person(request),
        "key": form.cleaned_data["key"],
        "expected_version": form.expected_version,
    }


def closed_sentence(pk: int) -> str:
    problem = Problem.objects.get(pk=pk)
    paper = notice_of(problem)
    return _("It is closed and keeps its number. Notice %(notice)s is issued to the unit.") % {
        "notice": paper.number if paper else "—",
    }


def kept_open_sentence() -> str:
    return _("The entry is kept open and goes back to the unit with what you wrote; its deadline runs on.")
