"""What a file is, judged by its content whatever its name says. Nothing is unpacked or drawn. Source: B7, F01, F02."""

import re
import struct
import warnings
import zipfile
from typing import BinaryIO

import filetype
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What may be evidence: extension → media type that the content itself must show.
TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",  # GB/T 33190, the fixed layout of official papers
    "txt": "text/plain",
    "csv": "text/csv",
}
PACKAGES = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "OFD.xml",
}
PICTURES = frozenset({"image/png", "image/jpeg"})
UNPACKED_LIMIT = 500 * 1024 * 1024
ENTRIES_LIMIT = 10_000
DIRECTORY_LIMIT = 4 * 1024 * 1024  # bytes of a package's table of contents
RATIO_LIMIT = 200  # unpacked size to packed size, of a package larger unpacked than RATIO_FROM
RATIO_FROM = 50 * 1024 * 1024
PIXELS_LIMIT = 100_000_000
READ = 1024 * 1024
MARKUP = (
    b"<!doctype",
    b"<html",
    b"<svg",
    b"<script",
    b"<?xml",
    b"<!--",
    b"<body",
    b"<iframe",
    b"{\\rtf",
    b"#!",
    b"mz\x90",
)
# An action that runs a script or a program; such a name stands in the file even where its code is packed.
PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?![A-Za-z])")
PDF_LOCKED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
END = struct.Struct("<4s4H2LH")  # end of the table of contents of a zip file

NOT_ITS_TYPE = _("The content is not a “%(type)s” file, whatever its name says. Save it again in its program.")
WITH_MACROS = _("The file holds macros or other active parts. Save it without them and send it again.")
TOO_DENSE = _("The file is packed so densely that it cannot be opened safely. Save it again in its program.")
LOCKED = _("The file asks for a password, so nobody could check it. Save it without a password.")
TOO_MANY_PIXELS = _("The picture has more than 100 million points. Save it smaller.")


def fault_of(file: UploadedFile, extension: str) -> Promise | str | None:
    """Why the content is not taken as a file of this extension; None when it is one. Reads, and rewinds."""
    try:
        if extension in {"txt", "csv"}:
            return None if _is_text(_head(file)) else NOT_ITS_TYPE
        if extension in PACKAGES:
            return _package_fault(file, PACKAGES[extension])
        kind = filetype.guess(_head(file))
        if kind is None or kind.mime != TYPES[extension]:
            return NOT_ITS_TYPE
        return _pdf_fault(file) if extension == "pdf" else _picture_fault(file)
    finally:
        file.seek(0)


def _head(file: UploadedFile) -> bytes:
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    return head


def _is_text(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"\x00" in head or start.startswith(MARKUP):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:
                continue
        return True
    return False


def _pdf_fault(file: UploadedFile) -> Promise | str | None:
    """A PDF that is locked or runs something. Names written with #xx are read as what they mean."""
    before = b""
    while chunk := file.read(READ):
        part = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), before + chunk)
        if PDF_ACTIVE.search(part):
            return WITH_MACROS
        if PDF_LOCKED.search(part):
            return LOCKED
        before = chunk[-64:]
    return None


def _picture_fault(file: UploadedFile) -> Promise | str | None:
    """A picture whose header cannot be read, or that would fill the memory of whoever opens it. Draws nothing."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=("PNG", "JPEG")) as picture:
                width, height = picture.size
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error):
        return NOT_ITS_TYPE
    return TOO_MANY_PIXELS if width * height > PIXELS_LIMIT else None


def _directory_size(file: BinaryIO | UploadedFile) -> tuple[int, int] | None:
    """Entries and bytes of a package's table of contents as its end says; None when it has no end."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - 65_557))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + END.size:
        return None
    fields = END.unpack_from(tail, place)
    return fields[4], fields[5]


def _package_fault(file: UploadedFile, part: str) -> Promise | str | None:
    """A package of its kind without macros, whose unpacked size is sane. Its table of contents is read, no more."""
    size = _directory_size(file)
    if size is None:
        return NOT_ITS_TYPE
    if size[0] >= ENTRIES_LIMIT or size[1] > DIRECTORY_LIMIT:
        return TOO_DENSE
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if part not in names:
                return NOT_ITS_TYPE
            unpacked = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries)
            overlapping = packed > (file.size or 0)  # entries that share their bytes
            dense = unpacked > RATIO_FROM and unpacked > RATIO_LIMIT * max(packed, 1)
            if len(entries) >= ENTRIES_LIMIT or unpacked > UNPACKED_LIMIT or dense or overlapping:
                return TOO_DENSE
            if any(entry.flag_bits & 1 for entry in entries):
                return LOCKED
            if any(_leads_outside(name) for name in names):
                return NOT_ITS_TYPE
            if any(_is_active(name) for name in names) or _says_macros(package, names):
                return WITH_MACROS
            return None
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error, EOFError, RuntimeError):
        return NOT_ITS_TYPE


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:3]


def _is_active(name: str) -> bool:
    low = name.lower()
    return low.endswith(("vbaproject.bin", ".exe", ".js", ".vbs", ".dll", ".scr")) or "/activex/" in f"/{low}"


def _says_macros(package: zipfile.ZipFile, names: set[str]) -> bool:
    if "[Content_Types].xml" not in names:
        return False
    with package.open("[Content_Types].xml") as kinds:
        return b"macroenabled" in kinds.read(READ).lower()
