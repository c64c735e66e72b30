"""The unit a sheet states, in heading, title or name: converted and told, or asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from veivalg.content import format_plain
from veivalg.content.numbers import format_exact
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake.asides import Aside, above, asides, beside, notes, scales
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import PERIOD, heading_text, titles, without_unit
from veivalg.own.intake.numbers_text import read_numbers
from veivalg.own.intake.period_words import WEEKS, own_period, said_periods
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.unit_words import Said, kind_of, kinds_in, measure_in, money_in
from veivalg.own.intake.values import DAYS
from veivalg.own.tables import OwnField

_EACH = re.compile(r"\bpr?\.|\b(?:per|pr|indeks)\b|/")
"""A unit for each of something is not the unit itself: «kr per innbygger»."""
_QUOTED = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|[_*].|\[[^\]]*\]|(?i:general|standard)|([^\W\d_]+)|.'
)
_CODES = re.compile(r"(?i)[dmyhsaepgb]+")
_SCALED = re.compile(r"[#0],+(?![#0])")
"""Commas after the last digit of a format: shown in thousands, whole in the cell."""
LARGEST = 1e9
"""No unit is larger than a milliard."""
HALF, TINY, SECOND = 0.5, 1e-6, 0.02
_KRONER = OwnField("amount", pl.Float64, "Beløp", unit="kr")
SAMPLE = 5_000
"""Rows that are looked at to see what kind of numbers a column holds."""
MOST, SHORT = 0.8, 1.5
"""Share of the numbers that must look like a clock or like hours; minutes that hardly any visit is
under."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A unit as it is written, and where.

    ``own`` is in the heading or the format of the column itself; ``near`` is where a unit is
    looked for: not in a note below, or in another sheet.
    """

    said: Said
    text: str
    where: str
    own: bool = False
    near: bool = True


def family(field: OwnField) -> str:
    """Give what kind of unit a field has: «kr», «time», «share», or empty."""
    return kind_of(field.unit)


def is_rate(field: OwnField) -> bool:
    """Say whether an amount is for each of something, and not what is spent in all."""
    each = (field.unit, *titles(field), *field.aliases)
    return any(_EACH.search(text.casefold()) or "enhetskost" in text.casefold() for text in each)


def factor_in(
    text: object, field: OwnField, *, title: bool = False, doubtful: bool = False
) -> float | None:
    """Give what a number in the unit a text states is multiplied by; None when it states none.

    Parameters
    ----------
    title
        The text stands above the headings, and is about the unit only if it says so.
    doubtful
        The text is known to be a unit: «1000» is 1000 kr.

    Examples
    --------
    >>> import polars as pl
    >>> kroner = OwnField("amount", pl.Float64, "Beløp", unit="kr")
    >>> [factor_in(t, kroner) for t in ("Regnskap (1000 kr)", "Beløp [mill. kr]", "Beløp")]
    [1000.0, 1000000.0, None]
    """
    found = said_in(text, field, heading=not title)
    return next((s.factor for s in found if s.clear or (doubtful and s.factor != 1.0)), None)


def said_in(
    text: object, field: OwnField, *, heading: bool = False, alone: bool = False
) -> list[Said]:
    """Give the units a text states or mentions, with factors to the unit of a field."""
    kind, written = family(field), str(text) if isinstance(text, str) else heading_text(text)
    if kind == "kr":
        return money_in(written, heading=heading, alone=alone)
    if not kind:
        return []
    one = 60.0 if field.unit.startswith("time") else 0.01 if kind == "share" else 1.0
    if field.unit.startswith("andel"):
        one = 1.0
    found = measure_in(written, kind, heading=heading)
    if own_period(field) and said_periods(written):  # «Timer (dag)» are hours
        found = [s for s in found if s.factor <= 60]
    return [replace(s, factor=s.factor / one) for s in found]


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
    text, kind = re.sub(rf"\b(?:{PERIOD})", "", stated.casefold()), family(field)
    held = kinds_in(stated)
    of = own_period(field) and said_periods(text)
    rate = bool(_EACH.search(text)) and not (of or _EACH.search(field.unit))
    return stated if rate or (held and kind not in held) else ""


def headed(match: Match, field: OwnField, aside: Sequence[Aside]) -> str:
    """Give the heading of a field, with the unit or more of it that stands in a row below it."""
    at = match.assignment.found[field.name]
    cells = (c for one in aside if one.units or one.heads for c in one.cells)
    below = (f" ({text.strip('()[] ')})" for i, text in cells if i == at)
    return "".join([match.assignment.columns[at].heading, *below])


def _ask_of_kinds(match: Match, found: Collector, rows: Rows) -> None:
    """Ask about columns whose heading states a unit that can't be turned into the field's."""
    body = rows.columns
    for field in match.table.own_fields():
        if field.name not in body or not field.dtype.is_numeric():
            continue
        stated = of_another_kind(headed(match, field, rows.asides), field)
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


def ask(match: Match, found: Collector, rows: Rows) -> dict[str, float]:
    """Give field → factor, of those that stand in another unit than the field's.

    A unit that is stated clearly, and agreed on by all that is near the table, is used, and told.
    All else that mentions one is asked about, and so are numbers that look like another unit.
    """
    body = rows.columns
    _ask_of_kinds(match, found, rows)
    factors: dict[str, float] = {}
    silent: list[OwnField] = []
    loud: list[tuple[OwnField, Stated]] = []
    for field in match.table.own_fields():
        if not family(field) or field.name not in body or not field.dtype.is_numeric():
            continue
        if family(field) == "share" and _percent_format(match, field):
            continue  # «17,1 %» in a sheet is 0,171, whatever the heading calls it
        stated = list(_stated(match, field, found, rows))
        answer = _answer(found, field)
        if answer is not None:
            factors[field.name] = answer
            if answer != 1.0:
                now = bool(found.given & {f"unit:{field.name}", "unit:*"})
                who = _("du har svart") if now else _("ble svart for en fil med samme overskrifter")
                _tell(match, field, body, found, answer, who)
            continue
        loud += [(field, s) for s in stated if s.own and s.said.clear and s.said.factor != 1.0]
        if not any(s.own or (s.near and s.said.clear) for s in stated):
            silent.append(field)
        why, values = _doubts(field, stated, body[field.name])
        if values and not _bare(body[field.name], field):
            continue  # each number has its own unit
        if values:
            found.ask(question(match, field, body, why, values))
        elif clear := [s for s in stated if s.near and s.said.clear and s.said.factor != 1.0]:
            factors[field.name] = clear[0].said.factor
            where = _("{where} sier").format(where=clear[0].where)
            _tell(match, field, body, found, clear[0].said.factor, where)
    _ask_of_silent(match, found, rows, silent, loud)
    return {name: factor for name, factor in factors.items() if factor != 1.0}


def _ask_of_silent(
    match: Match,
    found: Collector,
    rows: Rows,
    silent: Sequence[OwnField],
    loud: Sequence[tuple[OwnField, Stated]],
) -> None:
    """Ask of columns that state no unit beside those of the same kind that do.

    A column is not asked about where its heading or each of its numbers has a unit.
    """
    asked = {q.id for q in found.questions}
    body = rows.columns
    for field in silent:
        heading = headed(match, field, rows.asides)
        beside = [(f, s) for f, s in loud if family(f) == family(field)]
        if not beside or family(field) in kinds_in(heading) or f"unit:{field.name}" in asked:
            continue
        if not _bare(body[field.name], field):
            continue
        other, stated = beside[0]
        hour = 60.0 if family(field) == "time" else 1.0
        ours, theirs = (hour if f.unit.startswith("time") else 1.0 for f in (field, other))
        values = (stated.said.factor * theirs / ours, 1.0)
        why = _("at {where} sier enheten for «{title}» og ingenting for denne kolonnen,").format(
            where=stated.where, title=other.title
        )
        values = values[::-1] if is_rate(field) else values
        found.ask(question(match, field, body, why, values))


def _bare(raw: RawColumn, field: OwnField) -> bool:
    """Say whether any number of a column has no unit of its own, so that its unit matters."""
    read = read_numbers(raw, whole=False, unit=field.unit)
    return bool((read.values.is_not_null() & (read.values != 0) & ~read.own).any())


def _answer(found: Collector, field: OwnField) -> float | None:
    """Give the factor a person has said; «unit:*» is for every amount of kroner.

    What is said now goes before what was said of a file with the same headings.
    """
    ids = [f"unit:{field.name}", *(["unit:*"] if family(field) == "kr" else [])]
    said: dict[str, float] = {}
    for id in ids:
        with suppress(ValueError):
            if 0 < (factor := float(found.answers.get(id, ""))) <= LARGEST:
                whole = (1 / factor + HALF) // 1  # «0.0166666666667» is a sixtieth
                near = factor < 1 and abs(whole * factor - 1) < TINY
                said[id] = 1 / whole if near else factor
    if not said:
        return None
    found.heard |= said.keys()
    answer = said[min(said, key=lambda id: id not in found.given)]
    found.used[f"unit:{field.name}"] = format(answer, ".12g")
    return answer


def _stated(match: Match, field: OwnField, found: Collector, rows: Rows) -> Iterator[Stated]:
    """Give each unit that is stated or mentioned for a field: in its column, near it, elsewhere."""
    at, aside = match.assignment.found[field.name], rows.asides
    in_cells = rows.said.get(field.name, "")
    if in_cells and family(field) == "time":  # those without a unit may be in the other
        other = 1 / 60 if field.unit.startswith("time") else 60.0
        where = _("celler som «{text}» sier enheten selv, men tallene uten").format(text=in_cells)
        yield Stated(Said(other, clear=False), in_cells, where)
    for said in () if family(field) == "time" else said_in(in_cells, field, heading=True):
        yield Stated(said, in_cells, _("hver celle"), own=True)
    heading, written = headed(match, field, aside), match.grid.formats.get(at, "")
    where = _("overskriften «{text}»").format(text=heading)
    yield from (Stated(s, heading, where, own=True) for s in said_in(heading, field, heading=True))
    # What a format scales for the eye is whole in the cell.
    seen = said_in(_words(written), field, heading=True)
    for said in [Said(1.0)] if _SCALED.search(written) else seen:
        yield Stated(said, written, _("tallformatet «{text}»").format(text=written), own=True)
    below = [
        (text, one.among)
        for one in aside
        if not (one.units or one.heads)
        for text in ([one.text] if said_in(one.text, field) else one.texts)
    ]
    texts = [(text, False, True) for text in (*above(match), *(text for text, _among in below))]
    texts += [(text, True, True) for text in (*beside(match), *scales(match))]
    texts += [(text, True, row <= match.row) for row, text in match.grid.notes]
    texts += [(text, True, False) for text in (*notes(match), *found.elsewhere)]
    told, doubtful = dict[str, None](), {text for text, among in below if among}
    for text, alone, near in texts:
        if text in told:
            continue
        told[text] = None
        for said in said_in(text, field, alone=alone):
            # Among the figures it may be of those below it alone.
            sure = replace(said, clear=said.clear and (said.factor == 1.0 or text not in doubtful))
            # What the name of the file mentions is asked about, whatever else it says, and so is
            # what is about the unit alone, wherever it stands.
            asked = said.whole or text in found.elsewhere[:1]
            close = near or (asked and not sure.clear)
            yield Stated(sure, text, _("teksten «{text}»").format(text=text), near=close)


def form_texts(match: Match) -> list[str]:
    """Give what tells one sender's form from another beside its headings: the texts above them.

    The name of the sheet, of a text file the file's own, is another each month, and so are the
    notes below; they count only where they state a unit.
    """
    sheet, *texts = above(match)
    others = [t for t in (sheet, *notes(match)) if said_in(t, _KRONER, alone=t != sheet)]
    below = [(text, one.heads) for one in asides(match) for text in one.texts]
    others += [t for t, heads in below if heads or (t not in others and said_in(t, _KRONER))]
    return [*others, *texts, *beside(match)]


def _words(written: str) -> str:
    """Give the words of a number format in brackets: «(kr)», «(tkr)», «(mill.)».

    Examples
    --------
    >>> [_words(w) for w in (r"#,##0\\ \\t\\k\\r", '0.0 "mill. kr"', "[$kr-414] 0", "dd.mm.yyyy")]
    ['(tkr)', '(mill. kr)', '(kr)', '']
    """

    def shown(piece: re.Match[str]) -> str:
        quoted = next((p for p in piece.groups()[:3] if p is not None), None)
        raw = piece[4] or ""
        return quoted if quoted is not None else "\0" if _CODES.fullmatch(raw) else raw or "\0"

    pieces = (piece.strip() for piece in _QUOTED.sub(shown, written).split("\0"))
    words = " ".join(dict.fromkeys(piece for piece in pieces if piece))
    return f"({words})" if words else ""


def _percent_format(match: Match, field: OwnField) -> bool:
    return "%" in match.grid.formats.get(match.assignment.found[field.name], "")


def _doubts(field: OwnField, stated: Sequence[Stated], raw: RawColumn) -> tuple[str, list[float]]:
    """Give why the unit of a column can't be told, and the factors it may have; none when it can.

    An amount in a sentence is no doubt where the unit is stated; what is said of the column itself
    always is.
    """
    clear = {s.said.factor for s in stated if s.said.clear and s.near}
    aside = {s.said.factor for s in stated if s.said.clear and not s.near} - {1.0}
    open = [s for s in stated if s.near and not s.said.clear and (s.own or not clear)]
    # A sheet called «Timer» says of hours what they are anyway.
    open = [s for s in open if s.own or s.said.factor != 1.0 or family(field) == "kr"]
    every = _(" og ").join(dict.fromkeys(s.where for s in stated if s.near or s.said.clear))
    if len(clear | aside) > 1 or aside - clear:
        return every, sorted(clear | aside | {1.0}, reverse=family(field) == "kr")
    if open:
        hour = {60.0} if family(field) == "time" and field.unit.startswith("minutt") else set()
        factors = sorted({s.said.factor for s in open} | clear | hour | {1.0}, reverse=True)
        return every, factors[::-1] if all(s.said.amount for s in open) else factors
    if clear - {1.0} and family(field) != "share":
        return "", []
    return _looks(field, clear, raw)


def _looks(field: OwnField, clear: set[float], raw: RawColumn) -> tuple[str, list[float]]:
    """Give why numbers look like another unit than the field's, and the factors they may have."""
    sample = RawColumn(*(s.head(SAMPLE) if s is not None else None for s in raw.parts()))  # type: ignore[arg-type]
    if family(field) not in ("time", "share"):
        return "", []
    read = read_numbers(sample, whole=False, unit=field.unit)
    held = read.values.filter(~read.own & (read.values != 0)).drop_nulls().abs()
    if not len(held):
        return "", []
    if family(field) == "share":
        if clear - {1.0} and (held <= 1).all():
            return _("tallene under 1"), sorted(clear | {1.0})
        if not clear and read.own.any():
            return _("tallene med og uten prosenttegn"), [0.01, 1.0]
        return "", []
    hour = 1.0 if field.unit.startswith("time") else 60.0
    if _clocks(held, hour):
        return _("tallene under 1"), [24 * hour, *([hour] if hour > 1 else []), 1.0]
    if hour == 60.0 and (held < SHORT).mean() >= MOST:  # type: ignore[operator]
        return _("tallene under 1"), [hour, 1.0]
    return "", []


