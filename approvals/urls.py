"""Addresses of approvals: the board, guides, pre-check, applications and their acts, sheets, exceptions, rules."""

from django.urls import path

from approvals.pages import applications, gate

app_name = "approvals"
urlpatterns = [
    path("", gate.board, name="board"),
    path("guides/", gate.guides, name="guides"),
    path("guides/<slug:code>/", gate.guide, name="guide"),
    path("pre-check/", gate.pre_check, name="precheck"),
    path("new/<slug:code>/", applications.new, name="new"),
    path("check/<slug:code>/", applications.check, name="check"),
    path("<int:pk>/", applications.detail, name="detail"),
    path("<int:pk>/edit/", applications.edit, name="edit"),
    path("<int:pk>/materials/", applications.materials, name="materials"),
    path("<int:pk>/submit/", applications.submit, name="submit"),
    path("<int:pk>/withdraw/", applications.withdraw, name="withdraw"),
    path("<int:pk>/opinion/", applications.opinion, name="opinion"),
    path("<int:pk>/sections/", applications.sections, name="sections"),
    path("<int:pk>/return/", applications.return_, name="return"),
    path("<int:pk>/irregular/", applications.irregular, name="irregular"),
    path("<int:pk>/admission/", applications.admit, name="admission"),
    path("<int:pk>/revive/", applications.revive, name="revive"),
    path("<int:pk>/lapse/", applications.lapse, name="lapse"),
    path("materials/<int:pk>/", applications.material, name="material"),
    path("sheets/<int:pk>/", gate.sheet, name="sheet"),
    path("papers/<int:pk>.pdf", gate.paper_pdf, name="paper_pdf"),
    path("exceptions/", gate.exception_page, name="exceptions"),
    path("exceptions/new/", gate.new_exception, name="new_exception"),
    path("exceptions/<int:pk>/end/", gate.end_exception, name="end_exception"),
    path("rules/", gate.rules, name="rules"),
    path("rules/draft/", gate.draft_rules, name="draft_rules"),
    path("rules/<int:pk>/", gate.rule, name="rule"),
    path("rules/<int:pk>/edit/", gate.edit_rule, name="edit_rule"),
    path("rules/<int:pk>/impact/", gate.impact, name="impact"),
    path("rules/<int:pk>/publish/", gate.publish, name="publish"),
]
