"""What moves a population, and what a draw changes in it (M2).

Axes everywhere: ``m`` municipalities, ``D`` draws, ``T`` yearly steps, 2 sexes (0 = female,
1 = male), ``A`` ages 0..A−1 by age at the *end* of the year, the last one open (0..105 in use),
``K`` profiles of shocks to moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veivalg.foundation.errors import Exit, VeivalgError
from veivalg.foundation.i18n import _

Floats = NDArray[np.floating]

AGES = 106
SEXES = 2
MOTHERS = slice(15, 50)  # age at the end of the year
BOYS = 0.5135  # share of newborns, 105.5 boys per 100 girls
MAX_PROFILES = 5


class EnsembleError(VeivalgError):
    """Rates, shocks or groups that no population can follow."""

    exit_code = Exit.TABLE


def require(holds: bool, message: str, remedy: str) -> None:
    """Raise EnsembleError unless `holds`."""
    if not holds:
        raise EnsembleError(message, remedy)


def _checked(name: str, values: Floats, shape: tuple[int, ...], low: float, high: float) -> None:
    """Raise unless `values` has the shape, and all of it lies in ``[low, high]`` (NaN does not)."""
    require(
        values.shape == shape,
        _("Størrelsen «{name}» har formen {is_shape}, men skal ha {shape}.").format(
            name=name, is_shape=values.shape, shape=shape
        ),
        _("Lag den på nytt for de samme kommunene, årene og aldrene."),
    )
    wrong = ~((values >= low) & (values <= high))
    if wrong.any():
        place = tuple(int(n) for n in np.argwhere(wrong)[0])
        raise EnsembleError(
            _(
                "Størrelsen «{name}» er {value} på plass {place}, men må være {low} til {high}."
            ).format(name=name, value=values[place], place=place, low=low, high=high),
            _("Rett forutsetningen og kjør framskrivingen på nytt."),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Expected change by municipality, year, sex and age.

    Parameters
    ----------
    municipalities
        Codes, ``m`` of them.
    base_year
        `start` is counted 1 January this year; step ``t`` ends 1 January ``base_year + t + 1``.
    start
        Persons, shape ``(m, 2, A)``.
    survive
        Probability to live through the year, shape ``(m, T, 2, A)``; newborns from birth to the
        year's end.
    fertility
        Births per woman by mother's age 15..49 at the year's end, shape ``(m, T, 35)``; counted on
        the mean of the cohort's size at the start and the end of the year.
    net
        Expected net moves as a share of the survivors (newborns: of the births that live), shape
        ``(m, T, 2, A)``; below −1 counts as −1.
    churn
        Moves in plus moves out per survivor, shape ``(m, 2, A)``: how much chance there is in the
        net moves. At least ``|net|`` is used.
    extra
        Expected extra net movers, persons, shape ``(m, T, 2, A)``; None for none.
    first_mother
        Age of the youngest mothers in `fertility`.

    Raises
    ------
    EnsembleError
        Shapes that don't agree, numbers that are missing or impossible.
    """

    municipalities: tuple[str, ...]
    base_year: int
    start: Floats
    survive: Floats
    fertility: Floats
    net: Floats
    churn: Floats
    extra: Floats | None = None
    first_mother: int = MOTHERS.start

    def __post_init__(self) -> None:
        require(
            self.survive.ndim == 4 and len(set(self.municipalities)) == len(self.municipalities),
            _("Satsene mangler en akse, eller samme kommune står to ganger."),
            _("Gi satser med form (kommune, år, kjønn, alder) og hver kommune én gang."),
        )
        m, steps, ages = len(self.municipalities), self.survive.shape[1], self.survive.shape[3]
        cells = (m, steps, SEXES, ages)
        _checked("start", self.start, (m, SEXES, ages), 0, 1e7)
        _checked("survive", self.survive, cells, 0, 1)
        mothers = min(MOTHERS.stop - MOTHERS.start, ages - self.first_mother)
        _checked("fertility", self.fertility, (m, steps, mothers), 0, 5)
        _checked("net", self.net, cells, -1e3, 1e3)
        _checked("churn", self.churn, (m, SEXES, ages), 0, 1e3)
        if self.extra is not None:
            _checked("extra", self.extra, cells, -1e6, 1e6)

    @property
    def steps(self) -> int:
        """Years ahead, ``T``."""
        return int(self.survive.shape[1])

    @property
    def ages(self) -> int:
        """Number of one-year ages, the open one included."""
        return int(self.survive.shape[3])

    def years(self) -> tuple[int, ...]:
        """Give the years counted 1 January, the base year first: ``T + 1`` of them."""
        return tuple(range(self.base_year, self.base_year + self.steps + 1))

    def only(self, part: slice) -> Rates:
        """Give the rates of some of the municipalities."""
        return replace(
            self,
            municipalities=self.municipalities[part],
            start=self.start[part],
            survive=self.survive[part],
            fertility=self.fertility[part],
            net=self.net[part],
            churn=self.churn[part],
            extra=None if self.extra is None else self.extra[part],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Shocks:
    """What each draw changes in the rates.

    Parameters
    ----------
    mortality
        Log factor on the probability to die, shape ``(D, T)`` (the same for all municipalities) or
        ``(m, D, T)``.
    fertility
        Log factor on fertility, shape ``(m, D, T)``.
    moves
        How much of each profile is added to the net share of moves, shape ``(m, D, T, K)``, K ≤ 5.
    profile
        Age loadings of moves, shape ``(K, A)``.
    """

    mortality: Floats
    fertility: Floats
    moves: Floats
    profile: Floats

    def __post_init__(self) -> None:
        require(
            self.fertility.ndim == 3
            and self.moves.ndim == 4
            and self.profile.ndim == 2
            and self.mortality.shape in (self.fertility.shape[1:], self.fertility.shape)
            and self.moves.shape == (*self.fertility.shape, self.profile.shape[0])
            and self.profile.shape[0] <= MAX_PROFILES,
            _(
                "Trekningenes former passer ikke sammen: dødelighet {mortality}, fruktbarhet "
                "{fertility}, flytting {moves}, aldersprofil {profile}."
            ).format(
                mortality=self.mortality.shape,
                fertility=self.fertility.shape,
                moves=self.moves.shape,
                profile=self.profile.shape,
            ),
            _("Lag trekningene på nytt for de samme kommunene, årene og aldrene."),
        )
        for name in ("mortality", "fertility", "moves", "profile"):
            require(
                bool(np.isfinite(getattr(self, name)).all()),
                _("Trekningene i «{name}» har tall som mangler.").format(name=name),
                _("Lag trekningene på nytt."),
            )

    @property
    def draws(self) -> int:
        """Number of draws, ``D``."""
        return int(self.fertility.shape[1])

    def only(self, part: slice) -> Shocks:
        """Give the shocks of some of the municipalities."""
        shared = self.mortality.ndim == 2
        return replace(
            self,
            mortality=self.mortality if shared else self.mortality[part],
            fertility=self.fertility[part],
            moves=self.moves[part],
        )


def no_shocks(municipalities: int, draws: int, steps: int, ages: int = AGES) -> Shocks:
    """Give shocks that change nothing: every draw follows the rates."""
    flat = (municipalities, draws, steps)
    return Shocks(
        np.zeros(flat[1:], np.float32),
        np.zeros(flat, np.float32),
        np.zeros((*flat, 0), np.float32),
        np.zeros((0, ages), np.float32),
    )


def agree(rates: Rates, shocks: Shocks) -> None:
    """Raise EnsembleError unless rates and shocks are for the same places, years and ages."""
    wanted = (len(rates.municipalities), rates.steps, rates.ages)
    given = (shocks.fertility.shape[0], shocks.fertility.shape[2], shocks.profile.shape[1])
    require(
        wanted == given,
        _("Satsene gjelder {wanted} kommuner, år og aldre, men trekningene {given}.").format(
            wanted=wanted, given=given
        ),
        _("Lag trekningene av de samme satsene."),
    )
