"""Keeping files: size, content and name checked, stored once under a name the server made. Source: B7, rules 32–34."""

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from documents.models import StoredFile
from documents.types import TYPES, fault_of
from organizations.errors import Invalid

READ = 1024 * 1024
# Names that Windows keeps for devices.
DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
NAME_BYTES = 240  # file systems take 255


def safe_name(name: str) -> str:
    """A name that can be shown and offered for download on any system.

    No folders, no control or direction marks, no signs that Windows forbids, no device names, no leading dot or dash;
    at most 200 characters and 240 bytes, the extension kept. Example: ``../证明?.pdf`` → ``证明_.pdf``.
    """
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    name = "".join(" " if unicodedata.category(char) == "Zs" else char for char in unicodedata.normalize("NFC", name))
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .").lstrip("-. ") or "file"
    if DEVICES.match(name):
        name = f"_{name}"
    stem, dot, extension = name.rpartition(".")
    if not (dot and stem and len(extension) <= 10):
        stem, dot, extension = name, "", ""
    room = NAME_BYTES - len((dot + extension).encode())
    stem = stem[: 200 - len(dot + extension)].encode()[:room].decode(errors="ignore")
    return (stem + dot + extension).rstrip(" .")


def keep_upload(upload: UploadedFile, *, limit: int | None = None, allowed: dict[str, str] | None = None) -> StoredFile:
    """Check an upload and put its bytes on disk; answers the row of the same content, or a new one not yet saved.

    Args:
        limit: Largest size in bytes; default is the setting for evidence.
        allowed: Extensions and media types; default is what may be evidence.

    Raises:
        Invalid: Empty, too large, a type that is not taken, or content that is not what its name says.
    """
    limit, allowed = limit or settings.EVIDENCE_MAX_BYTES, allowed or TYPES
    size = upload.size or 0
    if size == 0:
        raise Invalid(_("The file is empty. Choose it again, or save it first."))
    if size > limit:
        raise Invalid(
            _("The file is larger than %(limit)s MB. Split it, or save it at a lower resolution."),
            limit=limit // 1048576,
        )
    extension = Path(upload.name or "").suffix.lower().lstrip(".")
    if extension not in allowed:
        raise Invalid(
            _("Files of the type “%(type)s” are not taken. Take one of: %(types)s."),
            type=extension or "?",
            types=", ".join(sorted(allowed)),
        )
    upload.seek(0)
    fault = fault_of(upload, extension)
    if fault is not None:
        raise Invalid(fault, type=extension)
    return keep_bytes(upload, media_type=allowed[extension])


def keep_bytes(source: BinaryIO | UploadedFile, *, media_type: str) -> StoredFile:
    """Write bytes to a temporary file, sync, then rename to their SHA-256; the row comes after the bytes (rule 34)."""
    source.seek(0)
    root = Path(settings.FILES_DIR)
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    temporary = incoming / f"{os.getpid()}-{os.urandom(8).hex()}"
    try:
        with open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            while chunk := source.read(READ):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        sha256 = digest.hexdigest()
        relative = f"{sha256[:2]}/{sha256}"
        target = root / relative
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(temporary, target)  # also over damaged bytes of the same name
    finally:
        temporary.unlink(missing_ok=True)
    known = StoredFile.objects.filter(sha256=sha256).first()
    return known or StoredFile(sha256=sha256, size=size, media_type=media_type, path=relative)


def stored_row(stored: StoredFile) -> StoredFile:
    """The row of kept bytes, saved inside the open act; of two that keep the same bytes at once, both get one row."""
    from documents.scanning import ask_later  # scanning reads files, which this module keeps

    if stored.pk is not None:
        return stored
    try:
        with transaction.atomic():
            stored.save()
            ask_later(stored)
    except IntegrityError:
        return StoredFile.objects.get(sha256=stored.sha256)
    return stored


def path_of(stored: StoredFile) -> Path:
    """Where the bytes lie."""
    return Path(settings.FILES_DIR) / stored.path


def is_intact(stored: StoredFile) -> bool:
    """Whether the bytes on disk are still those that were kept."""
    try:
        with path_of(stored).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256
    except OSError:
        return False
