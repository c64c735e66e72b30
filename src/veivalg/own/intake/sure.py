"""How sure it is that a file is the table it was read as; where it isn't, a person says."""

import re

from veivalg.foundation.i18n import _
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import forms
from veivalg.own.intake.questions import NO, Answers, Option, Question
from veivalg.own.intake.questions import TABLE as ID
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import UnknownTableError, which
from veivalg.own.tables import OwnTable, own_tables

YES = "yes"
LEAST = 0.6
"""Share of the headed columns that must be the table's, for the file to be taken for it."""
_OF_OTHERS = re.compile(
    r"(?i)(?:avvik|differanse|endring|rest|forbruk)\b.*|.*(?:%|\b(?:prosent|pst|andel))\W*"
)
"""Headings of what other columns give: they say nothing of which table a file is."""
FEW = 3
"""Columns that may be the sender's own beside the table's, whatever the share."""


def unused(match: Match) -> list[str]:
    """Give the headings of the columns that are not used."""
    return [c.heading for c in match.assignment.columns if not c.field and forms(c.heading)]


def uncertain(match: Match) -> bool:
    """Say whether so many columns are not used that a person must say what the file is."""
    left = sum(not _OF_OTHERS.fullmatch(heading) for heading in unused(match))
    used = len(match.assignment.found)
    return not (match.named or left < FEW or used >= LEAST * (used + left))


def sureness(match: Match, *, named: bool) -> str:
    """Say how sure it is that the table is the right one."""
    if named:
        return _("valgt av deg")
    if uncertain(match):
        return _("usikkert")
    return _("ganske sikkert") if unused(match) or match.runner_up else _("sikkert")


def picked(answers: Answers) -> type[OwnTable] | None:
    """Give the table a person has answered that a file is, by what people call it or its name."""
    said = answers.get(ID, "")
    return next((t for t in own_tables().values() if said and said in (t.template, t.name)), None)


def ask(match: Match, found: Collector, *, named: bool, file: str) -> None:
    """Ask whether the table is right where most columns are not used and nobody has named it.

    Raises
    ------
    UnknownTableError
        When a person has said that it is another.
    """
    others = match.likely[1:]
    if found.answers.get(ID) == NO and ID in found.given:
        raise UnknownTableError(
            _("«{file}» er ikke «{title}».").format(file=file, title=match.table.title),
            _("Si hvilken tabell det er."),
            others,
            which(others),
        )
    if named:
        if found.given & {ID} and found.answers.get(ID) != NO:
            found.used[ID] = YES  # the next file of the same form is this table too
        return
    if not uncertain(match) and found.answers.get(ID) != YES:
        return
    left, used = unused(match), len(match.assignment.found)
    text = _(
        "Er dette «{title}»? Bare {used} av {n} kolonner er brukt. Ikke brukt: {left}."
    ).format(
        title=match.table.title,
        used=used,
        n=used + len(left),
        left=", ".join(f"«{heading}»" for heading in left),
    )
    offered = which(others)
    found.ask(
        Question(
            ID,
            text,
            (
                Option(YES, _("Ja, ta inn bare de kolonnene.")),
                *(
                    Option(o.value, _("Nei, det er {table}").format(table=o.text))
                    for o in (offered.options if offered else ())
                    if o.value != NO
                ),
                Option(NO, _("Nei, det er noe annet.")),
            ),
        )
    )
