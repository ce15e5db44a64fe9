"""What was refused is asked again without typing it again. Source: D1 (once), D4."""

from html import unescape

import pytest
from approvals_cast import an_application
from django.test import Client

from approvals.models import Application, ApplicationKind
from organizations.models import Account
from tests.factories import a_problem, a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client


def again(application: Application) -> str:
    return f"/approvals/new/{application.kind.code}/?unit={application.unit_id}&again={application.pk}"


def test_a_refused_application_is_made_again_from_its_own_words(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("assigned", unit=unit)
    refused = an_application("refused", unit=unit)
    clerk = signed_in(people_of(unit).clerk)
    assert again(refused) in unescape(clerk.get(f"/approvals/{refused.pk}/").content.decode())
    page = clerk.get(again(refused))
    form, rows = page.context["form"], page.context["rows"]
    assert form["title"].value() == refused.title and form["form_grounds"].value() == refused.form["grounds"]
    assert rows[0]["amount"].value() == 2
    assert not form["figures_agree"].value() and not form["version"].value()  # stock is taken anew
    assert Application.objects.filter(unit=unit).count() == 1  # looking keeps nothing


def test_an_application_under_way_is_not_made_again(kinds: Kinds) -> None:
    application = an_application("reviewed")
    page = signed_in(people_of(application.unit).clerk).get(f"/approvals/{application.pk}/")
    assert "again=" not in page.content.decode()


def test_the_office_is_not_offered_to_apply_again(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("assigned", unit=unit)
    refused = an_application("refused", unit=unit)
    assert "again=" not in signed_in(team_of(unit.office).clerk).get(f"/approvals/{refused.pk}/").content.decode()


@pytest.mark.parametrize("wanted", ["other", "0", "x", "9" * 30])
def test_words_of_others_and_of_nothing_fill_no_draft(kinds: Kinds, wanted: str) -> None:
    unit, other = a_unit(), an_application("pre_review")
    path = f"/approvals/new/more_quota/?unit={unit.pk}&again={other.pk if wanted == 'other' else wanted}"
    assert signed_in(people_of(unit).clerk).get(path).status_code == 404
