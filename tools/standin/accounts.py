"""12137, 12362 and 12367, constructed so that they add up, in the shape of the live tables.

Gross = all expenditure arts; net = gross − income arts, which are positive as in a statement; a
service area (FGK…) is the sum of its functions, and AGD1 of all; employer tax (art 099) is the rate
of the municipality's zone times pay and pension; AG16 is pay, pension and tax less art 710.
"""

from __future__ import annotations

import numpy as np

from tools.standin.anchor import Known, anchored
from tools.standin.cube import Axis, Cube, Lazy
from tools.standin.figures import Figures
from tools.standin.people import GONE, KOSTRA_YEARS, TOGETHER, Array, People, noise
from tools.standin.regions import kostra_region, spread, years_axis
from veivalg.norway.kostra import Function, areas, functions

_IN_SUMS = ("AGD2", "AGD4", "AGD10")
UPDATED = "2026-06-15T06:00:00Z"
NOTE = "KONSTRUERT: Tallene er konstruert for en stedfortreder for SSB og er ikke statistikk."
DETAILED_YEARS = tuple(y for y in KOSTRA_YEARS if y >= 2020)
ARTS = {
    "pay": "",
    "A090": "Pensjonsinnskudd og trekkpliktige forsikringsordninger",
    "A099": "Arbeidsgiveravgift",
    "A260": "Renholdstjenester, vaskeri- og vaktmestertjenester",
    "A270": "Konsulenttjenester",
    "A290": "Internkjøp",
    "A300": "Kjøp fra staten",
    "A330": "Kjøp fra fylkeskommuner",
    "A350": "Kjøp fra kommuner",
    "A370": "Kjøp fra andre (private)",
    "A375": "Kjøp fra foretak",
    "A380": "Kjøp fra samarbeid",
    "A429": "Merverdiavgift med rett til kompensasjon",
    "A470": "Overføring til andre",
    "A590": "Avskrivninger",
    "A600": "Brukerbetaling for kommunale tjenester",
    "A650": "Annet avgiftspliktig salg",
    "A700": "Refusjon fra staten",
    "A710": "Sykelønnsrefusjon",
    "A729": "Kompensasjon for merverdiavgift",
    "A730": "Refusjon fra fylkeskommuner",
    "A750": "Refusjon fra kommuner",
    "A770": "Refusjon fra andre (private)",
}
"""The single arts of 12367, and pay, which only its sums hold. Seen live: A090 A099 A260 A370 A590
A600 A710; which the other fifteen are isn't known, and these are our guess."""
SUMS = {
    "AG16": "Lønnsutgifter",
    "AG34": "Kjøp av varer og tjenester (stedfortreder)",
    "AG48": "Overføringsutgifter (stedfortreder)",
    "AGD2": "Netto driftsutgifter på funksjon/tjenesteområde",
    "AGD4": "Korrigerte brutto driftsutgifter på funksjon/tjenesteområde",
    "AGD10": "Brutto driftsutgifter på funksjon/tjenesteområde",
    **{f"AGD{n}": f"Sum {n} (stedfortreder)" for n in (28, 34, 49, 50, 51, 54, 56)},
}
"""The thirteen sums; those whose content isn't known are 0 here."""
_PENSION_SHARE = 0.17
_GOODS = {
    "A260": 0.12,
    "A270": 0.08,
    "A290": 0.05,
    "A300": 0.04,
    "A330": 0.02,
    "A350": 0.07,
    "A370": 0.30,
    "A375": 0.03,
    "A380": 0.04,
    "A429": 0.08,
    "A470": 0.10,
    "A590": 0.07,
}
_INCOME = {
    "A600": 0.45,
    "A650": 0.05,
    "A700": 0.20,
    "A710": 0.15,
    "A729": 0.05,
    "A730": 0.02,
    "A750": 0.05,
    "A770": 0.03,
}
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


_ENTERPRISES = {"253": 0.9, "265": 0.6, "320": 0.5, "339": 0.4, "345": 0.2, "373": 0.7}
"""Function → the part of the group's amounts that the treasury has; a guess."""


