"""Chapter «ressursbruk» on the figures that come with the program: what is said of the six areas.

The headlines are those published with the method, for the accounts of 2025.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import polars as pl
import pytest
from chapter_checks import check_chapter, texts
from tests.reports import evidence_of
from tests.tiers import sized

from veivalg.chapters.kommuneindeks.chapter import chapter as municipal_index
from veivalg.chapters.okonomi.chapter import chapter as finances
from veivalg.chapters.report import make_report
from veivalg.chapters.ressursbruk.chapter import chapter as costs
from veivalg.chapters.ressursbruk.model.areas import areas
from veivalg.chapters.ressursbruk.model.held import NAMES
from veivalg.chapters.ressursbruk.ranked import ranked
from veivalg.chapters.ressursbruk.sentences.gaps import say_gap
from veivalg.content import Chapter, Place
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipalities, municipality
from veivalg.publish import render, render_chapter
from veivalg.sources.embedded.figures import embedded_tables

Made = Callable[..., Chapter]
SPLIT = 12
"""How many parts the country is checked in, so that several cores can share it."""


@cache
def made(code: str, **chosen: float) -> Chapter:
    return costs(evidence_of(code, overrides=chosen))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def cells(chapter: Chapter, id: str) -> dict[object, dict[str, object]]:
    found = {e.id: e for e in chapter.exhibits()}[id]
    return {row[found.table.columns[0].key]: dict(row) for row in found.table.records()}


def test_the_headlines_of_two() -> None:
    said = plain(texts(made("5503")))
    assert (
        "Harstad bruker 147 mill. kr mer på helse og omsorg enn KOSTRA-gruppe 9 ved samme behov "
        "og samme arbeidsgiveravgift (142–156; uten avgiftskorreksjon 105)"
    ) in said
    assert "I 2024 lå Harstad 161 mill. kr over" in said
    assert "uten avgiftskorreksjon 121 mill. kr over" in said
    said = plain(texts(made("1833")))
    assert (
        "Rana bruker om lag som gruppen: 25 mill. kr over når lav arbeidsgiveravgift er regnet "
        "med, 19 under uten"
    ) in said
    assert "uten avgiftskorreksjon 51,6 mill. kr under" in said
    for word in (
        "Merutgift er ikke det samme som innsparing",
        "ingen kommune er i beste fjerdedel",
    ):
        assert word in said


def test_no_section_says_that_tax_is_not_corrected_where_the_areas_are() -> None:
    """The accounts that come with the program have no arts, but the rule of areas needs none."""
    chapter = made("5503")
    level = next(s for s in chapter.findings if s.id == "niva")
    assert "er det 90 194 kr ved kommunens egen arbeidsgiveravgift" in plain(level.text())
    effects = {r["correction"]: r for r in cells(chapter, "korreksjoner-virkning").values()}
    assert effects["Ulik arbeidsgiveravgift"]["effect"] == "regnet etter område, se avvikene"
    notes = "".join(e.note for e in chapter.exhibits()) + "".join(
        a.note for a in chapter.assumptions
    )
    assert "orrigert for ulik arbeidsgiveravgift" not in notes
    assert "Virkning: står i avvikene" in notes
    assert not [m for m in chapter.missing if "ulik arbeidsgiveravgift" in m.what]


def test_no_headline_is_called_wrong_and_the_rate_of_the_best_quarter_is_told() -> None:
    shown = {e.id: e for e in made("5503").exhibits()}
    said = plain(shown["omrader-provd"].title)
    assert said == (
        "Helse og omsorg: avviket mot KOSTRA-gruppe 9 er +147,3 mill. kr i hovedtallet, og "
        "+160,8 mill. kr med regnskapet for 2024"
    )
    assert "beste fjerdedel i mill. kr ved egen sats (5,1 %)" in plain(
        shown["omrader-rekkefolge"].subtitle
    )


@pytest.mark.parametrize(
    ("code", "whole", "care"), [("5503", 272.0, 178.8), ("1833", 69.6, 58.8), ("5610", 23.6, 18.1)]
)
def test_the_best_quarter_is_printed_before_tax_too(code: str, whole: float, care: float) -> None:
    """Only positive gaps added, as published with the method; no goal."""
    rows = cells(made(code), "omrader-rekkefolge")
    gaps = [row["quarter_untaxed"] for row in rows.values()]
    values = [gap / 1e6 for gap in gaps if isinstance(gap, float)]
    assert sum(max(v, 0) for v in values) == pytest.approx(whole, abs=0.1)
    assert values[0] == pytest.approx(care, abs=0.1)
    (shown,) = (e for e in made(code).exhibits() if e.id == "omrader-rekkefolge")
    printed = f"{whole:.1f} mill. kr uten avgiftskorreksjon. Det er ikke et mål".replace(
        ".", ",", 1
    )
    assert printed in plain(shown.note)


def test_an_area_that_says_little_is_not_judged() -> None:
    """Karasjok's social services are kept by grants; Leka's care can't be compared."""
    row = cells(made("5610"), "omrader-gruppe")["Sosiale tjenester"]
    assert row["verdict"] == "sier lite"
    assert "fjerdedel av KOSTRA-gruppe 5 på grunnskole og barnevern, men" in texts(made("5610"))
    said = texts(made("5052"))
    assert "barnevern. Avviket for helse og omsorg kan ikke brukes til" in said
    assert "noen av områdene" not in said
    notes = {
        c: plain(e.note)
        for c in ("5610", "5052")
        for e in made(c).exhibits()
        if e.id == "omrader-gruppe"
    }
    assert "Avviket sier lite, for netto utgift er lav: sosiale tjenester." in notes["5610"]
    assert "Kan ikke sammenliknes: helse og omsorg." in notes["5052"]
    assert "Avviket sier lite" not in notes["5052"]


