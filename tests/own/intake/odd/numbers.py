"""Odd ways of writing numbers, units, dates and times."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.own.intake.odd.draft import Column, Draft, Value, comma, grouped
from tests.own.intake.odd.written import Bare, Clock, PerCent

KR = {
    1000: (
        "1000 kr",
        "1 000 kr",
        "tkr",
        "TNOK",
        "hele tusen",
        "tusen kroner",
        "t.kr.",
        "NOK 1000",
        "kr 1.000",
        "i 1000 kroner",
        "tusen kr",
        "1000-lapper",
        "NOK k",
        "K kr",
        "1e3",
        "kr '000",
    ),
    1_000_000: (
        "mill. kr",
        "mill kr",
        "millioner kroner",
        "MNOK",
        "mill. kroner",
        "mkr",
        "NOK mill",
        "1E6",
        "NOK m",
    ),
}
BRACKETS = ("{0} ({1})", "{0} [{1}]", "{0}, {1}", "{0} i {1}", "{0} {1}", "{0}\n({1})", "{0} – {1}")
WORDS = {
    Decimal(1000): (
        "(tusener)",
        "i tusenkroner",
        "(heile tusen)",
        "(kr×10³)",
        "(10^3 kr)",
        "(thousands)",
        "(000)",
        "i 1000 2025-kroner",
    ),
    Decimal(1_000_000): ("(millionar kr)", "(millioner)", "(10^6 kr)", "i mio. kr"),
    Decimal(100): ("(i hundre kroner)", "(100 kr)"),
    Decimal(100_000): ("(kr 100 000)", "i 100.000 kr"),
    Decimal("0.01"): ("(øre)", "i øre"),
}
SENTENCES = (
    "Kommunens samlede budsjett er 627 mill. kr",
    "Avvik over 1 000 kr er kommentert",
    "Kommunen omsetter for 2 milliarder kr",
    "(alle beløp over 5 millioner kr er kontrollert)",
    "Fondet er på 3,5 mill.",
    "Vi har tusen takk å si",
    "Lønn er ført i EUR for to ansatte",
)
TITLES = (
    "Tall i {0}",
    "Alle beløp i {0}",
    "Beløp i {0}",
    "(Tall i {0})",
    "Alle tall oppgitt i {0}",
    "Regnskap 2026 – tall i {0}",
)
SCALES = (
    "Alle tall er delt på {0}",
    "Tallene må ganges med {0}",
    "Tallene er dividert med {0}",
    "Skala: {0}",
    "Faktor: {0}",
    "Skala 1:{0}",
    "× {0}",
)
CUT = {
    1000: ("Tre nuller er strøket", "De tre siste sifrene er utelatt", "Uten de tre siste nullene"),
    1_000_000: ("Seks nuller er strøket", "De 6 siste sifrene er kuttet"),
}
"""How a title says that the numbers must be multiplied."""
DIGITS = {
    "brede": "０１２３４５６７８９",
    "arabiske": "٠١٢٣٤٥٦٧٨٩",
    "devanagari": "०१२३४५६७८९",
    "thai": "๐๑๒๓๔๕๖๗๘๙",
    "fete": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
ROUND = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


def _money(draft: Draft) -> list[Column]:
    return draft.of("kr") if draft.take("enhet") else []


def unit_in_heading(draft: Draft) -> bool:
    """Kroner in thousands or millions, as the heading says."""
    columns = _money(draft)
    for column in columns:
        factor = draft.draw.choice(tuple(KR))
        unit = draft.draw.choice(KR[factor])
        head = draft.draw.choice(BRACKETS).format(draft.heads[column.field], unit)
        draft.heads[column.field] = head.replace("i i ", "i ")
        draft.factor[column.field] = Decimal(factor)
        draft.told.append(("1000 kr", "mill. kr"))
    return bool(columns)


def unit_in_title(draft: Draft) -> bool:
    """Kroner in thousands or millions, as a line above, below or beside the table says."""
    columns = _money(draft)
    if not columns:
        return False
    factor = draft.draw.choice(tuple(KR))
    said = draft.draw.choice(TITLES).format(draft.draw.choice(KR[factor])).replace("i i ", "i ")
    where = draft.draw.choice(("over", "over", "ark", "ved"))
    if where == "ark" and draft.form != "csv":
        draft.sheet = said.replace("[", "").replace("]", "")[:31]
    elif where == "ved" and draft.form != "csv":
        draft.beside = [[None, said]]
    else:
        draft.above = [[said], *draft.above]
    draft.factor = {c.field: Decimal(factor) for c in columns}
    draft.told.append(("1000 kr", "mill. kr"))
    return True


def unit_in_format(draft: Draft) -> bool:
    """Kroner in thousands, as the number format of the cells says."""
    if draft.form != "xlsx" or not draft.take("tall") or not (columns := _money(draft)):
        return False
    for column in columns:
        factor = draft.draw.choice(tuple(KR))
        word = draft.draw.choice(
            {1000: ("tkr", "1000 kr", "TNOK"), 1_000_000: ("mill. kr", "MNOK")}[factor]
        )
        escaped = "".join(f"\\{letter}" for letter in word)
        quoted = draft.draw.choice((f'"{word}"', escaped, f'"{word[:1]}"{escaped[2:]}'))
        shape = draft.draw.choice(("#,##0.0 {0}", "#,##0 {0}", "{0} 0.00", "0.0## {0};-0.0## {0}"))
        draft.formats[column.field] = shape.format(quoted)
        draft.factor[column.field] = Decimal(factor)
        draft.told.append(("1000 kr", "mill. kr"))
    return True


def shown_in_thousands(draft: Draft) -> bool:
    """Whole kroner in the cells, shown in thousands by the number format alone."""
    if draft.form != "xlsx" or not draft.take("tall") or not (columns := _money(draft)):
        return False
    for column in columns:
        draft.formats[column.field] = draft.draw.choice(('#,##0, "tkr"', "#,##0,", "0.0,,"))
    return True


def shown_and_stated(draft: Draft) -> bool:
    """The title states what the format shows, or what the cells hold: nobody knows which."""
    if draft.form != "xlsx" or not draft.take("tall") or not (columns := _money(draft)):
        return False
    draft.above = [["Tall i 1000 kr"], *draft.above]
    right = draft.draw.choice((1, 1000))
    for column in columns:
        draft.formats[column.field] = draft.draw.choice(("#,##0,", "0.0,"))
        draft.factor[column.field] = Decimal(right)
        draft.asks.add(f"unit:{column.field}")
    return True


def scale_in_words(draft: Draft) -> bool:
    """A title says what the numbers must be multiplied by, or how many digits are cut away."""
    columns = _money(draft)
    if not columns:
        return False
    factor = draft.draw.choice(tuple(KR))
    written = draft.draw.choice({1000: ("1000", "1 000"), 1_000_000: ("1 000 000",)}[factor])
    said = draft.draw.choice((*SCALES, *CUT[factor])).format(written)
    draft.above = [[said], *draft.above]
    draft.factor = {c.field: Decimal(factor) for c in columns}
    draft.told.append(("lest i", "enhet"))
    return True


def unit_of_one_alone(draft: Draft) -> bool:
    """One heading states its unit and the one beside it nothing: nobody can tell from the file."""
    columns = draft.of("kr", "share")
    if len(columns) < 2 or not draft.take("enhet", "andel", "tall"):
        return False
    stated, silent = draft.draw.sample(columns, 2)
    share = stated.kind == "share"
    factor = Decimal("0.01") if share else Decimal(draft.draw.choice(tuple(KR)))
    unit = "%" if share else draft.draw.choice(KR[int(factor)])
    draft.heads[stated.field] += f" ({unit})"
    draft.factor[stated.field] = factor
    draft.factor[silent.field] = draft.draw.choice((factor, Decimal(1)))
    draft.asks.add(f"unit:{silent.field}")
    return True


def unit_in_other_words(draft: Draft) -> bool:
    """Kroner in another unit, as a heading says in words seldom met."""
    columns = _money(draft)
    for column in columns:
        factor = draft.draw.choice(tuple(WORDS))
        draft.heads[column.field] += f" {draft.draw.choice(WORDS[factor])}"
        draft.factor[column.field] = factor
        draft.told.append(("lest i", "enhet"))
    return bool(columns)


def amount_in_a_sentence(draft: Draft) -> bool:
    """A line with an amount in it, that is no unit: whoever reads it must ask."""
    columns = _money(draft)
    if not columns:
        return False
    said = draft.draw.choice(SENTENCES)
    if draft.draw.random() < 0.3 and draft.form != "csv" and draft.take("ved"):
        draft.beside = [[None, said]]
    else:
        draft.above = [[said], *draft.above]
    draft.asks |= {f"unit:{c.field}" for c in columns}
    return True


def letter_for_a_unit(draft: Draft) -> bool:
    """A heading with «k», another currency or a bare «1000»: nobody knows what it is."""
    columns = _money(draft)
    for column in columns:
        said, factor = draft.draw.choice(
            (
                *((f"({word})", 1) for word in ("EUR", "DKK", "danske kr", "pund", "over 1000 kr")),
                *((f"({word})", 1000) for word in ("k", "1000", "T")),
                ("(M)", 1_000_000),
            )
        )
        draft.heads[column.field] += f" {said}"
        draft.factor[column.field] = Decimal(factor)
        draft.asks.add(f"unit:{column.field}")
    return bool(columns)


def unit_far_away(draft: Draft) -> bool:
    """The unit stands in a column, a note, another sheet, a comment, a print or the file's name."""
    where = draft.draw.choice(("kolonne", "fotnote", "ark", "navn", "kommentar", "utskrift"))
    if (where in ("kommentar", "utskrift") and draft.form != "xlsx") or (
        where == "ark" and draft.form == "csv"
    ):
        return False
    slot = {"kolonne": "kolonner", "fotnote": "kolonner", "ark": "ark"}.get(where, where)
    if {slot, "enhet"} & draft.taken or not (columns := _money(draft)) or not draft.take(slot):
        return False
    factor = draft.draw.choice(tuple(KR))
    unit = {1000: "1000 kr", 1_000_000: "mill. kr"}[factor]
    if where == "kolonne":
        name = draft.draw.choice(
            ("Valuta", "Benevning", "Enhet for beløp", "Skala", "Faktor", "Multiplikator")
        )
        draft.columns = [*draft.columns, name]
        shown = (
            factor if name in ("Skala", "Faktor", "Multiplikator") else f"{'MT'[factor < 1e4]}NOK"
        )
        for row in draft.rows:
            row.raw[name] = shown
    elif where == "fotnote":
        draft.columns = [*draft.columns, ""]
        for row in draft.rows:
            row.raw[""] = None
        draft.rows[-1].raw[""] = f"Alle tall i {unit}"
    elif where == "ark":
        draft.before = [("Forside", [["Rana kommune"], [f"Alle beløp i {unit}"]], True)]
    elif where == "navn":
        short = f"{'MT'[factor < 1e4]}NOK"
        draft.name = draft.draw.choice(
            (
                f"regnskap_i_{unit.replace(' ', '_').replace('.', '')}",
                f"Regnskap2024{short}",
                f"regnskap-{short.lower()}-2024",
                "regnskap-i-1000" if factor == 1000 else "regnskap_mill",
            )
        )
    elif where == "kommentar":
        draft.comment = f"Kari Nordmann: Tall i {unit}"
    else:
        draft.header = f"Tall i {unit}"
    draft.factor = {c.field: Decimal(factor) for c in columns}
    draft.told.append(("lest i", "enhet"))
    return True


