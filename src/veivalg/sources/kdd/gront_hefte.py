"""KDD's «Grønt hefte»: need indices by sector from the criterion indices of table E-k (M3).

The workbooks (ODS or XLSX) can't be fetched from SSB; a person downloads them from regjeringen.no.
Tables are found by their headings: A-k has the printed total, E-k the criterion indices in a fixed
order of columns, F-k the criteria themselves. The columns of E-k are those of Grønt hefte 2026.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from veivalg.content import Source
from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import TableError, UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.lake.lake import Lake
from veivalg.norway.cost_keys import TOTAL, KeySystem, criteria, sectors, system_for
from veivalg.norway.reference import reference
from veivalg.norway.register import municipality
from veivalg.sources.kdd.workbook_tables import (
    Line,
    SheetTable,
    heading_of,
    municipal_table,
    open_sheets,
)
from veivalg.tables import TABLES

E_K_COLUMNS: tuple[str, ...] = tuple(
    e["criterion"] for e in reference("criterion_columns").in_force()
)
"""The criteria in the order of the columns of E-k; the total index follows."""
TOLERANCE = 0.0005
FIRST_YEAR = 2025
"""The first year of the system whose columns and keys these are."""
URL = "https://www.regjeringen.no/no/tema/kommuner-og-regioner/kommuneokonomi/gront-hefte/id547024/"
_TABLE = re.compile(r"\btabell\s*([AEF])\s*[-–‑]\s*k\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20[2-9]\d\b")
_INDEX = re.compile(r"indeks", re.IGNORECASE)
_MARKS: Mapping[str, re.Pattern[str]] = {
    e["criterion"]: re.compile(e["mark"], re.IGNORECASE)
    for e in reference("criterion_columns").in_force()
    if e["mark"]
}
"""Words of a column title that belong to one criterion only."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A municipality whose sectors don't give the printed total: both indices, country = 1."""

    code: str
    printed: float
    computed: float


@dataclass(frozen=True, slots=True)
class GreenBook:
    """What the workbooks gave.

    Parameters
    ----------
    rows
        Table ``need_indices``: seven sectors and ``total`` (as printed) a municipality.
    agreeing
        Municipalities whose sectors re-weighted give the printed total within 0.0005.
    deviating, incomplete, unknown
        Those that don't; those with a criterion missing in E-k (their sectors that need it are
        left out); codes that are not municipalities today.
    criteria_checked
        Municipalities whose age indices in E-k were found again from the counts of F-k.
    """

    year: int
    rows: pl.DataFrame
    agreeing: int
    deviating: tuple[Deviation, ...]
    incomplete: tuple[str, ...]
    unknown: tuple[str, ...]
    files: tuple[str, ...]
    sha256: str
    criteria_checked: int = 0
    criteria_off: tuple[str, ...] = ()

    @property
    def checked(self) -> int:
        """Give how many municipalities the total could be checked for."""
        return self.agreeing + len(self.deviating)

    def source(self) -> Source:
        """Give the provenance of the rows."""
        return Source(
            id=f"kdd-gront-hefte-{self.year}",
            producer="KDD",
            title=_("Grønt hefte {year}, tabell A-k og E-k").format(year=self.year),
            query=", ".join(self.files),
            url=URL,
            retrieved=today(),
            licence="NLOD 2.0",
            sha256=self.sha256,
            note=_(
                "Sektorindeksene er regnet ut av kriterieindeksene i tabell E-k og "
                "delkostnadsnøklene. Indeksen i alt er trykt."
            ),
        )

    def lines(self) -> list[str]:
        """Say in Norwegian what was read and what didn't agree."""
        places = self.rows["municipality"].n_unique()
        found = [
            _("Grønt hefte {year}: indekser for {n} kommuner.").format(year=self.year, n=places),
            _(
                "Sektorene vektet sammen gir den trykte indeksen innenfor 0,0005 for {ok} av {n} "
                "kommuner."
            ).format(ok=self.agreeing, n=self.checked),
        ]
        for d in self.deviating:
            found.append(
                _("Avvik: {name}, trykt {printed}, regnet ut {computed}.").format(
                    name=_name(d.code), printed=_four(d.printed), computed=_four(d.computed)
                )
            )
        if self.incomplete:
            found.append(
                _("Mangler kriterier i E-k: {names}.").format(
                    names=", ".join(_name(c) for c in self.incomplete)
                )
            )
        if self.unknown:
            found.append(
                _("Er ikke kommuner i dag og er utelatt: {codes}.").format(
                    codes=", ".join(self.unknown)
                )
            )
        if self.criteria_checked:
            found.append(
                _(
                    "Aldersindeksene i E-k er kontrollert mot tallene i F-k for {n} "
                    "kommuner. {off} avviker."
                ).format(n=self.criteria_checked, off=len(self.criteria_off))
            )
        return found


