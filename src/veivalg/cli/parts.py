"""What the groups of commands share: common options, files, JSON and progress.

Nothing heavy is imported here or at the top of a group, so that ``--hjelp`` comes at once; a
command imports what it runs.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Any, Protocol, Self
from urllib.parse import urlsplit

import typer

from veivalg import __version__
from veivalg.cli.help import Command
from veivalg.foundation import log
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import reason
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.layout.names import MARK
from veivalg.foundation.platform import create, make_folder
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from rich.console import Console

    from veivalg.foundation.layout.copies import Tell
    from veivalg.publish.format import Format


PATIENCE = 0.5
"""Seconds before what takes time is shown."""
EVERY = 10.0
"""Seconds between the lines of progress where there is no terminal."""


class Commands(typer.Typer):
    """A group of commands: one file, which the command line finds by itself.

    Parameters
    ----------
    order
        Where ``--hjelp`` lists the group; lowest first.
    """

    def __init__(self, order: int) -> None:
        super().__init__()
        self.order = order

    def command(self, name: str | None = None, **_more: Any) -> Callable[[Any], Any]:
        """Make a function a command, called `name` or as the function."""
        return super().command(name, cls=Command, options_metavar="[VALG]")


Place = Annotated[
    str, typer.Argument(metavar="KOMMUNE", help=N_("Nummer (nytt eller gammelt) eller navn."))
]
Places = Annotated[
    list[str] | None, typer.Argument(metavar="KOMMUNE", help=N_("En eller flere kommuner."))
]
Everyone = Annotated[bool, typer.Option("--alle", help="Alle landets kommuner.")]


def _opened(context: typer.Context, chosen: Path | None) -> Path | None:
    """Open the data folder while the command runs, and say so when it is moved to a new layout."""
    from veivalg.own.readings import begin_command

    begin_command(context.info_name or "")
    context.call_on_close(lambda: begin_command(""))
    return _open(context, chosen, make=False)


def _made(context: typer.Context, chosen: Path | None) -> Path | None:
    """Open the data folder as `_opened` does, and make it when it is missing."""
    return _open(context, chosen, make=True)


def _open(context: typer.Context, chosen: Path | None, *, make: bool) -> Path | None:
    from veivalg.foundation.layout.opening import open_folder
    from veivalg.own.leftovers import clear

    folder = data_folder(chosen)
    log.start(folder, faults_only=True)  # nothing is made for the sake of a log, but of a fault
    with waiting() as tell:
        opened = open_folder(folder, make=make, tell=tell)
    context.call_on_close(opened.close)
    if opened.ours:
        clear(folder)
        log.start(folder)
        log.logger.info("%s begins, version %s", context.info_name, __version__)
    if opened.moved:
        log.logger.info("the data folder was moved to a new layout")
    if opened.access:
        log.logger.info("the data folder was open to others")
    for line in opened.told():
        print(line, file=sys.stderr)
    return chosen


_DATA = partial(
    typer.Option, "--data", metavar="MAPPE", help=N_("Datamappen (ellers VEIVALG_DATA).")
)


Data = Annotated[Path | None, _DATA(callback=_opened)]
LastingData = Annotated[Path | None, _DATA(callback=_made)]
"""For a command that runs until it is stopped."""
ClosedData = Annotated[Path | None, _DATA()]
"""For a command that is to have the folder alone."""
LogData = Annotated[Path | None, _DATA(is_eager=True)]
"""For the log, which is shown before there is any command."""
SURE = partial(typer.Option, "--ja")
TO_FILE = partial(typer.Option, "--ut", metavar="FIL")
FORMAT = partial(typer.Option, "--format")
PORT = partial(typer.Option, "--port", min=0, max=65_535)
CHANGE = partial(typer.Option, "--sett", metavar="ID=VERDI")
YEAR = partial(typer.Option, "--aar", metavar="ÅR")
FIRST = partial(typer.Option, "--fra", metavar="ÅR")
LAST = partial(typer.Option, "--til", metavar="ÅR")
DRAWS = partial(typer.Option, "--trekk")
ALL = partial(typer.Option, "--alt")
CHECK = partial(typer.Option, "--kontroller")
"""Options of several commands, with a text of their own in each: an option is declared once."""


def _address(url: str | None) -> str | None:
    """Refuse what is no address before anything is asked of it: it would be tried for minutes."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.port != 0 and _host(parts.hostname)
    except ValueError:  # a port or a host that can't be read
        sound = False
    if not sound:
        raise UsageError(
            _("«{url}» er ikke en nettadresse.").format(url=url),
            _("Skriv hele adressen, for eksempel https://data.ssb.no/api/pxwebapi/v2."),
        )
    return url


