"""Makes odd files from seeds, has them read, and judges what was read by what they truly say."""

from __future__ import annotations

import datetime as dt
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.own.intake.odd import asides, letters, numbers, shapes
from tests.own.intake.odd.draft import TABLES, Column, Draft, Kinds, Value
from tests.own.intake.odd.written import file

from veivalg.foundation.errors import VeivalgError
from veivalg.own.intake import Intake, read_file
from veivalg.own.intake.questions import Question
from veivalg.own.versions import OwnStore

KINDS: Kinds = {
    f"{module.__name__.rpartition('.')[2]}.{name}": function
    for module in (numbers, shapes, letters, asides)
    for name, function in vars(module).items()
    if getattr(function, "__module__", "") == module.__name__ and not name.startswith("_")
}
"""Every way to be odd, by its name."""
FORMS = ("csv", "xlsx", "xlsx", "ods")
CODE = "1833"
ROUNDS = 4
MISREAD, INTERNAL, SILENT, LOST = "misread", "internal", "silent", "lost"


@dataclass(frozen=True)
class Fault:
    """What was wrong about the reading of a file; the seed makes it again."""

    seed: int
    kind: str
    odd: tuple[str, ...]
    told: str


def draft_of(seed: int) -> Draft:
    """Make a draft; the same one for the same seed."""
    draw = random.Random(seed)
    names = list(KINDS)
    # Every kind comes first in its turn, in a table it can be put on, so that a fiftieth of the
    # files tries most of them.
    step = next(n for n in (7, 11, 13, 17) if len(names) % n)
    first = names[seed * step % len(names)]
    for turn in range(3 * len(TABLES)):
        draft = Draft(draw, TABLES[(seed + turn) % len(TABLES)], draw.choice(FORMS))
        if KINDS[first](draft):
            draft.odd.append(first)
            break
    else:
        draft = Draft(draw, TABLES[seed % len(TABLES)], draw.choice(FORMS))
    for name in draw.sample(names, 6)[: draw.randint(0, 4)]:
        if name not in draft.odd and KINDS[name](draft):
            draft.odd.append(name)
    return draft


def judged(seed: int, store: OwnStore) -> tuple[str, Fault | None]:
    """Give how a file was met (read, asked, refused), and what was wrong about it."""
    draft = draft_of(seed)
    content, name = file(draft)

    def fault(kind: str, told: str) -> tuple[str, Fault]:
        return kind, Fault(seed, kind, (draft.form, draft.table.name, *draft.odd), told)

    answers: dict[str, str] = {}
    asked: list[Question] = []
    texts: list[str] = []
    for _round in range(ROUNDS):
        try:
            read = read_file(content, name, code=CODE, store=store, answers=dict(answers))
        except VeivalgError as error:
            if not draft.odd:
                return fault(LOST, str(error))
            return "refused", None
        except Exception as error:  # whatever it is, nobody should meet it
            return fault(INTERNAL, repr(error))
        texts += [f.line() for f in read.findings]
        if read.errors:
            if not draft.odd:
                return fault(LOST, texts[0])
            return "refused", None
        if not read.questions:
            break
        asked += read.questions
        if not draft.odd:
            return fault(LOST, read.questions[0].text)
        given = {q.id: _answer(draft, q) for q in read.questions}
        if None in given.values():
            return "asked", None
        answers |= {id: answer for id, answer in given.items() if answer is not None}
    else:
        return fault(LOST, f"spør uten ende: {[q.id for q in asked]}")
    if read.table.name != draft.table.name:
        return fault(MISREAD, f"lest som {read.table.name}")
    if draft.refused:
        return fault(MISREAD, f"lest, men {draft.refused}: {read.frame}")
    of_each = (q.id.removeprefix("unit:").split("+") for q in asked if q.id.startswith("unit:"))
    ids = {q.id for q in asked} | {f"unit:{name}" for names in of_each for name in names}
    if lacking := draft.asks - ids:
        return fault(SILENT, f"ikke spurt om {sorted(lacking)}")
    if wrong := difference(draft, read):
        return fault(MISREAD, wrong)
    said = " ".join([*texts, *(q.text for q in asked)]).casefold().replace("\u202f", "")
    for pieces in draft.told:
        if not any(p.casefold() in said for p in pieces):
            return fault(SILENT, f"ikke sagt: {pieces} i {said!r}")
    return ("asked" if asked else "read"), None


def _answer(draft: Draft, question: Question) -> str | None:
    """Answer as the one who made the file would; None where no answer is right."""
    kind, _colon, field = question.id.partition(":")
    if kind == "unit":
        units = {draft.factor.get(name, Decimal(1)) for name in field.split("+")}
        if len(units) > 1:
            return "each"
        field, factor = field.partition("+")[0], units.pop()
        if field in draft.write and any("1440" in o.value for o in question.options):
            return "1440"
        numbers = [o for o in question.options if o.value not in ("no", "each")]
        near = [o for o in numbers if math.isclose(float(o.value), float(factor))]
        return near[0].value if near else format(float(factor), ".12g")
    if kind == "dates":
        return draft.system
    if kind == "hidden":
        return "keep"
    if kind == "period":
        return "year" if any(o.value == "year" for o in question.options) else None
    if question.id == "heading:year" or any(o.value == "minus" for o in question.options):
        return question.options[0].value
    if question.id == "rows:section":
        return "0"
    if question.id == "rows:unit":
        return "scale" if question.id in draft.asks else "keep"
    if question.id == "rows:unlikely" or kind == "sign":
        return "keep"  # the figures are as they were made
    if question.id == "rows:notes":
        return "note"
    if question.id in ("rows:kind", "rows:place"):
        return draft.kind or None
    if kind == "letters":
        return draft.letters_answer
    if question.id == "rows:hidden":
        return draft.hidden_answer
    if question.id == "rows:repeats":
        totals = {draft.row_number(i) for i, row in enumerate(draft.rows) if not row.counts}
        asked = set(question.rows)
        if asked <= totals:
            return "drop"
        return None if asked & totals else "keep"
    return "yes"


def difference(draft: Draft, read: Intake) -> str:
    """Say how what was read differs from what the file says; empty when it doesn't."""
    assert read.frame is not None
    columns = [c for c in draft.columns if isinstance(c, Column) and c.kind != "secret"]
    wanted = _sorted([[_plain(row.get(c.field)) for c in columns] for row in draft.truth()])
    got = _sorted([[_plain(row[c.field]) for c in columns] for row in read.frame.to_dicts()])
    if len(wanted) != len(got):
        return f"{len(got)} rader for {len(wanted)}: {got} / {wanted}"
    for one, other in zip(wanted, got, strict=True):
        if not all(map(_same, one, other)):
            return f"{other} for {one}"
    return ""


def _plain(value: Value | float) -> object:
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if value is None:
        return None
    text = re.sub('[\u200b\ufeff\u202e\u00ad\u2060"«»]', "", value)
    return " ".join(text.split())


def _sorted(rows: list[list[object]]) -> list[list[object]]:
    return sorted(rows, key=lambda row: [str(cell) for cell in row])


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return one == other


def faults(seeds: range, store: OwnStore) -> Iterator[tuple[str, Fault | None]]:
    """Judge a file of each seed."""
    for seed in seeds:
        yield judged(seed, store)
