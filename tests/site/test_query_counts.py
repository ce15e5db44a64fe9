"""A page asks the database as often for eleven rows as for one, and within the budgets of the quality page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from site_world import World, a_mapped_run, handler, the_bodies, undone

from organizations.models import Account
from organizations.roles import Role
from problems.models import Problem
from problems.services import rectification
from tests.factories import a_file, a_person_with, a_problem, a_unit, people_of, team_of, verify
from verification import services as verification

FEW, MANY = 1, 11
Build = Callable[[World, int], str]


@pytest.fixture
def small(db: None, settings: Any, tmp_path: Path) -> World:
    settings.FILES_DIR = tmp_path / "files"
    return the_bodies()


def asked(account: Account, url: str) -> list[str]:
    """The statements behind one page, opened a second time, so that what is kept for the process is there."""
    client = Client()
    client.handler = handler()
    client.force_login(account)
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return [one["sql"] for one in seen.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def entries(world: World, count: int, state: str = "rectifying", **more: Any) -> list[Problem]:
    return [a_problem(state, unit=world.unit, **more) for _number in range(count)]


def ledger(world: World, count: int) -> str:
    entries(world, count)
    return reverse("problems:list")


def searched(world: World, count: int) -> str:
    entries(world, count)
    return reverse("problems:list") + "?q=牌子&light=green&state=open"


def my_work(world: World, count: int) -> str:
    entries(world, count, "registered")
    entries(world, count, "rectifying")
    return reverse("my_work")


def desk(world: World, count: int) -> str:
    entries(world, count, "verifying", step="check")
    entries(world, count, "verifying", step="sign_off")
    return reverse("verification:desk")


def preview(world: World, count: int) -> str:
    return reverse("imports:preview", args=[a_mapped_run(world, rows=count).pk])


def imports(world: World, count: int) -> str:
    for _number in range(count):
        a_mapped_run(world)
    return reverse("imports:list")


def units(world: World, count: int) -> str:
    for _number in range(count):
        a_unit(department=world.department)
    return reverse("organizations:units")


def unit(world: World, count: int) -> str:
    entries(world, count)
    return reverse("organizations:unit", args=[world.unit.pk])


def trail(world: World, count: int) -> str:
    entries(world, count, "registered")
    return reverse("audit:trail")


def api_list(world: World, count: int) -> str:
    entries(world, count)
    return reverse("api_problems")


def api_my_work(world: World, count: int) -> str:
    entries(world, count, "registered")
    return reverse("api_my_work")


def at_work(world: World, count: int) -> Problem:
    """An entry that is being rectified, with so many reports, files and comments."""
    [problem] = entries(world, 1)
    clerk, office = people_of(world.unit).clerk, team_of(world.office)
    for number in range(count):
        files = [a_file(), a_file()]
        rectification.report_progress(problem_id=problem.pk, text=f"进展{number}", files=files, actor=clerk)
        rectification.comment_on_problem(problem_id=problem.pk, text=f"意见{number}", actor=office.clerk)
    return problem


def a_long_past(world: World, count: int) -> Problem:
    """The same, closed at the last of so many attempts."""
    problem, chief = at_work(world, count), team_of(world.office).chief
    for number in range(count):
        verification.apply_for_close_out(
            problem_id=problem.pk, statement="已整改", own_look_back="无反弹", actor=people_of(world.unit).clerk
        )
        verify(problem)
        if number < count - 1:
            verification.keep_open(problem_id=problem.pk, reason="再整改", actor=chief)
    verification.sign_off(problem_id=problem.pk, actor=chief)
    return problem


def detail(world: World, count: int) -> str:
    return reverse("problems:detail", args=[at_work(world, count).pk])


def closed_detail(world: World, count: int) -> str:
    return reverse("problems:detail", args=[a_long_past(world, count).pk])


def step(world: World, count: int) -> str:
    return reverse("verification:later_look_back", args=[a_long_past(world, count).pk])


def api_detail(world: World, count: int) -> str:
    return reverse("api_problem", args=[a_long_past(world, count).pk])


def api_timeline(world: World, count: int) -> str:
    return reverse("api_timeline", args=[a_long_past(world, count).pk])


def api_close_out(world: World, count: int) -> str:
    return reverse("api_close_out", args=[a_long_past(world, count).pk])


# page: (who opens it, how it comes about, queries it needs at most; lower the number when one is saved)
PAGES: dict[str, tuple[str, Build, int]] = {
    "list": (Role.OFFICE_CLERK, ledger, 14),
    "list, searched": (Role.OFFICE_CLERK, searched, 15),
    "list of a unit": (Role.UNIT_CLERK, ledger, 14),
    "my work": (Role.OFFICE_CLERK, my_work, 14),
    "my work of a unit": (Role.UNIT_CLERK, my_work, 14),
    "verification desk": (Role.SECTION_CHIEF, desk, 17),
    "import preview": (Role.OFFICE_CLERK, preview, 11),
    "imports": (Role.OFFICE_CLERK, imports, 8),
    "units": (Role.OFFICE_CLERK, units, 8),
    "unit": (Role.OFFICE_CLERK, unit, 15),
    "trail": (Role.AUDIT_ADMIN, trail, 8),
    "detail": (Role.OFFICE_CLERK, detail, 40),
    "detail, closed": (Role.OFFICE_CLERK, closed_detail, 46),
    "step of a close-out": (Role.SECTION_CHIEF, step, 39),
    "API list": (Role.OFFICE_CLERK, api_list, 9),
    "API my work": (Role.OFFICE_CLERK, api_my_work, 10),
    "API detail": (Role.OFFICE_CLERK, api_detail, 15),
    "API timeline": (Role.OFFICE_CLERK, api_timeline, 18),
    "API close-out": (Role.OFFICE_CLERK, api_close_out, 17),
}


def opener(world: World, what: str) -> Account:
    role = PAGES[what][0]
    return a_person_with(role, world.unit if role == Role.UNIT_CLERK else world.office)


@pytest.mark.parametrize("what", PAGES)
def test_eleven_rows_cost_as_many_queries_as_one(small: World, what: str) -> None:
    _role, build, most = PAGES[what]
    person, found = opener(small, what), {}
    for count in (FEW, MANY):
        with undone():
            found[count] = asked(person, build(small, count))
    assert len(found[MANY]) == len(found[FEW]), "\n".join(found[MANY])
    assert len(found[FEW]) <= most, "\n".join(found[FEW])


BUDGETS = {"list": 12, "detail": 20}


@pytest.mark.xfail(strict=True, reason="queries to save: calendar, person, evidence and keys read more than once")
@pytest.mark.parametrize("what", BUDGETS)
def test_the_budget_of_the_quality_page_is_kept(small: World, what: str) -> None:
    found = asked(opener(small, what), PAGES[what][1](small, MANY))
    assert len(found) <= BUDGETS[what], "\n".join(found)
