"""Files and rows compared: bytes without a row, rows without bytes, bytes that changed. Source: rule 34, F05, F06."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from documents.files import is_intact, path_of
from documents.models import StoredFile

DAY = 24 * 3600
SHORT = 3600  # seconds after which an upload that never ended is given up
INCOMING, PREVIEWS = "incoming", "previews"
NOT_KEPT = (PREVIEWS, "exports")  # folders whose files come and go, each with its own housekeeping


@dataclass(frozen=True)
class Fault:
    """A kept file whose bytes are not what was kept."""

    stored: StoredFile
    what: str


def strays(older_than: float = DAY) -> Iterator[Path]:
    """Files without a row that have lain longer than so many seconds: refused uploads, acts that failed."""
    root, now = Path(settings.FILES_DIR), time.time()
    if not root.is_dir():
        return
    for folder in sorted(one for one in root.iterdir() if one.is_dir() and one.name not in NOT_KEPT):
        limit = SHORT if folder.name == INCOMING else older_than
        old = [one for one in sorted(folder.iterdir()) if one.is_file() and _age(one, now) > limit]
        known: set[str] = set()
        if folder.name != INCOMING and old:
            paths = [f"{folder.name}/{one.name}" for one in old]
            known = set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))
        yield from (one for one in old if f"{folder.name}/{one.name}" not in known)


def remove_strays(older_than: float = DAY) -> int:
    """Remove strays, and previews of files that are gone; answers how many strays were removed.

    A stray is moved aside first and looked at again: an upload of the same bytes may have come in between.
    """
    removed = 0
    aside = Path(settings.FILES_DIR) / INCOMING
    for path in list(strays(older_than)):
        aside.mkdir(exist_ok=True, mode=0o700)
        moved = aside / f"stray-{os.getpid()}-{path.name}"
        try:
            os.replace(path, moved)
        except OSError:
            continue
        limit = SHORT if path.parent.name == INCOMING else older_than
        in_use = StoredFile.objects.filter(path=f"{path.parent.name}/{path.name}").exists()
        if (in_use or _age(moved, time.time()) <= limit) and not path.exists():
            os.replace(moved, path)
            continue
        moved.unlink(missing_ok=True)
        removed += 1
    _remove_old_previews()
    return removed


def faults(stored: Iterable[StoredFile] | None = None) -> Iterator[Fault]:
    """Kept files whose bytes are gone, changed, or reachable under a second name. Reads every byte."""
    for one in stored if stored is not None else StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        path = path_of(one)
        try:
            state = path.stat(follow_symlinks=False)
        except OSError:
            yield Fault(one, _("The file is gone from the disk."))
            continue
        if path.is_symlink() or state.st_nlink > 1:
            yield Fault(one, _("The file can be changed under another name on the disk."))
        if state.st_size != one.size or not is_intact(one):
            yield Fault(one, _("The bytes on the disk are not those that were kept."))


def missing() -> list[StoredFile]:
    """Rows whose file is not there, without reading any."""
    return [one for one in StoredFile.objects.order_by("pk").iterator(chunk_size=500) if not path_of(one).is_file()]


def _age(path: Path, now: float) -> float:
    try:
        return now - path.stat(follow_symlinks=False).st_mtime
    except OSError:
        return 0


def _remove_old_previews() -> None:
    folder, now = Path(settings.FILES_DIR) / PREVIEWS, time.time()
    if not folder.is_dir():
        return
    names = [one.name for one in folder.iterdir() if one.is_dir()]
    known = set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    for name in names:
        if name not in known and _age(folder / name, now) > SHORT:
            shutil.rmtree(folder / name, ignore_errors=True)
