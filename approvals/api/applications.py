"""Applications and the acts on them up to admission, under the same services as the pages. Source: G8, D1, D5."""

from abc import ABC, abstractmethod
from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.gate.asking import unconfirmed_cures
from approvals.models import Application, Ground, PreReview, SectionPart
from approvals.selectors.applications import application_for, application_list, list_filters
from approvals.selectors.panel import waits_for
from approvals.services import admission, filing, review
from approvals.services.filing import Draft, NewFinding, NewItem, NewPerson
from approvals.states import State
from ledger_site.list_filters import filters_asked
from ledger_site.pagination import Pages
from organizations.selectors import unit_id_of
from organizations.signed_in import person
from problems.api import KEY, key_of
from problems.services.rectification import NewFile
from staffing.identity import masked


class ApplicationOutput(serializers.Serializer):
    """An application as lists show it."""

    id = serializers.IntegerField()
    number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices)
    kind = serializers.CharField(source="kind.code")
    title = serializers.CharField()
    office = serializers.CharField(source="office.code")
    unit = serializers.CharField(source="unit.code")
    filed_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    admitted_on = serializers.DateField(allow_null=True)
    sheet = serializers.IntegerField(source="sheet_id", allow_null=True)
    version = serializers.IntegerField()


class ItemData(serializers.Serializer):
    what = serializers.CharField(max_length=200)
    amount = serializers.IntegerField(min_value=-10_000, max_value=10_000, default=0)
    post_kind = serializers.CharField(max_length=20, allow_blank=True, default="")
    level = serializers.CharField(max_length=20, allow_blank=True, default="")
    quota_source = serializers.CharField(max_length=200, allow_blank=True, default="")
    specialty = serializers.CharField(max_length=100, allow_blank=True, default="")
    entry_mode = serializers.CharField(max_length=40, allow_blank=True, default="")
    talent_class = serializers.CharField(max_length=40, allow_blank=True, default="")
    departures = serializers.IntegerField(min_value=0, max_value=10_000, default=0)


class PersonData(serializers.Serializer):
    """Somebody who enters or leaves a post; the number comes back masked."""

    name = serializers.CharField(max_length=40)
    number = serializers.CharField(max_length=40)
    post_kind = serializers.CharField(max_length=20, allow_blank=True, default="")
    level = serializers.CharField(max_length=20, allow_blank=True, default="")
    entry_mode = serializers.CharField(max_length=40, allow_blank=True, default="")


class CureData(serializers.Serializer):
    problem = serializers.IntegerField()
    how = serializers.CharField(max_length=300)


class FindingData(serializers.Serializer):
    violation_type = serializers.IntegerField()
    facts = serializers.CharField(max_length=4000)
    quota = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    actual = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    found = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)


class ApplicationDraftInput(serializers.Serializer):
    unit = serializers.CharField(max_length=20, required=False, default="", help_text="Code; of a new draft.")
    kind = serializers.CharField(max_length=40, required=False, default="", help_text="Code; of a new draft.")
    title = serializers.CharField(max_length=200)
    form = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=4000), default=dict)
    items = ItemData(many=True, default=list)
    people = PersonData(many=True, default=list)
    figures_agree = serializers.BooleanField(allow_null=True, default=None)
    self_check_note = serializers.CharField(max_length=2000, allow_blank=True, default="")
    cures = CureData(many=True, default=list)
    findings = FindingData(many=True, default=list)
    version = serializers.IntegerField(required=False)


class ReviewOutput(serializers.Serializer):
    capacity = serializers.ChoiceField(choices=PreReview.Capacity.choices)
    section = serializers.CharField(source="section.name", default=None, allow_null=True)
    opinion = serializers.CharField()
    remarks = serializers.CharField()
    given_on = serializers.DateField(allow_null=True)


class CureOutput(serializers.Serializer):
    problem = serializers.IntegerField(source="problem_id")
    number = serializers.CharField(source="problem.number")
    how = serializers.CharField()
    confirmed = serializers.SerializerMethodField()

    def get_confirmed(self, cure: Any) -> bool | None:
        """By the supervision section; null while the pre-review runs or has not begun."""
        return None if self.context["in_vain"] is None else cure.problem_id not in self.context["in_vain"]


class WaitOutput(serializers.Serializer):
    """One thing that a paused application waits for."""

    ground = serializers.ChoiceField(choices=Ground.choices)
    number = serializers.CharField(help_text="Of the entry; empty for other grounds.")
    text_zh = serializers.CharField()
    text_en = serializers.CharField()
    lifts_zh = serializers.CharField()
    lifts_en = serializers.CharField()
    cure_to_confirm = serializers.BooleanField(
        help_text="The application says that it cures the entry; the supervision section could confirm it."
    )


