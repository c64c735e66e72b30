"""Notes are kept whole, can be removed, and their history stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.content import NoteKind
from veivalg.desk.notes import LONGEST, Notes
from veivalg.foundation.errors import StoreError, UsageError


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path)


def test_a_folder_without_notes_has_none_and_nothing_is_made(notes: Notes) -> None:
    assert notes.of("5503") == ()
    assert not notes.folder.exists()


def test_a_note_is_found_again_in_its_chapter_and_municipality_only(notes: Notes) -> None:
    notes.add("5503", "ressursbruk", "Funksjon 241", "Feilført.", period="2022", who="Kari")
    (found,) = Notes(notes.folder.parent).of("5503", "ressursbruk")
    assert (found.about, found.text, found.period, found.who) == (
        "Funksjon 241",
        "Feilført.",
        "2022",
        "Kari",
    )
    assert found.place.name == "Harstad"
    assert notes.of("5503", "okonomi") == ()
    assert notes.of("1833") == ()


def test_a_removed_note_is_gone_from_chapters_and_kept_in_the_history(notes: Notes) -> None:
    kept = notes.add("5503", "a", "Tall", "Bli", who="Kari")
    gone = notes.add("5503", "a", "Tall", "Bort", who="Kari")
    notes.remove("5503", gone.id)
    assert [n.id for n in notes.of("5503")] == [kept.id]
    assert [(n.text, bool(n.removed)) for n in notes.history("5503")] == [
        ("Bli", False),
        ("Bort", True),
    ]


def test_a_note_can_not_be_removed_twice_or_when_it_was_never_there(notes: Notes) -> None:
    note = notes.add("5503", "a", "Tall", "Tekst", who="Kari")
    notes.remove("5503", note.id)
    for id in (note.id, "../../etc", "0" * 12):
        with pytest.raises(UsageError, match="finnes ikke"):
            notes.remove("5503", id)


@pytest.mark.parametrize("field", list(LONGEST))
def test_what_is_too_long_is_refused_and_nothing_is_stored(notes: Notes, field: str) -> None:
    said = {"about": "Tall", "text": "Tekst", "period": "2024", "who": "Kari"}
    said[field] = "x" * (LONGEST[field] + 1)
    with pytest.raises(UsageError, match="for lang"):
        notes.add("5503", "a", **said)
    assert not notes.folder.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"about": " ", "text": "t", "who": "k"},
        {"about": "a", "text": "\n", "who": "k"},
        {"about": "a", "text": "t", "who": ""},
        {"about": "a", "text": "t", "who": "k", "period": "i fjor"},
    ],
)
def test_what_is_missing_or_no_year_is_refused(notes: Notes, said: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        notes.add("5503", "a", **said)


def test_a_damaged_file_is_told_and_hides_nothing(notes: Notes) -> None:
    notes.add("5503", "a", "Tall", "Hel", who="Kari")
    (notes.folder / "5503" / "merknader" / "00000002.json").write_bytes(b'{"id": ')
    found = notes.of("5503", "a")
    assert [n.kind for n in found] == [NoteKind.READER, NoteKind.FAULT]
    assert "skadet" in found[1].text


def test_a_folder_that_can_not_be_written_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "hendelser").write_text("en fil der mappen skulle vært")
    with pytest.raises(StoreError, match="Datamappen"):
        Notes(tmp_path).add("5503", "a", "Tall", "Tekst", who="Kari")


def test_two_who_write_at_once_lose_nothing(notes: Notes) -> None:
    def write(name: str) -> None:
        for i in range(8):
            notes.add("5503", "a", "Tall", f"{name} {i}", who=name)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("Kari", "Ola", "Máret")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(notes.of("5503")) == 24


@settings(deadline=None, max_examples=examples(50))
@given(text=st.text(min_size=1, max_size=200))
def test_any_text_comes_back_as_it_reads(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    notes = Notes(tmp_path_factory.mktemp("n"))
    try:
        stored = notes.add("5503", "a", "Tall", text, who="Kari")
    except UsageError:
        assert not notes.folder.exists()
        return
    assert notes.of("5503")[0].text == stored.text == " ".join(stored.text.split())