def test_the_sum_gives_both_counts_of_people_and_what_a_low_area_makes() -> None:
    """Etnedal −37 and −1; Karasjok −4.3 with social −11.1, which is +6.8 without (by hand)."""

    def total(code: str) -> str:
        return plain(next(s for s in made(code).findings if s.id == "omrader-til-sammen").text())

    assert "mindreutgift på 37 mill. kr" in total("3450")
    assert "Med folketallet 1. januar 2025 er det 1 mill. kr under." in total("3450")
    first = plain(made("3450").findings[0].text())
    assert "om lag som gruppen: 17 mill. kr under" in first
    assert first.endswith("Med folketallet 1. januar 2025 er det 2 mill. kr over.")
    assert total("5610") == (
        "På seks områder til sammen bruker Karasjok om lag som gruppen: 4,3 mill. kr under ved "
        "samme behov og samme arbeidsgiveravgift (uten avgiftskorreksjon 19,3 under). Netto utgift "
        "til "
        "sosiale tjenester er så lav at avviket der (−11,1 mill. kr) sier lite. Holdes det "
        "utenfor, er det 6,8 mill. kr over til sammen."
    )
    assert "Netto utgift til" not in total("5503") and "folketallet" not in total("5503")


def test_a_sum_whose_sign_rests_on_an_area_of_grants_is_one_verdict_for_one_reason() -> None:
    """Karasjok: sentence, row and note say the same, and nothing of it says it spends less."""
    chapter = made("5610")
    assert cells(chapter, "omrader-gruppe")["Sum"]["verdict"] == "om lag likt"
    (shown,) = (e for e in chapter.exhibits() if e.id == "omrader-gruppe")
    assert "Uten sosiale tjenester skifter summen fortegn: netto utgift der er lav." in shown.note
    said = plain(next(s for s in chapter.findings if s.id == "omrader-til-sammen").text())
    assert "mindreutgift" not in said and "andre rimelige valg" not in said
    assert said.count("sosiale tjenester") == 1
    assert "skifter summen fortegn" not in "".join(e.note for e in made("5503").exhibits())


def test_a_sum_that_turns_for_two_reasons_has_both_named() -> None:
    """Vevelstad: without one member, and without the area of grants."""
    chapter = made("1816")
    (shown,) = (e for e in chapter.exhibits() if e.id == "omrader-gruppe")
    assert "for uten Røyrvik skifter avviket fortegn (mill. kr): summen (+2,8)" in shown.note
    assert "skifter summen fortegn: netto utgift der er lav" in shown.note
    said = plain(next(s for s in chapter.findings if s.id == "omrader-til-sammen").text())
    assert "men uten Røyrvik er det 2,8 mill. kr over" in said and "Holdes det utenfor" in said
    assert "laveste og høyeste avvik når lønn er 65–90 prosent" in shown.uncertainty


def test_no_headline_stands_before_tax_alone() -> None:
    for code in ("5503", "1833", "5610"):
        findings = [s for s in made(code).findings if s.id.startswith(("helse", "omrader-til"))]
        assert len(findings) == 3
        assert all("uten" in s.text() for s in findings)


def test_the_table_of_areas_adds_up_and_holds_its_ends() -> None:
    rows = cells(made("5503"), "omrader-gruppe")
    assert list(rows) == [*NAMES.values(), "Sum"]
    total = rows.pop("Sum")
    for key in ("value", "low", "high", "untaxed", "raw"):
        assert sum(float(str(r[key])) for r in rows.values()) == pytest.approx(total[key])
    care = rows["Helse og omsorg"]
    assert float(str(care["raw"])) == pytest.approx(155.7e6, abs=0.1e6)
    assert float(str(care["untaxed"])) == pytest.approx(105.2e6, abs=0.1e6)


def test_the_share_of_pay_can_be_chosen() -> None:
    chosen = cells(made("1833", **{"lonnsandel-netto": 0.65}), "omrader-gruppe")
    value = float(str(chosen["Helse og omsorg"]["value"]))
    assert value == pytest.approx(19.4e6, abs=0.2e6)


