"""The application of a unit: what it asks for, with which people and papers, and what it says of its own position."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.states import IN_PROGRESS, PENDING, State
from audit.history import tracked
from audit.models import LedgerModel


class ApplicationSeries(models.Model):
    """Last application number of an office in a year; locked while the next is taken, last in the transaction."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["office", "year"], name="one_application_series")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year} {self.last}"


class Application(LedgerModel):
    """One request of a unit to its office. Numbered when it is filed. Source: D1, D2."""

    office = models.ForeignKey(
        "organizations.Office", models.PROTECT, related_name="applications", verbose_name=_("office")
    )
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="applications", verbose_name=_("unit"))
    kind = models.ForeignKey(
        "approvals.ApplicationKind", models.PROTECT, related_name="applications", verbose_name=_("kind")
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("number"), max_length=40, unique=True, null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    title = models.CharField(_("matter"), max_length=200)
    form = models.JSONField(default=dict)  # field code of the kind → what was written

    # D2: the self-check before applying, and where rectification stands by the ledger on the day of filing.
    self_check = models.JSONField(default=dict)  # {"figures_agree": bool, "note": text}
    position = models.JSONField(default=list)  # [{number, type, nature, state, deadline}], filled by the system
    irregular = models.TextField(_("why the motion is irregular"), blank=True)

    drafted_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    drafted_on = models.DateField(_("drafted"))
    filed_on = models.DateField(_("filed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        "organizations.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by the head"),
    )
    return_reason = models.TextField(_("what has to be completed"), blank=True)
    admitted_on = models.DateField(_("admission decided"), null=True, blank=True)
    # The sheet on which the present admission (later: the decision) stands.
    sheet = models.ForeignKey("approvals.GateSheet", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("decision due"), null=True, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.TextField(_("why it ended"), blank=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    # Where the office above sent a matter on that it may not decide either; empty: with the office above. Source: D13.
    routed_to = models.ForeignKey("organizations.Office", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    history = tracked()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="application_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="application_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    number__isnull=False, year__isnull=False, serial__isnull=False,
                    filed_on__isnull=False, signed_by__isnull=False,
                ),
                name="application_filed_with_number_and_signature",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "paused", "refused", "approved"]) | Q(sheet__isnull=False),
                name="application_admitted_on_a_sheet",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "lapsed", "superseded"]) | ~Q(end_reason=""),
                name="application_ends_with_a_reason",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["office", "state"], name="application_office_state"),
            models.Index(fields=["unit", "state"], name="application_unit_state"),
        ]

    @property
    def is_undecided(self) -> bool:
        """Whether a decision is still to come."""
        return self.state in {State.DRAFT, *PENDING, *IN_PROGRESS}

    def __str__(self) -> str:
        return self.number or str(_("Draft"))

    @property
    def answering_office_id(self) -> int | None:
        """The office that answers the matter once it is routed up; None where there is none above. Office joined."""
        return self.routed_to_id or self.office.superior_id

    @property
    def is_pending(self) -> bool:
        from approvals.states import PENDING

        return self.state in PENDING


class ApplicationItem(LedgerModel):
    """One line of what is asked, with its effect on posts: +2 administrative posts, −1 deputy. Source: D3."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(_("what"), max_length=200)
    post_kind = models.CharField(_("kind of post"), max_length=20, blank=True)  # code of staffing.PostKind
    level = models.CharField(_("leadership level"), max_length=20, blank=True)  # code of staffing.LeadershipLevel
    amount = models.IntegerField(_("number"), default=0)  # positive adds
    quota_source = models.CharField(_("where the posts come from"), max_length=200, blank=True)
    # Of a post-use plan (D3): what is looked for, and how it is filled.
    specialty = models.CharField(_("specialty"), max_length=100, blank=True)
    entry_mode = models.CharField(_("mode of entry"), max_length=40, blank=True)
    talent_class = models.CharField(_("talent class"), max_length=40, blank=True)
    departures = models.PositiveSmallIntegerField(_("expected departures"), default=0)
    struck_on = models.DateField(null=True, blank=True)  # taken out of a draft; nothing is deleted
    approved_amount = models.IntegerField(_("number approved"), null=True, blank=True)  # by the second half
    history = tracked()

    class Meta:
        ordering: ClassVar = ["application", "position", "pk"]

    def __str__(self) -> str:
        return self.what


class ApplicationMaterial(LedgerModel):
    """A file against a line of the checklist. A later one of the same line stands in for the earlier. Source: D1."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="materials")
    code = models.CharField(_("line of the checklist"), max_length=40)
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    added_on = models.DateField(_("added"))
    added_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    replaced_on = models.DateField(null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["application", "code", "pk"]

    def __str__(self) -> str:
        return self.name


class ApplicationPerson(LedgerModel):
    """Somebody who is to enter or leave a post. The identity number is kept sealed (``staffing.identity``). D1, D3."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="people")
    name = models.CharField(_("name"), max_length=40)
    identity_sealed = models.CharField(max_length=200)
    identity_hash = models.CharField(max_length=64)
    post_kind = models.CharField(_("kind of post"), max_length=20)  # code of staffing.PostKind
    level = models.CharField(_("leadership level"), max_length=20, blank=True)
    entry_mode = models.CharField(_("mode of entry"), max_length=40, blank=True)  # or why the person leaves
    struck_on = models.DateField(null=True, blank=True)
    # After the reply: the day it came true as the unit reports, or why it did not; and the post booked with it.
    came_true_on = models.DateField(_("entered or left"), null=True, blank=True)
    fell_away = models.CharField(_("why it did not come about"), max_length=200, blank=True)
    post = models.ForeignKey("staffing.Post", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["application", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "identity_hash"], condition=Q(struck_on=None), name="person_once_per_application"
            ),
            models.CheckConstraint(
                condition=Q(identity_sealed__startswith="v1:", identity_hash__regex=r"^[0-9a-f]{64}$"),
                name="applied_identity_is_sealed",
            ),
            models.CheckConstraint(
                condition=(Q(came_true_on=None) | Q(fell_away="")) & (Q(post=None) | Q(came_true_on__isnull=False)),
                name="booked_on_the_day_it_came_true",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cure(LedgerModel):
    """An entry of the ledger that this application cures: it does not stand in its own way. Source: D4."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="cures")
    problem = models.ForeignKey("problems.Problem", models.PROTECT, related_name="+")
    how = models.CharField(_("how it cures the entry"), max_length=300)
    dropped_on = models.DateField(null=True, blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "problem"], condition=Q(dropped_on=None), name="cure_once_per_entry"
            ),
        ]

    def __str__(self) -> str:
        return self.how


