"""A column that is not read, and tells kinds of rows apart: of a budget, cancelled, in euro.

Of what kind the table's own rows are is asked, with how many rows each answer keeps.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from veivalg.foundation.i18n import _, ngettext
from veivalg.foundation.texts import muted
from veivalg.own.intake import parts
from veivalg.own.intake.called import numbers_of, plain_keys
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import forms
from veivalg.own.intake.measures import ALL, OTHER, SO_FAR, foreign
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.units import family, written

KIND, SIGN, NONE = "rows:kind", "rows:sign", "–"
MOST, SAMPLE, WORDS = 6, 1_000, 3
"""Kinds of rows a column may tell apart, rows that are looked at to see whether it may, and words
of a kind."""
_NO = r"(?:ikke|ikkje|ei) "
_DONE = rf"(?!{_NO})(?:utført|gjennomført|fullført|levert|godkjent|bekreftet|møtt|aktiv|ferdig)\b"
_UNDONE = (
    rf"(?:{_NO}|avlyst|avlyse|kansellert|avbrutt|avbestilt|slettet|sletta|bortfalt|planlagt|utgått|"
    r"avslått|avvist|annullert|makulert|tilbakeført|feilført|inaktiv|avsluttet|uteblitt)"
)
_MONEY = r"(?:nok|kr\.?|(?:norske )?kroner)$"
_FOREIGN = r"(?:eur|usd|sek|dkk|gbp|chf|isk|pln|cad|jpy|€|\$|£|euro|dollar|pund)$"
_VISIT = r"(?:besøk|oppdrag|tilsyn|brukertid|direkte|tjeneste|tiltak)"
_TRAVEL = (
    r"(?:reise|kjør|køyr|transport|gangtid|pause|møte|administra|dokumenta|indirekte|ventetid|"
    r"fravær|opplæring|ledig)"
)
_SEX = r"(?:g|j|m|k|gutt|gut|jent|mann|menn|kvinn|hankjønn|hunkjønn|dreng)\w{0,3}$"
_REMARK = re.compile(r"(?i)merknad|kommentar|notat|beskrivelse|skildring")
_LETTERS = re.compile(r"(?i)\bd\W*k\b|debet|kredit|fortegn|forteikn")
_LESS = re.compile(r"(?i)k|c|kredit|credit|inntekt(?:er)?")
_MORE = re.compile(r"(?i)d|debet|debit|utgift(?:er)?|kostnad(?:er)?")


def one_kind(match: Match, rows: Rows, found: Collector) -> Rows:
    """Give the rows of one kind, where columns that are not read tell kinds of rows apart."""
    asked, columns = 0, _few(match, rows)
    for at in columns:
        held = _held(match, rows, at)
        taken = _taken(match, rows, at, held)
        if taken is not None:
            rows = _signed(match, rows, at, held, taken, found)
        elif _tells(match, at, held):
            asked += 1
            id = KIND if asked == 1 else f"{KIND}:{asked}"
            rows = _of_kind(match, rows, at, id, found)
    if not asked and columns and (told := _by_keys(match, rows, columns)) is not None:
        rows = _of_kind(match, rows, told, KIND, found, keys=True)
    return rows


def _few(match: Match, rows: Rows) -> list[int]:
    """Give the columns that are not read and have few different values."""
    few, grid = [], match.grid
    for i, column in enumerate(match.assignment.columns):
        if column.field or not forms(column.heading) or i >= len(grid.columns):
            continue
        head = grid.columns[i].rows(match.row + 1)
        head = head.take(pl.int_range(len(head.text), eager=True) < SAMPLE)
        if len(rows.numbers) and plain_keys(head).n_unique() <= MOST + 1:
            kinds = _held(match, rows, i)
            few += [i] if kinds.n_unique() <= MOST and set(kinds) != {NONE} else []
    return few


def _held(match: Match, rows: Rows, at: int) -> pl.Series:
    return plain_keys(match.grid.columns[at]).gather(rows.numbers).replace("", NONE)


def _of_kind(
    match: Match, rows: Rows, at: int, id: str, found: Collector, *, keys: bool = False
) -> Rows:
    """Ask which rows are the table's; with `keys`, those with the same keys are told apart."""
    held, heading = _held(match, rows, at), match.assignment.columns[at].heading
    names = sorted(dict.fromkeys(held), key=lambda k: (not _is_own(match, k), _place(k)))
    options = [Option(k, _("Bare radene med «{name}».").format(name=muted(k))) for k in names]
    alike = not any(_place(k)[0] or _says_measure(k) for k in names)
    fields = parts.may_add(match, rows) if alike and (keys or parts.by_sex(heading)) else ()
    add = [Option(parts.SUM, parts.told(match, rows, fields))] if fields else []
    if fields and parts.named(heading):
        options = [*add, *options]
    else:
        every = Option(ALL, _("Alle radene, for kolonnen betyr ikke noe for tallene."))
        options = [*options, *add, every]
    text = _(
        "Kolonnen «{heading}» er ikke en del av tabellen, men skiller radene: {told}. "
    ).format(heading=heading, told=_counted(held, names))
    text += _("Hvilke rader er «{title}»?").format(title=match.table.title)
    answer = found.ask(Question(id, text, tuple(options)))
    if answer == ALL:
        return rows
    chosen = answer or options[0].value  # until it is answered, the likeliest are checked
    if chosen == parts.SUM and fields:
        return replace(rows, added=fields)
    return _kept(match, rows, at, chosen, found, told=answer is not None)


def _counted(held: pl.Series, names: Sequence[str]) -> str:
    counts = dict(held.value_counts().iter_rows())
    return ", ".join(
        ngettext("«{name}» ({n} rad)", "«{name}» ({n} rader)", counts[k]).format(
            name=k, n=counts[k]
        )
        for k in names
    )


