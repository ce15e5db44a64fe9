"""The ledger list as its address asks: filters, order, columns, totals, what is refused; views under a name."""

from datetime import timedelta

import pytest
from django.test import Client

from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.scope import standing_of
from problems import policies
from problems.models import SavedView
from problems.selectors.columns import COLUMNS, ORDERS
from problems.services import saved_views
from problems.states import State
from tests.factories import a_deadline, a_problem, a_unit, an_office, fresh, people_of, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office(superior=an_office())


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def listed(account, query=""):
    answer = client_of(account).get(f"/ledger/?{query}")
    assert answer.status_code == 200, answer.context["wrong"]
    return [row["problem"].pk for row in answer.context["rows"]]


def test_each_filter_keeps_exactly_what_it_says(office):
    department = a_unit(office)
    below = a_unit(department=a_unit(department=department))
    clerk = team_of(office).clerk
    registered = a_problem(State.REGISTERED, unit=department, kind="self_set_quota", found=2, cause="systemic")
    rectifying = a_problem(State.RECTIFYING, unit=below, finder_level="superior")
    plan = a_problem(State.PLAN_SUBMITTED, unit=a_unit(office), found_on=today() - timedelta(days=90))
    closed = a_problem(State.CLOSED, unit=a_unit(office))
    day, ago = today().isoformat(), (today() - timedelta(days=90)).isoformat()
    cases = {
        f"unit={department.pk}": {registered.pk, rectifying.pk},
        "state=open": {registered.pk, rectifying.pk, plan.pk},
        "state=closed": {closed.pk},
        "cause=systemic": {registered.pk},
        "finder=superior": {rectifying.pk},
        "holder=unit": {rectifying.pk},
        "holder=office": {registered.pk, plan.pk},
        "holder=superior": set(),
        "overdue=no&state=rectifying": {rectifying.pk},
        f"found_from={ago}&found_to={ago}": {plan.pk},
        f"closed_from={day}": {closed.pk},
        f"deadline_to={day}": set(),
        f"deadline_from={day}": {rectifying.pk, plan.pk, closed.pk},
        f"registered_from={day}&registered_to={day}": {registered.pk, rectifying.pk, plan.pk, closed.pk},
        "relapsed=no": {registered.pk, rectifying.pk, plan.pk, closed.pk},
        "taken_over=yes": set(),
        "type=self_set_quota": {registered.pk},
        "tag=三超两乱": set(),
    }
    for query, wanted in cases.items():
        assert set(listed(clerk, query)) == wanted, query


def test_every_order_is_total_and_its_reverse_is_the_reverse(office):
    unit = a_unit(office)
    for state in (State.REGISTERED, State.RECTIFYING, State.REGISTERED):
        a_problem(state, unit=unit)
    clerk = team_of(office).clerk
    for order in ORDERS:
        rows = listed(clerk, f"sort={order}&columns={'&columns='.join(COLUMNS)}")
        assert len(rows) == 3, order
        if order in {"facts", "unit", "type", "state"}:
            assert listed(clerk, f"sort=-{order}") == rows[::-1], order


@pytest.mark.parametrize(
    "query",
    [
        "reporter__name=x",
        "facts__contains=x",
        "id=1",
        "sort=registered_by__name",
        "sort=pk",
        "columns=identity",
        "columns=registered_by",
        "state=nothing",
        "unit=999999999",
        "found_from=yesterday",
        "found_from=2026-03-02&found_to=2026-03-01",
        "holder=everybody",
        "year=many",
        "q=%00",
    ],
)
def test_what_the_list_does_not_offer_is_refused_with_a_sentence(office, query):
    a_problem(unit=a_unit(office))
    client = client_of(team_of(office).clerk)
    page, api = client.get(f"/ledger/?{query}"), client.get(f"/api/v1/problems/?{query}")
    export = client.post(f"/ledger/export/?{query}", {"format": "csv"})
    assert [page.status_code, api.status_code, export.status_code] == [422, 422, 422]
    assert page.context["wrong"] and not page.context["rows"] and page.context["sums"].rows == 0
    assert api.json()["code"] == "invalid" and api.json()["errors"]


