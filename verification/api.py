"""Verification for programs: one endpoint an act, under the same services as the pages. Source: G8, H2."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from problems.api import KEY, DoneOutput, done, given, key_of
from problems.api_working import FilesInput as WithFiles
from problems.api_working import new_files
from problems.selectors.entries import problem_for
from verification import services
from verification.models import Outcome, RuleAnswer, Step, SuperiorConsent
from verification.selectors import close_outs_of, later_look_backs_of, notice_of


class AttachmentOutput(serializers.Serializer):
    """A file; download it under the address of the entry's evidence."""

    id = serializers.IntegerField(source="evidence_id")
    name = serializers.CharField(source="evidence.name")
    size = serializers.IntegerField(source="evidence.stored.size")
    sha256 = serializers.CharField(source="evidence.stored.sha256")


class RecordOutput(serializers.Serializer):
    id = serializers.IntegerField()
    held_on = serializers.DateField()
    people = serializers.CharField()
    findings = serializers.CharField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    recorded_by = serializers.CharField(source="recorded_by.name")
    files = AttachmentOutput(many=True, source="attachments.all")


class CheckOutput(RecordOutput):
    on_site = serializers.BooleanField()


class RuledOutput(RecordOutput):
    """With what the rule that raised the entry said on that day (H5)."""

    rule_answer = serializers.ChoiceField(choices=RuleAnswer.choices)
    rule_words = serializers.CharField()
    differs_because = serializers.CharField()


class LaterLookBackOutput(RuledOutput):
    deadline = serializers.DateField(allow_null=True)


class SignOffOutput(serializers.Serializer):
    signed_on = serializers.DateField()
    signed_by = serializers.CharField(source="signed_by.name")
    note = serializers.CharField()
    withdrawn = serializers.BooleanField()


class ConsentOutput(serializers.Serializer):
    office = serializers.CharField(source="office.code")
    answer = serializers.ChoiceField(choices=SuperiorConsent.Answer.choices)
    reason = serializers.CharField()
    answered_on = serializers.DateField()
    answered_by = serializers.CharField(source="answered_by.name")


class AttemptOutput(serializers.Serializer):
    """One attempt to close an entry, with every record."""

    attempt = serializers.IntegerField()
    step = serializers.ChoiceField(choices=Step.choices)
    statement = serializers.CharField()
    own_look_back = serializers.CharField()
    applied_on = serializers.DateField()
    applied_by = serializers.CharField(source="applied_by.name")
    needs_consent = serializers.BooleanField()
    ended_on = serializers.DateField(allow_null=True)
    kept_open_because = serializers.CharField()
    files = AttachmentOutput(many=True, source="attachments.all")
    checks = CheckOutput(many=True, source="checks.all")
    acceptances = RuledOutput(many=True, source="acceptances.all")
    look_backs = RuledOutput(many=True, source="look_backs.all")
    sign_offs = SignOffOutput(many=True, source="sign_offs.all")
    consents = ConsentOutput(many=True, source="consents.all")


