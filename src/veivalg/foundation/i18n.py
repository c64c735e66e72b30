"""Texts: bokmål is the source language, other languages come as gettext catalogues."""

import gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = {"nb": "Norsk bokmål", "nn": "Norsk nynorsk", "se": "Davvisámegiella", "en": "English"}
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_language: ContextVar[str] = ContextVar("language", default="nb")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("veivalg", LOCALES, [language], fallback=True)


def _(message: str) -> str:
    """Give `message` (bokmål) in the language in use.

    Examples
    --------
    >>> _("Befolkning")
    'Befolkning'
    """
    return _catalogue(_language.get()).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark `message` for translation where it is shown, and give it as it is."""
    return message


def ngettext(singular: str, plural: str, n: float) -> str:
    """Choose between two forms by `n`, in the language in use."""
    return _catalogue(_language.get()).ngettext(singular, plural, 1 if n == 1 else 2)


def language() -> str:
    """Give the code of the language in use (``nb`` unless set)."""
    return _language.get()


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Use the language `code` inside the block."""
    token = _language.set(code if code in LANGUAGES else "nb")
    try:
        yield
    finally:
        _language.reset(token)


class Said:
    """A Norwegian text of a class or of its objects, given in the language in use.

    What declares a table, a column or a source holds its texts as data; nobody who shows one can
    then forget to translate it. `tools/texts` collects them for the catalogue.
    """

    def __init__(self, text: Any = "") -> None:
        self.text = text

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, one: object | None, owner: type | None = None) -> Any:
        text = self.text if one is None else vars(one)[self.name]
        return tuple(map(_, text)) if isinstance(text, tuple) else text and _(text)

    def __set__(self, one: object, text: str) -> None:
        vars(one)[self.name] = text


class Words(Mapping[str, str]):
    """Code → Norwegian word, each given in the language in use."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def __getitem__(self, code: str) -> str:
        return _(self._words[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def kept_by_language(make: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Keep what a function makes out of texts, apart for each language."""

    @cache
    def kept(language: str, *given: Any) -> _Made:
        return make(*given)  # type: ignore[call-arg]

    @wraps(make)
    def give(*given: _Given.args, **named: _Given.kwargs) -> _Made:
        assert not named
        return kept(language(), *given)

    return give
