"""Texts that hold a Norwegian national identity number, however it is written.

Two control digits, both by weights modulo 11 (Forskrift til folkeregisterloven § 2-2-3). A D-number
has 40 added to the day; help numbers and test numbers have 40, 65 or 80 added to the month.

Digits of every script are read as ASCII, and what parts them is left out, whatever it is: only
letters end a row of digits. A number must begin and end where a group of digits does. In a text,
words may stand between the date and the five digits too, when together they are a valid number.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from itertools import accumulate, pairwise
from urllib.parse import unquote

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MONTHS = frozenset(m + added for added in (0, 40, 65, 80) for m in range(1, 13))
_DAYS = frozenset(d + added for added in (0, 40) for d in range(1, 32))
_CENTURIES = ("18", "19", "20")
_RANDOM = re.compile(
    r"(?<![0-9a-z-])(?:p?[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-z-])",
    re.IGNORECASE,
)
"""Pseudonyms, hashes and UUIDs: their digits mean nothing, also eleven in a row."""
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,]\d+)?)?")
_POWER = re.compile(r"(?<![\w.,])([0-9]+)(?:[.,]([0-9]+))?e([+-]?)([0-9]{1,2})(?!\w)", re.I)
_TOKEN = re.compile(r"[0-9]+|[^\W0-9_]+")
_AMOUNT = re.compile(
    r"[-+(]?\s*(?:kr\.?|nok)?\s*"
    r"(?P<whole>[0-9]{1,3}(?:(?P<gap>[ .,'])[0-9]{3})(?:(?P=gap)[0-9]{3})*|[0-9]+)"
    r"(?:(?!(?P=gap))[.,](?P<part>[0-9]+))?"
    r"\s*(?:,-|kr|nok|%|-|\))?",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[0-9]{4}([ .])[0-9]{2}\1[0-9]{5}")
_SHORT = re.compile(r"[0-9]{5}[\W_]{0,3}[0-9]{5}")
_NEAR = re.compile(r"[^;:()\n]{0,3}")
"""What may stand between a date and the five digits where only the date is possible."""
_IN_FRONT = re.compile("0{0,2}47|0{1,2}")
_SHAPES = {(11,), (6, 5), (6, 3, 2), (6, 2, 3), (2, 2, 2, 5)}
_LONG = {(13,), (8, 5), (2, 2, 4, 5), (4, 2, 2, 5)}
_LAST_FIRST = {(5, 6), (5, 8), (5, 2, 2, 2), (5, 2, 2, 4), (5, 4, 2, 2), (3, 2, 6), (3, 2, 8)}
"""The five digits before the date; then only a valid number is one."""
_ALIKE = re.compile(r"(?<![^\W_])(?:(?=[OoIl|]*[0-9])[0-9OoIl|]{2,}|[OoIl]{5,6})(?![^\W_])")
_ZERO_ONE = str.maketrans("OoIl|", "00111")
"""Letters that are taken for zero and one where the rest of the group is digits."""
_DIGITS = re.compile(r"\d|[OoIl]{5}")
_MONTH = re.compile(
    r"(?<![0-9])([0-9]{1,2})[. ]+(jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc])"
    r"[a-z]*[., ]+(?=[0-9])",
    re.IGNORECASE,
)
_NAMED = ("jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "de")
_ESCAPED = re.compile(r"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2})|_x[0-9a-f]{4}_", re.IGNORECASE)
_BORN = re.compile(
    r"(?<![0-9])(?:([0-9]{1,2})[\W_]{1,2}([0-9]{1,2})[\W_]{1,2}|([0-9]{2})([0-9]{2}))"
    r"((?:18|19|20)?[0-9]{2})(?![0-9])"
)
_LAST = re.compile(
    r"(?P<named>personn(?:umme)?r[\W_]{0,3})?(?<![0-9])(?P<five>[0-9]{3}[\W_]?[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_FAR, _CLOSE = 100, 15
"""How many characters there may be between the date and the five digits, and the other way."""
SPARE = 9
"""A text of fewer digits holds no such number, unless it is written as a power of ten."""


class Strictness(Enum):
    """What is taken for such a number.

    In ``NUMBERS`` only numbers whose control digits are right: an amount in kroner has eleven
    digits too. In ``TEXT`` any eleven digits that begin with a possible date, for a mistyped number
    points at a person all the same. In ``IDS`` also ten digits that have lost the zero in front.
    """

    NUMBERS = 0
    TEXT = 1
    IDS = 2


def may_be_national_id(digits: str) -> bool:
    """Say whether eleven digits begin with a possible date, whatever their control digits.

    Examples
    --------
    >>> may_be_national_id("01010112345"), may_be_national_id("99010112345")
    (True, False)
    """
    if len(digits) != 11 or not digits.isascii() or not digits.isdecimal():
        return False
    return int(digits[:2]) in _DAYS and int(digits[2:4]) in _MONTHS


def is_national_id(digits: str) -> bool:
    """Say whether eleven digits are a valid fødselsnummer or D-number.

    Examples
    --------
    >>> is_national_id("01010012356"), is_national_id("01010012345")
    (True, False)
    """
    if not may_be_national_id(digits):
        return False
    numbers = [int(d) for d in digits]
    first = -sum(w * n for w, n in zip(_FIRST, numbers, strict=False)) % 11
    second = -sum(w * n for w, n in zip(_SECOND, numbers, strict=False)) % 11
    return numbers[9] == first and numbers[10] == second


def ascii_digits(text: str) -> str:
    """Give a text with digits of every script, width and height as 0–9.

    Examples
    --------
    >>> ascii_digits("３３ og ٣٣")
    '33 og 33'
    """
    if text.isascii():
        return text
    whole = unicodedata.normalize("NFKC", text)
    return "".join(
        c if c.isascii() or (n := unicodedata.digit(c, None)) is None else str(n) for c in whole
    )


def without_alike(text: str) -> str:
    """Give a text with the letters O, I and l as 0 and 1 where they stand among digits.

    Examples
    --------
    >>> without_alike("O1O1OO l2356 i Oslo")
    '010100 12356 i Oslo'
    """
    return _ALIKE.sub(lambda m: m[0].translate(_ZERO_ONE), text)


def holds_national_id(text: str, kind: Strictness = Strictness.TEXT) -> bool:
    """Say whether a text has such a number anywhere in it, however it is written.

    Examples
    --------
    >>> holds_national_id("Ola, 010100/12356"), holds_national_id("1.0100123E+9")
    (True, False)
    """
    plain = ascii_digits(text).strip()
    if _DIGITS.search(plain) is None:  # as in most headings and words
        return False
    if "&" in plain or "%" in plain:
        told = unquote(html.unescape(plain))
        if told != plain and holds_national_id(told, kind):
            return True
    if (read := without_alike(plain)) != plain and holds_national_id(read, kind):
        return True
    whole = _MOMENT.sub(" x ", _RANDOM.sub(" x ", _ESCAPED.sub(" ", plain)))
    lossy = kind is not Strictness.NUMBERS
    whole = _MONTH.sub(_in_digits, whole)
    if "e" in whole or "E" in whole:
        if kind is Strictness.IDS and (power := _POWER.fullmatch(whole)):
            return may_be_national_id(_possible(_written_out(power, lossy=True)))
        whole = _POWER.sub(lambda m: _written_out(m, lossy=lossy), whole)
    if sum(c.isdecimal() for c in whole) < SPARE:
        return False
    if not lossy:
        if _ACCOUNT.fullmatch(whole):
            return False
        if amount := _AMOUNT.fullmatch(" ".join(whole.replace("\u2212", "-").split())):
            return _in_amount(amount)
    elif _SHORT.fullmatch(whole):
        lost = "0" + "".join(c for c in whole if c.isdecimal())
        return may_be_national_id(lost) if kind is Strictness.IDS else is_national_id(lost)
    return any(_counts(*found, lossy=lossy) for found in _windows(whole)) or (
        lossy and _told_apart(whole)
    )


def _in_digits(date: re.Match[str]) -> str:
    """Write the month of a date in digits."""
    month = next(n for n, name in enumerate(_NAMED, 1) if date[2].lower().startswith(name))
    return f"{date[1]}.{month}."


def _told_apart(text: str) -> bool:
    """Say whether a date and five digits after it, with words between, are a valid number.

    Where the words say that it is one, a possible date is enough, before it or after.
    """
    ends = list(_LAST.finditer(text))
    for born in _BORN.finditer(text):
        day, month, year = born[1] or born[3], born[2] or born[4], born[5]
        for last in ends:
            after, before = last.start() - born.end(), born.start() - last.end()
            if not (0 <= after <= _FAR or 0 <= before <= (_FAR if last["named"] else _CLOSE)):
                continue
            five = "".join(c for c in last["five"] if c.isdecimal())
            whole = f"{day.zfill(2)}{month.zfill(2)}{year[-2:]}{five}"
            if is_national_id(whole) or (last["named"] and may_be_national_id(whole)):
                return True
    return False


def _written_out(match: re.Match[str], *, lossy: bool) -> str:
    """Write out a power of ten; one that has lost digits can't be told from an amount."""
    whole, part = match[1], match[2] or ""
    digits = whole + part
    size = len(whole) + int(match[3] + match[4])
    if size not in (10, 11) or (not lossy and len(digits.rstrip("0")) < SPARE):
        return match[0]
    return digits[:size].ljust(size, "0")


