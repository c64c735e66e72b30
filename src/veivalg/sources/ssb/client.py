"""A session with PxWeb API v2: metadata, code lists and data."""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson

from veivalg.sources.http.answers import parse
from veivalg.sources.http.client import Client
from veivalg.sources.ssb.plan import Query

T = TypeVar("T")


class PxWeb(Client):
    """A session with one PxWeb service; safe to share between threads."""

    def metadata(self, table: str) -> dict[str, Any]:
        """Give the metadata of a table; raises ``SourceChangedError`` when it is gone."""
        return self.send("GET", f"{self.url}/tables/{table}/metadata?lang=no", None, parse)

    def codelist(self, name: str) -> dict[str, Any]:
        """Give a code list."""
        return self.send("GET", f"{self.url}/codelists/{name}?lang=no", None, parse)

    def data(self, query: Query, read: Callable[[bytes], T]) -> T:
        """Ask for data by GET, or POST when the address would be too long; give ``read(body)``.

        Raises
        ------
        SourceError
            When the service can't be reached, refuses, or keeps answering what `read` refuses.
        """
        address = query.address(self.url)
        if len(address) <= self.limits.address:
            return self.send("GET", address, None, read)
        bare = f"{self.url}/tables/{query.table}/data?lang=no&outputFormat=json-stat2"
        return self.send("POST", bare, orjson.dumps(query.body()), read)
