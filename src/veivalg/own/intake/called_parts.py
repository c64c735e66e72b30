"""Rows that are called a part of another, or of which another column says so.

«herav skole», «– skole», «Skole (del av oppvekst)» and a name that is set in below another are
counted in the row above already; and a row that others are under, in «Overordnet enhet», may be
their sum whatever it comes to.
"""

import re
from collections.abc import Collection, Iterator, Mapping

import polars as pl

from veivalg.content import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.intake.called import Repeat, numbers_of, numeric, plain_keys, text_keys
from veivalg.own.intake.headings import heading_text
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.rows import Rows

LONGEST, SET_IN = 10_000, 2
"""Names of which it is looked for, and letters a name is set in at least."""
_PART = re.compile(
    r"(?i)^\W*(?:av (?:dette|disse|desse)|dette av|av det|inkludert|inkl\.)(?!\w)"
    r"|\b(?:herav|derav|hvorav|korav|herunder|derunder|hvorunder|(?:en |ein )?del av)\b"
)
_MARK = re.compile(r"\s*(?:[-‐–—•·▪◦‣→>]+)\s*(?=[^\W\d])")
_CUT = re.compile(r"([^:/]+)[:/]\s*[^\W\d]")
"""«Oppvekst: skole», where there is «Oppvekst» too."""
_SPACE = re.compile(r"\s*")
_OVER = re.compile(
    r"(?i)overordn|tilhør|hør(?:er)? (?:til|under)|høyr|forelder|parent|inngår|del av"
)


def called_parts(match: Match, rows: Rows, known: Collection[int]) -> Iterator[Repeat]:
    """Give the rows that are called parts of others, and those that others are said to be under.

    Parameters
    ----------
    known
        Places of the rows that are known to repeat others: what is below them is none.
    """
    if match.table.personal:
        return
    for field in text_keys(match, rows):
        text = rows.columns[field.name].text.fill_null("")
        names = text.unique(maintain_order=True).to_list()
        if field.choices or field.pseudonym or len(names) > LONGEST:
            continue
        sums = {text[i] for i in known}
        over = _over(names, text, rows)
        over = {n: p for n, p in over.items() if n not in sums and p not in sums}
        yield from _rows(match, rows, text, field.name, over)
        held = _above(match, rows, text, names)
        for i in text.is_in([n for n in held if n not in sums and n not in over]).arg_true():
            heading, under = held[text[i]]
            kind = _("etter kolonnen «{heading}» over «{under}»")
            yield Repeat(i, kind.format(heading=heading, under=under), heading_text(text[i]))


def _over(names: list[str], text: pl.Series, rows: Rows) -> Mapping[str, str]:
    """Give name → name of the row it is called a part of, empty where no other is."""
    found, first = dict[str, str](), dict[str, int]()
    told = [one.row for one in rows.asides if one.among and not (one.units or one.heads)]
    depth = {n: len(_SPACE.match(n)[0].replace("\t", "  ")) for n in names}  # type: ignore[index]
    before, at_start = list[str](), {n.strip().casefold(): n for n in names}
    for name in names:
        marked, said = _MARK.match(name), _PART.search(name)
        above = [n for n in before if said or marked or depth[name] >= depth[n] + SET_IN]
        own = [n for n in names if n != name and said and said.start() and _begins(name, n)]
        cut = _CUT.match(name)
        if cut and (whole := at_start.get(cut[1].strip().casefold())):
            found[name] = whole
        elif said:
            found[name] = (own or above[-1:] or [""])[0]
        elif above and (marked or depth[name]):
            at = (int(rows.numbers[int(text.index_of(n) or 0)]) for n in (above[-1], name))
            start, end = first.setdefault(above[-1], next(at)), next(at)
            if not any(start < row < end for row in told):  # a heading of its own between
                found[name] = above[-1]
        if not (marked or said):
            before.append(name)
    return found


def _begins(name: str, other: str) -> bool:
    return name.strip().casefold().startswith(f"{other.strip().casefold()} ")


def _rows(
    match: Match, rows: Rows, text: pl.Series, key: str, over: Mapping[str, str]
) -> Iterator[Repeat]:
    """Give the rows with what they come to, and what the row above them does."""
    if not over:
        return
    others = [f for f in match.table.own_fields() if f.key and f.name in rows.columns]
    groups = [plain_keys(rows.columns[f.name]) for f in others if f.name != key]
    group = pl.select(pl.concat_str([*groups, pl.lit("")], separator=" ")).to_series()
    group = group if groups else pl.repeat("", len(text), dtype=pl.String, eager=True)
    whole = text.is_in(list(set(over.values()))).arg_true()
    at = {(text[i], group[i]): i for i in whole}
    values = next(iter(numbers_of(rows, numeric(match, rows)[:1])), None)
    for i in text.is_in(list(over)).arg_true():
        parent = over[text[i]]
        above = at.get((parent, group[i]))
        kind = _("etter navnet en del av en annen")
        if parent:
            kind = _("etter navnet en del av «{name}»").format(name=heading_text(parent))
        if above is not None and values is not None and None not in (values[i], values[above]):
            own, every = (format_plain(float(values[n])) for n in (i, above))
            kind = _("{kind}: {own} av {whole}").format(kind=kind, own=own, whole=every)
        yield Repeat(i, kind, heading_text(text[i]))


def _above(
    match: Match, rows: Rows, text: pl.Series, names: list[str]
) -> Mapping[str, tuple[str, str]]:
    """Give the names that others are under, with the heading that says so and one of them."""
    found, plain = dict[str, tuple[str, str]](), {n.strip().casefold(): n for n in names}
    for i, column in enumerate(match.assignment.columns):
        if column.field or not _OVER.search(column.heading):
            continue
        held = plain_keys(match.grid.columns[i]).gather(rows.numbers)
        pairs = pl.DataFrame({"own": text, "over": held}).unique(maintain_order=True).iter_rows()
        for own, over in pairs:
            name = plain.get(over.casefold())
            if name is not None and name != own:
                found.setdefault(name, (column.heading, heading_text(own)))
    return found
