"""Figures that documents print about a municipality, and how a document is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from veivalg.content import Figure, Source, SourceKind, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def printed(evidence: Evidence, item: str, year: int | None = None) -> Figure | None:
    """Give a figure a document prints about the municipality, with document and place in it.

    The newest document wins when several print the same item.
    """
    table = evidence.rows("printed_figures", evidence.place)
    if table is None:
        return None
    rows = [
        r
        for r in table.frame.iter_rows(named=True)
        if r["item"] == item and year in (None, r["year"])
    ]
    if not rows:
        return None
    row = rows[-1]
    slug = item.replace("_", "-")
    source = Source(
        id=f"trykt-{slug}",
        producer=row["document"],
        title=row["page"] or item,
        kind=SourceKind.DOCUMENT,
    )
    return Figure(
        f"trykt-{slug}",
        _("Trykt i {document}").format(document=short_name(row["document"])),
        row["value"],
        Unit(row["unit"]),
        evidence.place,
        str(row["year"]),
        source,
    )


def short_name(document: str) -> str:
    """Give what a document is called after it has been named once.

    Examples
    --------
    >>> short_name("Harstad kommune: Tjenestegjennomgang, delrapport 1 (Agenda Kaupang, 2024)")
    'delrapport 1'
    >>> short_name("Rana kommune: Framtidige helse- og omsorgstjenester 2024–27")
    '«Framtidige helse- og omsorgstjenester 2024–27»'
    """
    title = re.sub(r"\s*\([^)]*\)$", "", document.partition(": ")[2] or document)
    part = re.search(r"\bdelrapport \d+$", title)
    return part[0] if part else f"«{title}»"


def named_once(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Write the whole name of a document in the first sentence it stands in, then the short one."""
    seen: set[str] = set()
    for statement in statements:
        template = statement.template
        figures = statement.figures.values()
        for name in dict.fromkeys(
            s.producer for f in figures for s in f.sources() if s.kind is SourceKind.DOCUMENT
        ):
            if f"«{name}»" in template and name in seen:
                template = template.replace(f"«{name}»", short_name(name))
                template = template[:1].upper() + template[1:]
            elif f"«{name}»" in template:
                seen.add(name)
        yield replace(statement, template=template)
