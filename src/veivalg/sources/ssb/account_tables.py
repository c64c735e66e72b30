"""Accounts of the group (konsern): 12362 by function and area, 12367 by art, 12137 the overview.

Dimensions, arts and scope are matched by code first, so that a label may differ by a word; a
dimension is found by its label when it is called something else, and the table is refused when
neither is there. Table 12367 has no single art of pay: pay is AG16, and is read only when the
table's own labels say that AG16, A710 and A099 are what they are taken for. The sums are read of
12362 alone; arts are of the group as they are, where the table tells group and treasury apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.norway.indicators import Cell
from veivalg.norway.kostra import areas
from veivalg.sources.http.answers import malformed
from veivalg.sources.ssb.account_check import OVERVIEW
from veivalg.sources.ssb.axes import Keys, Measure
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.jsonstat import STATUS, VALUE, Dataset, Dimension, reason
from veivalg.sources.ssb.labels import by_label, find_contents, find_dimension
from veivalg.sources.ssb.metadata import CONTENTS, TIME, TableMetadata, changed
from veivalg.sources.ssb.regions import Asked, place_rows
from veivalg.sources.ssb.spec import Shape, TableSpec
from veivalg.sources.ssb.tables import KOSTRA_REGION
from veivalg.tables import TABLES
from veivalg.tables.booked import used

_AMOUNT = Cell("KOSbelop0000", "Beløp (1000 kr)")
_FUNCTION = re.compile(r"\d{3}")
_ART = re.compile(r"A?(\d{3})")
_SUMS = {
    "sum_net": ("AGD2", "Netto driftsutgifter"),
    "sum_gross": ("AGD10", "Brutto driftsutgifter"),
}
_PAY = "sum_pay"
_LIABLE = {
    "AG16": (_PAY, "lønn", re.compile("l.nn", re.IGNORECASE)),
    "A710": ("710", "sykelønnsrefusjon", re.compile(r"s(y|ju)ke", re.IGNORECASE)),
    "A099": ("099", "arbeidsgiveravgift", re.compile(r"arbeidsg", re.IGNORECASE)),
}
"""Liable pay = AG16 + A710 − A099: code → our art, what it must be, and the word that says so."""
SCOPE = "KOKregnskapsomfa0000"
MEASURES = {"sum_net": "net", "sum_gross": "gross"}
_GROUP = "A"
"""The group in `SCOPE`; B is the treasury alone, which net expenditure isn't of."""
CONCEPTS = ("AGD1", "AGD9", "AGD13", "AGD23", "KG31", "AGI1")
"""What is read of the overview: net expenditure, expenses, revenues, result, debt, investments."""


