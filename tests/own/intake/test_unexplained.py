"""Titles, names of sheets and files: what is neutral passes, and all else is asked about."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from veivalg.own.intake import Intake, accept, read_file
from veivalg.own.versions import OwnStore

MONTHS = ["Enhet;År;Måned;Regnskap"]
MONTHS += [
    f"{unit};2025;{m};{n + m * 1371}"
    for unit, n in (("Oppvekst", 12_000_000), ("Helse og omsorg", 15_000_000))
    for m in (1, 2, 3, 4)
]
PUPILS = ["Skole;Skoleår;Trinn;Elever", "Båsmo barneskole;2024;1;33", "Gruben;2024;2;41"]
VISITS = ["Besøk nr.;Bruker-ID;Sone;Dato;Minutter"]
VISITS += [f"{n};B{n};Sentrum Nord;{22 + n}.09.2024;{20 + n}" for n in range(1, 6)]
WEEK = ["Sone;Brukere;Timer", "Nord;120;420", "Sør;100;400"]
BUDGET = [
    "Enhet;År;Budsjett;Prognose",
    "Skole;2025;91000000;92500000",
    "Helse;2025;80000000;81100000",
]
ABSENCE = ["Enhet;År;Kvartal;Ansatte;Årsverk;Korttidsfravær;Langtidsfravær"]
ABSENCE += ["Skole;2025;1;42;24,5;2,1 %;6,1 %", "Helse;2025;1;62;44,5;2,4 %;5,1 %"]

NEUTRAL = {
    "Månedsrapport Rana kommune": MONTHS,
    "Regnskapsrapport 2025": MONTHS,
    "Regnskap 2025": MONTHS,
    "Regnskap januar–april 2025": MONTHS,
    "Regnskap per 30.04.2025": MONTHS,
    "Regnskap pr april 2025": MONTHS,
    "Regnskap 1. tertial 2025": MONTHS,
    "Tertialrapport 1. tertial": MONTHS,
    "Driftsregnskap per enhet": MONTHS,
    "Månedsregnskap 2025 (endelig)": MONTHS,
    "Regnskap R2025": MONTHS,
    "Økonomirapport april 2025": MONTHS,
    "Uttrekk fra Agresso 12.05.2025 kl. 09:30": MONTHS,
    "Eksport Unit4 2025-05-12": MONTHS,
    "regnskap_202504": MONTHS,
    "Kopi av regnskap 2025 (2)": MONTHS,
    "Regnskap v2": MONTHS,
    "Regnskap 2025 alle enheter": MONTHS,
    "Helse og omsorg, oppvekst": MONTHS,
    "1833 Rana": MONTHS,
    "1000 Fellestjenester": MONTHS,
    "R12 Økonomirapport": MONTHS,
    "Rapport 14/05/2025": MONTHS,
    "Ark1": MONTHS,
    "Sheet1": MONTHS,
    "Tabell 3": MONTHS,
    "Utskrift side 1 av 3": MONTHS,
    "Beløp i hele kroner": MONTHS,
    "Rekneskap 2025, per eining og månad": MONTHS,
    "Kilde: Visma Enterprise, Rana kommune": MONTHS,
    "Kilde: Statistisk sentralbyrå, tabell 12367": MONTHS,
    "Kilde: Regnskapet i Agresso": MONTHS,
    "Klient: 1833 Rana kommune": MONTHS,
    "Sak: 26/123": MONTHS,
    "Sak 2026/1234": MONTHS,
    "Filnavn: regnskap_2025.xlsx": MONTHS,
    "Rapportnavn: R12 Regnskap per enhet": MONTHS,
    "Utskrift: 12.05.2026 kl. 09.30 side 1 av 2": MONTHS,
    "Tallene er kontrollert og avstemt": MONTHS,
    "Rapporten er sendt kommunestyret": MONTHS,
    "Tallene er hentet fra Agresso 12.05.2025": MONTHS,
    "Avvik skal kommenteres": MONTHS,
    "Sykefraværsrapport 1. kvartal 2025 (til AMU)": ABSENCE,
    "Nøkkeltall HR 1. kv 2025": ABSENCE,
    "Elevtall til skolebruksplanen": PUPILS,
    "Kilde: GSI, Utdanningsdirektoratet": PUPILS,
    "Utarbeidet av: Kari, budsjettseksjonen": MONTHS,
    "Økonomiavdelingen": MONTHS,
    "Barnehage": MONTHS,
    "Ansvarsrapport": MONTHS,
    "Regnskapsdata": MONTHS,
    "Netto driftsregnskap 2025": MONTHS,
    "Elevtall per skole og trinn 2024/25": PUPILS,
    "Elever 2024-2025": PUPILS,
    "GSI 1. oktober 2024": PUPILS,
    "Elevtall høsten 2024": PUPILS,
    "H2024": PUPILS,
    "Elevoversikt grunnskolen": PUPILS,
    "Skoler i Rana": PUPILS,
    "Elevtall Båsmo og Gruben": PUPILS,
    "Elevliste, antall per trinn": PUPILS,
    "Skoleåret 24/25": PUPILS,
    "elevtall_rana_kommune_2024": PUPILS,
    "Hjemmetjenesten, uke 39 2024": VISITS,
    "Besøksliste 23.09.2024–27.09.2024": VISITS,
    "Besøk september 2024": VISITS,
    "Rapport fra Gerica": VISITS,
    "Sentrum Nord": VISITS,
    "besok-hjemmetjenesten": VISITS,
    "Timer per uke i hjemmetjenesten": WEEK,
    "Hjemmetjenesten timer uke 40": WEEK,
    "Timer og brukere per sone": WEEK,
    "Månedlig rapport": WEEK,
    "Budsjett og prognose per enhet 2025": BUDGET,
    "Årsbudsjett 2025 Rana": BUDGET,
    "Prognose april 2025": BUDGET,
    "Budsjettoversikt": BUDGET,
    "Sykefravær 1. kvartal 2025": ABSENCE,
    "Fravær Q1 2025": ABSENCE,
    "Sykefraværsstatistikk NAV": ABSENCE,
    "Ansatte og årsverk, kvartalsrapport": ABSENCE,
    "regnskap jan-apr 2025": MONTHS,
    "regnskap-2025-04": MONTHS,
    "Regnskap per enhet (hovedbok)": MONTHS,
    "Hovedboksrapport": MONTHS,
    "Klient: RA Rana kommune": MONTHS,
    "Periode: 202501 - 202504": MONTHS,
    "Periode fra 1 til 4 2025": MONTHS,
    "Periode: 01.01.2025 - 30.04.2025": MONTHS,
    "Periode: 23.09.2024 - 27.09.2024": VISITS,
    "23.09.2024-29.09.2024": WEEK,
}
CHANGES = {
    "Forecast 2025": MONTHS,
    "Vedtatt ramme 2025": MONTHS,
    "Periodisert B2025": MONTHS,
    "Bevilgning": MONTHS,
    "Forpliktelser (åpne ordre)": MONTHS,
    "Rebudsjettert": MONTHS,
    "Regnskap minus budsjett": MONTHS,
    "Regnskapsført budsjett": MONTHS,
    "Regnskap og budsjett 2025": MONTHS,
    "Regnskap vs budsjett": MONTHS,
    "Bud 25": MONTHS,
    "B2025": MONTHS,
    "Opprinnelig vedtak": MONTHS,
    "Regnskap Q1–Q4 2025": MONTHS,
    "Regnskap pr. kv. 2025": MONTHS,
    "Halvårsregnskap": MONTHS,
    "Hemnes": MONTHS,
    "1832": MONTHS,
    "1832 Regnskap": MONTHS,
    "Regnskap mot budsjett 2025": MONTHS,
    "Økonomiplan 2025–2028": MONTHS,
    "Tallene er avstemt mot budsjett": MONTHS,
    "Foreløpig regnskap": MONTHS,
    "Regnskap eks. pensjon": MONTHS,
    "Kun lønn": MONTHS,
    "Brutto utgifter": MONTHS,
    "Salderte tall": MONTHS,
    "Simulering": MONTHS,
    "Scenario A": MONTHS,
    "Snitt siste 3 år": MONTHS,
    "Endring fra forrige år": MONTHS,
    "Innsparing": MONTHS,
    "Tilleggsbevilgninger": MONTHS,
    "Merforbruk": MONTHS,
    "Øremerkede midler": MONTHS,
    "Investeringsregnskap": MONTHS,
    "Bestillinger 2025": MONTHS,
    "Disponibelt": MONTHS,
    "Regnskap desember 2025": MONTHS,
    "Regnskap januar–desember": MONTHS,
    "Plan 2025": MONTHS,
    "Utkast": MONTHS,
    "Refusjoner": MONTHS,
    "Indeks 2025 = 100": MONTHS,
    "Overtid 2025": MONTHS,
    "Elever med spesialundervisning": PUPILS,
    "Søkere": PUPILS,
    "Elever fra familier med lav inntekt": PUPILS,
    "Elevtallsprognose": PUPILS,
    "Kapasitet": PUPILS,
    "Andel elever": PUPILS,
    "Voksenopplæring": PUPILS,
    "SFO": PUPILS,
    "Nye elever": PUPILS,
    "Minoritetsspråklige elever": PUPILS,
    "Fødte per krets": PUPILS,
    "Elevtimer": PUPILS,
    "4 uker": WEEK,
    "Uke 36-39": WEEK,
    "Årstimer": WEEK,
    "Bestilte timer": WEEK,
    "September 2024": WEEK,
    "Uke 41 2024": VISITS,
    "Avlyste besøk": VISITS,
    "Planlagte besøk": VISITS,
    "Opprinnelig budsjett 2025": BUDGET,
    "Periodisert budsjett 2025": BUDGET,
    "Vedtatt budsjett 2025": BUDGET,
    "Budsjett og anslag 2025": BUDGET,
    "Innmeldte behov": BUDGET,
    "Egenmeldt fravær": ABSENCE,
    "Sykefravær 2. kvartal 2025": ABSENCE,
    "Kun jenter er tatt med i oversikten": PUPILS,
    "Søkere er vist per trinn": PUPILS,
    "Tallene er fra våren": PUPILS,
    "Elever per 1. februar 2024": PUPILS,
    "Rapportnavn: Elever, jenter": PUPILS,
    "Kilde: Vigilo, søkere til SFO": PUPILS,
    "Kun lønn er med": MONTHS,
    "Lønn er ikke med i tallene": MONTHS,
    "Inntektene er trukket fra": MONTHS,
    "Refusjoner er holdt utenfor": MONTHS,
    "Januar er anslått": MONTHS,
    "Vi har bare tatt med vedtatte stillinger": MONTHS,
    "Kilde: Visma Enterprise, prognosemodulen": MONTHS,
    "Rapportnavn: Endring fra forrige måned": MONTHS,
    "Uttrekk: Art 010-099": MONTHS,
    "Utskrift: kun variable poster": MONTHS,
    "Kilde: snitt siste tre år": MONTHS,
    "Filnavn: lonn_kun_overtid.xlsx": MONTHS,
    "Sak: Nedtrekk 2026": MONTHS,
    "Kilde: Ramme fra rådmannen": MONTHS,
    "Klient: Havnevesenet KF": MONTHS,
    "Reisetid er inkludert": VISITS,
    "Avlyste besøk er ikke tatt ut": VISITS,
    "01.01.2025 - 31.12.2025": MONTHS,
    "Periode: 202501 - 202512": MONTHS,
    "Periode fra 1 til 12 2025": MONTHS,
    "Klient: RA Rana kommune KF": MONTHS,
    "regnskap-2025-11": MONTHS,
    "Hele året 2025": MONTHS,
    "01.09.2024-28.09.2024": WEEK,
}


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(
    store: OwnStore, content: bytes | list[str], name: str = "tall.csv", **said: str
) -> Intake:
    held = content if isinstance(content, bytes) else "\n".join(content).encode()
    answers = {id.replace("_", ":"): value for id, value in said.items()}
    return read_file(held, name, code="1833", store=store, answers=answers)


def sheet(name: str, *lines: str) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_numbers": True}) as book:
        page = book.add_worksheet(name)
        for i, line in enumerate(lines):
            page.write_row(i, 0, line.split(";"))
    return held.getvalue()


def places(title: str, lines: list[str]) -> list[tuple[bytes | list[str], str]]:
    """Put a text above the table, and in the name of the sheet and of the file where it may be."""
    found: list[tuple[bytes | list[str], str]] = [([title, "", *lines], "tall.csv")]
    if len(title) <= 31 and not set(title) & set("[]:*?/\\"):
        csv_lines = [line.replace(" %", "%") for line in lines]
        found += [(sheet(title, *csv_lines), "tall.xlsx"), (lines, f"{title}.csv")]
    return found


def asked(got: Intake) -> list[str]:
    return [q.id for q in got.questions]


@pytest.mark.parametrize(("title", "lines"), NEUTRAL.items())
def test_what_can_not_change_the_figures_is_not_asked_about(
    title: str, lines: list[str], store: OwnStore
) -> None:
    for content, name in places(title, lines):
        got = read(store, content, name)
        assert not [q.text for q in got.questions]
        assert got.frame is not None


@pytest.mark.parametrize(("title", "lines"), CHANGES.items())
def test_words_that_nothing_explains_are_asked_about(
    title: str, lines: list[str], store: OwnStore
) -> None:
    for content, name in places(title, lines):
        got = read(store, content, name)
        assert got.frame is None and len(got.questions) == 1, name
        said = {got.questions[0].id.replace(":", "_"): "yes"}
        assert len(read(store, content, name, **said).questions) == 0


def test_the_question_shows_a_figure_and_no_refuses_the_file(store: OwnStore) -> None:
    lines = ["Forecast 2025;;;Tall i 1000 kr", MONTHS[0], "Oppvekst;2025;1;12001"]
    (question,) = read(store, lines).questions
    assert question.id == "title:words"
    assert question.text == "Ved tabellen står «Forecast 2025». Er tallene «Regnskap» likevel?"
    assert question.options[0].text.startswith(
        "Ja, det er «Regnskap»: Oppvekst: 12\u202f001\u202f000 kr"
    )
    assert read(store, lines, title_words="no").errors


def test_the_words_are_remembered_and_others_are_asked_about(store: OwnStore) -> None:
    accept(read(store, MONTHS, "Forecast mars.csv", title_words="yes"), store)
    assert read(store, MONTHS, "Forecast 2025.csv").frame is not None
    assert asked(read(store, MONTHS, "Ramme 2025.csv")) == ["title:words"]


def test_a_short_note_below_or_among_the_rows_is_a_title_too(store: OwnStore) -> None:
    for lines in ([*MONTHS, "", "Forecast"], [*MONTHS[:5], "Forecast", *MONTHS[5:]]):
        assert asked(read(store, lines)) == ["title:words"]
    for note in ("Kilde: Agresso", "Skolen ble slått sammen i 2020", "Oppvekst"):
        assert read(store, [*MONTHS, "", note]).frame is not None


def test_a_long_note_of_what_is_left_out_is_asked_about(store: OwnStore) -> None:
    note = "Bare offentlige skoler er med i tallene over og kun elever som har søkt om plass"
    for lines in ([*PUPILS, "", note], [note, "", *PUPILS], [f"{note}.", "", *PUPILS]):
        assert asked(read(store, lines)) == ["title:words"]
    plain = "Vi takker alle skolene for hjelpen og ønsker dem lykke til med det nye skoleåret."
    assert read(store, [*PUPILS, "", plain]).frame is not None


def test_the_line_of_a_spreadsheet_that_names_the_delimiter_is_no_title(store: OwnStore) -> None:
    content = "\n".join(["sep=;", *PUPILS])
    for code in ("utf-8", "utf-16", "utf-8-sig"):
        assert read(store, content.encode(code)).frame is not None


def test_the_number_of_a_file_of_several_is_no_month(store: OwnStore) -> None:
    assert read(store, VISITS, "besok6.csv").frame is not None
    assert asked(read(store, MONTHS, "regnskap6.csv")) == ["title:words"]


def test_what_stands_behind_a_label_is_not_of_the_figures(store: OwnStore) -> None:
    assert read(store, ["Utarbeidet av:;Kari Nordmann", *MONTHS]).frame is not None
    assert asked(read(store, ["Utarbeidet av:;Kari;Forecast", *MONTHS])) == ["title:words"]
