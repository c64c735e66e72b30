"""Regions and years as the tables have them: today's codes, earlier codes, groups and country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.standin.cube import Axis
from tools.standin.figures import Figures
from veivalg.norway.codes import codes_now, codes_then, known_codes


def years_axis(years: Sequence[int]) -> Axis:
    """Make the dimension of years."""
    return Axis("Tid", "år", {str(y): str(y) for y in years})


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
