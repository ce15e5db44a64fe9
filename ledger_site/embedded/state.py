"""What the embedded services keep in the data folder, and how anybody else finds them while they run."""

import contextlib
import hashlib
import json
import os
import secrets
import socket
import stat
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PROJECT_ROOT = Path(__file__).resolve().parents[2]
STATE_FILE = "services.json"
SECRETS_FILE = "secrets.json"
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
LONGEST_SOCKET_PATH = 107  # sockaddr_un.sun_path holds 108 bytes with its closing zero


class EmbeddedError(Exception):
    """The services cannot start or go on; the text is a sentence for the person at the keyboard."""


def data_dir(value: str | os.PathLike[str] | None = None) -> Path:
    """``value``, else ``DATA_DIR`` of the environment, else ``.data`` beside the code; always absolute."""
    chosen = value or os.environ.get("DATA_DIR")
    return Path(chosen).resolve() if chosen else PROJECT_ROOT / ".data"


def private_folder(path: Path) -> Path:
    """Make ``path`` a folder only its owner can enter, and refuse one that belongs to somebody else.

    Raises:
        EmbeddedError: It is a link, no folder, or owned by another account.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
        raise EmbeddedError(
            f"{path} is not a folder of the account that starts the services; remove it or set DATA_DIR."
        )
    if stat.S_IMODE(facts.st_mode) != 0o700:
        path.chmod(0o700)
    return path


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in one step, readable by its owner only."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def secret_values(folder: Path) -> dict[str, str]:
    """The passwords and the key of this data folder; made up once, on the first start.

    Losing the file makes the database in the folder unreachable, so a backup of the folder has to contain it.
    """
    path = folder / SECRETS_FILE
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    wanted = {
        "superuser_password": lambda: secrets.token_urlsafe(32),
        "owner_password": lambda: secrets.token_urlsafe(32),
        "application_password": lambda: secrets.token_urlsafe(32),
        "secret_key": lambda: secrets.token_urlsafe(50),
    }
    missing = {name: make() for name, make in wanted.items() if name not in known}
    if missing:
        known.update(missing)
        write_private(path, json.dumps(known, indent=1) + "\n")
    return known


def socket_folder(folder: Path) -> Path:
    """Where the sockets of this data folder live: inside it, or under the system's temporary folder if it is long."""
    inside = folder / "run"
    longest = max(len(os.fsencode(inside / name)) for name in (POSTGRES_SOCKET, VALKEY_SOCKET))
    if longest <= LONGEST_SOCKET_PATH:
        return inside
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"ledger-{os.geteuid()}-{mark}"


def write(folder: Path, values: dict[str, str]) -> None:
    """Tell everybody who may read the folder that the services are ready, and where."""
    write_private(folder / STATE_FILE, json.dumps(values, indent=1) + "\n")


def remove(folder: Path) -> None:
    """Withdraw what ``write`` told."""
    with contextlib.suppress(FileNotFoundError):
        (folder / STATE_FILE).unlink()


def read(folder: str | os.PathLike[str] | None = None) -> dict[str, str] | None:
    """Addresses and keys of the running services of this data folder; None when they do not run.

    A file left behind by a killed supervisor is recognised by sockets that nobody answers.
    """
    try:
        values: dict[str, str] = json.loads((data_dir(folder) / STATE_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError):
        return None
    sockets = [path for path in map(_socket_of, (values.get("DATABASE_URL"), values.get("REDIS_URL"))) if path]
    return values if all(map(answers, sockets)) else None


def _socket_of(url: str | None) -> Path | None:
    """The unix socket a database or Valkey address speaks of; None for an address on a network."""
    parts = urlsplit(url or "")
    if parts.scheme == "unix":
        return Path(parts.path)
    host = parse_qs(parts.query).get("host", [""])[0]
    return Path(host) / POSTGRES_SOCKET if host.startswith("/") else None


def answers(path: Path) -> bool:
    """Whether somebody listens on this unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
