"""Own tables are declared in files: what a declaration says wrongly is refused, not left out."""

from __future__ import annotations

import orjson
import polars as pl
import pytest

from veivalg.maths.services.assistance import VARIABLES
from veivalg.own.tables import declared, own_table, own_tables

COLUMN = {"name": "place", "kind": "text", "title": "Sted", "help": "Navn.", "example": "Torget"}
TABLE = {"title": "Steder", "template": "steder", "purpose": "Hvor."}


def made(folder, monkeypatch, *columns, **more):
    content = {"tables": {"places": {**TABLE, "columns": list(columns)}}, **more}
    (folder / "steder.json").write_bytes(orjson.dumps(content))
    monkeypatch.setattr(declared, "FOLDER", folder)
    (table,) = declared.declared_tables()
    return table


def test_a_kind_gives_type_bounds_and_unit_unless_the_column_says_otherwise(tmp_path, monkeypatch):
    share = {**COLUMN, "name": "part", "kind": "share"}
    older = {**COLUMN, "name": "from", "kind": "year", "low": 1950, "dtype": "Int32"}
    place, part, year = made(tmp_path, monkeypatch, COLUMN, share, older).fields
    assert (place.dtype, place.low, place.unit) == (pl.String, None, "")
    assert (part.dtype, part.low, part.high, part.unit) == (pl.Float64, 0, 1, "andel")
    assert (year.dtype, year.low, year.high) == (pl.Int32, 1950, 2100)


def test_a_column_like_another_takes_the_rest_from_it(tmp_path, monkeypatch):
    table = made(tmp_path, monkeypatch, {"like": "place", "key": True}, columns={"place": COLUMN})
    (place,) = table.fields
    assert (place.name, place.title, place.key) == ("place", "Sted", True)


def test_words_are_what_may_be_written(tmp_path, monkeypatch):
    column = {**COLUMN, "choices": "sizes"}
    (size,) = made(
        tmp_path, monkeypatch, column, words={"sizes": {"s": "liten", "l": "stor"}}
    ).fields
    assert size.allowed == ("s", "l") and dict(size.choices) == {"s": "liten", "l": "stor"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"tittel": "Sted"}, TypeError), ({"kind": "word"}, KeyError), ({"choices": "x"}, KeyError)],
)
def test_what_a_column_has_no_place_for_is_refused(wrong, error, tmp_path, monkeypatch):
    with pytest.raises(error):
        made(tmp_path, monkeypatch, {**COLUMN, **wrong})


def test_a_guard_spelt_wrongly_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(TABLE, "personel", True)
    with pytest.raises(TypeError, match="personel"):
        made(tmp_path, monkeypatch, COLUMN)


def test_the_scores_are_the_fifteen_variables_of_need():
    names = [field.name for field in own_table("iplos_scores").fields]
    assert names == ["user", "service", "age", *VARIABLES]


def test_every_check_of_a_whole_table_is_of_a_table_there_is():
    assert declared._CHECKS.keys() <= own_tables().keys()
    assert len(declared._CHECKS) == 12
