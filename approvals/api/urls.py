"""Addresses of approvals for programs, below the root of the API."""

from approvals.api.applications import application_routes
from approvals.api.controls import controls_routes
from approvals.api.deciding import deciding_routes
from approvals.api.follow_up import follow_up_routes
from approvals.api.gate import gate_routes
from approvals.api.meetings import meeting_routes
from approvals.api.standards import standard_routes
from approvals.api.task_forces import task_force_routes

urlpatterns = [
    *application_routes,
    *gate_routes,
    *deciding_routes,
    *meeting_routes,
    *follow_up_routes,
    *task_force_routes,
    *standard_routes,
    *controls_routes,
]
