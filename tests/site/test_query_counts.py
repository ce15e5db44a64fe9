"""A page asks the database as often for eleven rows as for one, and within the budgets of the quality page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from site_world import World, a_mapped_run, handler, the_bodies

from organizations.models import Account
from organizations.roles import Role
from problems.models import Problem
from problems.services import comments, rectification
from tests.factories import a_file, a_person_with, a_problem, a_unit, people_of, team_of, verify
from verification import services as verification

FEW, MANY = 1, 11
CLERK, CHIEF, UNIT, AUDITOR = Role.OFFICE_CLERK, Role.SECTION_CHIEF, Role.UNIT_CLERK, Role.AUDIT_ADMIN
# page: (who opens it, route, query, statements it needs at most); lower the number when one is saved
PAGES: dict[str, tuple[str, str, str, int]] = {
    "list": (CLERK, "problems:list", "", 14),
    "list, searched": (CLERK, "problems:list", "?q=牌子&light=green&state=open", 15),
    "list of a unit": (UNIT, "problems:list", "", 14),
    "my work": (CLERK, "my_work", "", 15),
    # With the answer of the gate, which looks at rules, entries, suspensions and the record of the unit.
    "my work of a unit": (UNIT, "my_work", "", 32),
    "unit": (CLERK, "organizations:unit", "", 15),
    "trail": (AUDITOR, "audit:trail", "", 16),
    "trail of sign-ins": (AUDITOR, "audit:trail", "?kind=events", 13),
    "API list": (CLERK, "api_problems", "", 9),
    "API my work": (CLERK, "api_my_work", "", 10),
    "verification desk": (CHIEF, "verification:desk", "", 19),
    "imports": (CLERK, "imports:list", "", 8),
    "import preview": (CLERK, "imports:preview", "", 12),
    "units": (CLERK, "organizations:units", "", 8),
    "detail": (CLERK, "problems:detail", "", 31),
    "API detail": (CLERK, "api_problem", "", 16),
    "API timeline": (CLERK, "api_timeline", "", 18),
    "detail, closed": (CLERK, "problems:detail", "", 47),
    "step of a close-out": (CHIEF, "verification:later_look_back", "", 41),
    "API close-out": (CLERK, "api_close_out", "", 24),
}
BUDGETS = {"list": 12, "detail": 20}
Scene = Callable[[World, int], dict[str, int]]  # makes so many more rows; answers which object a page is about


@pytest.fixture
def small(db: None, settings: Any, tmp_path: Path) -> World:
    settings.FILES_DIR = tmp_path / "files"
    return the_bodies()


def open_entries(world: World, count: int) -> dict[str, int]:
    for _number in range(count):
        a_problem("registered", unit=world.unit)
        a_problem("rectifying", unit=world.unit)
    pages = (
        "list",
        "list, searched",
        "list of a unit",
        "my work",
        "my work of a unit",
        "trail",
        "trail of sign-ins",
        "API list",
        "API my work",
    )
    return {**dict.fromkeys(pages, 0), "unit": world.unit.pk}


def entries_to_verify(world: World, count: int) -> dict[str, int]:
    for _number in range(count):
        a_problem("verifying", step="check", unit=world.unit)
        a_problem("verifying", step="sign_off", unit=world.unit)
    return {"verification desk": 0}


def imported(world: World, count: int) -> dict[str, int]:
    for _number in range(count):
        a_mapped_run(world)
    return {"imports": 0, "import preview": a_mapped_run(world, rows=count).pk}


def more_units(world: World, count: int) -> dict[str, int]:
    for _number in range(count):
        a_unit(department=world.department)
    return {"units": 0}


def one_at_work(world: World, count: int) -> dict[str, int]:
    """An entry with so many reports, files and comments."""
    problem = a_problem("rectifying", unit=world.unit)
    for number in range(count):
        rectification.report_progress(
            problem_id=problem.pk,
            text=f"进展{number}",
            files=[a_file(), a_file()],
            actor=people_of(world.unit).clerk,
        )
        comments.comment_on_problem(problem_id=problem.pk, text=f"意见{number}", actor=team_of(world.office).clerk)
    return dict.fromkeys(("detail", "API detail", "API timeline"), problem.pk)


def one_closed(world: World, count: int) -> dict[str, int]:
    """The same, closed at the last of so many attempts."""
    pk, chief = one_at_work(world, count)["detail"], team_of(world.office).chief
    for number in range(count):
        verification.apply_for_close_out(
            problem_id=pk, statement="已整改", own_look_back="无反弹", actor=people_of(world.unit).clerk
        )
        verify(Problem.objects.select_related("office").get(pk=pk))
        if number < count - 1:
            verification.keep_open(problem_id=pk, reason="再整改", actor=chief)
    verification.sign_off(problem_id=pk, actor=chief)
    return dict.fromkeys(("detail, closed", "step of a close-out", "API close-out"), pk)


SCENES: tuple[Scene, ...] = (open_entries, entries_to_verify, imported, more_units, one_at_work, one_closed)


def statements(account: Account, url: str) -> list[str]:
    """Those behind one page, opened a second time, so that what a process keeps is there."""
    client = Client()
    client.handler = handler()
    client.force_login(account)
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return [one["sql"] for one in seen.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def measured(world: World, people: dict[str, Account], about: dict[str, int]) -> dict[str, list[str]]:
    found = {}
    for page, pk in about.items():
        role, route, query, _most = PAGES[page]
        if role not in people:
            people[role] = a_person_with(role, world.unit if role == UNIT else world.office)
        found[page] = statements(people[role], reverse(route, args=[pk] if pk else []) + query)
    return found


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_eleven_rows_cost_as_many_queries_as_one(small: World, scene: Scene) -> None:
    people: dict[str, Account] = {}
    few = measured(small, people, scene(small, FEW))
    many = measured(small, people, scene(small, MANY - FEW if scene in SCENES[:4] else MANY))
    assert {page: len(one) for page, one in many.items()} == {page: len(one) for page, one in few.items()}
    over = {page: one for page, one in many.items() if len(one) > PAGES[page][3]}
    assert over == {}, "\n".join(f"{page}: {len(one)}" for page, one in over.items())


@pytest.mark.parametrize("name", BUDGETS)
def test_the_budget_of_the_quality_page_is_kept(small: World, name: str) -> None:
    about = (open_entries if name == "list" else one_at_work)(small, FEW)
    found = measured(small, {}, {name: about[name]})[name]
    assert len(found) <= BUDGETS[name], "\n".join(found)
