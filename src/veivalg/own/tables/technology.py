"""Welfare technology: what is in use, who supports it, and who does what."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from veivalg.foundation.i18n import Words, _
from veivalg.own.tables.base import OwnField, OwnTable
from veivalg.own.tables.columns import choice, number, text, whole

KINDS = Words(
    {
        "dispenser": "Medisindispenser",
        "supervision": "Digitalt tilsyn",
        "location": "Lokalisering",
        "alarm": "Trygghetsalarm",
        "lock": "Elektronisk dørlås",
        "other": "Annet",
    }
)
POOLS = Words({"home": "hjemmetjenesten", "institution": "institusjon"})
HOURS = Words(
    {"weekday_day": "dagtid mandag–fredag", "extended": "utvidet tid", "always": "hele døgnet"}
)
PLAN_B = Words({"yes": "ja", "no": "nei", "partly": "delvis"})
RESPONSIBLE = Words({"yes": "avklart", "uncertain": "uavklart"})

_NAME = text(
    "technology",
    "Teknologi",
    "Navnet, likt i alle tabellene.",
    "Medisindispenser",
    key=True,
    aliases=("Løsning", "Type teknologi"),
)


def _count(name: str, title: str, help: str, example: str, *aliases: str) -> OwnField:
    return whole(name, title, "enheter", help, example, nullable=True, aliases=aliases)


def _hours(name: str, title: str, example: str, help: str) -> OwnField:
    return number(name, title, "timer", help, example, high=168, nullable=True)


class Technologies(OwnTable):
    """Velferdsteknologi i bruk, mulig antall og gevinst."""

    name = "technologies"
    title = "Velferdsteknologi i bruk"
    template = "teknologi"
    purpose = "Hva som er i bruk mot det som er mulig, og hva mer gir i tid, årsverk og kroner."
    instructions = (
        "Én rad per teknologi. Skriv 0 når ingen er i bruk.",
        "La feltet stå tomt når tallet ikke er kjent.",
        "Mulig antall er alle som kan ha nytte av den, også dem som har den i dag.",
        "Spart tid fylles bare ut når kommunen har målt den selv, minst fire uker før og etter. "
        "Da må alle tre tallene fylles ut.",
        "Kostnadene er med merverdiavgift kommunen ikke får tilbake.",
    )
    chapters = ("velferdsteknologi",)
    counts_people = True
    source_system = "leverandørens portal, fagsystemet eller digitaliseringsteamet"
    fields = (
        _NAME,
        choice(
            "kind",
            "Slag",
            KINDS,
            "Avgjør hvilken gevinst som brukes når kommunen ikke har målt selv.",
            "Medisindispenser",
            aliases=("Kategori",),
        ),
        _count("home", "I bruk hos hjemmeboende", "Enheter hos hjemmeboende.", "49", "Hjemme"),
        _count(
            "institution", "I bruk på institusjon", "Enheter på institusjon.", "0", "Institusjon"
        ),
        _count("stock", "På lager", "Enheter kommunen har, men ikke bruker.", "0", "Lager"),
        whole(
            "potential",
            "Mulig antall",
            "enheter",
            "Hvor mange som kan ha nytte av den. Kan stå tom.",
            "320",
            nullable=True,
            aliases=("Potensial", "Potensielt volum"),
        ),
        choice(
            "pool",
            "Tiden spares i",
            POOLS,
            "Tom betyr hjemmetjenesten.",
            "hjemmetjenesten",
            nullable=True,
        ),
        _hours("gain_low", "Spart tid, lavt", "0.5", "Timer per uke og enhet. Egen måling."),
        _hours("gain_middle", "Spart tid, midt", "1.0", "Timer per uke og enhet. Egen måling."),
        _hours("gain_high", "Spart tid, høyt", "1.7", "Timer per uke og enhet. Egen måling."),
        _hours(
            "new_time",
            "Ny tid",
            "0.1",
            "Timer per uke og enhet til påfylling, varsler og oppfølging. Egen måling.",
        ),
        number(
            "unit_cost",
            "Utgift per enhet og år",
            "kr",
            "Leie, lisens og svartjeneste i avtalen. Kan stå tom.",
            "9000",
            nullable=True,
            aliases=("Pris", "Enhetskostnad"),
        ),
        number(
            "start_cost",
            "Utgift for å komme i gang",
            "kr",
            "Integrasjon og opplæring, én gang. Kan stå tom.",
            "400000",
            nullable=True,
            aliases=("Engangskostnad",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Refuse gains that are half filled in or not in order, and a potential below use."""
        for i, row in enumerate(frame.iter_rows(named=True)):
            gains = [row["gain_low"], row["gain_middle"], row["gain_high"]]
            if any(g is None for g in gains) != all(g is None for g in gains):
                yield (
                    i,
                    "gain_middle",
                    _("Spart tid er bare delvis fylt ut."),
                    _("Fyll ut lavt, midt og høyt, eller la alle stå tomme."),
                )
            elif None not in gains and gains != sorted(gains):
                yield (
                    i,
                    "gain_middle",
                    _("Spart tid går ikke fra lavt til høyt."),
                    _("Skriv det laveste tallet først."),
                )
            used = (row["home"] or 0) + (row["institution"] or 0)
            if row["potential"] is not None and row["potential"] < used:
                yield (
                    i,
                    "potential",
                    _("Mulig antall er lavere enn de {used} i bruk.").format(used=used),
                    _("Ta med dem som har den i dag."),
                )


