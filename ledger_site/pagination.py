"""How long lists come in pages."""

from rest_framework import pagination


class Pages(pagination.PageNumberPagination):
    """Fifty rows a page, at most two hundred on request."""

    page_size_query_param = "page_size"
    max_page_size = 200
