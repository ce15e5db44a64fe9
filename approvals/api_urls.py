"""Addresses of approvals for programs, below the root of the API."""

from approvals.api import api_routes
from approvals.pages.deciding_api import deciding_routes

urlpatterns = [*api_routes, *deciding_routes]