def _clocks(held: pl.Series, hour: float) -> bool:
    """Say whether times are clock cells that have lost their format: parts of a day.

    25 minutes is then 0.017361: whole seconds of a day, and neither a short number nor, in a
    column of hours, whole minutes.
    """

    def off(values: pl.Series) -> pl.Series:
        return (values - (values + HALF).floor()).abs()

    long = held.filter(off(held * 1e4) > TINY)
    if hour == 1.0:
        long = long.filter(off(long * 60) > TINY * 1e3)
    clocks = (off(long * 86_400) < SECOND) & (long < 1)
    return len(long) * 2 >= len(held) and float(clocks.mean() or 0.0) >= MOST  # type: ignore[arg-type]


def question(
    match: Match, field: OwnField, body: Mapping[str, RawColumn], why: str, values: Sequence[float]
) -> Question:
    """Ask which of some factors is right, with what each makes of the first row."""
    text = _("Hvilken enhet har «{title}» i arket «{sheet}»? {where} kan bety ulike ting.").format(
        title=field.title, sheet=match.grid.sheet, where=why[:1].upper() + why[1:]
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
    factor: float,
    who: str,
) -> None:
    at = match.assignment.found[field.name]
    text = _("Tallene er lest i {unit}, som {where}. {example}.").format(
        unit=unit_word(field, factor), where=who, example=example(match, field, body, factor)
    )
    mend = _("Er det feil, rett overskriften, eller si enheten når du leser filen.")
    heading = match.assignment.columns[at].heading
    found.cell(match.grid, match.row, at, text, mend, heading=heading, warning=True)


