import re

import polars as pl
import pytest
from care_evidence import known, sound, without
from indicator_evidence import account_table, bare, holding, indicator_table
from tests.reports import report_of

from veivalg.chapters.utvikling.chapter import chapter as development
from veivalg.chapters.utvikling.model import build
from veivalg.content import Chapter, Shape, Statement, Unit, format_number
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.maths.comparison.deflate import FACTORS, chain
from veivalg.norway.deflator import growth_shares
from veivalg.norway.kostra import functions, sectors
from veivalg.norway.register import municipality

YEARS = range(2015, 2024)
PRICES = 1.026 * 1.024 * 1.031 * 1.032 * 1.010 * 1.044 * 1.067 * 1.043
FUNCTIONS = {"202": 300e6, "253": 200e6, "254": 250e6, "201": 150e6, "120": 80e6, "332": 20e6}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def finding(chapter: Chapter, id: str) -> Statement:
    return next(s for s in chapter.statements() if s.id == id)


def spending(code: str, growth: float = 0.05, **hidden: int) -> Evidence:
    values: dict[tuple[str, str], dict[int, float | None]] = {
        (code, f): {y: base * (1 + growth) ** (y - 2015) for y in YEARS}
        for f, base in FUNCTIONS.items()
    }
    for function, year in hidden.items():
        values[code, function.removeprefix("f")][year] = None
    return holding(known(code), accounts=account_table(values))


def test_the_chapter_is_whole_with_accounts_and_people() -> None:
    chapter = development(spending("1833"))
    sound(chapter)
    assert {"realvekst", "bidrag", "sektor", "siste-aar", "profil"} <= {
        s.id for s in chapter.findings
    }
    assert {e.id for e in chapter.exhibits()} >= {
        "utvikling-faste-priser",
        "utvikling-bidrag",
        "utvikling-sektorer",
        "utvikling-profil",
    }


def test_real_growth_is_nominal_growth_less_the_deflator() -> None:
    figures = finding(development(spending("1833")), "realvekst").figures
    assert figures["share"].value == pytest.approx(1.05**8 / PRICES - 1)
    assert figures["price"].value == pytest.approx(PRICES - 1)
    end = sum(FUNCTIONS.values()) * 1.05**8
    assert figures["money"].value == pytest.approx(end - sum(FUNCTIONS.values()) * PRICES)


def test_spending_that_follows_prices_has_no_real_growth() -> None:
    levels = chain(growth_shares(), 2015)
    values = {("1833", f): {y: base * levels[y] for y in YEARS} for f, base in FUNCTIONS.items()}
    model = build(holding(known("1833"), accounts=account_table(values)))
    assert model is not None
    assert model.change() == pytest.approx((0, 0), abs=1e-3)
    assert "falt" in finding(development(spending("1833", growth=0.0)), "realvekst").text()


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_the_parts_sum_to_the_growth_of_every_sector_and_in_all(code: str) -> None:
    model = build(spending(code))
    assert model is not None and model.whole is not None
    for growth in (*model.parts.values(), model.whole):
        assert sum(growth.part(f) for f in FACTORS) == pytest.approx(growth.total)
    assert model.whole.end == pytest.approx(model.total()[2023])
    assert sum(g.total for g in model.parts.values()) == pytest.approx(model.whole.total)


@pytest.mark.parametrize("code", ["5503", "1833", "5610"])
def test_there_is_one_growth_in_fixed_prices_in_sentences_and_table(code: str) -> None:
    """1 billion at 5 % a year for eight years is 1,477.5 million; in prices 1,311.6."""
    chapter = development(spending(code))
    told = finding(chapter, "realvekst").figures["money"].value
    parts = {k: f.value for k, f in finding(chapter, "bidrag").figures.items()}
    assert parts["price"] == pytest.approx((PRICES - 1) * 1e9)
    assert parts["total"] == pytest.approx((1.05**8 - 1) * 1e9)
    assert parts["demography"] + parts["volume"] == pytest.approx(told)
    table = next(e for e in chapter.exhibits() if e.id == "utvikling-sektorer").table
    assert [c.title for c in table.columns][2:4] == ["Priser", "I faste priser"]
    *rows, total = table.rows
    assert total[3] == pytest.approx(told)
    top = finding(chapter, "sektor").figures["a"].value
    assert max(float(r[3]) for r in rows) == pytest.approx(top)
    assert all(float(r[4]) + float(r[5]) == pytest.approx(float(r[3])) for r in rows)


