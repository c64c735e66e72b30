"""Chapter «helse»: function 241 by area and the health functions against others, as booked or not.

Method M4: net cost by inhabitant over the need index of municipal health. What others book on
another function can be moved by a switch, for like to be held against like.
"""

from __future__ import annotations

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import how_to_get, missing_own, missing_table
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.helse import exhibits as exhibits
from veivalg.chapters.helse.model import METHOD, Accounts, Areas, accounts, areas, switch
from veivalg.content import Assumption, Block, Chapter, Missing, Note, Section, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.booking import known_differences
from veivalg.own.tables.user_groups import HEALTH_AREAS

FUNCTIONS = ("232", "233", "241")


def chapter(evidence: Evidence) -> Chapter:
    """Give function 241 by area, the health functions against others, and what booking does."""
    found, books, chosen = areas(evidence), accounts(evidence), switch(evidence)
    findings = _findings(evidence, found, books, chosen)
    years = [y for y in (found.year if found else None, books.model.year if books else None) if y]
    return Chapter(
        id="helse",
        title=_("Helsetjenester"),
        municipality=evidence.place,
        period="–".join(str(y) for y in sorted(set(years))),
        lead=_(
            "Kapitlet viser hva helsetjenestene koster per innbygger når behovet er likt, og "
            "hva det betyr at kommuner fører ulikt."
        ),
        findings=findings or (_nothing(evidence),),
        sections=_sections(found, books, chosen),
        missing=_missing(evidence, books),
        assumptions=_assumptions(evidence, books, chosen),
        terms={
            _("funksjon 241"): _(
                "Diagnose, behandling, habilitering og rehabilitering: fastlege, "
                "legevakt, fysio- og ergoterapi."
            ),
            _("føring"): _("Hvilken KOSTRA-funksjon en utgift er bokført på."),
        },
        methods=(METHOD,),
        notes=_notes(evidence, books),
    )


def _assumptions(
    evidence: Evidence, books: Accounts | None, chosen: Assumption
) -> tuple[Assumption, ...]:
    if books is None:
        return (chosen,)
    return (chosen, books.moved, *books.model.choices.all())


def _notes(evidence: Evidence, books: Accounts | None) -> tuple[Note, ...]:
    years = None if books is None else [books.model.year]
    return value_notes(evidence, functions=FUNCTIONS, years=years)


def _nothing(evidence: Evidence) -> Statement:
    text = _(
        "{place} har verken lest inn helseutgifter etter område eller hentet regnskapet, så "
        "dette kapitlet er tomt."
    )
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _findings(
    evidence: Evidence, found: Areas | None, books: Accounts | None, chosen: Assumption
) -> tuple[Statement, ...]:
    said: list[Statement | None] = []
    if found is not None:
        said += [example_note(found.table), _level(found), _largest(found, chosen)]
    if books is not None:
        said += [_against(books, chosen), _unknown_year(evidence, books)]
    return present(said)


def _level(found: Areas) -> Statement | None:
    formula = _("Netto ÷ innbyggere ÷ behovsindeksen")
    booked = found.figure(
        "helse-som-fort", _("Funksjon 241, som ført"), found.total(usual=False), Unit.NOK, formula
    )
    if not found.moved:
        text = _("Funksjon 241 koster {booked} per innbygger ved likt behov.")
        return say("niva", text, {"booked": booked})
    usual = found.figure(
        "helse-som-andre",
        _("Funksjon 241, ført som hos andre"),
        found.total(usual=True),
        Unit.NOK,
        formula,
    )
    moved = found.figure(
        "helse-flyttet",
        _("Ført på 241, men et annet sted hos andre"),
        found.moved_amount,
        Unit.MILLION_NOK,
        _("Sum av radene som føres et annet sted hos andre"),
    )
    text = _(
        "Funksjon 241 koster {booked} per innbygger ved likt behov. Føres {moved} der andre "
        "fører det, er det {usual}."
    )
    return say("niva", text, {"booked": booked, "moved": moved, "usual": usual})


