"""Faults of the product that these tests have found and that are not mended yet.

The test of a fault is expected to fail, and fails the run as soon as the fault is gone: then remove its line here.
"""

import pytest

FAULTS = {
    "schema": "settings.py: SPECTACULAR_SETTINGS lacks SERVE_PERMISSIONS, so visitors read the schema of the API",
    "enum": "settings.py: SPECTACULAR_SETTINGS lacks ENUM_NAME_OVERRIDES for the states of entries and imports",
    "origin": "settings.py lacks WHITENOISE_ALLOW_ALL_ORIGINS = False",
    "proxy": "settings.py lacks AXES_CLIENT_IP_CALLABLE; axes takes the proxy for the client of everybody",
    "spelling": "names are found whatever their case, but axes counts each spelling apart (AXES_USERNAME_CALLABLE)",
    "limits": "settings.py: ACCOUNT_RATE_LIMITS has to switch login_failed off in production as it does in tests",
    "in a row": "settings.py lacks AXES_RESET_ON_SUCCESS = True, while the page says ten wrong passwords in a row",
    "inactive": "ledger_site/urls.py lacks account_inactive, to which allauth leads inactive accounts: 500",
    "suspended": "organizations/people.py: set_status leaves the sessions of a suspended account in the table",
    "same password": "organizations/people.py: change_password takes the old password as the new one",
    "trail menu": "ledger_site/navigation.py offers the trail to observers, audit/pages/trail.py answers them 404",
    "department": "templates/organizations/unit.html links a department that its subordinates may not see",
    "nesting": "thousands of opening brackets end in RecursionError in the JSON parser of the API: 500",
    "budget": "list and detail: the calendar, the person, evidence and keys are read more than once",
}


def known(fault: str) -> pytest.MarkDecorator:
    """The mark of a test that a fault above makes fail."""
    return pytest.mark.xfail(strict=True, reason=FAULTS[fault])
