"""Odd shapes of sheets: rows that aren't figures, rows nobody sees, headings, tables beside."""

from __future__ import annotations

from decimal import Decimal

from tests.own.intake.odd.draft import UNITS, Column, Draft, Row, Value

PROPER = ("Sum og Dans AS", "Total Idrettshall", "Totalt Kafé", "Samlet Drift KF")
ADDS = ("count", "kr", "hours", "fte")
TOTALS = (
    "Sum",
    "Totalt",
    "I alt",
    "Hovedsum",
    "Sum alle",
    "Hele kommunen",
    "Skole Totalt",
    "Samlet",
    "Rana",
    "Kommunen samlet",
    "Alle enheter",
    "Σ",
    "Heile kommunen",
    "Hele tjenesten",
    "Kommunen",
    "Rana kommune",
)
OWN = ("Rana kommune", "Kommunen", "Rana")
MEANS = ("Snitt", "Gjennomsnitt", "Middel", "Snitt alle")


def _numbers(draft: Draft) -> list[Column]:
    return [c for c in draft.table.columns if c.kind in ADDS]


def _total(draft: Draft, rows: list[Row], name: str, *, mean: bool) -> Row | None:
    """Give the row that is the sum or the mean of others, when every number of theirs is there."""
    values: dict[str, Value] = {}
    if not rows:
        return None
    for column in draft.table.columns:
        held = [row.values[column.field] for row in rows]
        if any(v is None for v in held):
            return None
        if column.kind in ADDS:
            added = sum((Decimal(v) for v in held), Decimal())  # type: ignore[arg-type]
            if mean:
                added = (added / len(held)).quantize(Decimal(1))
            values[column.field] = int(added) if column.kind == "count" else added
        elif column.kind == "share":
            values[column.field] = Decimal("0.05")
        else:
            values[column.field] = held[0]
    values[draft.key.field] = name
    return Row(values, counts=False)


def total(draft: Draft) -> bool:
    """A row that is the sum of the others of its year and grade, named or not."""
    if draft.key.kind != "text" or not draft.take("sum", "rader"):
        return False
    return _totals(draft, draft.draw.choice(TOTALS), mean=False)


def subtotals(draft: Draft) -> bool:
    """Rows that are the sum of some others, above or below them or sorted among them by name."""
    if draft.key.kind != "text" or not draft.of("kr") or not draft.take("sum", "rader", "enhet"):
        return False
    names = list(dict.fromkeys(row.values[draft.key.field] for row in draft.rows))
    if len(draft.rows) == len(names) and len(draft.of("kr")) < 2:
        return False  # one number a row: a sum of some of many is no certain thing
    parts = draft.draw.sample(names, draft.draw.randint(2, len(names) - 1))
    groups: dict[tuple[Value, ...], list[Row]] = {}
    for row in draft.rows:
        key = tuple(row.values[c.field] for c in draft.table.columns if c.kind == "year")
        groups.setdefault(key, []).append(row)
    how, found = draft.draw.choice(("over", "under", "alfabetisk")), []
    for rows in groups.values():
        some = [r for r in rows if r.values[draft.key.field] in parts]
        made = _total(draft, some, "Levekår", mean=False)
        if made is None:
            return False
        rest = [r for r in rows if r not in some]
        found += [*rest, made, *some] if how == "over" else [*some, made, *rest]
    if how == "alfabetisk":
        found.sort(key=lambda r: str(r.values[draft.key.field]))
    draft.rows = found
    draft.asks.add("rows:repeats")
    return True


def round_subtotals(draft: Draft) -> bool:
    """Two groups of round amounts, each with its sum right before or right after its parts."""
    slots = ("sum", "rader", "enhet", "tall")
    if draft.table.name != "yearly_budgets" or len(draft.rows) < 4 or not draft.take(*slots):
        return False
    for row in draft.rows:
        for column in draft.of("kr"):
            row.values[column.field] = Decimal(draft.draw.randint(200, 4_000) * 100_000)
    at, first = draft.draw.randint(2, len(draft.rows) - 2), draft.draw.random() < 0.5
    found: list[Row] = []
    for rows, name in ((draft.rows[:at], "Levekår"), (draft.rows[at:], "Teknikk")):
        made = _total(draft, rows, name, mean=False)
        if made is None:
            return False
        found += [made, *rows] if first else [*rows, made]
    draft.rows = found
    draft.asks.add("rows:repeats")
    return True


