"""The levers themselves. Texts are bokmål; `_()` is put on them where they are shown.

What no source tells is marked as a choice or unverified, and a person can change it.
"""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.content import Certainty, Unit
from veivalg.norway.dementia import SHARE_70, SHARE_70_HIGH, SHARE_70_LOW
from veivalg.scenarios.levers import Course, Group, Lever, Spread, Term

_HARSTAD = "Harstads kunnskapsgrunnlag 2024 (enhetskostnad, Agenda Kaupang)"
_Z80, _Z95 = 1.2816, 1.9600
_CHOICE, _FOUND, _DERIVED = Certainty.CHOICE, Certainty.FOUND, Certainty.DERIVED
_TODAY = "Kommunens tall i dag"

_COVERAGE = (
    Lever("coverage_institution", "Dekningsgrad sykehjem",
          "Institusjonsplasser delt på innbyggere 80 år og eldre.",
          Unit.SHARE, Group.COVERAGE, Term.COVERAGE, 0.15, 0.02, 0.5, 0.001, _TODAY, _DERIVED,
          today="rate_institution", spread=Spread.RELATIVE, below=0.05, above=0.05, main=True),
    Lever("share_staffed_housing", "Andel heldøgns bolig",
          "Boliger med bemanning hele døgnet delt på innbyggere 80 år og eldre.",
          Unit.SHARE, Group.COVERAGE, Term.COVERAGE, 0.0, 0.0, 0.5, 0.001, _TODAY, _DERIVED,
          today="rate_dwellings", spread=Spread.RELATIVE, below=0.05, above=0.05, main=True),
    Lever("home_instead_of_institution", "Hjemmetjeneste i stedet for institusjon",
          "Andelen av dem som ellers ville fått institusjonsplass, som får tjenester hjemme.",
          Unit.SHARE, Group.COVERAGE, Term.COVERAGE, 0.0, 0.0, 0.6, 0.01,
          "Valg: ingen flyttes hjem ut over dagens praksis", _CHOICE, decimals=0,
          spread=Spread.RELATIVE, below=0.3, above=0.3, main=True),
    Lever("coverage_home", "Dekningsgrad hjemmetjenester (i dag = 100 %)",
          "Andelen av hver aldersgruppe som får hjemmetjenester, i forhold til i dag.",
          Unit.SHARE, Group.COVERAGE, Term.COVERAGE, 1.0, 0.3, 2.0, 0.01,
          "Valg: dagens dekningsgrad videreføres", _CHOICE, decimals=0, spread=Spread.RELATIVE,
          below=0.03, above=0.03, main=True),
    Lever("young_trend", "Vekst per år i andelen under 67 år som får hjemmetjenester",
          "Antall yngre brukere har økt mer enn befolkningen skulle tilsi.",
          Unit.SHARE, Group.COVERAGE, Term.COVERAGE, 0.0, -0.03, 0.05, 0.005,
          "Valg: dagens dekningsgrad videreføres", _CHOICE, spread=Spread.ABSOLUTE, below=0.005,
          above=0.005, course=Course.YEARLY, assumption="trend-yngre"),
    Lever("substitute_hours", "Timer hjemmetjeneste per uke i stedet for en plass",
          "Så mye hjelp får den som bor hjemme i stedet for på sykehjem.",
          Unit.HOURS, Group.COVERAGE, Term.COVERAGE, 35.0, 5.0, 168.0, 1.0,
          "Valg: nær snittet for brukere med omfattende bistandsbehov i landet (37,3 timer, SSB)",
          _CHOICE, spread=Spread.ABSOLUTE, below=10.0, above=10.0, course=Course.AT_ONCE,
          assumption="timer-hjemme"),
)  # fmt: skip

