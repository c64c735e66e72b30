"""The moves from one layout to the next, in order; a new layout adds one, with a test of its own.

A migration is history: once a version with it is out, it is never changed. `tests/data_folder` has
for each layout a folder written by a program of that layout, and what such a program saw in it.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from veivalg import __version__
from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import files_in, store_error
from veivalg.foundation.i18n import _
from veivalg.foundation.layout import from_one
from veivalg.foundation.layout.copies import Count, Tell, keep_copy, untold
from veivalg.foundation.layout.mark import Mark, Moved, read_mark
from veivalg.foundation.layout.names import KEPT, MADE
from veivalg.foundation.layout.swap import new_build, put_in_place

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Migration:
    """A move from one layout to the next.

    Parameters
    ----------
    takes
        Names in the folder that the move replaces or removes.
    build
        Writes what the next layout has for a folder (first) into an empty one (second); it reads
        only, counts the files it writes (third), and raises ``OSError`` when it can't.
    """

    takes: tuple[str, ...]
    build: Callable[[Path, Path, Count], None]


MIGRATIONS: Mapping[int, Migration] = {1: Migration(from_one.TAKES, from_one.build)}
"""Layout → the move to the next one."""


def migrate(folder: Path, layout: int, tell: Tell = untold) -> Moved:
    """Move a folder to the next layout, and keep a dated copy of it as it was.

    Only for one who has the folder alone.

    Parameters
    ----------
    tell
        Is told at once, and as it goes on.

    Raises
    ------
    StoreError
        When it can't be done; the folder is then as it was.
    """
    step = MIGRATIONS[layout]
    names = tuple(n for n in dict.fromkeys((*step.takes, *KEPT)) if n not in MADE)
    before = read_mark(folder) or Mark()
    tell(_("Gjør datamappen klar for denne versjonen"), 0, 0)
    for _try in range(_TRIES):
        seen = _listing(folder, names)
        count = Count(tell, _("Tar en kopi av datamappen"), len(seen))
        copy = keep_copy(folder, names, f"oppsett-{layout}", count)
        build = new_build(folder)
        try:
            step.build(folder, build, Count(tell, _("Gjør om datamappen"), len(seen)))
        except OSError as error:
            _forget(build, copy)
            raise store_error(error, folder) from error
        if _listing(folder, names) == seen:
            break
        _forget(build, copy)  # an older program wrote in it meanwhile
    else:
        raise StoreError(
            _("Datamappen {path} er i bruk av en eldre Veivalg.").format(path=folder),
            _("Avslutt den, og prøv igjen."),
        )
    when = datetime.now(UTC).isoformat(timespec="seconds")
    moved = Moved(layout, layout + 1, when, copy.relative_to(folder).as_posix())
    mark = replace(before, layout=layout + 1, program=__version__, moves=(*before.moves, moved))
    tell(_("Setter den nye datamappen på plass og rydder bort den gamle"), 0, 0)
    put_in_place(folder, build, step.takes, mark, copy=copy)
    return moved


def _listing(folder: Path, names: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Give every file with size and time."""
    found = []
    for name in names:
        for file in files_in(folder / name):
            state = file.stat()
            found.append((file.as_posix(), state.st_size, state.st_mtime_ns))
    return sorted(found)


def _forget(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
