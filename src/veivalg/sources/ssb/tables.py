"""The SSB tables we fetch: what each must look like, and where its figures go.

Decided per table:

- *07459*: sums over merged municipalities by SSB's own code list ``agg_KommSummer`` (codes
  «K-5503»), which gives whole series for renumbered municipalities.
- *14746*: projected on today's division, so today's codes are asked for as they are.
- *11645*: ``agg_KommSummerS`` (codes «K.5503») in the same way.
- *11875, 12292, 14533* (KOSTRA) offer no such list, so earlier codes are asked for too and the
  counts added (`regions`). Averages (hours a week) are never added.

The codes were found in public programs that use the tables; labels are checked when figures are
fetched. 12293 gave FTE before 14533. Users of home services by age are in 12292 only as 0–66, 80+
and in all: 67–79 is the rest, and so derived.
"""

from veivalg.sources.ssb import axes
from veivalg.sources.ssb.axes import Measure, Service
from veivalg.sources.ssb.spec import TableSpec

KOSTRA_REGION, REGION = "KOKkommuneregion0000", "Region"
_PLACES = ("plass",)
_PEOPLE = ("bruk", "bebu", "bebo", "mottak", "motak", "opphold", "opphald", "bustad", "bolig")
_ALL, _YOUNG, _OLD = (0, 105), (0, 66), (80, 105)


def _places(code: str, kind: str, *words: str) -> Measure:
    return Measure(code, "care_places", "places", {"kind": kind}, words or _PLACES)


def _users(code: str, service: str, ages: tuple[int, int], required: bool = True) -> Measure:
    keys: axes.Keys = {"service": service, "age_from": ages[0], "age_to": ages[1]}
    return Measure(code, "care_users", "users", keys, _PEOPLE, required=required)


def _activity(kind: str, *words: str) -> Measure:
    return Measure("", "care_activity", "amount", {"kind": kind}, words, required=False)


_SERVICES = (
    # VOLVEN 9151 code 21: «Langtidsopphold i institusjon»; SSB's labels here are nynorsk.
    Service("long_stay", "21", ("langtidsopph[oa]ld.*institusjon",)),
    Service(
        "home_services",
        "",
        (r"^(alle )?(heime|hjemme)tenester( i alt)?$", r"^(alle )?hjemmetjenester( i alt)?$"),
        required=False,
    ),
)

SPECS: tuple[TableSpec, ...] = (
    TableSpec(
        "07459",
        "Folkemengde",
        REGION,
        (Measure("Personer1", "population", "persons", words=("person", "folke")),),
        {"Kjonn": axes.sex, "Alder": axes.single_years},
        first_year=2005,
    ),
    TableSpec(
        "14746",
        "Befolkningsframskriving",
        REGION,
        axes.projection_measures(),
        {"Kjonn": axes.sex, "Alder": axes.single_years},
        merged=False,
        check=axes.alternatives_agree,
    ),
    TableSpec(
        "11875",
        "Plasser i institusjon",
        KOSTRA_REGION,
        (
            _places("KOSinstdispplass0000", "institution"),
            _places("KOSsykehjdisppla0000", "nursing_home"),
            _places("KOSinstdemenspla0000", "dementia", "demens"),
            _places("KOSinsttidsbegrp0000", "short_stay", "tidsbegr"),
            _places("KOSinstrehabplas0000", "rehabilitation", "rehab", "habilitering"),
        ),
    ),
    TableSpec(
        "12292",
        "Brukere av omsorgstjenester",
        KOSTRA_REGION,
        (
            _users("KOSlangtid0000", "long_stay", _ALL),
            _users("KOSkorttid0000", "short_stay", _ALL),
            _users("KOSkjernetotalt0000", "home_services", _ALL),
            _users("KOSkjerne066aar0000", "home_services", _YOUNG, required=False),
            _users("KOSkjerne80aarov0000", "home_services", _OLD),
            Measure(
                "KOSbialthelsum0000",
                "care_places",
                "places",
                {"kind": "dwellings_24h"},
                required=False,
            ),
            Measure(
                "KOSgjtimerhjsyk0000",
                "care_hours",
                "hours_per_week",
                words=("tim",),
                unit="tim",
                additive=False,
                required=False,
            ),
            _activity("institution_days", "oppholdsdøgn", "totalt"),
            _activity("user_facing_fte", "brukerrettede årsverk"),
        ),
    ),
    TableSpec(
        "11645",
        "Brukere av omsorgstjenester etter alder",
        REGION,
        (Measure("Brukere1", "care_users", "users", words=_PEOPLE),),
        {"TenesteType": axes.services(_SERVICES), "Alder": axes.age_groups},
        first_year=2009,
    ),
    TableSpec(
        "14533",
        "Årsverk i omsorgstjenesten",
        KOSTRA_REGION,
        (Measure("KOSARBAARSVERKST0000", "care_staff", "fte", words=("årsverk",)),),
        {"KOKyrker0000": axes.occupations},
        earlier=("12293",),
    ),
)
