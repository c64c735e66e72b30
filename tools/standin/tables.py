"""The tables served, in the shape their real counterparts have."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from tools.standin.accounts import account_cubes
from tools.standin.cube import Axis, CodeList, Cube
from tools.standin.figures import AGES, CARE_YEARS, YEARS, Figures
from tools.standin.kostra import indicator_cubes, north
from tools.standin.people import GONE, TOGETHER, people_of
from tools.standin.project import ALTERNATIVES, FIRST, LAST, project
from tools.standin.regions import former_codes, kostra_region, merged, spread, years_axis
from veivalg.norway.codes import codes_then
from veivalg.norway.register import members_of

UPDATED = "2026-02-24T07:00:00Z"
MADE_UP = "KONSTRUERT: Tallene er konstruert for en stedfortreder for SSB og er ikke statistikk."
MADE_UP_PROJECTION = (
    "KONSTRUERT: Ettårig alder er konstruert med kohortandeler (Hamilton–Perry 2021–2026). For "
    "Nordland, Troms og Finnmark er hovedgruppene i MMMM og summene i LLML og HHMH SSBs; alt "
    "annet er konstruert."
)
REAL = "Omtabulert offisiell statistikk, levert av en stedfortreder for SSBs tjeneste."
_SEXES = {"1": "Menn", "2": "Kvinner"}
_ALTERNATIVE_LABELS = {
    "Personer" + (str(n) if n else ""): f"Alternativ {name}" for n, name in enumerate(ALTERNATIVES)
}


def cubes(figures: Figures, folder: Path | None = None) -> list[Cube]:
    """Make every table; `folder` is the shared statistics, for the KOSTRA figures known."""
    people, former, known = people_of(figures), former_codes(figures), north(folder)
    return [
        population(figures),
        projection(figures),
        *care(figures),
        *indicator_cubes(people, figures, former, known),
        *account_cubes(people, figures, former, known),
    ]


def _ages() -> dict[str, str]:
    return {
        f"{a:03d}" if a < AGES - 1 else "105+": f"{a} år" if a < AGES - 1 else "105 år eller eldre"
        for a in range(AGES)
    }


def population(figures: Figures) -> Cube:
    """Make 07459: today's codes summed over mergers by ``agg_KommSummer``, and earlier codes."""
    former = former_codes(figures)
    labels = {"0": "Hele landet", **figures.names, **former}
    sums = {f"K-{code}": name for code, name in figures.names.items()}
    values = np.zeros((len(labels) + len(sums), 2, AGES, 1, len(YEARS)), dtype=np.float32)
    values[0] = _turned(figures.norway[None])[0]
    whole = _turned(figures.population)
    values[len(labels) :] = merged(whole, list(figures.names), YEARS)
    spread(values, labels, dict(zip(figures.names, whole, strict=True)), YEARS)
    members = {f"K-{code}": (name, _members(code)) for code, name in figures.names.items()}
    codelist = CodeList("agg_KommSummer", "Kommuner 2024, sammenslåtte tidsserier", members)
    axes = (
        Axis("Region", "region", labels, sums, True, (codelist,)),
        Axis("Kjonn", "kjønn", _SEXES, elimination=True),
        Axis("Alder", "alder", _ages(), elimination=True),
        Axis(
            "ContentsCode",
            "statistikkvariabel",
            {"Personer1": "Personer"},
            units={"Personer1": "personer"},
        ),
        years_axis(YEARS),
    )
    note = MADE_UP if figures.constructed else REAL
    return Cube(
        "07459",
        "07459: Befolkning, etter region, kjønn, alder, statistikkvariabel og år",
        UPDATED,
        (note,),
        axes,
        values,
    )


