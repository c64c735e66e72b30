"""What can't be told from a file alone: asked with a preview, and answered by a person.

A file with open questions gives no rows. An answer is data, so that the page, the command line and
what is remembered use the same thing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from veivalg.foundation.i18n import _

Answers = Mapping[str, str]
"""Question id → value of the option chosen."""
TABLE, NO, EACH = "table", "no", "each"
"""Which table a file is; that the one answer there is is wrong; that columns are not alike."""
UNIT, MOST = "unit:", 3
"""What questions of units begin with, and first rows shown with those of several columns."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the word that is stored, and what it says."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must say before the rows can be stored.

    Parameters
    ----------
    id
        The same each time the file is read: «unit:amount», «rows:hidden».
    text
        What is asked, in Norwegian, with what would be stored.
    options
        The answers there are; the first is the likeliest.
    rows
        Rows it is about, as Excel counts.
    remember
        Whether the answer holds for the next file of the same form too.
    """

    id: str
    text: str
    options: tuple[Option, ...]
    rows: tuple[int, ...] = ()
    remember: bool = True

    def lines(self) -> tuple[str, ...]:
        """Give it with each answer on a line of its own, as it is written on the command line."""
        answers = (f"  --svar {self.id}={o.value}: {o.text}" for o in self.options)
        return (self.text, *answers)


def spread(answers: Answers) -> tuple[dict[str, str], frozenset[str]]:
    """Give answers of several columns as one of each, and those that say «each»."""
    found: dict[str, str] = {}
    for id, value in sorted(answers.items(), key=lambda one: "+" not in one[0]):
        ids = id.removeprefix(UNIT).split("+") if id.startswith(UNIT) and value != EACH else ()
        found |= {f"{UNIT}{name}": value for name in ids} if ids else {id: value}
    each = frozenset(id for id, value in answers.items() if value == EACH)
    return {id: value for id, value in found.items() if id not in each}, each


def together(
    questions: Sequence[Question], called: Mapping[str, Sequence[str]], each: Collection[str]
) -> tuple[Question, ...]:
    """Ask once of the unit of columns where the same is in doubt for the same reason.

    Parameters
    ----------
    called
        Field → its heading and its title.
    each
        Questions of several columns that a person wants one by one.
    """
    groups: dict[tuple[str, ...], list[Question]] = {}
    for one in questions:
        alike, name = one.text, one.id.removeprefix(UNIT)
        for text in called.get(name, ()) if one.id.startswith(UNIT) else ():
            alike = alike.replace(f"«{text}»", "")
        key = (alike, *(o.value for o in one.options)) if alike != one.text else (one.id,)
        groups.setdefault(key, []).append(one)
    found: list[Question] = []
    for held in groups.values():
        names = [one.id.removeprefix(UNIT) for one in held]
        id = f"{UNIT}{'+'.join(names)}"
        if not held[1:] or id in each:
            found += held
            continue
        others = ", ".join(f"«{called[name][-1]}»" for name in names[1:])
        text = _("{text} Det samme gjelder {others}.").format(text=held[0].text, others=others)
        options = [
            Option(
                o[0].value, "; ".join([o[0].text, *(p.text.partition(": ")[2] for p in o[1:MOST])])
            )
            for o in zip(*(one.options for one in held), strict=True)
        ]
        options.append(Option(EACH, _("De har ikke samme enhet: spør om hver av dem.")))
        found.append(replace(held[0], id=id, text=text, options=tuple(options)))
    return tuple(found)
