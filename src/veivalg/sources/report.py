"""What a fetch did: progress while it runs, and a report afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a fetch is: calls done of all for `table`, cells received in all, and a sentence."""

    table: str
    done: int
    calls: int
    cells: int
    message: str


@dataclass(frozen=True, slots=True)
class TableReport:
    """What happened with one table.

    Parameters
    ----------
    table
        SSB's number; ``title`` what it holds.
    fetched, unchanged, lacking
        Places stored now, already stored with the same date, and not known to the table.
    calls, cells
        Calls for data made, and cells received.
    updated
        When SSB last changed the figures.
    constructed
        Whether the source itself says the figures are constructed.
    error
        Why the table could not be fetched, wholly or in part.
    remarks
        Sentences on figures that don't agree, were held back or are not known to the register.
    """

    table: str
    title: str
    fetched: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    calls: int = 0
    cells: int = 0
    updated: str = ""
    constructed: bool = False
    error: VeivalgError | None = None
    remarks: tuple[str, ...] = ()

    def line(self) -> str:
        """Write the report in one Norwegian line."""
        return ". ".join((self._outcome(), *self.remarks))

    def _outcome(self) -> str:
        if self.error is not None:
            return f"{self.table} {self.title}: {self.error}"
        parts = [_("{n} steder hentet").format(n=len(self.fetched))] if self.fetched else []
        if self.unchanged:
            parts.append(_("{n} uendret").format(n=len(self.unchanged)))
        if self.lacking:
            parts.append(_("{n} finnes ikke i tabellen").format(n=len(self.lacking)))
        if self.constructed:
            parts.append(_("eksempeltall"))
        return f"{self.table} {self.title}: {', '.join(parts) or _('ingenting å hente')}"


class Report(Protocol):
    """What any source did, for people and for who goes on from it."""

    @property
    def tables(self) -> Sequence[TableReport]:
        """Give what happened, table by table."""
        ...

    @property
    def stopped(self) -> bool:
        """Say whether the person stopped it."""
        ...

    @property
    def seconds(self) -> float:
        """Give how long it took."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Give what else a person should know."""
        ...


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did, table by table.

    ``stopped`` says that the person stopped it, ``seconds`` how long it took, and ``notes`` hold
    what else a person should know, such as changes in the register of municipalities.
    """

    tables: tuple[TableReport, ...]
    seconds: float = 0.0
    stopped: bool = False
    notes: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[TableReport, ...]:
        """Give the tables that failed, wholly or in part."""
        return tuple(t for t in self.tables if t.error is not None)

    @property
    def ok(self) -> bool:
        """Say whether everything is in the lake."""
        return not self.failures and not self.stopped

    def lines(self) -> tuple[str, ...]:
        """Write the report in Norwegian, one line a table."""
        stopped = (_("Hentingen ble stoppet. Den går videre der den slapp neste gang."),)
        tables = tuple(t.line() for t in self.tables)
        return tables + (stopped if self.stopped else ()) + self.notes

    @property
    def remarks(self) -> tuple[str, ...]:
        """Give what is to be known of figures, each with its table in front."""
        return tuple(f"{t.table}: {remark}." for t in self.tables for remark in t.remarks)

    def raise_if_failed(self) -> None:
        """Raise the first failure, if there is any; the others are in `lines`."""
        for table in self.failures:
            if table.error is not None:
                raise table.error


def together(reports: Sequence[Report]) -> FetchReport:
    """Give several reports as one."""
    return FetchReport(
        tuple(table for r in reports for table in r.tables),
        sum(r.seconds for r in reports),
        any(r.stopped for r in reports),
        tuple(note for r in reports for note in r.notes),
    )
