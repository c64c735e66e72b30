from hypothesis import given
from hypothesis import strategies as st

from veivalg.content import round_half_up
from veivalg.maths.projections.rounding import largest_remainder


@given(parts=st.lists(st.floats(0, 1e5), min_size=1, max_size=30))
def test_rounded_parts_add_up_and_none_moves_by_one_or_more(parts: list[float]) -> None:
    rounded = largest_remainder(parts)
    assert sum(rounded) == int(round_half_up(sum(parts)))
    assert all(abs(r - p) < 1 + 1e-9 for r, p in zip(rounded, parts, strict=True))


def test_the_largest_remainders_are_rounded_up() -> None:
    assert largest_remainder([1.2, 2.7, 3.1]) == [1, 3, 3]
