"""What an overview tells: the rule (M23) by its properties, and what it gives, as printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import evidence_of, report_of
from tests.tiers import sized

from veivalg.chapters.common.indicator_series import series
from veivalg.chapters.common.ranked_sizes import sizes
from veivalg.chapters.common.ranking import A_THEME, FEWEST, LEAST, MOST, rank
from veivalg.chapters.common.ranking import REVENUE as REVENUE_ID
from veivalg.chapters.common.registry import run_ranked
from veivalg.chapters.ressursbruk.model.areas import areas
from veivalg.content import Ranked, Report, SourceKind, Statement, Theme
from veivalg.gather.gather import gather
from veivalg.norway.municipality import EXAMPLE
from veivalg.norway.register import municipalities
from veivalg.publish.document.told import ranked
from veivalg.publish.web.chapter import chapter_fragment

REVENUE = 1e9
SIZES = st.one_of(st.none(), st.floats(0, 1e8))


def one(id: str, theme: Theme, size: float | None, *, always: bool = False) -> Ranked:
    said = Statement(id, "Noe er slik.")
    return Ranked(id, theme, said, size, "", "", "", "2025", "prove", "", always=always)


@st.composite
def lists(draw: Callable[..., object]) -> list[Ranked]:
    sizes = draw(st.lists(st.tuples(st.sampled_from(list(Theme)), SIZES), max_size=20))
    always = draw(st.sampled_from((None, *range(20))))
    return [
        one(f"f{n}", theme, size, always=n == always)
        for n, (theme, size) in enumerate(sizes)  # type: ignore[arg-type, var-annotated]
    ]


def ids(found: Sequence[Ranked]) -> list[str]:
    return [one.id for one in found]


@given(lists(), st.randoms())
def test_the_order_they_come_in_changes_nothing(found, chance) -> None:
    mixed = found.copy()
    chance.shuffle(mixed)
    assert rank(mixed, REVENUE) == rank(found, REVENUE)


@given(lists(), st.data())
def test_a_finding_that_grows_never_falls(found, data) -> None:
    before = ids(rank(found, REVENUE))
    priced = [n for n, one in enumerate(found) if one.consequence is not None]
    if not priced:
        return
    at = data.draw(st.sampled_from(priced))
    more = replace(
        found[at], consequence=(found[at].consequence or 0) + data.draw(st.floats(0, 1e8))
    )
    after = ids(rank([*found[:at], more, *found[at + 1 :]], REVENUE))
    if more.id in before:
        assert more.id in after
        assert after.index(more.id) <= before.index(more.id)


@given(lists())
def test_every_theme_that_is_known_has_a_place_and_none_more_than_two(found) -> None:
    told = rank(found, REVENUE)
    themes = Counter(one.theme for one in told)
    assert set(themes) == {one.theme for one in found}
    assert max(themes.values(), default=0) <= A_THEME
    assert {one.id for one in found if one.always} <= set(ids(told))


@given(lists())
def test_there_are_five_to_seven_and_the_last_two_are_of_some_size(found) -> None:
    told = rank(found, REVENUE)
    could = sum(min(n, A_THEME) for n in Counter(one.theme for one in found).values())
    assert min(FEWEST, could) <= len(told) <= MOST
    small = [one for one in told if (one.share or 0) < LEAST]
    assert len(told) <= FEWEST or len(small) <= FEWEST


@given(lists())
def test_the_largest_stand_first_and_those_without_a_price_last(found) -> None:
    sizes = [one.consequence for one in rank(found, REVENUE)]
    known = [size for size in sizes if size is not None]
    assert known == sorted(known, reverse=True)
    assert sizes == [*known, *[None] * (len(sizes) - len(known))]


@given(lists())
def test_shares_are_of_revenue_and_none_where_it_is_not_known(found) -> None:
    for one in rank(found, REVENUE):
        assert one.share == (None if one.consequence is None else one.consequence / REVENUE)
    assert all(one.share is None for one in rank(found, None))


def test_what_is_low_counts_as_what_is_high() -> None:
    """A chapter gives a size: 20 millions less is 20 millions."""
    with pytest.raises(ValueError, match="consequence"):
        one("under", Theme.COST, -20e6)


# --- what it gives --------------------------------------------------------------------------------


def told(code: str) -> tuple[Ranked, ...]:
    return report_of(code).ranked


def plain(statement: Statement | None) -> str:
    return "" if statement is None else statement.marked().replace("\u202f", " ")


def said(code: str) -> list[str]:
    return [plain(one.statement) for one in told(code)]


def test_harstad_as_printed() -> None:
    assert said("5503") == [
        "Harstad bruker 147 mill. kr mer på helse og omsorg enn KOSTRA-gruppe 9 ved samme behov og "
        "samme arbeidsgiveravgift (142–156; uten avgiftskorreksjon 105; året før 161).",
        "Med dagens bruk i hver aldersgruppe trenger Harstad 102 flere plasser i institusjon i "
        "2040 enn i dag (trolig 67–137). Med dagens dekning av dem over 80 år er det 150 flere. "
        "Faller bruken i fem år til, er det 69 flere. 102 plasser koster 128 mill. kr netto i "
        "året.",
        "Med dagens bruk i hver aldersgruppe trenger Harstad 152 flere årsverk i omsorgen i 2040 "
        "enn i dag (trolig 71–268), og må ansette rundt 130 det året. Etter hva plassene "
        "følger, er det +109 til +213.",
        "Disposisjonsfondet var 5,4 % (urevidert) og netto lånegjeld 143,3 % (KOSTRA-gruppe 9: "
        "97,4 %) av driftsinntektene i 2025. Målene er minst 10 % og høyst 75 %.",
        "Netto driftsresultat var −0,2 % av driftsinntektene i 2025, mot 1,6 % i KOSTRA-gruppe 9. "
        "Det er 64,6 mill. kr under målet på minst 1,75 %.",
        "Harstad bruker 45 mill. kr mer på grunnskole enn KOSTRA-gruppe 9 ved samme behov og samme "
        "arbeidsgiveravgift (42–49; uten avgiftskorreksjon 23; året før 53).",
        "Av 100 over 80 år hadde 9,0 langtidsopphold i institusjon i 2025, mot 10,0 i 2020.",
    ]


def test_rana_spends_as_its_group_and_has_fewer_in_long_stay() -> None:
    text = " ".join(said("1833"))
    assert (
        "Rana bruker om lag som gruppen (KOSTRA-gruppe 9) på helse og omsorg ved samme behov: "
        "25 mill. kr over når lav arbeidsgiveravgift er regnet med, 19 under uten (året før 9,5 "
        "under)."
    ) in text
    assert "hadde 7,5 langtidsopphold i institusjon i 2025, mot 11,0 i 2020" in text
    assert said("1833")[0].startswith("Netto driftsresultat var 5,5 % av driftsinntektene i 2025")
    assert "110,8 mill. kr over målet" in text


def test_the_economy_comes_first_in_karasjok() -> None:
    first, second, *_rest = said("5610")
    assert "Disposisjonsfondet var 0,2 %" in first and "177,9 %" in first
    assert second.startswith("Netto driftsresultat var −2,6 % av driftsinntektene i 2025")
    assert {one.theme for one in told("5610")} == set(Theme) - {Theme.QUALITY}


def by_id(code: str) -> dict[str, Ranked]:
    return {one.id: one for one in told(code)}


def test_places_that_may_be_both_more_and_fewer_are_uncertain_and_count_for_nothing() -> None:
    """The three numbers of places stand together: in Rana one of them is below today's places."""
    one = by_id("1833")["plasser-flere"]
    text = plain(one.statement)
    assert text.startswith(
        "Usikkert: Med dagens bruk i hver aldersgruppe trenger Rana 82 flere plasser"
    )
    assert text.endswith("er det 108 flere. Faller bruken i fem år til, er det 17 færre.")
    assert (one.consequence, one.certainty, one.statement.caution) == (0.0, "Usikkert", True)
    sure = by_id("5503")["plasser-flere"]
    assert sure.consequence and not sure.statement.caution
    for code, found in (("1833", one), ("5503", sure)):
        (chapter,) = (c for c in report_of(code).chapters if c.id == "plasser")
        said = {s.id: s for s in chapter.statements()}
        beds, three = said["na"].figures["beds"], said["tre-tall"].figures
        for driver in ("coverage", "trend"):
            more = three[driver].value - beds.value
            assert found.statement.figures[driver].value == pytest.approx(more)


