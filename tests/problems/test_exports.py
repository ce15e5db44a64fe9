"""Exports of the list: its rows and columns exactly, text never a formula, rights asked again, an event kept."""

import csv
import datetime as dt
import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.acts import act
from audit.models import Event
from documents.upkeep import strays
from organizations.clock import now, today
from organizations.people import set_status, system_account
from organizations.roles import Role
from problems import jobs, tasks
from problems.models import Export, Share
from problems.pages.exporting import listed_of
from problems.pages.filtering import read_query
from problems.selectors.columns import COLUMNS
from problems.services import exports, joining
from problems.spreadsheets.writing import FORMULA_STARTERS
from problems.states import State
from tests.factories import a_partner, a_person_with, a_problem, a_unit, an_office, give_role, people_of, team_of

pytestmark = pytest.mark.django_db
ALL_COLUMNS = "&".join(f"columns={key}" for key in COLUMNS)
HEAD = 5  # lines above the headings of a CSV


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def office():
    return an_office(superior=an_office())


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def taken(account, query="", format="csv"):
    answer = client_of(account).post(f"/ledger/export/?{query}", {"format": format})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.getvalue()


def rows_of_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1  # RFC 4180: every line has as many fields
    return rows


def test_a_csv_holds_exactly_the_filter_and_the_columns(office):
    unit = a_unit(office)
    mine = a_problem(State.RECTIFYING, unit=unit, facts="编外用工\n二人")
    a_problem(State.REGISTERED, unit=unit)
    a_problem(State.RECTIFYING, unit=a_unit(an_office()))
    rows = rows_of_csv(taken(team_of(office).clerk, "state=rectifying&columns=facts&columns=found&sort=-found"))
    assert rows[HEAD] == ["编号", "问题情况", "发现日期"] or len(rows[HEAD]) == 3
    assert rows[HEAD + 1 :] == [[mine.number, "编外用工\n二人", today().isoformat()]]
    top = " ".join(row[0] for row in rows[:HEAD])
    assert team_of(office).clerk.person.name in top and str(today().year) in top


def test_a_workbook_has_typed_cells_and_says_what_it_holds(office):
    problem = a_problem(
        State.RECTIFYING, unit=a_unit(office), kind="outside_quota_staff", found=5, facts="=HYPERLINK(1)"
    )
    book = openpyxl.load_workbook(io.BytesIO(taken(team_of(office).clerk, ALL_COLUMNS, "xlsx")))
    sheet, about = book.worksheets
    row = dict(zip(COLUMNS, next(sheet.iter_rows(min_row=2)), strict=True))
    assert row["number"].value == problem.number
    assert (row["facts"].value, row["facts"].data_type) == ("=HYPERLINK(1)", "s")
    assert (row["count"].value, row["count"].data_type) == (5, "n")
    assert row["found"].value == dt.datetime.combine(today(), dt.time()) and row["found"].is_date
    assert team_of(office).clerk.person.name in " ".join(str(cell.value) for cell in about["B"])


def test_the_list_is_printed_as_pdf(office):
    a_problem(State.RECTIFYING, unit=a_unit(office), facts="<script>alert(1)</script>")
    content = taken(team_of(office).clerk, "", "pdf")
    assert content.startswith(b"%PDF-")


DANGEROUS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.builds(lambda first, rest: first + rest, st.sampled_from(sorted(FORMULA_STARTERS)), st.text(max_size=30)),
    st.builds(lambda space, rest: space + rest, st.sampled_from([" =", "\t+", "\r\n-", "\u200b=", "\xa0@"]), st.text()),
)


class Stored:
    """Any entry's columns filled with one text, as a person may have typed it anywhere."""

    def __init__(self, text):
        self.text = text

    def __getattr__(self, name):
        return (lambda: self.text) if name.startswith("get_") else Stored(self.text) if name in NESTED else self.text