@dataclass(frozen=True, slots=True)
class AccountsReading:
    """How an accounts table is read.

    Parameters
    ----------
    arts
        Whether single arts are read; else the sums, of functions and areas.
    """

    arts: bool

    def locate(self, spec: TableSpec, client: PxWeb) -> TableSpec:
        """Give `spec`: the number is known."""
        return spec

    def check(self, spec: TableSpec, meta: TableMetadata) -> Shape:
        """Find the dimensions, codes and contents; raises ``SourceChangedError`` naming all that
        is not there."""
        functions = find_dimension(meta.dimensions, "KOKfunksjon0000", "funksjon")
        arts = find_dimension(meta.dimensions, "KOKart0000", "art")
        contents, fault = find_contents(_AMOUNT, meta.dimension(CONTENTS))
        faults = [fault] if fault else []
        faults += [
            _("finner ingen dimensjon «{name}»").format(name=name)
            for name, found in (("funksjon", functions), ("art", arts))
            if not found
        ]
        unit = meta.dimension(CONTENTS).units.get(contents, "").casefold()
        if contents and "1000 kr" not in unit.replace("1 000", "1000"):
            faults.append(_("beløpet måles i «{unit}», ikke 1000 kr").format(unit=unit))
        if faults:
            raise changed(meta.id, *faults)
        read, faults = self._arts(meta.dimensions[arts])
        axes: dict[str, Mapping[str, Keys]] = {
            functions: _functions(meta.dimensions[functions], with_areas=not self.arts),
            arts: read,
        }
        axes |= _others(meta, {functions, arts})
        empty = [name for name, codes in axes.items() if not codes]
        years = meta.years(spec.first_year)
        if empty or not years:
            raise changed(
                meta.id, _("ingen koder vi kjenner i «{name}»"), name=empty[0] if empty else TIME
            )
        measures = {contents: Measure(contents, "accounts", "amount")}
        return Shape(spec, axes, measures, years, tuple(faults), (functions, arts))

    def _arts(self, dimension: Dimension) -> tuple[Mapping[str, Keys], list[str]]:
        """Give the arts to read, and why those of liable pay aren't among them."""
        if not self.arts:
            found: dict[str, Keys] = {}
            for art, (code, label) in _SUMS.items():
                known = code if code in dimension.labels else by_label(label, dimension.labels)
                if known:
                    found[known] = {"art": art}
            whole = "sum_net" in {keys["art"] for keys in found.values()}
            return (found if whole else {}), []
        single = {c: m[1] for c in dimension.codes if (m := _ART.fullmatch(c))}
        found = {code: {"art": art} for code, art in single.items()}
        faults = _not_pay(dimension)
        for code, (art, _what, _word) in _LIABLE.items():
            if faults:
                found.pop(code, None)
            else:
                found[code] = {"art": art}
        return found, faults

    def rows(self, shape: Shape, dataset: Dataset, asked: Asked) -> dict[str, pl.DataFrame]:
        """Give the rows of ``accounts``, and of ``area_accounts`` where areas are read, in NOK.

        An art nothing is booked on (0) has no row; the sums have, of functions that are in use.
        """
        functions, arts = shape.cells
        if not {KOSTRA_REGION, CONTENTS, TIME, functions, arts} <= {
            d.id for d in dataset.dimensions
        }:
            raise malformed(_("en dimensjon mangler i svaret"))
        names = {code: str(keys["art"]) for code, keys in shape.axes[arts].items()}
        frame = _frame(dataset, {functions: "function", arts: "art"})
        frame = frame.with_columns(pl.col("art").replace_strict(names))
        booked = frame.filter(
            pl.col("art").is_in(list(_SUMS))
            | (pl.col(VALUE) != 0)
            | (pl.col("reason") == "skjermet")
        )
        placed = place_rows(booked, asked, ["function", "art"]).rename({VALUE: "amount"})
        one = pl.col("function").str.contains(_FUNCTION.pattern)
        whole = placed.filter(one, used() | (pl.col("amount").fill_null(0) != 0))
        made = {"accounts": whole.with_columns(pl.lit("konsern").alias("scope"))}
        if not self.arts:
            measures = pl.col("art").replace_strict(MEASURES)
            areas = placed.filter(~one).rename({"function": "area"})
            made["area_accounts"] = areas.with_columns(measures.alias("measure"))
        return {table: TABLES[table].typed(frame) for table, frame in made.items()}


def _others(meta: TableMetadata, known: set[str]) -> Mapping[str, Mapping[str, Keys]]:
    """Choose the group in the dimension of accounting scope; another that must be chosen is new.

    Whether a table tells group and treasury apart, and which dimensions must be chosen, is read
    from the metadata; the group is matched by code, else by label. One without is refused: figures
    of the treasury, or of both together, can't stand beside net expenditure of the group.
    """
    chosen: dict[str, Mapping[str, Keys]] = {}
    for name, dimension in meta.dimensions.items():
        if name in known | {KOSTRA_REGION, CONTENTS, TIME}:
            continue
        codes = [c for c, label in dimension.labels.items() if "konsern" in label.casefold()]
        if name == SCOPE and _GROUP in dimension.labels:
            codes = [_GROUP]
        if len(codes) == 1:
            chosen[name] = {codes[0]: {"scope": "konsern"}}
        elif name == SCOPE:
            raise changed(meta.id, _("«{name}» har ikke konsern"), name=name)
        elif not dimension.extension.get("elimination"):
            raise changed(meta.id, _("dimensjonen «{name}» er ny"), name=name)
    return chosen


def _not_pay(dimension: Dimension) -> list[str]:
    """Say which of the arts of liable pay are gone or called something else."""
    return [
        _("avgiftspliktig lønn leses ikke: {code} er «{label}», ikke {what}").format(
            code=code, label=dimension.labels.get(code, ""), what=what
        )
        for code, (_art, what, word) in _LIABLE.items()
        if not word.search(dimension.labels.get(code, ""))
    ]


