"""Work that the clock starts."""

import logging

from celery import shared_task

from audit.facts import facts
from documents import papers
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
