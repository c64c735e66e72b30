"""``layout.json``: which layout a data folder has, and how far a change of it has come."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from veivalg import __version__
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.names import EVENTS, FIGURES, LAYOUT, MARK, OLD, OWN


@dataclass(frozen=True, slots=True)
class Pending:
    """What is left of a change that has been decided: see `layout.swap`."""

    build: str
    remove: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A move to a newer layout: when (ISO time), and where the copy of the old folder lies."""

    source: int
    target: int
    when: str
    copy: str

    def text(self, folder: Path) -> str:
        """Say it to the person at the screen."""
        return _(
            "Datamappen er flyttet til nytt oppsett. Alt er med, og en kopi av den gamle ligger "
            "i {copy}."
        ).format(copy=folder / self.copy)


@dataclass(frozen=True, slots=True)
class Mark:
    """The layout of a folder, the program that wrote it, and what it has been moved from."""

    layout: int = LAYOUT
    program: str = __version__
    moves: tuple[Moved, ...] = ()
    pending: Pending | None = None


def read_mark(folder: Path) -> Mark | None:
    """Give the mark of a data folder, or None when it has none.

    Raises
    ------
    StoreError
        When it can't be read, or the folder is of a newer program.
    """
    path = folder / MARK
    try:
        raw = orjson.loads(path.read_bytes())
        if int(raw["layout"]) > LAYOUT:
            raise _too_new(folder, str(raw.get("program", "")))
        return _mark(raw)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise store_error(error, path) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise StoreError(
            _("Filen {path} er skadet, så datamappen kan ikke åpnes.").format(path=path),
            _("Hent den fra en sikkerhetskopi, eller ta «veivalg gjenopprett» i en ny mappe."),
        ) from error


def moved_today(folder: Path) -> str:
    """Give what to tell people of a move that was made today; empty when there was none.

    Raises
    ------
    StoreError
        As `read_mark`.
    """
    mark = read_mark(folder)
    if mark is None or not mark.moves:
        return ""
    last = mark.moves[-1]
    made = datetime.fromisoformat(last.when).astimezone().date()
    return last.text(folder) if made == date.today() else ""


def write_mark(folder: Path, mark: Mark) -> None:
    """Put a mark in place, at one stroke; raises ``StoreError``."""
    write_atomic(folder / MARK, orjson.dumps(asdict(mark), option=orjson.OPT_INDENT_2))


def layout_of(folder: Path) -> int | None:
    """Give the layout of a folder by its mark, or else by what lies in it; None when nothing does.

    Raises
    ------
    StoreError
        As `read_mark`.
    """
    mark = read_mark(folder)
    if mark is not None:
        return mark.layout
    if any((folder / name).is_dir() for name in (FIGURES, OWN, EVENTS)):
        return 2  # made by a program that was stopped before it put its mark
    return 1 if any((folder / name).is_dir() for name in OLD) else None


def _mark(raw: dict[str, Any]) -> Mark:
    pending = raw["pending"]
    return Mark(
        int(raw["layout"]),
        str(raw["program"]),
        tuple(Moved(**one) for one in raw["moves"]),
        pending and Pending(str(pending["build"]), tuple(pending["remove"])),
    )


def _too_new(folder: Path, program: str) -> StoreError:
    return StoreError(
        _("Datamappen {path} er laget av en nyere Veivalg ({program}) og kan ikke leses.").format(
            path=folder, program=program
        ),
        _("Oppdater Veivalg, eller velg en annen mappe med --data."),
    )
