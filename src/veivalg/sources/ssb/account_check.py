"""What is held against itself when accounts are fetched: functions, areas and the whole add up.

SSB publishes each function, the service areas they are parts of (table 12362) and net operating
expenditure (AGD1, table 12137). For a municipality they agree to the thousand; groups and the
country within the rounding of their parts: the country is the 17 groups, the country without Oslo
is the country less KOSTRA group 13, and a group is its members. Where a part isn't published
nothing can be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import SourceError
from veivalg.foundation.i18n import N_, _
from veivalg.lake.lake import Lake
from veivalg.norway.kostra import areas, functions, known_art
from veivalg.norway.municipality import KOSTRA_GROUPS, NORWAY, OSLO_GROUP, WITHOUT_OSLO
from veivalg.norway.register import members_of
from veivalg.tables.booked import NOT_IN_USE, used

THOUSAND = 1000.0
OVERVIEW = "12137"
MOST_OFF = 0.05
"""A table is stopped when more than this share of the places of a fetch don't add up: one place
that is wrong is that place's fault, many are a sign that the table has changed. Groups and country
are among the places of every fetch, so that one municipality alone is never more than the share."""
WHOLE = "AGD1"
GROUPED = (2024, 2025)
"""The years whose groups were seen to have the members that the register has."""
_KEYS = ["municipality", "year", "art"]
OVERALL = "overview"
"""The measure of the overview's concepts, which are neither gross nor net of a function."""
_ARTS: Mapping[str, str] = {
    "sum_net": N_("netto"),
    "sum_gross": N_("brutto"),
    OVERALL: N_("i hovedtallene"),
}


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
        return len({o.place for o in self.off}) > MOST_OFF * self.places

    def __add__(self, other: Check) -> Check:
        """Put what two looks at the same places found together."""
        return Check(
            (*self.off, *other.off),
            self.held + other.held,
            self.impossible + other.impossible,
            self.places,
        )

    def left(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Give the rows of the places and years that aren't held back."""
        wrong = pl.DataFrame(
            [(o.place, o.year) for o in self.off],
            {"municipality": pl.String, "year": rows.schema["year"]},
            orient="row",
        )
        return rows.join(wrong, on=["municipality", "year"], how="anti", maintain_order="left")


def check(
    rows: pl.DataFrame, sums: pl.DataFrame, wholes: pl.DataFrame, places: int | None = None
) -> Check:
    """Hold the functions against the areas and the whole.

    Parameters
    ----------
    rows
        Of table ``accounts``, the sums of the group («konsern»), all functions of each place.
    sums
        ``municipality, year, area, art, amount`` (NOK) of SSB's service areas.
    wholes
        ``municipality, year, amount`` (NOK): net operating expenditure; empty where not known.
    places
        How many places the fetch has in all; default those of `rows`.
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
    held = _against(published, pl.concat([by_area, whole])).sort(
        "municipality", "year", "what", "art"
    )
    return _told(held, rows["municipality"].n_unique() if places is None else places)


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


def parts_of(place: str) -> tuple[tuple[str, int], ...]:
    """Give the places that a group or the country is made of, each with its sign.

    Examples
    --------
    >>> parts_of("EAKUO")
    (('0', 1), ('EKG13', -1))
    >>> len(parts_of("0")), len(parts_of("EKG09")), parts_of("5503")
    (17, 27, ())
    """
    if place == WITHOUT_OSLO:
        return ((NORWAY.code, 1), (OSLO_GROUP, -1))
    if place == NORWAY.code:
        return tuple((group, 1) for group in KOSTRA_GROUPS)
    return tuple((m.code, 1) for m in members_of(place))


def check_parts(rows: pl.DataFrame, places: Sequence[str], of: int) -> Check:
    """Hold groups and the country against their parts, function by function, where all are there.

    Parameters
    ----------
    rows
        Of table ``accounts``, of `places` and of what they are made of.
    of
        How many places the fetch has in all.
    """
    found = pl.concat([_of_parts(rows, place) for place in places]) if places else None
    if found is None:
        return Check((), 0, 0, of)
    return _told(found.sort("municipality", "year", "what", "art"), of)


def _of_parts(rows: pl.DataFrame, place: str) -> pl.DataFrame:
    """Put a group or the country beside the sum of its parts, in years that have all of them."""
    parts = parts_of(place)
    signs = pl.DataFrame(parts, {"municipality": pl.String, "sign": pl.Int64}, orient="row")
    summed = (
        rows.join(signs, on="municipality")
        .group_by("year", "art", "function")
        .agg(
            (pl.col("amount") * pl.col("sign")).sum().alias("summed"),
            _hidden().any().alias("hidden"),
            pl.len().alias("parts"),
        )
        .filter(pl.col("parts") == len(parts))
    )
    whole = rows.filter(
        pl.col("municipality") == place,
        True if place in (NORWAY.code, WITHOUT_OSLO) else pl.col("year").is_in(GROUPED),
    )
    return (
        whole.select(*_KEYS, pl.col("function").alias("what"), published="amount")
        .join(summed.rename({"function": "what"}), on=["year", "art", "what"])
        .select(*_KEYS, "what", "published", "summed", "hidden", "parts", rounded=pl.lit(True))
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
    country = pl.col("municipality").is_in([NORWAY.code, WITHOUT_OSLO])
    booked = rows.filter(pl.col("amount").fill_null(0) != 0, ~country)
    municipal = pl.col("municipality").str.contains(r"^\d{4}$")
    for column, what in (("function", _("Funksjon")), ("art", _("Art"))):
        found = booked.group_by(column, "year").agg(
            pl.col("municipality").filter(municipal).n_unique(),
            pl.col("amount").abs().max().alias("most"),
        )
        unknown: dict[str, list[tuple[int, int, float]]] = {}
        for code, year, places, most in found.sort(column, "year").iter_rows():
            fine = (
                code in known and known[code].used(year)
                if column == "function"
                else code.startswith("sum_") or known_art(code, year)
            )
            if not fine:
                unknown.setdefault(code, []).append((year, places, most))
        for code, seen in unknown.items():
            years, places, most = zip(*seen, strict=True)
            name = (names.get(code) or names.get(f"A{code}", "")).removeprefix(code).strip()
            yield _(
                "{what} {code} er ikke i registeret for {year}, men har beløp hos {n} (høyst "
                "{most} i 1000 kr)"
            ).format(
                what=what,
                code=f"{code} {name}".strip(),
                year=_years(years),
                n=max(places) or _("KOSTRA-gruppene"),
                most=format_plain(max(most) / THOUSAND),
            )


def _years(years: Sequence[int]) -> str:
    """Write years: «2025», «2015–2025», or one by one where there are holes."""
    whole = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return f"{years[0]}–{years[-1]}" if whole else ", ".join(map(str, years))


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
