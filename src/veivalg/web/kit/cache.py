"""Finished pages kept in memory: made once, packed once, thrown out by size and age."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

LIMIT = 64 * 1024 * 1024
SMALL, QUICK = 6, 2
"""How hard gzip tries: an eighth more bytes in a third of the time, when quick."""


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer: the gzipped body and what identifies it."""

    packed: bytes
    etag: str
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    file_name: str = ""

    def body(self) -> bytes:
        """Give the body as it was before packing."""
        return gzip.decompress(self.packed)


def pack(
    body: bytes,
    media_type: str = "text/html; charset=utf-8",
    *,
    status: int = 200,
    file_name: str = "",
    effort: int = SMALL,
) -> Page:
    """Make a page of `body`; ``effort`` is ``SMALL``, or ``QUICK`` for what few will ask for."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Page(gzip.compress(body, effort, mtime=0), etag, media_type, status, file_name)


class PageCache:
    """Least recently used pages go first when the sum of bytes passes `limit`.

    Two readers who ask for the same page at once wait for one making of it.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def find(self, key: Hashable) -> Page | None:
        """Give a page already made, or None."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def make(self, key: Hashable, render: Callable[[], Page]) -> Page:
        """Give the page, making it with `render` when it is not there."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            try:
                page = self.find(key)
                if page is None:
                    page = render()
                    self._keep(key, page)
                return page
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _keep(self, key: Hashable, page: Page) -> None:
        if len(page.packed) > self.limit // 4:
            return
        with self._lock:
            self._pages[key] = page
            self.size += len(page.packed)
            while self.size > self.limit:
                _, oldest = self._pages.popitem(last=False)
                self.size -= len(oldest.packed)


def answer(request: Request, page: Page) -> Response:
    """Send `page`: not at all when the reader has it, packed when the reader can unpack it."""
    headers = {"etag": page.etag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if page.file_name:
        headers["content-disposition"] = disposition(page.file_name)
    if page.status == 200 and page.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(page.packed, page.status, headers, page.media_type)
    return Response(page.body(), page.status, headers, page.media_type)


def disposition(file_name: str) -> str:
    """Give the header that names a download, readable by old and new browsers.

    Examples
    --------
    >>> disposition("porsáŋgu.pdf")
    'attachment; filename="porsangu.pdf"; filename*=UTF-8\\'\\'pors%C3%A1%C5%8Bgu.pdf'
    """
    from unicodedata import normalize
    from urllib.parse import quote

    swaps = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
    plain = normalize("NFKD", file_name.translate(swaps)).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() or c in "._-" else "_" for c in plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name)}"
