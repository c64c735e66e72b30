"""One value, one name, one interval: everything five municipalities are told, in every format.

Two readers, who do not know each other. One goes by the address a number has in the registry of
quantities; the other reads words and digits as a person does, and so sees what has no address.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import orjson
import pytest
from tests.pdf import pages_of
from tests.publish.readback import squeezed, workbook_data
from tests.reports import report_of
from tests.tiers import sized
from tests.told import (
    TWICE,
    Said,
    Written,
    agree,
    figures_of,
    found_in,
    not_apart,
    said_by,
    sentences,
    written,
)

from veivalg.content import (
    Assumption,
    Cell,
    Column,
    Exhibit,
    Figure,
    Interval,
    Report,
    Table,
    Unit,
    presented,
    round_half_up,
)
from veivalg.content.numbers import DECIMALS
from veivalg.norway.quantities import registry
from veivalg.publish import render
from veivalg.publish.csv import exhibit_csv
from veivalg.publish.json import exhibit_json

PLACES = ("5503", "1833", "5610", "0301", "1151")
KNOWN: dict[str, str] = {}
"""What still contradicts, and who mends it; a topic that no longer does must be taken out."""


def differing(numbers: Iterable[Said]) -> dict[str, list[str]]:
    """Give the addresses that have two values, with where each of them stands."""
    by: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in numbers:
        by[one.place, one.address].append(one)
    return {
        address: [f"{s.value:.6g} {s.where}" for s in told]
        for (_place, address), told in by.items()
        if not agree([(s.value, s.rounded) for s in told])
    }


@pytest.mark.parametrize("code", PLACES)
def test_no_quantity_has_two_values(code: str) -> None:
    found = differing(said_by(report_of(code)))
    unknown = {a: told for a, told in found.items() if a.split("/")[0] not in KNOWN}
    assert not unknown


@pytest.mark.parametrize("code", PLACES)
def test_no_quantity_has_two_names_units_or_levels(code: str) -> None:
    said = list(said_by(report_of(code)))
    assert len({s.address for s in said}) > 20
    for one in said:
        entry = registry()[one.address.split("/")[0]]
        assert (one.name, one.unit) == (entry.label, entry.unit.name), one
        assert one.level in (None, entry.level), one


def test_one_name_is_of_one_quantity_and_every_level_is_80() -> None:
    names = [entry.label for entry in registry().values()]
    assert len(set(names)) == len(names)
    assert {entry.level for entry in registry().values()} == {0.8}


@pytest.mark.parametrize("code", PLACES)
def test_every_interval_is_of_80_per_cent(code: str) -> None:
    for chapter in report_of(code).chapters:
        for figure in figures_of(chapter):
            if figure.interval is not None and figure.unit is not Unit.RANK:
                assert figure.interval.level == 0.8, (chapter.id, figure.id, figure.interval)


@pytest.mark.parametrize("code", PLACES)
def test_no_sentence_tells_an_interval_of_another_level(code: str) -> None:
    other = re.compile(r"(?:9[059]|75|67) ?(?:%|prosent)\S*[ -](?:intervall|konfidens|sannsynlig)")
    told = [(where, s) for where, s in sentences(report_of(code)) if other.search(s)]
    assert not [(where, s) for where, s in told if not where.startswith("etterproving")]


def contradictions(report: Report) -> dict[str, list[str]]:
    """Give what one who only reads finds told with different numbers, by topic."""
    by: dict[tuple[str, int | None], list[tuple[float, float, str]]] = defaultdict(list)
    for one in found_in(report):
        by[one.topic, one.year].append((one.value, one.rounded, one.where))
    return {
        f"{topic} {year or ''}".strip(): sorted({f"{v:.6g} {where}" for v, _r, where in told})
        for (topic, year), told in by.items()
        if not agree([(v, r) for v, r, _where in told])
    }


@pytest.mark.parametrize("code", PLACES)
def test_nothing_is_told_with_two_numbers_by_one_who_only_reads(code: str) -> None:
    found = contradictions(report_of(code))
    assert not {t: told for t, told in found.items() if not t.startswith(tuple(KNOWN))}


def test_what_is_known_to_contradict_still_does() -> None:
    found: set[str] = set()
    for code in PLACES:
        report = report_of(code)
        found |= {*contradictions(report), *differing(said_by(report)), *two_prices(report)}
        found |= {*not_adding_up(report)}
    assert not {t for t in KNOWN if not any(f.startswith(t) for f in found)}


PRICES = {
    "pris på et årsverk": r"[Uu]tgift per årsverk i (?:pleien|omsorg)|[Ll]ønn per .*årsverk",
    "pris på en plass": r"Kostnad per institusjonsplass|Drift av en \w+plass",
    "pris på en bolig": r"Kostnad per bolig med bemanning|Drift av en heldøgns bolig",
    "pris på en time": r"Kostnad per time hjemmetjeneste",
    "realrente": r"[Rr]ente\b|rente\b",
    "hjelp hjemme i stedet for en plass": r"hjelp hjemme i stedet for en plass",
    "timer i stedet for en plass": r"Timer hjemmetjeneste per uke i stedet for en plass",
    "ansatte som slutter": r"Ansatte som slutter og må erstattes",
    "stillingsstørrelse": r"Gjennomsnittlig stilling",
    "årsverk per plass": r"Årsverk per (?:institusjons|sykehjems)plass",
    "tid som kan brukes": r"Andel av frigjort tid",
    "utgift til teknologi": r"per (?:enhet|bruker av ny teknologi) og år|per utstyr og år",
}
"""What a chapter can assume of prices and rates, in the words of its label."""


def assumptions(report: Report) -> Iterable[tuple[str, Assumption]]:
    for chapter in report.chapters:
        yield from ((chapter.id, a) for a in chapter.assumptions)


def two_prices(report: Report) -> dict[str, list[str]]:
    """Give the prices and rates that chapters do not agree on."""
    by: dict[str, set[tuple[float, str]]] = defaultdict(set)
    for chapter, one in assumptions(report):
        for name, label in PRICES.items():
            if re.search(label, one.label):
                by[name].add((round(one.value, 9), f"{one.value:.6g} {chapter}: {one.id}"))
    return {
        name: sorted(words for _value, words in told)
        for name, told in by.items()
        if len({value for value, _words in told}) > 1
    }


@pytest.mark.parametrize("code", PLACES)
def test_no_price_or_rate_is_assumed_twice(code: str) -> None:
    found = two_prices(report_of(code))
    assert not {n: told for n, told in found.items() if n not in KNOWN}


ADDED = {Unit.PERSONS, Unit.PLACES, Unit.USERS, Unit.FTE, Unit.EMPLOYEES, Unit.NOK, Unit.COUNT}
ADDED |= {Unit.MILLION_NOK, Unit.HOURS, Unit.DAYS, Unit.DWELLINGS, Unit.SHARE, Unit.POINTS}
"""What can be added and subtracted."""


def printed(exhibit: Exhibit) -> list[list[Decimal | None]]:
    """Give the numbers of a table as they are printed, in the unit they are printed in."""
    table = exhibit.table.readable()
    return [
        [
            round_half_up(presented(cell, column.unit), digits_of(column))
            if isinstance(cell, int | float) and column.unit in ADDED
            else None
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in table.rows
    ]


def digits_of(column: Column) -> int:
    return (
        DECIMALS.get(column.unit or Unit.COUNT, 0) if column.decimals is None else column.decimals
    )


def not_subtracting(exhibit: Exhibit) -> list[str]:
    """Give the rows whose printed numbers do not subtract where a column is a difference of two.

    It is so where the numbers behind are, in every row; and where it says so itself: it is called
    a difference, and stands beside just two numbers of the same unit.
    """
    table, shown = exhibit.table.readable(), printed(exhibit)
    columns = range(len(table.columns))
    found = []
    for a, b, c in permutations(columns, 3):
        units = {table.columns[i].unit for i in (a, b, c)}
        rows = [r for r, row in enumerate(shown) if all(row[i] is not None for i in (a, b, c))]
        if b > c or len(units) != 1 or len(rows) < 2 or not _is_difference(table, rows, a, b, c):
            continue
        for r in rows:
            whole, one, other = (shown[r][i] or Decimal(0) for i in (a, b, c))
            if whole - one != other:
                found.append(f"{exhibit.id}: {table.rows[r][0]} {whole} {one} {other}")
    return found


DIFFERENCE = re.compile(r"^(?:Forskjell|Endring|Differanse|Avvik)\b")
ENDS = re.compile(r"^(?:Nedre|Øvre|Fra|Til|Laveste|Høyeste)\b")


def _is_difference(table: Table, rows: list[int], a: int, b: int, c: int) -> bool:
    whole = [r for r in rows if table.rows[r][0] != "Avrunding"]  # which holds what is printed
    cells = [[_number(table.rows[r][i]) for i in (a, b, c)] for r in whole]
    size = max(abs(x) for row in cells for x in row)
    exact = all(abs(x - y - z) <= 1e-6 * size for x, y, z in cells)
    alike = [i for i, col in enumerate(table.columns) if col.unit == table.columns[c].unit]
    called = any(DIFFERENCE.search(table.columns[i].title) for i in (b, c))
    named = called and sorted(alike) == sorted((a, b, c))
    if any(ENDS.search(table.columns[i].title) for i in (a, b, c)):
        return False
    same = all((x - y) * z >= 0 for x, y, z in cells)
    return any(y and z for _x, y, z in cells) and (exact or (named and same))


def _number(cell: Cell) -> float:
    assert isinstance(cell, int | float)
    return float(cell)


def not_summing(exhibit: Exhibit) -> list[str]:
    """Give the columns whose printed parts do not add up to the printed total."""
    table, shown = exhibit.table.readable(), printed(exhibit)
    found = []
    for i, column in enumerate(table.columns):
        numbers = [row[i] for row in shown]
        if not table.total_row or column.unit not in ADDED or None in numbers or len(numbers) < 3:
            continue
        cells = [_number(row[i]) for row in table.rows]
        size = max(map(abs, cells))
        if abs(sum(cells[:-1]) - cells[-1]) > 0.02 * size:
            continue  # no sum: a mean, or a share
        parts = sum((n or Decimal(0) for n in numbers[:-1]), Decimal(0))
        if parts != numbers[-1]:
            found.append(f"{exhibit.id}: {column.title} {parts} ≠ {numbers[-1]}")
    return found


def not_adding_up(report: Report) -> list[str]:
    """Give the faults of every table."""
    return [
        fault
        for chapter in report.chapters
        for exhibit in chapter.exhibits()
        for fault in (*not_subtracting(exhibit), *not_summing(exhibit))
    ]


@pytest.mark.parametrize("code", (*PLACES, "0099"))
def test_printed_tables_subtract_and_add_up(code: str) -> None:
    told = not_adding_up(report_of(code))
    assert not [fault for fault in told if not fault.startswith(tuple(KNOWN))]


@pytest.mark.parametrize("code", (*PLACES, "0099"))
def test_numbers_told_in_sentences_subtract(code: str) -> None:
    for chapter in report_of(code).chapters:
        for statement in chapter.statements():
            assert not not_apart(written([statement])), (chapter.id, statement.text())
        assert not not_apart(written(chapter.findings)), chapter.id


def test_a_sentence_that_does_not_subtract_is_seen() -> None:
    chapter = next(c for c in report_of("5503").chapters if c.id == "bemanning")
    whole, gap, part = next(s for s in chapter.findings if s.id == "avvik").figures.values()
    told = [(whole, "231.7"), (gap, "17.3"), (part, "214.3")]
    told = [Written(f, Decimal(seen), seen) for f, seen in told]
    assert not_apart(told) == ["231.7 − 214.3 ≠ 17.3 (avvik)"]
    assert not not_apart(
        [replace(w, seen=w.seen + (w.text == "17.3") * Decimal("0.1")) for w in told]
    )


@pytest.mark.parametrize("code", (*PLACES, "0099"))
def test_no_number_has_both_a_sign_and_a_word_for_it(code: str) -> None:
    assert TWICE.search("Enhetene har −17,3 årsverk mer enn kalkulert")
    found = [(where, s) for where, s in sentences(report_of(code)) if TWICE.search(s)]
    assert not found


@pytest.mark.parametrize("code", (*PLACES, "0099"))
def test_every_sentence_ends_and_so_does_what_is_told_as_uncertain(code: str) -> None:
    """«Usikkert: Timetallet kan ikke brukes … i hele omsorgen» of Karasjok had no end."""
    for chapter in report_of(code).chapters:
        told = [s.text() for s in chapter.statements()]
        told += [text for m in chapter.missing for text in (m.why, m.how_to_get) if text]
        cells = (cell for e in chapter.exhibits() for row in e.table.rows for cell in row)
        notes = (text for a in chapter.assumptions for text in (a.source, a.note))
        told += [str(text) for text in (*cells, *notes) if "Usikkert:" in str(text)]
        assert not [text for text in told if not text.rstrip("»)").endswith((".", "!", "?"))]


LONGEST = 40
"""Words of a sentence: more can't be read aloud in one breath, nor by a screen reader."""
ENDING = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«↑↓→])")


