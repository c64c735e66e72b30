"""A chapter that uses everything the content model has, for tests of renderers and pages.

The numbers look like Harstad's, but the chapter is made to be awkward: missing values, intervals,
unverified assumptions, a constructed source, Sámi letters and text that looks like code.
"""

from __future__ import annotations

from veivalg.content import (
    Assumption,
    Certainty,
    Chapter,
    Chart,
    Column,
    Exhibit,
    Figure,
    Interval,
    Mark,
    Missing,
    Note,
    NoteKind,
    Outline,
    Pivot,
    Place,
    Report,
    Role,
    Section,
    Shape,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
    calculation,
)

HARSTAD = Place("5503", "Harstad")
SSB = Source(
    "ssb-07459",
    "SSB",
    "Befolkning",
    "07459",
    "Region=5503, Alder=000–105+, Tid=2005–2026",
    "https://data.ssb.no/api/pxwebapi/v2/tables/07459",
    "2026-03-01",
    "2026-02-20",
    "CC BY 4.0",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)
FORECAST = Source(
    "ssb-14746",
    "SSB",
    "Befolkningsframskriving",
    "14746",
    "Alternativ=MMMM, Region=5503",
    retrieved="2026-06-20",
    licence="CC BY 4.0",
    sha256="a" * 64,
)
MADE_UP = Source(
    "konstruert-plasser",
    "Veivalg",
    "Plasser i omsorgstjenesten, eksempel til test",
    retrieved="2026-03-01",
    kind=SourceKind.CONSTRUCTED,
    note="Laget for å prøve programmet.",
)

COVERAGE = Assumption(
    "dekning-maal",
    "Mål for dekningsgrad",
    0.12,
    0.10,
    Unit.SHARE,
    Certainty.CHOICE,
    "Rana kommune, «Hva om vi ikke bygger?»",
    0.05,
    0.30,
    0.005,
)
POSITION = Assumption(
    "stillingsstorrelse",
    "Gjennomsnittlig stillingsstørrelse",
    0.72,
    0.72,
    Unit.SHARE,
    Certainty.UNVERIFIED,
    "Anslag uten trykt kilde",
    0.3,
    1.0,
    0.01,
    note="Gjelder pleie og omsorg.",
)


def _figures() -> dict[str, Figure]:
    now = Figure(
        "innbyggere-80-2026",
        "Innbyggere 80 år og eldre",
        1434,
        Unit.PERSONS,
        HARSTAD,
        "1. januar 2026",
        SSB,
    )
    later = Figure(
        "innbyggere-80-2050",
        "Innbyggere 80 år og eldre, framskrevet",
        3017,
        Unit.PERSONS,
        HARSTAD,
        "1. januar 2050",
        FORECAST,
        interval=Interval(2711, 3344, "SSBs lave og høye alternativ"),
    )
    growth = Figure(
        "vekst-80",
        "Vekst i tallet på innbyggere 80 år og eldre",
        3017 / 1434 - 1,
        Unit.SHARE,
        HARSTAD,
        "2026–2050",
        calculation("m1-vekst", "Vekst i aldersgruppe", now, later),
        formula="Innbyggere i 2050 delt på innbyggere i 2026, minus 1",
        inputs=(now, later),
        method="befolkning",
    )
    young = Figure(
        "endring-0-19",
        "Endring i tallet på innbyggere 0–19 år",
        -427,
        Unit.PERSONS,
        HARSTAD,
        "2026–2050",
        FORECAST,
    )
    places = Figure(
        "plasser-2040",
        "Plasser som trengs i 2040",
        59,
        Unit.PLACES,
        HARSTAD,
        "2040",
        calculation(
            "m15-plasser",
            "Plasser ved fast dekningsgrad",
            later,
            Figure(
                "plasser-na",
                "Plasser i dag",
                180,
                Unit.PLACES,
                HARSTAD,
                "31. desember 2025",
                MADE_UP,
            ),
        ),
        interval=Interval(40, 80, "80 prosent sannsynlig", 0.8),
        formula="Dekningsgrad × innbyggere 80 år og eldre − plasser i dag",
        inputs=(later,),
        assumptions=(COVERAGE, POSITION),
        method="plasser",
    )
    hidden = Figure(
        "korttid",
        "Brukere på korttidsopphold",
        None,
        Unit.USERS,
        HARSTAD,
        "31. desember 2025",
        SSB,
        reason="skjermet",
    )
    cost = Figure(
        "kostnad", "Kostnad per år", 1.44e6, Unit.MILLION_NOK, HARSTAD, "2026", MADE_UP, decimals=2
    )
    return {
        "now": now,
        "later": later,
        "growth": growth,
        "young": young,
        "places": places,
        "hidden": hidden,
        "cost": cost,
    }


