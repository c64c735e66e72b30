"""The scenarios side by side in one year, as lines, and each with its own uncertainty."""

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.timeline import YEAR, timeline, with_ends, year_column
from veivalg.chapters.scenarier.exhibits import (
    SCENARIO,
    VALUE,
    digits,
    in_unit,
    meaning,
    roles,
    show,
    unit_word,
    zero_mark,
)
from veivalg.chapters.scenarier.model import (
    Compared,
    Run,
    borne,
    digits_of,
    fan,
    filled,
    main_path,
    notes,
    slug,
    span,
    tested,
    told,
    written,
)
from veivalg.chapters.scenarier.model.followed import label_of, paid
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Shape,
    format_number,
    format_plain,
    format_together,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.model import PLACE_KINDS
from veivalg.maths.scenarios.outcome import QUANTITIES, Outcome
from veivalg.norway.quantities import Registered


def side_by_side(compared: Compared, keys: tuple[str, ...]) -> Exhibit | None:
    """Put the scenarios beside each other in one year: main path and 80 % interval."""
    known = [id for id in keys if all(id in run.outcome for run in compared.runs)]
    rows: list[tuple[Cell, ...]] = []
    for id in known:
        quantity = QUANTITIES[id]
        rows += [
            (
                label_of(compared, id) + in_unit(quantity),
                name,
                _lacking(id, run) or span(run.outcome, id, compared.year),
            )
            for name, run in compared.named_runs
        ]
    if not rows:
        return None
    alike = len({(what, value) for what, _name, value in rows}) == len(known)
    return show(compared)(
        "scenarier-side-om-side",
        _("Det som kan regnes ut, er likt i alle scenariene i {year}")
        if alike and len(compared.runs) > 1
        else _("Scenariene side om side i {year}"),
        _("Midterste framskriving, og i parentes hvor 80 av 100 utfall ligger, {place}"),
        (
            Column("quantity", _("Størrelse")),
            Column(SCENARIO, _("Scenario")),
            Column(VALUE, _("Utfall")),
        ),
        rows,
        n=format_plain(len(compared.runs)),
        alt=_("Tabellen stiller {n} scenarier side om side i {year}."),
        pivot=("quantity", SCENARIO, VALUE),
        quantities={
            (VALUE, label_of(compared, id) + in_unit(QUANTITIES[id]), name): told(
                compared, i, id, compared.year
            )
            for id in known
            for i, name in enumerate(compared.names)
            if not _lacking(id, compared.runs[i])
        },
        uncertainty=_(
            "I parentes: 80 av 100 utfall ligger mellom endene. Et "
            "scenario er et valg og har ingen sannsynlighet."
        ),
        note=notes(
            filled(*known),
            _spare(compared),
            _unpaid(compared),
            paid(compared),
            tested(),
            compared.inputs.caveat,
        ),
    )


def _lacking(id: str, run: Run) -> str:
    """Say that the cost of buildings is missing where a step has none: it is not nothing."""
    return _("mangler") if id == "cost_capital" and run.scenario.uncosted else ""


def _unpaid(compared: Compared) -> str:
    """Say which building steps have no cost, and so are in no sum."""
    names = {name for run in compared.runs for name in run.scenario.uncosted}
    return (
        _("Byggekostnaden mangler for {names} og er ikke med i noen sum.").format(
            names=", ".join(f"«{name}»" for name in sorted(names))
        )
        if names
        else ""
    )


def _spare(compared: Compared) -> str:
    """Say what a number below zero means, where places are to spare."""
    gaps = [f"{kind}_gap" for kind in PLACE_KINDS]
    spare = any(
        run.outcome.told(id, compared.year)[1] < 0
        for run in compared.runs
        for id in gaps
        if id in run.outcome
    )
    return _("Minus foran plasser som mangler, er plasser til overs.") if spare else ""


