"""Taking over ledgers kept in spreadsheets: the mapping remembered per office, the run, the leader's order. B13."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class ImportProfile(LedgerModel):
    """How an office's sheets map to the ledger: columns by field, and values by field; used again next time."""

    office = models.OneToOneField("organizations.Office", models.PROTECT, related_name="import_profile")
    columns = models.JSONField(default=dict)  # field key → heading
    values = models.JSONField(default=dict)  # field key → {value in the sheet: code here}
    history = tracked()


class ImportRun(LedgerModel):
    """One workbook on its way into the ledger. Nothing of it is in the ledger before it is committed as a whole."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Mapped")
        WAITING_FOR_ORDER = "waiting_for_order", _("Waiting for the leader's order")
        COMMITTING = "committing", _("Being written")
        COMMITTED = "committed", _("Written")
        FAILED = "failed", _("Failed")
        ABANDONED = "abandoned", _("Abandoned")
        UNDONE = "undone", _("Undone")

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="imports")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    ledger_year = models.PositiveSmallIntegerField(_("ledger year"))
    columns = models.JSONField(default=dict)  # field key → column index
    values = models.JSONField(default=dict)  # field key → {value in the sheet: code here}
    excluded = models.JSONField(default=list)  # sheet rows left out by a person
    # sheet row → {"as": "out" | "same" | "new", "reason": why, "by": name, "entries": keys of the entries meant}
    answers = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    prepared_by = models.ForeignKey("organizations.Account", models.PROTECT, related_name="+")
    started_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name


class TakeOver(LedgerModel):
    """期初建账: a leader's order under which rows of one run enter the ledger as they stand, also closed ones.

    It stands in for verification, consent and policy document of exactly these rows, and says so for ever.
    """

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="take_overs")
    run = models.OneToOneField(ImportRun, models.PROTECT, related_name="take_over")
    ordered_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    ordered_on = models.DateField(_("ordered"))
    reason = models.TextField(_("reason"))
    rows = models.PositiveIntegerField()
    rows_closed = models.PositiveIntegerField()
    history = tracked()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="take_over_says_why")]
