"""Limits and their probability, and what happens if nothing is built."""

from __future__ import annotations

import numpy as np

from veivalg.analyses.parts import MILESTONES, fill, say
from veivalg.analyses.scenarios_exhibits import SCENARIO, VALUE, YEAR, written
from veivalg.analyses.scenarios_model import Compared, Run, decimals, source_of, sources
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Figure,
    Pivot,
    Role,
    Shape,
    Statement,
    Table,
    Unit,
)
from veivalg.i18n import _
from veivalg.scenarios.outcome import QUANTITIES
from veivalg.scenarios.tipping import Crossing, likely

CHANCE = "chance"
MOST_CERTAIN = 0.99
TEMPLATES = {
    "institution_gap": "Sannsynligheten for at {place} mangler mer enn {limit} sykehjemsplasser "
                       "i {year} er {p} i «{name}».",
    "fte_lacking": "Sannsynligheten for at omsorgen i {place} trenger flere årsverk enn "
                   "arbeidsmarkedet kan gi i {year}, er {p} i «{name}».",
    "cost": "Sannsynligheten for at omsorgen i {place} koster mer enn {limit} i {year} er {p} i "
            "«{name}».",
}  # fmt: skip


def limit_name(compared: Compared, id: str) -> str:
    """Say what a limit is, for headings: «Mangler mer enn 20 sykehjemsplasser»."""
    crossed = compared.crossings[0][id]
    number = crossed.threshold
    shown = written(number, QUANTITIES[id].unit) if number is not None else ""
    match id:
        case "institution_gap":
            return fill(_("Mangler mer enn {n} sykehjemsplasser"), n=f"{number:g}")
        case "fte_lacking":
            return _("Mangler årsverk i arbeidsmarkedet")
        case _other:
            return fill(_("Koster mer enn {n}"), n=shown)