def read_green_book(paths: Sequence[Path], year: int | None = None) -> GreenBook:
    """Read the workbooks of one year.

    Parameters
    ----------
    paths
        One workbook with all tables, or one a table. E-k must be among them.
    year
        The year the indices are for; else taken from the headings or the file names.

    Raises
    ------
    TableError
        With file, sheet, row and column, when a table is missing or not as it should be.

    Notes
    -----
    Sector index = Σ weight × criterion index; total = Σ sector share × sector index (M3).
    """
    tables = _find_tables(paths)
    if "E" not in tables:
        names = ", ".join(f"«{path.name}»" for path in paths)
        raise TableError(
            _("Fant ikke tabell E-k i {files}.").format(files=names),
            _("Last ned «Grønt hefte» fra regjeringen.no. Arket har overskriften «Tabell E-k …»."),
        )
    book_year = year or _year_of(tables, paths)
    system = _system(book_year)
    _check_columns(tables["E"])
    indices = {line.code: _criteria(line) for line in tables["E"].lines}
    printed = _printed(tables)
    rows, deviating, incomplete = _rows(system, indices, printed, book_year)
    checked, off = _against_counts(tables, indices)
    agreeing = sum(1 for c in indices if c in printed and c not in incomplete and _known(c))
    schema = TABLES["need_indices"].empty().schema
    return GreenBook(
        book_year,
        TABLES["need_indices"].validate(pl.DataFrame(rows, schema, orient="row")),
        agreeing - len(deviating),
        tuple(deviating),
        tuple(incomplete),
        tuple(sorted(c for c in {*indices, *printed} if not _known(c))),
        tuple(path.name for path in paths),
        hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest(),
        checked,
        off,
    )


def import_green_book(paths: Sequence[Path], lake: Lake, year: int | None = None) -> GreenBook:
    """Read the workbooks and store the indices in the lake, in place of those of the same year."""
    book = read_green_book(paths, year)
    lake.put("need_indices", f"gront-hefte-{book.year}", book.rows, book.source())
    return book


def _find_tables(paths: Iterable[Path]) -> dict[str, SheetTable]:
    found: dict[str, SheetTable] = {}
    for path in paths:
        for sheet, rows in open_sheets(path):
            heading = heading_of(rows, _TABLE)
            if heading is None and _TABLE.search(f"tabell {sheet}"):
                heading = f"Tabell {sheet}"
            match = _TABLE.search(heading) if heading else None
            if heading is None or match is None:
                continue
            letter = match[1].upper()
            if letter in found:
                other = found[letter]
                raise TableError(
                    _(
                        "Tabell {letter}-k står både i arket «{a}» i «{b}» og i arket "
                        "«{c}» i «{d}»."
                    ).format(letter=letter, a=other.sheet, b=other.file, c=sheet, d=path.name),
                    _("Oppgi bare filene for ett år."),
                )
            found[letter] = municipal_table(path.name, sheet, heading, rows)
    return found


def _year_of(tables: Mapping[str, SheetTable], paths: Sequence[Path]) -> int:
    """Take the year from the heading of E-k, A-k or, failing that, from a file's name."""
    headings = [tables[letter].heading for letter in "EA" if letter in tables]
    for text in (*headings, *(path.stem for path in paths)):
        years = {int(y) for y in _YEAR.findall(text.replace("_", " "))}
        if len(years) == 1:
            return years.pop()
    raise TableError(
        _("Overskriftene sier ikke hvilket år indeksene gjelder for."),
        _("Oppgi året, for eksempel --aar 2026."),
    )


def _system(year: int) -> KeySystem:
    if year < FIRST_YEAR:
        raise TableError(
            _(
                "Grønt hefte {year} hører til det gamle inntektssystemet, og nøklene er ikke kjent."
            ).format(year=year),
            _("Bruk Grønt hefte fra {first} eller senere.").format(first=FIRST_YEAR),
        )
    return system_for(year)


def _check_columns(table: SheetTable) -> None:
    """Refuse E-k when it has too few columns, or a title that belongs to another criterion."""
    widest = max(line.filled for line in table.lines)
    if widest < len(E_K_COLUMNS):
        raise TableError(
            _("{spot}: tabell E-k har {n} kolonner med tall, men skal ha minst {need}.").format(
                spot=table.spot().text(), n=widest, need=len(E_K_COLUMNS)
            ),
            _("Kolonnene kan være endret. Sjekk at filen er «Grønt hefte» for kommunene."),
        )
    for column, (id, title) in enumerate(zip(E_K_COLUMNS, table.titles, strict=False)):
        marked = [other for other, pattern in _MARKS.items() if pattern.search(title)]
        if marked and id not in marked:
            raise TableError(
                _("{spot}: overskriften er «{title}», men her skal «{criterion}» stå.").format(
                    spot=table.spot(column).text(), title=title, criterion=criteria()[id].title
                ),
                _("Rekkefølgen på kolonnene er endret, og filen kan ikke leses."),
            )


def _criteria(line: Line) -> dict[str, float | None]:
    return {id: line.number(i) for i, id in enumerate(E_K_COLUMNS)}


def _printed(tables: Mapping[str, SheetTable]) -> dict[str, float]:
    """Give the printed total index, from A-k where it is there, else from the end of E-k."""
    found: dict[str, float] = {}
    for letter in "EA":
        table = tables.get(letter)
        if table is None:
            continue
        column = len(E_K_COLUMNS) if letter == "E" else _index_column(table)
        values = {line.code: line.number(column) for line in table.lines}
        found |= {code: value for code, value in values.items() if value is not None}
    return found