def _host(name: str | None) -> bool:
    """Say whether a name can be that of a machine: no part of it is empty («a..b») or too long."""
    parts = (name or "").removesuffix(".").split(".")
    return all(0 < len(part.encode("idna")) <= 63 for part in parts)


SourceUrl = Annotated[
    str | None,
    typer.Option(
        "--kilde", metavar="URL", callback=_address, help=N_("Annen adresse enn SSBs åpne API.")
    ),
]
Changes = Annotated[list[str] | None, CHANGE(help=N_("Endre en antakelse. Kan gjentas."))]
Peers = Annotated[
    str | None,
    typer.Option(
        "--sammenlikn",
        metavar="KOMMUNER",
        help=N_("Kommuner å sammenlikne med, komma mellom (ellers de som er lagret)."),
    ),
]
Target = Annotated[Path | None, TO_FILE(help=N_("Filen det skrives til."))]
TableName = Annotated[
    str | None, typer.Option("--tabell", metavar="TABELL", help=N_("Navnet, som i «veivalg mal»."))
]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--enhet",
        metavar="[FELT=]ENHET",
        help=N_("Enheten tallene står i: kr, 1000kr, mill. kr, timer, %. Kan gjentas."),
    ),
]
Who = Annotated[str, typer.Option("--hvem", metavar="NAVN", help=N_("Hvem som gjør det."))]
PopulationFile = Annotated[
    Path | None,
    typer.Option("--befolkning", metavar="FIL", help=N_("Folketall (ellers det som er hentet).")),
]
PartFormat = Annotated[str, FORMAT(help=N_("Ett av {formats}."))]
Remove = Annotated[str, typer.Option("--fjern", metavar="ID", help="Fjern denne.")]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Svar som JSON, for programmer."))]


def overrides(pairs: Sequence[str] | None) -> dict[str, float]:
    """Read ``ID=VERDI`` pairs; decimals with comma or point.

    Raises
    ------
    UsageError
        When a pair is not of that form.

    Examples
    --------
    >>> overrides(["stillingsstorrelse=0,8"])
    {'stillingsstorrelse': 0.8}
    """
    chosen: dict[str, float] = {}
    for pair in pairs or ():
        key, _equals, text = pair.partition("=")
        try:
            chosen[key.strip()] = float(text.replace(",", "."))
        except ValueError:
            raise UsageError(
                _("«{pair}» er ikke en antakelse med verdi.").format(pair=pair),
                _("Skriv for eksempel id=0,8."),
            ) from None
    return chosen


def chosen_codes(names: Sequence[str] | None, everyone: bool) -> list[str]:
    """Give the municipalities named, or all of them, by number.

    Raises
    ------
    UsageError, UnknownMunicipalityError
        When none is named, or a name fits none or several.
    """
    from veivalg.norway.register import find, municipalities

    if everyone:
        return [m.code for m in municipalities()]
    if not names:
        raise UsageError(
            _("Ingen kommune er oppgitt."), _("Skriv et navn eller nummer, eller --alle.")
        )
    return [find(name).code for name in names]


def check_format(format: str, known: Mapping[str, Format], file: Path | None, where: str) -> None:
    """Refuse a format that is not `known`, and one that is no text on standard output.

    Raises
    ------
    UsageError
        When it is so.
    """
    if format not in known:
        raise UsageError(
            _("Formatet «{format}» finnes ikke {where}.").format(format=format, where=where),
            _("Velg blant {names}.").format(names=", ".join(known)),
        )
    if file is None and not known[format].is_text:
        label = _(known[format].label)
        raise UsageError(
            _("{format} må skrives til en fil.").format(format=label), _("Legg til --ut FIL.")
        )


def write_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    private
        Whether its owner alone is to read it; so are all files that are written among the data.

    Raises
    ------
    StoreError
        When it can't be written, or the name is a device's.
    """
    if path.exists() and not path.is_file():
        raise StoreError(
            _("Kan ikke skrive {path}: det er ikke en vanlig fil.").format(path=path),
            _("Velg et annet navn."),
        )
    temporary = path.with_name(f".{path.name}.del")
    try:
        if private or (path.parent / MARK).is_file():
            make_folder(path.parent)
            temporary.unlink(missing_ok=True)
            with os.fdopen(create(temporary), "wb") as file:
                file.write(content)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        if temporary.exists():
            temporary.unlink()
        raise StoreError(
            _("Kan ikke skrive {path}: {error}.").format(path=path, error=reason(error)),
            _("Velg en annen mappe, eller frigjør plass og prøv igjen."),
        ) from error


def print_json(value: Any) -> None:
    """Answer a program: `value` as JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False))


