"""The tables of the indicator register: one spec a KOSTRA table, built from the register.

A content is found by its confirmed code or by the official label the register states. An
indicator that is not found in the table is refused by name, and the others are fetched.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import polars as pl

from veivalg.content import Unit
from veivalg.foundation.errors import SourceChangedError
from veivalg.foundation.i18n import N_, _
from veivalg.norway.indicators import Cell, Indicator, indicators
from veivalg.sources.http.answers import malformed
from veivalg.sources.ssb.axes import Measure
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.jsonstat import STATUS, VALUE, Dataset, reason
from veivalg.sources.ssb.labels import find_code, find_contents
from veivalg.sources.ssb.metadata import CONTENTS, TIME, TableMetadata, changed, read_metadata
from veivalg.sources.ssb.regions import Asked, place_rows
from veivalg.sources.ssb.spec import Shape, TableSpec
from veivalg.sources.ssb.tables import KOSTRA_REGION, REGION
from veivalg.tables import TABLES

_QUARTER = re.compile(r"(\d{4})K[1-4]")
_VALUE, _NUMERATOR, _DENOMINATOR = "value", "numerator", "denominator"
_CANDIDATES = 8  # tables of a title whose metadata are looked at


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell found in a table: which indicator and part it gives, and what to multiply by."""

    indicator: Indicator
    part: str
    contents: str
    codes: Mapping[str, str]
    scale: float


def indicator_specs() -> tuple[TableSpec, ...]:
    """Give one spec a table, in the order of the register."""
    tables: dict[str, list[Indicator]] = {}
    for entry in indicators():
        if not entry.functions:
            tables.setdefault(entry.table_key, []).append(entry)
    return tuple(_spec(key, entries) for key, entries in sorted(tables.items()))


def _spec(key: str, entries: Sequence[Indicator]) -> TableSpec:
    names = ", ".join(dict.fromkeys(e.name for e in entries[:2]))
    more = _(" og {n} til").format(n=len(entries) - 2) if len(entries) > 2 else ""
    return TableSpec(
        key,
        _("Indikatorer: {names}").format(names=names + more),
        KOSTRA_REGION,
        (),
        fills=("indicators",),
        reading=IndicatorReading(tuple(entries)),
    )


@dataclass(frozen=True, slots=True)
class IndicatorReading:
    """How one table is read for its indicators."""

    entries: tuple[Indicator, ...]

    def locate(self, spec: TableSpec, client: PxWeb) -> TableSpec:
        """Give the spec with the table's number, looked up by title and labels if unconfirmed.

        Raises
        ------
        SourceChangedError
            When no table has the title and any of the labels.
        """
        if not self.entries[0].table_title:
            return spec
        words = self.entries[0].table_title
        raw = client.get_json(f"{client.url}/tables?lang=no&pageSize=50&query={quote(words)}")
        found = [t for t in raw.get("tables", []) if isinstance(t, dict) and _titled(t, words)]
        best: tuple[int, str] = (0, "")
        for table in found[:_CANDIDATES]:
            number = str(table.get("id"))
            meta = read_metadata(number, client.metadata(number))
            placed, _faults = place(self.entries, meta)
            best = max(best, (len(placed), number))
        if not best[0]:
            raise SourceChangedError(
                _("Finner ingen tabell om «{words}» med indikatorene i registeret.").format(
                    words=words
                ),
                _("De andre tabellene hentes som før. Se «veivalg indikatorer --kontroller»."),
                changes=tuple(e.name for e in self.entries),
            )
        return replace(spec, id=best[1])

    def check(self, spec: TableSpec, meta: TableMetadata) -> Shape:
        """Find the indicators in `meta`; raises ``SourceChangedError`` when none is there."""
        region = KOSTRA_REGION if KOSTRA_REGION in meta.dimensions else REGION
        placed, faults = place(self.entries, meta)
        if not placed or region not in meta.dimensions:
            raise changed(meta.id, *faults or [_("dimensjonen «region» er borte")])
        axes: dict[str, dict[str, Mapping[str, str | int]]] = {}
        for cell in placed:
            for dimension, code in cell.codes.items():
                axes.setdefault(dimension, {})[code] = {}
        measures = {c.contents: Measure(c.contents, "indicators", "value") for c in placed}
        years = meta.years(spec.first_year) or tuple(
            t
            for t in meta.dimension(TIME).codes
            if (q := _QUARTER.fullmatch(t)) and int(q[1]) >= spec.first_year
        )
        if not years:
            raise changed(meta.id, _("ingen år fra {year}"), year=spec.first_year)
        return Shape(replace(spec, region=region), axes, measures, years, tuple(faults), placed)

    def rows(self, shape: Shape, dataset: Dataset, asked: Asked) -> dict[str, pl.DataFrame]:
        """Give the rows of table ``indicators`` of one answer."""
        region, axes = shape.spec.region, list(shape.axes)
        if not {region, CONTENTS, TIME, *axes} <= {d.id for d in dataset.dimensions}:
            raise malformed(_("en dimensjon mangler i svaret"))
        frame = dataset.frame.select(
            pl.col(region).cast(pl.String).alias("code"),
            pl.col(TIME).cast(pl.String).str.slice(0, 4).cast(pl.Int16).alias("year"),
            *(pl.col(c).cast(pl.String) for c in (CONTENTS, *axes)),
            pl.col(VALUE),
            reason(pl.col(STATUS), pl.col(VALUE)).alias("reason"),
        )
        mapped = frame.join(_cells(shape.cells, axes), on=[CONTENTS, *axes], how="inner")
        if any(_QUARTER.fullmatch(t) for t in shape.years):
            mapped = _year_means(mapped)
        placed = place_rows(
            mapped.with_columns(pl.col(VALUE) * pl.col("scale")), asked, ["indicator", "part"]
        )
        return {"indicators": _wide(placed)}


