"""What a municipality has of its own tables, for the pages that lead to them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from veivalg.chapters.common.registry import all_chapters
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import format_date
from veivalg.foundation.i18n import _
from veivalg.gather.own_figures import OwnFigures
from veivalg.own.history import Version
from veivalg.own.tables import OwnTable, own_tables
from veivalg.own.versions import OwnStore
from veivalg.web.kit.errors import AbsentError


@dataclass(frozen=True, slots=True)
class Status:
    """A table and what a municipality has of it.

    ``state`` is «egne», «trykt» or «mangler»; ``word`` says it, ``detail`` where
    the figures are from.
    """

    table: type[OwnTable]
    chapters: tuple[ChapterSpec, ...]
    state: str
    word: str
    detail: str
    version: Version | None


@cache
def by_template() -> dict[str, type[OwnTable]]:
    """Give template name («elever») → table; template names are what addresses use."""
    return {table.template: table for table in own_tables().values()}


def table_called(name: str) -> type[OwnTable]:
    """Give the table of an address; raises ``AbsentError``."""
    found = by_template().get(name) or own_tables().get(name)
    if found is None:
        raise AbsentError(
            _("Det finnes ingen tabell «{name}».").format(name=name),
            _("Velg blant tabellene på siden «Egne tall»."),
        )
    return found


def statuses(store: OwnStore, code: str) -> tuple[Status, ...]:
    """Give every table with its status, in the order of the first chapter it feeds."""
    order = {c.id: place for place, c in enumerate(all_chapters())}
    tables = sorted(
        own_tables().values(),
        key=lambda t: (min((order.get(c, 999) for c in t.chapters), default=999), t.title),
    )
    own = OwnFigures(code, store.folder.parent)
    return tuple(status(store, code, table, own) for table in tables)


def status(
    store: OwnStore, code: str, table: type[OwnTable], own: OwnFigures | None = None
) -> Status:
    """Give what a municipality has of one table."""
    chapters = tuple(c for c in all_chapters() if c.id in table.chapters)
    version = store.current(code, table.name)
    if version is not None:
        word = _("egne tall, versjon {n}").format(n=version.number)
        return Status(table, chapters, "egne", word, version_line(table, version), version)
    # Without a version in force only what is printed is left, if the chapter still uses it.
    printed = (own or OwnFigures(code, store.folder.parent)).get(table.name)
    if printed is None:
        return Status(table, chapters, "mangler", _("mangler"), "", None)
    source = printed.source()
    detail = ", ".join(part for part in (source.producer, source.query) if part)
    return Status(table, chapters, "trykt", _("trykt i et dokument"), detail, None)


def version_line(table: type[OwnTable], version: Version) -> str:
    """Say what a version is: rows, file, when and by whom."""
    if not version.facts:
        return _("skadet")
    parts = [table.rows_text(version.rows), version.file, when(version.when), version.who]
    return ", ".join(part for part in parts if part)


def when(moment: str) -> str:
    """Give an ISO time as «22. november 2026 kl. 06.12», on the clock of this machine; nothing of
    one that isn't known."""
    if not moment:
        return ""
    local = datetime.fromisoformat(moment).astimezone()
    return f"{format_date(local.date().isoformat())} kl. {local:%H.%M}"