class DetailOutput(ApplicationOutput):
    """An application with what it asks, says and has been told."""

    form = serializers.DictField()
    items = ItemData(many=True, source="items.all")
    people = serializers.SerializerMethodField()
    position = serializers.ListField()
    self_check = serializers.DictField()
    irregular = serializers.CharField()
    materials = serializers.SerializerMethodField()
    pre_reviews = ReviewOutput(many=True, source="pre_reviews.all")
    cures = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField()

    @extend_schema_field(CureOutput(many=True))
    def get_cures(self, application: Application) -> list[dict[str, Any]]:
        reviewed = application.state not in {State.DRAFT, State.PRE_REVIEW, State.RETURNED}
        vain = unconfirmed_cures(application) if reviewed and application.cures.all() else None
        return list(CureOutput(application.cures.all(), many=True, context={"in_vain": vain}).data)

    @extend_schema_field(WaitOutput(many=True))
    def get_waits_for(self, application: Application) -> list[dict[str, Any]]:
        """Empty unless admission is paused."""
        return waits_for(application)

    def get_people(self, application: Any) -> list[dict[str, Any]]:
        names = ("id", "name", "post_kind", "came_true_on", "fell_away")
        return [
            {
                **{name: getattr(one, name) for name in names},
                "number": masked(one.identity_sealed),
                "booked": one.post_id is not None,
            }
            for one in application.people.all()
        ]

    def get_materials(self, application: Any) -> list[dict[str, Any]]:
        return [
            {"id": one.pk, "code": one.code, "name": one.name, "sha256": one.stored.sha256}
            for one in application.materials.all()
        ]


class VersionInput(serializers.Serializer):
    version = serializers.IntegerField(required=False)


class ApplicationReasonInput(VersionInput):
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ApplicationWithdrawInput(ApplicationReasonInput):
    replaced_by = serializers.CharField(
        max_length=60, allow_blank=True, default="", help_text="Number of the unit's application in its place."
    )


class ApplicationNoteInput(VersionInput):
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ApplicationOpinionInput(VersionInput):
    capacity = serializers.ChoiceField(choices=PreReview.Capacity.choices)
    opinion = serializers.ChoiceField(choices=PreReview.Opinion.choices)
    remarks = serializers.CharField(max_length=2000, allow_blank=True, default="")


class SectionsInput(VersionInput):
    lead = serializers.IntegerField()
    assisting = serializers.ListField(child=serializers.IntegerField(), default=list)
    basis = serializers.ChoiceField(choices=SectionPart.Basis.choices)
    share = serializers.IntegerField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class MaterialInput(serializers.Serializer):
    code = serializers.CharField(max_length=40)
    file = serializers.FileField(allow_empty_file=True)


def given(kind: type[serializers.Serializer], data: Any) -> Any:
    found = kind(data=data)
    found.is_valid(raise_exception=True)
    return found.validated_data


def _draft(data: Any) -> Draft:
    return Draft(
        title=data["title"],
        form=dict(data["form"]),
        items=[NewItem(**one) for one in data["items"]],
        people=[NewPerson(**one) for one in data["people"]],
        figures_agree=data["figures_agree"],
        self_check_note=data["self_check_note"],
        cures=[(one["problem"], one["how"]) for one in data["cures"]],
        findings=[NewFinding(one.pop("violation_type"), **one) for one in map(dict, data["findings"])],
    )


def _shown(request: Request, pk: int, status: int = 200) -> Response:
    found = application_for(viewer=request.user, application_id=pk)  # type: ignore[arg-type]
    return Response(DetailOutput(found).data, status=status)


