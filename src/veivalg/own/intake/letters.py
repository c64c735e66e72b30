"""Letters that were broken on the way: mended where it is certain, refused where it isn't."""

import html
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.norway.register import municipalities
from veivalg.own.foreign.raw import Grid, RawColumn, is_ascii, repeated
from veivalg.own.intake.findings import Collector, capped
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import MOST_FINDINGS
from veivalg.own.intake.rows import Rows

TWICE = (
    r"[ÂÃâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u203a\u20ac\u2122]|√.|├."
)
"""UTF-8 that was read as Windows-1252, Mac or DOS: «SÃ¸r», «S√∏r», «S├©r»."""
LAYERS = r"&(?:#\d{2,4}|#x[0-9a-fA-F]{2,4}|[A-Za-z]{2,8});|[%=]C3[%=][89AB][0-9A-F]"
"""A letter as a page, a link or a mail writes it: «S&oslash;r»."""
LOST = r"\ufffd|ï¿½|[A-Za-zÆØÅæøå]\u00bf[A-Za-zæøå]"
"""A letter nobody can tell any more: «S\ufffdr», «S¿r»."""
_SIGNS = r"¢¥†‡›‹¾¼¯®©¦¬¤¶÷|{}\u0080-\u009f\ue000-\uf8ff"
MAYBE = rf"\p{{L}}[?{_SIGNS}]+\p{{Ll}}"
"""A sign where a letter is wanted, inside a word: «Sk?le», «Br›nn›y»."""
INSIDE = rf"{MAYBE}|\?\p{{L}}"
IN_NAME = rf"{INSIDE}|\p{{L}}\?"
"""A name asks nothing, so a question mark by a letter of one may be a letter: «Bod?»."""
_WORD_ASKED = re.compile(r"([^\W\d_]+)\?")
_NO_END = re.compile(r"(?:[bcdfghklmnprstv]j|[bdfgkptv]r)$|^.?[^\W\dA-ZÆØÅ_]$|^.$")
_SEEN = rf"[&%=?{_SIGNS}]"
"""Without any of this a text has neither layers nor signs."""
_PAGES = ("cp1252", "mac_roman", "cp850", "cp437")
_OLD = str.maketrans("{|}", "æøå")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of letters: sheet → before and after of one mended text, and (sheet, number) of
    the columns with other letters than those of ASCII → their texts; the others can't be broken."""

    mended: dict[str, tuple[str, str]] = field(default_factory=dict)
    columns: dict[tuple[str, int], pl.Series] = field(default_factory=dict)


def mended(grids: tuple[Grid, ...]) -> tuple[tuple[Grid, ...], Seen]:
    """Give the sheets with letters mended, and what was seen of them."""
    seen, found = Seen(), []
    for grid in grids:
        columns = list(grid.columns)
        for at, column in enumerate(columns):
            if not is_ascii(column.text):
                distinct = _distinct(column.text)
                columns[at] = whole = _mended(column, distinct, grid.sheet, seen)
                found_in = distinct if whole is column else _distinct(whole.text)
                seen.columns[grid.sheet, at] = found_in
        found.append(replace(grid, columns=tuple(columns)))
    return tuple(found), seen


def _mended(column: RawColumn, distinct: pl.Series, sheet: str, seen: Seen) -> RawColumn:
    before = distinct.filter(distinct.str.contains(TWICE)).unique().to_list()
    after = {text: _once(text) for text in before}
    changed = next(((b, a) for b, a in after.items() if a != b), None)
    if changed is None:
        return column
    seen.mended.setdefault(sheet, changed)
    return replace(column, text=column.text.replace(after))


def _distinct(text: pl.Series) -> pl.Series:
    """Give each text once where they repeat; else all of them."""
    found = repeated(text)
    return text.drop_nulls() if found is None else found


def _once(text: str) -> str:
    """Undo one reading of UTF-8 in another code page, where that gives text; else of a link."""
    for page in _PAGES:
        with suppress(UnicodeError):
            if (read := text.encode(page).decode("utf-8")) != text:
                return read
    read = unquote(re.sub("=(C3)=([89AB][0-9A-F])", r"%\1%\2", html.unescape(text)))
    return text if "\ufffd" in read else read


