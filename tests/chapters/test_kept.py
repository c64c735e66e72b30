"""Work on the country's tables is done once, and again for other tables or other choices."""

from veivalg.chapters.common.kept import Kept


def test_equal_tables_that_are_not_the_same_are_worked_on_apart() -> None:
    first, second, kept = [1], [1], Kept[int]()
    assert kept.get((first,), 2024, lambda: 1) == 1
    assert kept.get((first,), 2024, lambda: 2) == 1
    assert kept.get((second,), 2024, lambda: 3) == 3
    assert kept.get((first,), 2025, lambda: 4) == 4


def test_the_oldest_result_is_let_go() -> None:
    tables, kept = [[n] for n in range(3)], Kept[int](2)
    for n, table in enumerate(tables):
        kept.get((table,), None, lambda n=n: n)
    assert kept.get((tables[2],), None, lambda: -1) == 2
    assert kept.get((tables[0],), None, lambda: -1) == -1