def thousands_unsaid(draft: Draft) -> bool:
    """Kroner in thousands, and nothing says so: only the size tells."""
    columns = _money(draft)
    if not columns or not draft.take("rader", "tall"):
        return False
    for column in columns:
        draft.factor[column.field] = Decimal(1000)
        draft.asks.add(f"unit:{column.field}")
    return True


def one_column_in_thousands(draft: Draft) -> bool:
    """One column of kroner in thousands beside another in kroner, and nothing says so."""
    columns = draft.of("kr")
    if draft.table.name != "yearly_budgets" or not draft.take("enhet", "rader", "tall"):
        return False
    whole, small = draft.draw.sample(columns, 2)
    for row in draft.rows:  # what is expected is near what is granted
        of = Decimal(row.values[whole.field])  # type: ignore[arg-type]
        row.values[small.field] = of + 1000 * draft.draw.randint(-9_000, 9_000)
    draft.factor[small.field] = Decimal(1000)
    draft.asks.add(f"unit:{small.field}")
    return True


def rows_in_thousands(draft: Draft) -> bool:
    """Some rows of a column are in thousands and the others in kroner, and nothing says so."""
    if draft.table.name != "monthly_accounts" or not draft.take("enhet", "rader", "tall", "sum"):
        return False
    by = draft.draw.choice(("unit", "month"))
    names = sorted({str(row.values[by]) for row in draft.rows})
    chosen = draft.draw.choice(names) if len(names) > 1 else ""
    for row in draft.rows:
        if str(row.values[by]) == chosen:
            row.raw["amount"] = Decimal(row.values["amount"]) / 1000  # type: ignore[arg-type]
    if chosen:
        draft.asks.add("rows:unit")
    return bool(chosen)


