"""Verification for programs: one endpoint an act, under the same services as the pages. Source: G8, H2."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.signed_in import person
from problems.api import KEY, KNOWN_ON, DoneOutput, ReasonInput, done, given, key_of, known_then
from problems.api_working import FilesInput as WithFiles
from problems.api_working import new_files
from problems.selectors.entries import problem_for
from verification import policies, services
from verification.known import known_after, known_close_outs
from verification.models import Answered, Feedback, Opinion, Outcome, RuleAnswer, Step, SuperiorConsent, VerifierLoan
from verification.selectors import close_outs_of, feedback_of, later_look_backs_of, notice_of
from verification.selectors.loans import loans_of
from verification.selectors.questions import questions_of_entry


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

    lent_by = serializers.CharField(
        source="lent_by.code", default=None, allow_null=True, help_text="The superior office that lent the verifier."
    )


class AnswerOutput(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Answered.Kind.choices)
    code = serializers.CharField()
    question = serializers.CharField(source="asked")
    answer = serializers.CharField()


class AnsweredOutput(RecordOutput):
    """A record with its questions; those that the data raised are for verifiers, signers and the superior."""

    answers = serializers.SerializerMethodField()

    @extend_schema_field(AnswerOutput(many=True))
    def get_answers(self, record: Any) -> Any:
        shown = [
            one for one in record.answers.all() if one.kind != Answered.Kind.SIGN or self.context.get("signs_shown")
        ]
        return AnswerOutput(shown, many=True).data


class CheckOutput(AnsweredOutput):
    on_site = serializers.BooleanField()
    place = serializers.CharField()
    people_met = serializers.CharField()


class OpinionOutput(serializers.Serializer):
    answer = serializers.ChoiceField(choices=Opinion.Answer.choices)
    reason = serializers.CharField()
    given_on = serializers.DateField()
    given_by = serializers.CharField(source="given_by.name")
    files = AttachmentOutput(many=True, source="attachments.all")


class InvitationOutput(serializers.Serializer):
    id = serializers.IntegerField()
    partner = serializers.CharField(source="partner.name")
    partner_id = serializers.IntegerField()
    question = serializers.CharField()
    invited_on = serializers.DateField()
    withdrawn_on = serializers.DateField(allow_null=True)
    withdrawn_because = serializers.CharField()
    opinion = OpinionOutput(allow_null=True, default=None)


class WaiverOutput(serializers.Serializer):
    rule = serializers.CharField(source="rule.code")
    document = serializers.CharField(source="rule.document")
    reason = serializers.CharField()
    waived_on = serializers.DateField()
    recorded_by = serializers.CharField(source="recorded_by.name")


class RuledOutput(RecordOutput):
    """With what the rule that raised the entry said on that day (H5)."""

    rule_answer = serializers.ChoiceField(choices=RuleAnswer.choices)
    rule_words = serializers.CharField()
    differs_because = serializers.CharField()


class AcceptanceOutput(AnsweredOutput, RuledOutput):
    """An acceptance answers both: the questions put to it and the rule."""

    done = serializers.IntegerField(allow_null=True)


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
    left_because = serializers.CharField()
    applied_on = serializers.DateField()
    applied_by = serializers.CharField(source="applied_by.name")
    needs_consent = serializers.BooleanField()
    ended_on = serializers.DateField(allow_null=True)
    kept_open_because = serializers.CharField()
    files = AttachmentOutput(many=True, source="attachments.all")
    checks = CheckOutput(many=True, source="checks.all")
    own_look_back_record = RecordOutput(allow_null=True, default=None)
    invitations = InvitationOutput(many=True, source="invitations.all")
    acceptances = AcceptanceOutput(many=True, source="acceptances.all")
    look_back_waiver = WaiverOutput(allow_null=True, default=None)
    look_backs = RuledOutput(many=True, source="look_backs.all")
    sign_offs = SignOffOutput(many=True, source="sign_offs.all")
    consents = ConsentOutput(many=True, source="consents.all")


class NoticeOutput(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    issued_on = serializers.DateField()


class LoanOutput(serializers.Serializer):
    status = serializers.ChoiceField(choices=VerifierLoan.Status.choices)
    office = serializers.CharField(source="office.code")
    reason = serializers.CharField()
    asked_on = serializers.DateField()
    verifier = serializers.CharField(source="verifier.name", default=None, allow_null=True)
    answer_note = serializers.CharField()
    answered_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    ended_because = serializers.CharField()


class FeedbackOutput(serializers.Serializer):
    sender = serializers.CharField()
    way = serializers.ChoiceField(choices=Feedback.Way.choices)
    document = serializers.CharField()
    note = serializers.CharField()
    given_on = serializers.DateField()
    recorded_by = serializers.CharField(source="recorded_by.name")


class QuestionOutput(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Answered.Kind.choices)
    code = serializers.CharField()
    question = serializers.CharField(source="text")
    on_site_only = serializers.BooleanField()


class CloseOutOutput(serializers.Serializer):
    """All attempts newest first, look-backs after closing, a lent verifier, feedback, and the last notice."""

    number = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    attempts = AttemptOutput(many=True)
    later_look_backs = LaterLookBackOutput(many=True)
    verifier_loans = LoanOutput(many=True)
    feedback = FeedbackOutput(many=True)
    notice = NoticeOutput(allow_null=True)


class FilesInput(WithFiles):
    version = serializers.IntegerField(required=False)


class ApplyInput(FilesInput):
    statement = serializers.CharField(max_length=4000)
    own_look_back = serializers.CharField(max_length=4000)
    look_back_on = serializers.DateField(required=False, allow_null=True, default=None)
    look_back_people = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    left_because = serializers.CharField(
        max_length=2000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why it can be closed although fewer are done than its target says; needed then.",
    )


class RecordInput(FilesInput):
    held_on = serializers.DateField()
    people = serializers.CharField(max_length=200)
    findings = serializers.CharField(max_length=4000)
    passed = serializers.BooleanField(help_text="false keeps the entry open and sends it back to the unit.")


class RuledInput(RecordInput):
    differs_because = serializers.CharField(
        max_length=2000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed where passed differs from the rule that raised the entry, run on today's figures.",
    )


class AcceptanceInput(RuledInput):
    answers = serializers.DictField(
        child=serializers.CharField(max_length=2000),
        required=False,
        help_text="By code of the question, see …/close-out/questions/. Every question has to be answered.",
    )


class CheckInput(RecordInput):
    on_site = serializers.BooleanField(required=False, default=False)
    place = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    people_met = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    answers = serializers.DictField(
        child=serializers.CharField(max_length=2000), required=False, help_text="As for the acceptance."
    )


class LaterLookBackInput(RuledInput):
    deadline = serializers.DateField(required=False, allow_null=True, default=None)
    next_on = serializers.DateField(required=False, allow_null=True, default=None)
    remaining = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="How many came back: needed for a relapse of an entry that counts something.",
    )


class InviteInput(serializers.Serializer):
    partner_ids = serializers.ListField(child=serializers.IntegerField(), max_length=20)
    question = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class WithdrawInput(serializers.Serializer):
    invitation_id = serializers.IntegerField()
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class OpinionInput(FilesInput):
    answer = serializers.ChoiceField(choices=Opinion.Answer.choices)
    reason = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class NameVerifierInput(serializers.Serializer):
    person_id = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="null refuses")
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class WaiverInput(ReasonInput):
    rule_id = serializers.IntegerField()


class FeedbackInput(FilesInput):
    sender = serializers.CharField(max_length=100)
    way = serializers.ChoiceField(choices=Feedback.Way.choices)
    document = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    given_on = serializers.DateField()


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

    @extend_schema(operation_id="close_out_retrieve", parameters=[KNOWN_ON], responses=CloseOutOutput)
    def get(self, request: Request, pk: int) -> Response:
        problem = problem_for(viewer=request.user, problem_id=pk)  # type: ignore[arg-type]
        if known := known_then(request, problem):
            after = known_after(problem, known.problem, known.moment)
            body = {
                **_head(known.problem),
                "attempts": known_close_outs(problem, known.moment),
                "later_look_backs": after["later"],
                "verifier_loans": after["loans"],
                "feedback": after["feedback"],
                "notice": after["notice"],
            }
        else:
            body = {
                **_head(problem),
                "attempts": close_outs_of(problem),
                "later_look_backs": later_look_backs_of(problem),
                "verifier_loans": loans_of(problem),
                "feedback": feedback_of(problem),
                "notice": notice_of(problem),
            }
        shown = policies.may_see_signs(person(request), problem)
        return Response(CloseOutOutput(body, context={"signs_shown": shown}).data)


def _head(problem: Any) -> dict[str, Any]:
    return {"number": problem.number or "", "state": problem.state, "version": problem.version}


class Questions(APIView):
    """What a record of check or acceptance has to answer, for who verifies, signs or consents."""

    @extend_schema(operation_id="close_out_questions", responses=QuestionOutput(many=True))
    def get(self, request: Request, pk: int) -> Response:
        problem = problem_for(viewer=person(request), problem_id=pk)
        return Response(QuestionOutput(questions_of_entry(viewer=person(request), problem=problem), many=True).data)


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
        operation_id="close_out_acceptance", parameters=[KEY], request=with_files(AcceptanceInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record the acceptance."""
        services.record_acceptance(**act_of(AcceptanceInput, request, pk))
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


