"""Chapter «plasser»: coverage, places needed, and what if we don't build (M15)."""

from __future__ import annotations

from veivalg.analyses import places_exhibits as exhibits
from veivalg.analyses.parts import (
    compared,
    december,
    fill,
    holds,
    how_to_get,
    led,
    missing_table,
    other_sources,
    present,
    printed,
    say,
    two_digits,
)
from veivalg.analyses.places_model import (
    DWELLINGS,
    INSTITUTION,
    METHOD,
    Model,
    build,
    choices,
    newest,
    places_by_kind,
    source_of,
)
from veivalg.analyses.registry import chapter
from veivalg.analyses.value_notes import value_notes
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Interval,
    Missing,
    Role,
    Section,
    Statement,
    Unit,
)
from veivalg.evidence import Evidence
from veivalg.i18n import _
from veivalg.projections.places import coverage, implied_start, yearly_cost
from veivalg.projections.population import population_path


@chapter(
    "plasser",
    title="Plasser i institusjon",
    question="Hvor mange plasser trengs, når trengs de, og hva om vi ikke bygger?",
    order=50,
    needs=("population", "projection", "care_places", "care_users", "printed_figures"),
)
def places(evidence: Evidence) -> Chapter:
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
        assumptions=(model.choices if model else choices(evidence)).all(),
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


def _figure(model: Model, id: str, label: str, value: float | None, unit: Unit, period: str,
            formula: str = "", interval: Interval | None = None,
            decimals: int | None = None) -> Figure:  # fmt: skip
    """Make a calculated figure of the chapter with its inputs and assumptions."""
    aged = Figure(
        "innbyggere-80", _("Innbyggere 80 år og eldre"), model.aged(model.base_year), Unit.PERSONS,
        model.place, str(model.base_year), model.path.source(model.base_year, 80, 105),
    )  # fmt: skip
    later = Figure(
        "innbyggere-80-fram", _("Innbyggere 80 år og eldre, framskrevet"),
        model.aged(model.target), Unit.PERSONS, model.place, str(model.target),
        model.path.source(model.target, 80, 105),
    )  # fmt: skip
    return Figure(
        id, label, value, unit, model.place, period,
        source_of(model, _("Plasser etter dekningsgrad")), decimals, interval, formula,
        (_beds(model), aged, later), model.choices.all(), METHOD,
    )  # fmt: skip


def _beds(model: Model) -> Figure:
    return Figure("plasser-na", _("Institusjonsplasser"), model.places, Unit.PLACES, model.place,
                  december(model.base_year - 1), model.sources["care_places"])  # fmt: skip


def _rate(model: Model) -> Figure:
    return _figure(model, "dekningsgrad-na", _("Dekningsgrad i dag"), model.rate, Unit.SHARE,
                   str(model.base_year), _("Plasser ÷ innbyggere 80 år og eldre"))  # fmt: skip


def _findings(model: Model | None) -> tuple[Statement, ...]:
    if model is None:
        return ()
    if not model.ahead:
        return present((_now(model), _queue(model)))
    return present(
        (_now(model), _needed(model), _targets(model), _when(model), _cost(model), _queue(model))
    )


def _now(model: Model) -> Statement | None:
    text = _("{place} har {beds} i institusjon. Det er {rate} av antall innbyggere 80 år og eldre.")
    return say("na", fill(text, place=model.place.name),
               {"beds": _beds(model), "rate": _rate(model)})  # fmt: skip


def _needed(model: Model) -> Statement | None:
    need = model.needed(model.rate or 0.0).get(model.target)
    if need is None or model.target == model.base_year:
        return None
    extra = need - model.places
    low, high = (end - model.places for end in model.interval(need, model.target))
    meaning = _("80 % intervall for antall innbyggere 80 år og eldre")
    period = str(model.target)
    figures = {
        "rate": _rate(model),
        "need": _figure(model, "plasser-behov", _("Plasser som trengs"), need, Unit.PLACES, period,
                        _("Dekningsgrad × innbyggere 80 år og eldre"), decimals=two_digits(need)),
        "extra": _figure(model, "plasser-flere", _("Plasser mer enn i dag"), extra, Unit.PLACES,
                         period, _("Plasser som trengs minus plasser i dag"),
                         Interval(low, high, meaning, 0.8), two_digits(extra)),
        "low": _figure(model, "plasser-flere-lav", meaning, low, Unit.PLACES, period,
                       decimals=two_digits(low)),
        "high": _figure(model, "plasser-flere-hoy", meaning, high, Unit.PLACES, period,
                        decimals=two_digits(high)),
    }  # fmt: skip
    text = _("Holdes dekningsgraden på {rate}, trengs omtrent {need} i {year}. Det er {extra:au} "
             "{more} enn i dag, trolig mellom {low:+u} og {high:+u}.")  # fmt: skip
    more = _("flere") if extra >= 0 else _("færre")
    return say("behov", fill(text, year=period, more=more), figures)


