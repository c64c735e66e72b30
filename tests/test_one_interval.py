"""One interval, one pair of ends: everything five municipalities are told, in the digits it has.

An end may not be rounded one way in a sentence and another in the figure beside it. Two readers
look, as in :mod:`tests.test_one_value`: one by address, one by words and digits alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from tests.reports import report_of
from tests.test_one_value import PLACES
from tests.told import NUMBER, SPAN, YEARS, agree, figures_of, rounding

from veivalg.content import Cell, Chapter, Column, End, Exhibit, Report, Unit, format_number
from veivalg.content.statement import Bound
from veivalg.publish.document.provenance import interval_text

SCALES = {"mrd.": Decimal(10) ** 9, "mill.": Decimal(10) ** 6, "%": Decimal("0.01")}
BY_UNIT = {Unit.MILLION_NOK: Decimal(10) ** 6, Unit.SHARE: Decimal("0.01")}


def digits(text: str) -> Decimal:
    """Read a number as it is printed, every digit of it."""
    return Decimal(re.sub(r"[\u202f\u00a0 +]", "", text).replace("\u2212", "-").replace(",", "."))


def scaled(text: str, unit: Unit, whole: str = "") -> Decimal:
    """Give a printed number in stored scale; `whole` is where the unit stands, if elsewhere."""
    named = [scale for word, scale in SCALES.items() if word in (whole or text)]
    found = re.search(rf"\+?{NUMBER}", text)
    assert found is not None, text
    return digits(found[0]) * (named[0] if named else BY_UNIT.get(unit, Decimal(1)))


def shown(cell: Cell, column: Column) -> str:
    """Write a cell as its table does."""
    assert isinstance(cell, int | float) and column.unit is not None
    return format_number(cell, column.unit, column.decimals, word=False)


def ends_by_address(report: Report) -> Iterator[tuple[tuple[str, str], Decimal, str]]:
    """Give every printed end that has an address, with where it stands."""
    own = report.municipality.code
    for chapter in report.chapters:
        for statement in chapter.statements():
            for part in statement.parts():
                if isinstance(part, Bound) and (q := part.figure.quantity) and q.end:
                    value = scaled(part.text, q.unit)
                    place = part.figure.place.code
                    yield (place, q.address), value, f"{chapter.id}: {statement.id}"
        for figure in figures_of(chapter):
            if figure.interval is not None and figure.quantity is not None:
                text = interval_text(figure, figure.interval).removesuffix(
                    f" ({figure.interval.meaning})"
                )
                low, high = text.removeprefix("mellom ").split(" og ")
                for end, part_ in ((End.LOW, low), (End.HIGH, high)):
                    address = f"{figure.quantity.address}/{end}"
                    value = scaled(part_, figure.unit, text)
                    yield (figure.place.code, _alone(address)), value, f"{chapter.id}: {figure.id}"
        for exhibit in chapter.exhibits():
            where = f"{chapter.id}: {exhibit.id}"
            yield from (((own, a), v, where) for a, v in ends_in(exhibit))


def _alone(address: str) -> str:
    """Give an address of an end as `Quantity.address` does, with every part in its place."""
    *parts, end = address.split("/")
    return "/".join((*(parts + [""] * 3)[:3], end))


def ends_in(exhibit: Exhibit) -> Iterator[tuple[str, Decimal]]:
    """Give the ends a table holds: in columns of their own, or as «390 (350–430)»."""
    columns = {c.key: c for c in exhibit.table.columns}
    for q, cell in exhibit.table.quantities():
        if isinstance(cell, str):
            found = SPAN.fullmatch(cell.replace("\u202f%", ""))
            for end, n in ((End.LOW, 2), (End.HIGH, 3)):
                if found is not None and found[n] is not None:
                    yield _alone(f"{q.address}/{end}"), scaled(found[n], q.unit)
        elif q.end and isinstance(cell, int | float):
            chart = exhibit.chart
            assert chart is not None
            key = chart.low if q.end is End.LOW else chart.high
            yield q.address, scaled(shown(cell, columns[key]), q.unit)


@pytest.mark.parametrize("code", PLACES)
def test_an_interval_has_the_same_ends_wherever_it_is_printed(code: str) -> None:
    """Demens had 853–1 023 where the scenario room had «930 (850–1 020)» of the same interval."""
    by: dict[tuple[str, str], dict[Decimal, set[str]]] = defaultdict(lambda: defaultdict(set))
    for address, value, where in ends_by_address(report_of(code)):
        by[address][value.normalize()].add(where)
    assert not {a: dict(v) for a, v in by.items() if len(v) > 1}
    told = {where for values in by.values() for at in values.values() for where in at}
    assert {"befolkning: folketall-intervall", "befolkning: usikkerhet"} <= told
    shared = [a for a, v in by.items() if len({w for at in v.values() for w in at}) > 1]
    assert (code, "persons/2040//nedre") in shared


BETWEEN = re.compile(rf"mellom \+?({NUMBER})[^.\d\u2212]{{0,30}}? og \+?({NUMBER})")


def ribbons(chapter: Chapter) -> Iterator[tuple[str, str, str, str]]:
    """Give each row of a figure with a band: its year, both ends as printed, and where."""
    for exhibit in chapter.exhibits():
        if exhibit.chart is None or not exhibit.chart.low:
            continue
        columns = {c.key: c for c in exhibit.table.columns}
        ends = columns[exhibit.chart.low], columns[exhibit.chart.high]
        for row in exhibit.table.records():
            cells = [row[c.key] for c in ends]
            if all(isinstance(cell, int | float) for cell in cells):
                low, high = (shown(cell, c) for cell, c in zip(cells, ends, strict=True))
                yield str(row.get("year")), low, high, exhibit.id


def coarser(chapter: Chapter) -> list[str]:
    """Give what is told with ends that are a figure's of the same year, rounded another way."""
    told = [(s.id, s.text()) for s in chapter.statements()]
    told += [(e.id, t) for e in chapter.exhibits() for t in (e.title, e.alt, e.note)]
    bands, found = list(ribbons(chapter)), []
    for where, text in told:
        for pair in BETWEEN.finditer(text):
            years = set(YEARS.findall(text))
            rows = [(lo, hi, at) for year, lo, hi, at in bands if year in years]
            near = [row for row in rows if all(map(_could_be, pair.groups(), row))]
            ends = [*map(digits, pair.groups())]
            if near and ends not in [[*map(digits, row[:2])] for row in near]:
                found.append(f"{where}: {pair[0]} ≠ {near[0]}")
    return found


def _could_be(one: str, other: str) -> bool:
    return agree([(float(digits(text)), rounding(text.strip("+"))) for text in (one, other)])


@pytest.mark.parametrize("code", PLACES)
def test_no_sentence_rounds_the_ends_of_a_figure_beside_it(code: str) -> None:
    """«I åtte av ti tilfeller mellom 23 000 og 26 000» stood above 22 500–26 200 of the year."""
    for chapter in report_of(code).chapters:
        assert not coarser(chapter), chapter.id


def test_an_end_that_is_rounded_otherwise_is_seen() -> None:
    assert all(map(_could_be, ("23\u202f000", "26\u202f000"), ("22\u202f500", "26\u202f200")))
    assert not _could_be("23\u202f000", "22\u202f400")
