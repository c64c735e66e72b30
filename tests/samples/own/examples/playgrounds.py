"""Made-up playgrounds for a town like Harstad. All of it is KONSTRUERT."""

import polars as pl

from veivalg.content import Source, SourceKind
from veivalg.own.examples import example
from veivalg.own.tables import own_table
from veivalg.tables import Sourced


@example("5503", "playgrounds")
def playgrounds() -> Sourced:
    """Give two made-up playgrounds."""
    types = {field.name: field.dtype for field in own_table("playgrounds").fields}
    frame = pl.DataFrame([("Torget", 4), ("Parken", 6)], schema=types, orient="row")
    source = Source(
        "eksempel-5503-playgrounds",
        "Veivalg",
        "Lekeplasser",
        kind=SourceKind.CONSTRUCTED,
        note="Lekeplassene er laget for å vise siden.",
    )
    return Sourced(frame, {"*": source})
