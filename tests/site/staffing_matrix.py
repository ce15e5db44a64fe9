"""The rows of the staffing register in the table of ``site_matrix``, what its acts send, and what they act on."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.clock import today
from staffing import services
from staffing.identity import CHECK_DIGITS, WEIGHTS
from staffing.models import Alert, Share
from staffing.selectors.register import rows_to_confirm
from tests.factories import a_problem, team_of

# Columns as in site_matrix. The unit has open violations: what a leader takes over for it meets the gate (422).
TABLE = """
staffing:list                -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 200  200 200
staffing:unit                unit        GET   IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 200  200 404
staffing:roster              unit        GET   IN  IN  PW   200 200 200 404  200 200 200 200  404 404 404 200  200 404
staffing:quota               unit        GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  200 404
staffing:quota               unit        POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  302 404
staffing:quota               unit        EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:leaders             unit        GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  200 404
staffing:leaders             unit        POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  302 404
staffing:leaders             unit        EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:commit              unit        GET   IN  IN  PW   403 403 403 404  403 403 200 403  403 404 404 403  403 404
staffing:commit              unit        POST  IN  IN  PW   403 403 403 404  403 403 422 403  403 404 404 403  403 404
staffing:commit              unit        EMPTY IN  .   .    403 .   .   .    403 .   422 .    .   .   .   .    .   .
staffing:declare             unit        GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 403  403 404
staffing:declare             unit        POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 403  403 404
staffing:declare             unit        EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:declare_leaders     unit        GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 403  403 404
staffing:declare_leaders     unit        POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 403  403 404
staffing:declare_leaders     unit        EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:enter               unit        GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  403 404
staffing:enter               unit        POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  403 404
staffing:enter               unit        EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:open_roster         unit        GET   IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 403  403 404
staffing:open_roster         unit        POST  IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 403  403 404
staffing:open_roster         unit        EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:confirm             unit        GET   IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 200  403 404
staffing:confirm             unit        POST  IN  IN  PW   403 403 403 404  403 403 403 403  403 404 404 302  403 404
staffing:confirm             unit        EMPTY IN  .   .    403 .   .   404  403 .   .   .    .   .   .   422  .   .
staffing:leave               roster_post GET   IN  IN  PW   403 403 403 404  200 200 403 403  404 404 404 403  403 404
staffing:leave               roster_post POST  IN  IN  PW   403 403 403 404  302 302 403 403  404 404 404 403  403 404
staffing:leave               roster_post EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:use                 commitment  GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  200 404
staffing:use                 commitment  POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  302 404
staffing:use                 commitment  EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:release             commitment  GET   IN  IN  PW   403 403 403 404  200 200 200 403  403 404 404 403  200 404
staffing:release             commitment  POST  IN  IN  PW   403 403 403 404  302 302 302 403  403 404 404 403  302 404
staffing:release             commitment  EMPTY IN  .   .    403 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:alerts              -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 200  200 200
staffing:alert               alert       GET   IN  IN  PW   404 404 404 404  200 200 200 200  200 404 404 404  200 404
staffing:answer              alert       POST  IN  IN  PW   404 404 404 404  302 302 403 403  403 404 404 404  403 404
staffing:answer              alert       EMPTY IN  .   .    404 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:ceilings            -           GET   IN  IN  PW   404 404 404 404  200 200 200 200  200 404 404 404  200 200
staffing:set_ceiling         -           POST  IN  IN  PW   404 404 404 404  403 302 302 403  403 404 404 404  403 403
staffing:set_ceiling         -           EMPTY IN  .   .    404 .   .   .    403 422 .   .    .   .   .   .    .   .
staffing:shares              -           GET   IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 200  200 200
staffing:share               -           POST  IN  IN  PW   403 403 403 403  403 302 302 403  403 404 404 403  403 403
staffing:share               -           EMPTY IN  .   .    403 .   .   .    403 422 .   .    .   .   .   .    .   .
staffing:end_share           share       POST  IN  IN  PW   404 404 404 404  403 302 302 403  403 404 404 404  403 404
staffing:imports             -           GET   IN  IN  PW   404 404 404 404  200 200 404 404  404 404 404 404  200 200
staffing:imports             -           POST  IN  IN  PW   404 404 404 404  302 302 404 404  404 404 404 404  422 422
staffing:imports             -           EMPTY IN  .   .    404 .   .   .    422 .   .   .    .   .   .   .    .   .
staffing:run                 staffing_run GET   IN  IN  PW   404 404 404 404  200 200 404 404  404 404 404 404  404 404
staffing:run                 staffing_run POST  IN  IN  PW   404 404 404 404  302 302 404 404  404 404 404 404  404 404
staffing:run                 staffing_run EMPTY IN  .   .    404 .   .   .    422 .   .   .    .   .   .   .    .   .

