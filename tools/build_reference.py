"""Build the reference data about municipalities from SSB's and Kartverket's open data.

Usage: ``python -m tools.build_reference --statistikk DIR --klass FILE``. ``DIR`` holds
``municipalities.parquet``, ``kostra_groups.parquet``, ``municipality_code_history.parquet`` and
``aga_zones.csv``; ``FILE`` is KLASS's answer to ``classifications/131/codesAt``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tools.official_names import parallel_names

FOLDER = Path(__file__).parents[1] / "src" / "veivalg" / "norway" / "data"
NEW_CODES = 2024
"""The codes of the 2024 reform are in force from 1 January 2024; the history lists them from 2023,
alongside the codes they replaced, so that figures of 2023 published late are recognised."""
OPEN_YEAR = 2034
"""The history runs on to this year: a code in it is still in force."""
CC_BY, NLOD = "CC BY 4.0", "NLOD 2.0"


def write(
    folder: Path, name: str, head: dict[str, str], columns: Sequence[str], rows: Iterable[Any]
) -> None:
    """Write a reference table, one entry a line so that changes can be read in a diff."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    top = json.dumps(head | {"columns": list(columns)}, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(f'{top[:-2]},\n "rows": [\n{lines}\n]}}\n', "utf-8")


def intervals(history: pl.DataFrame) -> pl.DataFrame:
    """Give code then, code now, weight, first and last year from one row a year."""
    keys = ["code_then", "municipality", "weight"]
    spans = history.group_by(keys).agg(
        first=pl.col("year").min(), last=pl.col("year").max(), n=pl.len()
    )
    if spans.filter(pl.col("last") - pl.col("first") + 1 != pl.col("n")).height:
        raise SystemExit("Kodehistorikken har hull i et tidsrom.")
    first = pl.when(pl.col("first") == NEW_CODES - 1).then(NEW_CODES).otherwise(pl.col("first"))
    return spans.with_columns(first=first).sort("municipality", "first", "code_then")


def code_history(spans: pl.DataFrame, out: Path) -> None:
    """Write the intervals of the code history."""
    rows = [
        [
            r["code_then"],
            r["municipality"],
            r["weight"],
            f"{r['first']}-01-01",
            None if r["last"] >= OPEN_YEAR else f"{r['last']}-12-31",
        ]
        for r in spans.iter_rows(named=True)
    ]
    head = {
        "title": "Kommunenummer før og nå",
        "producer": "SSB",
        "source": "SSB, KLASS 131 Standard for kommuneinndeling (endringer 1940–2024)",
        "licence": CC_BY,
        "certainty": "funnet i kilde",
        "note": "1940 betyr 1940 eller tidligere. Kommuner som er delt, har faste vekter som "
        "summerer til 1 (1504/1507, 1523, 1529, 1534, 1546, 1613, 1850, 5012); vektene er en "
        "avtalt tilnærming, ikke folketallet i delene. Navn og vekter er hentet via åpne "
        "omtabuleringer.",
    }
    write(
        out,
        "code_history",
        head,
        ["code_then", "code_now", "weight", "valid_from", "valid_to"],
        rows,
    )


