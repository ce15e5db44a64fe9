"""Lists as files for programs: the twins of the export menus of the pages. Source: B13, G8."""

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from ledger_site.lists import LISTS, table_of
from ledger_site.tables import answer
from organizations.signed_in import person
from problems.api import given
from problems.api_lists import FILE, ExportInput

FILTERS = "Filters stand in the address as on the page of the list; one that it does not offer is refused."


def _key(*, about_one: bool) -> OpenApiParameter:
    names = [key for key, one in LISTS.items() if one.about_one == about_one]
    return OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH, enum=names)


def _taken(request: Request, key: str, pk: int | None = None) -> HttpResponseBase:
    """The list is looked up before the body is judged: hidden ones answer like missing ones whatever is sent."""
    table = table_of(request, key, pk)
    return answer(table, key, given(ExportInput, request)["format"], person(request), request.GET.urlencode())


class ListExport(APIView):
    """A list, all pages together, as its page shows it to this person."""

    reads = True  # a token for reading may export: nothing of the ledger changes

    @extend_schema(
        operation_id="lists_export",
        description=f"The list as XLSX, CSV or PDF. {FILTERS}",
        parameters=[_key(about_one=False)],
        request=ExportInput,
        responses={200: FILE},
    )
    def post(self, request: Request, key: str) -> HttpResponseBase:
        """The list as a file."""
        return _taken(request, key)


class ListOfOneExport(APIView):
    """A list about one object: an entry, its past, the roster of a unit."""

    reads = True  # as above

    @extend_schema(
        operation_id="lists_of_one_export",
        description=f"The list about one object as XLSX, CSV or PDF. {FILTERS}",
        parameters=[_key(about_one=True)],
        request=ExportInput,
        responses={200: FILE},
    )
    def post(self, request: Request, key: str, pk: int) -> HttpResponseBase:
        """The list as a file."""
        return _taken(request, key, pk)
