"""Which codes to ask a table for to get today's municipalities, and how to turn them back.

SSB lists every code there ever was (800 and more). Where a table offers a code list that sums
merged municipalities, it is used: the sums are then SSB's own. Otherwise earlier codes are asked
for as well, and counts of municipalities that went whole into today's are added; a figure that the
source carries back to today's code is used as it stands. Figures of one that was split can't be
divided, and become missing with that reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from veivalg.foundation.i18n import N_, _
from veivalg.norway.codes import codes_now, codes_then
from veivalg.norway.splits import SPLIT, before_split
from veivalg.sources.http.answers import malformed
from veivalg.sources.ssb.jsonstat import Dimension
from veivalg.sources.ssb.metadata import TableMetadata

SUMMING_LISTS = ("agg_KommSummer", "agg_KommSummerS", "agg_KommSummerHist", "agg_KommSummHist")
SUMMED = ("K-", "K_", "K.")
"""What stands before the number of a municipality that merged ones are summed to."""
NORWAY = ("0", "EAK")  # in «Region» and in «KOKkommuneregion0000»
_PARTS = {"municipality": pl.String, "code": pl.String, "year": pl.Int16, "carried": pl.Boolean}
MERGED = N_("gjennomsnitt kan ikke slås sammen")


@dataclass(frozen=True, slots=True)
class Asked:
    """How the places of a table are asked for.

    Parameters
    ----------
    codelist
        The code list of `codes`, or empty for the table's own codes.
    codes
        Place → codes.
    parts
        One row a place, code and year that belong together: ``municipality``, ``code``, ``year``,
        ``carried`` where it is today's code before it was in force; None when a code is a place in
        every year.
    """

    codelist: str
    codes: Mapping[str, tuple[str, ...]]
    parts: pl.DataFrame | None = None

    @property
    def unnamed_sums(self) -> bool:
        """Say whether sums are asked for that no code list of the table is known to hold."""
        return not self.codelist and any(
            c.startswith(SUMMED) for cs in self.codes.values() for c in cs
        )


def ask(
    meta: TableMetadata,
    region: str,
    places: Sequence[str],
    years: Sequence[str],
    *,
    merged: bool,
    codelist: Callable[[str], Mapping[str, Any]],
) -> tuple[Asked, ...]:
    """Decide how to ask `meta` for `places`; a place the table does not know is left out.

    Parameters
    ----------
    merged
        Whether series should be made whole over changes of code.
    codelist
        Gives a code list by its name.
    """
    dimension = meta.dimension(region)
    known = set(dimension.codes)
    direct = {p: (c,) for p in places if (c := _direct(p, known))}
    summed: dict[str, tuple[str, ...]] = {}
    name = _summing_list(dimension) if merged else ""
    if name:
        summed = _summed(codelist(name), places)
    rest = {place: codes for place, codes in direct.items() if place not in summed}
    asked = [Asked(name, summed)] if summed else []
    left = [place for place in places if place not in direct and place not in summed]
    if grouped := _sums(known, left):  # the table itself has nothing but sums
        asked.append(Asked("", grouped))
    if rest and not merged:
        asked.append(Asked("", rest))
    elif rest:
        asked.append(_with_history(rest, known, years))
    return tuple(asked)


def _direct(place: str, known: set[str]) -> str:
    if place == NORWAY[0]:
        return next((code for code in NORWAY if code in known), "")
    return place if place in known else ""


def _summing_list(dimension: Dimension) -> str:
    # The specification says «codelists»; the service has been seen to say «codeLists».
    lists = dimension.extension.get("codelists") or dimension.extension.get("codeLists") or []
    offered = {str(entry.get("id")) for entry in lists if isinstance(entry, dict)}
    return next((name for name in SUMMING_LISTS if name in offered), "")


def _summed(raw: Mapping[str, Any], places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Find «K-5503», «K_5503» or «K.5503» of a code list for each place."""
    try:
        codes = [str(value["code"]) for value in raw["values"]]
    except (KeyError, TypeError) as error:
        raise malformed(_("kodelisten mangler verdier")) from error
    return _sums(codes, places)


def _sums(codes: Iterable[str], places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    by_number = {code[2:]: code for code in sorted(codes) if code.startswith(SUMMED)}
    return {place: (by_number[place],) for place in places if place in by_number}


def _with_history(
    direct: Mapping[str, tuple[str, ...]], known: set[str], years: Sequence[str]
) -> Asked:
    rows: list[tuple[str, str, int, bool]] = []
    asked: dict[str, tuple[str, ...]] = {}
    for place, codes in direct.items():
        municipal = place.isdecimal() and len(place) == 4
        for year in map(int, years):
            shares = codes_then(place, year) if municipal else ()
            then = [s.code_then for s in shares] or [codes[0]]
            rows += [(place, code, year, False) for code in then if code in known]
            if municipal and codes[0] not in then and not codes_now(codes[0], year):
                rows.append((place, codes[0], year, True))
        asked[place] = codes
    for place, code, _year, _carried in rows:
        if code not in asked[place]:
            asked[place] = (*asked[place], code)
    return Asked("", asked, pl.DataFrame(rows, _PARTS, orient="row"))


def place_rows(frame: pl.DataFrame, asked: Asked, keys: Sequence[str]) -> pl.DataFrame:
    """Turn rows by code into rows by today's place.

    Parameters
    ----------
    frame
        ``code``, ``year``, the columns `keys`, ``value``, ``reason`` and ``additive``.

    Returns
    -------
    polars.DataFrame
        ``municipality``, ``year``, `keys`, ``value``, ``reason``: the sum over parts, missing when
        any part is, when a part was split, or when several parts are averages.
    """
    if asked.parts is None:
        names = {codes[0]: place for place, codes in asked.codes.items()}
        coded = pl.col("code").replace_strict(names, return_dtype=pl.String)
        placed = frame.select(coded.alias("municipality"), "year", *keys, "value", "reason")
        gone = before_split()
        return placed.with_columns(
            pl.when(~gone).then("value").alias("value"),
            pl.when(gone).then(pl.lit(SPLIT)).otherwise("reason").alias("reason"),
        )
    joined = frame.join(asked.parts, on=["code", "year"], how="inner")
    part, carried = ~pl.col("carried"), pl.col("value").filter("carried").first()
    values = pl.col("value").filter(part)
    group = joined.group_by("municipality", "year", *keys, maintain_order=True).agg(
        values.sum().alias("sum"),
        (values.is_null().any() | ~part.any()).alias("lacking"),
        pl.col("reason").filter(part).drop_nulls().first(),
        ((part.sum() > 1) & ~pl.col("additive").all()).alias("averages"),
        carried.alias("carried"),
    )
    # A table that has every code in every year gives 0 for those not in force yet.
    led = pl.col("carried").is_not_null() & (
        (pl.col("carried") != 0) | pl.col("lacking") | (pl.col("sum") == 0)
    )
    split = before_split()
    why = (
        pl.when(split)
        .then(pl.lit(SPLIT))
        .when(led)
        .then(None)
        .when("averages")
        .then(pl.lit(MERGED))
        .when("lacking")
        .then("reason")
    )
    known = pl.when(led).then("carried").when(~pl.col("lacking") & ~pl.col("averages")).then("sum")
    return group.select(
        "municipality",
        "year",
        *keys,
        pl.when(~split).then(known).alias("value"),
        why.alias("reason"),
    )