@pytest.mark.parametrize("code", (*PLACES, "5052", "1804", "0099"))
def test_no_sentence_is_longer_than_can_be_read_aloud(code: str) -> None:
    for chapter in report_of(code).chapters:
        told = [chapter.lead, *(s.text() for s in chapter.statements())]
        for e in chapter.exhibits():
            told += [e.title, e.subtitle, e.alt, e.note, e.uncertainty]
        if chapter.id == "scenarier":
            continue  # what a choice turns on is listed there in one sentence yet
        long = [s for text in told for s in ENDING.split(text) if _words(s) > LONGEST]
        assert not long, (chapter.id, long)


def _words(sentence: str) -> int:
    return len(re.sub(r"[\u202f\u00a0]", "", sentence).split())


LIKELY = re.compile(r"trolig mellom ([−\d\u202f]+)[^\d−]*([−\d\u202f]+)")


@pytest.mark.parametrize("code", PLACES[:3])
def test_the_interval_of_the_change_in_fte_is_written_alike_where_it_is_told(code: str) -> None:
    told = [
        LIKELY.search(statement.text())
        for chapter in report_of(code).chapters
        for statement in chapter.statements()
        if (chapter.id, statement.id) in {("arsverk", "arsverk"), ("scenarier", "avhenger-fte-1")}
    ]
    ends = {tuple(map(str.strip, found.groups())) for found in told if found is not None}
    assert len(told) == 2 and len(ends) == 1, ends


