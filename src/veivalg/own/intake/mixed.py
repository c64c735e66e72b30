"""Rows of one column in different units: some amounts in 1000 kr, some times in hours."""

from collections.abc import Mapping
from itertools import pairwise
from statistics import median

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.own.intake.asides import per_row
from veivalg.own.intake.findings import Collector, shown
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.units import family, is_rate, scaled, unit_word, written
from veivalg.own.tables import OwnField

SCALE, KEEP, ID = "scale", "keep", "rows:unit"
GAP, NEAR, ABOVE, LOOSE, UNITS = 100.0, 3.3, 2.5, 30.0, (1e3, 1e6)
"""How many times larger amounts of one column hardly are than the next, how far under and over the
others the small ones may be in another unit, all of that where other units show it, and which."""
LITTLE = 20_000.0
"""Kroner that no unit has as its budget of a year."""
HOUR, LONG, WHOLE = 5.0, 0.5, 0.9
"""Minutes that hours are fewer than, share of the times that must be longer, and of those that must
be whole."""
SHOWN = 3
Typed = dict[str, pl.Series]
Found = tuple[OwnField, pl.Series, float]
"""A field, the rows that seem to be in another unit, and what they are multiplied by then."""


def ask(
    match: Match, rows: Rows, typed: Typed, factors: Mapping[str, float], found: Collector
) -> Typed:
    """Ask of rows that seem to be in another unit than the others of their column."""
    if _refuse_units_of_rows(match, found):
        return typed
    held, asked = list[Found](), {q.id for q in found.questions}
    for field in match.table.own_fields():
        if field.name not in rows.columns or f"unit:{field.name}" in asked:
            continue
        if family(field) == "kr" and not is_rate(field) and not field.nullable:
            held += _amounts(match, field, typed, factors.get(field.name, 1.0))
        elif field.unit.startswith("minutt") and field.name not in factors:
            held += _hours(field, rows, typed)
    if not held or found.ask(_question(match, rows, typed, held)) != SCALE:
        return typed
    for field, where, factor in held:
        values = [
            v if v is None or not there else scaled(v, factor)
            for v, there in zip(typed[field.name], where, strict=True)
        ]
        typed[field.name] = pl.Series(values=values, dtype=field.dtype)
    return typed


def _refuse_units_of_rows(match: Match, found: Collector) -> bool:
    """Refuse a table where a column says that the rows are in different units."""
    columns = list(per_row(match))
    for at, texts in columns:
        heading = match.assignment.columns[at].heading
        names = ", ".join(f"«{text}»" for text in texts)
        wrong = _("Kolonnen sier at radene har ulike enheter: {names}.").format(names=names)
        mend = _("Skriv alle tallene i samme enhet, og les filen på nytt.")
        found.cell(match.grid, match.row, at, wrong, mend, heading=heading)
    return bool(columns)


def _amounts(match: Match, field: OwnField, typed: Typed, now: float) -> list[Found]:
    """Give the amounts that are about a thousand or a million times smaller than the others.

    Those of the same unit in other months are looked at first, then those of the other units. In a
    column in thousands it is those that are larger that seem to be in kroner.
    """
    values = typed[field.name].cast(pl.Float64).abs()
    there = values.filter(values > 0)
    if len(there) < 2 or there.max() < GAP * there.min():  # type: ignore[operator]
        return []
    names = [f.name for f in match.table.own_fields() if f.key and f.name not in ("year", "month")]
    groups = dict[tuple[object, ...], list[int]]()
    for i, key in enumerate(zip(*(typed[n] for n in names), strict=True) if names else ()):
        if values[i]:
            groups.setdefault(key, []).append(i)
    held, units = list(groups.values()) or [(values > 0).arg_true().to_list()], set[float]()
    small, middles = list[int](), list[float]()
    every = [[values[i] for i in rows] for rows in held]
    clear = any(_split(of)[0] for of in every)  # then less says that the others are so too
    for rows, of in zip(held, every, strict=True):
        limit, unit = _split(of, *(LOOSE,) * 3 * clear)
        units |= {unit} - {1.0}
        small += [i for i in rows if values[i] < limit]
        middles.append(median(v for v in of if v >= limit))
    limit, unit = _split(middles)
    if unit == 1.0 and _of_year(match):
        limit, unit = _split(middles, GAP, LOOSE)
        limit, unit = (limit, unit) if min(middles) < LITTLE else (0.0, 1.0)
    units |= {unit} - {1.0}
    small += [i for rows, v in zip(held, middles, strict=True) if v < limit for i in rows]
    if len(units) != 1:
        return []
    chosen = set(small) if now == 1 else {i for rows in held for i in rows} - set(small)
    where = pl.Series(values=[i in chosen for i in range(len(values))], dtype=pl.Boolean)
    return [(field, where, units.pop() if now == 1 else 1 / units.pop())]


