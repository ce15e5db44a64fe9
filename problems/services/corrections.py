"""Correcting what a registered entry says of itself: one asks with a paper, another decides. Source: B2–B4, B8, A09."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.sets import update_with_history
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from documents.files import stored_row
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account, Unit
from organizations.selectors import head_of
from problems import policies
from problems.acting import Acting, acting_on, ask_first, repeatable, require_changeable
from problems.models import Correction, NatureClaim, Problem, ViolationType
from problems.models.entries import Nature
from problems.protection import CORRECTED
from problems.services.entry_rules import NewEntry, checked_entry
from problems.services.evidence import NewFile, keep_all
from problems.services.joining import release
from problems.spreadsheets.values import row_identity

# What a correction may name, as ``NewEntry`` calls it. Required date, cause and remark have no rule of two people.
CORRECTABLE = frozenset(
    {
        "unit_id",
        "violation_type_id",
        "source_id",
        "finder_level",
        "found_on",
        "facts",
        "quota",
        "actual",
        "found",
        "affected_office_id",
    }
)
# Columns that follow from the others: kept with the request so that who decides sees them.
FOLLOWING = ("consent_rule",)
NO_DOUBLE = _("You asked for this, so somebody else has to decide: another section chief or the leader.")


@repeatable(Correction)
def ask_correction(
    *,
    problem_id: int,
    changes: Mapping[str, Any],
    reason: str,
    file: NewFile | None,
    actor: Account,
    key: str = "",
    expected_version: int | None = None,
) -> Correction:
    """Ask that a registered entry be corrected; nothing changes before another person decides.

    Args:
        changes: What is to be said instead, by the names of ``CORRECTABLE``; what equals the present is passed over.
        reason: Why the present words are wrong.
        file: The paper that shows it.

    Returns: The request, with before and after.

    Raises:
        Invalid: Nothing differs, a rule on the fields is broken, no reason, no paper, a request waits already, or
            the nature of the entry waits for confirmation and would fall away.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; not once the entry is being verified.

    Source: B2–B4, B8.
    """
    act = "problem.ask_correction"
    may = policies.requires(act)
    if unknown := set(changes) - CORRECTABLE:
        raise TypeError(f"A correction does not name {sorted(unknown)}.")
    if file is not None:
        ask_first(problem_id, act, actor=actor, may=may)
    kept = keep_all([file] if file else [], field="file")
    units = [changes["unit_id"]] if changes.get("unit_id") else []
    with acting_on(problem_id, act, actor=actor, may=may, reason=reason.strip(), with_units=units, key=key) as now:
        now.require_version(expected_version)
        problem = now.problem
        require_changeable(problem)
        errors: dict[str, list] = {}
        if problem.corrections.filter(status=Correction.Status.ASKED).exists():
            raise WrongState(_("A correction of this entry waits for its decision already. Decide on that one first."))
        try:
            before, after = difference(problem, changes)
        except Invalid as refusal:
            errors |= refusal.errors
            before, after = {}, {}
        if not errors and not after:
            errors["facts"] = [_("Nothing differs from what the entry says now. Change what is wrong.")]
        if not reason.strip():
            errors["reason"] = [_("Say why it is wrong.")]
        if not kept:
            errors["file"] = [_("Attach the paper that shows what is right.")]
        if errors:
            raise Invalid(errors=errors)
        given, stored = kept[0]
        asked = Correction(
            problem=problem,
            before=before,
            after=after,
            reason=reason.strip(),
            file=stored_row(stored),
            file_name=given.name,
            asked_on=today(),
            asked_by_id=now.standing.person_id,
        )
        asked.save()
        start_clocks([side_clock(problem, "correction", asked.pk, ClockKind.CORRECTION)])
        return now.made(asked)


def side_clock(problem: Problem, subject_kind: str, subject_id: int, kind: str) -> NewClock:
    """A clock of something asked about an entry: its own subject, so that the entry's light is not touched."""
    return NewClock(
        subject_kind=subject_kind,
        subject_id=subject_id,
        item_id=problem.pk,
        kind=kind,
        holder=Clock.Holder.OFFICE,
        office_id=problem.office_id,
        unit_id=problem.unit_id,
        started_on=today(),
    )


def present(problem: Problem) -> NewEntry:
    """The entry as somebody would register it now."""
    return NewEntry(**{part.name: getattr(problem, part.name) for part in fields(NewEntry)})


