"""Reports, drafts, corrections, nature and violation types, for programs. Source: B3, B4, B15."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.errors import NotAllowed, NotFound
from organizations.scope import standing_of
from organizations.selectors import own_offices
from organizations.signed_in import person
from problems.api import KEY, DoneOutput, ReasonInput, done, given, key_of
from problems.models import Draft, Problem, ViolationType
from problems.models.entries import FinderLevel
from problems.models.words import FigureKind
from problems.selectors import choices
from problems.selectors import drafts as draft_selectors
from problems.services import corrections, drafts, nature, reports, source_facts, types
from problems.services.evidence import NewFile
from problems.services.intake import NewEntry
from problems.services.types import TypeWords


class ReportInput(serializers.Serializer):
    unit_id = serializers.IntegerField()
    violation_type = serializers.CharField(help_text="Code.")
    facts = serializers.CharField(max_length=4000)
    found_on = serializers.DateField()
    quota = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    actual = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    found = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    affected_office = serializers.CharField(required=False, allow_blank=True, default="")
    remark = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
    anyway = serializers.BooleanField(default=False, help_text="Possible duplicates have been looked at.")


class UnitReportOutput(serializers.ModelSerializer):
    unit = serializers.CharField(source="unit.name")
    violation_type = serializers.CharField(source="violation_type.code")

    class Meta:
        model = Problem
        fields = read_only_fields = (
            "id", "number", "state", "unit_id", "unit", "violation_type", "facts", "reported_on", "registered_on",
            "refused_on", "refused_because", "merged_on", "merged_because",
        )  # fmt: skip


class AcceptInput(serializers.Serializer):
    violation_type = serializers.CharField(required=False)
    quota = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    actual = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    found = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    cause = serializers.CharField(required=False)
    affected_office = serializers.CharField(required=False)
    required_on = serializers.DateField(required=False, allow_null=True)
    required_by = serializers.CharField(required=False, allow_blank=True, max_length=120)
    remark = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
    anyway = serializers.BooleanField(default=False, help_text="Possible duplicates have been looked at.")
    version = serializers.IntegerField(required=False)


class CorrectionInput(serializers.Serializer):
    unit_id = serializers.IntegerField(required=False)
    violation_type = serializers.CharField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]
    finder_level = serializers.ChoiceField(choices=FinderLevel.choices, required=False)
    found_on = serializers.DateField(required=False)
    facts = serializers.CharField(max_length=4000, required=False)
    quota = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    actual = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    found = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    affected_office = serializers.CharField(required=False)
    reason = serializers.CharField(max_length=2000)
    file = serializers.FileField(required=False, allow_empty_file=True)
    version = serializers.IntegerField(required=False)


class SourceFactsInput(serializers.Serializer):
    required_on = serializers.DateField(required=False, allow_null=True)
    required_by = serializers.CharField(required=False, allow_blank=True, max_length=120)
    source_document = serializers.CharField(required=False, allow_blank=True, max_length=120)
    sub_source = serializers.CharField(required=False, allow_blank=True, max_length=100)
    cause = serializers.CharField(required=False, allow_blank=True, help_text="Code; empty leaves it open.")
    reason = serializers.CharField(max_length=2000)
    version = serializers.IntegerField(required=False)


class ClaimInput(serializers.Serializer):
    document = serializers.CharField(max_length=200)
    reason = serializers.CharField(max_length=2000)
    file = serializers.FileField(required=False, allow_empty_file=True)
    version = serializers.IntegerField(required=False)


class DecisionInput(serializers.Serializer):
    agreed = serializers.BooleanField(help_text="Apply or confirm; false refuses, with a note.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")
    version = serializers.IntegerField(required=False)


class DraftInput(serializers.Serializer):
    office = serializers.CharField(required=False, help_text="Code; of a new draft of an office.")
    unit_id = serializers.IntegerField(required=False, help_text="Of a new draft of a unit's report.")
    draft_id = serializers.IntegerField(required=False, help_text="The draft to save again.")
    typed = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=4000))
    version = serializers.IntegerField(required=False)


class DraftOutput(serializers.ModelSerializer):
    class Meta:
        model = Draft
        fields = read_only_fields = ("id", "office_id", "unit_id", "status", "typed", "saved_on", "version")


class TypeInput(serializers.Serializer):
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=120)
    clause = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    tags = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    figures = serializers.ChoiceField(choices=FigureKind.choices, required=False, allow_blank=True, default="")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class TypeOutput(serializers.ModelSerializer):
    office = serializers.CharField(source="office.code", default=None, allow_null=True)

    class Meta:
        model = ViolationType
        fields = read_only_fields = (
            "id", "code", "name_zh", "name_en", "clause", "tags", "figures", "may_be_policy_caused", "consent_rule",
            "office", "in_use",
        )  # fmt: skip


def _ids(data: dict[str, Any]) -> dict[str, Any]:
    """Codes that were given, as ids; unknown ones become 0, which the service names."""
    codes = {name: data.pop(name) for name in ("violation_type", "source", "cause", "affected_office") if name in data}
    found = choices.ids_of(
        type_code=codes.get("violation_type", ""),
        source_code=codes.get("source", ""),
        cause_code=codes.get("cause", ""),
        office_code=codes.get("affected_office", ""),
    )
    return {f"{name}_id": found[f"{name}_id"] for name in codes}


class Reports(APIView):
    @extend_schema(operation_id="reports_list", responses=UnitReportOutput(many=True))
    def get(self, request: Request) -> Response:
        """Reports of units with their answers: of one's own unit, or those made to one's office."""
        viewer = person(request)
        standing = standing_of(viewer)
        if not (standing.is_office or standing.is_unit):
            raise NotAllowed
        waiting, answered = draft_selectors.waiting_and_answered(viewer)
        return Response(UnitReportOutput([*waiting, *answered], many=True).data)


class Report(APIView):
    @extend_schema(operation_id="reports_add", parameters=[KEY], request=ReportInput, responses={201: DoneOutput})
    def post(self, request: Request) -> Response:
        """Report a problem that the unit found itself."""
        data = given(ReportInput, request)
        if not standing_of(person(request)).is_unit:
            raise NotAllowed
        anyway = data.pop("anyway")
        entry = NewEntry(**{"source_id": 0, **_ids(data), **data})
        problem = reports.report_problem(
            unit_id=entry.unit_id, entry=entry, actor=person(request), key=key_of(request), anyway=anyway
        )
        return done(problem.pk, person(request), status=201)


class AcceptReport(APIView):
    @extend_schema(operation_id="reports_accept", parameters=[KEY], request=AcceptInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Take a unit's report into the ledger."""
        data = given(AcceptInput, request)
        note, anyway, version = data.pop("note"), data.pop("anyway"), data.pop("version", None)
        reports.accept_report(
            problem_id=pk,
            changes={**_ids(data), **data},
            note=note,
            actor=person(request),
            key=key_of(request),
            anyway=anyway,
            expected_version=version,
        )
        return done(pk, person(request))


