"""Round sums that the order of rows, what is set in and codes give away; and how often in vain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from veivalg.own.intake import read_file
from veivalg.own.intake.ordered import ordered
from veivalg.own.versions import OwnStore

SCHOOL = {"Oppvekst": 21.0, "Skole": 12.0, "Barnehage": 8.0, "SFO": 1.0}
OTHERS = {"Helse": 30.0, "Teknisk": 15.0, "Kultur": 5.0, "Plan": 2.0, "NAV": 9.0}
GROUPS = {"Oppvekst": 12.0, "Skole": 8.0, "Barnehage": 4.0, "Teknisk": 3.5, "Vei": 2.0, "Vann": 1.5}
CODES = {"1 Oppvekst": 20.0, "10 Skole": 12.0, "11 Barnehage": 7.0, "12 SFO": 1.0}
SET_IN = {n if n == "Oppvekst" else f"  {n}": v for n, v in SCHOOL.items()}
Amounts = dict[str, float]


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def turned(amounts: Amounts) -> Amounts:
    return dict(reversed(amounts.items()))


@pytest.mark.parametrize("months", [1, 2, 3])
@pytest.mark.parametrize(
    ("amounts", "sums"),
    [
        (SCHOOL, {"Oppvekst"}),
        (turned(SCHOOL), {"Oppvekst"}),
        (SET_IN, {"Oppvekst"}),
        (CODES, {"1 Oppvekst"}),
        (GROUPS, {"Oppvekst", "Teknisk"}),
        (turned(GROUPS), {"Oppvekst", "Teknisk"}),
        ({"Oppvekst": 20.1, "Skole": 12.0, "Barnehage": 8.1}, {"Oppvekst"}),
        ({"Oppvekst": 20.2, "Skole": 12.0, "Barnehage": 8.1}, {"Oppvekst"}),
        ({"Oppvekst": 20.0, "Skole": 12.000371, "Barnehage": 7.999622}, {"Oppvekst"}),
        ({"Oppvekst": 0.02, "Skole": 0.012, "Barnehage": 0.008}, {"Oppvekst"}),
        ({"Helse": 30.0, **SCHOOL}, {"Oppvekst"}),
        ({**SCHOOL, "Helse": 30.0, "Teknisk": 15.0}, {"Oppvekst"}),
        ({"Alt": 41.0, **SCHOOL, "Teknisk": 20.0, "Vei": 15.0, "Vann": 5.0},
         {"Alt", "Oppvekst", "Teknisk"}),
        ({"Helse": 30.0, **SET_IN, **OTHERS}, {"Oppvekst"}),
        ({"5 Helse": 30.0, **CODES, "2 Plan": 5.0, "3 NAV": 2.0, "4 IT": 9.0}, {"1 Oppvekst"}),
        ({**SCHOOL, "Oppvekst": 22.0}, set()),
        (OTHERS, set()),
    ],
)  # fmt: skip
def test_a_round_sum_beside_its_parts_is_asked_about(
    amounts: Amounts, sums: set[str], months: int, store: OwnStore
) -> None:
    lines = [
        f"{name};2025;{month};{value * 1e6:.0f}"
        for month in range(1, months + 1)
        for name, value in amounts.items()
    ]
    content = "\n".join(["Enhet;År;Måned;Regnskap (kr)", *lines]).encode()
    said = {"unit:amount": "1"}
    read = read_file(content, "a.csv", code="1833", store=store, answers=said)
    assert {lines[row - 2].partition(";")[0] for q in read.questions for row in q.rows} == sums
    if sums:
        assert [q.id for q in read.questions] == ["rows:repeats"]
        said["rows:repeats"] = "drop"
        read = read_file(content, "a.csv", code="1833", store=store, answers=said)
    left = [v for name, v in amounts.items() if name not in sums]
    assert read.frame is not None
    assert read.frame["amount"].sum() == pytest.approx(months * sum(left) * 1e6)


@pytest.mark.parametrize("rows", [5, 8, 12, 20])
def test_round_budgets_without_sums_are_seldom_asked_about(rows: int) -> None:
    random, every = np.random.default_rng(rows), np.ones(rows, dtype=np.bool_)
    lists = [random.integers(1, 41, rows) * 5e5 for _ in range(100)]
    asked = [bool(ordered(amounts[:, None, None], every, every, [])) for amounts in lists]
    assert sum(asked) <= 10
