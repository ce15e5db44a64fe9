"""Handing out kept files: always under a sandbox, never run, never cached. Source: reliability rules 32, 33, F04."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from documents.files import is_intact, path_of
from documents.models import Scan, StoredFile
from organizations.errors import DomainError

ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
READ = 64 * 1024


class FileDamaged(DomainError):
    """The bytes on disk are gone or are no longer those that were kept."""

    code = "file_damaged"
    http_status = 409
    message = _("The file on disk is not the one that was kept. Tell the system administrator; its entry names it.")


class FileHeld(DomainError):
    """A virus scanner is in place and has not cleared the file yet."""

    code = "file_held"
    http_status = 409
    message = _(
        "The virus scanner has not cleared this file yet, so only whoever sent it can open it. Try again"
        " in a few minutes."
    )


class FileInfected(DomainError):
    """The virus scanner found something in the file; nobody gets it."""

    code = "file_infected"
    http_status = 409
    message = _("The virus scanner found something in this file, so it is not handed out. Ask for a clean one.")


def require_released(stored: StoredFile, *, own: bool = False) -> None:
    """Refuse a file that the virus scanner holds back.

    Args:
        own: The viewer sent it; then it is held back only when it is infected.

    Raises: FileInfected, FileHeld.
    """
    if stored.scan == Scan.INFECTED:
        raise FileInfected
    if settings.FILE_SCANNER and stored.scan in {Scan.PENDING, Scan.UNSCANNABLE} and not own:
        raise FileHeld


def file_response(
    stored: StoredFile, name: str, *, inline: bool = False, request: HttpRequest | None = None, own: bool = False
) -> HttpResponseBase:
    """The bytes of a kept file under a given name, after checking that they are still the ones that were kept.

    Args:
        inline: For the browser to show; anything else is an attachment.
        request: Its method and Range header decide what is sent; HEAD gets the headers alone.
        own: The viewer sent the file, so that a scanner still at work does not keep it from them.

    Raises: FileDamaged, FileHeld, FileInfected.
    """
    require_released(stored, own=own)
    if not is_intact(stored):
        raise FileDamaged
    path = path_of(stored)
    response: HttpResponseBase
    wanted = _range(request, stored.size) if request is not None else None
    if request is not None and request.method == "HEAD":
        response = HttpResponse(content_type=stored.media_type)
        response["Content-Length"] = str(stored.size)
    elif wanted is None:
        response = FileResponse(path.open("rb"), content_type=stored.media_type)
        response["Content-Length"] = str(stored.size)
    elif not wanted:
        response = HttpResponse(status=416, content_type=stored.media_type)
        response["Content-Range"] = f"bytes */{stored.size}"
    else:
        response = StreamingHttpResponse(_part(path, wanted), status=206, content_type=stored.media_type)
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{stored.size}"
        response["Content-Length"] = str(len(wanted))
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["Accept-Ranges"] = "bytes"
    return sandboxed(response)


def sandboxed(response: HttpResponseBase) -> HttpResponseBase:
    """The headers under which anything that people sent is handed out."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _range(request: HttpRequest, size: int) -> range | None:
    """The one part asked for; None for the whole, an empty range for one that the file does not have.

    Several parts at once, other units and conditions are answered with the whole, as RFC 9110 allows.
    """
    found = ONE_RANGE.match(request.headers.get("Range", ""))
    if request.method != "GET" or found is None or "If-Range" in request.headers:
        return None
    first, last = found.groups()
    if max(len(first), len(last)) > 18 or not first + last:
        return None
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
    if last and first and int(last) < int(first):
        return None
    return range(start, stop) if start < stop else range(0)


def _part(path: Path, wanted: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(wanted.start)
        left = len(wanted)
        while left and (chunk := file.read(min(READ, left))):
            left -= len(chunk)
            yield chunk
