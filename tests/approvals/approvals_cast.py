"""Applications for the tests of approvals, brought to a state by the acts that people use."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

from approvals.models import Application, ApplicationKind, PreReview
from approvals.services import admission, filing, review
from approvals.services.filing import Draft, NewItem
from approvals.states import State
from organizations.models import Account, Unit
from tests.factories import a_file, a_unit, people_of, team_of

TODAY = date(2026, 9, 1)  # a Tuesday
NUMBERS = itertools.count(1)


def a_draft(kind: ApplicationKind, **given: Any) -> Draft:
    """A draft with nothing missing but its files; items that fit the kind."""
    items: list[NewItem] = []
    if kind.code in {"more_quota", "new_institution"}:
        items = [NewItem("增加事业编制", amount=2, post_kind="institution", quota_source="本级统筹")]
    elif kind.code in {"more_leadership_quota", "change_rank"}:
        items = [NewItem("增加副职", amount=1, level="deputy")]
    elif kind.code == "merge_or_abolish":
        items = [NewItem("收回事业编制", amount=-3, post_kind="institution")]
    values: dict[str, Any] = {
        "title": f"{kind.name_zh}（{next(NUMBERS)}）",
        "form": {one["code"]: "见请示" for one in kind.fields},
        "items": items,
        "figures_agree": True,
        **given,
    }
    return Draft(**values)


def an_application(
    state: str = State.DRAFT, *, unit: Unit | None = None, kind: str = "more_quota", irregular: str = "", **given: Any
) -> Application:
    """An application that got to ``state``: draft, pre_review, reviewed, or what the gate answered (``decide``)."""
    unit = unit or a_unit()
    found = ApplicationKind.objects.get(code=kind)
    at_unit, team = people_of(unit), team_of(unit.office)
    application = filing.save_draft(unit_id=unit.pk, kind_code=kind, draft=a_draft(found, **given), actor=at_unit.clerk)
    for one in found.materials:
        if one["required"]:
            filing.add_material(
                application_id=application.pk, code=one["code"], file=a_file(f"{one['zh']}.txt"), actor=at_unit.clerk
            )
    if state == State.DRAFT:
        return fresh(application)
    filing.submit(application_id=application.pk, actor=at_unit.head)
    if irregular:
        review.mark_irregular(application_id=application.pk, reason=irregular, actor=team.chief)
    if state == State.PRE_REVIEW:
        return fresh(application)
    review_all(application, team.verifier)
    if state == State.REVIEWED:
        return fresh(application)
    admission.decide_admission(application_id=application.pk, actor=team.clerk)
    assert fresh(application).state == state, fresh(application).state
    return fresh(application)


def review_all(application: Application, actor: Account, opinion: str = "agree") -> None:
    for capacity in PreReview.Capacity.values:
        review.give_opinion(
            application_id=application.pk,
            capacity=capacity,
            opinion=opinion,
            remarks="" if opinion == "agree" else "需要说明",
            actor=actor,
        )


def fresh(application: Application) -> Application:
    """The application as it is stored now."""
    return Application.objects.select_related(
        "office", "unit__office", "unit__competent_department", "kind", "sheet"
    ).get(pk=application.pk)


def decide(application: Application) -> Application:
    """Decide on admission as a clerk of its office."""
    admission.decide_admission(application_id=application.pk, actor=team_of(application.office).clerk)
    return fresh(application)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at once, each on its own connection; answers what each returned or raised, in order."""
    import threading

    from django.db import connection

    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            answers[index] = act()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
