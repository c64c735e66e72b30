"""The exhibits of the population chapter; each title says what its own numbers show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veivalg.chapters.befolkning.figures import Demography
from veivalg.chapters.common.digits import (
    FEWEST_FOR_PERCENT,
    far_digits,
    table_people,
    two_digits,
    whole,
)
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Interval,
    Mark,
    Pivot,
    Role,
    Shape,
    Table,
    Unit,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import (
    GROUPS,
    difference,
    family_care_ratio,
    ratio,
    relative_change,
    share_of_all,
    support_ratio,
)
from veivalg.maths.projections.population import PopulationPath
from veivalg.norway.alternatives import ALTERNATIVES, MAIN

PYRAMID_STEP, PYRAMID_TOP = 5, 90
Measure = Callable[[PopulationPath, int], "float | None"]


ALL = (0, 105)


def change_table(d: Demography) -> Exhibit | None:
    """Give the six age groups now, next year, 2030, 2040 and 2050 with change (M1)."""
    years = d.milestones
    rows: list[tuple[Cell, ...]] = []
    totals = [d.own.group(*ALL, y) for y in years]
    by_year = [
        table_people([d.own.group(g.lo, g.hi, y) for g in GROUPS], total)
        for y, total in zip(years, totals, strict=True)
    ]
    for group, values in zip(GROUPS, zip(*by_year, strict=True), strict=True):
        rows.append((group.label, *values, *_changes(values)))
    if all(v is None for row in rows for v in row[1 : 1 + len(years)]):
        return None
    rows.append((_("I alt"), *map(whole, totals), *_changes([whole(v) for v in totals])))
    columns = [Column("group", _("Aldersgruppe")), *(_year_column(d, y) for y in years)]
    if len(years) > 1:
        span = f"{years[0]}–{years[-1]}"
        columns += [
            Column("change", _("Endring {span}").format(span=span), Unit.PERSONS, 0, True),
            Column("share", _("Endring {span}, prosent").format(span=span), Unit.SHARE, 0, True),
        ]
    else:
        rows = [row[:-2] for row in rows]
    title, alt = _change_words(rows, years)
    return Exhibit(
        "endring",
        title,
        _("Innbyggere etter aldersgruppe, {place}, 1. januar {years}, antall").format(
            place=d.own.place.name, years=", ".join(map(str, years))
        ),
        alt,
        Table(tuple(columns), tuple(rows), total_row=True),
        sources_behind(d.own, (ALL, *((g.lo, g.hi) for g in GROUPS)), years),
        Chart(Shape.BARS, "change", "group", x_title=_("endring i antall innbyggere"))
        if len(years) > 1
        else None,
        formula=_("Endring i prosent = (siste år − første år) / første år"),
        method="M1",
        note=" ".join(
            p
            for p in (
                d.own.caveat,
                _("Tallene er avrundet hver for seg.") if d.small and d.ahead else "",
            )
            if p
        ),
        uncertainty=_uncertainty(d),
    )


def _uncertainty(d: Demography) -> str:
    if not d.ahead:
        return ""
    return _(
        "Tallene fram i tid er én tenkt utvikling, ikke en spådom. Usikkerheten øker med årene."
    )


def _year_column(d: Demography, year: int) -> Column:
    value = d.own.group(0, 105, year)
    few = d.small and d.own.is_projected(year)
    decimals = min(two_digits(value) + 1, 0) if few else 0
    return Column(f"y{year}", str(year), Unit.PERSONS, decimals)


def _changes(values: Sequence[float | None]) -> tuple[Cell, Cell]:
    """Give the change in number and per cent; from very few it is not given in per cent."""
    share: Cell = relative_change(values[0], values[-1])
    if values[0] is not None and values[0] < FEWEST_FOR_PERCENT:
        share = _("for få")
    return difference(values[-1], values[0]), share


def _change_words(rows: list[tuple[Cell, ...]], years: tuple[int, ...]) -> tuple[str, str]:
    """Give title and text alternative: which groups grow and fall most, if any do."""
    if len(years) < 2:
        text = _("Slik er innbyggerne fordelt på alder i {year}").format(year=years[0])
        return text, text + "."
    known = [(str(r[0]), float(r[-2])) for r in rows[:-1] if isinstance(r[-2], float)]
    up = max(known, key=lambda k: k[1], default=("", 0.0))
    down = min(known, key=lambda k: k[1], default=("", 0.0))
    parts = []
    if up[1] >= 0.5:
        parts.append(_("flest flere i gruppen {group}").format(group=up[0]))
    if down[1] <= -0.5:
        parts.append(_("flest færre i gruppen {group}").format(group=down[0]))
    said = _(" og ").join(parts) or _("ingen gruppe endrer seg")
    title = _("Fram til {year}: {said}").format(year=years[-1], said=said)
    changes = ", ".join(f"{g} {format_number(v, Unit.COUNT, sign=True)}" for g, v in known)
    return title, _("Endring i antall innbyggere {a}–{b}: {changes}.").format(
        a=years[0], b=years[-1], changes=changes
    )


def alternatives(d: Demography) -> Exhibit | None:
    """Give SSB's alternatives as named lines: scenarios, never an interval."""
    totals = {c: by for c, by in d.own.alternatives_totals().items() if c in ALTERNATIVES}
    if not totals:
        return None
    official = d.own.source(d.last).producer == "SSB"
    names = {c: ALTERNATIVES[c].name if official else d.projection_name for c in totals}
    main = names.get(MAIN, next(iter(names.values())))
    rows: list[tuple[Cell, ...]] = [
        (y, main, whole(d.own.group(*ALL, y))) for y in d.own.observed_years
    ]
    for code, by in totals.items():
        if names[code] != main:  # a scenario starts where everyone is today
            rows += [(y, names[code], "–") for y in d.own.observed_years if y < d.base]
            rows.append((d.base, names[code], whole(d.own.group(*ALL, d.base))))
        rows += [(y, names[code], whole(n)) for y, n in sorted(by.items()) if y <= d.last]
    ends = {names[c]: by[d.last] for c, by in totals.items() if d.last in by}
    low, high = min(ends, key=lambda n: ends[n]), max(ends, key=lambda n: ends[n])
    say = {
        "place": d.own.place.name,
        "year": d.last,
        "low": _whole(d, ends[low]),
        "high": _whole(d, ends[high]),
        "low_name": low,
        "high_name": high,
    }
    if len(ends) > 1:
        title = _("SSBs alternativer gir fra omtrent {low} til {high} innbyggere i {year}").format(
            **say
        )
        alt = _(
            "I {year} er det {low} innbyggere i alternativet «{low_name}» og {high} i "
            "alternativet «{high_name}»."
        ).format(**say)
    else:
        title = _("Framskrivingen gir omtrent {low} innbyggere i {year}").format(**say)
        alt = _("I {year} er det {low} innbyggere.").format(**say)
    return Exhibit(
        "alternativer",
        title,
        _("Innbyggere, {place}, {a}–{b}, antall").format(
            place=d.own.place.name, a=d.own.years[0], b=d.last
        ),
        alt,
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("alternative", _("Alternativ")),
                Column("persons", _("Innbyggere"), Unit.PERSONS, 0),
            ),
            tuple(rows),
            pivot=Pivot("year", "alternative", "persons"),
        ),
        unique(
            [
                *sources_behind(d.own, [ALL], d.own.years),
                *(s for c in totals for s in sources_behind(d.own, [ALL], [d.last], c)),
            ]
        ),
        Chart(
            Shape.LINES,
            "year",
            "persons",
            "alternative",
            {n: Role.OWN if n == main else Role.SCENARIO for n in names.values()},
            projected_from=d.base + 1,
            marks=(Mark(_("I dag"), x=d.base),),
            y_title=_("innbyggere"),
        ),
        formula=_("Summen av innbyggere i alle aldre, år for år, i hvert alternativ"),
        method="M2",
        note=d.own.caveat_for(ALL),
        uncertainty=_(
            "Linjene er alternativer uten sannsynlighet. Avstanden mellom dem er ikke et "
            "usikkerhetsintervall."
        ),
    )


