"""The counties, in force from 1 January 2024."""

from functools import cache
from types import MappingProxyType

from veivalg.norway.reference import reference


@cache
def counties() -> MappingProxyType[str, str]:
    """Give county code → Norwegian name.

    Examples
    --------
    >>> counties()["55"]
    'Troms'
    """
    return MappingProxyType({e["code"]: e["name"] for e in reference("counties").entries()})
