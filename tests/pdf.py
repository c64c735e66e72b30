"""What a PDF says, read by the engine that Chromium shows it with: at once, also 150 pages."""

from __future__ import annotations

from pypdfium2 import PdfDocument


def pages_of(data: bytes) -> list[str]:
    """Give the text of each page, its lines ended by ``\\n``, a hyphen that ends one as it is."""
    with PdfDocument(data) as document:
        read = [page.get_textpage().get_text_bounded() for page in document]
    return [text.replace("\r\n", "\n").replace("\x02", "-") for text in read]
