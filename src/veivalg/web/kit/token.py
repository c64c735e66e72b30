"""The token of the local server: who has it may use the pages, and no other account on the machine.

It lies in the data folder, for its owner alone, so that bookmarks work after a restart. It stands
in the address a person opens, and is a cookie after that. What a running server asks is the file
itself: a token that is changed or taken away is changed for it too, at once.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from hashlib import sha256
from hmac import compare_digest, digest
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import write_atomic, write_new
from veivalg.foundation.layout.names import ACCESS

LENGTH = 32
"""Bytes of chance in a token: 43 characters."""
HOST, USUAL_PORT = "127.0.0.1", 8765
FILE, PORT_FILE = "token", "port"
PARAMETER = "token"
TICKET_LASTS = 120.0
"""Seconds the browser has from it is asked to open until it must have come."""
_SOUND = re.compile(rb"[A-Za-z0-9_-]{43,}\s*")


class Token:
    """The token of a data folder, as it is there now.

    Parameters
    ----------
    folder
        The data folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ACCESS
        self._file = self._folder / FILE
        self._read_at: tuple[int, int, int] | None = None
        self._value = ""
        self._tickets: dict[str, float] = {}
        self.lasts = True
        """Whether it is kept: a folder that can't be written to gets one for this run alone."""

    def current(self) -> str:
        """Give the token in force; empty when there is none, and then nobody has the right one."""
        if not self.lasts:
            return self._value
        try:
            found = self._file.stat()
            at = (found.st_mtime_ns, found.st_ino, found.st_size)
            if at != self._read_at:
                content = self._file.read_bytes()
                self._value = content.decode().strip() if _SOUND.fullmatch(content) else ""
                self._read_at = at
        except OSError:
            self._read_at, self._value = None, ""
        return self._value

    def made(self) -> str:
        """Give the token in force, made when there is none.

        Raises
        ------
        StoreError
            When it can't be kept in the data folder.
        """
        if not self.current():
            try:
                write_new(self._file, secrets.token_urlsafe(LENGTH).encode())
            except FileExistsError:  # of another server that starts now; or damaged
                return self.current() or self.renewed()
            return self.current()
        try:
            platform.keep_private(self._file)
        except OSError:  # not ours to change, but it is there
            return self._value
        return self._value

    def made_or_held(self) -> str:
        """Give the token in force, made when there is none; where it can't be kept, it is held for
        as long as this program runs."""
        try:
            return self.made()
        except StoreError:
            self._value, self.lasts = secrets.token_urlsafe(LENGTH), False
            return self._value

    def renewed(self) -> str:
        """Put a new token in the place of the old one; whoever has the old one is let in no more.

        Raises
        ------
        StoreError
            When it can't be kept in the data folder.
        """
        write_atomic(self._file, secrets.token_urlsafe(LENGTH).encode())
        return self.current()

    def opens(self, given: str, *, by_owner: bool) -> bool:
        """Say whether what stood in an address lets its bearer in.

        Parameters
        ----------
        by_owner
            Whether it was sent by the account the server runs as, as far as that can be told. A
            ticket can be read by others in the list of processes; the token itself can't.
        """
        token = self.current()
        if not token:
            return False
        if _same(given, token):
            return True
        found = next((ticket for ticket in self._tickets if _same(given, ticket)), None)
        if found is None or not by_owner:
            return False
        return time.monotonic() < self._tickets.pop(found)

    def ticket(self) -> str:
        """Give what opens the pages once, and soon: the address a browser is started with can be
        seen by every account on the machine, so the token isn't in it."""
        ticket = secrets.token_urlsafe(LENGTH)
        self._tickets[ticket] = time.monotonic() + TICKET_LASTS
        return ticket

    def cookie(self, port: int) -> str:
        """Give the cookie that stands for the token on one port; the token can't be had from it."""
        token = self.current()
        return digest(token.encode(), f"veivalg {port}".encode(), sha256).hex() if token else ""

    def is_cookie(self, given: str, port: int) -> bool:
        """Say whether a cookie stands for the token in force."""
        expected = self.cookie(port)
        return bool(expected) and _same(given, expected)

    def remember_port(self, port: int) -> None:
        """Keep which port the server last answered on, where it can be kept."""
        with contextlib.suppress(StoreError):
            write_atomic(self._folder / PORT_FILE, str(port).encode())

    def port(self) -> int | None:
        """Give the port the server last answered on, if it is known."""
        try:
            text = (self._folder / PORT_FILE).read_text("ascii").strip()
        except (OSError, ValueError):
            return None
        return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else None


def cookie_name(port: int) -> str:
    """Give the name of the cookie: cookies know no ports, so each port has its own."""
    return f"veivalg-{port}"


def address(host: str, port: int, token: str = "") -> str:
    """Give the address of the front page, with a token when there is one."""
    return f"http://{host}:{port}/" + (f"?{PARAMETER}={token}" if token else "")


def _same(given: str, expected: str) -> bool:
    """Compare in a time that doesn't tell how much is right."""
    return compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())
