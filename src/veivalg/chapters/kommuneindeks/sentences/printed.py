"""Ranks that documents print: quoted as printed, and why they are not reproduced."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import NormalDist

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.printed import Documents
from veivalg.chapters.common.sentences import fill
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.ranks import share_below

_SECTORS = (
    "school",
    "care",
    "child_welfare",
    "kindergarten",
    "health",
    "social",
    "culture",
    "environment",
    "cases",
    "water_waste",
    "finance",
    "cost",
)


def quoted(documents: Documents) -> Iterator[Statement]:
    """Give what is said of the printed ranks, if any are printed."""
    yield from _index(documents)
    yield from _dearest(documents)
    yield from _barometer(documents)


def _index(documents: Documents) -> Iterator[Statement]:
    items = {
        "total": "index_rank_total",
        "care": "index_rank_care",
        "health": "index_rank_health",
        "social": "index_rank_social",
        "admin": "index_rank_administration",
    }
    found = {name: f for name, item in items.items() if (f := documents.figure(item))}
    if len(found) < len(items):
        return
    text = _(
        "«{document}» skriver nummer {total} samlet, {care} på pleie og omsorg, {health} på "
        "helse, {social} på sosial og {admin} på administrasjon, uten intervall. Vi gjengir "
        "ikke plasseringene: indikatorene og vektene bak dem er ikke publisert."
    )
    yield Statement(
        "trykt-kommuneindeks", fill(text, document=_document(found["total"])), found, True
    )


def _document(figure: Figure) -> str:
    return figure.source.producer


def _dearest(documents: Documents) -> Iterator[Statement]:
    """Hold a printed standard score against the share it is said to be among."""
    score = documents.figure("index_cost_score_care")
    share = documents.figure("index_cost_share_care")
    if score is None or share is None or score.value is None or share.value is None:
        return
    made = Figures(score.place, score.period, score.source, method="M6", inputs=(score,))
    formula, under = _("normalfordelingen"), share_below(score.value)
    label = _("Andel kommuner under, om de var normalfordelt")
    below = made("trykt-andel-under", label, under, Unit.SHARE, formula, 1)
    made = replace(made, source=share.source, inputs=(share,))
    label, least = _("Standardavvik der de dyreste begynner"), NormalDist().inv_cdf(1 - share.value)
    limit = made("trykt-grense", label, least, Unit.INDEX, formula, 2)
    if below.value is None or below.value >= 1 - share.value:
        return
    text = _(
        "«{document}» skriver at et standardavvik på {score} er blant de "
        "{share} dyreste. Er kommunene normalfordelt, er det dyrere enn {below} av dem. De "
        "{share} dyreste begynner på {limit}."
    )
    yield Statement(
        "trykt-standardavvik",
        fill(text, document=_document(score)),
        {
            "score": replace(score, decimals=2),
            "share": replace(share, decimals=0),
            "below": below,
            "limit": limit,
        },
        True,
        True,
    )


def _barometer(documents: Documents) -> Iterator[Statement]:
    """Hold the printed changes of rank, and the one called largest, against the printed ranks."""
    total = documents.figure("barometer_rank_total", 2022)
    if total is None:
        return
    text = _(
        "«{document}» skriver nummer {total} samlet i Kommunebarometeret 2022, uten "
        "intervall. Vi gjengir ikke plasseringen: indikatorene og vektene bak den er ikke "
        "publisert, og plasseringer fra ulike år kan ikke sammenliknes."
    )
    yield Statement(
        "trykt-barometer", fill(text, document=_document(total)), {"total": total}, True
    )
    said = documents.figure("barometer_best_improvement_child_welfare")
    gains = {s: g for s in _SECTORS if (g := _gain(documents, s)) is not None}
    larger = sorted(
        (s for s, g in gains.items() if said and (g.value or 0) > (said.value or 0)),
        key=lambda s: gains[s].value or 0,
    )
    if said is None or not larger:
        return
    titles = {"kindergarten": _("barnehage"), "cases": _("saksbehandling")}
    text = _(
        "«{document}» kaller {said} plasser fra 2020, for barnevernet, "
        "den største forbedringen. De trykte plasseringene gir {list}."
    )
    slots = [f"{{{s}}} plasser for {titles.get(s, s)}" for s in larger]
    yield Statement(
        "trykt-forbedring",
        fill(text, document=_document(said), list=_(" og ").join(slots)),
        {"said": said, **{s: gains[s] for s in larger}},
        True,
        True,
    )


def _gain(documents: Documents, sector: str) -> Figure | None:
    """Give how many places a sector has risen from 2020 to 2022 in the printed table."""
    ends = [documents.figure(f"barometer_rank_{sector}", year) for year in (2020, 2022)]
    first, last = ends
    if first is None or last is None or first.value is None or last.value is None:
        return None
    inputs = (first.renamed(f"{first.id}-2020"), last.renamed(f"{last.id}-2022"))
    made = Figures(first.place, "2020–2022", first.source, method="M6", inputs=inputs)
    id, label = f"trykt-forbedring-{sector.replace('_', '-')}", _("Plasser bedre enn i 2020")
    formula = _("trykt plassering i 2020 − trykt plassering i 2022")
    return made(id, label, first.value - last.value, Unit.COUNT, formula)