def _whole(d: Demography, value: float) -> str:
    return format_number(
        value, Unit.PERSONS, two_digits(value) if d.small else far_digits(value), word=False
    )


def total_uncertainty(d: Demography) -> Exhibit | None:
    """Give the 80 % interval of the total by SSB's record, apart from the scenarios."""
    rows: list[tuple[Cell, ...]] = []
    for year in (d.base, *(y for y in MILESTONES if y > d.base)):
        value = d.own.group(0, 105, year)
        if value is not None:
            ends = d.total_interval(value, year) if year > d.base else Interval(value, value, "")
            rows.append((year, *map(whole, (value, ends.low, ends.high))))
    if len(rows) < 2:
        return None
    low, high = float(rows[-1][2] or 0), float(rows[-1][3] or 0)
    say = {
        "year": rows[-1][0],
        "low": format_number(low, Unit.PERSONS, two_digits(low), word=False),
        "high": format_number(high, Unit.PERSONS, two_digits(high), word=False),
    }
    decimals = min(two_digits(low) + 1, 0)
    return Exhibit(
        "usikkerhet",
        _("Folketallet i {year} er trolig mellom {low} og {high}").format(**say),
        _("Innbyggere, {place}, {a}–{b}, antall med 80 % intervall").format(
            place=d.own.place.name, a=d.base, b=rows[-1][0]
        ),
        _(
            "I åtte av ti tilfeller ligger folketallet i {year} mellom {low} og {high}, om "
            "framskrivingene treffer som før."
        ).format(**say),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("persons", _("Innbyggere"), Unit.PERSONS, decimals),
                Column("low", _("Nedre"), Unit.PERSONS, decimals),
                Column("high", _("Øvre"), Unit.PERSONS, decimals),
            ),
            tuple(rows),
        ),
        sources_behind(d.own, [ALL], (d.base, *MILESTONES)),
        Chart(
            Shape.LINES,
            "year",
            "persons",
            low="low",
            high="high",
            projected_from=d.base + 1,
            y_title=_("innbyggere"),
        ),
        formula=_how_spread(d)[0],
        method="M2",
        assumptions=d.assumptions(),
        note=d.own.caveat_for(ALL),
        uncertainty=_how_spread(d)[1],
    )


