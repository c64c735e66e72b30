from veivalg.norway.alternatives import ALTERNATIVES, MAIN


def test_there_are_nine_and_the_main_one_is_first() -> None:
    assert len(ALTERNATIVES) == 9
    assert next(iter(ALTERNATIVES)) == MAIN


def test_growth_alternatives_keep_domestic_migration_in_the_middle() -> None:
    assert "middels innenlandsk flytting" in ALTERNATIVES["LLML"].meaning()
    assert ALTERNATIVES["MM00"].meaning().endswith("ingen innenlandsk flytting, ingen innvandring")
