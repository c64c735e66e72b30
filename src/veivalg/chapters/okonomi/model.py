"""The figures of the chapter «okonomi»: three key figures against targets, gaps and pace (M5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from veivalg.chapters.common import printed
from veivalg.chapters.common.choices import choice, set_out
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series, all_series, missing_series
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.okonomi import SPEC
from veivalg.content import Assumption, Figure, Missing, Place, Unit
from veivalg.content.numbers import THIN, format_exact, format_short
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.area_gaps import MOVES
from veivalg.maths.comparison.area_year import AREA_NEEDS
from veivalg.maths.comparison.finance import (
    DEBT,
    FUND,
    PACE_YEARS,
    RESULT,
    Score,
    Way,
    gap,
    mean,
    score,
    short_of,
    years_to_target,
)
from veivalg.norway import kostra
from veivalg.norway.finance_targets import BAND_CERTAINTY, Target, targets

METHOD = SPEC.methods[0]
KEYS = (RESULT, DEBT, FUND)
REVENUE = "gross_revenue"
AREAS = "area_accounts"
LARGE = 0.05
"""Share of revenue: the net cost of an area that moves less is not told beside the result."""
MORE = (
    "free_income_pi",
    "gross_operating_result",
    "financing_cost",
    "working_capital",
    "long_term_debt",
    "interest_exposure",
    "gross_investment",
    "self_financed_investment",
    "free_equity_operations",
)
"""Key figures without a target, in reading order."""
PRINTED = (2021, 2022, 2023)
"""The years documents print the key figures of."""


@dataclass(frozen=True)
class Choices:
    """The targets as they stand, and what is to be used of the fund."""

    target: Mapping[str, Assumption]
    planned_use: Assumption

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption in reading order."""
        return (*self.target.values(), self.planned_use)


def choices(evidence: Evidence) -> Choices:
    """Give the assumptions of the chapter with what a person has chosen."""
    limits = {RESULT: (-0.05, 0.10, 0.0025), DEBT: (0.0, 3.0, 0.05), FUND: (0.0, 0.5, 0.01)}
    target = {
        id: choice(
            f"maal-{id.replace('_', '-')}",
            _("Mål: {name}").format(name=t.label.lower()),
            t.value,
            Unit.SHARE,
            limits[id],
            (t.certainty, t.source),
            decimals=2 if id == RESULT else 0,
            note=_(
                "Ikke lov. Kommunen vedtar sine egne måltall. Den gule grensen er vårt valg: "
                "{yellow}."
            ).format(yellow=_percent(t.yellow)),
        )
        for id, t in targets().items()
    }
    chosen = {id: evidence.assume(assumption) for id, assumption in target.items()}
    return Choices(chosen, *set_out(evidence, "bruk-av-fond"))


def _percent(share: float) -> str:
    return f"{format_exact(share * 100, 6)} %"


@dataclass(frozen=True)
class Model:
    """The three key figures and revenue, with targets; nothing is `known` where none is.

    ``printed`` is what a document prints of them: ``result_2021`` … and ``fund``.
    """

    place: Place
    series: Mapping[str, Series]
    choices: Choices
    printed: Mapping[str, Figure | None]

    @property
    def known(self) -> tuple[str, ...]:
        """Give the key figures the municipality has a value of, in reading order."""
        return tuple(id for id in KEYS if self.series[id].year is not None)

    @cached_property
    def year(self) -> int:
        """Give the newest year any key figure is known of."""
        return max((y for id in self.known if (y := self.series[id].year)), default=0)

    def target(self, id: str) -> Target:
        """Give the target of a key figure as it stands, with the band moved along."""
        base, chosen = targets()[id], self.choices.target[id].value
        moved = base.yellow + chosen - base.value
        return Target(
            base.id,
            base.label,
            chosen,
            moved,
            base.high_good,
            base.source,
            BAND_CERTAINTY if chosen != base.value else base.certainty,
        )

    def score(self, id: str) -> Score | None:
        """Give the score of the newest value."""
        return score(self.series[id].value(), self.target(id))

    def short(self, id: str) -> float | None:
        """Give how far the newest value is from its target, as a share; above 0 is lacking."""
        value = self.series[id].value()
        return None if value is None else short_of(value, self.target(id))

    def revenue(self, year: int | None) -> Figure | None:
        """Give gross operating revenue of a year as a figure, or None."""
        return self.series[REVENUE].figure(year)

    def gap(self, id: str) -> float | None:
        """Give what is lacking to the target in kroner, in the newest year; below 0 is to spare."""
        revenue = self.revenue(self.series[id].year)
        return gap(self.series[id].value(), self.target(id), revenue.value if revenue else None)

    @property
    def pace(self) -> Figure | None:
        """Give the mean result of the newest years as a share; its inputs are those years."""
        series = self.series[RESULT]
        values = series.own.values if series.own else {}
        for n in (PACE_YEARS, 1):
            value, years = mean(values, n), sorted(values)[-n:]
            if value is not None:
                behind = tuple(f for year in years if (f := series.figure(year)) is not None)
                return Figures(self.place, f"{years[0]}–{years[-1]}", method=METHOD)(
                    "driftsresultat-snitt",
                    _("Netto driftsresultat i snitt, andel av driftsinntektene"),
                    value,
                    Unit.SHARE,
                    _("Summen av årenes prosenter ÷ antall år"),
                    inputs=behind,
                )
        return None

    def way(self) -> Way | None:
        """Give how long it takes to fill the fund when the mean result goes to it."""
        revenue, pace = self.revenue(self.series[FUND].year), self.pace
        if revenue is None or revenue.value is None or pace is None or pace.value is None:
            return None
        yearly = pace.value * revenue.value - self.choices.planned_use.value
        return years_to_target(self.gap(FUND), yearly)

    def figures(self, *keys: str) -> Figures:
        """Make figures of our own from the newest value of some key figures."""
        year = self.series[keys[0]].year
        used = (*(self.series[key].figure() for key in keys), self.revenue(year))
        return Figures(
            self.place,
            str(year or ""),
            method=METHOD,
            title=_("Avstand til måltall"),
            inputs=tuple(f for f in used if f is not None),
            assumptions=tuple(self.choices.target[key] for key in keys),
        )


