"""Cells become values of a field, a whole column at a time; what can't is told of, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

import polars as pl

from veivalg.content.numbers import format_exact
from veivalg.foundation.i18n import _, use_language
from veivalg.foundation.texts import FORMULA
from veivalg.own.foreign.raw import RawColumn, repeated
from veivalg.own.intake.headings import plain
from veivalg.own.intake.numbers_text import Numbers, read_numbers
from veivalg.own.intake.times_text import read_dates
from veivalg.own.tables import OwnField
from veivalg.own.tidy import tidied

LONGEST = 4_000
DAYS = (24.0, 1440.0)
"""Factors of a clock cell that has lost its format, to hours and to minutes."""
_YES_NO = dict.fromkeys(("sann", "true", "j", "ja", "yes"), "yes")
_YES_NO |= dict.fromkeys(("usann", "false", "n", "nei", "no"), "no")


@dataclass(frozen=True, slots=True)
class Fault:
    """Cells of a column that are wrong in one way; ``{value}`` in ``wrong`` is the cell."""

    where: pl.Series
    wrong: str
    allowed: str


def convert(
    raw: RawColumn, field: OwnField, factor: float = 1.0, read: Numbers | None = None
) -> tuple[pl.Series, list[Fault]]:
    """Give the column typed as the field says, with null where a cell is wrong or empty.

    Parameters
    ----------
    factor
        What a number is multiplied by to be in the field's unit.
    read
        The numbers of the column, where they have been read already.
    """
    values, faults = _typed(raw, field, factor, read)
    wrong = pl.repeat(False, len(values), dtype=pl.Boolean, eager=True)
    for n, fault in enumerate(faults):  # a cell is wrong in one way: the first
        faults[n] = replace(fault, where=fault.where & ~wrong)
        wrong = wrong | fault.where
    if not field.nullable:
        faults.append(Fault(values.is_null() & ~wrong, _("Verdien mangler."), allowed(field)))
    for fault in list(_outside(values, field)):
        faults.append(replace(fault, where=fault.where & ~wrong))
        wrong = wrong | fault.where
    frame = pl.DataFrame({"v": values, "w": wrong})
    good = frame.select(pl.when(~pl.col("w")).then(pl.col("v")).alias(field.name)).to_series()
    return good, [f for f in faults if f.where.any()]


def _typed(
    raw: RawColumn, field: OwnField, factor: float, read: Numbers | None
) -> tuple[pl.Series, list[Fault]]:
    dtype = field.dtype
    if field.choices or field.allowed:
        return _chosen(raw, field)
    if dtype == pl.Date:
        values, bad = read_dates(raw)
        return values, [Fault(bad, _("«{value}» er ikke en dato."), allowed(field))]
    if dtype == pl.String:
        return _texts(raw, field)
    whole = field.dtype().is_integer()
    return _numbers(read or read_numbers(raw, whole=whole, unit=field.unit), field, factor)


def _numbers(found: Numbers, field: OwnField, factor: float) -> tuple[pl.Series, list[Fault]]:
    whole = field.dtype().is_integer()
    faults = [
        Fault(found.bad, _("«{value}» er ikke et tall."), allowed(field)),
        Fault(
            found.unclear,
            _("«{value}» kan leses på to måter."),
            _("Skriv tusen uten skilletegn (1234), eller desimaler med to sifre (1,23)."),
        ),
        Fault(found.percent, _("«{value}» er i prosent."), allowed(field)),
    ]
    values = found.values
    if factor != 1.0:
        days = field.unit.startswith(("time", "minutt")) and factor in DAYS
        held = _to_seconds(values) if days else values
        scaled = pl.DataFrame({"v": values, "s": _times(held, factor), "own": found.own})
        values = scaled.select(pl.when("own").then("v").otherwise("s")).to_series()
    if whole:
        part = (values != values.floor()).fill_null(False)
        faults.append(Fault(part, _("«{value}» er ikke et helt tall."), allowed(field)))
        typed = values.cast(field.dtype, strict=False)
        over = typed.is_null() & values.is_not_null() & ~part
        faults.append(Fault(over, _("«{value}» er for stort."), allowed(field)))
        return typed, faults
    return values.cast(field.dtype), faults


def _to_seconds(days: pl.Series) -> pl.Series:
    """Give parts of a day to the second: 0,017361111 is 25 minutes, with what was cut off."""
    return (days * 86_400 + 0.5).floor() / 86_400


def _times(values: pl.Series, factor: float) -> pl.Series:
    """Multiply in decimals where they are exact: 627,3 mill. is 627 300 000, to the krone."""
    if factor < 1:
        return values / (1 / factor)
    short = values.cast(pl.Decimal(38, 9), strict=False)
    same = (short.cast(pl.Float64) == values).fill_null(False)  # else decimals would be lost
    exact = (short * int(factor)).cast(pl.Float64)
    return pl.select(pl.when(same).then(exact).otherwise(values * factor)).to_series()


def as_text(raw: RawColumn) -> pl.Series:
    """Give every cell as text: whole numbers without decimals, others with a comma."""
    text = raw.text
    if raw.number is not None:
        n = pl.col("n")
        whole = n.cast(pl.Int64, strict=False)
        shown = pl.DataFrame({"n": raw.number}).select(
            pl.when(n == whole)
            .then(whole.cast(pl.String))
            .otherwise(n.cast(pl.String).str.replace(".", ",", literal=True))
        )
        text = pl.select(pl.coalesce(text, shown.to_series())).to_series()
    if raw.time is not None:
        text = pl.select(pl.coalesce(text, raw.time.dt.strftime("%d.%m.%Y"))).to_series()
    return text


def _texts(raw: RawColumn, field: OwnField) -> tuple[pl.Series, list[Fault]]:
    distinct, text = repeated(raw.text), as_text(raw)
    text = tidied(text, distinct if text is raw.text else None)
    no = pl.repeat(False, len(text), dtype=pl.Boolean, eager=True)
    seen = raw.text if distinct is None else distinct
    calls = (
        raw.text.str.contains(FORMULA).fill_null(False) if seen.str.contains(FORMULA).any() else no
    )
    long = (
        (text.str.len_chars() > LONGEST).fill_null(False)
        if (seen.str.len_bytes() > LONGEST).any()
        else no
    )
    return text, [
        Fault(calls, _("Teksten ser ut som en formel."), _("Skriv verdien uten = eller @ foran.")),
        Fault(long, _("Teksten er for lang."), _("Skriv høyst {n} tegn.").format(n=LONGEST)),
    ]


def _chosen(raw: RawColumn, field: OwnField) -> tuple[pl.Series, list[Fault]]:
    words = choice_words(field)
    with use_language("nb"):  # a file filled in from another municipality's template
        known = {plain(word): code for code, word in choice_words(field).items()}
    known |= {plain(word): code for code, word in words.items()}
    known |= {plain(code): code for code in words}
    if set(words) == {"yes", "no"}:
        known = _YES_NO | known
    text = tidied(as_text(raw))
    distinct = text.drop_nulls().unique().to_list()
    codes = {value: known.get(plain(value)) for value in distinct}
    keys = pl.Series(values=list(codes), dtype=pl.String)
    values = text.replace_strict(
        keys,
        pl.Series(values=list(codes.values()), dtype=pl.String),
        default=None,
        return_dtype=pl.String,
    )
    bad = values.is_null() & text.is_not_null()
    faults = []
    for value in (v for v, code in codes.items() if code is None):
        near = get_close_matches(plain(value), known, n=1)
        hint = _("Mente du «{word}»? ").format(word=words[known[near[0]]]) if near else ""
        faults.append(
            Fault(
                bad & (text == value).fill_null(False),
                _("«{value}» er ikke i listen."),
                hint + allowed(field),
            )
        )
        if len(faults) > 50:  # a column of the wrong kind altogether
            faults = [Fault(bad, _("«{value}» er ikke i listen."), allowed(field))]
            break
    return values, faults


def choice_words(field: OwnField) -> dict[str, str]:
    """Give code → word of a field's choices."""
    if field.choices:
        return dict(field.choices)
    return {code: code for code in field.allowed}


