"""The desks for programs: what waits for this person, and all that waits for the superior's consent. Source: G8, C3."""

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.scope import standing_of
from organizations.signed_in import person
from verification.selectors import desk
from verification.selectors.consents import awaiting_consent
from verification.selectors.joint import invitations_of


class MatterOutput(serializers.Serializer):
    """The entry that waits, its clock, and why the person cannot act on it now; empty when they can."""

    problem = serializers.IntegerField(source="problem.pk")
    number = serializers.CharField(source="problem.number")
    office = serializers.CharField(source="problem.office.code")
    unit = serializers.CharField(source="problem.unit.name")
    violation_type = serializers.CharField(source="problem.violation_type.code")
    due_on = serializers.DateField(source="clock.due_on")
    light = serializers.CharField()
    days_left = serializers.IntegerField(help_text="Working days; negative when late.")
    why_not = serializers.CharField()


class DeskLineOutput(MatterOutput):
    act = serializers.CharField(help_text="Key of the act it waits for.")
    provisional = serializers.BooleanField(help_text="The year of the due day has no calendar yet.")


class AskedOutput(serializers.Serializer):
    """An invitation to a joint acceptance, with what the department answered."""

    id = serializers.IntegerField()
    number = serializers.CharField(source="close_out.problem.number")
    office = serializers.CharField(source="close_out.problem.office.code")
    unit = serializers.CharField(source="close_out.problem.unit.name")
    partner = serializers.CharField(source="partner.name")
    question = serializers.CharField()
    invited_on = serializers.DateField()
    withdrawn_on = serializers.DateField(allow_null=True)
    answer = serializers.CharField(source="opinion.answer", default=None, allow_null=True)


class DeskOutput(serializers.Serializer):
    """What the person can do now, what colleagues must do, and invitations of the person's departments."""

    mine = DeskLineOutput(many=True)
    others = DeskLineOutput(many=True)
    invitations = AskedOutput(many=True)


class ConsentLineOutput(MatterOutput):
    signed_by = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)
    times_returned = serializers.IntegerField()


class Desk(APIView):
    @extend_schema(operation_id="verification_desk", responses=DeskOutput)
    def get(self, request: Request) -> Response:
        """What waits to be verified, signed or consented to, the most urgent first."""
        found, viewer = desk(person(request)), person(request)
        asked = invitations_of(viewer) if standing_of(viewer).partner_ids else []
        return Response(DeskOutput({"mine": found.mine, "others": found.others, "invitations": asked}).data)


class SuperiorDesk(APIView):
    @extend_schema(
        operation_id="superior_desk",
        responses=inline_serializer("ConsentPage", {"results": ConsentLineOutput(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """Close-outs of lower offices that wait for the consent of the person's office, the most urgent first."""
        return Response({"results": ConsentLineOutput(awaiting_consent(person(request)), many=True).data})