def difference(problem: Problem, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns before and after a correction as plain data; only those that differ.

    Raises: Invalid where the corrected entry would break a rule that the correction touches.
    """
    now = present(problem)
    asked = {name for name, value in changes.items() if value != getattr(now, name)}
    wanted = replace(now, **{name: changes[name] for name in asked})
    kind_changes = "violation_type_id" in asked
    if (kind_changes or asked & {"quota", "actual"}) and "found" not in asked:
        wanted = replace(wanted, found=None)  # computed anew where the type computes it
        if not kind_changes and problem.violation_type.figures not in {"staff", "leaders"}:
            wanted = replace(wanted, found=problem.found)
    if kind_changes:
        wanted = _without_foreign_figures(wanted, asked)
    touched = {name.removesuffix("_id") for name in asked}
    if kind_changes:
        touched |= {"quota", "actual", "found", "affected_office"}
    unit = Unit.objects.filter(pk=wanted.unit_id, office_id=problem.office_id).first()
    new = checked_entry(problem.office, unit, wanted, (problem, touched))
    if new.nature == Nature.POLICY:
        new.nature_confirmed = problem.nature_confirmed
    before, after = {}, {}
    for column in (*CORRECTED, *FOLLOWING):
        old, value = _plain(getattr(problem, column)), _plain(getattr(new, column))
        if column == "consent_rule":
            value = value or old  # a consent that was needed stays needed (C3)
        if old != value:
            before[column], after[column] = old, value
    done = after.get("found", problem.found)
    if done is not None and done < problem.done:
        raise Invalid(
            errors={
                "found": [_("%(done)s are reported as done already, so it cannot be fewer.") % {"done": problem.done}]
            }
        )
    return before, after


def _without_foreign_figures(entry: NewEntry, asked: set[str]) -> NewEntry:
    """Figures that the new type does not count fall away unless the request names them."""
    kind = ViolationType.objects.filter(pk=entry.violation_type_id).first()
    figures = kind.figures if kind else ""
    dropped: dict[str, Any] = {}
    if figures not in {"staff", "leaders"}:
        dropped |= {name: None for name in ("quota", "actual") if name not in asked}
    if kind is not None and not kind.may_be_policy_caused and entry.nature == Nature.POLICY:
        dropped["nature"] = Nature.VIOLATION
    return replace(entry, **dropped)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@repeatable(Correction)
def decide_correction(
    *, problem_id: int, apply: bool, actor: Account, note: str = "", key: str = "", expected_version: int | None = None
) -> Correction:
    """Apply the correction that waits, or refuse it with a reason; never by who asked.

    Applying changes exactly the columns that were asked, in one act. A new unit takes over the running clocks, its
    head becomes the first person responsible, and it no longer assists.

    Raises:
        Invalid: Refused without a reason, or what was asked no longer holds.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; WrongState also when nothing waits.

    Source: B8, A09.
    """
    act = "problem.apply_correction" if apply else "problem.refuse_correction"
    waiting = Correction.objects.filter(problem_id=problem_id, status=Correction.Status.ASKED).first()
    unit_id = waiting.after.get("unit_id") if waiting else None
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires("problem.decide_correction"),
        reason=note.strip(),
        with_units=[unit_id] if unit_id else [],
        key=key,
    ) as now:
        asked = now.problem.corrections.filter(status=Correction.Status.ASKED).first()
        if asked is None:
            raise WrongState(_("No correction of this entry waits for a decision."))
        require_another(asked.asked_by_id, now)
        now.require_version(expected_version)
        if not apply and not note.strip():
            raise Invalid(errors={"note": [_("Say why the correction is refused.")]})
        if apply:
            require_changeable(now.problem)
            _still_holds(now.problem, asked)
        asked.status = Correction.Status.APPLIED if apply else Correction.Status.REFUSED
        asked.decided_on, asked.decided_by_id, asked.note = today(), now.standing.person_id, note.strip()
        asked.save()
        stop_clocks(asked.pk, subject_kind="correction", on=today())
        if apply:
            _apply(now, asked)
        return now.made(asked)


def require_another(asked_by_id: int, now: Acting) -> None:
    """Refuse a decision by the person who asked. Raises NotAllowed."""
    if asked_by_id == now.standing.person_id:
        raise NotAllowed(NO_DOUBLE)


def _still_holds(problem: Problem, asked: Correction) -> None:
    """Raises Invalid when the same request would give something else today, such as after a type was retired."""
    wanted = {name: value for name, value in asked.after.items() if name in CORRECTABLE}
    if "found_on" in wanted:
        wanted["found_on"] = date.fromisoformat(wanted["found_on"])
    _before, after = difference(problem, wanted)
    if after != asked.after:
        raise Invalid(_("What was asked no longer fits the entry as it is now. Refuse it, and let it be asked anew."))
    if after.get("nature") and problem.nature_claims.filter(status=NatureClaim.Status.CLAIMED).exists():
        raise Invalid(_("The nature of this entry waits for confirmation. Decide on that first."))


def _apply(now: Acting, asked: Correction) -> None:
    problem = now.problem
    for column, value in asked.after.items():
        setattr(problem, column, date.fromisoformat(value) if column == "found_on" else value)
    names = [part.name for part in Problem._meta.concrete_fields if part.attname in asked.after]
    if unit_id := asked.after.get("unit_id"):
        problem.responsible, problem.handler = head_of(unit_id), ""
        names += ["responsible", "handler"]
        for row in problem.assisting.filter(unit_id=unit_id, until=None):
            release(row, now, str(_("It leads the rectification now.")))
        running = list(
            Clock.objects.select_for_update(no_key=True).filter(
                subject_kind="problem", subject_id=problem.pk, stopped_on=None
            )
        )
        for clock in running:
            clock.unit_id = unit_id
        update_with_history(Clock, running, ["unit"])
    problem.identity = row_identity(
        problem.office.code, problem.unit.code, problem.violation_type.code, problem.facts, problem.found_on
    )
    now.save(*names, "identity")