def test_the_waterfall_starts_and_ends_in_the_accounts() -> None:
    exhibit = next(
        e for e in development(spending("1833")).exhibits() if e.id == "utvikling-bidrag"
    )
    assert exhibit.chart is not None and exhibit.chart.shape is Shape.WATERFALL
    amounts = [float(r["amount"] or 0) for r in exhibit.table.records()]
    assert sum(amounts[:4]) == pytest.approx(amounts[4])


def test_shares_of_the_profile_sum_to_one_every_year() -> None:
    exhibit = next(
        e for e in development(spending("1833")).exhibits() if e.id == "utvikling-profil"
    )
    by_year: dict[object, float] = {}
    for row in exhibit.table.records():
        by_year[row["year"]] = by_year.get(row["year"], 0) + float(row["share"] or 0)
    assert set(by_year) == set(YEARS)
    assert all(total == pytest.approx(1) for total in by_year.values())


def test_a_suppressed_function_takes_its_year_out_and_never_counts_as_zero() -> None:
    model = build(spending("1833", f253=2023))
    assert model is not None
    assert model.last == 2022
    assert model.spending["care"][2023] is None
    sound(development(spending("1833", f253=2023)))


def test_a_small_sector_that_is_hidden_is_left_out_and_named() -> None:
    hidden = spending("1833", f332=2023)
    model, chapter = build(hidden), development(hidden)
    sound(chapter)
    assert model is not None
    assert (model.first, model.last, model.left_out) == (2015, 2023, ("transport",))
    assert any("Samferdsel er ikke med" in m.why for m in chapter.missing)
    assert "Uten Samferdsel" in finding(chapter, "realvekst").text()
    assert not any(s.id == "profil" for s in chapter.statements())


def test_when_half_is_suppressed_nothing_is_said_of_the_whole() -> None:
    values: dict[tuple[str, str], dict[int, float | None]] = {
        ("1833", "253"): dict.fromkeys(YEARS, None),
        ("1833", "202"): dict.fromkeys(YEARS, 1e6),
    }
    chapter = development(holding(bare("1833"), accounts=account_table(values)))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]
    assert any("lite grunnlag" in m.why for m in chapter.missing)


def test_without_people_growth_is_not_split_but_prices_are_still_taken_out() -> None:
    chapter = development(without(spending("1833"), "population", "population_groups"))
    sound(chapter)
    assert not any(s.id == "bidrag" for s in chapter.statements())
    assert any(s.id == "realvekst" for s in chapter.findings)
    assert any("alder" in m.why for m in chapter.missing)


def test_published_shares_stand_in_when_there_are_no_accounts() -> None:
    values = {
        ("1833", "care_share"): {2015: 0.327, 2025: 0.381},
        ("1833", "school_share"): {2015: 0.229, 2025: 0.206},
        ("0", "care_share"): {2015: 0.31, 2025: 0.33},
    }
    chapter = development(holding(bare("1833"), indicators=indicator_table(values)))
    sound(chapter)
    ids = [s.id for s in chapter.findings]
    assert ids == ["andel-care-share", "andel-school-share", "omsorg-sammenliknet"]
    assert "øker fra" in chapter.findings[0].text()
    assert "synker fra" in chapter.findings[1].text()


