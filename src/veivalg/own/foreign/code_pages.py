"""Which code page text was written in, when it is not UTF-8."""

import re

DOS = (b"\x86\x91\x9b\x8f\x92\x9d", "cp865")
MAC = (b"\x8c\xbe\xbf\x81\xae\xaf", "mac_roman")
WINDOWS = b"\xe5\xe6\xf8\xc5\xc6\xd8"
"""å, æ, ø and Å, Æ, Ø as bytes in three code pages."""


def code_page(content: bytes) -> str:
    """Give the code page of text that is not UTF-8, by the bytes that stand in words.

    Examples
    --------
    >>> [code_page("Sør-Trøndelag".encode(page)) for page in ("cp1252", "cp865", "mac_roman")]
    ['cp1252', 'cp865', 'mac_roman']
    """
    if _in_words(WINDOWS).search(content):
        return "cp1252"
    counted = {page: len(_in_words(letters).findall(content)) for letters, page in (DOS, MAC)}
    page = max(counted, key=lambda p: counted[p])
    return page if counted[page] else "cp1252"


def _in_words(letters: bytes) -> re.Pattern[bytes]:
    """Give the pattern of one of the bytes with a plain letter beside it."""
    one = b"[" + re.escape(letters) + b"]"
    return re.compile(b"(?<=[A-Za-z])" + one + b"|" + one + b"(?=[A-Za-z])")
