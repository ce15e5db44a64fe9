"""Official papers: their numbers, their frozen wording, and the PDF drawn from it once. Source: C6, G5.

A paper is issued inside the act it belongs to and says for ever what it said then. Its text is Chinese whatever
language the reader's pages have, because it is a Chinese official letter; that is why no sentence of it is translated.
"""

import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from audit.acts import act
from documents.files import keep_bytes
from documents.models import DocumentSeries, OfficialDocument, Scan, StoredFile
from documents.render import draw_letter
from organizations.models import Office
from organizations.people import system_account
from organizations.scope import acting

# Word of each kind within a document number: 云编办销〔2026〕8号.
WORDS: dict[str, str] = {
    OfficialDocument.Kind.CLOSE_OUT_NOTICE: "销",
    OfficialDocument.Kind.GATE_SHEET: "审",
    OfficialDocument.Kind.ADMISSION_NOTICE: "受",
    OfficialDocument.Kind.REFUSAL_NOTICE: "不受",
    OfficialDocument.Kind.PAUSE_NOTICE: "暂",
    OfficialDocument.Kind.OFFICIAL_REPLY: "批",
    OfficialDocument.Kind.RETURN_NOTICE: "退",
    OfficialDocument.Kind.FOLLOW_UP_LETTER: "督",
    OfficialDocument.Kind.QUOTA_CUT_NOTICE: "减",
}
# Facts are quoted up to here; the whole of them stands in the entry.
FACTS_LENGTH = 200


@dataclass(frozen=True)
class Visit:
    """One verification step: the day, who took part, and whether it was on the spot."""

    held_on: date
    people: str
    on_site: bool = False


@dataclass(frozen=True)
class CloseOutFacts:
    """What a close-out notice is made of. Dates are plain days; names are those of today, in Chinese."""

    problem_id: int
    number: str
    unit: str
    violation_type: str
    facts: str
    source: str
    found_on: date
    applied_on: date
    check: Visit
    acceptance: Visit
    look_back: Visit | None  # None: waived by a rule
    signed_by: str
    signed_on: date
    closed_on: date
    sub_source: str = ""
    source_document: str = ""
    consent_by: str = ""
    consent_on: date | None = None
    look_back_on: date | None = None  # of the look-back after closing; None: not named
    copies: list[str] = field(default_factory=list)
    waived_by: str = ""  # the paper that the waiver rests on
    feedback: bool = False  # whether the origin gets its copy (反馈)


