"""Addresses of the register's pages."""

from django.urls import path

from staffing.pages import acts, lists, office

app_name = "staffing"
urlpatterns = [
    path("", lists.staffing_list, name="list"),
    path("units/<int:pk>/", lists.staffing_unit, name="unit"),
    path("units/<int:pk>/roster/", lists.staffing_roster, name="roster"),
    path("units/<int:pk>/quota/", acts.quota, name="quota"),
    path("units/<int:pk>/leadership-quota/", acts.leaders, name="leaders"),
    path("units/<int:pk>/declared/", acts.declare, name="declare"),
    path("units/<int:pk>/declared-leaders/", acts.declare_leaders, name="declare_leaders"),
    path("units/<int:pk>/enter/", acts.enter, name="enter"),
    path("units/<int:pk>/open-roster/", acts.open_roster, name="open_roster"),
    path("units/<int:pk>/commit/", acts.commit, name="commit"),
    path("units/<int:pk>/confirm/", acts.confirm, name="confirm"),
    path("posts/<int:pk>/leave/", acts.leave, name="leave"),
    path("commitments/<int:pk>/use/", acts.use, name="use"),
    path("commitments/<int:pk>/release/", acts.release, name="release"),
    path("alerts/", lists.alerts, name="alerts"),
    path("alerts/<int:pk>/", office.alert, name="alert"),
    path("alerts/<int:pk>/answer/", office.answer, name="answer"),
    path("ceilings/", office.ceilings, name="ceilings"),
    path("ceilings/set/", office.set_ceiling, name="set_ceiling"),
    path("shares/", office.shares, name="shares"),
    path("shares/new/", office.share, name="share"),
    path("shares/<int:pk>/end/", office.end_share, name="end_share"),
    path("imports/", office.imports, name="imports"),
    path("imports/<int:pk>/", office.run, name="run"),
]
