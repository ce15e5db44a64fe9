"""The ledger for programs: the same selectors and services as the pages, one endpoint an act. Source: G8."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deadlines.clocks import light_of
from ledger_site.pagination import Pages
from organizations.clock import today
from organizations.directory import people_to_admit
from organizations.errors import NotFound
from organizations.scope import standing_of
from organizations.selectors import offices_to_choose, unit_search
from organizations.signed_in import person
from problems.api_outputs import (
    CommentOutput,
    EvidenceOutput,
    FiguresOutput,
    TimelineOutput,
    UnitOutput,
    WorkOutput,
)
from problems.joined_output import joined_output
from problems.models import Problem, RectificationPlan
from problems.models.entries import FinderLevel, Nature, Pace
from problems.models.rectification import RiskLevel
from problems.pages.filtering import read_list
from problems.selectors.choices import ids_of
from problems.selectors.columns import COLUMNS, ORDERS
from problems.selectors.entries import attach_next_steps, problem_for, problem_list, totals
from problems.selectors.figures import figures, visible_ledger
from problems.selectors.known import Known, known_entry, moment_of
from problems.selectors.narrowing import FLAGS, PERIODS
from problems.selectors.rectification import rectification_of
from problems.selectors.timeline import timeline_of
from problems.selectors.work import my_work
from problems.services import intake, rectification
from problems.services.evidence import NewFile
from problems.services.intake import NewEntry
from problems.services.rectification import NewMeasure, NewMilestone, NewPlan, NewStep

KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The same key again does nothing twice."
)


DAYS = [f"{name}_{end}" for name in PERIODS for end in ("from", "to")]
WORDS = ("q", "state", "light", "unit", "type", "tag", "source", "finder", "nature", "cause", "holder", "overdue")
MORE_WORDS = ("listed", "year", "office", "subtree", "run", "on_time", *FLAGS)
LIST_PARAMETERS = [
    *(OpenApiParameter(name, OpenApiTypes.STR) for name in (*WORDS, *MORE_WORDS)),
    *(OpenApiParameter(name, OpenApiTypes.DATE) for name in (*DAYS, "as_of")),
    OpenApiParameter("sort", OpenApiTypes.STR, enum=sorted(ORDERS)),
    OpenApiParameter("columns", OpenApiTypes.STR, many=True, enum=list(COLUMNS), description="Of exports and views."),
]


class TotalsOutput(serializers.Serializer):
    """Of everything that answers the filter, not only of this page."""

    rows = serializers.IntegerField()
    open = serializers.IntegerField()
    red = serializers.IntegerField()
    closed = serializers.IntegerField()
    on_time = serializers.IntegerField()
    counted = serializers.IntegerField()
    rectified = serializers.IntegerField()


class ClockOutput(serializers.Serializer):
    kind = serializers.CharField()
    detail = serializers.CharField()
    holder = serializers.CharField()
    due_on = serializers.DateField()
    light = serializers.SerializerMethodField()

    def get_light(self, clock: Any) -> str:
        return light_of(clock.due_on, clock.yellow_on, self.context.get("day") or today(), clock.paused_on)


class ProblemOutput(serializers.ModelSerializer):
    """An entry as lists show it."""

    office = serializers.CharField(source="office.code")
    unit = serializers.CharField(source="unit.name")
    unit_id = serializers.IntegerField()
    violation_type = serializers.CharField(source="violation_type.code")
    source = serializers.CharField(source="source.code")  # type: ignore[assignment]
    cause = serializers.CharField(source="cause.code", default=None, allow_null=True)
    affected_office = serializers.CharField(source="affected_office.code", default=None, allow_null=True)
    registered_by = serializers.CharField(source="registered_by.name", default=None, allow_null=True)
    deadline_on = serializers.DateField(allow_null=True)
    light = serializers.CharField()
    days_left = serializers.IntegerField(allow_null=True)
    provisional = serializers.BooleanField()
    remaining = serializers.IntegerField(allow_null=True)
    next_clock = ClockOutput(allow_null=True)
    taken_over = serializers.SerializerMethodField()
    listed = serializers.BooleanField()

    class Meta:
        model = Problem
        fields = read_only_fields = (
            "id", "number", "office", "unit_id", "unit", "state", "violation_type", "source", "sub_source",
            "source_document", "finder_level", "nature", "nature_confirmed", "cause", "affected_office", "facts",
            "quota", "actual", "found", "target", "done", "remaining", "found_on", "registered_on", "registered_by",
            "remark", "progress_note", "assigned_on", "required_on", "required_by", "promised_on", "approved_on",
            "extended_on", "extensions", "deadline_on", "paused_on", "listed", "closed_on", "voided_on", "void_reason",
            "merged_on", "merged_because", "reported_by_unit", "reported_on", "refused_on", "refused_because", "pace",
            "responsible", "handler", "consent_rule", "kept_open", "relapses", "taken_over", "light", "days_left",
            "provisional", "next_clock", "version",
        )  # fmt: skip

    def get_taken_over(self, problem: Problem) -> bool:
        return problem.take_over_id is not None


class MeasureOutput(serializers.Serializer):
    position = serializers.IntegerField()
    text = serializers.CharField()
    responsible = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)


class MilestoneOutput(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    due_on = serializers.DateField()
    reached_on = serializers.DateField(allow_null=True)


class AbsorptionStepOutput(serializers.Serializer):
    due_on = serializers.DateField()
    remaining_at_most = serializers.IntegerField()


class PlanOutput(serializers.ModelSerializer):
    measures = MeasureOutput(many=True, source="measures.all")
    milestones = MilestoneOutput(many=True, source="milestones.all")
    absorption = serializers.SerializerMethodField(help_text="Steps of the absorption plan of a policy-caused entry.")

    class Meta:
        model = RectificationPlan
        fields = read_only_fields = (
            "id", "attempt", "status", "head", "contact", "promised_on", "stability_risks", "submitted_on",
            "risk_level", "risk_handling", "risk_responsible", "target", "decided_on", "decision_note", "measures",
            "milestones", "absorption",
        )  # fmt: skip

    @extend_schema_field(AbsorptionStepOutput(many=True))
    def get_absorption(self, plan: RectificationPlan) -> Any:
        steps = plan.absorption_steps.all() if plan.problem.nature == Nature.POLICY else []
        return AbsorptionStepOutput(steps, many=True).data


class ReportOutput(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    done = serializers.IntegerField(allow_null=True)
    reported_on = serializers.DateField()
    reported_by = serializers.CharField(source="reported_by.name")
    evidence = EvidenceOutput(many=True, source="files")


class ProblemDetailOutput(ProblemOutput):
    """An entry with everything under it."""

    plans = serializers.SerializerMethodField()
    reports = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    joined = serializers.DictField(help_text="Assisting units, linked and merged entries that the person may see.")

    class Meta(ProblemOutput.Meta):
        fields = read_only_fields = (  # type: ignore[assignment]
            *ProblemOutput.Meta.fields,
            "plans",
            "reports",
            "evidence",
            "comments",
            "joined",
        )

    @extend_schema_field(PlanOutput(many=True))
    def get_plans(self, problem: Any) -> Any:
        return PlanOutput(problem.rectification.plans, many=True).data

    @extend_schema_field(ReportOutput(many=True))
    def get_reports(self, problem: Any) -> Any:
        return ReportOutput(problem.rectification.reports, many=True).data

    @extend_schema_field(EvidenceOutput(many=True))
    def get_evidence(self, problem: Any) -> Any:
        return EvidenceOutput(problem.rectification.evidence, many=True).data

    @extend_schema_field(CommentOutput(many=True))
    def get_comments(self, problem: Any) -> Any:
        return CommentOutput(problem.rectification.comments, many=True).data


class EntryInput(serializers.Serializer):
    office = serializers.CharField(help_text="Code of the office whose ledger it is.")
    unit_id = serializers.IntegerField()
    violation_type = serializers.CharField(help_text="Code.")
    source = serializers.CharField(help_text="Code.")  # type: ignore[assignment]
    facts = serializers.CharField(max_length=4000)
    found_on = serializers.DateField()
    nature = serializers.ChoiceField(choices=Nature.choices, default=Nature.VIOLATION)
    finder_level = serializers.ChoiceField(choices=FinderLevel.choices, default=FinderLevel.OWN)
    cause = serializers.CharField(required=False, allow_blank=True)
    sub_source = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    source_document = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    quota = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    actual = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    found = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    required_on = serializers.DateField(required=False, allow_null=True)
    required_by = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    affected_office = serializers.CharField(required=False, allow_blank=True)
    remark = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
    policy_document = serializers.CharField(required=False, allow_blank=True, max_length=200)
    policy_reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    policy_file = serializers.FileField(required=False, allow_empty_file=True, help_text="Only as multipart.")
    recurrence_of = serializers.IntegerField(
        required=False, allow_null=True, help_text="The earlier entry of which this is a recurrence; they are linked."
    )
    anyway = serializers.BooleanField(default=False, help_text="Possible duplicates have been looked at.")


class AssignInput(serializers.Serializer):
    deadline = serializers.DateField()
    responsible = serializers.CharField(max_length=40)
    handler = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    pace = serializers.ChoiceField(choices=Pace.choices, default=Pace.IN_STAGES)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class MeasureInput(serializers.Serializer):
    text = serializers.CharField(max_length=1000)
    responsible = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class MilestoneInput(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    due_on = serializers.DateField()


class StepInput(serializers.Serializer):
    due_on = serializers.DateField()
    remaining_at_most = serializers.IntegerField(min_value=0, max_value=1_000_000)


class PlanInput(serializers.Serializer):
    head = serializers.CharField(max_length=40)
    contact = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    promised_on = serializers.DateField(required=False, allow_null=True, default=None)
    stability_risks = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    risk_level = serializers.ChoiceField(choices=RiskLevel.choices, required=False, allow_blank=True, default="")
    risk_handling = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    risk_responsible = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    target = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=1_000_000)
    measures = MeasureInput(many=True)
    milestones = MilestoneInput(many=True, required=False, default=list)
    absorption = StepInput(many=True, required=False, default=list)
    version = serializers.IntegerField(required=False)


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(required=False)


class DoneOutput(serializers.Serializer):
    """What an act left behind."""

    id = serializers.IntegerField()
    number = serializers.CharField(allow_null=True)
    state = serializers.CharField()
    version = serializers.IntegerField()


def done(problem_id: int, viewer: Any, status: int = 200) -> Response:
    """The entry as it stands after the act."""
    return Response(DoneOutput(problem_for(viewer=viewer, problem_id=problem_id)).data, status=status)


def given(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The checked body; shape only, rules belong to the service."""
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    data = dict(body.validated_data)
    wanted = request.headers.get("If-Match", "").strip().strip('"')
    if "version" in body.fields and wanted.isascii() and wanted.isdecimal() and len(wanted) < 10:
        data["version"] = int(wanted)  # the ETag of the entry; outranks the body
    return data