def test_a_gap_that_shrinks_when_something_else_is_tried_counts_as_the_smallest() -> None:
    """Etnedal's people changed, and its schools were near the group's the year before."""
    one = by_id("3450")["ressursbruk-fgk8b"]
    assert plain(one.statement).endswith(
        "(11–12; uten avgiftskorreksjon 12). Med regnskapet for 2024 uten Værøy er det 2,6 mill. "
        "kr under."
    )
    assert one.consequence == abs(one.statement.figures["least"].value)
    gaps = areas(evidence_of("3450")).first.gaps["FGK8b"]
    tried = [abs(v) for v in (*gaps.steady_before, gaps.other_people, *gaps.without.values())]
    assert one.consequence <= min(tried) and gaps.other_people == pytest.approx(-4.0e6, abs=5e4)


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("3450", "18 under), men med regnskapet for 2024 er det 0,4 mill. kr over."),
        (
            "1151",
            "1,2 mill. kr under (uten avgiftskorreksjon 0,4 under; året før 7,1 under, 4,1 under "
            "uten Leka), men uten Røyrvik er det 0,4 mill. kr over.",
        ),
        ("5043", "(uten avgiftskorreksjon 18; året før 18 over, 22 over uten Leka)."),
        (
            "5532",
            "(uten avgiftskorreksjon 11,5 under; året før 1,6 over), men når lønn er 90 % av netto "
            "utgift er det 0,3 mill. kr over.",
        ),
    ],
)
def test_what_turns_the_sign_is_told_in_the_words_of_the_chapter(code: str, end: str) -> None:
    assert plain(by_id(code)["ressursbruk-fgk9"].statement).endswith(end)


