"""The second half of applications for programs, under the same services as the pages. Source: G8, D7, D8, D13."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api import Act, ApplicationReasonInput, DetailOutput, VersionInput, _given
from approvals.models import AgendaItem, AppraisalView, Body, FollowUpTask, Initiation, MeetingAttendee
from approvals.rules.deliberation import CRITERIA
from approvals.rules.follow_up import NewCopy, NewTask
from approvals.selectors.applications import application_for
from approvals.selectors.proceedings import copy_list, meeting_for, meeting_list, proceedings_of
from approvals.services import appraisal, authority, decision, initiation, meetings, results
from approvals.services.appraisal import View
from approvals.services.authority import Line
from approvals.services.decision import Answer, Reply
from approvals.services.initiation import Communication
from approvals.services.meetings import Attendee, NewMeeting
from approvals.services.results import Outcome
from ledger_site.pagination import Pages
from problems.api import KEY, key_of
from problems.services.rectification import NewFile
from staffing.api import PAGE, page_of


def _words(limit: int = 4000, *, required: bool = False) -> Any:
    free: dict[str, Any] = {} if required else {"allow_blank": True, "default": ""}
    return serializers.CharField(max_length=limit, **free)


class CommunicationInput(serializers.Serializer):
    held_on = serializers.DateField()
    people = _words(200, required=True)
    summary = _words(required=True)


class InitiationInput(VersionInput):
    situation = serializers.ChoiceField(choices=Initiation.Situation.choices)
    party_group_on = serializers.DateField()
    party_group_document = _words(120, required=True)
    attachment = serializers.FileField(required=False, allow_null=True, default=None, allow_empty_file=True)
    communicated_on = serializers.DateField(required=False, allow_null=True, default=None)
    people = _words(200)
    summary = _words()
    note = _words()


class ViewData(serializers.Serializer):
    holds = serializers.BooleanField()
    view = _words(required=True)


class AppraisalInput(VersionInput):
    views = serializers.DictField(child=ViewData(), help_text=", ".join(AppraisalView.Aspect.values))
    conclusion = _words()
    important = serializers.BooleanField(default=False)
    experts = _words()
    risk_assessment = _words()
    prior_assessment = _words()


class ExplanationInput(VersionInput):
    explanation = _words()


class AgendaInput(VersionInput):
    meeting = serializers.IntegerField()


class ProcedureInput(VersionInput):
    sound = serializers.BooleanField()
    finding = _words()


class RecusedData(serializers.Serializer):
    attendee = serializers.IntegerField()
    reason = _words(200)


class ResultInput(VersionInput):
    result = serializers.ChoiceField(choices=AgendaItem.Result.choices)
    criteria = serializers.ListField(child=serializers.ChoiceField(choices=list(CRITERIA)), default=list)
    votes_for = serializers.IntegerField(min_value=0, max_value=200, allow_null=True, default=None)
    votes_against = serializers.IntegerField(min_value=0, max_value=200, allow_null=True, default=None)
    abstentions = serializers.IntegerField(min_value=0, max_value=200, allow_null=True, default=None)
    recused = RecusedData(many=True, default=list)
    explanation = _words()
    amounts = serializers.DictField(
        child=serializers.IntegerField(min_value=-10_000, max_value=10_000),
        default=dict,
        help_text="By id of the item.",
    )


class TaskData(serializers.Serializer):
    subject = serializers.ChoiceField(choices=FollowUpTask.Subject.choices)
    text = _words(300, required=True)
    due_on = serializers.DateField()
    item = serializers.IntegerField(required=False, allow_null=True, default=None)


class CopyData(serializers.Serializer):
    must = _words(200)
    section = serializers.IntegerField(required=False, allow_null=True, default=None)
    partner = serializers.IntegerField(required=False, allow_null=True, default=None)


class ReplyInput(VersionInput):  # tasks and copies left out: the standard ones of the kind
    text = _words()
    tasks = TaskData(many=True, required=False, allow_null=True, default=None)
    copies = CopyData(many=True, required=False, allow_null=True, default=None)


class SuperiorReplyInput(ReplyInput):
    result = serializers.ChoiceField(choices=["approved", "disapproved", "returned"])
    decided_by = _words(120, required=True)
    decided_on = serializers.DateField()
    explanation = _words()


class AttendeeData(serializers.Serializer):
    part = serializers.ChoiceField(choices=MeetingAttendee.Part.choices)
    person = serializers.IntegerField(required=False, allow_null=True, default=None)
    name = _words(40)
    body = _words(100)
    present = serializers.BooleanField(default=True)


class AttendanceInput(VersionInput):
    attendees = AttendeeData(many=True)


class MeetingInput(serializers.Serializer):
    office = serializers.IntegerField()
    body = serializers.ChoiceField(choices=Body.choices)
    title = _words(120, required=True)
    held_on = serializers.DateField()
    chaired_by = _words(40, required=True)
    place = _words(100)
    attendees = AttendeeData(many=True)


class MinutesInput(VersionInput):
    minutes = _words(20_000)
    minutes_number = _words(60)


class MeetingOutput(serializers.Serializer):
    id = serializers.IntegerField()
    office = serializers.CharField(source="office.code")
    body = serializers.ChoiceField(choices=Body.choices)
    title = serializers.CharField()
    held_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class AgendaItemOutput(serializers.Serializer):
    application = serializers.IntegerField(source="application_id")
    position = serializers.IntegerField()
    procedure_sound = serializers.BooleanField(allow_null=True)
    result = serializers.CharField()
    votes_for = serializers.IntegerField(allow_null=True)
    votes_against = serializers.IntegerField(allow_null=True)
    abstentions = serializers.IntegerField(allow_null=True)
    explanation = serializers.CharField()


class AttendeeOutput(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    body = serializers.CharField()
    part = serializers.ChoiceField(choices=MeetingAttendee.Part.choices)
    present = serializers.BooleanField()


class MeetingDetailOutput(MeetingOutput):
    place = serializers.CharField()
    chaired_by = serializers.CharField()
    minutes = serializers.CharField()
    attendees = AttendeeOutput(many=True, source="attendees.all")
    agenda = AgendaItemOutput(many=True, source="agenda.all")


class TaskOutput(serializers.Serializer):
    id = serializers.IntegerField()
    subject = serializers.ChoiceField(choices=FollowUpTask.Subject.choices)
    text = serializers.CharField()
    due_on = serializers.DateField()
    reported_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    problem = serializers.IntegerField(source="problem_id", allow_null=True)


class CopyOutput(serializers.Serializer):
    id = serializers.IntegerField()
    receiver = serializers.CharField(source="__str__")
    must = serializers.CharField()
    sent_on = serializers.DateField()
    acknowledged_on = serializers.DateField(allow_null=True)


class DecisionOutput(serializers.Serializer):
    approved = serializers.BooleanField()
    text = serializers.CharField()
    document = serializers.CharField(source="document.number", default=None, allow_null=True)
    decided_on = serializers.DateField()
    signed_by = serializers.CharField(source="signed_by.name")


class ProceedingsOutput(serializers.Serializer):
    state = serializers.CharField()
    decided_by = serializers.CharField(allow_null=True)
    decision = DecisionOutput(allow_null=True)
    agenda = AgendaItemOutput(many=True)
    copies = CopyOutput(many=True)
    tasks = TaskOutput(many=True)


class AcknowledgeInput(serializers.Serializer):
    note = _words(300)


class LineData(serializers.Serializer):
    body = serializers.ChoiceField(choices=Body.choices)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), default=list)
    post_kinds = serializers.ListField(child=serializers.CharField(max_length=20), default=list)
    up_to = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=10_000)
    basis = _words(200)


class AuthorityInput(serializers.Serializer):
    office = serializers.IntegerField()
    lines = LineData(many=True)


def _reply(data: dict[str, Any]) -> Reply:
    tasks, copies = data["tasks"], data["copies"]
    return Reply(
        data["text"],
        None if tasks is None else [NewTask(x["subject"], x["text"], x["due_on"], x["item"]) for x in tasks],
        None if copies is None else [NewCopy(x["must"], x["section"], x["partner"]) for x in copies],
    )


def _outcome(data: dict[str, Any]) -> Outcome:
    return Outcome(
        result=data["result"],
        criteria={code: code in data["criteria"] for code in CRITERIA},
        votes_for=data["votes_for"],
        votes_against=data["votes_against"],
        abstentions=data["abstentions"],
        recused=[(one["attendee"], one["reason"]) for one in data["recused"]],
        explanation=data["explanation"],
        amounts={int(pk) if pk.isdecimal() and len(pk) < 19 else 0: one for pk, one in data["amounts"].items()},
    )


def _attendees(data: dict[str, Any]) -> list[Attendee]:
    return [Attendee(one["part"], one["person"], one["name"], one["body"], one["present"]) for one in data["attendees"]]


class Communicate(Act):
    takes = CommunicationInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        shared.pop("expected_version")
        return initiation.record_communication(communication=Communication(**data), **shared)

    @extend_schema(
        operation_id="application_communication",
        request=CommunicationInput,
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record what was talked over before the motion."""
        return self.run(request, pk)


