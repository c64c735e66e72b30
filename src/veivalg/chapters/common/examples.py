"""What a chapter on own figures must say when they are an example."""

from veivalg.content import SourceKind, Statement
from veivalg.foundation.i18n import _
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons


def is_example(table: Sourced | Persons) -> bool:
    """Say whether a table is a built-in example, not the municipality's own."""
    return all(s.id.startswith("eksempel-") for s in table.sources.values())


def example_note(*tables: Sourced | Persons | None) -> Statement | None:
    """Say that the figures are an example, and whether they are made up; None for own figures."""
    sources = [s for t in tables if t is not None for s in t.sources.values()]
    examples = [s for s in sources if s.id.startswith("eksempel-")]
    if len(examples) < len(sources):  # printed references beside own figures are no example
        examples = [s for s in examples if s.kind is SourceKind.CONSTRUCTED]
    if not examples:
        return None
    made_up = [s.title for s in examples if s.kind is SourceKind.CONSTRUCTED]
    names = dict.fromkeys(s.producer for s in examples if s.kind is not SourceKind.CONSTRUCTED)
    parts = []
    if names:
        listed = "; ".join(f"«{n}»" for n in names)
        parts.append(_("Tallene er et eksempel fra {documents}.").replace("{documents}", listed))
    if made_up:
        listed = ", ".join(f"«{title}»" for title in dict.fromkeys(made_up))
        parts.append(
            _(
                "{tables} er KONSTRUERT, så kapitlet kan ses med innhold, og beskriver ikke "
                "kommunen."
            ).replace("{tables}", listed)
        )
    parts.append(_("Les inn egne tall på siden «Egne tall»."))
    text = " ".join(parts)
    return Statement("eksempel", text, {}, caution=True)
