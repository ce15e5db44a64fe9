"""The task force of one county's reform task: people of three sections and of a partner department, each with a task.

Told through the services by the people whose acts they are, once, where the application of ``demo.deciding`` stands.
"""

from datetime import date, timedelta

from django.db import transaction

from approvals.models import Application, TaskForce
from approvals.rules.task_forces import WORKING
from approvals.services import force_tasks, task_forces
from approvals.services.task_forces import NewForce
from deadlines.calendar import load_calendar
from demo.applications import everybody, working_day
from organizations import clock
from organizations.models import Account

OFFICE, KIND = "QS", "change_duties"


def tell_forces() -> int:
    """Set the task force up and let it work. Returns how many were told now."""
    if TaskForce.objects.filter(application__office__code=OFFICE).exists():
        return 0
    matter = Application.objects.filter(office__code=OFFICE, kind__code=KIND, state__in=WORKING).first()
    if matter is None:
        return 0
    with transaction.atomic():
        _tell(matter, everybody())
    return 1


def _tell(matter: Application, people: dict[str, Account]) -> None:
    leads, registry, egov, department = (people[f"qs_{one}"] for one in ("business", "registry", "egov", "zzb"))
    calendar, today = load_calendar(), clock.today()

    def coming(days: int) -> date:
        """The first working day from so many days after the real today."""
        return calendar.next_working(today + timedelta(days=days))

    with clock.at(working_day(8)):
        force = task_forces.set_up_task_force(
            application_id=matter.pk,
            force=NewForce(
                name="水土保持职责划转专班",
                leader_id=leads.person_id,
                members=[registry.person_id, egov.person_id, department.person_id],
                since=clock.today(),
                due_on=coming(60),
            ),
            actor=people["qs_leader"],
        )
        duties, certificates, posts = (
            force_tasks.add_task(
                force_id=force.pk, text=text, person_id=who.person_id, due_on=coming(days), actor=leads
            )
            for text, who, days in (
                ("梳理水土保持职责清单，与县自然资源局逐项核对", leads, 3),
                ("核对两家单位登记事项，列出证书变更清单", registry, 20),
                ("提出随职责划转人员的名单和安置意见", department, 8),
            )
        )
    with clock.at(working_day(4)):
        force_tasks.finish_task(task_id=duties.pk, result="职责清单共十一项，两家单位已书面确认。", actor=leads)
    with clock.at(working_day(3)):
        force_tasks.give_task_on(
            task_id=certificates.pk,
            person_id=egov.person_id,
            reason="登记局人员集中办理年度报告，由电子政务中心核对",
            actor=leads,
        )
        force_tasks.move_task(task_id=posts.pk, due_on=coming(25), reason="等待县委组织部部务会研究", actor=leads)
