"""From a chapter to the page where its own figures are brought."""

from collections.abc import Callable, Iterable
from pathlib import Path

from veivalg.content import Missing
from veivalg.foundation.i18n import kept_by_language
from veivalg.norway.municipality import EXAMPLE, Municipality
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore
from veivalg.web.kit.own_status import Status, status


@kept_by_language
def _templates() -> dict[str, str]:
    return {table.title: table.template for table in own_tables().values()}


def own_address(code: str) -> Callable[[str], str]:
    """Give what turns the title of an own table into its page's address; empty for others."""

    def address(title: str) -> str:
        name = _templates().get(title)
        return f"/kommune/{code}/egne-tall/{name}" if name else ""

    return address


def example_address(folder: Path, place: Municipality, chapter: str) -> str:
    """Give where a chapter is seen with made-up own figures; empty when it lacks none of them."""
    lacks = any(s.state == "mangler" for s in own_of(folder, place.code, chapter))
    return f"/kommune/{EXAMPLE.code}/{chapter}" if lacks and not place.example else ""


def own_of(folder: Path, code: str, chapter: str) -> tuple[Status, ...]:
    """Give the own tables of a chapter and what the municipality has of them."""
    tables = [t for t in own_tables().values() if chapter in t.chapters]
    store = OwnStore(folder)
    return tuple(status(store, code, table) for table in tables)


def fetchable(place: Municipality, missing: Iterable[Missing]) -> bool:
    """Say whether anything that is missing can be fetched, and not only brought."""
    return not place.example and any(m.table not in _templates() for m in missing)