def _alternatives() -> Exhibit:
    observed = [
        (year, "Hovedalternativet", 1010 + round((year - 2005) * 20.2), None, None)
        for year in range(2005, 2027)
    ]
    ends = {
        "Hovedalternativet": 3017,
        "Lav vekst": 2711,
        "Høy vekst": 3344,
        "Lite innvandring": 2990,
    }
    projected = [
        (year, name, round(1434 + (end - 1434) * (year - 2026) / 24), None, None)
        for name, end in ends.items()
        for year in range(2027, 2051)
    ]
    return Exhibit(
        "alternativer",
        "Dobbelt så mange over 80 år i 2050",
        "Innbyggere 80 år og eldre, Harstad, 2005–2050, antall",
        "Tallet på innbyggere over 80 år går fra 1434 i 2026 til 3017 i 2050 i hovedalternativet.",
        Table(
            (
                Column("year", "År", Unit.YEAR),
                Column("alternative", "Alternativ"),
                Column("persons", "Innbyggere", Unit.PERSONS),
                Column("low", "Lav", Unit.PERSONS),
                Column("high", "Høy", Unit.PERSONS),
            ),
            tuple(observed + projected),
            pivot=Pivot("year", "alternative", "persons"),
        ),
        (SSB, FORECAST),
        Chart(
            Shape.LINES,
            "year",
            "persons",
            "alternative",
            {
                "Hovedalternativet": Role.OWN,
                "Lav vekst": Role.SCENARIO,
                "Høy vekst": Role.SCENARIO,
                "Lite innvandring": Role.SCENARIO,
            },
            projected_from=2027,
            zero=True,
            marks=(Mark("I dag", x=2026),),
        ),
        method="befolkning",
        uncertainty="Alternativene er scenarier, ikke et usikkerhetsintervall.",
    )


def _ribbon() -> Exhibit:
    rows = tuple(
        (
            year,
            300 + 12 * (year - 2026),
            300 + (12 - spread) * (year - 2026),
            300 + (12 + spread) * (year - 2026),
        )
        for year in range(2026, 2051)
        for spread in [4.0]
    )
    return Exhibit(
        "demens",
        "Personer med demens blir nær dobbelt så mange",
        "Personer med demens, Harstad, 2026–2050, antall og 95 % intervall for forekomsten",
        "Tallet går fra 300 i 2026 til 588 i 2050, mellom 492 og 684.",
        Table(
            (
                Column("year", "År", Unit.YEAR),
                Column("persons", "Personer", Unit.PERSONS),
                Column("low", "Nedre", Unit.PERSONS),
                Column("high", "Øvre", Unit.PERSONS),
            ),
            rows,
        ),
        (FORECAST, MADE_UP),
        Chart(
            Shape.LINES,
            "year",
            "persons",
            low="low",
            high="high",
            projected_from=2027,
            zero=True,
            y_title="personer",
        ),
        formula="Innbyggere etter alder og kjønn × forekomst",
        method="demens",
        uncertainty="Båndet viser usikkerheten i forekomsten, ikke i framskrivingen.",
    )


