"""Known differences in how a municipality books and reports: a dated list, never complete."""

from collections.abc import Iterable
from dataclasses import dataclass

from veivalg.content import Certainty, Source, SourceKind
from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class BookingDifference:
    """A documented difference.

    Parameters
    ----------
    kind
        ``booked``: something stands elsewhere than in most municipalities. ``break``: the series
        jumps, and no source says why.
    subjects
        KOSTRA functions, sectors, and ids of indicators it touches.
    amount
        NOK a year, when known; ``moved_to`` is the function most others use.
    """

    id: str
    kind: str
    municipality: str
    subjects: frozenset[str]
    first_year: int
    last_year: int
    about: str
    text: str
    amount: float | None
    moved_to: str | None
    source: Source
    certainty: Certainty

    @property
    def period(self) -> str:
        """Give the years it is about."""
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}–{self.last_year}"


@kept_by_language
def booking_differences() -> tuple[BookingDifference, ...]:
    """Give every known difference."""
    return tuple(
        BookingDifference(
            e["id"],
            e["kind"],
            e["municipality"],
            frozenset(e["subjects"]),
            e["first_year"],
            e["last_year"],
            _(e["about"]),
            _(e["text"]),
            e["amount"],
            e["moved_to"],
            _source(e["id"], e["source"], e["document"]),
            Certainty(e["certainty"]),
        )
        for e in reference("booking_differences").entries()
    )


def _source(id: str, source: str, document: str) -> Source:
    producer = source.split(":")[0]
    kind = SourceKind.OFFICIAL if producer.startswith("SSB") else SourceKind.DOCUMENT
    return Source(f"avvik-{id}", producer, document, query=source, licence="CC BY 4.0", kind=kind)


def known_differences(
    code: str, subjects: Iterable[str], years: Iterable[int] | None = None
) -> tuple[BookingDifference, ...]:
    """Give the differences of a municipality that touch any of `subjects` in any of `years`.

    Examples
    --------
    >>> [d.amount for d in known_differences("5503", ["241"], range(2020, 2025))]
    [7500000]
    """
    wanted, seen = set(subjects), None if years is None else set(years)
    return tuple(
        d
        for d in booking_differences()
        if d.municipality == code
        and wanted & d.subjects
        and (seen is None or seen & set(range(d.first_year, d.last_year + 1)))
    )
