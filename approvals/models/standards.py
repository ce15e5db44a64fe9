"""What an approval of a kind brings along, as data: dated tasks of the unit, and who gets a copy. Source: D8, D9.

A standard holds from its day until the office sets another one; what it said before stays readable.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.decisions import FollowUpTask
from audit.history import tracked
from audit.models import LedgerModel
from organizations.models import Partner, Section


class FollowUpStandard(LedgerModel):
    """The tasks and copies of one kind, from a day on. Without an office: what every office starts with; without a
    kind: for kinds that have no standard of their own. Only its last day is ever written again."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.ForeignKey("approvals.ApplicationKind", models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    set_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["office", "kind", "-valid_from", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "kind"],
                condition=Q(valid_until=None),
                nulls_distinct=False,
                name="one_follow_up_standard_in_force",
            ),
            models.CheckConstraint(
                condition=Q(office=None) | Q(kind__isnull=False), name="own_follow_up_standard_names_its_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office or ''} {self.kind or ''} {self.valid_from}"


class StandardTask(LedgerModel):
    """A task that goes with an approval, due so many working days after the reply. Written once."""

    standard = models.ForeignKey(FollowUpStandard, models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField(_("order"))
    subject = models.CharField(_("subject"), max_length=12, choices=FollowUpTask.Subject)
    text = models.CharField(_("what has to be done"), max_length=300)
    days = models.PositiveSmallIntegerField(_("working days"))
    history = tracked()

    class Meta:
        ordering: ClassVar = ["standard", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gte=1) & ~Q(text=""), name="standard_task_says_what_and_when")
        ]

    def __str__(self) -> str:
        return self.text


class StandardCopy(LedgerModel):
    """Which kind of section or department gets the decision, and what it has to do with it. Written once."""

    standard = models.ForeignKey(FollowUpStandard, models.PROTECT, related_name="copies")
    position = models.PositiveSmallIntegerField(_("order"))
    section_kind = models.CharField(_("section"), max_length=20, choices=Section.Kind, blank=True)
    partner_kind = models.CharField(_("department"), max_length=20, choices=Partner.Kind, blank=True)
    must = models.CharField(_("has to"), max_length=200)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["standard", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(section_kind="") & ~Q(partner_kind="") | ~Q(section_kind="") & Q(partner_kind=""),
                name="standard_copy_goes_to_one",
            ),
            models.UniqueConstraint(
                fields=["standard", "section_kind", "partner_kind"], name="standard_copy_once_per_receiver"
            ),
        ]

    def __str__(self) -> str:
        return self.get_section_kind_display() if self.section_kind else self.get_partner_kind_display()