def _coverage() -> Exhibit:
    def line(start: float, step: float) -> list[tuple[int, float | None]]:
        return [(year, round(start + step * (year - 2015), 4)) for year in range(2015, 2026)]

    rows = [
        (year, name, None if name == "Harstad" and year == 2019 else value)
        for name, values in (
            ("Harstad", line(0.205, -0.003)),
            ("KOSTRA-gruppe 7", line(0.19, -0.0025)),
            ("Norge", line(0.185, -0.0022)),
            ("Kárášjohka", line(0.23, -0.004)),
        )
        for year, value in values
    ]
    return Exhibit(
        "dekningsgrad",
        "Harstad har høyere dekningsgrad enn landet",
        "Plasser per innbygger 80 år og eldre, 2015–2025, prosent",
        "Dekningsgraden i Harstad var 17,5 prosent i 2025, mot 16,3 prosent i landet.",
        Table(
            (
                Column("year", "År", Unit.YEAR),
                Column("place", "Sted"),
                Column("share", "Dekningsgrad", Unit.SHARE),
            ),
            tuple(rows),
            pivot=Pivot("year", "place", "share"),
        ),
        (SSB,),
        Chart(
            Shape.LINES,
            "year",
            "share",
            "place",
            {
                "Harstad": Role.OWN,
                "KOSTRA-gruppe 7": Role.GROUP,
                "Norge": Role.NORWAY,
                "Kárášjohka": Role.PEER,
            },
            marks=(Mark("Mål", y=0.12),),
        ),
        assumptions=(COVERAGE,),
    )


def _pyramid() -> Exhibit:
    groups = ["0–9", "10–19", "20–29", "30–39", "40–49", "50–59", "60–69", "70–79", "80–89", "90+"]
    then = [1150, 1350, 1600, 1550, 1600, 1800, 1600, 1300, 600, 130]
    later = [1000, 1100, 1350, 1400, 1500, 1600, 1550, 1450, 1250, 420]
    rows = tuple(
        (group, sex, year, values[i] + (15 if sex == "Kvinner" and i > 6 else 0))
        for year, values in ((2026, then), (2050, later))
        for sex in ("Kvinner", "Menn")
        for i, group in enumerate(groups)
    )
    return Exhibit(
        "pyramide",
        "Toppen blir bredere og bunnen smalere",
        "Innbyggere etter alder og kjønn, Harstad, 2026 og 2050, antall",
        "I 2050 er det flere over 80 år og færre barn enn i 2026.",
        Table(
            (
                Column("age", "Alder"),
                Column("sex", "Kjønn"),
                Column("year", "År", Unit.YEAR),
                Column("persons", "Innbyggere", Unit.PERSONS),
            ),
            rows,
        ),
        (SSB, FORECAST),
        Chart(
            Shape.PYRAMID,
            "persons",
            "age",
            "sex",
            {"Kvinner": Role.FEMALE, "Menn": Role.MALE, "2026": Role.NOW, "2050": Role.THEN},
            facet="year",
        ),
    )


def _panels() -> Exhibit:
    rows = tuple(
        (
            year,
            sector,
            place,
            round(100 + slope * (year - 2026) * (1 if place == "Harstad" else 0.7), 1),
        )
        for sector, slope in (
            ("Barnehage", -0.6),
            ("Grunnskole", -0.8),
            ("Omsorg", 2.4),
            ("Helse", 0.3),
        )
        for place in ("Harstad", "Norge")
        for year in range(2026, 2041)
    )
    return Exhibit(
        "behov",
        "Behovet vokser i omsorg og faller i skole",
        "Demografisk behov etter sektor, 2026 = 100",
        "Behovet i omsorg er 134 i 2040, i grunnskole 89.",
        Table(
            (
                Column("year", "År", Unit.YEAR),
                Column("sector", "Sektor"),
                Column("place", "Sted"),
                Column("index", "Behov", Unit.INDEX),
            ),
            rows,
        ),
        (calculation("m3", "Demografisk behovsindeks"),),
        Chart(
            Shape.PANELS,
            "year",
            "index",
            "place",
            {"Harstad": Role.OWN, "Norge": Role.NORWAY},
            facet="sector",
            projected_from=2027,
        ),
    )


def _bars() -> Exhibit:
    return Exhibit(
        "endring",
        "Barn og unge blir færre, eldre blir flere",
        "Endring i tallet på innbyggere 2026–2050 etter alder, Harstad",
        "Aldersgruppen 80–89 år vokser mest, 18–49 år faller mest.",
        Table(
            (
                Column("group", "Alder"),
                Column("change", "Endring", Unit.PERSONS, sign=True),
                Column("share", "Endring i prosent", Unit.SHARE, 1, sign=True),
            ),
            (
                ("0–17 år", -427, -0.091),
                ("18–49 år", -1300, -0.134),
                ("50–66 år", -350, -0.06),
                ("67–79 år", 250, 0.074),
                ("80–89 år", 1230, 0.95),
                ("90 år og eldre", None, None),
                ("I alt", -597, -0.024),
            ),
            total_row=True,
        ),
        (calculation("m1-endring", "Endring i aldersgrupper"),),
        Chart(Shape.BARS, "change", "group"),
        note="Tallet for 90 år og eldre er skjermet.",
    )


