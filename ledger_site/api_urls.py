"""Addresses of the API, version 1."""

from django.urls import include, path

from problems import api

urlpatterns = [
    path("problems/", api.ProblemList.as_view(), name="api_problems"),
    path("problems/<int:pk>/", api.ProblemDetail.as_view(), name="api_problem"),
    path("problems/<int:pk>/timeline/", api.ProblemTimeline.as_view(), name="api_timeline"),
    path("problems/<int:pk>/assign/", api.Assign.as_view(), name="api_assign"),
    path("problems/<int:pk>/plan/", api.Plan.as_view(), name="api_plan"),
    path("problems/<int:pk>/plan/approve/", api.ApprovePlan.as_view(), name="api_approve_plan"),
    path("problems/<int:pk>/plan/return/", api.ReturnPlan.as_view(), name="api_return_plan"),
    path("problems/<int:pk>/void/", api.Void.as_view(), name="api_void"),
    path("my-work/", api.MyWork.as_view(), name="api_my_work"),
    path("figures/", api.Figures.as_view(), name="api_figures"),
    path("units/", api.Units.as_view(), name="api_units"),
    path("imports/", include("problems.imports.api_urls")),
    path("", include("problems.api_working_urls")),
    path("", include("problems.time_api_urls")),
    path("", include("verification.api_urls")),
    path("", include("approvals.api_urls")),
]
