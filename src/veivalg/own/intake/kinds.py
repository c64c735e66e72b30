"""A column that is not read, and tells kinds of rows apart: of a budget, cancelled, in euro.

Of what kind the table's own rows are is asked, with how many rows each answer keeps.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b

import polars as pl

from veivalg.foundation.columns import letters
from veivalg.foundation.i18n import _, ngettext
from veivalg.foundation.texts import muted
from veivalg.own.intake import parts
from veivalg.own.intake.called import numbers_of, plain_keys
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.harmless import NONE, TELLS, is_harmless, is_listed, nests, says_kind
from veivalg.own.intake.headings import forms, missing_fields
from veivalg.own.intake.masked import masks
from veivalg.own.intake.measures import ALL, OTHER, SO_FAR, foreign
from veivalg.own.intake.questions import NO, TABLE, Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import rows_text
from veivalg.own.intake.rows import Rows
from veivalg.own.intake.units import family, written

KIND, KINDS, SIGN, SEEN, EVERY = "rows:kind", "rows:kinds", "rows:sign", ":seen", "hver"
MOST, SAMPLE, WORDS, MANY = 6, 1_000, 3, 2
"""Kinds of rows any column may tell apart, rows that are looked at to see whether it may, words of
a kind, and columns that are asked about one by one."""
LISTED, TOLD = 25, 8
"""Kinds a column may have that is known to be of kinds, and kinds that are told of one by one."""
LEAST = 1_000
"""What amounts with minus are at least, where they are no signs or codes."""
LONGEST = 40
"""Letters of a remark that may be of a kind."""
DONE, REST, OTHERS = "egne", "uten", "annet"
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
_REMARK = re.compile(r"(?i)merknad|kommentar|notat|beskrivelse|skildring|årsak|begrunnelse")
_LETTERS = re.compile(r"(?i)\bd\W*k\b|debet|kredit|fortegn|forteikn")
_LESS = re.compile(r"(?i)k|c|kredit|credit|inntekt(?:er)?|[-\u2212]1?|minus")
_MORE = re.compile(r"(?i)d|debet|debit|utgift(?:er)?|kostnad(?:er)?|\+?1|\+|pluss")


def one_kind(match: Match, rows: Rows, found: Collector, code: str) -> Rows:
    """Give the rows of one kind, where columns that are not read may tell kinds of rows apart.

    Of those known to do so is asked first, then of all that aren't known to be harmless; once of
    columns that say the same.
    """
    every, columns, asked = rows, _few(match, rows), list[int]()

    def left() -> list[int]:
        return [i for i in columns if not any(_same(match, every, i, one) for one in asked)]

    for at in columns:
        held = _held(match, rows, at)
        taken = _taken(match, rows, at, held) if at in left() else None
        if taken is not None:
            rows = _signed(match, rows, at, held, taken, found)
            columns = [i for i in columns if i != at]
        elif at in left() and _tells(match, at, held):
            asked.append(at)
            rows = _of_kind(match, rows, at, _id(asked), found)
    few = [i for i in columns if _held(match, rows, i).n_unique() <= MOST]
    told = None if asked or not few else _by_keys(match, rows, few)
    if told is not None:
        asked.append(told)
        rows = _of_kind(match, rows, told, _id(asked), found, keys=True)
    if missing_fields(match.table, match.assignment) or any(q.id == TABLE for q in found.questions):
        return rows  # it may be another table, or the columns others
    return _of_unknown(match, rows, left(), asked, found, code)


def _of_unknown(
    match: Match, rows: Rows, left: list[int], asked: list[int], found: Collector, code: str
) -> Rows:
    """Ask of the columns that aren't known to be harmless: of each, or first of all where many."""
    same, unknown = parts.keys(match, rows), list[int]()
    several = not match.table.personal and same is not None and same.n_unique() < same.height
    for at in left:
        held = _held(match, rows, at)
        known = several and parts.named(_heading(match, at))  # asked of where they are added up
        twice = any(_same(match, rows, at, one) for one in unknown)
        known = known or all(_is_own(match, name) for name in held.unique())
        known = known or _less(match, rows, at, held) is not None  # the amounts have those signs
        unknown += [] if known or twice or is_harmless(match, rows, at, held, code) else [at]
    if unknown[MANY:]:
        told = "; ".join(
            f"«{_heading(match, at)}»: {_counted(match, rows, at, _held(match, rows, at))}"
            for at in unknown
        )
        text = _("Disse kolonnene er ikke en del av tabellen: {told}. Er alle radene «{title}»?")
        each = Option(EVERY, _("Nei, eller det er usikkert: spør om hver kolonne."))
        question = Question(KINDS, text.format(told=told, title=match.table.title), (_all(), each))
        names = [n for at in unknown for n in _held(match, rows, at).unique()]
        named = any(_masks(match, at, _held(match, rows, at)) for at in unknown)
        if _answer(found, question, names, named=named) != EVERY:
            return rows
    for at in unknown:
        asked.append(at)
        rows = _of_kind(match, rows, at, _id(asked), found, unknown=True)
    return rows


