"""What the unit does: draft, papers, filing with the head's signature, withdrawal. Source: D1–D3."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.acting import Acting, acting_on, keep_for
from approvals.gate.asking import watched_for
from approvals.gate.facts import entries_on, handling_office
from approvals.models import (
    Application,
    ApplicationItem,
    ApplicationKind,
    ApplicationMaterial,
    ApplicationPerson,
    ApplicationSeries,
    Counts,
    Cure,
    Effect,
    SelfFinding,
)
from approvals.rules.claims import lock_people
from approvals.rules.filing import filing_errors, finding_entry, finding_types, item_errors
from approvals.rules.staffing import identity_errors
from approvals.services.admission import KIND
from approvals.services.meetings import leave_agenda
from approvals.services.review import ask_reviewers
from approvals.states import State
from audit.acts import act
from audit.refusals import recording_refusals
from deadlines.calendar import load_calendar
from deadlines.clocks import stop_clocks
from deadlines.models import Clock, ClockKind
from documents.files import stored_row
from organizations.clock import today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account, Office, Unit
from organizations.scope import acting
from problems.acting import KeyUsed, answered_before, give_receipt
from problems.policies import visible_to as visible_problems
from problems.services.rectification import NewFile
from problems.services.reports import checked_report, enter_report
from staffing.identity import masked, normalised, recognised, seal, unseal


@dataclass(frozen=True)
class NewItem:
    """One line of what is asked. ``amount`` is positive for more; codes are those of the staffing register."""

    what: str
    amount: int = 0
    post_kind: str = ""
    level: str = ""
    quota_source: str = ""
    specialty: str = ""
    entry_mode: str = ""
    talent_class: str = ""
    departures: int = 0


@dataclass(frozen=True)
class NewPerson:
    """Somebody who enters or leaves a post. ``number`` as typed, or masked where it is one that was given before."""

    name: str
    number: str
    post_kind: str
    level: str = ""
    entry_mode: str = ""


@dataclass(frozen=True)
class NewFinding:
    """A problem that the unit found in its self-check, with the figures that its type counts."""

    violation_type_id: int
    facts: str
    quota: int | None = None
    actual: int | None = None
    found: int | None = None


@dataclass(frozen=True)
class Draft:
    """What the unit has written so far. Everything may be unfinished until it is filed."""

    title: str
    form: dict[str, str] = field(default_factory=dict)
    items: Sequence[NewItem] = ()  # of people they are made from ``people``
    people: Sequence[NewPerson] = ()
    figures_agree: bool | None = None  # self-check: register, pay list and people agree
    self_check_note: str = ""
    cures: Sequence[tuple[int, str]] = ()  # entry, how this application cures it
    findings: Sequence[NewFinding] = ()  # what the self-check found and is not filed yet


def save_draft(
    *,
    draft: Draft,
    actor: Account,
    unit_id: int = 0,
    kind_code: str = "",
    application_id: int | None = None,
    key: str = "",
    expected_version: int | None = None,
) -> Application:
    """Keep what has been written: a new draft of a unit, or changes to a draft or to an application returned.

    Args:
        unit_id, kind_code: Of a new draft.
        application_id: Of one that exists; unit and kind stay.
        key: Of the form, so that a double click makes one draft.

    Raises:
        NotFound, NotAllowed: The unit or application is not the actor's.
        Invalid: No title, an unknown kind, an entry that cannot be cured, an item without words.
        Stale, WrongState: See ``acting_on``.

    Source: D1, D2.
    """
    if application_id is None:
        return _new_draft(unit_id, kind_code, draft, actor, key)
    with acting_on(
        application_id,
        policies.DRAFT,
        actor=actor,
        may=policies.requires(policies.DRAFT),
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is None:
            now.move("save_completion" if now.application.state == State.RETURNED else "save_draft")
            draft = _check(now.application.unit, now.application.kind, draft, actor, now.application)
            _write(now.application, draft)
            now.save("title", "form", "self_check")
            now.receipt(now.application.pk)
        return now.application


def _new_draft(unit_id: int, kind_code: str, draft: Draft, actor: Account, key: str) -> Application:
    with recording_refusals(policies.DRAFT, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        unit = Unit.objects.select_related("office").filter(pk=unit_id, pk__in=standing.unit_ids).first()
        if unit is None:
            raise NotFound
        if not policies.may_for(standing, policies.DRAFT, office_id=unit.office_id, unit_id=unit.pk):
            raise policies.refusal(policies.DRAFT)
        subject = f"unit:{unit.pk}"
        known = answered_before(actor, key, policies.DRAFT, subject)
        if known is not None:
            return Application.objects.get(pk=known)
        kind = ApplicationKind.objects.filter(code=kind_code, in_use=True).first()
        if kind is None:
            raise Invalid(errors={"kind": [_("Choose a kind of application from the list.")]})
        if not unit.in_scope:
            raise Invalid(errors={"unit": [_("This unit no longer exists or is outside the ledger.")]})
        draft = _check(unit, kind, draft, actor)
        try:
            with act(policies.DRAFT, actor=standing.facts(office_id=unit.office_id, unit_ids={unit.pk})):
                application = Application(
                    office=unit.office, unit=unit, kind=kind, drafted_by_id=standing.person_id, drafted_on=today()
                )
                application.title = draft.title.strip()
                application.save()
                _write(application, draft)
                application.save(update_fields=["title", "form", "self_check"])
                give_receipt(actor, key, policies.DRAFT, application.pk, subject)
        except IntegrityError:
            known = answered_before(actor, key, policies.DRAFT, subject)
            if known is None:
                raise
            return Application.objects.get(pk=known)
        return application


def _check(
    unit: Unit, kind: ApplicationKind, draft: Draft, actor: Account, application: Application | None = None
) -> Draft:
    """The draft with its numbers in the clear and its items counted; raises Invalid for what cannot even be kept."""
    errors: dict[str, list[Any]] = {}
    if kind.counts == Counts.PEOPLE:
        people = _known_numbers(draft.people, application)
        if wrong := identity_errors([(one.name, one.number) for one in people], today()):
            errors["people"] = wrong
        sign = -1 if kind.effect == Effect.REDUCTION else 1
        count = Counter(one.post_kind for one in people)
        items = [NewItem(what=kind.name_zh, post_kind=code, amount=sign * n) for code, n in sorted(count.items())]
        draft = replace(draft, people=people, items=items)
    else:
        draft = replace(draft, people=())
    if not draft.title.strip():
        errors["title"] = [_("Name the matter in a few words.")]
    if wrong := item_errors(kind, draft.items):
        errors["items"] = wrong
    wanted = {problem for problem, _how in draft.cures}
    open_here = set(
        visible_problems(actor)
        .filter(pk__in=wanted, unit_id__in=watched_for(unit, kind.code) if wanted else ())
        .exclude(state__in=["closed", "voided", "merged"])
        .values_list("pk", flat=True)
    )
    if wanted - open_here:
        errors["cures"] = [_("An application can cure only open entries that stand against it. Choose from the list.")]
    if any(not how.strip() for _problem, how in draft.cures):
        errors.setdefault("cures", []).append(_("Say how the application cures the entry."))
    offered = set(finding_types(unit.office).values_list("pk", flat=True)) if draft.findings else set()
    if any(one.violation_type_id not in offered for one in draft.findings):
        errors["findings"] = [_("Choose a violation type from the list.")]
    if any(not one.facts.strip() for one in draft.findings):
        errors.setdefault("findings", []).append(_("Say in a sentence what the self-check found."))
    if errors:
        raise Invalid(errors=errors)
    return draft


def _known_numbers(people: Sequence[NewPerson], application: Application | None) -> list[NewPerson]:
    """Numbers that came back masked are those that were given before; the rest are normalised."""
    known = {}
    if application is not None:
        for one in application.people.filter(struck_on=None):
            known[one.name, masked(one.identity_sealed)] = unseal(one.identity_sealed)
    return [
        replace(one, name=one.name.strip(), number=known.get((one.name.strip(), one.number), normalised(one.number)))
        for one in people
    ]


def _write_people(application: Application, people: Sequence[NewPerson]) -> None:
    wanted = {recognised(one.number): one for one in people}
    for row in application.people.filter(struck_on=None):
        new = wanted.get(row.identity_hash)
        same = new and (new.name, new.post_kind, new.level, new.entry_mode) == (
            row.name,
            row.post_kind,
            row.level,
            row.entry_mode,
        )
        if same:
            del wanted[row.identity_hash]
        else:
            row.struck_on = today()
            row.save(update_fields=["struck_on"])
    for found, one in wanted.items():
        ApplicationPerson(
            application=application,
            name=one.name,
            identity_sealed=seal(one.number),
            identity_hash=found,
            post_kind=one.post_kind,
            level=one.level,
            entry_mode=one.entry_mode,
        ).save()


def _write(application: Application, draft: Draft) -> None:
    """Bring the rows to what the draft says. Nothing is deleted: what is gone is struck, with its day."""
    application.title = draft.title.strip()
    codes = {one["code"] for one in application.kind.fields}
    application.form = {code: text.strip()[:4000] for code, text in draft.form.items() if code in codes}
    application.self_check = {"figures_agree": draft.figures_agree, "note": draft.self_check_note.strip()}
    day = today()
    stored = list(application.items.filter(struck_on=None).order_by("position", "pk"))
    names = (
        *("what", "amount", "post_kind", "level", "quota_source"),
        *("specialty", "entry_mode", "talent_class", "departures"),
    )
    for place, one in enumerate(draft.items, 1):
        row = stored[place - 1] if place <= len(stored) else ApplicationItem(application=application, position=place)
        values = {name: getattr(one, name) for name in names}
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
    for row in stored[len(draft.items) :]:
        row.struck_on = day
        row.save(update_fields=["struck_on"])
    _write_people(application, draft.people)
    said = dict(draft.cures)
    for cure in application.cures.filter(dropped_on=None):
        if said.get(cure.problem_id) != cure.how:
            cure.dropped_on = day
            cure.save(update_fields=["dropped_on"])
        else:
            said.pop(cure.problem_id)
    for problem_id, how in said.items():
        Cure(application=application, problem_id=problem_id, how=how.strip()).save()
    _write_findings(application, draft.findings)


def _write_findings(application: Application, findings: Sequence[NewFinding]) -> None:
    wanted = {astuple(replace(one, facts=one.facts.strip())) for one in findings}
    for row in application.self_findings.filter(dropped_on=None):
        same = (row.violation_type_id, row.facts, row.quota, row.actual, row.found)
        if same in wanted:
            wanted.discard(same)
        elif row.problem_id is None:
            row.dropped_on = today()
            row.save(update_fields=["dropped_on"])
    for kind_id, facts, quota, actual, found in sorted(wanted, key=repr):
        SelfFinding(
            application=application, violation_type_id=kind_id, facts=facts, quota=quota, actual=actual, found=found
        ).save()


def add_material(
    *, application_id: int, code: str, file: NewFile, actor: Account, key: str = ""
) -> ApplicationMaterial:
    """Put a file against a line of the checklist, checked by its content; an earlier one of that line gives way.

    Raises:
        Invalid: No such line; an empty, too large, or disguised file.
        NotFound, NotAllowed, WrongState: See ``acting_on``; drafts and returned applications only.

    Source: D1, B7.
    """
    kept = keep_for(application_id, policies.DRAFT, [file], actor, "file")
    with acting_on(application_id, policies.DRAFT, actor=actor, may=policies.requires(policies.DRAFT), key=key) as now:
        if now.known is not None:
            known = ApplicationMaterial.objects.get(pk=now.known)
            if known.code != code:
                raise KeyUsed
            return known
        now.move("save_completion" if now.application.state == State.RETURNED else "save_draft")
        errors: dict[str, list[Any]] = {}
        if code not in {one["code"] for one in now.application.kind.materials}:
            errors["code"] = [_("The checklist has no such line. Choose one from the list.")]
        if not kept:
            errors["file"] = [_("Choose a file.")]
        if errors:
            raise Invalid(errors=errors)
        day, (given, stored) = today(), kept[0]
        for earlier in now.application.materials.filter(code=code, replaced_on=None):
            earlier.replaced_on = day
            earlier.save(update_fields=["replaced_on"])
        material = ApplicationMaterial(
            application=now.application,
            code=code,
            stored=stored_row(stored),
            name=given.name,
            added_on=day,
            added_by_id=now.standing.person_id,
        )
        material.save()
        now.receipt(material.pk)
        return material


def submit(*, application_id: int, actor: Account, key: str = "", expected_version: int | None = None) -> Application:
    """Sign and file an application: it gets its number, its rectification position from the ledger, its reviewers.

    The head signs by filing. What the self-check found enters the ledger as reported by the unit. Filed twice it is
    filed once.

    Raises:
        Invalid: Everything that is missing or does not add up, all named together (``rules.filing``).
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: D1–D3, D5.
    """
    with acting_on(
        application_id,
        policies.SUBMIT,
        actor=actor,
        may=policies.requires(policies.SUBMIT),
        key=key,
        expected_version=expected_version,
    ) as now:
        application, day = now.application, today()
        if now.known is not None:
            return application
        returned = application.state == State.RETURNED
        now.move("submit")
        lock_people(application.people.filter(struck_on=None).values_list("identity_hash", flat=True))
        errors = filing_errors(application, day)
        if errors:
            raise Invalid(errors=errors)
        calendar = load_calendar()
        application.filed_on, application.signed_by_id = day, now.standing.person_id
        application.due_on = calendar.add(day, application.kind.days)
        application.position = _position(application)
        application.return_reason = ""
        if returned:
            stop_clocks(application.pk, ClockKind.COMPLETE_APPLICATION, on=day, subject_kind=KIND)
        _enter_findings(now)
        if application.number is None:
            application.office = handling_office(application.unit, application.kind.code, day)
            application.year = day.year
            application.serial = _take_number(application.office, day.year)
            application.number = f"{application.office.code}申〔{day.year}〕{application.serial}"
        now.save(
            *("filed_on", "signed_by", "due_on", "position", "return_reason", "year", "serial", "number", "office"),
        )
        ask_reviewers(application, calendar=calendar)
        now.receipt(application.pk)
        return application


def withdraw(
    *,
    application_id: int,
    reason: str,
    actor: Account,
    replaced_by: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Application:
    """Take an application back before it is decided; its number and past stay.

    Args:
        replaced_by: Number of another filed application of the unit that stands in its place: it is superseded then.

    Raises: Invalid without a reason, or where the other one is none; NotFound, NotAllowed, Stale, WrongState.

    Source: issue text, D7.
    """
    with acting_on(
        application_id,
        policies.WITHDRAW,
        actor=actor,
        may=policies.requires(policies.WITHDRAW),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is None and replaced_by.strip():
            now.application.superseded_by = _replacement(now.application, replaced_by.strip())
            end(now, "supersede", reason)
        elif now.known is None:
            end(now, "withdraw", reason)
        return now.application


def _replacement(application: Application, number: str) -> Application:
    others = Application.objects.filter(unit_id=application.unit_id, number=number).exclude(pk=application.pk)
    found = others.exclude(state__in=[State.WITHDRAWN, State.LAPSED, State.SUPERSEDED]).first()
    if found is None:
        raise Invalid(
            errors={"replaced_by": [_("Your unit has no other application of this number that goes on. Look it up.")]}
        )
    return found


def lapse(
    *, application_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Application:
    """Let an application lapse: its unit is gone, or nothing was completed. What is with the superior office ends by
    its answer. Source: issue text."""
    with acting_on(
        application_id,
        policies.LAPSE,
        actor=actor,
        may=policies.requires(policies.LAPSE),
        reason=reason,
        key=key,
        expected_version=expected_version,
    ) as now:
        if now.known is None:
            if now.application.state == State.ROUTED_UP:
                raise WrongState(_("This matter is with the superior office, which answers it."))
            end(now, "lapse", reason)
        return now.application


def end(now: Acting, move: str, reason: str) -> None:
    """End an application by a move that needs its reason: clocks stop, opinions not given are dropped."""
    leave_agenda(now.application)
    now.move(move)
    if not reason.strip():
        raise Invalid(errors={"reason": [_("Say why; the reason stays with its number.")]})
    application, day = now.application, today()
    for review in application.pre_reviews.filter(opinion="", dropped_on=None):
        review.dropped_on = day
        review.save(update_fields=["dropped_on"])
    application.ended_on, application.end_reason = day, reason.strip()
    now.save("ended_on", "end_reason", *(["superseded_by"] if application.superseded_by_id else []))
    stop_clocks(application.pk, on=day, outcome=Clock.Outcome.CANCELLED, subject_kind=KIND)
    now.receipt(application.pk)


def _position(application: Application) -> list[dict[str, Any]]:
    """问题整改情况 by the ledger, as the gate reads it: open entries of the unit today."""
    names = ("number", "type", "type_zh", "type_en", "standing", "state", "deadline_on")
    return [{name: one[name] for name in names} for one in entries_on(application.unit, [application.unit_id], today())]


def _take_number(office: Office, year: int) -> int:
    """The next number of an office's applications in a year, gapless; the row stays locked until the act ends."""
    ApplicationSeries.objects.bulk_create([ApplicationSeries(office=office, year=year)], ignore_conflicts=True)
    series = ApplicationSeries.objects.select_for_update(no_key=True).get(office=office, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _enter_findings(now: Acting) -> None:
    """What the unit found itself goes to the office as reported by the unit; the office registers it. Source: D2."""
    for finding in now.application.self_findings.filter(problem=None, dropped_on=None).order_by("pk"):
        report = checked_report(now.application.unit, finding_entry(finding, today()))
        finding.problem = enter_report(report, person_id=now.standing.person_id)
        finding.save(update_fields=["problem"])