api_staffing                 -           GET   401 401 403  200 200 200 200  200 200 200 200  200 404 404 200  200 200
api_staffing_unit            unit        GET   401 401 403  200 200 200 404  200 200 200 200  200 404 404 200  200 404
api_staffing_roster          unit        GET   401 401 403  200 200 200 404  200 200 200 200  404 404 404 200  200 404
api_staffing_quota           unit        POST  401 401 403  403 403 403 404  201 201 201 403  403 404 404 403  201 404
api_staffing_quota           unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_leaders         unit        POST  401 401 403  403 403 403 404  201 201 201 403  403 404 404 403  201 404
api_staffing_leaders         unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_commit          unit        POST  401 401 403  403 403 403 404  403 403 422 403  403 404 404 403  403 404
api_staffing_commit          unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_declare         unit        POST  401 401 403  403 403 403 404  201 201 403 403  403 404 404 403  403 404
api_staffing_declare         unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_declare_leaders unit        POST  401 401 403  403 403 403 404  201 201 403 403  403 404 404 403  403 404
api_staffing_declare_leaders unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_enter           unit        POST  401 401 403  403 403 403 404  201 201 201 403  403 404 404 403  403 404
api_staffing_enter           unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_open_roster     unit        POST  401 401 403  403 403 403 404  201 201 403 403  403 404 404 403  403 404
api_staffing_open_roster     unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_confirm         unit        POST  401 401 403  403 403 403 404  403 403 403 403  403 404 404 201  403 404
api_staffing_confirm         unit        EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_leave           roster_post POST  401 401 403  403 403 403 404  201 201 403 403  404 404 404 403  403 404
api_staffing_leave           roster_post EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_use             commitment  POST  401 401 403  403 403 403 404  201 201 201 403  403 404 404 403  201 404
api_staffing_release         commitment  POST  401 401 403  403 403 403 404  201 201 201 403  403 404 404 403  201 404
api_staffing_release         commitment  EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_alerts          -           GET   401 401 403  200 200 200 200  200 200 200 200  200 404 404 200  200 200
api_staffing_enter_alert     alert       POST  401 401 403  404 404 404 404  201 201 403 403  403 404 404 404  403 404
api_staffing_enter_alert     alert       EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_link_alert      alert       POST  401 401 403  404 404 404 404  201 201 403 403  403 404 404 404  403 404
api_staffing_link_alert      alert       EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_clear_alert     alert       POST  401 401 403  404 404 404 404  201 201 403 403  403 404 404 404  403 404
api_staffing_clear_alert     alert       EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_ceilings        -           GET   401 401 403  404 404 404 404  200 200 200 200  200 404 404 404  200 200
api_staffing_set_ceiling     -           POST  401 401 403  404 404 404 404  403 201 201 403  403 404 404 404  403 404
api_staffing_set_ceiling     -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_share           office      POST  401 401 403  404 404 404 404  403 201 201 403  403 404 404 404  403 404
api_staffing_share           office      EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_end_share       share       POST  401 401 403  404 404 404 404  403 200 200 403  403 404 404 404  403 404
api_staffing_imports         -           GET   401 401 403  404 404 404 404  200 200 404 404  404 404 404 404  200 200
api_staffing_import_read     -           POST  401 401 403  404 404 404 404  201 201 403 403  403 404 404 404  403 404
api_staffing_import_read     -           EMPTY 401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_staffing_import          staffing_run GET   401 401 403  404 404 404 404  200 200 404 404  404 404 404 404  404 404
api_staffing_import_write    staffing_run POST  401 401 403  404 404 404 404  200 200 404 404  404 404 404 404  404 404
api_staffing_import_abandon  staffing_run POST  401 401 403  404 404 404 404  200 200 404 404  404 404 404 404  404 404
"""

PAPER = "云编〔2026〕4号"
HEADINGS = "机构编码,单位名称,编制类型,编制数,实有人数"


def a_sheet(world: Any) -> SimpleUploadedFile:
    """Statistics of one unit, counted today."""
    day = f"{today().year}年{today().month}月{today().day}日"
    lines = (
        "机构编制实名制统计表",
        f"标准时点：{day}",
        HEADINGS,
        f"{world.unit.code},{world.unit.name},事业编制,30,29",
    )
    return SimpleUploadedFile("统计表.csv", ("\ufeff" + "\r\n".join(lines)).encode())


def prepare(world: Any, partner: Any) -> None:
    """Figures, a post, committed posts, a warning, a share and a workbook of the office."""
    team, unit = team_of(world.office), world.unit.pk
    services.change_quota(unit_id=unit, kind="institution", count=30, document=PAPER, actor=team.clerk)
    services.declare_staff(unit_id=unit, kind="institution", actual=28, document=PAPER, actor=team.clerk)
    world.objects["roster_post"] = services.enter_post(
        unit_id=unit,
        post=services.NewPost("王小明", _number(1), "institution", today(), PAPER),
        actor=team.clerk,
        as_found=True,
    ).pk
    world.objects["commitment"] = services.commit_posts(
        unit_id=unit, kind="institution", count=1, reason=PAPER, document=PAPER, actor=team.leader, by_decision=True
    ).pk
    services.change_quota(unit_id=unit, kind="worker", count=1, document=PAPER, actor=team.clerk)
    services.declare_staff(unit_id=unit, kind="worker", actual=3, document=PAPER, actor=team.clerk)
    world.objects["alert"] = Alert.objects.get(unit_id=unit, state="open").pk
    services.share_register(
        office_id=world.office.pk, partner_id=partner.pk, unit_id=unit, reason="核对", actor=team.leader
    )
    world.objects["share"] = Share.objects.get(partner=partner).pk
    world.objects["office"] = world.office.pk
    world.objects["linkable"] = a_problem(unit=world.unit, kind="staff_over_quota", quota=1, actual=3).pk
    world.objects["partner"] = partner.pk
    upload = a_sheet(world)
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        Path(file.name).write_bytes(upload.read())
        run = services.read_workbook(
            office_id=world.office.pk, path=Path(file.name), name="统计表.csv", actor=team.clerk
        )
    world.objects["staffing_run"] = run.pk


def _number(serial: int) -> str:
    body = f"10000019800101{serial:03}"
    return body + CHECK_DIGITS[sum(int(one) * weight for one, weight in zip(body, WEIGHTS, strict=True)) % 11]


def _post(world: Any) -> dict[str, Any]:
    return {
        "name": "李小红",
        "identity_number": _number(2),
        "kind": "institution",
        "entered_on": today(),
        "document": PAPER,
        "pay": "finance",
        "as_found": True,
    }


def _row(world: Any) -> int:
    return rows_to_confirm(world.unit.pk)[0].pk


Body = Callable[[Any], dict[str, Any]]


def _quota(world: Any) -> dict[str, Any]:
    return {"kind": "institution", "count": 29, "from_on": today(), "document": PAPER}


def _leaders(world: Any) -> dict[str, Any]:
    return {"level": "head", "count": 1, "from_on": today(), "document": PAPER}


def _declare(world: Any) -> dict[str, Any]:
    return {"kind": "institution", "actual": 29, "outside": 0, "counted_on": today(), "document": PAPER}


def _declare_leaders(world: Any) -> dict[str, Any]:
    return {"level": "head", "actual": 1, "counted_on": today(), "document": PAPER}


def _open(world: Any) -> dict[str, Any]:
    return {"from_on": today(), "document": PAPER}


def _commit(world: Any) -> dict[str, Any]:
    return {"kind": "institution", "count": 1, "reason": PAPER, "document": PAPER}


def _leave(world: Any) -> dict[str, Any]:
    return {"left_on": today(), "reason": "退休", "document": PAPER}


def _use(world: Any) -> dict[str, Any]:
    return {"count": 1, "used_on": today()}


def _release(world: Any) -> dict[str, Any]:
    return {"reason": "计划撤回"}


def _ceiling(world: Any) -> dict[str, Any]:
    return {"kind": "institution", "basis": "ceiling", "count": 500, "from_on": today(), "document": PAPER}


BODIES: dict[str, Body] = {
    "staffing:quota": _quota,
    "staffing:leaders": _leaders,
    "staffing:declare": _declare,
    "staffing:declare_leaders": _declare_leaders,
    "staffing:enter": _post,
    "staffing:open_roster": _open,
    "staffing:commit": _commit,
    "staffing:confirm": lambda world: {f"declared_{_row(world)}": "confirmed"},
    "staffing:leave": _leave,
    "staffing:use": _use,
    "staffing:release": _release,
    "staffing:answer": lambda world: {"decision": "clear", "reason": "核实无误"},
    "staffing:set_ceiling": lambda world: {"office": world.office.pk, **_ceiling(world)},
    "staffing:share": lambda world: {"partner": world.objects["partner"], "reason": "全部核对"},
    "staffing:imports": lambda world: {"office": world.office.pk, "file": a_sheet(world)},
    "staffing:run": lambda world: {"decision": "write"},
    "api_staffing_quota": _quota,
    "api_staffing_leaders": _leaders,
    "api_staffing_declare": _declare,
    "api_staffing_declare_leaders": _declare_leaders,
    "api_staffing_enter": _post,
    "api_staffing_open_roster": _open,
    "api_staffing_commit": _commit,
    "api_staffing_confirm": lambda world: {"rows": [{"declared": _row(world), "answer": "confirmed"}]},
    "api_staffing_leave": _leave,
    "api_staffing_use": _use,
    "api_staffing_release": _release,
    "api_staffing_enter_alert": lambda world: {"facts": "工勤编制超编2名"},
    "api_staffing_link_alert": lambda world: {"problem": world.objects["linkable"]},
    "api_staffing_clear_alert": lambda world: {"reason": "核实无误"},
    "api_staffing_set_ceiling": lambda world: {"office": world.office.code, **_ceiling(world)},
    "api_staffing_share": lambda world: {"partner": world.objects["partner"], "reason": "全部核对"},
    "api_staffing_import_read": lambda world: {"office": world.office.code, "file": a_sheet(world)},
}
FORMS = frozenset({"api_staffing_import_read"})
