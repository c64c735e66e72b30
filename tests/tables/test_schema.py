"""A table that is wrong is refused whole, with every fault named in Norwegian."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.foundation.errors import TableError
from veivalg.tables import TABLES, Sourced

Population = TABLES["population"]

GOOD = {"municipality": ["5503"], "year": [2026], "sex": ["female"], "age": [0], "persons": [100]}


def test_a_good_table_comes_back_typed_and_in_order():
    frame = Population.validate(pl.DataFrame(GOOD).select(reversed(list(GOOD))))
    assert frame.columns == list(GOOD)
    assert frame.schema["age"] == pl.Int16


def test_a_missing_column_is_named():
    with pytest.raises(TableError) as caught:
        Population.validate(pl.DataFrame(GOOD).drop("persons"))
    assert caught.value.problems == ("Kolonnen «Personer» (persons) mangler.",)


def test_every_fault_is_told_at_once_with_its_row():
    wrong = pl.DataFrame(
        {
            "municipality": ["5503", "5503"],
            "year": [2026, 1800],
            "sex": ["female", "woman"],
            "age": [0, 106],
            "persons": [1, -1],
        }
    )
    with pytest.raises(TableError) as caught:
        Population.validate(wrong)
    text = " ".join(caught.value.problems)
    assert all(word in text for word in ("«År»", "«Kjønn»", "«Alder»", "«Personer»", "rad 2"))


def test_the_same_key_twice_is_refused():
    with pytest.raises(TableError, match="samme nøkkel"):
        Population.validate(pl.concat([pl.DataFrame(GOOD), pl.DataFrame(GOOD)]))


def test_missing_is_allowed_only_where_the_schema_says_so():
    row = {
        "municipality": ["5610"],
        "year": [2025],
        "service": ["long_stay"],
        "age_from": [0],
        "age_to": [66],
        "users": [None],
        "reason": ["skjermet"],
    }
    assert TABLES["care_users"].validate(pl.DataFrame(row))["users"][0] is None
    with pytest.raises(TableError, match="mangler verdi"):
        Population.validate(pl.DataFrame({**GOOD, "persons": [None]}))


def test_a_text_where_a_number_belongs_is_refused_as_a_type_error():
    with pytest.raises(TableError, match="feil type"):
        Population.validate(pl.DataFrame({**GOOD, "persons": ["mange"]}))


@given(st.lists(st.tuples(st.integers(0, 105), st.integers(0, 10**6)), unique_by=lambda x: x[0]))
def test_validation_keeps_every_person(rows):
    frame = pl.DataFrame(
        {
            "municipality": ["5503"] * len(rows),
            "year": [2026] * len(rows),
            "sex": ["male"] * len(rows),
            "age": [a for a, _ in rows],
            "persons": [n for _, n in rows],
        },
        schema=Population.empty().schema,
    )
    assert Population.validate(frame)["persons"].sum() == sum(n for _, n in rows)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_has_a_norwegian_title_a_docstring_and_a_key(table):
    assert table.title and table.__doc__
    assert any(field.key for field in table.fields)
    assert table.validate(table.empty()).is_empty()


def test_a_place_without_its_own_source_takes_the_common_one():
    from veivalg.content import Source

    common, own = Source("a", "SSB", "A"), Source("b", "SSB", "B")
    table = Sourced(Population.empty(), {"*": common, "5503": own})
    assert table.source("5503") is own
    assert table.source("1833") is common
