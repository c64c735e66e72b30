"""What «plan-innenfor-rammene» rests on: figures with source, formula and uncertainty."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isclose

import numpy as np

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.sources import worked_out
from veivalg.chapters.common.use_trend import Going
from veivalg.chapters.plan_innenfor_rammene import SPEC
from veivalg.content import (
    Figure,
    Interval,
    Source,
    Unit,
    format_number,
    format_plain,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.check import Check
from veivalg.maths.optimise.formulate import DWELLINGS, HOME, INSTITUTION, SHORT
from veivalg.maths.optimise.plans import MANY, digits
from veivalg.maths.optimise.problem import Array
from veivalg.maths.service_model.drivers import TREND_YEARS, trend
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.services import Driver

METHOD = SPEC.methods[0]
LEVEL = 0.8
MILLION = 1e6
TOLD = 0.5
"""Fewer places than this are none."""


def source(answer: Answer) -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    title, basis = _("Plan innenfor rammene"), answer.basis
    return worked_out(METHOD, title, basis.sources, note=basis.caveat)


def sources(answer: Answer) -> tuple[Source, ...]:
    """Give our calculation and what it rests on."""
    return (source(answer), *answer.basis.sources)


def span(answer: Answer) -> str:
    """Give the years of the plan: «2027–2040»."""
    return f"{answer.problem.years[0]}–{answer.problem.years[-1]}"


def last_year(answer: Answer) -> int:
    """Give the year plans are set side by side in."""
    return answer.problem.years[-1]


def practised(answer: Answer) -> str:
    """Say what the need of every plan is reckoned by, as it stands in a sentence.

    A trend that can't be read changes nothing: places then follow the use there is.
    """
    basis = answer.basis
    changes = basis.driver is Driver.TREND and THREE[Driver.TREND] in basis.main
    going = going_on(answer)
    if not changes or not going.years:
        return _("etter dagens praksis")
    if going.chosen or going.years != TREND_YEARS:
        return _("med {practice}").format(practice=going.followed(basis.driver))
    return _("når bruken endrer seg som de siste fem årene")


def going_on(answer: Answer) -> Going:
    """Give how use goes on changing in the need that is planned for."""
    basis, known = answer.basis, trend(answer.basis.use)
    rate, years = (basis.values[id] for id in ("rate_trend", "trend_years"))
    chosen = "" if known is None or isclose(rate, known.rate) else format_number(rate, Unit.SHARE)
    return Going(rate, years, basis.base_year, last_year(answer), chosen)


def figures(answer: Answer, period: str = "") -> Figures:
    """Give what makes the figures of the answer, for all its years when no period is given."""
    changed = tuple(a for a in answer.means.values() if a.changed)
    when = period or span(answer)
    return Figures(answer.basis.place, when, source(answer), METHOD, assumptions=changed)


@dataclass(frozen=True, slots=True)
class Row:
    """A quantity of every plan in the last year, by draw (D,); kroner in millions.

    Parameters
    ----------
    rest
        (whole, other part), neither itself a rest: it is printed as the whole less the other part,
        so that the printed numbers add up.
    fixed
        What it is in every plan and draw, where that is so.
    """

    id: str
    label: str
    unit: Unit
    decimals: int
    rest: tuple[str, str] | None = None
    fixed: float | None = None


def rows(answer: Answer) -> tuple[Row, ...]:
    """Give the quantities plans are set side by side on, in reading order.

    Under ten users uncovered, one decimal is told; under a hundred million, likewise.
    """
    shown = [c for c in (answer.idle, answer.check) if c is not None]
    least = max((float(c.lacking[:, -1].mean()) for c in shown), default=0.0) < MANY
    d = 1 if least else 0
    unmet, users = _("Udekket behov {practice}").format(practice=practised(answer)), Unit.USERS
    stood_empty = [Row("stengt", _("Av dem i avdelinger som er stengt"), Unit.PLACES, 0)]
    if not any(draws(c, "stengt").mean() >= TOLD for c in shown):
        stood_empty = []
    found = [
        Row("plasser", _("Institusjonsplasser"), Unit.PLACES, 0),
        Row("korttid", _("Av dem korttidsplasser"), Unit.PLACES, 0),
        Row("tomme", _("Institusjonsplasser som står tomme"), Unit.PLACES, 0),
        *stood_empty,
        Row("boliger", _("Heldøgns boliger"), Unit.DWELLINGS, 0),
        Row("udekket", unmet, users, d),
        Row("tungt", _("Av dem mangler plass eller bolig"), users, d),
        Row("lett", _("Av dem mangler hjemmetjeneste"), users, d, ("udekket", "tungt")),
        *_staff_rows(answer, d),
    ]
    if answer.basis.priced:
        d = 0 if (answer.basis.cost or 0.0) > 100 * MILLION else 1
        told = any(draws(c, "apne").mean() >= 0.5 / 10**d for c in shown)
        open_wards = [Row("apne", _("Herav tomme plasser i åpne avdelinger"), Unit.MILLION_NOK, d)]
        open_wards = open_wards if told else []
        million, all_of_it = Unit.MILLION_NOK, _("Netto utgift når hele behovet dekkes")
        rest = _("Av dette for å dekke resten på annen måte")
        found += [
            *_bridge(answer, d),
            Row("i-alt", all_of_it, million, d),
            Row("kroner", _("Av dette i planen, renter og avdrag med"), million, d),
            *open_wards,
            Row("ellers", rest, million, d, ("i-alt", "kroner")),
        ]
    return tuple(found)


def _bridge(answer: Answer, d: int) -> Iterator[Row]:
    """Give kroner as other chapters tell them, and how far a plan that covers all is from that."""
    today, million = "kroner-som-i-dag", Unit.MILLION_NOK
    if "cost" not in answer.basis.main:
        return
    told = float(round_half_up(answer.basis.told("cost") / MILLION, d))
    yield Row(today, _("Netto utgift om alle fikk tilbudet de får i dag"), million, d, fixed=told)
    changed = _("Endring i utgift fordi noen får hjelp på annen måte")
    yield Row("kroner-endring", changed, million, d, ("i-alt", today))


def _staff_rows(answer: Answer, d: int) -> Iterator[Row]:
    """Give årsverk as other chapters tell them, and how far a plan that covers all is from that."""
    today, whole = "arsverk-som-i-dag", "arsverk-i-alt"
    told = float(round_half_up(answer.basis.told("fte"), d))
    yield Row(today, _("Årsverk om alle fikk tilbudet de får i dag"), Unit.FTE, d, fixed=told)
    changed = _("Endring fordi noen får hjelp på annen måte")
    yield Row("arsverk-endring", changed, Unit.FTE, d, (whole, today))
    yield Row(whole, _("Årsverk når hele behovet dekkes"), Unit.FTE, d)
    yield Row("arsverk", _("Årsverk i planen"), Unit.FTE, d)
    rest = _("Årsverk for å dekke resten på annen måte")
    yield Row("arsverk-ellers", rest, Unit.FTE, d, (whole, "arsverk"))


UNMET = ("udekket", "tungt", "lett")
"""Rows of who is uncovered; the only ones told of every year."""


def draws(check: Check, id: str, at: int = -1) -> Array:
    """Give a quantity of a plan by draw; users, årsverk, places or million NOK.

    Parameters
    ----------
    at
        Which year, of rows in ``UNMET``; the others are of the last.
    """
    light = np.array([n.id == HOME for n in check.problem.needs])
    lacking = check.uncovered[:, at]
    by_id: dict[str, Callable[[], Array]] = {
        "tungt": lambda: lacking[:, ~light].sum(axis=1),
        "lett": lambda: lacking[:, light].sum(axis=1),
        "udekket": lambda: lacking.sum(axis=1),
        "arsverk": lambda: check.staff[:, -1],
        "arsverk-ellers": lambda: check.otherwise("fte")[:, -1],
        "arsverk-i-alt": lambda: (check.staff + check.otherwise("fte"))[:, -1],
        "korttid": lambda: check.places(SHORT)[-1:],
        "plasser": lambda: _of_wards(check.places),
        "boliger": lambda: check.places(DWELLINGS)[-1:],
        "tomme": lambda: np.maximum(_of_wards(check.places) - _of_wards(check.used), 0.0),
        "stengt": lambda: _of_wards(check.closed),
        "apne": lambda: _open_cost(check) / MILLION,
        "kroner": lambda: check.money[:, -1] / MILLION,
        "ellers": lambda: check.otherwise("cost")[:, -1] / MILLION,
        "i-alt": lambda: (check.money + check.otherwise("cost"))[:, -1] / MILLION,
    }
    return np.asarray(by_id[id](), dtype=np.float64)


def _of_wards(places: Callable[[str], Array]) -> Array:
    """Give places of institutions in the last year, long and short stay together; (1,) or (D,)."""
    return np.asarray(sum(np.atleast_1d(places(id)[..., -1]) for id in (INSTITUTION, SHORT)))


def _open_cost(check: Check) -> Array:
    """Give NOK in the last year of places that stand empty in wards that are open (D,)."""
    cost = {s.id: s.cost for s in check.problem.services}
    return _of_wards(lambda id: check.staffed_empty(id) * cost[id])


def printed(answer: Answer, check: Check) -> dict[str, float]:
    """Give every row of a plan as it is printed, so that rows add up and plans subtract.

    What comes of doing nothing is rounded; any other plan is that and the rounded difference of
    paths, so that a difference of nothing is printed as nothing. Of a whole in two parts, the last
    is what is left of the whole.
    """
    return _printed(answer, check, rows(answer))


def uncovered_by_year(answer: Answer, check: Check) -> list[dict[str, float]]:
    """Give who is uncovered year by year as it is printed; the last year is that of `printed`."""
    unmet = [row for row in rows(answer) if row.id in UNMET]
    return [_printed(answer, check, unmet, y) for y in range(len(check.problem.years))]


def _printed(answer: Answer, check: Check, shown: Sequence[Row], at: int = -1) -> dict[str, float]:
    idle = answer.idle if answer.idle is not None and check is not answer.idle else None
    base = {} if idle is None else _printed(answer, idle, shown, at)
    found: dict[str, float] = {}
    for row in sorted(shown, key=lambda r: r.rest is not None):
        if row.rest is not None:
            whole, part = (found[id] for id in row.rest)
            if row.id in UNMET:  # a part is never more than the whole: nobody is minus one
                part = found[row.rest[1]] = min(part, whole)
            found[row.id] = _rounded(whole - part, row)
        elif row.fixed is not None:
            found[row.id] = row.fixed
        elif idle is None:
            found[row.id] = _rounded(float(draws(check, row.id, at).mean()), row)
        else:
            change = float(paths(row, check, idle, at).mean())
            found[row.id] = _rounded(base[row.id] + _rounded(change, row), row)
    return found


WHOLE_OF = {"arsverk-endring": "arsverk-i-alt", "kroner-endring": "i-alt"}
"""Row of what lies between today's services and the whole → the whole, which alone has draws."""


