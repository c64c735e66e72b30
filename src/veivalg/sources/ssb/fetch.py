"""Fetch the tables of SSB for municipalities into the lake.

Each place of each table is a partition of its own, stored whole as soon as its answer is decoded:
a fetch that is stopped or killed goes on where it was. A partition with the same ``updated`` and
the same query as the table now would give is not fetched again. Norway, Norway without Oslo and the
17 KOSTRA groups are always included where a table has them: SSB's own figures, weighted and with
estimates for those that haven't reported.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date

import polars as pl

from veivalg.content import Caveat, Source, SourceKind
from veivalg.content.numbers import format_date
from veivalg.foundation.errors import (
    SourceChangedError,
    SourceError,
    StoreError,
    TableError,
    UsageError,
    VeivalgError,
)
from veivalg.foundation.i18n import _
from veivalg.lake.lake import Lake
from veivalg.lake.names import FUNCTIONS, keep_names
from veivalg.norway.municipality import KOSTRA_GROUPS, WITHOUT_OSLO
from veivalg.norway.register import municipality
from veivalg.sources.http.causes import UnreachableError
from veivalg.sources.http.limits import Limits, Stop, StoppedError, never
from veivalg.sources.report import FetchReport, Progress, TableReport
from veivalg.sources.ssb import shape
from veivalg.sources.ssb.account_settle import Settling
from veivalg.sources.ssb.account_tables import function_names
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.jsonstat import Dataset, decode
from veivalg.sources.ssb.metadata import TableMetadata, changed, read_metadata
from veivalg.sources.ssb.plan import Query, plan
from veivalg.sources.ssb.regions import NORWAY, Asked, ask
from veivalg.sources.ssb.spec import Shape, TableSpec
from veivalg.sources.ssb.specs import all_specs
from veivalg.tables import TABLES
from veivalg.tables.known import only_known

SSB_URL = "https://data.ssb.no/api/pxwebapi/v2"
"""PxWeb API v2 of Statistics Norway, address as of spring 2026."""
LICENCE = "CC BY 4.0"
_PATIENCE = 2  # batches that fail in a row before the rest of the table is left

Show = Callable[[Progress], None]


def fetch(
    codes: Sequence[str],
    lake: Lake,
    *,
    url: str = SSB_URL,
    progress: Show | None = None,
    stop: Stop | None = None,
    tables: Sequence[str] | None = None,
    again: bool = False,
    limits: Limits | None = None,
) -> FetchReport:
    """Fetch every table for the municipalities `codes`, Norway and the KOSTRA groups.

    Parameters
    ----------
    codes
        Today's municipality codes.
    progress
        Called after each call.
    stop
        Asked between calls and while waiting; when it says yes, the fetch ends with a report.
    tables
        Only these: SSB's numbers or names of our tables. Default all.
    again
        Fetch also what is unchanged.

    Raises
    ------
    SourceError
        When nothing answers at `url`. A table that fails for itself is named in the report.
    StoreError
        When the lake can't be written. What is stored stays.
    """
    specs = _chosen(tables)
    places = _places(codes)
    started, reports, stopped = time.monotonic(), list[TableReport](), False
    abort, asked = threading.Event(), stop or never
    with PxWeb(url, limits, lambda: abort.is_set() or asked()) as client:
        for spec in specs:
            work = _Work(spec, client, lake, progress, again, abort)
            try:
                reports.append(work.run(places))
            except StoppedError:
                reports.append(work.report())
                stopped = True
                break
            except UnreachableError as error:
                got = any(r.fetched or r.unchanged for r in (*reports, work.report()))
                if not got:
                    raise
                reports.append(replace(work.report(), error=error))
                break
            except (SourceError, TableError) as error:
                reports.append(replace(work.report(), error=error))
    if not stopped:
        reports = _found(reports, codes, every=tables is None)
    return FetchReport(tuple(reports), time.monotonic() - started, stopped)


def _found(
    reports: Sequence[TableReport], codes: Sequence[str], *, every: bool
) -> list[TableReport]:
    """Make it a failure of every table that was read when a municipality is in none of them.

    One of the tables may rightly lack a place, so that of some tables only that none of the
    municipalities was found tells anything.
    """
    read = [r for r in reports if r.fetched or r.unchanged or r.lacking]
    adrift = set(codes).intersection(*(r.lacking for r in read)) if read else set[str]()
    if not adrift or not (every or adrift == set(codes)):
        return list(reports)
    names = ", ".join(f"{code} {municipality(code).name}" for code in sorted(adrift)[:3])
    more = _(" og {n} til").format(n=len(adrift) - 3) if len(adrift) > 3 else ""
    error = _codes_changed(_("{names} finnes ikke").format(names=names + more))
    return [r if r.error or r not in read else replace(r, error=error) for r in reports]


def _codes_changed(what: str) -> SourceChangedError:
    return SourceChangedError(
        _("{what} i SSBs tabeller: regionkodene er endret.").format(what=what),
        _("Se etter en nyere versjon av Veivalg. Det som er lagret fra før, er urørt."),
    )


def _chosen(tables: Sequence[str] | None) -> tuple[TableSpec, ...]:
    if tables is None:
        return all_specs()
    known = {name for s in all_specs() for name in (s.id, *s.tables)}
    unknown = [name for name in tables if name not in known]
    if unknown:
        raise UsageError(
            _("Tabellen «{name}» hentes ikke fra SSB.").format(name=unknown[0]),
            _("Velg blant {names}.").format(names=", ".join(sorted(known))),
        )
    wanted = set(tables)
    return tuple(s for s in all_specs() if wanted & {s.id, *s.tables})


_PUBLISHED = (WITHOUT_OSLO, *KOSTRA_GROUPS)
"""What only KOSTRA's own tables have beside the country and its municipalities."""


