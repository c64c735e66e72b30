"""The register held against the live metadata: what is there, what is not, and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from veivalg.content import Certainty
from veivalg.foundation.errors import SourceChangedError, SourceError
from veivalg.foundation.i18n import _
from veivalg.norway.indicators import Indicator, indicators
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.account_tables import ACCOUNT_SPECS
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.indicator_tables import IndicatorReading, indicator_specs, place
from veivalg.sources.ssb.metadata import read_metadata
from veivalg.sources.ssb.spec import TableSpec


@dataclass(frozen=True, slots=True)
class TableCheck:
    """How one table agrees with the register.

    Parameters
    ----------
    table
        Number, or the words of its title when no table was found.
    found
        Ids of the indicators that are there («regnskap» for an accounts table).
    faults
        One sentence for each that is not, or why the table could not be read.
    """

    table: str
    title: str
    found: tuple[str, ...]
    faults: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether all of it agrees."""
        return not self.faults


def check_register(
    url: str, *, limits: Limits | None = None, show: Callable[[str], None] | None = None
) -> tuple[TableCheck, ...]:
    """Hold every entry of the register against the metadata of its table.

    Parameters
    ----------
    show
        Called with the number of each table before it is asked for.

    Raises
    ------
    SourceError
        When nothing answers at `url`.
    """
    with PxWeb(url, limits) as client:
        return tuple(_checks(client, show or (lambda _table: None)))


def _checks(client: PxWeb, show: Callable[[str], None]) -> Iterator[TableCheck]:
    for spec in (*indicator_specs(), *ACCOUNT_SPECS):
        show(spec.id)
        try:
            yield _check(spec, client)
        except UnreachableError:
            raise
        except SourceChangedError as error:
            yield TableCheck(spec.id, spec.title, (), error.changes or (error.message,))
        except SourceError as error:
            yield TableCheck(spec.id, spec.title, (), (str(error),))


def _check(spec: TableSpec, client: PxWeb) -> TableCheck:
    assert spec.reading is not None
    found = spec.reading.locate(spec, client)
    meta = read_metadata(found.id, client.metadata(found.id))
    if not isinstance(spec.reading, IndicatorReading):
        spec.reading.check(found, meta)
        return TableCheck(found.id, meta.label, ("regnskap",), ())
    placed, faults = place(spec.reading.entries, meta)
    ids = tuple(dict.fromkeys(cell.indicator.id for cell in placed))
    new = [_confirmed(c.indicator, c.contents) for c in placed]
    return TableCheck(found.id, meta.label, ids, faults, tuple(text for text in new if text))


def _confirmed(entry: Indicator, code: str) -> str:
    """Say what the live service has now confirmed, so that the register can be completed."""
    if entry.certainty is not Certainty.UNVERIFIED:
        return ""
    return _("{id}: funnet som {code}").format(id=entry.id, code=code)


def summary(checks: tuple[TableCheck, ...]) -> str:
    """Say how many indicators the live tables have."""
    fetched = [i for i in indicators() if i.cells]
    found = {id for check in checks for id in check.found}
    there = sum(i.id in found for i in fetched)
    return _("{n} av {all} indikatorer finnes i tabellene slik registeret sier.").format(
        n=there, all=len(fetched)
    )
