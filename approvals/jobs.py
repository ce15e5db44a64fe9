"""Work that the clock starts."""

import logging

from celery import shared_task

from approvals.services import admission
from audit.facts import facts
from organizations.errors import DomainError
from organizations.people import system_account

logger = logging.getLogger(__name__)


@shared_task
def revive_cured() -> int:
    """Take up paused applications that the gate admits now; answers how many. Source: D4."""
    done = 0
    with facts(door="task"):
        system = system_account()
        for application_id in admission.cured_applications():
            try:
                admission.revive(application_id=application_id, actor=system)
            except DomainError as refusal:
                logger.info("application %s not taken up: %s", application_id, refusal.code)
            except Exception:
                logger.exception("application %s could not be taken up", application_id)
            else:
                done += 1
    return done
