"""From årsverk to people: employees, and those who leave and are recruited (methods M7, M17)."""

from collections.abc import Mapping

import numpy as np

from veivalg.maths.service_model.start import Array


def position(size: Array, full: Array, full_time_today: float) -> Array:
    """Give the average position when the share in full positions moves (M17).

    Those not in a full position keep their average: ``p = f + (1 − f)·q`` with ``q`` from today.

    Parameters
    ----------
    size
        The average position today.
    full
        The share in full positions.
    """
    part = (size - full_time_today) / (1 - full_time_today)
    found: Array = np.clip(full + (1 - full) * part, 0.05, 1.0)
    return found


def staff(fte: Array, size: Array, exit_share: Array) -> dict[str, Array]:
    """Give employees, and those who leave and are recruited in each year after the first (M7).

    ``hires[t] = max(E[t] − E[t−1]·(1 − exits), 0)``. In the first year, which is today, exits and
    hires are those of keeping the staff as it is.
    """
    people = fte / size
    before = np.concatenate([people[:, :1], people[:, :-1]], axis=1)
    share = np.broadcast_to(exit_share, people.shape).copy()
    share[:, :1] = share[:, 1:2] if share.shape[1] > 1 else share[:, :1]
    leave = before * share
    return {"employees": people, "exits": leave, "hires": np.maximum(people - before + leave, 0)}


def available(fte: Array, people: Mapping[str, Array]) -> Array:
    """Give the årsverk there are if the same share of those aged 20–66 work in care as today."""
    share = fte[:1, :1] / np.maximum(people["persons_20_66"][:1, :1], 1)
    found: Array = share * people["persons_20_66"]
    return found
