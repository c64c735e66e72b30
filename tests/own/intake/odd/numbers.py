"""Odd ways of writing numbers, units, dates and times."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.own.intake.odd.draft import Column, Draft, Value, comma, grouped
from tests.own.intake.odd.written import Bare, Clock

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
    ),
    1_000_000: ("mill. kr", "mill kr", "millioner kroner", "MNOK", "mill. kroner", "mkr"),
}
BRACKETS = ("{0} ({1})", "{0} [{1}]", "{0}, {1}", "{0} i {1}", "{0} {1}", "{0}\n({1})", "{0} – {1}")
TITLES = (
    "Tall i {0}",
    "Alle beløp i {0}",
    "Beløp i {0}",
    "(Tall i {0})",
    "Alle tall oppgitt i {0}",
    "Regnskap 2026 – tall i {0}",
)
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
        word = {1000: ("tkr", "1000 kr", "TNOK"), 1_000_000: ("mill. kr", "MNOK")}[factor]
        quoted = f'"{draft.draw.choice(word)}"'
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
    row = draft.draw.choice(draft.rows)
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
    row = draft.draw.choice(draft.rows)
    table = draft.draw.choice((RAISED, ROUND))
    row.raw[columns[0].field] = str(row.values[columns[0].field]).translate(table)
    return True


def marked(draft: Draft) -> bool:
    """A number with the mark of a footnote behind it: «33 1)» is not 331."""
    columns = draft.of("count", "kr")
    if not columns or not draft.take("tall", "fotnote"):
        return False
    mark = draft.draw.choice(("*", " 1)", "¹", "²", " *", "1)", " (1)", "**", " ²⁾", "a", " ¹"))
    column, row = draft.draw.choice(columns), draft.draw.choice(draft.rows)
    row.raw[column.field] = f"{comma(row.values[column.field])}{mark}"
    draft.below = [[], [f"{mark.strip()} Foreløpig tall"]]
    return True


def missing(draft: Draft) -> bool:
    """A figure nobody has: never 0."""
    columns = draft.of("count", "kr", "fte", "hours")
    if not columns or not draft.take("tall"):
        return False
    column, row = draft.draw.choice(columns), draft.draw.choice(draft.rows)
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
    how = draft.draw.choice(("heading", "cells", "format" if draft.form == "xlsx" else "cells"))
    for column in columns:
        if how == "heading":
            draft.heads[column.field] += draft.draw.choice((" (%)", " %", " i prosent", " [pst]"))
            draft.factor[column.field] = Decimal("0.01")
        elif how == "cells":
            sign = draft.draw.choice((" %", "%", "\u00a0%", " prosent"))
            draft.write[column.field] = lambda v, s=sign: (  # type: ignore[misc]
                comma(Decimal(v) * 100) + s  # type: ignore[arg-type]
            )
        else:
            draft.formats[column.field] = "0.0%"
    return True


def hours_or_minutes(draft: Draft) -> bool:
    """Time in another unit than the field's."""
    columns = draft.of("minutes", "hours")
    if not columns or not draft.take("enhet", "tall"):
        return False
    for column in columns:
        if column.kind == "minutes":
            word, factor = draft.draw.choice((("timer", 60), ("sekunder", None)))
        else:
            word, factor = "minutter", None
        shape = draft.draw.choice(("{0} ({1})", "{0}, {1}", "{0} i {1}"))
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
    if how == "bar" and draft.form != "csv":
        draft.write[column.field] = lambda v: Bare(float(Decimal(v)) / 1440)  # type: ignore[arg-type]
        draft.factor[column.field] = Decimal(1)
        draft.asks.add(f"unit:{column.field}")
        draft.told.append(("minutter",))
    elif how == "celle" and draft.form != "csv":
        draft.write[column.field] = lambda v: Clock(minutes=int(v))  # type: ignore[arg-type]
    else:
        draft.write[column.field] = lambda v: f"{int(v) // 60}:{int(v) % 60:02d}"  # type: ignore[arg-type]
    return True


def years(draft: Draft) -> bool:
    """Years in other ways than as a number."""
    columns = [c for c in draft.of("year") if c.field == "year"]
    if not columns or not draft.take("aar"):
        return False
    how = draft.draw.choice(
        ("{0}", "{0}.0", "{0}/{1}", "{0}-{1}", "{0},0", " {0} ", "'{2}", "1.1.{0}")
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