def test_without_accounts_by_function_more_staff_has_no_kroner() -> None:
    found = told("5610")
    one = by_id("5610")["arsverk-flere"]
    assert one.consequence is None and one.share is None and "regnskapet" in one.basis
    assert found.index(one) > max(n for n, o in enumerate(found) if o.consequence is not None)
    assert by_id("5503")["arsverk-flere"].consequence


@pytest.mark.parametrize(("code", "area"), [("5052", "helse og omsorg"), ("1135", "grunnskole")])
def test_a_result_beside_accounts_that_moved_is_uncertain_and_says_so(code: str, area: str) -> None:
    one = by_id(code)["okonomi-resultat"]
    assert (one.consequence, one.certainty, one.statement.caution) == (0.0, "Usikkert", True)
    text = plain(one.statement)
    assert f"Men netto utgift til {area} gikk fra" in text and text.endswith("Sjekk føringen.")
    assert not by_id("1833")["okonomi-resultat"].statement.caution


def test_it_is_said_that_findings_are_not_added_up() -> None:
    chart = sizes(report_of("5503").municipality, told("5503"))
    assert chart is not None
    assert chart.note.endswith("samme kronene, så funnene kan ikke legges sammen.")


def test_no_place_is_held_against_a_country_by_another_name() -> None:
    text = " ".join(said("0301"))
    assert "(landet uten Oslo +59 %)" in text and "Landet uten Oslo har 3,6 i dag." in text
    assert "Norge har 3,9 i dag." in " ".join(said("5052"))


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("1804", "Bodø bruker 151 mill. kr mer på helse og omsorg enn KOSTRA-gruppe 11"),
        ("1151", "Utsira bruker 2,0 mill. kr mer på barnehage enn KOSTRA-gruppe 16"),
        ("0301", "Netto driftsresultat var 3,7 % av driftsinntektene i 2025, mot 2,1 % i landet"),
    ],
)
def test_the_figures_that_come_with_the_program_give_a_list(code: str, first: str) -> None:
    found = told(code)
    assert FEWEST <= len(found) <= MOST
    assert said(code)[0].startswith(first)
    assert {Theme.ECONOMY, Theme.COST, Theme.PEOPLE, Theme.STAFF} <= {one.theme for one in found}


ALIKE = re.compile(r"\b(\w+) \1\b|\.\.|mangler|nan|\{")


