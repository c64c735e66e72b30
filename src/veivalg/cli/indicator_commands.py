"""`veivalg indikatorer`: the register as a list, and held against the live tables."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console

from veivalg.content import Certainty
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.indicators import SERVICES, Area, Direction, Indicator, search_indicators

out = Console(highlight=False)
note = Console(stderr=True, highlight=False)
DIRECTIONS = {
    Direction.HIGH_GOOD: "høyt er bra",
    Direction.LOW_GOOD: "lavt er bra",
    Direction.NEITHER: "verken eller",
}
AREAS = {
    Area.COST: "kostnad",
    Area.QUALITY: "kvalitet",
    Area.FINANCE: "økonomi",
    Area.PRODUCTIVITY: "produktivitet",
    Area.COVERAGE: "dekning",
}


def list_indicators(text: str | None, *, as_json: bool) -> None:
    """List the register, or the entries that fit `text`, by service area.

    Raises
    ------
    UsageError
        When nothing fits.
    """
    found = search_indicators(text or "")
    if not found:
        raise UsageError(
            _("Ingen indikator passer til «{text}».").format(text=text),
            _("Prøv et tjenesteområde («barnehage») eller et tabellnummer («12209»)."),
        )
    if as_json:
        print(json.dumps([_described(i) for i in found], ensure_ascii=False))
        return
    service = ""
    for entry in found:
        if entry.service != service:
            service = entry.service
            out.print(f"\n[bold]{SERVICES[service]}[/]")
        out.print(f"{entry.id}: {entry.name} ({entry.unit_text})")
        out.print(f"    {entry.plain}")
        out.print(f"    {_place(entry)}; {AREAS[entry.area]}; {DIRECTIONS[entry.direction]}")
    out.print("\n" + _("{n} indikatorer.").format(n=len(found)))


def _place(entry: Indicator) -> str:
    table = (
        _("tabell {id}").format(id=entry.table)
        if entry.table
        else _("tabellen søkes fram: {words}").format(words=entry.table_title)
    )
    return table + (" (ubekreftet)" if entry.certainty is Certainty.UNVERIFIED else "")


def _described(entry: Indicator) -> dict[str, Any]:
    return {
        "id": entry.id,
        "navn": entry.name,
        "hva_betyr_dette": entry.plain,
        "definisjon": entry.definition,
        "tjeneste": SERVICES[entry.service],
        "omraade": AREAS[entry.area],
        "retning": DIRECTIONS[entry.direction],
        "enhet": entry.unit_text,
        "tabell": entry.table or None,
        "tabelltittel": entry.table_title or None,
        "innhold": entry.contents or None,
        "navn_i_tabellen": entry.label or None,
        "behovskorrigeres_med": entry.need_sector,
        "gjelder_fra": entry.valid_from,
        "gjelder_til": entry.valid_to,
        "sikkerhet": entry.certainty.value,
        "kilde": entry.source,
    }


def check_indicators(url: str | None, *, as_json: bool) -> bool:
    """Hold the register against the live metadata and print what differs; say if all agreed."""
    from veivalg.sources.ssb.fetch import SSB_URL
    from veivalg.sources.ssb.indicator_check import check_register, summary

    checks = check_register(url or SSB_URL, show=lambda table: note.print(f"Ser på {table} …"))
    if as_json:
        rows = [
            {
                "tabell": c.table,
                "tittel": c.title,
                "funnet": list(c.found),
                "avvik": list(c.faults),
                "nylig_bekreftet": list(c.unconfirmed),
            }
            for c in checks
        ]
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for check in checks:
            state = _("stemmer") if check.ok else _("avviker")
            out.print(f"{check.table}: {state} ({len(check.found)})")
            for line in check.faults:
                out.print(f"    – {line}", markup=False)
            for line in check.unconfirmed:
                out.print(f"    + {line}", markup=False)
        out.print(summary(checks))
    return all(check.ok for check in checks)