def unit_of_each_row(draft: Draft) -> bool:
    """A column says the unit of each row, and they are not the same."""
    if not draft.of("kr") or not draft.take("enhet", "rader", "tall", "kolonner"):
        return False
    name = draft.draw.choice(("Måleenhet", "Benevning", "Enhet for beløp"))
    units = draft.draw.choice((("kr", "1000 kr"), ("NOK", "TNOK"), ("tkr", "mill. kr")))
    draft.columns = [*draft.columns, name]
    for n, row in enumerate(draft.rows):
        row.raw[name] = units[n % 2]
    draft.refused = "radene har ulike enheter"
    return True


def denied_unit(draft: Draft) -> bool:
    """A title says what unit the numbers are not in."""
    if not _money(draft):
        return False
    said = ("Tallene er IKKE i tusen", "Alle beløp i hele kroner, ikke i 1000 kr", "Ikke i mill.")
    draft.above = [[draft.draw.choice(said)], *draft.above]
    return True


def units_that_differ(draft: Draft) -> bool:
    """The title says one unit and the heading another: nobody can tell from the file."""
    columns = _money(draft)
    if not columns:
        return False
    first, second = draft.draw.sample((*KR, 1), 2)
    words = {**{f: draft.draw.choice(t) for f, t in KR.items()}, 1: "hele kroner"}
    draft.above = [[f"Tall i {words[first]}"], *draft.above]
    right = draft.draw.choice((first, second))
    for column in columns:
        draft.heads[column.field] += f" ({words[second]})"
        draft.factor[column.field] = Decimal(right)
        draft.asks.add(f"unit:{column.field}")
    return True


