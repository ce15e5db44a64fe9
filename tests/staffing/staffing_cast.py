"""Register rows for tests, made by the acts that people use. A test says only what it is about."""

import itertools
from datetime import date
from typing import Any

from organizations.clock import today
from organizations.models import Unit
from staffing import services
from staffing.identity import CHECK_DIGITS, WEIGHTS
from staffing.models import Post
from staffing.selectors import KindFigures, position
from tests.factories import a_unit, an_office, team_of

_numbers = itertools.count(1)
SHEET = "云川市机构编制实名制统计表"
LONG_AGO = date(2021, 1, 4)


def an_identity_number(serial: int | None = None, *, born: str = "19800101") -> str:
    """A number whose check digit fits; each its own."""
    body = f"320102{born}{(serial or next(_numbers)) % 1000:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def a_staffed_unit(
    *, quota: int = 35, actual: int | None = 33, outside: int = 0, kind: str = "institution", **where: Any
) -> Unit:
    """A unit with a quota and, unless ``actual`` is None, with declared staff."""
    unit = a_unit(where.pop("office", None) or an_office(), **where)
    clerk = team_of(unit.office).clerk
    services.change_quota(
        unit_id=unit.pk, kind=kind, count=quota, document="云编〔2021〕3号", from_on=LONG_AGO, actor=clerk
    )
    if actual is not None:
        services.declare_staff(
            unit_id=unit.pk,
            kind=kind,
            actual=actual,
            outside=outside,
            counted_on=LONG_AGO,
            document=SHEET,
            actor=clerk,
        )
    return unit


def a_new_post(**fields: Any) -> services.NewPost:
    given = {
        "name": "王小明",
        "identity_number": an_identity_number(),
        "kind": "institution",
        "entered_on": today(),
        "document": "上编通知单2026-7",
        **fields,
    }
    return services.NewPost(**given)


def entered(unit: Unit, *, commitment_id: int | None = None, as_found: bool = False, **fields: Any) -> Post:
    """A person put into a post by the office's clerk."""
    return services.enter_post(
        unit_id=unit.pk,
        post=a_new_post(**fields),
        actor=team_of(unit.office).clerk,
        commitment_id=commitment_id,
        as_found=as_found,
    )


def figures(unit: Unit, kind: str = "institution", on: date | None = None) -> KindFigures:
    """What the selector says today."""
    day = on or today()
    return position([unit.pk], day)[unit.pk].kinds[kind]