def _of_year(match: Match) -> bool:
    keys = {f.name for f in match.table.own_fields() if f.key}
    return "month" not in keys


def _split(
    values: list[float], gap: float = GAP, near: float = NEAR, above: float = ABOVE
) -> tuple[float, float]:
    """Give the least amount above a gap, and the unit those below it are in; (0, 1) without one.

    Examples
    --------
    >>> _split([9.1e6, 8.3e3, 7.2e6]), _split([9.1e6, 8.3e4]), _split([9.1e6, 300.0])
    ((7200000.0, 1000.0), (0.0, 1.0), (0.0, 1.0))
    """
    held = sorted(values)
    ratio, at = max(((b / a, n) for n, (a, b) in enumerate(pairwise(held), 1)), default=(1.0, 0))
    low, high = held[:at], held[at:]
    for unit in UNITS if ratio >= gap else ():
        if high[0] / near <= low[0] * unit and low[-1] * unit <= high[-1] * above:
            return high[0], unit
    return 0.0, 1.0


def _hours(field: OwnField, rows: Rows, typed: Typed) -> list[Found]:
    """Give the times that seem to be in hours: few, and not all whole, beside many minutes."""
    read = rows.read.get(field.name) or read_numbers(
        rows.columns[field.name], whole=False, unit=field.unit
    )
    values = typed[field.name].cast(pl.Float64)
    where = (~read.own & (values > 0) & (values < HOUR)).fill_null(False)
    few, long = values.filter(where), values.filter(values >= HOUR)
    whole = (long % 1 == 0).mean() or 0.0
    if not (few % 1 != 0).any() or len(long) < LONG * len(values) or whole < WHOLE:  # type: ignore[operator]
        return []
    return [(field, where, 60.0)]


def _question(match: Match, rows: Rows, typed: Typed, held: list[Found]) -> Question:
    keys = [f.name for f in match.table.own_fields() if f.key and not f.pseudonym]
    told, kept, numbers = list[str](), list[str](), set[int]()
    for field, where, factor in held:
        at = where.arg_true().to_list()
        numbers |= {int(rows.numbers[i]) + 1 for i in at}
        for i in at[:SHOWN]:
            name = "" if match.table.personal or not keys else f" «{shown(typed[keys[0]][i])}»"
            row = _("rad {row}{name}").format(row=int(rows.numbers[i]) + 1, name=name)
            for factor_, said in ((factor, told), (1.0, kept)):
                value = written(scaled(float(typed[field.name][i]), factor_))
                said.append(f"{row}: {value} {_(field.unit)}")
    field, where, factor = held[0]
    unit = unit_word(field, factor if factor > 1 else 1.0)
    text = _(
        "{n} av {of} rader i «{title}» ser ut til å være i {unit}, og de andre ikke. Er de det?"
    )
    text = text.format(n=len(numbers), of=len(rows.numbers), title=field.title, unit=unit)
    scale = _("Ja, regn dem om: {told}.").format(told="; ".join(told))
    keep = _("Nei, alle rader er i samme enhet: {told}.").format(told="; ".join(kept))
    options = Option(SCALE, scale), Option(KEEP, keep)
    return Question("rows:unit", text, options, tuple(sorted(numbers)), remember=False)
