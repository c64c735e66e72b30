"""Texts: bokmål is the source language, other languages come as gettext catalogues."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
LANGUAGES = {"nb": "Norsk bokmål", "nn": "Norsk nynorsk", "se": "Davvisámegiella", "en": "English"}
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
