"""What the chapter «demens» rests on (M8): modelled numbers with interval, small ones hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.compared import group_of
from veivalg.chapters.common.digits import FEWEST_FOR_PERCENT, change_digits, two_digits, whole
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.paths import Paths, compared_paths, suffix
from veivalg.chapters.common.people import persons
from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR, january
from veivalg.chapters.common.printed import Documents, documents
from veivalg.chapters.demens import SPEC
from veivalg.content import (
    Assumption,
    Figure,
    Interval,
    Quantity,
    Source,
    SourceKind,
    Unit,
    presented,
)
from veivalg.content.numbers import format_short
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.dementia import decline, from_bands, likely, rates, with_dementia
from veivalg.maths.projections.hamilton_perry import Ages
from veivalg.maths.projections.indicators import ratio, relative_change
from veivalg.maths.projections.population import PopulationPath
from veivalg.norway.dementia import dementia_reference
from veivalg.norway.municipality import NORWAY
from veivalg.norway.quantities import quantity
from veivalg.tables.small_numbers import is_small

METHOD = SPEC.methods[0]
HISTORY = 10


def few() -> str:
    """Give the words that stand where a number about people is too small to show."""
    return _("færre enn 5")


def hidden_words() -> str:
    """Give the word that stands in a table where a number about people is hidden."""
    return _("skjermet")


def fall_name(slope: float) -> str:
    """Name the scenario where prevalence falls so much a year."""
    share = f"{format_short(presented(slope, Unit.SHARE), 2)} %"
    return _("Forekomsten faller {share} i året").format(share=share)


def prevalence_source() -> Source:
    """Give the source of the sixteen rates."""
    table = dementia_reference()
    return Source(
        "demens-forekomst",
        table.producer,
        table.title,
        licence=table.licence,
        kind=SourceKind.CALCULATION,
        note=f"{table.source}. {table.note}",
    )


@dataclass(frozen=True, slots=True)
class Dementia(Paths):
    """Persons with dementia in the municipality and those it is compared with.

    Parameters
    ----------
    slope
        How much prevalence falls each year after the base year, as the reader has set it.
    sick
        Place code → year → persons with dementia at today's prevalence.
    printed
        What documents print of dementia.
    group_name
        What the comparison group is called, its people known or not; empty when there is none.
    """

    slope: Assumption
    sick: Mapping[str, Mapping[int, float]]
    printed: Documents
    group_name: str

    @property
    def last(self) -> int:
        """Give the last year that can be computed."""
        return max(y for y in self.sick[self.own.place.code] if y <= LAST_YEAR)

    @property
    def target(self) -> int:
        """Give the year ahead that the findings speak of."""
        return min(TARGET_YEAR, self.last)

    @property
    def ahead(self) -> bool:
        """Say whether anything is projected."""
        return self.last > self.base

    @property
    def then(self) -> int | None:
        """Give the year of the past to compare with."""
        known = self.sick[self.own.place.code]
        return min((y for y in known if self.base - HISTORY <= y < self.base), default=None)

    def persons(
        self, year: int, path: PopulationPath | None = None, slope: float | None = None
    ) -> float | None:
        """Give the modelled number in `year`; None when the ages are not known."""
        path = path or self.own
        value = self.sick[path.place.code].get(year)
        fall = decline(self.slope.value if slope is None else slope, year - path.base_year)
        return None if value is None else value * fall

    def interval(self, value: float, year: int | None = None) -> Interval:
        """Give the 80 % interval of a number above 0, in `year` (the base year when not given).

        The rates, the number of old people ahead, how municipalities differ, and the chance of
        who of them is ill are taken to be independent of each other.
        """
        ends = likely(self.own, value, year or self.base)
        return Interval(*ends, self.meaning(ahead=(year or self.base) > self.base), 0.8, 0)

    @property
    def tested(self) -> bool:
        """Say whether the spread in the number of old people is held against what came."""
        return self.own.ends(np.nan_to_num(rates()), self.base + 1) is not None

    def meaning(self, *, ahead: bool) -> str:
        """Say in words what the interval covers."""
        return _("80 % intervall for usikkerheten i {what}").format(
            what=_(
                "forekomsten, antall eldre, forskjeller mellom kommuner og tilfeldigheter i hvem "
                "som blir syke"
            )
            if ahead
            else _("forekomsten, forskjeller mellom kommuner og tilfeldigheter i hvem som er syke")
        )

    def figure(
        self, year: int, path: PopulationPath | None = None, slope: float | None = None
    ) -> Figure | None:
        """Give persons with dementia as a figure, hidden when fewer than five."""
        path = path or self.own
        value = self.persons(year, path, slope)
        if value is None:
            return None
        hidden, chosen = is_small(value), self.slope.value if slope is None else slope
        falls = f"-{chosen * 1000:g}" if year > path.base_year and slope is not None else ""
        return self._made(path, january(year), self._old(year, path), _rate())(
            f"demens-{year}{falls}{suffix(path.place)}",
            _("Personer med demens, beregnet"),
            None if hidden else value,
            Unit.PERSONS,
            _(
                "sum over kjønn og alder av forekomst × innbyggere × (1 − årlig nedgang) "
                "opphøyd i antall år"
            ),
            self._digits(value, path, slope) if path.is_projected(year) else 0,
            interval=self.interval(value, year) if path is self.own and not hidden else None,
            reason=few() if hidden else "",
            quantity=self.quantity(year, chosen),
        )

    def quantity(self, year: int | None, slope: float) -> Quantity:
        """Say what a number is; one where prevalence falls is a scenario of its own.

        Parameters
        ----------
        year
            None where each row of a table has its own.
        """
        falls = slope > 0 and (year is None or year > self.base)
        return quantity("dementia", year, fall_name(slope) if falls else "")

    def _made(self, path: PopulationPath, period: str, *inputs: Figure, title: str = "") -> Figures:
        """Give what makes figures of the calculation; `title` names it, else persons."""
        named = title or _("Personer med demens")
        return Figures(path.place, period, None, METHOD, named, inputs, (self.slope,))

    def _digits(self, value: float, path: PopulationPath, slope: float | None) -> int:
        """Give the decimals of a far year, with which the change told beside it follows."""
        now = self.persons(self.base, path) if slope is None else None  # a fall has none told
        return change_digits(whole(now), whole(value), two_digits(value))

    def _old(self, year: int, path: PopulationPath) -> Figure:
        return persons(path, 70, 105, year, f"innbyggere-70-{year}{suffix(path.place)}")

    def change(self, start: int, end: int, path: PopulationPath | None = None) -> Figure | None:
        """Give the change in per cent of the start value."""
        path = path or self.own
        before, after = self.figure(start, path), self.figure(end, path)
        if before is None or after is None:
            return None
        label = _("Endring i personer med demens")
        return self._made(path, f"{start}–{end}", before, after, title=label)(
            f"demens-endring-{start}-{end}{suffix(path.place)}",
            label,
            relative_change(whole(before.value), whole(after.value))
            if _enough(before.value)
            else None,
            Unit.SHARE,
            _("(siste år − første år) / første år"),
            0,
            reason=_("for få til å gi endringen i prosent"),
        )

    def per_thousand(self, year: int, path: PopulationPath | None = None) -> Figure | None:
        """Give persons with dementia per 1,000 inhabitants."""
        path = path or self.own
        sick, everyone = self.figure(year, path), path.group(0, 105, year)
        if sick is None:
            return None
        when = january(year)
        whole = Figures(path.place, when, path.source(year))(
            f"innbyggere-{year}{suffix(path.place)}", _("Innbyggere"), everyone, Unit.PERSONS
        )
        share = ratio(sick.value, everyone)
        label = _("Personer med demens per 1 000 innbyggere")
        return self._made(path, when, sick, whole, title=label)(
            f"demens-per-tusen-{year}{suffix(path.place)}",
            label,
            None if share is None else 1000 * share,
            Unit.COUNT,
            _("1 000 × personer med demens / innbyggere"),
            1,
            reason=hidden_words() if sick.value is None else "",
        )


def build(evidence: Evidence) -> Dementia | None:
    """Read the tables; None when no year of the municipality can be computed."""
    paths = compared_paths(evidence)
    if paths is None:
        return None
    norway, group = paths.norway, group_of(evidence)
    country = norway.ages(norway.base_year) if norway is not None else None
    sick = {path.place.code: _series(path, country) for _role, path in paths.paths()}
    if paths.base not in sick[paths.place.code]:
        return None
    (decline,) = set_out(evidence, "demens-nedgang")
    return Dementia(
        paths.own,
        paths.group,
        norway,
        decline,
        sick,
        documents(evidence),
        group.name if group else "",
    )


def _rate() -> Figure:
    rates = [row for row in dementia_reference().entries() if row["age_to"] == 105]
    return Figures(NORWAY, "2020", prevalence_source(), METHOD)(
        "forekomst-90",
        _("Forekomst, kvinner 90 år og eldre (én av seksten rater)"),
        max(row["prevalence"] for row in rates),
        Unit.SHARE,
        _("Utledet så ratene gir 101 118 personer med demens i Norge i 2020"),
    )


def _series(path: PopulationPath, country: Ages | None) -> dict[int, float]:
    """Give year → persons with dementia at today's prevalence.

    Where only age bands are known, each gets the mean rate of the country's population.
    """
    found = {}
    for year in path.years:
        ages, bands = path.ages(year), path.bands(year)
        if ages is not None:
            found[year] = float(with_dementia(ages).sum())
        elif bands and country is not None:
            found[year] = from_bands(bands, country)
    return found


def _enough(start: float | None) -> bool:
    """Say whether a change may be given in per cent of `start` (M18)."""
    return start is not None and start >= FEWEST_FOR_PERCENT
