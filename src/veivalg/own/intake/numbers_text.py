"""Numbers as people write them: «1 234,5», «1.234,50», «17,1 %», «−5», «kr 5 000,-»."""

import unicodedata
from dataclasses import dataclass

import polars as pl

from veivalg.own.foreign.raw import RawColumn, is_ascii, repeated

_SPACES = r"[\s\u00a0\u202f\u2007\u2009]+"
_FOREIGN = r"[\p{Nd}--0-9]|[\uff01-\uff5e]"
_GROUPED = r"^[+-]?\d{1,3}( \d{3})+([.,]\d+)?$"
_PLAIN = r"^-?\d{1,15}$"
_CLOCK = r"^\d{1,5}:[0-5]\d(:[0-5]\d)?$"
_GAPS = ["", "-", ".", "..", ":", "..."]
_DOT_GROUPS = r"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$"
_DOT_UNCLEAR = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
_COMMA_UNCLEAR = r"^[+-]?[1-9]\d{0,2},\d{3}$"
_COMMA_GROUPS = r"^[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+$|^[+-]?[1-9]\d{0,2}(,\d{3}){2,}$"
_COMMA = r"^[+-]?(\d+(,\d*)?|,\d+)$"
_DOT = r"^[+-]?(\d+\.\d*|\.\d+|\d+(\.\d+)?[eE][+-]?\d{1,3})$"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers, and the cells that are none, that can be two, or per cent by mistake.

    ``own`` are those that say their unit themselves, «17 %» and «7:30», and are in the field's.
    """

    values: pl.Series
    bad: pl.Series
    unclear: pl.Series
    percent: pl.Series
    own: pl.Series


def read_numbers(raw: RawColumn, *, whole: bool, unit: str) -> Numbers:
    """Read a column of numbers.

    Parameters
    ----------
    whole
        The field holds whole numbers, so that «1.234» is one thousand.
    unit
        The field's unit: with «andel» a percentage is divided by 100, with «timer» or «minutter»
        a time («7:30») is turned into them.

    Notes
    -----
    Whether a dot parts thousands or decimals is decided by the whole column: one «1.234.567» or
    «1.234,5» settles it, and so does one «0.345». A comma before three digits is settled the same
    way, by «12,5» or «1,234.5». Where nothing settles it, the cell is unclear.
    """
    if raw.number is None and raw.time is None:
        return _read_distinct(raw.text, whole=whole, unit=unit)
    size = len(raw.text)
    no = pl.repeat(False, size, dtype=pl.Boolean, eager=True)
    values = (
        raw.number
        if raw.number is not None
        else pl.Series(values=[None], dtype=pl.Float64).new_from_index(0, size)
    )
    bad = raw.time.is_not_null() if raw.time is not None else no
    if raw.text.null_count() == size:
        return Numbers(values, bad, no, no, no)
    found = _read_distinct(raw.text, whole=whole, unit=unit)
    both = pl.select(pl.coalesce(values, found.values)).to_series()
    return Numbers(both, bad | found.bad, found.unclear, found.percent, found.own)


def _plain_digits(text: pl.Series) -> pl.Series:
    """Give texts with decimal digits of other scripts and widths as 0–9; «2²» stays what it is."""
    if is_ascii(text) or not text.str.contains(_FOREIGN).any():
        return text
    foreign = text.filter(text.str.contains(_FOREIGN).fill_null(False)).unique()
    return text.replace({t: t.translate(_Plain()) for t in foreign})


class _Plain(dict[int, int | str]):
    """Translates a character the first time it is met."""

    def __missing__(self, code: int) -> int | str:
        """Give the digit it is, or the ASCII character it is the wide form of."""
        wide = code - 0xFEE0 if 0xFF01 <= code <= 0xFF5E else code
        digit = unicodedata.decimal(chr(code), None)
        return wide if digit is None else str(digit)


def _read_distinct(text: pl.Series, *, whole: bool, unit: str) -> Numbers:
    """Read each distinct text once where they repeat, as minutes and ages do."""
    distinct = repeated(text)
    if distinct is None:
        return _read_all(text, whole=whole, unit=unit)
    once = _read_all(distinct, whole=whole, unit=unit)

    def each(found: pl.Series) -> pl.Series:
        if found.dtype == pl.Boolean and not found.any():
            return pl.repeat(False, len(text), dtype=pl.Boolean, eager=True)
        held = text.replace_strict(distinct, found, default=None, return_dtype=found.dtype)
        return held.fill_null(False) if found.dtype == pl.Boolean else held

    return Numbers(*map(each, (once.values, once.bad, once.unclear, once.percent, once.own)))


def _read_all(text: pl.Series, *, whole: bool, unit: str) -> Numbers:
    text = _plain_digits(text)
    if text.str.contains(_PLAIN).all():
        no = pl.repeat(False, len(text), dtype=pl.Boolean, eager=True)
        return Numbers(text.cast(pl.Float64), no, no, no, no)
    return _read_texts(text, whole=whole, unit=unit)


def _read_texts(text: pl.Series, *, whole: bool, unit: str) -> Numbers:
    t = pl.col("t")
    frame = pl.DataFrame({"t": _trimmed(text)}).with_columns(
        t.str.ends_with("%").alias("percent"), t.str.strip_suffix("%").str.strip_chars().alias("t")
    )
    loose = t.str.contains(" ", literal=True) & ~t.str.contains(_GROUPED)
    frame = frame.with_columns(loose.alias("loose"), t.str.replace_all(" ", "").alias("t"))
    frame = frame.with_columns(pl.when(t.is_in(_GAPS)).then(None).otherwise(t).alias("t"))
    dots, commas, unclear = _settle(frame, whole=whole)
    unsure = _unsure(frame, commas=commas)
    frame = frame.with_columns(_number(unit, dots=dots, commas=commas).alias("v"))
    share = unit.startswith("andel")
    v, percent = pl.col("v"), pl.col("percent").fill_null(False)
    held = frame.select(
        v=pl.when(pl.col("loose")).then(None).when(percent & share).then(v / 100).otherwise(v),
        bad=((v.is_null() & t.is_not_null()) | pl.col("loose")).fill_null(False),
        unclear=(
            (t.str.contains(_DOT_UNCLEAR) & unclear) | (t.str.contains(_COMMA_UNCLEAR) & unsure)
        ).fill_null(False),
        percent=percent & v.is_not_null() & (not share and not unit.startswith(("%", "prosent"))),
        own=((percent & share) | t.str.contains(_CLOCK)).fill_null(False),
    )
    bad = held["bad"] & ~held["unclear"]
    return Numbers(held["v"], bad, held["unclear"], held["percent"], held["own"])


def _trimmed(text: pl.Series) -> pl.Series:
    """Take away what is not the number: currency, spaces of all kinds, minus signs of all kinds."""
    return (
        text.str.replace_all(_SPACES, " ")
        .str.strip_chars()
        .str.replace_all(r"[\u2212\u2013\u2014]", "-")
        .str.replace_all("'", "", literal=True)
        .str.replace(r"(?i)^(kr|nok)\.? *", "")
        .str.replace(r"(?i) *(,-|kr|nok)\.?$", "")
        .str.replace(r"^\((.+)\)$", "-$1")
        .str.replace(r"^(\d.*)-$", "-$1")
        .str.replace(r"^([+-]) +", "$1")
    )


def _settle(frame: pl.DataFrame, *, whole: bool) -> tuple[bool, bool, bool]:
    """Say whether dots part thousands, whether commas do, and whether it can't be told."""
    t = pl.col("t")
    unclear = t.str.contains(_DOT_UNCLEAR)
    seen = frame.select(
        groups=(t.str.contains(_DOT_GROUPS) & ~unclear).any(),
        decimals=(t.str.contains(_DOT) & ~t.str.contains(_DOT_GROUPS)).any(),
        commas=t.str.contains(_COMMA_GROUPS).any(),
    ).row(0, named=True)
    dots = seen["groups"] or (whole and not seen["decimals"])
    return dots, bool(seen["commas"]), dots == bool(seen["decimals"])


