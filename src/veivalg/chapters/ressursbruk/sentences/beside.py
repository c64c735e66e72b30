"""What stands beside a gap: the year before, income, what a gap is not, and how large it is."""

import math
from collections.abc import Mapping, Sequence

from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.sentences import fill, join, say, tell
from veivalg.chapters.ressursbruk.model import BESIDE, INCOME
from veivalg.chapters.ressursbruk.model.areas import Areas, formula
from veivalg.chapters.ressursbruk.model.held import CARE, Against
from veivalg.chapters.ressursbruk.sentences import turned
from veivalg.chapters.ressursbruk.sentences.areas import incomparable
from veivalg.chapters.ressursbruk.sentences.gaps import say_gap, side
from veivalg.content import Figure, Role, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import Verdict

COVERAGE = "home_services_80"
FAR = 10_000.0
"""NOK per inhabitant: a larger gap in health and care is among the twenty largest or so."""


def before(areas: Areas, against: Against) -> Statement | None:
    """Say what the gap was the year before, and what a gap is not."""
    taxed, untaxed = against.gaps[CARE].before
    if against.gaps[CARE].verdict is Verdict.NONE:
        return None
    year = str(areas.year - 1)
    if math.isnan(taxed):
        text = _(
            "Regnskapet for {year} mangler, så avviket kan ikke holdes mot året før. Merutgift er "
            "ikke det samme som innsparing."
        )
        return tell("helse-omsorg-aret-for", text, year=year, lacking=True)
    label = fill(_("Avvik i {year}, helse og omsorg"), year=year)
    without = fill(_("{what}, uten avgiftskorreksjon"), what=label)
    figures: dict[str, Figure | None] = {
        "taxed": areas.money("helse-omsorg-for", label, taxed, before=True),
        "untaxed": areas.money("helse-omsorg-for-avgift", without, untaxed, taxed, before=True),
    }
    text = _(
        "I {year} lå {place} {taxed:a} {side} {name} på helse og omsorg (uten avgiftskorreksjon "
        "{untaxed:a} {other}).{steady}"
    )
    unsure = bool(incomparable(against.gaps[CARE]))
    if not unsure:
        text = join(text, _("Merutgift er ikke det samme som innsparing."))
    words = {"year": year, "name": against.name, "side": side(taxed), "other": side(untaxed)}
    words["place"] = areas.place.name
    words["steady"] = ""
    if (steady := against.gaps[CARE].steady) and against.gaps[CARE].rests_on_moved:
        label = fill(_("{what}, {without}"), what=label, without=turned.without(steady.members))
        kept = areas.money("helse-omsorg-for-uten", label, steady.before[0], taxed, before=True)
        figures["kept"] = kept
        words |= {"without": turned.without(steady.members), "kept_side": side(steady.before[0])}
        words["steady"] = fill(_(" Regnet {without} var det {kept:a} {kept_side}."), **words)
    return say_gap("helse-omsorg-aret-for", text, figures, words, caution=unsure)


def far(areas: Areas, against: Against) -> Statement | None:
    """Warn of a gap as large as few have: it is most often more than the service that differs."""
    each = against.gaps[CARE].value / areas.people
    if math.isnan(each) or abs(each) < FAR or incomparable(against.gaps[CARE]):
        return None
    label = _("Avvik per innbygger, helse og omsorg")
    made = areas.figures("helse-omsorg-per-innbygger", label, each, Unit.NOK, formula(), 0)
    text = _(
        "Avviket er {each:a} per innbygger {side} {name}, mer enn hos ni av ti kommuner. Sjekk "
        "føring, vertskommunetilskudd, inntekter og tjenester for andre før tallet brukes."
    )
    words = {"side": side(each), "name": against.name}
    return say_gap("stort-avvik", text, {"each": made}, words, caution=True)


def income(
    areas: Areas, measures: Sequence[Series], revenues: Mapping[Role, Figure]
) -> Statement | None:
    """Say what the municipality has to spend: free income, or revenues where that is unknown."""
    free = next((one for one in measures if one.entry.id == INCOME), None)
    if free is not None and free.year is not None:
        figures = {"own": free.figure(), "norway": free.figure(role=Role.NORWAY)}
        year = free.year_text
        text = _(
            "Frie inntekter var {own} per innbygger i {year}, mot {norway} i landet uten Oslo."
        )
        alone = _("Frie inntekter var {own} per innbygger i {year}.")
    else:
        year = str(areas.year)
        figures = {str(role): revenues.get(role) for role in (Role.OWN, Role.NORWAY)}
        text = _(
            "Driftsinntektene var {own} per innbygger i {year}, mot {norway} i landet uten "
            "Oslo. Frie inntekter er ikke med."
        )
        alone = _("Driftsinntektene var {own} per innbygger i {year}. Frie inntekter er ikke med.")
    if figures["norway"] is None:
        return say("inntekt", alone, {"own": figures["own"]}, year=year)
    return say("inntekt", text, figures, year=year)


def beside(
    areas: Areas, measures: Sequence[Series], revenues: Mapping[Role, Figure], *, less: bool
) -> Statement | None:
    """Say in short what must stand beside a gap wherever it is told alone.

    Parameters
    ----------
    less
        The cost is lower than others': nobody takes that for something to save.
    """
    told = [one for one in (income(areas, measures, revenues), _covered(measures)) if one]
    known = any(one.entry.area in BESIDE for one in measures)
    said = join(
        "" if less else _("Merutgift er ikke det samme som innsparing."),
        *(one.template for one in told),
        _("Mer om kvalitet og dekning: «Hva tjenestene koster».")
        if known
        else _("Mål på kvalitet og dekning mangler."),
    )
    return say("ved-siden", said, {k: f for one in told for k, f in one.figures.items()})


def _covered(measures: Sequence[Series]) -> Statement | None:
    """Say how many get help at home: the coverage of care that most municipalities know."""
    one = next((one for one in measures if one.entry.id == COVERAGE), None)
    if one is None:
        return None
    text = _("Av dem over 80 år fikk {covered} hjemmetjenester i {year}")
    norway = one.figure(role=Role.NORWAY)
    text += _(", mot {covered_norway} i landet uten Oslo.") if norway else "."
    figures = {"covered": one.figure()} | ({"covered_norway": norway} if norway else {})
    return say("dekning", text, figures, year=one.year_text)