def unit_in_cells(draft: Draft) -> bool:
    """Each cell says its unit: «627,3 mill. kr»."""
    columns = _money(draft) if draft.take("tall") else []
    for column in columns:
        factor = draft.draw.choice(tuple(KR))
        word = draft.draw.choice({1000: ("tkr", "t.kr."), 1_000_000: ("mill.", "mill. kr")}[factor])
        draft.factor[column.field] = Decimal(factor)
        draft.write[column.field] = lambda v, w=word: f"{comma(v)} {w}"  # type: ignore[misc]
    return bool(columns)


def currency(draft: Draft) -> bool:
    """Kroner with their sign."""
    columns = draft.of("kr")
    if not columns or not draft.take("tall", "enhet"):
        return False
    shape = draft.draw.choice(("kr {0}", "{0} kr", "NOK {0}", "{0},-", "kr {0},-", "{0} kr."))
    mark = draft.draw.choice((" ", "\u00a0", "\u202f", ""))
    for column in columns:
        draft.write[column.field] = lambda v: shape.format(grouped(v, mark))
    return True


def negative(draft: Draft) -> bool:
    """Less than nothing, in the ways systems write it."""
    columns = [c for c in draft.of("kr") if c.field in ("amount", "manager_forecast")]
    if not columns or not draft.take("tall"):
        return False
    shape = draft.draw.choice(("({0})", "{0}-", "−{0}", "–{0}", "-{0}", "- {0}"))
    row = draft.draw.choice(draft.figures())
    for column in columns:
        row.values[column.field] = -abs(Decimal(row.values[column.field]))  # type: ignore[arg-type]

        def write(value: Value) -> str:
            text = grouped(abs(Decimal(value)), "")  # type: ignore[arg-type]
            return shape.format(text) if Decimal(value) < 0 else text  # type: ignore[arg-type]

        draft.write[column.field] = write
    return True


