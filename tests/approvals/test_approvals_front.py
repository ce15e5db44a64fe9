"""What people see of applications first: lines with one button, a unit's position, only acts that are theirs."""

from datetime import timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, a_meeting, an_application, appraise, fresh, initiate, replied
from django.test import Client
from django.urls import reverse

from approvals import policies
from approvals.models import CopyReceipt
from approvals.pages.waiting import lines_of
from approvals.rules.follow_up import NewCopy, NewTask
from approvals.selectors.applications import board, waiting_lines
from approvals.selectors.follow_up import acts_on, task_for
from approvals.selectors.proceedings import acts_not_yet, acts_of_others
from approvals.services import follow_up, meetings
from approvals.services.initiation import lead_section
from approvals.states import State
from organizations.models import Account, Section
from organizations.people import appoint, system_account
from organizations.roles import Role
from organizations.scope import standing_of
from tests.factories import a_file, a_partner, a_person_with, a_problem, a_unit, an_account, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, Any]


def test_each_line_names_what_is_asked_and_leads_to_its_form(kinds: Kinds) -> None:
    reviewed = an_application(State.REVIEWED)
    (line,) = lines_of(waiting_lines(team_of(reviewed.office).clerk))
    assert line["action_url"] == reverse("approvals:admission", args=[reviewed.pk])
    assert line["url"] == reverse("approvals:detail", args=[reviewed.pk])
    (seen,) = lines_of(board(people_of(reviewed.unit).clerk).others)
    assert seen["action_url"] == seen["url"]


def test_a_task_leads_the_unit_to_its_report(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application, tasks=[NewTask("duties", "修订三定规定", TODAY + timedelta(days=20))], copies=[])
    task = application.tasks.get()
    (line,) = lines_of(waiting_lines(people_of(application.unit).clerk))
    assert line["action_url"] == reverse("approvals:report_task", args=[task.pk])
    assert "修订三定规定" in line["asked"]


def test_a_copy_waits_for_the_department_that_got_it_and_not_for_the_office(client: Client, kinds: Kinds) -> None:
    application = an_application("accepted")
    partner = a_partner(application.office)
    member = a_person_with(Role.PARTNER, partner)
    due = NewTask("duties", "修订三定规定", TODAY + timedelta(days=20))
    replied(application, tasks=[due], copies=[NewCopy("办理人员和工资事项", partner_id=partner.pk)])
    assert CopyReceipt.objects.get().partner == partner
    assert not [one for one in waiting_lines(team_of(application.office).leader) if one.act == policies.ACKNOWLEDGE]
    client.force_login(member)
    assert reverse("approvals:copies") in client.get(reverse("my_work")).content.decode()


def test_a_unit_reads_its_position_and_its_applications_on_its_front_page(client: Client, kinds: Kinds) -> None:
    unit = a_unit()
    application = an_application(State.PRE_REVIEW, unit=unit)
    client.force_login(people_of(unit).head)
    page = client.get(reverse("my_work"))
    assert application.title in page.content.decode()
    assert [one["panel"].outcome for one in page.context["positions"]] == ["admitted"]
    a_problem("rectifying", unit=unit)
    page = client.get(reverse("my_work"))
    assert [one["panel"].outcome for one in page.context["positions"]] == ["paused"]
    assert reverse("approvals:board") in page.content.decode()
    client.force_login(team_of(unit.office).clerk)
    assert client.get(reverse("my_work")).context["positions"] == []


def test_nobody_is_offered_what_belongs_to_another_section_or_comes_later(kinds: Kinds) -> None:
    application = an_application("accepted")
    team = team_of(application.office)
    section = Section.objects.get(office=application.office, kind=Section.Kind.BUSINESS)
    elsewhere = standing_of(_clerk_of(section))
    initiate(application)
    appraise(application)
    coming = a_meeting(application.office, held_on=TODAY + timedelta(days=5))
    meetings.put_on_agenda(application_id=application.pk, meeting_id=coming.pk, actor=team.clerk)
    assert policies.PROCEDURE in acts_of_others(fresh(application), standing_of(team.clerk))  # who appraised it
    assert policies.PROCEDURE not in acts_of_others(fresh(application), standing_of(team.verifier))
    assert policies.PROCEDURE in acts_of_others(fresh(application), elsewhere)
    meetings.find_procedure(application_id=application.pk, sound=True, finding="程序完备", actor=team.verifier)
    assert policies.RESULT in acts_not_yet(fresh(application))  # its day has not come


def test_what_a_unit_reported_waits_for_the_lead_section(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application, tasks=[NewTask("duties", "修订三定规定", TODAY + timedelta(days=20))], copies=[])
    follow_up.report_task(
        task_id=application.tasks.get().pk, text="已修订", files=[a_file()], actor=people_of(application.unit).clerk
    )
    lead = lead_section(application)
    assert lead is not None and lead.kind == Section.Kind.BUSINESS
    here, elsewhere = (
        _clerk_of(Section.objects.get(office=application.office, kind=kind)) for kind in ("business", "supervision")
    )
    (line,) = lines_of(waiting_lines(here))
    assert line["action_url"] == reverse("approvals:check_task", args=[application.tasks.get().pk])
    assert waiting_lines(elsewhere) == []
    task = task_for(viewer=elsewhere, task_id=application.tasks.get().pk)
    assert policies.CHECK_TASK in acts_on(task, standing_of(here))
    assert policies.CHECK_TASK not in acts_on(task, standing_of(elsewhere))


def _clerk_of(section: Section) -> Account:
    account = an_account()
    appoint(
        person=account.person,
        role=Role.OFFICE_CLERK,
        office=section.office,
        section=section,
        since=TODAY,
        actor=system_account(),
    )
    return account
