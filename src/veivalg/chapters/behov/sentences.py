"""What the chapter «behov» says."""

from collections.abc import Mapping

from veivalg.chapters.behov.model import (
    Model,
    change,
    may_be,
    spread,
    too_few,
    unconfirmed,
    variant_name,
)
from veivalg.chapters.common.figures import ends_of
from veivalg.chapters.common.sentences import UNCHANGED, moves, say, tell, turns
from veivalg.content import Figure, Statement
from veivalg.foundation.i18n import _
from veivalg.norway.cost_keys import TOTAL
from veivalg.norway.cost_keys import systems as key_systems

YOUNG = ("kindergarten", "primary_school")


def _words(model: Model, **more: str) -> dict[str, str]:
    """Give the words of the model that sentences share, and `more`."""
    return {
        "place": model.place.name,
        "start": str(model.base_year),
        "end": str(model.target),
        "key": variant_name(model.system.id, model.variant),
        **more,
    }


def care(model: Model) -> Statement | None:
    """Say the change in the need for care to the target year, with its interval."""
    figure = change(model, model.own, "care", model.base_year, model.target)
    if figure is None or figure.value is None:
        return None
    figures: dict[str, Figure | None] = {"change": figure}
    text = _("Behovet for pleie og omsorg i {place} {moves} fra {start} til {end}")
    if figure.interval is not None:
        text += _(", trolig mellom {low:+} og {high:+}")
        figures |= ends_of(figure)
        if figure.interval.low >= 0:
            text = text.replace("{low:+}", "{low:a}").replace("{high:+}", "{high:a}")
    text += _(". Det er målt med {key}.")
    words, ends = _words(model, moves=moves(figure, "change")), figure.interval
    unsure = ends is not None and turns(ends.low, ends.high, UNCHANGED)
    return say("omsorg", text, figures, words, caution=unsure)


def young(model: Model) -> Statement | None:
    """Say the change in the need for kindergarten and school."""
    values = {s: change(model, model.own, s, model.base_year, model.target) for s in YOUNG}
    if any(too_few(model, model.own, s, model.base_year) for s in YOUNG):
        return None
    text = _("Behovet for barnehage {first} fram til {end}, og for grunnskole {second}.")
    first, second = (moves(values[s], s) for s in YOUNG)
    words = _words(model, first=first, second=second.replace(" ", _(" det "), 1))
    unsure = any(may_be(model, sector, 100) for sector in YOUNG)
    return say("barn", text, values, words, caution=unsure)


def by_variant(model: Model) -> Statement | None:
    """Say what the choice of variant does with the newest key."""
    ends = spread(model)
    if ends is None:
        return None
    text = _(
        "Valget av variant endrer svaret: med nøkkelen fra {id} er endringen i omsorgsbehovet "
        "i {end} mellom {low:+} og {high:+}."
    )
    same = ends[0].text() == ends[1].text()
    if same:
        text = _(
            "De to variantene av nøkkelen fra {id} gir omtrent samme endring i omsorgsbehovet "
            "i {end}: {low:+} og {high:+}."
        )
    elif (ends[0].value or 0) >= 0:
        text = _(
            "Valget av variant endrer svaret: med nøkkelen fra {id} øker omsorgsbehovet fram "
            "til {end} med mellom {low:a} og {high:a}."
        )
    words = _words(model, id=next(iter(key_systems())))
    return say("spenn", text, {"low": ends[0], "high": ends[1]}, words, caution=not same)


def by_unconfirmed(model: Model) -> Statement | None:
    """Say what the unconfirmed key would give; never a finding."""
    ends = unconfirmed(model)
    if ends is None or not model.ahead:
        return None
    text = _(
        "Med nøkkelen fra 2017 (usikkert) er endringen i {end} mellom {low:+} og {high:+}. "
        "Nøkkelen er ikke bekreftet i kilde og vises bare til sammenlikning."
    )
    figures = {"low": ends[0], "high": ends[1]}
    return say("spenn-ubekreftet", text, figures, _words(model), caution=True)


def history(model: Model) -> Statement | None:
    """Say how the need for care has moved so far."""
    line = model.own.index.get("care", {})
    years = [y for y in model.own.path.observed_years if line.get(y) is not None]
    if not years or years[0] >= model.base_year:
        return None
    figure = change(model, model.own, "care", years[0], model.base_year)
    text = _("Behovet for omsorg {moved} fra {since} til {start} fordi befolkningen endret seg.")
    words = _words(model, since=str(years[0]), moved=moves(figure, "change", past=True))
    return say("historie", text, {"change": figure}, words)


def norway(model: Model) -> Statement | None:
    """Set the change in the need for care beside that of the country."""
    other = model.country
    if other is None:
        return None
    ours, theirs = (
        change(model, line, "care", model.base_year, model.target) for line in (model.own, other)
    )
    text = _("Omsorgsbehovet i {country} {there} fram til {end}. I {place} {here}.")
    here = moves(ours, "own").replace(" ", _(" det "), 1)
    words = _words(model, there=moves(theirs, "norway"), here=here, country=other.place.name)
    unsure = ours is not None and ours.interval is not None and may_be(model, "care", 100)
    return say("landet", text, {"norway": theirs, "own": ours}, words, caution=unsure)


def today(place: str, country: str, figures: Mapping[str, Figure]) -> Statement | None:
    """Say the ministry's need per inhabitant today against the country."""
    text = _(
        "Beregnet utgiftsbehov per innbygger i {place} er {total:a} {where} enn i {country}. "
        "I pleie og omsorg er det {care:a} {there}."
    )
    found = {"total": figures.get(TOTAL), "care": figures.get("care")}
    where, there = (_higher(figure) for figure in found.values())
    return say("i-dag", text, found, place=place, country=country, where=where, there=there)


def _higher(figure: Figure | None) -> str:
    return _("høyere") if figure is not None and (figure.value or 0) >= 0 else _("lavere")


def nothing(place: str) -> Statement:
    """Say that the chapter lacks what it rests on."""
    text = _("Det finnes ingen tall om {place} ennå, så behovet kan ikke beregnes.")
    return tell("mangler", text, lacking=True, place=place)


def against_print(model: Model) -> Statement | None:
    """Say how a printed growth in årsverk compares; it is another model and is not reproduced."""
    theirs = model.printed
    ours = change(model, model.own, "care", 2024, model.target)
    text = _(
        "«{document}» skriver {printed:0} flere årsverk i {end} enn i 2024. Omsorgsbehovet her "
        "{moved} i de samme årene."
    )
    document = theirs.source.producer if theirs else ""
    words = _words(model, document=document, moved=moves(ours, "own"))
    return say("trykt-vekst", text, {"printed": theirs, "own": ours}, words, deviation=True)
