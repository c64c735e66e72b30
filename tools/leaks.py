"""Find what a reader sees that no translation reaches: `python -m tools.leaks`.

Everything is run in a language that does not exist. What passes gettext comes out in wide letters
(ａｂｃ), what passes the one number format in bold digits (𝟏𝟐𝟑), so an ordinary letter or digit on
a page or in a document is a leak: a text outside ``_("…")`` or a number written by hand.

What is not ours to translate is left out, and nothing else:

* years and years of school, numbers of versions, of methods and appendices, of municipalities and
  of SSB's tables, functions of KOSTRA in brackets, before their name or after the word for them,
  paragraphs of the law, zones of the tax, checksums: alike in every language;
* addresses, names of files and of formats, what stands in `<code>`, script and style;
* names of places; names that reference data in files give a thing, and that are no message of ours;
* what a source says of itself (producer, title, table, licence, note, what was asked), unless it is
  a calculation of ours; texts in the cells of the example tables; what is typed in a terminal;
* where the columns of an own table are explained, what a person types in them;
* sentences of the methods, whose pages are translated as files, and where these are printed in a
  document, a heading or cell of theirs that is the whole of a text.

Such a text is taken out only where it stands whole; but in the chart of how a service goes the
names of its steps and actors, from the example table, are broken over several lines, and words of
ours may stand between two of them. What an
assumption rests on is ours to say, and so is every other line of a chart.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import chain, product
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

from veivalg.foundation import i18n

WIDE = {**{c: c + 0xFEE0 for c in range(0x41, 0x5B)}, **{c: c + 0xFEE0 for c in range(0x61, 0x7B)}}
WIDE |= {c: c + 0xFEE0 for c in range(0x30, 0x3A)}
WIDE |= dict(zip(map(ord, "æøåÆØÅ"), "ａｏａＡＯＡ", strict=True))
BOLD = {c: c - 0x30 + 0x1D7CE for c in range(0x30, 0x3A)}
ROOT = Path(__file__).parents[1] / "src" / "veivalg"
CODES = json.loads((ROOT / "norway" / "data" / "kostra_functions.json").read_text("utf-8"))["rows"]
FUNCTION = "(?:{0})(?:\\+(?:{0}))*".format("|".join(row[0] for row in CODES))
NUMBERS = "veivalg.content.numbers"
FORMATS = (
    "format_plain",
    "format_number",
    "format_together",
    "format_date",
    "format_exact",
    "format_field",
)
PLACE, OTHER = "5503", "1833"
MORE = (
    "/sok?q=heroy",
    "/sok?q=xyzzyx",
    "/kommune/0301",
    "/kommune/Hastad",
    "/finnes-ikke",
    "/utforsk?tall=net_debt,care_cost_pi&kommune=5503,1833&landet=1",
    "/kommune/5503/plasser?a.dekning=500",
    "/kommune/0099",
    "/kommune/0099/kunnskapsgrunnlag",
)
"""Addresses besides those of the routes: searches, errors and what is chosen in a room."""


def translated(message: str) -> str:
    """Give a message in the language that does not exist; its slots are left alone."""
    parts = re.split(r"(\{\{|\}\}|\{[^{}]*\}|<[^<>]*>|&[a-z]+;|%\([a-z_]+\)[sd])", message)
    return "".join(p if i % 2 else p.translate(WIDE) for i, p in enumerate(parts))


class Translations:
    """A catalogue that has every message of the template, and no other."""

    def __init__(self, messages: frozenset[str]) -> None:
        self.messages = messages

    def gettext(self, message: str) -> str:
        """Give a message translated."""
        return translated(message) if message in self.messages else message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Give the form for `n`, translated."""
        return self.gettext(singular if n == 1 else plural)


def messages() -> frozenset[str]:
    """Give every message of the template, made by a process of its own.

    What makes it imports the number formats, which are not to be marked there.
    """
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, tools.texts as t; sys.stdout.buffer.write(t.template())",
        ],
        cwd=ROOT.parents[1],
        capture_output=True,
        check=True,
    )
    forms = [m.id if isinstance(m.id, tuple) else (m.id,) for m in read_po(io.BytesIO(made.stdout))]
    return frozenset(form for several in forms for form in several)


