"""Addresses of approvals for programs, below the root of the API."""

from approvals.api import api_routes

urlpatterns = api_routes
