"""Units that assist, links and merging, for programs. Source: B5."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.signed_in import person
from problems.api import KEY, DoneOutput, ReasonInput, done, given, key_of
from problems.models import Link
from problems.services import joining


class AddUnitInput(serializers.Serializer):
    unit_id = serializers.IntegerField()
    task = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class LinkInput(serializers.Serializer):
    other_id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Link.Kind.choices, default=Link.Kind.RELATED)
    reason = serializers.CharField(max_length=2000)


class MergeInput(serializers.Serializer):
    into_id = serializers.IntegerField()
    reason = serializers.CharField(max_length=2000)
    version = serializers.IntegerField(required=False)


class JoinedIdOutput(serializers.Serializer):
    """What was added, to release or remove it by."""

    id = serializers.IntegerField()


class AddUnit(APIView):
    @extend_schema(operation_id="problems_add_unit", parameters=[KEY], request=AddUnitInput, responses=JoinedIdOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Let another unit assist with an entry."""
        data = given(AddUnitInput, request)
        added = joining.add_assisting_unit(problem_id=pk, actor=person(request), key=key_of(request), **data)
        return Response(JoinedIdOutput(added).data, status=201)


class ReleaseUnit(APIView):
    @extend_schema(operation_id="problems_release_unit", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """End a unit's help with a reason."""
        reason = given(ReasonInput, request)["reason"]
        row = joining.release_assisting_unit(assisting_id=pk, reason=reason, actor=person(request), key=key_of(request))
        return done(row.problem_id, person(request))


class LinkWith(APIView):
    @extend_schema(operation_id="problems_link", parameters=[KEY], request=LinkInput, responses=JoinedIdOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Link an entry with another one, related or earlier."""
        data = given(LinkInput, request)
        link = joining.link_entries(problem_id=pk, actor=person(request), key=key_of(request), **data)
        return Response(JoinedIdOutput(link).data, status=201)


class Unlink(APIView):
    @extend_schema(operation_id="problems_unlink", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Remove a link with a reason."""
        reason = given(ReasonInput, request)["reason"]
        link = joining.unlink_entries(link_id=pk, reason=reason, actor=person(request), key=key_of(request))
        return done(link.problem_id, person(request))


class Merge(APIView):
    @extend_schema(operation_id="problems_merge", parameters=[KEY], request=MergeInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Merge a duplicate or a unit's report into the entry of the same matter."""
        data = given(MergeInput, request)
        joining.merge_problem(
            problem_id=pk,
            into_id=data["into_id"],
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))
