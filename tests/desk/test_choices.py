"""The municipalities a person compares with are kept, and a broken file never stops anyone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports import evidence_of

from veivalg.chapters.common.registry import run_chapter
from veivalg.content import NoteKind
from veivalg.desk.choices import Choices, checked, places
from veivalg.foundation.errors import StoreError, UnknownMunicipalityError, UsageError
from veivalg.norway.register import municipalities


def test_a_choice_is_kept_for_its_municipality_alone(tmp_path: Path) -> None:
    choices = Choices(tmp_path)
    assert choices.save("5503", ["1804", "Rana"]) == ("1804", "1833")
    assert Choices(tmp_path).peers("5503") == ("1804", "1833")
    assert choices.peers("1833") == ()


def test_an_empty_choice_forgets(tmp_path: Path) -> None:
    choices = Choices(tmp_path)
    choices.save("5503", ["1804"])
    choices.save("5503", [])
    assert choices.peers("5503") == ()
    choices.save("5503", [])


def test_old_numbers_and_doubles_become_todays_code_once() -> None:
    assert checked("1833", ["1903", "5503", "1833", " "]) == ("5503",)


def test_what_does_not_exist_or_is_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownMunicipalityError):
        Choices(tmp_path).save("5503", ["9999"])
    with pytest.raises(UsageError, match="høyst 15"):
        checked("5503", [one.code for one in municipalities()[:17]])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kommuner": 3}', '{"kommuner": ["tull"]}'])
def test_a_file_that_can_not_be_understood_is_no_choice(tmp_path: Path, content: str) -> None:
    choices = Choices(tmp_path)
    choices.save("5503", ["1804"])
    (file,) = (choices.folder / "5503" / "valg").iterdir()
    file.write_text(content)
    assert choices.peers("5503") == ()
    (told,) = choices.faults("5503")
    assert told.kind is NoteKind.FAULT and str(file) in told.text
    choices.save("5503", ["1833"])
    assert choices.peers("5503") == ("1833",)


def test_a_folder_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "hendelser").write_text("in the way")
    with pytest.raises(StoreError):
        Choices(tmp_path).save("5503", ["1833"])


def test_fourteen_may_be_chosen_and_are_held_against_at_equal_need() -> None:
    codes = checked("5503", [one.code for one in municipalities()[1:15]])
    assert len(codes) == 14
    evidence = replace(evidence_of("5503"), peers=places(codes))
    said = {s.id: s.text() for s in run_chapter("ressursbruk", evidence).findings}
    assert "snittet av 14 valgte kommuner ved samme behov" in said["helse-omsorg-valgte"]