@pytest.mark.parametrize("code", ["5503", "1833", "5610", "0301"])
def test_no_number_is_told_twice_among_the_findings(code: str) -> None:
    """Care's share of the last year stood in two of them, as 38.5 and 38.5 %."""
    chapter = next(c for c in report_of(code).chapters if c.id == "utvikling")
    told = [
        (f.place.code, f.label, f.period, f.text())
        for s in chapter.findings
        for f in s.figures.values()
        if f.unit is Unit.SHARE
    ]
    assert len(told) == len(set(told)) and told, told


@pytest.mark.parametrize(("code", "grown"), [("5610", "4,7"), ("0301", "27,7")])
def test_prices_are_of_the_years_the_shares_are_of(code: str, grown: str) -> None:
    """They were of 2014–2024 under shares of 2020–2025. By hand from the published deflator."""
    chapter = next(c for c in report_of(code).chapters if c.id == "utvikling")
    share = plain(finding(chapter, "andel-care-share").text())
    prices = plain(finding(chapter, "priser").text())
    years = re.findall(r" i (20\d\d)", share)
    assert f"økte med {grown} % fra {years[0]} til {years[1]}" in prices
    assert "foreløpig for 2025" in prices


def test_the_printed_growth_of_harstad_is_repeated() -> None:
    figures = finding(development(known("5503")), "trykt").figures
    assert figures["total"].value == 200e6
    assert figures["institution"].value == 0.36


@pytest.mark.parametrize("code", ["1151", "0301"])
def test_nothing_known_is_said_as_missing(code: str) -> None:
    chapter = development(bare(code))
    sound(chapter)
    assert [s.id for s in chapter.findings] == ["mangler"]
    assert "SSB 12362 og 12367" in {m.table for m in chapter.missing}


def test_the_treasury_stands_in_where_the_group_is_not_known() -> None:
    values = {("1833", f): dict.fromkeys(YEARS, 1000000.0) for f in FUNCTIONS}
    model = build(holding(known("1833"), accounts=account_table(values, "kasse")))
    assert model is not None and model.scope == "kasse"


def test_care_has_one_share_and_one_cost_whatever_other_tables_say() -> None:
    """A key figure that isn't revised is no second answer beside the accounts."""
    published = indicator_table(
        {
            ("care_share", "1833"): {2015: 0.30, 2023: 0.384},
            ("care_cost_pi", "1833"): {2015: 20_000.0, 2023: 44_000.0},
        }
    )
    chapter = development(holding(spending("1833"), indicators=published))
    sound(chapter)
    profile = finding(chapter, "profil")
    assert not any("38,4" in s.text() for s in chapter.statements())
    shown = next(e for e in chapter.exhibits() if e.id == "utvikling-per-innbygger")
    model = build(spending("1833"))
    assert model is not None
    people = model.people(0, 105, 2023)
    last = [r["value"] for r in shown.table.records() if r["year"] == 2023]
    assert people is not None
    assert last == [pytest.approx(model.spending["care"][2023] / people)]
    assert profile.figures["b"].value == pytest.approx(model.share("care", 2023))
    assert "fra regnskapet" in shown.note


def test_years_before_todays_borders_are_told_once_and_not_shown_as_gaps() -> None:
    values: dict[tuple[str, str], dict[int, float | None]] = {
        ("1508", f): {y: base if y >= 2024 else None for y in range(2015, 2026)}
        for f, base in FUNCTIONS.items()
    }
    chapter = development(holding(known("1508"), accounts=account_table(values)))
    sound(chapter)
    shown = next(e for e in chapter.exhibits() if e.id == "utvikling-faste-priser")
    assert {r["year"] for r in shown.table.records()} == {2024, 2025}
    assert [m.what for m in chapter.missing if "delt eller slått" in m.why] == ["Regnskap før 2024"]
    whole = development(spending("1833"))
    assert not any("delt eller slått" in m.why for m in whole.missing)


