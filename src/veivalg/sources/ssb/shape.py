"""From a decoded answer to rows of our tables."""

from collections.abc import Mapping

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.sources.http.answers import malformed
from veivalg.sources.ssb.axes import Measure
from veivalg.sources.ssb.jsonstat import STATUS, VALUE, Dataset, reason
from veivalg.sources.ssb.metadata import CONTENTS, TIME, TableMetadata, changed, check_dimensions
from veivalg.sources.ssb.regions import Asked, place_rows
from veivalg.sources.ssb.spec import Shape, TableSpec
from veivalg.tables import TABLES, TableSchema
from veivalg.tables.schema import Band


def check(spec: TableSpec, meta: TableMetadata) -> Shape:
    """Hold the spec against the metadata.

    Raises
    ------
    SourceChangedError
        Naming everything that is not as the spec says.
    """
    if spec.reading is not None:
        return spec.reading.check(spec, meta)
    check_dimensions(meta, (spec.region, *spec.axes, CONTENTS, TIME))
    contents = meta.dimension(CONTENTS)
    faults = [text for m in spec.measures if (text := m.check(meta.id, contents))]
    if faults:
        raise changed(meta.id, *faults)
    if spec.check is not None:
        spec.check(meta.id, contents)
    years = meta.years(spec.first_year)
    if not years:
        raise changed(meta.id, _("ingen år fra {year}"), year=spec.first_year)
    read = {name: axis(meta.id, meta.dimension(name)) for name, axis in spec.axes.items()}
    measures = {code: m for m in spec.measures if (code := m.located(contents))}
    return Shape(spec, read, measures, years)


def whole_dimensions(shape: Shape, meta: TableMetadata) -> frozenset[str]:
    """Name the dimensions of which every code is wanted."""
    return frozenset(
        name for name in shape.axes if set(shape.axes[name]) == set(meta.dimension(name).codes)
    )


def rows(shape: Shape, dataset: Dataset, asked: Asked) -> dict[str, pl.DataFrame]:
    """Give the rows of each of our tables; the lake checks them against their schemas.

    Raises
    ------
    SourceError
        When the answer lacks a dimension or holds codes that were not asked for.
    """
    if shape.spec.reading is not None:
        return shape.spec.reading.rows(shape, dataset, asked)
    frame = _common(shape, dataset)
    made: dict[str, pl.DataFrame] = {}
    for table in shape.spec.tables:
        measures = {c: m for c, m in shape.measures.items() if m.table == table}
        if not measures:
            continue
        keys = [k for m in measures.values() for k in m.keys]
        keys = list(dict.fromkeys([*_axis_columns(shape), *keys]))
        mapped = frame.join(_measure_frame(measures), on=CONTENTS, how="inner")
        placed = place_rows(mapped, asked, keys)
        made[table] = _finish(table, next(iter(measures.values())).column, placed)
    return made


def _axis_columns(shape: Shape) -> list[str]:
    return [k for codes in shape.axes.values() for k in next(iter(codes.values()))]


def _common(shape: Shape, dataset: Dataset) -> pl.DataFrame:
    names = [d.id for d in dataset.dimensions]
    region = shape.spec.region
    if not {region, CONTENTS, TIME, *shape.axes} <= set(names):
        raise malformed(_("en dimensjon mangler i svaret"))
    frame = dataset.frame.with_columns(
        reason(pl.col(STATUS), pl.col(VALUE)).alias("reason"),
        pl.col(CONTENTS).cast(pl.String),
        pl.col(region).cast(pl.String).alias("code"),
    )
    try:
        years = {code: int(code) for d in dataset.dimensions if d.id == TIME for code in d.codes}
        columns = [_translated(TIME, "year", years, pl.Int16())]
        for name, codes in shape.axes.items():
            for column in next(iter(codes.values())):
                values = {code: keys[column] for code, keys in codes.items()}
                kind = pl.Int16() if isinstance(next(iter(values.values())), int) else pl.String()
                columns.append(_translated(name, column, values, kind))
        return frame.with_columns(columns)
    except (ValueError, pl.exceptions.PolarsError) as error:
        raise malformed(_("svaret har koder vi ikke spurte om")) from error


def _translated(name: str, column: str, values: Mapping[str, object], kind: pl.DataType) -> pl.Expr:
    return pl.col(name).replace_strict(dict(values), return_dtype=kind).alias(column)


def _measure_frame(measures: Mapping[str, Measure]) -> pl.DataFrame:
    columns = list(dict.fromkeys(k for m in measures.values() for k in m.keys))
    rows = [
        {CONTENTS: code, "additive": m.additive, **{c: m.keys[c] for c in columns}}
        for code, m in measures.items()
    ]
    numbers = [pl.col(c).cast(pl.Int16) for c in columns if isinstance(rows[0][c], int)]
    return pl.DataFrame(rows).with_columns(numbers)


def _finish(table: str, column: str, placed: pl.DataFrame) -> pl.DataFrame:
    schema = TABLES[table]
    frame = placed.rename({"value": column})
    if schema.bands:
        frame = _with_bands(frame, schema, column)
    if not any(f.name == "reason" for f in schema.fields):
        frame = frame.filter(pl.col(column).is_not_null()).drop("reason")
    return schema.typed(frame)


def _with_bands(frame: pl.DataFrame, schema: type[TableSchema], column: str) -> pl.DataFrame:
    """Add the age bands that lack: sums of finer groups, and what is left, where possible."""
    ages = {(a, b) for a, b in frame.select("age_from", "age_to").unique().iter_rows()}
    keys = [f.name for f in schema.fields if f.key and f.name not in ("age_from", "age_to")]
    added = [frame]
    for band, signs in schema.bands.items():
        inside = [a for a in ages if band[0] <= a[0] and a[1] <= band[1]]
        wanted = signs or (dict.fromkeys(inside, 1) if _tile(inside, band) else {})
        if band not in ages and wanted and wanted.keys() <= ages:
            added.append(_summed(frame, keys, column, band, wanted))
    return pl.concat(added)


def _tile(parts: list[tuple[int, int]], band: tuple[int, int]) -> bool:
    ordered = sorted(parts)
    ends = [band[0] - 1, *(high for _low, high in ordered)]
    meets = all(low == end + 1 for (low, _high), end in zip(ordered, ends, strict=False))
    return bool(ordered) and meets and ends[-1] == band[1]


def _summed(
    frame: pl.DataFrame, keys: list[str], column: str, band: Band, signs: Mapping[Band, int]
) -> pl.DataFrame:
    weights = pl.DataFrame(
        [(*ages, sign) for ages, sign in signs.items()],
        {"age_from": pl.Int16, "age_to": pl.Int16, "sign": pl.Int16},
        orient="row",
    )
    summed = (
        frame.join(weights, on=["age_from", "age_to"])
        .group_by(keys, maintain_order=True)
        .agg(
            (pl.col(column) * pl.col("sign")).sum(),
            pl.col(column).is_null().any().alias("lacking"),
            pl.len().alias("found"),
            pl.col("reason").drop_nulls().first(),
        )
        .filter(pl.col("found") == len(signs))
    )
    lacking = pl.col("lacking") | (pl.col(column) < 0)
    return summed.with_columns(
        pl.lit(band[0], pl.Int16).alias("age_from"),
        pl.lit(band[1], pl.Int16).alias("age_to"),
        pl.when(~lacking).then(column).alias(column),
        pl.when(lacking).then(pl.col("reason").fill_null("mangler")).alias("reason"),
    ).select(frame.columns)