def chinese_day(day: date) -> str:
    """2026年3月1日: Arabic figures, not padded (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def take_document_number(office: Office, kind: str, year: int) -> tuple[int, str]:
    """The next serial and number of an office's papers of one kind in a year; locked until the act ends.

    Call it last in the transaction. Example: ``云编办销〔2026〕8号``, without padding and without 第.
    """
    DocumentSeries.objects.bulk_create([DocumentSeries(office=office, year=year, kind=kind)], ignore_conflicts=True)
    series = DocumentSeries.objects.select_for_update(no_key=True).get(office=office, year=year, kind=kind)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last, f"{office.document_mark}{WORDS[kind]}〔{year}〕{series.last}号"


def issue_close_out_notice(office: Office, facts: CloseOutFacts) -> OfficialDocument:
    """Issue the notice that a number is closed, inside the open act; its PDF is drawn after the commit.

    Returns: The numbered paper with its wording frozen, its PDF still to be drawn.

    Source: C6.
    """
    year = facts.closed_on.year
    serial, number = take_document_number(office, OfficialDocument.Kind.CLOSE_OUT_NOTICE, year)
    paper = OfficialDocument(
        kind=OfficialDocument.Kind.CLOSE_OUT_NOTICE,
        office=office,
        year=year,
        serial=serial,
        number=number,
        subject_kind="problem",
        subject_id=facts.problem_id,
        title="".join(close_out_title(facts)),
        wording=close_out_wording(office, number, facts),
        issued_on=facts.closed_on,
    )
    paper.save()
    # Only a wake-up: the sweep in documents.jobs finds what no worker was told about.
    transaction.on_commit(lambda: _wake(paper.pk), robust=True)
    return paper


@dataclass(frozen=True)
class Letter:
    """A letter of any kind: whom it is about, and its words. Chinese throughout."""

    subject_kind: str
    subject_id: int
    title_parts: list[str]  # a line may break between them
    addressee: str
    paragraphs: list[str]
    issued_on: date
    copies: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)  # bare facts kept beside the words


def issue_letter(office: Office, kind: str, letter: Letter) -> OfficialDocument:
    """Issue a numbered paper inside the open act, last in it; its PDF is drawn after the commit. Source: G5, H1.

    Args:
        kind: One of ``OfficialDocument.Kind``; it has a word in ``WORDS``.
    """
    year = letter.issued_on.year
    serial, number = take_document_number(office, kind, year)
    paper = OfficialDocument(
        kind=kind,
        office=office,
        year=year,
        serial=serial,
        number=number,
        subject_kind=letter.subject_kind,
        subject_id=letter.subject_id,
        title="".join(letter.title_parts),
        wording={
            "form": 1,
            "mark": office.name,
            "number": number,
            "title": "".join(letter.title_parts),
            "title_parts": letter.title_parts,
            "addressee": letter.addressee,
            "paragraphs": letter.paragraphs,
            "signature": office.name,
            "date": chinese_day(letter.issued_on),
            "copies": letter.copies,
            "feedback": "",
            "printed_by": office.name,
            "facts": letter.facts,
        },
        issued_on=letter.issued_on,
    )
    paper.save()
    transaction.on_commit(lambda: _wake(paper.pk), robust=True)
    return paper


def close_out_title(facts: CloseOutFacts) -> list[str]:
    """The title in the parts between which a line may break."""
    return [f"关于{facts.unit}", f"{facts.violation_type}问题", "准予销号的通知"]


def close_out_wording(office: Office, number: str, facts: CloseOutFacts) -> dict[str, Any]:
    """The letter as it will be printed, word for word, with the bare facts beside it."""
    quoted = " ".join(facts.facts.split())
    if len(quoted) > FACTS_LENGTH:
        quoted = quoted[:FACTS_LENGTH] + "……"
    if quoted[-1:] not in "。！？…":
        quoted += "。"
    named = [part for part in (facts.sub_source, facts.source_document) if part]
    origin = facts.source + (f"（{'，'.join(named)}）" if named else "")
    site = "（现场）" if facts.check.on_site else ""
    verified = (
        f"你单位于{chinese_day(facts.applied_on)}提出销号申请。我办于{chinese_day(facts.check.held_on)}组织检查{site}，"
        f"于{chinese_day(facts.acceptance.held_on)}组织验收，"
    )
    if facts.look_back:
        verified += f"于{chinese_day(facts.look_back.held_on)}开展“回头看”，均认定该问题已经整改到位。"
    else:
        verified += f"均认定该问题已经整改到位；依据{facts.waived_by}，销号前不再开展“回头看”。"
    consent = ""
    if facts.consent_by and facts.consent_on:
        consent = f"该问题销号事宜已于{chinese_day(facts.consent_on)}经{facts.consent_by}同意。"
    later = "销号后三个月左右"
    if facts.look_back_on:
        later = f"于{chinese_day(facts.look_back_on)}前后"
    paragraphs = [
        f"经{origin}，于{chinese_day(facts.found_on)}发现你单位存在{facts.violation_type}问题，"
        f"问题整改台账编号为{facts.number}。主要情况是：{quoted}",
        verified + consent,
        f"经{facts.signed_by}于{chinese_day(facts.signed_on)}审签，现决定对该问题予以销号，自{chinese_day(facts.closed_on)}起"
        "生效。原编号予以保留，不再另行使用。",
        f"请你单位巩固整改成果，严格执行机构编制各项规定，防止问题反弹。我办将{later}再次开展“回头看”；"
        "发现问题反弹的，按原编号恢复挂号，责令重新整改。",
        "特此通知。",
    ]
    parts = close_out_title(facts)
    return {
        "form": 1,
        "mark": office.name,
        "number": number,
        "title": "".join(parts),
        "title_parts": parts,
        "addressee": facts.unit,
        "paragraphs": paragraphs,
        "signature": office.name,
        "date": chinese_day(facts.closed_on),
        "copies": facts.copies,
        "feedback": origin if facts.feedback else "",
        "printed_by": office.name,
        "facts": {
            "number": facts.number,
            "found_on": facts.found_on.isoformat(),
            "applied_on": facts.applied_on.isoformat(),
            "checked_on": facts.check.held_on.isoformat(),
            "accepted_on": facts.acceptance.held_on.isoformat(),
            "looked_back_on": facts.look_back.held_on.isoformat() if facts.look_back else None,
            "check_people": facts.check.people,
            "acceptance_people": facts.acceptance.people,
            "look_back_people": facts.look_back.people if facts.look_back else "",
            "signed_by": facts.signed_by,
            "signed_on": facts.signed_on.isoformat(),
            "consent_by": facts.consent_by,
            "consent_on": facts.consent_on.isoformat() if facts.consent_on else None,
            "closed_on": facts.closed_on.isoformat(),
            "look_back_on": facts.look_back_on.isoformat() if facts.look_back_on else None,
        },
    }


def pdf_of(document_id: int) -> StoredFile:
    """The PDF of a paper, drawn now if nobody has drawn it yet. Once kept it is never drawn again in silence.

    Raises: OfficialDocument.DoesNotExist when there is no such paper.
    """
    paper = OfficialDocument.objects.select_related("pdf").get(pk=document_id)
    return paper.pdf or draw(document_id)


def draw(document_id: int) -> StoredFile:
    """Draw the PDF of a paper from its frozen wording and keep it. Drawing it twice keeps the first."""
    paper = OfficialDocument.objects.select_related("pdf").get(pk=document_id)
    if paper.pdf is not None:
        return paper.pdf
    drawn = draw_letter(paper.wording)
    stored = keep_bytes(io.BytesIO(drawn), media_type="application/pdf")
    if stored.pk is None:
        stored.scan = Scan.OURS
    with act("document.render", actor=acting(system_account()).facts()):
        paper = OfficialDocument.objects.select_for_update(no_key=True).get(pk=document_id)
        if paper.pdf_id is not None:
            return StoredFile.objects.get(pk=paper.pdf_id)
        if stored.pk is None:
            stored = StoredFile.objects.filter(sha256=stored.sha256).first() or stored
            if stored.pk is None:
                stored.save()
        paper.pdf = stored
        paper.save(update_fields=["pdf"])
    return stored


def _wake(document_id: int) -> None:
    from documents.tasks import draw_paper  # tasks import this module

    draw_paper.delay(document_id)
