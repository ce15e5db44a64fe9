"""The pages and the API of the import, as people and programs meet them. Without JavaScript throughout."""

import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from import_cast import DEMO, REASON, a_closed_row, a_row, a_run, a_town, rows_of, upload, workbook

from organizations.clock import today
from problems.models import ImportRun, Problem
from problems.services import importing


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def town(db: None) -> Any:
    return a_town()


def signed_in(account: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="organizations.backend.AccountBackend")
    client.cookies["ledger_language"] = "en"
    return client


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, name
    return found[1]


def test_five_steps_from_the_workbook_to_its_entries(town: Any) -> None:
    clerk, leader = signed_in(town.clerk), signed_in(town.leader)
    start = clerk.get(reverse("imports:start"))
    with (DEMO / "ledger_2026.xlsx").open("rb") as file:
        sent = {"office": town.office.pk, "upload": file, "ledger_year": 2026, "key": hidden(start, "key")}
        answer = clerk.post(reverse("imports:start"), sent)
    run = ImportRun.objects.get()
    assert answer.url == reverse("imports:sheet", args=[run.pk])

    page = clerk.get(answer.url)
    assert "<mark>单位名称</mark>" in page.content.decode()
    assert page.content.decode().count('<tr class="l-sheet-heading">') == 2
    answer = clerk.post(answer.url, {"sheet": "台账", "version": hidden(page, "version")})
    assert answer.url == reverse("imports:mapping", args=[run.pk])

    page = clerk.get(answer.url)
    chosen = {name: field.initial for name, field in page.context["form"].fields.items() if name != "version"}
    answer = clerk.post(answer.url, {"part": "columns", "version": hidden(page, "version"), **chosen})
    assert answer.url.endswith("?part=values")

    page = clerk.get(answer.url)
    meaning = {"上级检查": "special_inspection", "巡视巡察": "patrol_city", "举报受理": "report"}
    meaning |= {
        "超职数配备领导干部": "leaders_over_quota",
        "擅自变更名称": "unauthorised_change",
        "人岗分离": "idle_duties",
    }
    form = page.context["form"]
    said = {}
    for key, word, _rows, name in form.asked:
        said[name] = form[name].value() or meaning.get(word) or ("rectifying" if key == "progress" else "")
        if word == "上级检查":
            said[f"{name}-finder"] = "superior"
    answer = clerk.post(answer.url, {"part": "values", "version": hidden(page, "version"), **said})
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == reverse("imports:preview", args=[run.pk])

    page = clerk.get(answer.url)
    assert page.context["counts"]["new"] == 126, page.context["found"].errors[:3]
    answer = clerk.post(reverse("imports:send", args=[run.pk]), {"version": hidden(page, "version")})
    assert "waits for the leader" in clerk.get(answer.url).content.decode()

    page = leader.get(reverse("imports:preview", args=[run.pk]))
    order = {"reason": REASON, "version": page.context["run"].version}
    answer = leader.post(reverse("imports:order", args=[run.pk]), order)
    assert "being written" in leader.get(answer.url).content.decode()
    importing.commit_import(run_id=run.pk, actor=town.leader)
    done = clerk.get(answer.url, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in done
    assert "hx-get" not in done
    assert f"?run={run.pk}" in done
    assert "YC〔2026〕126" in done
    assert Problem.objects.count() == 126


def test_a_faulty_cell_says_why_in_words_and_can_be_left_out(town: Any) -> None:
    clerk, run = signed_in(town.clerk), a_run(town, [a_row(), a_row(单位名称="市人民医完")])
    page = clerk.get(reverse("imports:preview", args=[run.pk]))
    assert "“市人民医院”" in page.content.decode()
    assert page.context["show"] == "error"
    fields = {"rows": ["4"], "reason": "重复", "version": hidden(page, "version")}
    clerk.post(reverse("imports:exclude", args=[run.pk]), fields)
    assert ImportRun.objects.get().excluded == [4]
    again = clerk.get(reverse("imports:preview", args=[run.pk]), {"show": "excluded"})
    clerk.post(
        reverse("imports:exclude", args=[run.pk]), {"rows": ["4"], "again": "1", "version": hidden(again, "version")}
    )
    assert ImportRun.objects.get().excluded == []


def test_a_refusal_comes_back_on_the_preview(town: Any) -> None:
    clerk, run = signed_in(town.clerk), a_run(town, [a_row(单位名称="查无")])
    answer = clerk.post(reverse("imports:send", args=[run.pk]), {"version": run.version})
    assert answer.status_code == 422
    assert "B3" in answer.content.decode()
    old = clerk.post(reverse("imports:exclude", args=[run.pk]), {"rows": ["3"], "version": run.version - 1})
    assert old.status_code == 409
    none = clerk.post(reverse("imports:exclude", args=[run.pk]), {"version": run.version})
    assert none.status_code == 422
    order = signed_in(town.leader).post(reverse("imports:order", args=[run.pk]), {"version": run.version})
    assert order.status_code == 422


def test_the_workbook_comes_back_with_its_errors(town: Any) -> None:
    clerk, run = signed_in(town.clerk), a_run(town, [a_row(单位名称="查无", 备注="=1+1")])
    answer = clerk.get(reverse("imports:errors", args=[run.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
    assert any("B3" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_a_sheet_without_headings_is_shown_and_refused(town: Any) -> None:
    clerk = signed_in(town.clerk)
    book = openpyxl.Workbook()
    book.active.append([1, 2])
    out = io.BytesIO()
    book.save(out)
    run = importing.start_import(office_id=town.office.pk, upload=upload(out.getvalue()), actor=town.clerk)
    address = reverse("imports:sheet", args=[run.pk])
    page = clerk.get(address)
    assert clerk.post(address, {"sheet": run.sheet, "version": hidden(page, "version")}).status_code == 422


def test_a_file_that_is_no_workbook_is_refused_at_its_field(town: Any) -> None:
    clerk = signed_in(town.clerk)
    sent = {"office": town.office.pk, "upload": upload(b"nothing", "a.pdf"), "ledger_year": 2026}
    answer = clerk.post(reverse("imports:start"), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["upload"]


def test_giving_up_leaves_nothing(town: Any) -> None:
    clerk, run = signed_in(town.clerk), a_run(town, rows_of(1))
    answer = clerk.post(reverse("imports:abandon", args=[run.pk]), {"version": run.version}, follow=True)
    assert run.name in answer.content.decode()
    assert ImportRun.objects.get().state == "abandoned"
    assert clerk.get(reverse("imports:preview", args=[run.pk])).url == reverse("imports:progress", args=[run.pk])


NAMES = ("sheet", "mapping", "preview", "errors", "progress", "exclude", "send", "order", "abandon")


@pytest.mark.parametrize("who", ["observer", "unit_clerk", "stranger"])
def test_nobody_else_finds_any_page(town: Any, who: str) -> None:
    run, client = a_run(town, [a_closed_row()]), signed_in(getattr(town, who))
    for name in NAMES:
        address, writes = reverse(f"imports:{name}", args=[run.pk]), name in NAMES[5:]
        answer = client.post(address, {"version": run.version}) if writes else client.get(address)
        assert answer.status_code == 404, name
    for tail in ("", "map/", "preview/", "exclude/", "send/", "order/"):
        address = f"/api/v1/imports/{run.pk}/{tail}"
        sent = {"rows": [3], "reason": "x"}
        answer = (
            client.get(address)
            if tail in {"", "preview/"}
            else client.post(address, sent, content_type="application/json")
        )
        assert answer.status_code == 404, tail
    if who != "stranger":
        assert client.get(reverse("imports:list")).status_code == 404
        assert client.get(reverse("imports:start")).status_code == 404


def test_a_clerk_sees_no_order_and_may_not_give_one(town: Any) -> None:
    run, clerk = a_run(town, [a_closed_row()]), signed_in(town.clerk)
    page = clerk.get(reverse("imports:preview", args=[run.pk]))
    assert reverse("imports:order", args=[run.pk]) not in page.content.decode()
    order = clerk.post(reverse("imports:order", args=[run.pk]), {"reason": REASON, "version": run.version})
    assert order.status_code == 403


def test_the_api_goes_the_same_way(town: Any) -> None:
    clerk, leader = signed_in(town.clerk), signed_in(town.leader)
    sent = {"office": "YC", "upload": upload(workbook([a_row(), a_closed_row(类型="怪")])), "ledger_year": 2026}
    made = clerk.post("/api/v1/imports/", sent, headers={"idempotency-key": "k"})
    assert made.status_code == 201, made.content
    address = f"/api/v1/imports/{made.json()['id']}/"
    values = {"source": {"自查": "self_inspection"}, "progress": {"*": "rectifying"}}
    mapped = clerk.post(f"{address}map/", {"values": values}, content_type="application/json")
    assert mapped.json()["state"] == "mapped", mapped.content
    found = clerk.get(f"{address}preview/", {"status": "error"}).json()
    assert (found["counts"]["error"], found["rows"][0]["errors"][0]["cell"]) == (1, "E4")
    refused = leader.post(f"{address}order/", {"reason": REASON}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    clerk.post(f"{address}exclude/", {"rows": [4], "reason": "另案处理"}, content_type="application/json")
    assert clerk.post(f"{address}send/", {}, content_type="application/json").status_code == 202
    assert clerk.get(address).json()["state"] == "committing"


def test_the_headings_that_were_found_are_outlined() -> None:
    rules = (DEMO.parents[1] / "static" / "ledger.css").read_text(encoding="utf-8")
    assert re.search(r"tr\.l-sheet-heading \{[^}]*outline: ", rules)


def test_the_preview_tells_the_year_of_the_numbers(town: Any) -> None:
    this_year = today().year
    for rows, year in ((rows_of(1), this_year), ([a_closed_row()], 2019)):
        run = importing.map_import(run_id=a_run(town, rows).pk, actor=town.clerk, ledger_year=2019)
        page = signed_in(town.clerk).get(reverse("imports:preview", args=[run.pk]))
        assert f"1 new, numbered in {year}" in page.content.decode()


def test_the_preview_shows_the_state_that_a_row_will_enter_in(town: Any) -> None:
    """Without an order nothing is beyond assigned, whatever the sheet says of progress."""
    for rows, state in ((rows_of(1), "Assigned"), ([*rows_of(1), a_closed_row()], "Rectifying")):
        run = importing.map_import(run_id=a_run(town, rows).pk, actor=town.clerk)
        page = signed_in(town.clerk).get(reverse("imports:preview", args=[run.pk]), {"show": "new"})
        cells = {cell["key"]: cell for cell in page.context["lines"][0]["cells"]}
        assert cells["progress"]["becomes"] == state


@pytest.mark.parametrize(
    "sent",
    [
        {"values": {"nature": {"a\x00": "violation"}}},
        {"values": {"nature": {"违规类": "\x00"}}},
        {"values": {"\x00": {}}},
        {"values": {"nature": {"\ud800": "violation"}}},
        {"columns": {"\x00": 1}},
        {"columns": {"\ud800": 1}},
        {"sheet": "\x00"},
        {"ledger_year": 1989},
        {"ledger_year": 0},
        {"ledger_year": 10**30},
    ],
)
def test_the_api_refuses_what_no_sheet_holds(town: Any, sent: Any) -> None:
    run, clerk = a_run(town, rows_of(1)), signed_in(town.clerk)
    answer = clerk.post(f"/api/v1/imports/{run.pk}/map/", json.dumps(sent), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"]


def test_the_form_refuses_a_year_no_ledger_can_have(town: Any) -> None:
    sent = {"office": town.office.pk, "upload": upload(workbook([])), "ledger_year": 0}
    answer = signed_in(town.clerk).post(reverse("imports:start"), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ledger_year"])


def test_a_long_list_of_runs_costs_as_many_queries_as_a_short_one(town: Any) -> None:

    client, counts = signed_in(town.clerk), []
    for number in (1, 10):
        for _ in range(number):
            a_run(town, rows_of(1))
        client.get(reverse("imports:list"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("imports:list")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
