"""People by age: how the groups change, and the pyramid."""

from collections.abc import Sequence
from dataclasses import replace

from veivalg.chapters.befolkning.model import Demography
from veivalg.chapters.common.digits import FEWEST_FOR_PERCENT, two_digits, whole
from veivalg.chapters.common.exhibits import exhibit
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.sentences import doubted, more_or_fewer
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import GROUPS, difference, relative_change

PYRAMID_STEP, PYRAMID_TOP = 5, 90

ALL = (0, 105)


def change_table(d: Demography) -> Exhibit | None:
    """Give the six age groups now, next year, 2030, 2040 and 2050 with change (M1)."""
    years = d.milestones
    totals = [whole(d.own.group(*ALL, y)) for y in years]
    by_group = [[whole(d.own.group(g.lo, g.hi, y)) for y in years] for g in GROUPS]
    if all(v is None for values in by_group for v in values):
        return None
    rows = [(g.label, *v, *_changes(v)) for g, v in zip(GROUPS, by_group, strict=True)]
    total = (_("I alt"), *totals, *_changes(totals))
    columns = [Column("group", _("Aldersgruppe")), *(_year_column(d, y) for y in years)]
    span = f"{years[0]}–{years[-1]}"
    columns += [
        Column("change", _("Endring {span}").format(span=span), Unit.PERSONS, 0, True),
        Column("share", _("Endring {span}, prosent").format(span=span), Unit.SHARE, 0, True),
    ]
    title, alt = _change_words(d, rows, years)
    kept = len(columns) if len(years) > 1 else len(columns) - 2
    return exhibit(
        "endring",
        title,
        _("Innbyggere etter aldersgruppe, {place}, 1. januar {years}, antall"),
        columns[:kept],
        [row[:kept] for row in rows],
        place=d.place.name,
        years=", ".join(map(str, years)),
        alt=alt,
        total=total[:kept],
        terms={"change": (columns[len(years)].key, f"-{columns[1].key}")},
        sources=sources_behind(d.own, (ALL, *((g.lo, g.hi) for g in GROUPS)), years),
        chart=Chart(Shape.BARS, "change", "group", x_title=_("endring i antall innbyggere"))
        if len(years) > 1
        else None,
        formula=_("Endring i prosent = (siste år − første år) / første år"),
        method="M1",
        note=d.own.caveat,
        uncertainty=_uncertainty(d),
    )


