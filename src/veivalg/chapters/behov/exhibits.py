"""Exhibits of the chapter «behov»."""

from collections.abc import Mapping, Sequence

from veivalg.chapters.behov.model import (
    METHOD,
    Line,
    Model,
    index_source,
    key_source,
    may_be,
    need_interval,
    scenario_name,
    series_name,
    too_few,
    variant_name,
)
from veivalg.chapters.common.exhibits import Exhibits, exhibit
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.periods import LAST_YEAR, MILESTONES
from veivalg.chapters.common.sentences import doubted, rises
from veivalg.chapters.common.timeline import YEAR, timeline, with_ends, year_column
from veivalg.content import (
    Chart,
    Column,
    Exhibit,
    Figure,
    Mark,
    Quantity,
    Role,
    Shape,
    Source,
    Unit,
    format_number,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.norway.cost_keys import TOTAL, sectors, systems
from veivalg.norway.quantities import quantity


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(
        METHOD, {"place": model.place.name, "year": str(model.target), "base": str(model.base_year)}
    )


def _formula() -> str:
    return _(
        "Behov = summen over aldersgrupper av innbyggere × (vekt i nøkkelen ÷ gruppens andel av "
        "innbyggerne i Norge). Indeks = 100 × behov ÷ behov i utgangsåret."
    )


def title_of(sector: str) -> str:
    """Give the Norwegian title of a sector, or «Alle sektorer»."""
    return _("Alle sektorer") if sector == TOTAL else sectors()[sector]


def signed(value: float | None) -> str:
    """Write an index as a change from 100: «+34 %»."""
    return format_number(None if value is None else value / 100 - 1, Unit.SHARE, 0, sign=True)


def _years(line: Line) -> list[int]:
    return [y for y in line.path.years if y <= LAST_YEAR]


def _sources(model: Model, lines: Sequence[Line]) -> tuple[Source, ...]:
    ages = ((0, 105), *((n.low, n.high) for n in model.needs("care")))
    found = [s for line in lines for s in sources_behind(line.path, ages, _years(line))]
    if model.norway is not None:
        found += sources_behind(model.norway, ages, [model.norway.base_year])
    return (index_source(model, model.own), key_source(model.system), *found)


def by_sector(model: Model) -> Exhibit | None:
    """Show the municipality's index for each sector, small multiples on one scale."""
    own = model.own
    shown = [s for s in (*sectors(), TOTAL) if own.index.get(s)]
    start, end = _span(model)
    grown = {s: _growth(own, s, start, end) for s in shown if not too_few(model, own, s, start)}
    known = {s: value for s, value in grown.items() if value is not None}
    if not known:
        return None
    most, least = max(known, key=lambda s: known[s]), min(known, key=lambda s: known[s])
    up, down = signed(known[most]), signed(known[least])
    return _show(model)(
        "behov-sektorer",
        _sector_title(model, most, least, known),
        _("Demografisk behov etter sektor, {place}, {base} = 100, {key}"),
        (
            year_column(),
            Column("sector", _("Sektor")),
            Column("place", _("Sted")),
            Column("index", _("Behovsindeks"), Unit.INDEX),
        ),
        [
            (year, title_of(sector), own.place.name, value)
            for sector in shown
            for year in _years(own)
            if (value := own.at(sector, year)) is not None
        ],
        most=title_of(most).lower(),
        least=title_of(least).lower(),
        a=up,
        b=down,
        up=up.lstrip("+−"),
        down=down.lstrip("+−"),
        start=str(start),
        year=str(end),
        key=variant_name(model.system.id, model.variant),
        alt=_("Fra {start} til {year} er endringen i behovet i {most} {a} og i {least} {b}."),
        pivot=(YEAR, "sector", "index"),
        quantities={("index", title_of("care")): _told(model)},
        sources=_sources(model, [own]),
        chart=Chart(
            Shape.PANELS,
            YEAR,
            "index",
            "place",
            {own.place.name: Role.OWN},
            facet="sector",
            projected_from=model.base_year + 1,
            y_title=_("indeks"),
            marks=(Mark(_("Behovet i {year}").format(year=model.base_year), y=100),),
        ),
        formula=_formula(),
        note=own.path.caveat,
        assumptions=model.assumptions,
        uncertainty=_(
            "Indeksen følger hovedalternativet. Andre nøkler og varianter gir andre svar; se "
            "figuren for omsorg."
        ),
    )


def _told(model: Model) -> Quantity:
    return quantity("need_index", scenario=scenario_name(model.system.id, model.variant))


def _span(model: Model) -> tuple[int, int]:
    """Give the years the title speaks of: the future when it is known, else the past."""
    if model.ahead:
        return model.base_year, model.target
    return model.own.path.observed_years[0], model.base_year


def _growth(line: Line, sector: str, start: int, end: int) -> float | None:
    """Give need in `end` where `start` is 100."""
    first, last = line.at(sector, start), line.at(sector, end)
    return 100 * last / first if first and last is not None else None


def _sector_title(model: Model, most: str, least: str, known: Mapping[str, float]) -> str:
    """Give the title that fits the largest and the smallest change, and how sure each is."""
    if not model.ahead:
        return _("Fra {start} til {year} er endringen {a} i {most} og {b} i {least}")
    up, down = (not may_be(model, sector, 100) for sector in (most, least))
    if up and not down and known[most] >= 100.5:
        return _("Behovet øker mest i {most}: {a} fram til {year}")
    if down and not up and known[least] <= 99.5:
        return _("Behovet synker mest i {least}: {b} fram til {year}")
    return doubted(ends_title(known[most], known[least]), either=not (up and down))


def ends_title(most: float, least: float) -> str:
    """Give the title that is true of the largest and the smallest index, 100 for no change."""
    up, down = (int(round_half_up(value)) - 100 for value in (most, least))
    if down > 0:
        return _("Behovet øker i alle sektorer, mest i {most} ({a}) fram til {year}")
    if up < 0:
        return _("Behovet faller i alle sektorer, mest i {least} ({b}) fram til {year}")
    if up == down == 0:
        return _("Behovet er om lag som i dag i alle sektorer i {year}")
    if down == 0:
        return _("Behovet øker mest i {most} ({a}) og synker ikke i noen sektor fram til {year}")
    if up == 0:
        return _("Behovet synker mest i {least} ({b}) og øker ikke i noen sektor fram til {year}")
    return _("Behovet øker {up} i {most} og synker {down} i {least} fram til {year}")


def milestones(model: Model) -> Exhibit | None:
    """Give the index of every sector in some years, as a table."""
    own = model.own
    years = [
        model.base_year,
        *(y for y in MILESTONES if y > model.base_year and y in own.path.years),
    ]
    if len(years) < 2:
        return None
    last = own.at(TOTAL, years[-1])
    ends = need_interval(model, years[-1], TOTAL) or (100.0, 100.0)
    return _show(model)(
        "behov-milepeler",
        _("Behovet etter sektor fram til {year}")
        if last is None
        else _("Behovet for alle tjenester samlet {rises} ({a}) fram til {year}"),
        _("Demografisk behov etter sektor, {place}, {base} = 100"),
        (
            Column("sector", _("Sektor")),
            Column(YEAR, _("År")),
            Column("index", _("Behovsindeks"), Unit.INDEX, 0),
        ),
        [
            (title_of(s), str(y), own.at(s, y))
            for s in (*sectors(), TOTAL)
            if own.index.get(s)
            for y in years
        ],
        either=ends[0] < 100 < ends[1],
        rises=rises(None if last is None else float(round_half_up(last)) / 100 - 1),
        a=signed(last),
        year=str(years[-1]),
        place=own.place.name,
        alt=_(
            "Tabell over behovsindeksen for hver sektor. I {year} er endringen for alle "
            "sektorer samlet {a}."
        ),
        pivot=("sector", YEAR, "index"),
        sources=_sources(model, [own]),
        formula=_formula(),
        assumptions=model.assumptions,
        note=own.path.caveat,
    )


def care_compared(model: Model) -> Exhibit | None:
    """Show the care index of the municipality with its group and Norway, where there are any."""
    others = [line for line in model.lines[1:] if line.at("care", model.target) is not None]
    if not others or not model.ahead:
        return None
    own, other = model.own.at("care", model.target), others[-1].at("care", model.target)
    low, high = _ends(model, model.own, model.target)
    tested = _("Spredningen er etterprøvd mot det som kom. ") if model.own.path.tested else ""
    return _show(model)(
        "behov-omsorg-sammenliknet",
        _compared_title(own or 0, other or 0),
        _("Demografisk behov for pleie og omsorg, {base} = 100"),
        (
            year_column(),
            Column("place", _("Sted")),
            Column("index", _("Behovsindeks"), Unit.INDEX),
            Column("low", _("Nedre"), Unit.INDEX),
            Column("high", _("Øvre"), Unit.INDEX),
        ),
        [
            (year, line.place.name, value, *_ends(model, line, year))
            for line in model.lines
            for year in _years(line)
            if (value := line.at("care", year)) is not None
        ],
        either=may_be(model, "care", 100)
        or (signed(own) != signed(other) and may_be(model, "care", other or 0)),
        low=signed(low),
        high=signed(high),
        other=others[-1].place.name,
        a=signed(own),
        b=signed(other),
        alt=_(
            "Fram til {year} endres behovet med {a} i {place} (trolig mellom {low} og {high}) "
            "og {b} i {other}."
        ),
        pivot=(YEAR, "place", "index"),
        quantities=with_ends(_told(model), "index", model.place.name),
        sources=_sources(model, model.lines),
        chart=Chart(
            Shape.LINES,
            YEAR,
            "index",
            "place",
            {line.place.name: line.role for line in model.lines},
            low="low",
            high="high",
            projected_from=model.base_year + 1,
            y_title=_("indeks"),
        ),
        formula=_formula(),
        assumptions=model.assumptions,
        note=_caveats(model.lines),
        uncertainty=_(
            "Båndet er et 80 % intervall for befolkningen i {place}: åtte av ti utfall "
            "er ventet innenfor. {tested}Nøkkelen og varianten er holdt fast."
        ).format(place=model.place.name, tested=tested),
    )


def _caveats(lines: Sequence[Line]) -> str:
    """Give what must be known of the projections shown, once each."""
    paths = [line.path for line in lines]
    return " ".join(dict.fromkeys(p.caveat for p in paths if p.caveat and p.projected_years))


def _ends(model: Model, line: Line, year: int) -> tuple[float | None, float | None]:
    """Give the interval of the municipality's own index from the base year on, else nothing."""
    if line is not model.own or year < model.base_year:
        return None, None
    return need_interval(model, year) or (None, None)


def _compared_title(own: float, other: float) -> str:
    """Give the title that is true of both directions; indices in the target year."""
    if own < 100:
        return _("Omsorgsbehovet faller i {place}: {a} i {year}, mot {b} i {other}")
    if round_half_up(own) == round_half_up(other):
        return _("Omsorgsbehovet vokser like fort i {place} som i {other}")
    if own > other:
        return _("Omsorgsbehovet vokser raskere i {place} enn i {other}")
    return _("Omsorgsbehovet vokser saktere i {place} enn i {other}")


def variants(model: Model) -> Exhibit | None:
    """Show the care index in four variants: the choice is part of the answer."""
    years = [y for y in _years(model.own) if y >= model.base_year]
    chosen = (model.system.id, model.variant)
    lines = {
        series_name(id, variant): (
            Role.OWN if (id, variant) == chosen else Role.SCENARIO,
            {y: index.get(y) for y in years},
        )
        for (id, variant), index in model.variants.items()
    }
    ends = sorted(
        v
        for (id, _how), index in model.variants.items()
        if not systems()[id].unverified and (v := index.get(model.target)) is not None
    )
    if len(ends) < 2 or len(years) < 2:
        return None
    words = {
        "a": signed(ends[0]),
        "b": signed(ends[-1]),
        "year": str(model.target),
        "place": model.place.name,
        "base": str(model.base_year),
    }
    return _show(model)(
        "behov-varianter",
        _("Begge variantene gir {a} i omsorgsbehov i {year}")
        if words["a"] == words["b"]
        else _("Omsorgsbehovet i {year} er fra {a} til {b}, avhengig av varianten"),
        _("Demografisk behov for pleie og omsorg i fire varianter, {place}, {base} = 100"),
        **timeline(
            lines,
            Column("index", _("Behovsindeks"), Unit.INDEX),
            Column("variant", _("Variant")),
            projected_from=model.base_year + 1,
            y_title=_("indeks"),
        ),
        quantities={
            ("index", series_name(id, how)): quantity("need_index", scenario=scenario_name(id, how))
            for id, how in model.variants
        },
        words=words,
        alt=_("De to variantene av den nyeste nøkkelen gir endringer fra {a} til {b} i {year}."),
        sources=(
            *_sources(model, [model.own]),
            *(key_source(systems()[id]) for id, _how in model.variants),
        ),
        formula=_formula(),
        assumptions=model.assumptions,
        note=_(
            "Nøkkelen fra 2017 er ikke bekreftet i kilde. «Full» lar også dødelighet, aleneboende "
            "på 67 år og eldre og psykisk utviklingshemmede følge alderen."
        ),
        uncertainty=_("Variantene er ulike måter å regne på, ikke et usikkerhetsintervall."),
    )


def today(place: str, country: str, figures: Mapping[str, Figure]) -> Exhibit:
    """Show the official need per inhabitant by sector as distance from the country."""
    sector_gaps = [(title_of(s), f) for s, f in figures.items() if s != TOTAL]
    shown = sorted(sector_gaps, key=lambda row: -(row[1].value or 0))
    total = figures.get(TOTAL)
    name, first = shown[0] if shown else (title_of(TOTAL), figures[TOTAL])
    return exhibit(
        "utgiftsbehov-i-dag",
        _("{sector} ligger mest over {country} ({a})")
        if (first.value or 0) > 0
        else _("{place} har ikke høyere beregnet behov enn {country} i noen sektor"),
        _("Beregnet utgiftsbehov per innbygger, {place}, {year}, avvik fra {country}"),
        (
            Column("sector", _("Sektor")),
            Column(
                "gap", _("Avvik fra {country}").format(country=country), Unit.SHARE, 1, sign=True
            ),
        ),
        shown,
        place=place,
        country=country,
        sector=name,
        a=first.text(sign=True),
        year=first.period,
        alt=_("{sector} ligger høyest mot {country}: {a}."),
        total=(title_of(TOTAL), total) if total else None,
        chart=Chart(Shape.BARS, "gap", "sector"),
        formula=first.formula,
        method=METHOD,
    )
