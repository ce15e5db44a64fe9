"""An answer of the gate in the reader's language, for the panel that every page shows alike. Source: D4, D12."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals.gate.asking import ask_for
from approvals.models import Application, Effect, Ground, Outcome, Standing
from approvals.states import State as ApplicationState
from organizations.clock import in_words
from organizations.models import Account
from problems.policies import visible_to as visible_problems
from problems.states import State

RECORD = {
    "relapses": lambda n: _("relapses within a year: %(n)s") % {"n": n},
    "extensions": lambda n: _("extensions: %(n)s") % {"n": n},
    "overdue_days": lambda n: _("overdue working days: %(n)s") % {"n": n},
    "refusals": lambda n: _("close-outs refused within a year: %(n)s") % {"n": n},
}


@dataclass(frozen=True)
class Line:
    """One thing that stands in the way, or does not."""

    what: str
    outcome: str
    outcome_label: str
    clause: int | None
    text: str
    lifts: str
    number: str = ""
    problem_id: int | None = None  # only where the viewer may open the entry
    why: str = ""
    cure: str = ""  # why it stands in the way although the application says that it cures it


@dataclass(frozen=True)
class Panel:
    """The whole answer in words."""

    outcome: str
    outcome_label: str
    effect_label: str
    rule: str
    on: date
    by_exception: bool
    blocking: list[Line] = field(default_factory=list)
    passed: list[Line] = field(default_factory=list)


def panel_of(
    inputs: dict[str, Any], answer: dict[str, Any], viewer: Account, application: Application | None = None
) -> Panel:
    """The answer as a page shows it. An entry is a link for who may know it otherwise; its number stands for all,
    because a refusal names its grounds. One query.

    Args:
        application: That was asked about, with its cures at hand: a line says where one of them is not confirmed.
    """
    lines = [*answer["blocking"], *answer["passed"]]
    known = _visible({one["id"] for one in lines if "id" in one}, viewer)
    return _panel(inputs, answer, known, claimed_in_vain(application, inputs) if application else set())


def claimed_in_vain(application: Application, inputs: dict[str, Any]) -> set[int]:
    """Entries that the application says it cures and that the gate did not count as cured: nobody confirmed it yet."""
    return {one.problem_id for one in application.cures.all() if one.dropped_on is None} - set(inputs["cures"])


def waits_for(application: Application) -> list[dict[str, Any]]:
    """What a paused application waits for, as data: each thing in the way, what lifts it, and whether the supervision
    section could lift it by confirming the cure. Empty in other states."""
    if application.state != ApplicationState.PAUSED:
        return []
    found = ask_for(application)
    vain = claimed_in_vain(application, found.inputs)
    names = ("text_zh", "text_en", "lifts_zh", "lifts_en")
    return [
        {
            "ground": str(one["ground"]),
            "number": one.get("number") or "",
            **{name: one.get(name, "") for name in names},
            "cure_to_confirm": one.get("id") in vain,
        }
        for one in found.answer["blocking"]
    ]


def panels_of(answers: Sequence[tuple[dict[str, Any], dict[str, Any]]], viewer: Account) -> list[Panel]:
    """Several answers, each as ``panel_of`` gives it. One query for all."""
    lines = [one for _inputs, answer in answers for one in (*answer["blocking"], *answer["passed"])]
    known = _visible({one["id"] for one in lines if "id" in one}, viewer)
    return [_panel(inputs, answer, known, set()) for inputs, answer in answers]


def _panel(inputs: dict[str, Any], answer: dict[str, Any], known: set[int], vain: set[int]) -> Panel:
    return Panel(
        outcome=answer["outcome"],
        outcome_label=str(Outcome(answer["outcome"]).label),
        effect_label=str(Effect(inputs["effect"]).label),
        rule=inputs["rule"]["label"],
        on=date.fromisoformat(inputs["on"]),
        by_exception=answer["by_exception"],
        blocking=[_line(one, known, vain) for one in answer["blocking"]],
        passed=[_line({"ground": Ground.ENTRY.value, **one}, known, set()) for one in answer["passed"]],
    )


def _visible(ids: Iterable[int], viewer: Account) -> set[int]:
    wanted = list(ids)
    return set(visible_problems(viewer).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _line(one: dict[str, Any], known: set[int], vain: set[int]) -> Line:
    english = (get_language() or "zh").startswith("en")
    word = "en" if english else "zh"
    passed = {
        "cured": _("the application cures it"),
        "excepted": _("set aside by a collective decision"),
        "rule": _("the rules let it pass"),
        "no_rule": _("no clause stands against it"),
    }
    return Line(
        what=_what(one, word),
        outcome=one["outcome"],
        outcome_label=str(Outcome(one["outcome"]).label),
        clause=one["clause"],
        text=one.get(f"text_{word}", ""),
        lifts=one.get(f"lifts_{word}", ""),
        number=one.get("number") or "",
        problem_id=one["id"] if one.get("id") in known else None,
        why=passed.get(one.get("why", ""), ""),
        cure=_("The application says that it cures this entry; the supervision section has not confirmed it.")
        if one.get("id") in vain
        else "",
    )


def _what(one: dict[str, Any], word: str) -> str:
    ground = one["ground"]
    if ground == Ground.ENTRY:
        parts = [one[f"type_{word}"], str(Standing(one["standing"]).label), str(State(one["state"]).label)]
        return " · ".join([*([] if one["own"] else [one["unit"]]), *parts])
    if ground == Ground.IRREGULAR:
        return _("Irregular motion: %(reason)s") % {"reason": one["reason"]}
    if ground == Ground.RECORD:
        return ", ".join(RECORD[name](value) for name, value in one["reached"].items())
    control = one["control"]
    words = {"since": in_words(date.fromisoformat(control["since"])), "by": control["decided_by"]}
    if ground == Ground.WITHDRAWAL:
        return _("%(superior)s has taken up the authority since %(since)s") % {
            **words,
            "superior": control["superior"],
        }
    return _("Suspended since %(since)s by %(by)s") % words
