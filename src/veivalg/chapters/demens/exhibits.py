"""The exhibits of the dementia chapter."""

from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.timeline import ribbon, timeline, with_ends
from veivalg.chapters.demens.model import METHOD, Dementia, few, hidden_words, prevalence_source
from veivalg.content import (
    Cell,
    Column,
    Exhibit,
    Mark,
    Role,
    Source,
    Unit,
    format_number,
    format_plain,
)
from veivalg.foundation.i18n import N_, _
from veivalg.maths.projections.dementia import decline, with_dementia
from veivalg.maths.projections.indicators import AgeGroup
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.rounding import largest_remainder
from veivalg.tables.small_numbers import is_small, suppress

FORMULA = N_("Personer i hver alder og hvert kjønn × forekomsten i alderen, summert")
# Finest first; the first where no row is too small to show is used.
LEVELS = (
    ((30, 64), (65, 69), (70, 74), (75, 79), (80, 84), (85, 89), (90, 105)),
    ((0, 69), (70, 79), (80, 89), (90, 105)),
    ((0, 79), (80, 105)),
)


def _show(d: Dementia) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": d.place.name}
    return Exhibits(METHOD, words, note=d.own.caveat, assumptions=(d.slope,))


def _sources(d: Dementia, *paths: PopulationPath, total: bool = False) -> tuple[Source, ...]:
    """Give the ages of some places and the rates; the country too where only bands are known."""
    groups = ((80, 84), *([(0, 105)] if total else []))
    found = [
        s for p in paths for s in sources_behind(p, groups, [y for y in p.years if y <= d.last])
    ]
    if d.norway is not None and any(p.ages(y) is None for p in paths for y in p.observed_years):
        found += sources_behind(d.norway, groups, [d.norway.base_year])
    return (*found, prevalence_source())


def _shown(value: float) -> str:
    """Write a number as its table has it."""
    return few() if is_small(value) else _end(value)


def _end(value: float) -> str:
    """Write an end of an interval, which counts nobody and so hides nobody."""
    return format_number(value, Unit.PERSONS, 0, word=False)


def _cell(value: float) -> Cell:
    return hidden_words() if is_small(value) else whole(value)


def scenarios(d: Dementia) -> Exhibit | None:
    """Give the number each year in three named scenarios for prevalence."""
    if not d.ahead:
        return None
    names = {
        0.0: _("Forekomst som i dag"),
        0.005: _("Faller 0,5 % i året"),
        0.01: _("Faller 1 % i året"),
    }
    if d.slope.value not in names:
        names[d.slope.value] = _("Ditt valg: faller {share} i året").format(
            share=format_number(d.slope.value, Unit.SHARE, 2)
        )
    main = names[d.slope.value]
    lines = {
        name: (
            Role.OWN if name == main else Role.SCENARIO,
            _so_far(d, scenario=name != main) | _ahead(d, slope),
        )
        for slope, name in sorted(names.items(), key=lambda pair: pair[1] != main)
    }
    ends = {
        name: v
        for slope, name in names.items()
        if (v := d.persons(d.last, slope=slope)) is not None
    }
    low, high = _shown(min(ends.values())), _shown(max(ends.values()))
    return _show(d)(
        "demens-alternativer",
        _("I {year} har {low} personer demens i alle alternativene")
        if low == high
        else _("I {year} har mellom {low} og {high} personer demens, etter om forekomsten faller"),
        _("Personer med demens, beregnet, {place}, {a}–{b}, antall"),
        **timeline(
            lines,
            Column("persons", _("Personer med demens"), Unit.PERSONS, 0),
            Column("scenario", _("Alternativ")),
            projected_from=d.base + 1,
            zero=True,
            y_title=_("personer"),
            marks=(Mark(_("I dag"), x=d.base),),
        ),
        quantities={("persons", name): d.quantity(None, slope) for slope, name in names.items()},
        a=str(min(lines[main][1])),
        b=str(d.last),
        year=str(d.last),
        low=low,
        high=high,
        values="; ".join(f"{n.lower()} {_shown(v)}" for n, v in ends.items()),
        alt=_("Personer med demens i {year}: {values}."),
        sources=_sources(d, d.own),
        formula=_(FORMULA),
        uncertainty=_(
            "Linjene er alternativer uten sannsynlighet. Tallene er beregnet, ikke "
            "diagnoser i kommunen."
        ),
    )


def _so_far(d: Dementia, *, scenario: bool) -> dict[int, Cell]:
    """Give the numbers counted so far; a scenario starts where everyone is today."""
    counted = {y: v for y in d.own.observed_years if (v := d.persons(y)) is not None}
    if not scenario:
        return {y: _cell(v) for y, v in counted.items()}
    return {y: "–" if y < d.base else _cell(counted[d.base]) for y in d.own.observed_years}