def _columns() -> Exhibit:
    rows = tuple(
        (year, kind, value)
        for year, nursing, homes in (
            (2026, 140, 40),
            (2030, 150, 72),
            (2035, 160, 99),
            (2040, 170, 131),
        )
        for kind, value in (("Sykehjem", nursing), ("Omsorgsboliger", homes))
    )
    return Exhibit(
        "plasser",
        "Behovet er 301 plasser i 2040",
        "Plasser etter type, Harstad, 2026–2040",
        "Plassbehovet går fra 180 i 2026 til 301 i 2040.",
        Table(
            (
                Column("year", "År", Unit.YEAR),
                Column("kind", "Type"),
                Column("places", "Plasser", Unit.PLACES),
            ),
            rows,
            pivot=Pivot("year", "kind", "places"),
        ),
        (MADE_UP,),
        Chart(
            Shape.COLUMNS,
            "year",
            "places",
            "kind",
            stacked=True,
            zero=True,
            marks=(Mark("Ytteren åpner", x=2030), Mark("Plasser i dag", y=180)),
        ),
    )


def _range() -> Exhibit:
    return Exhibit(
        "spenn",
        "Usikkerheten er størst for de eldste",
        "Plasser i 2040 etter målsetting, 80 % intervall",
        "Ved dagens dekning trengs 59 flere plasser, mellom 40 og 80.",
        Table(
            (
                Column("case", "Målsetting"),
                Column("places", "Plasser", Unit.PLACES),
                Column("low", "Nedre", Unit.PLACES),
                Column("high", "Øvre", Unit.PLACES),
            ),
            (("Dagens dekning", 59, 40, 80), ("Mål 12 %", 12, -4, 27), ("Mål 10 %", -21, -35, -8)),
        ),
        (MADE_UP,),
        Chart(Shape.RANGE, "places", "case", low="low", high="high"),
    )


def _waterfall() -> Exhibit:
    return Exhibit(
        "korreksjon",
        "Behovet forklarer mer enn halve forskjellen til landet",
        "Netto driftsutgifter i pleie og omsorg per innbygger, Harstad mot landet, kroner, 2024",
        "Forskjellen på 3 300 kroner blir 2 100 kroner når behov, avgift og pensjon er regnet med.",
        Table(
            (Column("step", "Steg"), Column("amount", "Kroner per innbygger", Unit.NOK)),
            (
                ("Ukorrigert forskjell", 3300),
                ("Behov (indeks 1,104)", -2540),
                ("Arbeidsgiveravgift til 14,1 %", 1490),
                ("Tilskudd til vertskommuner", None),
                ("Pensjon", -150),
                ("Korrigert forskjell", 2100),
                ("Engangsutgifter", -2450),
                ("Etter engangsutgifter", -350),
            ),
            total_row=False,
        ),
        (SSB, MADE_UP),
        Chart(
            Shape.WATERFALL,
            "step",
            "amount",
            totals=("Ukorrigert forskjell", "Korrigert forskjell", "Etter engangsutgifter"),
        ),
        method="M4",
        note="Tallet for vertskommuner mangler.",
    )


def _far_waterfall() -> Exhibit:
    return Exhibit(
        "trinn",
        "Kostnaden er 26 334 kroner etter behov",
        "Kroner per innbygger, 2024",
        "Fra 26 900 kroner til 26 334 kroner.",
        Table(
            (Column("step", "Steg"), Column("amount", "Kroner", Unit.NOK)),
            (("Ukorrigert", 26900), ("Behov", -1066), ("Avgift", 500), ("Korrigert", 26334)),
        ),
        (MADE_UP,),
        Chart(Shape.WATERFALL, "step", "amount", totals=("Ukorrigert", "Korrigert")),
    )


def _square(longitude: float, latitude: float, size: float = 0.6) -> Outline:
    half, high = size, size * 0.42
    return (
        (
            (longitude - half, latitude - high),
            (longitude + half, latitude - high),
            (longitude + half, latitude + high),
            (longitude - half, latitude + high),
        ),
    )


