"""Settings, addresses, background work and the one-command start of the ledger."""

from ledger_site.celery import app as celery_app

__all__ = ["celery_app"]
