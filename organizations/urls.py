"""Addresses of the pages about units."""

from django.urls import path

from organizations.pages import accounts, units

app_name = "organizations"
urlpatterns = [
    path("", units.units, name="units"),
    path("<int:pk>/", units.unit, name="unit"),
    path("<int:pk>/responsible/", accounts.responsible, name="responsible"),
]
