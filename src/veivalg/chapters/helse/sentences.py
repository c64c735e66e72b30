"""What the chapter «helse» says."""

from veivalg.chapters.common.sentences import more_or_less, say, tell
from veivalg.chapters.helse.model import HEALTH, Accounts, Areas, as_others
from veivalg.content import Assumption, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.norway.booking import known_differences
from veivalg.own.tables.user_groups import HEALTH_AREAS


def practice(chosen: Assumption) -> str:
    """Say which practice the numbers follow."""
    return _("ført som hos andre") if as_others(chosen) else _("som ført")


def nothing(place: str) -> Statement:
    """Say that there is nothing to make the chapter of."""
    text = _(
        "Kapitlet mangler både helseutgifter etter område og regnskapet til {place}. Les inn det "
        "ene, eller hent det andre."
    )
    return tell("mangler", text, lacking=True, place=place)


def level(found: Areas) -> Statement | None:
    """Say what function 241 costs by inhabitant, as booked and as others book it."""
    made, formula = found.figures, _("Netto ÷ innbyggere ÷ behovsindeksen")
    label, value = _("Funksjon 241, som ført"), found.total(usual=False)
    booked = made("helse-som-fort", label, value, Unit.NOK, formula)
    if not found.moved:
        text = _("Funksjon 241 koster {booked} per innbygger ved likt behov.")
        return say("niva", text, {"booked": booked})
    label, value = _("Funksjon 241, ført som hos andre"), found.total(usual=True)
    usual = made("helse-som-andre", label, value, Unit.NOK, formula)
    moved = made(
        "helse-flyttet",
        _("Ført på 241, men et annet sted hos andre"),
        found.moved_amount,
        Unit.MILLION_NOK,
        _("Sum av radene som føres et annet sted hos andre"),
    )
    text = _(
        "Funksjon 241 koster {booked} per innbygger ved likt behov. Føres {moved} der andre fører "
        "det, er det {usual}."
    )
    return say("niva", text, {"booked": booked, "moved": moved, "usual": usual})


def largest(found: Areas) -> Statement | None:
    """Name the areas furthest above and below the mean of others."""
    gaps = found.gaps()
    if len(gaps) < 2:
        return None
    low, *_rest, high = sorted(gaps, key=lambda area: gaps[area])
    made, chosen = found.figures, (found.chosen,)
    formula = _("Egne kroner per innbygger − snittet, etter valgt føring")
    slots = {
        slot: made(
            f"helse-{id}", HEALTH_AREAS[area], gaps[area], Unit.NOK, formula, assumptions=chosen
        )
        for slot, id, area in (("more", "over", high), ("less", "under", low))
    }
    start = (
        _("{high} er {more:a} over snittet i andre kommuner per innbygger")
        if gaps[high] >= 0
        else _("{high} er {more:a} under snittet i andre kommuner per innbygger")
    )
    end = _(", og {low} {less:a} over.") if gaps[low] >= 0 else _(", og {low} {less:a} under.")
    words = {"high": HEALTH_AREAS[high], "low": HEALTH_AREAS[low].lower()}
    return say("omraader", start + end, slots, words)


def against(books: Accounts) -> Statement | None:
    """Say how far function 241 is from the reference in the accounts."""
    gap = books.costs.figure(
        "helse-241-avvik",
        _("Avvik på funksjon 241"),
        books.gap,
        Unit.MILLION_NOK,
        _("(egen − referansen) × behov × innbyggere"),
        1,
        books.held,
    )
    text = _(
        "I regnskapet for {year} bruker {place} {gap:a} {more} enn {name} på funksjon 241 ved "
        "likt behov, {practice}."
    )
    return say(
        "regnskap",
        text,
        {"gap": gap},
        more=more_or_less(books.gap or 0.0),
        year=str(books.costs.year),
        place=books.costs.place.name,
        name=books.held.name,
        practice=practice(books.chosen),
    )


def unknown_year(books: Accounts) -> Statement | None:
    """Say that a difference in booking is known for another year than the accounts'."""
    year = books.costs.year
    known = known_differences(books.costs.place.code, [HEALTH])
    other = [d for d in known if not d.first_year <= year <= d.last_year]
    if not other or books.moved.value:
        return None
    text = _(
        "Ulik føring er kjent for {period}. Om den er den samme i {year}, er ikke kjent. Beløpet "
        "kan settes under forutsetningene."
    )
    return tell("foring", text, caution=True, period=other[0].period, year=str(year))
