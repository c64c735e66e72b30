"""A sum over few people, or mostly of one, is hidden."""

import numpy as np
import pytest

from veivalg.tables.amounts import Amount, show


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        ([1.0] * 5, True),
        ([1.0] * 4, False),
        ([100.0, 1, 1, 1, 1, 1], False),
        ([50.0, 50, 3, 3, 3], False),
    ],
)
def test_a_sum_of_fewer_than_five_or_with_one_or_two_dominant_is_not_shown(
    held: list[float], seen: bool
) -> None:
    wages = Amount("unit", np.array([sum(held)]), [sorted(held)[-2:]])
    found = show({"wages": wages}, np.array([float(len(held))]), ["here"])["wages"]
    assert (found.by["here"] == sum(held)) is seen
    assert (found.total == sum(held)) is seen
