"""The assumptions that move a headline most, and those that turn its sign in their own range."""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 1e-3
"""What moves a headline by a smaller share moves nothing."""
MOST = 3
"""As many as stand beside a headline."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An assumption tried at both ends of its range, everything else equal.

    Parameters
    ----------
    id, label
        The assumption, and its name in Norwegian.
    low, high
        The ends tried, as texts with unit.
    at_low, at_high
        What the headline is then, as when the end is chosen and as it is told.
    turns_at
        The value at which the headline is zero, as text; empty where it never is.
    shared
        Whether what the headline is held against moves too.
    """

    id: str
    label: str
    low: str
    high: str
    at_low: float
    at_high: float
    turns_at: str = ""
    shared: bool = False

    @property
    def ends(self) -> tuple[float, float]:
        """Give what the headline is at both ends."""
        return self.at_low, self.at_high


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A headline and what it rests on, the one that moves it most first."""

    headline: float
    tried: tuple[Tried, ...]

    def moved(self, one: Tried) -> float:
        """Give how much an assumption moves the headline: the end that is farthest off, signed."""
        return max((end - self.headline for end in one.ends), key=abs)

    @property
    def first(self) -> tuple[Tried, ...]:
        """Give the three that move the headline most."""
        return self.tried[:MOST]

    @property
    def turning(self) -> tuple[Tried, ...]:
        """Give those that turn the sign of the headline within their own range."""
        return tuple(t for t in self.tried if _turns(self.headline, t))

    @property
    def uncertain(self) -> bool:
        """Say whether one alone turns the sign: «usikkert om det sparer»."""
        return bool(self.turning)


def _turns(headline: float, one: Tried) -> bool:
    return any(headline * end < 0 for end in one.ends)


def sensitivity(headline: float, tried: Iterable[Tried]) -> Sensitivity:
    """Order what was tried by how much it moves the headline; what moves nothing is left out.

    Examples
    --------
    >>> hours = Tried("hours", "Timer", "12", "35", -30.0, 8.0)
    >>> price = Tried("price", "Pris", "0", "1", -20.0, -26.0)
    >>> found = sensitivity(-22.0, [price, hours])
    >>> [t.id for t in found.first], found.moved(hours), found.uncertain
    (['hours', 'price'], 30.0, True)
    """
    made = Sensitivity(headline, tuple(tried))
    least = LEAST * abs(headline)
    moving = [t for t in made.tried if abs(made.moved(t)) > least]
    return Sensitivity(headline, tuple(sorted(moving, key=lambda t: -abs(made.moved(t)))))
