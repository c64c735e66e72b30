"""Exhibits of the explorer: an indicator over time or in one year, on the map, and in a duel."""

from collections.abc import Iterable, Mapping, Sequence

from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Outline,
    Pivot,
    Place,
    Role,
    Shape,
    Source,
    Table,
    Unit,
    format_number,
    format_plain,
)
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.indicators import Indicator
from veivalg.norway.register import municipalities
from veivalg.web.rooms.explorer.sentences import slug, source_of, unit_words, written_in

Compared = Sequence[tuple[Role, Place]]


def write(entry: Indicator, value: float) -> str:
    """Write a value of an indicator with its unit."""
    return format_number(value, *written_in(entry))


def measured(entry: Indicator) -> Column:
    """Give the column an indicator's values stand in."""
    return Column("value", entry.name, *written_in(entry))


def over_time(
    figures: Figures, entry: Indicator, places: Compared, years: Sequence[int]
) -> Exhibit:
    """Give an indicator by year for some places, a line each."""
    rows = [
        (year, place.name, figures.cell(entry.id, year, place.code), _mark(figures, entry, place))
        for _role, place in places
        for year in years
    ]
    columns = (
        Column("year", _("År"), Unit.YEAR),
        Column("place", _("Sted")),
        measured(entry),
        Column("mark", _("Merknad")),
    )
    chart = Chart(Shape.LINES, "year", "value", "place", {p.name: r for r, p in places})
    finding = _finding(figures, entry, places, years[-1])
    return Exhibit(
        id=slug(entry),
        title=finding,
        subtitle=f"{entry.name}, {years[0]}–{years[-1]}, {unit_words(entry)}",
        alt=f"{finding}. {_over_time_in_words(figures, entry, places, years)}",
        table=Table(columns, tuple(rows), pivot=Pivot("year", "place", "value")),
        sources=_sources(figures, entry, places),
        chart=chart if _drawable(rows) else None,
        note=_notes(figures, entry, places, years),
    )


def in_one_year(figures: Figures, entry: Indicator, places: Compared, year: int) -> Exhibit:
    """Give an indicator in one year for some places, a bar each, longest first."""
    rows: list[tuple[Cell, ...]] = [
        (place.name, figures.cell(entry.id, year, place.code), _mark(figures, entry, place))
        for _role, place in places
    ]
    rows.sort(key=lambda row: _order(row[1]))
    marked = (Column("mark", _("Merknad")),) if any(row[2] for row in rows) else ()
    columns = (Column("place", _("Sted")), measured(entry), *marked)
    rows = [row[: len(columns)] for row in rows]
    finding = _finding(figures, entry, places, year)
    return Exhibit(
        id=slug(entry),
        title=finding,
        subtitle=f"{entry.name}, {year}, {unit_words(entry)}",
        alt=f"{finding}.",
        table=Table(columns, tuple(rows)),
        sources=_sources(figures, entry, places),
        chart=Chart(Shape.BARS, "value", "place", None, {p.name: r for r, p in places}, zero=True)
        if _drawable(rows, 1)
        else None,
        note=_notes(figures, entry, places, [year]),
    )


def on_map(
    figures: Figures,
    entry: Indicator,
    places: Compared,
    year: int,
    geometry: Mapping[str, Outline],
    sources: Sequence[Source] = (),
) -> Exhibit:
    """Give an indicator in one year for every municipality, on the map and in a table.

    Parameters
    ----------
    geometry, sources
        Outlines or dots by code, and where outlines come from.
    """
    rows: list[tuple[Cell, ...]] = [
        (m.code, m.name, figures.cell(entry.id, year, m.code)) for m in municipalities()
    ]
    rows.sort(key=lambda row: _order(row[2]))
    known = sorted(v for _c, _n, v in rows if isinstance(v, float))
    columns = (Column("code", _("Nr.")), Column("name", _("Kommune")), measured(entry))
    finding = _middle_half(entry, known)
    held = _("{name}, {year}, {unit}. {count} av {all} kommuner har tall.").format(
        name=entry.name,
        year=year,
        unit=unit_words(entry),
        count=format_plain(len(known)),
        all=format_plain(len(rows)),
    )
    roles = {p.code: r for r, p in places if r in (Role.OWN, Role.PEER)}
    ends = _ends(entry, rows)
    given = [figures.source(entry, m.code) for m in municipalities()]
    return Exhibit(
        id=f"{slug(entry)}-kart",
        title=finding,
        subtitle=held,
        alt=f"{held} {finding}. {ends}",
        table=Table(columns, tuple(rows)),
        sources=_unique([*(s for s in given if s), *sources]),
        chart=Chart(
            Shape.MAP,
            "code",
            "value",
            "name",
            roles,
            geometry=geometry,
            ranking=_ranking(entry, rows, roles),
        )
        if known
        else None,
        note=ends,
    )


def _ranking(
    entry: Indicator, rows: Sequence[tuple[Cell, ...]], roles: Mapping[str, Role]
) -> tuple[str, ...]:
    """Give what stands beside a map: the highest, those that are chosen, and the lowest."""
    known = [(code, str(name), v) for code, name, v in rows if isinstance(v, float)]
    known.sort(key=lambda row: -row[2])
    if len(known) < 2:
        return ()
    chosen = [row for row in known[1:-1] if row[0] in roles]
    return tuple(
        f"{name}: {format_number(value, *written_in(entry))}"
        for _code, name, value in (known[0], *chosen[:8], known[-1])
    )


