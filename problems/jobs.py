"""What the clock starts in this room. Each job finds in the tables what is still owed."""

from celery import shared_task

from problems import tasks
from problems.services import exports, importing


@shared_task
def resume_imports() -> int:
    """Hand on again what is to be written and nobody writes: the message was lost or the worker died. Source: B13."""
    waiting = importing.stuck_runs()
    for run_id in waiting:
        tasks.commit_import.delay(run_id)
    return len(waiting)


@shared_task
def look_after_exports() -> int:
    """Hand on exports that nobody writes, and delete files whose days are over. Source: B13."""
    for export_id in (waiting := exports.unfinished_exports()):
        tasks.build_export.delay(export_id)
    return len(waiting) + exports.expire_exports()
