"""Meetings and the authority table by API. Source: D7, D13."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import VersionInput, given
from approvals.api.deciding import AgendaItemOutput, words
from approvals.models import Body, Meeting, MeetingAttendee
from approvals.selectors.plans import talent_shares
from approvals.selectors.proceedings import meeting_for, meeting_list
from approvals.services import authority, meetings
from approvals.services.authority import Line
from approvals.services.meetings import Attendee, NewMeeting
from ledger_site.list_filters import filters_asked
from ledger_site.pagination import Pages
from problems.api import KEY, key_of
from staffing.api import PAGE, page_of


class AttendeeData(serializers.Serializer):
    part = serializers.ChoiceField(choices=MeetingAttendee.Part.choices)
    person = serializers.IntegerField(required=False, allow_null=True, default=None)
    name = words(40)
    body = words(100)
    present = serializers.BooleanField(default=True)


class AttendanceInput(VersionInput):
    attendees = AttendeeData(many=True)


class MeetingInput(serializers.Serializer):
    office = serializers.IntegerField()
    body = serializers.ChoiceField(choices=Body.choices)
    title = words(120, required=True)
    held_on = serializers.DateField()
    chaired_by = words(40, required=True)
    place = words(100)
    attendees = AttendeeData(many=True)


class MinutesInput(VersionInput):
    minutes = words(20_000)
    minutes_number = words(60)


class MeetingOutput(serializers.Serializer):
    id = serializers.IntegerField()
    office = serializers.CharField(source="office.code")
    body = serializers.ChoiceField(choices=Body.choices)
    title = serializers.CharField()
    held_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class AttendeeOutput(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    body = serializers.CharField()
    part = serializers.ChoiceField(choices=MeetingAttendee.Part.choices)
    present = serializers.BooleanField()


class TalentShareOutput(serializers.Serializer):
    talent_class = serializers.CharField()
    posts = serializers.IntegerField()
    percent = serializers.FloatField()


class MeetingDetailOutput(MeetingOutput):
    place = serializers.CharField()
    chaired_by = serializers.CharField()
    minutes = serializers.CharField()
    observed = serializers.SerializerMethodField(help_text="Whether an observer is present.")
    attendees = AttendeeOutput(many=True, source="attendees.all")
    agenda = AgendaItemOutput(many=True, source="agenda.all")
    talent_shares = serializers.SerializerMethodField()

    @extend_schema_field(TalentShareOutput(many=True))
    def get_talent_shares(self, meeting: Meeting) -> Any:
        """Posts of the plans on the agenda by talent class."""
        return TalentShareOutput(talent_shares(meeting), many=True).data

    def get_observed(self, meeting: Meeting) -> bool:
        return any(one.present and one.part == MeetingAttendee.Part.OBSERVER for one in meeting.attendees.all())


class LineData(serializers.Serializer):
    body = serializers.ChoiceField(choices=Body.choices)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    post_kinds = serializers.ListField(child=serializers.CharField(max_length=20), default=list)
    up_to = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=10_000)
    basis = words(200)


class AuthorityInput(serializers.Serializer):
    office = serializers.IntegerField()
    lines = LineData(many=True)


def _attendees(data: dict[str, Any]) -> list[Attendee]:
    return [Attendee(one["part"], one["person"], one["name"], one["body"], one["present"]) for one in data["attendees"]]


class Meetings(APIView):
    @extend_schema(operation_id="meetings_list", parameters=PAGE, responses=page_of(MeetingOutput))
    def get(self, request: Request) -> Response:
        """Meetings you may read, the latest first."""
        filters_asked(request.query_params, {})
        pages = Pages()
        page = pages.paginate_queryset(meeting_list(request.user), request, view=self)  # type: ignore[arg-type]
        return pages.get_paginated_response(MeetingOutput(page, many=True).data)

    @extend_schema(
        operation_id="meeting_call",
        request=MeetingInput,
        responses={201: MeetingDetailOutput},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Call a meeting."""
        data = given(MeetingInput, request.data)
        called = NewMeeting(data["body"], data["title"], data["held_on"], data["chaired_by"], data["place"])
        shared: dict[str, Any] = {"actor": request.user, "key": key_of(request)}
        made = meetings.call_meeting(office_id=data["office"], meeting=called, attendees=_attendees(data), **shared)
        return _meeting(request, made.pk, 201)


class OneMeeting(APIView):
    @extend_schema(operation_id="meeting", responses=MeetingDetailOutput)
    def get(self, request: Request, pk: int) -> Response:
        """A meeting with its people, agenda and minutes."""
        return _meeting(request, pk)


class Attendance(APIView):
    @extend_schema(
        operation_id="meeting_attendance",
        request=AttendanceInput,
        responses=MeetingDetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Write who attends."""
        data = given(AttendanceInput, request.data)
        meetings.write_attendance(
            meeting_id=pk,
            attendees=_attendees(data),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
            expected_version=data.get("version"),
        )
        return _meeting(request, pk)


class Minutes(APIView):
    @extend_schema(
        operation_id="meeting_minutes",
        request=MinutesInput,
        responses=MeetingDetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Close the meeting with its minutes."""
        data = given(MinutesInput, request.data)
        meetings.close_meeting(
            meeting_id=pk,
            minutes=data["minutes"],
            minutes_number=data["minutes_number"],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
            expected_version=data.get("version"),
        )
        return _meeting(request, pk)


def _meeting(request: Request, pk: int, status: int = 200) -> Response:
    found = meeting_for(viewer=request.user, meeting_id=pk)  # type: ignore[arg-type]
    return Response(MeetingDetailOutput(found).data, status=status)


class Authority(APIView):
    @extend_schema(
        operation_id="authority_write",
        request=AuthorityInput,
        responses=LineData(many=True),
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Set the authority table of an office from today on."""
        data = given(AuthorityInput, request.data)
        rows = authority.write_authority(
            office_id=data["office"],
            lines=[Line(**one) for one in data["lines"]],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(LineData(rows, many=True).data)


meeting_routes = [
    path("meetings/", Meetings.as_view(), name="api_meetings"),
    path("meetings/<int:pk>/", OneMeeting.as_view(), name="api_meeting"),
    path("meetings/<int:pk>/attendance/", Attendance.as_view(), name="api_meeting_attendance"),
    path("meetings/<int:pk>/minutes/", Minutes.as_view(), name="api_meeting_minutes"),
    path("authority/", Authority.as_view(), name="api_authority"),
]
