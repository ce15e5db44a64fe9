"""Uploads of a form that was refused: kept, and named to the next sending of the same form by a signed reference.

The bytes lie where all kept files lie; without a row they are a stray, which the sweep takes away after a day. The
reference holds for the person and the form it was given to, and for less than a day. Source: B7, reliability rule 34.
"""

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing

from documents.files import is_intact, path_of
from documents.models import StoredFile

SALT = "documents.kept"
HOURS = 20  # shorter than the sweep's day
FIELDS = ("sha256", "size", "media_type", "path")


@dataclass(frozen=True)
class Kept:
    """An upload of an earlier sending: its bytes, its name, the day it was formed, and the reference to send again."""

    stored: StoredFile
    name: str
    formed_on: date | None
    reference: str


def remember(stored: StoredFile, name: str, *, formed_on: date | None, account_id: int, form: str) -> Kept:
    """A reference to kept bytes for the next sending of ``form`` (its address) by the same account."""
    body: dict[str, Any] = {field: getattr(stored, field) for field in FIELDS}
    body |= {"name": name, "formed": formed_on.isoformat() if formed_on else None, "for": [account_id, form]}
    return Kept(stored, name, formed_on, signing.dumps(body, salt=SALT, compress=True))


def recall(reference: str, *, account_id: int, form: str) -> Kept | None:
    """The upload behind a reference; None when it is forged, of another person or form, too old, or gone."""
    try:
        body = signing.loads(reference, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    if body["for"] != [account_id, form]:
        return None
    given = {field: body[field] for field in FIELDS}
    stored = StoredFile.objects.filter(sha256=body["sha256"]).first() or StoredFile(**given)
    if not is_intact(stored):
        return None
    os.utime(path_of(stored))  # in use again: the sweep counts its day from now
    formed = date.fromisoformat(body["formed"]) if body["formed"] else None
    return Kept(stored, body["name"], formed, reference)