class Applications(APIView):
    @extend_schema(
        operation_id="applications_list",
        parameters=[
            OpenApiParameter("state", OpenApiTypes.STR, enum=State.values),
            OpenApiParameter("kind", OpenApiTypes.STR, description="Code of a kind of application."),
            OpenApiParameter("office", OpenApiTypes.STR, description="Code of an office."),
            OpenApiParameter("q", OpenApiTypes.STR, description="A part of number, matter or unit."),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT, description="At most 200."),
        ],
        responses=inline_serializer(
            "ApplicationPage",
            {
                "count": serializers.IntegerField(),
                "next": serializers.URLField(allow_null=True),
                "previous": serializers.URLField(allow_null=True),
                "results": ApplicationOutput(many=True),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        """Applications you may see, newest first; ``state``, ``kind``, ``office`` and ``q`` narrow them."""
        viewer = person(request)
        rows = application_list(viewer=viewer, **filters_asked(request.query_params, list_filters(viewer)))
        pages = Pages()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(ApplicationOutput(page, many=True).data)

    @extend_schema(
        operation_id="application_draft", request=ApplicationDraftInput, responses={201: DetailOutput}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        """Draft an application of a unit."""
        data = given(ApplicationDraftInput, request.data)
        made = filing.save_draft(
            unit_id=unit_id_of(person(request), data["unit"]),
            kind_code=data["kind"],
            draft=_draft(data),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return _shown(request, made.pk, 201)


class ApplicationDetail(APIView):
    @extend_schema(operation_id="application", responses=DetailOutput)
    def get(self, request: Request, pk: int) -> Response:
        """One application."""
        return _shown(request, pk)


class Act(APIView, ABC):
    """An act on an application: what it takes, and the service that does it."""

    takes: type[serializers.Serializer] = VersionInput

    @abstractmethod
    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        """Hand ``data`` to the service; ``shared`` holds application_id, actor, key and expected_version."""

    def run(self, request: Request, pk: int) -> Response:
        data = dict(given(self.takes, request.data))
        shared = {
            "application_id": pk,
            "actor": request.user,
            "key": key_of(request),
            "expected_version": data.pop("version", None),
        }
        self.act(pk, data, shared)
        return _shown(request, pk)


class EditDraft(Act):
    takes = ApplicationDraftInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return filing.save_draft(draft=_draft(data), **shared)

    @extend_schema(
        operation_id="application_edit", request=ApplicationDraftInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Change a draft, or complete a returned application."""
        return self.run(request, pk)


class AddMaterial(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="application_material",
        request={"multipart/form-data": MaterialInput},
        responses=DetailOutput,
        parameters=[KEY],
    )
    def post(self, request: Request, pk: int) -> Response:
        """Put a file against a line of the checklist."""
        data = given(MaterialInput, request.data)
        filing.add_material(
            application_id=pk,
            code=data["code"],
            file=NewFile(data["file"], None),
            actor=request.user,  # type: ignore[arg-type]
            key=key_of(request),
        )
        return _shown(request, pk)


class Submit(Act):
    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return filing.submit(**shared)

    @extend_schema(operation_id="application_submit", request=VersionInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Sign and file; filed twice with one key it is filed once."""
        return self.run(request, pk)


class Withdraw(Act):
    takes = ApplicationWithdrawInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return filing.withdraw(**data, **shared)

    @extend_schema(
        operation_id="application_withdraw", request=ApplicationWithdrawInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Withdraw the application, or let another of the unit stand in its place."""
        return self.run(request, pk)


class Lapse(Act):
    takes = ApplicationReasonInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return filing.lapse(reason=data["reason"], **shared)

    @extend_schema(
        operation_id="application_lapse", request=ApplicationReasonInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Let the application lapse."""
        return self.run(request, pk)


class GiveOpinion(Act):
    takes = ApplicationOpinionInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return review.give_opinion(**data, **shared)

    @extend_schema(
        operation_id="application_opinion", request=ApplicationOpinionInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Give one of the three opinions of the pre-review."""
        return self.run(request, pk)


class Sections(Act):
    takes = SectionsInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return review.assign_sections(
            lead_id=data["lead"],
            assisting_ids=data["assisting"],
            basis=data["basis"],
            share=data["share"],
            reason=data["reason"],
            **shared,
        )

    @extend_schema(operation_id="application_sections", request=SectionsInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Name lead and assisting sections."""
        return self.run(request, pk)


class Return(Act):
    takes = ApplicationReasonInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return review.return_for_completion(reason=data["reason"], **shared)

    @extend_schema(
        operation_id="application_return", request=ApplicationReasonInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Return for completion."""
        return self.run(request, pk)


class Irregular(Act):
    takes = ApplicationReasonInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return review.mark_irregular(reason=data["reason"], **shared)

    @extend_schema(
        operation_id="application_irregular", request=ApplicationReasonInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Find the motion irregular; an empty reason takes the finding back."""
        return self.run(request, pk)


class Admit(Act):
    takes = ApplicationNoteInput

    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return admission.decide_admission(note=data["note"], **shared)

    @extend_schema(
        operation_id="application_admission", request=ApplicationNoteInput, responses=DetailOutput, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        """Examine at the gate: the application is accepted, paused or refused as the gate answers."""
        return self.run(request, pk)


class Revive(Act):
    def act(self, pk: int, data: dict[str, Any], shared: dict[str, Any]) -> Any:
        return admission.revive(**shared)

    @extend_schema(operation_id="application_revive", request=VersionInput, responses=DetailOutput, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        """Take up a paused application that is cured."""
        return self.run(request, pk)


application_routes = [
    path("applications/", Applications.as_view(), name="api_applications"),
    path("applications/<int:pk>/", ApplicationDetail.as_view(), name="api_application"),
    path("applications/<int:pk>/edit/", EditDraft.as_view(), name="api_application_edit"),
    path("applications/<int:pk>/materials/", AddMaterial.as_view(), name="api_application_material"),
    path("applications/<int:pk>/submit/", Submit.as_view(), name="api_application_submit"),
    path("applications/<int:pk>/withdraw/", Withdraw.as_view(), name="api_application_withdraw"),
    path("applications/<int:pk>/lapse/", Lapse.as_view(), name="api_application_lapse"),
    path("applications/<int:pk>/opinion/", GiveOpinion.as_view(), name="api_application_opinion"),
    path("applications/<int:pk>/sections/", Sections.as_view(), name="api_application_sections"),
    path("applications/<int:pk>/return/", Return.as_view(), name="api_application_return"),
    path("applications/<int:pk>/irregular/", Irregular.as_view(), name="api_application_irregular"),
    path("applications/<int:pk>/admission/", Admit.as_view(), name="api_application_admission"),
    path("applications/<int:pk>/revive/", Revive.as_view(), name="api_application_revive"),
]