def duel(
    id: str,
    title: str,
    subtitle: str,
    figures: Figures,
    entries: Sequence[tuple[Indicator, int]],
    places: Compared,
) -> Exhibit:
    """Give two places side by side in some indicators of the same unit, each in its year."""
    entry = entries[0][0]
    rows = [
        (
            f"{one.name} ({year})",
            place.name,
            figures.cell(one.id, year, place.code),
            _mark(figures, one, place),
        )
        for one, year in entries
        for _role, place in places
    ]
    columns = (
        Column("indicator", _("Nøkkeltall")),
        Column("place", _("Sted")),
        Column(
            "value",
            _("Verdi"),
            written_in(entry)[0],
            max(written_in(e)[1] or 0 for e, _y in entries),
        ),
        Column("mark", _("Merknad")),
    )
    roles = {p.name: r for r, p in places}
    several = len(entries) > 1
    chart = (
        Chart(Shape.DOTS, "value", "indicator", "place", roles)
        if several
        else Chart(Shape.BARS, "value", "place", None, roles, zero=True)
    )
    pairs = [(e, place) for e, _y in entries for _role, place in places]
    return Exhibit(
        id=id,
        title=title,
        subtitle=subtitle,
        alt=". ".join([title, *(_pair(figures, e, y, places) for e, y in entries)]) + ".",
        table=Table(columns, tuple(rows), pivot=Pivot("indicator", "place", "value")),
        sources=_unique(source_of(figures, e, place) for e, place in pairs),
        chart=chart,
    )


def _pair(figures: Figures, entry: Indicator, year: int, places: Compared) -> str:
    values = [(p.name, figures.cell(entry.id, year, p.code)) for _role, p in places]
    return f"{entry.name}: " + ", ".join(
        f"{name} {write(entry, v) if isinstance(v, float) else v or _('mangler')}"
        for name, v in values
    )


def _mark(figures: Figures, entry: Indicator, place: Place) -> str:
    return _(EXAMPLE) if figures.constructed(entry, place.code) else ""


def _order(cell: Cell) -> tuple[int, float]:
    return (0, -cell) if isinstance(cell, float) else (1 if cell else 2, 0.0)


def _drawable(rows: Iterable[Sequence[Cell]], at: int = 2) -> bool:
    return any(isinstance(row[at], float) for row in rows)


def _finding(figures: Figures, entry: Indicator, places: Compared, year: int) -> str:
    """Say who lies highest and lowest, or what the only one has."""
    known = {
        p.name: v for _r, p in places if (v := figures.value(entry.id, year, p.code)) is not None
    }
    if not known:
        return _("{name}: ingen av stedene har tall for {year}").format(name=entry.name, year=year)
    top, bottom = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    if known[top] == known[bottom]:
        return _("{name}: {place} har {value} i {year}").format(
            name=entry.name, place=_and(list(known)), value=write(entry, known[top]), year=year
        )
    return _("{name}: {top} ligger høyest og {bottom} lavest i {year}").format(
        name=entry.name, top=top, bottom=bottom, year=year
    )


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + _(" og ") + names[-1]


def _over_time_in_words(
    figures: Figures, entry: Indicator, places: Compared, years: Sequence[int]
) -> str:
    texts = []
    for _role, place in places:
        known = [(y, v) for y in years if (v := figures.value(entry.id, y, place.code)) is not None]
        if known:
            (first, old), (last, new) = known[0], known[-1]
            texts.append(
                _("{place}: {old} i {first} og {new} i {last}.").format(
                    place=place.name,
                    old=write(entry, old),
                    first=first,
                    new=write(entry, new),
                    last=last,
                )
            )
    return " ".join(texts)


def _middle_half(entry: Indicator, known: Sequence[float]) -> str:
    if len(known) < 4:
        return _("{count} kommuner har tall for {name}").format(
            count=format_plain(len(known)), name=entry.name
        )
    low, high = known[len(known) // 4], known[-1 - len(known) // 4]
    return _("{name}: halvparten av kommunene ligger mellom {low} og {high}").format(
        name=entry.name, low=write(entry, low), high=write(entry, high)
    )


def _ends(entry: Indicator, rows: Sequence[Sequence[Cell]]) -> str:
    known = [(str(name), v) for _code, name, v in rows if isinstance(v, float)]
    hidden = sum(isinstance(v, str) for _code, _name, v in rows)
    texts = []
    if len(known) > 1:
        (top, high), (bottom, low) = known[0], known[-1]
        texts.append(
            _("Høyest: {top}, {high}. Lavest: {bottom}, {low}.").format(
                top=top, high=write(entry, high), bottom=bottom, low=write(entry, low)
            )
        )
    if hidden:
        texts.append(
            _("For {count} kommuner er tallet skjermet eller for usikkert.").format(count=hidden)
        )
    return " ".join(texts)


def _notes(figures: Figures, entry: Indicator, places: Compared, years: Sequence[int]) -> str:
    """Name the places that lack figures, and those whose figures are constructed."""
    lacking = [
        p.name for _r, p in places if all(figures.value(entry.id, y, p.code) is None for y in years)
    ]
    made = [p.name for _r, p in places if figures.constructed(entry, p.code)]
    texts = []
    if lacking:
        texts.append(_("Mangler tall: {names}.").format(names=_and(lacking)))
    if made and len(made) < len(places):
        texts.append(_("{mark} for {names}.").format(mark=_(EXAMPLE), names=_and(made)))
    return " ".join(texts)


def _sources(figures: Figures, entry: Indicator, places: Compared) -> tuple[Source, ...]:
    known = [s for _role, p in places if (s := figures.source(entry, p.code)) is not None]
    return _unique(known or [source_of(figures, entry, places[0][1])])


def _unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Give each line once: a table fetched in forty parts is one source to a reader."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.line(), source)
    return tuple(found.values())
