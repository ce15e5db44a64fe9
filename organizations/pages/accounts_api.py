"""Accounts and posts for programs of administrators: the same services as the pages. Source: G8, A5, A6."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger_site.pagination import Pages
from organizations import accounts, directory, handover
from organizations.errors import NotFound
from organizations.models import Account, Office
from organizations.roles import Role
from organizations.signed_in import person
from problems.api import given


class PostOutput(serializers.Serializer):
    id = serializers.IntegerField()
    role = serializers.CharField()
    body = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class HandedOverOutput(PostOutput):
    """The successor's post; ``left_behind`` says what could not follow, empty where everything did or will."""

    left_behind = serializers.CharField(source="taken_over.left_behind")


class AccountOutput(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField(source="person.name")
    status = serializers.CharField()
    posts = PostOutput(many=True)


class EnterInput(serializers.Serializer):
    office = serializers.CharField(help_text="Code.")
    name = serializers.CharField(max_length=40)
    username = serializers.RegexField(r"^[\w.@+-]+\Z", max_length=60)
    telephone = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    email = serializers.EmailField(required=False, allow_blank=True, default="")


class EnteredOutput(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    status = serializers.CharField()
    first_password = serializers.CharField(help_text="Shown once; changed at the first sign-in.")


class StatusInput(serializers.Serializer):
    status = serializers.ChoiceField(choices=[Account.Status.ACTIVE, Account.Status.SUSPENDED])
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class GrantInput(serializers.Serializer):
    role = serializers.ChoiceField(choices=Role.choices)
    body = serializers.RegexField(r"^(office|unit|partner):\d+\Z", help_text="Such as unit:7.")
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class HandOverInput(serializers.Serializer):
    successor = serializers.IntegerField(help_text="Key of the successor's account.")
    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class EndInput(serializers.Serializer):
    last_day = serializers.DateField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ResponsibleInput(serializers.Serializer):
    responsible = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="Key of a person.")
    contact = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="Key of a person.")


class StatusOutput(serializers.Serializer):
    id = serializers.IntegerField()
    status = serializers.CharField()


class Accounts(APIView):
    """Accounts the administrator looks after; enter a new one."""

    @extend_schema(operation_id="accounts_list", responses=AccountOutput(many=True))
    def get(self, request: Request) -> Response:
        pages = Pages()
        found = directory.account_list(viewer=person(request), text=request.GET.get("q", ""))
        rows = pages.paginate_queryset(found, request, view=self) or []
        directory.attach_posts(rows)
        return pages.get_paginated_response(AccountOutput(rows, many=True).data)

    @extend_schema(operation_id="accounts_enter", request=EnterInput, responses={201: EnteredOutput})
    def post(self, request: Request) -> Response:
        data = given(EnterInput, request)
        office = Office.objects.filter(code=data.pop("office")).first()
        if office is None:
            raise NotFound
        account, password = accounts.enter_account(office_id=office.pk, actor=person(request), **data)
        body = {
            "id": account.pk,
            "username": account.username,
            "status": account.status,
            "first_password": password,
        }
        return Response(EnteredOutput(body).data, status=201)


class Status(APIView):
    @extend_schema(operation_id="accounts_status", request=StatusInput, responses=StatusOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Activate or suspend an account."""
        data = given(StatusInput, request)
        act = accounts.activate if data["status"] == Account.Status.ACTIVE else accounts.suspend
        account = act(account_id=pk, actor=person(request), reason=data["reason"])
        return Response(StatusOutput(account).data)


class Grant(APIView):
    @extend_schema(operation_id="posts_grant", request=GrantInput, responses={201: PostOutput})
    def post(self, request: Request, pk: int) -> Response:
        """Give a person a post."""
        data = given(GrantInput, request)
        body = directory.body_of(data.pop("body"))
        return Response(
            PostOutput(accounts.grant_post(account_id=pk, body=body, actor=person(request), **data)).data, status=201
        )


class HandOver(APIView):
    @extend_schema(operation_id="posts_hand_over", request=HandOverInput, responses={201: HandedOverOutput})
    def post(self, request: Request, pk: int) -> Response:
        """End a post on a day and give it to a successor from the next."""
        data = given(HandOverInput, request)
        made = handover.hand_over(appointment_id=pk, successor_id=data.pop("successor"), actor=person(request), **data)
        return Response(HandedOverOutput(made.taken_up).data, status=201)


class End(APIView):
    @extend_schema(operation_id="posts_end", request=EndInput, responses=PostOutput)
    def post(self, request: Request, pk: int) -> Response:
        """End a post without a successor."""
        return Response(
            PostOutput(accounts.end_post(appointment_id=pk, actor=person(request), **given(EndInput, request))).data
        )


class Responsible(APIView):
    @extend_schema(operation_id="units_responsible", request=ResponsibleInput, responses=ResponsibleInput)
    def post(self, request: Request, pk: int) -> Response:
        """Name the first person responsible of a unit, and its contact."""
        data = given(ResponsibleInput, request)
        unit = handover.name_responsible(
            unit_id=pk, responsible_id=data["responsible"], contact_id=data["contact"], actor=person(request)
        )
        return Response({"responsible": unit.responsible_id, "contact": unit.contact_id})


urlpatterns = [
    path("accounts/", Accounts.as_view(), name="api_accounts"),
    path("accounts/<int:pk>/status/", Status.as_view(), name="api_account_status"),
    path("accounts/<int:pk>/posts/", Grant.as_view(), name="api_grant_post"),
    path("posts/<int:pk>/hand-over/", HandOver.as_view(), name="api_hand_over"),
    path("posts/<int:pk>/end/", End.as_view(), name="api_end_post"),
    path("units/<int:pk>/responsible/", Responsible.as_view(), name="api_responsible"),
]
