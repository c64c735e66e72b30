"""What the chapters on own figures share: what is missing, and what an example must say."""

from __future__ import annotations

from veivalg.content import Missing, SourceKind, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.own.tables import own_table, own_tables
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons


def missing_own(evidence: Evidence, name: str, what: str = "") -> Missing:
    """Say that the municipality has not brought a table, and how to.

    Parameters
    ----------
    what
        What the chapter would have shown with it; the table's title when empty.
    """
    schema = own_table(name)
    why = _("{place} har ikke lest inn «{title}».").format(
        place=evidence.place.name, title=schema.title
    )
    how = _(
        "Last ned malen på siden «Egne tall» (eller «veivalg mal {mal}»), fyll den ut og "
        "slipp den på samme side."
    ).format(mal=schema.template)
    return Missing(what or schema.title, why, how, schema.title)


def nothing_own(evidence: Evidence, name: str) -> Statement:
    """Give the finding of a chapter that lacks the figures it rests on.

    When the table itself has been brought, the first one lacking beside it is named.
    """
    group = [n for n, t in own_tables().items() if {*t.chapters} & {*own_table(name).chapters}]
    lacking = [n for n in (name, *group) if not evidence.has_own(n)]
    text = _("{place} har ikke lest inn «{title}», så dette kapitlet er tomt.")
    if any(evidence.has_own(n) for n in group):
        text = _("{place} har ikke lest inn «{title}», som dette kapitlet bygger på.")
    text = text.format(
        place=evidence.place.name, title=own_table(lacking[0] if lacking else name).title
    )
    return Statement("mangler", text, {}, caution=True)


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
