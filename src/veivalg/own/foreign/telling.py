"""What the reading of a file tells: how far it has come, and why a file is refused."""

from collections.abc import Callable

from veivalg.foundation.errors import TableError

Progress = Callable[[float, str], None]
"""Called with the share done (0–1) and a Norwegian text of what goes on."""


class RefusedFileError(TableError):
    """The file can't be read safely, or at all; nothing of it is kept."""
