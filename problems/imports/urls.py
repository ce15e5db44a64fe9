"""Addresses of the import pages."""

from django.urls import path

from problems.imports import acts, views

app_name = "imports"
urlpatterns = [
    path("", views.import_index, name="list"),
    path("new/", views.import_start, name="start"),
    path("<int:pk>/sheet/", views.import_sheet, name="sheet"),
    path("<int:pk>/mapping/", views.import_mapping, name="mapping"),
    path("<int:pk>/preview/", views.import_preview, name="preview"),
    path("<int:pk>/errors/", views.import_errors, name="errors"),
    path("<int:pk>/exclude/", acts.import_exclude, name="exclude"),
    path("<int:pk>/answer/", acts.import_answer, name="answer"),
    path("<int:pk>/undo/", acts.import_undo, name="undo"),
    path("<int:pk>/send/", acts.import_send, name="send"),
    path("<int:pk>/order/", acts.import_order, name="order"),
    path("<int:pk>/abandon/", acts.import_abandon, name="abandon"),
    path("<int:pk>/", views.import_progress, name="progress"),
]