MIXED = re.compile(r"\d\s*mill\. kr (?:og|til) [−+]?[\d,\s]+mrd\. kr")


@pytest.mark.parametrize("code", PLACES)
def test_no_range_has_one_end_in_millions_and_one_in_milliards(code: str) -> None:
    """Rana: «mellom 779 mill. kr og 1,02 mrd. kr», where headline and table have 1 018."""
    assert MIXED.search("gir trolig mellom 779 mill. kr og 1,02 mrd. kr i 2040")
    assert not [s for _where, s in sentences(report_of(code)) if MIXED.search(s)]


BETWEEN = re.compile(r"trolig mellom (−?[\d,]+)\D*? og (−?[\d,]+)")


@pytest.mark.parametrize("code", PLACES[:3])
def test_a_title_has_the_interval_its_table_has(code: str) -> None:
    """Figure 14 said «910 og 1 200» of 908–1 154, and figure 4 «21 000 og 28 000» of 21 400."""
    seen = set()
    for e in (e for chapter in report_of(code).chapters for e in chapter.exhibits()):
        title = e.title.replace("\u202f", "")
        found = BETWEEN.search(title)
        if found is None or e.chart is None or not e.chart.low:
            continue
        seen.add(e.id)
        rows = [row for row in e.table.records() if str(row["year"]) in title]
        for text, key in zip(found.groups(), (e.chart.low, e.chart.high), strict=True):
            column = next(c for c in e.table.columns if c.key == key)
            told = Decimal(text.replace(",", ".").replace("−", "-"))
            places = min(digits_of(column), len(text.partition(",")[2]))
            values = [presented(row[key], column.unit) for row in rows]
            assert told in {round_half_up(value, places) for value in values}, title
    assert {"usikkerhet", "demens-usikkerhet"} <= seen