def _map() -> Exhibit:
    places = {
        "5503": ("Harstad", _square(16.5, 68.8), 0.175),
        "1833": ("Rana", _square(14.1, 66.3), 0.151),
        "1804": ("Bodø", _square(14.4, 67.3), 0.142),
        "1806": ("Narvik", _square(17.4, 68.4), 0.168),
        "5501": ("Tromsø", _square(18.9, 69.6), 0.121),
        "5601": ("Alta", _square(23.2, 69.9), 0.133),
        "5610": ("Karasjok", (((25.5, 69.5),),), None),
        "5607": ("Vardø", (((31.1, 70.4),),), 0.201),
        "5605": ("Sør-Varanger", (((30.0, 69.7),),), 0.188),
        "1857": ("Værøy", (((12.7, 67.7),),), "skjermet"),
    }
    return Exhibit(
        "kart",
        "Harstad er blant de nordligste med høy dekningsgrad",
        "Plasser per innbygger 80 år og eldre, utvalgte kommuner, 2025",
        "Dekningsgraden er høyest i Vardø og lavest i Tromsø. Harstad har 17,5 prosent.",
        Table(
            (
                Column("code", "Nummer"),
                Column("name", "Kommune"),
                Column("share", "Dekningsgrad", Unit.SHARE, 1),
            ),
            tuple((code, name, value) for code, (name, _outline, value) in places.items()),
        ),
        (SSB, MADE_UP),
        Chart(
            Shape.MAP,
            "code",
            "share",
            "name",
            {"5503": Role.OWN, "Rana": Role.PEER},
            geometry={code: outline for code, (_name, outline, _value) in places.items()},
        ),
    )


def _dots() -> Exhibit:
    spread = [
        ("Ufaglærte i omsorg", 0.21, 0.05),
        ("Legetimer per uke til hver beboer", 0.32, 0.06),
        ("Plasser i enerom med bad", 0.83, 0.1),
    ]
    others = [
        (name, f"Kommune {i}", round(middle + wide * ((i * 37 % 41) / 20 - 1), 4))
        for name, middle, wide in spread
        for i in range(40)
    ]
    chosen = [
        (name, place, value)
        for name, values in zip(
            [s[0] for s in spread],
            ((0.24, 0.2, 0.22, 0.19), (None, 0.3, 0.33, 0.28), (0.9, 0.84, 0.8, 0.77)),
            strict=True,
        )
        for place, value in zip(
            ("Harstad", "KOSTRA-gruppe 7", "Norge", "Rana"), values, strict=True
        )
    ]
    return Exhibit(
        "striper",
        "Harstad ligger over gruppen i enerom og ufaglærte",
        "Andel etter indikator, Harstad og 40 andre kommuner, 2024, prosent",
        "Harstad har 24 prosent ufaglærte, gruppen 20. Legetimer mangler for Harstad.",
        Table(
            (
                Column("indicator", "Indikator"),
                Column("place", "Kommune"),
                Column("share", "Andel", Unit.SHARE, 1),
            ),
            tuple(others + chosen),
            pivot=Pivot("place", "indicator", "share"),
        ),
        (SSB, MADE_UP),
        Chart(
            Shape.DOTS,
            "share",
            "indicator",
            "place",
            {
                "Harstad": Role.OWN,
                "KOSTRA-gruppe 7": Role.GROUP,
                "Norge": Role.NORWAY,
                "Rana": Role.PEER,
            },
            marks=(Mark("Mål", x=0.5),),
        ),
    )


def _duel() -> Exhibit:
    return Exhibit(
        "duell",
        "Rana bruker mer i skole, Harstad mer i omsorg",
        "Netto driftsutgifter per innbygger i målgruppen, indeks der landet er 100, 2024",
        "Harstad ligger på 112 i omsorg mot 104 i Rana.",
        Table(
            (
                Column("service", "Tjeneste"),
                Column("place", "Kommune"),
                Column("index", "Indeks", Unit.INDEX, 0),
            ),
            (
                ("Omsorg", "Harstad", 112),
                ("Omsorg", "Rana", 104),
                ("Skole", "Harstad", 97),
                ("Skole", "Rana", 108),
                ("Barnevern", "Harstad", "skjermet"),
                ("Barnevern", "Rana", 95),
                ("Kultur", "Harstad", 101),
                ("Kultur", "Rana", 101),
            ),
            pivot=Pivot("service", "place", "index"),
        ),
        (MADE_UP,),
        Chart(Shape.DOTS, "index", "service", "place", {"Harstad": Role.OWN, "Rana": Role.PEER}),
    )


