"""Which of several columns the figures of a field are: gross or net, or outgo minus income.

A file may have two columns that can be the same field, or none but one column of what is spent and
one of what is got. Then a person says which it is, and sees what the first row becomes.
"""

import re
from dataclasses import replace

import numpy as np
import polars as pl

from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import _
from veivalg.own.foreign.raw import RawColumn
from veivalg.own.intake import units
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import (
    forms,
    heading,
    index,
    missing_fields,
    plain,
    titles,
    without_unit,
)
from veivalg.own.intake.measures import SO_FAR, YEAR, foreign
from veivalg.own.intake.numbers_text import Numbers, read_numbers
from veivalg.own.intake.qualifiers import CHOSEN
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import Column
from veivalg.own.tables import OwnField

MINUS = "minus"
_OF = r"(?i)(?:(?:sum|samlede?|brutto|drifts?)[ -]*)*"
_MORE = re.compile(rf"{_OF}(?:debet|debit|utgift(?:er)?|kostnad(?:er)?)")
_LESS = re.compile(rf"{_OF}(?:kredit|credit|inntekt(?:er)?)")
_GOT = re.compile(rf"{_OF}[\w-]*(?:kredit|inntekt(?:er)?|refusjon(?:er)?|kompensasjon(?:er)?)")
_GROSS = re.compile(r"(?i)\b(?:brutto|netto)(?:[ -]*(?:drifts)?(?:utgift(?:er)?|kostnad(?:er)?))?")
"""What amounts are called that may be those of a column that is called otherwise."""
_ALSO = re.compile(
    r"(?i)(?<![^\W\d_])(?:(?:rev|just|reg|korr|regul)(?:idert|ert|igert)?\.?|gjeldende|gjeldande"
    r"|endelig|total(?:t|e)?|i alt|samlet|(?:inkl|eks|ekskl)\w*\.?(?: \w+)*|etter \w+)(?![^\W\d_])"
)
"""What is said beside the name of a field by a column that may fit it better: «Rev. budsjett»."""


def one_amount(match: Match, found: Collector) -> Match:
    """Give the table with one column for each figure; asks which, where several may be it."""
    lacking = [f for f in missing_fields(match.table, match.assignment) if _is_amount(f)]
    pair = _pair(match)
    if len(lacking) == 1 and pair:
        (more, less), field = pair, lacking[0]
        both = f"{_called(match, more)} – {_called(match, less)}"
        text = _("Filen har ingen kolonne «{title}», men «{more}» og «{less}». Hva er «{title}»?")
        text = text.format(title=field.title, more=_called(match, more), less=_called(match, less))
        net = _with_difference(match, field, more, less, both)
        said = _("«{more}» minus «{less}»: {example}").format(
            more=_called(match, more), less=_called(match, less), example=_example(net, field)
        )
        ways = {MINUS: (net, said), **_alone(match, field, [more], _("Bare «{name}»: {example}"))}
        return _asked(ways, text, field, found)
    for field in match.table.own_fields():
        at = match.assignment.found.get(field.name)
        if at is None or field.key or not field.dtype.is_numeric():
            continue
        if _is_pointed(match, at) or not (others := _others(match, field, at)):
            continue
        text = _("Flere kolonner kan være «{title}»: {columns}. Hvilken er det?").format(
            title=field.title, columns=", ".join(f"«{_called(match, i)}»" for i in (at, *others))
        )
        ways = _alone(match, field, [at, *others], _("«{name}»: {example}"))
        match = _asked(ways, text, field, found)
    return _less_income(match, found)


