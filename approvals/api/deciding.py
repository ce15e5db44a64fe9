"""The second half of applications for programs, under the same services as the pages. Source: G8, D7, D8, D13."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import Act, ApplicationReasonInput, DetailOutput, VersionInput, given
from approvals.models import AgendaItem, AppraisalView, Body, FollowUpTask, Initiation
from approvals.rules.deliberation import CRITERIA
from approvals.rules.follow_up import NewCopy, NewTask
from approvals.selectors.applications import application_for
from approvals.selectors.proceedings import copy_list, proceedings_of
from approvals.services import appraisal, comments, decision, initiation, meetings, results
from approvals.services.appraisal import View
from approvals.services.decision import Answer, Reply
from approvals.services.initiation import Communication
from approvals.services.results import Outcome
from ledger_site.list_filters import filters_asked
from ledger_site.pagination import Pages
from problems.api import KEY, key_of
from problems.services.rectification import NewFile
from staffing.api import PAGE, page_of


def words(limit: int = 4000, *, required: bool = False) -> Any:
    free: dict[str, Any] = {} if required else {"allow_blank": True, "default": ""}
    return serializers.CharField(max_length=limit, **free)


class CommunicationInput(serializers.Serializer):
    held_on = serializers.DateField()
    people = words(200, required=True)
    summary = words(required=True)


class InitiationInput(VersionInput):
    situation = serializers.ChoiceField(choices=Initiation.Situation.choices)
    party_group_on = serializers.DateField()
    party_group_document = words(120, required=True)
    attachment = serializers.FileField(required=False, allow_null=True, default=None, allow_empty_file=True)
    communicated_on = serializers.DateField(required=False, allow_null=True, default=None)
    people = words(200)
    summary = words()
    note = words()


class ViewData(serializers.Serializer):
    holds = serializers.BooleanField()
    view = words(required=True)


class AppraisalInput(VersionInput):
    views = serializers.DictField(child=ViewData(), help_text=", ".join(AppraisalView.Aspect.values))
    conclusion = words()
    important = serializers.BooleanField(default=False)
    experts = words()
    risk_assessment = words()
    prior_assessment = words()


class ExplanationInput(VersionInput):
    explanation = words()


class AgendaInput(VersionInput):
    meeting = serializers.IntegerField()


class ProcedureInput(VersionInput):
    sound = serializers.BooleanField()
    finding = words()


class RecusedData(serializers.Serializer):
    attendee = serializers.IntegerField()
    reason = words(200)


class ResultInput(VersionInput):
    result = serializers.ChoiceField(choices=AgendaItem.Result.choices)
    criteria = serializers.ListField(child=serializers.ChoiceField(choices=list(CRITERIA)), default=list)
    votes_for = serializers.IntegerField(min_value=0, max_value=200, allow_null=True, default=None)
    votes_against = serializers.IntegerField(min_value=0, max_value=200, allow_null=True, default=None)
    abstentions = serializers.IntegerField(min_value=0, max_value=200, allow_null=True, default=None)
    recused = RecusedData(many=True, default=list)
    explanation = words()
    amounts = serializers.DictField(
        child=serializers.IntegerField(min_value=-10_000, max_value=10_000),
        default=dict,
        help_text="By id of the item.",
    )


class TaskData(serializers.Serializer):
    subject = serializers.ChoiceField(choices=FollowUpTask.Subject.choices)
    text = words(300, required=True)
    due_on = serializers.DateField()
    item = serializers.IntegerField(required=False, allow_null=True, default=None)


class CopyData(serializers.Serializer):
    must = words(200)
    section = serializers.IntegerField(required=False, allow_null=True, default=None)
    partner = serializers.IntegerField(required=False, allow_null=True, default=None)


class ReplyInput(VersionInput):  # tasks and copies left out: the standard ones of the kind
    text = words()
    tasks = TaskData(many=True, required=False, allow_null=True, default=None)
    copies = CopyData(many=True, required=False, allow_null=True, default=None)


class SuperiorReplyInput(ReplyInput):
    result = serializers.ChoiceField(choices=["approved", "disapproved", "returned"])
    body = serializers.ChoiceField(
        choices=[one for one in Body.values if one != Body.SUPERIOR],
        allow_blank=True,
        default="",
        help_text="Of the superior office; needed for approved and disapproved.",
    )
    decided_by = words(120, required=True)
    decided_on = serializers.DateField()
    explanation = words()


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


class AgendaItemOutput(serializers.Serializer):
    application = serializers.IntegerField(source="application_id")
    position = serializers.IntegerField()
    procedure_sound = serializers.BooleanField(allow_null=True)
    result = serializers.CharField()
    votes_for = serializers.IntegerField(allow_null=True)
    votes_against = serializers.IntegerField(allow_null=True)
    abstentions = serializers.IntegerField(allow_null=True)
    explanation = serializers.CharField()


class OwnAgendaItemOutput(AgendaItemOutput):
    """The matter on the agenda; votes and the finding on procedure are null for people outside the office."""

    def to_representation(self, instance: AgendaItem) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if not self.context["inside"]:
            shown.update(dict.fromkeys(("procedure_sound", "votes_for", "votes_against", "abstentions")))
        return shown


class ApplicationCommentOutput(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    written_on = serializers.DateField()
    written_by = serializers.CharField(source="written_by.name")


class ProceedingsOutput(serializers.Serializer):
    state = serializers.CharField()
    decided_by = serializers.CharField(allow_null=True)
    decision = DecisionOutput(allow_null=True)
    agenda = OwnAgendaItemOutput(many=True)
    copies = CopyOutput(many=True)
    tasks = TaskOutput(many=True)
    comments = ApplicationCommentOutput(many=True, help_text="Empty for people outside the offices.")


class AcknowledgeInput(serializers.Serializer):
    note = words(300)


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


class ApplicationCommentInput(serializers.Serializer):
    text = words()


class Comment(Act):
    takes = ApplicationCommentInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        shared.pop("expected_version")
        return comments.comment_on_application(**data, **shared)

    @extend_schema(
        operation_id="application_comment", request=ApplicationCommentInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Comment on the application, as the office or its discipline observer."""
        return self.run(request, pk)


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