_TECHNOLOGY = (
    Lever("dispensers", "Nye medisindispensere",
          "Brukere som får elektronisk medisindispenser, ut over dem som har det i dag.",
          Unit.USERS, Group.TECHNOLOGY, Term.TECHNOLOGY, 0.0, 0.0, 500.0, 1.0,
          "Valg: ingen nye", _CHOICE, cap="half_home_users", spread=Spread.RELATIVE, below=0.2,
          above=0.2, main=True),
    Lever("digital_supervision", "Nye brukere av digitalt tilsyn",
          "Brukere som får kamera eller sensor i stedet for besøk om natten, ut over i dag.",
          Unit.USERS, Group.TECHNOLOGY, Term.TECHNOLOGY, 0.0, 0.0, 300.0, 1.0,
          "Valg: ingen nye", _CHOICE, cap="half_home_users", spread=Spread.RELATIVE, below=0.2,
          above=0.2, main=True),
    Lever("dispenser_hours", "Timer spart per uke og dispenser",
          "Etter at tiden til påfylling og varsler er trukket fra.",
          Unit.HOURS, Group.TECHNOLOGY, Term.TECHNOLOGY, 1.0, 0.0, 3.0, 0.05,
          "Ranas pilot med 10 utvalgte brukere: 1,68 timer (evondos.no). Vårt lave og midtre tall "
          "er 0,5 og 1,0", _CHOICE, decimals=2, spread=Spread.ABSOLUTE, below=0.5, above=0.68,
          course=Course.AT_ONCE),
    Lever("supervision_hours", "Timer spart per uke og bruker av digitalt tilsyn",
          "Ett nattbesøk på 10 minutter mindre per natt, og 2,05 tilsyn på skjerm på 1 minutt.",
          Unit.HOURS, Group.TECHNOLOGY, Term.TECHNOLOGY, 0.93, 0.0, 5.0, 0.05,
          "Regnet ut fra Harstads 86 tilsyn på 42 kameraer en natt i 2024. Tallet på besøk som "
          "faller bort, er et valg", _CHOICE, decimals=2, spread=Spread.ABSOLUTE, below=0.6,
          above=1.2, course=Course.AT_ONCE),
    Lever("realised_share", "Andel av frigjort tid som kan brukes til annet",
          "Spart tid blir først færre årsverk når turnus og ruter legges om.",
          Unit.SHARE, Group.TECHNOLOGY, Term.TECHNOLOGY, 0.5, 0.0, 1.0, 0.05,
          "Valg: halvparten", _CHOICE, decimals=0, spread=Spread.ABSOLUTE, below=0.2, above=0.2,
          course=Course.AT_ONCE),
    Lever("technology_cost", "Kostnad per bruker av ny teknologi og år",
          "Leie, lisens og svartjeneste.",
          Unit.NOK, Group.TECHNOLOGY, Term.TECHNOLOGY, 8_000.0, 0.0, 60_000.0, 500.0,
          "Prisen er ikke funnet i en kilde; sett inn avtalen kommunen har",
          Certainty.UNVERIFIED, course=Course.AT_ONCE),
)  # fmt: skip