class NoticeOutput(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    issued_on = serializers.DateField()


class CloseOutOutput(serializers.Serializer):
    """All attempts newest first, look-backs after closing, and the last notice."""

    number = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    attempts = AttemptOutput(many=True)
    later_look_backs = LaterLookBackOutput(many=True)
    notice = NoticeOutput(allow_null=True)


class FilesInput(WithFiles):
    version = serializers.IntegerField(required=False)


class ApplyInput(FilesInput):
    statement = serializers.CharField(max_length=4000)
    own_look_back = serializers.CharField(max_length=4000)


class RecordInput(FilesInput):
    held_on = serializers.DateField()
    people = serializers.CharField(max_length=200)
    findings = serializers.CharField(max_length=4000)
    passed = serializers.BooleanField(help_text="false keeps the entry open and sends it back to the unit.")


class CheckInput(RecordInput):
    on_site = serializers.BooleanField(required=False, default=False)


class RuledInput(RecordInput):
    differs_because = serializers.CharField(
        max_length=2000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed where passed differs from the rule that raised the entry, run on today's figures.",
    )


class LaterLookBackInput(RuledInput):
    deadline = serializers.DateField(required=False, allow_null=True, default=None)
    next_on = serializers.DateField(required=False, allow_null=True, default=None)


class NoteInput(serializers.Serializer):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class KeepOpenInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class ConsentInput(KeepOpenInput):
    answer = serializers.ChoiceField(choices=SuperiorConsent.Answer.choices)


def act_of(serializer: type[serializers.Serializer], request: Request, pk: int) -> dict[str, Any]:
    """Arguments of the service from body, header and address."""
    data = given(serializer, request)
    version = data.pop("version", None)
    if issubclass(serializer, FilesInput):
        data["files"] = new_files(data)
    return {
        **data,
        "problem_id": pk,
        "actor": request.user,
        "key": key_of(request),
        "expected_version": version,
    }


def with_files(serializer: type[serializers.Serializer]) -> dict[str, Any]:
    """A body that may come as a form with files."""
    return {"multipart/form-data": serializer, "application/json": serializer}


class CloseOutView(APIView):
    """Everything about closing one entry."""

    @extend_schema(operation_id="close_out_retrieve", responses=CloseOutOutput)
    def get(self, request: Request, pk: int) -> Response:
        problem = problem_for(viewer=request.user, problem_id=pk)  # type: ignore[arg-type]
        body = {
            "number": problem.number or "",
            "state": problem.state,
            "version": problem.version,
            "attempts": close_outs_of(problem),
            "later_look_backs": later_look_backs_of(problem),
            "notice": notice_of(problem),
        }
        return Response(CloseOutOutput(body).data)


class FileAct(APIView):
    """An act that takes files."""

    parser_classes = (MultiPartParser, *APIView.parser_classes)


class Apply(FileAct):
    @extend_schema(
        operation_id="close_out_apply", parameters=[KEY], request=with_files(ApplyInput), responses={201: DoneOutput}
    )
    def post(self, request: Request, pk: int) -> Response:
        """The unit applies for close-out."""
        services.apply_for_close_out(**act_of(ApplyInput, request, pk))
        return done(pk, request.user, status=201)


class Check(FileAct):
    @extend_schema(
        operation_id="close_out_check", parameters=[KEY], request=with_files(CheckInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the check."""
        services.record_check(**act_of(CheckInput, request, pk))
        return done(pk, request.user)


class Accept(FileAct):
    @extend_schema(
        operation_id="close_out_acceptance", parameters=[KEY], request=with_files(RuledInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the acceptance."""
        services.record_acceptance(**act_of(RuledInput, request, pk))
        return done(pk, request.user)


class LookBackBefore(FileAct):
    @extend_schema(
        operation_id="close_out_look_back", parameters=[KEY], request=with_files(RuledInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the look-back before closing."""
        services.record_look_back(**act_of(RuledInput, request, pk))
        return done(pk, request.user)


class Sign(APIView):
    @extend_schema(operation_id="close_out_sign_off", parameters=[KEY], request=NoteInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Sign the close-out; it closes, or waits for the superior office."""
        services.sign_off(**act_of(NoteInput, request, pk))
        return done(pk, request.user)


class KeepOpen(APIView):
    @extend_schema(operation_id="close_out_keep_open", parameters=[KEY], request=KeepOpenInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Refuse to sign, with a reason."""
        services.keep_open(**act_of(KeepOpenInput, request, pk))
        return done(pk, request.user)


class Consent(APIView):
    @extend_schema(operation_id="close_out_consent", parameters=[KEY], request=ConsentInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Answer for the superior office."""
        services.answer_consent(**act_of(ConsentInput, request, pk))
        return done(pk, request.user)


class LookBackLater(FileAct):
    @extend_schema(
        operation_id="close_out_later_look_back",
        parameters=[KEY],
        request=with_files(LaterLookBackInput),
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record a look-back after closing; a relapse reopens the entry."""
        services.record_later_look_back(**act_of(LaterLookBackInput, request, pk))
        return done(pk, request.user)


api_routes = [
    path("problems/<int:pk>/close-out/", CloseOutView.as_view(), name="api_close_out"),
    path("problems/<int:pk>/close-out/apply/", Apply.as_view(), name="api_apply"),
    path("problems/<int:pk>/close-out/check/", Check.as_view(), name="api_check"),
    path("problems/<int:pk>/close-out/acceptance/", Accept.as_view(), name="api_acceptance"),
    path("problems/<int:pk>/close-out/look-back/", LookBackBefore.as_view(), name="api_look_back"),
    path("problems/<int:pk>/close-out/sign-off/", Sign.as_view(), name="api_sign_off"),
    path("problems/<int:pk>/close-out/keep-open/", KeepOpen.as_view(), name="api_keep_open"),
    path("problems/<int:pk>/close-out/consent/", Consent.as_view(), name="api_consent"),
    path("problems/<int:pk>/close-out/later-look-back/", LookBackLater.as_view(), name="api_later_look_back"),
]
