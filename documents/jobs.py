"""Work that the clock starts."""

import logging

from celery import shared_task

from audit.facts import facts
from documents import papers, scanning, upkeep
from documents.models import OfficialDocument

logger = logging.getLogger(__name__)
AT_ONCE = 50  # papers a sweep draws; the next sweep takes the rest


@shared_task
def render_missing() -> int:
    """Draw papers that have no PDF because their wake-up was lost; answers how many were drawn. Source: C6."""
    missing = OfficialDocument.objects.filter(pdf=None).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    done = 0
    with facts(door="task"):
        for document_id in missing:
            try:
                papers.draw(document_id)
            except Exception:
                logger.exception("paper %s could not be drawn", document_id)
            else:
                done += 1
    return done


@shared_task
def scan_pending() -> int:
    """Ask the virus scanner about files whose wake-up was lost; answers how many were answered."""
    with facts(door="task"):
        return scanning.scan_pending()


@shared_task
def sweep_files() -> int:
    """Once a day: remove files without a row and say which kept files are gone or changed; answers the faults."""
    removed = upkeep.remove_strays()
    found = list(upkeep.faults())
    logger.info("files swept: %s strays removed, %s faults", removed, len(found))
    for fault in found:
        logger.error("kept file %s: %s", fault.stored.sha256, fault.what)
    return len(found)
