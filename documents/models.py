"""Files kept once by their content, official papers and the series that number them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Scan(models.TextChoices):
    """What a virus scanner said of the bytes. Without a scanner everything stays pending and nothing is held back."""

    PENDING = "pending", _("not scanned yet")
    CLEAN = "clean", _("no virus found")
    INFECTED = "infected", _("infected")
    UNSCANNABLE = "unscannable", _("could not be scanned")
    OURS = "ours", _("made by the system")


class StoredFile(LedgerModel):
    """Bytes on disk under a name that the server made; the same bytes are kept once. Source: B7."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("bytes"))
    media_type = models.CharField(_("type"), max_length=100)
    path = models.CharField(max_length=200, unique=True)
    scan = models.CharField(_("virus scan"), max_length=12, choices=Scan, db_default=Scan.PENDING)
    scan_note = models.CharField(_("what the scanner said"), max_length=200, db_default="", blank=True)
    history = tracked()

    def __str__(self) -> str:
        return self.sha256[:12]


class DocumentSeries(models.Model):
    """Last document number given by an office, year and kind; locked while the next is taken."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year", "kind"], name="one_document_series"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year} {self.kind}"


class OfficialDocument(LedgerModel):
    """A numbered paper as issued: its wording is frozen, the PDF drawn from it is kept. Source: C6, G5."""

    class Kind(models.TextChoices):
        CLOSE_OUT_NOTICE = "close_out_notice", _("Close-out notice")
        GATE_SHEET = "gate_sheet", _("Gate decision sheet")
        ADMISSION_NOTICE = "admission_notice", _("Notice of admission")
        REFUSAL_NOTICE = "refusal_notice", _("Notice of refusal")
        PAUSE_NOTICE = "pause_notice", _("Notice that admission is paused")
        OFFICIAL_REPLY = "official_reply", _("Official reply")
        RETURN_NOTICE = "return_notice", _("Notice that a matter is returned")
        FOLLOW_UP_LETTER = "follow_up_letter", _("Supervision letter on carrying out")
        QUOTA_CUT_NOTICE = "quota_cut_notice", _("Notice that posts are cut")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="documents")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("document number"), max_length=60, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=200)
    wording = models.JSONField()  # the frozen facts the paper is drawn from
    issued_on = models.DateField(_("issued"))
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-issued_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year", "kind", "serial"], name="document_number_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="document_subject")]

    def __str__(self) -> str:
        return self.number
