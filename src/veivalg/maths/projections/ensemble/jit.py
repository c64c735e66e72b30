"""Compile the inner loops with Numba, and keep what is compiled in a folder of our own.

Import this (and the modules that use it) only when something is to be simulated: Numba takes half
a second to import. The folder's name holds a digest of the compiled files, since Numba itself
looks only at the file of the outermost function when it decides whether its cache is stale.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import platformdirs

from veivalg.foundation.platform import is_mine_alone, make_folder, user_name

_COMPILED = ("block.py", "chance.py", "loops.py")
_F = TypeVar("_F", bound=Callable[..., Any])


def _cache_folder() -> Path:
    """Give a folder that can be written to: the user's cache, or a temporary one."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(b"".join((here / name).read_bytes() for name in _COMPILED))
    name = f"numba-{digest.hexdigest()[:12]}"
    own = platformdirs.user_cache_path("veivalg", appauthor=False)
    for parent in (own, Path(tempfile.gettempdir()) / f"veivalg-{user_name()}"):
        try:
            make_folder(parent / name)
            usable = os.access(parent / name, os.W_OK) and all(
                map(is_mine_alone, (parent, parent / name))  # what is kept there is run as code
            )
        except OSError:
            continue
        if usable:
            return parent / name
    return Path(tempfile.mkdtemp(prefix="veivalg-numba-"))


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

from numba import njit  # noqa: E402  (reads the folder when it is imported)


def compiled(function: _F) -> _F:
    """Compile `function`; it lets go of the interpreter lock and divides as NumPy does.

    Without `fastmath`, so that the same numbers come out on every processor and in every lane.
    """
    return cast(_F, njit(cache=True, nogil=True, error_model="numpy")(function))
