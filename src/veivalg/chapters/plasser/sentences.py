"""What the chapter «plasser» says."""

from veivalg.chapters.common.people import persons
from veivalg.chapters.common.sentences import more_or_fewer, say, tell
from veivalg.chapters.plasser.model import AGED, Model
from veivalg.chapters.plasser.model.figures import (
    beds_of,
    calculated,
    chosen,
    erlang,
    needs,
    queueing,
    rate_of,
    short_places_of,
    short_residents_of,
)
from veivalg.content import Certainty, Figure, Interval, Statement, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.projections.places import coverage, implied_start, yearly_cost

NEAR = 0.005
"""A coverage as near a target as this is the target."""


def now(model: Model) -> Statement | None:
    """Say places and coverage today."""
    text = _(
        "{place} har {beds} i institusjon. Det svarer til {rate} av "
        "antall innbyggere på 80 år og eldre."
    )
    figures = {"beds": beds_of(model), "rate": rate_of(model)}
    return say("na", text, figures, place=model.place.name)


def needed(model: Model) -> Statement | None:
    """Say the need in the target year at today's coverage."""
    need = model.needed(model.rate or 0.0).get(model.target)
    if need is None or not model.ahead:
        return None
    extra = need - model.places
    low, high = (end - model.places for end in model.interval(need, model.target))
    meaning, made = _("80 % intervall for antall innbyggere 80 år og eldre"), needs(model)
    figures = {
        "need": made.far(
            "plasser-behov",
            _("Plasser som trengs"),
            need,
            Unit.PLACES,
            _("Dekningsgrad × innbyggere 80 år og eldre"),
        ),
        "extra": made.far(
            "plasser-flere",
            _("Plasser mer enn i dag"),
            extra,
            Unit.PLACES,
            _("Plasser som trengs minus plasser i dag"),
            interval=Interval(low, high, meaning, 0.8),
        ),
        "low": made.far("plasser-flere-lav", _("Nedre ende"), low, Unit.PLACES, meaning),
        "high": made.far("plasser-flere-hoy", _("Øvre ende"), high, Unit.PLACES, meaning),
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
    year, more = str(model.target), more_or_fewer(extra)
    return say("behov", text, figures, year=year, more=more, ends=_ends(low, high))


def _ends(low: float, high: float) -> str:
    """Give the slots of the ends of a change, with words where they differ in direction."""
    if low < -0.5 and high > 0.5:
        return _("{low:au} færre og {high:au} flere")
    return _("{low:au} og {high:au}") if low >= -0.5 else _("{high:au} og {low:au} færre")


def targets(model: Model) -> Statement | None:
    """Say what the low and the high target would need."""
    figures: dict[str, Figure | None] = {}
    words = {"year": str(model.target)}
    for name, word, assumed in zip(
        ("low", "high"), ("less", "more"), model.choices.rates, strict=True
    ):
        need = model.needed(assumed.value).get(model.target)
        if need is None:
            return None
        words[word] = more_or_fewer(need - model.places)
        figures[name] = chosen(model, f"maal-{name}", assumed)
        figures[f"{name}_extra"] = needs(model).far(
            f"maal-{name}-flere",
            _("Plasser mer enn i dag"),
            need - model.places,
            Unit.PLACES,
            _("Dekningsgrad × innbyggere 80 år og eldre minus plasser i dag"),
            assumptions=(assumed,),
        )
    low = model.choices.rate_low
    text = (
        _(
            "Med kommunens eget mål på {low} trengs {low_extra:au} {less} plasser enn i dag i "
            "{year}. Med {high} trengs {high_extra:au} {more}."
        )
        if low.certainty is Certainty.PRINTED and not low.changed
        else _(
            "Var dekningsgraden {low} i stedet, trengtes {low_extra:au} {less} plasser enn i "
            "dag i {year}, og med {high} trengtes {high_extra:au} {more}. Disse to nivåene er "
            "et valg, ikke kommunens mål."
        )
    )
    return say("maal", text, figures, words)


def when(model: Model) -> Statement | None:
    """Say in which year a number of extra places is needed, at today's and the high coverage."""
    c = model.choices
    year = model.reached(model.rate or 0.0, c.extra_low.value)
    later = model.reached(c.rate_high.value, c.extra_low.value)
    figures = {
        "n": chosen(model, "ekstra-plasser", c.extra_low),
        "rate": rate_of(model),
        "high": chosen(model, "maal-high", c.rate_high),
    }
    text = _(
        "{n} flere enn i dag trengs {first} hvis dekningsgraden er {rate}, og {second} hvis "
        "den er {high}."
    )
    if year is None and later is None:
        text = _(
            "{n} flere enn i dag trengs {first}, verken med en dekningsgrad på {rate} eller "
            "på {high}."
        )
    return say("naar", text, figures, first=_reached(model, year), second=_reached(model, later))


def _reached(model: Model, year: int | None) -> str:
    """Give when something is reached: «i 2034», «ikke innen 2050»."""
    if year is None:
        return _("ikke innen {year}").format(year=model.years[-1])
    return _("i {year}").format(year=year)


def cost(model: Model) -> Statement | None:
    """Say what helping those without a place costs, the cheapest and the dearest way."""
    gap = model.lacking(model.rate or 0.0, build=False).get(model.target)
    if gap is None or gap < 0.5:
        return None
    c, made = model.choices, needs(model)
    lacking = made.far(
        "plasser-mangler",
        _("Plasser som mangler uten bygging"),
        gap,
        Unit.PLACES,
        _("Plasser som trengs minus plasser i dag"),
    )
    ways = sorted((yearly_cost(gap, each), prices) for each, prices in model.ways().values())
    own = (yearly_cost(gap, c.place_cost.value), (c.place_cost,))
    figures = {
        name: made.far(
            f"kostnad-{name}",
            label,
            value,
            Unit.MILLION_NOK,
            _("Plasser som mangler × kostnad per person og år"),
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
    figures = {"gap": lacking, **figures}
    return say("bygger-ikke", text, figures, caution=True, year=str(model.target))


def short_stay(model: Model) -> Statement | None:
    """Say how many meet a full house; nothing where nothing is counted of the demand."""
    arrivals = model.choices.arrivals
    if model.misfit and arrivals is None:
        return _misfit(model)
    queue, fewest = model.queue(), model.fewest()
    guessed = arrivals is None or (arrivals.certainty is Certainty.CHOICE and not arrivals.changed)
    if queue is None or guessed:
        return None
    made, needed = queueing(model), _("Korttidsplasser som trengs")
    figures: dict[str, Figure | None] = {
        "places": short_places_of(model),
        "blocked": made("korttid-fullt", _("Møter fullt"), queue.blocked, Unit.SHARE, erlang(), 0),
        "fewest": made("korttid-trengs", needed, fewest, Unit.PLACES, erlang(), 0),
    }
    text = _(
        "Etter antakelsene møter {blocked} av nye brukere fullt med {places:u} "
        "korttidsplasser. For at høyst 5 % skal det, trengs {fewest}."
    )
    if model.ahead:
        later = model.fewest(model.target)
        figures["later"] = queueing(model, ahead=True)(
            "korttid-trengs-fram", needed, later, Unit.PLACES, erlang(), 0
        )
        text = _(
            "Etter antakelsene møter {blocked} av nye brukere fullt med {places:u} "
            "korttidsplasser. For at høyst 5 % skal det, trengs {fewest:u} i dag og {later} i "
            "{year}."
        )
    return say("korttid", text, figures, caution=True, year=str(model.target))


def _misfit(model: Model) -> Statement | None:
    text = _(
        "SSB teller {residents:u} på korttidsopphold, men bare {places:u} korttidsplasser samme "
        "dag. De to tallene passer ikke sammen, så vi regner ikke på køen."
    )
    figures = {"residents": short_residents_of(model), "places": short_places_of(model)}
    return say("korttid", text, figures, caution=True)


def nothing(place: str) -> Statement:
    """Say that the chapter lacks what it rests on."""
    text = _("Vi mangler tall om {place}, så plassbehovet kan ikke beregnes ennå.")
    return tell("mangler", text, caution=True, place=place)


def printed_growth(model: Model) -> Statement | None:
    """Say what printed extra places presuppose, and what the same targets give that year."""
    found = _printed_goal(model)
    if found is None:
        return None
    low, high, lowest, highest, now = found
    rates = [lowest.value or 0.0, highest.value or 0.0]
    extra = [low.value or 0.0, high.value or 0.0]
    then, beds, _aged = implied_start(extra[0], extra[1], rates[0], rates[1], now.value or 0.0)
    year = int(lowest.period)
    reached = next((y for y in model.years if (model.aged(y) or 0) >= then), None)
    if model.aged(year) is None or (reached is not None and reached <= year):
        return None
    formula = _(
        "Løst av {r0} × innbyggere − plasser = {n0} og {r1} × innbyggere − plasser = {n1}"
    ).format(
        **{f"r{i}": format_number(rate, Unit.SHARE, 0) for i, rate in enumerate(rates)},
        **{f"n{i}": format_number(more, Unit.COUNT, 0) for i, more in enumerate(extra)},
    )
    made = calculated(model, _("slik dokumentet forutsetter"), *found)
    aged = persons(model.path, *AGED, year, "innbyggere-80-trykt")
    figures: dict[str, Figure | None] = {
        "low": low,
        "high": high,
        "year": _year(lowest),
        "then": made(
            "trykt-80-da",
            _("Innbyggere 80 år og eldre som tallene forutsetter"),
            then,
            Unit.PERSONS,
            formula,
        ),
        "beds": made(
            "trykt-plasser", _("Plasser som tallene forutsetter"), beds, Unit.PLACES, formula
        ),
        "aged": aged,
    }
    text = _(
        "«{document}» skriver {low:u}–{high:u} flere plasser «fra rundt» {year}. Det krever "
        "{then:u} innbyggere på 80 år og eldre. {who} gir {aged:u} i {year} og når {then:u} {when}."
    )
    if max(rates) * (model.aged(year) or 0.0) < min(model.places, beds):
        text += " " + _(
            "Med {aged:u} gir {lowest:0} dekning {least:u} plasser og {highest:0} {most:u}: "
            "{fewer_low:u}–{fewer_high:u} færre enn i dag, og {below_low:u}–{below_high:u} færre "
            "enn dokumentets {beds:u}."
        )
        figures |= _places_then(model, (lowest, highest), aged, figures["beds"])
    else:
        del figures["beds"]
    official = model.path.source(year).producer == "SSB"
    words = {
        "when": _reached(model, reached),
        "document": low.source.producer,
        "who": _("SSBs framskriving") if official else _("Veivalgs framskriving"),
    }
    return say("trykt", text, figures, words, deviation=True)


def _printed_goal(model: Model) -> tuple[Figure, ...] | None:
    """Give printed extra places, the targets they follow and the coverage before; None if not all.

    In the order low and high places, low and high target, coverage.
    """
    items = (
        "extra_nursing_home_places_low",
        "extra_nursing_home_places_high",
        "nursing_home_coverage_target_low",
        "nursing_home_coverage_target_high",
        "nursing_home_coverage",
    )
    found = [model.printed[item] for item in items if item in model.printed]
    return tuple(found) if len([f for f in found if f.value is not None]) == len(items) else None


def _places_then(
    model: Model, targets: tuple[Figure, Figure], aged: Figure, beds: Figure | None
) -> dict[str, Figure | None]:
    """Give the places of two targets in the year they are printed for, and how many fewer."""
    made, label = calculated(model, aged.period, aged, *targets), _("Færre plasser")
    needs = [(t.value or 0.0) * (aged.value or 0.0) for t in targets]
    before = {"fewer": model.places, "below": (beds.value if beds else None) or 0.0}
    figures: dict[str, Figure | None] = {"lowest": targets[0], "highest": targets[1]}
    formula = _("Dekningsgrad × innbyggere 80 år og eldre")
    for slot, need in zip(("least", "most"), needs, strict=True):
        figures[slot] = made(f"trykt-maal-{slot}", _("Plasser"), need, Unit.PLACES, formula)
    formula = _("Plasser minus dekningsgrad × innbyggere 80 år og eldre")
    for slot, had in before.items():
        for end, need in zip(("high", "low"), needs, strict=True):
            figures[f"{slot}_{end}"] = made(
                f"trykt-{slot}-{end}", label, had - need, Unit.PLACES, formula
            )
    return figures


def comes_by_itself(model: Model) -> Statement | None:
    """Say where the high target is what coverage becomes with no place built or closed."""
    target = model.printed.get("nursing_home_coverage_target_high")
    if target is None or target.value is None:
        return None
    year = int(target.period)
    rate = coverage(model.places, model.aged(year))
    if rate is None or abs(rate - target.value) > NEAR:
        return None
    aged = persons(model.path, *AGED, year, "innbyggere-80-trykt")
    figure = calculated(model, str(year), beds_of(model), aged)(
        "dekningsgrad-uten-endring",
        _("Dekningsgrad med dagens plasser"),
        rate,
        Unit.SHARE,
        _("Plasser i dag ÷ innbyggere 80 år og eldre"),
    )
    text = _(
        "Bygges det ingen plass, og legges ingen ned, er dekningsgraden {rate} i {year}. Målet på "
        "{target:0} kommer altså av seg selv og måler ingenting."
    )
    figures = {"rate": figure, "year": _year(target), "target": target}
    return say("av-seg-selv", text, figures)


def _year(figure: Figure) -> Figure:
    """Give the year a printed figure speaks of, as a figure."""
    return Figure(
        f"{figure.id}-aar",
        _("År det trykte målet gjelder"),
        float(figure.period),
        Unit.YEAR,
        figure.place,
        figure.period,
        figure.source,
    )


def ytteren(model: Model) -> Statement | None:
    """Give the plan for Ytteren as printed."""
    kinds = ("nursing_home", "shared_housing", "day_centre")
    figures = {
        f"{kind}_{part}": model.printed.get(f"ytteren_{kind}_places{suffix}")
        for kind in kinds
        for part, suffix in (("all", ""), ("new", "_new"))
    }
    text = _(
        "Planen for Ytteren er {nursing_home_all:u} sykehjemsplasser ({nursing_home_new:u} nye), "
        "{shared_housing_all:u} plasser i bokollektiv ({shared_housing_new:u} nye) og "
        "{day_centre_all:u} dagplasser ({day_centre_new:u} nye). Åpningsåret er ikke trykt."
    )
    return say("ytteren", text, figures)


def without_building(model: Model) -> Statement | None:
    """Give what the municipality has written of not building."""
    text = _(
        "Kommunen har skrevet at den uten bygging ikke kan gi forsvarlige tjenester til {n:u} "
        "innbyggere. Det er summen av de nye sykehjems- og bokollektivplassene."
    )
    return say("uten-bygging", text, {"n": model.printed.get("residents_without_safe_services")})
