"""`veivalg merknad` lists, writes and removes notes, and the report carries them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from veivalg.cli.main import run

WRITE = [
    "--kapittel",
    "befolkning",
    "--om",
    "Innbyggere [80 år]",
    "--aar",
    "2026",
    "--hvem",
    "Kari",
]


def test_a_note_is_written_listed_carried_and_removed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path)]
    assert run(["merknad", "harstad", "--tekst", "Sjekk dette.", *WRITE, *data]) == 0
    capfd.readouterr()
    run(["merknad", "5503", "--json", *data])
    (note,) = json.loads(capfd.readouterr().out)
    assert (note["chapter"], note["about"], note["who"]) == (
        "befolkning",
        "Innbyggere [80 år]",
        "Kari",
    )
    run(["merknad", "5503", *data])
    assert "Innbyggere [80 år], Harstad, 2026: Sjekk dette." in " ".join(
        capfd.readouterr().out.split()
    )
    run(["kapittel", "befolkning", "harstad", "--format", "json", *data])
    chapter = json.loads(capfd.readouterr().out)
    notes = chapter.get("notes") or chapter["chapters"][0]["notes"]
    assert [n["text"] for n in notes if n["kind"] == "Merknad"] == ["Sjekk dette."]
    assert run(["merknad", "harstad", "--fjern", note["id"], *data]) == 0
    capfd.readouterr()
    run(["merknad", "harstad", *data])
    assert "ingen merknader" in capfd.readouterr().out
    run(["merknad", "harstad", "--alt", "--json", *data])
    assert json.loads(capfd.readouterr().out)[0]["removed"]


@pytest.mark.parametrize(
    "more", [["--tekst", "x"], ["--fjern", "finnesikke"], ["--tekst", "x", "--kapittel", "tull"]]
)
def test_wrong_use_is_exit_code_two(tmp_path: Path, more: list[str]) -> None:
    assert run(["merknad", "harstad", *more, "--data", str(tmp_path)]) == 2
