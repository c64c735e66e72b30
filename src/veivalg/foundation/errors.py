"""Errors a person meets: one clear Norwegian sentence and what to do."""


class VeivalgError(Exception):
    """An error meant for the person at the screen.

    Parameters
    ----------
    message
        One Norwegian sentence: what is wrong, and where.
    remedy
        One Norwegian sentence: what to do now.

    Examples
    --------
    >>> str(VeivalgError("Porten er opptatt.", "Velg en annen med --port."))
    'Porten er opptatt. Velg en annen med --port.'
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class UnknownMunicipalityError(VeivalgError):
    """The text names no municipality, or more than one."""

    exit_code = 2

    def __init__(self, message: str, remedy: str = "", suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.suggestions = suggestions


class TableError(VeivalgError):
    """A table does not hold what its schema says; ``problems`` lists every fault found."""

    exit_code = 3

    def __init__(self, message: str, remedy: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.problems = problems


class TableConsistencyError(TableError):
    """Parts do not add up to the printed whole; ``difference`` is parts minus whole."""

    def __init__(self, message: str, difference: float, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.difference = difference


class SourceError(VeivalgError):
    """A source could not be reached or did not answer as its specification says."""

    exit_code = 4


class SourceChangedError(SourceError):
    """A table at the source no longer has the shape it had; ``changes`` names what differs."""

    def __init__(self, message: str, remedy: str = "", changes: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.changes = changes


class StoreError(VeivalgError):
    """The data folder can't be read or written."""

    exit_code = 5


class UsageError(VeivalgError):
    """The command or address asks for something that does not exist."""

    exit_code = 2
