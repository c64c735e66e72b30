"""How sure it is that a file is the table it was read as; where it isn't, a person says."""

from veivalg.foundation.i18n import _
from veivalg.own.intake.findings import Collector
from veivalg.own.intake.headings import forms
from veivalg.own.intake.questions import Option, Question
from veivalg.own.intake.recognise import Match
from veivalg.own.intake.result import UnknownTableError

ID = "table"
LEAST = 0.6
"""Share of the headed columns that must be the table's, for the file to be taken for it."""
FEW = 3
"""Columns that may be the sender's own beside the table's, whatever the share."""


def unused(match: Match) -> list[str]:
    """Give the headings of the columns that are not used."""
    return [c.heading for c in match.assignment.columns if not c.field and forms(c.heading)]


def ask(match: Match, found: Collector, *, named: bool, file: str) -> None:
    """Ask whether the table is right where most columns are not used and nobody has named it.

    Raises
    ------
    UnknownTableError
        When a person has said that it is another.
    """
    if found.answers.get(ID) == "no" and ID in found.given:
        raise UnknownTableError(
            _("«{file}» er ikke «{title}».").format(file=file, title=match.table.title),
            _("Si hvilken tabell det er."),
        )
    left, used = unused(match), len(match.assignment.found)
    if named or match.named or len(left) < FEW or used >= LEAST * (used + len(left)):
        return
    text = _(
        "Er dette «{title}»? Bare {used} av {n} kolonner er brukt. Ikke brukt: {left}."
    ).format(
        title=match.table.title,
        used=used,
        n=used + len(left),
        left=", ".join(f"«{heading}»" for heading in left),
    )
    yes, no = _("Ja, ta inn bare de kolonnene."), _("Nei, det er noe annet.")
    found.ask(Question(ID, text, (Option("yes", yes), Option("no", no))))
