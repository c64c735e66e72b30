"""Printed figures against ours and against themselves: differences are findings, not blame."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from veivalg.chapters.befolkning.model import Demography
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.printed import Documents, named_once
from veivalg.chapters.common.sentences import fill, say
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.errors import TableConsistencyError
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import (
    GROUPS,
    OLDEST,
    RELATIVES,
    RETIRED,
    WORKING,
    AgeGroup,
    check_total,
    difference,
    ratio,
)


def disagreements(d: Demography) -> dict[str, tuple[Statement, ...]]:
    """Say where a printed document and these figures differ, by the exhibit it concerns."""
    pairs = list(_pairs(d))
    named = named_once(statement for _exhibit, statement in pairs)
    found: dict[str, tuple[Statement, ...]] = {}
    for (exhibit, _statement), statement in zip(pairs, named, strict=True):
        found[exhibit] = (*found.get(exhibit, ()), statement)
    return found


def _pairs(d: Demography) -> Iterator[tuple[str, Statement]]:
    """Give each exhibit in reading order, with what is said under it."""
    yield from (("endring", statement) for statement in _printed_sums(d))
    share, ratios = d.share(80, 105, d.target), _ratios(d)
    yield from _off(d, "andel-80", "share_80_plus", share, 0.002, _("andelen på 80 år og eldre"))
    crossover = _crossovers(d)
    if crossover is not None:
        yield "vippepunkt", crossover
    for exhibit, item, ours, tolerance, what in (
        ("aldersbaereevne", "support_ratio", ratios[0], 0.05, _("aldersbæreevnen")),
        ("familieomsorg", "family_care_ratio", ratios[1], 0.2, _("familieomsorgskoeffisienten")),
    ):
        yield from _off(d, exhibit, item, ours, tolerance, what)


def _off(
    d: Demography, exhibit: str, item: str, ours: Figure | None, tolerance: float, what: str
) -> Iterator[tuple[str, Statement]]:
    """Set a printed figure of the target year beside ours, where they are apart."""
    theirs = d.printed.figure(item, d.target)
    if theirs is None or theirs.value is None or ours is None or ours.value is None:
        return
    if abs(theirs.value - ours.value) > tolerance:
        own = _printed_share(d.printed, d.target) if item == "share_80_plus" else None
        yield exhibit, _differs(item, theirs, ours, what, own)


def _crossovers(d: Demography) -> Statement | None:
    """Set the printed years with more old than young beside those of the statistics."""
    here, there = (
        (d.printed.figure(item), d.crossover(path))
        for item, path in (("crossover_year", d.own), ("crossover_year_norway", d.norway))
    )
    figures = {"theirs": here[0], "ours": here[1], "theirs_there": there[0], "ours_there": there[1]}
    known = {slot: f.value for slot, f in figures.items() if f is not None}
    same = ("theirs", "ours"), ("theirs_there", "ours_there")
    if here[0] is None or all(known.get(a) == known.get(b) for a, b in same):
        return None
    text = _(
        "«{document}» skriver at det blir flere eldre enn unge i {theirs} i {place} og i "
        "{theirs_there} i Norge. Tallene her gir {ours} for {place}, og {who} gir {ours_there} for "
        "Norge."
    )
    why = [d.printed.against(item) for item in ("crossover_year", "crossover_year_norway")]
    text = " ".join((text, *(w for w in why if w)))
    year = there[1].value if there[1] is not None else None
    official = d.norway is not None and d.norway.source(int(year or d.target)).producer == "SSB"
    words = {
        "document": here[0].source.producer,
        "place": d.place.name,
        "who": _("SSB") if official else _("Veivalgs framskriving"),
    }
    return say("avvik-vippepunkt", text, figures, words, deviation=True)


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


def _differs(item: str, theirs: Figure, ours: Figure, what: str, own: Figure | None) -> Statement:
    text = _("«{document}» skriver {theirs} for {what} i {year}. Tallene her gir {ours}.")
    figures = {"theirs": replace(theirs, unit=ours.unit), "ours": ours}
    if own is not None:
        text += " " + _("Dokumentets egen tabell gir {own}.")
        figures["own"] = own
    text = fill(text, document=theirs.source.producer, what=what, year=theirs.period)
    return Statement(f"avvik-{item.replace('_', '-')}", text, figures, True, True)


def _printed_sums(d: Demography) -> Iterator[Statement]:
    """Say where printed age groups are not their sum, and which of them is off."""
    items = {g: f"population_{g.lo}_{'plus' if g.hi == 105 else g.hi}" for g in GROUPS}
    for year in d.printed.years():
        parts = {group: d.printed.figure(item, year) for group, item in items.items()}
        whole = d.printed.figure("population_total", year)
        numbers = [p.value for p in parts.values() if p is not None and p.value is not None]
        if len(numbers) < len(items) or whole is None or whole.value is None:
            continue
        try:
            check_total(numbers, whole.value, f"{year}")
        except TableConsistencyError as error:
            yield _sum_differs(d, year, whole, sum(numbers), error.difference, parts)
    yield from _printed_change(d.printed, items[GROUPS[-1]])


def _sum_differs(
    d: Demography,
    year: int,
    whole: Figure,
    parts: float,
    gap: float,
    groups: Mapping[AgeGroup, Figure | None],
) -> Statement:
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
        "I «{document}» summerer aldersgruppene for {year} til {parts:u}, mot trykt sum {whole:u}. "
        "Forskjellen er {gap:a}."
    )
    figures = {"parts": total, "whole": whole.renamed(f"trykt-sum-{year}"), "gap": differs}
    for group, theirs in groups.items():
        ours = d.persons(group.lo, group.hi, year)
        if theirs is None or ours is None or (theirs.value or 0) - (ours.value or 0) != gap:
            continue
        text += " " + fill(
            _("For {group} er det trykt {theirs:u}; SSB har {ours:u}."), group=group.label
        )
        figures |= {"theirs": theirs.renamed(f"{theirs.id}-{year}"), "ours": ours}
    text = fill(text, document=whole.source.producer, year=str(year))
    return Statement(f"avvik-sum-{year}", text, figures, True, True)


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
        "«{document}» skriver {theirs:+u} for endringen i 90 år og eldre. De trykte tallene gir "
        "{ours:+u}."
    )
    text = fill(text, document=change.source.producer)
    yield Statement("avvik-endring-90", text, {"theirs": change, "ours": ours}, True, True)
