"""The outline of every municipality, simplified for maps (Kartverket, CC BY 4.0)."""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from veivalg.content import Outline, Source
from veivalg.norway.reference import reference

SCALE = (200, 500)
"""Steps of a stored ring in a degree, east and north."""
VALID_FROM = "2024-01-01"
BORDERS = Source(
    "kartverket-grenser",
    "Kartverket",
    "Kommunegrenser 2024, forenklet",
    licence="CC BY 4.0",
)


@cache
def borders() -> dict[str, Outline]:
    """Give the outline of each municipality in force by its code, in degrees.

    Examples
    --------
    >>> len(borders()), all(len(ring) > 3 for ring in borders()["1151"])
    (357, True)
    """
    return {e["code"]: tuple(map(_ring, e["rings"])) for e in reference("borders").in_force()}


def _ring(steps: list[int]) -> tuple[tuple[float, float], ...]:
    def along(start: int) -> Iterator[float]:
        return (at / SCALE[start] for at in accumulate(steps[start::2]))

    return tuple(zip(along(0), along(1), strict=True))
