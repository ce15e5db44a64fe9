"""Joint acceptance: who is asked, who answers, what the office has to wait for, and what a department keeps. C2."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from verification_cast import TODAY, Cast, a_file, an_account, appoint, brought_to, do, on

from audit.acts import act, system
from deadlines.models import Clock, ClockKind
from organizations.errors import Invalid, NotAllowed, NotFound
from organizations.models import Account, Appointment, Partner
from organizations.roles import Role
from problems.models import Problem, Share
from problems.policies import visible_to
from problems.selectors.work import my_work
from problems.states import State
from verification import services
from verification.errors import Disagreed, OpinionGiven, OpinionsMissing, WrongStep
from verification.models import CloseOut, Invitation, Opinion
from verification.selectors import desk
from verification.selectors.joint import invitation_for, shared_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def patrol(cast: Cast) -> Partner:
    return a_department(cast, Partner.Kind.INSPECTION, "市委巡察办")


@pytest.fixture
def member(cast: Cast, patrol: Partner) -> Account:
    return a_member(patrol, "巡察干部")


def a_department(cast: Cast, kind: str, name: str) -> Partner:
    with act("test.partner", actor=system()):
        partner = Partner(office=cast.city, kind=kind, name=name)
        partner.save()
    a_member(partner, f"{name}联络员")
    return partner


def a_member(partner: Partner, name: str) -> Account:
    with act("test.member", actor=system()):
        account = an_account(name)
        appoint(account, Role.PARTNER, partner=partner)
    return account


def invited(cast: Cast, problem: Problem, *partners: Partner) -> list[Invitation]:
    return services.invite_departments(
        problem_id=problem.pk, partner_ids=[one.pk for one in partners], question="是否认可", actor=cast.verifier
    )


def say(problem: Problem, member: Account, answer: str = "agree", **fields: object) -> Opinion:
    return services.give_opinion(problem_id=problem.pk, answer=answer, actor=member, **fields)  # type: ignore[arg-type]


def test_the_acceptance_waits_for_every_invited_department(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "acceptance")
    organisation = a_department(cast, Partner.Kind.ORGANISATION, "市委组织部")
    other = a_member(organisation, "组织干部")
    invited(cast, problem, patrol, organisation)
    say(problem, member)
    with pytest.raises(OpinionsMissing, match="市委组织部"):
        do(cast, problem, "acceptance")
    with pytest.raises(OpinionsMissing):
        do(cast, problem, "acceptance", passed=False)
    say(problem, other, "not_concerned")
    do(cast, problem, "acceptance")
    assert CloseOut.objects.get().step == "look_back"


def test_a_disagreement_keeps_the_acceptance_from_being_passed(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "acceptance")
    invited(cast, problem, patrol)
    with pytest.raises(Invalid):
        say(problem, member, "disagree")
    say(problem, member, "disagree", reason="两人仍在岗")
    with pytest.raises(Disagreed, match="市委巡察办"):
        do(cast, problem, "acceptance")
    do(cast, problem, "acceptance", passed=False, findings="两人仍在岗")
    problem.refresh_from_db()
    assert (problem.state, problem.kept_open) == (State.RECTIFYING, 1)


def test_the_department_sees_the_entry_only_while_it_is_shared(cast: Cast, patrol: Partner, member: Account) -> None:
    problem, hidden = brought_to(cast, "acceptance"), brought_to(cast, "check")
    assert not visible_to(member).exists()
    invitation = invited(cast, problem, patrol)[0]
    assert list(visible_to(member)) == [problem]
    say(problem, member)
    do(cast, problem, "acceptance", files=[a_file("验收.pdf")])
    assert not visible_to(member).exists()
    shown = invitation_for(viewer=member, invitation_id=invitation.pk)
    assert (shown.entry_open, [file.name for file in shown.files]) == (False, ["整改照片.pdf"])
    assert shared_evidence(viewer=member, invitation_id=invitation.pk, evidence_id=shown.files[0].pk)
    for file in (*problem.evidence.filter(name="验收.pdf"), *hidden.evidence.all()):
        with pytest.raises(NotFound):
            shared_evidence(viewer=member, invitation_id=invitation.pk, evidence_id=file.pk)
    with pytest.raises(NotFound):
        invitation_for(viewer=cast.other_unit_head, invitation_id=invitation.pk)


def test_a_clock_runs_for_each_opinion_and_is_on_the_members_work(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "acceptance")
    invited(cast, problem, patrol)
    clock = Clock.objects.get(subject_id=problem.pk, kind=ClockKind.OPINION)
    assert (clock.holder, clock.partner, clock.detail) == ("partner", patrol, "市委巡察办")
    assert [line.problem for line in my_work(viewer=member).now] == [problem]
    say(problem, member)
    clock.refresh_from_db()
    assert (clock.stopped_on, clock.outcome) == (TODAY, "answered")


def test_a_second_opinion_of_the_department_is_refused(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "check")
    invited(cast, problem, patrol)
    first = say(problem, member, key="one")
    assert say(problem, member, key="one") == first
    with pytest.raises(OpinionGiven):
        say(problem, a_member(patrol, "另一干部"))


def test_somebody_replaced_meanwhile_gives_no_opinion(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "check")
    invitation = invited(cast, problem, patrol)[0]
    with act("test.replaced", actor=system()):
        appointment = Appointment.objects.get(person=member.person)
        appointment.until = TODAY
        appointment.save(update_fields=["until"])
    with on(TODAY + timedelta(days=1)):
        with pytest.raises(NotFound):
            say(problem, member)
        # The database says so, too: no opinion by somebody who does not belong to the department on the day.
        late = TODAY + timedelta(days=1)
        forged = Opinion(invitation=invitation, answer="agree", given_on=late, given_by=member.person)
        with pytest.raises(IntegrityError, match="not from that department"), act("test.forged", actor=system()):
            forged.save()
        say(problem, a_member(patrol, "接任干部"))


def test_an_invitation_is_withdrawn_with_a_reason_before_its_opinion(
    cast: Cast, patrol: Partner, member: Account
) -> None:
    problem = brought_to(cast, "acceptance")
    invitation = invited(cast, problem, patrol)[0]
    with pytest.raises(Invalid):
        services.withdraw_invitation(
            problem_id=problem.pk, invitation_id=invitation.pk, reason=" ", actor=cast.verifier
        )
    services.withdraw_invitation(
        problem_id=problem.pk, invitation_id=invitation.pk, reason="不涉及该部门职责", actor=cast.verifier
    )
    assert not visible_to(member).exists()
    with pytest.raises(NotFound):
        say(problem, member)
    do(cast, problem, "acceptance")
    assert Clock.objects.get(kind=ClockKind.OPINION).outcome == "cancelled"


def test_an_opinion_that_was_given_is_not_withdrawn(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "acceptance")
    invitation = invited(cast, problem, patrol)[0]
    say(problem, member, "disagree", reason="未整改到位")
    with pytest.raises(Invalid):
        services.withdraw_invitation(
            problem_id=problem.pk, invitation_id=invitation.pk, reason="不涉及", actor=cast.verifier
        )


@pytest.mark.parametrize("who", ["registrar", "unit_head", "observer", "superior_chief"])
def test_only_people_of_the_office_without_a_part_in_it_invite(cast: Cast, patrol: Partner, who: str) -> None:
    problem = brought_to(cast, "acceptance")
    with pytest.raises(NotAllowed):
        services.invite_departments(problem_id=problem.pk, partner_ids=[patrol.pk], actor=cast.people[who])
    assert not Share.objects.exists()


def test_a_department_is_not_asked_twice_nor_one_of_another_office_nor_after_the_acceptance(
    cast: Cast, patrol: Partner
) -> None:
    problem = brought_to(cast, "acceptance")
    with act("test.partner", actor=system()):
        foreign = Partner(office=cast.county, kind=Partner.Kind.FINANCE, name="县财政局")
        foreign.save()
    invited(cast, problem, patrol)
    for partners in ([patrol], [foreign], []):
        with pytest.raises(Invalid):
            invited(cast, problem, *partners)
    late = brought_to(cast, "look_back")
    with pytest.raises(WrongStep):
        invited(cast, late, patrol)


def test_a_department_in_which_nobody_has_an_active_account_is_not_invited(cast: Cast, patrol: Partner) -> None:
    with act("test.partner", actor=system()):
        police = Partner(office=cast.city, kind=Partner.Kind.POLICE, name="市公安局")
        police.save()
    problem = brought_to(cast, "check")
    client = Client()
    client.force_login(cast.verifier, backend="organizations.backend.AccountBackend")
    page = client.get(reverse("verification:invite", args=[problem.pk])).content.decode()
    assert str(_("%(name)s (nobody has an account)") % {"name": "市公安局"}) in page
    assert re.search(rf'value="{police.pk}"[^>]* disabled', page)
    assert not re.search(rf'value="{patrol.pk}"[^>]* disabled', page)
    with pytest.raises(Invalid) as refusal:
        invited(cast, problem, patrol, police)
    assert list(refusal.value.errors) == ["partner_ids"]
    assert not Invitation.objects.exists()
    member = a_member(police, "民警")
    with act("test.suspend", actor=system()):
        member.status = Account.Status.SUSPENDED
        member.save()
    with pytest.raises(Invalid):
        invited(cast, problem, police)
    a_member(police, "值班民警")
    assert len(invited(cast, problem, patrol, police)) == 2


def test_an_acceptance_that_awaits_opinions_waits_for_others_with_the_reason(
    cast: Cast, patrol: Partner, member: Account
) -> None:
    problem = brought_to(cast, "acceptance")
    assert [line.problem for line in desk(cast.verifier).mine] == [problem]
    invited(cast, problem, patrol)
    found, work = desk(cast.verifier), my_work(viewer=cast.verifier)
    assert (found.mine, [line.problem for line in found.others]) == ([], [problem])
    assert patrol.name in found.others[0].why_not
    assert ClockKind.ACCEPTANCE not in {task.clock.kind for task in [*work.now, *work.later]}
    assert [task.reason != "" for task in work.others if task.clock.kind == ClockKind.ACCEPTANCE] == [True]
    client = Client()
    client.force_login(cast.verifier, backend="organizations.backend.AccountBackend")
    page = client.get(reverse("verification:acceptance", args=[problem.pk])).content.decode()
    assert reverse("verification:withdraw", args=[problem.pk]) in page.split('id="form"')[1]
    say(problem, member)
    assert [line.problem for line in desk(cast.verifier).mine] == [problem]


def test_the_opinion_once_given_is_not_offered_again(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "acceptance")
    second = a_department(cast, Partner.Kind.ORGANISATION, "市委组织部")
    invited(cast, problem, patrol, second)
    client = Client()
    client.force_login(member, backend="organizations.backend.AccountBackend")
    asked = reverse("verification:opinion", args=[problem.pk])
    assert asked in client.get(reverse("problems:detail", args=[problem.pk])).content.decode()
    say(problem, member)
    assert asked not in client.get(reverse("problems:detail", args=[problem.pk])).content.decode()


def test_who_gave_an_opinion_does_not_sign(cast: Cast, patrol: Partner) -> None:
    with act("test.two_hats", actor=system()):
        appoint(cast.leader, Role.PARTNER, partner=patrol)
    problem = brought_to(cast, "acceptance")
    invited(cast, problem, patrol)
    say(problem, cast.leader)
    for step in ("acceptance", "look_back"):
        do(cast, problem, step)
    with pytest.raises(NotAllowed):
        do(cast, problem, "sign_off", actor=cast.leader)
    do(cast, problem, "sign_off")


def test_the_database_closes_nothing_against_or_without_an_opinion(
    cast: Cast, patrol: Partner, member: Account
) -> None:
    problem = brought_to(cast, "sign_off")
    close_out = CloseOut.objects.get(problem=problem)
    with act("test.forged", actor=system()):
        share = Share(problem=problem, partner=patrol, shared_on=TODAY)
        share.save()
        invitation = Invitation(
            close_out=close_out, partner=patrol, share=share, invited_on=TODAY, invited_by=cast.verifier.person
        )
        invitation.save()
    for answer in (None, "disagree"):
        with pytest.raises(IntegrityError, match="close-out lacks: opinion"), transaction.atomic():
            if answer:
                with act("test.forged", actor=system()):
                    Opinion(
                        invitation=invitation, answer=answer, reason="否", given_on=TODAY, given_by=member.person
                    ).save()
            do(cast, problem, "sign_off")
            connection.check_constraints()


def test_keeping_the_entry_open_ends_the_share(cast: Cast, patrol: Partner, member: Account) -> None:
    problem = brought_to(cast, "check")
    invited(cast, problem, patrol)
    do(cast, problem, "check", passed=False)
    assert not visible_to(member).exists()
    assert not Clock.objects.filter(kind=ClockKind.OPINION, stopped_on=None).exists()
