"""Checking a warning: it becomes an entry, is tied to one that is open already, or is cleared with a reason. F4."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from audit.refusals import recording_refusals
from deadlines.clocks import stop_clocks
from deadlines.models import ClockKind
from organizations.clock import in_words, today
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import acting
from problems.models import Problem, Source, ViolationType
from problems.policies import visible_to
from problems.services.intake import NewEntry, register_problem
from problems.states import OPEN
from staffing import policies
from staffing.errors import AlertChecked
from staffing.models import Alert
from staffing.services.alerting import SUBJECT
from staffing.services.frame import Faults, OnUnit, on_unit

# rule or matter: violation type it suggests; a person may choose another one
TYPES = {
    Alert.Rule.OVER_QUOTA: "staff_over_quota",
    Alert.Rule.LEADERS_OVER_QUOTA: "leaders_over_quota",
    Alert.Matter.NO_QUOTA: "self_set_quota",
    Alert.Matter.DECLARED: "other",
    Alert.Matter.OUTSIDE_PAID: "outside_quota_staff",
    Alert.Matter.UNPAID: "idle_duties",
    Alert.Matter.DISPUTED: "other",
}
SOURCE = "monitoring_alert"


def suggested_type(alert: Alert) -> str:
    """Code of the violation type that an entry of this warning would have."""
    return TYPES[alert.matter or alert.rule]  # type: ignore[index]


def facts_of(alert: Alert) -> str:
    """The facts of an entry, pre-filled from the figures; a person reads and may rewrite them."""
    words = {
        "unit": alert.unit.name,
        "day": in_words(today()),
        "name": alert.kind.name if alert.kind else alert.level.name if alert.level else "",
        "quota": alert.quota,
        "actual": alert.actual,
        "over": alert.excess,
        "matter": Alert.Matter(alert.matter).label,
        "source": alert.source,
    }
    if alert.rule == Alert.Rule.OVER_QUOTA:
        text = _("%(unit)s on %(day)s: %(name)s, quota %(quota)d, actual %(actual)d, %(over)d over quota.") % words
    elif alert.rule == Alert.Rule.LEADERS_OVER_QUOTA:
        text = _("%(unit)s on %(day)s: %(name)s, approved %(quota)d, actual %(actual)d, %(over)d too many.") % words
    else:
        text = _("%(unit)s on %(day)s: %(matter)s (%(name)s), %(actual)d against %(quota)d.") % words
        text = text.replace("（）", "").replace(" ()", "")
    return text + (_(" Source: %(source)s.") % words if alert.source else "")


def enter_alert(
    *,
    alert_id: int,
    facts: str,
    actor: Account,
    violation_type: str = "",
    cause_id: int | None = None,
    found: int | None = None,
    key: str = "",
) -> Problem:
    """Turn a warning into an entry of the ledger, with its figures.

    Args:
        facts: As ``facts_of`` proposes, or as the person who checked it writes.
        violation_type: Code; by default the one that the rule suggests.
        found: How many people or posts are concerned, where the type counts something other than an excess.

    Raises:
        NotFound, NotAllowed: See ``on_unit``; the person also has to be one who may register.
        AlertChecked: Somebody has answered it.
        Invalid: The entry cannot be registered as written.

    Source: F4.
    """
    with _on_alert(policies.ENTER_ALERT, alert_id, actor=actor, key=key) as (now, alert):
        if now.known is not None:
            return Problem.objects.get(pk=now.known)
        kind = ViolationType.objects.filter(code=violation_type or suggested_type(alert)).first()
        counted = alert.rule != Alert.Rule.MISMATCH
        entry = NewEntry(
            unit_id=now.unit.pk,
            violation_type_id=kind.pk if kind else 0,
            source_id=Source.objects.get(code=SOURCE).pk,
            source_document=alert.source[:200],
            facts=facts,
            found_on=today(),
            cause_id=cause_id,
            quota=alert.quota if counted else None,
            actual=alert.actual if counted else None,
            found=found if found is not None else None if counted else max(alert.actual, 1),
        )
        problem = register_problem(office_id=now.unit.office_id, entry=entry, actor=actor)
        _answer(now, alert, Alert.State.ENTERED, problem=problem)
        now.receipt(problem.pk)
        return problem


def link_alert(*, alert_id: int, problem_id: int, actor: Account, key: str = "") -> Alert:
    """Tie a warning to an open entry of the same unit that is about the same matter already (一事一账).

    Raises: NotFound, NotAllowed, AlertChecked, Invalid when the entry is closed or of another unit.

    Source: F4, B1.
    """
    with _on_alert(policies.LINK_ALERT, alert_id, actor=actor, key=key) as (now, alert):
        if now.known is not None:
            return alert
        faults = Faults()
        problem = visible_to(now.standing).filter(pk=problem_id, unit=now.unit, state__in=OPEN).first()
        if problem is None:
            faults.add("problem", _("Choose an open entry of this unit."))
        faults.stop()
        _answer(now, alert, Alert.State.ENTERED, problem=problem)
        now.receipt(alert.pk)
        return alert


def clear_alert(*, alert_id: int, reason: str, actor: Account, key: str = "") -> Alert:
    """Clear a warning: what it shows is no problem, for a reason that stays.

    Raises: NotFound, NotAllowed, AlertChecked, Invalid without a reason.

    Source: F4.
    """
    with _on_alert(policies.CLEAR_ALERT, alert_id, actor=actor, reason=reason, key=key) as (now, alert):
        if now.known is not None:
            return alert
        faults = Faults()
        reason = faults.text("reason", reason, _("Say why this is no problem; the reason stays."), limit=2000)
        faults.stop()
        _answer(now, alert, Alert.State.CLEARED, reason=reason)
        now.receipt(alert.pk)
        return alert


@contextmanager
def _on_alert(
    name: str, alert_id: int, *, actor: Account, key: str, reason: str = ""
) -> Iterator[tuple[OnUnit, Alert]]:
    with recording_refusals(name, account=actor, object_kind="staffing_alert", object_id=alert_id):
        seen = policies.visible_alerts(acting(actor)).filter(pk=alert_id)
        unit_id = seen.values_list("unit_id", flat=True).first()
        if unit_id is None:
            raise NotFound
    with on_unit(name, unit_id, actor=actor, reason=reason, key=key, subject=f"alert:{alert_id}") as now:
        alert = (
            Alert.objects.select_for_update(no_key=True, of=("self",))
            .select_related("unit", "kind", "level", "problem")
            .get(pk=alert_id)
        )
        if now.known is None and alert.state != Alert.State.OPEN:
            raise AlertChecked(state=alert.get_state_display())
        yield now, alert


def _answer(now: OnUnit, alert: Alert, state: str, *, problem: Problem | None = None, reason: str = "") -> None:
    alert.state, alert.problem, alert.reason = state, problem, reason
    alert.decided_on, alert.decided_by_id = today(), now.standing.person_id
    alert.save(update_fields=["state", "problem", "reason", "decided_on", "decided_by"])
    stop_clocks(alert.pk, ClockKind.STAFFING_ALERT, on=today(), subject_kind=SUBJECT)
