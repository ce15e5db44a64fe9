"""The gate by API: asking, kept sheets, exceptions, versions of the rules. Source: D4, D12, H1."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import ApplicationReasonInput, VersionInput, given
from approvals.gate.asking import as_data
from approvals.models import GateSheet
from approvals.selectors.sheets import sheet_for
from approvals.services import exceptions, gate_rules
from approvals.services.exceptions import NewException
from approvals.services.gate_rules import Clause
from approvals.services.precheck import Asked, keep_precheck, precheck
from organizations.selectors import unit_id_of
from organizations.signed_in import person
from problems.api import KEY, key_of


class GateQuery(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    kind = serializers.CharField(max_length=40)
    amount = serializers.IntegerField(min_value=-10_000, max_value=10_000, default=0)
    post_kind = serializers.CharField(
        max_length=40, allow_blank=True, default="", help_text="Code of the kind of post."
    )
    level = serializers.CharField(
        max_length=40, allow_blank=True, default="", help_text="Code of the leadership level."
    )
    departures = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    cures = serializers.ListField(
        child=serializers.IntegerField(), default=list, help_text="Entries that the application would cure."
    )
    on = serializers.DateField(required=False, default=None)


class SheetOutput(serializers.Serializer):
    """A kept answer of the gate; ``whole`` says whether its hash and its answer hold."""

    id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.code")
    kind = serializers.CharField(source="kind.code")
    purpose = serializers.ChoiceField(choices=GateSheet.Purpose.choices)
    on = serializers.DateField()
    outcome = serializers.CharField()
    inputs = serializers.DictField()
    answer = serializers.DictField()
    digest = serializers.CharField()
    document = serializers.SerializerMethodField()
    whole = serializers.SerializerMethodField()

    def get_document(self, _sheet: GateSheet) -> str | None:
        return self.context["document"]

    def get_whole(self, _sheet: GateSheet) -> bool:
        return self.context["whole"]


class ExceptionInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40))
    entries = serializers.ListField(child=serializers.IntegerField(), default=list)
    record = serializers.BooleanField(default=False, help_text="The unit's record is set aside.")
    meeting = serializers.CharField(max_length=120)
    held_on = serializers.DateField()
    participants = serializers.ListField(child=serializers.CharField(max_length=40))
    reason = serializers.CharField(max_length=2000)
    expires_on = serializers.DateField()
    document = serializers.CharField(max_length=120, allow_blank=True, default="")


class ClauseData(serializers.Serializer):
    ground = serializers.CharField(max_length=12, default="entry")
    outcome = serializers.CharField(max_length=10)
    whose = serializers.CharField(max_length=12, default="own")
    text_zh = serializers.CharField(max_length=300, allow_blank=True)
    text_en = serializers.CharField(max_length=300, allow_blank=True)
    lifts_zh = serializers.CharField(max_length=300, allow_blank=True, default="")
    lifts_en = serializers.CharField(max_length=300, allow_blank=True, default="")
    types = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    standings = serializers.ListField(child=serializers.CharField(max_length=12), default=list)
    states = serializers.ListField(child=serializers.CharField(max_length=20), default=list)
    effects = serializers.ListField(child=serializers.CharField(max_length=12), default=list)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    relapses = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_000)
    extensions = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_000)
    overdue_days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_000)
    refusals = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=10_000)


class RulesInput(VersionInput):
    clauses = ClauseData(many=True)
    basis = serializers.CharField(max_length=200, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class OfficeInput(serializers.Serializer):
    office = serializers.IntegerField()


class PublishInput(VersionInput):
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)


def _question(viewer: Any, data: Any) -> dict[str, Any]:
    asked = Asked(**{name: data[name] for name in ("amount", "post_kind", "level", "departures")})
    return {
        "unit_id": unit_id_of(viewer, data["unit"]),
        "kind_code": data["kind"],
        "items": [asked] if asked.amount else [],
        "cures": data["cures"],
        "on": data["on"],
    }


class Gate(APIView):
    @extend_schema(operation_id="gate", parameters=[GateQuery], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """What would happen if the unit applied; the same answer as ``manage.py gate``. ``figures``: what the staffing
        figures say against the number, null where none was asked. Writes nothing."""
        data = given(GateQuery, request.query_params)
        found = precheck(viewer=request.user, **_question(request.user, data))  # type: ignore[arg-type]
        return Response(as_data(found))

    @extend_schema(operation_id="gate_keep", request=GateQuery, responses={201: SheetOutput}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Ask and keep the answer as a numbered sheet."""
        data = given(GateQuery, request.data)
        sheet = keep_precheck(actor=request.user, key=key_of(request), **_question(request.user, data))  # type: ignore[arg-type]
        return _kept_sheet(request, sheet.pk, status=201)


