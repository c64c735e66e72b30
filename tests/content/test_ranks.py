"""A rank can't be shown without its interval."""

from __future__ import annotations

import pytest

from veivalg.content import (
    Column,
    Figure,
    Interval,
    Pivot,
    Place,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
)
from veivalg.content.numbers import THIN

HARSTAD = Place("5503", "Harstad")
OURS = Source("veivalg-M6", "Veivalg", "Kommuneindeks", kind=SourceKind.CALCULATION)
PRINTED = Source("trykt", "Delrapport 1", "Kapittel 3.3", kind=SourceKind.DOCUMENT)
RANKS = tuple(Column(k, k, Unit.RANK) for k in ("rank", "rank_low", "rank_high"))


def figure(source: Source = OURS, interval: Interval | None = None) -> Figure:
    return Figure("plass", "Plassering", 289, Unit.RANK, HARSTAD, "2024", source, interval=interval)


def test_a_rank_of_our_own_without_an_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="interval"):
        figure()


def test_a_rank_is_written_with_its_interval_in_every_sentence() -> None:
    own = figure(interval=Interval(260, 300, "åtte av ti"))
    assert Statement("s", "Nummer {n}.", {"n": own}).text() == "Nummer 289 (trolig 260–300)."
    assert THIN not in own.text()


def test_a_rank_a_document_prints_may_be_quoted_as_printed() -> None:
    assert figure(PRINTED).text() == "289"


def test_a_rank_that_is_missing_says_why() -> None:
    missing = Figure(
        "plass", "Plassering", None, Unit.RANK, HARSTAD, "2024", OURS, reason="for lite grunnlag"
    )
    assert missing.text() == "for lite grunnlag"


def test_a_table_of_ranks_without_intervals_is_refused() -> None:
    with pytest.raises(ValueError, match="interval"):
        Table(RANKS[:1], ((3,),))
    with pytest.raises(ValueError, match="interval"):
        Table(RANKS, ((3, None, 5),))
    with pytest.raises(ValueError, match="interval"):
        Table(RANKS, ((3, 2, 5),), pivot=Pivot("rank_low", "rank_high", "rank"))


def test_a_table_may_hold_a_reason_in_place_of_a_rank() -> None:
    assert Table(RANKS, ((3, 2, 5), ("for lite grunnlag", None, None))).rows
