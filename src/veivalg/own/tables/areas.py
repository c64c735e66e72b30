"""«Hva har du?»: the tables by area, in the words of those who have the figures."""

from collections.abc import Iterable

from veivalg.foundation.i18n import N_, _
from veivalg.own.tables.base import OwnTable

AREAS = {
    "ansatte": N_("Ansatte, turnus og sykefravær"),
    "omsorg": N_("Hjemmetjeneste, omsorg og helse"),
    "skole": N_("Skole og barnehage"),
    "penger": N_("Budsjett og regnskap"),
    "teknologi": N_("Velferdsteknologi"),
    "dokumenter": N_("Planer, rapporter og intervjuer"),
    "andre": N_("Tall fra andre kommuner"),
    "annet": N_("Annet"),
}
"""Area → what it is called, in the order they are asked about."""


def by_area(tables: Iterable[type[OwnTable]]) -> list[tuple[str, str, list[type[OwnTable]]]]:
    """Give (area, what it is called, its tables by what one has), the areas with tables only."""
    held: dict[str, list[type[OwnTable]]] = {area: [] for area in AREAS}
    for table in tables:
        held[table.area if table.area in held else "annet"].append(table)
    return [(area, _(AREAS[area]), sorted(found, key=had)) for area, found in held.items() if found]


def had(table: type[OwnTable]) -> str:
    """Give what a person has who has such a table, with a capital letter."""
    text = table.have or table.title
    return text[:1].upper() + text[1:]
