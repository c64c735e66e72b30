"""What a person has chosen on this machine: which municipalities to compare with.

One small JSON file a municipality in the data folder, written whole or not at all, so that two
programs never lose each other's choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from veivalg.content import Place
from veivalg.foundation.errors import UnknownMunicipalityError, UsageError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.norway.register import find, municipality

MOST = 10
FOLDER = "valg"


class Choices:
    """The saved choices of a data folder; the folder is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER / "sammenlikning"

    def peers(self, code: str) -> tuple[str, ...]:
        """Give the municipalities chosen for `code`, or none.

        A file that can't be understood is no choice: a person can always choose again.

        Raises
        ------
        StoreError
            When the folder can't be read.
        """
        try:
            content = orjson.loads(self._file(code).read_bytes())
            return checked(code, [str(c) for c in content["kommuner"]])
        except FileNotFoundError:
            return ()
        except (ValueError, LookupError, TypeError, UsageError, UnknownMunicipalityError):
            return ()
        except OSError as error:
            raise store_error(error, self._file(code)) from error

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
        file = self._file(code)
        if kept:
            write_atomic(file, orjson.dumps({"kommuner": kept}, option=orjson.OPT_INDENT_2))
            return kept
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise store_error(error, file) from error
        return kept

    def _file(self, code: str) -> Path:
        return self.folder / f"{municipality(code).code}.json"


def places(codes: Sequence[str]) -> tuple[Place, ...]:
    """Give municipalities as places, as the chapters take them."""
    return tuple(Place(code, municipality(code).name) for code in codes)


def checked(code: str, peers: Sequence[str]) -> tuple[str, ...]:
    """Give today's code of each peer once, in order, without the municipality itself.

    Raises
    ------
    UsageError, UnknownMunicipalityError
        When a peer does not exist or there are more than ten.

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
