"""What was refused is asked again without typing it again. Source: D1 (once), D4."""

import re
from html import unescape
from typing import Any

import pytest
from approvals_cast import TODAY, an_application
from django.test import Client

from approvals.models import Application, ApplicationKind
from audit.acts import act
from organizations.models import Account
from problems.services import intake
from tests.factories import a_problem, a_unit, people_of, system_account, team_of

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


def head_of(page: Any) -> str:
    """The button of the page as it is drawn."""
    return re.search(r'class="l-head-actions">(<a[^>]*>)', page.content.decode()).group(1)  # type: ignore[union-attr]


def test_applying_again_is_the_main_button_once_nothing_stands_in_the_way(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("assigned", unit=unit)
    refused = an_application("refused", unit=unit)
    clerk, url = signed_in(people_of(unit).clerk), f"/approvals/{refused.pk}/"
    page = clerk.get(url)
    text = unescape(page.content.decode())
    assert again(refused) in unescape(head_of(page)) and "btn-primary" not in head_of(page)
    assert "现在重新申请仍不会受理" in text and problem.number in text
    asked = f"/approvals/pre-check/?unit={unit.pk}&kind=more_quota&amount=2"
    assert asked in text and clerk.get(asked).context["panel"].outcome == "refused"
    intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=team_of(unit.office).chief)
    page = clerk.get(url)
    assert "btn-primary" in head_of(page) and again(refused) in unescape(head_of(page))
    assert "现在重新申请仍不会受理" not in page.content.decode()


def test_what_would_be_asked_again_is_not_blocked_by_the_finding_on_the_earlier_motion(kinds: Kinds) -> None:
    unit = a_unit()
    refused = an_application("refused", unit=unit, irregular="未经党组集体研究")
    assert "btn-primary" in head_of(signed_in(people_of(unit).clerk).get(f"/approvals/{refused.pk}/"))


def test_a_unit_that_is_gone_is_not_offered_to_apply_again(kinds: Kinds) -> None:
    unit = a_unit()
    a_problem("assigned", unit=unit)
    refused = an_application("refused", unit=unit)
    with act("unit.enter", actor=system_account().actor_facts()):
        unit.valid_until = TODAY
        unit.save(update_fields=["valid_until"])
    assert "again=" not in signed_in(people_of(unit).clerk).get(f"/approvals/{refused.pk}/").content.decode()
