"""Settings, addresses, background work and the one-command start of the ledger."""

from ledger_site.celery import app as celery_app

__version__ = "0.1.0"

__all__ = ["__version__", "celery_app"]
