"""Lists for programs: exports, acts on many, saved views; twins of the pages around the list. Source: G8, B9."""

from typing import Any

from django.http import FileResponse, QueryDict
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.errors import Invalid
from organizations.signed_in import person
from problems.api import KEY, LIST_PARAMETERS, given, key_of
from problems.models import Export, SavedView
from problems.pages.exporting import as_file, export_or_order
from problems.pages.filtering import filters_of, read_query
from problems.selectors.listing import batch_for, batch_lines, export_for, exports_of, views_for
from problems.services import batches, exports, saved_views

OUTCOMES = [("done", "done"), ("refused", "refused"), ("failed", "failed"), ("", "not yet")]
FILE = OpenApiResponse(OpenApiTypes.BINARY, description="The file.")


class ExportInput(serializers.Serializer):
    format = serializers.ChoiceField(choices=Export.Format.choices)


class ExportOutput(serializers.ModelSerializer):
    """A long export that a worker writes. Fetch the file once the state is ``ready``."""

    class Meta:
        model = Export
        fields = read_only_fields = ("id", "format", "state", "rows", "size", "failure", "at", "expires_at")


class BatchInput(serializers.Serializer):
    """One act on many entries. ``data`` holds what the act takes, the same for all."""

    act = serializers.ChoiceField(choices=[(one.key, str(one.key)) for one in batches.OFFERED.values()])
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=batches.LIMIT)
    data = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=4000), required=False)  # type: ignore[assignment]


class BatchLineOutput(serializers.Serializer):
    id = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    code = serializers.CharField()
    message = serializers.CharField(source="sentence")


class BatchOutput(serializers.Serializer):
    """What became of each entry. An empty outcome: another process is still at it."""

    id = serializers.IntegerField()
    act = serializers.CharField()
    finished_at = serializers.DateTimeField(allow_null=True)
    results = BatchLineOutput(many=True)


class ViewInput(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    query = serializers.CharField(max_length=2000, allow_blank=True, help_text="The address after “?”.")
    shared = serializers.BooleanField(required=False, default=False)


class ViewOutput(serializers.ModelSerializer):
    owner = serializers.CharField(source="account.person.name")
    shared = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = read_only_fields = ("id", "name", "query", "owner", "shared")

    def get_shared(self, view: SavedView) -> bool:
        return view.office_id is not None


class ExportList(APIView):
    """Exactly what the list shows, as a file."""

    reads = True  # a token for reading may export: nothing of the ledger changes

    @extend_schema(
        operation_id="problems_export",
        parameters=[KEY, *LIST_PARAMETERS],
        request=ExportInput,
        responses={200: FILE, 202: ExportOutput},
    )
    def post(self, request: Request) -> HttpResponseBase:
        """The file of a short list at once; of a long one the order (202), whose file is fetched later."""
        made = export_or_order(request, given(ExportInput, request)["format"], key_of(request))
        return Response(ExportOutput(made).data, status=202) if isinstance(made, Export) else made


class Exports(APIView):
    @extend_schema(
        operation_id="exports_list", responses=inline_serializer("ExportPage", {"results": ExportOutput(many=True)})
    )
    def get(self, request: Request) -> Response:
        """Exports that the person ordered, newest first, at most fifty."""
        return Response({"results": ExportOutput(exports_of(person(request))[:50], many=True).data})


class ExportOne(APIView):
    @extend_schema(operation_id="exports_retrieve", responses=ExportOutput)
    def get(self, request: Request, pk: int) -> Response:
        """How far an ordered export is."""
        return Response(ExportOutput(export_for(viewer=person(request), export_id=pk)).data)


class ExportFile(APIView):
    # HEAD would keep a download that brought nobody anything.
    http_method_names = ["get", "options"]

    @extend_schema(operation_id="exports_file", responses={200: FILE})
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The file, if the rights it was written under are still there."""
        export = export_for(viewer=person(request), export_id=pk)
        return as_file(FileResponse(exports.open_export(export, person(request))), export.format)


class BatchAct(APIView):
    @extend_schema(operation_id="problems_batch", parameters=[KEY], request=BatchInput, responses=BatchOutput)
    def post(self, request: Request) -> Response:
        """Do one act to many entries, each on its own. The idempotency key is required; repeated, it does nothing."""
        data = given(BatchInput, request)
        made = batches.act_on_many(
            act=data["act"], ids=data["ids"], data=data.get("data", {}), actor=person(request), key=key_of(request)
        )
        return Response(_batch(request, made.pk))


class BatchOne(APIView):
    @extend_schema(operation_id="batches_retrieve", responses=BatchOutput)
    def get(self, request: Request, pk: int) -> Response:
        """What became of each entry of an act on many."""
        return Response(_batch(request, pk))


def _batch(request: Request, pk: int) -> Any:
    batch: Any = batch_for(viewer=person(request), batch_id=pk)
    lines = batch_lines(person(request), batch)
    return BatchOutput({"id": batch.pk, "act": batch.act, "finished_at": batch.finished_at, "results": lines}).data


class Views(APIView):
    @extend_schema(
        operation_id="views_list", responses=inline_serializer("ViewPage", {"results": ViewOutput(many=True)})
    )
    def get(self, request: Request) -> Response:
        """Own views of the list and those shared with the person's office."""
        return Response({"results": ViewOutput(views_for(person(request)), many=True).data})

    @extend_schema(operation_id="views_save", request=ViewInput, responses={201: ViewOutput})
    def post(self, request: Request) -> Response:
        """Keep a list under a name; the same name replaces."""
        data = given(ViewInput, request)
        try:
            query = filters_of(QueryDict(data["query"]))
        except ValueError as error:  # more fields than an address may have
            raise Invalid(errors={"query": [str(error)]}) from error
        read_query(person(request), query).required()
        view = saved_views.save_view(
            name=data["name"], query=query.urlencode(), shared=data["shared"], actor=person(request)
        )
        return Response(ViewOutput(view).data, status=201)


class ViewRemove(APIView):
    @extend_schema(operation_id="views_remove", request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        """Remove a view of one's own."""
        saved_views.remove_view(view_id=pk, actor=person(request))
        return Response(status=204)
