"""Addresses of pages and API. Every route has its line in ``ledger_site/routes.py``."""

from allauth.account import views as accounts
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from ledger_site import health, lists
from organizations.pages import access
from organizations.pages.language import set_language
from organizations.signin import PasswordPage
from problems.pages.work import my_work_page

account_pages = [
    path("sign-in/", accounts.login, name="account_login"),
    path("sign-out/", accounts.logout, name="account_logout"),
    path("not-active/", accounts.account_inactive, name="account_inactive"),
    path("access/", access.access, name="account_access"),
    path("access/tokens/", access.new_token, name="account_new_token"),
    path("access/tokens/<int:pk>/revoke/", access.end_token, name="account_end_token"),
    path("access/sessions/end/", access.end_other_sessions, name="account_end_sessions"),
    path("password/", PasswordPage.as_view(), name="account_change_password"),
]

urlpatterns = [
    path("", my_work_page, name="my_work"),
    path("ledger/", include("problems.urls")),
    path("import/", include("problems.imports.urls")),
    path("staffing/", include("staffing.urls")),
    path("verification/", include("verification.urls")),
    path("approvals/", include("approvals.urls")),
    path("units/", include("organizations.urls")),
    path("accounts/", include("organizations.account_urls")),
    path("trail/", include("audit.urls")),
    path("account/", include(account_pages)),
    path("lists/<slug:key>/export/", lists.export_table, name="export_table"),
    path("lists/<slug:key>/<int:pk>/export/", lists.export_table, name="export_table_of"),
    path("language/", set_language, name="set_language"),
    path("api/v1/", include("ledger_site.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
]

handler400 = "ledger_site.errors.bad_request"
handler403 = "ledger_site.errors.forbidden"
handler404 = "ledger_site.errors.not_found"
handler500 = "ledger_site.errors.failed"
