"""A client of clamd, the daemon of ClamAV, for the one thing asked of it: INSTREAM.

Written here because the kept client on PyPI (clamav-client) is under the GPL. The protocol: send
``zINSTREAM\\0``, then chunks of a four-byte length and so many bytes, then a length of zero; read one answer up to NUL.
"""

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 64 * 1024
SECONDS = 30  # without a word from the other side
ANSWER = 4096


class ScannerUnreachable(OSError):
    """The scanner did not answer, or not in its protocol; the file is asked about again later."""


@dataclass(frozen=True)
class Answer:
    """What clamd said of one stream: ``found`` names the virus, ``error`` says why it could not be scanned."""

    found: str = ""
    error: str = ""

    @property
    def clean(self) -> bool:
        return not self.found and not self.error


def address_of(setting: str) -> tuple[str, int] | str:
    """``host:port``, ``tcp://host:port`` or ``unix:/path`` as a socket takes it. Raises ValueError."""
    if setting.startswith("unix:"):
        path = setting.removeprefix("unix:").removeprefix("//")
        if not path.startswith("/"):
            raise ValueError(f"FILE_SCANNER {setting!r}: give the whole path, such as unix:/run/clamav/clamd.ctl.")
        return path
    host, colon, port = setting.removeprefix("tcp://").rstrip("/").rpartition(":")
    if not colon or not host or not port.isdecimal():
        raise ValueError(f"FILE_SCANNER {setting!r}: give host:port, such as clamav:3310.")
    return host.strip("[]"), int(port)


def scan(file: BinaryIO, setting: str) -> Answer:
    """Ask the scanner at ``setting`` about a file.

    Raises: ScannerUnreachable.
    """
    try:
        with _connected(setting) as server:
            server.sendall(b"zINSTREAM\0")
            try:
                while chunk := file.read(CHUNK):
                    server.sendall(struct.pack("!L", len(chunk)) + chunk)
                server.sendall(struct.pack("!L", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has said enough is enough; its answer says why
            return _read(_answer(server))
    except (OSError, ValueError) as error:
        raise ScannerUnreachable(str(error)) from error


def ping(setting: str) -> bool:
    """Whether a scanner answers at this address."""
    try:
        with _connected(setting) as server:
            server.sendall(b"zPING\0")
            return _answer(server) == "PONG"
    except (OSError, ValueError):
        return False


def _connected(setting: str) -> socket.socket:
    address = address_of(setting)
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=SECONDS)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.settimeout(SECONDS)
    try:
        server.connect(address)
    except OSError:
        server.close()
        raise
    return server


def _answer(server: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < ANSWER:
        part = server.recv(ANSWER)
        if not part:
            break
        said += part
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _read(said: str) -> Answer:
    """``stream: OK``, ``stream: NAME FOUND``, ``… ERROR``; anything else is no answer. Raises ScannerUnreachable."""
    words = said.removeprefix("stream: ")
    if words == "OK":
        return Answer()
    if words.endswith(" FOUND"):
        return Answer(found=words.removesuffix(" FOUND"))
    if words.endswith("ERROR"):
        return Answer(error=words.removesuffix("ERROR").strip(" ."))
    raise ScannerUnreachable(f"unknown answer {said[:100]!r}")