def _id(asked: Sequence[int]) -> str:
    return f"{KIND}:{len(asked)}" if asked[1:] else KIND


def _answer(
    found: Collector, question: Question, names: Sequence[str], *, named: bool
) -> str | None:
    """Ask; that all rows are the table's is remembered of the kinds there were, and no others.

    Where persons may be `named`, nothing is.
    """
    if named:
        return found.ask(replace(question, remember=False), again=True)
    marks = {blake2b(name.encode(), digest_size=4).hexdigest() for name in names}
    known = f"{question.id}{SEEN}"
    before = found.answers.get(question.id) in (ALL, REST) and known in found.answers
    again = before and not marks <= set(found.answers[known].split())
    answer = found.ask(question, again=again)
    if answer in (ALL, REST):
        found.used[known] = " ".join(sorted(marks))
    return answer


def _few(match: Match, rows: Rows) -> list[int]:
    """Give the columns that are not read and have few different values."""
    few, grid = [], match.grid
    for i in range(len(grid.columns)):
        if i in match.assignment.found.values() or not len(rows.numbers):
            continue
        head = grid.columns[i].rows(match.row + 1)
        head = head.take(pl.int_range(len(head.text), eager=True) < SAMPLE)
        if plain_keys(head).n_unique() <= LISTED + 1 or _REMARK.search(_heading(match, i)):
            held = _held(match, rows, i)
            # One letter beside the rows, under no heading, is a remark.
            said = held.filter(held != NONE)
            alone = not _headed(match, i) and len(said) < MANY and len("".join(said)) < MANY
            none = set(held) == {NONE} or alone or _of_amounts(held)
            few += [i] if not none and _may_tell(match, rows, i, held) else []
    return few


def _of_amounts(held: pl.Series) -> bool:
    """Say whether all are amounts, some with minus: codes of kinds have none."""
    names = held.unique().str.replace_all(r"\s", "").str.replace(",", ".")
    values = names.str.replace("\u2212", "-").cast(pl.Float64, strict=False)
    amounts = not values.null_count() and bool(((values == 0) | (values.abs() >= LEAST)).all())
    return amounts and bool((values < 0).any())


def _may_tell(match: Match, rows: Rows, at: int, held: pl.Series) -> bool:
    """Say whether the kinds of a column are few, or not many, and some of them known."""
    names, heading = held.unique().to_list(), _heading(match, at)
    if not MOST < len(names) <= LISTED:
        return len(names) <= MOST
    if not _REMARK.search(heading) and is_listed(match, rows, heading, held):
        return False
    if any(_is_other(match, heading, name) for name in names):
        return True
    shown = len(_masks(match, at, held)) < len(names) - (NONE in names)
    return bool(TELLS.search(heading)) and shown and not nests(match, rows, held)


def _held(match: Match, rows: Rows, at: int) -> pl.Series:
    column = match.grid.columns[at]
    held = plain_keys(column).gather(rows.numbers).replace("", NONE)
    held = held if column.number is None else held.str.replace(r"^(-?\d+)\.0$", "$1")
    if not _REMARK.search(_heading(match, at)) or (names := held.unique()).len() <= MOST:
        return held
    kinds = [n for n in names.filter(names.str.len_chars() <= LONGEST) if says_kind(n)]
    other = ~held.is_in([NONE, *kinds])  # of many remarks only those of kinds are told apart
    return pl.select(pl.when(other).then(pl.lit(OTHERS)).otherwise(held)).to_series()


def _heading(match: Match, at: int) -> str:
    """Give the heading of a column, or its letter where it has none."""
    return _headed(match, at) or _("kolonne {a}").format(a=letters(at))


def _headed(match: Match, at: int) -> str:
    columns = match.assignment.columns
    text = columns[at].heading if at < len(columns) else ""
    return text if forms(text) else ""


def _same(match: Match, rows: Rows, one: int, other: int) -> bool:
    """Say whether two columns part the rows in the same way."""
    held = pl.DataFrame({str(i): _held(match, rows, i) for i in (one, other)})
    return {held[c].n_unique() for c in held.columns} == {held.n_unique()}


