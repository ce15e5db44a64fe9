"""The headers that every answer carries, spelled out."""

import re
from typing import Any

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
FILE_POLICY = {"sandbox": "", "default-src": "'none'"}
GOLDEN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "Strict-Transport-Security")


def policy_of(response: Any) -> dict[str, str]:
    """Content-Security-Policy by directive."""
    parts = [part.strip().partition(" ") for part in response.get("Content-Security-Policy", "").split(";")]
    return {name: sources for name, _space, sources in parts if name}


def faults(response: Any, *, file: bool = False, secure: bool = False) -> list[str]:
    """What is wrong with the headers of one answer; empty when they are as they have to be.

    Args:
        file: A file that people uploaded or the site drew, which may do nothing at all in a browser.
        secure: By https, where browsers are told to come back by https only.
    """
    found = [f"{name}: {response.get(name)!r}" for name, value in GOLDEN.items() if response.get(name) != value]
    policy = policy_of(response)
    if policy != (FILE_POLICY if file else POLICY):
        found.append(f"Content-Security-Policy: {policy}")
    if "no-store" not in response.get("Cache-Control", "") or "private" not in response.get("Cache-Control", ""):
        found.append(f"Cache-Control: {response.get('Cache-Control')!r}")
    if not re.fullmatch("[0-9a-f]{32}", response.get("X-Request-ID", "")):
        found.append(f"X-Request-ID: {response.get('X-Request-ID')!r}")
    never = NEVER[:3] if secure else NEVER
    found += [f"{name}: {response[name]!r}" for name in never if response.has_header(name)]
    if secure and response.get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains; preload":
        found.append(f"Strict-Transport-Security: {response.get('Strict-Transport-Security')!r}")
    if "html" in response.get("Content-Type", "") and "charset=utf-8" not in response["Content-Type"]:
        found.append(f"Content-Type: {response['Content-Type']}")
    return found
