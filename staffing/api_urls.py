"""Addresses of the register's API."""

from staffing.api import api_routes

urlpatterns = api_routes
