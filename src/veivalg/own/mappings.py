"""Which heading a municipality uses for a column, as a person has pointed it out once.

``egne-tall/<municipality>/<table>/kolonner.json``: field → heading. The file is replaced whole.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import orjson

from veivalg.foundation.errors import UsageError
from veivalg.foundation.files import store_error, write_atomic
from veivalg.foundation.i18n import _
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore

NAME = "kolonner.json"
_CODE = re.compile(r"\d{4}")


class Mappings:
    """The remembered headings beside the own tables of a data folder."""

    def __init__(self, store: OwnStore) -> None:
        self.folder = store.folder

    def of(self, code: str, table: str) -> dict[str, str]:
        """Give field → heading; empty when nothing is remembered or the file is damaged."""
        path = self._path(code, table)
        try:
            held = orjson.loads(path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise store_error(error, path) from error
        except ValueError:
            return {}
        known = {f.name for f in own_table(table).fields}
        if not isinstance(held, dict):
            return {}
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
            write_atomic(self._path(code, table), orjson.dumps(new))

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

    def _path(self, code: str, table: str) -> Path:
        if not _CODE.fullmatch(code):
            raise UsageError(_("«{code}» er ikke et kommunenummer.").format(code=code))
        return self.folder / code / own_table(table).name / NAME
