"""Addresses of the trail."""

from django.urls import path

from audit.pages import trail

app_name = "audit"
urlpatterns = [
    path("", trail.trail, name="trail"),
    path("verify/", trail.verify_now, name="verify"),
]
