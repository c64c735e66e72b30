"""What a headline rests on, and what a change is made of, part of the service by part."""

from collections.abc import Sequence

from veivalg.chapters.common.alike import place_price
from veivalg.chapters.common.sentences import by_distance
from veivalg.chapters.common.use_trend import Going, tried_below
from veivalg.chapters.scenarier.exhibits import VALUE, digits, show
from veivalg.chapters.scenarier.model import Compared, notes
from veivalg.chapters.scenarier.model.apart import apart, ends_of
from veivalg.chapters.scenarier.model.followed import label_of, row_against, still
from veivalg.content import Cell, Column, Exhibit, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import value_of
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.service_model.marginal import break_even
from veivalg.maths.service_model.sensitivity import MOST, Tried
from veivalg.maths.service_model.terms import LABELS, Change, Part, change

SHOWN = 3 * MOST
"""As many assumptions as the table has room for; those that turn the sign are always there."""


def rests_on(compared: Compared, i: int, id: str) -> Exhibit | None:
    """List the assumptions that move a headline most, with what it becomes at both ends."""
    found = compared.rests.get(i, {}).get(id)
    if found is None or not found.tried:
        return None
    quantity, changed = QUANTITIES[id], compared.against[i] is not compared.runs[i]
    unit, shown = quantity.unit, digits(quantity.unit)
    told = apart(compared, compared.runs[i], compared.against[i], id)
    off = told.middle - found.headline
    kept = [t for n, t in enumerate(found.tried) if n < SHOWN or t in found.turning]
    title, subtitle, formula = _words(changed)
    held = Column("shared", _("Holdt mot en kommune der"))
    none = format_number(0.0, unit, told.decimals)
    signless = format_number(abs(told.middle), unit, told.decimals) == none
    order = by_distance(told.middle, unit, told.decimals)
    return show(compared)(
        f"scenarier-avhenger-{id.replace('_', '-')}-{i + 1}",
        title,
        subtitle,
        (
            Column("assumption", _("Antakelse")),
            Column("low", _("Prøvd fra")),
            Column("high", _("Prøvd til")),
            *([held] if changed else ()),
            Column("at_low", _("Endringen blir, fra"), unit, shown, sign=True),
            Column("at_high", _("Endringen blir, til"), unit, shown, sign=True),
            *(() if signless else (Column("turns", _("Fortegnet snur ved")),)),
        ),
        [
            (
                one.label,
                one.low,
                one.high,
                *([row_against(one)] if changed else ()),
                *ends_of(one, off),
                *(() if signless else (one.turns_at or _("snur ikke"),)),
            )
            for one in kept
        ],
        words={
            "first": found.tried[0].label,
            "label": label_of(compared, quantity.id),
            "name": compared.names[i],
            "base": str(compared.base_year),
            "still": still(compared, i),
        },
        alt=_("Tabellen viser hva endringen blir med hver antakelse."),
        method=quantity.method,
        formula=formula,
        note=notes(
            _tried_rows(),
            order,
            _one_place(compared, i, id, kept),
            _never_so_low(compared, i, kept),
        ),
    )


def _words(changed: bool) -> tuple[str, str, str]:
    """Give title, subtitle and formula: a scenario is held against another, or against today."""
    title = _("«{first}» betyr mest for endringen i «{label}» i {year} i «{name}»")
    if changed:
        return (
            title,
            _(
                "«{name}» mot en kommune der {still}, om ikke raden sier noe annet. Én antakelse "
                "står i hver ende av sitt eget område, {place}"
            ),
            _(
                "Tallet i scenariet minus tallet i sammenlikningen, med samme antakelse i begge. "
                "Det som er valgt i scenariet, flyttes bare der"
            ),
        )
    return (
        title,
        _("Fra {base} til {year} når én antakelse står i hver ende av sitt eget område, {place}"),
        _("Tallet i {year} med antakelsen flyttet, minus tallet i {base}"),
    )


def _tried_rows() -> str:
    return _(
        "Prøvd på midterste framskriving, én antakelse om gangen, med hele avdelinger: en plass "
        "mindre sparer først noe når en avdeling kan stenges."
    )


