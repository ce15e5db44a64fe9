"""Addresses of verification: the desk, the steps of an entry, its notices."""

from django.urls import path

from verification import views

app_name = "verification"
urlpatterns = [
    path("", views.desk_page, name="desk"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/acceptance/", views.acceptance, name="acceptance"),
    path("<int:pk>/look-back/", views.look_back, name="look_back"),
    path("<int:pk>/sign-off/", views.sign_off, name="sign_off"),
    path("<int:pk>/consent/", views.consent, name="consent"),
    path("<int:pk>/later-look-back/", views.later_look_back, name="later_look_back"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/<int:pk>.pdf", views.notice_pdf, name="notice_pdf"),
]
