"""F01–F03: files are taken by what they are; bombs are refused at once; names are safe and come back as they were."""

import resource
import time
import unicodedata
from contextlib import suppress
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import content_disposition_header
from file_samples import BOMBS, REFUSED, TAKEN, Sample, nested, pdf
from hypothesis import given
from hypothesis import strategies as st

from audit.acts import act
from documents import files, preview
from documents.files import keep_upload, path_of, safe_name, stored_row
from documents.models import StoredFile
from documents.preview import NoPreview
from documents.types import TYPES
from organizations.errors import Invalid
from organizations.people import system_account

SECONDS, MEMORY = 5, 200 * 1024 * 1024


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    file = SimpleUploadedFile(
        "x.bin", content, content_type="application/pdf"
    )  # what the browser claims counts for nothing
    file.name = name
    return file


def kept(name: str, content: bytes) -> StoredFile:
    stored = keep_upload(upload(name, content))
    with act("test.keep", actor=system_account().actor_facts()):
        return stored_row(stored)


@pytest.mark.parametrize(("name", "sample"), TAKEN.items(), ids=TAKEN)
@pytest.mark.django_db
def test_what_is_named_is_taken(name: str, sample: Sample) -> None:
    stored = keep_upload(upload(name, sample()))
    assert stored.media_type == TYPES[name.rpartition(".")[2].lower()]
    assert path_of(stored).read_bytes() == sample()
    assert path_of(stored).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("name", "sample"), REFUSED.items(), ids=REFUSED)
def test_all_else_is_refused_with_a_sentence_and_leaves_nothing(name: str, sample: Sample, settings: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        keep_upload(upload(name, sample()))
    assert str(refusal.value).endswith(".") or str(refusal.value).endswith("。")
    assert not [one for one in Path(settings.FILES_DIR).rglob("*") if one.is_file()]


def test_every_type_is_tried() -> None:
    assert {name.rpartition(".")[2].lower() for name in TAKEN} == set(TYPES)
    assert len(TAKEN) + len(REFUSED) + len(BOMBS) >= 55


@pytest.mark.parametrize(("name", "sample"), BOMBS.items(), ids=BOMBS)
def test_a_bomb_is_refused_at_once_and_takes_no_memory(name: str, sample: Sample) -> None:
    bomb = upload(name, sample())
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(Invalid):
        keep_upload(bomb)
    assert time.monotonic() - began < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MEMORY


@pytest.mark.django_db
def test_archives_within_archives_are_never_opened() -> None:
    began = time.monotonic()
    keep_upload(upload("套娃.docx", nested()))
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    "body",
    [
        pdf(pages=3).replace(b"/MediaBox [0 0 200 100]", b"/MediaBox [0 0 9999999 9999999]"),
        b"%PDF-1.7\n" + b"[" * 2_000_000,
        b"%PDF-1.7\n1 0 obj\n" + b"<< /A " * 300_000 + b">>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    ],
    ids=["endless pages", "brackets", "dictionaries"],
)
@pytest.mark.django_db
def test_a_pdf_that_is_deep_or_endless_costs_no_more_than_its_limits(body: bytes) -> None:
    stored = kept("深.pdf", body)
    began = time.monotonic()
    try:
        preview.pages_of(stored)
    except NoPreview as refusal:
        assert refusal.http_status == 422
    assert time.monotonic() - began < preview.SECONDS + 10
    began = time.monotonic()  # what failed is not tried again
    with suppress(NoPreview):
        preview.pages_of(stored)
    assert time.monotonic() - began < 1


@pytest.mark.django_db
def test_at_most_five_pages_are_drawn(settings: Any) -> None:
    assert preview.pages_of(kept("长.pdf", pdf(pages=40))) == 5


@pytest.mark.django_db
def test_the_worker_is_stopped_by_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stored = kept("好.pdf", pdf())
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        f"import sys; sys.path.insert(0, {str(preview.WORKER.parent)!r}); import preview_worker\n"
        "preview_worker.confine(2); kept = bytearray(3_000_000_000); print(1)\n"
    )
    monkeypatch.setattr(preview, "WORKER", greedy)
    with pytest.raises(NoPreview):
        preview.pages_of(stored)
    assert list(preview.folder_of(stored).iterdir()) == [preview.folder_of(stored) / "pages.json"]


# Names

ODD = [
    "../../etc/passwd", "C:\\temp\\证明.pdf", "/abs.pdf", "a\x00b.pdf", "CON.pdf", "com1", ".htaccess", "-rf.pdf",
    "\u202efdp.exe", "a\r\nSet-Cookie: x.pdf", "e\u0301.pdf", "😀.pdf", "整" * 300 + ".pdf", "....", "", " .pdf",
    'a"b;c.pdf',
]  # fmt: skip


def comes_back_as(header: str) -> str:
    """The name a browser takes from Content-Disposition (RFC 6266)."""
    message = Message()
    message["Content-Disposition"] = header
    encoded = message.get_param("filename*", header="content-disposition")
    if isinstance(encoded, tuple):
        return encoded[2]
    if encoded:
        return unquote(encoded.split("''", 1)[1])
    return str(message.get_filename())


def is_safe(name: str) -> bool:
    return (
        0 < len(name) <= 200
        and len(name.encode()) <= 240
        and not set(name) & set('/\\<>:"|?*')
        and not name.startswith((".", "-", " "))
        and not files.DEVICES.match(name)
        and not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in name)
        and unicodedata.is_normalized("NFC", name)
    )


@pytest.mark.parametrize("name", ODD)
def test_odd_names_become_safe(name: str) -> None:
    assert is_safe(safe_name(name))


@given(st.text(max_size=400))
def test_any_name_becomes_safe_stays_so_and_comes_back_from_a_download(name: str) -> None:
    safe = safe_name(name)
    assert is_safe(safe)
    assert safe_name(safe) == safe
    header = content_disposition_header(True, safe)
    assert header is not None and "\r" not in header and "\n" not in header
    assert comes_back_as(header) == safe


@given(st.text(st.characters(exclude_characters="/\\"), max_size=60))
def test_the_extension_is_kept(stem: str) -> None:
    assert safe_name(f"x{stem}.pdf").endswith(".pdf")


@pytest.mark.django_db
def test_the_name_on_disk_is_the_servers(settings: Any) -> None:
    stored = keep_upload(upload("../../出走.txt", b"text"))
    assert path_of(stored).resolve().is_relative_to(Path(settings.FILES_DIR).resolve())
    assert path_of(stored).name == stored.sha256
