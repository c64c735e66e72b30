"""How numbers are written in titles and notes, where they stand outside sentences."""

from veivalg.content import Unit, format_number


def percent(value: float | None, decimals: int = 1) -> str:
    """Write a share."""
    return format_number(value, Unit.SHARE, decimals)


def million(value: float | None, *, sign: bool = False) -> str:
    """Write NOK as million kroner."""
    return format_number(value, Unit.MILLION_NOK, 1, sign=sign)


def kroner(value: float | None, *, sign: bool = False) -> str:
    """Write NOK."""
    return format_number(value, Unit.NOK, 0, sign=sign)
