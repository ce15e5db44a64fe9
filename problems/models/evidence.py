"""What is shown and said about an entry: files that prove something, comments with their files. Source: B7."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel
from problems.models.rectification import ProgressReport


class Withdrawable(LedgerModel):
    """Something said or shown that can be taken back with a reason, once, and then shows as withdrawn."""

    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField(_("why it was withdrawn"), db_default="", blank=True)

    class Meta:
        abstract = True


class Evidence(Withdrawable):
    """A file that proves something, under the name it was given. Date formed is not date uploaded.

    A newer file that replaces one is a row of its own that points to it; both stay. Source: B7.
    """

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="evidence")
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, blank=True, related_name="evidence")
    extension = models.ForeignKey("problems.Extension", models.PROTECT, null=True, blank=True, related_name="evidence")
    consent = models.ForeignKey(
        "problems.RequiredConsent", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    incident = models.ForeignKey("problems.Incident", models.PROTECT, null=True, blank=True, related_name="evidence")
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    formed_on = models.DateField(_("formed"), null=True, blank=True)
    uploaded_on = models.DateField(_("uploaded"))
    uploaded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(_("version"), db_default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replace_reason = models.TextField(_("why it was replaced"), db_default="", blank=True)
    reused_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reused_in")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-uploaded_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdraw_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason=""),
                name="evidence_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, version=1, replace_reason="")
                | Q(replaces__isnull=False, version__gt=1) & ~Q(replace_reason=""),
                name="evidence_replacing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def from_unit(self) -> bool:
        """Whether the unit added it while rectifying; what belongs to a record of verification is that record's."""
        return self.report_id is not None or self.reused_from_id is not None or self.replaces_id is not None


class Comment(Withdrawable):
    """A remark of someone who sees the entry: the office urging, the observer noting. Decides nothing.

    It is never edited: a correction is a new comment, and one written by mistake is withdrawn with a reason.
    """

    class Side(models.TextChoices):
        BOTH = "both", _("Unit and offices")
        OFFICE = "office", _("Offices only")

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    side = models.CharField(_("who reads it"), max_length=10, choices=Side, db_default=Side.BOTH)
    written_on = models.DateField()
    written_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-written_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdraw_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason=""),
                name="comment_withdrawn_says_why",
            ),
        ]


class CommentFile(LedgerModel):
    """A file that came with a comment; read by whoever may read the comment."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="files")
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
