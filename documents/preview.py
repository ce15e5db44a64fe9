"""Pictures of what a kept file shows: a picture made smaller, the first pages of a PDF. Source: B7, F02.

Drawing what strangers sent is done by a child process with limits on time, memory and output (``preview_worker``); a
file that asks for more has no preview and can still be downloaded. The pictures are drawn once, lie beside the files,
and are no part of the ledger: the sweep removes those whose file is gone, and they are drawn again when asked for.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.files import is_intact, path_of
from documents.models import StoredFile
from documents.serving import FileDamaged, require_released
from documents.types import PICTURES
from organizations.errors import DomainError, NotFound

logger = logging.getLogger(__name__)

PAGES = 5  # of a PDF
SECONDS = 20
PDF = "application/pdf"
WORKER = Path(__file__).with_name("preview_worker.py")


class NoPreview(DomainError):
    """The file cannot be shown within the limits."""

    code = "no_preview"
    http_status = 422
    message = _("This file cannot be shown here. Download it and open it in its program.")


def can_show(stored: StoredFile) -> bool:
    """Whether files of this type have a preview at all."""
    return stored.media_type in PICTURES or stored.media_type == PDF


def pages_of(stored: StoredFile, *, own: bool = False) -> int:
    """How many pictures there are, drawing them now if nobody has; 0 for a type without preview.

    Raises: FileHeld, FileInfected, FileDamaged, NoPreview.
    """
    if not can_show(stored):
        return 0
    require_released(stored, own=own)
    if not is_intact(stored):
        raise FileDamaged
    known = _known(stored)
    if known is None:
        known = _draw(stored)
    if not known:
        raise NoPreview
    return known


def picture(stored: StoredFile, page: int, *, own: bool = False) -> Path:
    """The PNG of one page, from 1.

    Raises: NotFound where there is no such page; FileHeld, FileInfected, FileDamaged, NoPreview.
    """
    if not 1 <= page <= pages_of(stored, own=own):
        raise NotFound
    return folder_of(stored) / f"{page}.png"


def folder_of(stored: StoredFile) -> Path:
    """Where the pictures of a file lie."""
    return Path(settings.FILES_DIR) / "previews" / stored.sha256


def _known(stored: StoredFile) -> int | None:
    try:
        return int(json.loads((folder_of(stored) / "pages.json").read_text())["pages"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _draw(stored: StoredFile) -> int:
    """Draw in a child process; a file it fails on is remembered as having no pages, so that it is not tried again."""
    target = folder_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = target.with_name(f"{target.name}.{os.getpid()}-{os.urandom(4).hex()}")
    work.mkdir(mode=0o700)
    kind = "pdf" if stored.media_type == PDF else "picture"
    command = [sys.executable, "-I", str(WORKER), kind, str(path_of(stored)), str(work), str(PAGES), str(SECONDS)]
    try:
        done = subprocess.run(
            command,
            env={"PATH": os.defpath, "OMP_NUM_THREADS": "1"},
            cwd=work,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
        )
        pages = int(done.stdout.strip() or 0) if done.returncode == 0 else 0
        if not pages:
            logger.warning("no preview of %s: status %s", stored.sha256, done.returncode)
    except (subprocess.TimeoutExpired, ValueError):
        pages = 0
        logger.warning("no preview of %s: too slow", stored.sha256)
    pages = sum((work / f"{page}.png").is_file() for page in range(1, pages + 1))
    (work / "pages.json").write_text(json.dumps({"pages": pages}))
    try:
        os.replace(work, target)
    except OSError:  # somebody else was faster
        shutil.rmtree(work, ignore_errors=True)
        return _known(stored) or 0
    return pages
