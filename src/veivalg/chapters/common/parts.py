"""What several chapters share: who to compare with, printed figures, what is missing, rounding."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from veivalg.content import (
    Figure,
    Missing,
    Place,
    Role,
    Source,
    SourceKind,
    Statement,
    Unit,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.indicators import AgeGroup
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.raking import Group
from veivalg.maths.projections.rounding import largest_remainder
from veivalg.norway.alternatives import MAIN
from veivalg.norway.municipality import NORWAY
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES

TARGET_YEAR = 2040
"""The year the findings speak of: near enough to plan for, far enough for the aged to be many."""

LAST_YEAR = 2050
MILESTONES = (2030, 2035, 2040, 2045, 2050)

FEWEST_FOR_PERCENT = 30
"""A change from fewer persons than this is not given in per cent (M18)."""

_SSB_TABLES = {
    "population": "SSB 07459",
    "population_groups": "SSB 07459",
    "projection": "SSB 14746",
    "projection_groups": "SSB 14746",
    "care_users": "SSB 11645 og 12292",
    "care_places": "SSB 11875 og 12292",
    "care_staff": "SSB 14533",
    "care_hours": "SSB 12292",
    "need_indices": "Grønt hefte",
    "indicators": "KOSTRA-nøkkeltall",
    "accounts": "SSB 12362 og 12367",
}


def compared(evidence: Evidence) -> Iterator[tuple[Role, Place]]:
    """Give the municipality, its comparison group when known, and Norway."""
    yield Role.OWN, evidence.place
    if evidence.group is not None:
        yield Role.GROUP, evidence.group
    yield Role.NORWAY, NORWAY


def other_sources(evidence: Evidence, table: str, names: Iterable[str]) -> tuple[Source, ...]:
    """Give the sources of a table and of the population for the places compared with."""
    wanted, found = set(names), []
    for role, place in compared(evidence):
        if role is not Role.OWN and place.name in wanted:
            for name in (table, "population", "population_groups"):
                rows = evidence.rows(name, place)
                found += [rows.source(place.code)] if rows is not None else []
    return unique(found)


def two_digits(value: float | None) -> int:
    """Give the decimals that leave two significant digits of a far year's count (never above 0).

    Examples
    --------
    >>> two_digits(1234), two_digits(251), two_digits(87), two_digits(None)
    (-2, -1, 0, 0)
    """
    if not value or not math.isfinite(value):
        return 0
    return min(1 - math.floor(math.log10(abs(value)) + 1e-9), 0)


def far_digits(value: float | None) -> int:
    """Give the decimals for a projected number of people: two digits, three from 10 000 up.

    Examples
    --------
    >>> far_digits(24_156), far_digits(2447), far_digits(87)
    (-2, -2, 0)
    """
    digits = two_digits(value)
    return min(digits + 1, 0) if value is not None and abs(value) >= 10_000 else digits


def whole(value: float | None) -> float | None:
    """Give a modelled number of people as a table holds it: whole, and None where missing."""
    return None if value is None else float(round_half_up(value))


def moves(figure: Figure | None, slot: str, *, past: bool = False) -> str:
    """Give the words for a change with the number in it, to put into a sentence.

    Examples
    --------
    >>> moves(None, "change")
    'er om lag uendret ({change})'
    """
    value = figure.value if figure is not None else None
    shown = figure.text(word=False).strip("+\u2212") if figure is not None else ""
    if not value or not shown.strip("0,"):
        return (
            _("var om lag uendret ({slot})") if past else _("er om lag uendret ({slot})")
        ).replace("{slot}", f"{{{slot}}}")
    if past:
        text = _("økte med {slot}") if value > 0 else _("sank med {slot}")
    else:
        text = _("øker med {slot}") if value > 0 else _("synker med {slot}")
    return text.replace("{slot}", f"{{{slot}:a}}")


def rises(change: float | None) -> str:
    """Give the verb for the direction of a change: «øker», «synker» or «er uendret»."""
    if change is None or abs(change) < 0.0005:
        return _("er uendret")
    return _("øker") if change > 0 else _("synker")


def how_to_get(place: Place) -> str:
    """Say how figures are fetched."""
    return _("Hent tallene med «veivalg hent {place}» eller med knappen på siden.").format(
        place=place.code
    )


def holds(evidence: Evidence, name: str) -> bool:
    """Say whether a table has rows of the municipality; age bands do for population."""
    names = (name, "population_groups") if name == "population" else (name,)
    return any(evidence.rows(n, evidence.place) is not None for n in names)


def missing_table(evidence: Evidence, name: str, what: str) -> Missing:
    """Say that a table holds nothing of the municipality."""
    why = _("Tabellen «{title}» har ingen tall for {place}.").format(
        title=TABLES[name].title, place=evidence.place.name
    )
    return Missing(what, why, how_to_get(evidence.place), table_name(name))


def table_name(name: str) -> str:
    """Give what a reader knows a table as: «SSB 11875 og 12292»."""
    return _SSB_TABLES.get(name, TABLES[name].title)


def fetched(evidence: Evidence, name: str) -> bool:
    """Say whether the municipality's rows of a table came with a fetch, not with the program."""
    rows, shipped = evidence.rows(name, evidence.place), embedded_tables().get(name)
    if rows is None:
        return False
    here = rows.source(evidence.place.code)
    return shipped is None or here.sha256 != shipped.source(evidence.place.code).sha256


