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
from approvals.selectors.task_forces import ForceLine, force_line, force_lines, lines_for, own_forces
from approvals.services import force_tasks, task_forces
from approvals.services.task_forces import NewForce
from ledger_site.list_filters import filters_asked
from ledger_site.pagination import Pages
from organizations.signed_in import person
from problems.api import KEY, key_of
from staffing.api import PAGE, page_of


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
    """A task force; ``members``, ``tasks`` and ``result`` are for the offices and who is in it, and empty for the unit.
    Who is in it for a partner department knows number, title and kind of the application, and nothing else of it."""

    id = serializers.IntegerField(source="force.pk")
    application = serializers.IntegerField(source="force.application_id")
    number = serializers.CharField(source="force.application.number")
    title = serializers.CharField(source="force.application.title")
    kind = serializers.CharField(source="force.application.kind.code")
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


class TaskGivenOn(serializers.Serializer):
    """An open task of somebody who leaves, and the person of the task force who does it now."""

    task = serializers.IntegerField()
    person = serializers.IntegerField()


class ForceChangeInput(ForcePeopleInput):
    given_on = TaskGivenOn(many=True, default=list)
    reason = words(500)


class NewTaskForceInput(ForcePeopleInput):
    name = words(100)
    since = serializers.DateField()
    due_on = serializers.DateField()


class ForceTaskInput(serializers.Serializer):
    text = words(300)
    person = serializers.IntegerField()
    due_on = serializers.DateField()


class GiveForceTaskOnInput(serializers.Serializer):
    person = serializers.IntegerField()
    reason = words(500)


class MoveForceTaskInput(serializers.Serializer):
    due_on = serializers.DateField()
    reason = words(500)


class MoveForceEndInput(MoveForceTaskInput):
    """``with_tasks``: open tasks due later are due on the new day."""

    with_tasks = serializers.BooleanField(default=False)


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


class OwnTaskForces(APIView):
    @extend_schema(operation_id="own_task_forces_list", parameters=PAGE, responses=page_of(TaskForceRow))
    def get(self, request: Request) -> Response:
        """Task forces at work that you lead or are a member of."""
        filters_asked(request.query_params, {})
        pages, viewer = Pages(), person(request)
        page = pages.paginate_queryset(own_forces(viewer), request, view=self) or []
        return pages.get_paginated_response(TaskForceRow(lines_for(viewer, page), many=True).data)


class OneTaskForce(APIView):
    @extend_schema(operation_id="task_force", responses=TaskForceRow)
    def get(self, request: Request, pk: int) -> Response:
        """One task force with its people and tasks."""
        return _shown(request, pk)


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
        operation_id="task_force_members", request=ForceChangeInput, responses=TaskForceRow, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Set who leads the task force and who is in it; open tasks of those who leave are given on."""
        data = given(ForceChangeInput, request.data)
        task_forces.change_members(
            force_id=pk,
            leader_id=data["leader"],
            members=data["members"],
            given_on={one["task"]: one["person"] for one in data["given_on"]},
            reason=data["reason"],
            **_shared(request),
        )
        return _shown(request, pk)


class AddForceTask(APIView):
    @extend_schema(
        operation_id="task_force_task", request=ForceTaskInput, responses={201: TaskForceRow}, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give somebody of the task force a task."""
        data = given(ForceTaskInput, request.data)
        force_tasks.add_task(
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
        done = force_tasks.finish_task(task_id=pk, **given(FinishForceTaskInput, request.data), **_shared(request))
        return _shown(request, done.force_id)


class GiveForceTaskOn(APIView):
    @extend_schema(
        operation_id="task_force_task_give_on", request=GiveForceTaskOnInput, responses=TaskForceRow, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give an open task to somebody else of the task force."""
        data = given(GiveForceTaskOnInput, request.data)
        task = force_tasks.give_task_on(task_id=pk, person_id=data["person"], reason=data["reason"], **_shared(request))
        return _shown(request, task.force_id)


class MoveForceTask(APIView):
    @extend_schema(
        operation_id="task_force_task_move", request=MoveForceTaskInput, responses=TaskForceRow, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Move the day by which an open task is due."""
        task = force_tasks.move_task(task_id=pk, **given(MoveForceTaskInput, request.data), **_shared(request))
        return _shown(request, task.force_id)


class MoveForceEnd(APIView):
    @extend_schema(
        operation_id="task_force_move_end", request=MoveForceEndInput, responses=TaskForceRow, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Move the day by which the task force ends."""
        task_forces.move_end(force_id=pk, **given(MoveForceEndInput, request.data), **_shared(request))
        return _shown(request, pk)


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
    path("task-forces/", OwnTaskForces.as_view(), name="api_own_task_forces"),
    path("task-forces/<int:pk>/", OneTaskForce.as_view(), name="api_task_force"),
    path("task-forces/<int:pk>/members/", TaskForceMembers.as_view(), name="api_task_force_members"),
    path("task-forces/<int:pk>/tasks/", AddForceTask.as_view(), name="api_task_force_task"),
    path("task-forces/<int:pk>/move-end/", MoveForceEnd.as_view(), name="api_task_force_move_end"),
    path("task-forces/<int:pk>/end/", EndTaskForce.as_view(), name="api_task_force_end"),
    path("task-force-tasks/<int:pk>/give-on/", GiveForceTaskOn.as_view(), name="api_task_force_give_on"),
    path("task-force-tasks/<int:pk>/move/", MoveForceTask.as_view(), name="api_task_force_move_task"),
    path("task-force-tasks/<int:pk>/finish/", FinishForceTask.as_view(), name="api_task_force_done"),
]
