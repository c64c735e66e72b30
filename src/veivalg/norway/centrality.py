"""SSB's centrality classes in words."""

from functools import cache

from veivalg.norway.reference import reference


@cache
def _labels() -> dict[int, str]:
    return {e["level"]: e["label"] for e in reference("centrality").entries()}


def centrality_label(level: int) -> str:
    """Give the class in words; raises ``KeyError`` outside 1–6.

    Examples
    --------
    >>> centrality_label(6)
    'minst sentrale kommuner'
    """
    return _labels()[level]