def test_every_municipality_has_a_list_of_sentences_that_can_be_read() -> None:
    """With nothing fetched: Sør-Varanger, whose areas are not known, has the fewest."""
    everyone = [m for m in municipalities() if m.code != EXAMPLE.code]
    long = [m for m in everyone if m.name in ("Selbu", "Vestre Slidre")]
    for m in sized([*everyone[::40], *long], everyone):
        evidence = gather(m)
        revenue = series(evidence, REVENUE_ID).figure()
        found = rank(run_ranked(evidence), revenue.value if revenue else None)
        assert (4 if m.code == "5605" else FEWEST) <= len(found) <= MOST, m.name
        for one in found:
            text = plain(one.statement)
            assert not ALIKE.search(text.replace(m.name, "")), text
            first, *_rest = re.split(r"(?<!mill)(?<!mrd)[.] ", text)
            assert len(first) < 260 and len(text) < 300, text


def test_the_plan_of_four_years_and_2040_are_told() -> None:
    by = {one.id: one for one in told("5503")}
    assert plain(by["plasser-flere"].ahead) == (
        "I økonomiplanen 2027–2030: +10 plasser i 2027, +40 i 2030."
    )
    assert plain(by["arsverk-flere"].ahead).endswith("+15 årsverk i 2027, +60 i 2030.")
    assert plain(by["okonomi-fond-gjeld"].ahead).startswith(
        "Nås målene på 10 år (fond) og 25 år (gjeld), tar det 104,5 mill. kr i året i "
        "økonomiplanen 2027–2030"
    )
    assert by["ressursbruk-fgk9"].ahead is None  # the same every year until something is done


def test_nobody_is_told_that_a_lower_cost_is_no_saving() -> None:
    gaps = [o for o in report_of(EXAMPLE.code).ranked if o.theme is Theme.COST]
    assert all("mindre på" in o.statement.text() for o in gaps)
    (beside,) = (o.beside.text() for o in gaps if o.beside is not None)
    assert "Merutgift" not in beside and "valitet og dekning" in beside


def test_what_stands_beside_a_gap_is_told_with_the_first_of_them() -> None:
    """The year before and the gap before tax in the sentence; what a gap is not, beside it."""
    for code in ("5503", "1833", "5610", "1151", "0301"):
        gaps = [one for one in told(code) if one.theme is Theme.COST]
        assert [one.beside is not None for one in gaps] == [True, *[False] * (len(gaps) - 1)]
        text = plain(gaps[0].beside)
        assert text.startswith("Merutgift er ikke det samme som innsparing. ")
        assert "per innbygger" in text and "valitet og dekning" in text
        assert all("uten" in plain(one.statement) for one in gaps)
        (care,) = (one for one in gaps if one.id == "ressursbruk-fgk9")
        assert re.search(r"året før|regnskapet for 2024", plain(care.statement)), code
    assert all(one.beside is None for one in told("5503") if one.theme is not Theme.COST)


def test_coverage_stands_beside_a_gap_where_it_is_known() -> None:
    """A case has no page «Hva tjenestene koster» to look it up on."""
    (shown,) = (one.beside for one in told("5503") if one.beside is not None)
    assert (
        "Av dem over 80 år fikk 27,2 % hjemmetjenester i 2025, mot 25,1 % (urevidert) i "
        "landet uten Oslo."
    ) in plain(shown)
    assert "hjemmetjenester" not in " ".join(
        plain(one.beside) for one in told("1151") if one.beside is not None
    )


@pytest.mark.parametrize(("code", "area"), [("5503", "fgk9"), ("5503", "fgk8b"), ("5610", "fgk8b")])
def test_the_year_before_is_of_that_year_and_so_is_what_it_rests_on(code: str, area: str) -> None:
    """«Avvik i 2024 … 2025», worked out from the accounts of 2025."""
    figures = by_id(code)[f"ressursbruk-{area}"].statement.figures
    was = figures["was"] if "was" in figures else figures["least"]
    booked, counted = was.inputs[:2]
    assert (was.period, booked.period, counted.period) == ("2024", "2024", "1. januar 2025")
    assert booked.value != figures["value"].inputs[0].value