def _possible(digits: str) -> str:
    """Give eleven digits with the month as 01 where it was lost, and a lost zero in front."""
    digits = digits.zfill(11)
    return f"{digits[:2]}01{digits[4:]}" if not digits[3:].strip("0") else digits


def _in_amount(amount: re.Match[str]) -> bool:
    """Say whether what can be an amount is such a number: its kroner, or six digits and five."""
    whole = "".join(c for c in amount["whole"] if c.isdecimal())
    part = amount["part"] or ""
    if len(whole) == 6 and len(part) == 5:
        return is_national_id(whole + part)
    # No amount begins with a zero and ten more digits.
    valid = any(map(is_national_id, _short(whole, (len(whole),))))
    return valid or (whole.startswith("0") and may_be_national_id(whole))


def _windows(text: str) -> Iterator[tuple[str, tuple[int, ...], list[str]]]:
    """Give every run of groups with as many digits as such a number: digits, sizes and gaps."""
    groups: list[re.Match[str]] = []
    runs = [groups]
    for token in _TOKEN.finditer(text):
        if token[0][0].isdecimal():
            groups.append(token)
        elif groups:
            runs.append(groups := [])
    for run in runs:
        for first in range(len(run)):
            sizes = tuple(accumulate(len(g[0]) for g in run[first : first + 11]))
            for n, size in enumerate(sizes, 1):
                if size > 15:
                    break
                if size >= 9:
                    held = run[first : first + n]
                    gaps = [text[a.end() : b.start()] for a, b in pairwise(held)]
                    yield "".join(g[0] for g in held), tuple(len(g[0]) for g in held), gaps


