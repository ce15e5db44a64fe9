"""Who may know an import and who may act on it; the frame around every act on a run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.models import Act
from audit.refusals import recording_refusals
from organizations.errors import NotFound, Stale, WrongState
from organizations.models import Account
from organizations.scope import Standing, acting, standing_of
from problems import policies
from problems.acting import Repeated, answered_before, receive
from problems.models import ImportRun, Problem

WRONG_STATE = _("The import “%(name)s” is “%(state)s”, so this step is not available. Its page shows what comes next.")
May = Callable[[Standing, int], None]
Runs = ImportRun.State
OPEN_RUN = frozenset({Runs.UPLOADED, Runs.MAPPED, Runs.WAITING_FOR_ORDER, Runs.FAILED})
READY_RUN = frozenset({Runs.MAPPED, Runs.WAITING_FOR_ORDER, Runs.FAILED})


def runs_visible_to(viewer: Account | Standing) -> QuerySet[ImportRun]:
    """Imports whose existence ``viewer`` may know: those of offices whose business they do. Source: A4."""
    standing = viewer if isinstance(viewer, Standing) else standing_of(viewer)
    offices = {one for one in standing.office_ids if policies.OFFICE_ALL & standing.roles_in_office(one)}
    return ImportRun.objects.filter(office_id__in=offices).select_related("office", "file", "prepared_by__person")


def runs_of(viewer: Account) -> QuerySet[ImportRun]:
    """Imports of the viewer's offices, the newest first. Raises NotFound for whoever does no business of an office."""
    standing = standing_of(viewer)
    if not any(policies.OFFICE_ALL & standing.roles_in_office(one) for one in standing.office_ids):
        raise NotFound
    return runs_visible_to(standing).order_by("-pk")


def run_of(viewer: Account, run_id: int) -> ImportRun:
    """The run as ``viewer`` may see it. Raises NotFound for a missing and for a hidden one alike."""
    run = runs_visible_to(viewer).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def entries_of(run: ImportRun) -> QuerySet[Problem]:
    """The entries that exactly this run wrote, ordered or not: those its act created."""
    written = run.history.filter(state=ImportRun.State.COMMITTED).order_by("history_id").values("act_id")[:1]
    made = Problem.history.filter(act_id=written, history_type="+").values("id")
    return Problem.objects.filter(pk__in=made)


def undone_by(run: ImportRun) -> Act | None:
    """The act that undid the run: who, when and why; None while it stands."""
    if run.state != Runs.UNDONE:
        return None
    entry = run.history.filter(state=Runs.UNDONE).select_related("act").order_by("history_id").first()
    return entry.act if entry else None


def waits_for(run: ImportRun) -> ImportRun | None:
    """An import of the same office that was sent before and is still being written; this one follows it."""
    if run.state != Runs.COMMITTING:
        return None
    others = ImportRun.objects.filter(office_id=run.office_id, state=Runs.COMMITTING).exclude(pk=run.pk)
    sent = {one.pk: one.history.filter(state=Runs.COMMITTING).latest("history_id").history_id for one in [run, *others]}
    return min((one for one in others if sent[one.pk] < sent[run.pk]), key=lambda one: sent[one.pk], default=None)


def may_prepare(standing: Standing, office_id: int) -> bool:
    """Whether the person may upload, map and exclude in this office."""
    return policies.may_in_office(standing, "import.prepare", office_id)


def may_order(standing: Standing, office_id: int) -> bool:
    """Whether the person may order a take-over in this office."""
    return policies.may_in_office(standing, "import.order", office_id)


def may_undo(standing: Standing, office_id: int) -> bool:
    """Whether the person may undo an import of this office."""
    return policies.may_in_office(standing, "import.undo", office_id)


def undoing(standing: Standing, office_id: int) -> None:
    """Raises NotAllowed, naming who can, unless the person may undo an import."""
    if not may_undo(standing, office_id):
        raise policies.refusal("import.undo")


def preparing(standing: Standing, office_id: int) -> None:
    """Raises NotAllowed, naming who can, unless the person may prepare imports."""
    if not may_prepare(standing, office_id):
        raise policies.refusal("import.prepare")


def ordering(standing: Standing, office_id: int) -> None:
    """Raises NotAllowed, naming who can, unless the person may order a take-over."""
    if not may_order(standing, office_id):
        raise policies.refusal("import.order")


@contextmanager
def on_run(
    run_id: int,
    act_name: str,
    *,
    actor: Account,
    may: May,
    states: frozenset[str],
    reason: str = "",
    expected_version: int | None = None,
    key: str = "",
) -> Iterator[tuple[ImportRun, Standing]]:
    """One transaction around an act on one run, the run locked and the actor's rights read afresh.

    Args:
        key: Of the form; its receipt is written with the act and names the run, for a ``repeatable`` service.

    Raises:
        NotFound: No such run, or the actor may not know of it.
        NotAllowed: Visible but not theirs.
        Stale: The run has changed since the form was shown.
        WrongState: The run is in none of ``states``.
    """
    with recording_refusals(act_name, account=actor, object_kind="import", object_id=run_id):
        standing = acting(actor)
        office_id = runs_visible_to(standing).filter(pk=run_id).values_list("office_id", flat=True).first()
        if office_id is None:
            raise NotFound
        may(standing, office_id)
        with act(act_name, actor=standing.facts(office_id=office_id), reason=reason):
            run = (
                ImportRun.objects.select_for_update(no_key=True, of=("self",))
                .select_related("office", "file", "prepared_by__person")
                .get(pk=run_id)
            )
            known = answered_before(actor, key, act_name, f"import:{run_id}")
            if known is not None:
                raise Repeated(known)
            if expected_version is not None and expected_version != run.version:
                raise Stale
            if run.state not in states:
                raise wrong_state(run)
            yield run, standing
            receive(actor, key, act_name, run.pk, f"import:{run_id}")


def wrong_state(run: ImportRun) -> WrongState:
    """The refusal of a step that does not fit where the run stands."""
    return WrongState(WRONG_STATE, name=run.name, state=ImportRun.State(run.state).label)


def save_run(run: ImportRun, *fields: str) -> None:
    """Save the named fields and the next version of a run; history is written with them."""
    run.version += 1
    run.save(update_fields=[*fields, "version"])
