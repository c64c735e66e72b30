"""Our own projection beside SSB's: how far apart they are, and how far ahead ours is tested."""

from collections.abc import Mapping

import polars as pl

from veivalg.content import Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.ssb_led import Target
from veivalg.norway.register import municipality

TESTED = 10
"""Years ahead that the back-test reaches."""

NAMED = 5
"""More municipalities than this are told together."""

OLD = 80


def caveat(base: int, to: int) -> str:
    """Say that what lies beyond the back-test is not tested; empty when nothing does."""
    if to - base <= TESTED:
        return ""
    return _(
        "Framskrivingen er etterprøvd til {n} år fram. Etter {year} er verken nivået eller "
        "intervallene prøvd mot noe som har skjedd."
    ).format(n=TESTED, year=base + TESTED)


def distances(projected: pl.LazyFrame, targets: Mapping[str, Target]) -> tuple[str, ...]:
    """Say how far the projection lies from SSB's main alternative, where it is known.

    A line a municipality, or one for all of them when there are many: persons in all and 80 years
    and older, in the last year that both reach.

    Parameters
    ----------
    projected
        Columns ``municipality``, ``year``, ``age`` and ``mean`` (persons).
    """
    frame = projected.select("municipality", "year", "age", "mean")
    sums = (
        frame.group_by("municipality", "year")
        .agg(
            pl.col("mean").sum().alias("all"),
            pl.col("mean").filter(pl.col("age") >= OLD).sum().alias("old"),
        )
        .collect()
    )
    ours = {
        (c, y): (a, o)
        for c, y, a, o in sums.select("municipality", "year", "all", "old").iter_rows()
    }
    found: dict[str, tuple[int, tuple[float, float], tuple[float, float]]] = {}
    for code, target in targets.items():
        years = [y for c, y in ours if c == code]
        year = max((y for y in years if y > min(years) and _known(target, y)), default=None)
        if year is not None and (theirs := _theirs(target, year)) is not None:
            found[code] = (year, ours[code, year], theirs)
    if len(found) <= NAMED:
        return tuple(_line(municipality(code).name, *one) for code, one in sorted(found.items()))
    last = min(year for year, _own, _theirs_ in found.values())
    pairs = [(ours[c, last], _theirs(targets[c], last)) for c in found]
    sums_ = [(o, t) for o, t in pairs if t is not None]
    own = sum(o[0] for o, _t in sums_), sum(o[1] for o, _t in sums_)
    theirs = sum(t[0] for _o, t in sums_), sum(t[1] for _o, t in sums_)
    return (_line(_("{n} kommuner til sammen").format(n=len(sums_)), last, own, theirs),)


def _known(target: Target, year: int) -> bool:
    return year in target.cells or year in target.groups


def _theirs(target: Target, year: int) -> tuple[float, float] | None:
    """Give SSB's persons in all and 80+; None when its groups don't tell those."""
    if year in target.cells:
        cells = target.cells[year]
        return float(cells.sum()), float(cells[:, OLD:].sum())
    groups = target.groups.get(year, {})
    if (0, 105) not in groups and min((lo for lo, _hi in groups), default=1) > 0:
        return None
    whole = groups.get((0, 105), sum(groups.values()))
    old = sum(n for (lo, _hi), n in groups.items() if lo >= OLD)
    return (whole, old) if old else None


def _line(name: str, year: int, own: tuple[float, float], theirs: tuple[float, float]) -> str:
    numbers = [
        format_number(n, Unit.COUNT, 0) for pair in zip(own, theirs, strict=True) for n in pair
    ]
    apart = [
        format_number(a / b - 1, Unit.SHARE, 0, sign=True) for a, b in zip(own, theirs, strict=True)
    ]
    return _(
        "{name} i {year}: {all} innbyggere mot {ssb} hos SSB ({apart}), {old} på 80 år og "
        "eldre mot {ssb_old} ({apart_old})"
    ).format(
        name=name,
        year=year,
        all=numbers[0],
        ssb=numbers[1],
        apart=apart[0],
        old=numbers[2],
        ssb_old=numbers[3],
        apart_old=apart[1],
    )
