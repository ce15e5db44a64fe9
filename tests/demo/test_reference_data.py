"""The words every installation starts with, and that loading them again disturbs nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.acts import act
from audit.models import Act
from organizations.models import Account
from organizations.people import system_account
from problems.models import Cause, Source, ViolationType
from problems.models.words import ConsentRule, FigureKind
from problems.reference import CAUSES, SOURCES, VIOLATION_TYPES, load_words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(db):
    call_command("reference_data", verbosity=0)


def test_all_words_are_there_in_both_languages():
    for model, seeds in ((ViolationType, VIOLATION_TYPES), (Source, SOURCES), (Cause, CAUSES)):
        stored = {one.code: one for one in model.objects.all()}
        assert [code for code, *_ in seeds] == [one.code for one in model.objects.all()]
        assert all(one.name_zh and one.name_en for one in stored.values())
    assert (len(VIOLATION_TYPES), len(SOURCES), len(CAUSES)) == (14, 14, 6)


def codes(**wanted):
    return set(ViolationType.objects.filter(**wanted).values_list("code", flat=True))


def test_what_the_types_carry():
    assert codes(may_be_policy_caused=True) == {"staff_over_quota", "leaders_over_quota"}
    assert codes(consent_rule=ConsentRule.BEYOND_AUTHORITY) == {
        "approval_beyond_authority",
        "institution_beyond_authority",
    }
    assert codes(consent_rule=ConsentRule.LINE_INTERFERENCE) == {"line_interference"}
    assert codes(figures=FigureKind.STAFF) == {"staff_over_quota"}
    assert codes(figures=FigureKind.LEADERS) == {"leaders_over_quota"}
    assert codes(tags="三超两乱") == {"leaders_over_quota", "institution_beyond_authority", "self_set_titles"}
    assert Source.objects.get(found_above=True).code == "patrol_central"
    assert all(one.suggestion_zh and one.suggestion_en for one in Cause.objects.all())


def test_the_second_time_writes_nothing_and_asks_little():
    before = Act.objects.count()
    with CaptureQueriesContext(connection) as asked:
        call_command("reference_data", verbosity=0)
    assert Act.objects.count() == before
    assert len(asked) <= 16  # one or two for each kind of words


def test_what_an_office_changed_stays():
    system = system_account()
    word = Source.objects.get(code="other")
    with act("word.rename", actor=system.actor_facts()):
        word.name_zh = "其他来源"
        word.save()
    assert load_words(actor=system) == 0
    assert Source.objects.get(code="other").name_zh == "其他来源"


@pytest.mark.parametrize("command", ["demo", "demo_accounts"])
def test_without_the_wish_there_is_no_demonstration(settings, command):
    settings.DEMO = False
    before = Account.objects.count()
    with pytest.raises(CommandError, match="LEDGER_DEMO"):
        call_command(command, verbosity=0)
    assert Account.objects.count() == before
