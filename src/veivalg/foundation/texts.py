"""The rules of every text a person types and the product keeps, whatever door it comes in by.

A text is data: it is cleaned of what no screen or file can show, it is never a formula in a
spreadsheet, and it never names a person by a national identity number. Letters of every script,
emoji and braces are kept as they are; a letter with its marks has one spelling (NFC), or two names
that look the same would be two.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.national_id import SPARE, holds_national_id

UNSEEN = (
    r"[\x00-\x1f\x7f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef\ufff9-\ufffb"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))
    + "]+"
)
"""Control characters, marks of direction, what has no width, and what is no character."""
UNWRITTEN = "[\u00ad\u034f\u061c\u180e]+"
"""What stands within a word and is not seen: where it may be parted, and how its letters join."""
ODD = rf"{UNSEEN}|{UNWRITTEN}|\p{{M}}"
"""Where cleaning a text may change it, beside its spaces, as Polars reads it."""
FORMULA = r"^\s*([=@\uff1d\uff20]|[+\-\uff0b\uff0d].*(\||[^\W\d_][\w.]*\())"
"""What a spreadsheet would take for a formula: a sign, and a function or another program's name."""
_UNWRITTEN = re.compile(UNWRITTEN)
_UNSEEN, _FORMULA = re.compile(UNSEEN), re.compile(FORMULA)
_QUOTED = re.compile("«[^»]*»")
_HALF = re.compile(r"[\ud800-\udfff]+")


def clean(text: str) -> str:
    """Give a text on one line, without what a screen or a file can't show.

    Examples
    --------
    >>> clean("  Båsmo\x07 \u202e{x} \\n 😀 skole ")
    'Båsmo {x} 😀 skole'
    """
    whole = _HALF.sub(" ", text)  # half characters, from a terminal or a link
    whole = _UNSEEN.sub(" ", _UNWRITTEN.sub("", whole))
    return " ".join(unicodedata.normalize("NFC", whole).split())


def accept(
    what: str, text: str, longest: int, too_long: str | None = None, *, needed: bool = True
) -> str:
    """Give a text as it may be kept.

    Parameters
    ----------
    what
        What the text is, first in a sentence («Navnet»).
    longest
        The most characters it may have.
    too_long
        The sentence that says it is longer, with ``{what}`` and ``{n}``.
    needed
        Whether it may not be empty.

    Raises
    ------
    UsageError
        When it is too long, missing, a formula, or names a person by a national identity number,
        which is then not repeated.
    """
    kept = clean(text)
    if needed and not kept:
        raise UsageError(_("{what} mangler.").format(what=what), _("Fyll ut feltet og prøv igjen."))
    if len(kept) > longest:
        said = too_long or _("{what} er for lang ({n} tegn).")
        raise UsageError(
            said.format(what=what, n=len(kept)), _("Skriv høyst {n} tegn.").format(n=longest)
        )
    _refuse(what, kept)
    return kept


def _refuse(what: str, text: str) -> None:
    if holds_national_id(text):
        raise UsageError(
            _("{what} har et tall som ser ut som et fødselsnummer.").format(what=what),
            _("Ta det bort. Fødselsnumre blir aldri lagret."),
        )
    if _FORMULA.match(text):
        raise UsageError(
            _("{what} ser ut som en formel i et regneark.").format(what=what),
            _("Skriv teksten uten = eller @ foran."),
        )


def muted(text: str) -> str:
    """Give what is said of a file without what in it names a person.

    Examples
    --------
    >>> muted("«SÃ¸r 010100/12356» er lest som «Sør», rad 2.")
    '«[fjernet]» er lest som «Sør», rad 2.'
    """
    if len(text) < SPARE or not holds_national_id(text):
        return text
    gone = _("[fjernet]")
    kept = _QUOTED.sub(lambda m: f"«{gone}»" if holds_national_id(m[0]) else m[0], text)
    return gone if holds_national_id(kept) else kept


def cleaned(value: Any, what: str) -> Any:
    """Clean every text in plain values of JSON; raises ``UsageError`` when one may not be kept."""
    if isinstance(value, str):
        kept = clean(value)
        _refuse(what, kept)
        return kept
    if isinstance(value, Mapping):
        return {key: cleaned(held, what) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(held, what) for held in value]
    return value
