"""What an office shares of its register with partner departments, and what they say to each row. Source: F3, A4."""

from typing import ClassVar

from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Share(LedgerModel):
    """The rows of an office's units, or of one unit, opened to a partner department from a day on."""

    partner = models.ForeignKey("organizations.Partner", models.PROTECT, related_name="staffing_shares")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="staffing_shares"
    )
    from_on = models.DateField(_("from"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("what is to be confirmed"), max_length=200)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["partner", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "unit"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
                name="one_share_per_partner_and_unit",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="share_says_what_for"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.unit or self.partner.office}"


class Confirmation(LedgerModel):
    """What a partner department says to one row: a declared number or a person's post. The latest counts."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DISPUTED = "disputed", _("Disputed")

    partner = models.ForeignKey("organizations.Partner", models.PROTECT, related_name="confirmations")
    declared = models.ForeignKey(
        "staffing.DeclaredStaff", models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    post = models.ForeignKey("staffing.Post", models.PROTECT, null=True, blank=True, related_name="confirmations")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    note = models.CharField(_("note"), max_length=300, blank=True)
    given_on = models.DateField(_("given"))
    given_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Exact(
                    Func("declared", "post", function="num_nonnulls", output_field=models.IntegerField()), 1
                ),
                name="confirmation_is_about_one_row",
            ),
            models.CheckConstraint(condition=Q(answer="confirmed") | ~Q(note=""), name="dispute_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.get_answer_display()}"
