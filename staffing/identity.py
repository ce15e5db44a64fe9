"""Identity numbers: checked (GB 11643), sealed for storage, recognised by a keyed hash, shown masked only. F3.

Nothing outside this module holds a number in the clear longer than the act that receives it. The keys derive from
``STAFFING_KEY``; without one, from ``SECRET_KEY``.
"""

import base64
import hmac
import os
import re
from datetime import date
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
VERSION = "v1:"
MASKED = "********"


class Unreadable(ValueError):
    """A sealed number that the present key does not open."""


def normalised(number: str) -> str:
    """The number without blanks, full-width digits made plain, the last letter a capital X."""
    plain = number.translate({0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "X"})
    return re.sub(r"\s", "", plain).upper()


def is_valid(number: str, *, today: date) -> bool:
    """Whether an 18-digit number holds: form, day of birth, check digit of GB 11643.

    Example: 11010519491231002X holds, 110105194912310021 does not.
    """
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if not date(1900, 1, 1) <= born <= today:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_DIGITS[total % 11] == number[17]


@cache
def _key(purpose: str, secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"staffing {purpose}".encode()).derive(secret.encode())


def seal(number: str) -> str:
    """The number encrypted (AES-256-GCM) for storage; every sealing of the same number differs."""
    nonce = os.urandom(12)
    sealed = AESGCM(_key("seal", settings.STAFFING_KEY)).encrypt(nonce, number.encode(), VERSION.encode())
    return VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str) -> str:
    """The number behind ``sealed``.

    Raises:
        Unreadable: Sealed with another key, or altered.
    """
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(VERSION))
        opened = AESGCM(_key("seal", settings.STAFFING_KEY)).decrypt(raw[:12], raw[12:], VERSION.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The sealed number does not open with the present key.") from error
    return opened.decode()


def seal_text(text: str) -> str:
    """A whole text sealed, such as the rows of a workbook that wait to be written."""
    nonce = os.urandom(12)
    sealed = AESGCM(_key("text", settings.STAFFING_KEY)).encrypt(nonce, text.encode(), VERSION.encode())
    return VERSION + base64.b64encode(nonce + sealed).decode()


def unseal_text(sealed: str) -> str:
    """The text behind ``sealed``. Raises Unreadable."""
    try:
        raw = base64.b64decode(sealed.removeprefix(VERSION))
        return AESGCM(_key("text", settings.STAFFING_KEY)).decrypt(raw[:12], raw[12:], VERSION.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The sealed text does not open with the present key.") from error


def recognised(number: str) -> str:
    """Keyed hash by which the same number is found again; useless without the key."""
    return hmac.new(_key("recognise", settings.STAFFING_KEY), number.encode(), sha256).hexdigest()


def masked(sealed: str) -> str:
    """What people see: the first six and the last two digits, such as 110105**********2X."""
    try:
        number = unseal(sealed)
    except Unreadable:
        return MASKED
    return f"{number[:6]}{'*' * 10}{number[-2:]}"
