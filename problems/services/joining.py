"""Units that assist, links between entries, and merging a duplicate into another. Source: B5."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.refusals import recording_refusals
from deadlines.clocks import stop_clocks
from deadlines.models import Clock
from organizations.clock import in_words, today
from organizations.errors import Invalid, WrongState
from organizations.models import Account, Unit
from problems import policies
from problems.acting import Acting, acting_on, repeatable, require_changeable
from problems.models import Assisting, Correction, Handling, Link, NatureClaim, Problem, RectificationPlan
from problems.models.entries import Nature
from problems.selectors.joining import assisting_for, link_for
from problems.services.dates import cap_of, required_by
from problems.services.extensions import withdraw_extension
from problems.states import State

# What has left the ledger is linked to nothing: its page names where it went.
LINKED_STATES = frozenset(State) - {State.DRAFT, State.REPORTED, State.REFUSED, State.VOIDED, State.MERGED}


@repeatable(Assisting)
def add_assisting_unit(*, problem_id: int, unit_id: int, actor: Account, task: str = "", key: str = "") -> Assisting:
    """Let another unit help with an entry: it sees it from assignment on, reports progress and comments.

    Args:
        unit_id: A unit of the same office, other than the lead.
        task: What it has to do, shown with its name.
        key: Of the form, so that a double click adds once.

    Raises:
        Invalid: Not a unit of this office, vanished, out of scope, the lead itself, or assisting already.
        NotFound, NotAllowed, WrongState: See ``acting_on``; not once the entry is being verified.

    Source: B5.
    """
    act = "problem.add_unit"
    may = policies.requires(act)
    with acting_on(problem_id, act, actor=actor, may=may, reason=task.strip(), with_units=[unit_id], key=key) as now:
        problem = now.problem
        require_changeable(problem)
        unit = Unit.objects.filter(pk=unit_id, office_id=problem.office_id).first()
        errors = []
        if unit is None:
            errors.append(_("This unit is not in your office's list. Choose one from the list."))
        elif unit.valid_until is not None:
            errors.append(_("This unit no longer exists. Choose the unit that took over its duties."))
        elif not unit.in_scope:
            errors.append(_("Units of the production-and-operation class are outside the ledger."))
        elif unit.pk == problem.unit_id:
            errors.append(_("This unit leads the rectification already. Choose another one to assist."))
        elif problem.assisting.filter(unit=unit, until=None).exists():
            errors.append(_("This unit assists already."))
        if errors:
            raise Invalid(errors={"unit": errors})
        added = Assisting(
            problem=problem, unit=unit, task=task.strip()[:200], since=today(), added_by_id=now.standing.person_id
        )
        added.save()
        return now.made(added)


@repeatable(Assisting)
def release_assisting_unit(*, assisting_id: int, reason: str, actor: Account, key: str = "") -> Assisting:
    """End a unit's help for a reason; it no longer sees the entry, what it reported stays.

    Raises: NotFound, NotAllowed, WrongState (also when it was released before), Invalid without a reason.

    Source: B5.
    """
    act = "problem.release_unit"
    with recording_refusals(act, account=actor, object_kind="assisting", object_id=assisting_id):
        problem_id = assisting_for(viewer=actor, assisting_id=assisting_id).problem_id
        with acting_on(problem_id, act, actor=actor, may=policies.requires(act), reason=reason.strip(), key=key) as now:
            row = now.problem.assisting.get(pk=assisting_id)
            if row.until is not None:
                raise WrongState(_("This unit was released before. Reload the page to see who assists now."))
            require_changeable(now.problem)
            if not reason.strip():
                raise Invalid(errors={"reason": [_("Say why the unit is released.")]})
            release(row, now, reason)
            return now.made(row)


def release(row: Assisting, now: Acting, reason: str) -> None:
    """End one unit's help inside the open act."""
    row.until, row.released_by_id, row.released_because = today(), now.standing.person_id, reason.strip()
    row.save()


@repeatable(Link)
def link_entries(*, problem_id: int, other_id: int, kind: str, reason: str, actor: Account, key: str = "") -> Link:
    """Say that two entries belong together, or that one is the recurrence of an earlier one.

    Args:
        other_id: The other entry, for a recurrence the earlier one; the actor must see it.
        kind: See ``Link.Kind``.

    Raises:
        Invalid: The same entry, one that left the ledger, linked already, no reason, or a recurrence before its cause.
        NotFound, NotAllowed: See ``acting_on``.

    Source: B5.
    """
    act = "problem.link"
    may = policies.requires(act)
    with acting_on(
        problem_id, act, actor=actor, may=may, reason=reason.strip(), with_problems=[other_id], key=key
    ) as now:
        other = now.others.get(other_id)
        errors: dict[str, list] = {}
        if other is None:
            errors["other"] = [_("This is the entry itself. Name the other one.")]
        elif now.problem.state not in LINKED_STATES or other.state not in LINKED_STATES:
            errors["other"] = [_("Only entries that are in the ledger can be linked.")]
        elif kind == Link.Kind.RECURRENCE and other.found_on > now.problem.found_on:
            errors["kind"] = [_("The other entry was found later. Open it, and link it to this one as its recurrence.")]
        elif links_between(now.problem, other).exists():
            errors["other"] = [_("These two entries are linked already.")]
        if kind not in Link.Kind.values:
            errors["kind"] = [_("Choose how the two belong together.")]
        if not reason.strip():
            errors["reason"] = [_("Say why they belong together.")]
        if errors:
            raise Invalid(errors=errors)
        assert other is not None  # noqa: S101 - an error was raised above otherwise
        return now.made(store_link(now.problem, other, kind, reason.strip(), now.standing.person_id))


