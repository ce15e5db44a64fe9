"""Addresses of the ledger's pages."""

from django.urls import path

from problems.pages import acts, entry, ledger

app_name = "problems"
urlpatterns = [
    path("", ledger.problem_index, name="list"),
    path("register/", ledger.problem_register, name="register"),
    path("similar/", ledger.similar, name="similar"),
    path("units/", ledger.units, name="units"),
    path("evidence/<int:pk>/", acts.evidence, name="evidence"),
    path("<int:pk>/", entry.problem_detail, name="detail"),
    path("<int:pk>/assign/", acts.assign, name="assign"),
    path("<int:pk>/plan/", acts.plan, name="plan"),
    path("<int:pk>/plan/decision/", acts.decide_plan, name="decide_plan"),
    path("<int:pk>/progress/", acts.progress, name="progress"),
    path("<int:pk>/comment/", acts.comment, name="comment"),
    path("<int:pk>/void/", acts.void, name="void"),
]