EITHER = re.compile(r"trolig mellom (?:−[\d, ]+%? og \+|\d+ færre og \d+ flere)")


@pytest.mark.parametrize("code", (*PLACES, "5624"))
def test_a_change_that_may_go_either_way_is_told_as_uncertain(code: str) -> None:
    """Utsira's need «øker med 19 %, trolig mellom −2 % og +43 %» had no word of doubt."""
    assert EITHER.search("trolig mellom −2 % og +43 %.")
    for chapter in report_of(code).chapters:
        for told in chapter.statements():
            text = re.sub(r"[\u202f\u00a0]", " ", told.text())
            if EITHER.search(text):
                assert told.mark or text.startswith("Usikkert"), text
    if code == "1151":
        need = next(c for c in report_of(code).chapters if c.id == "behov")
        assert need.findings[0].marked().startswith("Usikkert: Behovet for pleie og omsorg")


def test_what_ssb_hides_is_not_to_be_fetched_again() -> None:
    """Karasjok: «SSB skjermer tallet … Hent tallene», and another remedy in Plasser."""
    hidden: dict[str, set[str]] = {}
    for code in ("5610", "1151", "5624"):
        for chapter in report_of(code).chapters:
            for one in chapter.missing:
                if one.why.startswith("SSB skjermer tallet"):
                    hidden.setdefault(f"{code} {one.what}", set()).add(one.how_to_get)
    assert "5610 Brukere på korttidsopphold" in hidden
    assert all(len(ways) == 1 and "Hent tall" not in "".join(ways) for ways in hidden.values())


