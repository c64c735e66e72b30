"""What the rooms answer with «not found» and «not yours»."""

from veivalg.foundation.errors import UsageError


class AbsentError(UsageError):
    """The address names a page, a chapter, a table or a file that isn't there."""


class NotOwnerError(UsageError):
    """Only the account the program runs as may do it."""