def thousands(draft: Draft) -> bool:
    """Marks between thousands, of every kind."""
    columns = draft.of("kr", "hours", "fte", "count")
    if not columns or not draft.take("tall"):
        return False
    mark = draft.draw.choice((" ", "\u00a0", "\u202f", "\u2009", "'", "’", ".", ","))
    point = "." if mark == "," else ","
    for column in columns:
        whole = column.kind in ("kr", "count")
        places = draft.draw.choice((None, 0, 2, 3)) if whole else draft.draw.choice((2, 3))
        if column.kind == "count":
            places = 0

        def write(value: Value, places: int | None = places) -> str:
            lost = places is not None and round(Decimal(value), places) != Decimal(value)  # type: ignore[arg-type]
            return grouped(value, mark, point, None if lost else places)

        draft.write[column.field] = write
    return True


def decimals(draft: Draft) -> bool:
    """A fixed number of decimals, with a comma or a dot: «12,500» can be read in two ways."""
    columns = draft.of("fte", "hours")
    if not columns or not draft.take("tall"):
        return False
    point, places = draft.draw.choice(",."), draft.draw.choice((1, 2, 3, 3, 4))
    for column in columns:
        if column.kind == "hours":
            places = max(places, 2)
        elif places == 1:
            places = 2
        draft.write[column.field] = lambda v, p=places: grouped(v, "", point, p)  # type: ignore[misc]
    return True


def exponent(draft: Draft) -> bool:
    """Numbers as a program writes them: 6,27E+08."""
    columns = draft.of("kr")
    if not columns or not draft.take("tall"):
        return False
    point = draft.draw.choice(",.")
    for column in columns:
        draft.write[column.field] = lambda v: f"{Decimal(v):.12E}".replace(".", point)  # type: ignore[arg-type]
    return True


def foreign_digits(draft: Draft) -> bool:
    """Digits of other scripts and widths."""
    columns = draft.of("count", "kr", "fte")
    if not columns or not draft.take("tall"):
        return False
    table = str.maketrans("0123456789", draft.draw.choice(tuple(DIGITS.values())))
    for column in columns:
        draft.write[column.field] = lambda v: comma(v).translate(table)
    return True


def odd_digits(draft: Draft) -> bool:
    """Digits that are none, in one cell: raised and in circles."""
    columns = draft.of("count")
    if not columns or not draft.take("tall"):
        return False
    row = draft.draw.choice(draft.figures())
    table = draft.draw.choice((RAISED, ROUND))
    row.raw[columns[0].field] = str(row.values[columns[0].field]).translate(table)
    return True


def marked(draft: Draft) -> bool:
    """A number with the mark of a footnote behind it: «33 1)» is not 331."""
    columns = draft.of("count", "kr")
    if not columns or not draft.take("tall", "fotnote"):
        return False
    mark = draft.draw.choice(("*", " 1)", "¹", "²", " *", "1)", " (1)", "**", " ²⁾", "a", " ¹"))
    column, row = draft.draw.choice(columns), draft.draw.choice(draft.figures())
    row.raw[column.field] = f"{comma(row.values[column.field])}{mark}"
    draft.below = [[], [f"{mark.strip()} Foreløpig tall"]]
    return True


def missing(draft: Draft) -> bool:
    """A figure nobody has: never 0."""
    columns = draft.of("count", "kr", "fte", "hours")
    if not columns or not draft.take("tall"):
        return False
    column, row = draft.draw.choice(columns), draft.draw.choice(draft.figures())
    sign = draft.draw.choice(
        ("-", ".", "..", ":", "–", "x", "i/t", "<5", "*", "n/a", "ikke oppgitt")
    )
    row.raw[column.field] = sign
    row.values[column.field] = None
    return True