_ORGANISATION = (
    Lever("rehabilitation_team", "Innsatsteam og rehabilitering",
          "Andelen av hjemmetjenestens brukere på 67 år og eldre som teamet trener med.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.0, 0.0, 0.5, 0.01,
          "Valg: ikke mer enn i dag", _CHOICE, decimals=0, spread=Spread.RELATIVE, below=0.2,
          above=0.2, main=True),
    Lever("rehabilitation_effect", "Mindre hjelp etter rehabilitering",
          "Hvor stor del av timene de som har trent, ikke lenger trenger.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.2, 0.0, 0.6, 0.01,
          "Valg: ingen av dokumentene vi har, tallfester virkningen", _CHOICE, decimals=0,
          spread=Spread.ABSOLUTE, below=0.15, above=0.15, course=Course.AT_ONCE),
    Lever("rehabilitation_fte", "Årsverk i innsatsteamet per 100 brukere det trener med",
          "Teamet koster også årsverk.",
          Unit.FTE, Group.ORGANISATION, Term.ORGANISATION, 1.5, 0.0, 10.0, 0.1,
          "Valg: sett inn bemanningen i kommunens eget team", _CHOICE, decimals=1,
          course=Course.AT_ONCE),
    Lever("full_time", "Heltidsandel",
          "Andelen av de ansatte som har hel stilling. Flere heltidsstillinger gir færre å "
          "rekruttere.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.348, 0.05, 1.0, 0.01,
          "KS: turnus i helse og omsorg 2023", _FOUND, main=True),
    Lever("position_size", "Gjennomsnittlig stillingsstørrelse i dag",
          "Sammen med heltidsandelen sier den hvor mange ansatte årsverkene krever.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.72, 0.4, 1.0, 0.01,
          "Harstads kunnskapsgrunnlag 2024: turnusarbeidere (PAI)", Certainty.PRINTED,
          spread=Spread.ABSOLUTE, below=0.02, above=0.02, course=Course.AT_ONCE,
          assumption="stillingsstorrelse"),
    Lever("sick_leave", "Sykefravær",
          "Mindre fravær gir færre vikarer for den samme tjenesten.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.091, 0.0, 0.3, 0.001,
          "KS: egenmeldt og legemeldt i kommunene, 2. kvartal 2024. Tall for omsorg alene er ikke "
          "funnet", _FOUND, spread=Spread.ABSOLUTE, below=0.01, above=0.01, main=True),
    Lever("attendance", "Nærvær når sykdom er holdt utenfor",
          "Andelen av arbeidstiden som ikke går til permisjon, kurs og annet fravær.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.95, 0.7, 1.0, 0.005,
          "Valg: bare endringen fra i dag betyr noe", _CHOICE, spread=Spread.ABSOLUTE,
          below=0.005, above=0.005, main=True),
    Lever("fte_per_place", "Årsverk per institusjonsplass, natt medregnet",
          "Bemanningen på sykehjemmene.",
          Unit.COUNT, Group.ORGANISATION, Term.ORGANISATION, 1.0, 0.5, 1.6, 0.01,
          "Valg: fordelingen mellom institusjon og hjemmetjeneste er ikke i tabellene vi bruker",
          _CHOICE, decimals=2, today="fte_per_place"),
    Lever("fte_per_dwelling", "Årsverk per heldøgns bolig",
          "Bemanningen i boliger ut over dagens dekning.",
          Unit.COUNT, Group.ORGANISATION, Term.COVERAGE, 0.51, 0.1, 2.0, 0.01,
          "Utledet: 0,73 mill. kr per bolig delt på 1,44 mill. kr per plass, med 1 årsverk per "
          "plass", _DERIVED, decimals=2, course=Course.AT_ONCE),
    Lever("exits", "Ansatte som slutter og må erstattes, andel per år",
          "Slutter flere, må flere rekrutteres.",
          Unit.SHARE, Group.ORGANISATION, Term.ORGANISATION, 0.10, 0.02, 0.3, 0.001,
          "Valg mellom to tall som er funnet: 5,2 % (KS 2020–21, 55–60 år) og 21,9 % "
          "(Helsedirektoratet 2021)", _CHOICE, spread=Spread.ABSOLUTE, below=0.03, above=0.03,
          course=Course.AT_ONCE, assumption="avgang"),
)  # fmt: skip

_POPULATION = (
    Lever("net_moves", "Netto flytting ut over framskrivingen",
          "Personer som flytter inn minus dem som flytter ut, hvert år, ut over det vi regner med.",
          Unit.PERSONS, Group.POPULATION, Term.DEMOGRAPHY, 0.0, -1000.0, 1000.0, 5.0,
          "Valg: framskrivingen som den er", _CHOICE, cap="movers", course=Course.AT_ONCE,
          main=True),
    Lever("housing_per_year", "Boligbygging ut over det vanlige",
          "Boliger hvert år ut over takten de siste årene. Noen av dem som flytter inn, kommer "
          "utenfra.",
          Unit.DWELLINGS, Group.POPULATION, Term.DEMOGRAPHY, 0.0, -500.0, 500.0, 5.0,
          "Valg: framskrivingen som den er", _CHOICE, cap="movers", course=Course.AT_ONCE,
          main=True),
)  # fmt: skip