def _less_income(match: Match, found: Collector) -> Match:
    """Give amounts less the income in a column of its own, when a person has said so; else ask."""
    fields = [f for f in match.table.own_fields() if _is_amount(f) and f.low is None]
    field = next((f for f in fields if f.name in match.assignment.found), None)
    rest = [(i, c) for i, c in enumerate(match.assignment.columns) if not c.field and c.heading]
    less = [i for i, c in rest if _GOT.fullmatch(without_unit(c.heading))]
    more = any(_MORE.fullmatch(without_unit(c.heading)) for _i, c in rest)
    if field is None or len(less) != 1 or more or not _numbers(match, less[0]).values.count():
        return match
    at = match.assignment.found[field.name]
    if _is_pointed(match, at) or re.search(r"(?i)\bnetto", _called(match, at)):
        return match
    columns = list(match.assignment.columns)
    columns[at] = replace(columns[at], field="", how="")
    free = replace(match, assignment=replace(match.assignment, columns=tuple(columns)))
    names = {"more": _called(match, at), "less": _called(match, less[0])}
    net = _with_difference(free, field, at, less[0], "{more} – {less}".format(**names))
    text = _("Filen har «{more}» og «{less}». Er «{less}» alt trukket fra i «{more}»?")
    kept, taken = _("Ja, «{more}» er netto: {example}"), _("Nei, trekk fra «{less}»: {example}")
    ways = {
        "netto": (match, kept.format(example=_example(match, field), **names)),
        MINUS: (net, taken.format(example=_example(net, field), **names)),
    }
    return _asked(ways, text.format(**names), field, found)


def _asked(
    ways: dict[str, tuple[Match, str]], text: str, field: OwnField, found: Collector
) -> Match:
    options = tuple(Option(value, said) for value, (_match, said) in ways.items())
    answer = found.ask(Question(f"heading:{field.name}", text, options))
    match = ways.get(answer or "", next(iter(ways.values())))[0]
    twice = (d for d in match.assignment.doubled if d[0] != field.name or answer is None)
    return replace(match, assignment=replace(match.assignment, doubled=tuple(twice)))


def _is_amount(field: OwnField) -> bool:
    return field.unit == "kr" and not units.is_rate(field)


def _is_pointed(match: Match, at: int) -> bool:
    return match.assignment.columns[at].how in ("given", "remembered", CHOSEN)


def _called(match: Match, at: int) -> str:
    return match.assignment.columns[at].heading


def _numbers(match: Match, at: int) -> Numbers:
    return read_numbers(match.grid.columns[at].rows(match.row + 1), whole=False, unit="kr")


def _pair(match: Match) -> tuple[int, int] | None:
    """Give the columns of what is spent and what is got, where there is one of each."""
    columns = [(i, c) for i, c in enumerate(match.assignment.columns) if not c.field]
    names = {i: without_unit(c.heading) for i, c in columns if forms(c.heading)}
    more, less = ([i for i, n in names.items() if says.fullmatch(n)] for says in (_MORE, _LESS))
    more = more or [i for i, n in names.items() if n.casefold() == "brutto"]
    return (more[0], less[0]) if len(more) == len(less) == 1 else None


def _others(match: Match, field: OwnField, at: int) -> list[int]:
    """Give the columns that are not read, and may be a field's as well as the one that is.

    None is where it has the same numbers, or they are what two others come to.
    """
    known = match.assignment.columns[: len(match.grid.columns)]
    twice = {b for name, _a, b in match.assignment.doubled if name == field.name}
    may = [
        i
        for i, c in enumerate(known)
        if not c.field and (c.letter in twice or _may_be(match, field, c.heading))
    ]
    if not may:
        return []
    mine, pair = _numbers(match, at).values, _pair(match)
    parts = [_numbers(match, i).values.fill_null(0) for i in pair or ()]
    if parts and any(_same(mine.fill_null(0), parts[0] - sign * parts[1]) for sign in (1, -1)):
        return []
    read = {i: _numbers(match, i).values for i in may}
    named = {i for i in may if known[i].letter in twice}  # however near the numbers are
    return [i for i, v in read.items() if v.count() and (i in named or not _same(mine, v))]


