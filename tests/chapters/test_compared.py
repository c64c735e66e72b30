"""Who a municipality is held against: never against itself, and by the name of what it is.

Money and services are held against the country without Oslo; where only the whole is published,
it is called «Norge (med Oslo)». People and need are held against Norge, and Oslo's own against the
country without it. Expectations are worked out here, from the tables as they are, by adding up the
other 356 municipalities where the code under test subtracts one.
"""

import re
from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest
from tests.chapters.care_evidence import adding, known
from tests.reports import report_of
from tools.standin.__main__ import statistics_folder

from veivalg.chapters.arsverk.chapter import chapter as workforce
from veivalg.chapters.common.compared import compared_people, compared_services, group_of
from veivalg.chapters.common.indicator_series import TABLE, countries, series
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.kvalitet.chapter import chapter as quality
from veivalg.chapters.kvalitet.model import build
from veivalg.content import Chapter, Figure, Role, Statement, format_number
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.indicators import country_of, indicator, indicators
from veivalg.norway.municipality import (
    NORWAY,
    OSLO,
    WITHOUT_OSLO,
    country_for,
    country_of_services,
    country_without_oslo,
)
from veivalg.norway.own_projection import DATA
from veivalg.norway.register import municipality
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import Sourced

CODES = ("5503", "1833", "5610", "1151", "5052", "1103", OSLO, "0099")
ABOUT_PEOPLE = re.compile("population.*|projection.*|need_indices|printed_figures")
PEOPLE = {c.id for c in all_chapters() if all(ABOUT_PEOPLE.fullmatch(n) for n in c.needs)}
"""The chapters that need tables of people and need alone, where Norge is all who live there."""
BARE = re.compile(r"\b[Ll]andet\b(?! uten Oslo)")
NAMED = re.compile(r"\bNorge\b(?! \(med Oslo\))")
ABOUT = ("Norge minus Oslo", "Vi har ikke SSBs framskriving for Norge.")
"""What is said of how figures are made, and holds none itself."""
NARROW = "\u202f"


def shared(name: str) -> pl.DataFrame:
    """Give a table of the statistics the project was given, or skip."""
    folder = statistics_folder()
    if folder is None:
        pytest.skip("the shared statistics are not here")
    return pl.read_parquet(folder / name)


@cache
def counted() -> pl.DataFrame:
    """Give ``year, age, sex, persons`` of Norway without Oslo, added up by its 356 others."""
    others = pl.col("municipality").is_in([OSLO, NORWAY.code]).not_()
    people = shared("population.parquet").filter(others)
    assert people["municipality"].n_unique() == 356
    return people.group_by("year", "age", "sex").agg(pl.col("persons").sum())


def persons(frame: pl.DataFrame, year: int, lo: int = 0, hi: int = 105) -> float:
    return float(frame.filter(pl.col("age").is_between(lo, hi), year=year)["persons"].sum())


def chapter_of(code: str, id: str) -> Chapter:
    return next(c for c in report_of(code).chapters if c.id == id)


def figure(code: str, chapter: str, statement: str, slot: str) -> Figure:
    said = next(s for s in chapter_of(code, chapter).statements() if s.id == statement)
    return said.figures[slot]


def table(code: str, chapter: str, id: str) -> list[dict[str, object]]:
    exhibit = next(e for e in chapter_of(code, chapter).exhibits() if e.id == id)
    return exhibit.table.records()


# The rule


def test_the_rule_is_one_for_money_and_services_and_one_for_people() -> None:
    assert country_for("5503") == NORWAY and country_for(OSLO) == country_without_oslo()
    assert country_of_services(2025, 2025) == country_without_oslo()
    assert country_of_services(0, 0) == country_without_oslo()
    whole = country_of_services(2024, 2025)
    assert (whole.code, whole.name) == (NORWAY.code, "Norge (med Oslo)")
    assert country_of(indicator("net_debt"), 0, 2025) == country_without_oslo()
    assert country_of(indicator("home_services_80"), 0, 2025) == whole


