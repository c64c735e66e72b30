"""The unit a sheet states, in heading, title or name: converted and told, or asked."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from veivalg.content import format_plain
from veivalg.content.numbers import format_exact
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import heading_text, titles, without_unit
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.tables import OwnField

_THOUSAND = r"(?<!\d)1[ .,'’]?000(?![ .,'’]?\d)"
_MILLION = r"(?<!\d)1[ .,'’]?000[ .,'’]?000(?!\d)"
_KR = r"(?:kr|kroner|nok)\b\.?"
_MONEY = (
    (1e9, r"\bmrd\b|\bmilliard(?:er)?\b|\bbnok\b"),
    (1e6, rf"\bmill(?:ioner|ion)?\b|\bmio\b|\bmnok\b|\bmkr\b|{_MILLION}"),
    (
        1e3,
        rf"\bt\.? ?(?:kr|nok)\b|\bk(?:kr|nok)\b|{_THOUSAND}|\b(?:tusen|tus)\b"
        r"|['’]000\b|\(000\)",
    ),
    (1.0, rf"(?:\b|(?<=\d)){_KR}"),
)
"""Factor to NOK → how it is written, the largest first: «mill. kr» holds «kr» too."""
_SAYS = re.compile(
    rf"(?:tall|beløp|sum|verdi|oppgitt|vist|regnskap|budsjett)\w*\b[^.]{{0,30}}\bi\b|\bhele\b|{_KR}"
    r"|\b(?:tkr|tnok|mnok|mkr|kkr|knok|bnok)\b|\bt\.? ?kr\b"
)
"""A title is about the unit only when it says so: «Ansvar 1000» is not."""
_TIME = (
    (24 * 60.0, r"\b(?:dag|dager|døgn)\b"),
    (60.0, r"\b(?:time|timer|t|h)\b"),
    (1.0, r"\b(?:min|minutt|minutter)\b"),
    (1 / 60, r"\b(?:s|sek|sekund|sekunder)\b"),
)
_SHARE = ((0.01, r"%|\b(?:prosent|pst|pct)\b"), (1.0, r"\bandel(?:er)?\b"))
_EACH = re.compile(r"\bpr?\.|\b(?:per|pr|indeks)\b|/")
"""A unit for each of something is not the unit itself: «kr per innbygger»."""
_STATED = re.compile(r"[(\[]([^()\[\]]+)[)\]]|(?:,| i|:)\s+([^,()\[\]]+)$|(%)\s*$")
"""Where the unit of time stands in a heading: in brackets, after a comma, after «i», or last."""
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SCALED = re.compile(r"[#0],+(?![#0])")
"""Commas after the last digit of a format: shown in thousands, whole in the cell."""
LARGEST = 1e9
"""No unit is larger than a milliard."""
HALF, TINY = 0.5, 1e-6
_KRONER = OwnField("amount", pl.Float64, "Beløp", unit="kr")
SHOWN = 1
"""Rows that are shown with a question."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit as it is written, and what a number in it is multiplied by."""

    factor: float
    text: str
    where: str


def family(field: OwnField) -> str:
    """Give what kind of unit a field has: «kr», «time», «share», or empty."""
    unit = field.unit
    if unit == "kr" or unit.startswith("kr "):
        return "kr"
    if unit.startswith(("time", "minutt")):
        return "time"
    return "share" if unit.startswith(("andel", "%", "prosent")) else ""


def factor_in(text: object, field: OwnField, *, title: bool = False) -> float | None:
    """Give what a number in the unit a text states is multiplied by; None when it states none.

    Parameters
    ----------
    title
        The text stands above the headings, and is about the unit only if it says so.

    Examples
    --------
    >>> import polars as pl
    >>> kroner = OwnField("amount", pl.Float64, "Beløp", unit="kr")
    >>> [factor_in(t, kroner) for t in ("Regnskap (1000 kr)", "Beløp [mill. kr]", "Beløp")]
    [1000.0, 1000000.0, None]
    """
    whole = unicodedata.normalize("NFKC", heading_text(text)).casefold().replace("\u00a0", " ")
    kind = family(field)
    if kind == "kr":
        if title and not _SAYS.search(whole):
            return None
        return next((f for f, written in _MONEY if re.search(written, whole)), None)
    if title or not kind:
        return None
    parts = [part for found in _STATED.finditer(whole) for part in found.groups() if part]
    units = _TIME if kind == "time" else _SHARE
    found = [f for part in parts for f, written in units if re.search(written, part)]
    if not found:
        return None
    if kind == "share":
        wanted = 1.0 if field.unit.startswith("andel") else 0.01
        return found[0] / wanted
    return found[0] / (60.0 if field.unit.startswith("time") else 1.0)