def planted(report: Report, change: Callable[[Figure], Figure]) -> Report:
    """Give the report with one figure of the chapter «kompetanse» told otherwise."""
    chapters = []
    for chapter in report.chapters:
        if chapter.id == "kompetanse":
            first, *others = chapter.findings
            told = {
                n: change(f) if f.id.startswith("arsverk-all") else f
                for n, f in first.figures.items()
            }
            chapter = replace(chapter, findings=(replace(first, figures=told), *others))
        chapters.append(chapter)
    return replace(report, chapters=tuple(chapters))


def test_another_value_is_seen_with_its_address_and_without() -> None:
    report = report_of("5503")
    tagged = planted(report, lambda f: replace(f, value=(f.value or 0) + 9))
    assert "fte/2026" in differing(said_by(tagged))
    bare = planted(report, lambda f: replace(f, value=(f.value or 0) + 9, quantity=None))
    assert "fte/2026" not in differing(said_by(bare))
    assert "årsverk i omsorgstjenesten 2026" in contradictions(bare)
    assert "årsverk i omsorgstjenesten 2026" not in contradictions(report)


def test_an_interval_of_another_level_can_not_be_made() -> None:
    figure = next(f for c in report_of("5503").chapters for f in figures_of(c) if f.quantity)
    with pytest.raises(ValueError, match=r"interval of 0\.95"):
        replace(figure, interval=Interval(1.0, 2.0, "95 %", 0.95))


def test_a_table_that_does_not_subtract_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = (
        Column("who", "Hvem"),
        *(
            Column(k, t, Unit.FTE, 1)
            for k, t in (("a", "Trengs"), ("b", "Finnes"), ("c", "Mangler"))
        ),
    )
    source = next(report_of("5503").chapters[0].exhibits()).sources
    rows = (("a", 2.25, 1.14, 1.11), ("b", 3.0, 1.0, 2.0), ("Sum", 5.25, 2.14, 3.11))
    made = Exhibit("prove", "t", "u", "a", Table(columns, rows, total_row=True), source)
    assert not_subtracting(made) == ["prove: a 2.3 1.1 1.1", "prove: Sum 5.3 2.1 3.1"]
    assert not not_summing(made)
    # Without the row of rounding: 2.3 and 3.0 make 5.3, but 1.14 and 1.04 make 2.18.
    rows = (("a", 2.25, 1.14, 1.11), ("b", 3.0, 1.04, 1.96), ("Sum", 5.25, 2.18, 3.07))
    whole = Table(columns, rows, total_row=True)
    assert whole.readable().rows[-2] == ("Avrunding", 0.0, 0.1, 0.0)
    monkeypatch.setattr(Table, "readable", lambda table: table)
    assert not_summing(replace(made, table=whole)) == ["prove: Finnes 2.1 ≠ 2.2"]