def lacking_others(evidence: Evidence, name: str, what: str) -> Missing:
    """Say that a table holds nothing of the group and the country, and what can be done."""
    if fetched(evidence, name):
        why = _("Tallene er hentet, men SSB har ikke publisert dem for gruppen eller landet.")
        return Missing(what, why, _("Se etter tallene hos SSB senere."), table_name(name))
    why = _("Tallene for gruppen og landet er ikke hentet.")
    return Missing(what, why, how_to_get(evidence.place), table_name(name))


def lacking_projection(evidence: Evidence, path: PopulationPath, what: str) -> Missing:
    """Say that SSB's projection by one-year age is not at hand for a place."""
    return Missing(what, path.caveat, how_to_get(evidence.place), table_name("projection"))


def printed(evidence: Evidence, item: str, year: int | None = None) -> Figure | None:
    """Give a figure a document prints about the municipality, with document and place in it.

    The newest document wins when several print the same item.
    """
    table = evidence.rows("printed_figures", evidence.place)
    if table is None:
        return None
    rows = [
        r
        for r in table.frame.iter_rows(named=True)
        if r["item"] == item and year in (None, r["year"])
    ]
    if not rows:
        return None
    row = rows[-1]
    slug = item.replace("_", "-")
    source = Source(
        id=f"trykt-{slug}",
        producer=row["document"],
        title=row["page"] or item,
        kind=SourceKind.DOCUMENT,
    )
    return Figure(
        f"trykt-{slug}",
        _("Trykt i {document}").format(document=short_name(row["document"])),
        row["value"],
        Unit(row["unit"]),
        evidence.place,
        str(row["year"]),
        source,
    )


def short_name(document: str) -> str:
    """Give what a document is called after it has been named once.

    Examples
    --------
    >>> short_name("Harstad kommune: Tjenestegjennomgang, delrapport 1 (Agenda Kaupang, 2024)")
    'delrapport 1'
    >>> short_name("Rana kommune: Framtidige helse- og omsorgstjenester 2024–27")
    '«Framtidige helse- og omsorgstjenester 2024–27»'
    """
    title = re.sub(r"\s*\([^)]*\)$", "", document.partition(": ")[2] or document)
    part = re.search(r"\bdelrapport \d+$", title)
    return part[0] if part else f"«{title}»"


