"""How numbers are written in titles and notes, where they stand outside sentences."""

from veivalg.content import Unit, format_number
from veivalg.foundation.i18n import _


def percent(value: float | None, decimals: int = 1) -> str:
    """Write a share."""
    return format_number(value, Unit.SHARE, decimals)


def million(value: float | None, *, sign: bool = False) -> str:
    """Write NOK as million kroner."""
    return format_number(value, Unit.MILLION_NOK, 1, sign=sign)


def kroner(value: float | None, *, sign: bool = False) -> str:
    """Write NOK."""
    return format_number(value, Unit.NOK, 0, sign=sign)


def in_words(count: float) -> str:
    """Write a count as it stands in a sentence, in words up to twelve: «fem», «14».

    Examples
    --------
    >>> in_words(5), in_words(14)
    ('fem', '14')
    """
    words = _("ett to tre fire fem seks sju åtte ni ti elleve tolv").split()
    return words[int(count) - 1] if 1 <= count <= len(words) else format_number(count, Unit.COUNT)
