"""`kommuner` and `indikatorer`: what Veivalg knows of, whatever has been fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from veivalg.cli.parts import CHECK, AsJson, Commands, SourceUrl, console, print_json
from veivalg.foundation.errors import Exit, UsageError
from veivalg.foundation.i18n import N_, _

if TYPE_CHECKING:
    from veivalg.norway.indicators import Indicator

commands = Commands(order=40)
DIRECTIONS = {
    "high_good": N_("høyt er bra"),
    "low_good": N_("lavt er bra"),
    "neither": N_("verken eller"),
}
AREAS = {
    "cost": "kostnad",
    "quality": "kvalitet",
    "finance": "økonomi",
    "productivity": "produktivitet",
    "coverage": "dekning",
}


@commands.command()
def kommuner(
    soek: Annotated[
        str | None, typer.Argument(metavar="SØK", help=N_("Del av navn eller nummer."))
    ] = None,
    json: AsJson = False,
) -> None:
    """List kommunene, eller de som passer til et søk."""
    from veivalg.norway.register import municipalities, search

    found = search(soek, limit=50) if soek else municipalities()
    if json:
        keys = {
            "kode": "code",
            "navn": "name",
            "offisielt_navn": "official_name",
            "fylke": "county",
            "kostra_gruppe": "kostra_group",
        }
        print_json([{told: getattr(m, key) for told, key in keys.items()} for m in found])
        return
    if not found:
        raise UsageError(
            _("Ingen kommune passer til «{soek}».").format(soek=soek), _("Prøv færre bokstaver.")
        )
    for m in found:
        print(f"{m.code}  {m.official_name}, {m.county}")


@commands.command()
def indikatorer(
    soek: Annotated[
        str | None,
        typer.Argument(metavar="SØK", help=N_("Del av navn, tjeneste eller tabellnummer.")),
    ] = None,
    kontroller: Annotated[
        bool, CHECK(help=N_("Hold registeret opp mot SSBs tabeller nå."))
    ] = False,
    kilde: SourceUrl = None,
    json: AsJson = False,
) -> None:
    """List indikatorene med det de betyr, eller kontroller dem mot kilden."""
    from veivalg.norway.indicators import SERVICES, search_indicators

    if kontroller:
        _check_register(kilde, as_json=json)
        return
    found = search_indicators(soek or "")
    if not found:
        raise UsageError(
            _("Ingen indikator passer til «{text}».").format(text=soek),
            _("Prøv et tjenesteområde («barnehage») eller et tabellnummer («12209»)."),
        )
    if json:
        print_json([_described(i) for i in found])
        return
    service, out = "", console()
    for entry in found:
        if entry.service != service:
            service = entry.service
            out.print(f"\n[bold]{SERVICES[service]}[/]")
        out.print(f"{entry.id}: {entry.name} ({entry.unit_text})")
        out.print(f"    {entry.plain}")
        out.print(f"    {_place(entry)}; {AREAS[entry.area]}; {DIRECTIONS[entry.direction]}")
    out.print("\n" + _("{n} indikatorer.").format(n=len(found)))


def _place(entry: Indicator) -> str:
    if entry.table:
        table = _("tabell {id}").format(id=entry.table)
    else:
        table = _("tabellen søkes fram: {words}").format(words=entry.table_title)
    return table + (" (usikkert)" if entry.certainty.name == "UNVERIFIED" else "")


def _described(entry: Indicator) -> dict[str, Any]:
    from veivalg.norway.indicators import SERVICES

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


def _check_register(url: str | None, *, as_json: bool) -> None:
    """Hold the register against the live metadata and print what differs; 4 when something does."""
    from veivalg.sources.ssb import indicator_check
    from veivalg.sources.ssb.fetch import SSB_URL

    note, out = console(stderr=True), console()
    checks = indicator_check.check_register(
        url or SSB_URL, show=lambda table: note.print(_("Ser på {table} …").format(table=table))
    )
    if as_json:
        keys = {
            "tabell": "table",
            "tittel": "title",
            "funnet": "found",
            "avvik": "faults",
            "nylig_bekreftet": "unconfirmed",
        }
        print_json([{told: getattr(c, key) for told, key in keys.items()} for c in checks])
    else:
        for check in checks:
            state = _("stemmer") if check.ok else _("avviker")
            out.print(f"{check.table}: {state} ({len(check.found)})")
            for line in check.faults:
                out.print(f"    – {line}", markup=False)
            for line in check.unconfirmed:
                out.print(f"    + {line}", markup=False)
        out.print(indicator_check.summary(checks))
    if not all(check.ok for check in checks):
        raise typer.Exit(Exit.SOURCE)
