"""Addresses of verification for programs, below the root of the API."""

from problems.api_working import api_routes

urlpatterns = api_routes
