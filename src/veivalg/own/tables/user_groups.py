"""Care by user group: what it costs, what it costs elsewhere, and who needs the most."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable

GROUPS = {
    "other": "Andre, i hovedsak eldre",
    "disability": "Utviklingshemming og utviklingsforstyrrelser",
    "mental_health": "Psykisk helse og rus",
}
SERVICES = {
    "long_stay": "Institusjon, langtid",
    "short_stay": "Institusjon, korttid",
    "dwelling": "Bolig med døgntjenester",
    "home_nursing": "Ambulerende tjenester og helsehjelp",
    "practical_help": "Praktisk bistand",
    "personal_assistance": "Brukerstyrt personlig assistanse",
    "carer_pay": "Omsorgsstønad",
    "support_contact": "Støttekontakt",
    "respite_own": "Avlastning i bolig eller institusjon, egen regi",
    "respite_bought": "Avlastning i bolig eller institusjon, ikke egen regi",
    "respite_private": "Individuell privat avlastning",
    "child_home_own": "Barnebolig, egen regi",
    "child_home_bought": "Barnebolig, ikke egen regi",
    "work_activity": "Arbeid og aktivitet",
    "day_centre": "Dagsenter",
    "technology": "Velferdsteknologi",
    "prevention": "Forebyggende tjenester",
}
AGES = {"0-17": "0–17 år", "18-66": "18–66 år", "67+": "67 år og eldre", "all": "Alle aldre"}
UNITS = {"places": "plasser", "users": "brukere", "hours": "timer"}
YES_NO = {"yes": "Ja", "no": "Nei"}
HEALTH_AREAS = {
    "gp": "Fastlege",
    "emergency": "Legevakt",
    "therapy": "Fysio- og ergoterapi",
    "mental_health": "Psykisk helse og rus",
    "other": "Annet",
}
FUNCTIONS = {
    "241": "241 Diagnose og behandling",
    "232": "232 Helsestasjon og skolehelsetjeneste",
    "233": "233 Annet forebyggende helsearbeid",
    "242": "242 Råd og veiledning",
    "253": "253 Institusjon",
    "254": "254 Hjemmeboende",
}

_YEAR = OwnField(
    "year",
    pl.Int16,
    "Regnskapsår",
    key=True,
    low=2000,
    high=2100,
    help="Året tallene gjelder.",
    example="2023",
    aliases=("År",),
)
_GROUP = OwnField(
    "group",
    pl.String,
    "Brukergruppe",
    key=True,
    allowed=tuple(GROUPS),
    choices=GROUPS,
    help="Hvem tjenesten er til.",
    example="Andre, i hovedsak eldre",
    aliases=("Målgruppe",),
)
_SERVICE = OwnField(
    "service",
    pl.String,
    "Tjeneste",
    key=True,
    allowed=tuple(SERVICES),
    choices=SERVICES,
    help="Tjenesten.",
    example="Institusjon, langtid",
    aliases=("Tjenestetype",),
)
_AGE = OwnField(
    "age",
    pl.String,
    "Aldersgruppe",
    key=True,
    allowed=tuple(AGES),
    choices=AGES,
    help="«Alle aldre» når kostnaden ikke er delt på alder.",
    example="Alle aldre",
    aliases=("Alder",),
)


class CareCosts(OwnTable):
    """Kostnad til pleie og omsorg etter brukergruppe og tjeneste."""

    name = "care_costs"
    title = "Kostnader etter brukergruppe"
    template = "brukergrupper"
    purpose = "Hva hver brukergruppe koster, og om avviket er volum, sammensetning eller pris."
    instructions = (
        "Én rad per brukergruppe, tjeneste og aldersgruppe. Fordel regnskapet på funksjonene 234, "
        "253, 254, 256 og 261 med nøkler dere kan stå for.",
        "Brutto er før tilskudd og brukerbetaling. Netto er etter.",
        "Tjenester kommunen ikke har, føres med 0 så de kan ses mot andre.",
        "Volum er plasser for døgntilbud, timer i året for hjelp hjemme og brukere for resten.",
        "Oppgi antall brukere når volumet er timer: tjenester til færre enn fem slås sammen med "
        "andre før noe vises.",
    )
    chapters = ("brukergrupper",)
    source_system = "regnskapssystemet og fagsystemet"
    fields = (
        _YEAR,
        _GROUP,
        _SERVICE,
        _AGE,
        OwnField(
            "gross",
            pl.Float64,
            "Brutto driftsutgifter",
            "kr",
            low=0,
            help="Kroner i året, før tilskudd.",
            example="270500000",
            aliases=("Brutto",),
        ),
        OwnField(
            "net",
            pl.Float64,
            "Netto driftsutgifter",
            "kr",
            nullable=True,
            help="Kroner i året, etter tilskudd og brukerbetaling. Kan stå tom.",
            example="251000000",
            aliases=("Netto",),
        ),
        OwnField(
            "volume",
            pl.Float64,
            "Volum",
            nullable=True,
            low=0,
            help="Plasser, brukere eller timer i året. Kan stå tom.",
            example="200",
            aliases=("Antall", "Mengde"),
        ),
        OwnField(
            "unit",
            pl.String,
            "Måleenhet",
            nullable=True,
            allowed=tuple(UNITS),
            choices=UNITS,
            help="Hva volumet er talt i.",
            example="plasser",
            aliases=("Enhet",),
        ),
        OwnField(
            "users",
            pl.Int32,
            "Antall brukere",
            nullable=True,
            low=0,
            help="Når volumet er timer, så tjenester til få kan skjermes. Kan stå tom.",
            example="",
            aliases=("Brukere", "Mottakere"),
        ),
        OwnField(
            "stated_unit_cost",
            pl.Float64,
            "Oppgitt enhetskostnad",
            "kr",
            nullable=True,
            low=0,
            help="Fra en annen beregning, til kontroll. Kan stå tom.",
            example="1440000",
            aliases=("Enhetskostnad",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Ask for the unit where there is a volume, and refuse a total beside its parts."""
        for row, (volume, unit) in enumerate(frame.select("volume", "unit").iter_rows()):
            if volume is not None and unit is None:
                yield row, "unit", "Volumet har ingen måleenhet.", "Velg plasser, brukere, timer."
        keys = ["year", "group", "service"]
        whole, part = (pl.col("age") == "all").any().over(keys), pl.col("age") != "all"
        for row in frame.with_row_index("at").filter(whole, part)["at"]:
            yield (
                row,
                "age",
                "Tjenesten har både «Alle aldre» og egne aldersgrupper.",
                "Bruk enten «Alle aldre» eller aldersgrupper.",
            )


