"""Sessions of a person in browsers: which there are, and ending them. Source: A6, A08 (revocation at once)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from organizations.clock import now
from organizations.models import Account


@dataclass(frozen=True)
class OwnSession:
    """One browser in which the person is signed in. ``handle`` names it without giving its key away."""

    handle: str
    began: datetime | None
    last_seen: datetime | None
    address: str
    agent: str
    is_current: bool


def _stored(account_id: int) -> Iterator[tuple[Session, dict]]:
    """Sessions hold their person inside, so all that run are read; there are as many as people at work."""
    for session in Session.objects.filter(expire_date__gt=now()).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(account_id):
            yield session, data


def handle_of(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:24]


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def sessions_of(account: Account, current_key: str | None) -> list[OwnSession]:
    """The person's sessions, the last used first."""
    found = [
        OwnSession(
            handle=handle_of(session.session_key),
            began=_moment(data.get("began")),
            last_seen=_moment(data.get("last_seen")),
            address=str(data.get("address", "")),
            agent=str(data.get("agent", "")),
            is_current=session.session_key == current_key,
        )
        for session, data in _stored(account.pk)
    ]
    return sorted(found, key=lambda one: (one.is_current, one.last_seen or datetime.min.replace(tzinfo=UTC)))[::-1]


def end_sessions(account_id: int, *, but: str | None = None, handle: str = "") -> int:
    """End sessions of a person: all but the one named, or only the one with this handle; answers how many."""
    ended = 0
    for session, _data in list(_stored(account_id)):
        if session.session_key != but and (not handle or handle_of(session.session_key) == handle):
            session.delete()
            ended += 1
    return ended