def _titled(table: Mapping[str, object], words: str) -> bool:
    label = str(table.get("label", "")).casefold()
    return all(word in label for word in words.casefold().split())


def place(
    entries: Iterable[Indicator], meta: TableMetadata
) -> tuple[tuple[Placed, ...], tuple[str, ...]]:
    """Find every indicator in the metadata of its table.

    Returns
    -------
    tuple
        The cells found, and for each indicator that is not wholly found one sentence why.
    """
    found: list[Placed] = []
    faults: list[str] = []
    for entry in entries:
        parts = (_NUMERATOR, _DENOMINATOR) if len(entry.cells) == 2 else (_VALUE,)
        cells = [
            _place(entry, part, cell, meta) for part, cell in zip(parts, entry.cells, strict=True)
        ]
        wrong = [cell for cell in cells if isinstance(cell, str)]
        if wrong:
            faults.append(f"{entry.name}: {wrong[0]}")
        else:
            found += [cell for cell in cells if isinstance(cell, Placed)]
    return tuple(found), tuple(faults)


def _place(entry: Indicator, part: str, cell: Cell, meta: TableMetadata) -> Placed | str:
    contents = meta.dimension(CONTENTS)
    code, fault = find_contents(cell, contents)
    if fault:
        return fault
    codes: dict[str, str] = {}
    for name, wanted in cell.dimensions.items():
        if name not in meta.dimensions:
            return _("dimensjonen «{name}» er borte").format(name=name)
        codes[name], fault = find_code(wanted, meta.dimensions[name])
        if fault:
            return fault
    fixed = {KOSTRA_REGION, REGION, CONTENTS, TIME, *codes}
    for name, dimension in meta.dimensions.items():
        if name not in fixed and not dimension.extension.get("elimination"):
            return _("dimensjonen «{name}» må velges og er ikke i registeret").format(name=name)
    scale, fault = _scale(entry, part, contents.units.get(code, "").casefold())
    return fault or Placed(entry, part, code, codes, scale)


def _scale(entry: Indicator, part: str, unit: str) -> tuple[float, str]:
    """Give what to multiply the published figure by; a unit that disagrees is a fault."""
    thousands = "1000 kr" in unit or "1 000 kr" in unit
    if part != _VALUE:
        return 1000.0 if thousands else 1.0, ""
    strange = _("måles i «{unit}», ikke som registeret sier").format(unit=unit)
    percent = "prosent" in unit or unit == "%"
    if unit and percent != (entry.unit is Unit.SHARE):
        return 1.0, strange
    if unit and entry.unit is Unit.NOK and ("kr" not in unit or thousands != (entry.scale == 1000)):
        return 1.0, strange
    return entry.scale, ""


def _cells(cells: Sequence[Placed], axes: Sequence[str]) -> pl.DataFrame:
    rows = [
        {
            CONTENTS: c.contents,
            **{a: c.codes[a] for a in axes},
            "indicator": c.indicator.id,
            "part": c.part,
            "scale": float(c.scale),
            "additive": _additive(c),
        }
        for c in cells
    ]
    return pl.DataFrame(rows)


def _additive(cell: Placed) -> bool:
    """Say whether merged municipalities are added: counts and amounts are, ratios never."""
    return cell.part != _VALUE or not cell.indicator.denominator


def _year_means(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the mean of four quarters; a year with fewer is missing with that reason."""
    keys = [c for c in frame.columns if c not in (VALUE, "reason")]
    whole = pl.col(VALUE).count() == 4
    return frame.group_by(keys, maintain_order=True).agg(
        pl.when(whole).then(pl.col(VALUE).mean()).alias(VALUE),
        pl.when(~whole)
        .then(pl.col("reason").drop_nulls().first().fill_null(N_("året er ikke helt")))
        .alias("reason"),
    )


def _wide(placed: pl.DataFrame) -> pl.DataFrame:
    """Turn one row a part into one row an indicator, with the ratio where there are two parts."""
    keys = ["municipality", "year", "indicator"]

    def part(name: str) -> pl.Expr:
        return pl.col(VALUE).filter(pl.col("part") == name).first()

    wide = placed.group_by(keys, maintain_order=True).agg(
        part(_VALUE).alias("own"),
        part(_NUMERATOR).alias(_NUMERATOR),
        part(_DENOMINATOR).alias(_DENOMINATOR),
        pl.col("reason").drop_nulls().first(),
        (pl.col("part") == _VALUE).any().alias("whole"),
    )
    ratio = pl.when(pl.col(_DENOMINATOR) > 0).then(pl.col(_NUMERATOR) / pl.col(_DENOMINATOR))
    value = pl.when("whole").then("own").otherwise(ratio)
    why = pl.when(value.is_null()).then(pl.col("reason").fill_null(N_("nevneren er 0")))
    frame = wide.with_columns(value.alias("value"), why.alias("reason"))
    return TABLES["indicators"].typed(frame)
