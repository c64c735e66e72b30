"""What people have kept that can't be read any more, and their word that it is lost."""

from pathlib import Path

from veivalg.desk.about import Abouts
from veivalg.desk.choices import Choices
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.events import Damaged

LOGS = (Notes, Choices, Abouts, LocalKnowledge, Scenarios)
"""Everything of the desk that has a log of events."""


def losses(folder: Path, code: str) -> tuple[Damaged, ...]:
    """Give the events of a municipality that are damaged or gone, and not accepted as lost.

    Raises
    ------
    StoreError
        When the folder can't be read.
    """
    return tuple(lost for made in LOGS for lost in made(folder).log.read(code)[1])


def accept_losses(folder: Path, code: str) -> tuple[Damaged, ...]:
    """Keep that all of them are lost, so that they are told no more; give them.

    Raises
    ------
    StoreError
        When it can't be written.
    """
    return tuple(lost for made in LOGS for lost in made(folder).log.accept_loss(code))
