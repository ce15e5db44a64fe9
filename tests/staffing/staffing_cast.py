"""Register rows for tests, made by the acts that people use. A test says only what it is about."""

import itertools
from datetime import date
from typing import Any

from organizations.clock import today
from organizations.models import Unit
from staffing import services
from staffing.identity import CHECK_DIGITS, WEIGHTS
from staffing.models import Commitment, Post
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
    """A person put into a post: found at work there by the clerk, or on committed posts by the leader."""
    team, post = team_of(unit.office), a_new_post(**fields)
    if not as_found and not post.outside and commitment_id is None:
        commitment_id = committed(unit, kind=post.kind).pk
    return services.enter_post(
        unit_id=unit.pk,
        post=post,
        actor=team.leader if commitment_id else team.clerk,
        commitment_id=commitment_id,
        as_found=as_found,
    )


def committed(unit: Unit, count: int = 1, **more: Any) -> Commitment:
    """Posts of a plan that was approved elsewhere, taken over by the leader."""
    given = {"kind": "institution", "reason": "公开招聘", "document": "云编复〔2026〕5号", **more}
    return services.commit_posts(unit_id=unit.pk, count=count, actor=team_of(unit.office).leader, **given)


def figures(unit: Unit, kind: str = "institution", on: date | None = None) -> KindFigures:
    """What the selector says today."""
    day = on or today()
    return position([unit.pk], day)[unit.pk].kinds[kind]
