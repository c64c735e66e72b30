"""Accounts by function and art: 12362 (konsern, sums) and 12367 (municipal treasury, every art).

The codes ``KOKfunksjon0000``, ``KOKart0000``, ``KOKregnskapsomfa0000``, ``AGD2``, ``AGD10`` and
``KOSbelop0000`` have been seen in public programs; the dimensions are found by their labels when
they are called something else, and the table is refused when neither is there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.norway.indicators import Cell
from veivalg.sources.http.answers import malformed
from veivalg.sources.ssb.axes import Keys, Measure
from veivalg.sources.ssb.client import PxWeb
from veivalg.sources.ssb.jsonstat import STATUS, VALUE, Dataset, Dimension, reason
from veivalg.sources.ssb.labels import by_label, find_contents, find_dimension
from veivalg.sources.ssb.metadata import CONTENTS, TIME, TableMetadata, changed
from veivalg.sources.ssb.regions import Asked, place_rows
from veivalg.sources.ssb.spec import Shape, TableSpec
from veivalg.sources.ssb.tables import KOSTRA_REGION
from veivalg.tables import TABLES

_AMOUNT = Cell("KOSbelop0000", "Beløp (1000 kr)")
_FUNCTION = re.compile(r"\d{3}")
_ART = re.compile(r"A?(\d{3})")
_SUMS = {
    "sum_net": ("AGD2", "Netto driftsutgifter"),
    "sum_gross": ("AGD10", "Brutto driftsutgifter"),
}


@dataclass(frozen=True, slots=True)
class AccountsReading:
    """How an accounts table is read.

    Parameters
    ----------
    scope
        «konsern» or «kasse».
    arts
        Whether single arts are read beside the sums.
    """

    scope: str
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
        axes: dict[str, Mapping[str, Keys]] = {
            functions: _functions(meta.dimensions[functions]),
            arts: self._arts(meta.dimensions[arts]),
        }
        axes |= self._others(meta, {functions, arts})
        empty = [name for name, codes in axes.items() if not codes]
        years = meta.years(spec.first_year)
        if empty or not years:
            raise changed(
                meta.id, _("ingen koder vi kjenner i «{name}»"), name=empty[0] if empty else TIME
            )
        measures = {contents: Measure(contents, "accounts", "amount")}
        return Shape(spec, axes, measures, years, cells=(functions, arts))

    def _arts(self, dimension: Dimension) -> Mapping[str, Keys]:
        found: dict[str, Keys] = {}
        for art, (code, label) in _SUMS.items():
            known = code if code in dimension.labels else by_label(label, dimension.labels)
            if known:
                found[known] = {"art": art}
        if self.arts:
            single = {c: m[1] for c in dimension.codes if (m := _ART.fullmatch(c))}
            found |= {code: {"art": art} for code, art in single.items()}
        return found if "sum_net" in {keys["art"] for keys in found.values()} else {}

    def _others(self, meta: TableMetadata, known: set[str]) -> Mapping[str, Mapping[str, Keys]]:
        """Choose in the dimension of accounting scope; any other that must be chosen is refused."""
        chosen: dict[str, Mapping[str, Keys]] = {}
        known = known | {KOSTRA_REGION, CONTENTS, TIME}
        for name, dimension in meta.dimensions.items():
            if name in known or dimension.extension.get("elimination"):
                continue
            word = "konsern" if self.scope == "konsern" else "kasse"
            codes = [c for c, label in dimension.labels.items() if word in label.casefold()]
            if len(codes) != 1:
                raise changed(meta.id, _("dimensjonen «{name}» er ny"), name=name)
            chosen[name] = {codes[0]: {"scope": self.scope}}
        return chosen

    def rows(self, shape: Shape, dataset: Dataset, asked: Asked) -> dict[str, pl.DataFrame]:
        """Give the rows of table ``accounts`` of one answer, in NOK.

        An art nothing is booked on (0) has no row; the sums always have.
        """
        functions, arts = shape.cells
        if not {KOSTRA_REGION, CONTENTS, TIME, functions, arts} <= {
            d.id for d in dataset.dimensions
        }:
            raise malformed(_("en dimensjon mangler i svaret"))
        names = {code: str(keys["art"]) for code, keys in shape.axes[arts].items()}
        frame = dataset.frame.select(
            pl.col(KOSTRA_REGION).cast(pl.String).alias("code"),
            pl.col(TIME).cast(pl.String).cast(pl.Int16).alias("year"),
            pl.col(functions).cast(pl.String).alias("function"),
            pl.col(arts).cast(pl.String).replace_strict(names).alias("art"),
            (pl.col(VALUE) * 1000).alias(VALUE),
            reason(pl.col(STATUS), pl.col(VALUE)).alias("reason"),
            pl.lit(True).alias("additive"),
        )
        booked = frame.filter(
            pl.col("art").str.starts_with("sum_")
            | (pl.col(VALUE) != 0)
            | (pl.col("reason") == "skjermet")
        )
        placed = place_rows(booked, asked, ["function", "art"]).rename({VALUE: "amount"})
        whole = placed.with_columns(pl.lit(self.scope).alias("scope"))
        return {"accounts": TABLES["accounts"].typed(whole)}


def _functions(dimension: Dimension) -> Mapping[str, Keys]:
    return {code: {"function": code} for code in dimension.codes if _FUNCTION.fullmatch(code)}


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
    reading=AccountsReading("konsern", arts=False),
    fills=("accounts",),
)
ACCOUNT_SPECS = (
    _KONSERN,
    replace(
        _KONSERN,
        id="12367",
        title="Regnskap etter funksjon og art, kommunekasse",
        reading=AccountsReading("kasse", arts=True),
        first_year=2020,
    ),
)
"""Single arts from 2020 on: the chart of accounts was changed that year."""
