"""What can't be told from a file alone: asked with a preview, and answered by a person.

A file with open questions gives no rows. An answer is data, so that the page, the command line and
what is remembered use the same thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Answers = Mapping[str, str]
"""Question id → value of the option chosen."""
TABLE = "table"
"""Which table a file is."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the word that is stored, and what it says."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must say before the rows can be stored.

    Parameters
    ----------
    id
        The same each time the file is read: «unit:amount», «rows:hidden».
    text
        What is asked, in Norwegian, with what would be stored.
    options
        The answers there are; the first is the likeliest.
    rows
        Rows it is about, as Excel counts.
    remember
        Whether the answer holds for the next file of the same form too.
    """

    id: str
    text: str
    options: tuple[Option, ...]
    rows: tuple[int, ...] = ()
    remember: bool = True

    def lines(self) -> tuple[str, ...]:
        """Give it with each answer on a line of its own, as it is written on the command line."""
        answers = (f"  --svar {self.id}={o.value}: {o.text}" for o in self.options)
        return (self.text, *answers)
