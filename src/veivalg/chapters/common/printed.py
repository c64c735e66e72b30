"""Figures that documents print about a municipality, and how a document is named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from veivalg.chapters.common.sentences import present
from veivalg.content import (
    Exhibit,
    Figure,
    Place,
    Source,
    SourceKind,
    Statement,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.own.printed.deviations import deviation


@dataclass(frozen=True, slots=True)
class Documents:
    """What documents print about a municipality: rows of «printed_figures», oldest first."""

    place: Place
    rows: tuple[Mapping[str, Any], ...]

    def figure(self, item: str, year: int | None = None) -> Figure | None:
        """Give a printed figure, with document and place in it.

        The newest document wins when several print the same item.
        """
        found = self._row(item, year)
        return self._figure(found) if found else None

    def years(self, item: str | None = None) -> list[int]:
        """Give the years an item, or any, is printed for, in order and each once."""
        return sorted({r["year"] for r in self.rows if item in (None, r["item"])})

    def against(self, item: str, year: int | None = None) -> str:
        """Say why a printed figure is not borne out; empty where nothing is known against it."""
        found = self._row(item, year)
        told = deviation(self.place.code, item, found["year"]) if found else None
        return _(told.why) if told is not None and told.why else ""

    def trusted(self, item: str) -> Figure | None:
        """Give a printed figure to reckon with; None where something is known against it."""
        found = self._row(item)
        known = found and deviation(self.place.code, item, found["year"])
        return self._figure(found) if found and not known else None

    def _row(self, item: str, year: int | None = None) -> Mapping[str, Any] | None:
        found = [r for r in self.rows if r["item"] == item and year in (None, r["year"])]
        return found[-1] if found else None

    def _figure(self, row: Mapping[str, Any]) -> Figure:
        slug = row["item"].replace("_", "-")
        source = Source(
            id=f"trykt-{slug}",
            producer=row["document"],
            title=row["page"] or row["item"],
            kind=SourceKind.DOCUMENT,
        )
        return Figure(
            f"trykt-{slug}",
            _("Trykt i {document}").format(document=short_name(row["document"])),
            row["value"],
            Unit(row["unit"]),
            self.place,
            str(row["year"]),
            source,
        )


def documents(evidence: Evidence) -> Documents:
    """Give what documents print about the municipality."""
    table = evidence.rows("printed_figures", evidence.place)
    rows = tuple(table.frame.iter_rows(named=True)) if table is not None else ()
    return Documents(evidence.place, rows)


def printed(evidence: Evidence, item: str, year: int | None = None) -> Figure | None:
    """Give one figure a document prints about the municipality."""
    return documents(evidence).figure(item, year)


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
    part = re.search(r"\bdelrapport (\d+)$", title)
    return _("delrapport {n}").format(n=format_plain(int(part[1]))) if part else f"«{title}»"


def beside(exhibit: Exhibit | None, *off: Statement | None) -> Exhibit | None:
    """Put what a source prints otherwise under the exhibit it concerns."""
    return replace(exhibit, deviations=present(off)) if exhibit is not None else None


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