class Initiate(Act):
    takes = InitiationInput
    parser_classes = (MultiPartParser,)

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        talked, file = data.pop("communicated_on"), data.pop("attachment")
        people, summary = data.pop("people"), data.pop("summary")
        return initiation.record_initiation(
            communication=Communication(talked, people, summary) if talked else None,
            attachment=NewFile(file, None) if file else None,
            **data,
            **shared,
        )

    @extend_schema(
        operation_id="application_initiation",
        request={"multipart/form-data": InitiationInput},
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the initiation with the party group's decision."""
        return self.run(request, pk)


class Appraise(Act):
    takes = AppraisalInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        views = {aspect: View(one["holds"], one["view"]) for aspect, one in data.pop("views").items()}
        return appraisal.record_appraisal(views=views, **data, **shared)

    @extend_schema(
        operation_id="application_appraisal",
        request=AppraisalInput,
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the appraisal with its six views."""
        return self.run(request, pk)


class Unfit(Act):
    takes = ExplanationInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return appraisal.return_as_unfit(**data, **shared)

    @extend_schema(operation_id="application_unfit", request=ExplanationInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Return a matter that is not fit, with an explanation."""
        return self.run(request, pk)


class RouteUp(Act):
    takes = ApplicationReasonInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return results.route_up(**data, **shared)

    @extend_schema(
        operation_id="application_route_up", request=ApplicationReasonInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Route the matter to the superior office."""
        return self.run(request, pk)


class PutOnAgenda(Act):
    takes = AgendaInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return meetings.put_on_agenda(meeting_id=data["meeting"], **shared)

    @extend_schema(operation_id="application_agenda", request=AgendaInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Put the matter on the agenda of a meeting."""
        return self.run(request, pk)


class TakeOffAgenda(Act):
    takes = ApplicationReasonInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return meetings.take_off_agenda(**data, **shared)

    @extend_schema(
        operation_id="application_off_agenda", request=ApplicationReasonInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take the matter off the agenda."""
        return self.run(request, pk)


class Procedure(Act):
    takes = ProcedureInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return meetings.find_procedure(**data, **shared)

    @extend_schema(
        operation_id="application_procedure",
        request=ProcedureInput,
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the supervision section's finding on procedure."""
        return self.run(request, pk)


class Result(Act):
    takes = ResultInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return results.record_result(outcome=_outcome(data), **shared)

    @extend_schema(operation_id="application_result", request=ResultInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Record what the meeting decided."""
        return self.run(request, pk)


class IssueReply(Act):
    takes = ReplyInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return decision.issue_reply(reply=_reply(data), **shared)

    @extend_schema(operation_id="application_reply", request=ReplyInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Sign and issue the official reply."""
        return self.run(request, pk)


class SuperiorReply(Act):
    takes = SuperiorReplyInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        answer = Answer(data["result"], data["decided_by"], data["decided_on"], data["explanation"])
        return decision.answer_as_superior(answer=answer, reply=_reply(data), **shared)

    @extend_schema(
        operation_id="application_superior_reply",
        request=SuperiorReplyInput,
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Answer a matter that was routed up."""
        return self.run(request, pk)


class Proceedings(APIView):
    @extend_schema(operation_id="application_proceedings", responses=ProceedingsOutput)
    def get(self, request: Request, pk: int) -> Response:
        """What happened to the application after its admission."""
        application = application_for(viewer=request.user, application_id=pk)  # type: ignore[arg-type]
        found = proceedings_of(application, request.user)  # type: ignore[arg-type]
        return Response(
            ProceedingsOutput(
                {
                    "state": application.state,
                    "decided_by": found.decider.body if found.decider else None,
                    "decision": found.decision,
                    "agenda": found.items,
                    "copies": found.copies,
                    "tasks": found.tasks,
                }
            ).data
        )


class Meetings(APIView):
    @extend_schema(operation_id="meetings_list", parameters=PAGE, responses=page_of(MeetingOutput))
    def get(self, request: Request) -> Response:
        """Meetings you may read, the latest first."""
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
        data = _given(MeetingInput, request.data)
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
        data = _given(AttendanceInput, request.data)
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
        data = _given(MinutesInput, request.data)
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
        data = _given(AuthorityInput, request.data)
        rows = authority.write_authority(
            office_id=data["office"],
            lines=[Line(**one) for one in data["lines"]],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(LineData(rows, many=True).data)


class Copies(APIView):
    @extend_schema(operation_id="decision_copies", parameters=PAGE, responses=page_of(CopyOutput))
    def get(self, request: Request) -> Response:
        """Decisions copied to your department or to sections of your office."""
        pages = Pages()
        page = pages.paginate_queryset(copy_list(request.user), request, view=self)  # type: ignore[arg-type]
        return pages.get_paginated_response(CopyOutput(page, many=True).data)


class Acknowledge(APIView):
    @extend_schema(
        operation_id="decision_acknowledge", request=AcknowledgeInput, responses=CopyOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Acknowledge a copied decision."""
        row = decision.acknowledge(
            copy_id=pk,
            note=_given(AcknowledgeInput, request.data)["note"],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(CopyOutput(row).data)


deciding_routes = [
    path("applications/<int:pk>/communication/", Communicate.as_view(), name="api_application_communication"),
    path("applications/<int:pk>/initiation/", Initiate.as_view(), name="api_application_initiation"),
    path("applications/<int:pk>/appraisal/", Appraise.as_view(), name="api_application_appraisal"),
    path("applications/<int:pk>/unfit/", Unfit.as_view(), name="api_application_unfit"),
    path("applications/<int:pk>/route-up/", RouteUp.as_view(), name="api_application_route_up"),
    path("applications/<int:pk>/agenda/", PutOnAgenda.as_view(), name="api_application_agenda"),
    path("applications/<int:pk>/off-agenda/", TakeOffAgenda.as_view(), name="api_application_off_agenda"),
    path("applications/<int:pk>/procedure/", Procedure.as_view(), name="api_application_procedure"),
    path("applications/<int:pk>/result/", Result.as_view(), name="api_application_result"),
    path("applications/<int:pk>/reply/", IssueReply.as_view(), name="api_application_reply"),
    path("applications/<int:pk>/superior-reply/", SuperiorReply.as_view(), name="api_application_superior_reply"),
    path("applications/<int:pk>/proceedings/", Proceedings.as_view(), name="api_application_proceedings"),
    path("meetings/", Meetings.as_view(), name="api_meetings"),
    path("meetings/<int:pk>/", OneMeeting.as_view(), name="api_meeting"),
    path("meetings/<int:pk>/attendance/", Attendance.as_view(), name="api_meeting_attendance"),
    path("meetings/<int:pk>/minutes/", Minutes.as_view(), name="api_meeting_minutes"),
    path("authority/", Authority.as_view(), name="api_authority"),
    path("copies/", Copies.as_view(), name="api_copies"),
    path("copies/<int:pk>/acknowledge/", Acknowledge.as_view(), name="api_acknowledge"),
]
