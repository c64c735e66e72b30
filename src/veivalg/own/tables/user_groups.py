"""Care by user group: what it costs, what it costs elsewhere, and who needs the most."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import Words, _
from veivalg.own.tables.base import OwnTable
from veivalg.own.tables.columns import choice, number, text, whole, year

GROUPS = Words(
    {
        "other": "Andre, i hovedsak eldre",
        "disability": "Utviklingshemming og utviklingsforstyrrelser",
        "mental_health": "Psykisk helse og rus",
    }
)
SERVICES = Words(
    {
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
)
AGES = Words({"0-17": "0–17 år", "18-66": "18–66 år", "67+": "67 år og eldre", "all": "Alle aldre"})
UNITS = Words({"places": "plasser", "users": "brukere", "hours": "timer"})
YES_NO = Words({"yes": "Ja", "no": "Nei"})
HEALTH_AREAS = Words(
    {
        "gp": "Fastlege",
        "emergency": "Legevakt",
        "therapy": "Fysio- og ergoterapi",
        "mental_health": "Psykisk helse og rus",
        "other": "Annet",
    }
)
FUNCTIONS = Words(
    {
        "241": "241 Diagnose og behandling",
        "232": "232 Helsestasjon og skolehelsetjeneste",
        "233": "233 Annet forebyggende helsearbeid",
        "242": "242 Råd og veiledning",
        "253": "253 Institusjon",
        "254": "254 Hjemmeboende",
    }
)

_YEAR = year("year", "Regnskapsår", "Året tallene gjelder.", "2023", key=True, aliases=("År",))
_GROUP = choice(
    "group",
    "Brukergruppe",
    GROUPS,
    "Hvem tjenesten er til.",
    "Andre, i hovedsak eldre",
    key=True,
    aliases=("Målgruppe",),
)
_SERVICE = choice(
    "service",
    "Tjeneste",
    SERVICES,
    "Tjenesten.",
    "Institusjon, langtid",
    key=True,
    aliases=("Tjenestetype",),
)
_AGE = choice(
    "age",
    "Aldersgruppe",
    AGES,
    "«Alle aldre» når kostnaden ikke er delt på alder.",
    "Alle aldre",
    key=True,
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
        number(
            "gross",
            "Brutto driftsutgifter",
            "kr",
            "Kroner i året, før tilskudd.",
            "270500000",
            aliases=("Brutto",),
        ),
        number(
            "net",
            "Netto driftsutgifter",
            "kr",
            "Kroner i året, etter tilskudd og brukerbetaling. Kan stå tom.",
            "251000000",
            low=None,
            nullable=True,
            aliases=("Netto",),
        ),
        number(
            "volume",
            "Volum",
            "",
            "Plasser, brukere eller timer i året. Kan stå tom.",
            "200",
            nullable=True,
            aliases=("Antall", "Mengde"),
        ),
        choice(
            "unit",
            "Måleenhet",
            UNITS,
            "Hva volumet er talt i.",
            "plasser",
            nullable=True,
            aliases=("Enhet",),
        ),
        whole(
            "users",
            "Antall brukere",
            "",
            "Når volumet er timer, så tjenester til få kan skjermes. Kan stå tom.",
            "",
            nullable=True,
            aliases=("Brukere", "Mottakere"),
        ),
        number(
            "stated_unit_cost",
            "Oppgitt enhetskostnad",
            "kr",
            "Fra en annen beregning, til kontroll. Kan stå tom.",
            "1440000",
            nullable=True,
            aliases=("Enhetskostnad",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Ask for the unit where there is a volume, and refuse a total beside its parts."""
        for row, (volume, unit) in enumerate(frame.select("volume", "unit").iter_rows()):
            if volume is not None and unit is None:
                yield (
                    row,
                    "unit",
                    _("Volumet har ingen måleenhet."),
                    _("Velg plasser, brukere, timer."),
                )
        keys = ["year", "group", "service"]
        whole, part = (pl.col("age") == "all").any().over(keys), pl.col("age") != "all"
        for row in frame.with_row_index("at").filter(whole, part)["at"]:
            yield (
                row,
                "age",
                _("Tjenesten har både «Alle aldre» og egne aldersgrupper."),
                _("Bruk enten «Alle aldre» eller aldersgrupper."),
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
        text("municipality", "Kommune", "Navn.", "Halden", key=True),
        choice("average", "Snitt", YES_NO, "Om raden er et snitt av flere kommuner.", "Nei"),
        _GROUP,
        _SERVICE,
        _AGE,
        number(
            "per_inhabitant",
            "Brutto per innbygger i målgruppen",
            "kr",
            "0–17 år for barn, 18–66 år for voksne, ellers alle innbyggere.",
            "503",
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
        number(
            "per_1000",
            "Volum per 1 000 innbyggere",
            "",
            "I målgruppen, korrigert for behov.",
            "7.5",
        ),
        choice(
            "unit", "Måleenhet", UNITS, "Samme som i egen tabell.", "plasser", aliases=("Enhet",)
        ),
        number("unit_cost", "Enhetskostnad", "kr", "Kroner per enhet.", "1300000"),
        text("source", "Kilde", "Hvor tallene står.", "Snitt av fem kommuner 2023"),
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
        text(
            "user",
            "Mottaker-ID",
            "Kode, aldri fødselsnummer.",
            "R017",
            key=True,
            pseudonym=True,
            aliases=("Bruker-ID",),
        ),
        whole(
            "age",
            "Alder ved utgangen av året",
            "år",
            "Fylte år 31. desember.",
            "34",
            high=115,
            dtype=pl.Int16,
            aliases=("Alder",),
        ),
        choice(
            "disability",
            "Registrert med psykisk utviklingshemming",
            YES_NO,
            "Talt med i innrapporteringen til inntektssystemet.",
            "Ja",
            aliases=("PU",),
        ),
        number(
            "wages", "Direkte lønnsutgifter", "kr", "Kroner i året.", "3000000", aliases=("Lønn",)
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
        choice("area", "Område", HEALTH_AREAS, "Hva utgiften gjelder.", "Fastlege", key=True),
        number(
            "amount",
            "Netto driftsutgifter",
            "kr",
            "Kroner i året.",
            "42000000",
            low=None,
            aliases=("Beløp", "Netto"),
        ),
        choice(
            "usual_function",
            "Andre fører dette på",
            FUNCTIONS,
            "Funksjonen de fleste kommuner bruker. Oftest 241.",
            "241 Diagnose og behandling",
            key=True,
            aliases=("Vanlig funksjon",),
        ),
        number(
            "reference",
            "Snitt i andre kommuner",
            "kr per innbygger",
            "Korrigert for behov. Kan stå tom.",
            "1350",
            low=None,
            nullable=True,
        ),
    )