NESTED = {"unit", "office", "competent_department", "violation_type", "source", "cause", "superior", "next_clock"}
TEXTS = [one for one in COLUMNS.values() if one.kind in {"text", "long", "entry", "unit", "state"}]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=DANGEROUS)
def test_no_text_becomes_a_formula_in_any_column(text):
    """F10: every exported text column, CSV and XLSX; the value can be got back."""
    from problems.spreadsheets.writing import csv_lines, safe_text, write_xlsx

    row = Stored(text)
    values = [column.value(row) for column in TEXTS]
    headings = [str(column.label) for column in TEXTS]
    content = b"".join(csv_lines(headings, [values]))
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))[1]
    assert len(found) == len(TEXTS)
    for cell, value in zip(found, values, strict=True):
        assert not cell or cell[0] not in FORMULA_STARTERS
        assert cell == "" or cell in {safe_text(value), f"'{safe_text(value)}"}
    out = io.BytesIO()
    write_xlsx(out, headings, [values], "台账", notes=("说明", [("筛选", text)]))
    book = openpyxl.load_workbook(out)
    for sheet in book.worksheets:
        assert all(cell.data_type in {"s", "n", "d", "inlineStr"} for line in sheet.iter_rows() for cell in line)
    import zipfile

    with zipfile.ZipFile(out) as package:
        assert b"<f>" not in b"".join(package.read(name) for name in package.namelist() if "sheet" in name)


def test_the_export_is_an_event_of_the_trail(office):
    a_problem(State.RECTIFYING, unit=a_unit(office))
    taken(team_of(office).clerk, "state=open&columns=unit")
    event = Event.objects.get(kind=Event.Kind.EXPORT)
    assert event.act.actor_name == team_of(office).clerk.person.name
    assert event.details == {
        "format": "csv",
        "rows": 1,
        "query": "state=open&columns=unit",
        "columns": ["number", "unit"],
    }


def test_an_export_holds_no_more_than_the_person_may_see(office):
    unit = a_unit(office)
    for state in (State.REGISTERED, State.ASSIGNED, State.CLOSED):
        a_problem(state, unit=unit)
        a_problem(state, unit=a_unit(office))
    for account in (team_of(office).clerk, people_of(unit).clerk, team_of(office.superior).chief):
        shown = client_of(account).get("/ledger/?subtree=on").context["sums"].rows
        assert len(rows_of_csv(taken(account, "subtree=on"))) == HEAD + 1 + shown


@pytest.fixture
def long(monkeypatch):
    """Every list is a long one."""
    for format in exports.AT_ONCE:
        monkeypatch.setitem(exports.AT_ONCE, format, 0)


def ordered(account, query="", format="csv", key="once"):
    answer = client_of(account).post(f"/ledger/export/?{query}", {"format": format, "key": key})
    assert answer.status_code == 302
    return Export.objects.get(account=account, key=key)


def test_a_long_export_is_ordered_once_written_by_a_worker_and_taken(office, long):
    problem = a_problem(State.RECTIFYING, unit=a_unit(office))
    clerk = team_of(office).clerk
    export = ordered(clerk, "columns=unit")
    assert ordered(clerk, "columns=unit").pk == export.pk
    page = f"/ledger/exports/{export.pk}/"
    assert client_of(clerk).get(page + "file/").status_code == 409
    assert tasks.build_export(export.pk) is True
    assert tasks.build_export(export.pk) is False  # twice is harmless
    answer = client_of(clerk).get(page + "file/")
    assert rows_of_csv(answer.getvalue())[-1] == [problem.number, problem.unit.name]
    for url in (page, page + "file/", f"/api/v1/exports/{export.pk}/", f"/api/v1/exports/{export.pk}/file/"):
        assert client_of(team_of(office).leader).get(url).status_code == 404
    assert Event.objects.filter(kind=Event.Kind.EXPORT).count() == 1


