"""Dates, pace and supervision for programs: the same services and selectors as the pages. Source: G8, B6, B7, B11."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deadlines.calendar import load_calendar
from organizations.errors import Invalid
from organizations.signed_in import person
from problems.api import KEY, KNOWN_ON, DoneOutput, ReasonInput, StepInput, done, given, key_of, known_then
from problems.models import ListedSupervision
from problems.selectors.entries import problem_for
from problems.selectors.pace import DateLine, timing_of
from problems.selectors.rectification import rectification_of
from problems.selectors.supervision import listed_board
from problems.services import absorption, extensions, pauses, supervision
from problems.services.dates import record_required_consent
from problems.services.evidence import NewFile
from problems.services.planning import NewStep, suggested_days


class VersionInput(serializers.Serializer):
    version = serializers.IntegerField(required=False)


class UrgingInput(serializers.Serializer):
    text = serializers.CharField(max_length=2000)


class FilesInput(VersionInput):
    files = serializers.ListField(child=serializers.FileField(allow_empty_file=True), required=False, max_length=20)


class ExtensionInput(FilesInput):
    wanted_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class ExtensionGrantInput(VersionInput):
    granted_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class RequiredConsentInput(FilesInput):
    body = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    document = serializers.CharField(max_length=120)
    consented_on = serializers.DateField()
    until_on = serializers.DateField()


class ListingInput(VersionInput):
    reason = serializers.CharField(max_length=2000)
    leader_id = serializers.IntegerField(help_text="The person in charge, a leader of the entry's office.")
    level = serializers.ChoiceField(
        choices=ListedSupervision.Level.choices, default=ListedSupervision.Level.OFFICE.value
    )


class LeaderInput(VersionInput):
    leader_id = serializers.IntegerField(help_text="Who is in charge from now on, a leader of the entry's office.")
    reason = serializers.CharField(max_length=2000)


class IncidentInput(FilesInput):
    happened_on = serializers.DateField()
    what = serializers.CharField(max_length=2000)
    handling = serializers.CharField(max_length=2000)


class IncidentNoteInput(serializers.Serializer):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class SuggestedDayOutput(serializers.Serializer):
    due_on = serializers.DateField()
    provisional = serializers.BooleanField(help_text="The year has no calendar yet; the day is counted again then.")


class SuggestedOutput(serializers.Serializer):
    days = SuggestedDayOutput(many=True)


class DateLineOutput(serializers.Serializer):
    """One date of an entry: which, by whom, why, and whether it is the deadline now."""

    kind = serializers.CharField(source="label")
    day = serializers.DateField(allow_null=True)
    who = serializers.CharField()
    set_on = serializers.DateField(allow_null=True)
    why = serializers.CharField()
    note = serializers.CharField()
    provisional = serializers.BooleanField()
    in_force = serializers.BooleanField()
    granted = serializers.SerializerMethodField()

    def get_granted(self, line: DateLine) -> bool:
        return not line.struck


class PaceOutput(serializers.Serializer):
    """How an open entry keeps to the milestones of its plan; ``late`` counts those that were missed."""

    reached = serializers.IntegerField()
    total = serializers.IntegerField()
    on_track = serializers.BooleanField()
    late = serializers.IntegerField()


class CurveStepOutput(serializers.Serializer):
    due_on = serializers.DateField(source="day")
    remaining_at_most = serializers.IntegerField(source="at_most")
    remaining = serializers.IntegerField(allow_null=True)


class CurveOutput(serializers.Serializer):
    on_curve = serializers.BooleanField()
    behind = serializers.IntegerField()
    allowed = serializers.IntegerField()
    remaining = serializers.IntegerField()
    steps = CurveStepOutput(many=True, source="points")


class ListingOutput(serializers.Serializer):
    leader = serializers.CharField(source="leader.name")
    level = serializers.ChoiceField(choices=ListedSupervision.Level.choices)
    listed_on = serializers.DateField()


class UrgingOutput(serializers.Serializer):
    text = serializers.CharField()
    urged_on = serializers.DateField()
    answered_on = serializers.DateField(allow_null=True)


class IncidentOutput(serializers.Serializer):
    id = serializers.IntegerField()
    happened_on = serializers.DateField()
    what = serializers.CharField()
    handling = serializers.CharField()
    noted_on = serializers.DateField(allow_null=True)


class TimingOutput(serializers.Serializer):
    """All dates of an entry side by side, its pace, its absorption curve, what hangs on it."""

    deadline_on = serializers.DateField(allow_null=True)
    paused_on = serializers.DateField(allow_null=True)
    extensions = serializers.IntegerField()
    dates = DateLineOutput(many=True)
    pending_extension = serializers.DateField(allow_null=True, help_text="The wanted day of the request that waits.")
    milestones = PaceOutput(allow_null=True)
    curve = CurveOutput(allow_null=True)
    listed = ListingOutput(allow_null=True)
    urgings = UrgingOutput(many=True)
    incidents = IncidentOutput(many=True)


class BoardLineOutput(serializers.Serializer):
    """One entry listed for supervision, with the leader in charge and how many days it stands on the board."""

    problem = serializers.IntegerField(source="problem.pk")
    number = serializers.CharField(source="problem.number")
    unit = serializers.CharField(source="problem.unit.name")
    state = serializers.CharField(source="problem.state")
    light = serializers.CharField(source="problem.light")
    leader = serializers.CharField(source="listing.leader.name")
    level = serializers.ChoiceField(choices=ListedSupervision.Level.choices, source="listing.level")
    reason = serializers.CharField(source="listing.reason")
    listed_on = serializers.DateField(source="listing.listed_on")
    days = serializers.IntegerField()


class FilesView(APIView):
    """Takes files as a form, or JSON without any."""

    parser_classes = (MultiPartParser, *APIView.parser_classes)


def new_files(data: dict[str, Any]) -> list[NewFile]:
    """The uploads of a body as services take them."""
    return [NewFile(upload) for upload in data.pop("files", [])]


def multipart(body: Any) -> dict[str, Any]:
    """The body as a form with files and as JSON, for the schema."""
    return {"multipart/form-data": body, "application/json": body}


class Milestones(APIView):
    @extend_schema(
        operation_id="problems_suggest_milestones",
        parameters=[OpenApiParameter("steps", OpenApiTypes.INT, description="1 to 30, 3 by default.")],
        responses=SuggestedOutput,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Days counted back from the deadline in working days; empty where no deadline lies ahead."""
        sent = request.GET.get("steps", "3")
        steps = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 3 else 0
        if not 1 <= steps <= 30:
            raise Invalid(errors={"steps": [_("Ask for 1 to 30 milestones.")]})
        calendar = load_calendar()
        days = suggested_days(problem_for(viewer=person(request), problem_id=pk), steps, calendar)
        shown = [{"due_on": one, "provisional": calendar.is_provisional(one)} for one in days]
        return Response(SuggestedOutput({"days": shown}).data)


