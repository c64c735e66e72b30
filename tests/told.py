"""What a report tells, read as a reader does: numbers by what they are said to be.

Nothing here asks the code that made the numbers what they are, but where it reads the addresses of
the registry: the scan reads words and digits, so that it also sees what was never tagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from veivalg.content import Chapter, End, Exhibit, Figure, Quantity, Report, Statement, Unit
from veivalg.content.statement import Bound

THIN = "\u202f\u00a0"
NUMBER = r"[−-]?\d[\d\u202f\u00a0 ]*(?:,\d+)?"
HALF = 0.49999
"""Half of a last digit, and a little less: 125 is neither 120 nor 130 in tens."""
YEARS = re.compile(r"(?<![\d,])((?:19|20)\d\d)(?![\d,])")


def number(text: str) -> float:
    """Read a number as Norwegians write it."""
    return float(re.sub(r"[\u202f\u00a0 ]", "", text).replace("−", "-").replace(",", "."))


@dataclass(frozen=True)
class Said:
    """A number with an address in the registry, and where it stands.

    `rounded` is half of the last digit it is written with: 390 may be 385–395.
    """

    place: str
    address: str
    name: str
    unit: str
    level: float | None
    value: float
    rounded: float
    where: str


def figures_of(chapter: Chapter) -> Iterator[Figure]:
    """Give every figure of a chapter, and what each was derived from."""

    def deep(figure: Figure) -> Iterator[Figure]:
        yield figure
        for one in figure.inputs:
            yield from deep(one)

    for figure in chapter.figures():
        yield from deep(figure)


def said_by(report: Report) -> Iterator[Said]:
    """Give every number that has an address, in figures, intervals and tables."""
    own = report.municipality.code
    for chapter in report.chapters:
        for figure in figures_of(chapter):
            q, where = figure.quantity, f"{chapter.id}: {figure.id}"
            if q is None or figure.value is None:
                continue
            parts, level = [(q, figure.value)], None
            if figure.interval is not None:
                low, high = figure.interval.low, figure.interval.high
                level = figure.interval.level
                parts += [(replace(q, end=End.LOW), low), (replace(q, end=End.HIGH), high)]
            for part, value in parts:
                slack = 1e-6 * abs(value)
                yield Said(
                    figure.place.code, part.address, q.name, q.unit.name, level, value, slack, where
                )
        for exhibit in chapter.exhibits():
            where = f"{chapter.id}: {exhibit.id}"
            for q, cell in exhibit.table.quantities():
                if isinstance(cell, int | float):
                    slack = HALF if float(cell).is_integer() else 1e-6 * abs(cell)
                    yield Said(own, q.address, q.name, q.unit.name, None, cell, slack, where)
                elif isinstance(cell, str):
                    yield from _written(own, q, cell, where)


SPAN = re.compile(rf"({NUMBER})(?:{THIN[0]}%)? \(({NUMBER})(?:–| til )({NUMBER})\)|({NUMBER})")


def _written(own: str, q: Quantity, cell: str, where: str) -> Iterator[Said]:
    """Read a cell of text: «390 (350–430)» is a value with its interval."""
    found = SPAN.fullmatch(cell.replace("\u202f%", ""))
    if found is None:
        return
    middle, low, high, alone = found.groups()
    scale = {"MILLION_NOK": 1e6, "SHARE": 0.01}.get(q.unit.name, 1.0)
    for end, text in ((End.MIDDLE, middle or alone), (End.LOW, low), (End.HIGH, high)):
        if text is not None:
            address = replace(q, end=end).address
            value, slack = number(text) * scale, rounding(text) * scale
            yield Said(own, address, q.name, q.unit.name, None, value, slack, where)


def rounding(text: str) -> float:
    """Give half of the last digit a number is written with: 390 may be 385–395."""
    digits = re.sub(r"\D", "", text.partition(",")[0])
    if "," in text:
        return HALF / 10 ** len(text.partition(",")[2])
    return HALF * 10 ** (len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0)


def sentences(report: Report) -> Iterator[tuple[str, str]]:
    """Give every sentence with where it stands: statements, titles, notes and rows of tables."""
    for chapter in report.chapters:
        for statement in chapter.statements():
            where = f"{chapter.id}: {statement.id}"
            yield from ((where, f"{chapter.title}: {s}") for s in split(statement.text()))
        for exhibit in chapter.exhibits():
            where = f"{chapter.id}: {exhibit.id}"
            for text in (exhibit.title, exhibit.alt, exhibit.note, exhibit.uncertainty):
                yield from ((where, s) for s in split(text))
            yield from ((where, s) for s in rows_as_sentences(exhibit))


def split(text: str) -> list[str]:
    """Split a text in sentences, at a full stop or a semicolon."""
    return [s for s in re.split(r"(?<=[.;:])\s+(?=[A-ZÆØÅ«])", text) if s]


def rows_as_sentences(exhibit: Exhibit) -> Iterator[str]:
    """Write each cell as a sentence: «Personer med demens, Harstad | Som i dag | år 2040: 929»."""
    table, named = exhibit.table.readable(), YEARS.findall(exhibit.title)
    for row in table.rows:
        label = str(row[0])
        if label == "Avrunding":
            continue  # what rounding leaves is no quantity
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            year = label if YEARS.fullmatch(label) else None
            year = year or next(iter(YEARS.findall(f"{label} {column.title}")), None)
            year = year or (named[-1] if named else None)
            if cell is None or year is None or not re.search(r"\d", str(cell)):
                continue
            text = cell if isinstance(cell, str) else exactly(cell)
            words = " | ".join(str(c) for c in row if isinstance(c, str) and c is not cell)
            about = f"{exhibit.title} {exhibit.subtitle} | {words} | {column.title}"
            yield f"{about} | år {year}: {text}"


def exactly(cell: float) -> str:
    """Write a cell with six digits, which is as far as a drawn number can be told."""
    return f"{cell:.6g}".replace(".", ",")


NUM = rf"(?P<n>{NUMBER})[\u202f ]?"
YEAR = r"(?P<y>20\d\d)"
PLACES = r"(?:institusjons|sykehjems)?plasser(?: i institusjon| i sykehjem)?"
TOPICS: dict[str, tuple[str, ...]] = {
    "personer med demens": (
        rf"^Demens: I {YEAR} er det (?:omtrent )?{NUM}personer",
        rf"(?:har|er det) (?:om lag |omtrent )?{NUM}personer i [^.]* demens i dag",
        rf"Personer med demens.*\| år {YEAR}: {NUM}",
    ),
    "innbyggere på 80 år og eldre": (
        rf"80 år og eldre går fra {NUM}i {YEAR}",
        rf"80 år og eldre går fra .* til omtrent {NUM}i {YEAR}",
        rf"Innbyggere 80 år og eldre.*\| år {YEAR}: {NUM}",
    ),
    "plasser i institusjon i dag": (rf"har {NUM}{PLACES}\.",),
    "plasser som trengs": (
        rf"trengs (?:omtrent )?{NUM}{PLACES} i {YEAR}",
        rf"[Pp]lasser som trengs i {YEAR}: {NUM}",
        rf"[Pp]lasser som trengs.*\| år {YEAR}: {NUM}",
    ),
    "plasser som mangler": (
        rf"mangler (?:omtrent )?{NUM}{PLACES} i {YEAR}",
        rf"mangler [A-ZÆØÅ]\w+ {NUM}plasser i (?:sykehjem|institusjon) .*i {YEAR}",
        rf"[Pp]lasser som mangler.*\| år {YEAR}: {NUM}",
    ),
    "årsverk i omsorgstjenesten": (
        rf"hadde {NUM}årsverk i omsorgstjenesten ved utgangen av (?P<before>20\d\d)",
        rf"Årsverk i (?:alt|omsorgstjenesten) i {YEAR}: {NUM}",
        rf"Årsverk i (?:alt|omsorgstjenesten).*\| år {YEAR}: {NUM}",
    ),
    "ansatte som må rekrutteres et år": (rf"rekrutteres dette året.*\| år {YEAR}: {NUM}",),
    "brukere av hjemmetjenester": (
        rf"blir det omtrent {NUM}brukere i {YEAR}",
        rf"Brukere av hjemmetjenester.*\| år {YEAR}: {NUM}",
    ),
}
"""What is told in more than one chapter, in the words it is told with: no address is asked."""


ASIDE = re.compile(
    r"skriver|Trykt i|per 1.?000|per 100|etter alder|gjennomsnitt|% dekning"
    r"|[Mm]ed planen|byggetrinn|institusjon og heldøgns bolig"
    r"|[Nn]ye (?:sykehjems|institusjons)plasser|uten bygging \||boligplassene regnet med"
    r"|\| (?:Nedre|Øvre|Norge|KOSTRA|Landet|Lavere|Høyere|Lavt|Høyt|Mål|Faller)"
    r"|Dagens dekning av dem|Bruken endrer seg|Uendret bruk"
)
"""What is not the number itself: a printed one, another place, an end, a part, a mean."""


@dataclass(frozen=True)
class Found:
    """A number found by its words."""

    topic: str
    year: int | None
    value: float
    rounded: float
    where: str


def found_in(report: Report) -> Iterator[Found]:
    """Give every number of the topics, in sentences and tables, of the way it is done today."""
    named = {q.scenario for q in _quantities(report) if q.scenario}
    others = [f"{a}{name}{b}" for name in named for a, b in (("«", "»"), ("| ", " |"))]
    for where, sentence in sentences(report):
        if any(name in sentence for name in others) or ASIDE.search(sentence):
            continue
        for topic, patterns in TOPICS.items():
            for pattern in patterns:
                for match in re.finditer(pattern, sentence):
                    parts = match.groupdict()
                    year = parts.get("y") or (parts.get("before") and int(parts["before"]) + 1)
                    text = parts["n"].strip()
                    yield Found(
                        topic, int(year) if year else None, number(text), rounding(text), where
                    )


def _quantities(report: Report) -> Iterator[Quantity]:
    for chapter in report.chapters:
        yield from (f.quantity for f in chapter.figures() if f.quantity)
        for exhibit in chapter.exhibits():
            yield from (q for q, _cell in exhibit.table.quantities())


def agree(numbers: Sequence[tuple[float, float]]) -> bool:
    """Say whether numbers can be roundings of one value: each is a number and its slack."""
    return max(v - r for v, r in numbers) <= min(v + r for v, r in numbers)


SCALES = {"mill.": Decimal(10) ** 6, "mrd.": Decimal(10) ** 9}
UNADDED = {Unit.RANK, Unit.YEAR}


@dataclass(frozen=True)
class Written:
    """A figure, and the number a reader sees of it."""

    figure: Figure
    seen: Decimal
    text: str


def written(statements: Iterable[Statement]) -> list[Written]:
    """Give each figure of some sentences once, with the number as it is first written there."""
    found: dict[str, Written] = {}
    parts = [p for s in statements for p in s.parts()]
    for n, part in enumerate(parts):
        if not isinstance(part, Bound) or part.figure.unit in UNADDED:
            continue
        last = parts[n + 2] if parts[n + 1 : n + 2] == ["–"] else part  # «1,01–1,10 mrd. kr»
        digits = re.search(NUMBER, part.text)
        if digits is not None and part.figure.value:
            seen = Decimal(
                re.sub(r"[\u202f\u00a0 ]", "", digits[0]).replace("−", "-").replace(",", ".")
            )
            unit = last.text if isinstance(last, Bound) else part.text
            scales = [scale for word, scale in SCALES.items() if word in unit]
            bare = SCALES["mill."] if part.figure.unit is Unit.MILLION_NOK else 1  # «{n:u} mill.»
            seen *= scales[0] if scales else bare
            found.setdefault(part.figure.id, Written(part.figure, seen, part.text))
    return list(found.values())


def not_apart(told: Sequence[Written]) -> list[str]:
    """Give the triples where one figure is what lies between two others, and is not as written.

    It is so where the values behind are: 231.7 − 214.3 is 17.4, and then 17.3 is written.
    """
    found = []
    for a, b, c in permutations(told, 3):
        values = [abs(w.figure.value or 0.0) for w in (a, b, c)]
        if {a.figure.unit} != {b.figure.unit, c.figure.unit} or a.figure.id == b.figure.id:
            continue
        whole, one, other = values
        between = abs(whole - one - other) <= 1e-9 * whole and 1e-3 * whole < other < one
        if between and abs(a.seen) - abs(b.seen) != abs(c.seen):
            found.append(f"{a.text} − {b.text} ≠ {c.text} ({c.figure.id})")
    return found


TWICE = re.compile(
    r"−\d[\d\u202f\u00a0 ]*(?:,\d+)?[\u202f ]?(?:%|mill\. kr|mrd\. kr|kr|\w+)? "
    r"(?:mer|mindre|flere|færre|høyere|lavere|over|under)\b"
)
"""A sign and a word that says the same or the opposite: «−17,3 årsverk mer»."""
