from veivalg.norway.alternatives import ALTERNATIVES, MAIN, by_contents


def test_there_are_nine_and_the_main_one_is_first() -> None:
    assert len(ALTERNATIVES) == 9
    assert next(iter(ALTERNATIVES)) == MAIN


def test_ssbs_contents_codes_lead_back_to_their_alternative() -> None:
    assert {by_contents(a.contents).code for a in ALTERNATIVES.values()} == set(ALTERNATIVES)
    assert by_contents("Personer5").code == "LHML"


def test_growth_alternatives_keep_domestic_migration_in_the_middle() -> None:
    assert "middels innenlandsk flytting" in ALTERNATIVES["LLML"].meaning()
    assert ALTERNATIVES["MM00"].meaning().endswith("ingen innenlandsk flytting, ingen innvandring")
