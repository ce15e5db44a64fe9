"""How long lists come in pages."""

from typing import Any

from django.core.paginator import Paginator
from rest_framework import pagination


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are, where the totals have counted them already."""

    known_count: int | None = None

    @property
    def count(self) -> int:  # type: ignore[override]
        return super().count if self.known_count is None else self.known_count


class Pages(pagination.PageNumberPagination):
    """Fifty rows a page, at most two hundred on request."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def __init__(self, count: int | None = None):
        known = type("Known", (CountedPaginator,), {"known_count": count})
        self.django_paginator_class: Any = known
