"""Asks the virus scanner about kept files and keeps what it said. Source: reliability rule 32.

The setting ``FILE_SCANNER`` names the scanner; without it nothing here does anything and files are handed out. With it
a file that is not cleared is handed to nobody but its sender, and an infected one to nobody.
"""

import logging

from django.conf import settings
from django.db import transaction

from audit.acts import act
from documents import clamd
from documents.files import is_intact, path_of
from documents.models import Scan, StoredFile
from organizations.people import system_account
from organizations.scope import acting

logger = logging.getLogger(__name__)
AT_ONCE = 200


def ask_later(stored: StoredFile) -> None:
    """After the commit, wake a worker for a new file. Only a wake-up: the sweep finds what was lost."""
    if settings.FILE_SCANNER and stored.scan == Scan.PENDING:
        transaction.on_commit(lambda: _wake(stored.pk), robust=True)


def scan(stored_id: int) -> str:
    """Ask the scanner about one kept file and keep its answer; answers the state of the file.

    Harmless when it is known already. A scanner that does not answer leaves the file pending.

    Raises: ScannerUnreachable.
    """
    stored = StoredFile.objects.get(pk=stored_id)
    if stored.scan != Scan.PENDING or not settings.FILE_SCANNER:
        return stored.scan
    if not is_intact(stored):
        return stored.scan  # verify_files names it; damaged bytes are handed to nobody anyway
    with path_of(stored).open("rb") as file:
        said = clamd.scan(file, settings.FILE_SCANNER)
    state = Scan.CLEAN if said.clean else Scan.INFECTED if said.found else Scan.UNSCANNABLE
    with act("document.scan", actor=acting(system_account()).facts()):
        stored = StoredFile.objects.select_for_update(no_key=True).get(pk=stored_id)
        if stored.scan == Scan.PENDING:
            stored.scan, stored.scan_note = state, (said.found or said.error)[:200]
            stored.save(update_fields=["scan", "scan_note"])
    if stored.scan == Scan.INFECTED:
        logger.error("virus found in file %s: %s", stored.sha256, stored.scan_note)
    return stored.scan


def scan_pending() -> int:
    """Ask about files nobody has asked about yet, the oldest first; answers how many were answered.

    Stops at the first question without an answer: the scanner is down, and the next sweep tries again.
    """
    if not settings.FILE_SCANNER:
        return 0
    done = 0
    waiting = StoredFile.objects.filter(scan=Scan.PENDING).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    for stored_id in waiting:
        try:
            done += scan(stored_id) != Scan.PENDING
        except clamd.ScannerUnreachable as error:
            logger.warning("virus scanner out of reach: %s", error)
            break
    return done


def _wake(stored_id: int) -> None:
    from documents.tasks import scan_file  # tasks import this module

    scan_file.delay(stored_id)