def _kept(match: Match, rows: Rows, at: int, kind: str, found: Collector, *, told: bool) -> Rows:
    """Give the rows of a kind, and tell of those left out."""
    keep, heading = _held(match, rows, at) == kind, match.assignment.columns[at].heading
    left = len(keep) - int(keep.sum())
    if left and told:
        wrong = _("{n} rader er ikke tatt med: «{heading}» er ikke «{name}».").format(
            n=left, heading=heading, name=kind
        )
        found.cell(match.grid, match.row, at, wrong, "", heading=heading, warning=True)
    return rows.only(keep)


def _tells(match: Match, at: int, held: pl.Series) -> bool:
    """Say whether half of the kinds of a column or more are words of kinds, and not only own."""
    names = set(held)
    alone = len(names) == 1 and _is_own(match, min(names))
    if sum(map(_says_measure, names)) * 2 >= len(names) and NONE not in names and not alone:
        return True
    heading = match.assignment.columns[at].heading
    for own, other in () if _REMARK.search(heading) else _words(match, heading):
        others = [n for n in names if re.match(other, n.casefold()) and len(n.split()) <= WORDS]
        known = [n for n in names if re.match(own, n.casefold())]
        if others and (len(others) + len(known)) * 2 >= len(names):
            return True
    return False


def _words(match: Match, heading: str) -> Iterator[tuple[str, str]]:
    """Give the words of kinds that are figures of the table, and of those that are none."""
    fields = [f for f in match.table.own_fields() if not f.key]
    yield _DONE, _UNDONE
    if any(family(f) == "kr" for f in fields):
        yield _MONEY, _FOREIGN
    if any(family(f) == "time" for f in fields):
        yield _VISIT, _TRAVEL
    if parts.by_sex(heading) and not any(f.pseudonym for f in match.table.own_fields()):
        yield "begge|alle|sum", _SEX


def _is_own(match: Match, name: str) -> bool:
    """Say whether a kind is what the table calls one of its own columns, or is done, or in NOK."""
    own = bool(OTHER.search(name)) and not foreign(name, *match.table.own_fields())
    return own or any(re.match(word, name.casefold()) for word in (_DONE, _MONEY, _VISIT))


def _place(name: str) -> tuple[bool, float]:
    """Place the newest year first; what is no number stays where it is."""
    year = re.fullmatch("(?:19|20)[0-9]{2}", name) is not None  # «1050» is an account
    return (True, -float(name)) if year else (False, 0.0)


def _says_measure(name: str) -> bool:
    found = OTHER.search(name) or SO_FAR.search(name)
    return found is not None and len(name.split()) <= len(found[0].split()) + 1


def _by_keys(match: Match, rows: Rows, columns: Sequence[int]) -> int | None:
    """Give the column with fewest kinds that tells apart all rows with the same keys."""
    same = None if match.table.personal else parts.keys(match, rows)
    if same is None or same.n_unique() == same.height:
        return None
    held = {i: _held(match, rows, i) for i in columns}
    for i in sorted(columns, key=lambda i: held[i].n_unique()):
        if same.with_columns(held[i].alias("kind")).n_unique() == same.height:
            return i
    return None


def _taken(match: Match, rows: Rows, at: int, held: pl.Series) -> pl.Series | None:
    """Mark the rows whose amounts are to be taken from those of the others: credit, income.

    Gives None where the column tells of no such thing, or the amounts have their signs.
    """
    names, heading = set(held), match.assignment.columns[at].heading
    fields = parts.amounts(match, rows)
    less = [n for n in names if _LESS.fullmatch(n)]
    letters = any(len(n) == 1 for n in names) and not _LETTERS.search(heading)
    if not (less and fields) or letters or not all(n in less or _MORE.fullmatch(n) for n in names):
        return None
    taken = held.is_in(less)
    values = numbers_of(rows, fields[:1])[0].filter(taken).drop_nulls()
    return taken if (values > 0).any() else None


def _signed(
    match: Match, rows: Rows, at: int, held: pl.Series, taken: pl.Series, found: Collector
) -> Rows:
    """Ask whether amounts are to be taken away, and say what all come to."""
    heading, field = match.assignment.columns[at].heading, parts.amounts(match, rows)[0]
    names = list(dict.fromkeys(held))
    less = ", ".join(f"«{n}»" for n in names if taken[held.index_of(n) or 0])
    (values,) = numbers_of(rows, [field])
    each = {True: float(values.filter(taken).sum()), False: float(values.filter(~taken).sum())}
    text = _("Kolonnen «{heading}» er ikke en del av tabellen: {told}. Beløpene med {less} er ")
    text += _("skrevet uten minus. Hvordan skal de leses?")
    minus = _("Alle radene, med {less} trukket fra: «{title}» blir {sum} i alt.")
    every = _("Alle radene, slik de står: «{title}» blir {sum} i alt.")
    said = {"heading": heading, "told": _counted(held, names), "less": less, "title": field.title}
    options = [
        Option(parts.MINUS, minus.format(**said, sum=written(each[False] - each[True]))),
        *(Option(n, _("Bare radene med «{name}».").format(name=muted(n))) for n in names),
        Option(ALL, every.format(**said, sum=written(each[False] + each[True]))),
    ]
    answer = found.ask(Question(SIGN, text.format(**said), tuple(options)))
    if answer in (None, parts.MINUS):
        return replace(rows, minus=tuple(rows.numbers.filter(taken)))
    told = answer is not None
    return rows if answer == ALL else _kept(match, rows, at, str(answer), found, told=told)
