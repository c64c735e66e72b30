"""What is known about the origin of each embedded table."""

from __future__ import annotations

from dataclasses import replace

from veivalg.content import Source, SourceKind, format_date
from veivalg.norway.kostra import PUBLISHED

COPIES = "Hentet via åpne omtabuleringer; hentes på nytt fra SSB med «veivalg hent»."
CC_BY, NLOD = "CC BY 4.0", "NLOD 2.0"
SSB_PAGE = "https://www.ssb.no/statbank/table/"


UNREVISED, REVISED = PUBLISHED[2025]


def _ssb(table: str, title: str, query: str, note: str = "", updated: str = "") -> Source:
    first = table.split(",", maxsplit=1)[0]
    return Source(
        id=f"ssb-{first}",
        producer="SSB",
        title=title,
        table=table,
        query=query,
        url=SSB_PAGE + first,
        updated=updated,
        licence=CC_BY,
        note=f"{COPIES} {note}".strip(),
    )


REVISED_NOTE = (
    f"Tallene for 2025 er reviderte, publisert {format_date(REVISED)}, og kan ikke trekkes fra "
    "ureviderte."
)
SPLIT_NOTE = "Kommunenumrene er omkodet til inndelingen 2024."
SOURCES: dict[str, Source] = {
    "population": _ssb(
        "07459",
        "Folkemengde etter region, kjønn og ettårig alder, 1. januar",
        "alle kommuner og Norge; 2016–2026; kjønn; alder 0–105+",
        f"{SPLIT_NOTE} Årene før en kommune ble delt, mangler.",
    ),
    "population_groups": _ssb(
        "07459",
        "Folkemengde etter region, kjønn og ettårig alder, 1. januar",
        "Harstad, Rana, Karasjok, KOSTRA-gruppene og Norge; 2005–2026; alder summert til 17 "
        "grupper",
        SPLIT_NOTE,
    ),
    "projection_groups": _ssb(
        "14746",
        "Framskrevet folkemengde 1. januar, hovedalternativet og høyt og lavt alternativ",
        "Harstad, Rana og Karasjok; MMMM etter hovedgruppe, LLML og HHMH i alt; 2026–2050",
        "Hovedgruppene overlapper: 80 år og eldre er med i 65 år og eldre.",
    ),
    "need_indices": Source(
        id="kdd-gront-hefte-2026",
        producer="KDD",
        title="Grønt hefte 2026, tabell A-k og E-k",
        query="indeks i alt for 355 kommuner 2025 og 2026; sektorene for 352 kommuner 2026",
        url="https://www.regjeringen.no/no/tema/kommuner-og-regioner/kommuneokonomi/gront-hefte/",
        licence=NLOD,
        note="Indeksen i alt er tabell A-k. Sektorindeksene er regnet ut av kriterieindeksene i "
        "tabell E-k og delkostnadsnøklene, og hentet via åpne omtabuleringer. Fem kommuner "
        "har ikke sektorer. Hentes ikke fra SSB; nyere årganger leses inn med "
        "«veivalg importer-gront-hefte FIL».",
    ),
    "care_users": _ssb(
        "11645, 12292",
        "Brukere av hjemmetjenester og beboere på institusjon 31. desember",
        "Harstad, Rana og Karasjok; 2007–2025; alder 0–66, 67–79, 80+ og i alt; eldre årganger fra "
        "tabell 04686",
        "SSB skjermer små tall. Hjemmetjenester for 67–79 år mangler i kilden fra 2017.",
    ),
    "care_places": _ssb(
        "11875, 12292",
        "Plasser i institusjon og boliger med bemanning hele døgnet",
        "Harstad, Rana og Karasjok; institusjon 2024–2025, boliger 2008–2025",
        "Rana meldte langt færre boliger med bemanning hele døgnet i 2024 og 2025 enn før.",
    ),
    "care_staff": _ssb(
        "14533",
        "Avtalte årsverk i omsorgstjenesten etter yrke",
        "Harstad, Rana og Karasjok; 2024–2025",
    ),
    "care_hours": _ssb(
        "12292",
        "Tildelte timer hjemmetjenester per uke, gjennomsnitt per bruker",
        "Harstad, Rana og Karasjok; 2008–2025; eldre årganger fra tabell 04686",
        "Karasjok har brå skift som ligger i kommunens rapportering.",
    ),
    "care_activity": _ssb(
        "12292",
        "Oppholdsdøgn i institusjon og brukerrettede årsverk",
        "Harstad, Rana og Karasjok; 2024–2025",
        "Brukerrettede årsverk er en annen størrelse enn avtalte årsverk i tabell 14533.",
    ),
    "indicators": replace(
        _ssb(
            "12134, 12143, 12209, 12255, 13502, 13135",
            "KOSTRA-nøkkeltall",
            "80 kommuner i Nordland, Troms og Finnmark: 20 nøkkeltall om økonomi og utgifter, "
            "2015–2025; landet med og uten Oslo, KOSTRA-gruppe 8, Oslo, Lillestrøm, Enebakk, "
            "Lørenskog og Rælingen: økonomi, utgifter, dekning og kvalitet 2020–2025",
            "Kommuner med nytt nummer i 2024 har bare 2024 og 2025: eldre forholdstall kan ikke "
            "slås sammen. Ureviderte tall kan ikke trekkes fra reviderte.",
            UNREVISED,
        ),
        unrevised=2025,
    ),
    "accounts": _ssb(
        "12362",
        "Driftsutgifter etter funksjon, konsern",
        "Harstad og Rana; netto og brutto driftsutgifter etter funksjon; 2015–2025",
        f"{REVISED_NOTE} Funksjon 254 er brukt til og med 2023, 257 og 258 fra 2024. Harstads "
        "tidligere kommunenumre er slått sammen. Ranas funksjon 285 i 2023 har en engangspost på "
        "om lag 450 millioner kroner.",
        REVISED,
    ),
    "area_accounts": _ssb(
        "12362",
        "Netto driftsutgifter etter tjenesteområde, konsern",
        "alle kommuner, KOSTRA-gruppene og landet; ni tjenesteområder 2025, grunnskole og helse og "
        "omsorg 2023–2025; Harstad og Rana alle områder, netto og brutto, 2015–2025",
        f"{REVISED_NOTE} Gruppene og landet er summen av kommunene, som er lik SSBs egne tall. "
        "Ålesund er med i landet i 2023 som én kommune.",
        REVISED,
    ),
    "finances": _ssb(
        "12137",
        "Hovedtall i regnskapet, konsern",
        "driftsinntekter, netto driftsresultat og netto lånegjeld 2025 for alle kommuner, "
        "KOSTRA-gruppene og landet; Harstad og Rana også utgifter, renter og investeringer "
        "2015–2025",
        f"{REVISED_NOTE} Renteinntekter og renteutgifter er fra tabell 13551. Gruppene og landet "
        "er summen av kommunene.",
        REVISED,
    ),
    "printed_figures": Source(
        id="trykte-tall",
        producer="Harstad og Rana kommuner",
        title="Tall slik dokumentene trykker dem",
        query="avskrift fra dokumentet og stedet som står i hver rad",
        kind=SourceKind.DOCUMENT,
        note="Avskrevet uten retting, også der dokumentet ikke summerer. Andeler er lagret "
        "som brøk (17,1 % = 0,171). Året er året tallet gjelder, eller planens første år når "
        "det ikke står. Tallene brukes til sammenlikning og som forslag til antakelser.",
    ),
}