class CareCostReferences(OwnTable):
    """Kroner per innbygger i målgruppen i andre kommuner."""

    name = "care_cost_references"
    title = "Kostnad per innbygger i andre kommuner"
    template = "brukergruppereferanser"
    purpose = "Hva andre kommuner bruker på samme brukergruppe og tjeneste."
    instructions = (
        "Én rad per kommune og tjeneste. Et trykt snitt av flere kommuner føres med «Ja» i "
        "«Snitt»; uten en slik rad regner vi snittet av kommunene.",
        "En strek i kilden er 0. Et tall som mangler, utelates.",
        "Har kilden også egen kommune, føres den på samme måte.",
    )
    chapters = ("brukergrupper",)
    source_system = "rapporter og nettverk"
    fields = (
        _YEAR,
        OwnField("municipality", pl.String, "Kommune", key=True, help="Navn.", example="Halden"),
        OwnField(
            "average",
            pl.String,
            "Snitt",
            allowed=tuple(YES_NO),
            choices=YES_NO,
            help="Om raden er et snitt av flere kommuner.",
            example="Nei",
        ),
        _GROUP,
        _SERVICE,
        _AGE,
        OwnField(
            "per_inhabitant",
            pl.Float64,
            "Brutto per innbygger i målgruppen",
            "kr",
            low=0,
            help="0–17 år for barn, 18–66 år for voksne, ellers alle innbyggere.",
            example="503",
            aliases=("Kroner per innbygger",),
        ),
    )


