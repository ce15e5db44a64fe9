"""Addresses of verification for programs, below the root of the API."""

from django.urls import path

from verification.api import api_routes
from verification.desks_api import Desk, SuperiorDesk
from verification.rules_api import AddWaiverRule, RetireWaiverRule, WaiverRules

urlpatterns = [
    *api_routes,
    path("verification/desk/", Desk.as_view(), name="api_desk"),
    path("verification/superior-desk/", SuperiorDesk.as_view(), name="api_superior_desk"),
    path("waiver-rules/", WaiverRules.as_view(), name="api_waiver_rules"),
    path("offices/<int:pk>/waiver-rules/", AddWaiverRule.as_view(), name="api_add_waiver_rule"),
    path("waiver-rules/<int:pk>/retire/", RetireWaiverRule.as_view(), name="api_retire_waiver_rule"),
]
