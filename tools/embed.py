"""Make the embedded figures.

``python -m tools.embed --statistikk DIR`` makes them from re-tabulated official statistics,
``python -m tools.embed --kilde URL`` from SSB's live API. See ``docs/innebygde-tall.md``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from itertools import product
from pathlib import Path

import polars as pl

from tools.embed_indicators import COVERAGE, FROM_FINANCES
from tools.embed_origins import MEMBERS, THREE, Frames, from_source, from_statistics
from tools.embed_sources import COPIES, COVERAGE_SOURCE, RATIOS_SOURCE, SOURCES, group_source
from veivalg.content import Source
from veivalg.sources.embedded.figures import (
    FOLDER,
    TRANSCRIBED,
    WIDE,
    embedded_file,
)
from veivalg.tables import TABLES


def wide(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Put a table in its stored shape: sorted, and the values of a column as columns."""
    table = TABLES[name]
    keys = [f.name for f in table.fields if f.key]
    frame = table.validate(frame).sort(keys)
    if name not in WIDE:
        return _plain(frame)
    stored = WIDE[name]
    if "age_from" in frame.columns:
        frame = frame.with_columns(age=pl.format("{}-{}", "age_from", "age_to"))
    if stored.unit != 1:
        thousands = pl.col(stored.values) / stored.unit
        frame = frame.with_columns(thousands.round().cast(pl.Int64))
    # Ages stand as they come, youngest first; sectors, areas and functions by name.
    words = frame[stored.on] if stored.on in frame.columns and stored.on != "age" else None
    made = frame.pivot(
        on=stored.on,
        on_columns=None if words is None else words.unique().sort(),
        index=list(stored.kept),
        values=stored.values,
    )
    return made.sort(stored.kept)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Write whole floats without a decimal point when every one in the column is whole."""
    floats = [c for c, t in frame.schema.items() if t == pl.Float64]
    whole = [c for c in floats if frame[c].drop_nulls().round().equals(frame[c].drop_nulls())]
    return frame.with_columns(pl.col(whole).cast(pl.Int64))


def _sources(name: str, path: Path, today: str, live: bool) -> dict[str, dict[str, object]]:
    sources = {"*": SOURCES[name]}
    if name == "population_groups":
        sources |= {group: group_source(group, len(codes)) for group, codes in MEMBERS.items()}
    if name == "indicators":
        sources |= {f"*#{id}": RATIOS_SOURCE for id in FROM_FINANCES}
        coverage = product(THREE, COVERAGE.values())
        sources |= {f"{place}#{id}": COVERAGE_SOURCE for place, id in coverage}
    digest = sha256(path.read_bytes()).hexdigest()
    retrieved = "" if name == TRANSCRIBED else today
    return {
        place: _fields(
            replace(
                s,
                retrieved=retrieved,
                sha256=digest,
                note=s.note.replace(COPIES, "").strip() if live else s.note,
            )
        )
        for place, s in sources.items()
    }


def write(frames: Frames, folder: Path, today: str, *, live: bool) -> int:
    """Write every table and its source; give the size of all files in bytes.

    A table that isn't among `frames` keeps its file and what is said of it.
    """
    for name, frame in frames.items():
        _write_table(wide(name, frame), folder / embedded_file(name).name)
    description = folder / "sources.json"
    described = json.loads(description.read_text("utf-8")) if description.exists() else {}
    for name in (*frames, TRANSCRIBED):
        path = folder / embedded_file(name).name
        if path.exists():
            described[name] = _sources(name, path, today, live)
    ordered = {name: described[name] for name in TABLES if name in described}
    description.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def _write_table(frame: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        frame.write_parquet(path, compression="zstd", compression_level=22, statistics=False)
    else:
        frame.write_csv(path)


def _fields(source: Source) -> dict[str, object]:
    return {key: value for key, value in asdict(source).items() if value}


def main() -> None:
    """Make the files and say how large they are."""
    parser = argparse.ArgumentParser(description="Lag de innebygde tallene.")
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument("--statistikk", type=Path, help="mappen med statistikk")
    origin.add_argument("--kilde", help="adressen til SSBs API")
    parser.add_argument("--dato", default=date.today().isoformat(), help="uttrekksdato")
    parser.add_argument("--tabeller", nargs="+", metavar="TABELL", help="bare disse tabellene")
    parser.add_argument("--ut", type=Path, default=FOLDER, help="mappen filene skrives i")
    options = parser.parse_args()
    live = options.kilde is not None
    frames = from_source(options.kilde) if live else from_statistics(options.statistikk)
    frames = {name: frames[name] for name in options.tabeller or frames}
    options.ut.mkdir(parents=True, exist_ok=True)
    size = write(frames, options.ut, options.dato, live=live)
    print(f"{len(frames)} tabeller skrevet, {size / 1000:.0f} kB i alt.")


if __name__ == "__main__":
    main()