def unit_word(field: OwnField, factor: float) -> str:
    """Write the unit a number is in when it is multiplied by a factor to be the field's."""
    kind = family(field)
    if kind == "kr":
        known = {0.01: _("øre"), 1.0: _("hele kroner"), 1e6: _("mill. kr"), 1e9: _("mrd. kr")}
        known[0.001] = _("kroner med tre nuller for mye")
        return known.get(factor) or _("{n} kr").format(n=format_plain(factor))
    if kind == "share":
        share = factor if field.unit.startswith("andel") else factor / 100
        words = {0.01: _("prosent"), 0.001: _("promille")}
        return words.get(round(share, 6), _("andel (1 er alt)"))
    minutes = factor * (60.0 if field.unit.startswith("time") else 1.0)
    each = (
        (1.0, _("timer per uke")),
        (WEEKS["dag"], _("timer per dag, regnet om til uke med 7")),
        (WEEKS["måned"], _("timer per måned, regnet om til uke med 12/52,14")),
        (WEEKS["år"], _("timer per år, regnet om til uke med 1/52,14")),
    )
    for weeks, told in each:
        if own_period(field) == "uke" and abs(factor / weeks - 1) < 1e-9:
            return told
    names = (
        (1440.0, _("døgn")),
        (60.0, _("timer")),
        (0.6, _("hundredels timer")),
        (1.0, _("minutter")),
        (1 / 60, _("sekunder")),
    )
    return next((name for value, name in names if abs(value / minutes - 1) < 1e-9), "")


