"""Run every measurement and write `docs/ytelse.md`. `make bench`."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

from benchmarks import (
    chapters,
    decode,
    ensemble,
    explorer,
    first_page,
    frames,
    index,
    intake,
    pages,
    plan,
    reports,
    scenario_room,
    search,
)
from benchmarks.measure import Row

PAGE = Path(__file__).parents[1] / "docs" / "ytelse.md"
HEAD = """# Ytelse

Målt med `make bench` {day} på {cores} kjerner ({machine}), Python {python}. Andre maskiner gir
andre tall; forholdstall er målt i samme kjøring. Målene er de som ble satt for systemet.
«Varm» betyr at det er kjørt før på maskinen. Sidene leses av 20 samtidige lesere uten pauser, fra
samme maskin som serveren, så leserne tar av de samme kjernene.

| Hva | Målt | Mål | Holdt |
|---|---|---|---|
"""
FOOT = """
## Minne

Tabeller, sider, framtider og annet som har kostet noe å lage, huskes samlet: høyst 512 MB. Grensen
settes med `VEIVALG_MINNE`, eller med `veivalg start --minne 1000`, i megabyte. 0 husker ingenting.
Det som er ubrukt lengst, går først. Det et resultat bygger på, blir liggende så lenge resultatet
gjør det, og teller med. Rader i filer som er sendt inn og venter på svar, får i tillegg høyst like
mye. Blir det mer, må de eldste sendes på nytt. Programmet selv og det som alltid er i bruk, kommer
utenom: om lag 270 MB når de første sidene er vist.

Målt 29. november 2026: sju kapitler, oversikten og scenariorommet for to kommuner til. Det som
huskes, er 129 MB etter programmets eget regnskap, 126 MB talt opp fra nytt, og prosessen er blitt
125 MB større. Med grensen på 40 MB er det som huskes, 27–40 MB, og talt opp 27–38 MB.
"""


def decoding() -> list[Row]:
    """Ours beside the two libraries, medians of the same run."""
    found = decode.measure(20)
    ours, hidden = found["veivalg"]["median"], found["veivalg, 2 % skjermet"]["median"]
    rows = [
        Row("Dekoding av 256 944 celler", ours, "ms", decode.TARGET, "median av 20"),
        Row("Det samme, 2 % skjermet", hidden, "ms", decode.TARGET),
    ]
    for rival in ("pxwebpy", "pyjstat"):
        taken = found[rival]["median"]
        rows.append(Row(f"{rival}, samme svar", taken, "ms", note=f"{taken / ours:.0f} × vår"))
    return rows


def planning() -> list[Row]:
    """The plan for all municipalities: calls a table, and the largest call."""
    return [
        Row(
            f"Plan for {row['table']}, alle kommuner",
            int(str(row["calls"])),
            "kall",
            note=f"største {row['largest']} celler, lengste adresse {row['longest_address']} tegn",
        )
        for row in plan.measure()
    ]


def page(rows: list[Row]) -> str:
    """Write the page."""
    head = HEAD.format(
        day=date.today().isoformat(),
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
    )
    return head + "".join(f"| {' | '.join(row.cells())} |\n" for row in rows) + FOOT


def main() -> None:
    """Measure, print and write."""
    rows: list[Row] = []
    for name, measure in {
        "sidene": pages.measure,
        "de første sidene": first_page.measure,
        "utforskeren": explorer.measure,
        "kapitlene": chapters.measure,
        "rapporten": reports.measure,
        "dekodingen": decoding,
        "planen": planning,
        "indeksen": index.measure,
        "scenariorommet": scenario_room.measure,
        "søket": search.measure,
        "plan innenfor rammene": frames.measure,
        "ensemblet": ensemble.measure,
        "innlesingen": intake.measure,
    }.items():
        print(f"Måler {name} …", flush=True)
        rows += measure()
    text = page(rows)
    print(text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