def account_cubes(
    people: People, figures: Figures, former: dict[str, str], known: Known
) -> list[Cube]:
    """Make the three tables; nothing is computed before they are asked for."""
    labels = {**figures.names, **former, **TOGETHER, **GONE}
    return [make(labels, people, known) for make in (_overview, _sums, _detailed)]


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
    """Give every art, 1000 kr: [place, function, art of `ARTS`, year]; incomes are positive.

    Rounded art by art, so that the sums are sums of what is printed.
    """
    net = net_costs(people, known)
    pension = _pension(people)[:, None]
    found = np.zeros((*net.shape[:2], len(ARTS), net.shape[2]))
    order = {art: n for n, art in enumerate(ARTS)}
    for n, function in enumerate(functions()):
        _base, pay, income, _size = _SECTOR[function.sector]
        own = net[:, n]
        # Water and waste are paid by fees: a little more comes in than goes out.
        gross = own / (1 - income) if income < 1 else np.abs(own) / (income - 1)
        wages = gross * pay / (1 + people.rate[:, None])
        found[:, n, order["pay"]] = np.rint(wages * (1 - pension))
        found[:, n, order["A090"]] = np.rint(wages * pension)
        found[:, n, order["A099"]] = np.rint(np.rint(wages) * people.rate[:, None])
        for art, share in _GOODS.items():
            found[:, n, order[art]] = np.rint(gross * (1 - pay) * share)
        for art, share in _INCOME.items():
            found[:, n, order[art]] = np.rint(gross * income * share)
    return found


def sums(arts: Array) -> Array:
    """Give the sums of `SUMS`, 1000 kr: [place, function, sum, year]."""
    income = np.array([art in _INCOME for art in ARTS])
    order = list(ARTS)
    gross = arts[:, :, ~income].sum(axis=2)
    worth = {
        "AG16": arts[:, :, :3].sum(axis=2) - arts[:, :, order.index("A710")],
        "AG34": arts[:, :, [order.index(a) for a in _GOODS if a < "A429"]].sum(axis=2),
        "AG48": arts[:, :, order.index("A470")],
        "AGD2": gross - arts[:, :, income].sum(axis=2),
        "AGD4": gross - arts[:, :, order.index("A290")] - arts[:, :, order.index("A710")],
        "AGD10": gross,
    }
    nothing = np.zeros_like(gross)
    return np.stack([worth.get(code, nothing) for code in SUMS], axis=2)


def _names() -> dict[str, str]:
    """Label the functions; one whose wording isn't confirmed gets a text that says it stands in."""
    return {
        f.code: f.label if f.title else f"{f.code} Navn fra SSB (stedfortreder)"
        for f in functions()
    }


def _pension(people: People) -> Array:
    """Give the pension premium as a share of wages [place]: it differs between the funds."""
    apart = np.clip(0.05 * noise("pension", (len(people.codes),)), -0.1, 0.1)
    return _PENSION_SHARE * (1 + apart)


def _with_groups(
    labels: dict[str, str],
    people: People,
    own: Array,
    years: tuple[int, ...],
    whole: Array | None = None,
) -> Array:
    """Put places on their codes, and sum groups and the country of `whole`: nothing is shielded."""
    # Thousands of the country don't fit in 32 bits.
    values = np.full((len(labels), *own.shape[1:]), np.nan)
    spread(values, labels, dict(zip(people.codes, own, strict=True)), years)
    summed = own if whole is None else whole
    for code in TOGETHER:
        if people.members[code]:
            values[list(labels).index(code)] = summed[people.members[code]].sum(axis=0)
    return values


def _shield(values: Array, people: People) -> Array:
    """Take away a few functions of the smallest municipalities."""
    values = values.copy()
    small = people.total[:, -1] < 1_000
    hidden = noise("accounts-hidden", values.shape[:2]) > 1.6
    values[small[:, None] & hidden] = np.nan
    return values


