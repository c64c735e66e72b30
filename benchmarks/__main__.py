"""Run every measurement and write `docs/ytelse.md`. `make bench`."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

from benchmarks import decode, explorer, index, pages, plan, reports
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


def page(rows: list[Row]) -> str:
    """Write the page."""
    head = HEAD.format(day=date.today().isoformat(), cores=os.cpu_count(),
                       machine=platform.machine(), python=platform.python_version())  # fmt: skip
    return head + "".join(f"| {' | '.join(row.cells())} |\n" for row in rows)


def main() -> None:
    """Measure, print and write."""
    rows: list[Row] = []
    for module in (pages, explorer, reports, decode, plan, index):
        print(f"Måler {module.__name__.rpartition('.')[2]} …", flush=True)
        rows += module.measure()
    text = page(rows)
    print(text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
