"""Rows of texts: notes below the figures, headings of sections among them, units of columns."""

from __future__ import annotations

from decimal import Decimal

from tests.own.intake.odd.draft import Draft, Row
from tests.own.intake.odd.numbers import KR, SENTENCES, TITLES

NOTES = (
    "Kilde: Agresso",
    "Kilde: Visma, uttrekk 3. mai",
    "Oppdatert 12.3.2026",
    "* Prognose per april",
    "Merk at tallene er foreløpige",
    "1) Uten pensjon og avskrivninger.",
    "(Gjelder bare egne ansatte)",
    "Kontakt: Kari Nordmann, økonomi",
    "Listen er laget av økonomiavdelingen i kommunen",
)
QUALIFIERS = ("(kun gutter)", "(i fjor)", "(planlagte)", "(snitt siste 12 mnd)", "(uten vikarer)")
SECTIONS = ("Helse", "Oppvekst og kultur", "Teknisk", "Sone vest", "Øvrige", "1000 Felles")


def _below(draft: Draft, *texts: str) -> None:
    """Put texts below: at once or after an empty row, in the first column, another or several."""
    rows: list[list[object]] = [[]] if draft.draw.random() < 0.5 else []
    for text in texts:
        where = draft.draw.choice(("først", "først", "andre", "flere"))
        words = text.split(" ", 1)
        if where == "andre":
            rows.append([*[None] * draft.draw.randint(1, len(draft.columns) - 1), text])
        elif where == "flere" and text.startswith(("Kilde", "Kontakt", "Tall i")):
            rows.append(list(words))
        else:
            rows.append([text])
    draft.below = [*draft.below, *rows]


def note_below(draft: Draft) -> bool:
    """One or two notes below the figures, that are told as notes."""
    if not draft.take("fotnote"):
        return False
    _below(draft, *draft.draw.sample(NOTES, draft.draw.randint(1, 2)))
    draft.told.append(("merknad",))
    return True


def unit_in_a_note(draft: Draft) -> bool:
    """Kroner in thousands or millions, as a note below the figures says."""
    slots = {"fotnote", "enhet"}
    columns = draft.of("kr")
    if slots & draft.taken or not columns or not draft.take(*slots):
        return False
    factor = draft.draw.choice(tuple(KR))
    said = draft.draw.choice(TITLES).format(draft.draw.choice(KR[factor])).replace("i i ", "i ")
    _below(draft, *draft.draw.sample(NOTES, draft.draw.randint(0, 1)), said)
    draft.factor = {c.field: Decimal(factor) for c in columns}
    draft.told.append(("lest i", "enhet"))
    return True


def amount_in_a_note(draft: Draft) -> bool:
    """A note below with an amount in it, that is no unit: asked about, as above the table."""
    columns = draft.of("kr")
    if {"fotnote", "enhet"} & draft.taken or not columns or not draft.take("fotnote", "enhet"):
        return False
    _below(draft, draft.draw.choice(SENTENCES))
    draft.asks |= {f"unit:{c.field}" for c in columns}
    return True


def sections(draft: Draft) -> bool:
    """Headings of sections among the rows: a name alone."""
    if draft.key.kind != "text" or not draft.take("rader", "nokkel", "fotnote"):
        return False
    for name in draft.draw.sample(SECTIONS, draft.draw.randint(1, 3)):
        at = draft.draw.randrange(len(draft.rows))
        draft.rows.insert(at, _text(draft, name))
    draft.told.append(("merknad",))
    return True


def _text(draft: Draft, text: str) -> Row:
    fields = [c.field for c in draft.table.columns]
    return Row(dict.fromkeys(fields), counts=False, raw={draft.key.field: text})


def section_of_another_kind(draft: Draft) -> bool:
    """A text among the rows says that those below it are of last year, a plan or in 1000 kr.

    Only those above are the table's.
    """
    slots = ("rader", "nokkel", "sum", "enhet", "tall", "kolonner", "fotnote", "aar", "andel")
    if draft.key.kind != "text" or not draft.of("kr") or not draft.take(*slots):
        return False
    heads = ["Tall i 1000 kr", "I fjor", "Avvik", "Opprinnelig plan", "Hittil i år"]
    more = [_text(draft, draft.draw.choice(heads))]
    for row in draft.rows:
        keys = tuple(row.values[c.field] for c in draft.table.columns if not c.make)
        more.append(Row(draft._row(keys).values, counts=False))
    draft.rows += more
    draft.asks.add("rows:section")
    return True


def row_of_units(draft: Draft) -> bool:
    """The units stand in a row of their own below the headings."""
    columns = draft.of("kr")
    if not columns or not draft.take("enhet", "rader", "tall", "fotnote"):
        return False
    row = _text(draft, draft.draw.choice(("", "(navn)")))
    for column in columns:
        factor = draft.draw.choice(tuple(KR))
        row.raw[column.field] = draft.draw.choice(("{0}", "({0})")).format(
            draft.draw.choice([u for u in KR[factor] if "kr" in u or "NOK" in u])
        )
        draft.factor[column.field] = Decimal(factor)
    row.raw = {field: text for field, text in row.raw.items() if text}
    draft.rows.insert(0, row)
    draft.told.append(("1000 kr", "mill. kr"))
    return True


def qualifier(draft: Draft) -> bool:
    """The heading, or the row below it, says that the column is of something else: asked about."""
    columns = draft.of("kr", "count", "fte", "hours", "share")
    if not columns or not draft.take("enhet", "rader", "tall", "andel", "fotnote"):
        return False
    column = draft.draw.choice(columns)
    said = draft.draw.choice(QUALIFIERS)
    if draft.draw.random() < 0.5:
        draft.heads[column.field] += f" {said}"
    else:
        row = _text(draft, "")
        row.raw = {column.field: said.strip("()")}
        draft.rows.insert(0, row)
    draft.asks.add(f"heading:{column.field}")
    return True


def another_table(draft: Draft) -> bool:
    """A note says that the figures are of another year or a plan: asked about."""
    if not draft.of("kr", "count") or not draft.take("fotnote", "kolonner", "aar"):
        return False
    years = any(c.field == "year" for c in draft.table.columns)
    said = draft.draw.choice(("Tallene er fra 2019", "Tallene gjelder 2017/18", "Tall for 2018"))
    # Of budgets it says nothing new that they are of what is to come.
    ahead = any("budsjett" in heading.casefold() for c in draft.columns for heading in c.headings)
    plan = "Dette er avvik" if ahead else "Tallene er framskrevet"
    kind = draft.draw.choice((plan, "Dette er differanser", "Tall fra i fjor"))
    of_year = years and draft.draw.random() < 0.5
    _below(draft, said if of_year else kind)
    draft.asks.add("title:year" if of_year else "title:kind")
    return True


def half_a_row(draft: Draft) -> bool:
    """A row with a figure and no year: nobody can tell of which year it is."""
    years = [c for c in draft.table.columns if c.kind == "year"]
    if draft.key.kind != "text" or not years or not draft.take("rader", "sum", "aar"):
        return False
    row = draft.draw.choice(draft.rows)
    for column in years:
        row.raw[column.field] = None
    draft.refused = "en rad mangler året"
    return True