def test_oslo_has_no_group_to_be_held_against() -> None:
    chapter = made("0301")
    assert chapter.findings[0].text() == (
        "Oslo er alene i KOSTRA-gruppe 13: ingen sammenlikning med gruppen. Her er landet uten "
        "Oslo brukt, og dere kan velge byer å sammenlikne med."
    )
    (way,) = [m for m in chapter.missing if m.what == "Utgifter sammenliknet med valgte byer"]
    assert "«Velg hvem dere sammenlikner med»" in way.how_to_get
    assert "Velg hvem dere sammenlikner med" in way.how_to_get
    ids = {e.id for e in chapter.exhibits()}
    assert "omrader-landet" in ids
    assert not {"omrader-gruppe", "omrader-rekkefolge", "omrader-medlemmer"} & ids
    shown = {e.id: e for e in chapter.exhibits()}
    assert "Oslo er ikke med i rekkefølgen" in shown["omrader-kart"].title.replace(";", ".") + (
        shown["omrader-kart"].note
    )
    assert cells(chapter, "omrader-kart")["0301"]["rank"] == "ikke med"
    assert "KOSTRA-gruppe 13" not in [c.title for c in shown["omrader-ved-siden"].table.columns]


def test_oslos_county_is_told_where_its_money_is_read() -> None:
    for chapter, words in (
        (made("0301"), "inntektene skal dekke fylkets oppgaver også"),
        (finances(evidence_of("0301")), "gjeld har fylkets oppgaver med"),
    ):
        (told,) = [s.text() for s in chapter.findings if s.id == "fylke"]
        assert "både kommune og fylke" in told and words in told
    assert not [s for s in made("5503").findings if s.id == "fylke"]


def test_chosen_cities_make_a_mean_of_our_own_without_the_municipality_and_it_says_so() -> None:
    cities = tuple(municipality(c) for c in ("4601", "5001"))
    peers = tuple(Place(m.code, m.name) for m in cities)
    evidence = gather(municipality("0301"), peers=peers)
    chapter, found = costs(evidence), areas(evidence)
    assert found is not None and found.first is found.chosen
    said = plain(texts(chapter))
    assert "Oslo bruker om lag som snittet av Bergen og Trondheim: " in said
    assert "Snittet av de valgte kommunene er Veivalgs eget, og SSB publiserer det ikke." in said
    assert not [m for m in chapter.missing if m.what == "Utgifter sammenliknet med valgte byer"]
    # By hand: the level is the cities' cost over their people × need, before tax is corrected.
    now = found.now("FGK9")
    own, *both = ([now.index(c)] for c in ("0301", "4601", "5001"))
    at = [i for one in both for i in one]
    level = now.amounts[at].sum() / (now.people[at] * now.need[at]).sum()
    gap = (now.amounts[own] - level * now.people[own] * now.need[own])[0]
    row = cells(chapter, "omrader-valgte")["Helse og omsorg"]
    assert row["untaxed"] == pytest.approx(gap)
    harstad = costs(gather(municipality("5503"), peers=peers))
    assert harstad.findings[0].id == "helse-omsorg-gruppe"
    assert {"omrader-gruppe", "omrader-valgte", "omrader-landet"} <= {
        e.id for e in harstad.exhibits()
    }
    check_chapter(harstad)


def test_the_map_has_everybody_and_the_own_place_in_the_order() -> None:
    """350 are ranked: 357 but Oslo, Leka and the five without indices; 26 of group 9 agree."""
    shown = {e.id: e for e in made("5503").exhibits()}["omrader-kart"]
    assert shown.chart is not None
    assert (
        set(shown.chart.beyond) == set(shown.chart.geometry) == {m.code for m in municipalities()}
    )
    lacking = {c for c, v in shown.chart.beyond.items() if v is None}
    assert lacking == {"0301", "5052", "3226", "4020", "4624", "5044", "5605"}
    rows = {r["code"]: r for r in shown.table.records()}
    own = rows["5503"]
    assert "Harstad er nummer 265 (263–285) av 350" in shown.title
    assert (own["rank"], own["rank_low"], own["rank_high"], own["of"]) == (265, 263, 285, 350)
    cheaper = sum(
        v is not None and v < shown.chart.beyond["5503"] for v in shown.chart.beyond.values()
    )
    assert cheaper == 264
    assert len(rows) == 5 + 11 + 5
    assert [r["rank"] for r in rows.values()] == sorted(int(str(r["rank"])) for r in rows.values())
    assert len(render_chapter(made("5503"), "html")) < 900_000


