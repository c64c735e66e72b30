"""No title and no sentence states a direction of what may go either way, unless it says so.

What may go either way is read from what is printed: a change whose 80 % interval has both signs,
or a number of a year to come whose interval holds today's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

import pytest
from tests.reports import report_of
from tests.tiers import sized
from tests.told import SPAN, YEARS, figures_of, number

from veivalg.content import Chapter, End, Exhibit, Figure, Quantity, Report, Statement, Unit
from veivalg.content.statement import Bound

TINY = ("1151", "4636", "1835", "1826")
PLACES = sized(("5503", "5610", "1151"), ("5503", "1833", "5610", "0301", "5632", "4641", *TINY))
TODAY, TARGET = 2026, 2040
WAY = re.compile(
    r"\b(?:øker|vokser|synker|faller|stiger|flere|færre|høyere|lavere|raskere|saktere|større)\b",
    re.I,
)
IF = re.compile(r"\b(?:om|hvis|når) [^.:]*?\b(?:faller|øker)\b|\b[Ff]aller bruken\b")
"""A condition is no claim: «etter om forekomsten faller»."""

OF = {"need_index": "omsorg"}
"""What a title says when it is of a quantity that stands among others in its table."""

Open = dict[str, set[int]]
"""Quantity → the years to come in which there may be both more and fewer than today."""


def claims(text: str) -> bool:
    """Say whether a text states a direction, and doesn't say that it is uncertain."""
    return bool(WAY.search(IF.sub("", text))) and "sikker" not in text


def turns(low: float, high: float, unit: Unit) -> bool:
    """Say whether ends lie on both sides of zero, by more than what is written as nothing."""
    least = {Unit.SHARE: 0.0005, Unit.MILLION_NOK: 5e4}.get(unit, 0.5)
    return low < -least and high > least


def numbers(report: Report) -> Iterator[tuple[Quantity, End, float]]:
    """Give every number that has an address, as it is done today."""
    for chapter in report.chapters:
        for figure in figures_of(chapter):
            q, ends = figure.quantity, figure.interval
            if q is None or figure.value is None or figure.place.code != report.municipality.code:
                continue
            yield q, End.MIDDLE, figure.value
            if ends is not None:
                yield from ((q, End.LOW, ends.low), (q, End.HIGH, ends.high))
        for exhibit in chapter.exhibits():
            for q, cell in exhibit.table.quantities():
                if isinstance(cell, int | float):
                    yield q, q.end, float(cell)
                elif (found := SPAN.fullmatch(str(cell))) and found[1]:
                    scale = {"MILLION_NOK": 1e6, "SHARE": 0.01}.get(q.unit.name, 1.0)
                    each = zip((End.MIDDLE, End.LOW, End.HIGH), found.groups()[:3], strict=True)
                    yield from ((q, end, number(text) * scale) for end, text in each)


def either_way(report: Report) -> Open:
    """Give what may go either way, by what is printed anywhere in a report."""
    known: dict[tuple[str, int], dict[End, float]] = defaultdict(dict)
    for q, end, value in numbers(report):
        if q.year is not None and not q.scenario:
            known[q.id, q.year].setdefault(end, value)
    found: Open = defaultdict(set)
    for (id, year), told in known.items():
        now = known.get((id, TODAY), {}).get(End.MIDDLE)
        ends = [told[end] - now for end in (End.LOW, End.HIGH) if end in told and now is not None]
        if year > TODAY and len(ends) == 2 and turns(*ends, Unit.COUNT):
            found[id].add(year)
    return found


def unsure(figure: Figure, open: Open, code: str) -> bool:
    """Say whether a number of a sentence is a change, or is behind one, that may go either way."""
    q, ends = figure.quantity, figure.interval
    if ends is not None and turns(ends.low, ends.high, figure.unit):
        return True
    if q is not None:
        own = figure.place.code == code and not q.scenario
        return own and q.year in open.get(q.id, ())
    return any(unsure(one, open, code) for one in figure.inputs)


def sentences(statement: Statement) -> Iterator[tuple[str, list[Figure]]]:
    """Give each sentence with the numbers that stand in it."""
    parts: list[tuple[int, str, Figure | None]] = []
    n = 0
    for part in statement.parts():
        if isinstance(part, Bound):
            parts.append((n, part.text, part.figure))
            continue
        for i, text in enumerate(re.split(r"\. (?=[A-ZÆØÅ«])", part)):
            n += bool(i)
            parts.append((n, text, None))
    for _n, told in groupby(parts, key=lambda p: p[0]):
        each = list(told)
        yield "".join(t for _i, t, _f in each), [f for _i, _t, f in each if f is not None]