def as_text(draft: Draft) -> bool:
    """Numbers that are texts in the workbook, with spaces about them."""
    columns = draft.of("count", "kr", "year")
    if draft.form == "csv" or not columns or not draft.take("tall"):
        return False
    around = draft.draw.choice(("{0}", " {0}", "{0} ", "\u00a0{0}", "'{0}", "{0}\u200b"))
    for column in columns:
        draft.write[column.field] = lambda v: around.format(comma(v))
    return True


def per_cent(draft: Draft) -> bool:
    """Shares in per cent: in the heading, in the cells, in the format, or in all."""
    columns = draft.of("share")
    if not columns or not draft.take("andel", "tall"):
        return False
    how = draft.draw.choice(
        ("heading", "title", "cells", "format" if draft.form == "xlsx" else "cells")
    )
    if how == "title":
        said = draft.draw.choice(("Sykefravær i prosent", "Alle tall i %", "Andeler i pst."))
        draft.above = [[said], *draft.above]
    for column in columns:
        if how == "title":
            draft.factor[column.field] = Decimal("0.01")
        elif how == "heading":
            draft.heads[column.field] += draft.draw.choice(
                (" (%)", " %", " i prosent", " [pst]", " prosent", ", pct", " - prosent")
            )
            draft.factor[column.field] = Decimal("0.01")
        elif how == "cells":
            sign = draft.draw.choice((" %", "%", "\u00a0%", " prosent"))
            draft.write[column.field] = lambda v, s=sign: (  # type: ignore[misc]
                comma(Decimal(v) * 100) + s  # type: ignore[arg-type]
            )
        else:
            draft.formats[column.field] = "0.0%"
    return True


def per_cent_here_and_there(draft: Draft) -> bool:
    """Some cells of a column say that they are per cent; the others may be so or not."""
    columns = draft.of("share")
    if not columns or not draft.take("andel", "tall", "enhet"):
        return False
    column = draft.draw.choice(columns)
    known = [row for row in draft.rows if row.values[column.field] is not None]
    if len(known) < 2:
        return False
    draft.factor[column.field] = draft.draw.choice((Decimal("0.01"), Decimal(1)))
    for row in draft.draw.sample(known, draft.draw.randint(1, len(known) - 1)):
        row.raw[column.field] = PerCent(row.values[column.field])  # type: ignore[arg-type]
    draft.asks.add(f"unit:{column.field}")
    return True


def hours_unsaid(draft: Draft) -> bool:
    """Hours in a column of minutes, and nothing says so: no visit takes a minute or two."""
    columns = draft.of("minutes")
    if not columns or not draft.take("enhet", "tall", "rader"):
        return False
    field = columns[0].field
    for row in draft.rows:
        row.values[field] = Decimal(15 * draft.draw.randint(4, 9))
    draft.heads[field] = draft.draw.choice(("Varighet", "Utført tid"))
    draft.factor[field] = Decimal(60)
    draft.asks.add(f"unit:{field}")
    return True


def hours_or_minutes(draft: Draft) -> bool:
    """Time in another unit than the field's."""
    columns = draft.of("minutes", "hours")
    if not columns or not draft.take("enhet", "tall"):
        return False
    for column in columns:
        if column.kind == "minutes":
            word, factor = draft.draw.choice(
                (("timer", 60), ("sekunder", None), ("timar", 60), ("desimaltimer", 60))
            )
        else:
            word, factor = "minutter", None
        shape = draft.draw.choice(("{0} ({1})", "{0}, {1}", "{0} i {1}", "{0} {1}", "{0} - {1}"))
        base = "Varighet" if column.kind == "minutes" else "Timer levert per uke"
        draft.heads[column.field] = shape.format(base, word)
        if factor:
            draft.factor[column.field] = Decimal(factor)
        else:
            draft.factor[column.field] = Decimal(1) / Decimal(60)
            draft.write[column.field] = lambda v: int(Decimal(v).to_integral_value())  # type: ignore[arg-type]
    return True


