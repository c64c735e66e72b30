"""A finding with what it is ranked by: what an overview, a summary or a slide is made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from veivalg.content.figure import Figure, Place, Source
from veivalg.content.numbers import Unit
from veivalg.content.statement import Statement
from veivalg.foundation.i18n import N_


class Theme(StrEnum):
    """What a finding is about, in the order of ties; the value is the word shown."""

    ECONOMY = N_("Økonomi")
    COST = N_("Hva tjenestene koster")
    QUALITY = N_("Kvalitet og dekning")
    PEOPLE = N_("Innbyggerne som kommer")
    STAFF = N_("Bemanning")


@dataclass(frozen=True, slots=True)
class Track:
    """How the number of a finding has been and is thought to become, for a sparkline.

    Parameters
    ----------
    values
        One for each of `years`, in stored scale.
    ahead
        The first year that is projected; None where all have been.
    decimals
        Those the numbers are written with; the unit's own when None.
    """

    label: str
    place: Place
    unit: Unit
    years: tuple[int, ...]
    values: tuple[float, ...]
    ahead: int | None = None
    decimals: int | None = None

    def __post_init__(self) -> None:
        """Refuse years without a value, and years that go back."""
        if len(self.years) != len(self.values) or sorted(set(self.years)) != list(self.years):
            raise ValueError(f"{self.label!r} has {self.values} for {self.years}")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A finding of a chapter, with what places it among those of other chapters.

    Parameters
    ----------
    id
        Unique in a report: the chapter, and what it is about («ressursbruk-helse-omsorg»).
    statement
        The sentence: what it is compared with, kroner or årsverk, the year.
    consequence
        NOK a year as a size, whichever way it goes; 0 where the finding is that there is no
        difference to speak of, None where nothing turns it into kroner.
    basis
        How it was turned into kroner, in words; why it is not where it is None.
    certainty
        What kind of number it is, in words («Framskrevet»); one of the four words where it is
        uncertain.
    passed
        Which limit it passed to be told like this.
    chapter, anchor
        Where its arithmetic stands: id of the chapter, and of a statement (``utsagn``) or an
        exhibit (``utstilling``) in it, as the reading pages name them.
    ahead
        What it is in the four years of the økonomiplan, and in 2040 where the sentence doesn't
        tell; None where it is the same every year until something is done.
    beside
        What must stand beside it wherever it is told, once in a document; None where nothing must.
    always
        Told whatever its size, as the first of its theme.
    name
        What it is about in few words, for charts and tables («Grunnskole»).
    share
        The consequence as a share of gross operating revenue; None until it is ranked, and where
        either is unknown.
    """

    id: str
    theme: Theme
    statement: Statement
    consequence: float | None
    basis: str
    certainty: str
    passed: str
    year: str
    chapter: str
    anchor: str
    track: Track | None = None
    ahead: Statement | None = None
    beside: Statement | None = None
    always: bool = False
    name: str = ""
    share: float | None = None

    def __post_init__(self) -> None:
        """Refuse a consequence that is no size."""
        if self.consequence is not None and not 0 <= self.consequence < float("inf"):
            raise ValueError(f"{self.id!r} has a consequence of {self.consequence}")

    def figures(self) -> Iterator[Figure]:
        """Give the figures its sentences hold."""
        for statement in filter(None, (self.statement, self.ahead, self.beside)):
            yield from statement.figures.values()

    def sources(self) -> tuple[Source, ...]:
        """Give every source once, in order of appearance."""
        found: dict[str, Source] = {}
        for figure in self.figures():
            for source in figure.sources():
                found.setdefault(source.id, source)
        return tuple(found.values())