def _places(codes: Sequence[str]) -> tuple[str, ...]:
    known = [municipality(code).code for code in codes]
    return tuple(dict.fromkeys([NORWAY[0], *_PUBLISHED, *known]))


class _Work:
    """One table's fetch, with what it has done so far."""

    def __init__(
        self,
        spec: TableSpec,
        client: PxWeb,
        lake: Lake,
        progress: Show | None,
        again: bool,
        abort: threading.Event,
    ) -> None:
        self.spec, self.client, self.lake = spec, client, lake
        self.progress, self.again, self.abort = progress, again, abort
        self.meta: TableMetadata | None = None
        self.settling: Settling | None = None
        self.fetched: list[str] = []
        self.unchanged: list[str] = []
        self.lacking: list[str] = []
        self.calls = self.cells = self.planned = 0
        self.error: VeivalgError | None = None
        self.in_a_row = 0

    def run(self, places: Sequence[str]) -> TableReport:
        self._tell(_("Ser på tabell {id} {title}"))
        if self.spec.reading is not None:
            self.spec = self.spec.reading.locate(self.spec, self.client)
        meta = self.meta = read_metadata(self.spec.id, self.client.metadata(self.spec.id))
        checked = shape.check(self.spec, meta)
        self.spec = checked.spec
        if names := function_names(checked, meta):
            keep_names(self.lake.folder, FUNCTIONS, names)
        if checked.faults:  # the report names them; what the table has is fetched
            self.error = changed(meta.id, *checked.faults)
        asked = ask(
            meta,
            self.spec.region,
            places,
            checked.years,
            merged=self.spec.merged,
            codelist=self.client.codelist,
        )
        covered = {place for part in asked for place in part.codes}
        self.lacking = [p for p in places if p not in covered and p not in _PUBLISHED]
        self.settling = Settling(checked, meta, self.lake, places)
        jobs: list[tuple[tuple[Query, ...], Asked]] = []
        for part in asked:
            jobs += [(calls, part) for calls in self._plan(checked, part)]
        self.planned = sum(len(calls) for calls, _part in jobs)
        self._tell(_("Henter tabell {id} {title}") if jobs else _("Tabell {id} er uendret"))
        self._run(checked, jobs)
        self.settling.end()
        return self.report()

    def report(self) -> TableReport:
        meta = self.meta
        return TableReport(
            self.spec.id,
            self.spec.title,
            tuple(self.fetched),
            tuple(self.unchanged),
            tuple(self.lacking),
            self.calls,
            self.cells,
            meta.updated if meta else "",
            meta.constructed if meta else False,
            self.error,
            self.settling.remarks() if self.settling else (),
        )

    def _plan(self, checked: Shape, part: Asked) -> Iterator[tuple[Query, ...]]:
        """Plan the calls of the places not in the lake, those of one batch together."""
        wanted = {p: codes for p, codes in part.codes.items() if not self._stored(checked, part, p)}
        self.unchanged += [place for place in part.codes if place not in wanted]
        batches: dict[tuple[str, ...], list[Query]] = {}
        for query in self._queries(checked, part, wanted):
            batches.setdefault(query.places, []).append(query)
        return (tuple(calls) for calls in batches.values())

    def _queries(
        self, checked: Shape, part: Asked, codes: Mapping[str, tuple[str, ...]]
    ) -> tuple[Query, ...]:
        assert self.meta is not None
        return plan(
            self.spec.id,
            self.spec.region,
            codes,
            checked.selection,
            codelist=part.codelist,
            whole=shape.whole_dimensions(checked, self.meta),
            limits=self.client.limits,
        )

    def _query_of(self, checked: Shape, part: Asked, place: str) -> str:
        """Give the address that gives the figures of one place alone, for anyone to try."""
        queries = self._queries(checked, part, {place: part.codes[place]})
        return " ".join(query.address(self.client.url) for query in queries)

    def _stored(self, checked: Shape, part: Asked, place: str) -> bool:
        assert self.meta is not None
        if self.again or not self.meta.updated:
            return False
        query = self._query_of(checked, part, place)
        for table in dict.fromkeys(m.table for m in checked.measures.values()):
            entry = self.lake.entry(table, f"{self.spec.id}-{place}")
            if entry is None or entry.source.updated != self.meta.updated:
                return False
            if entry.source.query != query or not self.lake.sound(entry):
                return False
        return True

    def _run(self, checked: Shape, jobs: Sequence[tuple[tuple[Query, ...], Asked]]) -> None:
        """Make the calls, as many at once as allowed, and store each answer as it comes."""
        try:
            with ThreadPoolExecutor(self.client.limits.at_once) as pool:
                waiting = {pool.submit(self._ask, calls): (calls, part) for calls, part in jobs}
                try:
                    while waiting:
                        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                            self._take(checked, *waiting.pop(future), future)
                except BaseException:  # Ctrl-C too: do not sit out pauses that are now pointless
                    self.abort.set()
                    for future in waiting:
                        future.cancel()
                    raise
        finally:
            self.abort.clear()

    def _ask(self, calls: Sequence[Query]) -> list[Dataset]:
        return [self.client.data(query, decode) for query in calls]

    def _take(
        self, checked: Shape, calls: Sequence[Query], part: Asked, future: Future[list[Dataset]]
    ) -> None:
        self.calls += len(calls)
        try:
            datasets = future.result()
            made = [shape.rows(checked, dataset, part) for dataset in datasets]
        except (UnreachableError, StoreError):
            raise
        except (SourceError, TableError) as error:
            self.error = error  # the other batches go on; the report names this one
            if part.unnamed_sums and isinstance(error, SourceChangedError):
                self.error = _codes_changed(_("Kommunene finnes ikke slik de føres"))
                raise self.error from error
            self.in_a_row += 1
            if self.in_a_row >= _PATIENCE:
                raise
            return
        self.in_a_row = 0
        self.cells += sum(dataset.frame.height for dataset in datasets)
        try:
            self._store(checked, part, calls[0].places, made)
        except (TableError, SourceError) as error:
            self.error = error
            if isinstance(error, SourceError):  # too many places don't add up
                raise
        self._tell(_("Henter tabell {id} {title}"))

    def _store(
        self,
        checked: Shape,
        part: Asked,
        places: Sequence[str],
        made: Sequence[dict[str, pl.DataFrame]],
    ) -> None:
        """Store each place as a partition of each table."""
        assert self.settling is not None
        whole: Mapping[str, pl.DataFrame] = {
            table: only_known(TABLES[table], pl.concat([tables[table] for tables in made]))
            for table in made[0]
        }
        whole = self.settling.batch(whole, places)
        split = {
            table: frame.partition_by("municipality", as_dict=True)
            for table, frame in whole.items()
        }
        for place in places:
            source = self._source(self._query_of(checked, part, place), place)
            for table, frames in split.items():
                own = frames.get((place,), TABLES[table].empty())
                self.lake.put(table, f"{self.spec.id}-{place}", own, source, places=[place])
            self.fetched.append(place)

    def _source(self, query: str, place: str) -> Source:
        assert self.meta is not None
        notes = (
            [_("Hentet fra {url}.").format(url=self.client.url)]
            if self.client.url != SSB_URL
            else []
        )
        notes += self.meta.mandatory
        if year := self.meta.unrevised:
            told = _("Tallene for {year} er ureviderte, publisert {date}.")
            notes.append(told.format(year=year, date=format_date(self.meta.updated[:10])))
        if self.meta.constructed:
            notes += [note for note in self.meta.notes if "konstruert" in note.casefold()]
        return Source(
            id=f"ssb-{self.spec.id}",
            producer="SSB",
            title=self.meta.label,
            table=self.spec.id,
            query=query,
            url=f"https://www.ssb.no/statbank/table/{self.spec.id}",
            retrieved=date.today().isoformat(),
            updated=self.meta.updated,
            licence=LICENCE,
            kind=SourceKind.CONSTRUCTED if self.meta.constructed else SourceKind.OFFICIAL,
            note=" ".join(notes),
            caveats=tuple(self._caveats(place)),
            unrevised=int(self.meta.unrevised or 0),
        )

    def _caveats(self, place: str) -> Iterator[Caveat]:
        """Give what must stand by the figures: SSB's mandatory notes, and the break of groups.

        KOSTRA's groups were made anew in 2020; where SSB's own note says so, it is not said twice.
        """
        assert self.meta is not None and self.settling is not None
        yield from map(Caveat, self.meta.mandatory)
        yield from self.settling.held_back(place)
        told = any("KOSTRA-gruppe" in note and "2019" in note for note in self.meta.mandatory)
        if place in KOSTRA_GROUPS and not told:
            text = _("KOSTRA-gruppene er delt inn på nytt i 2020: brudd mellom 2019 og 2020.")
            yield Caveat(text, (2019, 2020))

    def _tell(self, message: str) -> None:
        if self.progress is not None:
            text = message.replace("{id}", self.spec.id).replace("{title}", self.spec.title.lower())
            self.progress(Progress(self.spec.id, self.calls, self.planned, self.cells, text))