def unit_of_another_kind(draft: Draft) -> bool:
    """The heading states a unit that can't be turned into the field's: «Regnskap (timer)»."""
    columns = draft.of("kr", "count", "fte", "hours", "minutes")
    if not columns or not draft.take("enhet", "tall"):
        return False
    column = draft.draw.choice(columns)
    said = {
        "kr": ("(timer)", "(%)", "i prosent", "(kr per innbygger)", "[årsverk/%]"),
        "count": ("(%)", "(1000 kr)", "(andel)", "(per 1000 innbyggere)"),
        "fte": ("(%)", "(kr)", "(timer)", "%"),
        "hours": ("(kr)", "(%)", "(kr per time)"),
        "minutes": ("(kr)", "(%)"),
    }[column.kind]
    draft.heads[column.field] += f" {draft.draw.choice(said)}"
    draft.asks.add(f"unit:{column.field}")
    return True


def clock(draft: Draft) -> bool:
    """Minutes as «0:25», as a time in the cell, or as a part of a day that has lost its format."""
    columns = draft.of("minutes")
    if not columns or not draft.take("enhet", "tall"):
        return False
    column = columns[0]
    how = draft.draw.choice(("tekst", "celle", "bar"))
    if how == "bar":
        places = draft.draw.choice((12, 16))
        draft.write[column.field] = lambda v: Bare(round(float(Decimal(v)) / 1440, places))  # type: ignore[arg-type]
        draft.factor[column.field] = Decimal(1)
        draft.asks.add(f"unit:{column.field}")
        draft.told.append(("minutter",))
    elif how == "celle" and draft.form != "csv":
        draft.write[column.field] = lambda v: Clock(minutes=int(v))  # type: ignore[arg-type]
    else:
        draft.write[column.field] = lambda v: f"{int(v) // 60}:{int(v) % 60:02d}"  # type: ignore[arg-type]
    return True


def hours_of_another_period(draft: Draft) -> bool:
    """Hours a day, month or year where those of a week are asked for."""
    columns = draft.of("hours")
    if not columns or not draft.take("enhet", "tall"):
        return False
    words = (("dag", Decimal(7)), ("døgn", Decimal(7)), ("måned", Decimal(84) / 365))
    word, factor = draft.draw.choice((*words, ("år", Decimal(7) / 365)))
    if draft.draw.random() < 0.6:
        shapes = ("Timer (per {0})", "Timer ({0})", "Timer levert per {0}", "Timer/{0}")
        draft.heads[columns[0].field] = draft.draw.choice(shapes).format(word)
    else:
        draft.above = [[f"Timer i hjemmetjenesten per {word}"], *draft.above]
    draft.factor[columns[0].field] = factor
    draft.asks.add(f"unit:{columns[0].field}")
    return True


def quarters(draft: Draft) -> bool:
    """Quarters, thirds or halves of a year where months are asked for."""
    columns = [c for c in draft.of("year") if c.field == "month"]
    if not columns or not draft.take("aar"):
        return False
    word = draft.draw.choice(("kvartal", "Kvartal"))
    if draft.draw.random() < 0.5:
        draft.heads["month"] = f"Periode ({word})"
    else:
        draft.above = [[f"Regnskap per {word}"], *draft.above]
    draft.refused = "kvartaler er ikke måneder"
    return True


def months_and_grades(draft: Draft) -> bool:
    """Months and grades as other systems write them."""
    columns = [c for c in draft.of("year") if c.field in ("month", "grade")]
    if not columns or not draft.take("aar"):
        return False
    names = ("januar", "februar", "mars", "april", "mai", "juni")
    shapes = ("2026{0:02}", "2026-{0:02}", "{0:02}.2026", "{1}", "{1} 2026", "1.{0}.2026")
    shape = draft.draw.choice(("{0}. trinn",) if columns[0].field == "grade" else shapes)
    draft.write[columns[0].field] = lambda v: shape.format(v, names[int(v) - 1])  # type: ignore[arg-type]
    return True


def own_words(draft: Draft) -> bool:
    """Each cell says the column's own word or unit: «33 elever», «25 min»."""
    words = {"pupils": "elever", "under_three": "barn", "staff": "årsverk", "users": "brukere"}
    words |= {"minutes": "min", "hours": "timer"}
    columns = [c for c in draft.of("count", "fte", "minutes", "hours") if c.field in words]
    if not columns or not draft.take("tall"):
        return False
    for column in columns:
        draft.write[column.field] = lambda v, w=words[column.field]: f"{comma(v)} {w}"  # type: ignore[misc]
    return True