def _ahead(d: Dementia, slope: float) -> dict[int, Cell]:
    """Give the numbers ahead where prevalence falls by `slope` a year."""
    years = range(d.base + 1, d.last + 1)
    return {y: _cell(v) for y in years if (v := d.persons(y, slope=slope)) is not None}


def spread(d: Dementia) -> Exhibit | None:
    """Give the number with its 80 % interval, apart from the scenarios."""
    rows: list[tuple[Cell, ...]] = []
    for year in (d.base, *(y for y in MILESTONES if d.base < y <= d.last)):
        value = d.persons(year)
        if value is not None and not is_small(value):
            ends = d.interval(value, year)
            rows.append((year, *map(whole, (value, ends.low, ends.high))))
    if len(rows) < 2:
        return None
    last = rows[-1]
    people = (
        _("tusen mulige framtider, etterprøvd mot det som kom")
        if d.tested
        else _("4,8 % feil etter fem år, voksende")
    )
    return _show(d)(
        "demens-usikkerhet",
        _("Tallet i {year} er trolig mellom {low} og {high}"),
        _("Personer med demens, beregnet, {place}, {a}–{b}, antall med 80 % intervall"),
        **ribbon(
            rows,
            Column("persons", _("Personer med demens"), Unit.PERSONS, 0),
            projected_from=d.base + 1,
            zero=True,
            y_title=_("personer"),
        ),
        quantities=with_ends(d.quantity(None, d.slope.value), "persons"),
        a=str(d.base),
        b=str(last[0]),
        year=str(last[0]),
        low=_end(float(last[2] or 0)),
        high=_end(float(last[3] or 0)),
        alt=_(
            "I {year} er det trolig mellom {low} og {high} personer med demens, hvis forekomsten "
            "er som antatt."
        ),
        sources=_sources(d, d.own),
        formula=_(
            "Usikkerheten i forekomsten (13,9–15,4 i stedet for 14,6 %, regnet om fra 95 til 80 % "
            "sannsynlighet), i antall eldre ({people}), i hvordan kommuner skiller seg "
            "(standardavvik 2 %, et valg) og i hvem som er syke (binomisk), lagt sammen som "
            "kvadratsum på logaritmisk skala"
        ).format(people=people),
        uncertainty=_(
            "Båndet er et {meaning}, regnet som uavhengige av hverandre. Om forekomsten "
            "faller over tid, er ikke med i båndet."
        ).format(meaning=d.meaning(ahead=True)),
    )


def by_age(d: Dementia) -> Exhibit | None:
    """Give women and men by age group now, in 2040 and 2050, small numbers hidden (M18)."""
    years = [y for y in dict.fromkeys((d.base, d.target, d.last)) if d.own.ages(y) is not None]
    if not years:
        return None
    groups = _shown_groups(d, years)
    columns = [Column("group", _("Aldersgruppe"))]
    body: list[list[Cell]] = [[_label(lo, hi)] for lo, hi in groups]
    totals: list[Cell] = [_("I alt")]
    for year in years:
        columns += [
            Column(f"{key}{year}", f"{name} {year}", Unit.PERSONS, 0)
            for key, name in (("f", _("Kvinner")), ("m", _("Menn")), ("t", _("I alt")))
        ]
        cells = _whole_cells(d, year, groups)
        sexes: list[float] = [sum(row[sex] for row in cells) for sex in (0, 1)]
        # The totals by sex are one more row that must not give anything away.
        shown = suppress([*cells, sexes]) if len(groups) > 1 else suppress([sexes])
        for line, row, counts in zip(body, shown, cells, strict=False):
            line += [*(few_or(v) for v in row), _cell(sum(counts))]
        totals += [*(few_or(v) for v in shown[-1]), _cell(sum(sexes))]
    title, alt = _age_words(d, years)
    return _show(d)(
        "demens-alder",
        title,
        _("Personer med demens etter alder og kjønn, beregnet, {place}, {years}, antall"),
        columns,
        body if len(groups) > 1 else [totals],
        years=", ".join(map(str, years)),
        alt=alt,
        total=totals if len(groups) > 1 else None,
        sources=_sources(d, d.own),
        formula=_(FORMULA),
        uncertainty=_(
            "Tallene er avrundet slik at de summerer. Tall under fem vises ikke. Der ett tall er "
            "skjult, er et til skjult så det ikke kan regnes ut."
        ),
    )