def round_sum(draft: Draft) -> bool:
    """A short list of round amounts and their sum, first or last, with the others set in or not."""
    slots = ("sum", "rader", "enhet", "tall", "nokkel")
    if draft.table.name not in ("yearly_budgets", "monthly_accounts") or not draft.take(*slots):
        return False
    for row in draft.rows:
        for column in draft.of("kr"):
            row.values[column.field] = Decimal(draft.draw.randint(4, 60) * 500_000)
    months = [c.field for c in draft.table.columns if c.field == "month"]
    first, deep = draft.draw.random() < 0.5, draft.draw.choice(("", "  ", "\u00a0\u00a0"))
    groups: dict[Value, list[Row]] = {}
    for row in draft.rows:
        groups.setdefault(row.values[months[0]] if months else None, []).append(row)
        row.raw[draft.key.field] = f"{deep}{row.values[draft.key.field]}"
    draft.rows = []
    for rows in groups.values():
        made = _total(draft, rows, "Levekår", mean=False)
        if made is None:
            return False
        draft.rows += [made, *rows] if first else [*rows, made]
    draft.asks.add("rows:repeats")
    return True


def total_that_is_none(draft: Draft) -> bool:
    """A row with the name of a sum, or of the municipality, that others don't come to."""
    if draft.key.kind != "text" or not draft.take("sum", "rader"):
        return False
    name = draft.draw.choice(("Sum", "Totalt", "I alt kommunale bygg", "Sum nord", *OWN))
    if not _totals(draft, name, mean=False):
        return False
    for row in draft.rows:
        for column in () if row.counts else _numbers(draft):
            value = Decimal(row.values[column.field]) * 2  # type: ignore[arg-type]
            row.values[column.field] = int(value) if column.kind == "count" else value
    draft.asks.add("rows:repeats")
    return True


def mean(draft: Draft) -> bool:
    """A row that is the mean of the others, which nobody calls by arithmetic alone."""
    if draft.key.kind != "text" or not draft.take("sum", "rader"):
        return False
    return _totals(draft, draft.draw.choice(MEANS), mean=True)


def _totals(draft: Draft, name: str, *, mean: bool) -> bool:
    others = [c.field for c in draft.table.columns if c.kind == "year"]
    groups: dict[tuple[Value, ...], list[Row]] = {}
    for row in draft.rows:
        groups.setdefault(tuple(row.values[o] for o in others), []).append(row)
    made = [_total(draft, rows, name, mean=mean) for rows in groups.values()]
    found = [row for row in made if row is not None]
    if len(found) < len(made):
        return False
    draft.rows = [*found, *draft.rows] if draft.draw.random() < 0.2 else [*draft.rows, *found]
    draft.told.append(("sum", "snitt", "gjentar"))
    return True


def grand_total_without_keys(draft: Draft) -> bool:
    """A last row with a sum and nothing else but «Sum»."""
    if draft.key.kind != "text" or not draft.take("sum", "rader"):
        return False
    row = _total(draft, draft.rows, draft.draw.choice(("Sum", "Totalt", "I alt", "")), mean=False)
    if row is None:
        return False
    for column in draft.table.columns:
        if column.kind in ("year", "share"):
            row.values[column.field] = None
    if not row.values[draft.key.field]:
        row.values[draft.key.field] = None
    draft.rows.append(row)
    return True


def real_names(draft: Draft) -> bool:
    """Names that hold a word of sums, and are none."""
    if draft.key.kind != "text" or not draft.take("rader", "nokkel"):
        return False
    old = draft.rows[0].values[draft.key.field]
    new = draft.draw.choice(
        ("Summers skole", "Totland", "Sumatra sør", "Middelthun", "Snittås", *PROPER)
    )
    for row in draft.rows:
        if row.values[draft.key.field] == old:
            row.values[draft.key.field] = new
    return True


