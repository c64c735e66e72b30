"""Chapter «plasser»: coverage, places needed, and what if we don't build (M15)."""

from __future__ import annotations

from veivalg.chapters.common.parts import (
    compared,
    december,
    fill,
    holds,
    how_to_get,
    lacking_others,
    led,
    missing_table,
    other_sources,
    present,
    say,
    table_name,
    two_digits,
)
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.plasser import exhibits as exhibits
from veivalg.chapters.plasser.figures import (
    beds_of,
    chosen,
    figure_of,
    need_inputs,
    queue_figure,
    rate_of,
    short_places_of,
    short_residents_of,
)
from veivalg.chapters.plasser.model import (
    DWELLINGS,
    INSTITUTION,
    METHOD,
    Model,
    build,
    newest,
    places_by_kind,
)
from veivalg.chapters.plasser.printed import printed_growth, without_building, ytteren
from veivalg.content import (
    Block,
    Certainty,
    Chapter,
    Figure,
    Interval,
    Missing,
    Role,
    Section,
    Statement,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.places import coverage, yearly_cost


def chapter(evidence: Evidence) -> Chapter:
    """Give coverage, places needed by year, the gap without building, its cost and the queue.

    Method M15: places needed = coverage rate × inhabitants aged 80 and over; short-term places are
    a queue with random arrivals (Erlang).
    """
    model = build(evidence)
    return Chapter(
        id="plasser",
        title=_("Plasser i institusjon"),
        municipality=evidence.place,
        period=december(model.base_year - 1) if model else "",
        lead=led(
            _(
                "Kapitlet viser hvor mange institusjonsplasser kommunen har og trenger, når de "
                "trengs, og hva som skjer hvis det ikke bygges."
            ),
            model.path if model and model.caveat else None,
        ),
        findings=_findings(model) or (_nothing(evidence),),
        sections=_sections(evidence, model),
        missing=_missing(evidence, model),
        assumptions=model.choices.all() if model else (),
        terms={
            _("dekningsgrad"): _("Plasser i institusjon delt på innbyggere 80 år og eldre."),
            _("utskrivningsklar"): _(
                "En pasient sykehuset er ferdig med, og som venter på et tilbud i kommunen."
            ),
            _("korttidsplass"): _(
                "Plass for et tidsbegrenset opphold, for eksempel etter sykehus."
            ),
        },
        methods=(METHOD,),
        notes=value_notes(evidence, functions=[DWELLINGS]) if model else (),
    )


def _findings(model: Model | None) -> tuple[Statement, ...]:
    if model is None:
        return ()
    if not model.ahead:
        return present((_now(model), _queue(model)))
    return present(
        (_now(model), _needed(model), _targets(model), _when(model), _cost(model), _queue(model))
    )


def _now(model: Model) -> Statement | None:
    text = _(
        "{place} har {beds} i institusjon. Det svarer til {rate} av "
        "antall innbyggere på 80 år og eldre."
    )
    return say(
        "na", fill(text, place=model.place.name), {"beds": beds_of(model), "rate": rate_of(model)}
    )


def _needed(model: Model) -> Statement | None:
    need = model.needed(model.rate or 0.0).get(model.target)
    if need is None or model.target == model.base_year:
        return None
    extra = need - model.places
    low, high = (end - model.places for end in model.interval(need, model.target))
    meaning = _("80 % intervall for antall innbyggere 80 år og eldre")
    period, inputs = str(model.target), need_inputs(model)
    figures = {
        "need": figure_of(
            model,
            "plasser-behov",
            _("Plasser som trengs"),
            need,
            Unit.PLACES,
            period,
            _("Dekningsgrad × innbyggere 80 år og eldre"),
            decimals=two_digits(need),
            inputs=inputs,
        ),
        "extra": figure_of(
            model,
            "plasser-flere",
            _("Plasser mer enn i dag"),
            extra,
            Unit.PLACES,
            period,
            _("Plasser som trengs minus plasser i dag"),
            Interval(low, high, meaning, 0.8),
            two_digits(extra),
            inputs=inputs,
        ),
        "low": figure_of(
            model,
            "plasser-flere-lav",
            _("Nedre ende"),
            low,
            Unit.PLACES,
            period,
            meaning,
            decimals=two_digits(low),
            inputs=inputs,
        ),
        "high": figure_of(
            model,
            "plasser-flere-hoy",
            _("Øvre ende"),
            high,
            Unit.PLACES,
            period,
            meaning,
            decimals=two_digits(high),
            inputs=inputs,
        ),
    }
    text = _(
        "Holdes dekningsgraden som i dag, trengs omtrent {need} i {year}. Det er {extra:au} "
        "{more} enn i dag, trolig mellom {ends}."
    )
    if abs(extra) < 0.5:
        text = _(
            "Holdes dekningsgraden som i dag, trengs omtrent {need} i {year}. Det er om lag "
            "som i dag ({extra:u}), trolig mellom {ends}."
        )
    return say(
        "behov", fill(text, year=period, more=more_or_fewer(extra), ends=_ends(low, high)), figures
    )


def more_or_fewer(change: float) -> str:
    """Give «flere» or «færre»."""
    return _("flere") if change >= 0 else _("færre")


def _ends(low: float, high: float) -> str:
    """Give the slots of the ends of a change, with words where they differ in direction."""
    if low < -0.5 and high > 0.5:
        return _("{low:au} færre og {high:au} flere")
    return _("{low:au} og {high:au}") if low >= -0.5 else _("{high:au} og {low:au} færre")


def _targets(model: Model) -> Statement | None:
    period, c = str(model.target), model.choices
    figures: dict[str, Figure | None] = {}
    ends: list[float] = []
    for name, assumed in (("low", c.rate_low), ("high", c.rate_high)):
        need = model.needed(assumed.value).get(model.target)
        if need is None:
            return None
        ends.append(need - model.places)
        figures[name] = chosen(model, f"maal-{name}", assumed)
        figures[f"{name}_extra"] = figure_of(
            model,
            f"maal-{name}-flere",
            _("Plasser mer enn i dag"),
            ends[-1],
            Unit.PLACES,
            period,
            _("Dekningsgrad × innbyggere 80 år og eldre minus plasser i dag"),
            decimals=two_digits(ends[-1]),
            inputs=need_inputs(model),
            assumptions=(assumed,),
        )
    own = c.rate_low.certainty is Certainty.PRINTED and not c.rate_low.changed
    text = (
        _(
            "Med kommunens eget mål på {low} trengs {low_extra:au} {less} plasser enn i dag i "
            "{year}. Med {high} trengs {high_extra:au} {more}."
        )
        if own
        else _(
            "Var dekningsgraden {low} i stedet, trengtes {low_extra:au} {less} plasser enn i "
            "dag i {year}, og med {high} trengtes {high_extra:au} {more}. Disse to nivåene er "
            "et valg, ikke kommunens mål."
        )
    )
    words = {"year": period, "less": more_or_fewer(ends[0]), "more": more_or_fewer(ends[1])}
    return say("maal", fill(text, **words), figures)


def _when(model: Model) -> Statement | None:
    c = model.choices
    year = model.reached(model.rate or 0.0, c.extra_low.value)
    later = model.reached(c.rate_high.value, c.extra_low.value)
    figures = {
        "n": chosen(model, "ekstra-plasser", c.extra_low),
        "rate": rate_of(model),
        "high": chosen(model, "maal-high", c.rate_high),
    }
    last = str(model.years[-1])
    first = _("i {year}").format(year=year) if year else _("ikke innen {year}").format(year=last)
    second = _("i {year}").format(year=later) if later else _("ikke innen {year}").format(year=last)
    text = _(
        "{n} flere enn i dag trengs {first} hvis dekningsgraden er {rate}, og {second} hvis "
        "den er {high}."
    )
    if year is None and later is None:
        text = _(
            "{n} flere enn i dag trengs {first}, verken med en dekningsgrad på {rate} eller "
            "på {high}."
        )
    return say("naar", fill(text, first=first, second=second), figures)


def _cost(model: Model) -> Statement | None:
    gap = model.lacking(model.rate or 0.0, build=False).get(model.target)
    if gap is None or gap < 0.5:
        return None
    c, period = model.choices, str(model.target)
    lacking = figure_of(
        model,
        "plasser-mangler",
        _("Plasser som mangler uten bygging"),
        gap,
        Unit.PLACES,
        period,
        _("Plasser som trengs minus plasser i dag"),
        decimals=two_digits(gap),
        inputs=need_inputs(model),
    )
    ways = sorted((yearly_cost(gap, each), prices) for each, prices in model.ways().values())
    own = (yearly_cost(gap, c.place_cost.value), (c.place_cost,))
    figures = {
        name: figure_of(
            model,
            f"kostnad-{name}",
            label,
            value,
            Unit.MILLION_NOK,
            period,
            _("Plasser som mangler × kostnad per person og år"),
            decimals=two_digits(value / 1e6),
            inputs=(lacking,),
            assumptions=prices,
        )
        for name, label, (value, prices) in (
            ("low", _("Rimeligste alternativ per år"), ways[0]),
            ("high", _("Dyreste alternativ per år"), ways[-1]),
            ("own", _("Institusjonsplasser per år"), own),
        )
    }
    text = _(
        "Bygges det ikke, og holdes dekningsgraden, mangler omtrent {gap} i {year}. Med "
        "antakelsene her koster det {low} til {high} i året å hjelpe på andre måter, mot "
        "{own} for plassene."
    )
    return say("bygger-ikke", fill(text, year=period), {"gap": lacking, **figures}, caution=True)


def _queue(model: Model) -> Statement | None:
    if model.misfit and model.choices.arrivals is None:
        text = _(
            "SSB teller {residents:u} på korttidsopphold, men bare {places:u} "
            "korttidsplasser samme dag. De to tallene passer ikke sammen, så vi regner ikke "
            "på køen."
        )
        return say(
            "korttid",
            text,
            {"residents": short_residents_of(model), "places": short_places_of(model)},
            caution=True,
        )
    now, fewest, later = model.queue(), model.fewest(), model.fewest(model.target)
    arrivals = model.choices.arrivals
    guessed = arrivals is None or (arrivals.certainty is Certainty.CHOICE and not arrivals.changed)
    if now is None or guessed:  # nothing is counted of the demand, so nothing is claimed
        return None
    figures: dict[str, Figure | None] = {
        "places": short_places_of(model),
        "blocked": queue_figure(model, "korttid-fullt", _("Møter fullt"), now.blocked, Unit.SHARE),
        "fewest": queue_figure(
            model, "korttid-trengs", _("Korttidsplasser som trengs"), fewest, Unit.PLACES
        ),
    }
    text = _(
        "Etter antakelsene møter {blocked} av nye brukere fullt med {places:u} "
        "korttidsplasser. For at høyst 5 % skal det, trengs {fewest}."
    )
    if model.ahead:
        figures["later"] = queue_figure(
            model,
            "korttid-trengs-fram",
            _("Korttidsplasser som trengs"),
            later,
            Unit.PLACES,
            ahead=True,
        )
        text = _(
            "Etter antakelsene møter {blocked} av nye brukere fullt med {places:u} "
            "korttidsplasser. For at høyst 5 % skal det, trengs {fewest:u} i dag og {later} i "
            "{year}."
        )
    return say("korttid", fill(text, year=str(model.target)), figures, caution=True)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler tall om {place}, så plassbehovet kan ikke beregnes ennå.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _others(evidence: Evidence) -> list[tuple[Role, str, dict[int, float]]]:
    """Give coverage by 1 January of the group and Norway, where places and ages are known."""
    found = []
    for role, place in compared(evidence):
        path = population_path(evidence, place) if role is not Role.OWN else None
        beds = places_by_kind(evidence, place).get(INSTITUTION, {}) if path else {}
        rates = {
            y + 1: coverage(v, path.group(80, 105, y + 1) if path else None)
            for y, v in beds.items()
        }
        known = {y: v for y, v in rates.items() if v is not None}
        if known:
            found.append((role, place.name, known))
    return found


def _sections(evidence: Evidence, model: Model | None) -> tuple[Section, ...]:
    if model is None:
        return ()
    others = _others(evidence)
    more = other_sources(evidence, "care_places", (name for _r, name, _v in others))
    parts: list[tuple[str, str, list[Block | None]]] = [
        ("dekning", _("Dekningsgraden fram til i dag"), [exhibits.history(model, others, more)]),
        ("korttid", _("Korttidsplasser som kø"), [exhibits.short_stay(model)]),
    ]
    if model.ahead:
        parts[1:1] = [
            (
                "behov",
                _("Plasser som trengs"),
                [exhibits.needed(model), exhibits.reached(model), printed_growth(evidence, model)],
            ),
            (
                "bygger-ikke",
                _("Hva om vi ikke bygger?"),
                [
                    ytteren(evidence),
                    exhibits.programme(model),
                    without_building(evidence),
                    exhibits.gaps(model),
                    exhibits.cost(model),
                ],
            ),
        ]
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    wanted = {
        "population": _("Folkemengde etter alder"),
        "care_places": _("Plasser i institusjon"),
        "care_users": _("Beboere på langtids- og korttidsopphold"),
    }
    found = [
        missing_table(evidence, name, what)
        for name, what in wanted.items()
        if not holds(evidence, name)
    ]
    if model is not None and not model.ahead:
        found.append(missing_table(evidence, "projection", _("Befolkningen i årene som kommer")))
    beds = newest(places_by_kind(evidence, evidence.place).get(INSTITUTION, {}))
    if beds == 0:
        found.append(
            Missing(
                _("Dekningsgrad i institusjon"),
                _("Statistikken sier at kommunen har 0 plasser i institusjon."),
                _("Kontroller KOSTRA-rapporteringen, eller se plassene kommunen kjøper av andre."),
                table_name("care_places"),
            )
        )
    elif model is None and not found:
        found.append(
            Missing(
                _("Institusjonsplasser"),
                _("Tallet er skjermet eller ikke publisert."),
                _("Bruk kommunens eget tall."),
                table_name("care_places"),
            )
        )
    if model is not None and model.misfit:
        found.append(
            Missing(
                _("Køen for korttidsplasser"),
                _("SSB teller flere på korttidsopphold enn det er korttidsplasser."),
                _("Kontroller KOSTRA-rapporteringen av korttidsplasser."),
                table_name("care_places"),
            )
        )
    elif model is not None and model.queue() is None:
        found.append(
            Missing(
                _("Køen for korttidsplasser"),
                _("Antall korttidsplasser er ikke kjent."),
                how_to_get(evidence.place),
                table_name("care_places"),
            )
        )
    if model is not None and not _others(evidence):
        found.append(
            lacking_others(evidence, "care_places", _("Dekningsgrad i KOSTRA-gruppen og landet"))
        )
    return tuple(found)