def words_here_and_there(draft: Draft) -> bool:
    """Some times say their unit, and others are in one that nothing tells."""
    columns = draft.of("minutes")
    if not columns or len(draft.rows) < 2 or not draft.take("tall", "enhet", "rader"):
        return False
    field = columns[0].field
    said, *_rest = draft.rows
    said.raw[field] = f"{comma(said.values[field])} min"
    draft.heads[field] = "Varighet"
    draft.asks.add(f"unit:{field}")
    return True


def outgo_and_income(draft: Draft) -> bool:
    """What is spent stands in one column and what is got in another, and no column has the rest."""
    columns = [c for c in draft.of("kr") if c.field == "amount"]
    if not columns or not draft.take("tall", "enhet", "rader"):
        return False
    spent, got = draft.draw.choice((("Utgift", "Inntekt"), ("Debet", "Kredit")))
    draft.columns.insert(draft.columns.index(columns[0]), spent)
    draft.heads["amount"] = got
    sign = draft.draw.choice((1, -1))
    for row in draft.rows:
        income = Decimal(draft.draw.randint(1, 900) * 1000)
        row.raw[spent] = Decimal(row.values["amount"]) + income  # type: ignore[arg-type]
        row.raw["amount"] = income * sign
    draft.asks.add("heading:amount")
    return True


def years(draft: Draft) -> bool:
    """Years in other ways than as a number."""
    columns = [c for c in draft.of("year") if c.field == "year"]
    if not columns or not draft.take("aar"):
        return False
    how = draft.draw.choice(
        (
            "{0}",
            "{0}.0",
            "{0}/{1}",
            "{0}-{1}",
            "{0},0",
            " {0} ",
            "'{2}",
            "1.1.{0}",
            "H{0}",
            "{2}/{1}",
        )
    )
    for column in columns:
        draft.write[column.field] = lambda v: how.format(v, int(v) % 100 + 1, int(v) % 100)  # type: ignore[arg-type, call-overload]
    return True


def dates(draft: Draft) -> bool:
    """Dates as people, systems and other countries write them."""
    columns = draft.of("date")
    if not columns or not draft.take("dato"):
        return False
    shape = draft.draw.choice(
        (
            "%d.%m.%Y",
            "%d.%m.%y",
            "%d/%m/%Y",
            "%Y-%m-%d",
            "%Y%m%d",
            "%d.%m.%Y 00:00:00",
            "%Y-%m-%dT08:30:00",
            "%-d.%-m.%Y",
            "%-d. september %Y",
            "%d-%m-%Y",
            "%Y/%m/%d",
            "%A %d.%m.%Y",
        )
    )
    draft.write[columns[0].field] = lambda v: v.strftime(shape)  # type: ignore[union-attr]
    return True


def dates_far(draft: Draft) -> bool:
    """A slip of the century or the year, in one row."""
    columns = draft.of("date")
    if not columns or not draft.take("dato"):
        return False
    row, field = draft.draw.choice(draft.figures()), columns[0].field
    year, shape = draft.draw.choice(
        ((2099, "%d.%m.%Y"), (1924, "%d.%m.%Y"), (2031, "%d.%m.%y"), (2013, "%Y-%m-%d"))
    )
    day = row.values[field]
    assert isinstance(day, dt.date)
    row.values[field] = day.replace(year=year)
    row.raw[field] = day.replace(year=year).strftime(shape)
    draft.asks.add(f"days:{field}")
    return True


def day_numbers(draft: Draft) -> bool:
    """Days as a spreadsheet counts them, from 1900 or from 1904, with and without a format."""
    columns = draft.of("date")
    if draft.form != "xlsx" or not columns or not draft.take("dato"):
        return False
    draft.system = draft.draw.choice(("1900", "1904"))
    if draft.draw.random() < 0.5:
        first = {"1900": dt.date(1899, 12, 30), "1904": dt.date(1904, 1, 1)}[draft.system]
        draft.write[columns[0].field] = lambda v: Bare((v - first).days)  # type: ignore[operator]
        if draft.system == "1904":
            draft.asks.add(f"dates:{columns[0].field}")
    return True