class RefuseReport(APIView):
    @extend_schema(operation_id="reports_refuse", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Answer that a report is not taken into the ledger, and why."""
        data = given(ReasonInput, request)
        reports.refuse_report(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class AskCorrection(APIView):
    parser_classes = (MultiPartParser, *APIView.parser_classes)

    @extend_schema(
        operation_id="problems_ask_correction",
        parameters=[KEY],
        request={"multipart/form-data": CorrectionInput},
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask for a correction; only what is named changes, once another person agrees."""
        data = given(CorrectionInput, request)
        reason, file, version = data.pop("reason"), data.pop("file", None), data.pop("version", None)
        corrections.ask_correction(
            problem_id=pk,
            changes={**_ids(data), **data},
            reason=reason,
            file=NewFile(file) if file else None,
            actor=person(request),
            key=key_of(request),
            expected_version=version,
        )
        return done(pk, person(request))


class CompleteSourceFacts(APIView):
    @extend_schema(
        operation_id="problems_complete_source_facts",
        parameters=[KEY],
        request=SourceFactsInput,
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Fill or mend required date, its body, source document, sub-source and cause; only what is named changes."""
        data = given(SourceFactsInput, request)
        reason, version = data.pop("reason"), data.pop("version", None)
        source_facts.complete_source_facts(
            problem_id=pk,
            changes={**_ids(data), **data},
            reason=reason,
            actor=person(request),
            key=key_of(request),
            expected_version=version,
        )
        return done(pk, person(request))


class DecideCorrection(APIView):
    @extend_schema(
        operation_id="problems_decide_correction", parameters=[KEY], request=DecisionInput, responses=DoneOutput
    )
    def post(self, request: Request, pk: int) -> Response:
        """Apply or refuse the correction that waits."""
        data = given(DecisionInput, request)
        corrections.decide_correction(
            problem_id=pk,
            apply=data["agreed"],
            note=data["note"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class ClaimNature(APIView):
    parser_classes = (MultiPartParser, *APIView.parser_classes)

    @extend_schema(
        operation_id="problems_claim_nature",
        parameters=[KEY],
        request={"multipart/form-data": ClaimInput},
        responses=DoneOutput,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Claim that an entry is policy-caused, with the policy document."""
        data = given(ClaimInput, request)
        file = data.get("file")
        nature.claim_nature(
            problem_id=pk,
            document=data["document"],
            reason=data["reason"],
            file=NewFile(file) if file else None,
            actor=person(request),
            key=key_of(request),
            expected_version=data.get("version"),
        )
        return done(pk, person(request))


class DecideNature(APIView):
    @extend_schema(operation_id="problems_decide_nature", parameters=[KEY], request=DecisionInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Confirm that an entry is policy-caused, or say that it is a violation."""
        data = given(DecisionInput, request)
        nature.decide_nature(
            problem_id=pk,
            confirm=data["agreed"],
            note=data["note"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class Drafts(APIView):
    @extend_schema(
        operation_id="drafts_list", responses=inline_serializer("DraftPage", {"results": DraftOutput(many=True)})
    )
    def get(self, request: Request) -> Response:
        """Unfinished registrations and reports that the person may go on with or read, the newest first."""
        viewer = person(request)
        standing = standing_of(viewer)
        if not (standing.is_office or standing.is_unit):
            raise NotAllowed
        return Response({"results": DraftOutput(draft_selectors.open_drafts(viewer), many=True).data})

    @extend_schema(operation_id="drafts_save", parameters=[KEY], request=DraftInput, responses={201: DraftOutput})
    def post(self, request: Request) -> Response:
        """Keep an unfinished registration or report as typed."""
        data = given(DraftInput, request)
        office_id = None
        if code := data.get("office"):
            office_id = own_offices(person(request)).filter(code=code).values_list("pk", flat=True).first()
            if office_id is None:
                raise NotFound
        draft = drafts.save_draft(
            typed=data["typed"],
            office_id=office_id,
            unit_id=data.get("unit_id"),
            draft_id=data.get("draft_id"),
            actor=person(request),
            key=key_of(request),
            expected_version=data.get("version"),
        )
        return Response(DraftOutput(draft).data, status=201)


class OneDraft(APIView):
    @extend_schema(operation_id="drafts_retrieve", responses=DraftOutput)
    def get(self, request: Request, pk: int) -> Response:
        """One open draft as it was typed."""
        return Response(DraftOutput(draft_selectors.draft_for(viewer=person(request), draft_id=pk)).data)


class DiscardDraft(APIView):
    @extend_schema(operation_id="drafts_discard", request=ReasonInput, responses=DraftOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Give a draft up; the trail keeps what it said."""
        reason = given(ReasonInput, request)["reason"]
        return Response(DraftOutput(drafts.discard_draft(draft_id=pk, reason=reason, actor=person(request))).data)


class Types(APIView):
    @extend_schema(operation_id="types_list", responses=TypeOutput(many=True))
    def get(self, request: Request) -> Response:
        """Violation types, retired ones too."""
        return Response(TypeOutput(choices.all_types(), many=True).data)


class AddType(APIView):
    @extend_schema(operation_id="types_add", parameters=[KEY], request=TypeInput, responses={201: TypeOutput})
    def post(self, request: Request, pk: int) -> Response:
        """Add a violation type for an office and those below it."""
        data = given(TypeInput, request)
        words = TypeWords(data["name_zh"], data["name_en"], data["clause"], data["tags"])
        added = types.add_type(
            office_id=pk, words=words, figures=data["figures"], actor=person(request), key=key_of(request)
        )
        return Response(TypeOutput(added).data, status=201)


class ChangeType(APIView):
    @extend_schema(operation_id="types_change", request=TypeInput, responses=TypeOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Change names, clause or groups of an office's own type."""
        data = given(TypeInput, request)
        words = TypeWords(data["name_zh"], data["name_en"], data["clause"], data["tags"])
        row = types.change_type(type_id=pk, words=words, reason=data["reason"], actor=person(request))
        return Response(TypeOutput(row).data)


class RetireType(APIView):
    @extend_schema(operation_id="types_retire", request=ReasonInput, responses=TypeOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Offer an office's own type no more."""
        reason = given(ReasonInput, request)["reason"]
        return Response(TypeOutput(types.retire_type(type_id=pk, reason=reason, actor=person(request))).data)


class RestoreType(APIView):
    @extend_schema(operation_id="types_restore", request=ReasonInput, responses=TypeOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Take a retired type of an office back into use."""
        reason = given(ReasonInput, request)["reason"]
        return Response(TypeOutput(types.restore_type(type_id=pk, reason=reason, actor=person(request))).data)
