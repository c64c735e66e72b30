"""Texts of own figures: cleaned as every text is (`foundation.texts`), a whole column at a time.

Chapters fill these texts into sentences by braces, so that a brace of the municipality's is made
round; else a column and one text are cleaned alike, and a test holds them to it.
"""

import polars as pl

from veivalg.foundation.texts import ODD, UNSEEN, UNWRITTEN, clean
from veivalg.own.foreign.raw import is_ascii, repeated

_CHANGED = r"^$|^ | $|  |[{}\x00-\x1f\x7f]"
"""What cleaning changes of ASCII."""


def tidy(text: str) -> str:
    """Clean one text of own figures."""
    return clean(text).replace("{", "(").replace("}", ")")


def tidied(text: pl.Series, distinct: pl.Series | None = None) -> pl.Series:
    """Clean a column of texts of own figures; what is empty is null.

    Parameters
    ----------
    distinct
        Its different texts, where it is known that they are few.
    """
    distinct = repeated(text) if distinct is None else distinct
    if distinct is None:
        return _tidied(text)
    return text.replace_strict(distinct, _tidied(distinct), default=None, return_dtype=pl.String)


def is_tidy(texts: pl.DataFrame) -> bool:
    """Say whether no text of some columns has anything in it that cleaning takes out."""
    odd = texts.select(pl.all().str.contains(rf"[{{}}]|{ODD}").any())
    return not odd.width or not any(odd.row(0))


def _tidied(text: pl.Series) -> pl.Series:
    if is_ascii(text) and not text.str.contains(_CHANGED).any():
        return text
    if not is_ascii(text):  # in ASCII every letter is whole, and none joins two
        text = text.str.replace_all(UNWRITTEN, "")
    seen = text.str.replace_all(UNSEEN, " ")
    whole = seen if is_ascii(seen) else seen.str.normalize("NFC")
    return (
        whole.str.replace_all(r"\s+", " ")
        .str.strip_chars()
        .str.replace_all("{", "(", literal=True)
        .str.replace_all("}", ")", literal=True)
        .replace({"": None})
    )