def chances(compared: Compared) -> Exhibit | None:
    """Draw the probability that each limit is crossed, a panel a limit and a line a scenario."""
    if not compared.crossings or not compared.crossings[0]:
        return None
    rows: list[tuple[Cell, ...]] = []
    for id in compared.crossings[0]:
        head = limit_name(compared, id)
        for name, found in zip(compared.names, compared.crossings, strict=True):
            rows += [(year, head, name, p) for year, p in found[id].probability.items()]
    own = compared.crossings[compared.at]
    id, crossed = next(iter(own.items()))
    p = crossed.probability.get(compared.year, 0.0)
    limit = limit_name(compared, id)
    words = {
        "place": compared.place.name,
        "year": str(compared.year),
        "p": likely(p),
        "limit": limit[:1].lower() + limit[1:],
        "name": compared.names[compared.at],
    }
    return Exhibit(
        "scenarier-grenser",
        _capital(fill(_("{p} sannsynlig i {year}: {limit}"), **words)),
        fill(_("Hvor sannsynlig det er at grensen er passert, {place}, hvert år og scenario"),
             **words),
        fill(_("I «{name}» er det {p} sannsynlig i {year} at kommunen {limit}."), **words),
        Table((Column(YEAR, _("År"), Unit.YEAR), Column("limit", _("Grense")),
               Column(SCENARIO, _("Scenario")),
               Column(CHANCE, _("Sannsynlighet"), Unit.SHARE, 0)), tuple(rows)),
        sources(compared),
        Chart(Shape.PANELS, YEAR, CHANCE, SCENARIO,
              {n: Role.OWN if i == compared.at else Role.SCENARIO
               for i, n in enumerate(compared.names)}, facet="limit", zero=True),
        formula=_("Andelen av trekningene der grensen er passert"), method="M18",
        note=_("Sannsynligheten gjelder utfallene i hvert scenario, ikke scenariet selv."),
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def crossing_sentences(compared: Compared, i: int) -> tuple[Statement, ...]:
    """Say how likely each limit is to be crossed in one scenario, and when it tips."""
    if not compared.crossings:
        return ()
    found = [_crossing(compared, i, id, c) for id, c in compared.crossings[i].items()]
    return tuple(s for s in found if s is not None)


def _crossing(compared: Compared, i: int, id: str, crossed: Crossing) -> Statement | None:
    quantity = QUANTITIES[id]
    if compared.year not in crossed.probability:
        return None
    key = f"{id.replace('_', '-')}-{i + 1}"
    share = crossed.probability[compared.year]
    word, shown = _certain(share)
    p = Figure(
        f"sannsynlig-{key}", _("Sannsynlighet, {name}").format(name=compared.names[i]),
        shown, Unit.SHARE, compared.place, str(compared.year),
        source_of(quantity), decimals=0, method="M18",
        formula=_("Andelen av trekningene der grensen er passert"),
    )  # fmt: skip
    limit = crossed.threshold
    text = fill(_(TEMPLATES[id]), place=compared.place.name, year=str(compared.year),
                name=compared.names[i],
                limit=f"{limit:g}" if id == "institution_gap" else
                written(limit or 0.0, quantity.unit))  # fmt: skip
    text = text.replace("{p}", f"{word}{{p}}")
    if crossed.year is not None and crossed.year > compared.base_year:
        text += " " + fill(_("Fra {tips} er det mer sannsynlig enn ikke."), tips=str(crossed.year))
    return say(f"grense-{key}", text, {"p": p})


def _certain(share: float) -> tuple[str, float]:
    """Give the word and number of a probability: draws alone make nothing certain."""
    if share > MOST_CERTAIN:
        return _("over "), MOST_CERTAIN
    if share < 1 - MOST_CERTAIN:
        return _("under "), 1 - MOST_CERTAIN
    return "", share


def not_building(compared: Compared, i: int) -> Exhibit | None:
    """Show places lacking with and without the building steps of a scenario."""
    run = compared.runs[i]
    if run.bare is None or "institution_gap" not in run.outcome:
        return None
    names = {_("Med byggetrinn"): run.outcome, _("Uten byggetrinn"): run.bare}
    kinds = [k for k in ("institution_gap", "dwellings_24h_gap") if k in run.outcome]
    rows = tuple(
        (year, name, sum(float(np.median(found[k][:, t])) for k in kinds))
        for name, found in names.items()
        for t, year in enumerate(found.years)
    )
    at = {name: next(v for y, n, v in rows if n == name and y == compared.year) for name in names}
    bare, built = at[_("Uten byggetrinn")], at[_("Med byggetrinn")]
    words = {"year": str(compared.year), "place": compared.place.name, "name": compared.names[i],
             "bare": written(max(bare, 0.0), Unit.PLACES, word=False),
             "built": written(max(built, 0.0), Unit.PLACES, word=False)}  # fmt: skip
    return Exhibit(
        f"scenarier-ikke-bygge-{i + 1}",
        fill(_("Uten å bygge mangler {bare} plasser i {year}, med byggetrinnene {built}"), **words),
        fill(_("Plasser som mangler i «{name}», {place}, sykehjem og heldøgns bolig"), **words),
        fill(_("Uten byggetrinnene mangler {bare} plasser i {year}, med dem {built}."), **words),
        Table((Column(YEAR, _("År"), Unit.YEAR), Column(SCENARIO, _("Bygging")),
               Column(VALUE, _("Plasser som mangler"), Unit.PLACES, 0)), rows,
              pivot=Pivot(YEAR, SCENARIO, VALUE)),
        sources(compared),
        Chart(Shape.LINES, YEAR, VALUE, SCENARIO, dict.fromkeys(names, Role.SCENARIO),
              projected_from=compared.base_year + 1, zero=True, y_title=Unit.PLACES.value),
        formula=_("Plasser som trengs minus plasser som finnes, midterste utfall. "
                  "Under 0 er ledige plasser."), method="M15", note=compared.inputs.caveat,
    )  # fmt: skip


def cost_of_not_building(compared: Compared, i: int) -> Exhibit | None:
    """Put the yearly cost of not building beside that of building, at milestones."""
    run = compared.runs[i]
    bare = run.bare or run.outcome
    if "cost_not_building" not in bare:
        return None
    years = sorted({y for y in (*MILESTONES, compared.year) if y in bare.years})
    parts = [(_("Ikke bygge: hjelpe på andre måter"), bare, "cost_not_building")]
    if run.bare is not None:
        parts += [
            (_("Bygge: hjelpe dem som fortsatt mangler plass"), run.outcome, "cost_not_building"),
            (_("Bygge: renter og avdrag"), run.outcome, "cost_capital"),
        ]
    rows = tuple((y, label, float(np.median(found.at(id, y))))
                 for label, found, id in parts if id in found for y in years)  # fmt: skip
    value = next(v for y, _label, v in rows if y == compared.year)
    words = {"n": written(value, Unit.MILLION_NOK), "year": str(compared.year),
             "place": compared.place.name, "name": compared.names[i]}  # fmt: skip
    return Exhibit(
        f"scenarier-pris-ikke-bygge-{i + 1}",
        fill(_("Å ikke bygge koster {n} i {year}"), **words),
        fill(_("Kostnad per år i faste priser, «{name}», {place}, midterste utfall"), **words),
        fill(_("Å hjelpe på andre måter koster {n} i {year} hvis det ikke bygges."), **words),
        Table((Column(YEAR, _("År"), Unit.YEAR), Column("part", _("Hva")),
               Column(VALUE, _("Kostnad per år"), Unit.MILLION_NOK, 1)), rows,
              pivot=Pivot(YEAR, "part", VALUE)),
        sources(compared), method="M15",
        formula=_("Plasser som mangler × kostnaden ved å hjelpe den enkelte på en annen måte"),
        note=compared.inputs.caveat,
    )  # fmt: skip


def not_building_sentence(compared: Compared, i: int) -> Statement | None:
    """Say what lacks and what it costs when nothing is built."""
    run = compared.runs[i]
    bare = run.bare or run.outcome
    gap = _bare_figure(compared, i, run, "institution_gap")
    cost = _bare_figure(compared, i, run, "cost_not_building")
    if gap is None or (gap.value or 0.0) < 0.5:
        return None
    if cost is None or "cost_not_building" not in bare:
        text = _("Bygges det ikke i «{name}», mangler {place} {gap} i sykehjem i {year}.")
        figures: dict[str, Figure | None] = {"gap": gap}
    else:
        text = _("Bygges det ikke i «{name}», mangler {place} {gap} i sykehjem i {year}. Å "
                 "hjelpe på andre måter koster da {cost} i året, i faste priser.")  # fmt: skip
        figures = {"gap": gap, "cost": cost}
    words = {"place": compared.place.name, "year": str(compared.year), "name": compared.names[i]}
    return say(f"ikke-bygge-{i + 1}", fill(text, **words), figures)


def _bare_figure(compared: Compared, i: int, run: Run, id: str) -> Figure | None:
    bare = run.bare or run.outcome
    if id not in bare:
        return None
    quantity = QUANTITIES[id]
    value = float(np.median(bare.at(id, compared.year)))
    return Figure(
        f"uten-bygging-{id.replace('_', '-')}-{i + 1}",
        fill(_("{label} uten byggetrinn, {name}"), label=_(quantity.label),
             name=compared.names[i]),
        value, quantity.unit, compared.place, str(compared.year), source_of(quantity),
        decimals=decimals(value, quantity.unit), method=quantity.method,
        formula=_("Midterste utfall"),
    )  # fmt: skip