def test_income_and_what_a_gap_is_not_stand_beside_every_gap() -> None:
    """Free income of the north, revenues of the rest, and nothing is held against itself."""
    for code, words in (
        ("5503", "Frie inntekter var 72 501 kr per innbygger i 2024, mot"),
        ("3222", "Frie inntekter var 69 604 kr per innbygger i 2025 (urevidert), mot"),
        ("1151", "Driftsinntektene var"),
    ):
        said = plain(texts(made(code)))
        assert words in said
        assert "Merutgift er ikke det samme som innsparing" in said
    found = {e.id: e for e in made("5503").exhibits()}["omrader-ved-siden"]
    aged = {r["what"]: r for r in found.table.records()}
    home = aged["Innbyggere 80 år og over med hjemmetjenester"]
    assert (plain(str(home["own"])), plain(str(home["country"]))) == ("27,2 %", "25,1 %")
    lacking = [m.what for m in made("1151").missing]
    assert any(what.startswith("Utgiftene året før for barnehage, adm") for what in lacking)
    assert "Frie inntekter per innbygger" in lacking


def test_a_gap_that_is_not_sure_is_no_best_quarter_and_a_far_one_is_a_question() -> None:
    """Leka is cheapest one year and dearest the year before; Kvæfjord is host of others' users."""
    leka = plain(texts(made("5052")))
    assert "Leka er ikke i beste fjerdedel" in leka
    karasjok = plain(texts(made("5610")))
    # nine of its 33 are in the best quarter; it is number 4 (4–13) on school
    assert "men det er usikkert for grunnskole: plassen kan være så langt bak som 13." in karasjok
    cautions = [s for s in made("5510").findings if s.id == "stort-avvik"]
    assert len(cautions) == 1 and cautions[0].caution
    assert "30 995 kr per innbygger over" in plain(cautions[0].text())
    assert "vertskommunetilskudd" in cautions[0].text()
    for code in ("5503", "5052"):  # one that can't be compared is larger than nobody
        assert not [s for s in made(code).findings if s.id == "stort-avvik"]


@pytest.mark.parametrize("code", ["5052", "0301", "1151"])
def test_one_whose_comparison_does_not_hold_is_in_no_order_and_that_is_told(code: str) -> None:
    """Leka's care went from 73 to 16 million in a year: on its own page, and on all others."""
    shown = {e.id: e for e in made(code).exhibits()}
    ranked = cells(made(code), "omrader-kart")
    first = next(iter(ranked.values()))
    # Leka's 17,058 kr would be the lowest of all.
    assert first["name"] == "Enebakk" and first["rank"] == 1
    assert "17 058" not in plain(shown["omrader-kart"].title + shown["omrader-kart"].alt)
    told = "Ikke med i rekkefølgen på helse og omsorg: Leka. Netto utgift flyttet seg over 30"
    assert told in shown["omrader-kart"].note
    chart = shown["omrader-kart"].chart
    assert chart is not None and chart.beyond["5052"] is None
    assert ("5052" in ranked) == (code == "5052")
    if code == "0301":
        return
    for id in ("omrader-medlemmer", "omrader-rekkefolge"):
        assert told in shown[id].note
    assert "Leka" not in cells(made(code), "omrader-medlemmer")
    assert "27 957" not in plain(shown["omrader-medlemmer"].title)
    care = cells(made(code), "omrader-rekkefolge")["Helse og omsorg"]
    assert (care["rank"], care["of"]) == (("ikke med", "") if code == "5052" else (2, 7))
    beside = [row["what"] for row in shown["omrader-ved-siden"].table.records()]
    assert ("Avvik mot KOSTRA-gruppe 16 (kan ikke sammenliknes)" in beside) == (code == "5052")


def test_social_services_kept_by_grants_are_in_no_order() -> None:
    """Dønna's are negative, and Karasjok's so low that 1.3 to 2.4 million is no move to tell of."""
    for code in ("1827", "5610"):
        shown = {e.id: e for e in made(code).exhibits()}["omrader-rekkefolge"]
        assert cells(made(code), "omrader-rekkefolge")["Sosiale tjenester"]["rank"] == "ikke med"
        assert f"{municipality(code).name}" in shown.note
        assert "Netto utgift er negativ eller så lav at avviket sier lite." in shown.note
        assert "flyttet seg" not in shown.note + texts(made(code))


def test_a_place_of_one_with_other_people_is_with_both_counts() -> None:
    """Etnedal is 3rd of 25 with 1,593 people and further down with 1,254, and so is the map."""
    shown = {e.id: e for e in made("3450").exhibits()}
    care = cells(made("3450"), "omrader-rekkefolge")["Helse og omsorg"]
    assert (care["rank"], care["rank_low"]) == (3, 3) and int(str(care["rank_high"])) > 10
    for id in ("omrader-rekkefolge", "omrader-kart"):
        assert "Fra og til er plassen med begge folketallene" in shown[id].note
    assert "begge folketallene" not in shown["omrader-medlemmer"].note


