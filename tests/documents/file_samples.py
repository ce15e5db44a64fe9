"""Files that people send, made by hand: what is taken and what is not, each under the name it claims."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from openpyxl import Workbook
from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def pdf(extra: bytes = b"", pages: int = 1) -> bytes:
    """A PDF of empty pages; ``extra`` goes into its catalogue."""
    kids = b" ".join(b"%d 0 R" % (3 + place) for place in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        *([b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"] * pages),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def locked_pdf() -> bytes:
    return pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 >>")


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A header that promises a picture of gigabytes, in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))

    head = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def package(parts: dict[str, bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return out.getvalue()


KINDS = b'<Types xmlns="x"><Override PartName="/word/document.xml" ContentType="%s"/></Types>'
PLAIN, MACRO = KINDS % b"document.main+xml", KINDS % b"application/vnd.ms-word.document.macroEnabled.main+xml"


def docx(**more: bytes) -> bytes:
    return package({"[Content_Types].xml": PLAIN, "word/document.xml": b"<w/>", **more})


def xlsx() -> bytes:
    out, book = io.BytesIO(), Workbook()
    book.active["A1"] = "编制数"
    book.save(out)
    return out.getvalue()


def dense(part: str, size: int) -> bytes:
    """A package that unpacks to so many bytes of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, file.open(part, "w", force_zip64=True) as entry:
        for _part in range(size // 1_000_000):
            entry.write(b"0" * 1_000_000)
    return out.getvalue()


def nested(depth: int = 6) -> bytes:
    """A docx within a docx within a docx …"""
    inner = b"0" * 1_000_000
    for _level in range(depth):
        inner = package({f"{place}.zip": inner for place in range(8)})
    return docx(**{"word/embeddings/inner.zip": inner})


def crowded(count: int) -> bytes:
    return package({"word/document.xml": b"", **{f"word/{n}": b"" for n in range(count)}}, packed=False)


def lying_size(promised: int) -> bytes:
    """A package whose end promises a table of contents of so many bytes."""
    whole = bytearray(docx())
    place = whole.rfind(b"PK\x05\x06")
    whole[place + 12 : place + 16] = struct.pack("<L", promised)
    return bytes(whole)


def locked_zip() -> bytes:
    whole = bytearray(docx())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + flags] |= 1
            place = whole.find(mark, place + 1)
    return bytes(whole)


Sample = Callable[[], bytes]
TAKEN: dict[str, Sample] = {
    "方案.pdf": pdf,
    "大写.PDF": lambda: pdf(pages=3),
    "照片.png": picture,
    "照片.jpg": lambda: picture("JPEG"),
    "照片.jpeg": lambda: picture("JPEG"),
    "报告.docx": docx,
    "台账.xlsx": xlsx,
    "汇报.pptx": lambda: package({"[Content_Types].xml": PLAIN, "ppt/presentation.xml": b"<p/>"}),
    "批复.ofd": lambda: package({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<d/>"}),
    "说明.txt": lambda: "已清退3人".encode(),
    "旧编码.txt": lambda: "已清退3人".encode("gb18030"),
    "有标记.txt": lambda: "\ufeff已清退".encode(),
    "数据.csv": lambda: "单位,人数\r\n甲,3".encode(),
    "双.pdf.txt": lambda: "只是文本".encode(),
    "一字节.txt": lambda: b"1",
}
REFUSED: dict[str, Sample] = {
    "空.pdf": lambda: b"",
    "没有类型": lambda: b"text",
    "网页.html": lambda: b"<html></html>",
    "矢量.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "快捷.lnk": lambda: b"L\x00\x00\x00",
    "应用.hta": lambda: b"<hta:application>",
    "网址.url": lambda: b"[InternetShortcut]",
    "宏.docm": docx,
    "宏.xlsm": xlsx,
    "压缩.zip": docx,
    "旧式.doc": lambda: OLE,
    "程序.exe": lambda: b"MZ\x90\x00",
    "网页.txt": lambda: b"  <!DOCTYPE html><script>alert(1)</script>",
    "网页标记.txt": lambda: b"\xef\xbb\xbf<html>",
    "矢量.txt": lambda: b"<svg onload=alert(1)>",
    "脚本.txt": lambda: b"#!/bin/sh\nrm -rf /",
    "二进制.txt": lambda: b"abc\x00def",
    "矢量.png": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "网页.png": lambda: b"<html></html>",
    "动图.png": lambda: b"GIF89a" + b"\x00" * 40,
    "半张.png": lambda: picture()[:12],
    "互换.jpg": picture,
    "互换.png": lambda: picture("JPEG"),
    "改名.pdf": lambda: b"MZ\x90\x00 not a pdf",
    "压缩.pdf": docx,
    "脚本.pdf": lambda: pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "隐写.pdf": lambda: pdf(b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>"),
    "启动.pdf": lambda: pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "加锁.pdf": locked_pdf,
    "旧式.docx": lambda: OLE,
    "坏.docx": lambda: b"PK\x03\x04 broken",
    "表格.docx": xlsx,
    "宏改名.docx": lambda: package({"[Content_Types].xml": MACRO, "word/document.xml": b"<w/>"}),
    "藏宏.docx": lambda: docx(**{"word/vbaProject.bin": b"x"}),
    "控件.docx": lambda: docx(**{"word/activeX/activeX1.xml": b"<x/>"}),
    "程序.docx": lambda: docx(**{"word/embeddings/a.exe": b"MZ"}),
    "出走.docx": lambda: docx(**{"../../etc/passwd": b"x"}),
    "绝对.docx": lambda: docx(**{"/etc/passwd": b"x"}),
    "加锁.docx": locked_zip,
    "文本.xlsx": lambda: "单位,人数".encode(),
}
BOMBS: dict[str, Sample] = {
    "大图.png": huge_png,
    "密.docx": lambda: dense("word/document.xml", 600_000_000),
    "密.xlsx": lambda: dense("xl/workbook.xml", 300_000_000),
    "多.docx": lambda: crowded(20_000),
    "谎.docx": lambda: lying_size(0xF0000000),
}