def marked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let what a format writes come out in bold digits, one text or several side by side."""

    def write(*values: Any, **how: Any) -> Any:
        found = function(*values, **how)
        if isinstance(found, tuple):
            return tuple(text.translate(BOLD) for text in found)
        return found.translate(BOLD)

    return write


class _Marker(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the number formats with their marks, before anyone has taken them by name."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != NUMBERS:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        assert found is not None
        return importlib.util.spec_from_file_location(name, found.origin, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__file__ is not None
        source = Path(module.__file__).read_text(encoding="utf-8")
        exec(compile(source, module.__file__, "exec"), module.__dict__)
        for name in FORMATS:
            setattr(module, name, marked(getattr(module, name)))


# --- what is seen ---------------------------------------------------------------------------------


class Drawn(str):
    """A text of a chart, where a long name is broken over several lines."""


class _Seen(HTMLParser):
    """Collects what a page shows or says: its texts, and attributes that are read aloud."""

    HIDDEN = frozenset({"script", "style", "code", "kbd", "template"})
    SPOKEN = frozenset({"alt", "aria-label", "placeholder", "title", "data-navn"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._drawn = False
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._drawn = tag == "text"
        if tag in self.HIDDEN:
            self._inside.append(tag)
        self.found += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside and data.strip():
            text = " ".join(data.split())
            self.found.append(Drawn(text) if self._drawn else text)


def seen_on(page: str) -> list[str]:
    """Give the texts of a page."""
    parser = _Seen()
    parser.feed(page)
    return parser.found


def pages(addresses: Sequence[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """Give pages with their texts: `addresses`, or all that the routes have, for Harstad."""
    from starlette.testclient import TestClient

    from veivalg.chapters.common.handbook import method_pages
    from veivalg.chapters.common.registry import all_chapters
    from veivalg.own.tables import own_tables
    from veivalg.web.app import create_app

    slots = {
        "chapter": [c.id for c in all_chapters()],
        "name": [table.template for table in own_tables().values()],
        "id": [*method_pages()],
        "a": [PLACE],
        "b": [OTHER],
    }
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Path(folder), source_url="http://127.0.0.1:9/")
        app.state.house.open()
        client = TestClient(app, base_url="http://127.0.0.1")
        every = sorted({*_paths(app.openapi()["paths"], slots), *MORE})
        for path in addresses or every:
            answer = client.get(path)
            page = answer.headers.get("content-type", "").startswith("text/html")
            if page and not _whole(path):
                yield path, seen_on(answer.text)


def _whole(path: str) -> bool:
    """Say whether a page is a document of its own, translated as a file and not text by text."""
    return path.startswith("/metode/")


def _paths(routes: dict[str, Any], slots: dict[str, list[str]]) -> Iterator[str]:
    """Give every address without an ending, its slots filled with all there is."""
    for route in (r for r, ways in routes.items() if "get" in ways and "." not in r):
        path = route.replace("{code}", PLACE)
        names = re.findall(r"\{(\w+)\}", path)
        if set(names) <= slots.keys():
            for values in product(*(slots[name] for name in names)):
                yield path.format(**dict(zip(names, values, strict=True)))


def documents() -> Iterator[tuple[str, list[str]]]:
    """Give the report of Harstad in the formats people read, with the texts of each."""
    import openpyxl
    from docx import Document

    from veivalg.chapters.report import make_report
    from veivalg.norway.register import municipality
    from veivalg.publish import render
    from veivalg.publish.xlsx.worked import defined_name

    report = make_report(municipality(PLACE))
    word = Document(io.BytesIO(render(report, "docx")))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    yield "docx", [*(p.text for p in word.paragraphs), *cells]
    book = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx")))
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    # Figures have ids, and assumptions names in formulas: these are the same in addresses and in
    # the answers of the API, and in the formulas of those who link to them.
    named = [(c, one) for c in report.chapters for one in (*c.figures(), *c.exhibits())]
    ids = {text for c, one in named for text in (one.id, f"{c.id}/{one.id}")}
    ids |= {f"oversikt/{r.id}/{f.id}" for r in report.ranked for f in r.figures()}
    ids |= {i.id for c in report.chapters for f in c.figures() for i in f.inputs}
    ids |= {defined_name(a.id) for c in report.chapters for a in c.assumptions}
    cells = (cell for row in rows for cell in row if isinstance(cell, str))
    ids.update(f.quantity.address for c in report.chapters for f in c.figures() if f.quantity)
    ids.update(book.sheetnames)
    told = (cell for cell in cells if not cell.startswith("="))
    yield "xlsx", [cell for cell in told if cell.rpartition(": ")[2] not in ids]
    yield "html", seen_on(render(report, "html").decode())


# --- what is not ours -----------------------------------------------------------------------------

NOT_OURS = re.compile(
    r"(?<![0-9])(?:19|20|21)[0-9]{2}(?:/[0-9]{2})?(?![0-9])"  # years, and years of school
    r"|https?://\S+|www\.\S+|\S+@\S+\.\S+|[\w-]+\.(?:no|xlsx|csv|json|md|pdf|docx)\b"
    r"|(?:Ｆｉｇｕｒ|Ｔａｂｅｌｌ) [0-9]+[.:]"  # captions: Word counts them itself
    r"|\b[TAM][0-9]+(?:–[TAM]?[0-9]+)?\b|\[[0-9, ]+\]"  # numbers of appendices and methods
    r"|\b[0-9]+\.[0-9]+\.[0-9]+\b"  # versions
    # Checksums, zones of the tax, paragraphs of the law.
    r"|\b[0-9a-f]{64}\b|\b(?:sone|ｓｏｎｅ) (?:Ia?|I[IV]a?|II|III|V)\b|§ [0-9]+-[0-9]+"
    rf"|\({FUNCTION}\)|\b{FUNCTION}(?= [Ａ-Ｚ])"
    rf"|(?:(?<=ｆｕｎｋｓｊｏｎ )|(?<=ｍｅｄ ｉ )){FUNCTION}"
    r"|Veivalg|KOSTRA|SSB|KDD|KLASS|HUNT4|SHA-256|\bMIT\b|veivalg-kapittel/1"
    r"|\b(?:PNG|SVG|CSV|DOCX|PDF|PPTX|XLSX|JSON|HTML|MD|TXT|Excel|Markdown|Word|PowerPoint)\b"
)
SENTENCE = 3
"""Spaces in a text of a method that is no heading or cell: those can be words of ours as well."""
PRINTED = ("docx", "html")
"""Documents in which the methods are printed whole, with their headings."""
ASKED = ("heroy", "xyzzyx", "Hastad", "dekning", "400", "404")
LEFT = re.compile(r"[A-Za-zæøåÆØÅáÁčŋšŧžđ]{2,}|[0-9]+")
CUT = re.compile(r"([«»:;,·()/=]|\.(?=\s|$)|\s[–+×÷−]\s|\d+–\d+)")


@dataclass(frozen=True)
class Data:
    """What is data and not ours to say: whole texts, words of names of places, and what is stored.

    What is stored stands inside sentences too: what a source says of itself («KOSTRA: økonomi»,
    what was asked, its notes), for it is kept with the figures as the source wrote it; what a
    municipality's files call its own units, sectors and documents; and the pages of the methods,
    which are translated as files.
    """

    texts: frozenset[str]
    words: frozenset[str]
    examples: frozenset[str] = frozenset()
    stored: set[str] = field(default_factory=set)
    drawn: frozenset[str] = frozenset()
    headings: set[str] = field(default_factory=set)

    def without(self, text: str) -> str:
        """Give a text without what is stored, the longest first."""
        held = (s for s in self.stored.copy() if s.casefold() in text.casefold())
        for one in sorted(held, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text, flags=re.IGNORECASE)
        return text

    def broken(self, line: str) -> bool:
        """Say whether a line of a chart is of pieces of steps or actors of a service, and ours."""
        pieces = re.split(r"[ａ-ｚ()]+", re.sub(r"^[𝟎-𝟗]+\. |-$", "", line))
        ends = (r"(?<!\w)", "") if line.endswith("-") else ("", r"(?!\w)")
        patterns = [re.escape(p.strip()).join(ends) for p in pieces if p.strip()]
        return all(any(re.search(p, name) for name in self.drawn) for p in patterns)

    def keep(self, *texts: str) -> None:
        """Add what is stored, as it stands and as a page writes it."""
        self.stored.update(t for text in texts for t in (text, " ".join(text.split())) if t.strip())


def known_data() -> Data:
    """Give names of places, what reference data in files calls things, and what is stored."""
    from veivalg.chapters.common.handbook import method_pages
    from veivalg.content import Assumption, Source
    from veivalg.norway.codes import known_codes
    from veivalg.norway.indicators import indicators
    from veivalg.norway.municipality import EXAMPLE
    from veivalg.norway.register import municipalities
    from veivalg.own.examples import example_names, example_table
    from veivalg.own.printed import printed_names, printed_table
    from veivalg.own.tables import own_tables
    from veivalg.tables import TABLES
    from veivalg.web.rooms.own.view import columns

    texts: set[str] = set()
    for file in (ROOT / "norway" / "data").glob("*.json"):
        texts.update(_strings(json.loads(file.read_text(encoding="utf-8"))))
    names = {"Norge", "og", *ASKED}
    for here in (*municipalities(), EXAMPLE):
        names.update((*here.names.values(), here.county))
    words = {word for name in names for word in LEFT.findall(name)} | known_codes()
    words.add(EXAMPLE.code)
    words.update(number for i in indicators() for number in LEFT.findall(i.table))
    # What a person types in a column, and the other headings it is known by, are read as they are.
    examples = {
        text.strip(" :.")
        for table in own_tables().values()
        for column in columns(table)
        for text in (column.example, *column.aliases, *CUT.split(column.example))
    }
    named = (text for text in texts - messages() if re.search(r"[^\W\d_]", text))
    steps = example_table("service_map").frame.select("step", "actor")  # type: ignore[union-attr]
    data = Data(
        frozenset(named),
        frozenset(words),
        frozenset(examples),
        drawn=frozenset(cell for column in steps for cell in column),
    )
    make = Source.__init__

    def made(self: Source, *values: Any, **named: Any) -> None:
        make(self, *values, **named)
        if self.retrieved or not self.id.startswith("veivalg-"):  # no calculation of ours
            data.keep(self.producer, self.title, self.table, self.licence, self.note)
            data.keep(self.query, *self.query.split(", "))

    Source.__init__ = made  # type: ignore[method-assign]
    assume = Assumption.__init__

    def assumed(self: Assumption, *values: Any, **named: Any) -> None:
        assume(self, *values, **named)
        data.keep(self.source)

    Assumption.__init__ = assumed  # type: ignore[method-assign]
    invented = [example_table(name) for name in example_names()]
    copied = [printed_table(place, n) for place in (PLACE, OTHER) for n in printed_names(place)]
    for found in (*invented, *copied):
        frame = found.frame.select(pl.col(pl.String))  # type: ignore[union-attr]
        data.keep(*(cell for column in frame for cell in column.drop_nulls().unique()))
    # Names that are typed in a terminal, and a table that is only known by its name.
    data.keep(*(table.template for table in own_tables().values()), *TABLES)
    for page in method_pages().values():
        said = [*_paragraphs(page.markdown)]
        data.keep(page.title, *(text for text in said if text.count(" ") >= SENTENCE))
        data.headings.update(text.strip(" :.") for text in said)
    return data


def _paragraphs(markdown: str) -> Iterator[str]:
    """Give every heading and paragraph of Markdown without marks."""
    for token in MarkdownIt().parse(markdown):
        if token.type == "inline":
            pieces = token.children or ()
            breaks = ("softbreak", "hardbreak")
            yield "".join(" " if c.type in breaks else c.content for c in pieces)


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def leaks(texts: Iterable[str], data: Data, where: str = "") -> Iterator[str]:
    """Give what is left of each text with an ordinary letter or digit, when what is data is out.

    Where the columns of an own table are explained, what a person types in them is data.
    """
    if "/egne-tall/" in where:
        words = {text for text in data.examples if re.search(r"[^\W\d_]", text)}
        data = replace(data, texts=data.texts | data.examples, stored=data.stored | words)
    if where in PRINTED:
        data = replace(data, texts=data.texts | data.headings)
    for text in texts:
        if text.strip(" :.") in data.texts:
            continue
        if isinstance(text, Drawn) and data.broken(text):
            continue
        left = _left(text, data) and _left(data.without(text), data)
        if left:
            yield f"{' '.join(left)[:60]} | {text[:120]}"


def _left(text: str, data: Data) -> list[str]:
    pieces = (piece.strip() for piece in CUT.split(NOT_OURS.sub(" ", text)))
    rest = " ".join(piece for piece in pieces if piece not in data.texts)
    return [word for word in LEFT.findall(rest) if word not in data.words]


def speak() -> None:
    """Put the language that does not exist in force; call it before anything else is imported."""
    assert NUMBERS not in sys.modules
    sys.meta_path.insert(0, _Marker())
    known = Translations(messages())
    i18n._catalogue = lambda language: known  # type: ignore[assignment,return-value]


def main(arguments: list[str]) -> None:
    """Print every leak once, with where it was first seen.

    With addresses only those are looked at; without, every page and the documents of a report.
    """
    speak()
    data = known_data()
    found: dict[str, str] = {}
    seen = pages(arguments) if arguments else chain(pages(), documents())
    for where, texts in seen:
        for leak in leaks(texts, data, where):
            found.setdefault(leak, where)
    print(json.dumps(found, ensure_ascii=False, indent=0))


if __name__ == "__main__":
    main(sys.argv[1:])
