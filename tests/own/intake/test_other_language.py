"""A template made in another language is read again, and so is a Norwegian one."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest
from tools.leaks import translated

from veivalg.foundation import i18n
from veivalg.own.examples import example_table
from veivalg.own.intake import read_file, template
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore

NORWEGIAN = gettext.NullTranslations()


class Wide(gettext.NullTranslations):
    """A language whose words are ours in wide letters, with a sign of its own before them."""

    def gettext(self, message: str) -> str:
        return f"¤{translated(message)}"


@pytest.fixture
def wide(monkeypatch) -> Iterator[None]:
    """Let «en» be a language that has every text."""
    monkeypatch.setattr(i18n, "_catalogue", {"nb": NORWEGIAN, "en": Wide()}.__getitem__)
    yield


@pytest.fixture(params=["iplos_categories", "technologies", "budget_sectors"])
def rows(request):
    return "5503", own_table(request.param), example_table(request.param).frame


@pytest.mark.parametrize("made_in", ["en", "nb"])
def test_a_file_is_read_in_a_language_whichever_its_template_was_made_in(
    rows, made_in, wide, tmp_path
):
    code, table, frame = rows
    with i18n.use_language(made_in):
        content = template(table, frame)
        assert ("¤" in table.title) is (made_in == "en")
    with i18n.use_language("en"):
        read = read_file(content, "a.xlsx", code=code, store=OwnStore(tmp_path))
        assert read.table is table
        assert read.frame is not None and read.frame.equals(frame), read.findings


def test_what_a_table_declares_is_read_in_the_language_in_use_and_kept_in_norwegian(wide):
    table = own_table("technologies")
    kind = next(f for f in table.own_fields() if f.name == "kind")
    norwegian = table.title, kind.title, kind.choices
    with i18n.use_language("en"):
        assert table.title == f"¤{translated(norwegian[0])}"
        assert kind.title == f"¤{translated(norwegian[1])}"
        assert all(word.startswith("¤") for word in kind.choices.values())
        assert all(line.startswith("¤") for line in table.instructions)
    assert table.title == norwegian[0] and not any("¤" in word for word in kind.choices.values())


def test_what_is_kept_is_kept_for_each_language(wide):
    @i18n.kept_by_language
    def made(name: str) -> str:
        return f"{i18n._('Kommune')} {name}"

    assert made("Rana") == "Kommune Rana"
    with i18n.use_language("en"):
        assert made("Rana") == f"¤{translated('Kommune')} Rana"
    assert made("Rana") == "Kommune Rana"
