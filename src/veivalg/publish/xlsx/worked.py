"""Which numbers of a report are worked out from others, as formulas a spreadsheet can run.

What a table says of itself comes first: a row of sums, and columns that are sums or differences.
Beyond that a formula is given only where every row bears it out to the last digits stored, so that
it gives what was stored when it is run again.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from veivalg.content import Assumption, Figure, Table, Unit
from veivalg.content.settled import NEVER
from veivalg.publish.xlsx.cells import scale, stored

SLACK = 1e-9
"""How far a formula may be from what is stored, of the larger."""
FEWEST = 3
"""Rows that must bear a formula out where the table does not state it."""
At = tuple[int, int]
"""Row and column of a cell in its table, from 0."""
Formula = tuple[str | At, ...]
"""A formula in parts: text, and cells that a sheet knows the place of."""
_BARE_YEAR = re.compile(r"\d{4}")


def close(one: float, other: float) -> bool:
    """Say whether two numbers are the same but for how they were added up."""
    return abs(one - other) <= SLACK * max(abs(one), abs(other), 1e-12)


# --- tables ---------------------------------------------------------------------------------------


class _Sheet:
    """A table as it stands in a sheet, and what each of its columns is worked out from."""

    def __init__(self, table: Table) -> None:
        self.columns, self.table = table.columns, table
        self.rows = [
            [_number(stored(v, c.unit)) for c, v in zip(table.columns, row, strict=True)]
            for row in table.rows
        ]
        self.made: dict[At, Formula] = {}
        self.behind: dict[int, tuple[int, ...]] = {}

    def bare(self, i: int) -> bool:
        """Say whether a column is headed by a year alone."""
        return bool(_BARE_YEAR.fullmatch(self.columns[i].title))

    def full(self, *columns: int) -> list[int]:
        """Give the rows that have a number in each of the columns."""
        return [r for r, row in enumerate(self.rows) if all(row[i] is not None for i in columns)]

    def value(self, r: int, i: int) -> float:
        """Give a number that is there."""
        value = self.rows[r][i]
        assert value is not None
        return value

    def circular(self, i: int, parts: Sequence[int]) -> bool:
        """Say whether a part is itself worked out from the column."""
        waiting = list(parts)
        while waiting:
            part = waiting.pop()
            if part == i:
                return True
            waiting.extend(self.behind.get(part, ()))
        return False

    def put(self, i: int, parts: Sequence[int], rows: Sequence[int], how: "_How") -> bool:
        """Make a column worked out from others, row by row; say whether it could be."""
        if self.circular(i, parts):
            return False
        self.behind[i] = tuple(parts)
        for r in rows:
            self.made.setdefault((r, i), how(r))
        return True


_How = Callable[[int], Formula]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def worked_out(table: Table, assumptions: Sequence[Assumption] = ()) -> dict[At, Formula]:
    """Give the formula of each cell of a table that is worked out from others.

    Parameters
    ----------
    table
        As it is laid in the sheet.
    assumptions
        Those the table rests on; a formula names them as :func:`defined_name` does.
    """
    sheet = _Sheet(table)
    if table.total_row:
        _sums(sheet)
    for key, parts in table.terms.items():
        _stated(sheet, key, parts)
    for i, column in enumerate(table.columns):
        if column.unit is not None and column.unit is not Unit.YEAR and i not in sheet.behind:
            _found(sheet, i, assumptions)
    return sheet.made


def _sums(sheet: _Sheet) -> None:
    last = len(sheet.rows) - 1
    for i, column in enumerate(sheet.columns):
        if column.unit in NEVER or len(sheet.full(i)) != last + 1 or last < 2:
            continue
        if close(sum(sheet.value(r, i) for r in range(last)), sheet.value(last, i)):
            sheet.made[last, i] = ("=SUM(", (0, i), ":", (last - 1, i), ")")


def _stated(sheet: _Sheet, key: str, parts: Sequence[str]) -> None:
    keys = {column.key: i for i, column in enumerate(sheet.columns)}
    if not {key, *(part.lstrip("-") for part in parts)} <= set(keys):
        return
    i, told = keys[key], [(part[:1] == "-", keys[part.lstrip("-")]) for part in parts]

    def how(r: int) -> Formula:
        signed = [("-" if less else "+", (r, n)) for less, n in told]
        signed[0] = (signed[0][0].replace("+", ""), signed[0][1])
        return ("=", *(part for pair in signed for part in pair))

    def right(r: int) -> bool:
        given = sum(-sheet.value(r, n) if less else sheet.value(r, n) for less, n in told)
        return close(given, sheet.value(r, i))

    rows = [r for r in sheet.full(i, *(n for _less, n in told)) if right(r)]
    sheet.put(i, [n for _less, n in told], rows, how)


def _found(sheet: _Sheet, i: int, assumptions: Sequence[Assumption]) -> None:
    """Find what a column is worked out from: those to its left, or one of them and a choice."""
    left = [n for n in range(i) if sheet.columns[n].unit not in (None, Unit.YEAR)]
    for parts, how, gives in _tries(sheet, i, left, assumptions):
        rows = sheet.full(i, *parts)
        if sheet.table.total_row and not _bears(sheet, i, rows[-1:], parts, gives):
            rows = rows[:-1]
        told = {sheet.value(r, i) for r in rows}
        if len(rows) < FEWEST or len(told) < 2 or not _bears(sheet, i, rows, parts, gives):
            continue
        if sheet.put(i, parts, rows, how):
            return


_Gives = Callable[[Sequence[float]], float]
_Try = tuple[tuple[int, ...], _How, _Gives]


def _bears(sheet: _Sheet, i: int, rows: Sequence[int], parts: Sequence[int], gives: _Gives) -> bool:
    """Say whether every row is what its parts give."""
    try:
        return all(
            close(gives([sheet.value(r, n) for n in parts]), sheet.value(r, i)) for r in rows
        )
    except ZeroDivisionError:
        return False


def _ratio(by: float, less: float = 0.0) -> _Gives:
    return lambda p: p[0] / p[1] * by - less


def _product(by: float) -> _Gives:
    return lambda p: p[0] * by


def _tries(
    sheet: _Sheet, i: int, left: Sequence[int], assumptions: Sequence[Assumption]
) -> Iterator[_Try]:
    """Give the ways a column may be worked out: parts, formula and what the parts give."""
    unit, last = sheet.columns[i].unit, len(sheet.rows) - 1
    for a in left if unit is Unit.SHARE and sheet.table.total_row else ():
        if whole := sheet.rows[last][a]:
            yield (a,), _at(a, "/", last, a), _product(1 / whole)
    for a, b in permutations(left, 2):
        ends = sheet.columns[a].unit, sheet.columns[b].unit
        if unit is Unit.SHARE and ends[0] is ends[1]:
            yield (a, b), _at(a, "/", None, b, "-1"), _ratio(1.0, 1.0)
        if unit is not ends[0]:
            by = scale(ends[0]) / (scale(ends[1]) * scale(unit))
            yield (a, b), _at(a, "/", None, b, _times(by)), _ratio(by)
        if unit is ends[0] is ends[1] and not sheet.bare(i) and _both(sheet, i, a, b):
            yield (a, b), _at(a, "-", None, b), lambda p: p[0] - p[1]
            if a < b:
                yield (a, b), _at(a, "+", None, b), sum
    for one in (one for one in assumptions if one.value and not float(one.value).is_integer()):
        for a in left:
            by = scale(sheet.columns[a].unit) / scale(unit)
            tail = f"*{defined_name(one.id)}{_times(scale(one.unit))}{_times(by)}"
            yield (a,), _at(a, tail), _product(one.value * by)


def _both(sheet: _Sheet, i: int, a: int, b: int) -> bool:
    """Say whether neither part is nothing all the way."""
    return all(any(sheet.value(r, n) for r in sheet.full(i, a, b)) for n in (a, b))


def _at(a: int, sign: str, row: int | None = None, b: int | None = None, end: str = "") -> _How:
    def how(r: int) -> Formula:
        second: Formula = () if b is None else ((r if row is None else row, b),)
        return ("=", (r, a), sign, *second, end)

    return how


def _times(by: float) -> str:
    return "" if close(by, 1.0) else f"*{by!r}"


# --- bound numbers and assumptions ----------------------------------------------------------------


def defined_name(id: str) -> str:
    """Give what a formula calls an assumption.

    Examples
    --------
    >>> defined_name("dekningsgrad-institusjon"), defined_name("aga1")
    ('dekningsgrad_institusjon', 'antakelse_aga1')
    """
    name = re.sub(r"\W", "_", id)
    cell = re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*|\d.*", name)
    return f"antakelse_{name}" if cell else name


@dataclass(frozen=True, slots=True)
class Sum:
    """How a bound number is worked out: a formula whose cells are those of `parts`, in order.

    ``{0}``, ``{1}`` … of the template are numbers and assumptions as they stand in the workbook.
    """

    template: str
    parts: tuple[Figure | Assumption, ...]


_RESULT = -1
_WAYS: tuple[tuple[str, tuple[tuple[int, int], ...], Callable[..., float]], ...] = (
    ("{0}", ((0, _RESULT),), lambda a: a),
    ("{0}-{1}", ((0, 1),), lambda a, b: a - b),
    ("{0}+{1}", ((0, 1), (0, _RESULT)), lambda a, b: a + b),
    ("{0}/{1}", (), lambda a, b: a / b),
    ("{0}/{1}-1", ((0, 1),), lambda a, b: a / b - 1),
    ("{0}*{1}", (), lambda a, b: a * b),
    ("{0}/{1}*100", (), lambda a, b: a / b * 100),
    ("{0}/{1}*1000", (), lambda a, b: a / b * 1000),
    ("{0}/({1}*365)", (), lambda a, b: a / (b * 365)),
    ("{0}/({1}*52)", (), lambda a, b: a / (b * 52)),
    ("{0}*{1}-{2}", ((2, _RESULT),), lambda a, b, c: a * b - c),
    ("({0}-{1})*{2}", ((0, 1),), lambda a, b, c: (a - b) * c),
    ("{0}*{1}*{2}", (), lambda a, b, c: a * b * c),
    ("{0}*{1}/{2}", (), lambda a, b, c: a * b / c),
    ("({0}-{1})/{2}", ((0, 1),), lambda a, b, c: (a - b) / c),
    ("({0}+{1})/{2}", ((0, 1),), lambda a, b, c: (a + b) / c),
)
"""Formula, parts that must have one unit, and number of what a figure may be, the plainest first.

