"""Work handed over by acts that have just committed."""

from celery import shared_task

from audit.facts import facts
from documents import papers


@shared_task(acks_late=True, autoretry_for=(OSError,), retry_backoff=30, retry_backoff_max=3600, max_retries=5)
def draw_paper(document_id: int) -> None:
    """Draw the PDF of one paper; harmless when it is drawn already."""
    with facts(door="task"):
        papers.draw(document_id)
