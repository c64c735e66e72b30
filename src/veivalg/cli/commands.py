"""What the commands do, free of the command-line library so that they can be tested as they are."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veivalg.content import Place
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import reason
from veivalg.foundation.settings import today
from veivalg.lake.entry import Entry
from veivalg.lake.lake import Lake
from veivalg.norway.register import find, municipalities, search
from veivalg.tables import TABLES

if TYPE_CHECKING:
    from rich.progress import Progress

    from veivalg.sources.report import FetchReport

CHAPTER_FORMATS = ("json", "md", "xlsx")


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
        key, _, text = pair.partition("=")
        try:
            chosen[key.strip()] = float(text.replace(",", "."))
        except ValueError:
            raise UsageError(
                f"«{pair}» er ikke en antakelse med verdi.", "Skriv for eksempel id=0,8."
            ) from None
    return chosen


def start(folder: Path, port: int, *, open_browser: bool, url: str | None) -> None:
    """Serve the web page until stopped."""
    from veivalg.web.server import serve

    serve(folder, port=port, open_browser=open_browser, source_url=url)


def report(
    name: str,
    folder: Path,
    formats: Sequence[str],
    chosen: Mapping[str, float],
    data: Path,
    *,
    as_json: bool,
    peers: str | None = None,
) -> None:
    """Write the knowledge base in the formats asked for and say which files were made.

    Parameters
    ----------
    peers
        Municipalities to compare with, comma between; None for those saved.
    """
    from veivalg.chapters.report import make_report
    from veivalg.publish import FORMATS, render_all

    wanted = [f.strip().lower() for f in formats if f.strip()]
    if unknown := [f for f in wanted if f not in FORMATS]:
        raise UsageError(
            f"Formatet «{unknown[0]}» finnes ikke.", f"Velg blant {', '.join(FORMATS)}."
        )
    municipality = find(name)
    chosen_peers = peer_places(municipality.code, peers, data)
    made = make_report(municipality, Lake(data), chosen, chosen_peers)
    stem = f"kunnskapsgrunnlag-{municipality.code}-{_ascii(municipality.name)}"
    files = []
    for format, content in render_all(made, wanted).items():
        path = folder / f"{stem}{FORMATS[format].suffix}"
        _write(path, content)
        files.append(path)
    if as_json:
        print(json.dumps({"kommune": municipality.code, "filer": [str(f) for f in files]}))
        return
    for path in files:
        print(f"Skrev {path} ({path.stat().st_size / 1024:.0f} kB)")


def peer_places(code: str, text: str | None, data: Path) -> tuple[Place, ...]:
    """Give the municipalities named in `text`, or those saved for `code` when it is None."""
    from veivalg.desk.choices import Choices, checked, places

    return places(Choices(data).peers(code) if text is None else checked(code, text.split(",")))


def chapter(
    id: str,
    name: str,
    format: str,
    file: Path | None,
    chosen: Mapping[str, float],
    data: Path,
    peers: str | None = None,
) -> None:
    """Write one chapter to a file or, for text formats, to standard output."""
    from veivalg.chapters.report import make_chapter
    from veivalg.publish import render_chapter

    if format not in CHAPTER_FORMATS:
        raise UsageError(
            f"Formatet «{format}» finnes ikke for et kapittel.",
            f"Velg blant {', '.join(CHAPTER_FORMATS)}.",
        )
    if format == "xlsx" and file is None:
        raise UsageError("XLSX må skrives til en fil.", "Legg til --ut FIL.")
    place = find(name)
    made = make_chapter(id, place, Lake(data), chosen, peer_places(place.code, peers, data))
    content = render_chapter(made, format)
    if file is None:
        _print(content)
        return
    _write(file, content)
    print(f"Skrev {file}", file=sys.stderr)


def fetch(
    names: Sequence[str],
    data: Path,
    *,
    everyone: bool,
    again: bool,
    url: str | None,
    as_json: bool,
) -> None:
    """Fetch official figures with a progress bar; stop with Ctrl-C and go on later."""
    from veivalg.sources.report import Progress as Step
    from veivalg.sources.ssb.fetch import SSB_URL
    from veivalg.sources.ssb.fetch import fetch as run

    if not names and not everyone:
        raise UsageError("Ingen kommune er oppgitt.", "Skriv et navn eller nummer, eller --alle.")
    codes = [m.code for m in municipalities()] if everyone else [find(n).code for n in names]
    bar = progress_bar(quiet=as_json)
    with bar:
        task = bar.add_task("Spør SSB om tabellene", total=None)

        def advance(step: Step) -> None:
            bar.update(task, description=step.message, completed=step.done, total=step.calls)

        result = run(codes, Lake(data), url=url or SSB_URL, progress=advance, again=again)
    if as_json:
        print(json.dumps(_fetched(result), ensure_ascii=False))
    else:
        for line in result.lines():
            print(line)
    for table in result.failures:
        if table.error is not None:
            raise table.error


def progress_bar(*, quiet: bool) -> Progress:
    """Give a progress bar on standard error; a program that reads JSON gets none."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=quiet,
    )


