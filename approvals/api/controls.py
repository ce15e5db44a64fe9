"""Suspensions, authority taken up and posts cut for programs, under the same services as the pages. G8, D10, D11."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import given
from approvals.models import QuotaCut, Scope
from approvals.selectors.controls import cut_list, suspension_list, withdrawal_list
from approvals.services import controls
from approvals.services.controls import NewControl, NewCut, Study
from organizations.selectors import unit_id_of
from organizations.signed_in import person
from problems.api import KEY, key_of


class ControlInput(serializers.Serializer):
    office = serializers.IntegerField()
    scope = serializers.ChoiceField(choices=Scope.choices)
    unit = serializers.CharField(max_length=20, allow_blank=True, default="", help_text="Code.")
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    since = serializers.DateField(required=False, allow_null=True, default=None)
    until = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=4000, allow_blank=True, default="")
    decided_by = serializers.CharField(max_length=120, allow_blank=True, default="")
    document = serializers.CharField(max_length=120, allow_blank=True, default="")


class WithdrawalInput(ControlInput):
    until = None  # type: ignore[assignment]  # given back by a finding, not by a day
    study = serializers.CharField(max_length=4000, allow_blank=True, default="")
    opinions = serializers.CharField(max_length=4000, allow_blank=True, default="")
    consent_document = serializers.CharField(max_length=120, allow_blank=True, default="")
    consent_on = serializers.DateField()
    review_months = serializers.IntegerField(min_value=1, max_value=24, default=6)


class ControlEndInput(serializers.Serializer):
    reason = serializers.CharField(max_length=4000, allow_blank=True, default="")


class ReviewInput(serializers.Serializer):
    findings = serializers.CharField(max_length=4000, allow_blank=True, default="")
    progress = serializers.BooleanField()
    held_on = serializers.DateField(required=False, allow_null=True, default=None)


class CutInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20, help_text="Code.")
    ground = serializers.ChoiceField(choices=QuotaCut.Reason.choices)
    post_kind = serializers.CharField(max_length=20)
    amount = serializers.IntegerField(min_value=1, max_value=10_000)
    problem = serializers.IntegerField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=4000, allow_blank=True, default="")
    decided_by = serializers.CharField(max_length=120, allow_blank=True, default="")
    document = serializers.CharField(max_length=120, allow_blank=True, default="")


def _control(request: Request, data: dict[str, Any]) -> NewControl:
    names = ("scope", "kinds", "since", "until", "reason", "decided_by", "document")
    unit_id = unit_id_of(person(request), data["unit"]) if data["unit"] else None
    return NewControl(unit_id=unit_id, **{name: data[name] for name in names if name in data})


def _row(one: Any) -> dict[str, Any]:
    names = ("id", "scope", "kinds", "since", "until", "reason", "decided_by", "document", "ended_on", "end_reason")
    unit = one.unit.code if one.unit else None
    return {"office": one.office.code, "unit": unit, **{name: getattr(one, name) for name in names}}


class Suspensions(APIView):
    @extend_schema(operation_id="suspensions", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Suspensions you may know."""
        return Response({"results": [_row(one) for one in suspension_list(request.user)[:500]]})  # type: ignore[arg-type]

    @extend_schema(operation_id="suspend", request=ControlInput, responses={201: OpenApiTypes.OBJECT}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Suspend approvals for a unit, a system or an office."""
        data = given(ControlInput, request.data)
        made = controls.suspend(
            office_id=data["office"],
            control=_control(request, data),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(_row(made), status=201)


class Lift(APIView):
    @extend_schema(
        operation_id="suspension_lift", request=ControlEndInput, responses=OpenApiTypes.OBJECT, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Lift a suspension."""
        reason = given(ControlEndInput, request.data)["reason"]
        row = controls.lift_suspension(suspension_id=pk, reason=reason, actor=request.user, key=key_of(request))  # type: ignore[arg-type]
        return Response({"id": row.pk, "ended_on": row.ended_on})


class Withdrawals(APIView):
    @extend_schema(operation_id="withdrawals", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Withdrawals of authority you may know."""
        rows = withdrawal_list(request.user)[:500]  # type: ignore[arg-type]
        return Response({"results": [{**_row(one), "superior": one.superior.code} for one in rows]})

    @extend_schema(
        operation_id="withdraw_authority",
        request=WithdrawalInput,
        responses={201: OpenApiTypes.OBJECT},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Take up the authority of a lower office."""
        data = given(WithdrawalInput, request.data)
        names = ("study", "opinions", "consent_document", "consent_on", "review_months")
        made = controls.withdraw_authority(
            office_id=data["office"],
            control=_control(request, data),
            study=Study(**{name: data[name] for name in names}),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response({**_row(made), "next_review_on": made.next_review_on}, status=201)


class ReviewWithdrawal(APIView):
    @extend_schema(
        operation_id="withdrawal_review", request=ReviewInput, responses=OpenApiTypes.OBJECT, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Review whether authority can be given back."""
        data = given(ReviewInput, request.data)
        row = controls.review_withdrawal(withdrawal_id=pk, actor=request.user, key=key_of(request), **data)  # type: ignore[arg-type]
        return Response({"id": row.pk, "held_on": row.held_on, "progress": row.progress})


class GiveBack(APIView):
    @extend_schema(
        operation_id="withdrawal_end", request=ControlEndInput, responses=OpenApiTypes.OBJECT, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give authority back by the finding of clear progress."""
        finding = given(ControlEndInput, request.data)["reason"]
        row = controls.give_back(withdrawal_id=pk, finding=finding, actor=request.user, key=key_of(request))  # type: ignore[arg-type]
        return Response({"id": row.pk, "ended_on": row.ended_on})


class Cuts(APIView):
    @extend_schema(operation_id="quota_cuts", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Posts cut, the latest first."""
        names = ("id", "ground", "post_kind", "amount", "reason", "decided_by", "document", "decided_on")
        rows = cut_list(request.user)[:500]  # type: ignore[arg-type]
        return Response(
            {
                "results": [
                    {
                        "unit": one.unit.code,
                        **{name: getattr(one, name) for name in names},
                        "notice": one.notice.number if one.notice else None,
                    }
                    for one in rows
                ]
            }
        )

    @extend_schema(operation_id="quota_cut", request=CutInput, responses={201: OpenApiTypes.OBJECT}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Cut posts of a unit; the figures follow."""
        data = dict(given(CutInput, request.data))
        unit_id, problem_id = unit_id_of(person(request), data.pop("unit")), data.pop("problem")
        made = controls.cut_quota(
            unit_id=unit_id,
            cut=NewCut(problem_id=problem_id, **data),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        notice = made.notice.number if made.notice else None
        return Response({"id": made.pk, "decided_on": made.decided_on, "notice": notice}, status=201)


controls_routes = [
    path("suspensions/", Suspensions.as_view(), name="api_suspensions"),
    path("suspensions/<int:pk>/lift/", Lift.as_view(), name="api_suspension_lift"),
    path("withdrawals/", Withdrawals.as_view(), name="api_withdrawals"),
    path("withdrawals/<int:pk>/review/", ReviewWithdrawal.as_view(), name="api_withdrawal_review"),
    path("withdrawals/<int:pk>/end/", GiveBack.as_view(), name="api_withdrawal_end"),
    path("quota-cuts/", Cuts.as_view(), name="api_quota_cuts"),
]
