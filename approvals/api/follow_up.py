"""The follow-up register for programs, under the same services as the pages. Source: G8, D9."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import given
from approvals.models import FollowUpTask
from approvals.rules.follow_up import NewTask
from approvals.selectors.follow_up import task_for, task_list
from approvals.services import follow_up
from ledger_site.list_filters import filters_asked
from ledger_site.pagination import Pages
from problems.api import KEY, key_of
from problems.services.rectification import NewFile
from staffing.api import PAGE, page_of

SHOWN = {"show": ("open", "closed")}


class TaskRow(serializers.Serializer):
    """A task of the follow-up register."""

    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id")
    unit = serializers.CharField(source="application.unit.code")
    subject = serializers.ChoiceField(choices=FollowUpTask.Subject.choices)
    text = serializers.CharField()
    due_on = serializers.DateField()
    reported = serializers.CharField()
    reported_on = serializers.DateField(allow_null=True)
    finding = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)
    letter = serializers.CharField(source="letter.number", default=None, allow_null=True)
    problem = serializers.IntegerField(source="problem_id", allow_null=True)


class NewTaskInput(serializers.Serializer):
    subject = serializers.ChoiceField(choices=FollowUpTask.Subject.choices)
    text = serializers.CharField(max_length=300)
    due_on = serializers.DateField()


class TaskReportInput(serializers.Serializer):
    text = serializers.CharField(max_length=4000, allow_blank=True, default="")
    files = serializers.ListField(child=serializers.FileField(allow_empty_file=True), required=False, default=list)


class TaskCheckInput(serializers.Serializer):
    fulfilled = serializers.BooleanField()
    finding = serializers.CharField(max_length=4000, allow_blank=True, default="")


class TaskLetterInput(serializers.Serializer):
    demand = serializers.CharField(max_length=4000, allow_blank=True, default="")
    answer_by = serializers.DateField()


class TaskEntryInput(serializers.Serializer):
    facts = serializers.CharField(max_length=4000, allow_blank=True, default="")


def _shown(request: Request, pk: int, status: int = 200) -> Response:
    return Response(TaskRow(task_for(viewer=request.user, task_id=pk)).data, status=status)  # type: ignore[arg-type]


def _shared(request: Request, pk: int) -> dict[str, Any]:
    return {"task_id": pk, "actor": request.user, "key": key_of(request)}


class Tasks(APIView):
    @extend_schema(
        operation_id="tasks_list",
        parameters=[OpenApiParameter("show", OpenApiTypes.STR, enum=list(SHOWN["show"])), *PAGE],
        responses=page_of(TaskRow),
    )
    def get(self, request: Request) -> Response:
        """Open tasks of the follow-up register that you may see; ``show=closed`` for the closed ones."""
        closed = filters_asked(request.query_params, SHOWN)["show"] == "closed"
        pages = Pages()
        page = pages.paginate_queryset(task_list(request.user, closed=closed), request, view=self)  # type: ignore[arg-type]
        return pages.get_paginated_response(TaskRow(page, many=True).data)


class AddTask(APIView):
    @extend_schema(operation_id="task_add", request=NewTaskInput, responses={201: TaskRow}, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Add a task to an approved application."""
        task = NewTask(**given(NewTaskInput, request.data))
        made = follow_up.add_task(application_id=pk, task=task, actor=request.user, key=key_of(request))  # type: ignore[arg-type]
        return _shown(request, made.pk, 201)


class ReportTask(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="task_report",
        request={"multipart/form-data": TaskReportInput},
        responses=TaskRow,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Report for the unit that a task is done, with evidence."""
        data = given(TaskReportInput, request.data)
        files = [NewFile(one, None) for one in data["files"]]
        follow_up.report_task(text=data["text"], files=files, **_shared(request, pk))
        return _shown(request, pk)


class CheckTask(APIView):
    @extend_schema(operation_id="task_check", request=TaskCheckInput, responses=TaskRow, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Check what the unit reported."""
        follow_up.check_task(**given(TaskCheckInput, request.data), **_shared(request, pk))
        return _shown(request, pk)


class TaskLetter(APIView):
    @extend_schema(operation_id="task_letter", request=TaskLetterInput, responses=TaskRow, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Issue the supervision letter."""
        follow_up.issue_letter(**given(TaskLetterInput, request.data), **_shared(request, pk))
        return _shown(request, pk)


class TaskEntry(APIView):
    @extend_schema(operation_id="task_entry", request=TaskEntryInput, responses=TaskRow, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Enter in the ledger what was not carried out."""
        follow_up.enter_problem(**given(TaskEntryInput, request.data), **_shared(request, pk))
        return _shown(request, pk)


follow_up_routes = [
    path("tasks/", Tasks.as_view(), name="api_tasks"),
    path("applications/<int:pk>/tasks/", AddTask.as_view(), name="api_task_add"),
    path("tasks/<int:pk>/report/", ReportTask.as_view(), name="api_task_report"),
    path("tasks/<int:pk>/check/", CheckTask.as_view(), name="api_task_check"),
    path("tasks/<int:pk>/letter/", TaskLetter.as_view(), name="api_task_letter"),
    path("tasks/<int:pk>/entry/", TaskEntry.as_view(), name="api_task_entry"),
]
