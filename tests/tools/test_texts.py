"""The list of texts is current, and a translation reaches the reader."""

from __future__ import annotations

from tools.texts import LOCALES, compile_translations, template

from veivalg.foundation import i18n


def test_the_list_of_texts_is_what_the_code_says():
    assert (LOCALES / "veivalg.pot").read_bytes() == template(), "kjør «make texts»"


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
