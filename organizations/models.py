"""Tables of who is who: offices in a tree, their sections and units, partner departments, people and appointments."""

from datetime import date
from typing import Any, ClassVar, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.acts import ActorFacts
from audit.history import tracked
from audit.models import LedgerManager, LedgerModel
from organizations.roles import ADMIN_ROLES, OFFICE_ROLES, UNIT_ROLES, Role


class Office(LedgerModel):
    """A 编办. Offices form a tree of any depth; each supervises the units of its own level. Source: A1."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County")

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="lower_offices", verbose_name=_("superior office")
    )
    document_mark = models.CharField(_("document mark"), max_length=20, help_text=_("Used in document numbers."))
    history = tracked()

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(superior=models.F("id")) | Q(superior=None), name="office_not_its_own_superior"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Section(LedgerModel):
    """A 科室 of an office; matters are routed to sections. Source: A2."""

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", _("Supervision section")
        BUSINESS = "business", _("Business section")
        REGISTRATION = "registration", _("Public institution registration bureau")
        E_GOVERNMENT = "e_government", _("E-government centre")
        GENERAL = "general", _("General section")

    office = models.ForeignKey(Office, models.PROTECT, related_name="sections", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=60)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["office", "kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="section_name_once_per_office")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(LedgerModel):
    """A 机关事业单位 that an office supervises. Source: A1."""

    class Nature(models.TextChoices):
        AGENCY = "agency", _("Agency")
        INSTITUTION = "institution", _("Public institution")

    class Class(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("Administrative body")
        PUBLIC_ONE = "public_one", _("Public welfare, class one")
        PUBLIC_TWO = "public_two", _("Public welfare, class two")
        PRODUCTION = "production", _("Production and operation")

    class Registration(models.TextChoices):
        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        REGISTERED = "registered", _("Registered")
        PENDING = "pending", _("Not yet registered")
        CANCELLED = "cancelled", _("Cancelled")

    office = models.ForeignKey(Office, models.PROTECT, related_name="units", verbose_name=_("office"))
    code = models.CharField(_("institution code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    pinyin = models.CharField(_("pinyin"), max_length=400, help_text=_("Sorting key."))
    initials = models.CharField(_("pinyin initials"), max_length=100, db_index=True)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    unit_class = models.CharField(_("class"), max_length=20, choices=Class)
    rank = models.CharField(_("rank"), max_length=20, blank=True)
    competent_department = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("competent department"),
    )
    credit_code = models.CharField(_("unified credit code"), max_length=18, blank=True)
    registration = models.CharField(
        _("legal-person registration"), max_length=20, choices=Registration, default=Registration.NOT_APPLICABLE
    )
    valid_until = models.DateField(_("existed until"), null=True, blank=True)
    responsible = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("first person responsible")
    )
    contact = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    history = tracked()

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(valid_until=None), name="unit_name_once_per_office"
            ),
            models.CheckConstraint(
                condition=~Q(competent_department=models.F("id")) | Q(competent_department=None),
                name="unit_not_its_own_department",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_scope(self) -> bool:
        """A unit of the production-and-operation class is out of scope (A1)."""
        return self.unit_class != self.Class.PRODUCTION and self.valid_until is None


class Mandate(LedgerModel):
    """One line of a unit's 三定: a duty, an internal body or posts, with its document and date. Source: A1."""

    class Kind(models.TextChoices):
        DUTIES = "duties", _("Duties")
        BODIES = "bodies", _("Internal bodies")
        POSTS = "posts", _("Posts")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mandates", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    content = models.TextField(_("content"))
    document = models.CharField(_("document"), max_length=120)
    dated_on = models.DateField(_("dated"))
    history = tracked()

    class Meta:
        ordering: ClassVar = ["unit", "kind", "-dated_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document}"


class Partner(LedgerModel):
    """A department that works with an office: organisation, human resources, finance … Source: A3."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation department")
        HUMAN_RESOURCES = "human_resources", _("Human resources")
        FINANCE = "finance", _("Finance")
        POLICE = "police", _("Public security")
        AUDIT = "audit", _("Audit")
        INSPECTION = "inspection", _("Disciplinary inspection")
        DISCIPLINE = "discipline", _("Discipline and supervision")

    office = models.ForeignKey(Office, models.PROTECT, related_name="partners", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=60)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["office", "kind"]

    def __str__(self) -> str:
        return self.name


class Person(LedgerModel):
    """A human being. Rules compare persons, not accounts (decided.md, who may not)."""

    name = models.CharField(_("name"), max_length=40)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    entered_by = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")  # looks after them
    history = tracked()

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


def in_force(day: date) -> Q:
    """Appointments in force on ``day``, both ends included."""
    return (Q(until=None) | Q(until__gte=day)) & Q(since__lte=day)


class Appointment(LedgerModel):
    """A role of a person in an office, a section of it, a unit or a partner department, from–until. Source: A3."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="appointments")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="appointments")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="appointments")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    history = tracked()

    class Meta:
        ordering: ClassVar = ["person", "since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(UNIT_ROLES), unit__isnull=False, office=None, section=None, partner=None)
                    | Q(role__in=sorted(OFFICE_ROLES | ADMIN_ROLES), office__isnull=False, unit=None, partner=None)
                    | Q(role=Role.PARTNER, partner__isnull=False, office=None, section=None, unit=None)
                ),
                name="appointment_role_fits_its_body",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="appointment_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    @property
    def body(self) -> Office | Unit | Partner:
        """The office, unit or partner department the role is held in."""
        return self.office or self.unit or self.partner  # type: ignore[return-value]


class Handover(LedgerModel):
    """A post that ended for one person and began for the next; open work follows on that day. Source: A5."""

    given_up = models.OneToOneField(Appointment, models.PROTECT, related_name="handed_over")
    taken_up = models.OneToOneField(Appointment, models.PROTECT, related_name="taken_over")
    last_day = models.DateField(_("last day of the predecessor"))
    reason = models.TextField(_("reason"))
    effected_on = models.DateField(null=True, blank=True)  # names in open matters have followed
    left_behind = models.TextField(_("what could not follow"), blank=True, default="", db_default="")
    history = tracked()

    class Meta:
        ordering: ClassVar = ["-last_day", "-pk"]

    def __str__(self) -> str:
        return f"{self.given_up} {self.last_day}"


class AccountManager(LedgerManager, BaseUserManager):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return cast(Account, self.get(username=username))


class Account(AbstractBaseUser, LedgerModel):
    """What a person signs in with. Created, activated, suspended, handed over, never deleted. Source: A6."""

    class Status(models.TextChoices):
        CREATED = "created", _("Created")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Chinese")
        ENGLISH = "en", _("English")

    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    person = models.OneToOneField(Person, models.PROTECT, related_name="account", verbose_name=_("person"))
    email = models.EmailField(_("e-mail"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CREATED)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    is_system = models.BooleanField(_("the system itself"), default=False)
    last_login = None  # sign-ins are events of the trail
    history = tracked(excluded_fields=["password"])

    objects = AccountManager()  # type: ignore[misc]

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = _("account")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_system"], condition=Q(is_system=True), name="one_system_account")
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may be used; Django and allauth ask this at sign-in and on every request."""
        return self.status == self.Status.ACTIVE

    def actor_facts(self) -> ActorFacts:
        """Who acts, for the trail: the first of the person's appointments in force."""
        from organizations.scope import standing_of

        return standing_of(self).facts()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No permission comes from Django's tables: policies decide (design.md)."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Word(LedgerModel):
    """Reference data with a name in both languages: extended by an office, never deleted."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "zh").startswith("en") else self.name_zh


from organizations.credentials import ApiToken as ApiToken  # noqa: E402  a table of this room, in a module of its own
