"""Work that the clock starts."""

from celery import shared_task

from audit.facts import facts
from organizations import handover


@shared_task
def effect_handovers() -> int:
    """Let open matters follow the posts whose successor begins today; answers how many. Source: A5."""
    with facts(door="task"):
        return handover.effect_due()