def example(match: Match, field: OwnField, body: Mapping[str, RawColumn], factor: float) -> str:
    """Write what the first row becomes: «Skole: 627 315 000 kr»; no name of a person's row."""
    raw = body[field.name]
    read = read_numbers(raw, whole=False, unit=field.unit)
    there = read.values.is_not_null()
    bare = (there & ~read.own).arg_true()
    held = (bare if len(bare) else there.arg_true()).head(1).to_list()
    if not held:
        return ""
    number, factor = float(read.values[held[0]]), factor if len(bare) else 1.0
    day = family(field) == "time" and factor in DAYS
    value = scaled((number * 86_400 + HALF) // 1 / 86_400 if day else number, factor)
    keys = [f for f in match.table.own_fields() if f.key and f.name in body and not f.pseudonym]
    name = body[keys[0].name].cell(held[0]) if keys and not match.table.personal else None
    lead = f"{heading_text(name)}: " if name is not None else ""
    return f"{lead}{written(value)} {_(field.unit)}".strip()


def written(value: float) -> str:
    """Write a number with the digits it has."""
    return format_plain(value) if float(value).is_integer() else format_exact(value)


def scaled(value: float, factor: float) -> float:
    """Multiply without leaving a trace of binary fractions: 627,3 mill. is 627 300 000.

    Examples
    --------
    >>> scaled(627.3, 1e6), scaled(0.4, 0.01)
    (627300000.0, 0.004)
    """
    return float(Decimal(repr(value)) * int(factor)) if factor >= 1 else value / (1 / factor)
