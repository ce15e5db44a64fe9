"""The trail's application: attaches the protection after the last migration."""

import logging

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

logger = logging.getLogger(__name__)


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import checks  # noqa: F401  registers the system checks

        post_migrate.connect(protect_after_migrate, dispatch_uid="audit.protect")


def protect_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Once a migrate, after the last application: everything that was migrated gets its protection."""
    from audit import protection

    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender.name != last.name:
        return
    if not protection.owns_tables(using):
        logger.warning("protection not attached: this database role does not own the tables")
        return
    done = protection.apply(using)
    if done:
        logger.info("protection attached: %s functions and triggers", len(done))
