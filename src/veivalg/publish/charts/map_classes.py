"""Classes of a map: about equally many places in each, with ends a reader can check."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from veivalg.content import Column, Unit, format_number, presented
from veivalg.content.numbers import DECIMALS, SCALE, nearest, round_half_up
from veivalg.content.theme import MAP_RAMP
from veivalg.foundation.i18n import _


@dataclass(frozen=True, slots=True)
class Classes:
    """Lower ends of the classes above the first, in stored scale, and how to write them."""

    breaks: tuple[float, ...]
    column: Column

    def of(self, value: float) -> int:
        """Give the class of a value, from 0."""
        return bisect_right(self.breaks, value)

    def colours(self) -> tuple[str, ...]:
        """Give the colours, spread over the whole ramp."""
        count = len(self.breaks) + 1
        if count == 1:
            return (MAP_RAMP[2],)
        return tuple(MAP_RAMP[nearest(i * (len(MAP_RAMP) - 1) / (count - 1))] for i in range(count))

    def names(self) -> tuple[str, ...]:
        """Say in words what each class holds."""
        ends = [self._write(b) for b in self.breaks]
        if not ends:
            return (_("alle"),)
        between = [_("{low} til under {high}").format(low=a, high=b) for a, b in pairwise(ends)]
        return (
            _("under {high}").format(high=ends[0]),
            *between,
            _("{low} eller mer").format(low=ends[-1]),
        )

    def _write(self, value: float) -> str:
        column = self.column
        word = column.unit is Unit.SHARE
        return format_number(
            value, column.unit or Unit.COUNT, column.decimals, sign=column.sign, word=word
        )


def classes(values: Sequence[float], column: Column) -> Classes:
    """Divide values into as many classes as they can bear, five at most.

    The ends are rounded to what is written, so that a value always lies where the text says.
    Equal values share a class, which may then hold more than its part.

    Examples
    --------
    >>> classes([1, 2, 3, 4, 5, 6, 7, 8], Column("n", "Antall", Unit.COUNT)).names()
    ('under 3', '3 til under 6', '6 eller mer')
    """
    ordered = sorted(values)
    count = max(1, min(len(MAP_RAMP), len(ordered) // 5 + 2, len(set(ordered))))
    found = {_rounded(ordered[len(ordered) * k // count], column) for k in range(1, count)}
    kept = tuple(sorted(b for b in found if ordered and ordered[0] < b <= ordered[-1]))
    return Classes(kept, column)


def _rounded(value: float, column: Column) -> float:
    unit = column.unit or Unit.COUNT
    decimals = DECIMALS.get(unit, 0) if column.decimals is None else column.decimals
    scale = Decimal("0.01") if unit in (Unit.SHARE, Unit.POINTS) else SCALE.get(unit, 1)
    return float(round_half_up(presented(value, unit), decimals) * scale)
