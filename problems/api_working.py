"""Progress, files and comments for programs: one endpoint an act, under the same services as the pages. Source: G8."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.errors import Invalid
from organizations.signed_in import person
from problems.api import KEY, DoneOutput, ReasonInput, done, given, key_of
from problems.models import Comment
from problems.pages.evidence import hand_out
from problems.selectors.evidence import comment_file_for, evidence_for
from problems.services import comments, evidence, rectification
from problems.services.evidence import NewFile


class FilesInput(serializers.Serializer):
    """Files, and the day each paper was formed: one for all, or a list in the order of the files."""

    files = serializers.ListField(child=serializers.FileField(allow_empty_file=True), required=False)
    formed_on = serializers.DateField(required=False, allow_null=True)
    formed = serializers.ListField(
        child=serializers.DateField(allow_null=True), required=False, help_text="One day for each file, in order."
    )


def new_files(data: dict[str, Any]) -> list[NewFile]:
    """The files of a body as services take them; takes their fields out of it.

    Raises: Invalid where there are more days than files.
    """
    common, days = data.pop("formed_on", None), data.pop("formed", None) or []
    files = data.pop("files", None) or []
    if days and len(days) != len(files):
        raise Invalid(errors={"formed": [_("Give one day for each file, in their order.")]})
    return [NewFile(one, days[place] if days else common) for place, one in enumerate(files)]


class ProgressInput(FilesInput):
    text = serializers.CharField(max_length=4000)
    done = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    milestone_id = serializers.IntegerField(required=False, allow_null=True)


class CommentInput(serializers.Serializer):
    text = serializers.CharField(max_length=2000)
    side = serializers.ChoiceField(choices=Comment.Side.choices, default=Comment.Side.BOTH)
    files = serializers.ListField(child=serializers.FileField(allow_empty_file=True), required=False)


class ReplaceInput(serializers.Serializer):
    file = serializers.FileField(allow_empty_file=True)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    formed_on = serializers.DateField(required=False, allow_null=True, default=None)


class ReuseInput(serializers.Serializer):
    evidence = serializers.ListField(child=serializers.IntegerField(), max_length=100)


def _body(kind: type[serializers.Serializer]) -> dict[str, Any]:
    return {"multipart/form-data": kind, "application/json": kind}


class FileAct(APIView):
    """An act that takes files."""

    parser_classes = (MultiPartParser, *APIView.parser_classes)


class Progress(FileAct):
    @extend_schema(
        operation_id="problems_report_progress", parameters=[KEY], request=_body(ProgressInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Report progress with evidence files."""
        data = given(ProgressInput, request)
        files = new_files(data)
        rectification.report_progress(problem_id=pk, files=files, actor=person(request), key=key_of(request), **data)
        return done(pk, person(request))


class CommentOn(FileAct):
    @extend_schema(operation_id="problems_comment", parameters=[KEY], request=_body(CommentInput), responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Leave a remark, for both sides or for the offices only."""
        data = given(CommentInput, request)
        comments.comment_on_problem(
            problem_id=pk,
            text=data["text"],
            side=data["side"],
            files=[NewFile(one) for one in data.get("files", [])],
            actor=person(request),
            key=key_of(request),
        )
        return done(pk, person(request))


class WithdrawComment(APIView):
    @extend_schema(operation_id="comments_withdraw", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Withdraw one's own comment with a reason."""
        data = given(ReasonInput, request)
        comment = comments.withdraw_comment(
            comment_id=pk, reason=data["reason"], actor=person(request), key=key_of(request)
        )
        return done(comment.problem_id, person(request))


class Reuse(APIView):
    @extend_schema(operation_id="problems_reuse_evidence", parameters=[KEY], request=ReuseInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Use files of other entries of the same unit for this one too."""
        data = given(ReuseInput, request)
        evidence.reuse_evidence(
            problem_id=pk, evidence_ids=data["evidence"], actor=person(request), key=key_of(request)
        )
        return done(pk, person(request))


class Replace(FileAct):
    @extend_schema(operation_id="evidence_replace", parameters=[KEY], request=_body(ReplaceInput), responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Put a newer version in the place of a file; the older one stays."""
        data = given(ReplaceInput, request)
        made = evidence.replace_evidence(
            evidence_id=pk,
            file=NewFile(data["file"], data["formed_on"]),
            reason=data["reason"],
            actor=person(request),
            key=key_of(request),
        )
        return done(made.problem_id, person(request))


class Withdraw(APIView):
    @extend_schema(operation_id="evidence_withdraw", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Withdraw a file with a reason; it stays and says so."""
        data = given(ReasonInput, request)
        taken = evidence.withdraw_evidence(
            evidence_id=pk, reason=data["reason"], actor=person(request), key=key_of(request)
        )
        return done(taken.problem_id, person(request))


class Download(APIView):
    @extend_schema(operation_id="evidence_download", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The bytes of a file, as an attachment."""
        return hand_out(request._request, evidence_for(viewer=person(request), evidence_id=pk))


class DownloadCommentFile(APIView):
    @extend_schema(
        operation_id="comment_file_download", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The bytes of a file that came with a comment, as an attachment."""
        return hand_out(request._request, comment_file_for(viewer=person(request), file_id=pk))


api_routes = [
    path("problems/<int:pk>/progress/", Progress.as_view(), name="api_progress"),
    path("problems/<int:pk>/comments/", CommentOn.as_view(), name="api_comment"),
    path("problems/<int:pk>/evidence/reuse/", Reuse.as_view(), name="api_reuse_evidence"),
    path("evidence/<int:pk>/", Download.as_view(), name="api_evidence"),
    path("evidence/<int:pk>/replace/", Replace.as_view(), name="api_replace_evidence"),
    path("evidence/<int:pk>/withdraw/", Withdraw.as_view(), name="api_withdraw_evidence"),
    path("comments/<int:pk>/withdraw/", WithdrawComment.as_view(), name="api_withdraw_comment"),
    path("comment-files/<int:pk>/", DownloadCommentFile.as_view(), name="api_comment_file"),
]
