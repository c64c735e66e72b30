"""Stylesheets, script and fonts: read once, packed once, served from memory with their hash."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import veivalg
from veivalg.content.theme import coloured
from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _
from veivalg.web.kit.folders import folders

PACKAGE = Path(veivalg.__file__).parent
NEEDED = ("vendor/designsystemet.css", "vendor/theme.css")
_PACKED = {"text/css", "text/javascript", "image/svg+xml", "application/json"}
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    media_type: str
    version: str

    @cached_property
    def packed(self) -> bytes:
        """Give the gzipped body, made when first asked for; empty when packing gains nothing."""
        return gzip.compress(self.body, 9, mtime=0) if self.media_type in _PACKED else b""


def roots() -> tuple[tuple[str, Path], ...]:
    """Give the name prefix in addresses and the folder of every kind of file.

    The stylesheet of chapters belongs to the renderers.
    """
    ours = tuple(("", folder) for folder in folders("static"))
    return (*ours, ("kapittel/", PACKAGE / "publish" / "web" / "static"))


class Assets:
    """The files in the ``static`` folders of the kit, the rooms and the renderers."""

    def __init__(self, roots: Iterable[tuple[str, Path]] | None = None) -> None:
        self._roots = roots

    @cached_property
    def _files(self) -> dict[str, Asset]:
        return {
            prefix + path.relative_to(root).as_posix(): _read(path)
            for prefix, root in (roots() if self._roots is None else self._roots)
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.suffix in (".css", ".js", ".woff2", ".svg", ".ico")
        }

    def get(self, name: str) -> Asset | None:
        """Give a file by its address below ``/static/``, or None."""
        return self._files.get(name)

    def url(self, name: str) -> str:
        """Give the address of a file with its version, so that browsers may keep it for good."""
        asset = self._files.get(name)
        return f"/static/{name}?v={asset.version}" if asset else f"/static/{name}"

    def check(self) -> None:
        """Raise ``VeivalgError`` when the stylesheets have not been made."""
        if any(name not in self._files for name in NEEDED):
            raise VeivalgError(
                _("Stilark og skrifter til nettsidene mangler."),
                _("Kjør «make run» i kodemappen, som henter dem og starter Veivalg."),
            )


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    if path.suffix in (".css", ".svg"):
        body = coloured(body.decode()).encode()
    guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    media_type = guessed or "application/octet-stream"
    return Asset(body, media_type, hashlib.sha256(body).hexdigest()[:12])
