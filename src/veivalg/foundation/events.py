"""Events, one small file each, in the order they happened by number and not by the clock.

``<folder>/00000001.json`` is the first. A file is put in place whole, under the next free number,
by a program that finds nothing there; of two that write at once, one takes the number after.
Nothing is overwritten. Each holds a hash of itself and of where it belongs, so that a damaged,
edited or misplaced one is known; readers get it told beside the others, in its order.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import store_error, write_new
from veivalg.foundation.i18n import _

_NAME = re.compile(r"\d{8}\.json")
_WHOLE = re.compile(rb'\{"number":\d+,"sha256":"[0-9a-f]{64}","event":(?P<body>.*)\}', re.DOTALL)
_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, and its number: 1, 2, …"""

    number: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Damaged:
    """An event that can't be read."""

    number: int
    path: Path

    def text(self) -> str:
        """Say it in Norwegian, with what to do."""
        return _("Filen {path} er skadet. Hent den fra en sikkerhetskopi, eller slett den.").format(
            path=self.path
        )


class EventLog:
    """The events in a folder; the folder is made when the first one is kept.

    Parameters
    ----------
    folder
        Where they lie.
    belongs
        What tells this log from others; an event moved here from another log is damaged.
    """

    def __init__(self, folder: Path, belongs: str) -> None:
        self.folder = folder
        self._belongs = belongs

    def append(self, content: Mapping[str, Any]) -> Event:
        """Keep an event after those there are.

        Raises
        ------
        StoreError
            When it can't be written; nothing is then kept.
        """
        for _try in range(_TRIES):
            number = max((n for n, _path in self._files()), default=0) + 1
            try:
                write_new(self.path(number), packed(self._belongs, number, content))
            except FileExistsError:
                continue  # another program took the number a moment ago
            return Event(number, content)
        raise StoreError(
            _("Mappen {path} er opptatt.").format(path=self.folder), _("Prøv igjen om litt.")
        )

    def read(self) -> tuple[Event | Damaged, ...]:
        """Give every event in order, and those that can't be read.

        Raises
        ------
        StoreError
            When the folder can't be read.
        """
        try:
            return tuple(
                self._event(number, path, path.read_bytes()) for number, path in self._files()
            )
        except OSError as error:
            raise store_error(error, self.folder) from error

    def path(self, number: int) -> Path:
        """Give the file of an event."""
        return self.folder / f"{number:08d}.json"

    def _files(self) -> list[tuple[int, Path]]:
        try:
            found = [p for p in self.folder.iterdir() if _NAME.fullmatch(p.name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise store_error(error, self.folder) from error
        return sorted((int(path.stem), path) for path in found)

    def _event(self, number: int, path: Path, raw: bytes) -> Event | Damaged:
        whole = _WHOLE.fullmatch(raw)
        if whole is None or raw != _framed(self._belongs, number, whole["body"]):
            return Damaged(number, path)
        content = orjson.loads(whole["body"])
        return Event(number, content) if isinstance(content, dict) else Damaged(number, path)


def packed(belongs: str, number: int, content: Mapping[str, Any]) -> bytes:
    """Give an event as it stands in its file.

    Parameters
    ----------
    belongs
        As for `EventLog`.
    """
    return _framed(belongs, number, orjson.dumps(dict(content), option=orjson.OPT_INDENT_2))


def _framed(belongs: str, number: int, body: bytes) -> bytes:
    # The hash is of the bytes as they stand: how a library writes a number may change.
    digest = hashlib.sha256(f"{belongs} {number}\n".encode() + body).hexdigest().encode()
    return b'{"number":%d,"sha256":"%s","event":%s}' % (number, digest, body)
