"""Which heading a municipality uses for a column, as a person has pointed it out once.

In ``egne-tall/<municipality>/<table>/``: ``kolonner.json`` has field → heading, and ``svar.json``
the sender's form → question → answer. The files are replaced whole.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from veivalg.foundation.errors import UsageError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.own.leftovers import writing
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore

NAME = "kolonner.json"
ANSWERS = "svar.json"
MOST_FORMS = 50
"""Forms whose answers are remembered; the oldest is forgotten first."""
_CODE = re.compile(r"[0-9]{4}")


class Mappings:
    """The remembered headings beside the own tables of a data folder."""

    def __init__(self, store: OwnStore) -> None:
        self.folder = store.folder

    def of(self, code: str, table: str) -> dict[str, str]:
        """Give field → heading; empty when nothing is remembered or the file is damaged."""
        held = self._read(self._path(code, table))
        known = {f.name for f in own_table(table).fields}
        return {k: v for k, v in held.items() if k in known and isinstance(v, str)}

    def remember(self, code: str, table: str, mapping: Mapping[str, str]) -> None:
        """Keep headings, beside those remembered for other fields.

        Raises
        ------
        StoreError
            When it can't be written.
        """
        held = self.of(code, table)
        new = held | dict(mapping)
        if new != held:
            with writing(self.folder):
                write_atomic(self._path(code, table), orjson.dumps(new))

    def knows_forms(self, code: str, table: str) -> bool:
        """Say whether anything was answered of any sender's form of a table."""
        return bool(self._read(self._path(code, table, ANSWERS)))

    def answers(self, code: str, table: str, form: str) -> dict[str, str]:
        """Give question → answer of a sender's form; empty when nothing is remembered."""
        held = self._read(self._path(code, table, ANSWERS)).get(form)
        return {k: v for k, v in held.items() if isinstance(v, str)} if type(held) is dict else {}

    def remember_answers(
        self, code: str, table: str, form: str, answers: Mapping[str, str]
    ) -> None:
        """Keep what was answered of a sender's form; raises ``StoreError``."""
        path = self._path(code, table, ANSWERS)
        held = self._read(path)
        new = {k: v for k, v in held.items() if k != form} | {form: dict(answers)}
        if new != held:
            with writing(self.folder):
                write_atomic(path, orjson.dumps(dict(list(new.items())[-MOST_FORMS:])))

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            held = orjson.loads(path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise store_error(error, path) from error
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}

    def forget(self, code: str, table: str) -> bool:
        """Forget the headings of a table; say whether there were any."""
        path = self._path(code, table)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise store_error(error, path) from error
        return True

    def _path(self, code: str, table: str, name: str = NAME) -> Path:
        if not _CODE.fullmatch(code):
            raise UsageError(_("«{code}» er ikke et kommunenummer.").format(code=code))
        return self.folder / code / own_table(table).name / name
