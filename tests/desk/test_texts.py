"""Whatever is kept on the desk follows the same rules for what a person types."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.errors import UsageError
from veivalg.maths.projections.ensemble.override_rules import Kind
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore

REFUSED = ("010100/12356 er syk", "０１０１００１２３５６", '=HYPERLINK("a")', "@SUM(A1)")
ROWS = pl.DataFrame(
    {"school": ["A"], "year": [2025], "grade": [1], "pupils": [30]},
    schema_overrides={"year": pl.Int16, "grade": pl.Int16, "pupils": pl.Int32},
)


def _doors(folder: Path):
    notes, saved, known = Notes(folder), Scenarios(folder), LocalKnowledge(folder)
    own = OwnStore(folder)
    step = {"year": 2030, "places": {}, "cost": 0, "grant_share": 0, "source": ""}
    return {
        "note": lambda t: notes.add("5503", "behov", "Tallet", t, who="Kari").text,
        "note about": lambda t: notes.add("5503", "behov", t, "Feil", who="Kari").about,
        "note who": lambda t: notes.add("5503", "behov", "Tallet", "Feil", who=t).who,
        "scenario": lambda t: saved.save("5503", {"name": t}, who="Kari").name,
        "scenario who": lambda t: saved.save("5503", {"name": "A"}, who=t).who,
        "step": lambda t: (
            saved.save("5503", {"name": "B", "steps": [{"name": t, **step}]}, who="Kari")
        ).content["steps"][0]["name"],
        "why": lambda t: known.add("5503", Kind.HOUSING, 2029, 40, who="Kari", why=t).why,
        "who": lambda t: known.add("5503", Kind.HOUSING, 2029, 40, who=t, why="plan").who,
        "rows who": lambda t: (
            (
                own.put(
                    "5503", "pupils", own_table("pupils").validate(ROWS), file="a", sha256="", who=t
                )
            ).who
        ),
    }


@pytest.mark.parametrize("door", list(_doors(Path())))
def test_every_door_cleans_and_refuses_alike(door, tmp_path):
    keep = _doors(tmp_path)[door]
    assert keep("Plan {A} 😀\u202e \uffff\ud800 שלום") == "Plan {A} 😀 שלום"
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    for text in REFUSED:
        with pytest.raises(UsageError) as caught:
            keep(text)
        assert "12356" not in caught.value.message
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
