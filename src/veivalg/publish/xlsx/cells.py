"""How a number stands in a sheet: its scale, its format, and what is told where there is none."""

import re
from collections.abc import Sequence

from veivalg.content import Cell, Column, Exhibit, Table, Unit, presented
from veivalg.content.numbers import DECIMALS, SCALE, THIN
from veivalg.foundation.i18n import _

_PRINTED = re.compile(rf"([+\u2212]?)(\d[\d{THIN}\u00a0]*)(?:,(\d+))?(?:[{THIN} ](\D+))?")


def sheet_table(exhibit: Exhibit) -> Table:
    """Give the table as it is laid in a sheet: turned, unless turning would drop a column.

    No number is rounded: what is worked out from others is so by a formula.
    """
    table = exhibit.table
    if table.pivot is None:
        return table
    kept = {table.pivot.rows, table.pivot.columns, table.pivot.values}
    if kept != {c.key for c in table.columns}:
        return table
    return table.turned()


def stored(value: Cell, unit: Unit | None) -> Cell:
    """Give a value as it stands in a sheet: shares as fractions, else in the unit shown.

    Examples
    --------
    >>> stored(0.171, Unit.SHARE), stored(0.012, Unit.POINTS), stored(2_500_000, Unit.MILLION_NOK)
    (0.171, 1.2, 2.5)
    """
    if value is None or isinstance(value, str) or unit is None:
        return value
    return presented(value, unit) if unit is Unit.POINTS or unit in SCALE else value


def scale(unit: Unit | None) -> float:
    """Give what a number of a sheet is multiplied by to be in stored scale."""
    return 0.01 if unit is Unit.POINTS else SCALE.get(unit or Unit.COUNT, 1)


def unit_word(unit: Unit) -> str:
    """Name a unit as it stands in a file, where shares are not turned into per cent."""
    return _("andel (1 er 100 %)") if unit is Unit.SHARE else unit.word


def number_format(column: Column) -> str:
    """Give Excel's number format for a column.

    Examples
    --------
    >>> number_format(Column("s", "Andel", Unit.SHARE)), number_format(Column("y", "År", Unit.YEAR))
    ('0.0 %', '0')
    """
    unit = column.unit or Unit.COUNT
    if unit is Unit.YEAR:
        return "0"
    digits = DECIMALS.get(unit, 0) if column.decimals is None else column.decimals
    tail = _tail(digits)
    base = f"0{tail} %" if unit is Unit.SHARE else f"#,##0{tail}"
    return f"+{base};-{base};{base}" if column.sign else base


def _tail(digits: int) -> str:
    return f".{'0' * digits}" if digits else ""


def printed(text: str) -> tuple[float, str, str] | None:
    """Read a number that a table has as text with its unit: value, unit and Excel's format.

    None for what is not one number, such as «ukjent» and «10–30 timer».

    Examples
    --------
    >>> printed("\u2212104\u202f202\u202fkr"), printed("27,2\u202f%")
    ((-104202.0, 'kr', '#,##0" kr"'), (0.272, '%', '0.0 %'))
    """
    found = _PRINTED.fullmatch(text)
    if found is None:
        return None
    sign, whole, part, unit = found[1], found[2], found[3] or "", (found[4] or "").strip()
    digits = re.sub(r"\D", "", whole)
    value = float(f"{'-' if sign == chr(0x2212) else ''}{digits}.{part or 0}")
    if unit == "%":
        return value / 100, unit, f"0{_tail(len(part))} %"
    return value, unit, f"#,##0{_tail(len(part))}" + (f'" {unit}"' if unit else "")


def status(value: Cell, reason: str = "") -> str:
    """Say whether a number is told, or in words why it is not: «skjermet»."""
    if value is None:
        return reason or _("mangler")
    return value if isinstance(value, str) else _("oppgitt")


def lacking(columns: Sequence[Column], row: Sequence[Cell]) -> str:
    """Tell what a row lacks: «skjermet: 2030, 2040»; empty when it lacks nothing.

    Examples
    --------
    >>> ages = (Column("y", "0–5 år", Unit.PERSONS), Column("o", "80 år", Unit.PERSONS))
    >>> lacking(ages, ("skjermet", 12)), lacking(ages, (None, None)), lacking(ages, (1, 0))
    ('skjermet: 0–5 år', 'mangler: 0–5 år, 80 år', '')
    """
    found: dict[str, list[str]] = {}
    for column, value in zip(columns, row, strict=True):
        if column.unit is not None and not isinstance(value, int | float):
            found.setdefault(status(value or None), []).append(column.title)
    return "; ".join(f"{why}: {', '.join(names)}" for why, names in found.items())