def test_a_change_of_people_gives_the_sum_with_both() -> None:
    """Etnedal grew by 27 % in a year: the need index was made of 1,254 and not of 1,593."""
    said = plain(texts(made("3450")))
    assert "er helse og omsorg 2 mill. kr over, mot 17 mill. kr under nå" in said
    assert "Områdene til sammen er da 1 mill. kr under, mot 37 mill. kr under nå" in said


def test_a_one_off_is_marked_wherever_the_accounts_are_read() -> None:
    """Rana booked 473.1 million on function 285 in 2023, 21.5 and 22.0 the years beside."""
    notes = [n for n in made("1833").notes if n.id == "engangspost-285-2023"]
    assert [plain(n.text)[:56] for n in notes] == [
        "Netto 473,1 mill. kr i 2023, mot 21,5 mill. kr året før "
    ]
    assert not [n for n in made("5503").notes if n.id.startswith("engangspost")]


def test_one_without_sector_indices_is_not_compared() -> None:
    chapter = made("4624")
    assert "ingen sektorindekser" in chapter.findings[0].text()
    assert not any(e.id.startswith(("omrader-gr", "omrader-l")) for e in chapter.exhibits())
    assert "Bjørnafjorden" in {e.id: e for e in made("5503").exhibits()}["omrader-gruppe"].note


def test_what_makes_a_gap_unsure_is_told() -> None:
    leka, utsira, etnedal = (plain(texts(made(code))) for code in ("5052", "1151", "3450"))
    assert "gikk fra 73 mill. kr i 2024 til 16 mill. kr i 2025" in leka
    assert leka.startswith(
        "Leka kan ikke sammenliknes med gruppen på helse og omsorg: avviket er 17 mill. kr under i "
        "2025 (uten avgiftskorreksjon 17 under), men skifter fortegn. Regnskapet til Leka flyttet "
        "seg over 30 prosent på et år."
    )
    assert "om lag som gruppen" not in leka
    told = cells(made("5052"), "omrader-gruppe")
    assert [told[a]["verdict"] for a in ("Helse og omsorg *", "Grunnskole", "Sum *")] == [
        "kan ikke sammenliknes",
        "om lag likt",
        "kan ikke sammenliknes",
    ]
    assert "Uten Leka i gruppen" in utsira
    assert "Folketallet er endret mer enn 5 prosent" in etnedal
    dyroy = made("1827")
    assert any("Netto utgift til sosiale tjenester er negativ" in s.text() for s in dyroy.findings)
    assert cells(dyroy, "omrader-gruppe")["Sosiale tjenester"]["verdict"] == "netto utgift nær null"


@pytest.mark.parametrize(("code", "words"), [("4602", "flere avgiftssoner"), ("1547", "sone Ia")])
def test_which_rate_was_taken_is_told(code: str, words: str) -> None:
    note = {e.id: e for e in made(code).exhibits()}["omrader-gruppe"].note
    assert words in note and "14,1" in note


def test_words_that_promise_savings_are_not_in_the_text() -> None:
    for code in ("5503", "5052"):
        chapter = made(code)
        said = texts(chapter) + "".join(e.note + e.subtitle + e.alt for e in chapter.exhibits())
        assert "innsparingspotensial" not in said.lower()


@pytest.mark.parametrize("part", range(SPLIT))
def test_every_municipality_has_a_sound_chapter(part: int) -> None:
    """No NaN and no false comparison: a verdict only where the parts it rests on are there."""
    everyone = [m.code for m in municipalities()][part::SPLIT]
    for code in sized(everyone[::10], everyone):
        chapter = made(code)
        check_chapter(chapter)
        exhibits = {e.id: e for e in chapter.exhibits()}
        if "omrader-gruppe" not in exhibits:
            assert code in {"0301", "3226", "4020", "4624", "5044", "5605"}
            assert "ingen sammenlikning" in chapter.findings[0].text()
            continue
        for row in cells(chapter, "omrader-gruppe").values():
            value, low, high, tax = (
                float(str(row[k])) for k in ("value", "low", "high", "untaxed")
            )
            assert low <= value <= high
            if row["verdict"] == "merutgift":
                assert min(low, tax) > 0
            if row["verdict"] == "mindreutgift":
                assert max(high, tax) < 0


NO_NUMBER = re.compile(r"\b(nan|NaN|None|inf|Infinity)\b|\{[a-z_]+\}")


@pytest.mark.parametrize("part", range(SPLIT))
def test_page_and_report_of_everybody_are_made_without_a_network(part: int) -> None:
    """Nothing is written that is no number, and a gap never stands without what it is not."""
    everyone = [m.code for m in municipalities()][part::SPLIT]
    for code in sized(everyone[:1] if part % 6 == 0 else [], everyone):
        report = make_report(municipality(code))
        found = NO_NUMBER.findall(render(report, "md").decode())
        assert not found, (code, found)
        chapters = {c.id: c for c in report.chapters}
        for id in ("ressursbruk", "okonomi"):
            assert b"</html>" in render_chapter(chapters[id], "html")
        said = texts(chapters["ressursbruk"])
        assert "Merutgift er ikke det samme som innsparing" in said or code in {
            *("3226", "4020", "4624", "5044", "5605"),
        }


