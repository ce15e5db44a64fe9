"""The real-name roster: who holds which post from when to when. Identity numbers are kept sealed only. Source: F3."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Member(LedgerModel):
    """A human being on a roster. The number is sealed (``staffing.identity``); the keyed hash finds it again."""

    name = models.CharField(_("name"), max_length=40)
    identity_sealed = models.CharField(max_length=200)
    identity_hash = models.CharField(max_length=64, unique=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            # No number in the clear: a sealed one begins with its version, a hash has 64 digits.
            models.CheckConstraint(
                condition=Q(identity_sealed__startswith="v1:", identity_hash__regex=r"^[0-9a-f]{64}$"),
                name="member_identity_is_sealed",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(LedgerModel):
    """A person in a unit: kind of post, within the quota or outside, level, rank, pay, from the first day to the last.

    ``left_on`` is the first day on which the person no longer counts.
    """

    class Pay(models.TextChoices):
        FINANCE = "finance", _("Paid by finance")
        UNIT = "unit", _("Paid by the unit")
        NONE = "none", _("Not paid")

    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="posts")
    kind = models.ForeignKey("staffing.PostKind", models.PROTECT, related_name="+", verbose_name=_("kind of post"))
    outside = models.BooleanField(_("outside the quota"), default=False)
    level = models.ForeignKey(
        "staffing.LeadershipLevel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("level")
    )
    rank = models.CharField(_("rank"), max_length=40, blank=True)
    pay = models.CharField(_("pay"), max_length=10, choices=Pay, default=Pay.FINANCE)
    entry_mode = models.CharField(_("entry mode"), max_length=40, blank=True)
    entered_on = models.DateField(_("entered"))
    document = models.CharField(_("source document"), max_length=200)
    left_on = models.DateField(_("left"), null=True, blank=True)
    leave_reason = models.CharField(_("why the person left"), max_length=120, blank=True)
    leave_document = models.CharField(_("document of leaving"), max_length=200, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "entered_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=""), name="post_names_its_document"),
            models.CheckConstraint(
                condition=Q(left_on=None, leave_reason="")
                | Q(left_on__gte=F("entered_on")) & ~Q(leave_reason="") & ~Q(leave_document=""),
                name="post_left_with_reason_and_document",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(left_on=None, outside=False), name="one_quota_post_per_person"
            ),
            models.UniqueConstraint(
                fields=["member", "unit"], condition=Q(left_on=None), name="one_post_per_person_and_unit"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "kind", "entered_on"], name="post_of_unit")]

    def __str__(self) -> str:
        return f"{self.member} {self.unit}"


class RosterOpening(LedgerModel):
    """From this day on the figures of the unit derive from its roster and no longer from what was declared."""

    unit = models.OneToOneField("organizations.Unit", models.PROTECT, related_name="roster_opening")
    from_on = models.DateField(_("from"))
    document = models.CharField(_("source document"), max_length=200)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=""), name="roster_opening_names_its_document")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.from_on}"
