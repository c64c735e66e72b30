"""Printed numbers that add up: each is rounded by itself, and a row tells what that leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from veivalg.content.numbers import Unit, presented, round_half_up
from veivalg.foundation.i18n import _

NEVER = (None, Unit.YEAR, Unit.YEARS, Unit.RATIO, Unit.INDEX, Unit.RANK)
"""What can't be added."""
NEAR = 0.001
"""How far a total may be from the sum of its parts, of the largest number, and still be it."""
PEOPLE = (Unit.PERSONS, Unit.EMPLOYEES)
"""What tables hold as whole numbers, so that each part is up to a half from what it was."""
Terms = Mapping[str, Sequence[str]]
"""Key of a column → keys of those it is the sum of; one with a minus before it is taken away."""
Cells = list[list[str | float | int | None]]


@dataclass(frozen=True, slots=True)
class Printing:
    """How the cells of a column are printed."""

    key: str
    unit: Unit | None
    digits: int

    def shown(self, value: float) -> Decimal:
        """Give a number as it is printed."""
        return round_half_up(presented(value, self.unit or Unit.COUNT), self.digits)

    def stored(self, shown: Decimal) -> float:
        """Give a printed number in stored scale."""
        return float(shown) / presented(1.0, self.unit or Unit.COUNT)


def settled(columns: Sequence[Printing], rows: Cells, total: bool, terms: Terms) -> Cells:
    """Give the cells as they are printed: every number rounded by itself, and what that leaves.

    No part is moved to make a column sum: one number is printed the same wherever it stands. Where
    the printed parts do not give the printed total, a row «Avrunding» before the total holds the
    difference. A column that is worked out from others is what their printed numbers give.

    Parameters
    ----------
    total
        Whether the last row is the sum of those above.

    Examples
    --------
    >>> whole = (Printing("name", None, 0), Printing("n", Unit.FTE, 0))
    >>> settled(whole, [["a", 1.4], ["b", 1.3], ["Sum", 2.7]], True, {})
    [['a', 1.4], ['b', 1.3], ['Avrunding', 1.0], ['Sum', 2.7]]
    """
    body = [list(row) for row in rows]
    keys = {column.key: i for i, column in enumerate(columns)}
    for key, parts in terms.items():
        if {key, *(part.lstrip("-") for part in parts)} <= set(keys):
            told = [(part[:1] == "-", keys[part.lstrip("-")]) for part in parts]
            _work_out(columns, body, keys[key], told)
    left = [_left(column, body, i) for i, column in enumerate(columns)] if total else []
    if any(left):
        found = zip(columns, left, strict=True)
        rest = [c.stored(n) if n is not None else "" for c, n in found]
        body.insert(len(body) - 1, [_("Avrunding"), *rest[1:]])
    return body


def _left(column: Printing, body: Cells, i: int) -> Decimal | None:
    """Give the printed total less the printed parts; None for a column that is no sum."""
    numbers = [float(row[i]) for row in body if isinstance(row[i], int | float)]  # type: ignore[arg-type]
    if column.unit in NEVER or len(numbers) != len(body) or len(numbers) < 3:
        return None
    *parts, whole = numbers
    rounded = column.unit in PEOPLE and all(n.is_integer() for n in numbers)
    slack = max(NEAR * max(map(abs, numbers)), len(numbers) / 2 if rounded else 0.0)
    if abs(sum(parts) - whole) > slack:
        return None
    return column.shown(whole) - sum(map(column.shown, parts))


def _work_out(
    columns: Sequence[Printing], body: Cells, i: int, parts: Sequence[tuple[bool, int]]
) -> None:
    for row in body:
        known = {n: cell for n, cell in enumerate(row) if isinstance(cell, int | float)}
        if not {i, *(n for _less, n in parts)} <= set(known):
            continue
        shown = [(less, columns[n].shown(known[n])) for less, n in parts]
        told = sum((-s if less else s for less, s in shown), Decimal(0))
        if columns[i].shown(known[i]) != told:
            row[i] = columns[i].stored(told)
