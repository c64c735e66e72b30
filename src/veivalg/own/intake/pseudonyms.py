"""Names of persons are replaced at the door by a salted hash; the salt never leaves the machine.

A pseudonym is «P» and 24 hexadecimal digits: 18 of HMAC-SHA-256 (RFC 2104) of the value with the
salt, and 6 of the HMAC of those. By the last six the machine knows its own pseudonyms again, so
that an export that is read in anew keeps them.
"""

import contextlib
import hmac
import re
import secrets
from pathlib import Path

import polars as pl

from veivalg.foundation.errors import StoreError
from veivalg.foundation.files import store_error, write_new
from veivalg.foundation.i18n import _

SALT_FILE = "salt"
_OURS = re.compile(r"P[0-9a-f]{24}")


def salt(folder: Path) -> bytes:
    """Give the salt of a data folder; it is made the first time, readable by its owner alone.

    Raises
    ------
    StoreError
        When it can't be read or written, or is damaged.
    """
    path = folder / SALT_FILE
    try:
        if not path.exists():
            _make(path)
        found = path.read_bytes()
    except OSError as error:
        raise store_error(error, path) from error
    if len(found) != 32:
        raise StoreError(
            _("Saltet {path} er skadet, så personer kan ikke få pseudonym.").format(path=path),
            _("Hent det tilbake fra sikkerhetskopien. Slettes det, får alle nye pseudonymer."),
        )
    return found


def _make(path: Path) -> None:
    """Put a whole salt in place; the program that comes first wins, and a kill leaves none."""
    # Another program may have made one a moment ago; then that one counts.
    with contextlib.suppress(FileExistsError):
        write_new(path, secrets.token_bytes(32))


def pseudonym(value: str, code: str, secret: bytes) -> str:
    """Give the pseudonym of a value in a municipality; one of ours is given back as it is.

    Examples
    --------
    >>> first = pseudonym("B1042", "5503", bytes(32))
    >>> first == pseudonym(" b1042", "5503", bytes(32)), len(first)
    (True, 25)
    >>> pseudonym(first, "5503", bytes(32)) == first
    True
    """
    if _OURS.fullmatch(value) and _proof(value[1:19], secret) == value[19:]:
        return value
    message = f"{code}\0{' '.join(value.split()).casefold()}".encode()
    name = hmac.digest(secret, message, "sha256").hex()[:18]
    return f"P{name}{_proof(name, secret)}"


def pseudonymise(values: pl.Series, code: str, secret: bytes) -> pl.Series:
    """Replace every value; nulls stay null. Works through the distinct values only."""
    known = values.drop_nulls().unique()
    if known.is_empty():
        return values
    hidden = [pseudonym(v, code, secret) for v in known.to_list()]
    return values.replace_strict(
        known, pl.Series(hidden, dtype=pl.String), default=None, return_dtype=pl.String
    )


def _proof(name: str, secret: bytes) -> str:
    return hmac.digest(secret, f"egen\0{name}".encode(), "sha256").hex()[:6]
