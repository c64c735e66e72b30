"""How a cell, a heading and a source line are written; shared so that no two formats disagree."""

import re
from collections.abc import Iterable, Sequence

from veivalg.content import (
    Cell,
    Chapter,
    Column,
    Exhibit,
    Source,
    SourceKind,
    Statement,
    Unit,
    format_number,
    format_plain,
)
from veivalg.content.figure import table_name
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _

SENTENCE = re.compile(r"(?<=[.!?»)])(?<!mill\.)(?<!mrd\.)(?<!bl\.a\.)(?<!ca\.)\s+(?=[A-ZÆØÅ«])")
"""Between two sentences."""
WALL = 400
"""Letters of a note beyond which nobody reads it under a figure."""
_SILENT = {Unit.YEAR, Unit.YEARS, Unit.COUNT, Unit.INDEX, Unit.RATIO, Unit.SHARE, Unit.RANK}


def cell_text(column: Column, value: Cell) -> str:
    """Write a cell; ``None`` is «mangler», and a text in a number column («skjermet») stays.

    Examples
    --------
    >>> cell_text(Column("n", "Antall", Unit.PERSONS), 0), cell_text(Column("s", "Sted"), None)
    ('0', 'mangler')
    """
    if value is None:
        return _("mangler")
    if isinstance(value, str):
        return value
    if column.unit is None:  # a year or a running number, without a space between the thousands
        return format_number(value, Unit.YEAR) if value == int(value) else str(value)
    word = column.unit is Unit.SHARE
    return format_number(value, column.unit, column.decimals, sign=column.sign, word=word)


def heading(column: Column) -> str:
    """Write a column's heading with its unit, unless the title already says it.

    Examples
    --------
    >>> heading(Column("cost", "Kostnad", Unit.MILLION_NOK))
    'Kostnad (mill. kr)'
    """
    if column.unit is None or column.unit in _SILENT:
        return column.title
    unit = column.unit.word
    return column.title if unit.lower() in column.title.lower() else f"{column.title} ({unit})"


def headings(columns: Sequence[Column]) -> list[str]:
    """Write a table's headings; a unit that three or more columns share is left to the subtitle.

    Examples
    --------
    >>> headings([Column(str(y), str(y), Unit.PERSONS) for y in (2026, 2030, 2040)])
    ['2026', '2030', '2040']
    """
    units = [column.unit for column in columns if column.numeric]
    shared = {unit for unit in units if units.count(unit) >= 3}
    return [c.title if c.unit in shared else heading(c) for c in columns]


def source_lines(sources: Iterable[Source], *, most: int = 4) -> str:
    """Write the sources as one line: «Kilde: SSB, tabell 07459 og 12362, hentet 1.3.2026».

    Tables that came from one place on one day are told together. More of them than `most` are
    counted, since every one stands in the chapter's list of sources.

    Parameters
    ----------
    most
        Tables to name; a file that travels alone names all.
    """
    groups: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        key = (source.producer, source.retrieved, str(source.kind is SourceKind.CONSTRUCTED))
        groups.setdefault(key if source.table else (*key, source.line()), []).append(source)
    lines = list(dict.fromkeys(_together(group, most) for group in groups.values()))
    counted = any(len({s.table for s in group}) > most for group in groups.values())
    word = _("Kilde") if len(lines) == 1 else _("Kilder")
    end = _(" (alle står under «Kilder»)") if counted else ""
    return f"{word}: {'; '.join(lines)}{end}."


def _together(group: Sequence[Source], most: int) -> str:
    """Write sources of one producer and day as one: only their tables differ."""
    tables = sorted({source.table for source in group})
    if len(tables) < 2:
        return group[0].line()
    named = _("tabell {first} og {last}").format(first=", ".join(tables[:-1]), last=tables[-1])
    if len(tables) > most:
        named = _("{count} tabeller").format(count=format_plain(len(tables)))
    return group[0].line().replace(table_name(group[0].table), named, 1)


def constructed(sources: Iterable[Source]) -> bool:
    """Say whether any source is constructed, which must always be seen."""
    return any(source.kind is SourceKind.CONSTRUCTED for source in sources)


def made_up(statements: Iterable[Statement]) -> bool:
    """Say whether any number in the sentences rests on something constructed."""
    return any(constructed(f.sources()) for s in statements for f in s.figures.values())


def all_made_up(statements: Iterable[Statement]) -> bool:
    """Say whether every sentence with numbers rests on something constructed, and one does.

    A heading is marked only then; else it would cast doubt on the real numbers under it.
    """
    told = [made_up([s]) for s in statements if s.figures]
    return bool(told) and all(told)


def any_made_up(chapters: Iterable[Chapter]) -> bool:
    """Say whether anything in the chapters is constructed."""
    return any(
        made_up(chapter.statements()) or any(constructed(e.sources) for e in chapter.exhibits())
        for chapter in chapters
    )


def made_up_warning() -> str:
    """Give the sentence that stands first where some of the numbers are constructed."""
    return _(
        "{mark}: Noen av tallene her er laget for å prøve Veivalg og er ikke statistikk. De "
        "er merket der de står."
    ).format(mark=_(EXAMPLE))


def short_note(exhibit: Exhibit) -> str:
    """Write what a reader of a figure must know of it; a wall of method is told to stand elsewhere.

    The first sentences, what an interval is, and what its sources say must stand by it.
    """
    whole, caveats = exhibit_note(exhibit), " ".join(exhibit.caveats)
    if len(whole) - len(caveats) <= WALL:
        return whole
    first, *more = SENTENCE.split(exhibit.note)
    for sentence in more:
        if len(first) + len(sentence) > WALL / 2:
            break
        first += f" {sentence}"
    range_ = SENTENCE.split(exhibit.uncertainty)[0]
    elsewhere = _("Resten står i «Hvor kommer tallene fra?» på nettsiden.")
    return " ".join(filter(None, (first, range_, caveats, elsewhere)))


def exhibit_note(exhibit: Exhibit) -> str:
    """Write note and uncertainty of an exhibit, and what its sources say must stand by it."""
    parts = (exhibit.note, exhibit.uncertainty, *exhibit.caveats)
    return " ".join(part for part in parts if part)
