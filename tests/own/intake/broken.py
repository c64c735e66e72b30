"""Makes broken files of own figures, each with what the intake must say of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import xlsxwriter

from veivalg.own.tables import OwnField, OwnTable, own_table

TABLES = (
    "pupils",
    "budget_sectors",
    "home_care_visits",
    "home_care_staff",
    "yearly_budgets",
    "kindergartens",
)
PERSON = "01010012356"  # a valid number of nobody: made from 01.01.00 and its control digits


@dataclass(frozen=True)
class Case:
    """A file and what it must give.

    ``refused`` is a piece of the refusal, or empty; ``findings`` are (cell, piece of the text) of
    all its errors.
    """

    id: str
    content: bytes
    name: str
    refused: str = ""
    findings: frozenset[tuple[str, str]] = frozenset()
    table: str | None = None
    mute: str = ""  # a text that must not be said anywhere


def sheets(content: Mapping[str, Sequence[Sequence[object]]], extra: object = None) -> bytes:
    """Give a workbook; ``extra`` may do more with each sheet before it is closed."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    for name, rows in content.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value is not None:
                    sheet.write(i, j, value)
        if callable(extra):
            extra(sheet)
    book.close()
    return target.getvalue()


def text(rows: Sequence[Sequence[object]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Give delimited text as a Norwegian system writes it."""
    lines = (delimiter.join(_written(v) for v in row) for row in rows)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def good_rows(table: type[OwnTable], n: int = 3) -> list[list[object]]:
    """Give rows that pass cell by cell, as a person writes them."""
    return [[_good(f, i) for f in table.own_fields()] for i in range(n)]


def _good(field: OwnField, i: int) -> object:
    if field.choices:
        return list(field.choices.values())[i % len(field.choices)]
    if field.dtype == pl.String:
        return f"{field.example} {i}"
    if field.dtype == pl.Date:
        return f"{i + 1:02d}.09.2024"
    number = float(field.example)
    if field.dtype().is_integer():
        return int(number) + i
    return number


def titles(table: type[OwnTable]) -> list[str]:
    """Give the headings."""
    return [f.title for f in table.own_fields()]


def bad_values(field: OwnField) -> Iterator[tuple[str, object, str]]:
    """Give (name, value, what must be said) for a field; a value as Excel or CSV holds it."""
    if not field.nullable:
        yield "mangler", None, "Verdien mangler"
    if field.choices:
        yield "ikke-i-listen", "kanskje det", "er ikke i listen"
        yield "tall", 17, "er ikke i listen"
    elif field.dtype == pl.Date:
        yield "umulig", "31.02.2024", "er ikke en dato"
        yield "ord", "i går", "er ikke en dato"
        yield "aar", 2024, "er ikke en dato"
        yield "maaned", "2024-13-01", "er ikke en dato"
    elif field.dtype == pl.String:
        said = "formel"
        yield "formel", "=1+1", said
        yield "utkall", "@SUM(A1)", said
        yield "lang", "a" * 4001, "for lang"
    else:
        yield "ord", "tolv", "er ikke et tall"
        yield "delt", "1 2 3", "er ikke et tall"
        yield "to-tall", "12/5", "er ikke et tall"
        if field.dtype().is_integer():
            whole = 1.5 if not field.low or field.low < 2 else field.low + 0.5
            yield "desimal", whole, "er ikke et helt tall"
        if field.low is not None:
            yield "for-lavt", int(field.low) - 1, "er for lavt"
        if field.high is not None:
            yield "for-hoyt", int(field.high) + 1, "er for høyt"


def cell_cases() -> Iterator[Case]:
    """One wrong cell in an otherwise good file: each field, each way, as XLSX or as CSV."""
    turn = 0
    for name in TABLES:
        table = own_table(name)
        for at, field in enumerate(table.own_fields()):
            for how, value, said in bad_values(field):
                rows = good_rows(table)
                rows[1][at] = value
                said = "kan ikke brukes" if field.pseudonym and "«" in said else said
                cell = f"{chr(65 + at)}3"
                turn += 1
                yield _as(
                    turn, f"{name}-{field.name}-{how}", [titles(table), *rows], {(cell, said)}
                )


def _as(turn: int, id: str, rows: list[list[object]], findings: set[tuple[str, str]]) -> Case:
    found = frozenset(findings)
    if turn % 2:
        return Case(id + "-xlsx", sheets({"Ark1": rows}), f"{id}.xlsx", findings=found)
    kinds = [(";", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig"), ("|", "cp1252")]
    delimiter, encoding = kinds[turn // 2 % 4]
    return Case(f"{id}-csv", text(rows, delimiter, encoding), f"{id}.csv", findings=found)


def sheet_cases() -> Iterator[Case]:
    """Faults of rows, headings and sheets."""
    pupils = own_table("pupils")
    head, rows = titles(pupils), good_rows(pupils)
    key = {("A5", "står også i rad 2")}
    yield Case(
        "dobbel-nokkel", sheets({"A": [head, *rows, rows[0]]}), "a.xlsx", findings=frozenset(key)
    )
    yield Case("dobbel-nokkel-csv", text([head, *rows, rows[0]]), "a.csv", findings=frozenset(key))
    yield Case(
        "tre-like",
        sheets({"A": [head, rows[0], rows[0], rows[0]]}),
        "a.xlsx",
        findings=frozenset({("A3", "rad 2"), ("A4", "rad 2")}),
    )
    for at, title in enumerate(head):
        other = [h if i != at else "Noe annet" for i, h in enumerate(head)]
        yield Case(
            f"mangler-{at}",
            sheets({"A": [other, *rows]}),
            "a.xlsx",
            findings=frozenset({("", f"«{title}» mangler")}),
        )
        twice = sheets({"A": [[*head, title], *[[*r, 1] for r in rows]]})
        yield Case(
            f"dobbel-kolonne-{at}",
            twice,
            "a.xlsx",
            findings=frozenset({("E1", "står både i kolonne")}),
        )
    yield Case(
        "bare-overskrifter",
        sheets({"A": [head]}),
        "a.xlsx",
        findings=frozenset({("", "ingen rader")}),
    )
    yield Case(
        "bare-sum",
        sheets({"A": [head, ["Sum", None, None, 9]]}),
        "a.xlsx",
        findings=frozenset({("", "ingen rader")}),
    )
    yield Case(
        "bare-titler",
        sheets({"A": [["Elever per skole"], [], ["Rana"]]}),
        "a.xlsx",
        refused="passer ikke til noen",
    )
    yield Case(
        "feil-ark",
        sheets({"Noe": [["Navn", "Vekt"], ["a", 1]]}),
        "a.xlsx",
        refused="passer ikke til noen",
    )
    yield Case("tomt-ark", sheets({"A": []}), "a.xlsx", refused="ingen ark med innhold")
    yield Case(
        "skjult",
        sheets({"Forside": [["Hei"]], "Tall": [head, *rows]}, _hide),
        "a.xlsx",
        refused="«Tall»",
    )
    yield Case(
        "slaatt-sammen",
        sheets({"A": [head, *rows]}, _merge),
        "a.xlsx",
        findings=frozenset({("A4", "slått sammen med A3")}),
    )
    yield Case(
        "bred-rad",
        text([head, rows[0], [*rows[1], "mer"], rows[2]]),
        "a.csv",
        findings=frozenset({("E3", "flere kolonner")}),
    )
    many = [["tolv" if j == 3 else v for j, v in enumerate(r)] for r in rows]
    yield Case(
        "alle-feil",
        sheets({"A": [head, *many]}),
        "a.xlsx",
        findings=frozenset((f"D{i}", "er ikke et tall") for i in (2, 3, 4)),
    )
    low = [["Rana kommune"], [], ["Uttrekk"], head, rows[0], ["x", "to", 11, -1]]
    yield Case(
        "lavt-hode",
        sheets({"A": low}),
        "a.xlsx",
        findings=frozenset({("B6", "ikke et tall"), ("C6", "for høyt"), ("D6", "for lavt")}),
    )
    yield Case(
        "prosent",
        text([head, ["a", 2025, 1, "12 %"]]),
        "a.csv",
        findings=frozenset({("D2", "i prosent")}),
    )
    staff = own_table("home_care_staff")
    unclear = [[*good_rows(staff)[0][:1], "1.234", 35.5, None]]
    yield Case(
        "tvetydig",
        sheets({"A": [titles(staff), *unclear]}),
        "a.xlsx",
        findings=frozenset({("B2", "på to måter")}),
    )


def _hide(sheet: object) -> None:
    if sheet.name == "Tall":  # type: ignore[attr-defined]
        sheet.hide()  # type: ignore[attr-defined]


def _merge(sheet: object) -> None:
    sheet.merge_range(2, 0, 3, 0, "Båsmo")  # type: ignore[attr-defined]


def formula_cases() -> Iterator[Case]:
    """Formulas that call out are refused; those without an answer, and errors, are told of."""
    pupils = own_table("pupils")
    rows = [titles(pupils), *good_rows(pupils)]
    for i, formula in enumerate(
        (
            '=HYPERLINK("http://eksempel.no","her")',
            '=WEBSERVICE("http://eksempel.no")',
            "=[1]Ark1!A1",
            "='[Bok2.xlsx]Ark1'!A1",
            "=cmd|'/c calc'!A1",
            '=RTD("a","b","c")',
            '=IMPORTDATA("http://eksempel.no")',
            '=DDE("a";"b";"c")',
            "='file:///c:/a.xlsx'#A1",
        )
    ):
        yield Case(
            f"utkall-{i}",
            sheets({"A": rows}, _formula(formula, 7)),
            "a.xlsx",
            refused="henter noe utenfra",
        )
    yield Case(
        "uten-svar",
        sheets({"A": rows}, _formula("=1+1", "")),
        "a.xlsx",
        findings=frozenset({("D3", "formel uten svar")}),
    )
    for error in ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"):
        yield Case(
            f"feil-{error.strip('#!?/')}",
            sheets({"A": rows}, _formula("=1/0", error)),
            "a.xlsx",
            findings=frozenset({("D3", error)}),
        )


def _formula(formula: str, value: object) -> Callable[[object], None]:
    return lambda sheet: sheet.write_formula(2, 3, formula, None, value)  # type: ignore[attr-defined]


def person_cases() -> Iterator[Case]:
    """National identity numbers, wherever they stand and however they are written."""
    pupils, visits = own_table("pupils"), own_table("home_care_visits")
    head, rows = titles(pupils), good_rows(pupils)
    said = "ser ut som et fødselsnummer"
    d_number = "41010012420"
    for i, value in enumerate(
        (
            PERSON,
            f"{PERSON[:6]} {PERSON[6:]}",
            f"{PERSON[:6]}-{PERSON[6:]}",
            f"Ola ({PERSON})",
            "01.01.00 12356",
            d_number,
        )
    ):
        changed = [*rows[:1], [value, *rows[1][1:]], *rows[2:]]
        found = frozenset({("A3", said)})
        yield Case(
            f"person-{i}-xlsx",
            sheets({"A": [head, *changed]}),
            "a.xlsx",
            findings=found,
            mute=value,
        )
        yield Case(f"person-{i}-csv", text([head, *changed]), "a.csv", findings=found, mute=value)
    beside = [[*head, "Merknad"], *[[*r, PERSON if i == 1 else ""] for i, r in enumerate(rows)]]
    yield Case(
        "person-utenfor",
        sheets({"A": beside}),
        "a.xlsx",
        findings=frozenset({("E3", said)}),
        mute=PERSON,
    )
    yield Case(
        "person-annet-ark",
        sheets({"A": [head, *rows], "B": [[PERSON]]}),
        "a.xlsx",
        findings=frozenset({("A1", said)}),
        mute=PERSON,
    )
    yield Case(
        "person-skjult-ark",
        sheets({"A": [head, *rows], "Tall": [[PERSON]]}, _hide),
        "a.xlsx",
        findings=frozenset({("A1", said)}),
        mute=PERSON,
    )
    yield Case("person-filnavn", text([head, *rows]), f"{PERSON}.csv", refused="Filnavnet")
    lost = [
        [i + 1, 1010012356 if i == 1 else f"B{i}", *r[2:]] for i, r in enumerate(good_rows(visits))
    ]
    yield Case(
        "person-uten-null",
        sheets({"A": [titles(visits), *lost]}),
        "a.xlsx",
        findings=frozenset({("B3", said)}),
        mute="1010012356",
    )
    column = [[*head, "Fødselsnummer"], *[[*r, 12345] for r in rows]]
    yield Case(
        "person-overskrift",
        sheets({"A": column}),
        "a.xlsx",
        findings=frozenset({(f"E{i}", said) for i in (2, 3, 4)}),
        mute="12345",
    )


def repack(content: bytes, change: Mapping[str, bytes | None], **new: bytes) -> bytes:
    """Give a ZIP with some parts changed, removed (None) or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for info in old.infolist():
            data = change.get(info.filename, old.read(info))
            if data is not None:
                out.writestr(info.filename, data)
        for name in change.keys() - set(old.namelist()):
            out.writestr(name, change[name] or b"")
    return target.getvalue()


def container_cases() -> Iterator[Case]:
    """Files that are cut, locked, swollen, or something else altogether."""
    pupils = own_table("pupils")
    good = sheets({"A": [titles(pupils), *good_rows(pupils, 40)]})
    for i in range(1, 21):
        yield Case(f"avkortet-{i}", good[: len(good) * i // 21], "a.xlsx", refused="skadet")
    sheet = "xl/worksheets/sheet1.xml"
    for i, part in enumerate(("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "Basic/a.xml")):
        yield Case(f"makro-{i}", repack(good, {part: b"x"}), "a.xlsm", refused="makroer")
    for i, part in enumerate(
        (
            "xl/externalLinks/externalLink1.xml",
            "xl/connections.xml",
            "xl/queryTables/q.xml",
            "xl/embeddings/o.bin",
            "xl/activeX/a.xml",
        )
    ):
        yield Case(f"kobling-{i}", repack(good, {part: b"x"}), "a.xlsx", refused="koblinger")
    yield Case("bombe", repack(good, {sheet: b" " * (40 * 2**20)}), "a.xlsx", refused="urimelig")
    yield Case(
        "mange-deler",
        repack(good, {f"p{i}": b"" for i in range(10_001)}),
        "a.xlsx",
        refused="urimelig",
    )
    yield Case("luegn", _lie(good, sheet), "a.xlsx", refused="skadet")
    yield Case(
        "entitet",
        repack(good, {sheet: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        "a.xlsx",
        refused="skadet",
    )
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
        b'<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    yield Case("langt-unna", repack(good, {sheet: far}), "a.xlsx", refused="for stort")
    for part in (sheet, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"):
        broken = zipfile.ZipFile(io.BytesIO(good)).read(part)
        half = broken[: len(broken) // 2]
        yield Case(f"halv-{part}", repack(good, {part: half}), "a.xlsx", refused="skadet")
    for part in ("xl/workbook.xml", "[Content_Types].xml"):
        yield Case(f"uten-{part}", repack(good, {part: None}), "a.xlsx", refused="ikke et regneark")
    yield Case("uten-ark", repack(good, {sheet: None}), "a.xlsx", refused="skadet")
    yield Case("xlsb", repack(good, {"xl/workbook.bin": b"x"}), "a.xlsb", refused="XLSB")
    yield Case("laast", _encrypted(good), "a.xlsx", refused="passord")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    streams = {
        "EncryptedPackage": "passord",
        "_VBA_PROJECT": "makroer",
        "WordDocument": "ikke et regneark",
        "Workbook": "skadet",
    }
    for name, refused in streams.items():
        yield Case(f"ole-{name}", ole + name.encode("utf-16-le"), "a.xls", refused=refused)
    for name, data in (("tom.csv", b""), ("tom.xlsx", b""), ("blank.csv", b" \r\n \n")):
        yield Case(name, data, name, refused="er tom")
    for name, data in (
        ("a.xlsx", b"Skole;Trinn\n"),
        ("a.xls", b"<html><table></table></html>"),
        ("a.ods", b"%PDF-1.7 "),
    ):
        yield Case(f"utgir-seg-{name}", data, name, refused="skadet eller er ikke")
    for name, data in (("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ("b.csv", bytes(range(256)))):
        yield Case(f"binaer-{name}", data, name, refused="verken et regneark")
    yield Case(
        "nuller", b"Skole;Trinn\n" + b"a;1\n" * 40_000 + b"\0", "a.csv", refused="ikke en tekstfil"
    )
    yield Case("utf16-halv", b"\xff\xfeS\0k", "a.csv", refused="tegn som ikke kan")
    yield Case("cp1252-hull", b"Skole;Elever\n\x81\x8d;1\n", "a.csv", refused="tegn som ikke kan")
    yield Case(
        "anfoersel",
        b'Skole;Skole\xc3\xa5r;Trinn;Elever\n"a;2025;1;2\n',
        "a.csv",
        refused="anførselstegn",
    )
    yield Case(
        "for-bred", b";".join(b"k" for _i in range(600)) + b"\n", "a.csv", refused="600 kolonner"
    )


def _lie(content: bytes, part: str) -> bytes:
    """Give a ZIP where a part holds more than its directory says."""
    data = bytearray(repack(content, {part: b"<a>" + b"x" * 5_000_000 + b"</a>"}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo(part).file_size
    old, new = size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return bytes(data).replace(old, new)


def _encrypted(content: bytes) -> bytes:
    """Give a ZIP whose parts say that they are encrypted."""
    data = bytearray(content)
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def cases() -> list[Case]:
    """Give every case."""
    return [*cell_cases(), *sheet_cases(), *formula_cases(), *person_cases(), *container_cases()]
