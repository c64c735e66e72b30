"""Rana's framework table to the krone, and what must hold for any frame (M13)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.content import round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.maths.services.budget_frame import (
    Frame,
    Sector,
    allocate,
    own_allocation,
)

# Rana's budget seminar 2022, «Rammenedtrekk»: budget, cut by year 2023–2026, the percentages.
RANA = {
    "Støttetjeneste": (115_526, (1025, 2050, 3076, 4100), (3.5, 0.0, 3.5)),
    "Oppvekst og kultur": (571_767, (5074, 10148, 15221, 20295), (3.5, 0.0, 3.5)),
    "Helse og omsorg": (627_315, (10233, 20467, 30700, 40934), (3.5, 3.0, 6.5)),
    "NAV kommune": (48_916, (837, 1674, 2511, 3348), (3.5, 3.3, 6.8)),
    "Tekniske tjenester": (111_290, (1918, 3836, 5754, 7672), (3.5, 3.3, 6.9)),
    "Kirkelig fellesråd": (16_068, (143, 285, 428, 570), (3.5, 0.0, 3.5)),
    "Rana byggdrift KF": (86_789, (770, 1540, 2310, 3081), (3.5, 0.0, 3.5)),
}
WEIGHTS = {"Helse og omsorg": 18_667.0, "NAV kommune": 1_611.6, "Tekniske tjenester": 3_721.4}
FRAME = Frame(80e6, (2023, 2024, 2025, 2026), 0.7, "Støttetjeneste")


@pytest.fixture
def rana():
    return allocate(
        [Sector(n, b * 1000, WEIGHTS.get(n, 0)) for n, (b, _c, _p) in RANA.items()], FRAME
    )


@pytest.mark.parametrize("name", RANA)
def test_every_cell_of_ranas_table_is_as_printed(rana, name) -> None:
    row = next(r for r in rana.rows if r.name == name)
    assert tuple(c / 1000 for c in row.cuts) == RANA[name][1]


@pytest.mark.parametrize("name", RANA)
def test_the_percentages_are_as_printed(rana, name) -> None:
    row = next(r for r in rana.rows if r.name == name)
    shown = tuple(float(round_half_up(100 * s, 1)) for s in row.shares)
    assert shown == RANA[name][2]


def test_the_sum_row_is_as_printed(rana) -> None:
    assert rana.sum.budget == 1_577_671_000
    assert rana.totals == (20e6, 40e6, 60e6, 80e6)
    assert [float(round_half_up(100 * s, 1)) for s in rana.sum.shares] == [3.5, 1.5, 5.1]


def test_navs_cuts_together_are_what_the_text_truncates(rana) -> None:
    nav = next(r for r in rana.rows if r.name == "NAV kommune")
    assert sum(nav.cuts) == 8_370_000  # the text says 8.3 million


OWN = {
    "Kommunaldirektør og stab": (5774, 6000, 6500, 7000),
    "PPT": (1000, 2000, 2000, 2500),
    "Skole": (2500, 4000, 5000, 6000),
    "Barnehage": (2000, 2500, 3000, 3500),
    "Barne- og familieavdelingen": (2000, 3000, 5000, 5000),
    "Foyer": (-2500,) * 4,
    "Flyktninger": (2000, 2500, 2500, 2500),
    "Kultur": (2000, 5000, 5000, 5000),
    "Struktur": (0, 948, 6321, 8395),
}


def test_the_sectors_own_table_adds_up_as_printed(rana) -> None:
    years = FRAME.years
    measures = {n: dict(zip(years, v, strict=True)) for n, v in OWN.items()}
    cut = next(r for r in rana.rows if r.name == "Oppvekst og kultur").cuts
    made = own_allocation(measures, years, [c / 1000 for c in cut])
    assert made.totals == (14774, 23448, 32821, 37395)
    # The sector finds more than its share of the frame: the two tables are kept apart.
    assert made.short is not None and made.short[3] == 20295 - 37395


rows = st.lists(
    st.tuples(st.floats(1e5, 1e9), st.one_of(st.just(0.0), st.floats(0.01, 1e6))),
    min_size=1,
    max_size=12,
)


@given(rows, st.floats(0, 0.4), st.floats(0, 1), st.integers(1, 6))
def test_rows_add_up_to_the_total_every_year(rows, part, flat, years) -> None:
    sectors = [Sector(f"s{i}", b, w) for i, (b, w) in enumerate(rows)]
    total = round(part * sum(b for b, _w in rows))
    made = allocate(sectors, Frame(total, tuple(range(2025, 2025 + years)), flat, "s0"))
    for y, whole in enumerate(made.totals):
        assert sum(r.cuts[y] for r in made.rows) == pytest.approx(whole, abs=1e-3)
    assert made.totals[-1] == total


@given(rows, st.floats(0, 1), st.floats(0, 1))
def test_no_row_is_cut_by_more_than_its_budget(rows, part, flat) -> None:
    sectors = [Sector(f"s{i}", b, w) for i, (b, w) in enumerate(rows)]
    total = part * sum(b for b, _w in rows)
    made = allocate(sectors, Frame(total, (2025,), flat, "s0"))
    assert all(r.flat + r.kostra <= r.budget * (1 + 1e-9) for r in made.rows)
    assert sum(r.flat + r.kostra for r in made.rows) == pytest.approx(total, rel=1e-6, abs=1e-3)


def test_without_any_excess_all_of_it_is_flat() -> None:
    made = allocate([Sector("A", 1e6), Sector("B", 3e6)], Frame(4e5, (2026,), 0.7, "A"))
    assert [r.cuts[0] for r in made.rows] == [100_000, 300_000]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (Frame(1e5, (2026,), 1.2, "A"), "flate andelen"),
        (Frame(1e5, (2026,), 0.7, "C"), "«C»"),
        (Frame(1e9, (2026,), 0.7, "A"), "ikke mulig"),
        (Frame(1e5, (), 0.7, "A"), "ingen år"),
    ],
)
def test_a_frame_that_makes_no_sense_is_refused_by_name(frame, said) -> None:
    with pytest.raises(UsageError, match=said):
        allocate([Sector("A", 1e6), Sector("B", 3e6, 1)], frame)
