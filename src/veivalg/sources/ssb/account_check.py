"""What is held against itself when accounts are fetched: functions, areas and the whole add up.

SSB publishes each function, the service areas they are parts of (table 12362) and net operating
expenditure (AGD1, table 12137). For a municipality they agree to the thousand; groups and the
country within the rounding of their parts. Where a part isn't published nothing can be said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import SourceError
from veivalg.foundation.i18n import N_, _
from veivalg.lake.lake import Lake
from veivalg.norway.kostra import areas, functions, known_art
from veivalg.tables.booked import NOT_IN_USE, used

THOUSAND = 1000.0
OVERVIEW = "12137"
MOST_OFF, FEWEST_OFF = 0.05, 2
"""A table is stopped when more than this share of its places, and at least so many, don't add up:
one place that is wrong is that place's fault, many are a sign that the table has changed."""
WHOLE = "AGD1"
_GROUPS = [f"EKG{n:02d}" for n in range(1, 18)]
_KEYS = ["municipality", "year", "art"]
_ARTS: Mapping[str, str] = {"sum_net": N_("netto"), "sum_gross": N_("brutto")}


@dataclass(frozen=True, slots=True)
class Off:
    """A sum that isn't what SSB publishes, in 1000 kr; ``what`` is an area, AGD1 or a function."""

    place: str
    year: int
    what: str
    art: str
    summed: float
    published: float

    def text(self) -> str:
        """Write both figures."""
        return _(
            "{place} {year}: {what} {art} er {published}, delene gir {summed} (1000 kr)"
        ).format(
            place=self.place,
            year=self.year,
            what=self.what,
            art=_(_ARTS[self.art]),
            published=format_plain(self.published),
            summed=format_plain(self.summed),
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: sums that are off, and how many held and couldn't be checked."""

    off: tuple[Off, ...]
    held: int
    impossible: int
    places: int

    @property
    def stops(self) -> bool:
        """Say whether so many places are off that the table can't be trusted."""
        wrong = len({o.place for o in self.off})
        return wrong >= FEWEST_OFF and wrong > MOST_OFF * self.places

    def left(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give the rows of the places and years that aren't held back."""
        wrong = pl.DataFrame(
            [(o.place, o.year) for o in self.off],
            {"municipality": pl.String, "year": rows.schema["year"]},
            orient="row",
        )
        return rows.join(wrong, on=["municipality", "year"], how="anti", maintain_order="left")


def check(rows: pl.DataFrame, sums: pl.DataFrame, wholes: pl.DataFrame) -> Check:
    """Hold the functions against the areas, the whole and, for the country, the 17 groups.

    Parameters
    ----------
    rows
        Of table ``accounts``, the sums of the group («konsern»), all functions of each place.
    sums
        ``municipality, year, area, art, amount`` (NOK) of SSB's service areas.
    wholes
        ``municipality, year, amount`` (NOK): net operating expenditure; empty where not known.
    """
    parts = rows.filter(used() | (pl.col("amount").fill_null(0) != 0)).select(
        *_KEYS, "function", "amount", hidden=_hidden()
    )
    of_area = pl.DataFrame(
        [(f.code, a.code) for a in areas() for f in a.functions],
        {"function": pl.String, "what": pl.String},
        orient="row",
    )
    published = pl.concat(
        [
            sums.select(*_KEYS, pl.col("area").alias("what"), pl.col("amount").alias("published")),
            wholes.select(
                "municipality",
                "year",
                pl.lit("sum_net").alias("art"),
                pl.lit(WHOLE).alias("what"),
                pl.col("amount").alias("published"),
            ),
        ]
    )
    by_area = _summed(parts.join(of_area, on="function"))
    whole = _summed(parts.filter(pl.col("art") == "sum_net").with_columns(what=pl.lit(WHOLE)))
    held = _against(published, pl.concat([by_area, whole]))
    country = _country(rows)
    every = pl.concat([held, country]).sort("municipality", "year", "what", "art")
    return _told(every, rows["municipality"].n_unique())


def _hidden() -> pl.Expr:
    """Say where an amount is unknown, and not only nothing booked."""
    return pl.col("amount").is_null() & (pl.col("reason") != NOT_IN_USE).fill_null(True)


def _summed(parts: pl.DataFrame) -> pl.DataFrame:
    return parts.group_by(*_KEYS, "what").agg(
        pl.col("amount").sum().alias("summed"), pl.col("hidden").any(), pl.len().alias("parts")
    )


def _against(published: pl.DataFrame, summed: pl.DataFrame) -> pl.DataFrame:
    """Put sums beside what is published; no function at all is a sum of 0."""
    return published.join(summed, on=[*_KEYS, "what"], how="left").with_columns(
        pl.col("summed").fill_null(0.0),
        pl.col("hidden").fill_null(False),
        pl.col("parts").fill_null(0),
        rounded=~pl.col("municipality").str.contains(r"^\d{4}$"),
    )


def _country(rows: pl.DataFrame) -> pl.DataFrame:
    """Hold the country's functions against the 17 groups, where all are there."""
    groups = rows.filter(pl.col("municipality").is_in(_GROUPS))
    summed = (
        groups.group_by("year", "art", "function")
        .agg(
            pl.col("amount").sum().alias("summed"),
            _hidden().any().alias("hidden"),
            pl.len().alias("parts"),
        )
        .filter(pl.col("parts") == len(_GROUPS))
    )
    return (
        rows.filter(pl.col("municipality") == "0")
        .select(*_KEYS, pl.col("function").alias("what"), pl.col("amount").alias("published"))
        .join(summed.rename({"function": "what"}), on=["year", "art", "what"])
        .with_columns(rounded=pl.lit(True))
    )


def _told(every: pl.DataFrame, places: int) -> Check:
    known = every.filter(~pl.col("hidden"), pl.col("published").is_not_null())
    slack = pl.when("rounded").then((pl.col("parts") + 1) * THOUSAND / 2).otherwise(THOUSAND / 2)
    wrong = known.filter((pl.col("summed") - pl.col("published")).abs() > slack)
    off = wrong.select(
        "municipality",
        "year",
        "what",
        "art",
        pl.col("summed") / THOUSAND,
        pl.col("published") / THOUSAND,
    )
    return Check(
        tuple(Off(*row) for row in off.iter_rows()),
        known.height - wrong.height,
        every.height - known.height,
        places,
    )


def strangers(rows: pl.DataFrame, names: Mapping[str, str]) -> Iterator[str]:
    """Tell of money on functions and arts that aren't in the register, or not in use that year.

    Parameters
    ----------
    rows
        Of table ``accounts``.
    names
        Code → what SSB calls the function or art.
    """
    known = {f.code: f for f in functions()}
    booked = rows.filter(pl.col("amount").fill_null(0) != 0, ~pl.col("municipality").eq("0"))
    for column, what in (("function", _("Funksjon")), ("art", _("Art"))):
        found = booked.group_by(column, "year").agg(
            pl.col("municipality").n_unique(), pl.col("amount").abs().max().alias("most")
        )
        for code, year, places, most in found.sort(column, "year").iter_rows():
            fine = (
                code in known and known[code].used(year)
                if column == "function"
                else code.startswith("sum_") or known_art(code, year)
            )
            if not fine:
                yield _(
                    "{what} {code} {name} er ikke i registeret for {year}, men har beløp hos "
                    "{n} (høyst {most} i 1000 kr)"
                ).format(
                    what=what,
                    code=code,
                    name=names.get(code, ""),
                    year=year,
                    n=places,
                    most=format_plain(most / THOUSAND),
                )


def wholes(lake: Lake, places: Sequence[str], updated: str) -> pl.DataFrame:
    """Give net operating expenditure that was published with the accounts, from the lake.

    Figures of another date may be those before a revision, and can't tell that anything is wrong.
    """
    found = pl.DataFrame(schema={"municipality": pl.String, "year": pl.Int16, "amount": pl.Float64})
    entries = {p: lake.entry("finances", f"{OVERVIEW}-{p}") for p in places}
    same = [p for p, e in entries.items() if e and e.source.updated[:10] == updated[:10]]
    stored = lake.read("finances", same) if same else None
    if stored is None:
        return found
    return stored.frame.filter(pl.col("concept") == WHOLE).select(found.columns)


def stopped(table: str, found: Check) -> SourceError:
    """Give the error of a table of which too many places don't add up."""
    return SourceError(
        _(
            "Tabell {table} er stoppet: summene stemmer ikke for {n} av {all} steder. {first}."
        ).format(
            table=table,
            n=len({o.place for o in found.off}),
            all=found.places,
            first=found.off[0].text(),
        ),
        _("Tallene er ikke lagret. Se etter en nyere versjon av Veivalg."),
    )