def _may_be(match: Match, field: OwnField, said: str) -> bool:
    """Say whether a heading may be a field's: one of its names, or «Brutto utgift» of an amount."""
    names = {"", *(plain(n) for n in (*titles(field), *field.aliases))}
    bare = plain(without_unit(_ALSO.sub(" ", said)))
    if bare and _ALSO.search(said) and {bare, f"{bare}sjett"} & names:
        return True
    if foreign(said, field) or SO_FAR.search(said) or YEAR.search(said):
        return False
    known, left = index(match.table), plain(without_unit(_GROSS.sub("", said)))
    if any(known.get(form, ("",))[0] == field.name for form in heading(said).forms):
        return True
    return _is_amount(field) and bool(_GROSS.search(said)) and left in names


def _same(one: pl.Series, other: pl.Series) -> bool:
    return bool(np.allclose(one.to_numpy(), other.to_numpy(), equal_nan=True))


def _alone(
    match: Match, field: OwnField, columns: list[int], text: str
) -> dict[str, tuple[Match, str]]:
    """Give each of some columns as a field's, by what it is called, or its letter."""
    held, known = {}, match.assignment.columns
    names = [plain(known[i].heading) for i in columns]
    for name, i in zip(names, columns, strict=True):
        value = name if names.count(name) == 1 else known[i].letter
        taken = (
            replace(c, field=field.name, how=CHOSEN)
            if n == i
            else replace(c, field="", how="")
            if c.field == field.name
            else c
            for n, c in enumerate(known)
        )
        chosen = replace(match, assignment=replace(match.assignment, columns=tuple(taken)))
        said = text.format(name=known[i].heading, example=_example(chosen, field))
        held[value] = chosen, said
    return held


def _example(match: Match, field: OwnField) -> str:
    fields = match.assignment.found.items()
    body = {name: match.grid.columns[i].rows(match.row + 1) for name, i in fields}
    return units.example(match, field, body, 1.0)


def _with_difference(match: Match, field: OwnField, more: int, less: int, name: str) -> Match:
    """Give the table with a column of what is spent minus what is got.

    What can't be read in either is left as it is written, with the faults of the cell, so that it
    is told of. Income that is written with minus is added.
    """
    grid, new, first = match.grid, len(match.grid.columns), match.row + 1
    spent, got = (_numbers(match, i) for i in (more, less))
    sign = -1.0 if (got.values.sum() or 0) > 0 else 1.0
    columns = {"a": spent.values, "b": got.values}
    bad = [n.bad | n.unclear for n in (spent, got)]
    texts = [grid.columns[i].text.slice(first) for i in (more, less)]
    frame = pl.DataFrame({**columns, "x": bad[0], "y": bad[1], "s": texts[0], "t": texts[1]})
    odd = pl.col("x") | pl.col("y")
    none = pl.all_horizontal(pl.col("a", "b").is_null()) | odd
    sums = pl.col("a").fill_null(0) + sign * pl.col("b").fill_null(0)
    held = frame.select(
        text=pl.when("x").then("s").when("y").then("t"), number=pl.when(~none).then(sums)
    )
    top = pl.DataFrame({"text": [None] * first, "number": [None] * first}, schema=held.schema)
    whole = pl.concat([top, held])
    faults = {(r, new): v for (r, c), v in grid.faults.items() if c in (more, less)}
    merged = {(r, new): v for (r, c), v in grid.merged.items() if c in (more, less)}
    hurt = [r for r, _column in (*faults, *merged)]
    number = whole["number"].set(pl.int_range(len(whole), eager=True).is_in(hurt), None)
    blank = grid.blank_cells | {(r, new) for r, c in grid.blank_cells if c in (more, less)}
    formats = {**grid.formats, **({new: grid.formats[more]} if more in grid.formats else {})}
    known = [
        replace(c, heading="") if i in (more, less) else c  # they are used, as one
        for i, c in enumerate(match.assignment.columns)
    ]
    padded = (*known, *(Column("", letters(i)) for i in range(len(known), new)))
    added = Column(name, letters(new), field.name, CHOSEN)
    return replace(
        match,
        grid=replace(
            grid,
            columns=(*grid.columns, RawColumn(whole["text"], number)),
            formats=formats,
            blank_cells=blank,
            faults=grid.faults | faults,
            merged=grid.merged | merged,
        ),
        assignment=replace(match.assignment, columns=(*padded, added)),
    )
