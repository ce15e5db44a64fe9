"""Addresses of the ledger's pages."""

from django.urls import path

from problems.pages import acts, entry, evidence, ledger

app_name = "problems"
urlpatterns = [
    path("", ledger.problem_index, name="list"),
    path("register/", ledger.problem_register, name="register"),
    path("similar/", ledger.similar, name="similar"),
    path("units/", ledger.units, name="units"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/about/", evidence.evidence_page, name="evidence_page"),
    path("evidence/<int:pk>/picture/", evidence.picture, name="evidence_picture"),
    path("evidence/<int:pk>/replace/", evidence.replace, name="replace_evidence"),
    path("evidence/<int:pk>/withdraw/", evidence.withdraw, name="withdraw_evidence"),
    path("comment/<int:pk>/withdraw/", evidence.withdraw_comment, name="withdraw_comment"),
    path("comment-file/<int:pk>/", evidence.comment_file, name="comment_file"),
    path("<int:pk>/", entry.problem_detail, name="detail"),
    path("<int:pk>/assign/", acts.assign, name="assign"),
    path("<int:pk>/plan/", acts.plan, name="plan"),
    path("<int:pk>/plan/decision/", acts.decide_plan, name="decide_plan"),
    path("<int:pk>/progress/", evidence.progress, name="progress"),
    path("<int:pk>/comment/", evidence.comment, name="comment"),
    path("<int:pk>/files/reuse/", evidence.reuse, name="reuse_evidence"),
    path("<int:pk>/void/", acts.void, name="void"),
]
