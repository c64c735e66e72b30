"""Which municipality codes of an earlier year make up today's municipalities."""

from dataclasses import dataclass
from functools import cache

from veivalg.norway.reference import reference

_OPEN = 9999


@dataclass(frozen=True, slots=True)
class CodeShare:
    """A part of an earlier municipality that lies in one of today's.

    ``weight`` is the share (0–1] of the earlier municipality's counts; other than 1 only where it
    was split between several, and then a fixed convention of the statistics.
    """

    code_then: str
    code_now: str
    year: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Span:
    code_then: str
    code_now: str
    weight: float
    first: int
    last: int

    def share(self, year: int | None = None) -> CodeShare:
        newest = min(self.last, _newest_start()) if year is None else year
        return CodeShare(self.code_then, self.code_now, newest, self.weight)


@cache
def _spans() -> tuple[_Span, ...]:
    return tuple(
        _Span(then, now, weight, int(start[:4]), int(end[:4]) if end else _OPEN)
        for then, now, weight, start, end in reference("code_history").rows
    )


@cache
def _newest_start() -> int:
    return max(span.first for span in _spans())


@cache
def _by_code(attribute: str) -> dict[str, tuple[_Span, ...]]:
    found: dict[str, list[_Span]] = {}
    for span in _spans():
        found.setdefault(getattr(span, attribute), []).append(span)
    return {code: tuple(spans) for code, spans in found.items()}


def codes_then(code_now: str, year: int) -> tuple[CodeShare, ...]:
    """Give the codes that made up today's municipality in a year.

    Empty when the history does not reach that far back, or `code_now` is not a code in force.
    Method: SSB, KLASS 131 (``data/code_history.json``).

    Examples
    --------
    >>> [s.code_then for s in codes_then("5503", 2010)]
    ['1901', '1915']
    >>> codes_then("1508", 2021)
    (CodeShare(code_then='1507', code_now='1508', year=2021, weight=0.5),)
    """
    spans = _by_code("code_now").get(code_now, ())
    return tuple(s.share(year) for s in spans if s.first <= year <= s.last)


def codes_now(code_then: str, year: int | None = None) -> tuple[CodeShare, ...]:
    """Give today's codes for a code, with weights that sum to 1.

    Parameters
    ----------
    year
        The year the figures are of; empty when the code wasn't in force then. Without it the
        newest use of the code counts, and ``CodeShare.year`` is the last year of that use (for a
        code still in force the year the newest codes came).

    Examples
    --------
    >>> [s.code_now for s in codes_now("1903")]
    ['5503']
    >>> [(s.code_now, s.weight) for s in codes_now("1507")]
    [('1508', 0.5), ('1580', 0.5)]
    """
    spans = _by_code("code_then").get(code_then, ())
    if year is not None:
        return tuple(s.share(year) for s in spans if s.first <= year <= s.last)
    newest = max((s.last for s in spans), default=0)
    return tuple(s.share() for s in spans if s.last == newest)


def known_codes() -> frozenset[str]:
    """Give every code that is or has been in use since 1940."""
    return frozenset(_by_code("code_then"))


def code_years(code: str) -> tuple[int, int | None] | None:
    """Give the first and last year of a code (None = still in force); None if never in use.

    Examples
    --------
    >>> code_years("5402")
    (2020, 2023)
    """
    spans = _by_code("code_then").get(code, ())
    if not spans:
        return None
    last = max(s.last for s in spans)
    return min(s.first for s in spans), None if last == _OPEN else last
