"""The way from acceptance to the decision and its carrying out: records of the second half. Source: D7–D9, D13."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models.applications import Application, ApplicationItem
from audit.history import tracked
from audit.models import LedgerModel

PERSON = "organizations.Person"


class PriorCommunication(LedgerModel):
    """What was talked over before the motion. Source: D7."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="communications")
    held_on = models.DateField(_("held"))
    people = models.CharField(_("people taking part"), max_length=200)
    summary = models.TextField(_("summary"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.application} {self.held_on}"


class Initiation(LedgerModel):
    """动议: one of the five situations, with the party group's decision. Source: D7."""

    class Situation(models.TextChoices):
        CENTRAL = "central", _("Deployed by the central or provincial level")
        COMMITTEE = "committee", _("Asked for by the Party committee or the commission")
        OFFICE = "office", _("Proposed by the office after study")
        DEPARTMENT = "department", _("Asked for by the department's party group")
        LAW = "law", _("Required by law or a regulation")

    application = models.OneToOneField(Application, models.PROTECT, related_name="initiation")
    situation = models.CharField(_("situation"), max_length=12, choices=Situation)
    party_group_on = models.DateField(_("party group decided"))
    party_group_document = models.CharField(_("party group's decision"), max_length=120)
    attachment = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    attachment_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    initiated_on = models.DateField(_("initiated"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    history = tracked()

    def __str__(self) -> str:
        return f"{self.application} {self.situation}"


class Appraisal(LedgerModel):
    """论证: views as data, experts and risk assessment for important matters. Source: D7."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="appraisal")
    important = models.BooleanField(_("important"), default=False)
    experts = models.TextField(_("experts"), blank=True)
    risk_assessment = models.TextField(_("risk assessment"), blank=True)
    prior_assessment = models.TextField(_("assessment before the fact"), blank=True)  # new bodies, more posts, complex
    conclusion = models.TextField(_("conclusion"))
    appraised_on = models.DateField(_("appraised"))
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(important=False) | ~Q(experts="") & ~Q(risk_assessment=""),
                name="important_matters_are_assessed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.appraised_on}"


class AppraisalView(LedgerModel):
    """One of the six views of an appraisal."""

    class Aspect(models.TextChoices):
        POLITICAL = "political", _("Political")
        SYSTEMATIC = "systematic", _("Systematic")
        LEGAL = "legal", _("Legal")
        NECESSARY = "necessary", _("Necessary")
        REASONABLE = "reasonable", _("Reasonable")
        FEASIBLE = "feasible", _("Feasible")

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="views")
    aspect = models.CharField(_("aspect"), max_length=12, choices=Aspect)
    holds = models.BooleanField(_("holds"))
    view = models.TextField(_("view"))
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appraisal", "aspect"], name="one_view_per_aspect"),
        ]

    def __str__(self) -> str:
        return self.get_aspect_display()


class Body(models.TextChoices):
    """Who decides. Source: D13."""

    DIRECTORS = "directors", _("Directors' meeting")
    COMMISSION = "commission", _("Commission")
    COMMITTEE = "committee", _("Party committee")
    SUPERIOR = "superior", _("Superior office")


class AuthorityRule(LedgerModel):
    """Who decides a kind and an amount. The first rule in order that fits; what fits none goes to the superior. D13."""

    office = models.ForeignKey(
        "organizations.Office", models.PROTECT, null=True, blank=True, related_name="authority_rules"
    )  # empty: for every office of the level
    level = models.CharField(_("level of office"), max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(_("order"))
    kinds = models.JSONField(_("application kinds"), default=list, blank=True)  # codes; empty: all
    post_kinds = models.JSONField(_("kinds of post"), default=list, blank=True)
    up_to = models.PositiveSmallIntegerField(_("posts at most"), null=True, blank=True)
    body = models.CharField(_("decided by"), max_length=12, choices=Body)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["office", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.position} {self.get_body_display()}"


class Meeting(LedgerModel):
    """审议决定: one sitting with its agenda, attendees, observers and minutes. Source: D7."""

    office = models.ForeignKey("organizations.Office", models.PROTECT, related_name="meetings")
    body = models.CharField(_("body"), max_length=12, choices=Body)
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("held"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    chaired_by = models.CharField(_("chair"), max_length=40)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_number = models.CharField(_("number of the minutes"), max_length=60, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closed_on=None) | ~Q(minutes=""), name="meeting_closes_with_minutes"),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingAttendee(LedgerModel):
    """Somebody at a meeting. Observers from discipline and supervision attend without vote."""

    class Part(models.TextChoices):
        MEMBER = "member", _("Member")
        OBSERVER = "observer", _("Observer without vote")
        REPORTER = "reporter", _("Reporting")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendees")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    body = models.CharField(_("from"), max_length=100, blank=True)
    part = models.CharField(_("part"), max_length=10, choices=Part)
    present = models.BooleanField(_("present"), default=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["meeting", "part", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "name", "body"], name="attendee_once"),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(LedgerModel):
    """One matter of a meeting: checklist of the three criteria, finding on procedure, recusal, votes, result."""

    class Result(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("an application", "Approved")
        DISAPPROVED = "disapproved", _("Not approved")
        DEFERRED = "deferred", _("Deferred")
        RETURNED = "returned", _("Returned with an explanation")
        ROUTED_UP = "routed_up", _("Routed to the superior")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    application = models.ForeignKey(Application, models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("order"))
    criteria = models.JSONField(_("criteria"), default=dict)  # code of services.meetings.CRITERIA → whether it holds
    procedure_sound = models.BooleanField(_("procedure sound"), null=True, blank=True)
    procedure_finding = models.TextField(_("finding on procedure"), blank=True)
    finding_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    recused = models.JSONField(_("who withdrew"), default=list, blank=True)  # [{attendee, person, name, reason}]
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result, blank=True, default="")
    explanation = models.TextField(_("explanation"), blank=True)
    taken_off_on = models.DateField(null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["meeting", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "application"], condition=Q(taken_off_on=None), name="matter_once_per_meeting"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "approved"]) | ~Q(explanation=""), name="other_results_are_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.position}"


class Decision(LedgerModel):
    """The official reply with its document number, copied to who must act. Source: D8."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    agenda_item = models.OneToOneField(AgendaItem, models.PROTECT, null=True, blank=True, related_name="decision")
    sheet = models.ForeignKey("approvals.GateSheet", models.PROTECT, related_name="+")
    approved = models.BooleanField(_("approved"))
    text = models.TextField(_("decision"))
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("decided"))
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    signed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    history = tracked()

    def __str__(self) -> str:
        return f"{self.application} {self.decided_on}"


class CopyReceipt(LedgerModel):
    """A section or partner department that got the decision and has to acknowledge it. Source: D8."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="copies")
    section = models.ForeignKey("organizations.Section", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("organizations.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    must = models.CharField(_("has to"), max_length=200)
    sent_on = models.DateField(_("sent"))
    acknowledged_on = models.DateField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, partner=None) | Q(section=None, partner__isnull=False),
                name="copy_goes_to_one",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on=None) | Q(acknowledged_by__isnull=False),
                name="copy_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.section or self.partner)


class FollowUpTask(LedgerModel):
    """One dated task of the follow-up register, closed on evidence. Source: D9."""

    class Subject(models.TextChoices):
        DUTIES = "duties", _("Duties")
        CADRES = "cadres", _("Cadres")
        PEOPLE = "people", _("Transfer of people")
        ASSETS = "assets", _("Assets and debts")
        REGISTRATION = "registration", _("Registration and credit code")
        REAL_NAME = "real_name", _("Real-name register")
        REPORT = "report", _("Report on carrying out")

    application = models.ForeignKey(Application, models.PROTECT, related_name="tasks")
    item = models.ForeignKey(ApplicationItem, models.PROTECT, null=True, blank=True, related_name="tasks")
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    text = models.CharField(_("what has to be done"), max_length=300)
    section = models.ForeignKey("organizations.Section", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"))
    reported = models.TextField(_("what the unit reports"), blank=True)
    reported_on = models.DateField(_("reported"), null=True, blank=True)
    reported_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.TextField(_("finding"), blank=True)
    letter = models.ForeignKey(
        "documents.OfficialDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )  # the supervision letter
    letter_on = models.DateField(_("supervision letter"), null=True, blank=True)
    problem = models.ForeignKey("problems.Problem", models.PROTECT, null=True, blank=True, related_name="+")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["application", "due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_by__isnull=False) & ~Q(finding=""),
                name="task_closed_by_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(reported_by=None) | ~Q(closed_by=F("reported_by")),
                name="task_not_closed_by_who_reported",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TaskFile(LedgerModel):
    """Evidence of a follow-up task."""

    task = models.ForeignKey(FollowUpTask, models.PROTECT, related_name="files")
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    added_on = models.DateField(_("added"))
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    history = tracked()

    def __str__(self) -> str:
        return self.name


class TaskForce(LedgerModel):
    """专班 for a reform task: members, tasks, an end. Source: D6."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="task_forces")
    name = models.CharField(_("name"), max_length=100)
    leader = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    since = models.DateField(_("from"))
    due_on = models.DateField(_("ends by"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due_on__gte=F("since")), name="task_force_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(result=""), name="task_force_ends_with_a_result"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_on=None), name="one_open_task_force_per_application"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaskForceMember(LedgerModel):
    force = models.ForeignKey(TaskForce, models.PROTECT, related_name="members")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    section = models.ForeignKey("organizations.Section", models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(_("left the task force"), null=True, blank=True)
    history = tracked()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["force", "person"], name="member_once")]

    def __str__(self) -> str:
        return str(self.person)


class TaskForceTask(LedgerModel):
    force = models.ForeignKey(TaskForce, models.PROTECT, related_name="tasks")
    text = models.CharField(_("task"), max_length=300)
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=300, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["force", "due_on", "pk"]

    def __str__(self) -> str:
        return self.text
