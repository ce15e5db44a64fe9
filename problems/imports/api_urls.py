"""Addresses of the import for programs, below ``imports/`` of the API."""

from problems.imports.api import api_routes

urlpatterns = api_routes