def municipalities(folder: Path, klass: Path, spans: pl.DataFrame, out: Path) -> None:
    """Write the register of municipalities and the counties."""
    official = {c["code"]: c["name"] for c in json.loads(klass.read_text("utf-8"))["codes"]}
    groups: dict[str, dict[str, str]] = {}
    for r in pl.read_parquet(folder / "kostra_groups.parquet").sort("year").iter_rows(named=True):
        groups.setdefault(r["municipality"], {})[str(r["year"])] = r["kostra_group"]
    own = spans.filter(pl.col("code_then") == pl.col("municipality"))
    since = dict(own.select("municipality", "first").iter_rows())
    rows, counties = [], dict[str, str]()
    for r in pl.read_parquet(folder / "municipalities.parquet").sort("municipality").to_dicts():
        code = r["municipality"]
        names, certainty = parallel_names(code, official[code])
        county = next(iter(r["county_name"].split("-")))
        counties[r["county"]] = county
        rows.append(
            [
                code,
                names,
                certainty,
                r["county"],
                county,
                r["centrality"],
                r["lon"],
                r["lat"],
                groups[code],
                f"{since[code]}-01-01",
                None,
            ]
        )
    columns = [
        "code",
        "names",
        "names_certainty",
        "county_code",
        "county",
        "centrality",
        "longitude",
        "latitude",
        "kostra_groups",
        "valid_from",
        "valid_to",
    ]
    head = {
        "title": "Kommuner",
        "producer": "SSB og Kartverket",
        "source": "SSB, KLASS 131 kommuneinndeling 2026, KLASS 112 KOSTRA-grupper 2022–2024 og "
        "sentralitet; Kartverket, kommunenes midtpunkt",
        "licence": CC_BY,
        "certainty": "funnet i kilde",
        "note": "Rekkefølgen på navnene er den offisielle. Språket til et samisk eller kvensk navn "
        "er utledet av området (names_certainty «utledet») der KLASS ikke sier det: sørsamisk i "
        "Trøndelag, Oslo, Hattfjelldal og Rana, lulesamisk i Hamarøy, Fauske og Sørfold, ellers "
        "nordsamisk; tredje navn er kvensk. Midtpunkt, sentralitet og gruppe er hentet via åpne "
        "omtabuleringer. Gyldig fra 1940 betyr 1940 eller tidligere.",
    }
    write(out, "municipalities", head, columns, rows)
    county_head = head | {
        "title": "Fylker",
        "producer": "SSB",
        "source": "SSB, KLASS 104 Standard for fylkesinndeling",
        "note": "Bare det norske navnet; fylkesnumrene gjelder fra inndelingen 1. januar 2024.",
    }
    county_rows = [[code, name, f"{NEW_CODES}-01-01", None] for code, name in counties.items()]
    write(
        out,
        "counties",
        county_head,
        ["code", "name", "valid_from", "valid_to"],
        sorted(county_rows),
    )


def aga_zones(folder: Path, out: Path) -> None:
    """Write the employer-tax zone of every municipality or part of one."""
    frame = pl.read_csv(folder / "aga_zones.csv", schema_overrides={"municipality": pl.String})
    rows = [
        [r["municipality"], r["zone"], r["part"], "2024-01-01", "2026-12-31"]
        for r in frame.iter_rows(named=True)
    ]
    head = {
        "title": "Soner for arbeidsgiveravgift",
        "producer": "Finansdepartementet",
        "source": "Stortingets vedtak om avgift til folketrygden § 4, avskrift i åpen "
        "programvare (Runeov/react-averdi, src/data/agaData.ts, bd403afe)",
        "licence": NLOD,
        "certainty": "funnet i kilde",
        "note": "Sonelisten er den som gjaldt i 2025; ordningen er godkjent 2022–2027. Endringer "
        "i 2026 er ikke kontrollert. Tolv kommuner har deler i to eller tre soner.",
    }
    write(out, "aga_zones", head, ["municipality", "zone", "part", "valid_from", "valid_to"], rows)


def main() -> None:
    """Build every table that comes from the outside; the others are kept by hand."""
    parser = argparse.ArgumentParser(description="Lag referansedata om kommunene.")
    parser.add_argument("--statistikk", type=Path, required=True, help="mappen med statistikk")
    parser.add_argument("--klass", type=Path, required=True, help="svaret fra KLASS 131")
    parser.add_argument("--ut", type=Path, default=FOLDER, help="mappen filene skrives i")
    options = parser.parse_args()
    folder = options.statistikk
    spans = intervals(pl.read_parquet(folder / "municipality_code_history.parquet"))
    code_history(spans, options.ut)
    municipalities(folder, options.klass, spans, options.ut)
    aga_zones(folder, options.ut)


if __name__ == "__main__":
    main()