def _targets(model: Model) -> Statement | None:
    period = str(model.target)
    figures: dict[str, Figure | None] = {}
    for name, chosen in (("low", model.choices.rate_low), ("high", model.choices.rate_high)):
        need = model.needed(chosen.value).get(model.target)
        extra = None if need is None else need - model.places
        figures[name] = _figure(model, f"maal-{name}", chosen.label, chosen.value, Unit.SHARE,
                                period, decimals=_percent_decimals(chosen.value))  # fmt: skip
        figures[f"{name}_extra"] = _figure(
            model, f"maal-{name}-flere", _("Plasser mer enn i dag"), extra, Unit.PLACES, period,
            _("Dekningsgrad × innbyggere 80 år og eldre minus plasser i dag"),
            decimals=two_digits(extra),
        )  # fmt: skip
    text = _("Settes målet til {low}, blir endringen {low_extra:+} fram til {year}. Med {high} "
             "blir den {high_extra:+}.")  # fmt: skip
    return say("maal", fill(text, year=period), figures)


def _percent_decimals(share: float) -> int:
    """Give 0 for a whole number of per cent, else 1."""
    return 0 if abs(share * 100 - round(share * 100)) < 1e-6 else 1


def _when(model: Model) -> Statement | None:
    extra = model.choices.extra_low
    year = model.reached(model.rate or 0.0, extra.value)
    later = model.reached(model.choices.rate_high.value, extra.value)
    figures = {
        "n": _figure(model, "ekstra-plasser", extra.label, extra.value, Unit.PLACES,
                     str(model.base_year)),
        "rate": _rate(model),
        "high": _figure(model, "maal-high", model.choices.rate_high.label,
                        model.choices.rate_high.value, Unit.SHARE, str(model.target),
                        decimals=_percent_decimals(model.choices.rate_high.value)),
    }  # fmt: skip
    last = str(model.years[-1])
    first = _("i {year}").format(year=year) if year else _("ikke før {year}").format(year=last)
    second = _("i {year}").format(year=later) if later else _("ikke før {year}").format(year=last)
    text = _("{n} flere enn i dag trengs {first} hvis dekningsgraden er {rate}, og {second} hvis "
             "den er {high}.")  # fmt: skip
    return say("naar", fill(text, first=first, second=second).replace("{n}", "{n:u} plasser"),
               figures)  # fmt: skip


def _cost(model: Model) -> Statement | None:
    gap = model.lacking(model.rate or 0.0, build=False).get(model.target)
    if gap is None or gap < 0.5:
        return None
    ways = sorted(yearly_cost(gap, each) for each in model.alternatives().values())
    own = yearly_cost(gap, model.choices.place_cost.value)
    period = str(model.target)
    formula = _("Plasser som mangler × kostnad per person og år")
    figures = {
        name: _figure(model, f"kostnad-{name}", label, value, Unit.MILLION_NOK, period, formula,
                      decimals=0)
        for name, label, value in (
            ("low", _("Rimeligste alternativ per år"), ways[0]),
            ("high", _("Dyreste alternativ per år"), ways[-1]),
            ("own", _("Institusjonsplasser per år"), own),
        )
    }  # fmt: skip
    lacking = _figure(model, "plasser-mangler", _("Plasser som mangler uten bygging"), gap,
                      Unit.PLACES, period, _("Plasser som trengs minus plasser i dag"),
                      decimals=two_digits(gap))  # fmt: skip
    text = _("Bygges det ikke, og holdes dekningsgraden, mangler omtrent {gap} i {year}. Med "
             "antakelsene her koster det {low} til {high} i året å hjelpe på andre måter, mot "
             "{own} for plassene.")  # fmt: skip
    return say("bygger-ikke", fill(text, year=period), {"gap": lacking, **figures}, caution=True)


