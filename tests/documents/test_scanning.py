"""The virus scanner: a real server on a real socket that speaks clamd's protocol, and what is held back meanwhile."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from file_samples import EICAR

from documents import clamd, jobs, scanning
from documents.clamd import ScannerUnreachable
from documents.models import Scan, StoredFile
from documents.serving import FileHeld, FileInfected, require_released
from ledger_site.management.commands import doctor
from organizations.models import Account
from problems.models import Evidence
from problems.services import rectification
from problems.states import State
from tests.factories import a_file, a_problem, people_of, team_of

LIMIT = 5000  # bytes this server takes


class Handler(socketserver.BaseRequestHandler):
    """INSTREAM and PING as clamd answers them."""

    def handle(self) -> None:
        command = self._until_nul()
        if command == b"zPING":
            self.request.sendall(b"PONG\0")
        elif command == b"zINSTREAM":
            self._stream()
        else:
            self.request.sendall(b"UNKNOWN COMMAND\0")

    def _stream(self) -> None:
        whole = b""
        while length := struct.unpack("!L", self._exactly(4))[0]:
            whole += self._exactly(length)
            if len(whole) > LIMIT:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(whole)  # type: ignore[attr-defined]
        answer = getattr(self.server, "answer", None)
        if answer is not None:
            self.request.sendall(answer)
        else:
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in whole else b"stream: OK\0")

    def _until_nul(self) -> bytes:
        said = b""
        while not said.endswith(b"\0"):
            said += self._exactly(1)
        return said[:-1]

    def _exactly(self, count: int) -> bytes:
        said = b""
        while len(said) < count:
            part = self.request.recv(count - len(said))
            if not part:
                raise ConnectionError
            said += part
        return said


class Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True
    answer: bytes | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no matter."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as made:
        made.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def scanner(server: Server, settings: Any) -> str:
    settings.FILE_SCANNER = f"127.0.0.1:{server.server_address[1]}"
    return settings.FILE_SCANNER


@pytest.fixture
def closed_port() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{held.getsockname()[1]}"


def a_path(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"clean", clamd.Answer()),
        (b"", clamd.Answer()),
        (b"x" + EICAR, clamd.Answer(found="Eicar-Test-Signature")),
        (b"y" * 400_000, clamd.Answer(error="INSTREAM size limit exceeded")),
    ],
)
def test_the_client_speaks_the_protocol(scanner: str, tmp_path: Path, content: bytes, answer: clamd.Answer) -> None:
    with a_path(tmp_path, content).open("rb") as file:
        assert clamd.scan(file, scanner) == answer


def test_every_byte_reaches_the_scanner(scanner: str, server: Server, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(clamd, "CHUNK", 7)
    with a_path(tmp_path, b"0123456789" * 20).open("rb") as file:
        clamd.scan(file, scanner)
    assert server.seen == [b"0123456789" * 20]  # type: ignore[attr-defined]


@pytest.mark.parametrize("answer", [b"", b"\0", b"what?\0", b"\xff\xfe\0"])
def test_an_odd_answer_is_no_answer(scanner: str, server: Server, tmp_path: Path, answer: bytes) -> None:
    server.answer = answer
    with a_path(tmp_path, b"x").open("rb") as file, pytest.raises(ScannerUnreachable):
        clamd.scan(file, scanner)


def test_a_scanner_that_is_away_is_told_apart_from_a_clean_file(closed_port: str, tmp_path: Path) -> None:
    for setting in (closed_port, "nonsense", "unix:relative", f"unix:{tmp_path}/none.sock"):
        with a_path(tmp_path, b"x").open("rb") as file, pytest.raises(ScannerUnreachable):
            clamd.scan(file, setting)
        assert not clamd.ping(setting)


def test_it_answers_a_ping_also_on_a_unix_socket(scanner: str, tmp_path: Path) -> None:
    assert clamd.ping(scanner)

    class OnPath(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True

    path = tmp_path / "c.sock"
    with OnPath(str(path), Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        assert clamd.ping(f"unix:{path}")
        made.shutdown()


# What is held back


def evidence_with(content: bytes) -> Evidence:
    problem = a_problem(State.RECTIFYING)
    report = rectification.report_progress(
        problem_id=problem.pk,
        text="已清退",
        files=[a_file("证明.txt", content)],
        actor=people_of(problem.unit).clerk,
    )
    return report.evidence.get()


def visit(account: Account, file: Evidence) -> Any:
    client = Client()
    client.force_login(account)
    return client.get(reverse("problems:evidence", args=[file.pk]))


@pytest.mark.django_db
def test_without_a_scanner_nothing_is_held_back() -> None:
    file = evidence_with(b"unscanned one")
    assert (file.stored.scan, jobs.scan_pending()) == (Scan.PENDING, 0)
    assert visit(team_of(file.problem.office).clerk, file).status_code == 200


@pytest.mark.django_db
def test_a_file_waits_for_its_scan_and_only_its_sender_opens_it(scanner: str) -> None:
    file = evidence_with(b"waiting one")
    office, unit = team_of(file.problem.office).clerk, people_of(file.problem.unit)
    assert (visit(office, file).status_code, visit(unit.head, file).status_code) == (409, 409)
    assert visit(unit.clerk, file).status_code == 200
    assert scanning.scan(file.stored_id) == Scan.CLEAN
    assert visit(office, file).status_code == 200


@pytest.mark.django_db
def test_an_infected_file_is_handed_to_nobody_and_says_what_was_found(scanner: str) -> None:
    file = evidence_with(EICAR + b" infected one")
    assert jobs.scan_pending() >= 1
    stored = StoredFile.objects.get(pk=file.stored_id)
    assert (stored.scan, stored.scan_note) == (Scan.INFECTED, "Eicar-Test-Signature")
    for account in (team_of(file.problem.office).clerk, people_of(file.problem.unit).clerk):
        assert visit(account, file).status_code == 409
    client = Client()
    client.force_login(people_of(file.problem.unit).clerk)
    page = client.get(reverse("problems:evidence_page", args=[file.pk])).content.decode()
    assert "Eicar-Test-Signature" in page
    assert client.get(reverse("problems:evidence_picture", args=[file.pk])).status_code in {404, 409}


@pytest.mark.django_db
def test_what_cannot_be_scanned_stays_held_back(scanner: str) -> None:
    file = evidence_with(b"z" * (LIMIT + 10))
    assert scanning.scan(file.stored_id) == Scan.UNSCANNABLE
    with pytest.raises(FileHeld):
        require_released(StoredFile.objects.get(pk=file.stored_id))


@pytest.mark.django_db
def test_a_scanner_out_of_reach_leaves_files_for_the_sweep(scanner: str, closed_port: str, settings: Any) -> None:
    file = evidence_with(b"patient one")
    settings.FILE_SCANNER = closed_port
    with pytest.raises(ScannerUnreachable):
        scanning.scan(file.stored_id)
    assert jobs.scan_pending() == 0
    settings.FILE_SCANNER = scanner
    assert jobs.scan_pending() >= 1
    assert StoredFile.objects.get(pk=file.stored_id).scan == Scan.CLEAN
    assert scanning.scan(file.stored_id) == Scan.CLEAN  # twice is harmless


@pytest.mark.django_db
def test_infected_is_infected_without_a_scanner_too(settings: Any) -> None:
    stored = StoredFile(sha256="0" * 64, size=1, media_type="text/plain", path="00/x", scan=Scan.INFECTED)
    settings.FILE_SCANNER = ""
    with pytest.raises(FileInfected):
        require_released(stored, own=True)


@pytest.mark.django_db
def test_a_new_file_wakes_a_worker(scanner: str, monkeypatch: Any, django_capture_on_commit_callbacks: Any) -> None:
    from documents import tasks

    monkeypatch.setattr(tasks.scan_file, "delay", tasks.scan_file)
    with django_capture_on_commit_callbacks(execute=True):
        file = evidence_with(b"woken one")
    assert StoredFile.objects.get(pk=file.stored_id).scan == Scan.CLEAN


@pytest.mark.django_db
def test_doctor_asks_the_scanner(scanner: str, closed_port: str, settings: Any) -> None:
    def said() -> list[str]:
        return [one.level for one in doctor.kept_files() if one.subject == "virus scanner"]

    assert said() == ["ok"]
    settings.FILE_SCANNER = closed_port
    assert said() == ["broken"]
    settings.FILE_SCANNER = ""
    assert said() == ["warning"]
