"""Odd bytes and letters: encodings, delimiters, quotes, broken letters, ids of persons."""

from __future__ import annotations

from tests.own.intake.odd.draft import Draft

FNR = "01010012356"  # a valid number of nobody: made from 01.01.00 and its control digits
PAGES = ("utf-8-sig", "cp1252", "latin-1", "cp850", "cp865", "mac_roman", "utf-16", "utf-16-le")


def encodings(draft: Draft) -> bool:
    """Text as old and new systems store it."""
    if draft.form != "csv" or not draft.take("koding"):
        return False
    draft.encoding = draft.draw.choice(PAGES)
    if draft.encoding == "utf-16-le" and draft.draw.random() < 0.5:
        draft.quote = lambda text: "\ufeff" + text
    # What a code page doesn't have can't be in the file.
    for field, head in draft.heads.items():
        draft.heads[field] = head.replace("–", "-").replace("\u00a0", " ").replace("Σ", "Sum")
    for row in draft.rows:
        for field, value in row.values.items():
            if isinstance(value, str):
                row.values[field] = value.replace("Σ", "Sum")
    return True


def delimiters(draft: Draft) -> bool:
    """Other delimiters and line ends, and a first line that tells which."""
    if draft.form != "csv" or not draft.take("skille"):
        return False
    draft.delimiter = draft.draw.choice(("\t", "|", ",", ";"))
    draft.line = draft.draw.choice(("\r\n", "\n", "\r", "\r\n\r\n"))
    if draft.draw.random() < 0.3:
        draft.above = [[f"sep={draft.delimiter}"], *draft.above]
        if draft.delimiter == ",":
            draft.above[0] = ["sep=", ""]
    return True


def trailing(draft: Draft) -> bool:
    """A delimiter too many at the end of each line."""
    if draft.form != "csv" or not draft.take("slutt"):
        return False
    line = draft.line
    draft.line = draft.delimiter + line
    return draft.take("skille")


def quotes(draft: Draft) -> bool:
    """A quotation mark in a name, at either end of it, or in the middle."""
    if draft.form != "csv" or draft.key.kind != "text" or not draft.take("sitat", "nokkel"):
        return False
    row = draft.draw.choice(draft.figures())
    name = str(row.values[draft.key.field])
    shape = draft.draw.choice(
        ('"{0}', '{0}"', '{0} "gamle"', '""{0}""', '{0} 12"', "«{0}»", '"{0}" sør')
    )
    row.raw[draft.key.field] = shape.format(name)
    row.values[draft.key.field] = shape.format(name)
    return True


def swallowed(draft: Draft) -> bool:
    """Two quotation marks in different rows: what stands between becomes one cell."""
    if draft.form != "csv" or draft.key.kind != "text" or len(draft.rows) < 4:
        return False
    if not draft.take("sitat", "nokkel"):
        return False
    first = draft.draw.randrange(len(draft.rows) - 1)
    last = draft.draw.randrange(first + 1, len(draft.rows))
    for at, shape in ((first, '"{0}'), (last, draft.draw.choice(('{0}"', '{0}"')))):
        row = draft.rows[at]
        name = str(row.values[draft.key.field])
        row.raw[draft.key.field] = shape.format(name)
        row.values[draft.key.field] = shape.format(name)
    return True


def broken(draft: Draft) -> bool:
    """Letters that were encoded twice, which can be mended, or lost, which can't."""
    if draft.key.kind != "text" or not draft.take("nokkel", "koding"):
        return False
    row = draft.draw.choice(draft.figures())
    name = "Sørås øst"
    if draft.draw.random() < 0.5:
        twice = draft.draw.choice((name, name, "Ærfugl", "Åsgård", "Møre"))
        row.raw[draft.key.field] = twice.encode().decode("cp1252")
        row.values[draft.key.field] = twice
        draft.told.append(("ødelagt",))
    else:
        row.raw[draft.key.field] = draft.draw.choice(("S\ufffdr\ufffds", "S¿r¿s", "Gr\ufffdnn"))
        draft.refused = "bokstaver er borte"
    return True


def doubtful(draft: Draft) -> bool:
    """A sign where a letter was: a question, since nobody but the sender knows."""
    if draft.form == "csv" or draft.key.kind != "text" or not draft.take("nokkel", "koding"):
        return False
    row = draft.draw.choice(draft.figures())
    lost, right = draft.draw.choice(
        (
            ("Sk?le", ""),
            ("Br?nn?y", ""),
            ("?st", ""),
            ("Bod?", ""),
            ("Br›nn›y", "Brønnøy"),
            ("S†t‘r", "Såtær"),
            ("Br|nn|y", "Brønnøy"),
        )
    )
    row.raw[draft.key.field] = lost
    row.values[draft.key.field] = right or lost
    draft.letters_answer = "mend" if right else "keep"
    draft.asks.add("letters:lost")
    return True


def other_layers(draft: Draft) -> bool:
    """A name as a page, a link or a Mac has written it, which can be mended."""
    if draft.form == "csv" or draft.key.kind != "text" or not draft.take("nokkel", "koding"):
        return False
    row = draft.draw.choice(draft.figures())
    row.raw[draft.key.field] = draft.draw.choice(
        (
            "S&oslash;r&aring;s",
            "S&#248;r&#229;s",
            "S%C3%B8r%C3%A5s",
            "S√∏r√•s",
            "S├©r├Ñs",
            "S=C3=B8r=C3=A5s",
        )
    )
    row.values[draft.key.field] = "Sørås"
    draft.told.append(("ødelagt",))
    return True


def invisible(draft: Draft) -> bool:
    """Characters nobody sees, in a name."""
    if draft.key.kind != "text" or not draft.take("nokkel", "koding"):
        return False
    named = [row for row in draft.figures() if draft.key.field not in row.raw]
    if not named:
        return False
    row = draft.draw.choice(named)
    sign = draft.draw.choice(("\u00a0", "\u200b", "\ufeff", "\u202e", "\u00ad", "\u2060", "  "))
    row.raw[draft.key.field] = f"{sign}{row.values[draft.key.field]}{sign}"
    return True


def person(draft: Draft) -> bool:
    """A national id, in a column of the sender's own or as a name."""
    if not draft.take("person"):
        return False
    shape = draft.draw.choice(
        (
            FNR,
            f"{FNR[:6]} {FNR[6:]}",
            f"{FNR[:6]}-{FNR[6:]}",
            f"{FNR[:3]} {FNR[3:6]} {FNR[6:]}",
            f"{FNR[:6]}/{FNR[6:]}",
            f"{FNR[:6]}\u2009{FNR[6:]}",
            f"{FNR[:6]}\u200b{FNR[6:]}",
            f"f. {FNR[:6]}_{FNR[6:]}",
            f"Ola Nordmann {FNR}",
            f"{FNR[6:]} {FNR[:6]}",
            f"O1O1OO l{FNR[7:]}",
        )
    )
    row = draft.draw.choice(draft.figures())
    if draft.draw.random() < 0.5 and draft.key.kind == "text":
        row.raw[draft.key.field] = shape
    else:
        draft.columns = [*draft.columns, "Kontakt"]
        row.raw["Kontakt"] = shape
    draft.refused = "fødselsnummer"
    return True


def formulas(draft: Draft) -> bool:
    """A formula as text in a name."""
    if draft.key.kind != "text" or not draft.take("nokkel"):
        return False
    row = draft.draw.choice(draft.figures())
    row.raw[draft.key.field] = draft.draw.choice(
        ("=1+1", "@SUM(A1)", "=HYPERLINK(1)", "+cmd|' /C'!A0")
    )
    draft.refused = "formel"
    return True
