"""What the chapter «plasser» says of what documents print of places."""

from veivalg.chapters.common.people import persons
from veivalg.chapters.common.sentences import say
from veivalg.chapters.plasser.model import AGED, Model
from veivalg.chapters.plasser.model.figures import beds_of, calculated
from veivalg.chapters.plasser.sentences import when_reached
from veivalg.content import Figure, Statement, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.projections.places import coverage, implied_start

NEAR = 0.005
"""A coverage as near a target as this is the target."""


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
        "when": when_reached(model, reached),
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
        "{target:0} kommer altså av seg selv i {year}, og måler ingenting da."
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
        "{day_centre_all:u} dagplasser ({day_centre_new:u} nye). Åpningsåret er ikke trykt. De "
        "{shared_housing_new:u} er de samme heldøgns boligene som i scenariet «Ytteren» og i Plan "
        "innenfor rammene. I scenariet regnes de bare til dem som trenger bolig."
    )
    return say("ytteren", text, figures)


def without_building(model: Model) -> Statement | None:
    """Give what the municipality has written of not building."""
    text = _(
        "Kommunen har skrevet at den uten bygging ikke kan gi forsvarlige tjenester til {n:u} "
        "innbyggere. Det er summen av de nye sykehjems- og bokollektivplassene."
    )
    return say("uten-bygging", text, {"n": model.printed.get("residents_without_safe_services")})