def _functions(dimension: Dimension, *, with_areas: bool) -> Mapping[str, Keys]:
    known = {a.code for a in areas()} if with_areas else set()
    return {
        code: {"function": code}
        for code in dimension.codes
        if _FUNCTION.fullmatch(code) or code in known
    }


@dataclass(frozen=True, slots=True)
class OverviewReading:
    """How the overview of accounts by concept is read (table ``finances``, konsern)."""

    def locate(self, spec: TableSpec, client: PxWeb) -> TableSpec:
        """Give `spec`: the number is known."""
        return spec

    def check(self, spec: TableSpec, meta: TableMetadata) -> Shape:
        """Find the concepts by code; raises ``SourceChangedError`` when none is there."""
        name = find_dimension(meta.dimensions, "KOKartkap0000", "regnskapsbegrep")
        contents, fault = find_contents(_AMOUNT, meta.dimension(CONTENTS))
        there = [c for c in CONCEPTS if name and c in meta.dimensions[name].labels]
        years = meta.years(spec.first_year)
        if fault or not there or not years:
            raise changed(meta.id, fault or _("finner ingen regnskapsbegreper vi kjenner"))
        axes: dict[str, Mapping[str, Keys]] = {name: {code: {"concept": code} for code in there}}
        gone = _("regnskapsbegrepet {code} er borte")
        lacking = [gone.format(code=code) for code in CONCEPTS if code not in there]
        return Shape(
            spec,
            {**axes, **_others(meta, {name})},
            {contents: Measure(contents, "finances", "amount")},
            years,
            tuple(lacking),
            (name,),
        )

    def rows(self, shape: Shape, dataset: Dataset, asked: Asked) -> dict[str, pl.DataFrame]:
        """Give the rows of table ``finances`` of one answer, in NOK."""
        (name,) = shape.cells
        if not {KOSTRA_REGION, CONTENTS, TIME, name} <= {d.id for d in dataset.dimensions}:
            raise malformed(_("en dimensjon mangler i svaret"))
        frame = _frame(dataset, {name: "concept"})
        placed = place_rows(frame, asked, ["concept"]).rename({VALUE: "amount"})
        return {"finances": TABLES["finances"].typed(placed)}


def _frame(dataset: Dataset, columns: Mapping[str, str]) -> pl.DataFrame:
    """Give code, year, the named columns, NOK and why it is missing."""
    return dataset.frame.select(
        pl.col(KOSTRA_REGION).cast(pl.String).alias("code"),
        pl.col(TIME).cast(pl.String).cast(pl.Int16).alias("year"),
        *(pl.col(id).cast(pl.String).alias(name) for id, name in columns.items()),
        (pl.col(VALUE) * 1000).alias(VALUE),
        reason(pl.col(STATUS), pl.col(VALUE)).alias("reason"),
        pl.lit(True).alias("additive"),
    )


def function_names(shape: Shape, meta: TableMetadata) -> dict[str, str]:
    """Give what the table calls each function that is read; nothing for other tables.

    Our register has no wording for functions that no public source names.
    """
    if not isinstance(shape.spec.reading, AccountsReading):
        return {}
    labels = meta.dimensions[shape.cells[0]].labels
    return {
        code: text
        for code in shape.axes[shape.cells[0]]
        if (text := labels.get(code, "").removeprefix(code).strip())
    }


_KONSERN = TableSpec(
    "12362",
    "Regnskap etter funksjon, konsern",
    KOSTRA_REGION,
    (),
    reading=AccountsReading(arts=False),
    fills=("accounts", "area_accounts"),
)
ACCOUNT_SPECS = (
    TableSpec(
        OVERVIEW,
        "Hovedtall i regnskapet, konsern",
        KOSTRA_REGION,
        (),
        reading=OverviewReading(),
        fills=("finances",),
    ),
    _KONSERN,
    replace(
        _KONSERN,
        id="12367",
        title="Regnskap etter funksjon og art, konsern",
        reading=AccountsReading(arts=True),
        first_year=2020,
        fills=("accounts",),
    ),
)
"""The overview first, since functions are held against it. Arts from 2020 on: the chart of accounts
was changed that year."""