@pytest.mark.parametrize("code", ["5503", "1833"])
def test_what_growth_is_told_is_what_a_reader_subtracts_in_the_figure(code: str) -> None:
    chapter = next(c for c in report_of(code).chapters if c.id == "utvikling")
    table = next(e for e in chapter.exhibits() if e.id == "utvikling-faste-priser").table
    digits = table.column("amount").decimals
    keys = [column.key for column in table.columns]
    printed: dict[str, list[float]] = {}
    for row in sorted(
        (dict(zip(keys, row, strict=True)) for row in table.rows), key=lambda row: row["year"]
    ):
        if row["amount"] is not None:
            cell = format_number(float(row["amount"]), Unit.MILLION_NOK, digits, word=False)
            number = float("".join(c for c in cell if not c.isspace()).replace(",", "."))
            printed.setdefault(str(row["price"]), []).append(number)
    grown = [of[-1] - of[0] for of in printed.values()]
    told = {
        finding(chapter, "realvekst").figures["money"].value or 0.0,
        abs(finding(chapter, "bidrag").figures["total"].value or 0.0),
    }
    assert {round(abs(g)) for g in grown} == {round(t / 1e6) for t in told}


@pytest.mark.parametrize(
    ("code", "services", "in_all", "shares"),
    [
        ("1833", ("10,1 %", "198 mill. kr"), ("1,9 %", "38 mill. kr"), ("32,7 %", "38,5 %")),
        ("5503", ("19,9 %", "376 mill. kr"), ("15,1 %", "281 mill. kr"), ("33,8 %", "38,4 %")),
    ],
)
def test_services_and_ssbs_sum_are_two_names_with_each_its_growth(
    code: str, services: tuple[str, ...], in_all: tuple[str, ...], shares: tuple[str, ...]
) -> None:
    """Growth worked out by hand from AGD1 of table 12137; shares of 2015 as SSB publishes them."""
    chapter = next(c for c in report_of(code).chapters if c.id == "utvikling")
    own, whole = plain(finding(chapter, "realvekst").text()).split(" Netto driftsutgifter i alt")
    assert all(part in own for part in services) and all(part in whole for part in in_all)
    assert "netto driftsutgifter til tjenestene" in own and whole.startswith(", slik SSB")
    assert "170–190) og funksjon 285 og 290 er ikke med" in own
    said = plain(finding(chapter, "profil").text())
    assert "var {} av netto driftsutgifter i alt i 2015 og {} i 2025".format(*shares) in said
    shown = {e.id: e for e in chapter.exhibits()}
    for id in ("utvikling-faste-priser", "utvikling-bidrag"):
        assert "til tjenestene" in shown[id].subtitle
        assert "170–190, 285 og 290" in shown[id].subtitle


@pytest.mark.parametrize("code", ["1833", "5503"])
def test_the_share_of_care_is_the_one_ssb_publishes(code: str) -> None:
    """To 2024; what is published of 2025 was not revised when it was fetched."""
    evidence = gather(municipality(code))
    held = evidence.tables["indicators"].frame.filter(municipality=code, indicator="care_share")
    published = dict(held.filter(pl.col("year") < 2025).select("year", "value").iter_rows())
    model = build(evidence)
    assert model is not None and published
    for year, share in published.items():
        assert model.share("care", year) == pytest.approx(share, abs=0.00051), year


def test_the_words_name_every_function_that_is_no_service() -> None:
    left_out = {f.code for s in sectors() if not s.compared for f in s.functions}
    fees = {f.code for f in functions() if "340" <= f.code <= "355"}
    shared = {f.code for f in functions() if "170" <= f.code <= "190"}
    assert left_out == fees | shared | {"285", "290"}


@pytest.mark.parametrize("code", ["1833", "5610"])
def test_care_is_held_against_the_same_share_in_every_municipality(
    code: str,
) -> None:
    """34.5 % of 2025 without Oslo (33.1 with) is not revised, and it says so beside it."""
    chapter = next(c for c in report_of(code).chapters if c.id == "utvikling")
    said = plain(finding(chapter, "omsorg-sammenliknet").text())
    assert "av netto driftsutgifter i alt" in said and "34,5 %" in said and "urevidert" in said