class Timing(APIView):
    @extend_schema(operation_id="problems_timing", parameters=[KNOWN_ON], responses=TimingOutput)
    def get(self, request: Request, pk: int) -> Response:
        """All dates of an entry side by side, its pace, its absorption curve, what hangs on it."""
        problem: Any = problem_for(viewer=person(request), problem_id=pk)
        if known := known_then(request, problem):
            problem = known.problem
            timing = timing_of(problem, known.rectification, load_calendar(), known.kept)
        else:
            timing = timing_of(problem, rectification_of(problem), load_calendar())
        pace = timing.pace
        body = {
            "deadline_on": problem.deadline_on,
            "paused_on": problem.paused_on,
            "extensions": problem.extensions,
            "dates": timing.dates,
            "pending_extension": timing.pending and timing.pending.wanted_on,
            "milestones": pace
            and {"reached": pace.reached, "total": pace.total, "on_track": pace.on_track, "late": len(pace.late)},
            "curve": timing.curve,
            "listed": timing.listing,
            "urgings": timing.urgings,
            "incidents": timing.incidents,
        }
        return Response(TimingOutput(body).data)


class Extensions(FilesView):
    @extend_schema(
        operation_id="problems_ask_extension",
        parameters=[KEY],
        request=multipart(ExtensionInput),
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask for a later deadline, with what supports it."""
        data = given(ExtensionInput, request)
        extensions.ask_extension(
            problem_id=pk,
            files=new_files(data),
            actor=person(request),
            key=key_of(request),
            expected_version=data.pop("version", None),
            **data,
        )
        return done(pk, person(request))


class GrantExtension(APIView):
    @extend_schema(
        operation_id="problems_grant_extension", parameters=[KEY], request=ExtensionGrantInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Grant the waiting extension until a day, at most the wanted one."""
        data = given(ExtensionGrantInput, request)
        extensions.grant_extension(
            problem_id=pk,
            actor=person(request),
            key=key_of(request),
            expected_version=data.pop("version", None),
            **data,
        )
        return done(pk, person(request))


class RefuseExtension(APIView):
    @extend_schema(
        operation_id="problems_refuse_extension", parameters=[KEY], request=ReasonInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Refuse the waiting extension with a reason."""
        data = given(ReasonInput, request)
        extensions.refuse_extension(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            key=key_of(request),
            expected_version=data.get("version"),
        )
        return done(pk, person(request))


class RequiredConsents(FilesView):
    @extend_schema(
        operation_id="problems_record_required_consent",
        parameters=[KEY],
        request=multipart(RequiredConsentInput),
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Record that the body which required a date consents to a later one."""
        data = given(RequiredConsentInput, request)
        record_required_consent(
            problem_id=pk,
            files=new_files(data),
            actor=person(request),
            key=key_of(request),
            expected_version=data.pop("version", None),
            **data,
        )
        return done(pk, person(request))


class Pause(APIView):
    @extend_schema(operation_id="problems_pause", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Let the clocks of an entry stand still."""
        data = given(ReasonInput, request)
        pauses.pause_problem(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class Resume(APIView):
    @extend_schema(operation_id="problems_resume", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Let the clocks run again; the dates move by the working days paused."""
        data = given(ReasonInput, request)
        pauses.resume_problem(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class Board(APIView):
    @extend_schema(
        operation_id="listed_supervision",
        responses=inline_serializer("BoardPage", {"results": BoardLineOutput(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """Entries listed for supervision."""
        return Response({"results": BoardLineOutput(listed_board(viewer=person(request)), many=True).data})


class AbsorptionInput(serializers.Serializer):
    steps = serializers.ListField(child=StepInput(), allow_empty=False, max_length=30)
    reason = serializers.CharField(max_length=2000)
    version = serializers.IntegerField(required=False, min_value=1)


class EnterAbsorption(APIView):
    @extend_schema(
        operation_id="problems_enter_absorption_plan", parameters=[KEY], request=AbsorptionInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add an absorption plan to the approved plan of a policy-caused entry."""
        data = given(AbsorptionInput, request)
        absorption.enter_absorption_plan(
            problem_id=pk,
            steps=[NewStep(**one) for one in data["steps"]],
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class ListSupervision(APIView):
    @extend_schema(
        operation_id="problems_list_supervision", parameters=[KEY], request=ListingInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """List an entry for supervision under a leader in charge."""
        data = given(ListingInput, request)
        supervision.list_for_supervision(
            problem_id=pk,
            actor=person(request),
            expected_version=data.pop("version", None),
            **data,
            key=key_of(request),
        )
        return done(pk, person(request))


class ChangeLeader(APIView):
    @extend_schema(operation_id="problems_change_leader", parameters=[KEY], request=LeaderInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Put a listed entry under another leader."""
        data = given(LeaderInput, request)
        supervision.change_leader_in_charge(
            problem_id=pk,
            actor=person(request),
            expected_version=data.pop("version", None),
            **data,
            key=key_of(request),
        )
        return done(pk, person(request))


class DelistSupervision(APIView):
    @extend_schema(
        operation_id="problems_delist_supervision", parameters=[KEY], request=ReasonInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take an entry off the board with a reason."""
        data = given(ReasonInput, request)
        supervision.delist_from_supervision(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class Urge(APIView):
    @extend_schema(operation_id="problems_urge", parameters=[KEY], request=UrgingInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Urge the unit; its next report answers."""
        data = given(UrgingInput, request)
        supervision.urge_unit(problem_id=pk, text=data["text"], actor=person(request), key=key_of(request))
        return done(pk, person(request))


class ReturnProgress(APIView):
    @extend_schema(operation_id="problems_return_progress", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int, report_pk: int) -> Response:
        """Return a progress report; the unit answers it by a new one."""
        data = given(ReasonInput, request)
        supervision.return_progress(
            problem_id=pk,
            report_id=report_pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class Incidents(FilesView):
    @extend_schema(
        operation_id="problems_report_incident",
        parameters=[KEY],
        request=multipart(IncidentInput),
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Report an incident among the people affected."""
        data = given(IncidentInput, request)
        data.pop("version", None)
        supervision.report_incident(
            problem_id=pk, files=new_files(data), actor=person(request), key=key_of(request), **data
        )
        return done(pk, person(request))


class NoteIncident(APIView):
    @extend_schema(
        operation_id="problems_note_incident", parameters=[KEY], request=IncidentNoteInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int, incident_pk: int) -> Response:
        """Take note of an incident for the office."""
        data = given(IncidentNoteInput, request)
        supervision.note_incident(
            problem_id=pk, incident_id=incident_pk, note=data["note"], actor=person(request), key=key_of(request)
        )
        return done(pk, person(request))