class TechnologySupport(OwnTable):
    """Hjelp når teknologien svikter."""

    name = "technology_support"
    title = "Brukerstøtte og plan B for teknologi"
    template = "teknologistotte"
    purpose = "Når det er hjelp å få, og hva som skjer når teknologien svikter."
    instructions = (
        "Én rad per teknologi.",
        "Plan B er en skrevet rutine for å gjøre jobben uten teknologien.",
    )
    chapters = ("velferdsteknologi",)
    source_system = "digitaliseringsteamet og IKT-drift"
    fields = (
        _NAME,
        choice(
            "support",
            "Brukerstøtte",
            HOURS,
            "Når noen kan rette feil. Tom når det ikke er kjent.",
            "dagtid mandag–fredag",
            nullable=True,
            aliases=("Support",),
        ),
        choice(
            "plan_b",
            "Plan B",
            PLAN_B,
            "Tom når det ikke er kjent.",
            "delvis",
            nullable=True,
            aliases=("Reserveløsning",),
        ),
        text(
            "responsible",
            "Ansvarlig",
            "Enheten som har ansvaret for støtten. Aldri navn på en person.",
            "IKT-drift",
            nullable=True,
            aliases=("Ansvar", "Eier"),
        ),
    )


class ServiceMap(OwnTable):
    """Tjenestekart: hvem som gjør hva, steg for steg."""

    name = "service_map"
    title = "Tjenestekart"
    template = "tjenestekart"
    purpose = "Hvem som har ansvaret for hvert steg, og hvor det er uavklart."
    instructions = (
        "Én rad per steg og aktør. Gjør to aktører steget sammen, blir det to rader.",
        "Stegene nummereres i rekkefølge fra 1 for hver teknologi.",
        "Korte ord er best: «Vurdere behov», «Lære opp», «Svare på varsel».",
    )
    chapters = ("velferdsteknologi",)
    source_system = "tjenestekart fra helhetlig tjenestemodell (KS)"
    fields = (
        _NAME,
        whole(
            "number",
            "Steg nr.",
            "",
            "Rekkefølgen, fra 1.",
            "1",
            low=1,
            high=99,
            dtype=pl.Int16,
            key=True,
            aliases=("Nr", "Rekkefølge"),
        ),
        text(
            "step",
            "Steg",
            "Det som gjøres, kort.",
            "Vurdere behov",
            aliases=("Oppgave", "Aktivitet"),
        ),
        text(
            "actor",
            "Aktør",
            "Enheten som gjør det. Aldri navn på en person.",
            "Tildeling",
            key=True,
            aliases=("Enhet", "Rolle"),
        ),
        choice(
            "responsible",
            "Ansvar",
            RESPONSIBLE,
            "Er det avklart at aktøren har ansvaret?",
            "avklart",
            aliases=("Avklart",),
        ),
    )

    @classmethod
    def check(cls, frame: pl.DataFrame) -> Iterable[tuple[int | None, str, str, str]]:
        """Refuse a step that has two names."""
        names: dict[tuple[str, int], str] = {}
        for i, row in enumerate(frame.iter_rows(named=True)):
            first = names.setdefault((row["technology"], row["number"]), row["step"])
            if first != row["step"]:
                yield (
                    i,
                    "step",
                    _("Steg {number} heter også «{first}».").format(
                        number=row["number"], first=first
                    ),
                    _("Gi steget samme navn i alle radene, eller et eget nummer."),
                )