def test_numbers_of_one_gap_stand_in_one_unit() -> None:
    text = plain(by_id("0301")["ressursbruk-fgk9"].statement)
    assert text.endswith(
        "(1,01–1,10; uten avgiftskorreksjon 0,79). Med regnskapet for 2024 uten Leka er det "
        "0,69 mrd. kr under."
    )


def test_nothing_is_judged_where_the_sign_may_turn() -> None:
    alike = next(one for one in told("1833") if one.id == "ressursbruk-fgk9")
    assert alike.consequence == 0.0
    assert "snur" in alike.passed


def test_what_is_made_up_is_known_by_its_sources() -> None:
    kinds = [{s.kind for s in one.sources()} for one in told(EXAMPLE.code)]
    assert kinds and all(SourceKind.CONSTRUCTED in found for found in kinds if found)


# --- the exhibits that show them ------------------------------------------------------------------


@pytest.mark.parametrize("code", ["5503", "1833", "5610", "5052", "0301"])
def test_each_is_shown_by_the_exhibit_it_points_at_and_none_is_shown_twice(code: str) -> None:
    report = report_of(code)
    shown = ranked(report)
    charts = [(one.chapter.id, one.exhibit.id) for one in shown if one.exhibit is not None]
    assert len(charts) == len(set(charts)) >= 3
    for one, finding in zip(shown, report.ranked, strict=True):
        kind, chapter, id = finding.anchor.split("-", 2)
        drawn = {e.id for e in one.chapter.exhibits() if e.chart is not None}
        assert chapter == one.chapter.id
        if kind == "utstilling" and id in drawn:
            assert one.exhibit.id == id if one.exhibit else (chapter, id) in charts


def test_the_exhibit_shows_the_number_of_the_sentence() -> None:
    for code, debt, stays in (("5503", "143,3", "9,0"), ("1833", "89,6", "7,5")):
        report = report_of(code)
        shown = {f.id: one for f, one in zip(report.ranked, ranked(report), strict=True)}
        fund, long_stay = shown["okonomi-fond-gjeld"], shown["plasser-langtid"]
        assert fund.exhibit and debt in fund.exhibit.title
        assert long_stay.exhibit and f"bor {stays}" in long_stay.exhibit.title
        result = shown["okonomi-resultat"].exhibit
        assert result and result.id == "okonomi-net-operating-result"


def test_residents_of_all_ages_are_called_so() -> None:
    (chapter,) = (c for c in report_of("1833").chapters if c.id == "plasser")
    (shown,) = (e for e in chapter.exhibits() if e.id == "dekningsgrad")
    assert shown.title.startswith("Alle langtidsbeboere, også under 80,")
    assert "Alle beboere på langtidsopphold, også under 80" in {
        row["series"] for row in shown.table.records()
    }


# --- held against the chapters --------------------------------------------------------------------


@pytest.mark.parametrize("code", ["5503", "5610", "1151", EXAMPLE.code])
def test_a_figure_is_the_one_of_its_chapter_and_its_arithmetic_is_a_click_away(code: str) -> None:
    report: Report = report_of(code)
    chapters = {chapter.id: chapter for chapter in report.chapters}
    assert len(report.ranked) >= FEWEST
    for one in report.ranked:
        chapter = chapters[one.chapter]
        known = {figure.id: figure for figure in chapter.figures()}
        for figure in one.figures():
            assert known.get(figure.id, figure) == figure, figure.id
        assert f'id="{one.anchor}"' in chapter_fragment(chapter), one.anchor
        assert one.sources()


def test_staff_whose_sign_one_assumption_turns_is_as_uncertain_as_in_its_chapter() -> None:
    for code in ("5503", "1833", "5610"):
        report = report_of(code)
        (chapter,) = (c for c in report.chapters if c.id == "arsverk")
        (headline,) = (s for s in chapter.findings if s.id == "arsverk")
        found = [one for one in report.ranked if one.id == "arsverk-flere"]
        turned = "Fortegnet snur" in headline.text()
        assert found or code != "1833"
        for one in found:
            assert ("Fortegnet snur" in one.statement.text()) == turned, code
            assert not turned or (one.consequence == 0 and one.certainty == "Usikkert")
    assert any("Fortegnet snur" in r.statement.text() for r in report_of("1833").ranked)
