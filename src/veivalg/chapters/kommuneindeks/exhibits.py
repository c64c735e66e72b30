"""Exhibits of the chapter «kommuneindeks». Every rank stands with its interval."""

from collections.abc import Iterable, Sequence

import numpy as np

from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.kommuneindeks.model import HISTORY, METHOD, Model, names
from veivalg.content import (
    Assumption,
    Cell,
    Chart,
    Column,
    Exhibit,
    Mark,
    Role,
    Shape,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.grades import MIDDLE
from veivalg.maths.comparison.index import COST, FINANCE, QUALITY, TOTAL
from veivalg.maths.comparison.ranks import Rank
from veivalg.norway.indicators import SERVICES, indicator

THIN = "for lite grunnlag"
_ROWS = 12
_ROLES = (Role.OWN, Role.GROUP, Role.NORWAY, Role.PEER, Role.SCENARIO)
"""How the lines of the five indices are drawn."""


def uncertainty() -> str:
    """Say what the intervals are and are not."""
    return _(
        "Intervallet er åtte av ti trekninger. Vi trekker over årene i perioden, over "
        "tilfeldigheter i små tall og over tall som mangler. Feil i regnskap og rapportering "
        "er ikke med."
    )


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(
        METHOD,
        {"place": model.place.name, "period": model.period},
        model.sources,
        assumptions=model.choices.all()[:3],
        uncertainty=uncertainty(),
    )


def text(rank: Rank) -> str:
    """Write a rank for a title: «289 (260–300)»."""
    return f"{rank.position} ({rank.low}–{rank.high})"


def _ranked(
    model: Model,
    id: str,
    title: str,
    subtitle: str,
    keys: Sequence[Column],
    rows: Sequence[tuple[tuple[Cell, ...], Rank | None]],
    *,
    alt: str,
    formula: str = "",
    note: str = "",
    assumptions: Iterable[Assumption] = (),
    **words: str,
) -> Exhibit:
    """Show ranks, each with its interval and how many were ranked; without a rank, why.

    Parameters
    ----------
    keys, rows
        The columns before the rank, the first naming the row, and their cells with the rank.
    """
    ranked = [rank for _cells, rank in rows if rank]
    return _show(model)(
        id,
        title,
        subtitle,
        (
            *keys,
            Column("rank", _("Plassering"), Unit.RANK),
            Column("rank_low", _("Fra"), Unit.RANK),
            Column("rank_high", _("Til"), Unit.RANK),
            Column("of", _("Av kommuner"), Unit.COUNT),
        ),
        ((*cells, *_cells(rank)) for cells, rank in rows),
        words=words,
        alt=alt,
        chart=Chart(
            Shape.RANGE,
            "rank",
            keys[0].key,
            low="rank_low",
            high="rank_high",
            x_title=_("plassering, 1 er best"),
            ends=(1, max(rank.of for rank in ranked)),
        ),
        formula=formula,
        assumptions=assumptions,
        note=note,
    )


def _cells(rank: Rank | None) -> tuple[Cell, ...]:
    if rank is None:
        return (_(THIN), None, None, None)
    return (rank.position, rank.low, rank.high, rank.of)


def ranks(model: Model) -> Exhibit | None:
    """Show the rank of each index with its interval."""
    found = {id: model.rank(model.composites.get(id)) for id in names()}
    known = {id: rank for id, rank in found.items() if rank}
    if not known:
        return None
    best = min(known, key=lambda id: known[id].position / known[id].of)
    return _ranked(
        model,
        "kommuneindeks-plassering",
        _("{place} ligger best an på {name}: nummer {rank}"),
        _("Plassering blant kommunene, {place}, {period}. 1 er best"),
        (Column("name", _("Indeks")),),
        [((names()[id],), rank) for id, rank in found.items()],
        alt=_(
            "Best plassering er nummer {rank}, på {name}. Strekene viser hvor plasseringen "
            "trolig ligger."
        ),
        formula=_("1 + antall kommuner med høyere indeks"),
        assumptions=model.choices.all()[:3],
        note=_("En kommune plasseres bare når minst 60 % av tallene finnes.") + costs_note(model),
        name=names()[best].lower(),
        rank=text(known[best]),
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
    title = (
        _("{place} er lengst over snittet på {high} og lengst under på {low}")
        if low[1] < 0 < high[1]
        else _("{place} er under snittet på alle indeksene, mest på {low}")
        if high[1] <= 0
        else _("{place} er over snittet på alle indeksene, mest på {high}")
    )
    return _show(model)(
        "kommuneindeks-verdi",
        title,
        _(
            "Avstand fra snittet av kommunene, i standardavvik, {place}, {period}. Over 0 er "
            "bedre enn snittet"
        ),
        (
            Column("name", _("Indeks")),
            _score("value", _("Standardavvik fra snittet")),
            _score("low", _("Nedre")),
            _score("high", _("Øvre")),
        ),
        rows,
        low=low[0].lower(),
        high=high[0].lower(),
        a=format_plain(low[1], 2, sign=True),
        b=format_plain(high[1], 2, sign=True),
        alt=_("Lavest er {low} med {a}, høyest er {high} med {b}."),
        chart=Chart(Shape.RANGE, "value", "name", low="low", high="high", zero=True),
        formula=_(
            "(kommunens tall − snittet av kommunene) ÷ standardavviket, snitt av tre år. "
            "Fortegnet snus der lavt er bra"
        ),
        note=_("Alle kommuner teller likt. Lave kostnader gir høy indeks."),
    )


def _score(key: str, title: str) -> Column:
    return Column(key, title, Unit.INDEX, 2, sign=True)


def services(model: Model) -> Exhibit | None:
    """Show each service area: cost, quality and efficiency, the rank with its interval."""
    rows: list[tuple[tuple[Cell, ...], Rank | None]] = []
    for service in model.index.services:
        parts = (model.index.parts.get((area, service)) for area in (COST, QUALITY))
        values = [model.value(p) if p is not None and model.enough(p) else None for p in parts]
        cells = (SERVICES[service], *(v[0] if v else _(THIN) for v in values))
        rows.append((cells, model.rank(model.index.efficiency(service))))
    known = [(rank, str(cells[0])) for cells, rank in rows if rank]
    if not known:
        return None
    best, worst = min(known, key=_share), max(known, key=_share)
    return _ranked(
        model,
        "kommuneindeks-tjenester",
        _("{place} er nummer {a} på {best}")
        if len(known) == 1
        else _("{place} gjør det best på {best} og svakest på {worst}")
        if _share(best) != _share(worst)
        else _("{place} gjør det like godt på alle områdene"),
        _("Plassering etter effektivitet i hvert tjenesteområde, {place}, {period}. 1 er best"),
        (
            Column("service", _("Tjenesteområde")),
            _score("cost", _("Kostnader, standardavvik")),
            _score("quality", _("Kvalitet, standardavvik")),
        ),
        rows,
        alt=_("Best er {best} som nummer {a}, svakest {worst} som nummer {b}."),
        formula=_("Effektivitet = ½ × kostnader + ½ × kvalitet"),
        note=_(
            "Over 0 er bedre enn snittet: lavere kostnad eller høyere kvalitet. Et område uten "
            "både kostnad og kvalitet har ingen plassering."
        ),
        best=best[1].lower(),
        worst=worst[1].lower(),
        a=text(best[0]),
        b=text(worst[0]),
    )


def _share(pair: tuple[Rank, str]) -> float:
    return pair[0].position / pair[0].of


def weights(model: Model, tried: Sequence[tuple[str, Rank]]) -> Exhibit | None:
    """Show how the rank moves when the weights do."""
    if len(tried) < 2:
        return None
    best = min(tried, key=lambda p: p[1].position)
    worst = max(tried, key=lambda p: p[1].position)
    return _ranked(
        model,
        "kommuneindeks-vekter",
        _("Vektene flytter {place} mellom nummer {a} og {b}"),
        _("Samlet plassering med ulike vekter, {place}, {period}. 1 er best"),
        (Column("weights", _("Vekter")),),
        [((name,), rank) for name, rank in tried],
        alt=_("Best plassering gir «{first}» med nummer {a}, svakest «{last}» med nummer {b}."),
        formula=_("Samlet = vektet snitt av kostnader, kvalitet og finanser"),
        assumptions=model.choices.all()[:3],
        a=text(best[1]),
        b=text(worst[1]),
        first=best[0].lower(),
        last=worst[0].lower(),
    )


def others(model: Model) -> Exhibit | None:
    """Show the municipality among chosen peers and its KOSTRA group, each with its interval."""
    total, here = model.composites.get(TOTAL), model.place.code
    own = model.rank(total)
    if total is None or own is None:
        return None
    chosen = model.beside
    found = {c: r for c in chosen if (r := model.rank(total, c))}

    def nearness(code: str) -> tuple[bool, bool, int]:
        away = abs(found[code].position - own.position)
        return code != here, code not in model.peers, away

    kept = sorted(sorted(found, key=nearness)[:_ROWS], key=lambda c: found[c].position)
    if len(kept) < 2:
        return None
    left, better = len(chosen) - len(found), sum(found[c].position < own.position for c in kept)
    return _ranked(
        model,
        "kommuneindeks-andre",
        _("{n} av {all} sammenliknbare kommuner ligger foran {place}"),
        _(
            "Samlet plassering, valgte kommuner og de nærmeste i KOSTRA-gruppen, {period}. "
            "1 er best"
        ),
        (Column("place", _("Kommune")), Column("kind", _("Hvem"))),
        [((chosen[c], _("Kommunen") if c == here else _("Andre")), found[c]) for c in kept],
        alt=_(
            "{place} er nummer {rank}. Strekene viser hvor plasseringene trolig ligger. Der de "
            "overlapper, kan rekkefølgen være en annen."
        ),
        assumptions=model.choices.all()[:3],
        note=_("{n} av kommunene har for lite grunnlag til en plassering.").format(n=left)
        if left
        else "",
        n=format_plain(better),
        all=format_plain(len(kept) - 1),
        rank=text(own),
    )


def history(model: Model) -> Exhibit | None:
    """Show the index values of earlier windows; ranks of different years do not compare."""
    years = [y for y in model.country.cube.years if y <= model.country.year][-HISTORY:]
    rows: list[tuple[Cell, ...]] = []
    for year in years[:-1]:
        made = model.country.before(year)
        total = made.total(model.choices.weights)
        found = {**made.main, **({TOTAL: total} if total else {})}
        enough = {n: c.values for n in names() if n in found and model.enough(c := found[n])}
        rows += _points(model, year, enough)
    rows += _points(model, years[-1], {n: c.values for n, c in model.composites.items()})
    shown = {str(row[1]) for row in rows}
    if len({row[0] for row in rows}) < 2 or not shown:
        return None
    roles = zip(names().values(), _ROLES, strict=True)
    name = next(n for n in names().values() if n in shown)
    ends = [row for row in rows if row[1] == name]
    return _show(model)(
        "kommuneindeks-utvikling",
        _("{name} indeks for {place} gikk fra {a} i {from} til {b} i {to}")
        if name == names()[TOTAL]
        else _("{place}: {name} gikk fra {a} i {from} til {b} i {to}"),
        _(
            "Standardavvik fra snittet, snitt av tre år fram til året, {place}. Over 0 er bedre "
            "enn snittet"
        ),
        (
            Column("year", _("År"), Unit.YEAR),
            Column("series", _("Indeks")),
            _score("value", _("Standardavvik")),
        ),
        rows,
        words={"from": str(ends[0][0])},
        to=str(ends[-1][0]),
        name=name,
        a=format_plain(float(ends[0][2] or 0), 2, sign=True),
        b=format_plain(float(ends[-1][2] or 0), 2, sign=True),
        alt=_(
            "Indeksene for {place}, hvert punkt et snitt av tre år. {name}: {a} i {from} og "
            "{b} i {to}."
        ),
        chart=Chart(
            Shape.LINES,
            "year",
            "value",
            "series",
            {n: role for n, role in roles if n in shown},
            marks=(Mark(_("Snittet"), y=0.0),),
        ),
        note=_(
            "Plasseringer fra ulike år vises ikke, for hvilke tall som finnes, endrer seg. "
            "Punktene deler år med naboene."
        ),
        uncertainty="",
    )


def _points(model: Model, year: int, values: dict[str, np.ndarray]) -> list[tuple[Cell, ...]]:
    at = model.index.where[model.place.code]
    return [(year, names()[id], float(v[at])) for id, v in values.items() if not np.isnan(v[at])]


SECTORS = {"school": "primary_school", "water_waste": "technical"}


def barometer(model: Model) -> Exhibit | None:
    """Show grades 1–6 by sector, the mean of the municipalities being 3.5."""
    at = model.index.where[model.place.code]
    given = model.country.grades(model.choices.tail.value)
    titles = {"total": _("Samlet"), "finance": names()[FINANCE], "cost": _("Kostnadsnivå")}
    rows = [
        (titles.get(s) or SERVICES[SECTORS.get(s, s)], float(g[at]))
        for s, g in given.items()
        if not np.isnan(g[at])
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: (row[0] != titles["total"], -row[1]))
    parts = [(name, value) for name, value in rows if name != titles["total"]]
    above = sum(value > MIDDLE for _name, value in parts)
    lone = _("{place} kan bare få karakter på ett område: {grade} på {area}")
    return _show(model)(
        "kommuneindeks-karakterer",
        _("{place} er bedre enn snittet på {n} av {all} områder i karakterskalaen")
        if len(parts) > 1
        else lone,
        _("Karakter fra 1 til 6, der 3,5 er snittet av kommunene, {place}, {year}"),
        (Column("sector", _("Område")), Column("grade", _("Karakter"), Unit.INDEX, 1)),
        rows,
        alt=_("{n} av {all} områder har karakter over 3,5.") if len(parts) > 1 else f"{lone}.",
        chart=Chart(Shape.BARS, "grade", "sector", zero=True),
        formula=_("3,5 ± 2,5 × avstanden fra snittet ÷ avstanden til ytterpunktet"),
        assumptions=(model.choices.tail,),
        note=_(
            "Skalaen følger Kommunebarometeret, men med våre indikatorer. Indikatorene i et "
            "område teller likt her, fordi vektene deres ikke er publisert. Karakterene er ikke "
            "Kommunal Rapports."
        ),
        n=format_plain(above),
        all=format_plain(len(parts)),
        area=parts[0][0].lower(),
        grade=format_plain(parts[0][1], 1),
        year=str(model.country.year),
        uncertainty="",
    )


def pulls_title(best: float, worst: float) -> str:
    """Give the title that is true of the best and the worst deviation, whatever their signs."""
    if best > 0 > worst:
        return _("«{best}» trekker mest opp og «{worst}» mest ned")
    if best > 0:
        return _("Ingen tall er dårligere enn snittet, og «{best}» trekker mest opp")
    if worst < 0:
        return _("Ingen tall er bedre enn snittet, og «{worst}» trekker mest ned")
    return _("Alle kjente tall er som snittet")


def pulls(model: Model) -> Exhibit | None:
    """List the indicators that pull the municipality most up and down."""
    at = model.index.where[model.place.code]
    scores = model.index.scores
    found = ((i, float(scores[i.id][at])) for i in model.country.items if i.id in scores)
    known = sorted(((i, z) for i, z in found if not np.isnan(z)), key=lambda pair: -pair[1])
    if len(known) < 2:
        return None
    kept = known if len(known) <= _ROWS else known[: _ROWS // 2] + known[-_ROWS // 2 :]
    rows = [(indicator(i.id).name, SERVICES[indicator(i.id).service], z) for i, z in kept]
    words = {"n": format_plain(len(known)), "all": format_plain(len(model.country.items))}
    return _show(model)(
        "kommuneindeks-indikatorer",
        pulls_title(known[0][1], known[-1][1]),
        _("Tallene som skiller seg mest fra snittet, i standardavvik, {place}, {period}"),
        (
            Column("name", _("Indikator")),
            Column("service", _("Område")),
            _score("score", _("Standardavvik fra snittet")),
        ),
        rows,
        words=words,
        chart=Chart(Shape.BARS, "score", "name", zero=True),
        note=fill(
            _("{n} av {all} tall i indeksen er kjent for kommunen. Over 0 er bedre enn snittet."),
            **words,
        ),
        best=rows[0][0],
        worst=rows[-1][0],
        uncertainty="",
        assumptions=(),
    )