def _how_spread(d: Demography) -> tuple[str, str]:
    """Say how the interval is made, and what it can carry."""
    if d.tested:
        return (
            _(
                "Tusen mulige framtider trekkes, med dødelighet, fruktbarhet og "
                "flytting. Båndet går "
                "fra den hundrede laveste til den hundrede høyeste, flyttet til hovedalternativet."
            ),
            _(
                "Spredningen er etterprøvd mot det som kom etter 2013–2021 i alle "
                "landets kommuner. "
                "Hvor treffsikker den var, står under etterprøving."
            ),
        )
    return (
        _(
            "Hovedalternativet ganger og delt på e opphøyd i 1,2816 × standardavviket. "
            "Standardavviket er 3,90 % etter fem år og vokser med tiden."
        ),
        _(
            "Båndet bygger på SSBs egen vurdering av tidligere framskrivinger (åtte av ti kommuner "
            "under 5 % avvik etter fem år). Hvor fort det vokser, er valgt."
        ),
    )


def pyramid(d: Demography) -> Exhibit | None:
    """Give women and men by five-year age now and in the last year."""
    years = [y for y in (d.base, d.last) if d.own.ages(y) is not None]
    if d.base not in years:
        return None
    rows: list[tuple[Cell, ...]] = []
    for year in dict.fromkeys(years):
        for lo in range(0, PYRAMID_TOP + 1, PYRAMID_STEP):
            hi = 105 if lo == PYRAMID_TOP else lo + PYRAMID_STEP - 1
            label = f"{lo}+" if hi == 105 else f"{lo}–{hi}"
            rows += [
                (label, name, str(year), whole(d.own.sex_group(sex, lo, hi, year)))
                for sex, name in enumerate((_("Kvinner"), _("Menn")))
            ]
    title, alt = _pyramid_words(d)
    return Exhibit(
        "pyramide",
        title,
        _("Innbyggere etter alder og kjønn, {place}, {years}, antall").format(
            place=d.own.place.name, years=_(" og ").join(map(str, dict.fromkeys(years)))
        ),
        alt,
        Table(
            (
                Column("age", _("Alder")),
                Column("sex", _("Kjønn")),
                Column("year", _("År")),
                Column("persons", _("Innbyggere"), Unit.PERSONS, 0),
            ),
            tuple(rows),
        ),
        sources_behind(d.own, [(0, 4)], years),
        Chart(
            Shape.PYRAMID,
            "persons",
            "age",
            "sex",
            {
                _("Kvinner"): Role.FEMALE,
                _("Menn"): Role.MALE,
                str(d.base): Role.NOW,
                str(d.last): Role.THEN,
            },
            facet="year",
        ),
        formula=_("Summen av innbyggere i fem og fem aldre, kvinner og menn hver for seg"),
        method="M2",
        note=d.own.caveat,
    )


