"""12362 and 12367, constructed so that they add up.

Gross = all expenditure arts; net = gross − income arts; a service area (FGK…) is the sum of its
functions; employer tax (art 099) is the rate of the municipality's zone times pay and pension.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tools.standin.anchor import Known, anchored
from tools.standin.cube import Axis, Cube, Lazy
from tools.standin.figures import Figures
from tools.standin.people import COUNTRY, GROUPS, KOSTRA_YEARS, Array, People, noise
from tools.standin.regions import spread, years_axis
from veivalg.norway.kostra import Function, areas, functions

UPDATED = "2026-06-15T06:00:00Z"
NOTE = "KONSTRUERT: Tallene er konstruert for en stedfortreder for SSB og er ikke statistikk."
DETAILED_YEARS = tuple(y for y in KOSTRA_YEARS if y >= 2020)
ARTS = {
    "010": "Fastlønn",
    "020": "Lønn til vikarer",
    "030": "Lønn til ekstrahjelp",
    "040": "Overtidslønn",
    "089": "Annen lønn",
    "090": "Pensjonsinnskudd og trekkpliktige forsikringsordninger",
    "099": "Arbeidsgiveravgift",
    "100": "Kontormateriell",
    "115": "Matvarer",
    "180": "Strøm",
    "230": "Vedlikehold",
    "300": "Kjøp fra staten",
    "350": "Kjøp fra andre kommuner",
    "370": "Kjøp fra andre (private)",
    "470": "Overføring til andre",
    "600": "Brukerbetaling",
    "700": "Refusjon fra staten",
    "710": "Sykelønnsrefusjon",
    "730": "Refusjon fra kommuner",
}
"""The arts served: the pay arts, a handful of the others, and the incomes (600–)."""
_PAY = {"010": 0.66, "020": 0.07, "030": 0.05, "040": 0.02, "089": 0.03, "090": 0.17}
_GOODS = {
    "100": 0.12,
    "115": 0.08,
    "180": 0.12,
    "230": 0.13,
    "300": 0.04,
    "350": 0.09,
    "370": 0.30,
    "470": 0.12,
}
_INCOME = {"600": 0.45, "700": 0.30, "710": 0.15, "730": 0.10}
# Kr per inhabitant net, share of pay, income as a share of gross, size effect; chosen by us.
_SECTOR = {
    "administration": (4_900, 0.62, 0.10, 0.55),
    "kindergarten": (10_600, 0.60, 0.20, 0.0),
    "primary_school": (17_200, 0.74, 0.12, 0.20),
    "health": (4_200, 0.50, 0.22, 0.30),
    "care": (33_500, 0.76, 0.15, 0.15),
    "child_welfare": (3_100, 0.55, 0.12, 0.15),
    "social": (5_400, 0.45, 0.18, -0.1),
    "planning": (1_500, 0.60, 0.35, 0.35),
    "business": (600, 0.50, 0.35, 0.60),
    "transport": (1_600, 0.35, 0.15, 0.45),
    "fire": (1_150, 0.55, 0.20, 0.35),
    "water_waste": (-200, 0.30, 1.05, 0.0),
    "culture": (3_300, 0.50, 0.15, 0.20),
    "church": (900, 0.10, 0.05, 0.35),
    "housing": (200, 0.25, 0.80, 0.10),
    "politics": (900, 0.55, 0.02, 0.60),
    "shared": (400, 0.10, 0.10, 0.10),
    "outside": (60, 0.40, 0.40, 0.10),
}
_NEED = {
    "kindergarten": "1-5",
    "primary_school": "6-15",
    "care": "80+",
    "child_welfare": "0-22",
    "social": "20-66",
}
_FOLLOWS = {"care": 0.5}
"""How much of a difference in need shows in cost (1 = all); younger users also cost."""
_MAIN = {
    "120": 4.0,
    "201": 8.0,
    "202": 9.0,
    "222": 2.0,
    "241": 3.0,
    "253": 4.0,
    "254": 5.0,
    "257": 2.0,
    "258": 3.0,
    "244": 1.5,
    "252": 2.0,
    "242": 1.5,
    "281": 2.0,
    "332": 4.0,
    "339": 3.0,
    "390": 4.0,
}


def account_cubes(
    people: People, figures: Figures, former: dict[str, str], known: Known
) -> list[Cube]:
    """Make both tables; nothing is computed before they are asked for."""
    labels = {**figures.names, **former, **GROUPS, **COUNTRY}
    return [_sums(labels, people, known), _detailed(labels, people, known)]


def net_costs(people: People, known: Known) -> Array:
    """Give net operating expenditure, 1000 kr: [place, function, year]; as real as is known."""
    rows = []
    for function in functions():
        base, _pay, _income, size = _SECTOR[function.sector]
        weight = _weights(function)
        need = people.share.get(_NEED.get(function.sector, ""), np.ones(len(people.codes)))
        place = need ** _FOLLOWS.get(function.sector, 1.0) * (1 + size * people.size)
        place = place * (1 + 0.12 * noise(f"net-{function.sector}", place.shape))
        place = place * (1 + 0.15 * noise(f"net-{function.code}", place.shape))
        unrest = 1 + 0.03 * noise(f"net-{function.code}-years", people.total.shape)
        price = 1.04 ** (np.array(KOSTRA_YEARS) - KOSTRA_YEARS[-1])
        rows.append(
            base * weight * np.maximum(place, 0.15)[:, None] * unrest * price * people.total / 1000
        )
    return anchored(np.rint(np.stack(rows, axis=1)), people, known)


def _weights(function: Function) -> Array:
    """Give the share of its sector's cost by year; 0 in years it isn't in use."""
    within = [f for f in functions() if f.sector == function.sector]
    used = np.array(
        [[_MAIN.get(f.code, 1.0) * f.used(y) for y in KOSTRA_YEARS] for f in (function, *within)]
    )
    return np.asarray(used[0] / used[1:].sum(axis=0))


def by_art(people: People, known: Known) -> Array:
    """Give every art, 1000 kr: [place, function, art of `ARTS`, year]; incomes are negative.

    Rounded art by art, so that the sums are sums of what is printed.
    """
    net = net_costs(people, known)
    pension = _pension(people)[:, None]
    found = np.zeros((*net.shape[:2], len(ARTS), net.shape[2]))
    order = list(ARTS)
    for n, function in enumerate(functions()):
        _base, pay, income, _size = _SECTOR[function.sector]
        own = net[:, n]
        # Water and waste are paid by fees: a little more comes in than goes out.
        gross = own / (1 - income) if income < 1 else np.abs(own) / (income - 1)
        wages = gross * pay / (1 + people.rate[:, None])
        for art, share in _PAY.items():
            part = pension if art == "090" else share * (1 - pension) / (1 - _PAY["090"])
            found[:, n, order.index(art)] = np.rint(wages * part)
        paid = found[:, n, : order.index("099")].sum(axis=1)
        found[:, n, order.index("099")] = np.rint(paid * people.rate[:, None])
        for art, share in _GOODS.items():
            found[:, n, order.index(art)] = np.rint(gross * (1 - pay) * share)
        for art, share in _INCOME.items():
            found[:, n, order.index(art)] = -np.rint(gross * income * share)
    return found


def _names() -> dict[str, str]:
    """Label the functions; one whose wording isn't confirmed gets a text that says it stands in."""
    return {
        f.code: f.label if f.title else f"{f.code} Navn fra SSB (stedfortreder)"
        for f in functions()
    }


