"""Events, one small file each, in the order they happened by number and not by the clock.

``<folder>/00000001.json`` is the first. A file is put in place whole, under the next free number,
by a program that finds nothing there; of two that write at once, one takes the number after.
Nothing is overwritten. Each holds a hash of itself and of where it belongs, and of the one before,
so that a damaged, edited, exchanged or misplaced one is known; readers get it told beside the
others, in its order. How many there are is kept beside the folder, in the name of an empty file
(``<folder>.00000003-<hash>.antall``), so that one that is gone is told too, also the newest.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from veivalg.foundation import platform
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import store_error, write_new
from veivalg.foundation.i18n import _

COUNT = ".antall"
"""Ending of the files that tell how many events a log has."""
LARGEST = 16_000_000
"""Bytes of an event at most; nothing we write comes near."""
_NAME = re.compile(r"[0-9]{8}\.json")
_WHOLE = re.compile(
    rb'\{"number":[0-9]+,"sha256":"[0-9a-f]{64}"(,"before":"(?P<before>[0-9a-f]{16})")?'
    rb',"event":(?P<body>.*)\}',
    re.DOTALL,
)
_COUNTED = re.compile(r"(?P<number>[0-9]{8})-(?P<digest>[0-9a-f]{16})")
_LAST = 99_999_999
_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, and its number: 1, 2, …"""

    number: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Damaged:
    """An event that can't be read, or several in a row that are gone, to number `last`."""

    number: int
    path: Path
    last: int = 0
    """Number of the last one of those that are gone; 0 when it is there."""

    @property
    def end(self) -> int:
        """Give the last number it is about."""
        return max(self.number, self.last)

    def wrong(self) -> str:
        """Say in Norwegian what is wrong."""
        if not self.last:
            return _("Filen {path} er skadet.").format(path=self.path)
        if self.last == self.number:
            return _("Filen {path} mangler.").format(path=self.path)
        return _("Filene {path} til {last} mangler.").format(
            path=self.path, last=f"{self.last:08d}.json"
        )

    @staticmethod
    def remedy() -> str:
        """Say in Norwegian what to do."""
        return _(
            "Hent tilbake fra en sikkerhetskopi, eller godta at det er tapt, "
            "med «veivalg godta-tap KOMMUNE»."
        )

    def text(self) -> str:
        """Say it in Norwegian, with what to do."""
        return f"{self.wrong()} {self.remedy()}"


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
        """Keep an event after those there are, and after those that are known to be gone.

        Raises
        ------
        StoreError
            When it can't be written; nothing is then kept.
        """
        for _try in range(_TRIES):
            counted, digest = self._counted()
            newest = max((n for n, _path in self._files()), default=0)
            number = max(newest, counted) + 1
            if number > _LAST:
                raise _full(self.folder)
            # Of one that can't be read nothing is claimed but what was counted: it may come back.
            before = self._sound_digest(newest) if newest >= counted else digest
            made = packed(self._belongs, number, content, before)
            try:
                write_new(self.path(number), made)
            except FileExistsError:
                continue  # another program took the number a moment ago
            self._count(number, _digest(made))
            return Event(number, content)
        raise StoreError(
            _("Mappen {path} er opptatt.").format(path=self.folder), _("Prøv igjen om litt.")
        )

    def read(self) -> tuple[Event | Damaged, ...]:
        """Give every event in order, and those that can't be read or are gone.

        Raises
        ------
        StoreError
            When the folder can't be read.
        """
        # The count comes first: what is written meanwhile is then more than was counted, not less.
        counted, digest = self._counted()
        listed = self._files()
        raw = {number: self._raw(path) for number, path in listed}
        expected = {counted: digest} if counted else {}
        for number, found in raw.items():
            if found is not None and (before := self._before(number, found)):
                expected.setdefault(number - 1, before)
        events = [self._event(number, raw[number], expected.get(number)) for number, _p in listed]
        return tuple(self._with_gaps(events, counted))

    def settle(self) -> None:
        """Count the events of a log that an older program wrote, so that one that goes is told."""
        if self._counted()[0]:
            return
        newest = max((n for n, _path in self._files()), default=0)
        if newest and (digest := self._sound_digest(newest)):
            self._count(newest, digest)

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

    def _raw(self, path: Path) -> bytes | None:
        """Give what stands in a file; None when it is no file of ours, or can't be read whole."""
        try:
            return platform.read_plain(path, LARGEST)
        except PermissionError as error:
            raise store_error(error, path) from error
        except OSError:
            return None

    def _event(self, number: int, raw: bytes | None, expected: str | None) -> Event | Damaged:
        damaged = Damaged(number, self.path(number))
        body = self._body(number, raw)
        if raw is None or body is None or number < 1 or (expected or _digest(raw)) != _digest(raw):
            return damaged
        try:
            content = orjson.loads(body)
        except ValueError:
            return damaged
        return Event(number, content) if isinstance(content, dict) else damaged

    def _body(self, number: int, raw: bytes | None) -> bytes | None:
        """Give the content of an event that is whole and in its place."""
        whole = _WHOLE.fullmatch(raw or b"")
        if whole is None:
            return None
        body, before = whole["body"], (whole["before"] or b"").decode()
        return body if raw == _framed(self._belongs, number, body, before) else None

    def _before(self, number: int, raw: bytes) -> str:
        """Give the hash that a whole event has of the one before it; empty when it has none."""
        whole = _WHOLE.fullmatch(raw)
        sound = whole is not None and self._body(number, raw) is not None
        return (whole["before"] or b"").decode() if whole is not None and sound else ""

    def _sound_digest(self, number: int) -> str:
        raw = self._raw(self.path(number)) if number else None
        return _digest(raw) if raw is not None and self._body(number, raw) is not None else ""

    def _with_gaps(self, events: list[Event | Damaged], counted: int) -> Iterator[Event | Damaged]:
        """Put what is gone between the events, and after them up to what was counted."""
        after = 0
        for event in events:
            if event.number > after + 1:
                yield Damaged(after + 1, self.path(after + 1), event.number - 1)
            yield event
            after = event.number
        if counted > after:
            yield Damaged(after + 1, self.path(after + 1), counted)

    def _counted(self) -> tuple[int, str]:
        """Give how many events there have been, and the hash of the last; 0 when it isn't known."""
        known = (_COUNTED.fullmatch(self._told(path)) for path in self._counts())
        return max(((int(m["number"]), m["digest"]) for m in known if m), default=(0, ""))

    def _count(self, number: int, digest: str) -> None:
        """Tell that there are so many events; one that is kept can do without it being told."""
        mine = self.folder.with_name(f"{self.folder.name}.{number:08d}-{digest}{COUNT}")
        try:
            write_new(mine, b"")
            for path in self._counts():
                if self._told(path) < self._told(mine):
                    path.unlink(missing_ok=True)
        except (OSError, StoreError):
            return

    def _counts(self) -> list[Path]:
        name = self.folder.name
        try:
            inside = list(self.folder.parent.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise store_error(error, self.folder.parent) from error
        return [p for p in inside if p.suffix == COUNT and p.name.startswith(f"{name}.")]

    def _told(self, path: Path) -> str:
        return path.name.removeprefix(f"{self.folder.name}.").removesuffix(COUNT)


def packed(belongs: str, number: int, content: Mapping[str, Any], before: str = "") -> bytes:
    """Give an event as it stands in its file.

    Parameters
    ----------
    belongs
        As for `EventLog`.
    before
        Hash of the file of the event before it, where that is known.
    """
    body = orjson.dumps(dict(content), option=orjson.OPT_INDENT_2)
    return _framed(belongs, number, body, before)


def _framed(belongs: str, number: int, body: bytes, before: str) -> bytes:
    # The hash is of the bytes as they stand: how a library writes a number may change.
    chained = f" {before}" if before else ""
    digest = hashlib.sha256(f"{belongs} {number}{chained}\n".encode() + body).hexdigest().encode()
    link = b',"before":"%s"' % before.encode() if before else b""
    return b'{"number":%d,"sha256":"%s"%s,"event":%s}' % (number, digest, link, body)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]


def _full(folder: Path) -> StoreError:
    return StoreError(
        _("Mappen {path} har ikke flere numre.").format(path=folder),
        _("Flytt ut filer som ikke er fra Veivalg, eller hent mappen fra en sikkerhetskopi."),
    )
