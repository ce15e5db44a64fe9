"""Addresses of pages and API."""

from django.urls import include, path

from ledger_site import health

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
]