def _pension(people: People) -> Array:
    """Give the pension premium as a share of wages [place]: it differs between the funds."""
    apart = np.clip(0.05 * noise("pension", (len(people.codes),)), -0.1, 0.1)
    return _PAY["090"] * (1 + apart)


def _with_groups(
    labels: dict[str, str], people: People, own: Array, years: tuple[int, ...]
) -> npt.NDArray[np.float32]:
    values = np.full((len(labels), *own.shape[1:]), np.nan, dtype=np.float32)
    spread(values, labels, dict(zip(people.codes, own, strict=True)), years)
    for code in (*GROUPS, *COUNTRY):
        if people.members[code]:
            # SSB's sums hold what it shields for one municipality too.
            values[list(labels).index(code)] = np.nansum(own[people.members[code]], axis=0)
    return values


def _shield(values: Array, people: People) -> Array:
    """Take away a few functions of the smallest municipalities."""
    small = people.total[:, -1] < 1_000
    hidden = noise("accounts-hidden", values.shape[:2]) > 1.6
    values[small[:, None] & hidden] = np.nan
    return values


def _sums(labels: dict[str, str], people: People, known: Known) -> Cube:
    names = _names()
    labels_of_areas = {a.code: a.label for a in areas()}

    def make() -> npt.NDArray[np.float32]:
        arts = by_art(people, known)
        net, gross = arts.sum(axis=2), np.where(arts > 0, arts, 0.0).sum(axis=2)
        both = _shield(np.stack([net, gross], axis=2), people)  # [place, function, art, year]
        order = list(names)
        grouped = [
            np.nansum(both[:, [order.index(f.code) for f in area.functions]], axis=1)
            for area in areas()
        ]
        whole = np.concatenate([both, np.stack(grouped, axis=1)], axis=1)
        amounts = _with_groups(labels, people, whole, KOSTRA_YEARS)
        heads = _with_groups(labels, people, people.total, KOSTRA_YEARS)[:, None, None, :]
        total = np.nansum(amounts[:, : len(order)], axis=1, keepdims=True)
        per = amounts * 1000 / heads
        share = 100 * np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0)
        return np.stack([amounts, per, share], axis=3)

    contents = {
        "KOSbelop0000": "Beløp (1000 kr)",
        "KOSbelopinnbygge0000": "Beløp per innbygger (kr)",
        "KOSandel3501": "Andel av totale utgifter (prosent)",
    }
    units = dict(zip(contents, ("1000 kr", "kr", "prosent"), strict=True))
    axes = (
        Axis("KOKkommuneregion0000", "region", labels),
        Axis("KOKfunksjon0000", "funksjon", names | labels_of_areas),
        Axis(
            "KOKart0000",
            "art",
            {
                "AGD2": "Netto driftsutgifter på funksjon/tjenesteområde",
                "AGD10": "Brutto driftsutgifter på funksjon/tjenesteområde",
            },
        ),
        Axis("ContentsCode", "statistikkvariabel", contents, units=units),
        years_axis(KOSTRA_YEARS),
    )
    title = "12362: KONSTRUERT Utgifter til tjenesteområdene, kommunekonsern, etter funksjon og art"
    return Cube("12362", title, UPDATED, (NOTE,), axes, Lazy(make), sign=":", decimals=1)


