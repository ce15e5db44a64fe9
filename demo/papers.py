"""Small real files for the demonstration's evidence: a PDF, a workbook, a text. Each names its entry."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from problems.services.evidence import NewFile


def paper(kind: str, *, title: str, lines: list[str], formed_on: date) -> NewFile:
    """A file as a unit would upload it.

    Args:
        kind: ``pdf``, ``xlsx`` or ``txt``.
        title: Name of the file without its ending, and its first line.
    """
    content = {"pdf": _pdf, "xlsx": _workbook, "txt": _text}[kind](title, lines)
    return NewFile(upload=SimpleUploadedFile(f"{title}.{kind}", content), formed_on=formed_on)


def _text(title: str, lines: list[str]) -> bytes:
    return "\n".join([title, "", *lines, ""]).encode()


def _workbook(title: str, lines: list[str]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("清单")
    sheet.append([title])
    sheet.append(["序号", "内容"])
    for number, line in enumerate(lines, 1):
        sheet.append([number, line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf(title: str, lines: list[str]) -> bytes:
    """One A4 page in a Chinese font that readers bring along, so that no font needs to be embedded."""
    shown = [f"/F 16 Tf 72 770 Td <{title.encode('utf-16-be').hex()}> Tj /F 12 Tf 0 -14 Td"]
    shown += [f"0 -22 Td <{line.encode('utf-16-be').hex()}> Tj" for line in lines]
    page = f"BT {' '.join(shown)} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