class Invite(APIView):
    @extend_schema(operation_id="close_out_invite", parameters=[KEY], request=InviteInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Ask departments for their opinion."""
        services.invite_departments(**act_of(InviteInput, request, pk))
        return done(pk, request.user)


class Withdraw(APIView):
    @extend_schema(operation_id="close_out_withdraw", parameters=[KEY], request=WithdrawInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Ask a department no longer."""
        services.withdraw_invitation(**act_of(WithdrawInput, request, pk))
        return done(pk, request.user)


class AskVerifier(APIView):
    @extend_schema(operation_id="close_out_ask_verifier", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Ask the superior office for a verifier."""
        services.ask_verifier(**act_of(ReasonInput, request, pk))
        return done(pk, request.user)


class NameVerifier(APIView):
    @extend_schema(
        operation_id="close_out_name_verifier", parameters=[KEY], request=NameVerifierInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Name a verifier for a lower office, or refuse."""
        services.name_verifier(**act_of(NameVerifierInput, request, pk))
        return done(pk, request.user)


class EndLoan(APIView):
    @extend_schema(operation_id="close_out_end_loan", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """End the loan of a verifier who cannot go on; what they recorded stays."""
        services.end_loan(**act_of(ReasonInput, request, pk))
        return done(pk, request.user)


class Waive(APIView):
    @extend_schema(operation_id="close_out_waive", parameters=[KEY], request=WaiverInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Waive the look-back by a rule."""
        services.waive_look_back(**act_of(WaiverInput, request, pk))
        return done(pk, request.user)


class GiveOpinion(FileAct):
    @extend_schema(
        operation_id="close_out_opinion", parameters=[KEY], request=with_files(OpinionInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Answer for an invited department."""
        services.give_opinion(**act_of(OpinionInput, request, pk))
        return done(pk, request.user)


class FeedBack(FileAct):
    @extend_schema(
        operation_id="close_out_feedback", parameters=[KEY], request=with_files(FeedbackInput), responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record that the result was fed back to the source."""
        services.feed_back(**act_of(FeedbackInput, request, pk))
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
    path("problems/<int:pk>/close-out/questions/", Questions.as_view(), name="api_questions"),
    path("problems/<int:pk>/close-out/invite/", Invite.as_view(), name="api_invite"),
    path("problems/<int:pk>/close-out/withdraw/", Withdraw.as_view(), name="api_withdraw"),
    path("problems/<int:pk>/close-out/opinion/", GiveOpinion.as_view(), name="api_opinion"),
    path("problems/<int:pk>/close-out/ask-verifier/", AskVerifier.as_view(), name="api_ask_verifier"),
    path("problems/<int:pk>/close-out/name-verifier/", NameVerifier.as_view(), name="api_name_verifier"),
    path("problems/<int:pk>/close-out/end-loan/", EndLoan.as_view(), name="api_end_loan"),
    path("problems/<int:pk>/close-out/waiver/", Waive.as_view(), name="api_waiver"),
    path("problems/<int:pk>/close-out/feedback/", FeedBack.as_view(), name="api_feedback"),
]