def _largest(found: Areas, chosen: Assumption) -> Statement | None:
    usual = chosen.value >= 0.5
    gaps = {
        p.area: (p.usual if usual else p.booked) - p.reference
        for p in found.parts
        if p.reference is not None
    }
    if len(gaps) < 2:
        return None
    order = sorted(gaps, key=lambda a: gaps[a])
    low, high = order[0], order[-1]
    formula = _("Egne kroner per innbygger − snittet, etter valgt føring")
    slots = {
        slot: found.figure(f"helse-{id}", HEALTH_AREAS[area], gaps[area], Unit.NOK, formula, chosen)
        for slot, id, area in (("more", "over", high), ("less", "under", low))
    }
    above = _("{high} er {more:a} over snittet i andre kommuner per innbygger")
    under = _("{high} er {more:a} under snittet i andre kommuner per innbygger")
    start = above if gaps[high] >= 0 else under
    end = _(", og {low} {less:a} over.") if gaps[low] >= 0 else _(", og {low} {less:a} under.")
    text = fill(start + end, high=HEALTH_AREAS[high], low=HEALTH_AREAS[low].lower())
    return say("omraader", text, slots)


def _against(books: Accounts, chosen: Assumption) -> Statement | None:
    row = next((r for r in books.rows if r.function == "241"), None)
    if row is None:
        return None
    gap = row.usual_gap if chosen.value >= 0.5 else row.gap
    made = books.model.figure(
        "helse-241-avvik",
        _("Avvik på funksjon 241"),
        gap,
        Unit.MILLION_NOK,
        _("(egen − referansen) × behov × innbyggere"),
        1,
        books.held,
    )
    more = _(
        "I regnskapet for {year} bruker {place} {gap:a} mer enn {name} på funksjon 241 ved "
        "likt behov, {practice}."
    )
    less = _(
        "I regnskapet for {year} bruker {place} {gap:a} mindre enn {name} på funksjon 241 ved "
        "likt behov, {practice}."
    )
    text = fill(
        more if (gap or 0.0) >= 0 else less,
        year=str(books.model.year),
        place=books.model.place.name,
        name=books.held.in_text,
        practice=exhibits.practice(chosen),
    )
    return say("regnskap", text, {"gap": made})


def _unknown_year(evidence: Evidence, books: Accounts) -> Statement | None:
    """Say that a difference in booking is known for another year than the accounts'."""
    other = [
        d
        for d in known_differences(evidence.place.code, ["241"])
        if not d.first_year <= books.model.year <= d.last_year
    ]
    if not other or books.moved.value:
        return None
    text = _(
        "Ulik føring er kjent for {period}. Om den er den samme i {year}, er ikke kjent. "
        "Beløpet kan settes under forutsetningene."
    )
    return Statement(
        "foring", fill(text, period=other[0].period, year=str(books.model.year)), {}, caution=True
    )


def _sections(
    found: Areas | None, books: Accounts | None, chosen: Assumption
) -> tuple[Section, ...]:
    own: list[Block | None] = (
        []
        if found is None
        else [exhibits.by_area(found, chosen), exhibits.chart_of_areas(found, chosen)]
    )
    parts: list[tuple[str, str, list[Block | None]]] = [
        ("omraader", _("Funksjon 241 etter område"), own),
        ("foring", _("Hva føringen betyr"), [None if found is None else exhibits.booking(found)]),
        (
            "funksjoner",
            _("Helsefunksjonene mot andre"),
            [None if books is None else exhibits.by_function(books, chosen)],
        ),
    ]
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)


def _missing(evidence: Evidence, books: Accounts | None) -> tuple[Missing, ...]:
    found = [] if "health_costs" in evidence.own else [missing_own(evidence, "health_costs")]
    if books is not None:
        return tuple(found)
    what = _("Helsefunksjonene mot andre kommuner")
    if evidence.table("accounts") is None and "accounts" not in evidence.country:
        found.append(missing_table(evidence, "accounts", what))
    else:
        found.append(
            Missing(
                what,
                _("For få kommuner har regnskapet hentet."),
                how_to_get(evidence.place),
                "SSB 12362 og 12367",
            )
        )
    return tuple(found)