def _queue(model: Model) -> Statement | None:
    now, fewest, later = model.queue(), model.fewest(), model.fewest(model.target)
    if now is None or fewest is None or later is None:
        return None
    formula = _("Erlangs tapsformel med belastning = nye brukere per uke × uker per opphold")
    period = str(model.base_year)
    figures = {
        "places": Figure("korttidsplasser", _("Korttidsplasser"), now.places, Unit.PLACES,
                         model.place, december(model.base_year - 1),
                         model.sources["care_places"]),
        "blocked": _figure(model, "korttid-fullt", _("Møter fullt"), now.blocked, Unit.SHARE,
                           period, formula, decimals=0),
        "fewest": _figure(model, "korttid-trengs", _("Korttidsplasser som trengs"), fewest,
                          Unit.PLACES, period, formula),
        "later": _figure(model, "korttid-trengs-fram", _("Korttidsplasser som trengs"), later,
                         Unit.PLACES, str(model.target), formula),
    }  # fmt: skip
    text = _("Med {places:u} korttidsplasser møter {blocked} av nye brukere fullt, etter "
             "antakelsene her. For at høyst 5 % skal det, trengs {fewest} i dag og {later} i "
             "{year}.")  # fmt: skip
    if not model.ahead:
        del figures["later"]
        text = _("Med {places:u} korttidsplasser møter {blocked} av nye brukere fullt, etter "
                 "antakelsene her. For at høyst 5 % skal det, trengs {fewest}.")  # fmt: skip
    if now.lacking:
        text = text + " " + _("Kapasitet mangler: flere har bruk for plass enn det er plasser til, "
                              "så en kø ville vokse.")  # fmt: skip
    return say("korttid", fill(text, year=str(model.target)), figures, caution=now.lacking)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler tall om {place}, så plassbehovet kan ikke beregnes ennå.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _others(evidence: Evidence) -> list[tuple[Role, str, dict[int, float]]]:
    """Give coverage by 1 January of the group and Norway, where places and ages are known."""
    found = []
    for role, place in compared(evidence):
        path = population_path(evidence, place) if role is not Role.OWN else None
        beds = places_by_kind(evidence, place).get(INSTITUTION, {}) if path else {}
        rates = {y + 1: coverage(v, path.group(80, 105, y + 1) if path else None)
                 for y, v in beds.items()}  # fmt: skip
        known = {y: v for y, v in rates.items() if v is not None}
        if known:
            found.append((role, place.name, known))
    return found


def _rana_check(evidence: Evidence, model: Model) -> Statement | None:
    """Work back what a printed coverage, target range and extra places imply."""
    items = ("extra_nursing_home_places_low", "extra_nursing_home_places_high",
             "nursing_home_coverage_target_low", "nursing_home_coverage_target_high",
             "nursing_home_coverage")  # fmt: skip
    found = [printed(evidence, item) for item in items]
    values = [f.value for f in found if f is not None and f.value is not None]
    if len(values) != len(items):
        return None
    then, beds, now = implied_start(values[0], values[1], values[2], values[3], values[4])
    formula = _("Løst av 10 % × innbyggere − plasser = 23 og 12 % × innbyggere − plasser = 75")
    reached = next((y for y in model.years if (model.aged(y) or 0) >= then), None)
    figures = {
        "low": found[0], "high": found[1], "year": found[2] and _year(found[2]),
        "then": _figure(model, "trykt-80-da",
                        _("Innbyggere 80 år og eldre som tallene forutsetter"), then,
                        Unit.PERSONS, "", formula),
        "beds": _figure(model, "trykt-plasser", _("Plasser som tallene forutsetter"), beds,
                        Unit.PLACES, "", formula),
        "now": _figure(model, "trykt-80-na", _("Innbyggere 80 år og eldre da"), now,
                       Unit.PERSONS, "", formula),
    }  # fmt: skip
    when = (_("i {year}").format(year=reached) if reached else
            _("ikke før {year}").format(year=model.years[-1]))  # fmt: skip
    text = _("«{document}» skriver {low:u}–{high:u} flere plasser «fra rundt» {year}. Tallene "
             "forutsetter {beds}, {now:u} innbyggere på 80 år og eldre da de ble skrevet, og "
             "{then:u} når plassene trengs. Så mange blir det {when} i framskrivingen, så vi "
             "gjengir ikke årstallet.")  # fmt: skip
    document = found[0].source.producer if found[0] else ""
    return say("trykt", fill(text, when=when, document=document), figures, caution=True)


