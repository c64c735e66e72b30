"""What a person has chosen on this machine: which municipalities to compare with."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from veivalg.content import Note, Place
from veivalg.desk.log import Log, Moment, fault_notes
from veivalg.foundation.errors import UnknownMunicipalityError, UsageError
from veivalg.foundation.i18n import _
from veivalg.norway.register import find, municipality

MOST = 15
KIND = "valg"


class _Chosen(BaseModel):
    model_config = ConfigDict(extra="forbid")
    event: Literal["sammenlikning"] = "sammenlikning"
    municipalities: tuple[str, ...]
    when: Moment


class Choices:
    """The saved choices of a data folder; the folder is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self.log: Log[_Chosen] = Log(folder, KIND, _Chosen)
        self.folder = self.log.folder

    def peers(self, code: str) -> tuple[str, ...]:
        """Give the municipalities chosen for `code`, or none.

        A choice that can't be understood is none: a person can always choose again.

        Raises
        ------
        StoreError
            When the folder can't be read.
        """
        chosen = self.log.read(code)[0]
        try:
            return checked(code, chosen[-1].municipalities) if chosen else ()
        except (UsageError, UnknownMunicipalityError):
            return ()

    def faults(self, code: str) -> tuple[Note, ...]:
        """Give the choices that can't be read, as notes that chapters carry."""
        return fault_notes(code, _("Et lagret valg av kommuner"), self.log.read(code)[1])

    def save(self, code: str, peers: Sequence[str]) -> tuple[str, ...]:
        """Keep the choice, or forget it when `peers` is empty; give what was kept.

        Raises
        ------
        UsageError, UnknownMunicipalityError
            When a peer does not exist or there are too many.
        StoreError
            When it can't be written.
        """
        kept = checked(code, peers)
        if kept != self.peers(code):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self.log.append(code, _Chosen(municipalities=kept, when=now))
        return kept


def places(codes: Sequence[str]) -> tuple[Place, ...]:
    """Give municipalities as places, as the chapters take them."""
    return tuple(Place(code, municipality(code).name) for code in codes)


def checked(code: str, peers: Sequence[str]) -> tuple[str, ...]:
    """Give today's code of each peer once, in order, without the municipality itself.

    Raises
    ------
    UsageError, UnknownMunicipalityError
        When a peer does not exist or there are more than fifteen.

    Examples
    --------
    >>> checked("5503", ["1833", "Narvik", "1833", "1903"])
    ('1833', '1806')
    """
    found = dict.fromkeys(find(peer).code for peer in peers if peer.strip())
    found.pop(code, None)
    if len(found) > MOST:
        raise UsageError(
            _("Du har valgt {count} kommuner å sammenlikne med.").format(count=len(found)),
            _("Velg høyst {most}.").format(most=MOST),
        )
    return tuple(found)