def test_a_hidden_value_is_refused_like_one_that_does_not_exist(office):
    """No oracle: another office's unit, an unknown unit and a foreign office answer alike."""
    foreign = a_unit(an_office())
    client = client_of(people_of(a_unit(office)).clerk)
    answers = [
        client.get(f"/api/v1/problems/?unit={pk}", headers={"Accept-Language": "en"}).json()
        for pk in (foreign.pk, 10**9)
    ]
    assert answers[0] == answers[1]
    codes = [client.get(f"/api/v1/problems/?office={code}").json() for code in (foreign.office.code, "NOWHERE")]
    assert codes[0] == codes[1] and codes[0]["code"] == "invalid"


def test_totals_count_the_filter_and_not_the_page(office):
    unit = a_unit(office)
    for _number in range(3):
        a_problem(State.REGISTERED, unit=unit, kind="outside_quota_staff", found=4)
    a_problem(State.CLOSED, unit=unit)
    client = client_of(team_of(office).clerk)
    totals = client.get("/api/v1/problems/?page_size=1").json()["totals"]
    assert totals == {"rows": 4, "open": 3, "red": 0, "closed": 1, "on_time": 1, "counted": 12, "rectified": 0}
    assert client.get("/api/v1/problems/?page_size=1&state=closed").json()["count"] == 1
    shown = client.get("/ledger/?state=closed").context["sums"]
    assert (shown.rows, shown.open, shown.closed) == (1, 0, 1)


def test_figures_of_another_day_follow_the_filter(office):
    unit = a_unit(office)
    a_problem(State.CLOSED, unit=unit)
    client = client_of(team_of(office).clerk)
    now = client.get(f"/ledger/?as_of={today().isoformat()}").context["as_of"]
    before = client.get(f"/ledger/?as_of={(today() - timedelta(days=1)).isoformat()}").context["as_of"]
    assert (now["found"], now["closed"], before["found"]) == (1, 1, 0)


def test_the_columns_asked_for_are_shown_and_a_sent_form_leaves_a_clean_address(office):
    a_problem(unit=a_unit(office))
    client = client_of(team_of(office).clerk)
    page = client.get("/ledger/?columns=remark&columns=unit")
    assert [one.key for one in page.context["columns"]] == ["number", "unit", "remark"]
    sent = client.get("/ledger/?shown=1&state=open&light=&q=&found_from=&columns=unit")
    assert (sent.status_code, sent["Location"]) == (302, "?state=open&columns=unit")


def test_a_view_is_kept_replaced_shared_and_removed(office):
    team = team_of(office)
    client = client_of(team.clerk)
    for query in ("state=open&page=7&light=", "state=closed"):
        answer = client.post("/ledger/views/", {"name": "  要紧的几项  ", "query": query, "shared": "on"})
        assert answer.status_code == 302
    view = SavedView.objects.get()
    assert (view.name, view.query, view.office_id) == ("要紧的几项", "state=closed", office.pk)
    assert "要紧的几项" in client_of(team.leader).get("/ledger/").content.decode()
    other = client_of(team_of(an_office()).clerk)
    assert "要紧的几项" not in other.get("/ledger/").content.decode()
    assert client_of(team.leader).post(f"/ledger/views/{view.pk}/remove/").status_code == 404
    assert client.post(f"/ledger/views/{view.pk}/remove/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_that_would_open_a_refusal_is_not_kept(office):
    clerk = team_of(office).clerk
    assert client_of(clerk).post("/ledger/views/", {"name": "x", "query": "reporter=1"}).status_code == 422
    with pytest.raises(Invalid):
        saved_views.save_view(name=" ", query="", actor=clerk)
    with pytest.raises(NotFound):
        saved_views.remove_view(view_id=10**6, actor=clerk)


def test_the_list_shows_exactly_what_the_policy_lets_each_person_see(office):
    department = a_unit(office)
    for state in (State.REGISTERED, State.ASSIGNED, State.CLOSED, State.VOIDED):
        a_problem(state, unit=a_unit(department=department))
        a_problem(state, unit=a_unit(an_office()))
    people = [team_of(office).clerk, team_of(office.superior).leader, people_of(department).clerk]
    for account in people:
        seen = set(policies.visible_to(standing_of(account)).values_list("pk", flat=True))
        assert set(listed(account, "subtree=on")) == seen
    assert fresh(a_problem(unit=department, deadline=a_deadline())).pk in listed(people[0])
