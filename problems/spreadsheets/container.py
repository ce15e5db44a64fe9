"""Looks at a file before anything unpacks it: what it is, and whether it is safe to open."""

import io
import zipfile
from pathlib import Path
from typing import Literal

import openpyxl
import openpyxl.xml.functions
from django.utils.translation import gettext_lazy as _

from .errors import NotASpreadsheet, ParserNotHardened, ProtectedFile, TooLarge

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_PARTS = 5_000
RATIO_FROM_BYTES = 10 * MEGABYTE  # small repetitive parts pack very well and are harmless
MAX_RATIO = 200  # our choice: real ledgers pack 5 to 40 times, a deflate bomb about 1 000 times

Kind = Literal["xlsx", "csv"]


def parser_is_hardened() -> bool:
    """Whether openpyxl parses XML with defusedxml; for the start-up check and before every file."""
    parsers = (openpyxl.xml.functions.iterparse, openpyxl.xml.functions.fromstring)
    return bool(openpyxl.DEFUSEDXML) and all(_origin(parser).startswith("defusedxml") for parser in parsers)


def _origin(parser: object) -> str:
    return getattr(getattr(parser, "__func__", parser), "__module__", "") or ""


def load(path: Path) -> tuple[Kind, bytes]:
    """Kind and content of a file that passed the limits.

    Raises:
        ParserNotHardened: defusedxml does not protect the parser.
        TooLarge: Packed or unpacked size, number of parts or packing ratio is beyond the limits.
        ProtectedFile: The workbook wants a password.
        NotASpreadsheet: It is neither an .xlsx workbook nor a .csv table.
    """
    if not parser_is_hardened():
        raise ParserNotHardened(
            _("Spreadsheets cannot be opened because defusedxml is not active. Ask the administrator to install it.")
        )
    content = _content(path)
    if content.startswith(b"PK"):
        _check_zip(content)
        return "xlsx", content
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse_ole(content)
    if path.suffix.lower() == ".csv":
        return "csv", content
    raise NotASpreadsheet(
        _(
            "This file is not a spreadsheet that can be read here. "
            "Save it as an .xlsx workbook or a .csv table and try again."
        )
    )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as cause:
        raise SpreadsheetUnreadable() from cause
    if len(content) > MAX_FILE_BYTES:
        raise TooLarge(
            _("The file is larger than %(limit)s MB. Remove pictures and unused sheets, or split it, and try again."),
            limit=MAX_FILE_BYTES // MEGABYTE,
        )
    return content


class SpreadsheetUnreadable(NotASpreadsheet):
    """The file could not be read from storage."""

    def __init__(self) -> None:
        super().__init__(_("The file could not be read. Upload it again."))


def _refuse_ole(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ProtectedFile(
            _(
                "The workbook is protected with a password. "
                "Remove the password in the spreadsheet program and try again."
            )
        )
    raise NotASpreadsheet(
        _("This is a workbook in the old .xls format. Open it, save it as an .xlsx workbook and try again.")
    )


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception as cause:  # zipfile raises many kinds on hostile input
        raise NotASpreadsheet(
            _("The file is damaged. Open it in the spreadsheet program, save it again and try again.")
        ) from cause
    if any(part.flag_bits & 0x1 for part in parts):
        raise ProtectedFile(_("The file is an encrypted archive. Save the workbook without a password and try again."))
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise NotASpreadsheet(
            _("The file is an archive but not a workbook. Upload the .xlsx workbook itself and try again.")
        )
    bombs = [p for p in parts if p.file_size > RATIO_FROM_BYTES and p.file_size > MAX_RATIO * max(p.compress_size, 1)]
    # zipfile never yields more than the announced size of a part, so these sums bound what is unpacked.
    if bombs or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TooLarge(
            _(
                "The workbook unpacks to more than can be read safely. "
                "Copy the ledger alone into a new workbook, "
                "without empty formatted rows, and try again."
            )
        )
