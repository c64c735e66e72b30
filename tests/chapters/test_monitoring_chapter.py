"""The chapter «okonomioppfolging»: signs, flags, what is missing, and the made-up example."""

from __future__ import annotations

import polars as pl
import pytest

from veivalg.chapters.okonomioppfolging.chapter import chapter as monitoring
from veivalg.content import Source, SourceKind
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
BUDGET = [8, 8, 8.5, 8, 8.2, 14, 1, 8, 8.3, 8.2, 8.3, 9.5]


def _table(name: str, rows: list[tuple]) -> Sourced:
    schema = own_table(name)
    columns = [f.name for f in schema.fields]
    return Sourced(schema.validate(pl.DataFrame(rows, schema=columns, orient="row")), SOURCE)


def _book(unit: str, year: int, factor: float, months: int = 12) -> list[tuple]:
    return [(unit, year, m, BUDGET[m - 1] * 1e6 * factor, None) for m in range(1, months + 1)]


def _chapter(accounts: list[tuple], budgets: list[tuple], overrides=None):
    own = {
        "monthly_accounts": _table("monthly_accounts", accounts),
        "yearly_budgets": _table("yearly_budgets", budgets),
    }
    return monitoring(Evidence(municipality("5503"), own=own, overrides=overrides or {}))


def _row(chapter, unit: str) -> dict:
    table = next(e for e in chapter.exhibits() if e.id == "oppfolging-status").table
    return next(r for r in table.records() if r["unit"] == unit)


def _says(chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


HISTORY = [*_book("A", 2023, 0.95), *_book("A", 2024, 0.97), *_book("A", 2025, 0.99)]


def test_a_unit_that_spends_as_planned_has_no_deviation() -> None:
    chapter = _chapter([*HISTORY, *_book("A", 2026, 1.0, 8)], [("A", 2026, 98e6, None, None)])
    row = _row(chapter, "A")
    assert row["deviation"] == pytest.approx(0, abs=1)
    assert row["end"] == pytest.approx(0, abs=1e6)
    assert row["low"] <= row["expected"] <= row["high"]


def test_spending_more_is_a_minus_and_is_flagged() -> None:
    chapter = _chapter([*HISTORY, *_book("A", 2026, 1.06, 8)], [("A", 2026, 98e6, None, None)])
    row = _row(chapter, "A")
    assert row["deviation"] < 0 and row["end"] < 0 and row["flag"] == "se på"
    assert "merforbruk" in _says(chapter)


def test_income_known_to_come_in_december_is_not_a_saving_so_far() -> None:
    accounts = [*HISTORY, *_book("A", 2026, 1.0, 8)]
    chapter = _chapter(accounts, [("A", 2026, 90e6, None, -8e6)])
    row = _row(chapter, "A")
    assert row["deviation"] == pytest.approx(0, abs=1)
    assert row["expected"] == pytest.approx(90e6, rel=0.01)


def test_a_unit_without_a_budget_is_named_and_left_out() -> None:
    accounts = [*_book("A", 2026, 1, 3), *_book("B", 2026, 1, 3)]
    chapter = _chapter(accounts, [("A", 2026, 98e6, None, None)])
    assert "B har regnskap, men ikke budsjett" in _says(chapter)


def test_a_unit_that_lags_is_told() -> None:
    accounts = [*_book("A", 2026, 1, 8), *_book("B", 2026, 1, 6)]
    budgets = [("A", 2026, 98e6, None, None), ("B", 2026, 98e6, None, None)]
    assert "B mangler regnskap for den siste måneden" in _says(_chapter(accounts, budgets))


def test_without_earlier_years_no_interval_is_shown() -> None:
    chapter = _chapter(_book("A", 2026, 1, 8), [("A", 2026, 98e6, None, None)])
    assert _row(chapter, "A")["low"] is None


def test_how_much_of_the_deviation_goes_on_can_be_chosen() -> None:
    accounts, budgets = _book("A", 2026, 1.06, 8), [("A", 2026, 98e6, None, None)]
    low = _row(_chapter(accounts, budgets, {"oppfolging_demping": 0.0}), "A")["expected"]
    high = _row(_chapter(accounts, budgets, {"oppfolging_demping": 1.0}), "A")["expected"]
    assert low < high


def test_the_example_is_marked_constructed_everywhere() -> None:
    chapter = monitoring(gather(municipality("0099")))
    assert "er eksempler, laget for" in chapter.findings[0].text()
    assert list(chapter.exhibits())
    for exhibit in chapter.exhibits():
        assert any(s.kind is SourceKind.CONSTRUCTED for s in exhibit.sources)


def test_accounts_without_budgets_say_which_table_is_missing() -> None:
    own = {"monthly_accounts": _table("monthly_accounts", _book("A", 2026, 1, 8))}
    chapter = monitoring(Evidence(municipality("5503"), own=own))
    assert [m.table for m in chapter.missing] == ["Budsjett og prognose per enhet"]


def test_a_hole_in_the_months_is_refused() -> None:
    schema = own_table("monthly_accounts")
    rows = [(u, y, m, a, o) for u, y, m, a, o in _book("A", 2026, 1, 8) if m != 3]
    frame = pl.DataFrame(rows, schema=[f.name for f in schema.fields], orient="row")
    assert [f[1] for f in schema.check(frame)] == ["month"]
