"""Addresses of the API, version 1."""

from django.urls import include, path

from ledger_site import lists_api
from organizations import api as tokens
from problems import api, api_lists

urlpatterns = [
    path("problems/", api.ProblemList.as_view(), name="api_problems"),
    path("problems/export/", api_lists.ExportList.as_view(), name="api_export_list"),
    path("problems/batch/", api_lists.BatchAct.as_view(), name="api_batch"),
    path("batches/<int:pk>/", api_lists.BatchOne.as_view(), name="api_batch_result"),
    path("lists/<slug:key>/export/", lists_api.ListExport.as_view(), name="api_export_table"),
    path("lists/<slug:key>/<int:pk>/export/", lists_api.ListOfOneExport.as_view(), name="api_export_table_of"),
    path("exports/", api_lists.Exports.as_view(), name="api_exports"),
    path("exports/<int:pk>/", api_lists.ExportOne.as_view(), name="api_export"),
    path("exports/<int:pk>/file/", api_lists.ExportFile.as_view(), name="api_export_file"),
    path("views/", api_lists.Views.as_view(), name="api_views"),
    path("views/<int:pk>/remove/", api_lists.ViewRemove.as_view(), name="api_remove_view"),
    path("problems/<int:pk>/", api.ProblemDetail.as_view(), name="api_problem"),
    path("problems/<int:pk>/timeline/", api.ProblemTimeline.as_view(), name="api_timeline"),
    path("problems/<int:pk>/assign/", api.Assign.as_view(), name="api_assign"),
    path("problems/<int:pk>/plan/", api.Plan.as_view(), name="api_plan"),
    path("problems/<int:pk>/plan/approve/", api.ApprovePlan.as_view(), name="api_approve_plan"),
    path("problems/<int:pk>/plan/return/", api.ReturnPlan.as_view(), name="api_return_plan"),
    path("problems/<int:pk>/void/", api.Void.as_view(), name="api_void"),
    path("", include("problems.joining_urls")),
    path("my-work/", api.MyWork.as_view(), name="api_my_work"),
    path("tokens/", tokens.Tokens.as_view(), name="api_tokens"),
    path("tokens/<int:pk>/revoke/", tokens.RevokeToken.as_view(), name="api_revoke_token"),
    path("figures/", api.Figures.as_view(), name="api_figures"),
    path("units/", api.Units.as_view(), name="api_units"),
    path("imports/", include("problems.imports.api_urls")),
    path("", include("organizations.pages.accounts_api")),
    path("", include("problems.api_working_urls")),
    path("", include("problems.time_api_urls")),
    path("staffing/", include("staffing.api_urls")),
    path("", include("verification.api_urls")),
    path("", include("approvals.api.urls")),
]
