"""Rules that waive a look-back, for programs, under the same services as the page. Source: C1, G8."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.errors import NotAllowed
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.api import KEY, ReasonInput, given, key_of
from problems.models.entries import Pace
from verification import services
from verification.selectors.rules import waiver_rules_seen_by


class WaiverRuleInput(serializers.Serializer):
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=120)
    document = serializers.CharField(max_length=120, help_text="Title and number of the paper it rests on.")
    pace = serializers.ChoiceField(choices=Pace.choices, required=False, allow_blank=True, default="")
    violation_type = serializers.CharField(required=False, allow_blank=True, default="", help_text="Code.")
    even_with_consent = serializers.BooleanField(required=False, default=False)


class WaiverRuleOutput(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    office = serializers.CharField(source="office.code", default=None, allow_null=True)
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    document = serializers.CharField()
    pace = serializers.ChoiceField(choices=Pace.choices, allow_blank=True)
    violation_type = serializers.CharField(source="violation_type.code", default=None, allow_null=True)
    even_with_consent = serializers.BooleanField()
    in_use = serializers.BooleanField()


class WaiverRules(APIView):
    @extend_schema(operation_id="waiver_rules_list", responses=WaiverRuleOutput(many=True))
    def get(self, request: Request) -> Response:
        """Rules of all offices, of the caller's and of those below."""
        if not standing_of(person(request)).is_office:
            raise NotAllowed
        return Response(WaiverRuleOutput(waiver_rules_seen_by(person(request)), many=True).data)


class AddWaiverRule(APIView):
    @extend_schema(
        operation_id="waiver_rules_add", parameters=[KEY], request=WaiverRuleInput, responses={201: WaiverRuleOutput}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Allow the look-back of the entries that the rule names to be waived; for the leader of the office."""
        data = given(WaiverRuleInput, request)
        rule = services.NewWaiverRule(type_code=data.pop("violation_type"), **data)
        added = services.add_waiver_rule(office_id=pk, rule=rule, actor=person(request), key=key_of(request))
        return Response(WaiverRuleOutput(added).data, status=201)


class RetireWaiverRule(APIView):
    @extend_schema(operation_id="waiver_rules_retire", request=ReasonInput, responses=WaiverRuleOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Let a rule of the office waive nothing any more."""
        reason = given(ReasonInput, request)["reason"]
        return Response(
            WaiverRuleOutput(services.retire_waiver_rule(rule_id=pk, reason=reason, actor=person(request))).data
        )