def _one_place(compared: Compared, i: int, id: str, tried: Sequence[Tried]) -> str:
    """Say that the hours of one place, told elsewhere, aren't those of the whole scenario."""
    price = place_price(compared.inputs.base, compared.inputs.today.prices)
    if id == "fte" or not price or not any(one.id == "substitute_hours" for one in tried):
        return ""
    scenario, levers = compared.runs[i].scenario, compared.inputs.levers
    place, hour = (value_of(levers, scenario, id) for id in ("place_cost", "hour_cost"))
    text = _(
        "Én plass alene koster det samme som hjelp hjemme ved {hours} i uka uten lokaler (261) og "
        "{both} med. I raden om timer er lokalene med der plassene ikke bygges."
    )
    limits = (break_even(place + more, hour) for more in (0.0, price[1]))
    hours, both = (format_number(limit, Unit.HOURS, 0) for limit in limits)
    return text.format(hours=hours, both=both)


def _never_so_low(compared: Compared, i: int, tried: Sequence[Tried]) -> str:
    """Warn where use is tried lower than it has been in any year."""
    if not any(one.id == "trend_years" for one in tried):
        return ""
    rate = value_of(compared.inputs.levers, compared.runs[i].scenario, "rate_trend")
    ahead = compared.year - compared.base_year
    going = Going(rate, ahead, compared.base_year, compared.year)
    return tried_below(compared.inputs.today.coverage, going)


def by_part(compared: Compared, id: str) -> Exhibit | None:
    """Show what a change is made of in every scenario: the parts add up to the whole.

    None of årsverk where they are not known by service: the parts are services.
    """
    hidden = id == "fte" and not compared.inputs.today.labour.shown
    if hidden or any(id not in run.outcome for run in compared.runs):
        return None
    quantity = QUANTITIES[id]
    told = [
        change(run.outcome.parts[id], 0, run.outcome.years.index(compared.year))
        for run in compared.runs
    ]
    falls = [one for one in told if one is not None]
    parts = [p for p in Part if any(p in one.terms for one in falls)]
    keys = [f"{VALUE}{n}" for n in range(len(falls))]
    rows: list[tuple[Cell, ...]] = [(str(compared.base_year), *(one.start for one in falls))]
    rows += [(_(LABELS[p]), *(one.terms.get(p, 0.0) for one in falls)) for p in parts]
    return show(compared)(
        f"scenarier-deler-{id.replace('_', '-')}",
        _("Hva endringen i «{label}» består av"),
        _("Fra {first} til {year}, {place}, midterste framskriving, {unit}"),
        (
            Column("part", _("Del")),
            *(
                Column(key, name, quantity.unit, digits(quantity.unit))
                for key, name in zip(keys, compared.names, strict=True)
            ),
        ),
        rows,
        total=(str(compared.year), *(one.end for one in falls)),
        words={
            "label": label_of(compared, quantity.id),
            "first": str(compared.base_year),
            "unit": quantity.unit.word,
        },
        alt=_("Tabellen viser leddene i endringen. De summerer til tallet i {year}."),
        method=quantity.method,
        formula=_("Hver del i {year} minus delen i {first}").format(
            year=compared.year, first=compared.base_year
        ),
        note=notes(_still(falls), _per_place(compared) if id == "cost" else ""),
    )


BY_NUMBER = (Part.UNDER_67, Part.DWELLINGS)
"""What follows a number of users or residents, and not the population."""


def _still(falls: Sequence[Change]) -> str:
    """Say why a part that follows a number has no growth; empty where it has."""
    if not any(one.terms.get(part) == 0 for one in falls for part in BY_NUMBER):
        return ""
    return _(
        "Brukere under 67 år og beboere i boliger med bemanning følger et antall, ikke "
        "folketallet. Leddet er 0 når antallet holdes som i dag."
    )


def _per_place(compared: Compared) -> str:
    """Say what the term of places holds, beside the price of a place that stands elsewhere."""
    price = place_price(compared.inputs.base, compared.inputs.today.prices)
    if price is None:
        return ""
    return _(
        "Leddet «{label}» er drift (253) og lokaler (261): {both} netto per plass i dag. Drift "
        "alene er {running}, som er prisen på en plass ellers i kapitlet. Lokalene følger "
        "plassene når de blir flere enn i dag. Blir de færre, koster husene som står, det samme. "
        "Alt i {level}."
    ).format(
        label=_(LABELS[Part.PLACES]),
        both=format_number(sum(price), Unit.MILLION_NOK, 2),
        running=format_number(price[0], Unit.MILLION_NOK, 2),
        level=compared.inputs.today.price_level,
    )