def _of_kind(
    match: Match,
    rows: Rows,
    at: int,
    id: str,
    found: Collector,
    *,
    keys: bool = False,
    unknown: bool = False,
) -> Rows:
    """Ask which rows are the table's.

    With `keys`, those with the same keys are told apart; what `unknown` says nobody knows.
    """
    held, heading = _held(match, rows, at), _heading(match, at)
    counts = dict(held.value_counts().iter_rows()) if held.n_unique() > MOST else {}
    names = sorted(
        dict.fromkeys(held), key=lambda k: (not _is_own(match, k), _place(k), -counts.get(k, 0))
    )
    masked = _masks(match, at, held)
    chosen_of = {masked.get(k, k): [k] for k in names}
    options = [Option(a, _("Bare radene med «{name}».").format(name=muted(a))) for a in chosen_of]
    for option, kept in _several(match, heading, names, masked):
        options, chosen_of = [option, *options], {option.value: kept} | chosen_of
    alike = not any(_place(k)[0] or _says_measure(k) for k in names)
    fields = parts.may_add(match, rows) if alike and (keys or parts.by_sex(heading)) else ()
    add = [Option(parts.SUM, parts.told(match, rows, fields))] if fields else []
    if fields and parts.named(heading):
        options = [*add, *options]
    elif unknown and (nests(match, rows, held) or not any(_is_own(match, k) for k in names)):
        options = [_all(), *(options if names[1:] else ())]
    else:
        options = [*options, *add, _all()]
    text = _("Kolonnen «{heading}» er ikke en del av tabellen, men skiller radene: {told}. ")
    which = _("Hvilke rader er «{title}»?")
    if unknown:
        text = _("Kolonnen «{heading}» er ikke en del av tabellen, men kan skille radene: {told}. ")
        which = which if names[1:] else _("Er de «{title}»?")
    text = text.format(heading=heading, told=_counted(match, rows, at, held, names))
    if masked:
        text += _("Det som kan navngi noen, er vist med bokstaver, i den rekkefølgen det står. ")
    text += which.format(title=match.table.title)
    answer = _answer(found, Question(id, text, tuple(options)), names, named=bool(masked))
    if answer in (ALL, NO):
        return rows
    chosen = answer or options[0].value  # until it is answered, the likeliest are checked
    if chosen == parts.SUM and fields:
        return replace(rows, added=fields)
    if chosen == ALL:
        return rows
    return _kept(match, rows, at, chosen_of[chosen], found, told=answer is not None)


def _several(
    match: Match, heading: str, names: list[str], masked: dict[str, str]
) -> Iterator[tuple[Option, list[str]]]:
    """Give the answers that keep several kinds: all but the known others, or the table's own."""
    own = [k for k in names if _is_own(match, k) and not _is_other(match, heading, k)]
    other = [k for k in names if k not in own and _is_other(match, heading, k)]
    left = [k for k in names if k not in other]
    if other and left[1:] and (len(names) > MOST or _REMARK.search(heading)):
        told = muted("», «".join(masked.get(k, k) for k in other))
        yield (
            Option(REST, _("Alle radene uten dem med «{names}».").format(names=told)),
            left,
        )
    if own[1:] and len(names) > MOST:
        yield Option(DONE, _("Bare radene med «{name}».").format(name=muted("», «".join(own)))), own


def _all() -> Option:
    return Option(ALL, _("Alle radene, for kolonnen betyr ikke noe for tallene."))


def _masks(match: Match, at: int, held: pl.Series) -> dict[str, str]:
    return masks(match, _heading(match, at), held)


def _counted(
    match: Match, rows: Rows, at: int, held: pl.Series, names: Sequence[str] | None = None
) -> str:
    """Say how many rows each kind has, and what their first amount comes to."""
    masked = _masks(match, at, held)
    counts = dict(held.value_counts().iter_rows())
    fields = [] if match.table.personal else parts.amounts(match, rows)[:1]
    told, names = [], list(dict.fromkeys(held) if names is None else names)
    rest = names[TOLD:] if len(names) > TOLD + 1 else []
    for k in names[: len(names) - len(rest)]:
        n = rows_text(counts[k])
        for values in numbers_of(rows, fields):
            title, value = fields[0].title, float(values.filter(held == k).sum())
            n = _("{n}, «{title}» {sum}").format(n=n, title=title, sum=written(value))
        told.append(f"«{masked.get(k, k)}» ({n})")
    if rest:
        n = rows_text(sum(counts[k] for k in rest))
        told.append(_("{m} andre verdier ({n})").format(m=len(rest), n=n))
    return ", ".join(told)


