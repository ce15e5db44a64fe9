"""Work handed over by acts that have just committed."""

from celery import shared_task

from audit.facts import facts
from documents import papers, scanning
from documents.clamd import ScannerUnreachable


@shared_task(acks_late=True, autoretry_for=(OSError,), retry_backoff=30, retry_backoff_max=3600, max_retries=5)
def draw_paper(document_id: int) -> None:
    """Draw the PDF of one paper; harmless when it is drawn already."""
    with facts(door="task"):
        papers.draw(document_id)


@shared_task(
    acks_late=True, autoretry_for=(ScannerUnreachable,), retry_backoff=10, retry_backoff_max=600, max_retries=3
)
def scan_file(stored_id: int) -> None:
    """Ask the virus scanner about one kept file; harmless when it is known already."""
    with facts(door="task"):
        scanning.scan(stored_id)
