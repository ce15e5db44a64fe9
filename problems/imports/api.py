"""The import for programs: upload, map, preview, exclude, order, and how a run stands."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger_site.pagination import Pages
from organizations.errors import NotFound
from organizations.models import Account
from organizations.selectors import own_offices
from problems.api import KEY, key_of
from problems.models import ImportRun
from problems.services import importing
from problems.services.importing.outcome import STATUSES, Preview, PreviewRow
from problems.services.importing.runs import FIRST_LEDGER_YEAR, LAST_LEDGER_YEAR
from problems.spreadsheets.errors import CellError

MAX_PAGE = 500


class UploadInput(serializers.Serializer):
    office = serializers.CharField(max_length=12, help_text="Code of the office.")
    upload = serializers.FileField(help_text=".xlsx or .csv, 20 MB at most.")
    ledger_year = serializers.IntegerField(
        required=False,
        min_value=FIRST_LEDGER_YEAR,
        max_value=LAST_LEDGER_YEAR,
        help_text="Year of the numbers of a take-over; without an order it is the year of writing.",
    )


class MapInput(serializers.Serializer):
    sheet = serializers.CharField(required=False, allow_blank=True, max_length=100)
    columns = serializers.DictField(
        child=serializers.IntegerField(min_value=0), required=False, help_text="Field → column, counted from 0."
    )
    values = serializers.DictField(
        required=False,
        help_text='Field → {word of the sheet: code}; a source\'s code is {"source": code, "finder_level": level}.',
    )
    ledger_year = serializers.IntegerField(
        required=False,
        min_value=FIRST_LEDGER_YEAR,
        max_value=LAST_LEDGER_YEAR,
        help_text="Year of the numbers of a take-over; without an order it is the year of writing.",
    )
    version = serializers.IntegerField(required=False, help_text="Version of the run this answers; refused when older.")


class ExcludeInput(serializers.Serializer):
    rows = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=10_000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)
    again = serializers.BooleanField(default=False, help_text="Take the rows in again.")
    version = serializers.IntegerField(required=False)


class AnswerInput(serializers.Serializer):
    rows = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=10_000)
    said = serializers.ChoiceField(
        ["same", "new"], required=False, help_text="The same entry as one of the ledger, or a new one."
    )
    entries = serializers.DictField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        help_text="Row → key of the entry meant, where a row looks like several.",
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)
    again = serializers.BooleanField(default=False, help_text="Take the answers back.")
    version = serializers.IntegerField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if not data.get("said") and not data["again"]:
            raise ValidationError({"said": [_("Say whether the rows are the same entries or new ones.")]})
        try:
            data["entries"] = {int(row): key for row, key in data.get("entries", {}).items()}
        except ValueError as error:
            raise ValidationError({"entries": [_("Name rows by their number in the sheet.")]}) from error
        return data


class UndoInput(serializers.Serializer):
    reason = serializers.CharField(max_length=1000)
    version = serializers.IntegerField(required=False)


class AbandonInput(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
    version = serializers.IntegerField(required=False)


class SendInput(serializers.Serializer):
    version = serializers.IntegerField(required=False)


class OrderInput(serializers.Serializer):
    reason = serializers.CharField(max_length=1000)
    version = serializers.IntegerField(required=False)


class RunOutput(serializers.ModelSerializer):
    office = serializers.CharField(source="office.code")
    percent = serializers.SerializerMethodField()

    class Meta:
        model = ImportRun
        fields = read_only_fields = [
            "id",
            "office",
            "name",
            "sheet",
            "ledger_year",
            "columns",
            "values",
            "excluded",
            "answers",
            "state",
            "rows_total",
            "rows_done",
            "rows_known",
            "failure",
            "percent",
            "started_on",
            "version",
        ]

    def get_percent(self, run: ImportRun) -> int:
        return importing.progress_of(run).percent


class FaultOutput(serializers.Serializer):
    cell = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class AlikeOutput(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    why = serializers.CharField()
    facts = serializers.CharField()
    found_on = serializers.DateField()


class RowOutput(serializers.Serializer):
    row = serializers.IntegerField()
    status = serializers.ChoiceField(STATUSES)
    number = serializers.CharField(help_text="Number of the entry when the row is already in the ledger.")
    unit = serializers.CharField()
    violation_type = serializers.CharField()
    facts = serializers.CharField()
    found_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    errors = FaultOutput(many=True)  # type: ignore[assignment]  # the name is the API's, as in every refusal
    warnings = FaultOutput(many=True)
    alike = AlikeOutput(many=True, help_text="Entries of the ledger that the row may be.")


class PreviewOutput(serializers.Serializer):
    counts = serializers.DictField(child=serializers.IntegerField())
    needs_order = serializers.BooleanField(help_text="Closed rows enter by a leader's order only.")
    is_ready = serializers.BooleanField()
    errors = FaultOutput(many=True, help_text="Faults of the headings.")  # type: ignore[assignment]
    count = serializers.IntegerField()
    rows = RowOutput(many=True)
    version = serializers.IntegerField()


def _actor(request: Request) -> Account:
    return request.user  # type: ignore[return-value]  # IsAuthenticated stands before every view


def _checked(kind: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    given = kind(data=data)
    given.is_valid(raise_exception=True)
    return given.validated_data


def _fault(error: CellError) -> dict[str, Any]:
    return {"cell": error.cell, "row": error.row, "column": error.column, "message": str(error.message)}


def _row(one: PreviewRow) -> dict[str, Any]:
    return {
        "row": one.row,
        "status": one.status,
        "number": one.known_as,
        "unit": one.unit.code if one.unit else "",
        "violation_type": one.violation_type.code if one.violation_type else "",
        "facts": one.draft.facts,
        "found_on": one.draft.found_on,
        "state": one.state,
        "errors": [_fault(error) for error in one.errors],
        "warnings": [_fault(error) for error in one.warnings],
        "alike": one.alike,
    }


class Uploads(APIView):
    """Imports of the person's offices; open a run with a workbook."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="import_list",
        parameters=[
            OpenApiParameter("page", int),
            OpenApiParameter("page_size", int, description="At most 200."),
        ],
        responses=inline_serializer(
            "ImportPage",
            {
                "count": serializers.IntegerField(),
                "next": serializers.URLField(allow_null=True),
                "previous": serializers.URLField(allow_null=True),
                "results": RunOutput(many=True),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        """Imports of the person's offices, the newest first."""
        pages = Pages()
        rows = pages.paginate_queryset(importing.runs_of(_actor(request)), request, view=self)
        return pages.get_paginated_response(RunOutput(rows or [], many=True).data)

    @extend_schema(
        operation_id="import_start",
        request=UploadInput,
        responses={201: RunOutput},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        data = _checked(UploadInput, request.data)
        office = own_offices(_actor(request)).filter(code=data["office"]).first()
        if office is None:
            raise NotFound
        run = importing.start_import(
            office_id=office.pk,
            upload=data["upload"],
            ledger_year=data.get("ledger_year"),
            actor=_actor(request),
            key=key_of(request),
        )
        return Response(RunOutput(run).data, status=201)


class Run(APIView):
    """How a run stands."""

    @extend_schema(operation_id="import_run", responses=RunOutput)
    def get(self, request: Request, pk: int) -> Response:
        return Response(RunOutput(importing.run_of(_actor(request), pk)).data)


class Mapping(APIView):
    """Say which sheet, columns and words; what is left out stays as remembered."""

    @extend_schema(operation_id="import_map", parameters=[KEY], request=MapInput, responses=RunOutput)
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(MapInput, request.data)
        run = importing.map_import(
            run_id=pk,
            actor=_actor(request),
            sheet=data.get("sheet", ""),
            columns=data.get("columns"),
            values=data.get("values"),
            ledger_year=data.get("ledger_year"),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return Response(RunOutput(run).data)


class PreviewRows(APIView):
    """What each row would become."""

    @extend_schema(
        operation_id="import_preview",
        responses=PreviewOutput,
        parameters=[
            OpenApiParameter("status", str, enum=list(STATUSES)),
            OpenApiParameter("offset", int),
            OpenApiParameter("limit", int, description=f"At most {MAX_PAGE}."),
        ],
    )
    def get(self, request: Request, pk: int) -> Response:
        run = importing.run_of(_actor(request), pk)
        found: Preview = importing.preview(run)
        status = request.query_params.get("status", "")
        rows = found.having(status) if status else found.rows
        offset, limit = _number(request, "offset", 0), min(_number(request, "limit", MAX_PAGE), MAX_PAGE)
        body = {
            "counts": found.counts,
            "needs_order": found.needs_order,
            "is_ready": found.is_ready,
            "errors": [_fault(error) for error in found.header_errors],
            "count": len(rows),
            "rows": [_row(one) for one in rows[offset : offset + limit]],
            "version": run.version,
        }
        return Response(PreviewOutput(body).data)


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdecimal() or len(text) > 9:
        raise ValidationError({name: [_("Write a whole number of at most nine digits.")]})
    return int(text)


class Exclusion(APIView):
    """Leave rows out, or take them in again."""

    @extend_schema(operation_id="import_exclude", parameters=[KEY], request=ExcludeInput, responses=RunOutput)
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(ExcludeInput, request.data)
        run = importing.exclude_rows(
            run_id=pk,
            rows=data["rows"],
            actor=_actor(request),
            reason=data.get("reason", ""),
            again=data["again"],
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return Response(RunOutput(run).data)


class Answer(APIView):
    """Say of rows that look like entries of the ledger whether they are the same or new ones."""

    @extend_schema(operation_id="import_answer", parameters=[KEY], request=AnswerInput, responses=RunOutput)
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(AnswerInput, request.data)
        run = importing.answer_rows(
            run_id=pk,
            rows=data["rows"],
            same=data.get("said") == "same",
            entries=data["entries"],
            actor=_actor(request),
            reason=data.get("reason", ""),
            again=data["again"],
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return Response(RunOutput(run).data)


class Undoing(APIView):
    """Undo a written import as one act, as long as nobody has worked on any of its entries."""

    @extend_schema(operation_id="import_undo", parameters=[KEY], request=UndoInput, responses=RunOutput)
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(UndoInput, request.data)
        run = importing.undo_import(
            run_id=pk,
            reason=data["reason"],
            actor=_actor(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return Response(RunOutput(run).data)


class Abandoning(APIView):
    """Give a run up; its workbook and what was done with it stay in the trail."""

    @extend_schema(operation_id="import_abandon", parameters=[KEY], request=AbandonInput, responses=RunOutput)
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(AbandonInput, request.data)
        run = importing.abandon_import(
            run_id=pk,
            actor=_actor(request),
            reason=data["reason"],
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return Response(RunOutput(run).data)


class Sending(APIView):
    """Hand a checked run on: to the leader, or to be written when all its rows are open."""

    @extend_schema(operation_id="import_send", parameters=[KEY], request=SendInput, responses={202: RunOutput})
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(SendInput, request.data)
        run = importing.send_import(
            run_id=pk, actor=_actor(request), expected_version=data.get("version"), key=key_of(request)
        )
        return Response(RunOutput(run).data, status=202)


class Order(APIView):
    """A leader orders the take-over; it is written in the background."""

    @extend_schema(operation_id="import_order", parameters=[KEY], request=OrderInput, responses={202: RunOutput})
    def post(self, request: Request, pk: int) -> Response:
        data = _checked(OrderInput, request.data)
        order = importing.order_take_over(
            run_id=pk,
            reason=data["reason"],
            actor=_actor(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return Response(RunOutput(order.run).data, status=202)


# For /api/v1/imports/
api_routes = [
    path("", Uploads.as_view(), name="api_imports"),
    path("<int:pk>/", Run.as_view(), name="api_import"),
    path("<int:pk>/map/", Mapping.as_view(), name="api_import_map"),
    path("<int:pk>/preview/", PreviewRows.as_view(), name="api_import_preview"),
    path("<int:pk>/exclude/", Exclusion.as_view(), name="api_import_exclude"),
    path("<int:pk>/answer/", Answer.as_view(), name="api_import_answer"),
    path("<int:pk>/undo/", Undoing.as_view(), name="api_import_undo"),
    path("<int:pk>/abandon/", Abandoning.as_view(), name="api_import_abandon"),
    path("<int:pk>/send/", Sending.as_view(), name="api_import_send"),
    path("<int:pk>/order/", Order.as_view(), name="api_import_order"),
]
