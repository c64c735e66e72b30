"""The years chapters speak of, and how a date is written."""

from veivalg.foundation.i18n import _

TARGET_YEAR = 2040
"""The year the findings speak of: near enough to plan for, far enough for the aged to be many."""

LAST_YEAR = 2050
MILESTONES = (2030, 2035, 2040, 2045, 2050)


def january(year: int) -> str:
    """Give the period of a count on 1 January."""
    return _("1. januar {year}").format(year=year)


def december(year: int) -> str:
    """Give the period of a count on 31 December."""
    return _("31. desember {year}").format(year=year)


def plan_years(counted: int) -> tuple[int, ...]:
    """Give the four years of the økonomiplan that is made after a count on 1 January `counted`.

    Examples
    --------
    >>> plan_years(2026)
    (2027, 2028, 2029, 2030)
    """
    return tuple(range(counted + 1, counted + 5))


def plan_span(counted: int) -> str:
    """Write them: «2027–2030»."""
    years = plan_years(counted)
    return f"{years[0]}–{years[-1]}"
