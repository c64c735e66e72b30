"""Titles are true: of every sign and order, and of the numbers of their own exhibit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.reports import report_of
from tests.tiers import FULL

from veivalg.chapters.behov.exhibits import ends_title
from veivalg.chapters.common.sentences import rises
from veivalg.chapters.kommuneindeks.exhibits import pulls_title
from veivalg.chapters.ressursbruk.exhibits import furthest_title
from veivalg.content import Exhibit, Table
from veivalg.content.numbers import format_number
from veivalg.content.quantity import Unit
from veivalg.norway.register import municipalities
from veivalg.publish.document.cells import cell_text

SIGNS = (-33.0, -0.4, 0.0, 0.4, 12.0)


@pytest.mark.parametrize(("most", "least"), [p for p in product(SIGNS, SIGNS) if p[0] >= p[1]])
def test_need_is_said_to_rise_and_fall_only_where_it_is_printed_so(
    most: float, least: float
) -> None:
    title = ends_title(100 + most, 100 + least)
    up, down = int(most), int(least)  # what is printed: whole per cent
    assert ("øker i alle" in title) is (down > 0)
    assert ("faller i alle" in title) is (up < 0)
    assert ("om lag som i dag" in title) is (up == down == 0)
    if up > 0 > down:
        assert "øker {up}" in title
        assert "synker {down}" in title
    if up > 0 == down:
        assert "øker mest" in title
        assert "synker ikke" in title
    if up == 0 > down:
        assert "synker mest" in title
        assert "øker ikke" in title


@given(st.floats(-1e9, 1e9))
@example(0.0)
@example(-132.1e6)
@example(1e5)
def test_the_gap_that_is_largest_is_said_to_be_more_or_less(net: float) -> None:
    title = furthest_title(net)
    assert ("mer" in title.split()) is (net > 0 and "størst" in title)
    assert ("mindre" in title.split()) is (net < 0 and "størst" in title)
    if abs(net) < 1e4:
        assert "om lag like mye" in title


@pytest.mark.parametrize(("best", "worst"), [p for p in product(SIGNS, SIGNS) if p[0] >= p[1]])
def test_what_pulls_up_is_better_and_what_pulls_down_is_weaker(best: float, worst: float) -> None:
    title = pulls_title(best, worst)
    assert ("mest opp" in title) is (best > 0)
    assert ("mest ned" in title) is (worst < 0)


@given(st.floats(0, 1), st.floats(0, 1))
@example(0.1744, 0.1736)
@example(0.174, 0.174)
def test_what_is_written_alike_is_not_said_to_rise_or_fall(start: float, end: float) -> None:
    a, b = (format_number(v, Unit.SHARE, 1) for v in (start, end))
    verb = rises(end - start, a, b)
    if a == b:
        assert verb == "er uendret"
    elif abs(end - start) >= 0.0005:
        assert verb == ("øker" if end > start else "synker")


# What titles of whole chapters say, against the numbers of their own exhibit.

CODES = ("5503", "1833", "5610", "0301", "1151", "0099", "1804")
MORE = tuple(m.code for m in municipalities()) if FULL else CODES
HIGHEST = re.compile(r"\b(?:størst|størst del|flest|høyest|lengst over|mest)\b", re.IGNORECASE)
LOWEST = re.compile(r"\b(?:lavest|minst mulig|færrest|svakest)\b", re.IGNORECASE)
NUMBER = r"[+\u2212]?\d[\d\u202f\u00a0 ]*(?:,\d+)?"
COURSE = re.compile(rf"fra ({NUMBER})\s?(\D*?) til ({NUMBER})\s?([^\d\s,].*)?$")


def exhibits(code: str) -> Iterator[Exhibit]:
    for chapter in report_of(code).chapters:
        yield from chapter.exhibits()


def number(text: str) -> float:
    return float(re.sub(r"[\s\u202f\u00a0+]", "", text).replace(",", ".").replace("\u2212", "-"))


def named(exhibit: Exhibit) -> list[tuple[str, list[dict[str, object]]]]:
    """Give the row labels that the title names, the longest first, with their rows."""
    table = exhibit.table
    body = table.records()[: -1 if table.total_row else None]
    words = [c.key for c in table.columns if c.unit is None and not c.written]
    labels = {str(r[k]) for r in body for k in words if isinstance(r[k], str) and len(r[k]) > 3}  # type: ignore[arg-type]
    title = exhibit.title.lower()
    found: list[tuple[str, list[dict[str, object]]]] = []
    for label in sorted(labels, key=len, reverse=True):
        if label.lower() in title:
            title = title.replace(label.lower(), "#")
            found.append((label, [dict(r) for r in body if label in map(str, r.values())]))
    return found


def measures(table: Table) -> list[str]:
    years = (Unit.YEAR, Unit.YEARS, None)
    return [c.key for c in table.columns if c.unit not in years]


def extreme(table: Table, rows: list[dict[str, object]], lowest: bool) -> bool:
    """Say whether a row holds the largest (or smallest) of any measure, as it is or in size."""
    body = table.records()[: -1 if table.total_row else None]
    for key in measures(table):
        held = [v for r in body if isinstance(v := r[key], int | float)]
        own = [v for r in rows if isinstance(v := r[key], int | float)]
        if not held or not own:
            continue
        ends = (min(held),) if lowest else (max(held), max(map(abs, held)))
        sizes = own if lowest else [*own, *map(abs, own)]
        if any(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a in sizes for b in ends):
            return True
    changes = sums_of(table)  # what is compared may be a change from the first year to the last
    return any(label in changes for label in map(str, (v for r in rows for v in r.values())))


def sums_of(table: Table) -> set[str]:
    """Give who has the largest change or sum of parts, for tables that hold the parts."""
    body, keys = table.records(), measures(table)
    words = [c.key for c in table.columns if c.unit is None]
    found = set()
    for word, key in product(words, keys):
        held: dict[str, list[float]] = {}
        for row in body:
            if isinstance(v := row[key], int | float):
                held.setdefault(str(row[word]), []).append(float(v))
        for size in (lambda v: v[-1] - v[0], sum, lambda v: max(v) - min(v)):
            if held:
                found.add(max(held, key=lambda name: abs(size(held[name]))))
                found.add(max(held, key=lambda name: size(held[name])))
        beyond = {name: v[0] - v[-1] for name, v in held.items() if len(v) == 2}
        if beyond:
            found.add(max(beyond, key=lambda name: beyond[name]))
    return found


ELSEWHERE = {
    "omrader-provd",  # names an area, and what is «hovedtallet»
    "arsverk-folsomhet",
    "omsorg-bro",  # a share of gross, of which the table holds the amounts
    "innsparing-alle",
}


@pytest.mark.parametrize("code", MORE)
def test_who_is_said_to_be_first_or_last_is_so_in_the_exhibits_own_table(code: str) -> None:
    seen = 0
    for exhibit in exhibits(code):
        title = exhibit.title
        high, low = HIGHEST.search(title), LOWEST.search(title)
        said = named(exhibit)
        if exhibit.id in ELSEWHERE or not (high or low) or not said:
            continue
        if re.search(r"betyr|ville betydd|likest|trekker|peker|^Av gruppene med minst", title):
            continue  # an order of their own, held by the tests of their chapters
        seen += 1
        falls = bool(low) or bool(re.search(r"synker|færre|mindre|merforbruk|ned ", title))
        ways = {False, falls}
        found = [extreme(exhibit.table, rows, way) for _label, rows in said for way in ways]
        assert any(found), (exhibit.id, title)
    assert seen or code == "1151"


@pytest.mark.parametrize("code", MORE)
def test_from_and_to_are_of_one_unit_and_go_the_way_that_is_said(code: str) -> None:
    for exhibit in exhibits(code):
        found = COURSE.search(exhibit.title)
        if found is None:
            continue
        start, end = number(found[1]), number(found[3])
        unit, other = found[2].strip(), found[4] or ""
        if "mrd" in other and not unit:
            assert start < 1000, (exhibit.id, exhibit.title)
        if "mrd" in unit or "mrd" in other:
            assert "mill" not in unit or "mill" not in other
        if re.search(r"\b(øker|økt|har økt)\b", exhibit.title):
            assert end > start, (exhibit.id, exhibit.title)
        if re.search(r"\b(synker|sunket|falt)\b", exhibit.title):
            assert end < start, (exhibit.id, exhibit.title)
        if "mrd" not in exhibit.title:
            assert found[1].strip() != found[3].strip() or "uendret" not in exhibit.title


@pytest.mark.parametrize("code", MORE)
def test_the_numbers_of_a_title_about_one_row_stand_in_that_table(code: str) -> None:
    checked = 0
    for exhibit in exhibits(code):
        if not HIGHEST.search(exhibit.title) or "betyr mest" in exhibit.title:
            continue
        told = {
            re.sub(r"[^\d,]", "", cell_text(column, cell))
            for column in exhibit.table.columns
            for cell in exhibit.table.cells(column.key)
            if cell is not None
        }
        amounts = re.findall(rf"({NUMBER})(?=\u202f(?:%|mill|kr|årsverk))", exhibit.title)
        for amount in amounts:
            whole = re.sub(r"[^\d,]", "", amount)
            near = {whole, *(t for t in told if t.split(",")[0] == whole.split(",")[0])}
            if near & told or exhibit.id.startswith(("omsorg-bro", "bemanning", "oppfolging")):
                checked += 1
                continue
            held = [
                abs(v) * scale
                for column in exhibit.table.columns
                for v in exhibit.table.cells(column.key)
                if isinstance(v, int | float)
                for scale in (1, 100, 1e-6)
            ]
            held += [abs(v - 100) for v in held]  # an index is told as its change
            assert any(abs(v - number(whole)) <= 0.6 for v in held), (exhibit.id, exhibit.title)
            checked += 1
    assert checked or code == "1151"
