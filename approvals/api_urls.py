"""Addresses of approvals for programs, below the root of the API."""

from approvals.api import api_routes
from approvals.pages.controls_api import controls_routes
from approvals.pages.deciding_api import deciding_routes
from approvals.pages.follow_up_api import follow_up_routes

urlpatterns = [*api_routes, *deciding_routes, *follow_up_routes, *controls_routes]