def _turned(people: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Turn [place, year, sex (female, male), age] to [place, sex (male, female), age, 1, year]."""
    return people[:, :, ::-1].transpose(0, 2, 3, 1)[:, :, :, None, :].astype(np.float32)


def _members(code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.code_then for y in YEARS for s in codes_then(code, y)))


def projection(figures: Figures) -> Cube:
    """Make 14746, constructed; the array is kept in the temporary folder between starts."""
    years = range(FIRST, LAST + 1)
    labels = {**figures.names, "0": "Hele landet"}
    axes = (
        Axis("Region", "region", labels, elimination=True),
        Axis("Kjonn", "kjønn", _SEXES, elimination=True),
        Axis("Alder", "alder", _ages(), elimination=True),
        Axis(
            "ContentsCode",
            "statistikkvariabel",
            _ALTERNATIVE_LABELS,
            units=dict.fromkeys(_ALTERNATIVE_LABELS, "personer"),
        ),
        years_axis(years),
    )
    title = "14746: KONSTRUERT Framskrevet folkemengde 1. januar, etter region, kjønn og alder"
    return Cube("14746", title, UPDATED, (MADE_UP_PROJECTION,), axes, _kept(figures))


def _kept(figures: Figures) -> npt.NDArray[np.float32]:
    digest = hashlib.sha256(figures.population.tobytes())
    digest.update(figures.known.hash_rows().sort().to_numpy().tobytes())
    digest.update(Path(__file__).with_name("project.py").read_bytes())
    path = Path(tempfile.gettempdir()) / f"standin-14746-{digest.hexdigest()[:16]}.npy"
    if not path.exists():
        made = np.ascontiguousarray(project(figures)[:, ::-1])  # men first, as in the table
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npy", delete=False) as file:
            np.save(file, made)
        Path(file.name).replace(path)
    kept: npt.NDArray[np.float32] = np.load(path, mmap_mode="r")
    return kept


_PLACES = {
    "KOSinstdispplass0000": ("institution", "Institusjon - alle disponible plasser"),
    "KOSsykehjdisppla0000": ("nursing_home", "Sykehjem - disponible plasser"),
    "KOSinstdemenspla0000": ("dementia", "Institusjon - demensplasser"),
    "KOSinsttidsbegrp0000": ("short_stay_places", "Institusjon - tidsbegrensede plasser"),
    "KOSinstrehabplas0000": ("rehabilitation", "Institusjon - rehabiliteringsplasser"),
}
_USERS = {
    "KOSlangtid0000": ("long_stay 0-105", "Institusjon - beboere på langtidsopphold"),
    "KOSkorttid0000": ("short_stay 0-105", "Institusjon - beboere på tidsbegrenset opphold"),
    "KOSkjernetotalt0000": ("home_services 0-105", "Hjemmetjenester - brukere i alt"),
    "KOSkjerne066aar0000": ("home_services 0-66", "Hjemmetjenester - brukere 0-66 år"),
    "KOSkjerne80aarov0000": ("home_services 80-105", "Hjemmetjenester - brukere 80 år og over"),
    "KOSbialthelsum0000": ("dwellings_24h 0-105", "Beboere i bolig med bemanning hele døgnet"),
    "KOSgjtimerhjsyk0000": ("hours_per_week 0-105", "Tildelte timer i uken, gjennomsnitt"),
    # Labels are seen; the codes stand in, and the contents is found by its label.
    "KOSoppholdsdogn0000": ("institution_days 0-105", "Institusjon - oppholdsdøgn totalt"),
    "KOSbrukerrettede0000": ("user_facing 0-105", "Brukerrettede årsverk i omsorgstjenesten"),
    # Codes seen in use; nobody has re-tabulated the figures, so every cell is missing here.
    "KOShjelptkjerne00000": ("home_heavy 0-66", "Omfattende bistandsbehov - 0-66 år"),
    "KOShjelptkjerne80000": ("home_heavy 80-105", "Omfattende bistandsbehov - 80 år og over"),
}
_STAFF = {
    "TOT": "Avtalte årsverk i alt",
    "01": "Sykepleiere",
    "02": "Spesialsykepleiere",
    "03": "Helsefagarbeidere mv.",
    "04": "Hjemmehjelper og andre pleiemedarbeidere",
    "05": "Vernepleiere",
    "06": "Barnevernspedagoger, miljøterapeuter, sosionomer mv.",
    "07a": "Ledere av helse-, omsorgs- og sosialtjenester",
    "99": "Andre",
}
_AGE_GROUPS = {
    "Ialt": ("0-105", "I alt"),
    "00-66": ("0-66", "0-66 år"),
    "67-79": ("67-79", "67-79 år"),
    "80+": ("80-105", "80 år og over"),
}


def care(figures: Figures) -> list[Cube]:
    """Make the care tables; all but a few municipalities are missing."""
    lookup = {(m, y, k): v for m, y, k, v in figures.care.iter_rows() if v is not None}
    kostra = {**figures.names, **former_codes(figures), **TOGETHER, **GONE}
    region = kostra_region(kostra)
    late, kostra_years = (2024, 2025), range(2015, 2026)
    note = MADE_UP if figures.constructed else REAL

    def contents(labels: Mapping[str, tuple[str, str]], unit: str) -> Axis:
        units = {
            c: "timer" if key.startswith("hours") else unit for c, (key, _label) in labels.items()
        }
        return Axis(
            "ContentsCode",
            "statistikkvariabel",
            {c: label for c, (_key, label) in labels.items()},
            units=units,
        )

    def kostra_cube(
        id: str,
        title: str,
        axes: tuple[Axis, ...],
        keys: Sequence[Sequence[str]],
        years: Sequence[int],
        decimals: int = 0,
    ) -> Cube:
        values = _care_values(figures, kostra, keys, years, lookup)
        return Cube(
            id,
            f"{id}: {title}",
            UPDATED,
            (note,),
            (region, *axes, years_axis(years)),
            values,
            decimals=decimals,
        )

    places = kostra_cube(
        "11875",
        "Plasser i institusjon",
        (contents(_PLACES, "plasser"),),
        [[k for k, _label in _PLACES.values()]],
        late,
    )
    users = kostra_cube(
        "12292",
        "Omsorgstjenester - supplerende tall",
        (contents(_USERS, "personer"),),
        [[k for k, _label in _USERS.values()]],
        kostra_years,
        1,
    )
    fte = Axis(
        "ContentsCode",
        "statistikkvariabel",
        {"KOSARBAARSVERKST0000": "Avtalte årsverk"},
        units={"KOSARBAARSVERKST0000": "årsverk"},
    )
    staff = kostra_cube(
        "14533",
        "Avtalte årsverk i omsorgstjenesten",
        (Axis("KOKyrker0000", "yrke", _STAFF), fte),
        [[f"staff {c.lower()}"] for c in _STAFF],
        late,
    )
    return [places, users, staff, _by_age(figures, lookup, note)]


def _care_values(
    figures: Figures,
    labels: Mapping[str, str],
    keys: Sequence[Sequence[str]],
    years: Sequence[int],
    lookup: Mapping[tuple[str, int, str], float],
) -> npt.NDArray[np.float32]:
    """Give [region, (axis,) contents, year]; one row of `keys` an axis value."""
    shape = (len(labels), len(keys), len(keys[0]), len(years))
    values = np.full(shape, np.nan, dtype=np.float32)
    whole = {
        code: np.array(
            [[[lookup.get((code, y, key), np.nan) for y in years] for key in row] for row in keys],
            dtype=np.float32,
        )
        for code in figures.names
    }
    spread(values, labels, whole, years)
    _groups(values, labels, whole, keys)
    return values[:, 0] if len(keys) == 1 else values


def _groups(
    values: npt.NDArray[np.float32],
    labels: Mapping[str, str],
    whole: Mapping[str, npt.NDArray[np.float32]],
    keys: Sequence[Sequence[str]],
) -> None:
    """Put the sum of those served on each KOSTRA group, where every one is known; no averages."""
    counted = np.array([[not key.startswith("hours") for key in row] for row in keys])
    for at, group in enumerate(labels):
        members = [whole[m.code] for m in members_of(group) if m.code in whole]
        if members:
            values[at] = np.where(counted[..., None], np.sum(members, axis=0), np.nan)


def _by_age(figures: Figures, lookup: Mapping[tuple[str, int, str], float], note: str) -> Cube:
    """Make 11645: long stays by age, whole series by ``agg_KommSummerS``."""
    labels = {"0": "Hele landet", **figures.names, **former_codes(figures)}
    sums = {f"K.{code}": name for code, name in figures.names.items()}
    types = {"15": "Helsetenester i heimen", "21": "Langtidsopphald i institusjon"}
    values = np.full(
        (len(labels) + len(sums), 2, len(_AGE_GROUPS), 1, len(CARE_YEARS)), np.nan, dtype=np.float32
    )
    for n, code in enumerate(figures.names):
        for a, (ages, _label) in enumerate(_AGE_GROUPS.values()):
            for y, year in enumerate(CARE_YEARS):
                found = lookup.get((code, year, f"long_stay {ages}"), np.nan)
                values[len(labels) + n, 1, a, 0, y] = found
    members = {f"K.{code}": (name, _members(code)) for code, name in figures.names.items()}
    codelist = CodeList("agg_KommSummerS", "Kommuner 2024, sammenslåtte tidsserier", members)
    axes = (
        Axis("Region", "region", labels, sums, codelists=(codelist,)),
        Axis("TenesteType", "tenestetype", types),
        Axis("Alder", "alder", {c: label for c, (_ages, label) in _AGE_GROUPS.items()}),
        Axis(
            "ContentsCode",
            "statistikkvariabel",
            {"Brukere1": "Brukarar av omsorgstenester"},
            units={"Brukere1": "personar"},
        ),
        years_axis(CARE_YEARS),
    )
    title = "11645: Brukarar av omsorgstenester per 31.12., etter region, tenestetype og alder"
    return Cube("11645", title, UPDATED, (note,), axes, values, sign=":")


def recorded(path: Path) -> Cube:
    """Read a recorded answer of the live service as a table."""
    raw: dict[str, Any] = orjson.loads(path.read_bytes())
    axes = []
    for name in raw["id"]:
        dimension = raw["dimension"][name]
        category = dimension["category"]
        codes = sorted(category["index"], key=category["index"].__getitem__)
        units = {c: unit["base"] for c, unit in category.get("unit", {}).items()}
        axes.append(
            Axis(name, dimension["label"], {c: category["label"][c] for c in codes}, units=units)
        )
    values = np.array(raw["value"], dtype=np.float32).reshape(raw["size"])
    number = raw["extension"]["px"]["tableid"]
    return Cube(number, raw["label"], raw["updated"], tuple(raw["note"]), tuple(axes), values)
