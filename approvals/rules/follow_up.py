"""What an approval brings with it: who gets a copy and has to do what, and the dated tasks of the unit. Source: D8, D9.

Standards are rows per kind (``approvals.models.standards``), offered beforehand and changed by whoever signs.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from approvals.models import Application, ApplicationKind, FollowUpStandard
from deadlines.calendar import WorkingCalendar
from organizations.models import Partner, Section


@dataclass(frozen=True)
class NewTask:
    """A dated task of the unit."""

    subject: str
    text: str
    due_on: date
    item_id: int | None = None


@dataclass(frozen=True)
class NewCopy:
    """Who gets the decision and what they have to do; one of section and partner."""

    must: str
    section_id: int | None = None
    partner_id: int | None = None


def standards_on(office_id: int, on: date) -> dict[int | None, FollowUpStandard]:
    """The standards an office goes by on a day, by kind, with their lines: its own, else the shipped ones. Under None
    the one for kinds that have none."""
    rows = (
        FollowUpStandard.objects.filter(Q(office_id=office_id) | Q(office=None), valid_from__lte=on)
        .exclude(valid_until__lt=on)
        .select_related("kind", "office", "set_by")
        .prefetch_related("tasks", "copies")
        .order_by("valid_from", "pk")
    )
    found: dict[int | None, FollowUpStandard] = {}
    for row in sorted(rows, key=lambda one: one.office_id is not None):
        found[row.kind_id] = row
    return found


def standard_of(office_id: int, kind: ApplicationKind, on: date) -> FollowUpStandard | None:
    """The standard for one kind; None where none was ever loaded."""
    found = standards_on(office_id, on)
    return found.get(kind.pk) or found.get(None)


def standard_tasks(application: Application, on: date, calendar: WorkingCalendar) -> list[NewTask]:
    """The tasks that a kind brings with it, counted from the day of the reply."""
    standard = standard_of(application.office_id, application.kind, on)
    lines = standard.tasks.all() if standard else []
    return [NewTask(one.subject, one.text, calendar.add(on, one.days)) for one in lines]


def standard_copies(application: Application, on: date) -> list[NewCopy]:
    """一变动、一调整、一共享: sections that keep registers, departments that a change touches."""
    standard = standard_of(application.office_id, application.kind, on)
    lines = list(standard.copies.all()) if standard else []
    sections, partners = _by_kind(Section, application.office_id), _by_kind(Partner, application.office_id)
    copies = []
    for one in lines:
        copies += [NewCopy(one.must, section_id=pk) for pk in sections.get(one.section_kind, ())]
        copies += [NewCopy(one.must, partner_id=pk) for pk in partners.get(one.partner_kind, ())]
    return copies


def _by_kind(model: type[Section] | type[Partner], office_id: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, pk in model.objects.filter(office_id=office_id).order_by("pk").values_list("kind", "pk"):
        found.setdefault(kind, []).append(pk)
    return found
