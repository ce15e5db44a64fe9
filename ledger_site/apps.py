"""Starts what every process needs and checks that protections are in place."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "ledger_site"

    def ready(self) -> None:
        from ledger_site import checks, startup  # noqa: F401
