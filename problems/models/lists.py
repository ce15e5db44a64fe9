"""What people keep around the ledger list: saved views, acts on many entries, exports. Bookkeeping of one account,
not ledger data: the acts and exports themselves are in the trail. Source: B9, B13."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list kept under a name: filters, order and columns as its address holds them. Shared with an office or own."""

    account = models.ForeignKey("organizations.Account", models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000)  # the address after the question mark
    office = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One act on many entries, each in a transaction of its own; what became of every one of them."""

    account = models.ForeignKey("organizations.Account", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    act = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    ids = models.JSONField(default=list)
    results = models.JSONField(default=dict)  # id: {"outcome", "code", "sentence"}
    at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "key"], name="batch_once")]

    def __str__(self) -> str:
        return f"{self.act} × {len(self.ids)}"


class Export(models.Model):
    """A file of a list, made in the background because it is long; gone after its day of expiry."""

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook (XLSX)")
        CSV = "csv", _("Table as text (CSV)")
        PDF = "pdf", _("PDF to print")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        BUILDING = "building", _("Being written")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")

    account = models.ForeignKey("organizations.Account", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    query = models.CharField(max_length=2000)
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    scope = models.CharField(max_length=64, blank=True)  # of the rights it was written under
    path = models.CharField(max_length=100, blank=True)  # below the folder of exports
    size = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    at = models.DateTimeField(_("ordered"), auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="export_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(path="") & Q(expires_at__isnull=False), name="ready_export_has_a_file"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "at"], name="export_state")]

    def __str__(self) -> str:
        return f"{self.format} {self.at:%Y-%m-%d}"
