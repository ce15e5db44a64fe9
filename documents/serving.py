"""Handing out kept files: always as an attachment, never run, never cached. Source: reliability rule 33, F04."""

from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from documents.files import is_intact, path_of
from documents.models import StoredFile
from organizations.errors import DomainError


class FileDamaged(DomainError):
    """The bytes on disk are gone or are no longer those that were kept."""

    code = "file_damaged"
    http_status = 409
    message = _("The file on disk is not the one that was kept. Tell the system administrator; its entry names it.")


def file_response(stored: StoredFile, name: str, *, inline: bool = False) -> FileResponse:
    """The bytes of a kept file under a given name, after checking that they are still the ones that were kept.

    Raises: FileDamaged when they are not.
    """
    if not is_intact(stored):
        raise FileDamaged
    response = FileResponse(path_of(stored).open("rb"), content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
