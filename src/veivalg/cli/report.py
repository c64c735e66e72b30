"""`rapport` and `kapittel`: the knowledge base, or a chapter of it, as files."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    FORMAT,
    TO_FILE,
    AsJson,
    Changes,
    Commands,
    Data,
    PartFormat,
    Peers,
    Place,
    Target,
    check_format,
    overrides,
    print_json,
    write_file,
)
from veivalg.content.numbers import format_size
from veivalg.foundation.errors import Exit, StoreError, UsageError
from veivalg.foundation.files import reason
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.content import Place as Municipality

commands = Commands(order=20)


@commands.command()
def rapport(
    kommune: Place,
    ut: Annotated[Path, TO_FILE(metavar="MAPPE", help=N_("Mappen filene skrives til."))],
    format: Annotated[
        list[str] | None,
        FORMAT(help=N_("Ett eller flere, med komma mellom. Uten: hele rapporten.")),
    ] = None,
    sett: Changes = None,
    sammenlikn: Peers = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Lag hele kunnskapsgrunnlaget for en kommune som filer."""
    from veivalg.chapters.report import make_report
    from veivalg.lake.lake import Lake
    from veivalg.norway.register import opened
    from veivalg.publish import every, formats, render_all
    from veivalg.publish.format import OPEN, WHOLE

    chosen = overrides(sett)
    named = [f.strip().lower() for f in ",".join(format or ()).split(",") if f.strip()]
    wanted = named or list(formats(WHOLE))
    known = every()
    if unknown := [f for f in wanted if f not in known]:
        raise UsageError(
            _("Formatet «{format}» finnes ikke.").format(format=unknown[0]),
            _("Velg blant {names}.").format(names=", ".join(known)),
        )
    place, folder = opened(kommune), data_folder(data)
    peers = peer_places(place.code, sammenlikn, folder)
    made: dict[str, bytes] = {}
    with _nothing_thrown_away():
        for own in (True, False):  # what is for everybody is made of a report without own figures
            if names := [name for name in wanted if (OPEN in known[name].offered) != own]:
                report = make_report(place, Lake(folder), chosen, peers, own=own)
                made |= render_all(report, names)
    stem = f"{place.code}-{plain_name(place.name)}"
    whole = dict.fromkeys(formats(), "kunnskapsgrunnlag")
    files = {
        ut / f"{whole.get(name, name)}-{stem}{known[name].suffix}": content
        for name, content in made.items()
    }
    for path, content in files.items():
        write_file(path, content)
    if json:
        print_json({"kommune": place.code, "filer": [str(f) for f in files]})
        return
    for path in files:
        print(f"Skrev {path} ({format_size(path.stat().st_size)})")


@commands.command()
def kapittel(
    navn: Annotated[str, typer.Argument(metavar="NAVN", help="befolkning, behov, demens …")],
    kommune: Place,
    format: PartFormat = "md",
    ut: Target = None,
    sett: Changes = None,
    sammenlikn: Peers = None,
    data: Data = None,
) -> None:
    """Lag ett kapittel for en kommune."""
    from veivalg.chapters.report import make_chapter
    from veivalg.lake.lake import Lake
    from veivalg.norway.register import opened
    from veivalg.publish import formats, render_chapter
    from veivalg.publish.format import PART

    chosen = overrides(sett)
    check_format(format, formats(PART), ut, _("for et kapittel"))
    place, folder = opened(kommune), data_folder(data)
    peers = peer_places(place.code, sammenlikn, folder)
    content = render_chapter(make_chapter(navn, place, Lake(folder), chosen, peers), format)
    if ut is None:
        _print(content)
        return
    write_file(ut, content)
    print(f"Skrev {ut}", file=sys.stderr)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Don't look for garbage meanwhile: all is thrown away when the files are written."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def peer_places(code: str, text: str | None, data: Path) -> tuple[Municipality, ...]:
    """Give the municipalities named in `text`, or those saved for `code` when it is None."""
    from veivalg.desk.choices import Choices, checked, places

    return places(Choices(data).peers(code) if text is None else checked(code, text.split(",")))


def _print(content: bytes) -> None:
    """Write to standard output; a full disk behind it gets the same sentence as a file."""
    try:
        sys.stdout.buffer.write(content + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise SystemExit(Exit.DONE) from None  # the reader has seen enough, as «| head» does
    except OSError as error:
        raise StoreError(
            _("Kan ikke skrive svaret: {error}.").format(error=reason(error)),
            _("Frigjør plass, og prøv igjen."),
        ) from error


_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "đ": "d", "ŧ": "t", "ŋ": "n"})


def plain_name(name: str) -> str:
    """Give a name fit for a file: «Hå» → «haa».

    Examples
    --------
    >>> plain_name("Nord-Odal"), plain_name("Hå"), plain_name("Gáivuotna")
    ('nord-odal', 'haa', 'gaivuotna')
    """
    import unicodedata

    folded = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    return "".join(
        c if c.isascii() and c.isalnum() else "-" for c in folded if not unicodedata.combining(c)
    ).strip("-")
