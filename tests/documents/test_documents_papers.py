"""Official papers: numbers without gaps, wording frozen, a PDF that is drawn once and fetches nothing."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from audit.acts import act, system
from documents import jobs, papers, render
from documents.files import path_of
from documents.models import OfficialDocument, StoredFile
from documents.papers import CloseOutFacts, Visit
from organizations.models import Office


def some_facts(**fields: Any) -> CloseOutFacts:
    given: dict[str, Any] = {
        "problem_id": 1,
        "number": "TC〔2026〕38",
        "unit": "市教师发展中心",
        "violation_type": "超编进人",
        "facts": "核定事业编制35名，实有人员41名，超编6名",
        "source": "专项检查",
        "source_document": "东编办发〔2026〕12号",
        "feedback": True,
        "found_on": date(2026, 3, 5),
        "applied_on": date(2026, 10, 26),
        "check": Visit(date(2026, 11, 3), "王检查", on_site=True),
        "acceptance": Visit(date(2026, 11, 9), "李验收"),
        "look_back": Visit(date(2026, 11, 18), "张复查"),
        "signed_by": "何国平",
        "signed_on": date(2026, 11, 20),
        "closed_on": date(2026, 11, 21),
    }
    return CloseOutFacts(**{**given, **fields})


class PlainOffice:
    name = "云川市委编办"
    document_mark = "云编办"


def wording(**fields: Any) -> dict[str, Any]:
    return papers.close_out_wording(PlainOffice(), "云编办销〔2026〕8号", some_facts(**fields))  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    """The words of all pages without spaces and line breaks."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "".join("".join(pages).split())


def test_dates_are_not_padded() -> None:
    assert papers.chinese_day(date(2026, 3, 1)) == "2026年3月1日"


def test_the_letter_says_who_what_and_when() -> None:
    said = "".join(wording()["paragraphs"])
    for part in ("TC〔2026〕38", "2026年11月3日组织检查（现场）", "2026年11月9日组织验收", "2026年11月18日", "何国平"):
        assert part in said
    assert "同意" not in said
    assert "销号后三个月左右" in said  # no provisional day on paper


def test_the_letter_names_the_consent_and_the_next_look_back() -> None:
    said = "".join(
        wording(consent_by="东明省委编办", consent_on=date(2026, 11, 21), look_back_on=date(2027, 2, 19))["paragraphs"]
    )
    assert "已于2026年11月21日经东明省委编办同意" in said
    assert "于2027年2月19日前后" in said


def test_feedback_goes_to_a_source_outside_only() -> None:
    assert wording()["feedback"] == "专项检查（东编办发〔2026〕12号）"
    assert wording(feedback=False)["feedback"] == ""
    assert "经专项检查（东编办发〔2026〕12号）" in wording(feedback=False)["paragraphs"][0]


def test_long_facts_are_cut_in_the_letter() -> None:
    said = wording(facts="甲" * 500)["paragraphs"][0]
    assert said.endswith("……") and said.count("甲") == papers.FACTS_LENGTH


def test_the_pdf_is_a_letter_on_a4_in_embedded_fonts() -> None:
    drawn = render.draw_letter(wording())
    document = pypdfium2.PdfDocument(io.BytesIO(drawn))
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    document.close()
    said = text_of(drawn)
    for part in ("云川市委编办", "云编办销〔2026〕8号", "准予销号的通知", "市教师发展中心：", "特此通知。", "—1—"):
        assert part in said
    assert "反馈：专项检查" in said
    assert len(drawn) > 50_000  # the glyphs are inside


def test_the_same_wording_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here = render.draw_letter(wording())
    assert render.draw_letter(wording()) == here
    script = (
        "import json, sys, django; django.setup()\n"
        "from documents.render import draw_letter\n"
        "sys.stdout.buffer.write(draw_letter(json.load(sys.stdin)))"
    )
    given = json.dumps(wording()).encode()
    there = subprocess.run([sys.executable, "-c", script], input=given, capture_output=True, check=True, timeout=60)
    assert there.stdout == here


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/passwd", "data:text/css,*{}", "seal.png"]
)
def test_a_letter_fetches_nothing_but_our_fonts(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError

    outside = f'<img src="{address}"><object data="{address}"></object></body>'
    whole = render.letter_html(wording()).replace("</body>", outside)
    monkeypatch.setattr(render, "letter_html", lambda letter: whole)
    if ":" in address:
        with pytest.raises(FatalURLFetchingError):
            render.draw_letter(wording())
    else:
        assert "root:" not in text_of(render.draw_letter(wording()))  # a relative address leads nowhere


def test_what_people_typed_is_text_in_the_letter() -> None:
    html = render.letter_html(wording(facts='<img src="file:///etc/passwd"><script>'))
    assert "<script>" not in html and "<img" not in html


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Office:
    settings.FILES_DIR = tmp_path / "files"
    with act("test.office", actor=system()):
        office = Office(code="TD", name="云川市委编办", short_name="编办", level="city", document_mark="云编办")
        office.save()
    return office


def issue(office: Office, **fields: Any) -> OfficialDocument:
    with act("test.issue", actor=system()):
        return papers.issue_close_out_notice(office, some_facts(**fields))


def test_numbers_run_without_padding_by_office_and_year(office: Office) -> None:
    numbers = [issue(office).number, issue(office).number, issue(office, closed_on=date(2027, 1, 4)).number]
    assert numbers == ["云编办销〔2026〕1号", "云编办销〔2026〕2号", "云编办销〔2027〕1号"]


def test_a_number_is_not_lost_when_the_act_fails(office: Office) -> None:
    class Fault(Exception):
        pass

    with pytest.raises(Fault), act("test.issue", actor=system()):
        papers.issue_close_out_notice(office, some_facts())
        raise Fault
    assert issue(office).number == "云编办销〔2026〕1号"


def test_a_paper_is_drawn_once_and_the_wording_stays(office: Office) -> None:
    paper = issue(office)
    first = papers.pdf_of(paper.pk)
    office.name = "改名以后"
    with act("test.rename", actor=system()):
        office.save()
    assert papers.pdf_of(paper.pk) == first == papers.draw(paper.pk)
    assert "云川市委编办" in text_of(path_of(first).read_bytes())
    assert StoredFile.objects.filter(media_type="application/pdf").count() == 1


def test_the_sweep_draws_what_no_worker_was_told_about(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = issue(office), issue(office)
    draw = papers.draw

    def failing(document_id: int) -> StoredFile:
        if document_id == bad.pk:
            raise OSError("disk full")
        return draw(document_id)

    with monkeypatch.context() as patch:
        patch.setattr(papers, "draw", failing)
        assert jobs.render_missing() == 1
    good.refresh_from_db()
    assert good.pdf is not None
    assert jobs.render_missing() == 1
    assert jobs.render_missing() == 0


def test_a_dead_broker_does_not_undo_the_act(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from documents import tasks

    def dead(*args: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.draw_paper, "delay", dead)
    with django_capture_on_commit_callbacks(execute=True):
        paper = issue(office)
    assert OfficialDocument.objects.filter(pk=paper.pk).exists()


def test_the_wake_up_draws(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from documents import tasks

    monkeypatch.setattr(tasks.draw_paper, "delay", tasks.draw_paper)
    with django_capture_on_commit_callbacks(execute=True):
        paper = issue(office)
    paper.refresh_from_db()
    assert paper.pdf is not None