@pytest.mark.parametrize("code", PLACES)
def test_the_address_follows_the_number_into_every_format(code: str) -> None:
    report = report_of(code)
    figures = [(c.id, f) for c in report.chapters for f in c.figures() if f.quantity]
    assert len(figures) > 10
    light = ("json", "xlsx")  # the page takes a while where the machine is slow
    names = ("html", *light) if code == PLACES[0] else sized(light, ("html", *light))
    written = {name: render(report, name) for name in names}
    told = orjson.loads(written["json"])
    by = {(c["chapter"], f["id"]): f for c in told["chapters"] for f in c["figures"]}
    for chapter, figure in figures:
        found = by[chapter, figure.id]
        assert found["quantity"]["address"] == figure.quantity.address
        assert found["value"] == figure.value
    # A number and the exhibit it stands in may have the same name: both are among the rows.
    rows: dict[str, set[str]] = {}
    for row in workbook_data(written["xlsx"]):
        rows.setdefault(str(row["Figur-id"]), set()).add(str(row["Størrelse"]))
    for chapter, figure in figures:
        assert figure.quantity.address in rows[f"{chapter}/{figure.id}"]
    for name in {*written} - {"json", "xlsx"}:
        text = squeezed(words_of(written[name]))
        wanted = {squeezed(f"{f.quantity.name}, {f.quantity.year}") for _c, f in figures}
        lacking = [one for one in wanted if not one.endswith("None") and one not in text]
        assert not lacking, name
        ids = [id for id in registry() if squeezed(f"({id})") in text]
        assert not ids, f"{name}: {ids}"


def words_of(content: bytes) -> str:
    """Give the words of a document: of its XML parts, of the pages of a PDF, or of text."""
    if content.startswith(b"%PDF"):
        return " ".join(pages_of(content))
    if not content.startswith(b"PK"):
        return content.decode().replace("\\_", "_")  # as Markdown writes an underscore
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", xml)


def test_a_row_of_a_table_says_what_it_tells_in_json_and_csv() -> None:
    chapter = next(c for c in report_of("5503").chapters if c.id == "demens")
    exhibit = next(e for e in chapter.exhibits() if e.id == "demens-usikkerhet")
    at = [row[0] for row in exhibit.table.rows].index(2040)
    told = exhibit_json(exhibit)["table"]["told"]
    addresses = [told[key][at] for key in ("persons", "low", "high")]
    assert addresses == ["dementia/2040", "dementia/2040//nedre", "dementia/2040//øvre"]
    line = exhibit_csv(exhibit, chapter).decode().splitlines()[at + 1]
    assert all(address in line for address in addresses)


@pytest.mark.parametrize("code", [*PLACES, "3450", "5060"])
def test_the_ends_of_an_amount_stand_in_their_order_whatever_its_sign(code: str) -> None:
    """Oslo's «nedre ende» was −1.01 and its «øvre» −1.10 milliard: by size, not by value."""
    for chapter in report_of(code).chapters:
        for statement in chapter.statements():
            ends: dict[str, dict[str, float]] = {}
            for figure in statement.figures.values():
                end = re.search(r"(nedre|øvre) ende", figure.label, re.I)
                if end is not None and figure.value is not None:
                    of = re.sub(r"(nedre|øvre) ende", "", figure.label, flags=re.I)
                    of += re.sub("nedre|ovre|low|high", "", figure.id)
                    ends.setdefault(of, {})[end[1].lower()] = figure.value
                least = re.search(r"det (minste|største)", figure.label)
                if least is not None and figure.value is not None:
                    of = figure.label.replace(least[0], "")
                    ends.setdefault(of, {})[least[1]] = abs(figure.value)
            for of, two in ends.items():
                assert two.get("nedre", -1e99) <= two.get("øvre", 1e99), (chapter.id, of, two)
                assert two.get("minste", 0) <= two.get("største", 1e99), (chapter.id, of, two)
        for exhibit in chapter.exhibits():
            titles = {c.title.lower(): c.key for c in exhibit.table.columns if c.unit}
            for low, high in (("nedre", "øvre"), ("fra", "til"), ("lav", "høy")):
                if not {low, high} <= titles.keys():
                    continue
                for row in exhibit.table.records():
                    a, b = (row[titles[name]] for name in (low, high))
                    if isinstance(a, float | int) and isinstance(b, float | int):
                        assert a <= b, (chapter.id, exhibit.id, row)