def store_link(problem: Problem, other: Problem, kind: str, reason: str, person_id: int) -> Link:
    """Keep a link of two entries within the caller's act; it has been asked whether it may be."""
    link = Link(problem=problem, other=other, kind=kind, reason=reason, made_on=today(), made_by_id=person_id)
    link.save()
    return link


def recurrence_errors(earlier: Problem, found_on: date) -> dict[str, list]:
    """What keeps a matter found on a day from being a recurrence of an earlier entry, by field."""
    if earlier.state not in LINKED_STATES:
        return {"recurrence_of": [_("Only entries that are in the ledger can be linked.")]}
    if earlier.found_on > found_on:
        said = {"number": earlier.number, "day": in_words(earlier.found_on)}
        return {"found_on": [_("%(number)s was found on %(day)s. A recurrence of it is found later.") % said]}
    return {}


def links_between(one: Problem, other: Problem) -> QuerySet[Link]:
    """Links in force between two entries, whichever names the other."""
    pair = [one.pk, other.pk]
    return Link.objects.filter(problem_id__in=pair, other_id__in=pair, removed_on=None)


@repeatable(Link)
def unlink_entries(*, link_id: int, reason: str, actor: Account, key: str = "") -> Link:
    """Remove a link for a reason; both pasts keep it. The rights are asked of the entry that was linked to the other.

    Raises: NotFound (also when the actor does not see the other entry), NotAllowed, WrongState, Invalid.

    Source: B5.
    """
    act = "problem.unlink"
    may = policies.requires(act)
    with recording_refusals(act, account=actor, object_kind="link", object_id=link_id):
        ends = link_for(viewer=actor, link_id=link_id)
        mine, other = ends.problem_id, ends.other_id
        with acting_on(mine, act, actor=actor, may=may, reason=reason.strip(), with_problems=[other], key=key) as now:
            link = Link.objects.get(pk=link_id)
            if link.removed_on is not None:
                raise WrongState(_("This link was removed before. Reload the page to see what is linked now."))
            if not reason.strip():
                raise Invalid(errors={"reason": [_("Say why the link is removed.")]})
            link.removed_on, link.removed_by_id = today(), now.standing.person_id
            link.removed_because = reason.strip()
            link.save()
            return now.made(link)


@repeatable(Problem)
def merge_problem(
    *, problem_id: int, into_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Problem:
    """Merge a duplicate, or a unit's report, into the entry of the same matter.

    Its number, files and past stay readable, its clocks stop, and from this day on it is not counted. What binds it
    binds the entry that goes on: the superior's consent, an earlier required date, the units that assist, and whoever
    had a part in it may not verify the other one either (decision 0024).

    Args:
        problem_id: The duplicate: registered and not yet being verified, or a report that waits for its answer.
        into_id: The entry that goes on, of the same unit, likewise not yet being verified.

    Raises:
        Invalid: The same entry, another office or unit, the other one closed or being verified, a policy-caused one
            for a violation, one whose deadline lies beyond what is required of the duplicate, or no reason.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``.

    Source: B5, B15.
    """
    act = "problem.merge"
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        with_problems=[into_id],
        key=key,
    ) as now:
        problem, into, day = now.problem, now.others.get(into_id), today()
        now.move("merge")
        errors: dict[str, list] = {}
        if into is None:
            errors["into"] = [_("An entry cannot be merged into itself. Name the other one.")]
        elif into.office_id != problem.office_id:
            errors["into"] = [_("Both entries must be of the same office.")]
        elif wrong := _not_the_one(problem, into):
            errors["into"] = wrong
        if not reason.strip():
            errors["reason"] = [_("Say why both are the same matter; the reason stays with the number.")]
        if errors:
            raise Invalid(errors=errors)
        assert into is not None  # noqa: S101 - an error was raised above otherwise
        _inherit(problem, into, now)
        problem.merged_into, problem.merged_on, problem.merged_because = into, day, reason.strip()
        now.save("merged_into", "merged_on", "merged_because")
        withdraw_extension(problem, day)
        stop_clocks(problem.pk, on=day, outcome=Clock.Outcome.CANCELLED)
        stop_side_clocks(problem)
        return problem


