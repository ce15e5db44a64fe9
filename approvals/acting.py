"""How an act on an application begins and ends: the one frame around every service of this room.

Lock order (decided.md): unit, then application, then problem. Whoever admits or approves also locks the marks of the
units the gate looked at (``approvals.gate.asking``), after the application.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.models import Application
from approvals.states import State, target_of
from audit.acts import act
from audit.refusals import recording_refusals
from documents.models import StoredFile
from organizations.errors import NotFound, Stale, WrongState
from organizations.models import Account, Unit
from organizations.scope import Standing, acting
from problems.acting import answered_before, give_receipt
from problems.services.evidence import NewFile, keep_all

WRONG_STATE = _(
    "Application %(number)s is now “%(state)s”, so this step is not available. Its page shows what comes next."
)
May = Callable[[Standing, Application], None]


@dataclass
class Acting:
    """What a service works with: the locked application and the standing of who acts.

    ``known``: what the same form made when it was sent the first time; a service with ``key`` answers with that.
    """

    application: Application
    standing: Standing
    actor: Account
    act: str
    key: str = ""
    known: int | None = None

    def move(self, name: str) -> None:
        """Put the application into the state that the move leads to. Raises WrongState where there is none."""
        target = target_of(name, self.application.state)
        if target is None:
            raise WrongState(
                WRONG_STATE, number=self.application.number or "", state=State(self.application.state).label
            )
        self.application.state = target

    def require(self, *states: str) -> None:
        """Raise WrongState unless the application stands in one of ``states``."""
        if self.application.state not in states:
            raise WrongState(
                WRONG_STATE, number=self.application.number or "", state=State(self.application.state).label
            )

    def save(self, *fields: str) -> None:
        """Save the named fields, the state and the next version; history is written with them."""
        self.application.version += 1
        self.application.save(update_fields=[*fields, "state", "version"])

    def receipt(self, object_id: int) -> None:
        give_receipt(self.actor, self.key, self.act, object_id, f"application:{self.application.pk}")


@contextmanager
def acting_on(
    application_id: int,
    act_name: str,
    *,
    actor: Account,
    may: May,
    reason: str = "",
    expected_version: int | None = None,
    key: str = "",
    reach: Callable[[Standing], QuerySet[Application]] = policies.visible_to,
) -> Iterator[Acting]:
    """One transaction around an act on one application.

    Args:
        reach: Applications of which the person may know what the act is about; those that are visible, unless more is.
        may: ``may(standing, application) -> None``; raises NotAllowed with a sentence where it is not the actor's. Not
            asked of the system account, which only sweeps call.
        key: Of the form; a form sent twice gets its first answer, whatever its version and state.
        expected_version: Version of the application that the form was filled on.

    Raises:
        NotFound: No such application, or the actor may not know of it.
        NotAllowed: Visible but not theirs.
        Stale: The application has changed since the form was shown.
    """
    with recording_refusals(act_name, account=actor, object_kind="application", object_id=application_id):
        standing = acting(actor)
        by_system = bool(standing.account.is_system)
        rows = Application.objects.all() if by_system else reach(standing)
        found = rows.filter(pk=application_id).values_list("unit_id", "office_id").first()
        if found is None:
            raise NotFound
        unit_id, office_id = found
        facts = standing.facts(office_id=office_id, unit_ids=standing.unit_ids & {unit_id} or standing.own_unit_ids)
        with act(act_name, actor=facts, reason=reason.strip()):
            Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
            application = (
                Application.objects.select_for_update(no_key=True, of=("self",))
                .select_related("office", "unit__competent_department", "unit__office", "kind", "sheet")
                .get(pk=application_id)
            )
            known = answered_before(actor, key, act_name, f"application:{application_id}")
            if known is None:
                if not by_system:
                    may(standing, application)
                if expected_version is not None and expected_version != application.version:
                    raise Stale
            yield Acting(application, standing, actor, act_name, key, known)


def keep_for(
    application_id: int, act_name: str, files: Sequence[NewFile], actor: Account, field: str
) -> list[tuple[NewFile, StoredFile]]:
    """Check files and keep their bytes before the act takes a lock, asking first whether the act is the sender's.

    Raises: NotFound, NotAllowed; Invalid under ``field``, naming every file that is refused. The refusal is kept.
    """
    with recording_refusals(act_name, account=actor, object_kind="application", object_id=application_id):
        standing = acting(actor)
        seen = policies.visible_to(standing).select_related("office").filter(pk=application_id).first()
        if seen is None:
            raise NotFound
        policies.requires(act_name)(standing, seen)
        return keep_all(files, field=field)
