"""The lists of approvals and staffing: what they can be narrowed by, and that they refuse everything else. ADR 0014."""

from typing import Any

import pytest
from approvals_cast import an_application
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from approvals.selectors.applications import application_list
from approvals.states import State
from ledger_site.list_filters import day_asked, filters_asked
from organizations.errors import Invalid
from tests.factories import a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
REFUSED = (
    ("approvals:list", "state=magic", 422),
    ("approvals:list", "kind=magic", 422),
    ("approvals:list", "office=NOWHERE", 422),
    ("approvals:list", "unit__name=x", 422),
    ("approvals:list", "state=paused&kind=rename&q=x&page=1", 200),
    ("api_applications", "state=magic", 422),
    ("api_applications", "kind=magic", 422),
    ("api_applications", "office=NOWHERE", 422),
    ("api_applications", "reporter=1", 422),
    ("api_applications", "state=paused&kind=rename&page_size=5", 200),
    ("approvals:follow_up", "show=all", 422),
    ("approvals:follow_up", "show=closed", 200),
    ("api_tasks", "show=all", 422),
    ("api_tasks", "show=open", 200),
    ("approvals:meetings", "state=open", 422),
    ("api_meetings", "state=open", 422),
    ("approvals:copies", "state=open", 422),
    ("api_copies", "state=open", 422),
    ("staffing:list", "shown=all", 422),
    ("staffing:list", "office=0", 422),
    ("staffing:list", "on=yesterday", 422),
    ("staffing:list", "on=1066-10-14", 422),
    ("staffing:list", "on=2026-08-01&shown=over&q=a", 200),
    ("staffing:alerts", "state=magic", 422),
    ("staffing:alerts", "state=cleared", 200),
    ("staffing:ceilings", "sort=x", 422),
    ("api_staffing", "shown=all", 422),
    ("api_staffing", "office=NOWHERE", 422),
    ("api_staffing_alerts", "state=magic", 422),
)


@pytest.mark.parametrize(("route", "query", "status"), REFUSED)
def test_a_list_refuses_what_it_does_not_know(
    client: Client, kinds: dict[str, Any], route: str, query: str, status: int
) -> None:
    client.force_login(team_of(a_unit().office).clerk)
    assert client.get(f"{reverse(route)}?{query}").status_code == status


def test_a_refusal_names_every_filter_that_does_not_fit() -> None:
    asked = QueryDict("state=magic&office=YC&colour=red&page=2")
    with pytest.raises(Invalid) as refused:
        filters_asked(asked, {"state": ("open",), "office": ("YC",), "q": None})
    assert set(refused.value.errors) == {"state", "filter"}
    assert "magic" in str(refused.value) and "colour" in str(refused.value)
    fine = QueryDict("", mutable=True)
    fine.update(MultiValueDict({"state": [" open "], "q": ["any words"]}))
    assert filters_asked(fine, {"state": ("open",), "q": None, "on": None}) == {
        "state": "open",
        "q": "any words",
        "on": "",
    }


def test_a_day_that_is_none_is_refused() -> None:
    for text in ("x", "2026-02-30", "1948-12-31", "2101-01-01"):
        with pytest.raises(Invalid):
            day_asked(QueryDict(f"on={text}"))


def test_the_list_of_applications_is_narrowed_by_state_kind_and_words(client: Client, kinds: dict[str, Any]) -> None:
    unit = a_unit()
    draft, filed = an_application(unit=unit, kind="rename"), an_application(State.REVIEWED, unit=unit)
    clerk = people_of(unit).clerk
    assert list(application_list(viewer=clerk)) == [draft, filed]
    assert list(application_list(viewer=clerk, state=State.REVIEWED)) == [filed]
    assert list(application_list(viewer=clerk, kind="rename")) == [draft]
    assert list(application_list(viewer=clerk, q=filed.title)) == [filed]
    assert list(application_list(viewer=team_of(unit.office).clerk, q=unit.name)) == [filed]
    assert not application_list(viewer=people_of(a_unit(unit.office)).clerk).exists()
    client.force_login(clerk)
    page = client.get(reverse("approvals:list"), {"state": "draft"}).content.decode()
    assert draft.title in page and filed.title not in page