def _pyramid_words(d: Demography) -> tuple[str, str]:
    old = relative_change(d.own.group(80, 105, d.base), d.own.group(80, 105, d.last))
    young = relative_change(d.own.group(0, 19, d.base), d.own.group(0, 19, d.last))
    if d.ahead and (not old or not young):
        text = _("Slik endrer alderen seg fra {base} til {last}").format(base=d.base, last=d.last)
        return text, text + "."
    if not d.ahead or old is None or young is None:
        text = _("Slik er innbyggerne fordelt på alder og kjønn i {year}").format(year=d.base)
        return text, text + "."
    words = {True: _("flere"), False: _("færre")}
    title = (
        _("I {year} er det {old} på 80 år og eldre og {young} under 20 år enn i dag")
        if words[old > 0] != words[young > 0]
        else _("I {year} er det {old} både på 80 år og eldre og under 20 år enn i dag")
    ).format(year=d.last, old=words[old > 0], young=words[young > 0])
    alt = _(
        "Fra {base} til {year} endres antallet på 80 år og eldre med {old} og antallet på "
        "0–19 år med {young}."
    ).format(
        base=d.base,
        year=d.last,
        old=format_number(old, Unit.SHARE, 0, sign=True),
        young=format_number(young, Unit.SHARE, 0, sign=True),
    )
    return title, alt


def compared(
    d: Demography,
    id: str,
    measure: Measure,
    unit: Unit,
    title: str,
    subtitle: str,
    formula: str,
    *,
    groups: Sequence[tuple[int, int]],
    decimals: int,
    mark: Mark | None = None,
    y_title: str = "",
) -> Exhibit | None:
    """Give one measure over time for the municipality, its group and Norway."""
    rows: list[tuple[Cell, ...]] = []
    shown = []
    for role, path in d.paths():
        found = [
            (y, path.place.name, v)
            for y in path.years
            if y <= max(d.last, d.base)
            if (v := measure(path, y)) is not None
        ]
        rows += found
        shown += [(role, path)] if found else []
    own = {y: measure(d.own, y) for y in d.own.years if measure(d.own, y) is not None}
    if not own:
        return None
    first, last = min(own), min(max(own), max(d.last, d.base))
    alt = _("{place}: {a} i {first} og {b} i {last}.").format(
        place=d.own.place.name,
        a=format_number(own[first], unit, decimals),
        first=first,
        b=format_number(own[last], unit, decimals),
        last=last,
    )
    others = [p for _role, p in shown if p is not d.own and measure(p, d.base) is not None]
    alt += "".join(
        _(" {place}: {value} i {year}.").format(
            place=p.place.name, value=format_number(measure(p, d.base), unit, decimals), year=d.base
        )
        for p in others
    )
    return Exhibit(
        id,
        title,
        subtitle,
        alt,
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("place", _("Sted")),
                Column("value", y_title or _("Verdi"), unit, decimals),
            ),
            tuple(rows),
            pivot=Pivot("year", "place", "value"),
        ),
        unique(
            s
            for _role, p in shown
            for s in sources_behind(p, groups, [y for y in p.years if y <= max(d.last, d.base)])
        ),
        Chart(
            Shape.LINES,
            "year",
            "value",
            "place",
            {p.place.name: r for r, p in shown},
            projected_from=d.base + 1,
            zero=True,
            y_title=y_title,
            marks=(*((mark,) if mark else ()), Mark(_("I dag"), x=d.base)),
        ),
        formula=formula,
        method="M1",
        note=" ".join(dict.fromkeys(p.caveat for _r, p in shown if p.caveat and p.projected_years)),
    )


def share_80(path: PopulationPath, year: int) -> float | None:
    """Measure: share aged 80 and over."""
    return share_of_all(path.group, 80, 105, year)


def old_per_young(path: PopulationPath, year: int) -> float | None:
    """Measure: persons 65+ per person 0–19."""
    return ratio(path.group(65, 105, year), path.group(0, 19, year))


def support(path: PopulationPath, year: int) -> float | None:
    """Measure: aldersbæreevne."""
    return support_ratio(path.group, year)


def family_care(path: PopulationPath, year: int) -> float | None:
    """Measure: familieomsorgskoeffisient."""
    return family_care_ratio(path.group, year)
