"""A file of own figures in the making: what it truly says, and how it is written down.

Nothing here asks the intake: what a file says is drawn first, and written in odd ways after that.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Value = str | int | Decimal | dt.date | None
Written = object
Write = Callable[[Value], Written]
SCHOOLS = ("Båsmo", "Gruben", "Ytteren", "Hauknes", "Selfors", "Utskarpen", "Sumatra", "Øverås")
UNITS = ("Helse og omsorg", "Skole", "Barnehage", "Kultur", "Teknisk drift", "NAV", "Plan og miljø")
ZONES = ("Sentrum nord", "Sentrum sør", "Ytre sone", "Øvre dal", "Mo øst", "Åga")


@dataclass(frozen=True)
class Column:
    """A column: the field it is read as, its headings, its kind, and how its values are drawn."""

    field: str
    headings: tuple[str, ...]
    kind: str  # text, year, count, kr, share, hours, minutes, fte, date
    make: Callable[[random.Random], Value] | None = None


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns, and the keys of its rows in order."""

    name: str
    columns: tuple[Column, ...]
    keys: Callable[[random.Random], list[tuple[Value, ...]]]


@dataclass
class Row:
    """A row: its values, whether it is one of the figures, and cells written in their own way."""

    values: dict[str, Value]
    counts: bool = True
    hidden: bool = False
    raw: dict[str, Written] = field(default_factory=dict)


def _times(draw: random.Random, names: tuple[str, ...], *rest: list[Value]) -> list[tuple]:
    taken = draw.sample(names, draw.randint(3, len(names)))
    found: list[tuple] = [(name,) for name in taken]
    for values in rest:
        found = [(*key, value) for key in found for value in values]
    return found