def _not_the_one(problem: Problem, into: Problem) -> list[Any]:
    """Why the duplicate cannot go into this entry of the same office: something that binds it would be lost."""
    names = {"number": problem.number or _("The report"), "into": into.number or ""}
    try:
        require_changeable(into)
    except WrongState:
        return [
            _("%(number)s is “%(state)s”. Merge into an entry that is open and not yet being verified.")
            % {"number": into.number or "", "state": into.get_state_display()}
        ]
    wrong: list[Any] = []
    if into.unit_id != problem.unit_id:
        # Only the lead unit is held by the gate, so that the unit of the duplicate would be on no entry.
        wrong.append(
            _(
                "%(into)s is an entry of %(other)s, this one of %(unit)s, and each unit answers for its own. Link the "
                "two instead, or have the unit corrected first where it is wrong."
            )
            % {**names, "other": into.unit.name, "unit": problem.unit.name}
        )
    counts = problem.nature == Nature.VIOLATION or not problem.nature_confirmed
    if problem.number and counts and into.nature == Nature.POLICY:
        wrong.append(
            _(
                "%(into)s is policy-caused, and %(number)s counts as a violation. Merge %(into)s into %(number)s "
                "instead, or have the nature of %(number)s confirmed first."
            )
            % names
        )
    bound = cap_of(problem)
    if bound is not None and not _keeps_to(bound, problem, into):
        wrong.append(
            _(
                "%(body)s requires %(day)s at the latest of %(number)s, and %(into)s may go beyond it. Merge %(into)s "
                "into %(number)s instead, or record the body's consent to a later date first."
            )
            % {**names, "body": required_by(problem), "day": in_words(bound)}
        )
    return wrong


def _keeps_to(bound: date, problem: Problem, into: Problem) -> bool:
    """Whether the entry that goes on cannot go beyond the day that binds the duplicate, once it has inherited it.

    After a relapse no required date binds, and a consent to go beyond one date is none to go beyond another.
    """
    own = cap_of(into)
    if own is not None and own <= bound:
        return True
    consents = problem.required_consents.exists() or into.required_consents.exists()
    return not into.relapses and not consents and (into.deadline_on is None or into.deadline_on <= bound)


def _inherit(problem: Problem, into: Problem, now: Acting) -> None:
    """What binds the duplicate binds the entry that goes on, inside the open act and before the duplicate is merged."""
    into.consent_rule = into.consent_rule or problem.consent_rule
    bound, own = cap_of(problem), cap_of(into)
    if bound is not None and (own is None or bound < own):
        into.required_on, into.required_by = problem.required_on, str(required_by(problem))
    into.version += 1
    into.save(update_fields=["consent_rule", "required_on", "required_by", "version"])
    known = set(into.handlings.filter(capacity=Handling.Capacity.MERGED).values_list("person_id", flat=True))
    for person in sorted(people_with_a_part(problem) - known):
        Handling(problem=into, person_id=person, capacity=Handling.Capacity.MERGED).save()
    ever = dict(into.assisting.order_by("until").values_list("unit_id", "until"))  # in force ones are read last
    for row in problem.assisting.exclude(unit_id=into.unit_id):
        if row.unit_id not in ever or (row.until is None and ever[row.unit_id] is not None):
            _assists_too(row, into, now)
            ever[row.unit_id] = row.until


def _assists_too(row: Assisting, into: Problem, now: Acting) -> None:
    """The unit helps with the entry that goes on; one that was released is known there too, and verifies neither."""
    copied: dict[str, Any] = {"problem": into, "unit_id": row.unit_id, "task": row.task}
    if row.until is None:
        copied |= {"since": today(), "added_by_id": now.standing.person_id}
    else:
        names = ("since", "added_by_id", "until", "released_by_id", "released_because")
        copied |= {name: getattr(row, name) for name in names}
    Assisting(**copied).save()


def people_with_a_part(problem: Problem) -> set[int]:
    """Who registered, reported, assigned, planned or decided anything of an entry, or applied for its close-out. C4."""
    plans = RectificationPlan.objects.filter(problem=problem).values_list("submitted_by_id", "decided_by_id")
    people = {problem.registered_by_id, problem.reported_by_id, *(one for pair in plans for one in pair)}
    people |= set(problem.handlings.values_list("person_id", flat=True))
    people |= set(problem.reports.values_list("reported_by_id", flat=True))
    people |= set(problem.close_outs.values_list("applied_by_id", flat=True))
    people |= set(problem.later_look_backs.filter(outcome="failed").values_list("recorded_by_id", flat=True))
    return {one for one in people if one is not None}


def stop_side_clocks(problem: Problem) -> None:
    """Nobody has to decide any more on what was asked about an entry that left the ledger."""
    asked = problem.corrections.filter(status=Correction.Status.ASKED).values_list("pk", flat=True)
    claimed = problem.nature_claims.filter(status=NatureClaim.Status.CLAIMED).values_list("pk", flat=True)
    for subject_kind, keys in (("correction", asked), ("nature", claimed)):
        for pk in keys:
            stop_clocks(pk, subject_kind=subject_kind, on=today(), outcome=Clock.Outcome.CANCELLED)