def _detailed(labels: dict[str, str], people: People, known: Known) -> Cube:
    def make() -> npt.NDArray[np.float32]:
        arts = by_art(people, known)[..., -len(DETAILED_YEARS) :]
        sums = np.stack([arts.sum(axis=2), np.where(arts > 0, arts, 0.0).sum(axis=2)], axis=2)
        own = _shield(np.concatenate([sums, arts], axis=2), people)
        return _with_groups(labels, people, own, DETAILED_YEARS)[:, None, :, :, None, :]

    arts = {
        "AGD2": "Netto driftsutgifter på funksjon/tjenesteområde",
        "AGD10": "Brutto driftsutgifter på funksjon/tjenesteområde",
        **{f"A{code}": label for code, label in ARTS.items()},
    }
    axes = (
        Axis("KOKkommuneregion0000", "region", labels),
        Axis("KOKregnskapsomfa0000", "regnskapsomfang", {"B": "Kommunekasse"}),
        Axis("KOKfunksjon0000", "funksjon", _names()),
        Axis("KOKart0000", "art", arts),
        Axis(
            "ContentsCode",
            "statistikkvariabel",
            {"KOSbelop0000": "Beløp (1000 kr)"},
            units={"KOSbelop0000": "1000 kr"},
        ),
        years_axis(DETAILED_YEARS),
    )
    title = "12367: KONSTRUERT Detaljerte regnskapstall, driftsregnskapet, etter funksjon og art"
    return Cube("12367", title, UPDATED, (NOTE,), axes, Lazy(make), sign=":")