@pytest.mark.parametrize("code", sized(["5052"], ["5503", "1151", "0301", "4624", "5052"]))
def test_every_format_takes_it(code: str) -> None:
    chapter = made(code)
    for format in ("md", "json", "xlsx", "html"):
        assert render_chapter(chapter, format)


def test_without_the_accounts_of_the_areas_it_is_told_how_to_get_them() -> None:
    chapter = costs(Evidence(municipality("5503")))
    assert any(m.what == "Utgiftene i tjenesteområdene, sammenliknet" for m in chapter.missing)


def test_the_rest_of_the_finances_of_the_north_stand_beside_the_country() -> None:
    """Bodø: result, debt and fund back to 2015, and free income of 67,775 in 2024.

    70,701 is SSB's own of the country without Oslo; with Oslo it is 72,066.
    """
    chapter = finances(evidence_of("1804"))
    check_chapter(chapter)
    shown = {e.id: e for e in chapter.exhibits()}
    for id in ("okonomi-net-operating-result", "okonomi-net-debt", "okonomi-reserve-fund"):
        years = {r["year"] for r in shown[id].table.records() if r["place"] == "Bodø"}
        assert years == set(range(2015, 2026))
    rows = {r["name"]: r for r in shown["okonomi-flere"].table.records()}
    income = rows["Frie inntekter per innbygger"]
    assert [plain(str(income[k])) for k in ("own", "norway")] == ["67 775 kr", "70 701 kr"]
    assert "Ureviderte er: Disposisjonsfond 2025" in shown["okonomi-maaltall"].note
    money = {r["key"]: r["money"] for r in shown["okonomi-maaltall"].table.records()}
    assert money["Netto driftsresultat"] == pytest.approx(146.2e6, abs=0.1e6)


def test_one_year_of_finances_gives_the_index_no_interval_of_no_width() -> None:
    """Two key figures of everybody and one year: nothing tells how sure an index of them is."""
    chapter = municipal_index(evidence_of("5503"))
    check_chapter(chapter)
    shown = {e.id: e for e in chapter.exhibits()}
    assert "kommuneindeks-verdi" not in shown
    for exhibit in shown.values():
        for row in exhibit.table.records():
            assert row.get("low") is None or row["low"] != row["high"]
    assert shown["kommuneindeks-indikatorer"].title.startswith("Ingen tall er bedre enn snittet")


def as_booked(code: str, area: str, sector: str, year: int) -> float:
    """Give the gap to the KOSTRA group at equal need, million NOK, straight from the tables."""
    tables = {name: table.frame for name, table in embedded_tables().items()}
    spent = tables["area_accounts"].filter(year=year, area=area, measure="net")
    people = tables["population_groups"].filter(year=year + 1)
    needs = tables["need_indices"].filter(year=2026, sector=sector)
    amount = dict(spent.select("municipality", "amount").iter_rows())
    persons = dict(people.group_by("municipality").agg(pl.col("persons").sum()).iter_rows())
    need = dict(needs.select("municipality", "index").iter_rows())
    group = municipality(code).kostra_group
    members = [m.code for m in municipalities() if m.kostra_group == group]
    known = [c for c in members if c in amount and c in need]
    level = sum(amount[c] for c in known) / sum(persons[c] * need[c] for c in known)
    return (amount[code] - level * persons[code] * need[code]) / 1e6


def test_what_turned_a_gap_that_is_about_alike_stands_beside_it() -> None:
    """Lebesby: +2.0, +0.9 before tax and +0.8 the year before, and what turned was not shown."""
    chapter = made("5624")
    school = cells(chapter, "omrader-gruppe")["Grunnskole"]
    assert (school["verdict"], school["value"] > 0, school["untaxed"] > 0) == (
        "om lag likt",
        True,
        True,
    )
    then = as_booked("5624", "FGK8b", "primary_school", 2024)
    assert then == pytest.approx(-0.2, abs=0.05)
    (shown,) = (e for e in chapter.exhibits() if e.id == "omrader-gruppe")
    assert (
        "Om lag likt, for med regnskapet for 2024 uten avgiftskorreksjon skifter avviket fortegn "
        "(mill. kr): grunnskole (−0,2)."
    ) in plain(shown.note)


@pytest.mark.parametrize("code", sized(["1833", "1151"], [m.code for m in municipalities()][::9]))
def test_every_area_that_is_about_alike_has_what_turned_it(code: str) -> None:
    for shown in made(code).exhibits():
        if not shown.id.startswith(("omrader-gruppe", "omrader-landet")):
            continue
        for row in shown.table.records():
            if row["verdict"] == "om lag likt" and row["area"] != "Sum":
                name = str(row["area"])[0].lower() + str(row["area"])[1:]
                (value,) = re.findall(rf"{name} \(([+−])[\d,]+\)", plain(shown.note))
                assert (value == "−") == (row["value"] > 0)