def _index_column(table: SheetTable) -> int:
    """Give the column of A-k whose title says index."""
    columns = [i for i, title in enumerate(table.titles) if _INDEX.search(title)]
    need = [i for i in columns if "behov" in table.titles[i].lower()]
    chosen = need if len(columns) != 1 else columns
    if len(chosen) != 1:
        raise TableError(
            _(
                "{spot}: fant ikke kolonnen med indeks for beregnet utgiftsbehov i tabell A-k."
            ).format(spot=table.spot().text()),
            _("Sjekk at overskriften over kolonnen har ordet «indeks»."),
        )
    return chosen[0]


def sector_indices(
    system: KeySystem, values: Mapping[str, float | None]
) -> dict[str, float | None]:
    """Give the need index of every sector from criterion indices; None where one is missing.

    Examples
    --------
    >>> lorenskog = {"age_6_12": 1.0405, "age_13_15": 0.9362, "immigrants_6_15": 1.013,
    ...              "basis": 0.3091, "distance_zone": 0.412, "distance_neighbour": 0.5183}
    >>> round(sector_indices(system_for(2026), lorenskog)["primary_school"], 4)
    0.97
    """
    found: dict[str, float | None] = {}
    for sector in sectors():
        weights = system.keys[sector].weights
        parts = [(weight, values.get(id)) for id, weight in weights.items()]
        known = [weight * value for weight, value in parts if value is not None]
        found[sector] = sum(known) if len(known) == len(parts) else None
    return found


def weighted_total(system: KeySystem, indices: Mapping[str, float | None]) -> float | None:
    """Give the total index as sectors weighted by their share; None where a sector is missing."""
    parts = [(share, indices.get(sector)) for sector, share in system.shares.items()]
    known = [share * index for share, index in parts if index is not None]
    return sum(known) if len(known) == len(parts) else None


def _rows(
    system: KeySystem,
    indices: Mapping[str, Mapping[str, float | None]],
    printed: Mapping[str, float],
    year: int,
) -> tuple[list[tuple[str, int, str, float]], list[Deviation], list[str]]:
    rows: list[tuple[str, int, str, float]] = []
    deviating, incomplete = [], []
    for code in sorted({*indices, *printed}):
        if not _known(code):
            continue
        by_sector = sector_indices(system, indices.get(code, {}))
        total = weighted_total(system, by_sector)
        rows += [(code, year, s, round(v, 6)) for s, v in by_sector.items() if v is not None]
        if code in printed:
            rows.append((code, year, TOTAL, printed[code]))
        if total is None:
            incomplete.append(code)
        elif code in printed and abs(total - printed[code]) > TOLERANCE + 1e-9:
            deviating.append(Deviation(code, printed[code], total))
    return rows, deviating, incomplete


def _against_counts(
    tables: Mapping[str, SheetTable], indices: Mapping[str, Mapping[str, float | None]]
) -> tuple[int, tuple[str, ...]]:
    """Find the age indices of E-k again from the counts of F-k, when F-k has all age groups.

    Index = share of the municipality's inhabitants in the group over the country's share.
    """
    table = tables.get("F")
    ages = [id for id in E_K_COLUMNS if id.startswith("age_")]
    columns = _age_columns(table) if table is not None else None
    if table is None or columns is None:
        return 0, ()
    counts = {line.code: [line.number(c) for c in columns] for line in table.lines}
    whole = {c: [v for v in row if v is not None] for c, row in counts.items() if None not in row}
    whole = {code: row for code, row in whole.items() if code in indices and sum(row) > 0}
    if not whole:
        return 0, ()
    country = [sum(column) for column in zip(*whole.values(), strict=True)]
    off = []
    for code, row in whole.items():
        for id, count, everyone in zip(ages, row, country, strict=True):
            index, share = indices[code][id], everyone / sum(country)
            if index is not None and share and abs(count / sum(row) / share - index) > 0.005:
                off.append(code)
                break
    return len(whole), tuple(off)


def _age_columns(table: SheetTable) -> list[int] | None:
    """Give the columns of the ten age groups in F-k by their titles: 1–5 to 80–89 are marked."""
    first = [i for i, title in enumerate(table.titles) if _MARKS["age_1_5"].search(title)]
    if len(first) != 1 or first[0] == 0:
        return None
    columns = list(range(first[0] - 1, first[0] + 9))
    ages = [id for id in E_K_COLUMNS if id.startswith("age_")]
    for id, column in zip(ages, columns, strict=True):
        title = table.titles[column] if column < len(table.titles) else ""
        if id in _MARKS and not _MARKS[id].search(title):
            return None
    return columns


def _known(code: str) -> bool:
    try:
        municipality(code)
    except UnknownMunicipalityError:
        return False
    return True


def _name(code: str) -> str:
    return f"{municipality(code).name} ({code})"


def _four(value: float) -> str:
    return format_plain(value, 4)
