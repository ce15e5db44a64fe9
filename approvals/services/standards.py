"""The standard tasks and copies of a kind, as an office sets them for its own approvals. Source: D8, D9."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.models import ApplicationKind, FollowUpStandard, FollowUpTask, StandardCopy, StandardTask
from approvals.rules.follow_up import standard_of
from audit.acts import act
from audit.refusals import recording_refusals
from audit.sets import create_with_history
from organizations.clock import today
from organizations.errors import Invalid, NotFound, Stale, WrongState
from organizations.models import Account, Office, Partner, Section
from organizations.scope import Standing, acting
from problems.acting import answered_before, give_receipt

LONGEST_DAYS = 750  # working days, about three years
MOST_LINES = 30


@dataclass(frozen=True)
class TaskLine:
    """A task of the unit, due so many working days after the reply."""

    subject: str
    text: str
    days: int


@dataclass(frozen=True)
class CopyLine:
    """A receiver, by its kind: one of section and department; and what it has to do."""

    must: str
    section_kind: str = ""
    partner_kind: str = ""


def set_standard(
    *,
    office_id: int,
    kind_code: str,
    tasks: Sequence[TaskLine],
    copies: Sequence[CopyLine],
    actor: Account,
    basis: str = "",
    key: str = "",
    shown: int | None = None,
) -> FollowUpStandard:
    """Set what an approval of a kind brings along in an office, from today on; what held before stays readable.

    Replies that are out keep their tasks: only what is signed from now on goes by it. Without any task an approval
    counts as carried out at once.

    Args:
        shown: Key of the standard that the form was filled on.

    Raises:
        NotFound: No such kind, or not the actor's office.
        NotAllowed: Neither section chief nor leader of it.
        Stale: Somebody set it meanwhile.
        Invalid: Lines that do not fit; all are named together.

    Source: D8, D9.
    """
    with _on_standard(policies.STANDARD, office_id, kind_code, actor, key) as on:
        if on.known is not None:
            return FollowUpStandard.objects.get(pk=on.known)
        errors = _errors(tasks, copies)
        if errors:
            raise Invalid(errors=errors)
        before = standard_of(office_id, on.kind, today())
        if shown is not None and (before is None or before.pk != shown):
            raise Stale
        _end(on.own)
        row = FollowUpStandard(
            office_id=office_id, kind=on.kind, basis=basis.strip()[:200], valid_from=today(),
            set_by_id=on.standing.person_id,
        )  # fmt: skip
        row.save()
        create_with_history(
            StandardTask,
            [
                StandardTask(standard=row, position=place, subject=one.subject, text=one.text.strip(), days=one.days)
                for place, one in enumerate(tasks, 1)
            ],
        )
        create_with_history(
            StandardCopy,
            [
                StandardCopy(
                    standard=row, position=place, must=one.must.strip(), section_kind=one.section_kind,
                    partner_kind=one.partner_kind,
                )
                for place, one in enumerate(copies, 1)
            ],
        )  # fmt: skip
        on.receipt(row)
        return row


def restore_standard(*, office_id: int, kind_code: str, actor: Account, key: str = "") -> FollowUpStandard:
    """End an office's own standard of a kind, so that the shipped one holds again; answers the one that ended.

    Raises:
        NotFound, NotAllowed: As ``set_standard``.
        WrongState: The office goes by the shipped one already.

    Source: D9.
    """
    with _on_standard(policies.RESTORE_STANDARD, office_id, kind_code, actor, key) as on:
        if on.known is not None:
            return FollowUpStandard.objects.get(pk=on.known)
        if on.own is None:
            raise WrongState(_("This office goes by the shipped standard already. Set its own first."))
        _end(on.own)
        on.receipt(on.own)
        return on.own


@dataclass
class _OnStandard:
    """An open act on the standard of a kind: the office is locked, ``own`` is what it has set for itself."""

    kind: ApplicationKind
    standing: Standing
    own: FollowUpStandard | None
    known: int | None
    actor: Account
    name: str
    key: str
    subject: str

    def receipt(self, row: FollowUpStandard) -> None:
        give_receipt(self.actor, self.key, self.name, row.pk, self.subject)


@contextmanager
def _on_standard(name: str, office_id: int, kind_code: str, actor: Account, key: str) -> Iterator[_OnStandard]:
    with recording_refusals(name, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        kind = ApplicationKind.objects.filter(code=kind_code).first()
        if kind is None or office_id not in standing.office_ids | standing.lower_office_ids:
            raise NotFound
        if not policies.may_for(standing, name, office_id=office_id, unit_id=None):
            raise policies.refusal(name)
        subject = f"follow_up_standard:{office_id}:{kind.pk}"
        with act(name, actor=standing.facts(office_id=office_id)):
            Office.objects.select_for_update(no_key=True).get(pk=office_id)
            known = answered_before(actor, key, name, subject)
            own = FollowUpStandard.objects.filter(office_id=office_id, kind=kind, valid_until=None).first()
            yield _OnStandard(kind, standing, own, known, actor, name, key, subject)


def _end(own: FollowUpStandard | None) -> None:
    if own is not None:
        own.valid_until = today() - timedelta(days=1)
        own.save(update_fields=["valid_until"])


def _errors(tasks: Sequence[TaskLine], copies: Sequence[CopyLine]) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}
    if len(tasks) > MOST_LINES or len(copies) > MOST_LINES:
        errors["tasks"] = [_("Thirty lines at most of each.")]
        return errors
    for place, task in enumerate(tasks, 1):
        if task.subject not in FollowUpTask.Subject.values or not 0 < len(task.text.strip()) <= 300:
            errors.setdefault("tasks", []).append(
                _("Task %(place)s: choose its subject and say in 300 characters at most what has to be done.")
                % {"place": place}
            )
        if not 1 <= task.days <= LONGEST_DAYS:
            errors.setdefault("tasks", []).append(
                _("Task %(place)s: enter from 1 to %(most)d working days.") % {"place": place, "most": LONGEST_DAYS}
            )
    seen = set()
    for place, copy in enumerate(copies, 1):
        to_section = copy.section_kind in Section.Kind.values and not copy.partner_kind
        to_partner = copy.partner_kind in Partner.Kind.values and not copy.section_kind
        receiver = (copy.section_kind, copy.partner_kind)
        if not (to_section or to_partner):
            errors.setdefault("copies", []).append(
                _("Copy %(place)s: choose one section or department.") % {"place": place}
            )
        elif receiver in seen:
            errors.setdefault("copies", []).append(
                _("Copy %(place)s: this receiver is named twice. Put what it has to do into one line.")
                % {"place": place}
            )
        if not 0 < len(copy.must.strip()) <= 200:
            errors.setdefault("copies", []).append(
                _("Copy %(place)s: say in 200 characters at most what the receiver has to do.") % {"place": place}
            )
        seen.add(receiver)
    return errors
