"""The register for programs: the same selectors and services as the pages, one endpoint an act. Source: G8, F3."""

from abc import ABC, abstractmethod
from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger_site.list_filters import day_asked, filters_asked
from ledger_site.pagination import Pages
from organizations.errors import NotFound
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.api import KEY, given, key_of
from staffing import policies, services
from staffing.api_shapes import (
    AlertOutput,
    CeilingInput,
    CeilingOutput,
    CommitInput,
    ConfirmInput,
    DeclareInput,
    DeclareLeadersInput,
    EnterAlertInput,
    EnterPostInput,
    ImportInput,
    LeadersInput,
    LeaveInput,
    LinkAlertInput,
    MadeOutput,
    OpenRosterInput,
    PositionOutput,
    QuotaInput,
    RosterOutput,
    ShareInput,
    StaffingPreviewOutput,
    StaffingReasonInput,
    StaffingRunOutput,
    UnitStaffingOutput,
    UseInput,
    WriteInput,
)
from staffing.models import Alert
from staffing.pages.office import read_upload
from staffing.selectors.register import SHOWN, alerts_for, ceilings_of, may_open, register, roster, runs_for, unit_page
from staffing.services.importing import run_of
from staffing.services.previewing import preview

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="Day of the figures; today by default.")

PAGE = [
    OpenApiParameter("page", OpenApiTypes.INT),
    OpenApiParameter("page_size", OpenApiTypes.INT, description="At most 200."),
]