def _sums(labels: dict[str, str], people: People, known: Known) -> Cube:
    names = _names()
    labels_of_areas = {a.code: a.label for a in areas()}

    def make() -> Array:
        single = sums(by_art(people, known))[:, :, [list(SUMS).index(c) for c in _IN_SUMS]]
        order = list(names)
        grouped = np.stack(
            [
                single[:, [order.index(f.code) for f in area.functions]].sum(axis=1)
                for area in areas()
            ],
            axis=1,
        )
        # [place, function and area, sum, year]; areas hold what is shielded in a function.
        own = np.concatenate([_shield(single, people), grouped], axis=1)
        whole = np.concatenate([single, grouped], axis=1)
        amounts = _with_groups(labels, people, own, KOSTRA_YEARS, whole)
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
        kostra_region(labels),
        Axis("KOKfunksjon0000", "funksjon", names | labels_of_areas),
        Axis(
            "KOKart0000",
            "art",
            {code: SUMS[code] for code in _IN_SUMS},
        ),
        Axis("ContentsCode", "statistikkvariabel", contents, units=units),
        years_axis(KOSTRA_YEARS),
    )
    title = "12362: KONSTRUERT Utgifter til tjenesteområdene, kommunekonsern, etter funksjon og art"
    return Cube("12362", title, UPDATED, (NOTE,), axes, Lazy(make), sign=":", decimals=1)


def _detailed(labels: dict[str, str], people: People, known: Known) -> Cube:
    arts = {code: label for code, label in ARTS.items() if label} | SUMS
    scopes = {"A": "Kommunekonsern", "B": "Kommunekasse"}

    def make() -> Array:
        single = by_art(people, known)[..., -len(DETAILED_YEARS) :]
        found = []
        for share in (np.ones(single.shape[1]), _treasury()):
            booked = np.rint(single * share[:, None, None])
            both = np.concatenate([booked[:, :, 1:], sums(booked)], axis=2)
            found.append(_with_groups(labels, people, _shield(both, people), DETAILED_YEARS, both))
        return np.stack(found, axis=1)[:, :, :, :, None, :]

    axes = (
        kostra_region(labels),
        Axis("KOKregnskapsomfa0000", "regnskapsomfang", scopes),
        Axis("KOKfunksjon0000", "funksjon", _names()),
        Axis("KOKart0000", "art", arts),
        _amount(),
        years_axis(DETAILED_YEARS),
    )
    title = "12367: KONSTRUERT Detaljerte regnskapstall, driftsregnskapet, etter funksjon og art"
    return Cube("12367", title, UPDATED, (NOTE,), axes, Lazy(make), sign=":")


def _treasury() -> Array:
    """Give what the treasury itself books of a function; enterprises and partners do the rest."""
    return np.array([_ENTERPRISES.get(f.code, 1.0) for f in functions()])


def _amount() -> Axis:
    return Axis(
        "ContentsCode",
        "statistikkvariabel",
        {"KOSbelop0000": "Beløp (1000 kr)"},
        units={"KOSbelop0000": "1000 kr"},
    )


def _overview(labels: dict[str, str], people: People, known: Known) -> Cube:
    """Make 12137; net operating expenditure is the sum of all functions, shielded or not."""
    concepts = {
        "AGD1": "Netto driftsutgifter",
        "AGD9": "Brutto driftsutgifter",
        "AGD13": "Brutto driftsinntekter",
        "AGD23": "Netto driftsresultat",
        "KG31": "Netto lånegjeld",
        "AGI1": "Brutto investeringsutgifter",
    }

    def make() -> Array:
        by_function = sums(by_art(people, known)).sum(axis=1)  # [place, sum, year]
        net, gross = (by_function[:, list(SUMS).index(code)] for code in ("AGD2", "AGD10"))
        revenue = np.rint(gross * (1 + 0.02 * noise("revenue", gross.shape)))
        own = np.stack(
            [net, gross, revenue, revenue - gross, np.rint(revenue * 0.8), np.rint(gross * 0.12)],
            axis=1,
        )
        return _with_groups(labels, people, own, KOSTRA_YEARS)[:, :, None, :]

    axes = (
        kostra_region(labels),
        Axis("KOKartkap0000", "regnskapsbegrep", concepts),
        _amount(),
        years_axis(KOSTRA_YEARS),
    )
    title = "12137: KONSTRUERT Finansielle grunnlagsdata, konsern, etter regnskapsbegrep"
    return Cube("12137", title, UPDATED, (NOTE,), axes, Lazy(make))
