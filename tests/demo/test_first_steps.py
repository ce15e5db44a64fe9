"""The commands that bring the first office and the first people into an empty installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Account, Appointment, Office, Unit

pytestmark = pytest.mark.django_db

HEADINGS = "机构编码,单位名称,主管部门,单位性质\n"


def run(*words) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def listed(tmp_path):
    def write(rows: str):
        path = tmp_path / "units.csv"
        path.write_text(HEADINGS + rows, encoding="utf-8-sig")
        return path

    return write


def an_office(*more):
    return run("create_office", "HS", "--name=和水市委编办", "--level=city", "--mark=和编办", *more)


def test_an_office_gets_its_usual_sections_and_its_units(listed):
    rows = "HS001001,市图书馆,市文化局,事业单位\nHS001000,市文化局,,行政机关\n"
    an_office(f"--units={listed(rows)}")
    office = Office.objects.get(code="HS")
    assert office.sections.count() == 4
    library = Unit.objects.get(code="HS001001")
    assert (library.competent_department.name, library.initials) == ("市文化局", "stsg")


def test_units_can_be_added_later_and_twice_adds_nothing(listed):
    an_office()
    path = listed("HS001000,市文化局,,行政机关\n")
    run("create_office", "HS", f"--units={path}")
    run("create_office", "HS", f"--units={path}")
    assert Unit.objects.filter(office__code="HS").count() == 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("HS001001,市图书馆,市文化局,事业单位\n", "Row 2.*市文化局 is not in the list"),
        (",市图书馆,,事业单位\n", "Row 2.*no code"),
        ("HS1,甲,乙,事业单位\nHS2,乙,甲,事业单位\n", "circle"),
    ],
)
def test_a_faulty_list_enters_nothing(listed, rows, sentence):
    with pytest.raises(CommandError, match=sentence):
        an_office(f"--units={listed(rows)}")
    assert not Office.objects.filter(code="HS").exists()


def test_a_new_office_needs_its_names_and_a_known_superior():
    with pytest.raises(CommandError, match="--name"):
        run("create_office", "HS")
    with pytest.raises(CommandError, match="enter it first"):
        an_office("--superior=NIX")


def test_an_account_has_one_role_and_must_change_its_password():
    an_office()
    printed = run("create_account", "hs_system", "--name=王立", "--role=system_admin", "--office=HS")
    account = Account.objects.get(username="hs_system")
    username, password = printed.split()
    assert username == "hs_system"
    assert account.check_password(password)
    assert account.is_active and account.must_change_password
    assert Appointment.objects.get(person=account.person).office.code == "HS"


def test_a_role_belongs_to_its_kind_of_body():
    an_office()
    with pytest.raises(CommandError, match="--unit"):
        run("create_account", "a", "--name=王立", "--role=unit_clerk", "--office=HS")
    with pytest.raises(CommandError, match="no office"):
        run("create_account", "a", "--name=王立", "--role=office_clerk", "--office=NIX")
    assert not Account.objects.filter(username="a").exists()


def test_a_user_name_is_given_once():
    an_office()
    words = ("create_account", "hs_clerk", "--name=王立", "--role=office_clerk", "--office=HS")
    run(*words)
    with pytest.raises(CommandError, match="taken"):
        run(*words)