class SelfFinding(LedgerModel):
    """A problem that the unit found in its own self-check; it enters the ledger when the application is filed. D2."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="self_findings")
    violation_type = models.ForeignKey("problems.ViolationType", models.PROTECT, related_name="+")
    facts = models.TextField(_("facts"))
    quota = models.PositiveIntegerField(_("quota"), null=True, blank=True)
    actual = models.PositiveIntegerField(_("actual number"), null=True, blank=True)
    found = models.PositiveIntegerField(_("number concerned"), null=True, blank=True)
    problem = models.ForeignKey("problems.Problem", models.PROTECT, null=True, blank=True, related_name="+")
    dropped_on = models.DateField(null=True, blank=True)
    history = tracked()

    def __str__(self) -> str:
        return self.facts[:40]


class SectionPart(LedgerModel):
    """Who leads the matter and who assists, and by what rule. ``section`` empty: the office has none. Source: D6."""

    class Part(models.TextChoices):
        LEAD = "lead", _("Lead section")
        ASSISTING = "assisting", _("Assisting section")

    class Basis(models.TextChoices):
        ONLY = "only", _("Only one section is concerned")
        SHARE = "share", _("Largest share of the items")
        IMPORTANCE = "importance", _("Most important part")

    application = models.ForeignKey(Application, models.PROTECT, related_name="parts")
    section = models.ForeignKey("organizations.Section", models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(_("part"), max_length=10, choices=Part)
    basis = models.CharField(_("by"), max_length=12, choices=Basis)
    share = models.PositiveSmallIntegerField(_("share of the items in percent"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(part="lead", until=None),
                name="one_lead_section_per_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.get_part_display()}"


class PreReview(LedgerModel):
    """The opinion of one of the three that review side by side, each with its own clock. Source: D5."""

    class Capacity(models.TextChoices):
        SUPERVISION = "supervision", _("Rectification of problems")
        REGISTRATION = "registration", _("Legal-person registration")
        E_GOVERNMENT = "e_government", _("Real-name staffing register")

    class Opinion(models.TextChoices):
        AGREE = "agree", _("No objection")
        COMPLETE = "complete", _("Something is missing")
        OBJECT = "object", _("Objection")

    application = models.ForeignKey(Application, models.PROTECT, related_name="pre_reviews")
    round = models.PositiveSmallIntegerField(default=1)  # one more after each return for completion
    capacity = models.CharField(_("subject"), max_length=16, choices=Capacity)
    section = models.ForeignKey("organizations.Section", models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(_("asked"))
    opinion = models.CharField(_("opinion"), max_length=10, choices=Opinion, blank=True, default="")
    remarks = models.TextField(_("remarks"), blank=True)
    given_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField(_("given"), null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)  # the application was returned before it was given
    history = tracked()

    class Meta:
        ordering: ClassVar = ["application", "round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "round", "capacity"], name="pre_review_once_per_round"),
            models.CheckConstraint(
                condition=Q(opinion="", given_on=None, given_by=None)
                | ~Q(opinion="") & Q(given_on__isnull=False, given_by__isnull=False),
                name="pre_review_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(opinion__in=["", "agree"]) | ~Q(remarks=""), name="pre_review_objection_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()} {self.opinion}"


class ApplicationComment(LedgerModel):
    """A remark of the office, or of the discipline observer, who sees and comments. The offices read it, the unit does
    not; it decides nothing and is never edited: a correction is a new one. Source: A3."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    written_on = models.DateField()
    written_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["application", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="application_comment_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


def is_addition(items: Any, kind: Any) -> bool:
    """Whether an application adds: its kind does, or one of its items asks for more."""
    from approvals.models.kinds import Effect

    return kind.effect == Effect.ADDITION or any(item.amount > 0 for item in items)
