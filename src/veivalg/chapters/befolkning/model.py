"""What the chapter «befolkning» rests on; each figure is made once, so prose and tables agree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from veivalg.chapters.common.choices import set_out
from veivalg.chapters.common.compared import group_of
from veivalg.chapters.common.digits import (
    FEWEST_FOR_PERCENT,
    change_digits,
    end_digits,
    far_digits,
    two_digits,
    whole,
)
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.paths import Paths, compared_paths, suffix
from veivalg.chapters.common.people import how_counted, told
from veivalg.chapters.common.periods import LAST_YEAR, TARGET_YEAR, january
from veivalg.chapters.common.printed import Documents, documents
from veivalg.chapters.common.sentences import turns
from veivalg.content import Assumption, Figure, Interval, Place, Unit, round_half_up
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.indicators import (
    AgeGroup,
    crossover_year,
    difference,
    ratio,
    relative_change,
)
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.tested import ages
from veivalg.maths.projections.tested import interval as tested_interval
from veivalg.maths.projections.uncertainty import total_interval
from veivalg.tables.small_numbers import count_interval, poisson

SMALL_PLACE = 5000  # KOSTRA's limit for small municipalities
SMALL_GROUP = 20
HISTORY = 10


def build(evidence: Evidence) -> Demography | None:
    """Read the tables; None when nothing is known of the municipality."""
    paths = compared_paths(evidence)
    if paths is None:
        return None
    spread, size_effect = set_out(evidence, "framskriving-spredning", "framskriving-storrelse")
    printed, group = documents(evidence), group_of(evidence)
    return Demography(
        paths.own,
        paths.group,
        paths.norway,
        spread,
        size_effect,
        printed,
        group.name if group else "",
    )


@dataclass(frozen=True, slots=True)
class Demography(Paths):
    """The population of the municipality and those it is compared with.

    Parameters
    ----------
    spread, size_effect
        How the interval of a total grows, where it has not been tested.
    printed
        What documents print of the population.
    group_name
        What the comparison group is called, its people known or not; empty when there is none.
    """

    spread: Assumption
    size_effect: Assumption
    printed: Documents
    group_name: str

    @property
    def then(self) -> int | None:
        """Give the year of the past to compare with: ten years ago, or the oldest after that."""
        return min(
            (y for y in self.own.observed_years if self.base - HISTORY <= y < self.base),
            default=None,
        )

    @property
    def target(self) -> int:
        """Give the year ahead that the findings speak of."""
        return min(TARGET_YEAR, self.own.last_year)

    @property
    def last(self) -> int:
        """Give the last year shown."""
        return min(LAST_YEAR, self.own.last_year)

    @property
    def ahead(self) -> bool:
        """Say whether anything is projected."""
        return self.own.last_year > self.base

    @property
    def small(self) -> bool:
        """Say whether the municipality is so small that far years get two digits."""
        return (self.own.group(0, 105, self.base) or 0) < SMALL_PLACE

    @property
    def milestones(self) -> tuple[int, ...]:
        """Give the years of the change table: now, next year, 2030, 2040, 2050."""
        known = set(self.own.years)
        years = {self.base, self.base + 1, 2030, 2040, 2050}
        ages = {y for y in known if self.own.group(18, 49, y) is not None}
        return tuple(sorted(y for y in years if y == self.base or (y > self.base and y in ages)))

    @property
    def projection_name(self) -> str:
        """Name what the future figures follow, as it stands after «etter»."""
        official = self.own.source(self.last).producer == "SSB"
        return _("SSBs hovedalternativ") if official else _("Veivalgs framskriving")

    @property
    def norway_mark(self) -> str:
        """Give what must follow a future figure for Norway when it is not SSB's own."""
        ours = self.norway is not None and self.norway.method != "ssb"
        return _(" etter Veivalgs beregning") if ours else ""

    def persons(
        self, lo: int, hi: int, year: int, path: PopulationPath | None = None
    ) -> Figure | None:
        """Give persons aged `lo`–`hi` in `year`, with an interval where they are few or far off."""
        path = path or self.own
        value = path.group(lo, hi, year)
        if value is None:
            return None
        projected = path.is_projected(year)
        if projected and self.small and path is self.own:
            value = float(round_half_up(value))  # as tables hold it: 405 is 410 in both, or in none
        everyone = (lo, hi) == (0, 105)
        label = (
            _("Innbyggere")
            if everyone
            else _("Innbyggere {group}").format(group=AgeGroup(lo, hi).label)
        )
        return Figure(
            f"innbyggere-{lo}-{hi}-{year}{suffix(path.place)}",
            label + (_(", framskrevet") if projected else ""),
            value,
            Unit.PERSONS,
            path.place,
            january(year),
            path.source(year, lo, hi),
            decimals=self._digits(value, lo, hi) if projected and path is self.own else None,
            interval=self._interval(value, year, path, everyone),
            assumptions=self.assumptions() if everyone and projected and path is self.own else (),
            method="M2" if projected else "M1",
            formula=how_counted(path, lo, hi, year),
            quantity=told(lo, hi, year),
        )

    def _digits(self, value: float, lo: int, hi: int) -> int:
        """Give the decimals a projected number can bear, and the change told beside it follows."""
        digits = two_digits(value) if self.small else far_digits(value)
        now = self.own.group(lo, hi, self.base) if hi == 105 else None  # others have none told
        return change_digits(whole(now), whole(value), digits)

    def _interval(
        self, value: float, year: int, path: PopulationPath, whole: bool
    ) -> Interval | None:
        if whole and path is self.own and path.is_projected(year):
            return self.total_interval(value, year)
        if value < SMALL_GROUP and path.is_projected(year):
            return count_interval(value, _("80 % intervall for tilfeldig variasjon i små tall"))
        return None

    @property
    def tested(self) -> bool:
        """Say whether the interval's width has been held against what came."""
        return self.own.ends(ages(0, 105), self.base + 1) is not None

    def total_interval(self, value: float, year: int) -> Interval:
        """Give the 80 % interval of a projected total: the tested one where there is one.

        Its ends are whole, and have decimals of their own: they are written alike everywhere.
        """
        ends, ahead = self.own.ends(ages(0, 105), year), year - self.base
        found = (
            tested_interval(value, ends)
            if ends is not None
            else total_interval(value, ahead, self.spread.value, self.size_effect.value)
        )
        low, high = (float(round_half_up(end)) for end in (found.low, found.high))
        digits = end_digits(self.own.group(0, 105, self.base))
        return replace(found, low=low, high=high, decimals=digits)

    def either_way(self, lo: int, hi: int, year: int) -> bool:
        """Say whether there may be both more and fewer aged `lo`–`hi` in `year` than today."""
        now, then = (self.own.group(lo, hi, y) for y in (self.base, year))
        ends = self.own.ends(ages(lo, hi), year)
        if now is None or then is None or not self.own.is_projected(year):
            return False
        if (lo, hi) == (0, 105):
            whole = self.total_interval(then, year)
            return turns(whole.low - now, whole.high - now)
        return ends is not None and turns(then * ends[0] - now, then * ends[1] - now)

    def assumptions(self) -> tuple[Assumption, ...]:
        """Give the choices behind the interval of a total; a tested one rests on none."""
        return () if self.tested else (self.spread, self.size_effect)

    def change(
        self, lo: int, hi: int, start: int, end: int, path: PopulationPath | None = None
    ) -> Figure | None:
        """Give the change in per cent of the start value."""
        path = path or self.own
        before, after = self.persons(lo, hi, start, path), self.persons(lo, hi, end, path)
        if before is None or after is None:
            return None
        value = relative_change(whole(before.value), whole(after.value))
        if before.value is None or before.value < FEWEST_FOR_PERCENT:
            value = None  # too few to speak of per cent (M18)
        what = AgeGroup(lo, hi).label if (lo, hi) != (0, 105) else _("alle aldre")
        return _from(path.place, f"{start}–{end}", before, after)(
            f"endring-{lo}-{hi}-{start}-{end}{suffix(path.place)}",
            _("Endring i innbyggere, {what}").format(what=what),
            value,
            Unit.SHARE,
            _("(innbyggere i {b} − innbyggere i {a}) / innbyggere i {a}").format(a=start, b=end),
            0 if path.is_projected(end) else None,
        )

    def difference(self, lo: int, hi: int, start: int, end: int) -> Figure | None:
        """Give the change in number of persons."""
        before, after = self.persons(lo, hi, start), self.persons(lo, hi, end)
        if before is None or after is None:
            return None
        value = difference(after.value, before.value)
        return _from(self.place, f"{start}–{end}", before, after)(
            f"differanse-{lo}-{hi}-{start}-{end}",
            _("Endring i antall innbyggere"),
            value,
            Unit.PERSONS,
            _("innbyggere i {end} − innbyggere i {start}").format(start=start, end=end),
            two_digits(value),
        )

    def share(
        self, lo: int, hi: int, year: int, path: PopulationPath | None = None
    ) -> Figure | None:
        """Give the share of the population aged `lo`–`hi`."""
        path = path or self.own
        part, whole = self.persons(lo, hi, year, path), self.persons(0, 105, year, path)
        if part is None or whole is None:
            return None
        group = AgeGroup(lo, hi).label
        return _from(path.place, january(year), part, whole)(
            f"andel-{lo}-{hi}-{year}{suffix(path.place)}",
            _("Andel innbyggere {group}").format(group=group),
            ratio(part.value, whole.value),
            Unit.SHARE,
            _("innbyggere {group} / alle innbyggere").format(group=group),
        )

    def per(
        self,
        above: tuple[int, int],
        below: tuple[int, int],
        year: int,
        id: str,
        label: str,
        path: PopulationPath | None = None,
    ) -> Figure | None:
        """Give persons of one age group per person of another."""
        path = path or self.own
        top, bottom = self.persons(*above, year, path), self.persons(*below, year, path)
        if top is None or bottom is None:
            return None
        return _from(path.place, january(year), top, bottom)(
            f"{id}-{year}{suffix(path.place)}",
            label,
            ratio(top.value, bottom.value),
            Unit.RATIO,
            _("innbyggere {above} / innbyggere {below}").format(
                above=AgeGroup(*above).label, below=AgeGroup(*below).label
            ),
            interval=_ratio_interval(top.value, bottom.value),
        )

    def crossover(self, path: PopulationPath | None) -> Figure | None:
        """Give the first year with more people 65+ than 0–19; the value is None when there is none.

        None too when the ages are already so in the first year known, for then it is not known when
        it came.
        """
        if path is None:
            return None
        years = [y for y in path.years if path.group(65, 105, y) is not None]
        year = crossover_year(path.group, years)
        if year is None or year == years[0]:
            return None
        old, young = self.persons(65, 105, year, path), self.persons(0, 19, year, path)
        if old is None or young is None:
            return None
        return _from(path.place, f"{years[0]}–{years[-1]}", old, young)(
            f"vippepunkt{suffix(path.place)}",
            _("Første år med flere på 65 år og eldre enn på 0–19 år"),
            float(year),
            Unit.YEAR,
            _("første år der innbyggere 65 år og eldre er flere enn innbyggere 0–19 år"),
        )


def _from(place: Place, period: str, *inputs: Figure) -> Figures:
    """Give what makes the figures worked out from two counts."""
    return Figures(place, period, method="M1", inputs=inputs)


def _ratio_interval(above: float | None, below: float | None) -> Interval | None:
    """Give the interval of a ratio whose denominator is so small that chance moves it (M18)."""
    if above is None or below is None or not 1 <= below < SMALL_GROUP:
        return None
    low, high = poisson(below)
    meaning = _("80 % intervall for tilfeldig variasjon i små tall")
    return Interval(above / high, above / low, meaning, 0.8)
