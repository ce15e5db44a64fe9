"""The standard tasks and copies of each kind for programs, under the same services as the pages. Source: G8, D8, D9."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import given
from approvals.models import FollowUpStandard, FollowUpTask
from approvals.selectors.standards import standard_list, standard_offices
from approvals.services import standards
from approvals.services.standards import LONGEST_DAYS, CopyLine, TaskLine
from organizations.errors import NotFound
from organizations.models import Partner, Section
from organizations.signed_in import person
from problems.api import KEY, key_of


class StandardTaskData(serializers.Serializer):
    subject = serializers.ChoiceField(choices=FollowUpTask.Subject.choices)
    text = serializers.CharField(max_length=300)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS, help_text="Working days after the reply.")


class StandardCopyData(serializers.Serializer):
    """One of section and department."""

    section_kind = serializers.ChoiceField(choices=Section.Kind.choices, allow_blank=True, default="")
    partner_kind = serializers.ChoiceField(choices=Partner.Kind.choices, allow_blank=True, default="")
    must = serializers.CharField(max_length=200)


class StandardOfKindInput(serializers.Serializer):
    office = serializers.IntegerField()
    kind = serializers.CharField(max_length=40)


class StandardInput(StandardOfKindInput):
    tasks = StandardTaskData(many=True)
    copies = StandardCopyData(many=True)
    basis = serializers.CharField(max_length=200, allow_blank=True, default="")
    shown = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="Id of the standard that was read before."
    )


class StandardOutput(serializers.Serializer):
    """What goes with an approval of a kind; ``own`` where the office has set it itself."""

    id = serializers.IntegerField()
    own = serializers.SerializerMethodField()
    basis = serializers.CharField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    tasks = StandardTaskData(many=True, source="tasks.all")
    copies = StandardCopyData(many=True, source="copies.all")

    def get_own(self, row: FollowUpStandard) -> bool:
        return row.office_id is not None


class KindStandardOutput(serializers.Serializer):
    kind = serializers.CharField(source="kind.code")
    standard = StandardOutput(allow_null=True)


class Standards(APIView):
    @extend_schema(
        operation_id="follow_up_standards",
        parameters=[OpenApiParameter("office", OpenApiTypes.INT, description="Own office when left out.")],
        responses=KindStandardOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        """What an office goes by today, kind by kind."""
        wanted = request.query_params.get("office", "")
        offices = standard_offices(person(request))
        if wanted:
            offices = offices.filter(pk=wanted if wanted.isdecimal() and len(wanted) < 19 else 0)
        office = offices.first()
        if office is None:
            raise NotFound
        return Response(KindStandardOutput(standard_list(office), many=True).data)

    @extend_schema(
        operation_id="follow_up_standard_set",
        request=StandardInput,
        responses={201: StandardOutput},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Set what goes with an approval of a kind, from today on."""
        data = given(StandardInput, request.data)
        row = standards.set_standard(
            office_id=data["office"],
            kind_code=data["kind"],
            tasks=[TaskLine(**one) for one in data["tasks"]],
            copies=[CopyLine(**one) for one in data["copies"]],
            basis=data["basis"],
            shown=data["shown"],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(StandardOutput(row).data, status=201)


class RestoreStandard(APIView):
    @extend_schema(
        operation_id="follow_up_standard_restore",
        request=StandardOfKindInput,
        responses=StandardOutput,
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Go by the shipped standard of a kind again; answers the one that ended."""
        data: dict[str, Any] = given(StandardOfKindInput, request.data)
        row = standards.restore_standard(
            office_id=data["office"],
            kind_code=data["kind"],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(StandardOutput(row).data)


standard_routes = [
    path("follow-up-standards/", Standards.as_view(), name="api_standards"),
    path("follow-up-standards/restore/", RestoreStandard.as_view(), name="api_standard_restore"),
]
