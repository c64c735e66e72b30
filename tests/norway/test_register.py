"""The register of municipalities: every official name and every number, old or new, is found."""

import pytest

from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.norway.register import describe, find, fold, municipalities, municipality, search


def test_there_are_357_municipalities_in_15_counties() -> None:
    assert len(municipalities()) == 357
    assert len({m.county_code for m in municipalities()}) == 15
    assert len({m.code for m in municipalities()}) == 357


@pytest.mark.parametrize(
    "text",
    [
        "5503",
        "5402",
        "1903",
        "1901",
        "1915",
        "Harstad",
        "harstad",
        " HARSTAD ",
        "Hárstták",
        "harsttak",
        "Harstad – Hárstták",
        "Harstad - Hárstták",
        "Harstad-Hárstták",
        "Harstad kommune",
        "K-5503",
        "5503 Harstad (Troms)",
    ],
)
def test_harstad_is_found_by_every_name_and_number(text: str) -> None:
    assert find(text).code == "5503"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Karasjok", "5610"),
        ("Kárášjohka", "5610"),
        ("karasjohka", "5610"),
        ("2021", "5610"),
        ("Tana", "5628"),
        ("Deatnu", "5628"),
        ("Deatnu – Tana", "5628"),
        ("301", "0301"),
        ("Oslove", "0301"),
        ("Yykeä", "5536"),
        ("ivgu", "5536"),
        ("Porsángu", "5622"),
        ("porsangu", "5622"),
        ("Porsanki", "5622"),
        ("Nord-Odal", "3414"),
        ("nord odal", "3414"),
        ("Raane", "1833"),
        ("Voss herad", "4621"),
        ("Aurskog-Høland", "3226"),
    ],
)
def test_names_in_all_languages_are_found(text: str, code: str) -> None:
    assert find(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nes (Akershus)", "3228"),
        ("Bø i Nordland", "1867"),
        ("Bø (Nordland)", "1867"),
        ("Våler i Hedmark", "3419"),
        ("Våler i Viken", "3114"),
        ("Våler (Hedmark)", "3419"),
        ("Herøy (Møre og Romsdal)", "1515"),
        ("Sande (Møre og Romsdal)", "1514"),
        ("Snåsa - Snåase", "5041"),
        ("Harstad - Hárstták (2020-2023)", "5503"),
        ("Lørenskog (2020-2023)", "3222"),
        ("Lørenskog (-2019)", "3222"),
        ("Porsanki - Porsángu - Porsanger", "5622"),
        ("Karasjok - Kárášjohka", "5610"),
        ("K_0301", "0301"),
        ("K_5503 Harstad", "5503"),
        ("5402 Harstad - Hárstták (2020-2023)", "5503"),
        ("3411 Ringsaker", "3411"),
    ],
)
def test_names_as_the_sources_write_them_are_found(text: str, code: str) -> None:
    assert find(text).code == code


@pytest.mark.parametrize("text", ["5503 Rana", "K_5503 Rana", "1833 Harstad - Hárstták"])
def test_a_number_beside_the_name_of_another_municipality_is_refused(text: str) -> None:
    with pytest.raises(UnknownMunicipalityError, match="to forskjellige kommuner") as caught:
        find(text)
    assert {s[:4] for s in caught.value.suggestions} == {"5503", "1833"}


def test_a_name_with_a_county_it_is_not_in_is_not_found() -> None:
    with pytest.raises(UnknownMunicipalityError):
        find("Våler i Troms")


def test_every_municipality_is_found_by_its_description_and_code() -> None:
    for m in municipalities():
        assert find(describe(m)) == m
        assert find(m.code) == municipality(m.code) == m


def test_every_official_name_finds_its_municipality_unless_two_share_it() -> None:
    shared = set()
    for m in municipalities():
        for name in m.names.values():
            try:
                assert find(name) == m
            except UnknownMunicipalityError as error:
                assert describe(m) in error.suggestions
                shared.add(name)
    assert shared == {"Herøy", "Våler"}


def test_the_norwegian_name_and_the_order_of_names_are_the_official() -> None:
    kafjord = municipality("5540")
    assert kafjord.name == "Kåfjord"
    assert kafjord.official_name == "Gáivuotna – Kåfjord – Kaivuono"
    assert kafjord.names == {"se": "Gáivuotna", "nb": "Kåfjord", "fkv": "Kaivuono"}
    assert municipality("5041").names["sma"] == "Snåase"
    assert municipality("1875").names["smj"] == "Hábmer"
    assert municipality("3414").names == {"nb": "Nord-Odal"}


def test_a_shared_name_is_ambiguous_and_the_county_decides() -> None:
    with pytest.raises(UnknownMunicipalityError, match="Flere kommuner heter «Herøy»") as error:
        find("Herøy")
    assert error.value.suggestions == ("1515 Herøy (Møre og Romsdal)", "1818 Herøy (Nordland)")
    assert find("Herøy (Nordland)").code == "1818"
    assert find("Herøy i Møre og Romsdal").code == "1515"
    assert find("våler, innlandet").code == "3419"


def test_a_code_that_was_split_is_ambiguous() -> None:
    with pytest.raises(UnknownMunicipalityError, match="1507 ble delt ved utgangen av 2023") as e:
        find("1507")
    assert [s[:4] for s in e.value.suggestions] == ["1508", "1580"]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Harsatd", "5503 Harstad (Troms)"),
        ("Karasjokk", "5610 Karasjok (Finnmark)"),
        ("Nesseby kirke", "5636 Nesseby (Finnmark)"),
    ],
)
def test_an_unknown_name_gets_near_suggestions(text: str, suggestion: str) -> None:
    with pytest.raises(UnknownMunicipalityError, match="ingen kommune som heter") as error:
        find(text)
    assert suggestion in error.value.suggestions
    assert len(error.value.suggestions) <= 5


@pytest.mark.parametrize("text", ["", "   ", "qqqqqq", "9876", "()", "-", "Ω" * 500])
def test_nonsense_gets_one_sentence_and_a_remedy(text: str) -> None:
    with pytest.raises(UnknownMunicipalityError) as error:
        find(text)
    assert error.value.message.endswith(".")
    assert error.value.remedy


def test_an_old_code_is_not_one_in_force() -> None:
    with pytest.raises(UnknownMunicipalityError, match="5402 er ikke i bruk lenger"):
        municipality("5402")


def test_search_gives_beginnings_first_then_the_rest() -> None:
    names = [m.name for m in search("nes", 50)]
    begins = [name.startswith("Nes") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert "Åsnes" in names and "Nesna" in names
    assert search("tana")[0].code == "5628"
    assert "1902" not in [m.code for m in search("19")]
    assert search("1903")[0].code == "5503"
    assert search("") == ()
    assert len(search("a", 7)) == 7


def test_comparison_group_and_centre_are_known() -> None:
    harstad = municipality("5503")
    assert harstad.kostra_group == "EKG09"
    assert set(harstad.kostra_groups) == {2022, 2023, 2024}
    assert harstad.valid_from == "2024-01-01"
    for m in municipalities():
        assert 57 < m.latitude < 72
        assert 4 < m.longitude < 32
        assert m.centrality in range(1, 7)
        assert m.kostra_group


def test_folding_leaves_distinct_names_distinct() -> None:
    keys = [fold(m.name) for m in municipalities()]
    assert len(keys) - len(set(keys)) == 2