class CareVolumeReferences(OwnTable):
    """Volum og enhetskostnad hos dem det ses mot."""

    name = "care_volume_references"
    title = "Volum og enhetskostnad i andre kommuner"
    template = "volumreferanser"
    purpose = "Deler avviket i volum, sammensetning og enhetskostnad."
    instructions = (
        "Én rad per brukergruppe, tjeneste og aldersgruppe: snittet av dem dere ser mot.",
        "Volum er per 1 000 innbyggere i målgruppen, korrigert for behov (delt på behovsindeksen).",
    )
    chapters = ("brukergrupper",)
    source_system = "rapporter og nettverk"
    fields = (
        _YEAR,
        _GROUP,
        _SERVICE,
        _AGE,
        OwnField(
            "per_1000",
            pl.Float64,
            "Volum per 1 000 innbyggere",
            low=0,
            help="I målgruppen, korrigert for behov.",
            example="7.5",
        ),
        OwnField(
            "unit",
            pl.String,
            "Måleenhet",
            allowed=tuple(UNITS),
            choices=UNITS,
            help="Samme som i egen tabell.",
            example="plasser",
            aliases=("Enhet",),
        ),
        OwnField(
            "unit_cost",
            pl.Float64,
            "Enhetskostnad",
            "kr",
            low=0,
            help="Kroner per enhet.",
            example="1300000",
        ),
        OwnField(
            "source",
            pl.String,
            "Kilde",
            help="Hvor tallene står.",
            example="Snitt av fem kommuner 2023",
        ),
    )


class HighCostUsers(OwnTable):
    """Mottakere av særlig ressurskrevende tjenester."""

    name = "high_cost_users"
    title = "Mottakere av ressurskrevende tjenester"
    template = "ressurskrevende"
    purpose = "Tilskuddet kommunen kan vente, etter reglene for året."
    instructions = (
        "Én rad per mottaker. ID er en kode, aldri fødselsnummer. Den byttes ut med et "
        "pseudonym når filen leses inn.",
        "Direkte lønnsutgifter er lønn til dem som gir hjelpen, med sosiale utgifter. Ikke "
        "ledelse, hus og drift.",
    )
    chapters = ("brukergrupper",)
    personal = True
    source_system = "kommunens krav om toppfinansiering"
    fields = (
        _YEAR,
        OwnField(
            "user",
            pl.String,
            "Mottaker-ID",
            key=True,
            pseudonym=True,
            help="Kode, aldri fødselsnummer.",
            example="R017",
            aliases=("Bruker-ID",),
        ),
        OwnField(
            "age",
            pl.Int16,
            "Alder ved utgangen av året",
            "år",
            low=0,
            high=115,
            help="Fylte år 31. desember.",
            example="34",
            aliases=("Alder",),
        ),
        OwnField(
            "disability",
            pl.String,
            "Registrert med psykisk utviklingshemming",
            allowed=tuple(YES_NO),
            choices=YES_NO,
            help="Talt med i innrapporteringen til inntektssystemet.",
            example="Ja",
            aliases=("PU",),
        ),
        OwnField(
            "wages",
            pl.Float64,
            "Direkte lønnsutgifter",
            "kr",
            low=0,
            help="Kroner i året.",
            example="3000000",
            aliases=("Lønn",),
        ),
    )


class HealthCosts(OwnTable):
    """Utgifter på funksjon 241 etter område."""

    name = "health_costs"
    title = "Helsetjenester etter område (funksjon 241)"
    template = "helseutgifter"
    purpose = "Hva fastlege, legevakt og terapi koster, som ført og ført som hos andre."
    instructions = (
        "Én rad per område på funksjon 241. Netto driftsutgifter i kroner.",
        "Er noe ført på 241 som andre kommuner fører et annet sted, føres det på en egen rad med "
        "funksjonen andre bruker.",
    )
    chapters = ("helse",)
    source_system = "regnskapssystemet"
    fields = (
        _YEAR,
        OwnField(
            "area",
            pl.String,
            "Område",
            key=True,
            allowed=tuple(HEALTH_AREAS),
            choices=HEALTH_AREAS,
            help="Hva utgiften gjelder.",
            example="Fastlege",
        ),
        OwnField(
            "amount",
            pl.Float64,
            "Netto driftsutgifter",
            "kr",
            help="Kroner i året.",
            example="42000000",
            aliases=("Beløp", "Netto"),
        ),
        OwnField(
            "usual_function",
            pl.String,
            "Andre fører dette på",
            key=True,
            allowed=tuple(FUNCTIONS),
            choices=FUNCTIONS,
            help="Funksjonen de fleste kommuner bruker. Oftest 241.",
            example="241 Diagnose og behandling",
            aliases=("Vanlig funksjon",),
        ),
        OwnField(
            "reference",
            pl.Float64,
            "Snitt i andre kommuner",
            "kr per innbygger",
            nullable=True,
            help="Korrigert for behov. Kan stå tom.",
            example="1350",
        ),
    )
