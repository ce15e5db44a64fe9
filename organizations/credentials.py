"""The table of tokens by which programs act for a person. Source: G8, A6."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class ApiToken(LedgerModel):
    """A token of one person, kept as its hash only; what it may never exceeds what the person may."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and act")

    account = models.ForeignKey("organizations.Account", models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope)
    hint = models.CharField(max_length=12)  # its first characters, to tell tokens apart
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    created_on = models.DateField(_("created"))
    expires_on = models.DateField(_("valid until"))  # this day included
    revoked_on = models.DateField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    history = tracked(excluded_fields=["digest", "last_used_at"])

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(revoked_on=None), name="token_name_once_in_force"
            ),
            models.CheckConstraint(condition=Q(expires_on__gte=models.F("created_on")), name="token_expires_later"),
        ]

    def __str__(self) -> str:
        return self.name
