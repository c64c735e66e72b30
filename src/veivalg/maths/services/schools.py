"""Skolestruktur: classes, teachers, area and what a change of structure does (M14)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _

LARGEST_CLASS = 25.5
"""A grade is split until the mean class is under this: Rana's rule «klasser deles ved 25 elever».

The rule is fitted to the class counts Rana printed in 2022; any limit above 25.33 and up to 25.5
gives them."""

GRADES = tuple(range(1, 11))
STAGES: tuple[tuple[int, int], ...] = ((1, 4), (5, 7), (8, 10))
Pupils = Mapping[int, float]


def classes(pupils: float, largest: float = LARGEST_CLASS) -> int:
    """Give the classes a grade is split into: the fewest whose mean size is under `largest`.

    Examples
    --------
    >>> [classes(n) for n in (0, 25, 26, 51, 76)]
    [0, 1, 2, 3, 3]
    """
    if pupils <= 0:
        return 0
    k = max(1, math.floor(pupils / largest))
    return k if pupils / k < largest else k + 1


def school_classes(by_grade: Pupils, largest: float = LARGEST_CLASS, combine_below: int = 0) -> int:
    """Give the classes of a school.

    Parameters
    ----------
    combine_below
        Grades of the same stage with fewer pupils than this share classes (fådelt skole); 0 keeps
        every grade by itself.

    Examples
    --------
    >>> utskarpen = dict(zip(range(1, 11), [3, 7, 8, 11, 14, 6, 9, 6, 7, 7]))
    >>> school_classes(utskarpen), school_classes(utskarpen, combine_below=8)
    (10, 7)
    """
    found = 0
    for lo, hi in STAGES:
        sizes = [by_grade.get(g, 0.0) for g in range(lo, hi + 1)]
        small = [n for n in sizes if 0 < n < combine_below]
        found += classes(sum(small), largest)
        found += sum(classes(n, largest) for n in sizes if n >= combine_below)
    return found


def sure_classes(
    low: Pupils, high: Pupils, largest: float = LARGEST_CLASS, combine_below: int = 0
) -> int | None:
    """Give the classes of a school when they are the same whatever lies between; else None.

    Parameters
    ----------
    low, high
        The least and the most pupils of each grade.

    Examples
    --------
    >>> sure_classes({1: 1, 2: 30}, {1: 9, 2: 30}), sure_classes({1: 20}, {1: 26})
    (3, None)
    """
    found = 0
    for lo, hi in STAGES:
        sizes = [(low.get(g, 0.0), high.get(g, 0.0)) for g in range(lo, hi + 1)]
        if any(least < combine_below <= most for least, most in sizes):
            return None
        small = [both for both in sizes if both[1] < combine_below]
        together = (sum(least for least, _most in small), sum(most for _least, most in small))
        for least, most in (together, *(both for both in sizes if both[1] >= combine_below)):
            count = classes(least, largest)
            if classes(most, largest) != count:
                return None
            found += count
    return found


@dataclass(frozen=True, slots=True)
class TeacherRule:
    """What teachers are counted by.

    Parameters
    ----------
    norm
        Pupils per teacher (gruppestørrelse 2) for the stages 1–4, 5–7 and 8–10.
    weekly_hours
        Hours of teaching a pupil gets a week (60 minutes), grades 1–7 and 8–10.
    yearly_hours
        Hours a full-time teacher teaches a year (60 minutes), grades 1–7 and 8–10.
    weeks
        School weeks a year.
    """

    norm: tuple[float, float, float] = (15.0, 20.0, 20.0)
    weekly_hours: tuple[float, float] = (19.8, 23.0)
    yearly_hours: tuple[float, float] = (741.0, 656.0)
    weeks: int = 38

    def hours(self, grade: int) -> float:
        """Give the hours a week in a grade."""
        return self.weekly_hours[0 if grade <= 7 else 1]


def teachers(
    by_grade: Pupils, rule: TeacherRule, largest: float = LARGEST_CLASS, combine_below: int = 0
) -> float:
    """Give the teacher FTE a school needs: by class or by the norm, whichever is more, by stage."""
    need = 0.0
    for stage, (lo, hi) in enumerate(STAGES):
        part = {g: by_grade.get(g, 0.0) for g in range(lo, hi + 1)}
        hours = rule.hours(lo)
        by_class = school_classes(part, largest, combine_below) * hours
        by_norm = sum(part.values()) * hours / rule.norm[stage]
        need += max(by_class, by_norm) * rule.weeks / rule.yearly_hours[0 if hi <= 7 else 1]
    return need


def area_per_pupil(area: float, largest_class: float) -> float | None:
    """Give classroom area (m²) per pupil of the largest class, or None without pupils."""
    return area / largest_class if largest_class > 0 else None


def forward(
    now: Mapping[str, Pupils], year: int, ages: Mapping[int, Mapping[int, float]], years: int
) -> dict[int, dict[str, dict[int, float]]]:
    """Move the pupils of every school forward with the municipality's projection.

    A grade follows its cohort in the municipality; a new first grade is the school's share of the
    first three grades today times the municipality's six-year-olds. Pupils leave a school after its
    last grade, and a school that starts at grade 8 takes in by its share of grades 8–10 today.

    Parameters
    ----------
    now
        School → grade → pupils in the school year that starts in `year`.
    ages
        Calendar year → age → persons in the municipality on 1 January. Pupils in grade g of the
        school year starting in y are those aged g + 5 on 1 January y + 1.

    Returns
    -------
    dict
        Start year of the school year → school → grade → pupils.
    """
    lows = {s: min((g for g, n in by.items() if n > 0), default=1) for s, by in now.items()}
    highs = {s: max((g for g, n in by.items() if n > 0), default=0) for s, by in now.items()}
    shares = {s: _share(now, s, lows[s]) for s in now}
    found = {year: {s: dict(by) for s, by in now.items()}}
    for y in range(year + 1, year + years + 1):
        if y + 1 not in ages or y not in ages:
            break
        found[y] = {
            school: {
                g: _next(found[y - 1][school], g, lows[school], shares[school], ages, y)
                for g in range(lows[school], highs[school] + 1)
            }
            for school in now
        }
    return found


def _next(
    before: Pupils,
    grade: int,
    lowest: int,
    share: float,
    ages: Mapping[int, Mapping[int, float]],
    year: int,
) -> float:
    cohort = ages[year + 1].get(grade + 5, 0.0)
    if grade == lowest:
        return share * cohort
    earlier = ages[year].get(grade + 4, 0.0)
    return before.get(grade - 1, 0.0) * (cohort / earlier if earlier else 1.0)


def _share(now: Mapping[str, Pupils], school: str, lowest: int) -> float:
    """Give the school's share of the municipality's pupils in its first three grades."""
    grades = range(lowest, lowest + 3)
    whole = sum(by.get(g, 0.0) for by in now.values() for g in grades)
    return sum(now[school].get(g, 0.0) for g in grades) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """Pupils of some grades move from one school to another."""

    from_school: str
    to_school: str
    grades: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """What a structure costs; NOK a year.

    ``building`` is what a school's building costs a year (FDV), saved only when no pupil is left;
    ``transport`` is what a moved pupil's skyss costs.
    """

    teacher: float
    transport: float
    building: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an alternative changes against today; NOK a year, positive is saved.

    Transport is negative when it costs. ``over`` are schools with more pupils than room for.
    """

    classes: int
    teachers: float
    moved: float
    closed: tuple[str, ...]
    teacher_saving: float
    building_saving: float
    transport_saving: float
    over: tuple[str, ...]

    @property
    def saving(self) -> float:
        """Give the yearly saving in all."""
        return self.teacher_saving + self.building_saving + self.transport_saving