RATIOS_SOURCE = replace(
    SOURCES["finances"],
    id="ssb-12137-andeler",
    title="Netto driftsresultat og netto lånegjeld i prosent av brutto driftsinntekter",
    note=f"{SOURCES['finances'].note} Andelene er regnet av beløpene. Eldre år for kommunene i "
    "Nordland, Troms og Finnmark, og for landet, er som publisert.",
)


COVERAGE_SOURCE = replace(
    SOURCES["care_users"],
    id="ssb-12292-dekning",
    title="Brukere 80 år og over av innbyggerne i samme alder 31. desember",
    note=f"{SOURCES['care_users'].note} Andelene er regnet av brukerne og folketallet (07459).",
)


def group_source(group: str, members: int) -> Source:
    """Give the source of the population of a KOSTRA group that we have summed ourselves."""
    base = SOURCES["population_groups"]
    return Source(
        id=f"ssb-07459-{group.lower()}",
        producer="SSB",
        table="07459",
        licence=CC_BY,
        title=f"{base.title}, sum av {members} kommuner i KOSTRA-gruppe {int(group[3:])}",
        query=f"kommunene i {group} etter inndelingen 2024; 2005–2026; summert av Veivalg",
        url=base.url,
        note=f"{base.note} Gruppen er summen av kommunene som er i den etter den nyeste "
        "inndelingen, også for tidligere år. Gruppe 1 og 11 begynner i 2024, da Ålesund ble delt.",
    )
