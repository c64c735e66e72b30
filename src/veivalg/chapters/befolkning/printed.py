"""Printed figures against ours and against themselves: differences are findings, not blame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.befolkning.figures import Demography
from veivalg.chapters.common.printed import printed
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.errors import TableConsistencyError
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import (
    GROUPS,
    OLDEST,
    RELATIVES,
    RETIRED,
    WORKING,
    check_total,
    difference,
    ratio,
)


def disagreements(d: Demography) -> Iterator[Statement]:
    """Say where a printed document and these figures differ, or a document with itself."""
    yield from _printed_sums(d)
    found = (
        (
            "share_80_plus",
            d.target,
            d.share(80, 105, d.target),
            0.002,
            _("andelen på 80 år og eldre"),
        ),
        (
            "support_ratio",
            d.target,
            d.per(WORKING, RETIRED, d.target, "aldersbaereevne", _("Aldersbæreevne")),
            0.05,
            _("aldersbæreevnen"),
        ),
        (
            "family_care_ratio",
            d.target,
            d.per(RELATIVES, OLDEST, d.target, "familieomsorg", _("Familieomsorgskoeffisient")),
            0.2,
            _("familieomsorgskoeffisienten"),
        ),
        ("crossover_year", None, d.crossover(d.own), 0.5, _("vippepunktet i kommunen")),
        ("crossover_year_norway", None, d.crossover(d.norway), 0.5, _("vippepunktet i Norge")),
    )
    for item, year, ours, tolerance, what in found:
        theirs = printed(d.evidence, item, year)
        if theirs is None or theirs.value is None or ours is None or ours.value is None:
            continue
        if abs(theirs.value - ours.value) > tolerance:
            own = _printed_share(d, d.target) if item == "share_80_plus" else None
            yield _differs(item, theirs, ours, what, year, own)


def _printed_share(d: Demography, year: int) -> Figure | None:
    """Give the share of 80+ that follows from a document's own table."""
    items = ("population_80_89", "population_90_plus", "population_total")
    parts = [printed(d.evidence, item, year) for item in items]
    known = [p for p in parts if p is not None and p.value is not None]
    if len(known) < len(items):
        return None
    value = ratio((known[0].value or 0) + (known[1].value or 0), known[2].value)
    return Figure(
        "trykt-tabell-andel-80",
        _("Andel 80 år og eldre etter dokumentets egen tabell"),
        value,
        Unit.SHARE,
        known[0].place,
        str(year),
        known[0].source,
        formula=_("(80–89 år + 90 år og eldre) / sum innbyggere, trykte tall"),
        inputs=tuple(p.renamed(f"{p.id}-{year}") for p in known),
        method="M1",
    )


def _differs(
    item: str, theirs: Figure, ours: Figure, what: str, year: int | None, own: Figure | None
) -> Statement:
    theirs = replace(theirs, unit=ours.unit)
    text = (
        _(
            "Trykt tall avviker: «{document}» skriver {theirs} for {what} i {year}. Med dagens "
            "tall og framskriving får vi {ours}."
        )
        if year is not None
        else _(
            "Trykt tall avviker: «{document}» skriver {theirs} for {what}. Med dagens tall og "
            "framskriving får vi {ours}."
        )
    )
    figures = {"theirs": theirs, "ours": ours}
    if own is not None:
        text += " " + _("Dokumentets egen tabell gir {own}.")
        figures["own"] = own
    for name, value in (("document", theirs.source.producer), ("what", what), ("year", str(year))):
        text = text.replace(f"{{{name}}}", value)
    return Statement(f"avvik-{item.replace('_', '-')}", text, figures, True)


def _printed_sums(d: Demography) -> Iterator[Statement]:
    items = [f"population_{g.lo}_{'plus' if g.hi == 105 else g.hi}" for g in GROUPS]
    table = d.evidence.rows("printed_figures", d.own.place)
    years = sorted(set(table.frame["year"].to_list())) if table is not None else []
    for year in years:
        parts = [printed(d.evidence, item, year) for item in items]
        whole = printed(d.evidence, "population_total", year)
        numbers = [p.value for p in parts if p is not None and p.value is not None]
        if len(numbers) < len(items) or whole is None or whole.value is None:
            continue
        try:
            check_total(numbers, whole.value, f"{year}")
        except TableConsistencyError as error:
            yield _sum_differs(year, whole, sum(numbers), error.difference)
    yield from _printed_change(d, items[-1])


def _sum_differs(year: int, whole: Figure, parts: float, gap: float) -> Statement:
    total = Figure(
        f"trykt-gruppesum-{year}",
        _("Sum av trykte aldersgrupper"),
        parts,
        Unit.PERSONS,
        whole.place,
        str(year),
        whole.source,
        formula=_("sum av de seks gruppene"),
        inputs=(whole,),
        method="M1",
    )
    differs = Figure(
        f"trykt-gruppesum-avvik-{year}",
        _("Gruppene minus trykt sum"),
        gap,
        Unit.PERSONS,
        whole.place,
        str(year),
        whole.source,
        formula=_("sum av gruppene − trykt sum"),
        inputs=(total, whole),
        method="M1",
    )
    text = _(
        "Trykt tall avviker: i «{document}» summerer aldersgruppene for {year} til {parts:u}, men "
        "trykt sum er {whole:u}. Forskjellen er {gap:a}."
    )
    text = text.replace("{document}", whole.source.producer).replace("{year}", str(year))
    figures = {"parts": total, "whole": whole.renamed(f"trykt-sum-{year}"), "gap": differs}
    return Statement(f"avvik-sum-{year}", text, figures, True)


def _printed_change(d: Demography, item: str) -> Iterator[Statement]:
    """Compare the printed change of the oldest group with the printed numbers it comes from."""
    change = printed(d.evidence, item.replace("population_", "population_change_"))
    if change is None or change.value is None:
        return
    table = d.evidence.rows("printed_figures", d.own.place)
    assert table is not None
    known = table.frame.filter(table.frame["item"] == item).sort("year")
    if known.height < 2:
        return
    start, end = known["year"][0], known["year"][-1]
    before, after = printed(d.evidence, item, start), printed(d.evidence, item, end)
    value = difference(after.value if after else None, before.value if before else None)
    if before is None or after is None or value is None or abs(value - change.value) < 0.5:
        return
    ours = Figure(
        "trykt-endring-90",
        _("Endring etter de trykte tallene"),
        value,
        Unit.PERSONS,
        change.place,
        f"{start}–{end}",
        change.source,
        inputs=(before.renamed(f"{before.id}-{start}"), after.renamed(f"{after.id}-{end}")),
        formula=_("trykt tall siste år − trykt tall første år"),
        method="M1",
    )
    text = _(
        "Trykt tall avviker: «{document}» skriver {theirs:+u} for endringen i 90 år og eldre. De "
        "trykte tallene gir {ours:+u}."
    ).replace("{document}", change.source.producer)
    yield Statement("avvik-endring-90", text, {"theirs": change, "ours": ours}, True)
