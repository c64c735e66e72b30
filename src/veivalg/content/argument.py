"""A summary as an argument: steps that follow from one another, each a few sentences."""

from dataclasses import dataclass

from veivalg.content.statement import Statement


@dataclass(frozen=True, slots=True)
class Step:
    """A paragraph of the argument: its title, and sentences that are read one after another."""

    title: str
    told: tuple[Statement, ...]