def _awkward() -> Exhibit:
    return Exhibit(
        "tekst",
        "Tekst som ligner på kode, blir stående som tekst",
        "Prøvetekster, ingen enhet",
        "Tabellen viser tekster som ligner på formler.",
        Table(
            (Column("text", "Tekst"), Column("count", "Antall", Unit.COUNT)),
            (
                ("=1+1", 2),
                ('#panic("x")', 0),
                ("<script>alert(1)</script>", 1),
                ("@SUM(A1)", None),
                ("Kárášjohka – Hárstták *og* _ŋ_ $x$", 3),
            ),
        ),
        (SSB,),
    )


def sample_chapter() -> Chapter:
    """Give the chapter; it is built anew each time and always equal."""
    f = _figures()
    return Chapter(
        "prove",
        "Prøvekapittel",
        HARSTAD,
        "1. januar 2026",
        "Kapitlet viser hvor mange som blir eldre i Harstad – Hárstták, og hva det betyr.",
        (
            Statement(
                "dobling",
                "Tallet på innbyggere over 80 år går fra {now:u} til {later} i 2050,"
                " en vekst på {growth}.",
                {k: f[k] for k in ("now", "later", "growth")},
            ),
            Statement(
                "unge",
                "Tallet på innbyggere under 20 år endres med {young:+} til 2050.",
                {"young": f["young"]},
            ),
            Statement(
                "plasser",
                "I 2040 trenger Harstad trolig {places} flere enn i dag.",
                {"places": f["places"]},
                caution=True,
            ),
        ),
        (
            Section(
                "alder",
                "Flere eldre",
                (
                    _alternatives(),
                    Statement(
                        "falt", "Det blir {young:a} færre barn og unge.", {"young": f["young"]}
                    ),
                    _pyramid(),
                    _bars(),
                    _panels(),
                ),
            ),
            Section(
                "omsorg",
                "Plasser i omsorgstjenesten",
                (
                    Statement(
                        "korttid",
                        "Tallet på brukere på korttidsopphold er {hidden}.",
                        {"hidden": f["hidden"]},
                    ),
                    Statement("kostnad", "En plass koster {cost} i året.", {"cost": f["cost"]}),
                    _coverage(),
                    _columns(),
                    _range(),
                    _ribbon(),
                ),
            ),
            Section(
                "sammenligning",
                "Sammenligning med andre",
                (_waterfall(), _far_waterfall(), _map(), _dots(), _duel()),
            ),
            Section(
                "tekst",
                "Tekst & tegn: æøå, čđŋšŧž, <b>",
                (
                    Statement("formel", '=1+1 er tekst, og #panic("x") og <i>dette</i> også.', {}),
                    _awkward(),
                ),
            ),
        ),
        missing=(
            Missing(
                "Innvandring etter alder",
                "Tabellen er ikke hentet.",
                "Kjør «veivalg hent 5503».",
                "07459",
            ),
        ),
        assumptions=(COVERAGE, POSITION),
        terms={
            "dekningsgrad": "Plasser delt på innbyggere 80 år og eldre.",
            "framskriving": "En beregning av hvordan det går om forutsetningene slår til.",
        },
        methods=("befolkning", "plasser"),
        notes=(
            Note(
                "a1",
                NoteKind.BOOKED,
                HARSTAD,
                "Funksjon 241",
                "Ført annerledes enn i andre.",
                "2022",
                source=MADE_UP,
            ),
            Note(
                "b2",
                NoteKind.READER,
                HARSTAD,
                "Korttid <i>",
                "=1+1 & «sitat» – Kárášjohka.",
                "",
                "Kari <b>",
                "2026-03-01",
            ),
        ),
    )


def sample_report() -> Report:
    """Give a report with the chapter twice, under two names."""
    from dataclasses import replace

    first = sample_chapter()
    second = replace(first, id="prove2", title="Prøvekapittel to", sections=first.sections[:1])
    return Report("Kunnskapsgrunnlag", HARSTAD, "2026-07-01", "0.1.0", (first, second))