def ask_letters(match: Match, rows: Rows, found: Collector) -> Rows:
    """Ask about letters that seem to be lost, and give the rows as a person says they are."""
    doubtful: dict[str, list[int]] = {}
    seen: dict[str, pl.Series] = {}
    columns = dict(rows.columns)
    for one in match.table.own_fields():
        if one.name not in columns or one.dtype != pl.String or one.choices or one.pseudonym:
            continue
        distinct = _distinct(columns[one.name].text)
        distinct = distinct.filter(distinct.str.contains(_SEEN)).unique()
        layered = distinct.filter(distinct.str.contains(LAYERS)).to_list()
        if after := {text: read for text in layered if (read := _once(text)) != text}:
            columns[one.name] = replace(
                columns[one.name], text=columns[one.name].text.replace(after)
            )
            _tell_mended(match.grid, *next(iter(after.items())), found)
        odd = distinct.filter(distinct.str.contains(IN_NAME if one.key else MAYBE))
        odd = odd.filter(~odd.str.contains(r"://|\ufffd"))
        if one.key and len(odd) and not (sure := odd.str.contains(INSIDE)).any():
            odd = odd.filter(sure | pl.Series(values=map(_lacks_end, odd), dtype=pl.Boolean))
        if not len(odd):
            continue
        text, seen[one.name] = columns[one.name].text, odd
        for i in text.is_in(odd.to_list()).fill_null(False).arg_true().to_list():
            doubtful.setdefault(str(text[i]), []).append(int(rows.numbers[i]))
    rows = replace(rows, columns=columns)
    if not doubtful:
        return rows
    better = _better(list(doubtful))
    answer = found.ask(_question(doubtful, better))
    if answer == "no":
        places = match.assignment.found
        for name, odd in seen.items():
            cells = rows.columns[name].text.is_in(odd.to_list()).fill_null(False).arg_true()
            for i in capped(cells.to_list()):
                found.cell(match.grid, int(rows.numbers[i]), places[name], *_lost())
    if answer != "mend":
        return rows
    for name in seen:
        columns[name] = replace(columns[name], text=columns[name].text.replace(better))
    return replace(rows, columns=columns)


def _lacks_end(text: str) -> bool:
    """Say whether a word before a question mark is none, or a place when it gets a vowel."""
    names = {name.casefold() for place in municipalities() for name in place.names.values()}
    return any(
        _NO_END.search(word) or any(f"{word.casefold()}{last}" in names for last in "øåæ")
        for word in _WORD_ASKED.findall(text)
    )


def _question(doubtful: dict[str, list[int]], better: dict[str, str]) -> Question:
    listed = [
        _("«{text}» i rad {row}").format(text=heading_text(text), row=held[0] + 1)
        for text, held in list(doubtful.items())[:_SHOWN]
    ]
    if more := len(doubtful) - len(listed):
        listed.append(_("{n} til").format(n=more))
    first, mend = next(iter(doubtful)), tuple[Option, ...]()
    if better:
        told = _("Rett dem: «{before}» blir «{after}».").format(before=first, after=better[first])
        mend = (Option("mend", told),)
    return Question(
        "letters:lost",
        _("Bokstaver kan ha gått tapt: {texts}. Er det skrevet slik det skal være?").format(
            texts=", ".join(listed)
        ),
        (
            *mend,
            Option("keep", _("Ja, «{text}» skal skrives slik.").format(text=first)),
            Option("no", _("Nei, jeg tar ut filen på nytt.")),
        ),
        tuple(sorted({n + 1 for held in doubtful.values() for n in held})[:MOST_FINDINGS]),
        remember=False,
    )


def _better(texts: list[str]) -> dict[str, str]:
    """Give the texts as another code page has them, when all are words in it; else nothing."""
    for page in ("cp865", "mac_roman", ""):
        try:
            read = {
                t: t.encode("cp1252").decode(page) if page else t.translate(_OLD) for t in texts
            }
        except UnicodeError:
            continue
        words = pl.Series(values=list(read.values()), dtype=pl.String)
        if not words.str.contains(rf"{IN_NAME}|[√∫≈]").any() and set(read) != set(read.values()):
            return read
    return {}


def _lost() -> tuple[str, str]:
    return (
        _("Bokstaver i cellen er ødelagt og kan ikke leses."),
        _("Ta ut filen på nytt som CSV UTF-8 eller XLSX."),
    )


def tell(grids: tuple[Grid, ...], seen: Seen, found: Collector) -> None:
    """Tell of letters that were mended, and refuse those that are lost."""
    for grid in grids:
        if grid.sheet in seen.mended:
            _tell_mended(grid, *seen.mended[grid.sheet], found)
        for at, column in enumerate(grid.columns):
            if (distinct := seen.columns.get((grid.sheet, at))) is None:
                continue
            odd = distinct.filter(distinct.str.contains(LOST))
            lost = column.text.is_in(odd.implode()).arg_true().to_list() if len(odd) else []
            for row in capped(lost):
                found.cell(grid, row, at, *_lost(), value=heading_text(column.text[row]))
            found.count(len(lost) - len(capped(lost)))


def _tell_mended(grid: Grid, before: str, after: str, found: Collector) -> None:
    text = _("Bokstaver var ødelagt og er rettet: «{before}» er lest som «{after}».")
    told = text.format(before=before, after=after)
    found.cell(grid, None, None, told, "", warning=True)