def test_oslo_is_alone_in_its_group_and_is_not_compared_with_it() -> None:
    oslo = Evidence(municipality(OSLO))
    assert group_of(oslo) is None
    for places in (compared_people(oslo), compared_services(oslo, "accounts")):
        assert [(r, p.code) for r, p in places] == [(Role.OWN, OSLO), (Role.NORWAY, WITHOUT_OSLO)]


def test_others_are_held_against_their_group() -> None:
    harstad = Evidence(municipality("5503"))
    own = [(Role.OWN, "5503"), (Role.GROUP, "EKG09")]
    assert [(r, p.code) for r, p in compared_people(harstad)] == [*own, (Role.NORWAY, "0")]
    services = [(r, p.code) for r, p in compared_services(harstad, "accounts")]
    assert services == [*own, (Role.NORWAY, WITHOUT_OSLO)]


# The names


def written(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Give every text that figures stand in or under, with where it is."""
    yield "lead", chapter.lead
    for said in chapter.statements():
        yield said.id, said.text()
    for shown in chapter.exhibits():
        texts = [shown.title, shown.subtitle, shown.alt, shown.note, shown.uncertainty]
        texts += [column.title for column in shown.table.columns]
        texts += [cell for row in shown.table.rows for cell in row if isinstance(cell, str)]
        yield from ((shown.id, text) for text in dict.fromkeys(texts))
    yield from ((s.id, s.title) for s in chapter.sections)


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_called_the_country_without_saying_which(code: str) -> None:
    for chapter in report_of(code).chapters:
        whole = chapter.id in PEOPLE and code != OSLO
        for at, text in written(chapter):
            for about in ABOUT:
                text = text.replace(about, "")
            assert not BARE.search(text), (chapter.id, at, text)
            assert whole or not NAMED.search(text), (chapter.id, at, text)
            assert not (whole and "uten Oslo" in text), (chapter.id, at, text)
    for finding in report_of(code).ranked:
        text = finding.statement.text()
        whole = finding.chapter in PEOPLE and code != OSLO
        assert not BARE.search(text) and (whole or not NAMED.search(text)), text


@pytest.mark.parametrize("code", CODES)
def test_a_figure_of_the_country_stands_in_a_sentence_with_its_name(code: str) -> None:
    found = 0
    ranked: dict[str, list[Statement]] = {}
    for finding in report_of(code).ranked:
        told = (s for s in (finding.statement, finding.ahead) if s is not None)
        ranked.setdefault(finding.chapter, []).extend(told)
    for chapter in report_of(code).chapters:
        for said in (*chapter.statements(), *ranked.get(chapter.id, ())):
            for one in said.figures.values():
                if one.place.code not in (NORWAY.code, WITHOUT_OSLO) or one.id.startswith(PRICES):
                    continue
                found += 1
                own = "landet uten Oslo" if one.place.code == WITHOUT_OSLO else "Norge"
                assert one.place.name.startswith(own)
                assert one.place.name.lower() in said.text().lower(), (chapter.id, said.text())
                assert (one.place.code == NORWAY.code) == (chapter.id in PEOPLE and code != OSLO)
    assert found >= 8


PRICES = "prisvekst-"
"""How prices of all municipalities rose: it is held against none."""


def test_the_chapters_of_people_are_known_by_what_they_need() -> None:
    assert len(PEOPLE) == 3 and {"befolkning", "demens"} <= PEOPLE and "utvikling" not in PEOPLE


def test_the_names_are_seen_where_they_are_wrong() -> None:
    for text in ("mot 24,8 % i landet", "Landet", "Mot landet", "i hele landet"):
        assert BARE.search(text)
    assert NAMED.search("33,1 % i Norge") and not NAMED.search("33,1 % i Norge (med Oslo)")
    assert not BARE.search("34,5 % i landet uten Oslo")


# The figures of services and finances


@cache
def raw(id: str, year: int, place: str = WITHOUT_OSLO) -> float | None:
    rows = embedded_tables()[TABLE].frame.filter(indicator=id, year=year, municipality=place)
    return rows["value"].item() if rows.height else None


@cache
def booked(concept: str, year: int) -> float:
    """Add up a concept of the accounts of all municipalities but Oslo."""
    rows = embedded_tables()["finances"].frame.filter(
        pl.col("municipality").str.contains(r"^\d{4}$") & (pl.col("municipality") != OSLO),
        concept=concept,
        year=year,
    )
    assert rows.height == 356
    return float(rows["amount"].sum())


def expected(id: str, year: int) -> float | None:
    """Give a figure of the country without Oslo: as SSB publishes it, else worked out here."""
    if (published := raw(id, year)) is not None:
        return published
    parts = {"net_operating_result": "AGD23", "net_debt": "KG31"}
    if id in parts:
        return booked(parts[id], year) / booked("AGD13", year)
    if raw(id, year, "0") is None or raw(id, year, OSLO) is None:
        return None
    if id == "free_income_pi":
        people = embedded_tables()["population_groups"].frame.filter(year=year + 1)
        n, oslo = (float(people.filter(municipality=c)["persons"].sum()) for c in ("0", OSLO))
    else:
        finances = embedded_tables()["finances"].frame.filter(concept="AGD13", year=year)
        n, oslo = (float(finances.filter(municipality=c)["amount"].sum()) for c in ("0", OSLO))
    return (raw(id, year, "0") * n - raw(id, year, OSLO) * oslo) / (n - oslo)


def of_indicators(code: str) -> Iterator[tuple[str, int, Figure]]:
    """Give indicator, year and figure of each indicator of the country in any sentence."""
    slugs = {i.id.replace("_", "-"): i.id for i in indicators()}
    for chapter in report_of(code).chapters:
        for said in chapter.statements():
            for one in said.figures.values():
                slug = one.id.split("-eakuo")[0]
                if one.place.code == WITHOUT_OSLO and slug in slugs and one.period.isdecimal():
                    yield slugs[slug], int(one.period), one


@pytest.mark.parametrize("code", CODES)
def test_every_indicator_of_the_country_is_that_of_the_country_without_oslo(code: str) -> None:
    found = list(of_indicators(code))
    assert found
    for id, year, one in found:
        assert one.value == pytest.approx(expected(id, year), rel=2e-4), (id, year)


TABLES = (
    ("okonomi", "okonomi-flere", "norway"),
    ("ressursbruk", "omrader-ved-siden", "country"),
    ("ressursbruk", "nokkeltall-kostnad", "norway"),
)


@pytest.mark.parametrize("code", CODES)
def test_every_cell_of_the_country_is_that_of_the_country_without_oslo(code: str) -> None:
    names, found = {i.name: i for i in indicators()}, 0
    for chapter, id, key in TABLES:
        for shown in chapter_of(code, chapter).exhibits():
            if shown.id != id or key not in [c.key for c in shown.table.columns]:
                continue
            assert shown.table.column(key).title.lower() == "landet uten oslo"
            for row in shown.table.records():
                entry = names.get(str(row.get("name", row.get("what"))))
                if entry is None or row[key] in (None, ""):
                    continue
                found += 1
                want, year = expected(entry.id, int(row["year"])), int(row["year"])
                if isinstance(row[key], float):
                    assert row[key] == pytest.approx(want), (id, entry.id, year)
                else:
                    text = format_number(want, entry.unit, entry.decimals)
                    assert row[key] == text, (id, entry.id, year)
    assert found or code in ("1151", "5052", "1103", "0099")


@pytest.mark.parametrize("code", CODES)
def test_lines_over_time_of_the_country_are_of_the_country_without_oslo(code: str) -> None:
    names, found = {i.name: i.id for i in indicators()}, 0
    for chapter, of in (("kvalitet", ""), ("kompetanse", "care_educated_staff")):
        for shown in chapter_of(code, chapter).exhibits():
            if not shown.id.endswith(("-andeler", "-utdanning")):
                continue
            for row in shown.table.records():
                if row["place"] == "landet uten Oslo" and row["value"] is not None:
                    found += 1
                    id = of or names[str(row["indicator"])]
                    assert row["value"] == pytest.approx(expected(id, int(row["year"])))
    assert found or code not in ("5503", OSLO)


def test_care_takes_the_share_that_ssb_publishes_of_the_country_without_oslo() -> None:
    """34.5 % in the workbook the figures come from; with Oslo it is 33.1."""
    key = shared("kostra_key_figures.parquet").filter(
        pl.col("indicator").str.starts_with("Netto driftsutgifter omsorg i %"), year=2025
    )
    by = dict(key.select("region", "value").iter_rows())
    assert (by["EAKUO"], by["EAK"]) == (34.5, 33.1)
    for code in CODES:
        for one in chapter_of(code, "utvikling").statements():
            if one.id != "omsorg-sammenliknet":
                continue
            assert one.figures["norway"].value == pytest.approx(by["EAKUO"] / 100)


@pytest.mark.parametrize("code", ["1103", "1151", "5052", OSLO])
def test_revenues_per_inhabitant_are_those_of_the_others_added_up(code: str) -> None:
    """580,809 million kroner on 4,898,686 inhabitants of 31 December 2025."""
    areas = shared("kostra_areas_2025.parquet")
    revenues = areas.filter(pl.col("municipality") != OSLO, area="AGD13", year=2025)
    each = float(revenues["amount_1000_nok"].sum()) * 1000 / persons(counted(), 2026)
    rows = table(code, "ressursbruk", "omrader-ved-siden")
    (row,) = (r for r in rows if r["what"] == "Driftsinntekter per innbygger")
    assert row["country"] == f"{each:,.0f} kr".replace(",", NARROW).replace(" kr", f"{NARROW}kr")


def test_where_only_the_whole_is_published_its_name_says_that_oslo_is_in_it() -> None:
    evidence = adding(known("5503"), "care_staff", [("0", 2025, "all", 145_000.0, None)])
    said = next(s for s in workforce(evidence).statements() if s.id == "sammenlikning").text()
    assert "Norge (med Oslo) har" in said
    both = adding(evidence, "care_staff", [(WITHOUT_OSLO, 2025, "all", 130_000.0, None)])
    said = next(s for s in workforce(both).statements() if s.id == "sammenlikning").text()
    assert "landet uten Oslo har" in said.lower().replace("oslo", "Oslo")


def test_a_service_without_a_figure_of_the_others_has_a_column_of_its_own() -> None:
    """Of two indicators one is published without Oslo and one is not: two columns, two names."""
    evidence, wanted = gather(municipality("5503")), ("home_services_80", "institution_80")
    found = evidence.tables[TABLE]
    first = found.frame.filter(pl.col("indicator") != wanted[1])
    second = found.frame.filter(pl.col("municipality") != WITHOUT_OSLO, indicator=wanted[0])
    frame = pl.concat([first, second.with_columns(indicator=pl.lit(wanted[1]))])
    tables = {**dict(evidence.tables), TABLE: Sourced(frame, found.sources)}
    mixed = Evidence(evidence.municipality, tables)
    names = [p.name for p in countries(series(mixed, id) for id in wanted)]
    assert names == ["landet uten Oslo", "Norge (med Oslo)"]
    shown = next(e for e in quality(mixed).exhibits() if e.id == "kvalitet-care")
    by = {r["name"]: (r["norway"], r["norway1"]) for r in shown.table.records()}
    assert [c.title for c in shown.table.columns if c.key.startswith("norway")] == names
    unknown = "mangler"
    assert by[indicator("home_services_80").name] == (f"25,1{NARROW}%", unknown)
    assert by[indicator("institution_80").name] == (unknown, f"24,8{NARROW}%")
    assert build(mixed).other.name == "landet uten Oslo"


# People and need


RATIOS = (
    ("eldste-andel", "norway", (80, 105), (0, 105)),
    ("aldersbaereevne", "norway", (16, 66), (67, 105)),
    ("familieomsorg", "norway", (50, 66), (85, 105)),
)


@pytest.mark.parametrize("code", CODES)
def test_counted_people_are_those_of_the_country_that_is_named(code: str) -> None:
    whole = shared("population.parquet").filter(municipality="0")
    people = counted() if code == OSLO else whole
    for said, slot, above, below in RATIOS:
        want = persons(people, 2026, *above) / persons(people, 2026, *below)
        assert figure(code, "befolkning", said, slot).value == pytest.approx(want), said
    want = persons(people, 2026) / persons(people, 2016) - 1
    assert figure(code, "befolkning", "folketall", "norway").value == pytest.approx(want)


def test_people_ahead_are_those_of_norway_less_those_of_oslo() -> None:
    """The embedded middles as they are stored, which are the printed ones of both."""
    middle = pl.read_parquet(DATA)

    def less(year: int, ages: str) -> float:
        at = {c: float(middle.filter(municipality=c, year=year)[ages].item()) for c in ("0", OSLO)}
        return at["0"] - at[OSLO]

    grown = less(2050, "0-105") / less(2026, "0-105") - 1
    assert figure(OSLO, "befolkning", "folketall-fram", "norway").value == pytest.approx(grown)
    old = less(2040, "80-105") / less(2040, "0-105")
    assert figure(OSLO, "befolkning", "eldste-andel", "far").value == pytest.approx(old)


def test_printed_people_subtract_in_every_year_and_age() -> None:
    evidence = gather(municipality(OSLO))
    whole, oslo, less = (
        population_path(evidence, place)
        for place in (NORWAY, evidence.place, country_without_oslo())
    )
    assert whole is not None and oslo is not None and less is not None
    assert less.base_year == 2026 and less.last_year == 2050
    for year in less.years:
        for lo, hi in ((0, 105), (0, 19), (16, 66), (65, 105), (67, 105), (80, 105), (85, 105)):
            left = (whole.group(lo, hi, year) or 0) - (oslo.group(lo, hi, year) or 0)
            assert less.group(lo, hi, year) == pytest.approx(left, rel=1e-9), (year, lo, hi)


def test_dementia_beside_oslo_is_that_of_the_others() -> None:
    folder = statistics_folder()
    if folder is None:
        pytest.skip("the shared statistics are not here")
    rates = pl.read_csv(folder / "dementia_prevalence.csv")
    ill = 0.0
    for group, sex, rate in rates.select("age_group", "sex", "prevalence").iter_rows():
        lo, hi = (int(part) for part in group.replace("+", "-105").split("-"))
        ill += rate * persons(counted().filter(sex=sex), 2026, lo, hi)
    each = 1000 * ill / persons(counted(), 2026)
    shown = figure(OSLO, "demens", "demens-sammenliknet", "norway").value
    assert shown == pytest.approx(each, rel=1e-3)
    ahead = figure(OSLO, "demens", "demens-fram", "norway")
    whole = figure("5503", "demens", "demens-fram", "norway").inputs
    own = figure(OSLO, "demens", "demens-fram", "change").inputs
    then, now = (a.value - b.value for a, b in zip(whole[1::-1], own[1::-1], strict=True))
    assert ahead.value == pytest.approx(then / now - 1, abs=2e-3)


def test_need_beside_oslo_is_that_of_the_others_by_inhabitants() -> None:
    """The ministry's index of all the others, weighted by who lived there, is what Oslo's meets."""
    need = shared("need_index.parquet").filter(
        pl.col("municipality") != OSLO, year=2026, sector="total_official"
    )
    people = (
        shared("population.parquet")
        .filter(year=2026)
        .group_by("municipality")
        .agg(pl.col("persons").sum())
    )
    both = need.join(people, on="municipality")
    assert both.height == 354  # two lack it
    level = float((both["index"] * both["persons"]).sum() / both["persons"].sum())
    shown = figure(OSLO, "behov", "i-dag", "total").value
    assert shown == pytest.approx(0.9304 / level - 1, abs=1e-3)
    assert shown == pytest.approx(-0.079, abs=1e-3)
    assert figure("5503", "behov", "i-dag", "total").value == pytest.approx(-0.010, abs=5e-4)


def test_need_for_care_of_the_others_lies_where_norway_and_oslo_put_it() -> None:
    """Norway's need is a weighted mean of Oslo's and the others', by what each had in 2026."""
    whole = figure("5503", "behov", "landet", "norway").value
    oslo = figure(OSLO, "behov", "landet", "own").value
    rest = figure(OSLO, "behov", "landet", "norway").value
    # Oslo has 13 % of the people and 0.84 of the need for care of each.
    share = 728_714 / 5_627_400 * 0.8407
    assert rest == pytest.approx((whole - share * oslo) / (1 - share), abs=2e-3)