def lines(compared: Compared, quantity: Registered) -> Exhibit:
    """Draw the scenarios as named lines, each its main path year by year."""
    middles = {
        name: run.outcome.middle(quantity.id, compared.year) for name, run in compared.named_runs
    }
    own, runs = roles(compared), compared.named_runs
    return show(compared)(
        f"scenarier-{slug(quantity)}",
        _range_title(compared, quantity, list(middles.values())),
        _("{label}, {place}, midterste framskriving i hvert scenario") + in_unit(quantity),
        **timeline(
            {name: (own[name], _main(run.outcome, quantity)) for name, run in runs},
            Column(VALUE, label_of(compared, quantity.id), quantity.unit, digits(quantity.unit)),
            Column(SCENARIO, _("Scenario")),
            projected_from=compared.base_year + 1,
            zero=True,
            y_title=unit_word(quantity.unit),
            marks=zero_mark(quantity),
        ),
        quantities={(VALUE, name): told(compared, i, quantity.id) for i, name in enumerate(own)},
        label=label_of(compared, quantity.id),
        said="; ".join(f"{name}: {written(v, quantity.unit)}" for name, v in middles.items()),
        alt=_("I {year} er midterste framskriving {said}."),
        method=quantity.method,
        note=notes(filled(quantity.id), compared.inputs.caveat),
        uncertainty=_("Linjene er scenarier: de viser valg, ikke usikkerhet."),
    )


def _main(outcome: Outcome, quantity: Registered) -> dict[int, float]:
    """Give the main path by year."""
    return dict(zip(outcome.years, main_path(outcome, quantity.id).tolist(), strict=True))


def _range_title(compared: Compared, quantity: Registered, middles: list[float]) -> str:
    low, high = min(middles), max(middles)
    shown = digits_of(quantity.unit, low, high)
    least, most = format_together((low, high), quantity.unit, shown)
    text = (
        _("{label} i {year}: fra {low} til {high}")
        if format_number(low, quantity.unit, shown) != format_number(high, quantity.unit, shown)
        else _("{label} i {year}: {high}")
    )
    return fill(
        text, label=label_of(compared, quantity.id), year=str(compared.year), low=least, high=most
    )


def fans(compared: Compared, quantity: Registered) -> Exhibit:
    """Draw each scenario's own uncertainty, a panel a scenario on one scale."""
    rows: list[tuple[Cell, ...]] = []
    for name, run in compared.named_runs:
        by_year = fan(run.outcome, quantity.id).T.tolist()
        rows += [(y, name, *of) for y, of in zip(run.outcome.years, by_year, strict=True)]
    own = compared.runs[compared.at].outcome
    middle, low, high = own.told(quantity.id, compared.year)
    unit, shown = quantity.unit, borne(own, quantity.id, compared.year)
    least, most = format_together((low, high), unit, shown)
    heads = {
        "p10": _("Nedre, 80 %"),
        "p25": _("Nedre, 50 %"),
        VALUE: _("Midterste"),
        "p75": _("Øvre, 50 %"),
        "p90": _("Øvre, 80 %"),
    }
    return show(compared)(
        f"scenarier-usikkerhet-{slug(quantity)}",
        _("«{name}» gir trolig mellom {low} og {high} i {year}"),
        _("{label}, {place}, hvert scenario med sin egen usikkerhet") + in_unit(quantity),
        (
            year_column(),
            Column(SCENARIO, _("Scenario")),
            *(Column(key, title, unit, shown) for key, title in heads.items()),
        ),
        rows,
        quantities={
            key: what
            for i, name in enumerate(compared.names)
            for key, what in with_ends(
                told(compared, i, quantity.id), VALUE, name, low="p10", high="p90"
            ).items()
        },
        name=compared.names[compared.at],
        label=label_of(compared, quantity.id),
        low=least,
        high=most,
        middle=format_together((low, high, middle), unit, shown)[-1],
        alt=_(
            "I «{name}» ligger 80 av 100 utfall i {year} mellom {low} og {high}, og midterste "
            "framskriving er {middle}."
        ),
        chart=Chart(
            Shape.PANELS,
            YEAR,
            VALUE,
            low="p10",
            high="p90",
            inner=("p25", "p75"),
            facet=SCENARIO,
            projected_from=compared.base_year + 1,
            zero=True,
            y_title=unit_word(unit),
            marks=zero_mark(quantity),
        ),
        method=quantity.method,
        uncertainty=meaning(),
        note=notes(filled(quantity.id), tested(), compared.inputs.caveat),
    )
