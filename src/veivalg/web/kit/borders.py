"""Municipal borders from the data folder, read when a map needs them."""

from collections.abc import Mapping
from pathlib import Path

from veivalg.content import Outline, Source
from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import StoreError
from veivalg.norway.borders import BORDERS, borders
from veivalg.web.kit.site import Site

Geometry = tuple[Mapping[str, Outline], tuple[Source, ...]]


class Borders:
    """The outlines of the municipalities, read again when the file changes.

    Parameters
    ----------
    site
        Whose data folder is read.
    """

    def __init__(self, site: Site) -> None:
        self._library = site.library
        self._read = Cache[Geometry]()

    def geometry(self) -> Geometry:
        """Give outlines with their source: from the data folder, or those the program carries.

        A file that can't be read gives ours too: a map must not stop a page of figures.
        """
        from veivalg.sources.kartverket.boundaries import boundary_file

        file = boundary_file(self._library.folder)
        changed = file.stat().st_mtime_ns if file else 0
        return self._read.get((file, changed), lambda: _geometry(file))


def _geometry(file: Path | None) -> Geometry:
    from veivalg.sources.kartverket.boundaries import boundary_source, read_boundaries

    if file is None:
        return borders(), (BORDERS,)
    try:
        return read_boundaries(file), (boundary_source(file),)
    except StoreError:
        return borders(), (BORDERS,)