def of_another_kind(heading: object, field: OwnField) -> str:
    """Give the unit a heading states when it can't be turned into the field's; else empty.

    Examples
    --------
    >>> import polars as pl
    >>> kroner = OwnField("overtime", pl.Float64, "Overtid", unit="kr")
    >>> [of_another_kind(f"Overtid{t}", kroner) for t in ("", " (timer)", ", mill. kr", " %")]
    ['', '(timer)', '', '%']
    """
    whole = heading_text(heading)
    stated = whole.removeprefix(without_unit(whole)).strip(" ,:–-")
    if not stated or stated in " ".join((*titles(field), *field.aliases)):
        return ""
    text, kind = unicodedata.normalize("NFKC", stated).casefold(), family(field)
    held = {
        name
        for name, units in (("kr", _MONEY), ("time", _TIME), ("share", _SHARE))
        if any(re.search(written, text) for _factor, written in units)
    }
    rate = bool(_EACH.search(text)) and not _EACH.search(field.unit)
    return stated if rate or (held and kind not in held) else ""


def _ask_of_kinds(match: Match, found: Collector, body: Mapping[str, RawColumn]) -> None:
    """Ask about columns whose heading states a unit that can't be turned into the field's."""
    for field in match.table.own_fields():
        if field.name not in body or not field.dtype.is_numeric():
            continue
        heading = match.assignment.columns[match.assignment.found[field.name]].heading
        stated = of_another_kind(heading, field)
        if not stated:
            continue
        unit = _(field.unit) or _("antall")
        text = _("«{title}» skal være i {unit}, men overskriften sier «{stated}».").format(
            title=field.title, unit=unit, stated=stated
        )
        yes = _("Tallene er i {unit}: {example}").format(
            unit=unit, example=example(match, field, body, 1.0)
        )
        found.ask(Question(f"unit:{field.name}", text, (Option("1", yes),)))


def ask(match: Match, found: Collector, body: Mapping[str, RawColumn]) -> dict[str, float]:
    """Give field → factor, of those that stand in another unit than the field's.

    A unit that heading and title agree on is used, and told. Where they don't agree, or where a
    column of per cent may hold shares, it is asked.
    """
    _ask_of_kinds(match, found, body)
    factors: dict[str, float] = {}
    for field in match.table.own_fields():
        if not family(field) or field.name not in body or not field.dtype.is_numeric():
            continue
        stated = list(_stated(match, field))
        if family(field) == "share" and _percent_format(match, field):
            continue  # «17,1 %» in a sheet is 0,171, whatever the heading calls it
        wanted = {s.factor for s in stated}
        raw = body[field.name]
        answer = _answer(found, field)
        if answer is not None:
            factors[field.name] = answer
        elif not wanted and _may_be_clock(field, raw):
            day = 1440.0 / (60.0 if field.unit.startswith("time") else 1.0)
            found.ask(_question(match, field, body, stated, [day, 1.0]))
        elif len(wanted) > 1 or _may_be_shares(field, wanted, raw):
            values = sorted(wanted | {1.0}, reverse=family(field) == "kr")
            found.ask(_question(match, field, body, stated, values))
        elif wanted - {1.0}:
            factors[field.name] = wanted.pop()
            _tell(match, field, body, found, stated[0])
    return {name: factor for name, factor in factors.items() if factor != 1.0}


def _answer(found: Collector, field: OwnField) -> float | None:
    """Give the factor a person has said; «unit:*» is for every amount of kroner."""
    ids = [f"unit:{field.name}", *(["unit:*"] if family(field) == "kr" else [])]
    for id in ids:
        try:
            factor = float(found.answers.get(id, ""))
        except ValueError:
            continue
        if 0 < factor <= LARGEST:
            found.used[f"unit:{field.name}"] = format(factor, ".12g")
            found.heard.add(id)
            return factor
    return None


def _stated(match: Match, field: OwnField) -> Iterator[Stated]:
    """Give each unit that is stated for a field: in its heading, else above the headings."""
    at = match.assignment.found[field.name]
    heading = match.assignment.columns[at].heading
    factor = factor_in(heading, field)
    if factor is not None:
        yield Stated(factor, heading, _("overskriften «{text}»").format(text=heading))
    written = match.grid.formats.get(at, "")
    factor = factor_in(_words(written), field) if written else None
    if factor is not None:  # what a format scales for the eye is whole in the cell
        scaled_for_eye = bool(_SCALED.search(written))
        shown = _("tallformatet «{text}»").format(text=written)
        yield Stated(1.0 if scaled_for_eye else factor, written, shown)
    seen: set[str] = set()
    for text in above(match):
        factor = factor_in(text, field, title=True)
        if factor is not None and text not in seen:
            seen.add(text)
            yield Stated(factor, text, _("teksten «{text}»").format(text=text))


def above(match: Match) -> list[str]:
    """Give the texts above the headings, the name of the sheet, and notes beside the headings."""
    grid = match.grid
    rows = [grid.row(i) for i in range(match.row)]
    beside = [
        cell
        for i, cell in enumerate(grid.row(match.row))
        if i >= len(match.assignment.columns) or not match.assignment.columns[i].field
    ]
    texts = [cell for row in [*rows, beside] for cell in row if isinstance(cell, str)]
    return [grid.sheet, *texts]