A year less a year is a number of years, so a difference may be of another unit than its parts.
"""
MOST_PARTS = 7


def sum_of(figure: Figure) -> Sum | None:
    """Give how a bound number is worked out, None where that is not one short formula.

    The formula gives the number as it stands in the workbook, to the last digits stored.
    """
    parts: list[Figure | Assumption] = [*figure.inputs, *figure.assumptions]
    known = [p for p in parts if p.value is not None and not getattr(p, "switch", False)]
    if not figure.value or len(known) != len(parts) or not known:
        return None
    for template, alike, gives in _WAYS if len(known) <= MOST_PARTS else ():
        for some in permutations(known, gives.__code__.co_argcount):
            units = [*(p.unit for p in some), figure.unit]
            fits = all(units[one] is units[other] for one, other in alike)
            if fits and _enough(figure, some, template) and _gives(gives, some, figure.value):
                return Sum(_scaled(template, some, figure.unit), some)
    return _of_all(figure, figure.inputs)


def _enough(figure: Figure, some: Sequence[Figure | Assumption], template: str) -> bool:
    """Say whether it is no chance that parts give a number: they are all, or none is whole."""
    used = [p for p in some if isinstance(p, Figure)]
    if len(some) == 1:
        return not used or len(figure.inputs) == 1
    if any(p.value in (0, 1) for p in some):
        return False
    whole = all(float(p.value or 0).is_integer() for p in (*some, figure))
    if whole and re.search(r"[*/]", template):
        return False
    return len(used) == len(figure.inputs) or (len(used) < len(some) and not whole)


def _gives(gives: Callable[..., float], some: Sequence[Figure | Assumption], to: float) -> bool:
    try:
        return close(gives(*(float(p.value or 0.0) for p in some)), to)
    except ZeroDivisionError:
        return False


def _of_all(figure: Figure, inputs: Sequence[Figure]) -> Sum | None:
    values = [float(f.value) for f in inputs if f.value is not None]
    alike = {f.unit for f in inputs} == {figure.unit}
    if figure.value is None or len(values) != len(inputs) or len(values) < 2 or not alike:
        return None
    cells = ",".join(f"{{{n}}}" for n in range(len(values)))
    for name, value in (("SUM", sum(values)), ("AVERAGE", sum(values) / len(values))):
        if close(value, figure.value):
            return Sum(f"{name}({cells})", tuple(inputs))
    return None


def _scaled(template: str, some: Sequence[Figure | Assumption], unit: Unit) -> str:
    """Write a formula so that parts and answer are in the scale of the workbook."""
    if {p.unit for p in some} == {unit} and not re.search(r"[*/]", template):
        return template
    by = [f"{{{n}}}{_times(scale(p.unit))}" for n, p in enumerate(some)]
    held = [f"({one})" if "*" in one else one for one in by]
    whole, size = template.format(*held), scale(unit)
    return whole if size == 1 else f"({whole})/{size!r}"


def names_of(assumptions: Sequence[Assumption]) -> Mapping[str, str]:
    """Give the defined name of each assumption by id; no two have the same."""
    names = {one.id: defined_name(one.id) for one in assumptions}
    for one, other in combinations(names, 2):
        if names[one].casefold() == names[other].casefold():
            raise ValueError(f"assumptions {one!r} and {other!r} have the same name in a workbook")
    return names