def restructure(now: Mapping[str, Pupils], moves: Sequence[Move]) -> dict[str, dict[int, float]]:
    """Give the pupils by school after the moves; the number of pupils is unchanged.

    Raises
    ------
    UsageError
        When a school does not exist or a move goes nowhere.
    """
    after = {school: dict(by) for school, by in now.items()}
    for move in moves:
        for school in (move.from_school, move.to_school):
            if school not in after:
                raise UsageError(
                    _("Skolen «{school}» har ingen elever i elevtabellen.").format(school=school),
                    _("Velg en av: {schools}.").format(schools=", ".join(after)),
                )
        if move.from_school == move.to_school:
            raise UsageError(
                _("«{school}» kan ikke flytte elever til seg selv.").format(school=move.to_school)
            )
        for grade in move.grades:
            n = after[move.from_school].pop(grade, 0.0)
            after[move.to_school][grade] = after[move.to_school].get(grade, 0.0) + n
    return after


def effect(
    now: Mapping[str, Pupils],
    moves: Sequence[Move],
    rule: TeacherRule,
    prices: Prices,
    room: Mapping[str, float],
    largest: float = LARGEST_CLASS,
    combine_below: int = 0,
) -> Effect:
    """Give what the moves change in one school year.

    Nothing is saved unless the number of classes or a building changes: moving pupils into half
    empty classes costs the same teachers.
    """
    after = restructure(now, moves)
    count = {
        k: sum(school_classes(by, largest, combine_below) for by in state.values())
        for k, state in (("now", now), ("after", after))
    }
    need = {
        k: sum(teachers(by, rule, largest, combine_below) for by in state.values())
        for k, state in (("now", now), ("after", after))
    }
    moved = sum(now[m.from_school].get(g, 0.0) for m in moves for g in m.grades)
    closed = tuple(s for s in now if sum(now[s].values()) > 0 and sum(after[s].values()) == 0)
    over = tuple(s for s, by in after.items() if s in room and sum(by.values()) > room[s])
    fewer = need["now"] - need["after"]
    return Effect(
        count["after"] - count["now"],
        -fewer,
        moved,
        closed,
        fewer * prices.teacher,
        sum(prices.building.get(s, 0.0) for s in closed),
        -moved * prices.transport,
        over,
    )