def hidden_rows(draft: Draft) -> bool:
    """Rows that are hidden or filtered away."""
    if draft.form == "csv" or len(draft.rows) < 3 or not draft.take("rader", "skjult"):
        return False
    some = draft.draw.sample(draft.rows, draft.draw.randint(1, len(draft.rows) // 2))
    for row in some:
        row.hidden = True
    draft.filtered = draft.draw.random() < 0.5
    if draft.form == "xlsx" and draft.draw.random() < 0.3:
        draft.shown_as_nothing = draft.draw.choice((";;;", '""', '" ";0', "_-;;"))
    draft.hidden_answer = draft.draw.choice(("drop", "keep"))
    draft.asks.add("rows:hidden")
    return True


def hidden_columns(draft: Draft) -> bool:
    """A column of the table is hidden."""
    if draft.form == "csv" or draft.beside or not draft.take("kolonner", "ved"):
        return False
    column = draft.draw.choice([c for c in draft.table.columns if c.kind != "secret"])
    draft.unseen = {column.field}
    draft.asks.add(f"hidden:{column.field}")
    return True


def merged_keys(draft: Draft) -> bool:
    """The name of a school stands once, in a cell that is merged over its rows."""
    if draft.form == "csv" or draft.key.kind != "text" or not draft.take("rader", "nokkel"):
        return False
    draft.rows.sort(key=lambda row: str(row.values[draft.key.field]))
    draft.merge_keys = True
    before: Value = None
    for row in draft.rows:
        if row.values[draft.key.field] == before:
            row.raw[draft.key.field] = None
        before = row.values[draft.key.field]
    return any(row.raw for row in draft.rows)


def named_once(draft: Draft) -> bool:
    """The name of a school stands in its first row only, as in a printed report."""
    if draft.key.kind != "text" or not draft.take("rader", "nokkel"):
        return False
    draft.rows.sort(key=lambda row: str(row.values[draft.key.field]))
    before: Value = None
    for row in draft.rows:
        if row.values[draft.key.field] == before:
            row.raw[draft.key.field] = None
        before = row.values[draft.key.field]
    return any(row.raw for row in draft.rows)


def titles(draft: Draft) -> bool:
    """Lines above that are no unit: names, dates, numbers of accounts."""
    lines = (
        "Rana kommune",
        "Uttrekk 12.08.2026",
        "Ansvar 1000–2999",
        "1000 Fellesutgifter",
        "Utskrift fra systemet, side 1",
        "Millom-Namdal",
        "Ansvarlig: Kari Nordmann",
        "",
    )
    some = [[line] if line else [] for line in draft.draw.sample(lines, draft.draw.randint(1, 4))]
    draft.above = [*some, *draft.above]
    return True


def footnotes(draft: Draft) -> bool:
    """Lines below that are no figures."""
    if not draft.take("fotnote"):
        return False
    lines = (
        "* Foreløpige tall",
        "Kilde: GSI, 1. oktober",
        "1) Inkluderer SFO",
        "Skrevet ut 12.08.2026 kl. 09:14",
        "Merk: tallene er avrundet.",
        "Note 1: 12 elever er flyttet",
    )
    draft.below = [*draft.below, [], *([x] for x in draft.draw.sample(lines, 2))]
    return True


def figures_below(draft: Draft) -> bool:
    """A footnote with a number behind its label: «Herav vikarer | | | 12» is no figure."""
    if draft.key.kind != "text" or not draft.take("fotnote"):
        return False
    width = len(draft.columns)
    label = draft.draw.choice(("Herav vikarer", "Endring fra i fjor", "Avvik", "Andel i prosent"))
    draft.below = [[], [label, *[None] * (width - 2), draft.draw.randint(2, 99)]]
    return True


def table_below(draft: Draft) -> bool:
    """Another table below, of something else."""
    if not draft.take("fotnote"):
        return False
    width, columns = len(draft.columns), draft.table.columns
    heads = [draft.heads[columns[0].field], "Lærere", "Assistenter", "Merknad", "Annet", "Mer"]
    rows = [
        [name, *[draft.draw.randint(1, 80) for _i in range(width - 1)]]
        for name in draft.draw.sample(UNITS, 3)
    ]
    draft.below = [[], ["Tabell 2: Ansatte"], heads[:width], *rows]
    return True


def same_table_below(draft: Draft) -> bool:
    """The same headings again below, with rows of their own: a page break, or another year."""
    if not draft.take("fotnote", "rader") or len(draft.rows) < 4:
        return False
    at = len(draft.rows) // 2
    heads = {c.field: draft.heads[c.field] for c in draft.table.columns}
    again = Row(dict.fromkeys(heads), counts=False, raw=dict(heads))
    draft.rows.insert(at, again)
    return True


def table_beside(draft: Draft) -> bool:
    """Another table to the right, with an empty column between."""
    if draft.left or not draft.take("ved"):
        return False
    heads = [None, "Enhet", "Lærere"] if draft.draw.random() < 0.5 else [None, "Sted", "Areal"]
    rows = [[None, name, draft.draw.randint(1, 90)] for name in draft.draw.sample(UNITS, 3)]
    draft.beside = [heads, *rows[: len(draft.rows)]]
    return True


def more_columns(draft: Draft) -> bool:
    """Columns of the sender's own, empty ones too, and the others in another order."""
    if not draft.take("kolonner"):
        return False
    extra = draft.draw.sample(
        ("Merknad", "Leder", "Org.nr", "Telefon", ""), draft.draw.randint(0, 2)
    )
    draft.columns = [*draft.columns, *extra]
    draft.draw.shuffle(draft.columns)
    return True


def kinds_of_rows(draft: Draft) -> bool:
    """A column of the sender's own says which rows are of the budget, and which of the accounts."""
    if not draft.of("kr", "count") or not draft.take("kolonner", "rader", "sum", "nokkel"):
        return False
    head, own, others = draft.draw.choice(
        (
            ("Type", "Regnskap", ("Budsjett",)),
            ("Versjon", "A", ("B", "C")),
            ("Slag", "Nå", ("Før",)),
            ("Status", "Utført", ("Avlyst",)),
            ("Kommune", "Rana", ("1804 Bodø",)),
        )
    )
    if own == "Regnskap" and draft.table.name != "monthly_accounts":
        return False
    more = []
    for row in draft.rows:
        row.raw[head] = own
        for other in others:
            made = draft._row(tuple(row.values[c.field] for c in draft.table.columns if not c.make))
            more.append(Row({**made.values}, counts=False, raw={head: other}))
    draft.rows += more
    draft.columns = [*draft.columns, head]
    place = head == "Kommune"
    draft.kind = "own" if place else own
    draft.asks.add("rows:place" if place else "rows:kind")
    return True


def a_column_nobody_knows(draft: Draft) -> bool:
    """A column of the sender's own may tell rows apart: they are asked about, and all count."""
    if len(draft.rows) < 3 or not draft.take("kolonner", "rader", "sum", "nokkel"):
        return False
    head, kinds = draft.draw.choice(
        (
            ("Ordning", ("Fast", "Vikar")),
            ("Versjon", ("R1", "R2", "R3")),
            ("Finansiering", ("Frie midler", "Øremerket")),
            ("Opphav", ("Manuell", "Import", "")),
            ("Dim 4", ("X",)),
        )
    )
    for n, row in enumerate(draft.rows):
        row.raw[head] = kinds[n % len(kinds)]
    draft.columns.insert(draft.draw.randint(0, len(draft.columns)), head)
    draft.kind = "alle"
    draft.asks.add("rows:kind")
    return True


def group_of_headings(draft: Draft) -> bool:
    """A row above the headings says what the last columns are, which is what they are anyway."""
    if draft.left or draft.above or not draft.take("ved", "kolonner", "tittel"):
        return False
    blank = [None] * (len(draft.columns) - 1)
    draft.above = [[*blank, draft.draw.choice(("Tall", "Beløp", "Verdier"))]]
    return True


def so_far_this_year(draft: Draft) -> bool:
    """Amounts of months are sums since January, as a heading or a title says, or none."""
    slots = ("tall", "enhet", "rader", "sum", "nokkel")
    if draft.table.name != "monthly_accounts" or not draft.take(*slots):
        return False
    units: dict[Value, list[Row]] = {}
    for row in draft.rows:
        units.setdefault(row.values["unit"], []).append(row)
    for rows in units.values():
        usual, summed = draft.draw.randint(2_000, 30_000), Decimal()
        for row in rows:
            value = Decimal(usual * draft.draw.randint(85, 115) * 10)
            summed += value
            row.values["amount"], row.raw["amount"] = value, summed
    where = draft.draw.choice(("overskrift", "tittel", "ingen"))
    if where == "overskrift":
        draft.heads["amount"] += draft.draw.choice((" (hittil i år)", " (akkumulert)", " (hiå.)"))
    elif where == "tittel":
        draft.above = [["Regnskap hittil i år"], *draft.above]
    elif len(draft.rows) < 3 * 4 or len(units) * 4 > len(draft.rows):
        for row in draft.rows:  # of so few months nobody can tell
            row.raw.pop("amount")
        return False
    if len(draft.rows) > len(units):  # in January it is the same
        draft.asks.add("period:amount")
    return True


def headings(draft: Draft) -> bool:
    """Headings with spaces, line breaks, stars and other cases."""
    for field, head in draft.heads.items():
        shape = draft.draw.choice(("{0}", " {0} ", "{0} *", "{0}:", "{0}\n", "{0}\u00a0"))
        if draft.form == "csv":
            shape = shape.replace("\n", " ")
        text = shape.format(head)
        draft.heads[field] = draft.draw.choice((text, text.upper(), text.lower()))
    return True


def year_in_a_heading(draft: Draft) -> bool:
    """The heading of the figures has a year: that of the rows, another, or the only one."""
    columns, years = draft.of("kr", "count"), [c for c in draft.of("year") if c.field == "year"]
    slots = ("enhet", "tall", "aar", "kolonner", "fotnote", "rader")
    if not columns or not years or len(columns) > 2 or not draft.take(*slots):
        return False
    year = int(draft.rows[0].values["year"])  # type: ignore[arg-type]
    how = draft.draw.choice(("samme", "annet", "bare der"))
    said = year - 1 if how == "annet" else year
    for column in columns:
        draft.heads[column.field] += draft.draw.choice((f" {said}", f", {said}", f" ({said})"))
        if how == "annet":
            draft.asks.add(f"heading:{column.field}")
    if how == "bare der":
        draft.columns.remove(years[0])
        draft.asks.add("heading:year")
    return True


def moved(draft: Draft) -> bool:
    """The table stands some columns and rows into the sheet."""
    if draft.form == "csv" or draft.beside or not draft.take("ved"):
        return False
    draft.left = draft.draw.randint(1, 3)
    draft.above = [*draft.above, *[[] for _i in range(draft.draw.randint(1, 5))]]
    return True


def other_sheets(draft: Draft) -> bool:
    """A front page before and a list after, hidden or not."""
    if draft.form == "csv" or not draft.take("ark"):
        return False
    draft.before = [("Forside", [["Rana kommune"], ["Tall for 2025"]], True)]
    if draft.draw.random() < 0.5:
        draft.after = [
            ("Lister", [["Kode", "Navn"], [1, "a"], [2, "b"]], draft.draw.random() < 0.5)
        ]
    return True


def another_year(draft: Draft) -> bool:
    """Another sheet with the same headings: told, since only one is read."""
    slots = (
        "ark",
        "enhet",
        "rader",
        "kolonner",
        "nokkel",
        "person",
        "tall",
        "andel",
        "aar",
        "ved",
        "dato",
    )
    if draft.form == "csv" or not draft.take(*slots):
        return False
    heads, *rows = draft.cells()
    draft.after = [("I fjor", [heads, *[list(r) for r in rows[:2]]], True)]
    draft.told.append(("I fjor",))
    return not any(isinstance(v, object) and hasattr(v, "strftime") for r in rows for v in r)


def doubled(draft: Draft) -> bool:
    """A row twice: two figures for the same thing."""
    if not draft.take("rader", "nokkel"):
        return False
    row = draft.draw.choice(draft.rows)
    again = Row(dict(row.values), counts=False)
    for column in draft.table.columns:
        if column.kind == "count" and again.values[column.field] is not None:
            again.values[column.field] = int(again.values[column.field]) + 3  # type: ignore[arg-type]
    draft.rows.append(again)
    draft.refused = "samme nøkkel to ganger"
    return True


def by_year(draft: Draft) -> bool:
    """Years as headings, as in a report: no table of ours, whatever it holds."""
    if draft.key.kind != "text" or not draft.take(
        "kolonner", "rader", "aar", "fotnote", "tall", "ark"
    ):
        return False
    draft.columns = [draft.key, "2023", "2024", "2025"]
    for row in draft.rows:
        row.raw.update({year: draft.draw.randint(1, 900) for year in ("2023", "2024", "2025")})
    draft.refused = "årene er overskrifter"
    return True