def _kept_sheet(request: Request, pk: int, status: int = 200) -> Response:
    sheet, paper, whole = sheet_for(viewer=request.user, sheet_id=pk)  # type: ignore[arg-type]
    context = {"document": paper.number if paper else None, "whole": whole}
    return Response(SheetOutput(sheet, context=context).data, status=status)


class Sheet(APIView):
    @extend_schema(operation_id="gate_sheet", responses=SheetOutput)
    def get(self, request: Request, pk: int) -> Response:
        """A kept answer, checked now."""
        return _kept_sheet(request, pk)


class Exceptions(APIView):
    @extend_schema(
        operation_id="gate_exception", request=ExceptionInput, responses={201: OpenApiTypes.OBJECT}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        """Record a collective decision that sets entries aside."""
        data = dict(given(ExceptionInput, request.data))
        unit_id = unit_id_of(person(request), data.pop("unit"))
        row = exceptions.record_exception(
            unit_id=unit_id,
            exception=NewException(**data),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response({"id": row.pk, "expires_on": row.expires_on}, status=201)


class EndException(APIView):
    @extend_schema(operation_id="gate_exception_end", request=ApplicationReasonInput, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: int) -> Response:
        """End an exception before its day."""
        reason = given(ApplicationReasonInput, request.data)["reason"]
        row = exceptions.end_exception(exception_id=pk, reason=reason, actor=request.user)  # type: ignore[arg-type]
        return Response({"id": row.pk, "ended_on": row.ended_on})


class DraftRules(APIView):
    @extend_schema(operation_id="gate_rules_draft", request=OfficeInput, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        """Start a new version of an office's rules, or get its open draft."""
        office_id = given(OfficeInput, request.data)["office"]
        rule = gate_rules.draft_rules(office_id=office_id, actor=request.user)  # type: ignore[arg-type]
        return Response({"id": rule.pk, "label": rule.label, "version": rule.version}, status=201)


class WriteRules(APIView):
    @extend_schema(operation_id="gate_rules_write", request=RulesInput, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: int) -> Response:
        """Write the clauses of a draft, in their order."""
        data = given(RulesInput, request.data)
        rule = gate_rules.write_rules(
            rule_id=pk,
            clauses=[Clause(**one) for one in data["clauses"]],
            basis=data["basis"],
            note=data["note"],
            expected_version=data.get("version"),
            actor=request.user,  # type: ignore[arg-type]
        )
        return Response({"id": rule.pk, "label": rule.label, "version": rule.version})


class PublishRules(APIView):
    @extend_schema(operation_id="gate_rules_publish", request=PublishInput, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: int) -> Response:
        """Publish a draft; it never changes again."""
        data = given(PublishInput, request.data)
        rule = gate_rules.publish_rules(
            rule_id=pk,
            valid_from=data["valid_from"],
            expected_version=data.get("version"),
            actor=request.user,  # type: ignore[arg-type]
        )
        return Response({"id": rule.pk, "label": rule.label, "valid_from": rule.valid_from})


gate_routes = [
    path("gate/", Gate.as_view(), name="api_gate"),
    path("gate/sheets/<int:pk>/", Sheet.as_view(), name="api_gate_sheet"),
    path("gate/exceptions/", Exceptions.as_view(), name="api_gate_exceptions"),
    path("gate/exceptions/<int:pk>/end/", EndException.as_view(), name="api_gate_exception_end"),
    path("gate/rules/", DraftRules.as_view(), name="api_gate_rules"),
    path("gate/rules/<int:pk>/", WriteRules.as_view(), name="api_gate_rule"),
    path("gate/rules/<int:pk>/publish/", PublishRules.as_view(), name="api_gate_rule_publish"),
]