def form_texts(match: Match) -> list[str]:
    """Give what tells one sender's form from another beside its headings: the texts above them.

    The name of the sheet, of a text file the file's own, is another each month; it counts only
    where it states a unit.
    """
    sheet, *texts = above(match)
    return texts if factor_in(sheet, _KRONER, title=True) is None else [sheet, *texts]


def _words(written: str) -> str:
    """Give the words of a number format: «kr», «tkr», «mill.»."""
    return " ".join(a or b for a, b in _QUOTED.findall(written))


def _percent_format(match: Match, field: OwnField) -> bool:
    return "%" in match.grid.formats.get(match.assignment.found[field.name], "")


def _may_be_shares(field: OwnField, wanted: set[float], raw: RawColumn) -> bool:
    """Say whether a column of per cent holds numbers that may be shares, as Excel stores them."""
    if family(field) != "share" or wanted != {0.01} or raw.number is None:
        return False
    held = raw.number.drop_nulls().abs()
    return len(held) > 0 and float(held.max() or 0) <= 1.0  # type: ignore[arg-type]


def _may_be_clock(field: OwnField, raw: RawColumn) -> bool:
    """Say whether a column of time holds clock cells that have lost their format: parts of a day.

    25 minutes is then 0.017361: whole minutes of a day, and never a whole number.
    """
    if family(field) != "time" or raw.number is None:
        return False
    held = raw.number.drop_nulls()
    held = held.filter(held != 0)
    if not len(held) or not (held.abs() < 1).all():
        return False
    minutes = held * 1440
    off = (minutes - (minutes + HALF).floor()).abs()
    digits = held * 100
    plain = (digits - (digits + HALF).floor()).abs() < TINY
    return bool((off < TINY).all()) and not bool(plain.all())


def _question(
    match: Match,
    field: OwnField,
    body: Mapping[str, RawColumn],
    stated: Sequence[Stated],
    values: Sequence[float],
) -> Question:
    where = _(" og ").join(dict.fromkeys(s.where for s in stated)) or _("tallene under 1")
    text = _("Hvilken enhet har «{title}» i arket «{sheet}»? {where} kan bety ulike ting.").format(
        title=field.title, sheet=match.grid.sheet, where=where[:1].upper() + where[1:]
    )
    options = tuple(
        Option(format(v, ".12g"), f"{unit_word(field, v)}: {example(match, field, body, v)}")
        for v in values
    )
    return Question(f"unit:{field.name}", text, options)


def _tell(
    match: Match,
    field: OwnField,
    body: Mapping[str, RawColumn],
    found: Collector,
    stated: Stated,
) -> None:
    at = match.assignment.found[field.name]
    found.cell(
        match.grid,
        match.row,
        at,
        _("Tallene er lest i {unit}, som {where} sier. {example}.").format(
            unit=unit_word(field, stated.factor),
            where=stated.where,
            example=example(match, field, body, stated.factor),
        ),
        _("Er det feil, rett overskriften, eller si enheten når du leser filen."),
        heading=match.assignment.columns[at].heading,
        warning=True,
    )


def unit_word(field: OwnField, factor: float) -> str:
    """Write the unit a number is in when it is multiplied by a factor to be the field's."""
    kind = family(field)
    if kind == "kr":
        known = {1.0: _("hele kroner"), 1e3: _("1000 kr"), 1e6: _("mill. kr"), 1e9: _("mrd. kr")}
        return known.get(factor, format_exact(factor))
    if kind == "share":
        per_cent = factor == (0.01 if field.unit.startswith("andel") else 1.0)
        return _("prosent") if per_cent else _("andel (1 er alt)")
    minutes = factor * (60.0 if field.unit.startswith("time") else 1.0)
    names = ((1440.0, _("døgn")), (60.0, _("timer")), (1.0, _("minutter")), (1 / 60, _("sekunder")))
    return next((name for value, name in names if abs(value / minutes - 1) < 1e-9), "")


def example(match: Match, field: OwnField, body: Mapping[str, RawColumn], factor: float) -> str:
    """Write what the first row becomes: «Skole: 627 315 000 kr»; no name of a person's row."""
    raw = body[field.name]
    numbers = read_numbers(raw, whole=False, unit="").values
    held = numbers.is_not_null().arg_true().to_list()[:SHOWN]
    if not held:
        return ""
    value = scaled(float(numbers[held[0]]), factor)
    shown = format_plain(value) if float(value).is_integer() else format_exact(value)
    keys = [f for f in match.table.own_fields() if f.key and f.name in body and not f.pseudonym]
    name = body[keys[0].name].cell(held[0]) if keys and not match.table.personal else None
    lead = f"{heading_text(name)}: " if name is not None else ""
    return f"{lead}{shown} {_(field.unit)}".strip()


def scaled(value: float, factor: float) -> float:
    """Multiply without leaving a trace of binary fractions: 627,3 mill. is 627 300 000.

    Examples
    --------
    >>> scaled(627.3, 1e6), scaled(0.4, 0.01)
    (627300000.0, 0.004)
    """
    return float(Decimal(repr(value)) * int(factor)) if factor >= 1 else value / (1 / factor)