def fetch_borders(data: Path, url: str | None, *, as_json: bool) -> None:
    """Fetch the boundaries for maps from Kartverket into the data folder."""
    from veivalg.sources.kartverket.boundaries import KARTVERKET, fetch_boundaries

    bar = progress_bar(quiet=as_json)
    with bar:
        task = bar.add_task("Henter kommunegrenser fra Kartverket", total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(
                task,
                description=f"Henter grensene til {name}" if name else "Lagret",
                completed=done,
                total=total,
            )

        file = fetch_boundaries(data, url=url or KARTVERKET, progress=advance)
    if as_json:
        print(json.dumps({"fil": str(file)}))
    else:
        print(f"Skrev {file} ({file.stat().st_size / 1024:.0f} kB)")


def _fetched(result: FetchReport) -> dict[str, Any]:
    """Give a fetch report for programs."""
    tables = [
        {
            "tabell": t.table,
            "navn": t.title,
            "hentet": len(t.fetched),
            "uendret": len(t.unchanged),
            "mangler_i_kilden": list(t.lacking),
            "kall": t.calls,
            "celler": t.cells,
            "oppdatert": t.updated,
            "konstruert": t.constructed,
            "feil": str(t.error) if t.error else None,
        }
        for t in result.tables
    ]
    return {
        "ferdig": result.ok,
        "stoppet": result.stopped,
        "sekunder": round(result.seconds, 1),
        "tabeller": tables,
    }


def import_green_book(
    files: Sequence[Path], data: Path, *, year: int | None, as_json: bool
) -> None:
    """Read the need indices of KDD's Grønt hefte from workbooks and say what didn't agree."""
    from veivalg.sources.kdd.gront_hefte import import_green_book as run

    book = run(files, Lake(data), year)
    if as_json:
        print(
            json.dumps(
                {
                    "aar": book.year,
                    "kommuner": book.rows["municipality"].n_unique(),
                    "stemmer": book.agreeing,
                    "kontrollert": book.checked,
                    "avvik": [d.code for d in book.deviating],
                    "ufullstendige": list(book.incomplete),
                    "ukjente": list(book.unknown),
                },
                ensure_ascii=False,
            )
        )
        return
    for line in book.lines():
        print(line)


def list_municipalities(text: str | None, *, as_json: bool) -> None:
    """List municipalities with number, official name and county."""
    found = search(text, limit=50) if text else municipalities()
    if as_json:
        rows = [
            {
                "kode": m.code,
                "navn": m.name,
                "offisielt_navn": m.official_name,
                "fylke": m.county,
                "kostra_gruppe": m.kostra_group,
            }
            for m in found
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return
    if not found:
        raise UsageError(f"Ingen kommune passer til «{text}».", "Prøv færre bokstaver.")
    for m in found:
        print(f"{m.code}  {m.official_name}, {m.county}")


def status(data: Path, *, as_json: bool, every: bool = False) -> None:
    """Show the tables in the lake and the embedded ones, with date, source and size.

    Parameters
    ----------
    every
        A line for each part that was fetched, and not one for each table.
    """
    from rich.console import Console
    from rich.table import Table as Listing

    from veivalg.sources.embedded.figures import embedded_tables

    out = Console(highlight=False)
    entries = Lake(data).catalogue()
    rows: list[dict[str, Any]] = [
        {
            "tabell": e.table,
            "kilde": e.source.line(),
            "hentet": e.source.retrieved,
            "kommuner": len(e.places),
            "rader": e.rows,
            "lager": "hentet",
        }
        for e in entries
    ]
    for name, table in embedded_tables().items():
        places = table.frame["municipality"].unique().to_list()
        rows.append(
            {
                "tabell": name,
                "kilde": table.source(places[0]).line(),
                "hentet": table.source(places[0]).retrieved,
                "kommuner": len(places),
                "rader": table.frame.height,
                "lager": "innebygd",
            }
        )
    if as_json:
        print(
            json.dumps(
                {"datamappe": str(data), "dato": today(), "tabeller": rows}, ensure_ascii=False
            )
        )
        return
    if not every:
        rows = _summed(rows, entries)
    out.print(f"Datamappe: {data}")
    listing = Listing("Tabell", "Lager", "Kilde", "Steder", "Rader")
    for row in rows:
        title = TABLES[row["tabell"]].title
        listing.add_row(
            title,
            row["lager"],
            row["kilde"],
            str(row["kommuner"]),
            f"{row['rader']:,}".replace(",", "\u202f"),
        )
    out.print(listing)
    if not every and len({entry.table for entry in entries}) < len(entries):
        out.print("Hver del som er hentet, vises med --alt.")
    if not entries:
        out.print("Ingen tall er hentet ennå. Hent med «veivalg hent KOMMUNE».")


def _summed(rows: list[dict[str, Any]], entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Give one row a table and store: places counted once, rows added, the newest date."""
    places: dict[str, set[str]] = {}
    for entry in entries:
        places.setdefault(entry.table, set()).update(entry.places)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["tabell"], row["lager"]), []).append(row)
    summed = []
    for (table, kept), group in groups.items():
        newest = max(group, key=lambda row: str(row["hentet"]))
        count = len(places[table]) if kept == "hentet" else newest["kommuner"]
        summed.append({**newest, "kommuner": count, "rader": sum(row["rader"] for row in group)})
    return summed


def _print(content: bytes) -> None:
    """Write to standard output; a full disk behind it gets the same sentence as a file."""
    try:
        sys.stdout.buffer.write(content + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise SystemExit(0) from None  # the reader has seen enough, as «| head» does
    except OSError as error:
        raise StoreError(
            f"Kan ikke skrive svaret: {reason(error)}.", "Frigjør plass, og prøv igjen."
        ) from error


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    if path.exists() and not path.is_file():
        raise StoreError(
            f"Kan ikke skrive {path}: det er ikke en vanlig fil.", "Velg et annet navn."
        )
    temporary = path.with_name(f".{path.name}.del")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        if temporary.exists():
            temporary.unlink()
        raise StoreError(
            f"Kan ikke skrive {path}: {reason(error)}.",
            "Velg en annen mappe, eller frigjør plass og prøv igjen.",
        ) from error


def _ascii(name: str) -> str:
    """Give a name fit for a file: «Hå» → «haa».

    Examples
    --------
    >>> _ascii("Nord-Odal"), _ascii("Hå"), _ascii("Gáivuotna")
    ('nord-odal', 'haa', 'gaivuotna')
    """
    import unicodedata

    text = name.lower()
    for letter, plain in (
        ("æ", "ae"),
        ("ø", "oe"),
        ("å", "aa"),
        ("đ", "d"),
        ("ŧ", "t"),
        ("ŋ", "n"),
    ):
        text = text.replace(letter, plain)
    folded = unicodedata.normalize("NFKD", text)
    return "".join(
        c if c.isascii() and c.isalnum() else "-" for c in folded if not unicodedata.combining(c)
    ).strip("-")
