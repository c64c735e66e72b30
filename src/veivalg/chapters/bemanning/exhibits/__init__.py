"""Exhibits of the chapter «bemanning», and how their numbers are written."""

from veivalg.content import Unit, format_number

TOO_FEW = "for lite grunnlag"


def fte(value: float | None, *, sign: bool = False) -> str:
    """Write FTE with one decimal and the word."""
    return format_number(value, Unit.FTE, 1, sign=sign)


def bare(value: float | None, decimals: int = 1, *, sign: bool = False) -> str:
    """Write a number without a word."""
    return format_number(value, Unit.COUNT, decimals, sign=sign)
