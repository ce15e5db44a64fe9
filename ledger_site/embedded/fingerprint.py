"""What the preparation of a start depends on, as a digest; unchanged means that it need not be repeated."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ledger_site.embedded.state import PROJECT_ROOT

# Whatever can change tables, reference data or demonstration data lives in files of these kinds.
CODE_KINDS = {".py", ".sql", ".json", ".csv", ".tsv", ".xlsx", ".txt", ".html", ".po", ".yaml", ".yml", ".toml"}
NOT_CODE = {"node_modules", "__pycache__", "tests", "docs", "benchmarks", "static", "staticfiles", "test-results"}
LOCK = PROJECT_ROOT / "requirements" / "runtime.txt"


def code() -> str:
    """Digest of the product's code and the data shipped with it."""
    return _digest(path for path in _walk(PROJECT_ROOT) if path.suffix in CODE_KINDS)


def static_files() -> str:
    """Digest of everything ``collectstatic`` collects: our files, the built assets, the packages (by the lock)."""
    folders = (PROJECT_ROOT / "static", PROJECT_ROOT / ".assets")
    settings = (PROJECT_ROOT / "ledger_site" / "settings.py", LOCK)
    return _digest([*(path for folder in folders for path in _walk(folder)), *settings])


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in NOT_CODE]
        yield from (Path(place) / name for name in names if not name.startswith("."))


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        total.update(f"{path.relative_to(PROJECT_ROOT)}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