def _year(figure: Figure) -> Figure:
    """Give the year a printed figure speaks of, as a figure."""
    return Figure(f"{figure.id}-aar", _("År det trykte målet gjelder"), float(figure.period),
                  Unit.YEAR, figure.place, figure.period, figure.source)  # fmt: skip


def _ytteren(evidence: Evidence) -> Statement | None:
    kinds = ("nursing_home", "shared_housing", "day_centre")
    figures = {f"{kind}_{part}": printed(evidence, f"ytteren_{kind}_places{suffix}")
               for kind in kinds for part, suffix in (("all", ""), ("new", "_new"))}  # fmt: skip
    text = _("Planen for Ytteren er {nursing_home_all:u} sykehjemsplasser ({nursing_home_new:u} "
             "nye), {shared_housing_all:u} plasser i bokollektiv ({shared_housing_new:u} nye) og "
             "{day_centre_all:u} dagplasser ({day_centre_new:u} nye). Åpningsåret er ikke "
             "trykt.")  # fmt: skip
    return say("ytteren", text, figures)


def _without(evidence: Evidence) -> Statement | None:
    figure = printed(evidence, "residents_without_safe_services")
    text = _("Kommunen har skrevet at den uten bygging ikke kan gi forsvarlige tjenester til {n:u} "
             "innbyggere. Det er summen av de nye sykehjems- og bokollektivplassene.")  # fmt: skip
    return say("uten-bygging", text, {"n": figure})


def _sections(evidence: Evidence, model: Model | None) -> tuple[Section, ...]:
    if model is None:
        return ()
    others = _others(evidence)
    more = other_sources(evidence, "care_places", (name for _r, name, _v in others))
    parts: list[tuple[str, str, list[Block | None]]] = [
        ("dekning", _("Dekningsgraden fram til i dag"),
         [exhibits.history(model, others, more)]),
        ("korttid", _("Korttidsplasser som kø"), [exhibits.short_stay(model)]),
    ]  # fmt: skip
    if model.ahead:
        parts[1:1] = [
            (
                "behov",
                _("Plasser som trengs"),
                [exhibits.needed(model), exhibits.reached(model), _rana_check(evidence, model)],
            ),
            (
                "bygger-ikke",
                _("Hva om vi ikke bygger?"),
                [
                    _ytteren(evidence),
                    exhibits.programme(model),
                    _without(evidence),
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
    found = [missing_table(evidence, name, what) for name, what in wanted.items()
             if not holds(evidence, name)]  # fmt: skip
    if model is not None and not model.ahead:
        found.append(missing_table(evidence, "projection", _("Befolkningen i årene som kommer")))
    beds = newest(places_by_kind(evidence, evidence.place).get(INSTITUTION, {}))
    if beds == 0:
        found.append(Missing(
            _("Dekningsgrad i institusjon"),
            _("Statistikken sier at kommunen har 0 plasser i institusjon."),
            _("Kontroller KOSTRA-rapporteringen, eller se plassene kommunen kjøper av andre."),
            "care_places",
        ))  # fmt: skip
    elif model is None and not found:
        found.append(Missing(
            _("Institusjonsplasser"), _("Tallet er skjermet eller ikke publisert."),
            _("Bruk kommunens eget tall."), "care_places",
        ))  # fmt: skip
    if model is not None and model.queue() is None:
        found.append(Missing(
            _("Køen for korttidsplasser"), _("Antall korttidsplasser er ikke kjent."),
            how_to_get(evidence.place), "care_places",
        ))  # fmt: skip
    if model is not None and not _others(evidence):
        found.append(Missing(
            _("Dekningsgrad i KOSTRA-gruppen og landet"),
            _("Plasser er ikke lastet inn for gruppen eller landet."),
            how_to_get(evidence.place), "care_places",
        ))  # fmt: skip
    return tuple(found)
