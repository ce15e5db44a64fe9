"""Addresses of the ledger's pages."""

from django.urls import path

from problems.pages import acts, entry, evidence, ledger, planning, supervision, timing

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
    path("<int:pk>/plan/", planning.plan, name="plan"),
    path("<int:pk>/plan/decision/", acts.decide_plan, name="decide_plan"),
    path("<int:pk>/progress/", evidence.progress, name="progress"),
    path("<int:pk>/comment/", evidence.comment, name="comment"),
    path("<int:pk>/files/reuse/", evidence.reuse, name="reuse_evidence"),
    path("<int:pk>/void/", acts.void, name="void"),
    path("<int:pk>/extension/", timing.ask_extension, name="ask_extension"),
    path("<int:pk>/extension/decision/", timing.decide_extension, name="decide_extension"),
    path("<int:pk>/required-consent/", timing.required_consent, name="required_consent"),
    path("<int:pk>/pause/", timing.pause, name="pause"),
    path("<int:pk>/resume/", timing.resume, name="resume"),
    path("<int:pk>/list/", supervision.list_entry, name="list_supervision"),
    path("<int:pk>/delist/", supervision.delist_entry, name="delist_supervision"),
    path("<int:pk>/urge/", supervision.urge, name="urge"),
    path("<int:pk>/progress/<int:report_pk>/return/", supervision.return_progress, name="return_progress"),
    path("<int:pk>/incident/", supervision.report_incident, name="report_incident"),
    path("<int:pk>/incident/<int:incident_pk>/note/", supervision.note_incident, name="note_incident"),
    path("listed/", supervision.board, name="listed"),
]
