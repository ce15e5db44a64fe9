"""Reads the environment, typed; a missing value stops the start with a sentence that names the remedy.

Where a variable is absent and the embedded services of this project run, their addresses are taken from the state
file in the data folder, so that ``manage.py`` works with an empty environment.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """Folder for everything this installation keeps on disk. Source: ``DATA_DIR``, else ``.data`` beside the code."""
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()


_state: dict[str, str] | None = None


def _embedded() -> dict[str, str]:
    global _state
    if _state is None:
        from ledger_site.embedded import state

        _state = state.read(data_dir()) or {}
    return _state


def text(name: str, default: str | None = None) -> str:
    """The variable, else the embedded services' value, else ``default``.

    Raises:
        ImproperlyConfigured: None of the three has it.
    """
    value = os.environ.get(name) or _embedded().get(name) or default
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, or start the embedded services with 'make run'."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    """``1/true/yes/on`` or ``0/false/no/off``. Raises ImproperlyConfigured on anything else."""
    raw = text(name, "1" if default else "0").strip().lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured on anything else."""
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from None


def database(url: str) -> dict[str, object]:
    """Django's settings for a ``postgresql://`` address (host may be a socket folder in ``?host=``)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://; no other database is supported.")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def broker(redis_url: str) -> str:
    """Celery's spelling of a Redis address: unix sockets are ``redis+socket://``."""
    return "redis+socket://" + redis_url.removeprefix("unix://") if redis_url.startswith("unix://") else redis_url
