"""What the rooms answer with «not found»."""

from veivalg.foundation.errors import UsageError


class AbsentError(UsageError):
    """The address names a page, a chapter, a table or a file that isn't there."""