def in_table(exhibit: Exhibit, open: Open) -> Iterator[str]:
    """Give what an exhibit first tells of that may go either way in the year its title is of."""
    years = [int(y) for y in YEARS.findall(exhibit.title)] or [TARGET]
    ids = [q.id for q, _cell in exhibit.table.quantities() if not q.scenario]
    about = [id for id in ids[:1] if OF.get(id, "") in exhibit.title.lower()]
    yield from (f"{id} {y}" for id in about for y in years if y in open.get(id, ()))
    keys = [c.key for c in exhibit.table.columns]
    if not {"year", "low", "high"} <= set(keys):
        return
    value = keys[keys.index("low") - 1]
    rows = {str(r["year"]): r for r in reversed(exhibit.table.records())}
    now = rows.get(str(TODAY), {}).get(value)
    for year in years:
        told = [rows.get(str(year), {}).get(end) for end in ("low", "high")]
        ends = [float(end) for end in told if isinstance(end, int | float)]
        today = float(now) if isinstance(now, int | float) else None
        if len(ends) == 2 and today and turns(ends[0] - today, ends[1] - today, Unit.COUNT):
            yield f"{ends[0]:g}–{ends[1]:g} in {year}, {today:g} today"


def wrong(chapter: Chapter, open: Open) -> Iterator[str]:
    """Give what states a direction of what may go either way."""
    code = chapter.municipality.code
    for statement in chapter.statements():
        for text, figures in sentences(statement):
            if not statement.mark and claims(text) and any(unsure(f, open, code) for f in figures):
                yield f"{chapter.id}: {statement.id}: {text}"
    for exhibit in chapter.exhibits():
        if claims(exhibit.title):
            yield from (f"{chapter.id}: {exhibit.title}: {o}" for o in in_table(exhibit, open))


@pytest.mark.parametrize("code", PLACES)
def test_no_direction_is_stated_of_what_may_go_either_way(code: str) -> None:
    report = report_of(code)
    open = either_way(report)
    assert not [line for chapter in report.chapters for line in wrong(chapter, open)]


def test_what_may_go_either_way_is_read_from_what_is_printed() -> None:
    """Utsira's need for care is −2 to +43 % in 2040, and 142–263 live there in 2050 (219 now)."""
    report = report_of("1151")
    open = either_way(report)
    assert TARGET in open["need_index"]
    assert 2050 in open["persons"]
    marked = {s.id for c in report.chapters for s in c.statements() if s.mark == "Usikkert:"}
    assert {"folketall-fram", "omsorg", "landet"} <= marked
    titles = {e.id: e.title for c in report.chapters for e in c.exhibits()}
    for id in ("behov-omsorg-sammenliknet", "behov-milepeler"):
        assert titles[id].startswith("Usikkert: "), titles[id]
    assert "Usikkert: " in next(
        s.marked() for c in report_of("5503").chapters for s in c.statements() if s.id == "barn"
    ), "kindergarten may go either way in Harstad too"
    assert "omsorg" not in titles["behov-sektorer"], "only what is sure is told of the sectors"
    assert titles["endring"] == "Fram til 2050: mest øker gruppen 80–89 år"
    assert titles["pyramide"] == "I 2050 er det flere på 80 år og eldre enn i dag"


def test_what_is_sure_is_not_called_uncertain() -> None:
    """Harstad's need for care grows in every outcome, and so do the places and årsverk it takes."""
    report = report_of("5503")
    titles = {e.id: e.title for c in report.chapters for e in c.exhibits()}
    for id in ("behov-sektorer", "arsverk-utvikling", "plasser-behov", "plasser-naar", "endring"):
        assert not titles[id].startswith("Usikkert"), titles[id]


TWICE = re.compile(
    r"(?:mellom|koster fra) [+−]?\d[\d ,]* (mill\. kr|mrd\. kr|kr|årsverk|plasser|timer|brukere) "
    r"(?:og|til) [+−]?\d[\d ,]* \1"
)


@pytest.mark.parametrize("code", PLACES)
def test_the_unit_of_two_ends_stands_once(code: str) -> None:
    """«mellom 18 mill. kr og 103 mill. kr lavere» and «fra 65 mill. kr til 224 mill. kr»."""
    told = [t for c in report_of(code).chapters for s in c.statements() for t in [s.text()]]
    told += [
        t for c in report_of(code).chapters for e in c.exhibits() for t in (e.title, e.alt, e.note)
    ]
    assert not [t for t in told if TWICE.search(re.sub("[\u202f\xa0]", " ", t))]


def test_what_grows_alike_is_not_uncertain_and_what_is_sure_stands_first() -> None:
    """Oslo's need for care grows 36 % as the others' does; of all sectors only that is sure."""
    titles = {e.id: e.title for c in report_of("0301").chapters for e in c.exhibits()}
    alike = "Omsorgsbehovet vokser like fort i Oslo som i landet uten Oslo"
    assert titles["behov-omsorg-sammenliknet"] == alike
    assert titles["behov-sektorer"].startswith("Behovet øker mest i pleie og omsorg: +")