def paths(row: Row, check: Check, idle: Check, at: int = -1) -> Array:
    """Give how far a plan is from another in a row, draw by draw; (1,) where no draw differs."""
    if row.fixed is not None:
        return np.zeros(1)
    id = WHOLE_OF.get(row.id, row.id)
    return draws(check, id, at) - draws(idle, id, at)


def _rounded(value: float, row: Row) -> float:
    return float(round_half_up(value, row.decimals))


def ends(values: Array, row: Row) -> tuple[float, float]:
    """Give the 80 % interval of what draws give, rounded as the row is."""
    tails = np.quantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2), method="nearest")
    low, high = (_rounded(float(v), row) for v in tails)
    return low, high


def figure(answer: Answer, check: Check, id: str, name: str) -> Figure:
    """Give a row of a plan in the last year as a figure with its 80 % interval.

    Parameters
    ----------
    name
        Which plan, in the figure's id.
    """
    row = next(r for r in rows(answer) if r.id == id)
    low, high = ends(draws(check, id), row)
    return _made(answer, row, f"{id}-{name}", printed(answer, check)[id], (low, high))


def difference(answer: Answer, id: str, check: Check, idle: Check) -> Figure:
    """Give the difference of a row, as the printed numbers have it, with its own interval."""
    row = next(r for r in rows(answer) if r.id == id)
    value = printed(answer, check)[id] - printed(answer, idle)[id]
    made = _made(answer, row, f"{id}-forskjell", value, ends(paths(row, check, idle), row))
    label = _("{label}, forskjell fra om ingenting bygges eller kjøpes")
    return replace(made, label=label.format(label=row.label))


