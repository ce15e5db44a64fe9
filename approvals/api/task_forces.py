"""Task forces for programs, under the same services as the pages. Source: G8, D6."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api.applications import given
from approvals.api.deciding import words
from approvals.selectors.applications import application_for
from approvals.selectors.task_forces import ForceLine, force_line, force_lines
from approvals.services import task_forces
from approvals.services.task_forces import NewForce
from organizations.signed_in import person
from problems.api import KEY, key_of


class ForceMemberRow(serializers.Serializer):
    person = serializers.IntegerField(source="person_id")
    name = serializers.CharField(source="person.name")
    section = serializers.CharField(source="section.name", default=None, allow_null=True)
    left_on = serializers.DateField(allow_null=True)


class ForceTaskRow(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    person = serializers.IntegerField(source="person_id", allow_null=True)
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    result = serializers.CharField()


class TaskForceRow(serializers.Serializer):
    """A task force; ``members``, ``tasks`` and ``result`` are for the offices, and empty for the unit."""

    id = serializers.IntegerField(source="force.pk")
    application = serializers.IntegerField(source="force.application_id")
    name = serializers.CharField(source="force.name")
    leader = serializers.CharField(source="force.leader.name")
    since = serializers.DateField(source="force.since")
    due_on = serializers.DateField(source="force.due_on")
    ended_on = serializers.DateField(source="force.ended_on", allow_null=True)
    result = serializers.SerializerMethodField()
    members = ForceMemberRow(many=True)
    tasks = serializers.SerializerMethodField()

    def get_result(self, line: ForceLine) -> str:
        return line.force.result if line.inside else ""

    @extend_schema_field(ForceTaskRow(many=True))
    def get_tasks(self, line: ForceLine) -> Any:
        return ForceTaskRow([one.task for one in line.tasks], many=True).data


class ForcePeopleInput(serializers.Serializer):
    """Ids of people; ``members`` are those besides the leader."""

    leader = serializers.IntegerField()
    members = serializers.ListField(child=serializers.IntegerField(), default=list, max_length=200)


class NewTaskForceInput(ForcePeopleInput):
    name = words(100)
    since = serializers.DateField()
    due_on = serializers.DateField()


class ForceTaskInput(serializers.Serializer):
    text = words(300)
    person = serializers.IntegerField()
    due_on = serializers.DateField()


class FinishForceTaskInput(serializers.Serializer):
    result = words(300)


class UnfinishedData(serializers.Serializer):
    """A task that is not done, and what becomes of it."""

    task = serializers.IntegerField()
    what = words(300)


class EndTaskForceInput(serializers.Serializer):
    result = words()
    unfinished = UnfinishedData(many=True, default=list)


def _shown(request: Request, force_id: int, status: int = 200) -> Response:
    return Response(TaskForceRow(force_line(viewer=person(request), force_id=force_id)).data, status=status)


def _shared(request: Request) -> dict[str, Any]:
    return {"actor": request.user, "key": key_of(request)}


class TaskForces(APIView):
    @extend_schema(operation_id="task_forces_list", responses=TaskForceRow(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Task forces of an application, the latest first."""
        application = application_for(viewer=person(request), application_id=pk)
        return Response(TaskForceRow(force_lines(application, person(request)), many=True).data)

    @extend_schema(
        operation_id="task_force_set_up", request=NewTaskForceInput, responses={201: TaskForceRow}, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Set up the task force of a reform task."""
        data = given(NewTaskForceInput, request.data)
        force = NewForce(data["name"], data["leader"], data["members"], data["since"], data["due_on"])
        made = task_forces.set_up_task_force(application_id=pk, force=force, **_shared(request))
        return _shown(request, made.pk, 201)


class TaskForceMembers(APIView):
    @extend_schema(
        operation_id="task_force_members", request=ForcePeopleInput, responses=TaskForceRow, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Set who leads the task force and who is in it."""
        data = given(ForcePeopleInput, request.data)
        task_forces.change_members(force_id=pk, leader_id=data["leader"], members=data["members"], **_shared(request))
        return _shown(request, pk)


class AddForceTask(APIView):
    @extend_schema(
        operation_id="task_force_task", request=ForceTaskInput, responses={201: TaskForceRow}, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give somebody of the task force a task."""
        data = given(ForceTaskInput, request.data)
        task_forces.add_task(
            force_id=pk, text=data["text"], person_id=data["person"], due_on=data["due_on"], **_shared(request)
        )
        return _shown(request, pk, 201)


class FinishForceTask(APIView):
    @extend_schema(
        operation_id="task_force_done",
        request=FinishForceTaskInput,
        responses=TaskForceRow,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Finish a task of a task force."""
        done = task_forces.finish_task(task_id=pk, **given(FinishForceTaskInput, request.data), **_shared(request))
        return _shown(request, done.force_id)


class EndTaskForce(APIView):
    @extend_schema(operation_id="task_force_end", request=EndTaskForceInput, responses=TaskForceRow, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """End a task force with its result."""
        data = given(EndTaskForceInput, request.data)
        unfinished = {one["task"]: one["what"] for one in data["unfinished"]}
        task_forces.end_task_force(force_id=pk, result=data["result"], unfinished=unfinished, **_shared(request))
        return _shown(request, pk)


task_force_routes = [
    path("applications/<int:pk>/task-forces/", TaskForces.as_view(), name="api_task_forces"),
    path("task-forces/<int:pk>/members/", TaskForceMembers.as_view(), name="api_task_force_members"),
    path("task-forces/<int:pk>/tasks/", AddForceTask.as_view(), name="api_task_force_task"),
    path("task-forces/<int:pk>/end/", EndTaskForce.as_view(), name="api_task_force_end"),
    path("task-force-tasks/<int:pk>/finish/", FinishForceTask.as_view(), name="api_task_force_done"),
]
