"""Post-use plans: each post names its talent class, and a meeting sees the share of each class. D3."""

from typing import Any

import pytest
from approvals_cast import an_application, on_agenda
from django.urls import reverse

from approvals.models import ApplicationKind
from approvals.selectors.plans import talent_shares
from approvals.services import filing
from approvals.services.filing import NewItem
from organizations.errors import Invalid
from organizations.models import Unit
from staffing.services import change_quota, declare_staff
from tests.factories import a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def a_staffed_unit(office: Any = None) -> Unit:
    unit = a_unit(office)
    given: dict[str, Any] = {"unit_id": unit.pk, "kind": "institution", "actor": team_of(unit.office).clerk}
    change_quota(count=9, document="云编〔2020〕1号", **given)
    declare_staff(actual=3, document="2026年统计", **given)
    return unit


def posts(amount: int, talent_class: str) -> NewItem:
    return NewItem(
        "招聘", amount=amount, post_kind="institution", specialty="会计", entry_mode="招聘", talent_class=talent_class
    )


def test_a_plan_without_a_talent_class_is_not_filed(kinds: Kinds) -> None:
    unit = a_staffed_unit()
    application = an_application(unit=unit, kind="quota_use_plan", items=[posts(1, "")])
    with pytest.raises(Invalid) as refused:
        filing.submit(application_id=application.pk, actor=people_of(unit).head)
    assert set(refused.value.errors) == {"items"}
    whole = an_application(unit=unit, kind="quota_use_plan", items=[posts(1, "高层次人才")])
    assert filing.submit(application_id=whole.pk, actor=people_of(unit).head).number


def test_a_meeting_sees_the_share_of_each_talent_class(kinds: Kinds, client: Any) -> None:
    unit = a_staffed_unit()
    first = an_application(
        "accepted", unit=unit, kind="quota_use_plan", items=[posts(2, "紧缺专业"), posts(1, "高层次人才")]
    )
    meeting = on_agenda(first)
    other = a_staffed_unit(unit.office)
    on_agenda(an_application("accepted", unit=other, kind="quota_use_plan", items=[posts(1, "紧缺专业")]), meeting)
    on_agenda(an_application("accepted", unit=other, kind="more_quota"), meeting)
    found = talent_shares(meeting)
    assert [(one.talent_class, one.posts, one.percent) for one in found] == [
        ("紧缺专业", 3, 75.0),
        ("高层次人才", 1, 25.0),
    ]
    client.force_login(team_of(unit.office).clerk)
    page = client.get(reverse("approvals:meeting", args=[meeting.pk])).content.decode()
    assert "75.0" in page and "高层次人才" in page