_HEALTH = (
    Lever("health_improvement", "Bedre helse: hjelpebehovet faller per år",
          "Andelen på 67 år og eldre som trenger hjelp eller har demens, faller så mye hvert år.",
          Unit.SHARE, Group.HEALTH, Term.HEALTH, 0.0, -0.02, 0.03, 0.001,
          "Valg: dagens helse varer. Christensen 2013 og Langa 2017, som Harstads "
          "kunnskapsgrunnlag viser til, fant fall i forekomsten av demens; vi prøver opptil 1 % "
          "per år", _CHOICE, decimals=1, spread=Spread.ABSOLUTE, below=0.005, above=0.005,
          course=Course.YEARLY, main=True),
    Lever("dementia_level", "Forekomst av demens (HUNT4 = 100 %)",
          "De seksten ratene etter kjønn og alder, opp eller ned.",
          Unit.SHARE, Group.HEALTH, Term.HEALTH, 1.0, 0.8, 1.2, 0.01,
          "Gjøra mfl. 2021: 14,6 % av 70+, 95 % konfidensintervall 13,9–15,4 %", _FOUND,
          decimals=0, spread=Spread.ABSOLUTE,
          below=(1 - SHARE_70_LOW / SHARE_70) * _Z80 / _Z95,
          above=(SHARE_70_HIGH / SHARE_70 - 1) * _Z80 / _Z95, course=Course.AT_ONCE),
)  # fmt: skip

_PRICE = (
    Lever("price_growth", "Prisvekst per år ut over kommunal deflator",
          "Lønn og priser i omsorgstjenesten stiger mer eller mindre enn deflatoren.",
          Unit.SHARE, Group.PRICE, Term.PRICE, 0.0, -0.02, 0.04, 0.001,
          "Valg: faste priser", _CHOICE, spread=Spread.ABSOLUTE, below=0.005, above=0.005,
          course=Course.YEARLY, main=True),
    Lever("place_cost", "Kostnad per institusjonsplass og år", "Drift av en plass.",
          Unit.MILLION_NOK, Group.PRICE, Term.PRICE, 1.44e6, 0.8e6, 2.5e6, 1e4, _HARSTAD,
          Certainty.PRINTED, decimals=2, course=Course.AT_ONCE, today="place_cost",
          assumption="kost-plass"),
    Lever("dwelling_cost", "Kostnad per bolig med bemanning og år", "Drift av en heldøgns bolig.",
          Unit.MILLION_NOK, Group.PRICE, Term.PRICE, 0.73e6, 0.3e6, 2.0e6, 1e4, _HARSTAD,
          Certainty.PRINTED, decimals=2, course=Course.AT_ONCE, assumption="kost-bolig"),
    Lever("hour_cost", "Kostnad per time hjemmetjeneste", "Lønn, kjøring og administrasjon.",
          Unit.NOK, Group.PRICE, Term.PRICE, 780.0, 300.0, 1500.0, 10.0,
          "1,44 mill. kr per plass delt på 1 årsverk per plass og 1846 timer i året", _DERIVED,
          course=Course.AT_ONCE, today="hour_cost", assumption="timekostnad"),
    Lever("day_price", "Døgnpris for utskrivningsklare pasienter",
          "Det kommunen betaler for et døgn på sykehus uten plass å gi.",
          Unit.NOK, Group.PRICE, Term.PRICE, 5745.0, 4000.0, 8000.0, 1.0,
          "Helsedirektoratet, døgnpris for 2024", _FOUND, course=Course.AT_ONCE,
          assumption="dognpris"),
    Lever("interest", "Rente på lån til bygg, ut over prisstigning",
          "Kapitalkostnad i faste priser.",
          Unit.SHARE, Group.PRICE, Term.BUILDING, 0.02, 0.0, 0.1, 0.001,
          "Valg: rente minus prisstigning", _CHOICE, course=Course.AT_ONCE),
    Lever("lifetime", "År et bygg betales ned over", "Like store beløp hvert år.",
          Unit.YEARS, Group.PRICE, Term.BUILDING, 40.0, 10.0, 60.0, 1.0, "Metode M15", _CHOICE,
          course=Course.AT_ONCE),
)  # fmt: skip

_PACE = (
    Lever("full_year", "Året endringene er gjennomført",
          "Det som flyttes, virker litt mer hvert år fram til da.",
          Unit.YEAR, Group.PACE, Term.INTERACTION, 2035.0, 2027.0, 2050.0, 1.0, "Valg", _CHOICE,
          course=Course.AT_ONCE, main=True),
)  # fmt: skip

LEVERS: Mapping[str, Lever] = {
    lever.id: lever
    for part in (_COVERAGE, _TECHNOLOGY, _ORGANISATION, _POPULATION, _HEALTH, _PRICE, _PACE)
    for lever in part
}
"""Every lever by id, in reading order."""
