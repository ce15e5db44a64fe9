"""Addresses of dates, pace and supervision in the API."""

from django.urls import path

from problems import time_api as api

urlpatterns = [
    path("problems/<int:pk>/milestones/suggested/", api.Milestones.as_view(), name="api_milestones"),
    path("problems/<int:pk>/timing/", api.Timing.as_view(), name="api_timing"),
    path("problems/<int:pk>/extensions/", api.Extensions.as_view(), name="api_extensions"),
    path("problems/<int:pk>/extensions/grant/", api.GrantExtension.as_view(), name="api_grant_extension"),
    path("problems/<int:pk>/extensions/refuse/", api.RefuseExtension.as_view(), name="api_refuse_extension"),
    path("problems/<int:pk>/required-consents/", api.RequiredConsents.as_view(), name="api_required_consent"),
    path("problems/<int:pk>/pause/", api.Pause.as_view(), name="api_pause"),
    path("problems/<int:pk>/resume/", api.Resume.as_view(), name="api_resume"),
    path("problems/<int:pk>/absorption/", api.EnterAbsorption.as_view(), name="api_enter_absorption_plan"),
    path("problems/<int:pk>/list/", api.ListSupervision.as_view(), name="api_list_supervision"),
    path("problems/<int:pk>/list/leader/", api.ChangeLeader.as_view(), name="api_change_leader"),
    path("problems/<int:pk>/delist/", api.DelistSupervision.as_view(), name="api_delist_supervision"),
    path("problems/<int:pk>/urgings/", api.Urge.as_view(), name="api_urge"),
    path(
        "problems/<int:pk>/progress/<int:report_pk>/return/", api.ReturnProgress.as_view(), name="api_return_progress"
    ),
    path("problems/<int:pk>/incidents/", api.Incidents.as_view(), name="api_incidents"),
    path("problems/<int:pk>/incidents/<int:incident_pk>/note/", api.NoteIncident.as_view(), name="api_note_incident"),
    path("listed/", api.Board.as_view(), name="api_listed"),
]