def test_a_worker_asks_the_rights_that_the_person_has_now(office, long):
    a_problem(State.RECTIFYING, unit=a_unit(office))
    clerk = team_of(office).clerk
    export = ordered(clerk)
    set_status(account_id=clerk.pk, status="suspended", reason="离岗", actor=system_account())
    assert tasks.build_export(export.pk) is False
    export.refresh_from_db()
    assert (export.state, export.path) == (Export.State.REFUSED, "")
    assert not Event.objects.filter(kind=Event.Kind.EXPORT).exists()


def test_a_file_written_under_other_rights_is_not_given_out(office, long):
    a_problem(State.RECTIFYING, unit=a_unit(office))
    clerk = team_of(office).clerk
    export = ordered(clerk)
    tasks.build_export(export.pk)
    give_role(clerk, "office_clerk", an_office())
    answer = client_of(clerk).get(f"/api/v1/exports/{export.pk}/file/")
    assert (answer.status_code, answer.json()["code"]) == (403, "rights_changed")


def _file_of(account, export):
    answer = client_of(account).get(f"/api/v1/exports/{export.pk}/file/")
    return answer.status_code if answer.status_code == 200 else (answer.status_code, answer.json()["code"])


def test_a_file_is_not_given_out_once_a_share_has_ended_or_a_unit_no_longer_assists(office, long):
    """The department still exists and so do its people: only the entry is no longer theirs."""
    problem, helper = a_problem(State.RECTIFYING, unit=a_unit(office)), a_unit(office)
    partner = a_partner(office)
    member = a_person_with(Role.PARTNER, partner)
    with act("test.share", actor=system_account().actor_facts()):
        share = Share(problem=problem, partner=partner, shared_on=today())
        share.save()
    clerk = team_of(office).clerk
    helped = joining.add_assisting_unit(problem_id=problem.pk, unit_id=helper.pk, actor=clerk)
    written = {}
    for account in (member, people_of(helper).clerk):
        account.__dict__.pop("_standing", None)
        written[account] = ordered(account)
        assert tasks.build_export(written[account].pk)
        written[account].refresh_from_db()
        assert (written[account].rows, _file_of(account, written[account])) == (1, 200)
    with act("test.share", actor=system_account().actor_facts()):
        share.ended_on, share.last_evidence = today(), 0
        share.save()
    joining.release_assisting_unit(assisting_id=helped.pk, reason="已毕", actor=clerk)
    assert [_file_of(*pair) for pair in written.items()] == [(403, "rights_changed")] * 2


def test_a_file_is_gone_when_its_days_are_over(office, long):
    a_problem(State.RECTIFYING, unit=a_unit(office))
    clerk = team_of(office).clerk
    export = ordered(clerk)
    tasks.build_export(export.pk)
    export.refresh_from_db()
    path = exports.exports_folder() / export.path
    with time_machine.travel(now() + timedelta(days=4)):
        assert path.exists() and path not in list(strays(older_than=0))
        assert jobs.look_after_exports() == 1
        assert client_of(clerk).get(f"/ledger/exports/{export.pk}/file/").status_code == 409
    assert not path.exists()


def test_an_export_whose_worker_died_is_taken_up_and_given_up_in_the_end(office, long, monkeypatch):
    a_problem(State.RECTIFYING, unit=a_unit(office))
    export = ordered(team_of(office).clerk)
    monkeypatch.setattr(exports, "write_export", lambda *args: 1 / 0)
    for _try in range(exports.MAX_TRIES):
        assert tasks.build_export(export.pk) is False
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        assert exports.unfinished_exports() == [export.pk]
    tasks.build_export(export.pk)
    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    assert list(exports.exports_folder().iterdir()) == []


def test_columns_in_words_say_what_was_asked(office):
    a_problem(State.RECTIFYING, unit=a_unit(office))
    clerk = team_of(office).clerk
    listed = listed_of(clerk, read_query(clerk, QueryDict("state=open&q=牌子&found_from=2026-01-02")).required())
    assert listed.words[0][1] == "牌子" and "2026-01-02" in dict(listed.words).values()
