"""Which code page text was written in, when it is not UTF-8."""

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
    counted = {page: _in_words(content, letters) for letters, page in (DOS, MAC)}
    if _in_words(content, WINDOWS):
        return "cp1252"
    page = max(counted, key=lambda p: counted[p])
    return page if counted[page] else "cp1252"


def _in_words(content: bytes, letters: bytes) -> int:
    """Count the bytes that have a plain letter beside them."""
    found = 0
    for letter in letters:
        at = content.find(letter)
        while at >= 0:
            beside = content[max(at - 1, 0) : at] + content[at + 1 : at + 2]
            found += any(chr(b).isalpha() and b < 128 for b in beside)
            at = content.find(letter, at + 1)
    return found
