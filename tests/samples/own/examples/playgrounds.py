"""Made-up playgrounds of Eksempelkommunen. All of it is KONSTRUERT."""

from veivalg.own.examples import constructed, example
from veivalg.tables import Sourced


@example("playgrounds")
def playgrounds() -> Sourced:
    """Give two made-up playgrounds."""
    rows = [("Lekeplass 1", 4), ("Lekeplass 2", 6)]
    return constructed("playgrounds", rows, "Lekeplassene er laget for å vise siden.")
