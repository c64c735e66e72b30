"""A small country of eight municipalities, made from the embedded figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from veivalg.maths.projections.ensemble.counts import Counts, counts_from
from veivalg.sources.embedded.figures import embedded_tables

OTHERS = ("0301", "1103", "4601", "5001", "5501")


@pytest.fixture(scope="session")
def country() -> Counts:
    people = embedded_tables()["population"].frame
    known = counts_from(people.filter(people["municipality"].is_in(["5503", "1833", "5610", "0"])))
    more = np.stack([np.round(known.persons[i % 3] * (i + 1) / 3) for i in range(len(OTHERS))])
    return replace(
        known,
        municipalities=(*known.municipalities, *OTHERS),
        persons=np.concatenate([known.persons, more]),
    )
