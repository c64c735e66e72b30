"""One measure over time for the municipality, its group and Norway."""

from collections.abc import Callable, Mapping, Sequence

from veivalg.chapters.befolkning.model import Demography
from veivalg.chapters.common.exhibits import exhibit
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.timeline import timeline
from veivalg.content import Column, Exhibit, Mark, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import (
    family_care_ratio,
    ratio,
    share_of_all,
    support_ratio,
)
from veivalg.maths.projections.population import PopulationPath

Measure = Callable[[PopulationPath, int], float | None]


def share_80(d: Demography) -> Exhibit | None:
    """Give the share aged 80 and over, over time, here and elsewhere."""
    year = d.last if d.ahead else d.base
    share = format_number(_share_80(d.own, year), Unit.SHARE)
    return _compared(
        d,
        "andel-80",
        _share_80,
        Column("value", _("andel 80 år og eldre"), Unit.SHARE, 1),
        _("{share} er 80 år eller eldre i {year}").format(share=share, year=year),
        _("Andel innbyggere 80 år og eldre, {place}, {a}–{b}, prosent"),
        _("Innbyggere 80 år og eldre / alle innbyggere"),
        groups=((80, 105), (0, 105)),
    )


def old_per_young(d: Demography) -> Exhibit | None:
    """Give those 65 and over per child and youth, over time, here and elsewhere."""
    here = d.crossover(d.own)
    if here is not None and here.value is not None:
        year = int(here.value)
        title = (
            _("Flere eldre enn unge fra {year}")
            if d.own.is_projected(year)
            else _("Flere eldre enn unge første gang i {year}")
        ).format(year=year)
    elif (_old_per_young(d.own, d.base) or 0) > 1:
        title = _("Flere eldre enn unge i alle årene")
    else:
        title = _("Flere unge enn eldre i alle årene")
    return _compared(
        d,
        "vippepunkt",
        _old_per_young,
        Column("value", _("eldre per ung"), Unit.RATIO, 2),
        title,
        _("Innbyggere 65 år og eldre per innbygger 0–19 år, {place}, {a}–{b}"),
        _("Innbyggere 65 år og eldre / innbyggere 0–19 år"),
        groups=((65, 105), (0, 19)),
        mark=Mark(_("Like mange"), y=1.0),
    )


def support(d: Demography) -> Exhibit | None:
    """Give aldersbæreevne over time, here and elsewhere."""
    return _compared(
        d,
        "aldersbaereevne",
        _support,
        Column("value", _("personer per eldre"), Unit.RATIO, 1),
        _ratio_title(d, _support, _("i arbeidsfør alder"), _("på 67 år og eldre")),
        _("Aldersbæreevne: innbyggere 16–66 år per innbygger 67 år og eldre, {place}, {a}–{b}"),
        _("Innbyggere 16–66 år / innbyggere 67 år og eldre"),
        groups=((16, 66), (67, 105)),
    )


def family_care(d: Demography) -> Exhibit | None:
    """Give familieomsorgskoeffisient over time, here and elsewhere."""
    return _compared(
        d,
        "familieomsorg",
        _family_care,
        Column("value", _("personer per eldre"), Unit.RATIO, 1),
        _ratio_title(d, _family_care, _("på 50–66 år"), _("på 85 år og eldre")),
        _(
            "Familieomsorgskoeffisient: innbyggere 50–66 år per innbygger 85 år og eldre, {place}, "
            "{a}–{b}"
        ),
        _("Innbyggere 50–66 år / innbyggere 85 år og eldre"),
        groups=((50, 66), (85, 105)),
    )


def _ratio_title(d: Demography, measure: Measure, above: str, below: str) -> str:
    now, later = measure(d.own, d.base), measure(d.own, d.last)
    first = format_number(now, Unit.RATIO, 1)
    if now is None or later is None or not d.ahead:
        text = _("{now} innbyggere {above} for hver {below}")
        return text.format(now=first, above=above, below=below)
    return _("{words} {above} for hver {below}: {now} i {base}, {later} i {last}").format(
        words=_("Færre") if later < now else _("Flere"),
        above=above,
        below=below,
        now=first,
        base=d.base,
        later=format_number(later, Unit.RATIO, 1),
        last=d.last,
    )


def _compared(
    d: Demography,
    id: str,
    measure: Measure,
    value: Column,
    title: str,
    subtitle: str,
    formula: str,
    *,
    groups: Sequence[tuple[int, int]],
    mark: Mark | None = None,
) -> Exhibit | None:
    """Give one measure over time for the municipality, its group and Norway."""
    end = max(d.last, d.base)
    found = {
        path: (role, {y: v for y in path.years if y <= end and (v := measure(path, y)) is not None})
        for role, path in d.paths()
    }
    shown = {path: line for path, line in found.items() if line[1]}
    if d.own not in shown:
        return None
    return exhibit(
        id,
        title,
        subtitle,
        **timeline(
            {path.place.name: line for path, line in shown.items()},
            value,
            projected_from=d.base + 1,
            zero=True,
            y_title=value.title,
            marks=(*((mark,) if mark else ()), Mark(_("I dag"), x=d.base)),
        ),
        place=d.place.name,
        a=str(d.own.years[0]),
        b=str(d.last),
        alt=_compared_words(d, {path: line[1] for path, line in shown.items()}, value),
        sources=(
            s for p in shown for s in sources_behind(p, groups, [y for y in p.years if y <= end])
        ),
        formula=formula,
        method="M1",
        note=" ".join(dict.fromkeys(p.caveat for p in shown if p.caveat and p.projected_years)),
    )


def _compared_words(
    d: Demography, shown: Mapping[PopulationPath, Mapping[int, float]], value: Column
) -> str:
    """Say the first and the last value of the municipality, and those of others today."""

    def written(number: float) -> str:
        return format_number(number, value.unit or Unit.RATIO, value.decimals)

    own = shown[d.own]
    first, last = min(own), max(own)
    others = [
        _(" {place}: {value} i {year}.").format(
            place=path.place.name, value=written(values[d.base]), year=d.base
        )
        for path, values in shown.items()
        if path is not d.own and d.base in values
    ]
    return _("{place}: {a} i {first} og {b} i {last}.").format(
        place=d.place.name, a=written(own[first]), first=first, b=written(own[last]), last=last
    ) + "".join(others)


def _share_80(path: PopulationPath, year: int) -> float | None:
    """Measure: share aged 80 and over."""
    return share_of_all(path.group, 80, 105, year)


def _old_per_young(path: PopulationPath, year: int) -> float | None:
    """Measure: persons 65+ per person 0–19."""
    return ratio(path.group(65, 105, year), path.group(0, 19, year))


def _support(path: PopulationPath, year: int) -> float | None:
    """Measure: aldersbæreevne."""
    return support_ratio(path.group, year)


def _family_care(path: PopulationPath, year: int) -> float | None:
    """Measure: familieomsorgskoeffisient."""
    return family_care_ratio(path.group, year)
