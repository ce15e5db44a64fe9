"""What the code itself must not contain: calls that pass by history, outside the modules named here with a reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(
    path.name for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name not in {"tests", "benchmarks"}
)
# call: what it passes by
BANNED = {
    "bulk_create": "signals",
    "bulk_update": "signals",
    "_raw_delete": "history",
    "raw": "the managers",
    "cursor": "the models",
    "execute": "the models",
    "delete": "the rule that nothing is deleted",
    "save_without_historical_record": "history",
    "skip_history_when_saving": "history",
    "save_base": "history",
}
OF_QUERIES = {"objects", "filter", "exclude", "all", "order_by", "select_for_update", "_base_manager", "history"}
# module: (calls, reason)
ALLOWED: dict[str, tuple[set[str], str]] = {
    "audit": (
        {"cursor", "execute", "bulk_create"},
        "the trail itself: acts, sets with history, triggers, verification",
    ),
    "organizations/scope.py": ({"cursor", "execute"}, "reads a tree by recursion"),
    "organizations/sessions.py": ({"delete"}, "takes sessions, which are no ledger"),
    "problems/services/exports.py": ({"update"}, "claims and dates files of exports, which are no ledger"),
    "problems/services/batches.py": ({"update"}, "claims acts on many, which are no ledger"),
    "problems/services/saved_views.py": ({"delete"}, "removes views of lists, which are a person's own"),
    "problems/tasks.py": ({"update"}, "gives an export back, which is no ledger"),
    "documents/papers.py": ({"bulk_create"}, "makes the counter of a series once, if it is not there"),
    "problems/services/numbers.py": ({"bulk_create"}, "makes the counter of a year once, if it is not there"),
    "problems/selectors/entries.py": ({"cursor", "execute"}, "asks the planner how many rows a word has"),
    "problems/services/importing/doubts.py": ({"cursor", "execute"}, "holds rows against entries by pairs and arrays"),
    "approvals/gate/asking.py": (
        {"cursor", "execute"},
        "takes the marks of units in order, by a function of the database",
    ),
    "approvals/rules/claims.py": ({"cursor", "execute"}, "takes locks on people, which no model holds"),
    "approvals/services/filing.py": ({"bulk_create"}, "makes the counter of a year once, if it is not there"),
    "ledger_site/health.py": ({"cursor", "execute"}, "asks whether the database answers"),
    "ledger_site/embedded": ({"execute"}, "makes roles and database before Django runs"),
    "ledger_site/management/commands/doctor.py": ({"cursor", "execute"}, "looks at the database itself"),
}


def modules() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield name


def allowed_in(name: str) -> set[str]:
    return set().union(
        *(calls for place, (calls, _why) in ALLOWED.items() if name == place or name.startswith(f"{place}/"))
    )


def receivers(node: ast.expr) -> set[str]:
    """Names along ``a.objects.filter(…).update``."""
    names = set()
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
            node = node.value
        else:
            return names


def passing_by(source: str) -> list[tuple[int, str]]:
    """Line and name of each call that passes by history."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, before = node.func.attr, receivers(node.func.value)
            if name in BANNED or (name == "update" and before & OF_QUERIES):
                found.append((node.lineno, name))
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_call_passes_by_history(room: str) -> None:
    """Check C03: what is needed all the same is allowed by module, with its reason."""
    found = [
        f"{name}:{line} {call}() passes by {BANNED.get(call, 'history')}"
        for name in modules()
        if name.split("/")[0] == room
        for line, call in passing_by((ROOT / name).read_text())
        if call not in allowed_in(name)
    ]
    assert found == []


@pytest.mark.parametrize("place", ALLOWED)
def test_what_is_allowed_is_used(place: str) -> None:
    mine = [name for name in modules() if name == place or name.startswith(f"{place}/")]
    used = {call for name in mine for _line, call in passing_by((ROOT / name).read_text())}
    assert ALLOWED[place][0] <= used


@pytest.mark.parametrize(
    "source",
    [
        "Problem.objects.filter(pk=1).update(state='closed')",
        "Problem.history.all().delete()",
        "problem.save_without_historical_record()",
        "with connection.cursor() as cursor: cursor.execute('update problems_problem set state = 1')",
    ],
)
def test_the_rule_finds_what_it_looks_for(source: str) -> None:
    """Else the tests above would say nothing."""
    assert passing_by(source)


def test_a_dictionary_may_be_updated() -> None:
    assert passing_by("context.update(form=form)") == []
