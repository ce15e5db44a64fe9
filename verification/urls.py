"""Addresses of verification: the desks, the steps of an entry, its notices, invitations of departments."""

from django.urls import path

from verification.pages import desks, joint, others, papers, rules, steps

app_name = "verification"
urlpatterns = [
    path("", desks.desk_page, name="desk"),
    path("superior/", desks.superior_desk_page, name="superior_desk"),
    path("<int:pk>/apply/", steps.apply, name="apply"),
    path("<int:pk>/check/", steps.check, name="check"),
    path("<int:pk>/acceptance/", steps.acceptance, name="acceptance"),
    path("<int:pk>/look-back/", steps.look_back, name="look_back"),
    path("<int:pk>/waiver/", others.waiver, name="waiver"),
    path("<int:pk>/sign-off/", steps.sign_off, name="sign_off"),
    path("<int:pk>/consent/", steps.consent, name="consent"),
    path("<int:pk>/later-look-back/", steps.later_look_back, name="later_look_back"),
    path("<int:pk>/invite/", joint.invite, name="invite"),
    path("<int:pk>/withdraw/", joint.withdraw, name="withdraw"),
    path("<int:pk>/opinion/", joint.opinion, name="opinion"),
    path("<int:pk>/ask-verifier/", others.ask_verifier, name="ask_verifier"),
    path("<int:pk>/name-verifier/", others.name_verifier, name="name_verifier"),
    path("<int:pk>/end-loan/", others.end_loan, name="end_loan"),
    path("<int:pk>/feedback/", others.feedback, name="feedback"),
    path("invitations/<int:pk>/", joint.invitation, name="invitation"),
    path("invitations/<int:pk>/files/<int:evidence>/", joint.invitation_file, name="invitation_file"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/of/<int:pk>/add/", rules.add, name="add_rule"),
    path("rules/<int:pk>/retire/", rules.retire, name="retire_rule"),
    path("notices/<int:pk>/", papers.notice, name="notice"),
    path("notices/<int:pk>.pdf", papers.notice_pdf, name="notice_pdf"),
]
