"""What the chapter «okonomi» says."""

from collections.abc import Iterator

from veivalg.chapters.common.printed import named_once
from veivalg.chapters.common.sentences import Part, fill, present, say, tell
from veivalg.chapters.common.written import in_words
from veivalg.chapters.okonomi.model import KEYS, Model, aim, verdict
from veivalg.content import Figure, Role, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.finance import DEBT, FUND, RESULT, score
from veivalg.norway.finance_targets import in_robek, robek_source, targets
from veivalg.norway.municipality import OSLO
from veivalg.norway.reference import reference


def nothing(place: str) -> Statement:
    """Say that there is nothing to judge the finances by."""
    text = _("Vi mangler regnskapstall om {place}, så økonomien kan ikke vurderes ennå.")
    return tell("mangler", text, place=place, lacking=True)


def standing(model: Model, id: str) -> Statement | None:
    """Say where a key figure is, what its target is, and how it is judged."""
    text = {
        RESULT: _(
            "{place} hadde et netto driftsresultat på {value} av driftsinntektene i {year}. "
            "Målet er {aim}. Vurderingen er {verdict}."
        ),
        DEBT: _(
            "Netto lånegjeld var {value} av driftsinntektene i {year}. Målet er {aim}. "
            "Vurderingen er {verdict}."
        ),
        FUND: _(
            "Disposisjonsfondet var {value} av driftsinntektene i {year}. Målet er {aim}. "
            "Vurderingen er {verdict}."
        ),
    }[id]
    one = model.series[id]
    return say(
        id.replace("_", "-"),
        text,
        {"value": one.figure()},
        place=model.place.name,
        year=one.year_text,
        aim=aim(model.target(id)),
        verdict=verdict(model.score(id)),
    )


def result_gap(model: Model) -> Figure | None:
    """Give what is lacking in the result, in kroner or, without revenue, in percentage points."""
    short, money = model.short(RESULT), model.gap(RESULT)
    if short is None:
        return None
    unit, value, formula = (
        (Unit.POINTS, short, _("Mål − netto driftsresultat"))
        if money is None
        else (Unit.MILLION_NOK, money, _("(Mål − netto driftsresultat) × brutto driftsinntekter"))
    )
    label = _("Avstand til målet for driftsresultatet")
    return model.figures(RESULT)("avstand-driftsresultat", label, value, unit, formula)


def needed(model: Model) -> Statement | None:
    """Say what is lacking in the result."""
    text = (
        _("Driften måtte ha gått {gap:a} bedre i {year} for å nå målet.")
        if (model.short(RESULT) or 0.0) > 0
        else _("Driften gikk {gap:a} bedre i {year} enn målet krever.")
    )
    gap, year = result_gap(model), model.series[RESULT].year_text
    return say("avstand", text, {"gap": gap}, year=year)


def way(model: Model) -> Statement | None:
    """Say what is lacking in the fund and how long it takes to save it."""
    lacking, saving, pace = model.gap(FUND), model.way(), model.pace
    if lacking is None or saving is None or pace is None:
        return None
    gap = model.figures(FUND)(
        "avstand-fond",
        _("Avstand til målet for disposisjonsfondet"),
        lacking,
        Unit.MILLION_NOK,
        _("(Mål − disposisjonsfond) × brutto driftsinntekter"),
    )
    year = model.series[FUND].year_text
    if lacking <= 0:
        text = _("Disposisjonsfondet var {gap:a} over målet i {year}.")
        return say("fond", text, {"gap": gap}, year=year)
    yearly = model.figures(FUND)(
        "spart-per-aar",
        _("Til overs per år"),
        saving.yearly,
        Unit.MILLION_NOK,
        _("Netto driftsresultat i snitt × brutto driftsinntekter − planlagt bruk"),
        inputs=tuple(f for f in (pace, model.revenue(model.series[FUND].year)) if f),
        assumptions=(model.choices.planned_use,),
    )
    over = _("{share:2} av driftsinntektene siste år")
    if len(pace.inputs) > 1:
        n = in_words(len(pace.inputs))
        over = fill(_("i snitt {share:2} av driftsinntektene de siste {n} årene"), n=n)
    at = str(model.series[FUND].year)
    used = _(" og planlagt bruk av fondet") if model.choices.planned_use.value else ""
    words, found = {"over": over, "used": used, "year": year, "at": at}, {"gap": gap, "share": pace}
    if saving.years is None:
        text = _(
            "Disposisjonsfondet var {gap:a} under målet i {year}. Driftsresultatet var {over}. "
            "Med inntektene i {at}{used} mangler det {pace:a} per år før noe kan settes av, så "
            "fondet vokser ikke."
        )
        return say("fond", text, {**found, "pace": yearly}, words)
    years = model.figures(FUND, RESULT)(
        "aar-til-maal",
        _("År til målet for disposisjonsfondet"),
        saving.years,
        Unit.YEARS,
        _("Avstand ÷ (netto driftsresultat × brutto driftsinntekter − planlagt bruk)"),
    )
    text = _(
        "Disposisjonsfondet var {gap:a} under målet i {year}. Driftsresultatet var {over}. Med "
        "inntektene i {at}{used} gir det {pace} til overs per år, og da tar det {years:1} år å "
        "nå målet."
    )
    return say("fond", text, {**found, "pace": yearly, "years": years}, words)