def console(*, stderr: bool = False) -> Console:
    """Give the terminal to write to; numbers are not coloured."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


class Plain:
    """A terminal that breaks no line and reads no markup or signs: file names may hold anything."""

    def print(self, text: str) -> None:
        """Write a line, without what rings, goes back or begins the line anew."""
        print(text.translate(dict.fromkeys((7, 8, 11, 12, 13))))


def plain() -> Plain:
    """Give it; it is there at once, unlike one with colours."""
    return Plain()


def check_excel(path: Path) -> None:
    """Refuse to write a workbook under the name of another kind of file."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            _("Malen er en Excel-fil og kan ikke skrives til {path}.").format(path=path),
            _("Velg et navn som slutter på .xlsx."),
        )


@contextmanager
def waiting() -> Iterator[Tell]:
    """Give what is told how far something has come, and shows what takes more than half a second.

    Where standard error is no terminal each thing that is done is a line.
    """
    with ExitStack() as stack:
        begun = time.monotonic()
        shown: list[Tell] = []

        def tell(what: str, done: int, of: int) -> None:
            if not shown and time.monotonic() - begun < PATIENCE:
                return
            if not shown:
                shown.append(_shown(stack))
            shown[0](what, done, of)

        yield tell


def _shown(stack: ExitStack) -> Tell:
    if not sys.stderr.isatty():
        said: set[str] = set()

        def say(what: str, _done: int, _of: int) -> None:
            if what not in said:
                print(f"{what} …", file=sys.stderr, flush=True)
                said.add(what)

        return say
    bar = stack.enter_context(progress_bar(quiet=False))
    task = bar.add_task("", total=None)

    def draw(what: str, done: int, of: int) -> None:
        bar.update(task, description=what, completed=done, total=of or None)

    return draw


class Bar(AbstractContextManager["Bar"], Protocol):
    """What shows how far something has come, between its beginning and its end."""

    def add_task(self, description: str, /, *, total: float | None) -> Any:
        """Say what is begun, and of how much; give what `update` is to be told."""
        ...

    def update(
        self,
        task: Any,
        /,
        *,
        description: str | None = None,
        completed: float | None = None,
        advance: float | None = None,
        total: float | None = None,
    ) -> None:
        """Say how far it has come, in all or since it was said last."""
        ...


class Lines:
    """Progress where there is no terminal: a line at once and one every ten seconds.

    Also while nothing moves, so that a log tells waiting from hanging.
    """

    def __init__(self) -> None:
        self._said, self._done = "", 0.0
        self._of: float | None = None
        self._begun = time.monotonic()
        self._over = Event()
        self._teller = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        """Begin to tell."""
        return self

    def __exit__(self, *_details: object) -> None:
        """Leave off."""
        self._over.set()
        if self._teller.is_alive():
            self._teller.join()

    def add_task(self, description: str, *, total: float | None) -> None:
        """Say what is begun."""
        self._said, self._of = description, total
        self._print()
        self._teller.start()

    def update(
        self,
        _task: None,
        *,
        description: str | None = None,
        completed: float | None = None,
        advance: float | None = None,
        total: float | None = None,
    ) -> None:
        """Note how far it has come; it is told when its time comes."""
        self._said = description or self._said
        self._done = (self._done if completed is None else completed) + (advance or 0)
        self._of = total or self._of

    def _tell(self) -> None:
        while not self._over.wait(EVERY):
            self._print()

    def _print(self) -> None:
        of = ""
        if self._of:
            of = _(" ({done} av {of})").format(done=int(self._done), of=int(self._of))
        seconds = time.monotonic() - self._begun
        spent = _(", {n} s").format(n=int(seconds)) if seconds >= 1 else ""
        print(f"{self._said}{of}{spent} …", file=sys.stderr, flush=True)


def progress_bar(*, quiet: bool) -> Bar:
    """Give what shows progress on standard error; a program that reads JSON gets nothing.

    In a terminal it is a bar, in a pipe or a file a line every ten seconds.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    if not quiet and not sys.stderr.isatty():
        return Lines()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet,
    )
