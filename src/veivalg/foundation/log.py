"""One log in the data folder: what the program has done and where it failed, for those who mend it.

No persons and no own figures are ever in it. What people write, name or read in can be part of the
text of an error, so of an error only its kind and where in the code it happened are written; and
only messages of our own, which are fixed texts, are taken in. It is its owner's alone, and keeps
the last few megabytes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import time
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from veivalg.foundation import platform
from veivalg.foundation.layout.names import LOG

NAME = "veivalg"
FILE = "veivalg.log"
LARGEST, KEPT = 1_000_000, 3
"""Bytes of a file, and how many older files are kept."""

logger = logging.getLogger(NAME)


def log_file(folder: Path) -> Path:
    """Give where the log of a data folder is."""
    return folder / LOG / FILE


def start(folder: Path, *, faults_only: bool = False) -> None:
    """Write what is logged to the data folder from now on, or only faults of ours; a log that
    can't be written stops nobody."""
    stop()
    handler = _File(log_file(folder))
    handler.setLevel(logging.ERROR if faults_only else logging.NOTSET)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def stop() -> None:
    """Write no more."""
    for handler in _files():
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)


def record_fault(folder: Path, error: BaseException) -> Path:
    """Write a fault of ours to the log that is open, or else to that of `folder`, or where there
    is room for it; give the file."""
    for place in (None, folder, Path(tempfile.gettempdir()) / f"veivalg-{platform.user_name()}"):
        if place is not None:
            start(place)
        for handler in _files():
            handler.written = True
            logger.error("fault", exc_info=error)
            if handler.written:
                return Path(handler.baseFilename)
    return log_file(folder)


def last_lines(folder: Path, count: int) -> list[str]:
    """Give the last lines of the log; none when there is no log."""
    try:
        lines = log_file(folder).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return lines[-count:]


def _files() -> list[_File]:
    return [handler for handler in logger.handlers if isinstance(handler, _File)]


class _File(RotatingFileHandler):
    """The file, made for its owner alone when there is something to write."""

    written = True

    def __init__(self, file: Path) -> None:
        super().__init__(
            file, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True, errors="replace"
        )
        self.setFormatter(_Formatter())

    def _open(self):  # type: ignore[no-untyped-def]
        file = Path(self.baseFilename)
        platform.make_folder(file.parent)
        with contextlib.suppress(FileExistsError):
            os.close(platform.create(file))
        return super()._open()

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        """Begin a new file; where another program has this one open (Windows), go on in it."""
        with contextlib.suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Let a log that can't be written stop nobody."""
        self.written = False


class _Formatter(logging.Formatter):
    """Time, process, level and message; of errors the kind and the place, never the text."""

    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(record.created))
        head = f"{moment} {record.process} {record.levelname} {record.getMessage()}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join((head.replace("\n", " "), *_places(error)))


def _places(error: BaseException | None) -> Iterator[str]:
    """Give the kinds of an error and of what led to it, and where in the code they were raised."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {_in_package(frame.filename)}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def _in_package(file: str) -> str:
    """Give a file of code without the folders above it, which can name the user."""
    parts = Path(file).parts
    for top in ("site-packages", NAME):
        if top in parts:
            at = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[at + (top != NAME) :])
    return parts[-1]