def age_table(d: Demography) -> Exhibit | None:
    """Give what lies behind the changes as a table to be read: each group in each year (M1)."""
    changes = change_table(d)
    if changes is None or changes.chart is None:
        return None
    table = changes.table
    first, last = d.milestones[0], d.milestones[-1]
    held = [d.persons(*ALL, year) for year in (first, last)]  # as the sentences tell them
    a, b = ("" if one is None else one.text(word=False) for one in held)
    text = _("{a} innbyggere i {first} og omtrent {b} i {last}, etter alder")
    text = text.format(a=a, first=first, b=b, last=last)
    years = ", ".join(c.title for c in table.columns if c.key.startswith("y"))
    under = _("Innbyggere etter aldersgruppe, {place}, 1. januar {years}, antall")
    return replace(
        changes,
        id="aldersgrupper",
        title=text,
        subtitle=under.format(place=d.place.name, years=years),
        alt=f"{text}.",
        chart=None,
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


def _change_words(
    d: Demography, rows: Sequence[tuple[Cell, ...]], years: tuple[int, ...]
) -> tuple[str, str]:
    """Give title and text alternative: which groups grow and fall most, if any do."""
    if len(years) < 2:
        text = _("Slik er innbyggerne fordelt på alder i {year}").format(year=years[0])
        return text, text + "."
    known = [(str(r[0]), float(r[-2])) for r in rows if isinstance(r[-2], float)]
    up = max(known, key=lambda k: k[1], default=("", 0.0))
    down = min(known, key=lambda k: k[1], default=("", 0.0))
    parts = {}
    if up[1] >= 0.5:
        parts[up[0]] = _("mest øker gruppen {group}").format(group=up[0])
    if down[1] <= -0.5:
        parts[down[0]] = _("mest synker gruppen {group}").format(group=down[0])
    sure = [p for g, p in parts.items() if not d.either_way(*_ages(g), years[-1])]
    said = _(" og ").join(sure or parts.values()) or _("ingen gruppe endrer seg")
    text = _("Fram til {year}: {said}").format(year=years[-1], said=said)
    title = doubted(text, either=bool(parts) and not sure)
    changes = ", ".join(f"{g} {format_number(v, Unit.COUNT, sign=True)}" for g, v in known)
    return title, _("Endring i antall innbyggere {a}–{b}: {changes}.").format(
        a=years[0], b=years[-1], changes=changes
    )


def _ages(label: str) -> tuple[int, int]:
    return next((g.lo, g.hi) for g in GROUPS if g.label == label)


def pyramid(d: Demography) -> Exhibit | None:
    """Give women and men by five-year age now and in the last year."""
    years = [y for y in (d.base, d.last) if d.own.ages(y) is not None]
    if d.base not in years:
        return None
    years = list(dict.fromkeys(years))
    title, alt = _pyramid_words(d)
    sexes = (_("Kvinner"), _("Menn"))
    return exhibit(
        "pyramide",
        title,
        _("Innbyggere etter alder og kjønn, {place}, {years}, antall"),
        (
            Column("age", _("Alder")),
            Column("sex", _("Kjønn")),
            Column("year", _("År")),
            Column("persons", _("Innbyggere"), Unit.PERSONS, 0),
        ),
        [
            (label, name, str(year), whole(d.own.sex_group(sex, lo, hi, year)))
            for year in years
            for label, lo, hi in _five_years()
            for sex, name in enumerate(sexes)
        ],
        place=d.place.name,
        years=_(" og ").join(map(str, years)),
        alt=alt,
        sources=sources_behind(d.own, [(0, 4)], years),
        chart=Chart(
            Shape.PYRAMID,
            "persons",
            "age",
            "sex",
            dict(zip(sexes, (Role.FEMALE, Role.MALE), strict=True))
            | {str(d.base): Role.NOW, str(d.last): Role.THEN},
            facet="year",
        ),
        formula=_("Summen av innbyggere i fem og fem aldre, kvinner og menn hver for seg"),
        method="M2",
        note=d.own.caveat,
    )


def _five_years() -> list[tuple[str, int, int]]:
    """Give five-year ages with their labels: «0–4» to «90+»."""
    below = range(0, PYRAMID_TOP, PYRAMID_STEP)
    bands = [(lo, lo + PYRAMID_STEP - 1) for lo in below]
    named = [(f"{format_plain(lo)}–{format_plain(hi)}", lo, hi) for lo, hi in bands]
    return [*named, (f"{format_plain(PYRAMID_TOP)}+", PYRAMID_TOP, 105)]


def _pyramid_words(d: Demography) -> tuple[str, str]:
    old = relative_change(d.own.group(80, 105, d.base), d.own.group(80, 105, d.last))
    young = relative_change(d.own.group(0, 19, d.base), d.own.group(0, 19, d.last))
    if d.ahead and (not old or not young):
        text = _("Slik endrer alderen seg fra {base} til {last}").format(base=d.base, last=d.last)
        return text, text + "."
    if not d.ahead or old is None or young is None:
        text = _("Slik er innbyggerne fordelt på alder og kjønn i {year}").format(year=d.base)
        return text, text + "."
    many, few = (more_or_fewer(change) for change in (old, young))
    told = {(80, 105): _("{old} på 80 år og eldre"), (0, 19): _("{young} under 20 år")}
    sure = [text for ages, text in told.items() if not d.either_way(*ages, d.last)]
    said = _(" og ").join(sure or told.values())
    title = _("I {year} er det {said} enn i dag").format(year=d.last, said=said)
    title = doubted(title.format(old=many, young=few), either=not sure)
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
