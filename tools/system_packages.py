"""Looks for the system libraries that no wheel brings, and installs them where it may.

Usage: ``system_packages.py run|test``. Does nothing, quickly and without network, when all are there. Runs before the
virtual environment exists, so it uses the standard library only.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple


class Need(NamedTuple):
    package: str
    reason: str
    present: Callable[[], bool]
    essential: bool = True


def library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def program(*names: str) -> Callable[[], bool]:
    return lambda: any(map(shutil.which, names))


def chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True).stdout.strip())


RUN = [
    Need("python3-venv", "making .venv", lambda: importlib.util.find_spec("ensurepip") is not None),
    Need("libpango-1.0-0", "papers as PDF (WeasyPrint)", library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", "papers as PDF (WeasyPrint)", library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", "papers in 0.2 s instead of 5 s", library("libharfbuzz-subset.so.0"), essential=False),
]
TEST = [
    *RUN,
    Need("chromium", "browser tests", program("chromium", "chromium-browser", "google-chrome")),
    Need("fonts-noto-cjk", "Chinese in browser tests", chinese_font),
    Need("poppler-utils", "reading PDF in tests", program("pdftotext")),
]


def missing(needs: list[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def install(packages: list[str]) -> None:
    """Ask apt; its failure shows in what is still missing afterwards."""
    print("Installing system packages: " + " ".join(packages), file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = {"env": quiet, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "-qq", "update"], **options)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages], **options)  # type: ignore[call-overload]


def main(purpose: str) -> int:
    needs = {"run": RUN, "test": TEST}[purpose]
    lacking = missing(needs)
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install([need.package for need in lacking])
        lacking = missing(lacking)
    for need in lacking:
        weight = "Missing" if need.essential else "Warning: missing"
        print(f"{weight}: {need.package} ({need.reason}).", file=sys.stderr)
    if lacking:
        print("Install with: sudo apt-get install " + " ".join(need.package for need in lacking), file=sys.stderr)
    return 1 if any(need.essential for need in lacking) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
