"""Errors a person meets: one clear Norwegian sentence and what to do, and how a command ends."""

from enum import IntEnum

from veivalg.foundation.i18n import N_


class Exit(IntEnum):
    """How a command ends: the number a script reads, and ``told``, what it means.

    This is the one list: the errors below, the command line, ``--hjelp`` and the documents have
    their numbers and words from here.

    Examples
    --------
    >>> int(Exit.STORE), Exit.STORE.told
    (5, 'datamappen kan ikke leses eller skrives')
    """

    DONE = 0
    OTHER = 1
    USAGE = 2
    TABLE = 3
    SOURCE = 4
    STORE = 5
    OPEN = 6
    FAULT = 70
    STOPPED = 130

    @property
    def told(self) -> str:
        """Give what it means, in Norwegian and not yet in the language in use."""
        return _TOLD[self]


_TOLD = {
    Exit.DONE: N_("alt gikk bra"),
    Exit.OTHER: N_("noe er galt, og setningen sier hva"),
    Exit.USAGE: N_("det som ble skrevet, kan ikke brukes: ukjent kommune, navn eller valg"),
    Exit.TABLE: N_("en fil eller tabell holder ikke det den skal"),
    Exit.SOURCE: N_(
        "kilden svarer ikke, eller har endret seg; for planer: ingen plan holder kravene"
    ),
    Exit.STORE: N_("datamappen kan ikke leses eller skrives"),
    Exit.OPEN: N_("et spørsmål om filen står åpent, og det er ingen å spørre; ingenting er lagret"),
    Exit.FAULT: N_("feil i Veivalg selv; loggen sier hvor"),
    Exit.STOPPED: N_("stoppet av den som kjørte kommandoen"),
}


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

    exit_code: Exit = Exit.OTHER

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class UnknownMunicipalityError(VeivalgError):
    """The text names no municipality, or more than one."""

    exit_code = Exit.USAGE

    def __init__(self, message: str, remedy: str = "", suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.suggestions = suggestions


class TableError(VeivalgError):
    """A table does not hold what its schema says; ``problems`` lists every fault found."""

    exit_code = Exit.TABLE

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

    exit_code = Exit.SOURCE


class SourceChangedError(SourceError):
    """A table at the source no longer has the shape it had; ``changes`` names what differs."""

    def __init__(self, message: str, remedy: str = "", changes: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.changes = changes


class StoreError(VeivalgError):
    """The data folder can't be read or written."""

    exit_code = Exit.STORE


class UsageError(VeivalgError):
    """The command or address asks for something that does not exist."""

    exit_code = Exit.USAGE
