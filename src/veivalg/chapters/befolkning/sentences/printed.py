"""Printed figures against ours and against themselves: differences are findings, not blame."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.befolkning.model import Demography
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.printed import Documents
from veivalg.chapters.common.sentences import fill
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
    yield from _printed_sums(d.printed)
    share, ratios = d.share(80, 105, d.target), _ratios(d)
    for item, year, ours, tolerance, what in (
        ("share_80_plus", d.target, share, 0.002, _("andelen på 80 år og eldre")),
        ("support_ratio", d.target, ratios[0], 0.05, _("aldersbæreevnen")),
        ("family_care_ratio", d.target, ratios[1], 0.2, _("familieomsorgskoeffisienten")),
        ("crossover_year", None, d.crossover(d.own), 0.5, _("vippepunktet i kommunen")),
        ("crossover_year_norway", None, d.crossover(d.norway), 0.5, _("vippepunktet i Norge")),
    ):
        theirs = d.printed.figure(item, year)
        if theirs is None or theirs.value is None or ours is None or ours.value is None:
            continue
        if abs(theirs.value - ours.value) > tolerance:
            own = _printed_share(d.printed, d.target) if item == "share_80_plus" else None
            yield _differs(item, theirs, ours, what, year, own)


def _ratios(d: Demography) -> tuple[Figure | None, Figure | None]:
    """Give aldersbæreevne and familieomsorgskoeffisient in the target year."""
    return (
        d.per(WORKING, RETIRED, d.target, "aldersbaereevne", _("Aldersbæreevne")),
        d.per(RELATIVES, OLDEST, d.target, "familieomsorg", _("Familieomsorgskoeffisient")),
    )


def _printed_share(documents: Documents, year: int) -> Figure | None:
    """Give the share of 80+ that follows from a document's own table."""
    items = ("population_80_89", "population_90_plus", "population_total")
    parts = [documents.figure(item, year) for item in items]
    known = [p for p in parts if p is not None and p.value is not None]
    if len(known) < len(items):
        return None
    return _worked_out(known[0], str(year), *(p.renamed(f"{p.id}-{year}") for p in known))(
        "trykt-tabell-andel-80",
        _("Andel 80 år og eldre etter dokumentets egen tabell"),
        ratio((known[0].value or 0) + (known[1].value or 0), known[2].value),
        Unit.SHARE,
        _("(80–89 år + 90 år og eldre) / sum innbyggere, trykte tall"),
    )


def _worked_out(of: Figure, period: str, *inputs: Figure) -> Figures:
    """Give what makes figures worked out from printed ones, with the document as their source."""
    return Figures(of.place, period, of.source, "M1", inputs=inputs)


def _differs(
    item: str, theirs: Figure, ours: Figure, what: str, year: int | None, own: Figure | None
) -> Statement:
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
    figures = {"theirs": replace(theirs, unit=ours.unit), "ours": ours}
    if own is not None:
        text += " " + _("Dokumentets egen tabell gir {own}.")
        figures["own"] = own
    text = fill(text, document=theirs.source.producer, what=what, year=str(year))
    return Statement(f"avvik-{item.replace('_', '-')}", text, figures, True)


def _printed_sums(documents: Documents) -> Iterator[Statement]:
    items = [f"population_{g.lo}_{'plus' if g.hi == 105 else g.hi}" for g in GROUPS]
    for year in documents.years():
        parts = [documents.figure(item, year) for item in items]
        whole = documents.figure("population_total", year)
        numbers = [p.value for p in parts if p is not None and p.value is not None]
        if len(numbers) < len(items) or whole is None or whole.value is None:
            continue
        try:
            check_total(numbers, whole.value, f"{year}")
        except TableConsistencyError as error:
            yield _sum_differs(year, whole, sum(numbers), error.difference)
    yield from _printed_change(documents, items[-1])


def _sum_differs(year: int, whole: Figure, parts: float, gap: float) -> Statement:
    total = _worked_out(whole, str(year), whole)(
        f"trykt-gruppesum-{year}",
        _("Sum av trykte aldersgrupper"),
        parts,
        Unit.PERSONS,
        _("sum av de seks gruppene"),
    )
    differs = _worked_out(whole, str(year), total, whole)(
        f"trykt-gruppesum-avvik-{year}",
        _("Gruppene minus trykt sum"),
        gap,
        Unit.PERSONS,
        _("sum av gruppene − trykt sum"),
    )
    text = _(
        "Trykt tall avviker: i «{document}» summerer aldersgruppene for {year} til {parts:u}, men "
        "trykt sum er {whole:u}. Forskjellen er {gap:a}."
    )
    figures = {"parts": total, "whole": whole.renamed(f"trykt-sum-{year}"), "gap": differs}
    text = fill(text, document=whole.source.producer, year=str(year))
    return Statement(f"avvik-sum-{year}", text, figures, True)


def _printed_change(documents: Documents, item: str) -> Iterator[Statement]:
    """Compare the printed change of the oldest group with the printed numbers it comes from."""
    change = documents.figure(item.replace("population_", "population_change_"))
    years = documents.years(item)
    if change is None or change.value is None or len(years) < 2:
        return
    start, end = years[0], years[-1]
    before, after = documents.figure(item, start), documents.figure(item, end)
    value = difference(after.value if after else None, before.value if before else None)
    if before is None or after is None or value is None or abs(value - change.value) < 0.5:
        return
    inputs = (before.renamed(f"{before.id}-{start}"), after.renamed(f"{after.id}-{end}"))
    ours = _worked_out(change, f"{start}–{end}", *inputs)(
        "trykt-endring-90",
        _("Endring etter de trykte tallene"),
        value,
        Unit.PERSONS,
        _("trykt tall siste år − trykt tall første år"),
    )
    text = _(
        "Trykt tall avviker: «{document}» skriver {theirs:+u} for endringen i 90 år og eldre. De "
        "trykte tallene gir {ours:+u}."
    )
    text = fill(text, document=change.source.producer)
    yield Statement("avvik-endring-90", text, {"theirs": change, "ours": ours}, True)