def _made(answer: Answer, row: Row, id: str, value: float, interval: tuple[float, float]) -> Figure:
    scale = MILLION if row.unit is Unit.MILLION_NOK else 1.0
    low, high = (scale * end for end in interval)
    return figures(answer, str(last_year(answer)))(
        id,
        row.label,
        scale * value,
        row.unit,
        _("Snitt av trekkene, hele behovet regnet {practice}").format(practice=practised(answer)),
        row.decimals,
        interval=Interval(low, high, _("80 % av trekkene ligger her"), LEVEL),
    )


def turned(made: Figure) -> Figure:
    """Give a fall as a number of fewer."""
    if made.interval is None or made.value is None:
        return made
    ends = replace(made.interval, low=-made.interval.high, high=-made.interval.low)
    return replace(made, value=-made.value, interval=ends)


def likely(made: Figure) -> str:
    """Write the interval of a figure: «trolig 480–530»; empty where the ends are the same."""
    if made.interval is None or made.interval.low == made.interval.high:
        return ""
    low, high = (
        format_number(v, made.unit, made.decimals, word=False)
        for v in (made.interval.low, made.interval.high)
    )
    return _(" (trolig {low} til {high})").format(low=low, high=high)


def written(value: float, row: Row, *, sign: bool = False) -> str:
    """Write a printed value of a row, never in milliards: rows must subtract."""
    return format_plain(value, row.decimals, sign=sign)


def headed(row: Row) -> str:
    """Give the label of a row with its unit, where the label does not say it."""
    unit = row.unit.word
    return row.label if unit in row.label.lower() else f"{row.label}, {unit}"


def counted(answer: Answer, value: float) -> str:
    """Write printed users uncovered as the rows of the table do."""
    return format_plain(value, unmet_decimals(answer))


def unmet_decimals(answer: Answer) -> int:
    """Give the decimals users uncovered are printed with."""
    return next(row.decimals for row in rows(answer) if row.id == "udekket")


def percent(share: float) -> str:
    """Write a share in whole per cent, number and sign never on two lines."""
    return format_number(share, Unit.SHARE, 0)


def few(value: float) -> int:
    """Give the decimals of a number of people: one under ten."""
    return digits(value)


def plain(value: float) -> str:
    """Write a number of people: one decimal under ten."""
    return format_plain(value, few(value))


def money_word(answer: Answer) -> str:
    """Say what costs are counted in: million kroner, or årsverk without accounts."""
    return _("mill. kr") if answer.basis.priced else _("årsverk")
