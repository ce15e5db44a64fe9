"""The page of the official reply: tasks and copies of one's own, and nothing that was typed is dropped. D8, D9."""

from datetime import timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application, decided, fresh
from django.test import Client

from approvals.models import ApplicationKind, Decision
from approvals.services.filing import NewItem
from tests.factories import a_partner, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
DAY = (TODAY + timedelta(days=30)).isoformat()


def a_page(kinds: Kinds) -> tuple[Any, Client, dict[str, Any], int]:
    """A decided matter of two items, the leader's browser, the form as it is offered, the place of the task added."""
    items = [NewItem(f"增加事业编制{n}", amount=n, post_kind="institution", quota_source="本级") for n in (1, 2)]
    application = an_application("accepted", items=items)
    decided(application)
    client = Client()
    client.force_login(team_of(application.office).leader)
    form = client.get(f"/approvals/{application.pk}/reply/").context["form"]
    names = ("subject", "task", "due", "item")
    data = {name: form[name].value() or "" for name in form.fields if name.split("_")[0] in names}
    data |= {"text": "同意所请事项", "version": fresh(application).version, "copies": form["copies"].value()}
    return application, client, data, max(int(name[5:]) for name in data if name.startswith("task_"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"task": "修订三定", "subject": "duties"}, "due"),  # no day
        ({"due": DAY, "subject": "duties"}, "task"),  # no words
        ({"task": "修订三定", "due": DAY}, "subject"),
    ],
)
def test_half_a_task_is_an_error_and_keeps_what_was_typed(kinds: Kinds, typed: dict[str, str], field: str) -> None:
    application, client, data, place = a_page(kinds)
    path = f"/approvals/{application.pk}/reply/"
    refused = client.post(path, {**data, **{f"{name}_{place}": text for name, text in typed.items()}})
    assert refused.status_code == 422 and not Decision.objects.exists()
    form = refused.context["form"]
    assert set(form.errors) == {f"{field}_{place}"}
    assert all(form[f"{name}_{place}"].value() == text for name, text in typed.items())
    emptied = {**data, "task_1": ""}  # an offered one without its words, and its day left
    assert set(client.post(path, emptied).context["form"].errors) == {"task_1"}
    assert client.post(path, {**data, "task_1": "", "due_1": ""}).status_code == 302
    assert application.tasks.count() == place - 2


def test_a_task_with_its_item_and_a_receiver_of_ones_own_are_added(kinds: Kinds) -> None:
    application, client, data, place = a_page(kinds)
    path = f"/approvals/{application.pk}/reply/"
    item = application.items.get(what="增加事业编制2")
    partner = a_partner(application.office, "audit")
    added = {
        f"subject_{place}": "duties", f"task_{place}": "修订三定", f"due_{place}": DAY, f"item_{place}": str(item.pk)
    }  # fmt: skip
    assert client.get(path).context["form"].fields["receiver"]
    half = client.post(path, {**data, **added, "receiver": f"p{partner.pk}"})
    assert half.status_code == 422 and set(half.context["form"].errors) == {"receiver_must"}
    half = client.post(path, {**data, **added, "receiver_must": "纳入审计"})
    assert half.status_code == 422 and set(half.context["form"].errors) == {"receiver"}
    done = client.post(path, {**data, **added, "receiver": f"p{partner.pk}", "receiver_must": "纳入审计"})
    assert done.status_code == 302
    task = application.tasks.get(text="修订三定")
    assert (task.subject, task.item, task.due_on.isoformat()) == ("duties", item, DAY)
    copies = Decision.objects.get(application=application).copies
    assert copies.get(partner=partner).must == "纳入审计"
    assert copies.count() == 1 + len(data["copies"])
