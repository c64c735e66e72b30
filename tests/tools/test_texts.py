"""The list of texts holds what the code and the page templates say; translations are read."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from tools.texts import compile_translations, template

from veivalg.foundation import i18n


def test_the_list_of_texts_is_made_from_code_and_page_templates():
    catalogue = read_po(BytesIO(template()))
    assert len(catalogue) > 3000
    for text in (
        "Befolkning",
        "Hopp til innholdet",
        "personer",
        "Nye medisindispensere",
        "Mer hjemme",
    ):
        assert text in catalogue, text


def test_the_list_of_texts_is_made_when_wanted_and_never_kept():
    root = Path(__file__).parents[2]
    kept = subprocess.run(["git", "ls-files", "*.pot"], cwd=root, capture_output=True, text=True)
    assert not kept.stdout.strip()


def test_a_translation_is_used_when_its_language_is(tmp_path, monkeypatch):
    folder = tmp_path / "se" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "veivalg.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Befolkning"\nmsgstr "Álbmot"\n',
        encoding="utf-8",
    )
    assert compile_translations(tmp_path) == 1
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n._catalogue.cache_clear()
    with i18n.use_language("se"):
        assert i18n._("Befolkning") == "Álbmot"
        assert i18n._("Ikke oversatt") == "Ikke oversatt"
    assert i18n._("Befolkning") == "Befolkning"
    i18n._catalogue.cache_clear()
