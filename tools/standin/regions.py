"""Regions and years as the tables have them: today's codes, earlier codes, groups and country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.standin.cube import Axis, CodeList
from tools.standin.figures import Figures
from veivalg.norway.codes import codes_now, codes_then, known_codes
from veivalg.norway.splits import own_since


def years_axis(years: Sequence[int]) -> Axis:
    """Make the dimension of years."""
    return Axis("Tid", "år", {str(y): str(y) for y in years})


def kostra_region(labels: Mapping[str, str]) -> Axis:
    """Make the dimension of places of a KOSTRA table, with a code list that picks some of them.

    Such lists pick and don't add up. «Uttrekk for …» and the form of the id were seen, the rest of
    the name and the number are a guess.
    """
    groups = {c: (text, (c,)) for c, text in labels.items() if c.startswith("EKG")}
    listed = CodeList("agg_KOGkommuneregion000005401", "Uttrekk for KOSTRA-grupper", groups)
    return Axis("KOKkommuneregion0000", "region", labels, codelists=(listed,))


def former_codes(figures: Figures) -> dict[str, str]:
    """Name the codes no longer in force whose successors are served."""
    return {
        code: f"{code} (-2023)"
        for code in sorted(known_codes() - set(figures.names))
        if {s.code_now for s in codes_now(code)} & set(figures.names)
    }


def spread(
    values: npt.NDArray[Any],
    labels: Mapping[str, str],
    whole: Mapping[str, npt.NDArray[Any]],
    years: Sequence[int],
) -> None:
    """Put each municipality's figures on the code it had, where it alone had one; else missing."""
    position = {code: n for n, code in enumerate(labels)}
    for code, own in whole.items():
        for n, year in enumerate(years):
            shares = codes_then(code, year)
            alone = len(shares) == 1 and shares[0].weight == 1.0
            for share in shares:
                if share.code_then in position:
                    values[position[share.code_then], ..., n] = own[..., n] if alone else np.nan


UNDIVIDED = {"1508": "1580"}
"""Who carries the whole of what was one, and who was the rest of it."""
KEEPS = ("5056",)
"""Whose earlier figures are its own without what it took over."""


def merged(
    whole: npt.NDArray[Any], codes: Sequence[str], years: Sequence[int]
) -> npt.NDArray[np.float32]:
    """Give series as the code list of sums does, the last axis years.

    Before a split one part carries the whole and the others 0, as SSB's own sums have it.
    """
    made = whole.astype(np.float32)
    for code, first in own_since().items():
        if code in codes and code not in KEEPS:
            before = [n for n, year in enumerate(years) if year < first]
            rest = UNDIVIDED.get(code)
            both = whole[codes.index(code)] + whole[codes.index(rest)] if rest in codes else None
            made[codes.index(code)][..., before] = 0 if both is None else both[..., before]
    return made
