"""Who has read the municipality's own figures: one line a reading, in the folder of access.

A line says when, who, how and what: the address of a page or a file, or a command, and the tables
it may show. What was read is never in it, nor what was chosen or typed. The last few megabytes are
kept, for the owner of the data folder alone, and are in no backup.
"""

import contextlib
import getpass
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

import orjson

from veivalg.foundation import platform
from veivalg.foundation.layout.names import ACCESS
from veivalg.foundation.log import logger
from veivalg.foundation.texts import clean

NAME = "lest"
LARGEST, OLDER = 1_000_000, 3
"""Bytes of a file, and how many older files are kept."""
LONGEST = 200
_TEXTS = ("when", "who", "how", "what", "place")
_writing = Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading.

    Parameters
    ----------
    when
        ISO time, with the zone.
    who
        The account of the machine, or the name of a read key.
    how
        «nettside», «kommando» or «nokkel».
    what
        The address without what was chosen, or the command.
    place, tables
        The municipality and its own tables that were read; empty for a key, which opens none.
    """

    when: str
    who: str
    how: str
    what: str
    place: str = ""
    tables: tuple[str, ...] = ()


class Readings:
    """The log of a data folder.

    Parameters
    ----------
    folder
        The data folder; nothing is made in it before something is read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder) / ACCESS

    def note(
        self, how: str, what: str, place: str = "", tables: Iterable[str] = (), who: str = ""
    ) -> None:
        """Write a reading down; a log that can't be written stops nobody, and is told in the log.

        Parameters
        ----------
        who
            By default the account that runs the program.
        """
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        named = clean(who or account())[:LONGEST]
        one = Reading(when, named, how, clean(what)[:LONGEST], place, tuple(sorted(tables)))
        try:
            with _writing:
                self._write(orjson.dumps(asdict(one)) + b"\n")
        except OSError:
            logger.error("who read own figures can't be written down")

    def all(self) -> tuple[Reading, ...]:
        """Give every reading that is kept, oldest first; a line that is damaged is left out."""
        return tuple(one for n in range(OLDER, -1, -1) for one in _read(self._file(n)))

    def _file(self, age: int) -> Path:
        return self._folder / (f"{NAME}.{age}.jsonl" if age else f"{NAME}.jsonl")

    def _write(self, line: bytes) -> None:
        file = self._file(0)
        platform.make_folder(self._folder)
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_size + len(line) > LARGEST:
                for age in range(OLDER, 0, -1):
                    with contextlib.suppress(FileNotFoundError):
                        self._file(age - 1).replace(self._file(age))
        with contextlib.suppress(FileExistsError):
            os.close(platform.create(file))
        with file.open("ab") as held:
            held.write(line)


def account() -> str:
    """Give the name of the account that runs the program, or its number."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return platform.user_name()


def _read(file: Path) -> Iterator[Reading]:
    try:
        lines = platform.read_plain(file, 2 * LARGEST).splitlines()
    except OSError:
        return
    for line in lines:
        try:
            raw = orjson.loads(line)
            when, who, how, what, place = (str(raw[name]) for name in _TEXTS)
            yield Reading(when, who, how, what, place, tuple(map(str, raw["tables"])))
        except (ValueError, LookupError, TypeError):
            continue


class _Command:
    """The command that reads, while it runs, and what it has been noted to read."""

    def __init__(self) -> None:
        self.name = ""
        self.noted: set[tuple[Path, str, str]] = set()


_command = _Command()


def begin_command(name: str) -> None:
    """Say which command reads from now on; empty when none does."""
    _command.name, _command.noted = name, set()


def note_command(folder: Path, place: str, table: str) -> None:
    """Note that the command that runs has read a table, once; nothing when none runs."""
    key = (folder, place, table)
    if _command.name and key not in _command.noted:
        _command.noted.add(key)
        Readings(folder).note("kommando", f"veivalg {_command.name}", place, (table,))