def test_a_headline_says_what_turned_it_and_not_that_something_did() -> None:
    said = plain(texts(made("1151")))
    assert "men uten Røyrvik er det 0,4 mill. kr over (helse og omsorg, 2025)" in said
    (shown,) = (e for e in made("1151").exhibits() if e.id == "omrader-provd")
    tried = {(r["area"], r["how"]): r["gap"] for r in shown.table.records()}
    assert round(tried["Helse og omsorg", "uten Røyrvik"] / 1e6, 1) == 0.4
    assert "andre rimelige valg" not in said


def test_published_key_figures_say_net_or_gross_as_the_accounts_do() -> None:
    """Rana 2024: gross health and care, net of the rest, over the people of 31 December."""
    shown = {e.id: e for e in made("1833").exhibits()}["nokkeltall-kostnad"]
    assert "netto" not in shown.subtitle.casefold()
    held = {row["name"]: row["own"] for row in shown.table.records()}
    accounts = evidence_of("1833").tables["accounts"].frame.filter(municipality="1833", year=2024)
    people = embedded_tables()["population_groups"].frame.filter(municipality="1833", year=2025)

    def per(parts: str, low: int, high: int, art: str = "sum_net") -> float:
        booked = accounts.filter(pl.col("function").is_in(parts.split()), art=art)["amount"].sum()
        ages = (pl.col("age_from") >= low) & (pl.col("age_to") <= high)
        return float(booked) / float(people.filter(ages)["persons"].sum())

    care = "232 233 234 241 253 256 257 258 261"
    culture = "231 370 373 375 377 380 381 383 385 386"
    known = {
        "Helse og omsorg per innbygger, brutto": per(care, 0, 999, "sum_gross"),
        "Kultur per innbygger": per(culture, 0, 999),
        "Kommunale veier per innbygger": per("332", 0, 999),
        "Barnehage per innbygger 1–5 år": per("201 211 221", 1, 5),
        "Grunnskole per innbygger 6–15 år": per("202 215 222 223", 6, 15),
        "Barnevern per innbygger i målgruppen": per("244 251 252", 0, 17),
    }
    assert held == {name: pytest.approx(value, abs=0.6) for name, value in known.items()}


def test_the_year_before_is_with_and_without_the_member_that_moved() -> None:
    """Leka booked 72.8 million in 2024: with it Vevelstad was 1.9 below, without it 3.0 above."""
    vevelstad, utsira = (plain(texts(made(code))) for code in ("1816", "1151"))
    assert "Vevelstad bruker 4,0 mill. kr mer på helse og omsorg enn KOSTRA-gruppe 16" in vevelstad
    assert "I 2024 lå Vevelstad 1,9 mill. kr under KOSTRA-gruppe 16" in vevelstad
    assert "Regnet uten Leka var det 3,0 mill. kr over." in vevelstad
    assert "Regnet uten Leka var det 4,1 mill. kr under." in utsira
    assert "men med regnskapet for 2024 er det" not in vevelstad
    (shown,) = (e for e in made("1816").exhibits() if e.id == "omrader-provd")
    tried = {(r["area"], r["how"]): round(r["gap"] / 1e6, 1) for r in shown.table.records()}
    assert tried["Helse og omsorg", "med regnskapet for 2024"] == -1.9
    assert tried["Helse og omsorg", "med regnskapet for 2024 uten Leka"] == 3.0
    assert "1,9" not in shown.title
    (shown,) = (e for e in made("1816").exhibits() if e.id == "omrader-ved-siden")
    without = [r["own"] for r in shown.table.records() if str(r["what"]).endswith("uten Leka")]
    assert [plain(str(cell)) for cell in without] == ["+1,4 mill. kr", "+3,0 mill. kr"]
    assert "uten Leka" not in texts(made("5610"))


@pytest.mark.parametrize("code", ["0301", "1816", "1151", "5632", "3450", "4222"])
def test_a_member_is_left_out_of_the_year_before_only_where_that_matters(code: str) -> None:
    """Oslo's −691.7 million was «uten Leka −686,0», beside a range of 87 that is printed."""
    chapter = made(code)
    gaps = next(e for e in chapter.exhibits() if e.id in ("omrader-gruppe", "omrader-landet"))
    wide = {r["area"]: abs(float(r["high"]) - float(r["low"])) for r in gaps.table.records()}
    (shown,) = (e for e in chapter.exhibits() if e.id == "omrader-ved-siden")
    told: dict[tuple[str, int], dict[bool, float]] = {}
    for row in shown.table.records():
        if "Avvik mot" in str(row["what"]):
            without = " uten " in str(row["what"]).replace("uten Oslo", "")
            key = str(row["area"]), int(row["year"])
            told.setdefault(key, {})[without] = _kroner(str(row["own"]))
    moved = {key: two for key, two in told.items() if len(two) == 2}
    for area in {area for area, _year in moved}:
        pairs = [two for (name, _year), two in moved.items() if name == area]
        assert any(
            abs(a[True] - a[False]) >= wide[area] - 2e5 or a[True] * a[False] <= 0 for a in pairs
        ), (area, pairs)
    assert ("Regnet uten" in texts(chapter)) is any(area == "Helse og omsorg" for area, _ in moved)
    care = any(area == "Helse og omsorg" for area, _year in moved)
    assert {"0301": not care, "1816": care, "1151": care}.get(code, True)


