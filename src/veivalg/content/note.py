"""Notes («merknader»): what a reader should know about a value before using it."""

from dataclasses import dataclass
from enum import StrEnum

from veivalg.content.figure import Place, Source
from veivalg.content.numbers import format_date
from veivalg.content.state import MISSING
from veivalg.foundation.i18n import N_, _


class NoteKind(StrEnum):
    """Where a note comes from; the value is the word a reader sees before it."""

    READER = N_("Merknad")
    BREAK = N_("Brudd i serien")
    OUTLIER = N_("Uvanlig verdi")
    ABSENT = MISSING
    BOOKED = N_("Ført annerledes")
    FAULT = N_("Kan ikke leses")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one value of one municipality.

    Parameters
    ----------
    id
        Unique within its chapter; of a stored note the one it is removed by.
    about
        The indicator or table in words.
    period
        The year or years it is about; empty for all.
    who, when
        Who wrote it and the ISO date; empty for our own.
    source
        What the remark rests on, when it is printed somewhere.
    """

    id: str
    kind: NoteKind
    place: Place
    about: str
    text: str
    period: str = ""
    who: str = ""
    when: str = ""
    source: Source | None = None

    def __post_init__(self) -> None:
        """Refuse a note that says nothing or about nothing."""
        if not self.text.strip() or not self.about.strip():
            raise ValueError(f"note {self.id!r} needs both a text and what it is about")

    def head(self) -> str:
        """Say what it is about: «Funksjon 241, Harstad, 2024»."""
        return ", ".join(part for part in (self.about, self.place.name, self.period) if part)

    def foot(self) -> str:
        """Say who wrote it and when, or what it rests on; may be empty."""
        written = (self.who, format_date(self.when) if self.when else "")
        origin = self.source.line() if self.source else ""
        return ", ".join(part for part in (*written, origin) if part)

    def line(self) -> str:
        """Write the whole note as one line.

        Examples
        --------
        >>> Note("1", NoteKind.READER, Place("5503", "Harstad"), "Korttidsplasser",
        ...      "Gjelder fra mai.", "2024", "Kari", "2026-03-01").line()
        'Merknad – Korttidsplasser, Harstad, 2024: Gjelder fra mai. (Kari, 1.3.2026)'
        """
        foot = f" ({self.foot()})" if self.foot() else ""
        return f"{_(self.kind.value)} – {self.head()}: {self.text}{foot}"
