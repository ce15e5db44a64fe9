"""Dated figures with their source documents: quotas, declared staff, commitments, ceilings. Source: F3, D3, D11.

A figure holds from its day until the next one of the same unit and kind; nothing is overwritten, so that the figures
of any past day can be read again. What derives from them is in ``staffing.selectors``.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Quota(LedgerModel):
    """编制数 of a unit and kind of post, from a day on, as its document says."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="quotas", verbose_name=_("unit"))
    kind = models.ForeignKey("staffing.PostKind", models.PROTECT, related_name="+", verbose_name=_("kind of post"))
    count = models.PositiveIntegerField(_("staffing quota"))
    from_on = models.DateField(_("from"))
    document = models.CharField(_("source document"), max_length=200)
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "kind", "from_on", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(document=""), name="quota_names_its_document")]
        indexes: ClassVar = [models.Index(fields=["unit", "kind", "from_on"], name="quota_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.count}"


class LeadershipQuota(LedgerModel):
    """领导职数 of a unit and level, from a day on, as its document says."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="leadership_quotas")
    level = models.ForeignKey("staffing.LeadershipLevel", models.PROTECT, related_name="+", verbose_name=_("level"))
    count = models.PositiveIntegerField(_("leadership quota"))
    from_on = models.DateField(_("from"))
    document = models.CharField(_("source document"), max_length=200)
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "level", "from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=""), name="leadership_quota_names_its_document")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "level", "from_on"], name="leadership_quota_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.level} {self.count}"


class DeclaredStaff(LedgerModel):
    """实有人员 and 编外人员 of a unit and kind as declared on a day, for units whose roster is not kept here yet."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="declared_staff")
    kind = models.ForeignKey("staffing.PostKind", models.PROTECT, related_name="+", verbose_name=_("kind of post"))
    actual = models.PositiveIntegerField(_("actual staff"))
    outside = models.PositiveIntegerField(_("outside-quota staff"), default=0)
    counted_on = models.DateField(_("counted on"))
    document = models.CharField(_("source document"), max_length=200)
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "kind", "counted_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=""), name="declared_staff_names_its_document")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "kind", "counted_on"], name="declared_staff_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.actual}"


class DeclaredLeaders(LedgerModel):
    """实配领导职数 of a unit and level as declared on a day, for units whose roster is not kept here yet."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="declared_leaders")
    level = models.ForeignKey("staffing.LeadershipLevel", models.PROTECT, related_name="+", verbose_name=_("level"))
    actual = models.PositiveIntegerField(_("actual leaders"))
    counted_on = models.DateField(_("counted on"))
    document = models.CharField(_("source document"), max_length=200)
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "level", "counted_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=""), name="declared_leaders_names_its_document")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "level", "counted_on"], name="declared_leaders_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.level} {self.actual}"


class Commitment(LedgerModel):
    """在途用编: posts approved for use and not yet used, so that the same vacancy is not given twice. Source: D3."""

    class Outcome(models.TextChoices):
        USED = "used", _("Used")
        RELEASED = "released", _("Released")

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="commitments")
    kind = models.ForeignKey("staffing.PostKind", models.PROTECT, related_name="+", verbose_name=_("kind of post"))
    count = models.PositiveIntegerField(_("posts"))
    reason = models.CharField(_("reason"), max_length=200)
    document = models.CharField(_("source document"), max_length=200, blank=True, default="", db_default="")
    from_on = models.DateField(_("from"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    end_reason = models.CharField(_("why it was released"), max_length=200, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "kind", "from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__gte=1) & ~Q(reason=""), name="commitment_counts_and_says_why"),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="")
                | Q(ended_on__gte=F("from_on"), outcome="used")
                | Q(ended_on__gte=F("from_on"), outcome="released") & ~Q(end_reason=""),
                name="commitment_ends_with_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "kind"], name="commitment_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.count}"


class CommitmentUse(LedgerModel):
    """Posts of a commitment that have been used, by a person who entered one of them or by number."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="uses")
    count = models.PositiveIntegerField(_("posts"), default=1)
    used_on = models.DateField(_("used"))
    post = models.OneToOneField("staffing.Post", models.PROTECT, null=True, blank=True, related_name="use")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(count__gte=1), name="commitment_use_counts")]

    def __str__(self) -> str:
        return f"{self.commitment} {self.used_on}"


class Ceiling(LedgerModel):
    """What an area may hold of a kind: a ceiling, or a baseline that only falls (两个只减不增). Source: F3, D3."""

    class Basis(models.TextChoices):
        CEILING = "ceiling", _("Ceiling")
        QUOTA_BASELINE = "quota_baseline", _("Baseline of quota")
        STAFF_BASELINE = "staff_baseline", _("Baseline of staff")

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="ceilings")
    kind = models.ForeignKey("staffing.PostKind", models.PROTECT, related_name="+", verbose_name=_("kind of post"))
    basis = models.CharField(_("what it limits"), max_length=20, choices=Basis)
    count = models.PositiveIntegerField(_("posts"))
    whole_area = models.BooleanField(_("with lower offices"), default=False)
    from_on = models.DateField(_("from"))
    document = models.CharField(_("source document"), max_length=200)
    recorded_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["office", "kind", "basis", "from_on", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(document=""), name="ceiling_names_its_document")]

    def __str__(self) -> str:
        return f"{self.office} {self.kind} {self.count}"
