"""Saved scenarios: kept whole, with their history."""

from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.desk.scenarios import MOST, Scenarios
from veivalg.foundation.errors import StoreError, UsageError


def test_a_scenario_is_kept_changed_and_removed_and_every_version_stays(tmp_path: Path) -> None:
    kept = Scenarios(tmp_path)
    kept.save("5503", {"name": " Mer\nhjemme ", "settings": {"a": 1.0}}, who="Kari")
    kept.save("5503", {"name": "Mer hjemme", "settings": {"a": 2.0}}, who="Ola", what=("a 1 → 2",))
    kept.save("5503", {"name": "Ytteren"}, who="Kari")
    assert kept.names("5503") == ("Mer hjemme", "Ytteren")
    assert kept.current("5503")["Mer hjemme"]["settings"] == {"a": 2.0}
    kept.remove("5503", "Mer hjemme", who="Ola")
    assert kept.names("5503") == ("Ytteren",)
    story = kept.history("5503", "Mer hjemme")
    assert [(e.who, e.what, e.removed) for e in story] == [
        ("Kari", (), False),
        ("Ola", ("a 1 → 2",), False),
        ("Ola", ("Fjernet",), True),
    ]
    assert kept.names("1833") == ()


def test_what_can_not_be_kept_is_told(tmp_path: Path) -> None:
    kept = Scenarios(tmp_path)
    for content, who in (({"name": " "}, "Kari"), ({"name": "A"}, ""), ({"name": "x" * 61}, "K")):
        with pytest.raises(UsageError):
            kept.save("5503", content, who=who)
    with pytest.raises(UsageError, match="ikke noe lagret scenario «B»"):
        kept.remove("5503", "B")
    for number in range(MOST):
        kept.save("5503", {"name": f"nr {number}"}, who="Kari")
    with pytest.raises(UsageError, match="alt 40 lagrede"):
        kept.save("5503", {"name": "en til"}, who="Kari")


def test_a_damaged_file_hides_no_other(tmp_path: Path) -> None:
    kept = Scenarios(tmp_path)
    kept.save("5503", {"name": "A"}, who="Kari")
    folder = tmp_path / "hendelser" / "5503" / "scenarier"
    (folder / "00000002.json").write_text("{")
    (folder / "00000003.json").write_text('{"id": 1, "name": 2, "who": "", "when": "", "what": []}')
    assert kept.names("5503") == ("A",)
    assert ["skadet" in told.text for told in kept.faults("5503")] == [True, True]


def test_a_folder_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "hendelser").write_text("no folder")
    with pytest.raises(StoreError):
        Scenarios(tmp_path).save("5503", {"name": "A"}, who="Kari")
