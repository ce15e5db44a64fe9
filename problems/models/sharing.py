"""Entries that a partner department is shown, and for how long. Source: A4, C2."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.models import LedgerModel


class Share(LedgerModel):
    """A partner department may read an entry from a day on, until the share ends."""

    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="shares")
    partner = models.ForeignKey("organizations.Partner", models.PROTECT, related_name="shares")
    shared_on = models.DateField(_("shared"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    last_evidence = models.BigIntegerField(null=True, blank=True)  # key of the newest file they could read at its end
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("shared_on")), name="share_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partner", "problem"], condition=Q(ended_on=None), name="share_in_force")
        ]
