"""Put age bands together to the group one asks for, exactly or not at all."""

from collections.abc import Mapping

from veivalg.maths.projections.raking import Group


def compose(bands: Mapping[Group, float], lo: int, hi: int) -> float | None:
    """Give the sum of the bands that together are exactly `lo`–`hi`, or None.

    Examples
    --------
    >>> bands = {(0, 5): 3.0, (6, 12): 4.0, (0, 12): 7.0}
    >>> compose(bands, 0, 12), compose(bands, 6, 12), compose(bands, 0, 8)
    (7.0, 4.0, None)
    """
    if (lo, hi) in bands:
        return bands[(lo, hi)]
    found = parts(bands, lo, hi)
    return None if found is None else sum(bands[group] for group in found)


def parts(bands: Mapping[Group, float], lo: int, hi: int) -> tuple[Group, ...] | None:
    """Give the bands that cover `lo`–`hi` once, finest first, or None.

    Examples
    --------
    >>> parts({(0, 5): 3.0, (6, 12): 4.0, (0, 12): 7.0}, 0, 12)
    ((0, 5), (6, 12))
    """
    for start, end in sorted(bands):
        if start == lo and end == hi:
            return ((lo, hi),)
        if start == lo and end < hi:
            rest = parts(bands, end + 1, hi)
            if rest is not None:
                return ((start, end), *rest)
    return None
