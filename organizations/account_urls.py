"""Addresses of the administrators' pages."""

from django.urls import path

from organizations.pages import accounts

app_name = "accounts"
urlpatterns = [
    path("", accounts.index, name="list"),
    path("new/", accounts.enter, name="new"),
    path("<int:pk>/", accounts.detail, name="detail"),
    path("<int:pk>/status/", accounts.status, name="status"),
    path("<int:pk>/posts/new/", accounts.grant, name="grant"),
    path("posts/<int:pk>/hand-over/", accounts.hand_over, name="hand_over"),
    path("posts/<int:pk>/end/", accounts.end, name="end_post"),
]
