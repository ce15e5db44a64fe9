"""F04–F06: how kept files are served, swept and checked against what was kept."""

import os
import time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from audit.models import Event
from documents import jobs, upkeep
from documents.files import keep_bytes, path_of
from organizations.models import Account
from organizations.people import set_status, system_account
from problems.models import Evidence
from problems.services import rectification
from problems.states import State
from tests.factories import a_file, a_problem, a_unit, people_of, team_of

pytestmark = pytest.mark.django_db
CONTENT = "0123456789证明材料".encode()


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def file() -> Evidence:
    problem = a_problem(State.RECTIFYING)
    report = rectification.report_progress(
        problem_id=problem.pk,
        text="已清退",
        files=[a_file("证明 材料.txt", CONTENT)],
        actor=people_of(problem.unit).clerk,
    )
    return report.evidence.get()


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def url_of(file: Evidence) -> str:
    return reverse("problems:evidence", args=[file.pk])


# Serving


def test_a_file_comes_as_an_attachment_that_may_do_nothing(file: Evidence) -> None:
    answer = client_of(people_of(file.problem.unit).clerk).get(url_of(file))
    assert answer.getvalue() == CONTENT
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AF%81")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")
    assert answer["Content-Length"] == str(len(CONTENT))


def test_head_tells_what_get_would_send_and_is_no_download(file: Evidence) -> None:
    client = client_of(people_of(file.problem.unit).clerk)
    head, before = client.head(url_of(file)), Event.objects.count()
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(CONTENT)))
    assert Event.objects.count() == before
    client.get(url_of(file))
    assert Event.objects.count() == before + 1


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-3", 206, CONTENT[:4]),
        ("bytes=4-", 206, CONTENT[4:]),
        ("bytes=-5", 206, CONTENT[-5:]),
        ("bytes=5-999999", 206, CONTENT[5:]),
        ("bytes=999999-", 416, b""),
        ("bytes=5-2", 200, CONTENT),
        ("bytes=0-1,4-5", 200, CONTENT),
        ("lines=1-2", 200, CONTENT),
        ("bytes=²-", 200, CONTENT),
        ("bytes=" + "9" * 40 + "-", 200, CONTENT),
    ],
)
def test_parts_of_a_file(file: Evidence, asked: str, status: int, body: bytes) -> None:
    client = client_of(people_of(file.problem.unit).clerk)
    answer = client.get(url_of(file), headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (status, body)
    assert answer["Content-Security-Policy"].startswith("sandbox")
    if status == 206:
        assert answer["Content-Range"].endswith(f"/{len(CONTENT)}")


def test_rights_are_asked_at_every_download(file: Evidence, settings: Any) -> None:
    clerk, stranger = people_of(file.problem.unit).clerk, people_of(a_unit(file.problem.office)).clerk
    client = client_of(clerk)
    assert client.get(url_of(file)).status_code == 200
    assert client_of(stranger).get(url_of(file)).status_code == 404
    assert Client().get(url_of(file)).status_code == 302
    for guess in (f"/files/{file.stored.path}", f"/media/{file.stored.path}", f"/static/{file.stored.path}"):
        assert client.get(guess).status_code == 404
    set_status(account_id=clerk.pk, status=Account.Status.SUSPENDED, reason="停用", actor=system_account())
    assert client.get(url_of(file), headers={"Range": "bytes=0-3"}).status_code == 302


# Integrity


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[3] ^= 1
    path.write_bytes(bytes(whole))


def swap(path: Path) -> None:
    path.write_bytes(b"another file altogether")


DAMAGES = {"a flipped byte": flip, "another file": swap, "no file": Path.unlink}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_on_the_disk_is_named_with_its_entry_and_not_handed_out(file: Evidence, damage: Any) -> None:
    out = StringIO()
    call_command("verify_files", stdout=out)
    damage(path_of(file.stored))
    assert client_of(team_of(file.problem.office).clerk).get(url_of(file)).status_code == 409
    with pytest.raises(SystemExit):
        call_command("verify_files", stdout=out)
    assert file.problem.number in out.getvalue() and file.stored.sha256[:12] in out.getvalue()
    assert jobs.sweep_files() == 1


def test_a_second_name_on_the_disk_is_named(file: Evidence, tmp_path: Path) -> None:
    os.link(path_of(file.stored), tmp_path / "another_name")
    assert [one.stored for one in upkeep.faults()] == [file.stored]


def test_the_same_bytes_again_mend_what_was_damaged(file: Evidence) -> None:
    swap(path_of(file.stored))
    rectification.report_progress(
        problem_id=file.problem_id,
        text="再传",
        files=[a_file("再传.txt", CONTENT)],
        actor=people_of(file.problem.unit).clerk,
    )
    assert list(upkeep.faults()) == []


# Strays


def age(path: Path, hours: float) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


def test_strays_go_after_a_day_and_kept_files_stay(file: Evidence, own_folder: Path) -> None:
    old, young = (keep_bytes(BytesIO(text), media_type="text/plain") for text in (b"an old stray", b"a young stray"))
    age(path_of(old), 25)
    age(path_of(file.stored), 500)
    left_over = own_folder / "incoming" / "1-abc"
    left_over.write_bytes(b"half an upload")
    age(left_over, 2)
    assert {one.name for one in upkeep.strays()} == {path_of(old).name, "1-abc"}
    assert upkeep.remove_strays() == 2
    assert path_of(file.stored).exists() and path_of(young).exists() and not path_of(old).exists()
    assert upkeep.remove_strays() == 0


def test_a_stray_that_is_sent_again_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    stray = keep_bytes(BytesIO(b"sent twice"), media_type="text/plain")
    age(path_of(stray), 25)
    listed = list(upkeep.strays())
    monkeypatch.setattr(upkeep, "strays", lambda older_than=upkeep.DAY: listed)
    keep_bytes(BytesIO(b"sent twice"), media_type="text/plain")
    assert upkeep.remove_strays() == 0 and path_of(stray).exists()