def named_once(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Write the whole name of a document in the first sentence it stands in, then the short one."""
    seen: set[str] = set()
    for statement in statements:
        template = statement.template
        figures = statement.figures.values()
        for name in dict.fromkeys(
            s.producer for f in figures for s in f.sources() if s.kind is SourceKind.DOCUMENT
        ):
            if f"«{name}»" in template and name in seen:
                template = template.replace(f"«{name}»", short_name(name))
                template = template[:1].upper() + template[1:]
            elif f"«{name}»" in template:
                seen.add(name)
        yield replace(statement, template=template)


def unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give each source once, in order."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.id, source)
    return tuple(found.values())


def table_people(values: Sequence[float | None], total: float | None) -> list[float | None]:
    """Give people in groups as whole numbers that add up to the rounded total, when all known."""
    known = [v for v in values if v is not None]
    if len(known) < len(values) or total is None:
        return [whole(v) for v in values]
    return [float(n) for n in largest_remainder(known, total)]


def sources_behind(
    path: PopulationPath, groups: Iterable[Group], years: Iterable[int], alternative: str = MAIN
) -> tuple[Source, ...]:
    """Give the population sources of some ages in some years, each once.

    Ages we work out ourselves are scaled to SSB's own groups, so that those are named too.
    """
    groups, found = tuple(groups), []
    for year in (y for y in years if y in path.years):
        own = [path.source(year, lo, hi, alternative) for lo, hi in groups]
        ours = any(s.producer == "Veivalg" for s in own)
        found += [*own, *([path.source(year, 0, 105, alternative)] if ours else [])]
    return unique(found)


def fill(text: str, **words: str) -> str:
    """Put words into a template and leave the slots of numbers for the sentence.

    Examples
    --------
    >>> fill("{place} har {n}.", place="Rana")
    'Rana har {n}.'
    """
    for slot, word in words.items():
        text = text.replace("{" + slot + "}", word)
    return text


def led(lead: str, *paths: PopulationPath | None) -> str:
    """Put to a lead what must be known of the projections used, once each.

    Parameters
    ----------
    paths
        Paths whose future the chapter cites.
    """
    ahead = [p.stands_in for p in paths if p is not None and p.last_year > p.base_year]
    return " ".join(dict.fromkeys(text for text in (lead, *ahead) if text))


def how_counted(path: PopulationPath, lo: int, hi: int, year: int) -> str:
    """Say in words how persons of these ages are worked out; empty where SSB has published them."""
    if path.source(year, lo, hi).producer != "Veivalg":
        return ""
    return _("Hvert kull følges fram med endringene de siste ti årene (Hamilton–Perry)")


def persons(path: PopulationPath, lo: int, hi: int, year: int, id: str) -> Figure:
    """Give persons aged `lo`–`hi` as an input to other figures, with its own source."""
    ahead = path.is_projected(year)
    label = _("Innbyggere {group}").format(group=AgeGroup(lo, hi).label)
    return Figure(
        id,
        label + (_(", framskrevet") if ahead else ""),
        path.group(lo, hi, year),
        Unit.PERSONS,
        path.place,
        january(year),
        path.source(year, lo, hi),
        formula=how_counted(path, lo, hi, year),
        method="M2" if ahead else "M1",
    )


def chosen_words() -> str:
    """Give the formula of a number that is chosen, not worked out."""
    return _("Valgt forutsetning")


def present(statements: Iterable[Statement | None]) -> tuple[Statement, ...]:
    """Leave out the sentences that could not be said."""
    return tuple(s for s in statements if s is not None)


def say(
    id: str, template: str, figures: Mapping[str, Figure | None], *, caution: bool = False
) -> Statement | None:
    """Make a sentence when every number in it is known, else give None."""
    known = {name: f for name, f in figures.items() if f is not None and f.value is not None}
    return Statement(id, template, known, caution) if len(known) == len(figures) else None


def january(year: int) -> str:
    """Give the period of a count on 1 January."""
    return _("1. januar {year}").format(year=year)


def december(year: int) -> str:
    """Give the period of a count on 31 December."""
    return _("31. desember {year}").format(year=year)