def few_or(value: float | None) -> Cell:
    """Give the count, or «skjermet» where it is hidden."""
    return hidden_words() if value is None else value


def _whole_cells(d: Dementia, year: int, groups: tuple[tuple[int, int], ...]) -> list[list[float]]:
    """Give whole numbers by age and sex that add up to the rounded total of the year."""
    exact = [_count(d, year, sex, lo, hi) for lo, hi in groups for sex in (0, 1)]
    flat = [float(n) for n in largest_remainder(exact)]
    return [flat[i : i + 2] for i in range(0, len(flat), 2)]


def _label(lo: int, hi: int) -> str:
    return (
        _("under {age} år").format(age=format_plain(hi + 1)) if lo == 0 else AgeGroup(lo, hi).label
    )


def _count(d: Dementia, year: int, sex: int, lo: int, hi: int) -> float:
    ages = d.own.ages(year)
    if ages is None:
        return 0.0
    fall = decline(d.slope.value, year - d.base)
    return float(with_dementia(ages)[sex, lo : hi + 1].sum()) * fall


def _shown_groups(d: Dementia, years: list[int]) -> tuple[tuple[int, int], ...]:
    """Give the finest age groups where no row total is too small to show."""
    for groups in LEVELS:
        sums = [sum(_count(d, y, s, lo, hi) for s in (0, 1)) for y in years for lo, hi in groups]
        if not any(is_small(value) for value in sums):
            return groups
    return ((0, 105),)


def _age_words(d: Dementia, years: list[int]) -> tuple[str, str]:
    shares = {}
    for year in years:
        old = sum(_count(d, year, s, 85, 105) for s in (0, 1))
        everyone = sum(_count(d, year, s, 0, 105) for s in (0, 1))
        if everyone >= 20:
            shares[year] = format_number(old / everyone, Unit.SHARE, 0)
    if not shares:
        text = _("Personer med demens etter alder og kjønn, så langt tallene kan vises")
        return text, text + "."
    year = max(shares)
    title = _("{share} av dem med demens i {year} er 85 år eller eldre").format(
        share=shares[year], year=year
    )
    said = ", ".join(f"{share} i {y}" for y, share in shares.items())
    return title, _("Andelen av dem med demens som er 85 år eller eldre: {said}.").format(said=said)


def per_thousand(d: Dementia) -> Exhibit | None:
    """Give persons with dementia per 1,000 inhabitants here, in the group and in Norway."""
    lines = {path.place.name: (role, _per_thousand(d, path)) for role, path in d.paths()}
    shown = {name: line for name, line in lines.items() if line[1]}
    values = shown.get(d.place.name, (Role.OWN, {}))[1]
    own = {year: value for year, value in values.items() if isinstance(value, float)}
    if not own:
        return None
    first, last = min(own), max(own)
    return _show(d)(
        "demens-per-tusen",
        _("{words} med demens: fra {a} per 1 000 innbyggere i {first} til {b} i {last}"),
        _("Personer med demens per 1 000 innbyggere, beregnet, {place}, {first}–{last}"),
        **timeline(
            shown,
            Column("value", _("Per 1 000 innbyggere"), Unit.COUNT, 1),
            projected_from=d.base + 1,
            zero=True,
            y_title=_("per 1 000 innbyggere"),
            marks=(Mark(_("I dag"), x=d.base),),
        ),
        words={"words": _("Større andel") if own[last] > own[first] else _("Mindre andel")},
        a=format_number(own[first], Unit.COUNT, 0),
        first=str(first),
        b=format_number(own[last], Unit.COUNT, 0),
        last=str(last),
        alt=_("{place}: {a} per 1 000 innbyggere i {first} og {b} i {last}."),
        sources=_sources(d, *(p for _r, p in d.paths()), total=True),
        formula=_("1 000 × personer med demens / innbyggere"),
        note=" ".join(dict.fromkeys(p.caveat for _r, p in d.paths() if p.projected_years)).strip(),
        uncertainty=_(
            "Forekomsten etter alder er den samme i alle årene bakover og for alle "
            "steder, så forskjellene skyldes bare alder og kjønn."
        ),
    )


def _per_thousand(d: Dementia, path: PopulationPath) -> dict[int, Cell]:
    """Give persons with dementia per 1,000 inhabitants by year, small numbers hidden."""
    found: dict[int, Cell] = {}
    for year in (y for y in path.years if y <= d.last):
        sick, everyone = d.persons(year, path), path.group(0, 105, year)
        if sick is not None and everyone:
            found[year] = hidden_words() if is_small(sick) else 1000 * sick / everyone
    return found
