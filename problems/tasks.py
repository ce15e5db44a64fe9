"""What services of this room hand to the worker after their commit."""

import logging

from celery import shared_task
from django.http import QueryDict
from django.utils import translation

from audit.facts import facts
from organizations.errors import DomainError, NotAllowed
from organizations.people import system_account
from organizations.scope import acting
from problems.models import Export, ImportRun
from problems.pages.exporting import listed_of
from problems.pages.filtering import read_query
from problems.services import exports, importing
from problems.services.importing.commit import MAX_TRIES, give_up
from problems.services.importing.progress import count_try

logger = logging.getLogger(__name__)


@shared_task(acks_late=True, soft_time_limit=540, time_limit=600)
def commit_import(run_id: int) -> bool:
    """Write a run under the account that sent or ordered it; twice is harmless. True when it stands written."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.state != ImportRun.State.COMMITTING:
        return run is not None and run.state == ImportRun.State.COMMITTED
    actor = importing.resume_account(run)
    with facts(door="task"), translation.override(actor.language if actor else None):
        if actor is None or count_try(run_id) > MAX_TRIES:
            give_up(run_id, actor or system_account())
            logger.error("import %s given up", run_id)
            return False
        try:
            importing.commit_import(run_id=run_id, actor=actor)
        except DomainError as error:
            logger.info("import %s refused: %s", run_id, error.code)
            return False
    return True


@shared_task(acks_late=True, soft_time_limit=540, time_limit=600)
def build_export(export_id: int) -> bool:
    """Write a long export under the rights that its account has now; twice is harmless. True when it stands written."""
    export = exports.claim(export_id)
    if export is None:
        return False
    with facts(door="task"), translation.override(export.language):
        try:
            acting(export.account)
            if not export.account.is_active:
                raise NotAllowed
            asked = read_query(export.account, QueryDict(export.query)).required()
            exports.build(export, listed_of(export.account, asked))
        except DomainError as refusal:
            exports.refuse(export, str(refusal))
            return False
        except Exception:
            logger.exception("export %s could not be written", export_id)
            Export.objects.filter(pk=export_id).update(state=Export.State.WAITING)  # the sweep takes it up again
            return False
    return True