def key_of(request: Request) -> str:
    """The idempotency key the client sent, if any; a longer one than is kept counts by its hash."""
    sent = request.headers.get("Idempotency-Key", "")
    return sent if len(sent) <= 64 else hashlib.sha256(sent.encode()).hexdigest()


KNOWN_ON = OpenApiParameter(
    "known_on",
    OpenApiTypes.STR,
    description="A day or moment of the past: what the ledger knew then, by recording time.",
)


def known_then(request: Request, problem: Problem) -> Known | None:
    """The entry as the ledger knew it at the moment asked for; None where the present is asked for.

    Raises: Invalid under ``known_on``; NotFound when the ledger did not know the entry yet.
    """
    asked = request.GET.get("known_on")
    if not asked:
        return None
    known = known_entry(problem, moment_of(asked), standing_of(person(request)))
    if known.problem is None:
        raise NotFound(_("The ledger did not know this entry yet."))
    return known


class ProblemList(APIView):
    """The ledger: list with the filters of the page; register."""

    parser_classes = (*APIView.parser_classes, MultiPartParser)

    @extend_schema(
        operation_id="problems_list",
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT, description="At most 200."),
        ],
        responses=inline_serializer(
            "ProblemPage",
            {
                "count": serializers.IntegerField(),
                "next": serializers.URLField(allow_null=True),
                "previous": serializers.URLField(allow_null=True),
                "totals": TotalsOutput(),
                "results": ProblemOutput(many=True),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        query = read_list(request._request).required().query
        found = problem_list(viewer=person(request), query=query)
        sums = totals(found)
        pages = Pages(count=sums.rows)
        rows = pages.paginate_queryset(found, request, view=self)
        answer = pages.get_paginated_response(ProblemOutput(attach_next_steps(rows or []), many=True).data)
        results = answer.data.pop("results")
        answer.data |= {"totals": TotalsOutput(sums).data, "results": results}
        return answer

    @extend_schema(operation_id="problems_register", parameters=[KEY], request=EntryInput, responses={201: DoneOutput})
    def post(self, request: Request) -> Response:
        data = given(EntryInput, request)
        office = offices_to_choose(person(request)).filter(code=data.pop("office")).first()
        if office is None:
            raise NotFound
        policy = None
        document, reason, file = (data.pop(f"policy_{name}", None) for name in ("document", "reason", "file"))
        if document or file:
            policy = intake.PolicyDocument(document or "", reason or "", NewFile(file) if file else None)
        anyway, earlier = data.pop("anyway"), data.pop("recurrence_of", None)
        problem = intake.register_problem(
            office_id=office.pk,
            entry=entry_of(data),
            actor=person(request),
            key=key_of(request),
            policy=policy,
            anyway=anyway,
            recurrence_of=earlier,
        )
        return done(problem.pk, person(request), status=201)


def entry_of(data: dict[str, Any]) -> NewEntry:
    """Codes of the body turned into ids; unknown ones become 0, which the service names."""
    ids: dict[str, Any] = ids_of(
        type_code=data.pop("violation_type"),
        source_code=data.pop("source"),
        cause_code=data.pop("cause", ""),
        office_code=data.pop("affected_office", ""),
    )
    return NewEntry(**ids, **data)


class ProblemDetail(APIView):
    """One entry with plan, progress and files."""

    @extend_schema(
        operation_id="problems_retrieve",
        parameters=[KNOWN_ON],
        responses=ProblemDetailOutput,
    )
    def get(self, request: Request, pk: int) -> Response:
        problem: Any = problem_for(viewer=person(request), problem_id=pk)
        if known := known_then(request, problem):
            known.problem.rectification = known.rectification
            known.problem.joined = joined_output(known.problem, person(request))
            return Response(ProblemDetailOutput(known.problem, context={"day": known.day}).data)
        attach_next_steps([problem])
        problem.rectification = rectification_of(problem, standing_of(person(request)))
        problem.joined = joined_output(problem, person(request))
        return Response(ProblemDetailOutput(problem).data, headers={"ETag": f'"{problem.version}"'})


class ProblemTimeline(APIView):
    """Who did what, when and why."""

    @extend_schema(operation_id="problems_timeline", parameters=[KNOWN_ON], responses=TimelineOutput)
    def get(self, request: Request, pk: int) -> Response:
        problem = problem_for(viewer=person(request), problem_id=pk)
        known = known_then(request, problem)
        read = known.rectification if known else rectification_of(problem, standing_of(person(request)))
        until = known.moment if known else None
        days = [
            {
                "day": day["day"],
                "entries": [
                    {
                        "at": one["time"],
                        "who": one["who"],
                        "unit": one["unit"],
                        "role": str(one["role"]),
                        "what": str(one["sentence"]),
                        "changes": [{name: str(value) for name, value in change.items()} for change in one["changes"]],
                        "reason": one["reason"],
                        "said": str(one["said"]),
                        "files": [file["name"] for file in one["files"]],
                    }
                    for one in day["entries"]
                ],
            }
            for day in timeline_of(problem, read, until=until, viewer=person(request))
        ]
        return Response(TimelineOutput({"number": problem.number, "days": days}).data)


class Assign(APIView):
    @extend_schema(operation_id="problems_assign", parameters=[KEY], request=AssignInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Send a registered entry to its unit."""
        data = given(AssignInput, request)
        version = data.pop("version", None)
        intake.assign_problem(
            problem_id=pk, actor=person(request), expected_version=version, **data, key=key_of(request)
        )
        return done(pk, person(request))


class Plan(APIView):
    @extend_schema(operation_id="problems_submit_plan", parameters=[KEY], request=PlanInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """File the rectification plan."""
        data = given(PlanInput, request)
        version = data.pop("version", None)
        plan = NewPlan(
            **{
                **data,
                "measures": [NewMeasure(**one) for one in data["measures"]],
                "milestones": [NewMilestone(**one) for one in data["milestones"]],
                "absorption": [NewStep(**one) for one in data["absorption"]],
            }
        )
        rectification.submit_plan(
            problem_id=pk, plan=plan, actor=person(request), expected_version=version, key=key_of(request)
        )
        return done(pk, person(request))


class ApprovePlan(APIView):
    @extend_schema(operation_id="problems_approve_plan", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Approve the submitted plan."""
        data = given(ReasonInput, request)
        rectification.approve_plan(
            problem_id=pk,
            note=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class ReturnPlan(APIView):
    @extend_schema(operation_id="problems_return_plan", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Return the submitted plan with what has to change."""
        data = given(ReasonInput, request)
        rectification.return_plan(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class Void(APIView):
    @extend_schema(operation_id="problems_void", parameters=[KEY], request=ReasonInput, responses=DoneOutput)
    def post(self, request: Request, pk: int) -> Response:
        """Void an entry with a reason; its number stays."""
        data = given(ReasonInput, request)
        intake.void_problem(
            problem_id=pk,
            reason=data["reason"],
            actor=person(request),
            expected_version=data.get("version"),
            key=key_of(request),
        )
        return done(pk, person(request))


class MyWork(APIView):
    @extend_schema(operation_id="my_work", responses=WorkOutput)
    def get(self, request: Request) -> Response:
        """What waits for the person, by urgency."""
        work = my_work(viewer=person(request))

        def lines(tasks: Any) -> list[dict[str, Any]]:
            return [
                {
                    "problem": task.problem.pk,
                    "number": task.problem.number,
                    "unit": task.problem.unit.name,
                    "kind": task.clock.kind,
                    "detail": task.clock.detail,
                    "due_on": task.clock.due_on,
                    "days_left": task.days_left,
                    "light": task.light,
                }
                for task in tasks
            ]

        people = [
            {"account": one.pk, "username": one.username, "name": one.person.name, "status": one.status}
            for one in people_to_admit(standing_of(person(request)))[:50]
        ]
        work_of = {"now": lines(work.now), "later": lines(work.later), "others": lines(work.others)}
        return Response(WorkOutput({**work_of, "accounts": people}).data)


class Figures(APIView):
    @extend_schema(
        operation_id="figures",
        parameters=[
            OpenApiParameter("office", OpenApiTypes.STR, required=True),
            OpenApiParameter("as_of", OpenApiTypes.DATE),
            OpenApiParameter("subtree", OpenApiTypes.BOOL),
        ],
        responses=FiguresOutput,
    )
    def get(self, request: Request) -> Response:
        """Figures of a ledger on a day, of what the person may see of it."""
        asked = inline_serializer(
            "FiguresQuery",
            {
                "office": serializers.CharField(),
                "as_of": serializers.DateField(required=False),
                "subtree": serializers.BooleanField(required=False, default=False),
            },
        )
        body = type(asked)(data=request.GET)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        office = offices_to_choose(person(request)).filter(code=data["office"]).first()
        if office is None:
            raise NotFound
        as_of = data.get("as_of") or today()
        rows = visible_ledger(person(request), office, include_lower=data["subtree"])
        return Response(FiguresOutput({"office": office.code, "as_of": as_of, **figures(rows, as_of=as_of)}).data)


class Units(APIView):
    @extend_schema(
        operation_id="units_search",
        parameters=[OpenApiParameter("q", OpenApiTypes.STR)],
        responses=inline_serializer("UnitPage", {"results": UnitOutput(many=True)}),
    )
    def get(self, request: Request) -> Response:
        """Units by a part of the name, code or pinyin initials."""
        found = unit_search(viewer=person(request), text=request.GET.get("q", ""), limit=50)
        return Response({"results": UnitOutput(found, many=True).data})
