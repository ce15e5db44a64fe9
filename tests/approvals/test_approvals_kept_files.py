"""Files chosen on a form of approvals that is refused need not be chosen again. Source: B7, D1, D7, D9."""

import importlib
import pkgutil
import re
from typing import Any

import pytest
from approvals_cast import TODAY, an_application, initiate, replied
from django.forms import FileField
from django.test import Client
from django.urls import reverse

from approvals import pages
from approvals.models import Application, ApplicationKind, FollowUpTask
from approvals.rules.follow_up import NewTask
from documents.models import StoredFile
from organizations.models import Account
from problems.pages.files import FilesForm
from problems.pages.kept_files import KeptFileForm
from tests.factories import a_file, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="organizations.backend.AccountBackend")
    return client


def references(page: Any, name: str) -> list[str]:
    """The references of files kept for the next sending, as the form carries them."""
    return re.findall(rf'name="{name}" value="([^"]+)"', page.content.decode())


@pytest.fixture
def task(kinds: Kinds) -> FollowUpTask:
    application = an_application("accepted")
    replied(application, tasks=[NewTask("duties", "修订三定规定", TODAY.replace(day=21))], copies=[])
    return FollowUpTask.objects.select_related("application__unit").get()


def test_a_refused_report_of_a_task_keeps_its_files(task: FollowUpTask) -> None:
    clerk, url = signed_in(people_of(task.application.unit).clerk), f"/approvals/follow-up/{task.pk}/report/"
    files = [a_file("三定.txt").upload, a_file("会议.txt").upload, a_file("宏.docm").upload]
    refused = clerk.post(url, {"text": "", "files": files})
    assert refused.status_code == 422 and not task.files.exists()
    kept = references(refused, "kept")
    assert len(kept) == 2 and "三定.txt" in refused.content.decode()
    refused = clerk.post(url, {"text": " ", "kept": kept, "kept_out": kept[1:]})  # one is left out; the words lack
    kept = references(refused, "kept")
    assert refused.status_code == 422 and len(kept) == 1
    sent = {"text": "已修订", "kept": kept, "files": a_file("清单.txt").upload}
    assert clerk.post(url, sent).status_code == 302
    assert sorted(task.files.values_list("name", flat=True)) == ["三定.txt", "清单.txt"]


def test_a_file_of_a_task_chosen_again_beside_the_one_kept_is_taken_once(task: FollowUpTask) -> None:
    clerk, url = signed_in(people_of(task.application.unit).clerk), f"/approvals/follow-up/{task.pk}/report/"
    same = b"%PDF-1.4 " * 20
    kept = references(clerk.post(url, {"text": "", "files": a_file("证明.txt", same).upload}), "kept")
    sent = {"text": "已修订", "kept": kept, "files": a_file("证明.txt", same).upload}
    assert clerk.post(url, sent).status_code == 302
    assert task.files.count() == 1


def test_files_kept_for_one_person_are_nobody_elses(task: FollowUpTask) -> None:
    people, url = people_of(task.application.unit), f"/approvals/follow-up/{task.pk}/report/"
    kept = references(signed_in(people.clerk).post(url, {"text": "", "files": a_file("证明.txt").upload}), "kept")
    assert signed_in(people.head).post(url, {"text": "已修订", "kept": kept}).status_code == 422
    assert not task.files.exists()


def test_a_refused_material_is_kept_until_its_line_is_chosen(kinds: Kinds) -> None:
    draft = an_application("draft")
    clerk, url = signed_in(people_of(draft.unit).clerk), f"/approvals/{draft.pk}/materials/"
    refused = clerk.post(url, {"code": "nothing", "file": a_file("依据.txt").upload})
    assert refused.status_code == 422 and "依据.txt" in refused.content.decode()
    [reference] = references(refused, "file_kept")
    assert clerk.post(url, {"code": "basis", "file_kept": reference}).status_code == 302
    assert draft.materials.get(code="basis").name == "依据.txt"


def test_a_material_without_a_file_and_a_disguised_one_are_refused_in_words(kinds: Kinds) -> None:
    draft = an_application("draft")
    clerk, url = signed_in(people_of(draft.unit).clerk), f"/approvals/{draft.pk}/materials/"
    for sent in ({}, {"file": a_file("扫描.pdf").upload}):
        refused = clerk.post(url, {"code": "basis", **sent})
        assert refused.status_code == 422 and refused.context["form"].errors["file"]
        assert not references(refused, "file_kept")
    assert not draft.materials.filter(code="basis").exists()


def test_the_decision_of_the_party_group_is_kept_while_the_initiation_is_refused(kinds: Kinds) -> None:
    application = an_application("accepted")
    clerk, url = signed_in(team_of(application.office).clerk), reverse("approvals:initiate", args=[application.pk])
    sent = {
        "situation": "department", "party_group_on": TODAY.isoformat(), "party_group_document": "纪要〔2026〕3号",
        "held_on": TODAY.isoformat(), "people": "机构编制科", "version": application.version,
    }  # fmt: skip
    refused = clerk.post(url, {**sent, "summary": "", "attachment": a_file("纪要.txt").upload})
    assert refused.status_code == 422
    [reference] = references(refused, "attachment_kept")
    answer = clerk.post(url, {**sent, "summary": "沟通设立依据", "attachment_kept": reference})
    assert answer.status_code == 302
    assert Application.objects.get(pk=application.pk).initiation.attachment_name == "纪要.txt"


def test_an_initiation_without_a_file_keeps_none(kinds: Kinds) -> None:
    application = an_application("accepted")
    before = StoredFile.objects.count()
    initiate(application)
    made = Application.objects.get(pk=application.pk).initiation
    assert (made.attachment, made.attachment_name, StoredFile.objects.count()) == (None, "", before)


def test_every_form_of_approvals_with_files_keeps_them() -> None:
    modules = [importlib.import_module(f"approvals.pages.{one.name}") for one in pkgutil.iter_modules(pages.__path__)]
    taking = {
        kind: {name for name, field in kind.base_fields.items() if isinstance(field, FileField)}
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and any(isinstance(one, FileField) for one in getattr(kind, "base_fields", {}).values())
    }
    of_one = {kind: names for kind, names in taking.items() if issubclass(kind, KeptFileForm)}
    assert of_one and all(set(kind.uploads) == names for kind, names in of_one.items())
    assert all(f"{name}_kept" in kind.base_fields for kind, names in of_one.items() for name in names)
    assert all(issubclass(kind, FilesForm) for kind in taking if kind not in of_one)