def _counts(digits: str, sizes: tuple[int, ...], gaps: list[str], *, lossy: bool) -> bool:
    """Say whether a run of digits is such a number, with the date in any of its spellings."""
    near = all(_NEAR.fullmatch(" ".join(gap.split(" "))) for gap in gaps)
    if len(sizes) == 4 and max(sizes[:2]) <= 2 and sizes[2] in (2, 4) and sizes[3] == 5:
        day, month, rest = digits[: sizes[0]], digits[sizes[0] : sum(sizes[:2])], digits[-5:]
        digits = day.zfill(2) + month.zfill(2) + digits[sum(sizes[:2]) : -5] + rest
        sizes = (2, 2, *sizes[2:])
    elif min(sizes) == 1 < max(sizes) and not (lossy and len(sizes) == 2):
        return False  # a list of dates, or of numbers
    if sizes in _LAST_FIRST and near:
        year = digits[5:] if sizes[1:] == (4, 2, 2) else f"{digits[5:9]}{digits[-2:]}"
        year = f"{year[6:]}{year[4:6]}{year[2:4]}" if len(year) == 8 else year
        if is_national_id(f"{year}{digits[:5]}"):
            return True
    for found in _short(digits, sizes):
        if is_national_id(found):
            return True
        if lossy and near and sizes in _SHAPES | _LONG and may_be_national_id(found):
            return True
    return False


def _short(digits: str, sizes: tuple[int, ...]) -> Iterator[str]:
    """Give the eleven digits of a number whose year may be written with four.

    Zeros and the code of the country may stand in front.
    """
    if len(digits) == 11:
        yield digits
    elif (front := _IN_FRONT.fullmatch(digits[:-11])) is not None:
        kept = sizes[0] - front.end()
        if ((kept, *sizes[1:]) if kept else sizes[1:]) in _SHAPES:
            yield digits[-11:]
    if len(digits) == 13 and sizes in _LONG:
        if digits[4:6] in _CENTURIES:
            yield digits[:4] + digits[6:]
        if digits[:2] in _CENTURIES:
            yield digits[6:8] + digits[4:6] + digits[2:4] + digits[8:]