def _kept(
    match: Match, rows: Rows, at: int, kinds: Sequence[str], found: Collector, *, told: bool
) -> Rows:
    """Give the rows of some kinds, and tell of those left out."""
    held, heading = _held(match, rows, at), _heading(match, at)
    keep, masked = held.is_in(kinds), _masks(match, at, held)
    name = "», «".join(masked.get(kind, kind) for kind in kinds)
    left = len(keep) - int(keep.sum())
    if left and told:
        wrong = ngettext(
            "{n} rad er ikke tatt med: «{heading}» er ikke «{name}».",
            "{n} rader er ikke tatt med: «{heading}» er ikke «{name}».",
            left,
        ).format(n=left, heading=heading, name=name)
        found.cell(match.grid, match.row, at, wrong, "", heading=heading, warning=True)
    return rows.only(keep)


def _tells(match: Match, at: int, held: pl.Series) -> bool:
    """Say whether half of the kinds of a column or more are words of kinds, and not only own."""
    names = set(held)
    alone = len(names) == 1 and _is_own(match, min(names))
    if sum(map(_says_measure, names)) * 2 >= len(names) and NONE not in names and not alone:
        return True
    heading = _heading(match, at)
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


def _is_other(match: Match, heading: str, name: str) -> bool:
    """Say whether a kind is known not to be what the table is of."""
    if says_kind(name) or _REMARK.search(heading):
        return says_kind(name) and not _is_own(match, name)
    words = (re.match(other, name.casefold()) for _own, other in _words(match, heading))
    return (
        len(name.split()) <= WORDS
        and (_says_measure(name) or any(words))
        and not _is_own(match, name)
    )


def _is_own(match: Match, name: str) -> bool:
    """Say whether a kind is what the table calls one of its own columns, or is done, or in NOK."""
    own = bool(OTHER.search(name)) and not foreign(name, *match.table.own_fields())
    own = own and not (match.table.personal and re.match(_UNDONE, name.casefold()))
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


def _less(match: Match, rows: Rows, at: int, held: pl.Series) -> pl.Series | None:
    """Mark the rows a column says are credit, income or minus; None where it says no such thing."""
    names, less = set(held), [n for n in set(held) if _LESS.fullmatch(n)]
    alone = any(n.isalpha() and len(n) == 1 for n in names)
    letters = alone and not _LETTERS.search(_heading(match, at))
    if letters or not less or not all(n in less or _MORE.fullmatch(n) for n in names):
        return None
    return held.is_in(less) if parts.amounts(match, rows) else None


def _taken(match: Match, rows: Rows, at: int, held: pl.Series) -> pl.Series | None:
    """Mark the rows whose amounts are to be taken from those of the others: credit, income.

    Gives None where the column tells of no such thing, or the amounts have their signs.
    """
    taken = _less(match, rows, at, held)
    if taken is None:
        return None
    values = numbers_of(rows, parts.amounts(match, rows)[:1])[0].filter(taken).drop_nulls()
    return taken if (values > 0).any() else None


def _signed(
    match: Match, rows: Rows, at: int, held: pl.Series, taken: pl.Series, found: Collector
) -> Rows:
    """Ask whether amounts are to be taken away, and say what all come to."""
    heading, field = _heading(match, at), parts.amounts(match, rows)[0]
    names = list(dict.fromkeys(held))
    less = ", ".join(f"«{n}»" for n in names if taken[held.index_of(n) or 0])
    (values,) = numbers_of(rows, [field])
    each = {True: float(values.filter(taken).sum()), False: float(values.filter(~taken).sum())}
    text = _("Kolonnen «{heading}» er ikke en del av tabellen: {told}. Beløpene med {less} er ")
    text += _("skrevet uten minus. Hvordan skal de leses?")
    minus = _("Alle radene, med {less} trukket fra: «{title}» blir {sum} i alt.")
    every = _("Alle radene, slik de står: «{title}» blir {sum} i alt.")
    told = _counted(match, rows, at, held, names)
    said = {"heading": heading, "told": told, "less": less, "title": field.title}
    options = [
        Option(parts.MINUS, minus.format(**said, sum=written(each[False] - each[True]))),
        *(Option(n, _("Bare radene med «{name}».").format(name=muted(n))) for n in names),
        Option(ALL, every.format(**said, sum=written(each[False] + each[True]))),
    ]
    answer = found.ask(Question(SIGN, text.format(**said), tuple(options)))
    if answer in (None, parts.MINUS):
        return replace(rows, minus=tuple(rows.numbers.filter(taken)))
    return rows if answer == ALL else _kept(match, rows, at, [answer], found, told=True)
