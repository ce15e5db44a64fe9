"""Pages and API of the register: what people and programs see, never a number in full. F3, F4, G8."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from staffing_cast import a_staffed_unit, an_identity_number, entered

from organizations.clock import today
from organizations.models import Partner
from organizations.roles import Role
from problems.models import Problem
from staffing import services
from staffing.models import Alert, Post, Quota
from tests.factories import a_partner, a_person_with, an_office, people_of, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client):
    def go(account, name, *args, data=None, post=False, **query):
        client.force_login(account)
        address = reverse(name, args=args)
        if post:
            return client.post(address, data or {})
        return client.get(address, query)

    return go


def test_the_list_shows_figures_and_filters_by_what_speaks(visit):
    office = an_office()
    over, fine = a_staffed_unit(office=office, actual=41), a_staffed_unit(office=office, actual=30)
    clerk = team_of(office).clerk
    page = visit(clerk, "staffing:list").content.decode()
    assert over.name in page and fine.name in page
    page = visit(clerk, "staffing:list", shown="over").content.decode()
    assert over.name in page and fine.name not in page


def test_the_list_asks_as_often_for_eleven_units_as_for_one(client, django_assert_max_num_queries):
    office = an_office()
    a_staffed_unit(office=office, actual=41)
    client.force_login(team_of(office).clerk)
    client.get(reverse("staffing:list"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("staffing:list"))
    for _ in range(10):
        a_staffed_unit(office=office, actual=41)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("staffing:list"))


def test_a_unit_reads_its_own_position_with_sources_and_not_anothers(visit):
    unit, other = a_staffed_unit(), a_staffed_unit()
    page = visit(people_of(unit).clerk, "staffing:unit", unit.pk)
    assert "云编〔2021〕3号" in page.content.decode()
    assert visit(people_of(unit).clerk, "staffing:unit", other.pk).status_code == 404
    assert visit(people_of(unit).clerk, "api_staffing_unit", unit.pk, on="2020-01-01").json()["kinds"] == []


def test_no_page_and_no_answer_of_the_api_holds_an_identity_number(visit):
    unit, number = a_staffed_unit(), an_identity_number()
    clerk = team_of(unit.office).clerk
    entered(unit, identity_number=number)
    for name in ("staffing:roster", "api_staffing_roster", "staffing:unit", "api_staffing_unit"):
        assert number not in visit(clerk, name, unit.pk).content.decode()
    assert f"320102**********{number[-2:]}" in visit(clerk, "staffing:roster", unit.pk).content.decode()
    auditor = a_person_with(Role.AUDIT_ADMIN, unit.office)
    assert visit(auditor, "staffing:unit", unit.pk).status_code == 200
    assert visit(auditor, "staffing:roster", unit.pk).status_code == 404


def test_a_person_is_entered_on_the_page_and_a_wrong_number_is_named(visit):
    unit = a_staffed_unit()
    clerk = team_of(unit.office).clerk
    data = {
        "name": "王小明",
        "identity_number": "110105194912310021",
        "kind": "institution",
        "pay": "finance",
        "entered_on": today(),
        "document": "上编通知单1",
        "as_found": "on",
    }
    refused = visit(clerk, "staffing:enter", unit.pk, data=data, post=True)
    assert refused.status_code == 422
    assert not Post.objects.exists()
    data["identity_number"] = an_identity_number()
    assert visit(clerk, "staffing:enter", unit.pk, data=data, post=True).status_code == 302
    assert Post.objects.count() == 1


def test_a_quota_is_changed_on_the_page(visit):
    unit = a_staffed_unit(quota=35)
    data = {"kind": "institution", "count": 40, "from_on": today(), "document": "云编〔2026〕4号"}
    assert visit(team_of(unit.office).leader, "staffing:quota", unit.pk, data=data, post=True).status_code == 302
    assert Quota.objects.filter(unit=unit).count() == 2


def test_a_warning_is_answered_by_one_of_its_buttons(visit):
    unit = a_staffed_unit(actual=41)
    clerk, alert = team_of(unit.office).clerk, Alert.objects.get(unit=unit)
    page = visit(clerk, "staffing:alert", alert.pk).content.decode()
    assert "41" in page
    assert visit(clerk, "staffing:answer", alert.pk, data={"reason": "x"}, post=True).status_code == 422
    data = {"decision": "enter", "facts": "超编6名", "violation_type": "staff_over_quota"}
    assert visit(clerk, "staffing:answer", alert.pk, data=data, post=True).status_code == 302
    assert Problem.objects.get(unit=unit).found == 6
    assert visit(clerk, "staffing:answer", alert.pk, data=data, post=True).status_code == 409


def test_a_partner_sees_what_was_shared_and_confirms_it(visit):
    unit, other = a_staffed_unit(), a_staffed_unit()
    partner = a_partner(unit.office, Partner.Kind.FINANCE)
    finance = a_person_with(Role.PARTNER, partner)
    assert visit(finance, "staffing:list").status_code == 404
    services.share_register(
        office_id=unit.office_id, partner_id=partner.pk, reason="核对", actor=team_of(unit.office).leader
    )
    page = visit(finance, "staffing:list").content.decode()
    assert unit.name in page and other.name not in page
    row = unit.declared_staff.get()
    data = {f"declared_{row.pk}": "confirmed"}
    assert visit(finance, "staffing:confirm", unit.pk, data=data, post=True).status_code == 302
    assert row.confirmations.get().answer == "confirmed"


def test_the_api_changes_a_quota_by_a_difference_and_answers_the_position(client):
    unit = a_staffed_unit(quota=35, actual=33)
    client.force_login(team_of(unit.office).leader)
    made = client.post(
        reverse("api_staffing_quota", args=[unit.pk]),
        {"kind": "institution", "by": -2, "document": "云编〔2026〕4号"},
        content_type="application/json",
    )
    assert made.status_code == 201
    body = client.get(reverse("api_staffing_unit", args=[unit.pk])).json()
    kind = body["kinds"][0]
    assert (kind["quota"], kind["actual"], kind["unfilled"], kind["declared"]) == (33, 33, 0, True)
    assert [one["code"] for one in body["checks"]][:4] == ["institution", "quota", "leaders", "staff"]
    assert client.get(reverse("api_staffing_unit", args=[unit.pk]), {"on": "x"}).status_code == 422
