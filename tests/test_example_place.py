"""Eksempelkommunen: opened by its number alone, and in no list, rank, map, group or sum."""

from __future__ import annotations

import re

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.reports import report_of

from veivalg.chapters.common.registry import all_chapters
from veivalg.cli.parts import chosen_codes
from veivalg.content import Report, Shape, SourceKind
from veivalg.desk.choices import checked
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.gather.country import NATIONAL, Country
from veivalg.gather.gather import gather
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.codes import known_codes
from veivalg.norway.municipality import EXAMPLE, NORWAY
from veivalg.norway.register import find, municipalities, municipality, opened, search
from veivalg.own.examples import example_names, example_table
from veivalg.own.examples.official import official_tables
from veivalg.publish import formats, render
from veivalg.publish.format import WHOLE
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES
from veivalg.web.app import create_app

CODE = EXAMPLE.code
LINE = "Eksempelkommunen finnes ikke. Alle tallene om den er eksempler"
# Pages of a municipality that choose, compare, bring or fetch: those that exist have them.
CLOSED = (
    "/egne-tall",
    "/egne-tall/besok",
    "/sammenlikn",
    "/scenariorom",
    "/plan-innenfor-rammene",
    "/rammenedtrekk/rediger",
    "/henting",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(create_app(tmp_path_factory.mktemp("data")), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(CODE)


def test_only_its_number_opens_it() -> None:
    assert opened(CODE) is opened(" 0099 ") is municipality(CODE) is EXAMPLE
    for text in (CODE, "99", "K-0099", "Eksempelkommunen", "eksempel kommune"):
        with pytest.raises(UnknownMunicipalityError) as error:
            find(text)
        assert not any(EXAMPLE.name in s or CODE in s for s in error.value.suggestions)
    with pytest.raises(UnknownMunicipalityError):
        opened("Eksempelkommunen")
    assert opened("5503") is find("5503")


def test_it_is_none_of_the_municipalities_and_no_search_finds_it() -> None:
    assert len(municipalities()) == 357 and CODE not in {m.code for m in municipalities()}
    assert CODE not in known_codes() and CODE != "9999"
    for text in ("0099", "009", "00", "Eksempel", "Eksempelkommunen", "eks", "oppdiktet"):
        assert EXAMPLE not in search(text, 400)


def test_no_place_is_called_as_it_is_or_has_its_number() -> None:
    assert not any(EXAMPLE.name in m.names.values() for m in municipalities())
    assert EXAMPLE.county_code not in {m.county_code for m in municipalities()}


def test_it_is_in_no_group_and_a_member_of_none() -> None:
    assert EXAMPLE.kostra_group is None and EXAMPLE.centrality is None
    assert gather(EXAMPLE).group is None


def test_no_table_of_real_places_or_of_the_country_has_a_row_of_it() -> None:
    for name, table in embedded_tables().items():
        assert CODE not in set(table.frame["municipality"]), name
    made = gather(EXAMPLE)
    for country in (Country(None), made.country):
        for name in NATIONAL:
            if name in country:
                assert CODE not in set(country[name].frame["municipality"]), name
    assert CODE not in Figures(made.country["indicators"]).places


def test_norway_beside_it_is_norway_as_it_is_beside_others() -> None:
    made, real = gather(EXAMPLE), gather(municipality("5503"))
    for name in ("population", "population_groups"):
        rows = made.tables[name].rows(NORWAY.code)
        assert rows is not None
        assert rows.frame.equals(real.tables[name].rows(NORWAY.code).frame)
        assert rows.source(NORWAY.code).kind is SourceKind.OFFICIAL


def test_it_can_be_neither_compared_with_nor_fetched_nor_run_in_a_batch() -> None:
    with pytest.raises(UnknownMunicipalityError):
        checked("5503", [CODE])
    with pytest.raises(UnknownMunicipalityError):
        chosen_codes([CODE], False)
    assert CODE not in chosen_codes(None, True)


def test_every_official_table_it_has_is_whole_and_made_up() -> None:
    for name, table in official_tables().items():
        assert set(table.frame["municipality"]) == {CODE}, name
        assert table.source(CODE).kind is SourceKind.CONSTRUCTED
        assert TABLES[name].validate(table.frame).equals(table.frame)
    people = official_tables()["population"].frame.group_by("year").agg(persons="persons")
    assert people.height == 11


def test_it_names_no_unit_of_a_real_municipality() -> None:
    names = {name for m in municipalities() for name in m.names.values()}
    printed = {"Stangnes", "Bergseng", "Slottet", "Båsmo", "Gruben", "Ytteren", "Øyriket"}
    for name in example_names():
        table = example_table(name).frame
        for column in table.columns:
            words = {
                w for v in table[column].cast(str).to_list() if v for w in re.findall(r"\w+", v)
            }
            assert not words & printed, (name, column)
            if column in ("unit", "zone", "school", "municipality"):
                assert not set(table[column]) & names, (name, column)


@pytest.mark.parametrize("chapter", [c.id for c in all_chapters()])
def test_every_chapter_of_it_begins_by_saying_that_nothing_is_real(
    chapter: str, report: Report
) -> None:
    made = next(c for c in report.chapters if c.id == chapter)
    assert made.findings[0].text().startswith(LINE)
    assert not any("veivalg" in m.how_to_get for m in made.missing)


def test_every_file_of_it_says_so(report: Report) -> None:
    for name in formats(WHOLE):
        assert len(render(report, name)) > 1000
    assert LINE in render(report, "md").decode()


def test_its_pages_say_so_at_the_top_and_lead_to_nothing_that_is_closed(
    client: TestClient,
) -> None:
    for page in ("", "/bemanning", "/okonomi", "/kunnskapsgrunnlag", "/dokumenter-sok"):
        answer = client.get(f"/kommune/{CODE}{page}")
        assert answer.status_code == 200, page
        top = answer.text[: answer.text.index("<h1")]
        assert "Eksempel:" in top and "Kommunen og tallene er oppdiktet" in top, page
        assert f'href="/kommune/{CODE}"' in top and EXAMPLE.name in top, page
        led = set(re.findall(rf'(?:href|action)="(/kommune/{CODE}[^"#?]*)', answer.text))
        assert not [a for a in led if any(a.endswith(end) for end in (*CLOSED, "/hent"))], page


@pytest.mark.parametrize("page", CLOSED)
def test_the_pages_that_choose_bring_or_fetch_are_closed(page: str, client: TestClient) -> None:
    assert client.get(f"/kommune/{CODE}{page}").status_code == 404


def test_it_is_in_no_list_map_or_answer_of_the_site(client: TestClient) -> None:
    for address in ("/", "/utforsk", "/api/kommuner?antall=400"):
        text = client.get(address).text
        assert CODE not in re.findall(r"\b\d{4}\b", text) and EXAMPLE.name not in text, address
    for query in (CODE, "Eksempelkommunen"):
        assert EXAMPLE.name not in re.sub(
            r'value="[^"]*"|«[^»]*»', "", client.get(f"/sok?q={query}").text
        )
    assert client.get(f"/api/kommuner/{CODE}").status_code == 404
    assert client.get(f"/duell/{CODE}/5503").status_code == 404


@pytest.mark.parametrize("code", ["5503", "0301", "1151"])
def test_a_chapter_that_lacks_own_figures_leads_to_the_same_one_here(
    code: str, client: TestClient
) -> None:
    text = client.get(f"/kommune/{code}/okonomioppfolging").text
    assert "Mangler" in text or "mangler" in text
    assert f'href="/kommune/{CODE}/okonomioppfolging"' in text and "Se eksempel" in text
    assert "Se eksempel" not in client.get(f"/kommune/{code}/befolkning").text
    shown = client.get(f"/kommune/{CODE}/okonomioppfolging")
    assert shown.status_code == 200 and "Se eksempel" not in shown.text


def test_its_accounts_add_up_as_real_ones_do() -> None:
    made = official_tables()
    accounts, areas = made["accounts"].frame, made["area_accounts"].frame
    booked = {(y, f, a): n for _m, y, _s, f, a, n, _r in accounts.iter_rows()}
    assert {"257", "258"} <= {f for y, f, _a in booked if y >= 2024}
    assert not {"257", "258"} & {f for y, f, _a in booked if y < 2024}
    assert "254" in {f for y, f, _a in booked if y == 2023}
    care = ("232", "233", "234", "241", "253", "254", "256", "257", "258", "261")
    for year in (2015, 2023, 2024, 2025):
        for measure in ("net", "gross"):
            (told,) = areas.filter(
                pl.col("area") == "FGK9", pl.col("year") == year, pl.col("measure") == measure
            )["amount"]
            parts = [booked.get((year, f, f"sum_{measure}"), 0.0) for f in care]
            assert told == sum(parts) > 5e8, (year, measure)
    shares = made["indicators"].frame.filter(pl.col("denominator").is_not_null())
    for value, part, whole in shares.select("value", "numerator", "denominator").iter_rows():
        assert value == pytest.approx(part / whole, abs=1e-6)


MONEY = {
    f"eksempel-{CODE}-{table}" for table in ("accounts", "area_accounts", "finances", "indicators")
}


def test_the_chapters_of_money_have_figures_and_name_no_rank(report: Report) -> None:
    made = [c for c in report.chapters if MONEY & {s.id for e in c.exhibits() for s in e.sources}]
    assert len(made) >= 3
    for chapter in made:
        said = " ".join(s.text() for s in chapter.statements())
        assert "mill. kr" in said and not re.search(r"\bnummer \d+ av", said), chapter.id
        for exhibit in chapter.exhibits():
            assert exhibit.chart is None or exhibit.chart.shape is not Shape.MAP, exhibit.id
