"""Makes workbooks that harm whoever reads them; each must be refused in one sentence."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.own.intake.broken import repack, sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = (("Skole", "Skoleår", "Trinn", "Elever"), ("Båsmo", 2025, 1, 33), ("Gruben", 2025, 1, 41))


@dataclass(frozen=True)
class Bomb:
    """A file and pieces of sentences, one of which must be in the refusal."""

    kind: str
    content: bytes
    said: tuple[str, ...]
    name: str = "a.xlsx"


def workbook(sheet: str | bytes, **parts: str | bytes) -> bytes:
    """Give an XLSX of one sheet; ``parts`` are further ones (`sharedStrings`, `styles`)."""
    changed: dict[str, bytes | None] = {
        f"xl/{name}.xml": part if isinstance(part, bytes) else part.encode()
        for name, part in {"worksheets/sheet1": sheet, **parts}.items()
    }
    return repack(_base(), changed)


@cache
def _base() -> bytes:
    return sheets({"Ark1": []})


def worksheet(rows: str, prefix: str = "", after: str = "") -> str:
    """Give the XML of a sheet; ``prefix`` stands before every name."""
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{p}worksheet {space}="{MAIN}">'
        f"<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>"
    )


def cells(rows: object = ROWS, prefix: str = "") -> str:
    """Give good rows as XML."""
    p = f"{prefix}:" if prefix else ""
    found = []
    for i, row in enumerate(rows, 1):  # type: ignore[call-overload]
        found.append(f'<{p}row r="{i}">')
        for j, value in enumerate(row):
            place = f"{'ABCDEFGH'[j]}{i}"
            if isinstance(value, str):
                found.append(
                    f'<{p}c r="{place}" t="inlineStr"><{p}is><{p}t>{value}</{p}t></{p}is></{p}c>'
                )
            else:
                found.append(f'<{p}c r="{place}"><{p}v>{value}</{p}v></{p}c>')
        found.append(f"</{p}row>")
    return "".join(found)


def _far(draw: random.Random) -> Bomb:
    prefix = draw.choice(("", "x", "ss", "å"))
    p = f"{prefix}:" if prefix else ""
    quote, gap = draw.choice("\"'"), draw.choice((" ", "\n", "\t", "   "))
    row = draw.randint(900_000, 1_048_576)
    place = f"{draw.choice(('XFD', 'WZZ', 'ABC', 'xfd'))}{row}"
    equals = draw.choice(("=", " = ", "\n=\t"))
    before = draw.choice(("", "s='0'", "cm='1' vm='2'", "spans='1:4'"))
    cell = f"<{p}c{gap}{before}{gap}r{equals}{quote}{place}{quote}{gap}><{p}v{gap}>1</{p}v></{p}c>"
    number = draw.choice((f" r{equals}{quote}{row}{quote}", ""))
    rows = f"{cells(prefix=prefix)}<{p}row{number}>{cell}</{p}row>"
    return Bomb("langt-unna", workbook(worksheet(rows, prefix)), ("for stort", "skadet"))


def _calling(draw: random.Random) -> Bomb:
    prefix = draw.choice(("", "x", "ø"))
    p = f"{prefix}:" if prefix else ""
    called = draw.choice(
        (
            '_xlfn.WEBSERVICE("x")',
            "WEBSERVICE (A1)",
            "&#87;EBSERVICE(A1)",
            "WEB<![CDATA[SERVICE(A1)]]>",
            "WEB<!-- -->SERVICE(A1)",
            "cmd|&apos;/c calc&apos;!A1",
            "[1]Ark1!A1",
            "HYPERLINK(&quot;http&#58;//x&quot;)",
        )
    )
    attributes = draw.choice(("", " t='shared' si='0' ref='D4'", ' aca="1"', "\n"))
    many = draw.choice((0, 0, 30_000))  # far into the file, after much that is quiet
    good = cells((*ROWS, *((f"Skole {i}", 2025, 1, 7) for i in range(many))), prefix)
    last = len(ROWS) + many + 1
    cell = f"<{p}c r='D{last}'><{p}f{attributes}>{called}</{p}f><{p}v>7</{p}v></{p}c>"
    rows = f"{good}<{p}row r='{last}'>{cell}</{p}row>"
    return Bomb("utkall", workbook(worksheet(rows, prefix)), ("henter noe utenfra",))


def _counted(draw: random.Random) -> Bomb:
    count = draw.choice((2**40, 10**11, 2**63 - 1))
    word = draw.choice(("uniqueCount", "count"))
    strings = f'<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}"><si><t>a</t></si></sst>'
    sheet = worksheet(f'{cells()}<row r="9"><c r="A9" t="s"><v>{count}</v></c></row>')
    content = workbook(sheet, sharedStrings=strings.replace(f"{word}=", f"  {word} = "))
    return Bomb("antall", content, ("minne", "skadet", "avbrutt"))


def _swollen(draw: random.Random) -> Bomb:
    size = draw.randint(30, 60) * 2**20
    filler = draw.choice((b" ", b"<a/>", b"\n\n\n\n"))
    sheet = worksheet(cells()).encode().replace(b"</sheetData>", filler * (size // len(filler)))
    return Bomb("sprengt", workbook(sheet), ("urimelig",))


def _deep(draw: random.Random) -> Bomb:
    depth = draw.randint(1_000_000, 2_000_000)
    tag = draw.choice(("a", "c", "is", "x"))
    sheet = worksheet("", after=f"<{tag}>" * depth)
    target = ("skadet", "urimelig", "minne", "avbrutt")
    return Bomb("dypt", workbook(sheet), target)


def _typed(draw: random.Random) -> Bomb:
    declared = draw.choice(
        (
            '<!DOCTYPE a [<!ENTITY b "c">]>',
            '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE a [<!ENTITY l "l"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;&l;">]>',
        )
    )
    sheet = worksheet(cells()).replace("?>", f"?>{declared}", 1)
    encoding = draw.choice(("utf-8", "utf-16"))
    return Bomb(
        "entitet",
        workbook(sheet.replace("UTF-8", encoding.upper()).encode(encoding)),
        ("skadet",),
    )


MAKERS: tuple[Callable[[random.Random], Bomb], ...] = (
    _far,
    _calling,
    _counted,
    _typed,
    _swollen,
    _deep,
)


def bombs(number: int, seed: int = 11) -> Iterator[Bomb]:
    """Give so many, of every kind in turn; the same ones for the same seed."""
    draw = random.Random(seed)
    for i in range(number):
        yield MAKERS[i % len(MAKERS)](draw)