def build(evidence: Evidence) -> Model:
    """Open what is known of the finances."""
    found = {f"result_{y}": _printed(evidence, "net_operating_result", y) for y in PRINTED}
    found["fund"] = _printed(evidence, "reserve_fund", PRINTED[-1])
    return Model(
        evidence.place, all_series(evidence, (*KEYS, REVENUE, *MORE)), choices(evidence), found
    )


def _printed(evidence: Evidence, item: str, year: int) -> Figure | None:
    figure = printed.printed(evidence, item, year)
    return None if figure is None else figure.renamed(f"{figure.id}-{year}")


def missing(evidence: Evidence, model: Model) -> tuple[Missing, ...]:
    """Say which key figures are lacking, and the kroner to measure distances in."""
    found = missing_series(evidence, [model.series[id] for id in KEYS])
    if not model.known or model.revenue(model.year) is not None:
        return found
    why = _("Brutto driftsinntekter i kroner mangler for {place}.")
    return (
        *found,
        Missing(
            _("Avstand til målene i kroner"),
            why.format(place=model.place.name),
            how_to_get(model.place),
            table_name("indicators"),
        ),
    )


def verdict(found: Score | None) -> str:
    """Write a score in words, so that the colour is never alone."""
    words = {
        Score.GREEN: _("grønn: målet er nådd"),
        Score.YELLOW: _("gul: målet er ikke nådd"),
        Score.RED: _("rød: det er langt til målet"),
    }
    return words[found] if found else _("ikke vurdert")


def aim(target: Target) -> str:
    """Write a target: «minst 1,75 %» or «høyst 75 %»."""
    text = f"{format_short(target.value * 100, 2)}{THIN}%"
    return (_("minst {target}") if target.high_good else _("høyst {target}")).format(target=text)


def moved_area(evidence: Evidence, model: Model) -> dict[str, Figure | None]:
    """Give an area of service before and in the year, where it may be booked wrongly.

    That is where its net cost moved much in a year, and by as much as counts for the result: half
    the way to its target, and a share of revenue no service moves by itself.
    """
    accounts, money = evidence.country.get(AREAS), model.gap(RESULT)
    year, revenue = model.series[RESULT].year, model.series[REVENUE].value()
    if accounts is None or money is None or year is None or not revenue:
        return {}
    own = accounts.frame.filter(
        pl.col("year").is_in((year - 1, year)), measure="net", municipality=evidence.place.code
    )
    booked = {(area, y): n for area, y, n in own.select("area", "year", "amount").iter_rows()}
    least = max(abs(money) / 2, LARGE * revenue)
    for area in AREA_NEEDS:
        was, now = (booked.get((area, y)) for y in (year - 1, year))
        if was and now is not None and abs(now / was - 1) > MOVES and abs(now - was) >= least:
            source, label = accounts.source(evidence.place.code), kostra.area(area).label
            return {
                slot: Figures(evidence.place, str(y), source)(
                    f"resultat-{area.lower()}-{y}", label, n, Unit.MILLION_NOK, decimals=0
                )
                for slot, y, n in (("was", year - 1, was), ("now", year, now))
            }
    return {}
