"""What a chapter on own figures must say when the municipality has not brought them itself."""

from veivalg.content import SourceKind, Statement
from veivalg.foundation.i18n import _
from veivalg.own.printed import PRINTED
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons


def is_printed(table: Sourced | Persons) -> bool:
    """Say whether a table is copied from a document, not brought by the municipality."""
    return all(s.id.startswith(PRINTED) for s in table.sources.values())


def printed_note(*tables: Sourced | Persons | None) -> Statement | None:
    """Say what documents the figures are printed in, and where; None when any is brought."""
    sources = [s for t in tables if t is not None for s in t.sources.values()]
    printed = [s for s in sources if s.id.startswith(PRINTED) and s.kind is SourceKind.DOCUMENT]
    if not printed or len(printed) < len(sources):  # printed references beside own figures
        return None
    pages: dict[str, dict[str, None]] = {}
    for source in printed:
        pages.setdefault(source.producer, {})[source.query] = None
    listed = "; ".join(", ".join((document, *found)) for document, found in pages.items())
    text = _("Tallene er trykt i {documents}.").replace("{documents}", listed)
    return Statement("trykt", f"{text} {_('Les inn egne tall på siden «Egne tall».')}", {})
