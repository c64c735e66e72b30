"""Exhibits of the chapter «kommuneindeks». Every rank stands with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.kommuneindeks.model import HISTORY, METHOD, Model, names
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Mark,
    Role,
    Shape,
    Table,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.grades import MIDDLE
from veivalg.maths.comparison.index import COST, QUALITY, TOTAL, Weights
from veivalg.maths.comparison.ranks import Rank
from veivalg.norway.indicators import SERVICES, indicator
from veivalg.norway.register import municipalities

THIN = "for lite grunnlag"
_ROWS = 12


def uncertainty() -> str:
    """Say what the intervals are and are not."""
    return _(
        "Intervallet er åtte av ti trekninger. Vi trekker over årene i perioden, over "
        "tilfeldigheter i små tall og over tall som mangler. Feil i regnskap og rapportering "
        "er ikke med."
    )


def rank_columns() -> tuple[Column, ...]:
    """Give the columns of a rank with its interval and how many were ranked."""
    return (
        Column("rank", _("Plassering"), Unit.RANK),
        Column("rank_low", _("Fra"), Unit.RANK),
        Column("rank_high", _("Til"), Unit.RANK),
        Column("of", _("Av kommuner"), Unit.COUNT),
    )


def rank_cells(rank: Rank | None) -> tuple[Cell, ...]:
    """Give the cells of `rank_columns`; without a rank they say why."""
    if rank is None:
        return (_(THIN), None, None, None)
    return (rank.position, rank.low, rank.high, rank.of)


def text(rank: Rank) -> str:
    """Write a rank for a title: «289 (260–300)»."""
    return f"{rank.position} ({rank.low}–{rank.high})"


def _most(ranks: Iterable[Rank]) -> int:
    """Give how many are ranked, the end of an axis of ranks."""
    return max(rank.of for rank in ranks)


def ranks(model: Model) -> Exhibit | None:
    """Show the rank of each index with its interval."""
    rows = [
        (name, *rank_cells(model.rank(model.composites.get(id)))) for id, name in names().items()
    ]
    known = {id: r for id, c in model.composites.items() if (r := model.rank(c))}
    if not known:
        return None
    best = min(known, key=lambda id: known[id].position / known[id].of)
    words = {"place": model.place.name, "name": names()[best].lower(), "rank": text(known[best])}
    return Exhibit(
        "kommuneindeks-plassering",
        fill(_("{place} ligger best an på {name}: nummer {rank}"), **words),
        fill(
            _("Plassering blant kommunene, {place}, {period}. 1 er best"),
            period=model.period,
            **words,
        ),
        fill(
            _(
                "Best plassering er nummer {rank}, på {name}. Strekene viser hvor plasseringen "
                "trolig ligger."
            ),
            **words,
        ),
        Table((Column("name", _("Indeks")), *rank_columns()), tuple(rows)),
        model.sources,
        Chart(
            Shape.RANGE,
            "rank",
            "name",
            low="rank_low",
            high="rank_high",
            x_title=_("plassering, 1 er best"),
            ends=(1, _most(known.values())),
        ),
        formula=_("1 + antall kommuner med høyere indeks"),
        method=METHOD,
        assumptions=model.choices.all()[:3],
        uncertainty=uncertainty(),
        note=_("En kommune plasseres bare når minst 60 % av tallene finnes.") + costs_note(model),
    )


def costs_note(model: Model) -> str:
    """Say what costs are corrected for before they are ranked; nothing when none are."""
    costs = [i.id for i in model.country.items if i.area == COST]
    if not costs:
        return ""
    if model.country.full_tax.issuperset(costs):
        return " " + _(
            "Kostnadene er korrigert for utgiftsbehov og regnet med full "
            "arbeidsgiveravgift (metode M4)."
        )
    return " " + _(
        "Kostnadene er korrigert for utgiftsbehov, men ikke for ulik "
        "arbeidsgiveravgift: regnskapet mangler artene for de fleste."
    )


def scores(model: Model) -> Exhibit | None:
    """Show the index values: distance from the mean in standard deviations."""
    found = {names()[id]: model.value(c) for id, c in model.composites.items()}
    rows = [(name, *value) for name, value in found.items() if value]
    if not rows:
        return None
    low, high = min(rows, key=lambda r: r[1]), max(rows, key=lambda r: r[1])
    words = {
        "place": model.place.name,
        "low": low[0].lower(),
        "high": high[0].lower(),
        "a": format_plain(low[1], 2, sign=True),
        "b": format_plain(high[1], 2, sign=True),
    }
    title = (
        _("{place} er lengst over snittet på {high} og lengst under på {low}")
        if low[1] < 0 < high[1]
        else _("{place} er under snittet på alle indeksene, mest på {low}")
        if high[1] <= 0
        else _("{place} er over snittet på alle indeksene, mest på {high}")
    )
    return Exhibit(
        "kommuneindeks-verdi",
        fill(title, **words),
        fill(
            _(
                "Avstand fra snittet av kommunene, i standardavvik, {place}, {period}. Over 0 er "
                "bedre enn snittet"
            ),
            period=model.period,
            **words,
        ),
        fill(_("Lavest er {low} med {a}, høyest er {high} med {b}."), **words),
        Table(
            (
                Column("name", _("Indeks")),
                Column("value", _("Standardavvik fra snittet"), Unit.INDEX, 2, sign=True),
                Column("low", _("Nedre"), Unit.INDEX, 2, sign=True),
                Column("high", _("Øvre"), Unit.INDEX, 2, sign=True),
            ),
            tuple(rows),
        ),
        model.sources,
        Chart(Shape.RANGE, "value", "name", low="low", high="high", zero=True),
        formula=_(
            "(kommunens tall − snittet av kommunene) ÷ standardavviket, snitt av tre år. "
            "Fortegnet snus der lavt er bra"
        ),
        method=METHOD,
        assumptions=model.choices.all()[:3],
        uncertainty=uncertainty(),
        note=_("Alle kommuner teller likt. Lave kostnader gir høy indeks."),
    )


def services(model: Model) -> Exhibit | None:
    """Show each service area: cost, quality and efficiency, the rank with its interval."""
    rows: list[tuple[Cell, ...]] = []
    known: list[tuple[Rank, str]] = []
    for service in model.index.services:
        both = model.index.efficiency(service)
        rank = model.rank(both)
        parts = (model.index.parts.get((area, service)) for area in (COST, QUALITY))
        values = [model.value(p) if p is not None and model.enough(p) else None for p in parts]
        shown = tuple(v[0] if v else _(THIN) for v in values)
        rows.append((SERVICES[service], *shown, *rank_cells(rank)))
        if rank:
            known.append((rank, SERVICES[service]))
    if not known:
        return None
    best, worst = min(known, key=_share), max(known, key=_share)
    words = {
        "place": model.place.name,
        "best": best[1].lower(),
        "worst": worst[1].lower(),
        "a": text(best[0]),
        "b": text(worst[0]),
    }
    title = (
        _("{place} gjør det best på {best} og svakest på {worst}")
        if len(known) > 1
        else _("{place} er nummer {a} på {best}")
    )
    return Exhibit(
        "kommuneindeks-tjenester",
        fill(title, **words),
        fill(
            _("Plassering etter effektivitet i hvert tjenesteområde, {place}, {period}. 1 er best"),
            period=model.period,
            **words,
        ),
        fill(_("Best er {best} som nummer {a}, svakest {worst} som nummer {b}."), **words),
        Table(
            (
                Column("service", _("Tjenesteområde")),
                Column("cost", _("Kostnader, standardavvik"), Unit.INDEX, 2, sign=True),
                Column("quality", _("Kvalitet, standardavvik"), Unit.INDEX, 2, sign=True),
                *rank_columns(),
            ),
            tuple(rows),
        ),
        model.sources,
        Chart(
            Shape.RANGE,
            "rank",
            "service",
            low="rank_low",
            high="rank_high",
            x_title=_("plassering, 1 er best"),
            ends=(1, _most(r for r, _name in known)),
        ),
        formula=_("Effektivitet = ½ × kostnader + ½ × kvalitet"),
        method=METHOD,
        uncertainty=uncertainty(),
        note=_(
            "Over 0 er bedre enn snittet: lavere kostnad eller høyere kvalitet. Et område uten "
            "både kostnad og kvalitet har ingen plassering."
        ),
    )


def _share(pair: tuple[Rank, str]) -> float:
    return pair[0].position / pair[0].of


def weighings(model: Model) -> list[tuple[str, Rank]]:
    """Rank the municipality with other weights on cost, quality and finance."""
    chosen = model.choices.weights
    tried = {
        _("Valgte vekter"): chosen,
        _("Kostnader teller dobbelt"): Weights(2, 1, 1),
        _("Kvalitet teller dobbelt"): Weights(1, 2, 1),
        _("Finanser teller dobbelt"): Weights(1, 1, 2),
        _("Bare kostnader og kvalitet"): Weights(1, 1, 0),
        _("Bare kostnader"): Weights(1, 0, 0),
        _("Bare kvalitet"): Weights(0, 1, 0),
        _("Bare finanser"): Weights(0, 0, 1),
    }
    found = ((name, model.rank(model.index.total(w))) for name, w in tried.items())
    return [(name, rank) for name, rank in found if rank is not None]


def weights(model: Model, tried: Sequence[tuple[str, Rank]]) -> Exhibit | None:
    """Show how the rank moves when the weights do."""
    if len(tried) < 2:
        return None
    best = min(tried, key=lambda p: p[1].position)
    worst = max(tried, key=lambda p: p[1].position)
    words = {
        "place": model.place.name,
        "a": text(best[1]),
        "b": text(worst[1]),
        "first": best[0].lower(),
        "last": worst[0].lower(),
    }
    return Exhibit(
        "kommuneindeks-vekter",
        fill(_("Vektene flytter {place} mellom nummer {a} og {b}"), **words),
        fill(
            _("Samlet plassering med ulike vekter, {place}, {period}. 1 er best"),
            period=model.period,
            **words,
        ),
        fill(
            _("Best plassering gir «{first}» med nummer {a}, svakest «{last}» med nummer {b}."),
            **words,
        ),
        Table(
            (Column("weights", _("Vekter")), *rank_columns()),
            tuple((name, *rank_cells(rank)) for name, rank in tried),
        ),
        model.sources,
        Chart(
            Shape.RANGE,
            "rank",
            "weights",
            low="rank_low",
            high="rank_high",
            x_title=_("plassering, 1 er best"),
            ends=(1, _most(r for _name, r in tried)),
        ),
        formula=_("Samlet = vektet snitt av kostnader, kvalitet og finanser"),
        method=METHOD,
        assumptions=model.choices.all()[:3],
        uncertainty=uncertainty(),
    )


def others(model: Model) -> Exhibit | None:
    """Show the municipality among chosen peers and its KOSTRA group, each with its interval."""
    total = model.composites.get(next(iter(names())))
    own = model.rank(total)
    if total is None or own is None:
        return None
    peers = {p.code for p in model.evidence.peers} - {model.place.code}
    group = model.evidence.municipality.kostra_group
    chosen = {
        m.code: m.name
        for m in municipalities()
        if m.code in peers or (group and m.kostra_group == group)
    }
    chosen[model.place.code] = model.place.name
    found = {c: r for c in chosen if (r := model.rank(total, c))}
    order = sorted(
        found,
        key=lambda c: (
            c != model.place.code,
            c not in peers,
            abs(found[c].position - own.position),
        ),
    )
    kept = sorted(order[:_ROWS], key=lambda c: found[c].position)
    if len(kept) < 2:
        return None
    better = sum(found[c].position < own.position for c in kept)
    words = {"place": model.place.name, "n": str(better), "all": str(len(kept) - 1)}
    left = len(chosen) - len(found)
    note = (
        _("{n} av kommunene har for lite grunnlag til en plassering.").format(n=left)
        if left
        else ""
    )
    series = {c: _("Kommunen") if c == model.place.code else _("Andre") for c in kept}
    return Exhibit(
        "kommuneindeks-andre",
        fill(_("{n} av {all} sammenliknbare kommuner ligger foran {place}"), **words),
        fill(
            _(
                "Samlet plassering, valgte kommuner og de nærmeste i KOSTRA-gruppen, {period}. "
                "1 er best"
            ),
            period=model.period,
        ),
        fill(
            _(
                "{place} er nummer {rank}. Strekene viser hvor plasseringene trolig ligger. Der de "
                "overlapper, kan rekkefølgen være en annen."
            ),
            rank=text(own),
            **words,
        ),
        Table(
            (Column("place", _("Kommune")), Column("kind", _("Hvem")), *rank_columns()),
            tuple((chosen[c], series[c], *rank_cells(found[c])) for c in kept),
        ),
        model.sources,
        Chart(
            Shape.RANGE,
            "rank",
            "place",
            low="rank_low",
            high="rank_high",
            x_title=_("plassering, 1 er best"),
            ends=(1, _most(found.values())),
        ),
        method=METHOD,
        assumptions=model.choices.all()[:3],
        uncertainty=uncertainty(),
        note=note,
    )


def history(model: Model) -> Exhibit | None:
    """Show the index values of earlier windows; ranks of different years do not compare."""
    years = [y for y in model.country.cube.years if y <= model.country.year][-HISTORY:]
    rows: list[tuple[Cell, ...]] = []
    for year in years[:-1]:
        made = model.country.before(year)
        total = made.total(model.choices.weights)
        found = {**made.main, **({"total": total} if total else {})}
        rows += _points(
            model,
            year,
            {n: c.values for n in names() if n in found and model.enough(c := found[n])},
        )
    rows += _points(model, years[-1], {n: c.values for n, c in model.composites.items()})
    shown = {str(row[1]) for row in rows}
    if len({row[0] for row in rows}) < 2 or not shown:
        return None
    roles = dict(
        zip(
            names().values(),
            (Role.OWN, Role.GROUP, Role.NORWAY, Role.PEER, Role.SCENARIO),
            strict=True,
        )
    )
    name = next(n for n in names().values() if n in shown)
    ends = [row for row in rows if row[1] == name]
    words = {
        "place": model.place.name,
        "from": str(ends[0][0]),
        "to": str(ends[-1][0]),
        "name": name,
        "a": format_plain(float(ends[0][2] or 0), 2, sign=True),
        "b": format_plain(float(ends[-1][2] or 0), 2, sign=True),
    }
    return Exhibit(
        "kommuneindeks-utvikling",
        fill(
            _("{name} indeks for {place} gikk fra {a} i {from} til {b} i {to}")
            if name == names()[TOTAL]
            else _("{place}: {name} gikk fra {a} i {from} til {b} i {to}"),
            **words,
        ),
        fill(
            _(
                "Standardavvik fra snittet, snitt av tre år fram til året, {place}. Over "
                "0 er bedre "
                "enn snittet"
            ),
            **words,
        ),
        fill(
            _(
                "Indeksene for {place}, hvert punkt et snitt av tre år. {name}: {a} i {from} og "
                "{b} i {to}."
            ),
            **words,
        ),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("series", _("Indeks")),
                Column("value", _("Standardavvik"), Unit.INDEX, 2, sign=True),
            ),
            tuple(rows),
        ),
        model.sources,
        Chart(
            Shape.LINES,
            "year",
            "value",
            "series",
            {n: r for n, r in roles.items() if n in shown},
            marks=(Mark(_("Snittet"), y=0.0),),
        ),
        method=METHOD,
        assumptions=model.choices.all()[:3],
        note=_(
            "Plasseringer fra ulike år vises ikke, for hvilke tall som finnes, endrer seg. "
            "Punktene deler år med naboene."
        ),
    )


def _points(model: Model, year: int, values: dict[str, np.ndarray]) -> list[tuple[Cell, ...]]:
    at = model.index.where[model.place.code]
    return [(year, names()[id], float(v[at])) for id, v in values.items() if not np.isnan(v[at])]


SECTORS = {"school": "primary_school", "water_waste": "technical"}


def barometer(model: Model) -> Exhibit | None:
    """Show grades 1–6 by sector, the mean of the municipalities being 3.5."""
    at = model.index.where[model.place.code]
    given = model.country.grades(model.choices.tail.value)
    titles = {"total": _("Samlet"), "finance": _("Økonomi"), "cost": _("Kostnadsnivå")}
    rows = [
        (titles.get(s) or SERVICES[SECTORS.get(s, s)], float(g[at]))
        for s, g in given.items()
        if not np.isnan(g[at])
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: (row[0] != titles["total"], -row[1]))
    above = sum(value > MIDDLE for name, value in rows if name != titles["total"])
    parts = sum(name != titles["total"] for name, _v in rows)
    words = {"place": model.place.name, "n": str(above), "all": str(parts)}
    return Exhibit(
        "kommuneindeks-karakterer",
        fill(_("{place} er bedre enn snittet på {n} av {all} områder i karakterskalaen"), **words),
        fill(
            _("Karakter fra 1 til 6, der 3,5 er snittet av kommunene, {place}, {year}"),
            year=str(model.country.year),
            **words,
        ),
        fill(_("{n} av {all} områder har karakter over 3,5."), **words),
        Table(
            (Column("sector", _("Område")), Column("grade", _("Karakter"), Unit.INDEX, 1)),
            tuple(rows),
        ),
        model.sources,
        Chart(Shape.BARS, "grade", "sector", zero=True),
        formula=_("3,5 ± 2,5 × avstanden fra snittet ÷ avstanden til ytterpunktet"),
        method=METHOD,
        assumptions=(model.choices.tail,),
        note=_(
            "Skalaen følger Kommunebarometeret, men med våre indikatorer. Indikatorene i et "
            "område teller likt her, fordi vektene deres ikke er publisert. Karakterene er ikke "
            "Kommunal Rapports."
        ),
    )


def pulls(model: Model) -> Exhibit | None:
    """List the indicators that pull the municipality most up and down."""
    at = model.index.where[model.place.code]
    found = [
        (i, float(model.index.scores[i.id][at]))
        for i in model.country.items
        if i.id in model.index.scores
    ]
    known = sorted(((i, z) for i, z in found if not np.isnan(z)), key=lambda pair: -pair[1])
    if len(known) < 2:
        return None
    kept = known if len(known) <= 2 * _ROWS // 2 else known[:6] + known[-6:]
    rows = tuple((indicator(i.id).name, SERVICES[indicator(i.id).service], z) for i, z in kept)
    words = {
        "place": model.place.name,
        "best": rows[0][0],
        "worst": rows[-1][0],
        "n": str(len(known)),
        "all": str(len(model.country.items)),
    }
    return Exhibit(
        "kommuneindeks-indikatorer",
        fill(_("«{best}» trekker mest opp og «{worst}» mest ned"), **words),
        fill(
            _("Tallene som skiller seg mest fra snittet, i standardavvik, {place}, {period}"),
            period=model.period,
            **words,
        ),
        fill(_("Av {n} kjente tall trekker «{best}» mest opp og «{worst}» mest ned."), **words),
        Table(
            (
                Column("name", _("Indikator")),
                Column("service", _("Område")),
                Column("score", _("Standardavvik fra snittet"), Unit.INDEX, 2, sign=True),
            ),
            rows,
        ),
        model.sources,
        Chart(Shape.BARS, "score", "name", zero=True),
        method=METHOD,
        note=fill(
            _("{n} av {all} tall i indeksen er kjent for kommunen. Over 0 er bedre enn snittet."),
            **words,
        ),
    )
