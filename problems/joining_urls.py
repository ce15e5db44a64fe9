"""Addresses of the API for units, links, merging, reports, drafts, corrections, nature and violation types."""

from django.urls import path

from problems import intake_api as intake
from problems import joining_api as api

urlpatterns = [
    path("problems/<int:pk>/units/", api.AddUnit.as_view(), name="api_add_unit"),
    path("assisting/<int:pk>/release/", api.ReleaseUnit.as_view(), name="api_release_unit"),
    path("problems/<int:pk>/links/", api.LinkWith.as_view(), name="api_link"),
    path("links/<int:pk>/remove/", api.Unlink.as_view(), name="api_unlink"),
    path("problems/<int:pk>/merge/", api.Merge.as_view(), name="api_merge"),
    path("reports/", intake.Reports.as_view(), name="api_reports"),
    path("reports/add/", intake.Report.as_view(), name="api_report"),
    path("problems/<int:pk>/accept/", intake.AcceptReport.as_view(), name="api_accept_report"),
    path("problems/<int:pk>/refuse/", intake.RefuseReport.as_view(), name="api_refuse_report"),
    path("problems/<int:pk>/source-facts/", intake.CompleteSourceFacts.as_view(), name="api_complete_source_facts"),
    path("problems/<int:pk>/correction/", intake.AskCorrection.as_view(), name="api_ask_correction"),
    path("problems/<int:pk>/correction/decide/", intake.DecideCorrection.as_view(), name="api_decide_correction"),
    path("problems/<int:pk>/nature/", intake.ClaimNature.as_view(), name="api_claim_nature"),
    path("problems/<int:pk>/nature/decide/", intake.DecideNature.as_view(), name="api_decide_nature"),
    path("drafts/", intake.Drafts.as_view(), name="api_save_draft"),
    path("drafts/<int:pk>/", intake.OneDraft.as_view(), name="api_draft"),
    path("drafts/<int:pk>/discard/", intake.DiscardDraft.as_view(), name="api_discard_draft"),
    path("types/", intake.Types.as_view(), name="api_types"),
    path("offices/<int:pk>/types/", intake.AddType.as_view(), name="api_add_type"),
    path("types/<int:pk>/", intake.ChangeType.as_view(), name="api_change_type"),
    path("types/<int:pk>/retire/", intake.RetireType.as_view(), name="api_retire_type"),
    path("types/<int:pk>/restore/", intake.RestoreType.as_view(), name="api_restore_type"),
]