def page_of(shape: type[serializers.Serializer]) -> Any:
    """The shape of one page of a list."""
    return inline_serializer(
        shape.__name__.removesuffix("Output").removesuffix("Row") + "Page",
        {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )


def paged(request: Request, view: APIView, rows: Any, shape: type[serializers.Serializer]) -> Response:
    """One page of ``rows``."""
    pages = Pages()
    return pages.get_paginated_response(shape(pages.paginate_queryset(rows, request, view), many=True).data)


def office_id_of(request: Request, code: str) -> int:
    """The office with this code, if the person may know its register. Raises NotFound."""
    found = policies.visible_offices(person(request)).filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


class Act(APIView, ABC):
    """One act on something: the body is checked for shape and handed to the service."""

    body: type[serializers.Serializer]
    subject: str  # argument of the service that takes the id in the address
    keyed = True
    operation = ""

    @abstractmethod
    def act(self, **arguments: Any) -> Any:
        """The service of this act."""

    def post(self, request: Request, pk: int) -> Response:
        arguments: dict[str, Any] = {**given(self.body, request), self.subject: pk, "actor": request.user}
        if self.keyed:
            arguments["key"] = key_of(request)
        made = self.act(**arguments)
        return Response({"id": made.pk}, status=201)


def act_view(name: str, service: Any, body: type[serializers.Serializer], subject: str, *, keyed: bool = True) -> Any:
    """The endpoint of one act."""
    made: Any = type(name, (Act,), {"body": body, "subject": subject, "keyed": keyed, "act": staticmethod(service)})
    described = extend_schema(
        operation_id=f"staffing_{name}",
        description=service.__doc__.strip().splitlines()[0],
        parameters=[KEY] if keyed else [],
        request=body,
        responses={201: MadeOutput},
    )
    return extend_schema_view(post=described)(made).as_view()


def _enter(*, unit_id: int, actor: Any, key: str, **data: Any) -> Any:
    """Put a person into a post of a unit."""
    commitment, as_found = data.pop("commitment"), data.pop("as_found")
    return services.enter_post(
        unit_id=unit_id,
        post=services.NewPost(**data),
        commitment_id=commitment,
        as_found=as_found,
        actor=actor,
        key=key,
    )


def _link(*, alert_id: int, problem: int, **shared: Any) -> Any:
    """Tie a warning to an open entry of the same unit."""
    return services.link_alert(alert_id=alert_id, problem_id=problem, **shared)


def _confirm(*, unit_id: int, rows: list[dict[str, Any]], **shared: Any) -> Any:
    """Confirm or dispute rows of a unit on behalf of a partner department."""
    words = [services.Word(row["answer"], row["declared"], row["post"], row["note"]) for row in rows]
    return services.confirm_rows(unit_id=unit_id, words=words, **shared)[-1]


class Register(APIView):
    @extend_schema(
        operation_id="staffing_list",
        parameters=[
            ON,
            OpenApiParameter("q", str),
            OpenApiParameter("office", str),
            OpenApiParameter("shown", str, enum=list(SHOWN)),
            *PAGE,
        ],
        responses=page_of(PositionOutput),
    )
    def get(self, request: Request) -> Response:
        """Units with their figures on a day; ``shown``: over, leaders or mismatch."""
        if not may_open(person(request)):
            raise NotFound
        viewer = person(request)
        offices = {one.code: one.pk for one in policies.visible_offices(viewer)}
        asked = filters_asked(request.query_params, {"on": None, "q": None, "office": offices, "shown": SHOWN})
        rows = register(
            viewer=viewer,
            on=day_asked(request.query_params),
            text=asked["q"],
            office_id=offices.get(asked["office"]),
            shown=asked["shown"],
        )
        return paged(request, self, rows, PositionOutput)


class UnitStaffing(APIView):
    @extend_schema(operation_id="staffing_unit", parameters=[ON], responses=UnitStaffingOutput)
    def get(self, request: Request, pk: int) -> Response:
        """One unit's position on a day, with four clear and two correspond."""
        filters_asked(request.query_params, {"on": None})
        found = unit_page(viewer=person(request), unit_id=pk, on=day_asked(request.query_params))
        return Response(UnitStaffingOutput(found).data)


class Roster(APIView):
    @extend_schema(operation_id="staffing_roster", parameters=[ON, *PAGE], responses=page_of(RosterOutput))
    def get(self, request: Request, pk: int) -> Response:
        """People in post on a day; identity numbers masked."""
        filters_asked(request.query_params, {"on": None})
        rows = roster(viewer=person(request), unit_id=pk, on=day_asked(request.query_params))
        return paged(request, self, rows, RosterOutput)


class Alerts(APIView):
    @extend_schema(
        operation_id="staffing_alerts",
        parameters=[OpenApiParameter("state", str, enum=Alert.State.values), *PAGE],
        responses=page_of(AlertOutput),
    )
    def get(self, request: Request) -> Response:
        """Warnings, by default those to be checked."""
        if not may_open(person(request)):
            raise NotFound
        asked = filters_asked(request.query_params, {"state": Alert.State.values})
        rows = alerts_for(person(request)).filter(state=asked["state"] or Alert.State.OPEN)
        return paged(request, self, rows, AlertOutput)


class Ceilings(APIView):
    @extend_schema(operation_id="staffing_ceilings", parameters=[ON], responses=CeilingOutput(many=True))
    def get(self, request: Request) -> Response:
        """What areas may hold, and hold."""
        if not policies.visible_offices(person(request)).exists():
            raise NotFound
        filters_asked(request.query_params, {"on": None})
        rows = [
            {**vars(held), "office": office.code, "remaining": held.remaining, "document": held.source}
            for office, _kind, held in ceilings_of(viewer=person(request), on=day_asked(request.query_params))
        ]
        return Response(CeilingOutput(rows, many=True).data)


class SetCeiling(APIView):
    @extend_schema(
        operation_id="staffing_set_ceiling", parameters=[KEY], request=CeilingInput, responses={201: MadeOutput}
    )
    def post(self, request: Request) -> Response:
        """Set a ceiling or a baseline."""
        data = given(CeilingInput, request)
        office = office_id_of(request, data.pop("office"))
        row = services.set_ceiling(office_id=office, actor=person(request), key=key_of(request), **data)
        return Response({"id": row.pk}, status=201)


class Shares(APIView):
    @extend_schema(operation_id="staffing_share", parameters=[KEY], request=ShareInput, responses={201: MadeOutput})
    def post(self, request: Request, pk: int) -> Response:
        """Open the rows of an office (its id in the address) to a partner department."""
        data = given(ShareInput, request)
        row = services.share_register(
            office_id=pk,
            partner_id=data["partner"],
            unit_id=data["unit"],
            reason=data["reason"],
            actor=person(request),
            key=key_of(request),
        )
        return Response({"id": row.pk}, status=201)


class EndShare(APIView):
    @extend_schema(operation_id="staffing_end_share", request=None, responses=MadeOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Close what was opened to a partner department."""
        return Response({"id": services.end_share(share_id=pk, actor=person(request)).pk})


class Imports(APIView):
    @extend_schema(operation_id="staffing_imports", parameters=PAGE, responses=page_of(StaffingRunOutput))
    def get(self, request: Request) -> Response:
        """Workbooks of the offices in which the person imports."""
        standing = standing_of(person(request))
        if not any(policies.may_in_office(standing, policies.IMPORT, one) for one in standing.office_ids):
            raise NotFound
        filters_asked(request.query_params, {})
        return paged(request, self, runs_for(person(request)), StaffingRunOutput)


class ReadImport(APIView):
    @extend_schema(
        operation_id="staffing_import_read",
        request={"multipart/form-data": ImportInput},
        responses={201: StaffingPreviewOutput},
    )
    def post(self, request: Request) -> Response:
        """Read a workbook; nothing is written yet."""
        data = given(ImportInput, request)
        office = office_id_of(request, data["office"])
        run = read_upload(request, office, data["file"], counted_on=data["counted_on"])  # type: ignore[arg-type]
        return Response(previewed(run), status=201)


def previewed(run: Any) -> dict[str, Any]:
    """A run with what its rows are today."""
    body: dict[str, Any] = {str(name): getattr(run, str(name)) for name in StaffingRunOutput().fields}
    if run.state == "read":
        shown = preview(run)
        body |= {
            "new": shown.new,
            "known": shown.known,
            "faulty": shown.faulty,
            "faults": [{"cell": cell, "message": sentence} for line in shown.lines for cell, sentence in line.errors],
        }
    else:
        body |= {"new": 0, "known": 0, "faulty": 0, "faults": []}
    return StaffingPreviewOutput(body).data


class Import(APIView):
    @extend_schema(operation_id="staffing_import", responses=StaffingPreviewOutput)
    def get(self, request: Request, pk: int) -> Response:
        """What the rows of a workbook are today: new, known, faulty with their cells."""
        return Response(previewed(run_of(standing_of(person(request)), pk)))


class WriteImport(APIView):
    @extend_schema(operation_id="staffing_import_write", request=WriteInput, responses=StaffingRunOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Write all rows, or none where one is faulty."""
        data = given(WriteInput, request)
        return Response(StaffingRunOutput(services.write_run(run_id=pk, actor=person(request), **data)).data)


class AbandonImport(APIView):
    @extend_schema(operation_id="staffing_import_abandon", request=None, responses=StaffingRunOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Give a workbook up."""
        return Response(StaffingRunOutput(services.abandon_run(run_id=pk, actor=person(request))).data)


UNIT = "units/<int:pk>"
api_routes = [
    path("", Register.as_view(), name="api_staffing"),
    path(f"{UNIT}/", UnitStaffing.as_view(), name="api_staffing_unit"),
    path(f"{UNIT}/roster/", Roster.as_view(), name="api_staffing_roster"),
    path(f"{UNIT}/quota/", act_view("quota", services.change_quota, QuotaInput, "unit_id"), name="api_staffing_quota"),
    path(
        f"{UNIT}/leadership-quota/",
        act_view("leaders", services.change_leadership_quota, LeadersInput, "unit_id"),
        name="api_staffing_leaders",
    ),
    path(
        f"{UNIT}/declared/",
        act_view("declare", services.declare_staff, DeclareInput, "unit_id"),
        name="api_staffing_declare",
    ),
    path(
        f"{UNIT}/declared-leaders/",
        act_view("declare_leaders", services.declare_leaders, DeclareLeadersInput, "unit_id"),
        name="api_staffing_declare_leaders",
    ),
    path(f"{UNIT}/posts/", act_view("enter", _enter, EnterPostInput, "unit_id"), name="api_staffing_enter"),
    path(
        f"{UNIT}/open-roster/",
        act_view("open_roster", services.open_roster, OpenRosterInput, "unit_id", keyed=False),
        name="api_staffing_open_roster",
    ),
    path(
        f"{UNIT}/commitments/",
        act_view("commit", services.commit_posts, CommitInput, "unit_id"),
        name="api_staffing_commit",
    ),
    path(f"{UNIT}/confirm/", act_view("confirm", _confirm, ConfirmInput, "unit_id"), name="api_staffing_confirm"),
    path(
        "posts/<int:pk>/leave/",
        act_view("leave", services.leave_post, LeaveInput, "post_id"),
        name="api_staffing_leave",
    ),
    path(
        "commitments/<int:pk>/use/",
        act_view("use", services.use_commitment, UseInput, "commitment_id"),
        name="api_staffing_use",
    ),
    path(
        "commitments/<int:pk>/release/",
        act_view("release", services.release_commitment, StaffingReasonInput, "commitment_id"),
        name="api_staffing_release",
    ),
    path("alerts/", Alerts.as_view(), name="api_staffing_alerts"),
    path(
        "alerts/<int:pk>/enter/",
        act_view("enter_alert", services.enter_alert, EnterAlertInput, "alert_id"),
        name="api_staffing_enter_alert",
    ),
    path(
        "alerts/<int:pk>/link/",
        act_view("link_alert", _link, LinkAlertInput, "alert_id"),
        name="api_staffing_link_alert",
    ),
    path(
        "alerts/<int:pk>/clear/",
        act_view("clear_alert", services.clear_alert, StaffingReasonInput, "alert_id"),
        name="api_staffing_clear_alert",
    ),
    path("ceilings/", Ceilings.as_view(), name="api_staffing_ceilings"),
    path("ceilings/set/", SetCeiling.as_view(), name="api_staffing_set_ceiling"),
    path("offices/<int:pk>/shares/", Shares.as_view(), name="api_staffing_share"),
    path("shares/<int:pk>/end/", EndShare.as_view(), name="api_staffing_end_share"),
    path("imports/", Imports.as_view(), name="api_staffing_imports"),
    path("imports/read/", ReadImport.as_view(), name="api_staffing_import_read"),
    path("imports/<int:pk>/", Import.as_view(), name="api_staffing_import"),
    path("imports/<int:pk>/write/", WriteImport.as_view(), name="api_staffing_import_write"),
    path("imports/<int:pk>/abandon/", AbandonImport.as_view(), name="api_staffing_import_abandon"),
]
