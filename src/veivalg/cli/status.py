"""`status`: which figures there are on this machine, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from veivalg.cli.parts import ALL, AsJson, Commands, Data, console, print_json
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder, today

if TYPE_CHECKING:
    from veivalg.lake.entry import Entry

commands = Commands(order=50)


@commands.command()
def status(
    alt: Annotated[bool, ALL(help=N_("Vis hver del som er hentet."))] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis hvilke tall som finnes på denne maskinen, og hvor de kommer fra."""
    from rich.table import Table

    from veivalg.content.numbers import format_plain
    from veivalg.lake.lake import Lake
    from veivalg.tables import TABLES

    folder = data_folder(data)
    entries = Lake(folder).catalogue()
    rows = [_fetched(entry) for entry in entries] + _embedded()
    if json:
        print_json({"datamappe": str(folder), "dato": today(), "tabeller": rows})
        return
    out = console()
    out.print(f"Datamappe: {folder}")
    listing = Table("Tabell", "Lager", "Kilde", "Steder", "Rader")
    for row in rows if alt else _summed(rows, entries):
        title, places = TABLES[row["tabell"]].title, str(row["kommuner"])
        listing.add_row(title, row["lager"], row["kilde"], places, format_plain(row["rader"]))
    out.print(listing)
    if not alt and len({entry.table for entry in entries}) < len(entries):
        out.print(_("Hver del som er hentet, vises med --alt."))
    if not entries:
        out.print(_("Ingen tall er hentet ennå. Hent med «veivalg hent KOMMUNE»."))


def _fetched(entry: Entry) -> dict[str, Any]:
    return {
        "tabell": entry.table,
        "kilde": entry.source.line(),
        "hentet": entry.source.retrieved,
        "kommuner": len(entry.places),
        "rader": entry.rows,
        "lager": "hentet",
    }


def _embedded() -> list[dict[str, Any]]:
    from veivalg.sources.embedded.figures import embedded_tables

    rows = []
    for name, table in embedded_tables().items():
        places = table.frame["municipality"].unique().to_list()
        source = table.source(places[0])
        rows.append(
            {
                "tabell": name,
                "kilde": source.line(),
                "hentet": source.retrieved,
                "kommuner": len(places),
                "rader": table.frame.height,
                "lager": "innebygd",
            }
        )
    return rows


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