class RouteFurther(Act):
    takes = ApplicationReasonInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return results.route_further(**data, **shared)

    @extend_schema(
        operation_id="application_route_further",
        request=ApplicationReasonInput,
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Route a matter that was routed up further up."""
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
        answer = Answer(data["result"], data["decided_by"], data["decided_on"], data["explanation"], data["body"])
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
                    "comments": found.comments,
                },
                context={"inside": found.inside},
            ).data
        )


class Copies(APIView):
    @extend_schema(operation_id="decision_copies", parameters=PAGE, responses=page_of(CopyOutput))
    def get(self, request: Request) -> Response:
        """Decisions copied to your department or to sections of your office."""
        filters_asked(request.query_params, {})
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
            note=given(AcknowledgeInput, request.data)["note"],
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return Response(CopyOutput(row).data)


deciding_routes = [
    path("applications/<int:pk>/comments/", Comment.as_view(), name="api_application_comment"),
    path("applications/<int:pk>/communication/", Communicate.as_view(), name="api_application_communication"),
    path("applications/<int:pk>/initiation/", Initiate.as_view(), name="api_application_initiation"),
    path("applications/<int:pk>/appraisal/", Appraise.as_view(), name="api_application_appraisal"),
    path("applications/<int:pk>/unfit/", Unfit.as_view(), name="api_application_unfit"),
    path("applications/<int:pk>/route-up/", RouteUp.as_view(), name="api_application_route_up"),
    path("applications/<int:pk>/route-further/", RouteFurther.as_view(), name="api_application_route_further"),
    path("applications/<int:pk>/agenda/", PutOnAgenda.as_view(), name="api_application_agenda"),
    path("applications/<int:pk>/off-agenda/", TakeOffAgenda.as_view(), name="api_application_off_agenda"),
    path("applications/<int:pk>/procedure/", Procedure.as_view(), name="api_application_procedure"),
    path("applications/<int:pk>/result/", Result.as_view(), name="api_application_result"),
    path("applications/<int:pk>/reply/", IssueReply.as_view(), name="api_application_reply"),
    path("applications/<int:pk>/superior-reply/", SuperiorReply.as_view(), name="api_application_superior_reply"),
    path("applications/<int:pk>/proceedings/", Proceedings.as_view(), name="api_application_proceedings"),
    path("copies/", Copies.as_view(), name="api_copies"),
    path("copies/<int:pk>/acknowledge/", Acknowledge.as_view(), name="api_acknowledge"),
]
