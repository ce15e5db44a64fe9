"""Addresses of verification for programs, below the root of the API."""

from verification.api import api_routes

urlpatterns = api_routes
