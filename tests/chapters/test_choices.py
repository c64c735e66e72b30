"""What chapters let a person choose, as far as it stands in the reference table «choices»."""

from __future__ import annotations

from pathlib import Path

import pytest

import veivalg.chapters
from veivalg.chapters.common.choices import set_out
from veivalg.content import Certainty, Unit
from veivalg.foundation.errors import UsageError
from veivalg.gather.evidence import Evidence
from veivalg.norway.reference import reference
from veivalg.norway.register import municipality

ENTRIES = list(reference("choices").entries())
IDS = [entry["id"] for entry in ENTRIES]
RANA = municipality("1833")


def test_a_choice_is_what_its_row_says() -> None:
    (every,) = set_out(Evidence(RANA, today="2026-07-01"), "helg_hver")
    assert (every.value, every.default, every.low, every.high, every.step) == (3, 3, 2, 6, 0.5)
    assert (every.unit, every.certainty, every.decimals) == (Unit.COUNT, Certainty.CHOICE, 1)
    assert every.label == "Helg på jobb, hver … uke"
    assert every.source == "Valg: hver tredje helg er vanlig i kommunene"
    assert (every.note, every.switch, every.changed) == ("", False, False)


def test_what_a_person_has_set_is_used_and_must_be_within_the_bounds() -> None:
    evidence = Evidence(RANA, today="2026-07-01", overrides={"helg_hver": 2, "gps-maneder": 99})
    assert set_out(evidence, "helg_hver")[0].value == 2
    with pytest.raises(UsageError, match="kan ikke være 99"):
        set_out(evidence, "gps-maneder")


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_every_choice_can_stand_where_it_stands(entry) -> None:
    assert entry["low"] <= entry["value"] <= entry["high"]
    assert entry["step"] > 0
    assert entry["source"] and entry["label"]
    assert Unit[entry["unit"].upper()] in Unit
    assert Certainty(entry["certainty"]) in Certainty


def test_each_stands_once_and_a_chapter_asks_for_it() -> None:
    assert len(set(IDS)) == len(IDS)
    folder = Path(veivalg.chapters.__path__[0])
    code = "".join(file.read_text("utf-8") for file in folder.rglob("*.py"))
    # The hours by age are asked for by the first year of the age group.
    assert [id for id in IDS if f'"{id}"' not in code and not id.startswith("timer-")] == []