def beside(model: Model) -> Statement | None:
    """Set the result and the debt beside the group and the country in the same year."""
    parts = [part for id in KEYS if (part := _beside(model, id)) is not None]
    if not parts:
        return None
    text = _("Til sammenlikning var {parts}.").replace("{parts}", "; ".join(t for t, _f in parts))
    return say("sammenlikning", text, {slot: f for _t, found in parts for slot, f in found.items()})


def _beside(model: Model, id: str) -> Part | None:
    found = [(role, model.series[id].figure(role=role)) for role in (Role.GROUP, Role.NORWAY)]
    known = {f"{id}_{role.value}": f for role, f in found if f is not None}
    if not known:
        return None
    here = (f"{{{slot}}} {_('i')} {f.place.name}" for slot, f in known.items())
    return f"{targets()[id].label.lower()} " + f" {_('og')} ".join(here), known


def county(model: Model) -> Statement | None:
    """Say what of the finances of one that is a county too is the county's."""
    if model.place.code != OSLO:
        return None
    text = _(
        "{place} er både kommune og fylke: inntekter, resultat og gjeld har fylkets oppgaver med. "
        "Det har ikke landet uten Oslo, så forskjellen er ikke bare kommunens."
    )
    return tell("fylke", text, place=model.place.name)


def robek(model: Model) -> Statement | None:
    """Say whether the municipality is in the register of those the state controls."""
    count = Figure(
        "robek-antall",
        _("Kommuner i listen over ROBEK"),
        float(len(reference("robek").rows)),
        Unit.COUNT,
        model.place,
        _("ukjent dato"),
        robek_source(),
    )
    text = (
        _(
            "{place} står i listen vi har over kommuner i ROBEK, sammen med andre til {n} i "
            "alt. Datoen på listen er ukjent (usikkert): kontroller den i registeret."
        )
        if in_robek(model.place.code)
        else _(
            "{place} står ikke i listen vi har over de {n} kommunene i ROBEK. Datoen på listen "
            "er ukjent (usikkert): kontroller den i registeret."
        )
    )
    return say("robek", text, {"n": count}, place=model.place.name)


def printed(model: Model) -> Iterator[Statement]:
    """Repeat what a document prints of the same key figures, with our verdict on each."""
    found, first = model.printed, model.printed["result_2021"]
    if first is None:
        return
    marks = [
        _(str(score(f.value, targets()[FUND if name == "fund" else RESULT])))
        for name, f in found.items()
        if f
    ]
    text = _(
        "«{document}» skriver at netto driftsresultat var {result_2021} i 2021, {result_2022} "
        "i 2022 og {result_2023} i 2023, og at disposisjonsfondet var {fund} etter 2023. Med "
        "måltallene her er vurderingene {words}."
    )
    words = ", ".join(marks[:-1]) + f" {_('og')} " + marks[-1]
    text = fill(text, document=first.source.producer, words=words)
    yield from named_once(present([say("trykt", text, found)]))
