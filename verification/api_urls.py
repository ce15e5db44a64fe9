"""Addresses of verification for programs, below the root of the API."""

from django.urls import path

from verification.api import api_routes
from verification.rules_api import AddWaiverRule, RetireWaiverRule, WaiverRules

urlpatterns = [
    *api_routes,
    path("waiver-rules/", WaiverRules.as_view(), name="api_waiver_rules"),
    path("offices/<int:pk>/waiver-rules/", AddWaiverRule.as_view(), name="api_add_waiver_rule"),
    path("waiver-rules/<int:pk>/retire/", RetireWaiverRule.as_view(), name="api_retire_waiver_rule"),
]