def _kroner(text: str) -> float:
    """Read an amount as it is printed."""
    amount, word = re.match(r"([−+]?[\d ]+(?:,\d+)?) (mill|mrd)", plain(text)).groups()
    value = float(amount.replace("−", "-").replace(" ", "").replace(",", "."))
    return value * (1e9 if word == "mrd" else 1e6)


def test_a_gap_that_is_printed_as_nothing_has_no_direction() -> None:
    """Etnedal: 0.35 million above in 2024, and child welfare +0.1 that is 0.0 before tax."""
    etnedal = plain(texts(made("3450")))
    assert "men med regnskapet for 2024 er det 0,4 mill. kr over" in etnedal
    assert cells(made("3450"), "omrader-gruppe")["Barnevern"]["verdict"] == "om lag likt"
    (shown,) = (e for e in made("3450").exhibits() if e.id == "omrader-gruppe")
    assert (
        "Om lag likt, for uten avgiftskorreksjonen er det ikke noe avvik: barnevern." in shown.note
    )
    (fjord,) = (r for r in ranked(evidence_of("1578")) if r.id == "ressursbruk-fgk9")
    assert "; året før likt), men " in plain(fjord.statement.text())


@pytest.mark.parametrize("part", range(SPLIT))
def test_the_gap_before_tax_has_its_side_where_the_other_may_be_another(part: int) -> None:
    """«(uten avgiftskorreksjon 0,4)» under beside «0,4 mill. over» was read as over."""
    for one in municipalities()[part::SPLIT][:: sized(4, 1)]:
        for said in made(one.code).findings:
            untaxed = said.figures.get("untaxed")
            if untaxed is None or untaxed.value is None or said.id == "helse-omsorg-aret-for":
                continue
            text, value = plain(said.text()), said.figures.get("value", untaxed).value
            told = re.search(r" (mer|mindre|merutgift|mindreutgift) ", text)
            side = "over" if untaxed.value >= 0 else "under"
            if told and "om lag som" not in text:
                assert value is not None and value * untaxed.value > 0, text
            else:
                without = (
                    rf"(korreksjon [\d,]+( mill. kr)? {side}|[\d,]+( mill. kr)? {side} uten|likt)"
                )
                assert re.search(without, text), text


def test_the_map_of_a_group_tells_why_a_member_has_no_colour() -> None:
    chapter = made("1151")
    (shown,) = (e for e in chapter.exhibits() if e.id == "omrader-kart-gruppen")
    assert shown.title == "Utsira og 6 av de 7 den sammenliknes med i KOSTRA-gruppe 16"
    assert shown.note.count("Leka") == 1
    assert shown.chart is not None and shown.chart.beyond is not None
    assert [c for c, v in shown.chart.beyond.items() if v is None] == ["5052"]
    assert shown.note.startswith(
        "Uten farge på kartet: Leka, der netto utgift flyttet seg over 30 prosent på et år."
    )


@pytest.mark.parametrize("part", range(SPLIT))
def test_nothing_is_over_or_under_by_nothing(part: int) -> None:
    for one in municipalities()[part::SPLIT][:: sized(4, 1)]:
        short = (r.statement.text() for r in ranked(evidence_of(one.code)))
        said = plain(" ".join((texts(made(one.code)), *short)))
        assert not re.search(r"(?<![\d,])0(,0)?( mill\. kr)? (over|under|mer|mindre)\b", said), one
        for shown in made(one.code).exhibits():
            if shown.id.startswith(("omrader-gruppe", "omrader-landet")):
                for row in shown.table.records():
                    small = [abs(row[k] or 0) < 5e4 for k in ("value", "untaxed")]
                    assert not (any(small) and str(row["verdict"])[-6:] == "utgift"), (one, row)


def test_likt_is_written_where_the_gap_is_nothing() -> None:
    found = areas(evidence_of("1856"))
    assert found is not None
    none, some = (found.money(f"a{v}", "Avvik", v) for v in (4.9e4, -5.1e4))
    words = {"side": "over", "other": "under", "name": "gruppen"}
    text = "Det er {none:a} {side}, var {some:a} {other} og {none:a} {side} {name}."
    said = say_gap("x", text, {"none": none, "some": some}, words)
    assert said is not None
    assert plain(said.text()) == "Det er likt, var 0,1 mill. kr under og likt med gruppen."