def _kr(low: int, high: int) -> Callable[[random.Random], Decimal]:
    # Whole thousands, so that a million with three decimals is exact.
    return lambda draw: Decimal(draw.randint(low // 1000, high // 1000) * 1000)


def _part(low: int, high: int, by: int) -> Callable[[random.Random], Decimal]:
    return lambda draw: Decimal(draw.randint(low, high)) / by


TABLES = (
    Table(
        "pupils",
        (
            Column("school", ("Skole", "Skolenavn"), "text"),
            Column("year", ("Skoleår", "Skoleår (startår)", "År"), "year"),
            Column("grade", ("Trinn", "Klassetrinn"), "year"),
            Column("pupils", ("Elever", "Antall elever"), "count", lambda d: d.randint(11, 498)),
        ),
        lambda d: _times(d, SCHOOLS, [2025], list(range(1, d.randint(2, 4)))),
    ),
    Table(
        "kindergartens",
        (
            Column("kindergarten", ("Barnehage", "Navn"), "text"),
            Column("year", ("År",), "year"),
            Column("under_three", ("Barn 0–2 år",), "count", lambda d: d.randint(5, 60)),
            Column("over_three", ("Barn 3–5 år",), "count", lambda d: d.randint(5, 90)),
            Column(
                "staff",
                ("Årsverk i grunnbemanningen", "Grunnbemanning"),
                "fte",
                _part(301, 2999, 100),
            ),
        ),
        lambda d: _times(d, SCHOOLS, [2025]),
    ),
    Table(
        "yearly_budgets",
        (
            Column("unit", ("Enhet", "Sektor", "Virksomhet"), "text"),
            Column("year", ("År", "Regnskapsår"), "year"),
            Column("budget", ("Revidert budsjett", "Budsjett"), "kr", _kr(20_000_000, 400_000_000)),
            Column(
                "manager_forecast",
                ("Lederens prognose", "Prognose"),
                "kr",
                _kr(20_000_000, 400_000_000),
            ),
        ),
        lambda d: _times(d, UNITS, [2026]),
    ),
    Table(
        "monthly_accounts",
        (
            Column("unit", ("Enhet", "Sektor"), "text"),
            Column("year", ("År", "Regnskapsår"), "year"),
            Column("month", ("Måned", "Periode", "Mnd"), "year"),
            Column("amount", ("Regnskap", "Netto", "Beløp"), "kr", _kr(1_500_000, 30_000_000)),
        ),
        lambda d: _times(d, UNITS, [2026], list(range(1, d.randint(2, 5)))),
    ),
    Table(
        "absence",
        (
            Column("unit", ("Enhet", "Virksomhet"), "text"),
            Column("year", ("År",), "year"),
            Column("quarter", ("Kvartal",), "year"),
            Column("employees", ("Ansatte",), "count", lambda d: d.randint(12, 140)),
            Column("fte", ("Årsverk",), "fte", _part(801, 9999, 100)),
            Column("short", ("Korttidsfravær",), "share", _part(12, 60, 1000)),
            Column("long", ("Langtidsfravær",), "share", _part(21, 120, 1000)),
        ),
        lambda d: _times(d, UNITS, [2025], list(range(1, d.randint(2, 5)))),
    ),
    Table(
        "home_care_totals",
        (
            Column("zone", ("Sone", "Distrikt"), "text"),
            Column("users", ("Brukere",), "count", lambda d: d.randint(31, 240)),
            Column("hours", ("Timer levert per uke",), "hours", _part(240, 3600, 4)),
        ),
        lambda d: _times(d, ZONES),
    ),
    Table(
        "home_care_visits",
        (
            Column("visit", ("Besøk nr.", "Løpenr"), "id"),
            Column("user", ("Bruker-ID", "Tjenestemottaker"), "secret"),
            Column("zone", ("Sone", "Distrikt"), "text"),
            Column("date", ("Dato", "Besøksdato"), "date"),
            Column(
                "minutes",
                ("Minutter hos bruker", "Varighet"),
                "minutes",
                lambda d: Decimal(3 * d.randint(2, 30)),
            ),
        ),
        lambda d: [(i, f"B{d.randint(1000, 9999)}") for i in range(1, d.randint(6, 14))],
    ),
)


class Draft:
    """A file being made: odd ways of writing are put on it one by one, then it is written."""

    def __init__(self, draw: random.Random, table: Table, form: str) -> None:
        self.draw, self.table, self.form = draw, table, form
        self.columns: list[Column | str] = list(table.columns)  # a text is a column of their own
        self.heads = {c.field: draw.choice(c.headings) for c in table.columns}
        self.rows = [self._row(key) for key in table.keys(draw)]
        self.factor: dict[str, Decimal] = {}
        self.write: dict[str, Write] = {}
        self.formats: dict[str, str] = {}
        self.above: list[list[Written]] = []
        self.below: list[list[Written]] = []
        self.beside: list[list[Written]] = []
        self.before: list[tuple[str, list[list[Written]], bool]] = []
        self.after: list[tuple[str, list[list[Written]], bool]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.merge_keys = False
        self.sheet = "Ark1"
        self.left = 0
        self.encoding = "utf-8"
        self.delimiter = ";"
        self.line = "\r\n"
        self.quote: Callable[[str], str] = lambda text: text
        self.system = "1900"
        self.hidden_answer = "drop"
        self.kind = ""
        """The kind of rows that are the table's, where a column tells kinds apart."""
        self.filtered = False
        self.name = "tall"
        self.header = ""
        self.comment = ""
        self.letters_answer = "keep"
        self.unseen: set[str] = set()
        """Fields whose column is hidden."""
        self.shown_as_nothing = ""
        """A number format that shows nothing, where hidden rows are there but for that."""
        self.taken: set[str] = set()
        self.odd: list[str] = []
        self.asks: set[str] = set()
        """Questions that must be asked, or the file refused, before anything is read."""
        self.told: list[tuple[str, ...]] = []
        """Of each, one piece must be told or asked where the file is read."""
        self.refused = ""
        """Why nothing of it can be read rightly; then whatever is read is a misread."""

    def _row(self, key: tuple[Value, ...]) -> Row:
        values: dict[str, Value] = {}
        left = list(key)
        for column in self.table.columns:
            if column.make is not None:
                values[column.field] = column.make(self.draw)
            elif left:
                values[column.field] = left.pop(0)
            elif column.kind == "date":
                values[column.field] = dt.date(2024, 9, 1) + dt.timedelta(self.draw.randint(0, 28))
            else:
                values[column.field] = self.draw.choice(ZONES)
        return Row(values)

    def of(self, *kinds: str) -> list[Column]:
        """Give the columns of some kinds that nothing odd is written in yet."""
        return [
            c
            for c in self.table.columns
            if c.kind in kinds and c.field not in self.taken and c in self.columns
        ]

    def take(self, *slots: str) -> bool:
        """Say whether slots are free, and take them."""
        if self.taken & set(slots):
            return False
        self.taken |= set(slots)
        return True

    @property
    def key(self) -> Column:
        """Give the first column."""
        return self.table.columns[0]

    def figures(self) -> list[Row]:
        """Give the rows that are figures."""
        return [row for row in self.rows if row.counts]

    def truth(self) -> list[dict[str, Value]]:
        """Give the rows a person would say the file holds."""
        kept = self.hidden_answer == "keep"
        return [r.values for r in self.rows if r.counts and (kept or not r.hidden)]

    def cells(self) -> list[list[Written]]:
        """Give the table as it stands: headings and rows."""
        heads: list[Written] = [
            self.heads[c.field] if isinstance(c, Column) else c for c in self.columns
        ]
        return [heads, *([self._cell(row, c) for c in self.columns] for row in self.rows)]

    def _cell(self, row: Row, column: Column | str) -> Written:
        if isinstance(column, str):
            return row.raw.get(column, f"{column} {self.draw.randint(1, 9)}" if column else None)
        if column.field in row.raw:
            return row.raw[column.field]
        value = row.values.get(column.field)
        if value is None:
            return None
        if column.field in self.factor and isinstance(value, Decimal):
            value = value / self.factor[column.field]
        write = self.write.get(column.field)
        return write(value) if write is not None else value

    def row_number(self, index: int) -> int:
        """Give the row of the file a row of figures stands in, as Excel counts."""
        each = 2 if self.form == "csv" and self.line.startswith("\r\n\r\n") else 1
        return (len(self.above) + 1 + index) * each + 1


def comma(value: Value) -> str:
    """Write a value as Norwegian systems do.

    Examples
    --------
    >>> comma(Decimal("12.50")), comma(None), comma(dt.date(2024, 9, 3))
    ('12,5', '', '03.09.2024')
    """
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, Decimal):
        return plain(value).replace(".", ",")
    return str(value)


def plain(value: Decimal | int) -> str:
    """Write a number with no more digits than it has, and no exponent."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Value, separator: str, point: str = ",", decimals: int | None = None) -> str:
    """Write a number with a mark between thousands.

    Examples
    --------
    >>> grouped(Decimal("1234567.5"), " "), grouped(-1234, ".")
    ('1 234 567,5', '-1.234')
    """
    number = Decimal(value)  # type: ignore[arg-type]
    text = plain(abs(number)) if decimals is None else format(abs(number), f".{decimals}f")
    whole, _dot, rest = text.partition(".")
    parts: list[str] = []
    while len(whole) > 3:
        whole, last = whole[:-3], whole[-3:]
        parts.insert(0, last)
    return (
        ("-" if number < 0 else "") + separator.join([whole, *parts]) + (point + rest) * bool(rest)
    )


Maker = Callable[[Draft], bool]
"""Makes a draft odd, or says that it can't be."""
Kinds = Mapping[str, Maker]