def _unsure(frame: pl.DataFrame, *, commas: bool) -> bool:
    """Say whether «1,234» can't be told from «1 234»: no other number in the column settles it.

    One «12,5» or «1.234,50» has decimals behind its comma; one «1,234.5» has thousands.
    """
    t = pl.col("t")
    decimals = t.str.contains(_COMMA) & t.str.contains(",", literal=True)
    decimals = (decimals & ~t.str.contains(_COMMA_UNCLEAR)) | (
        t.str.contains(_DOT_GROUPS) & t.str.contains(",", literal=True)
    )
    return commas == bool(frame.select(decimals.any()).item())


def _number(unit: str, *, dots: bool, commas: bool) -> pl.Expr:
    """Read the text in the first form that fits; null when none does."""
    t = pl.col("t")
    point = t.str.replace(",", ".", literal=True)
    ungrouped = t.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    english = t.str.replace_all(",", "", literal=True)
    grouped = t.str.contains(_DOT_GROUPS)
    forms = [(t.str.contains(_COMMA_GROUPS), english)]
    if commas:
        forms.append((t.str.contains(_COMMA_UNCLEAR), english))
    forms += [
        (t.str.contains(_COMMA), point),
        (grouped if dots else grouped & ~t.str.contains(_DOT_UNCLEAR), ungrouped),
        (t.str.contains(_DOT), t),
    ]
    read = [pl.when(fits).then(text.cast(pl.Float64, strict=False)) for fits, text in forms]
    if unit.startswith(("time", "minutt")):
        read.append(pl.when(t.str.contains(_CLOCK)).then(_clock(unit)))
    return pl.coalesce(*read)


def _clock(unit: str) -> pl.Expr:
    parts = pl.col("t").str.split(":")
    hours, minutes, seconds = (
        parts.list.get(i, null_on_oob=True).cast(pl.Float64, strict=False).fill_null(0)
        for i in range(3)
    )
    whole = hours + minutes / 60 + seconds / 3600
    return whole if unit.startswith("time") else whole * 60
