"""Limits and how likely it is that they are crossed."""

from __future__ import annotations

from veivalg.chapters.common.sentences import fill, say
from veivalg.chapters.scenarier.exhibits import SCENARIO, YEAR, written
from veivalg.chapters.scenarier.model import Compared, notes, source_of, sources, tested
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Figure,
    Role,
    Shape,
    Statement,
    Table,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.tipping import Crossing, likely

CHANCE = "chance"
MOST_CERTAIN = 0.99
TEMPLATES = {
    "institution_gap": "Sannsynligheten for at {place} mangler mer enn {limit} sykehjemsplasser "
    "i {year} er {p} i «{name}».",
    "fte_lacking": "Sannsynligheten for at omsorgen i {place} i {year} trenger mer enn {limit} "
    "årsverk ut over dem samme andel av 20–66-åringene som i dag gir, er {p} i "
    "«{name}».",
    "cost": "Sannsynligheten for at omsorgen i {place} koster mer enn {limit} i {year} er {p} i "
    "«{name}».",
}


def limit_name(compared: Compared, id: str) -> str:
    """Say what a limit is, for headings: «Mangler mer enn 20 sykehjemsplasser»."""
    crossed = compared.crossings[0][id]
    number = crossed.threshold
    shown = written(number, QUANTITIES[id].unit) if number is not None else ""
    match id:
        case "institution_gap":
            return fill(_("Mangler mer enn {n} sykehjemsplasser"), n=f"{number:g}")
        case "fte_lacking":
            return fill(
                _("Trenger mer enn {n} årsverk ut over dagens andel av 20–66-åringene"),
                n=f"{number or 0:g}",
            )
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
        fill(
            _("Hvor sannsynlig det er at grensen er passert, {place}, hvert år og scenario"),
            **words,
        ),
        fill(_("I «{name}» er det {p} sannsynlig i {year} at kommunen {limit}."), **words),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("limit", _("Grense")),
                Column(SCENARIO, _("Scenario")),
                Column(CHANCE, _("Sannsynlighet"), Unit.SHARE, 0),
            ),
            tuple(rows),
        ),
        sources(compared),
        Chart(
            Shape.PANELS,
            YEAR,
            CHANCE,
            SCENARIO,
            {
                n: Role.OWN if i == compared.at else Role.SCENARIO
                for i, n in enumerate(compared.names)
            },
            facet="limit",
            zero=True,
        ),
        formula=_("Andelen av trekningene der grensen er passert"),
        method="M18",
        note=notes(
            _("Sannsynligheten gjelder utfallene i hvert scenario, ikke scenariet selv."), tested()
        ),
    )


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
        f"sannsynlig-{key}",
        _("Sannsynlighet, {name}").format(name=compared.names[i]),
        shown,
        Unit.SHARE,
        compared.place,
        str(compared.year),
        source_of(quantity),
        decimals=0,
        method="M18",
        formula=_("Andelen av trekningene der grensen er passert"),
    )
    limit = crossed.threshold
    text = fill(
        _(TEMPLATES[id]),
        place=compared.place.name,
        year=str(compared.year),
        name=compared.names[i],
        limit=f"{limit:g}"
        if id in ("institution_gap", "fte_lacking")
        else written(limit or 0.0, quantity.unit),
    )
    text = text.replace("{p}", f"{word}{{p}}")
    if crossed.year is not None and crossed.year > compared.base_year:
        text += " " + crossed.tipping()
    return say(f"grense-{key}", text, {"p": p})


def _certain(share: float) -> tuple[str, float]:
    """Give the word and number of a probability: draws alone make nothing certain."""
    if share > MOST_CERTAIN:
        return _("over "), MOST_CERTAIN
    if share < 1 - MOST_CERTAIN:
        return _("under "), 1 - MOST_CERTAIN
    return "", share