def _outside(values: pl.Series, field: OwnField) -> Iterator[Fault]:
    if not values.dtype.is_numeric():
        return
    if values.dtype.is_float():
        yield Fault(
            (~values.is_finite()).fill_null(False), _("Tallet er ikke endelig."), allowed(field)
        )
    if field.low is not None:
        yield Fault(
            (values < field.low).fill_null(False), _("«{value}» er for lavt."), allowed(field)
        )
    if field.high is not None:
        yield Fault(
            (values > field.high).fill_null(False), _("«{value}» er for høyt."), allowed(field)
        )


def allowed(field: OwnField) -> str:
    """Say in Norwegian what may stand in a cell of the field.

    Examples
    --------
    >>> allowed(OwnField("grade", pl.Int16, "Trinn", low=1, high=10))
    'Skriv et helt tall fra 1 til 10.'
    """
    if words := choice_words(field):
        listed = ", ".join(f"«{w}»" for w in list(words.values())[:12])
        more = _(" og flere, se arket «Koder»") if len(words) > 12 else ""
        text = _("Velg {words}{more}.").format(words=listed, more=more)
    elif field.dtype == pl.Date:
        text = _("Skriv en dato, for eksempel 23.09.2024.")
    elif field.dtype == pl.String:
        text = _("Skriv en tekst, for eksempel {example}.").format(example=field.example or "…")
    elif field.unit.startswith("andel"):
        text = _("Skriv en andel, for eksempel 0,171 eller 17,1 %.")
    else:
        text = _number_allowed(field)
    return text + (_(" Kan stå tom.") if field.nullable else "")


def _number_allowed(field: OwnField) -> str:
    kind = _("et helt tall") if field.dtype().is_integer() else _("et tall")
    unit = f" {_(field.unit)}" if field.unit else ""
    if field.name == "year" and "kole" in field.title:
        return _("Skriv skoleåret, for eksempel «2024/25», eller året det begynner.")
    if field.low is not None and field.high is not None:
        return _("Skriv {kind} fra {low} til {high}{unit}.").format(
            kind=kind, low=_shown(field.low), high=_shown(field.high), unit=unit
        )
    if field.low is not None:
        return _("Skriv {kind}, minst {low}{unit}.").format(
            kind=kind, low=_shown(field.low), unit=unit
        )
    if field.high is not None:
        return _("Skriv {kind}, høyst {high}{unit}.").format(
            kind=kind, high=_shown(field.high), unit=unit
        )
    return _("Skriv {kind}{unit}.").format(kind=kind, unit=f" i{unit}" if unit else "")


def _shown(value: float) -> str:
    return format_exact(value, 6)
