"""The appendices of a document: sources, methods, assumptions, what is missing, words."""

import re
from collections.abc import Iterable, Iterator, Sequence

from veivalg.content import Assumption, Figure, Report, Source
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish.document.cells import SENTENCE, constructed
from veivalg.publish.document.parts import Entry, Grid, Heading, Listing, Paragraph, Part, Picture
from veivalg.publish.document.provenance import (
    all_assumptions,
    all_methods,
    all_sources,
    all_terms,
    certainty_text,
    merged_sources,
    source_rows,
)
from veivalg.publish.document.told import NUMBER

TITLE = 90
"""Letters of a source's title that stand in a list of two columns."""


def appendices(report: Report) -> list[Part]:
    """Give every appendix of a document that holds all of a report."""
    return [
        *_source_list(report),
        *_methods(report),
        *_assumptions(report),
        *_missing(report),
        *_terms(report),
    ]


def in_short(report: Report, body: Sequence[Part], figures: Sequence[Figure]) -> Iterator[Part]:
    """Give the appendix of what is read on paper: in columns, and each entry as short as it can be.

    Parameters
    ----------
    body
        What the report has said: only its words are explained, and only its exhibits' sources,
        methods and deviations are listed.
    figures
        The numbers of the sentences it has told.
    """
    yield Heading(1, _("Vedlegg"), "vedlegg")
    yield Paragraph(_("Her står det som gjelder figurene, tabellene og funnene i rapporten."))
    shown = [part.exhibit for part in body if isinstance(part, Picture | Grid) and part.exhibit]
    sources = [s for e in shown for s in e.sources] + [s for f in figures for s in f.sources()]
    held_sources = merged_sources({s.id: s for s in sources}.values())
    yield from _listing(_("Kilder"), "kilder", _sources_in_short(held_sources))
    names = dict.fromkeys(
        m for m in (*(e.method for e in shown), *(f.method for f in figures)) if m
    )
    yield from _listing(_("Metoder i korthet"), "metoder", _methods_in_short(report, names))
    used = {a.id for e in shown for a in e.assumptions} | {
        a.id for f in figures for a in f.assumptions
    }
    held = (a for a in all_assumptions(report.chapters) if a.changed or a.id in used)
    yield from _listing(_("Antakelser"), "antakelser", map(_assumption_line, held))
    off = [s.marked() for e in shown for s in e.deviations]
    notes = [note.line() for chapter in report.chapters for note in chapter.notes]
    yield from _listing(_("Merknader"), "merknader", _once([*off, *notes]))
    terms = all_terms(report.chapters).items()
    said = _said(body)
    words = (f"{term}: {means}" for term, means in terms if begins_word(term, said))
    yield from _listing(_("Ordliste"), "ordliste", words)


def begins_word(term: str, text: str) -> bool:
    """Say whether a word of a text is a term or begins with it: «plassene», never «påvirkning».

    Examples
    --------
    >>> begins_word("faktor", "faktoren er 1,2"), begins_word("faktor", "risikofaktorer")
    (True, False)
    """
    return re.search(rf"(?<!\w){re.escape(term)}", text, re.IGNORECASE) is not None


def _once(notes: Iterable[str]) -> Iterator[str]:
    """Give notes, each less the advice that one before it has given: sentences with no number."""
    told = set[str]()
    for note in dict.fromkeys(notes):
        parts = SENTENCE.split(note)
        yield " ".join(p for p in parts if p not in told or NUMBER.search(p))
        told.update(parts)


def _said(body: Iterable[Part]) -> str:
    """Give what is read of a report: a line of sources says «Kilde» of itself."""
    read = (p for p in body if isinstance(p, Paragraph | Heading))
    return "\n".join(p.text for p in read if not (isinstance(p, Paragraph) and p.style == "source"))


def _sources_in_short(sources: Iterable[Source]) -> Iterator[str]:
    """Give a line for each source; what one maker has that is neither a table nor fetched, in one.

    A table that is named with two titles stands with the first.
    """
    groups: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        own = not (source.table or source.url or source.retrieved)
        key = (source.producer, source.kind.value) if own else (source.line(), _address(source))
        groups.setdefault(key, []).append(source)
    for group in groups.values():
        first, titles = group[0], [source.title for source in group]
        if len(group) == 1 or first.table or first.url or first.retrieved:
            yield _source_line(first)
        else:
            mark = f", {_(EXAMPLE)}" if constructed([first]) else ""
            yield f"{first.producer}: {'; '.join(dict.fromkeys(titles))}{mark}."


def _listing(title: str, anchor: str, lines: Iterable[str]) -> Iterator[Listing]:
    entries = tuple(Entry("", (line,)) for line in lines)
    if entries:
        yield Listing(title, anchor, entries)


def _assumption_line(assumption: Assumption) -> str:
    changed, told = _changed(assumption.changed), assumption.text()
    certainty = f" ({certainty_text(assumption)})"  # an uncertain value says it of itself
    return f"{assumption.label}: {told}{changed}{'' if told.endswith(certainty) else certainty}."


def _source_line(source: Source) -> str:
    """Give a source with its title, where that is short, and its first address."""
    titled = source.table and 0 < len(source.title) <= TITLE
    return f"{source.line()}{f': {source.title}' if titled else ''}. {_address(source)}".strip()


def _address(source: Source) -> str:
    return dict(source_rows(source)).get(_("Adresse"), "").split(" ")[0].rstrip(";,")


def _changed(changed: bool) -> str:
    return f" – {_('endret')}" if changed else ""


def _source_list(report: Report) -> list[Part]:
    parts: list[Part] = [Heading(1, _("Vedlegg: Kilder"), "kilder")]
    for i, source in enumerate(all_sources(report.chapters)):
        lines = tuple(f"{label}: {text}" for label, text in source_rows(source)[1:])
        parts.append(Entry(f"[{i + 1}] {source.line()}", lines))
    return parts


def _methods_in_short(report: Report, names: Iterable[str]) -> Iterator[str]:
    """Give each method with what sums it up; one without a page of its own by its name alone."""
    pages = {page.id: page for chapter in report.chapters for page in chapter.handbook}
    for name in names:
        page = pages.get(name)
        yield f"{name} {page.title}: {page.summary}" if page else name


def _methods(report: Report) -> list[Part]:
    lines = _methods_in_short(report, all_methods(report.chapters))
    held = [Entry("", (line,)) for line in lines]
    return [Heading(1, _("Vedlegg: Metoder"), "metoder"), *held] if held else []


def _assumptions(report: Report) -> list[Part]:
    assumptions = all_assumptions(report.chapters)
    if not assumptions:
        return []
    heads = (_("Antakelse"), _("Verdi"), _("Sikkerhet"), _("Kilde"))
    rows = tuple(
        (
            a.label,
            a.text() + _changed(a.changed),
            certainty_text(a),
            f"{a.source.rstrip('.')}. {a.note}".strip(),
        )
        for a in assumptions
    )
    grid = Grid("", _("Antakelser i rapporten"), "", heads, (False,) * 4, rows)
    return [Heading(1, _("Vedlegg: Antakelser"), "antakelser"), grid]


def _missing(report: Report) -> list[Part]:
    lost = [(c, m) for c in report.chapters for m in c.missing]
    parts: list[Part] = [Heading(1, _("Vedlegg: Hva som mangler"), "mangler")]
    if not lost:
        return [*parts, Paragraph(_("Ingen av kapitlene mangler tall."))]
    return parts + [
        Paragraph(f"{c.title}: {m.what}. {m.why} {m.how_to_get}", "bullet") for c, m in lost
    ]


def _terms(report: Report) -> list[Part]:
    terms = all_terms(report.chapters)
    if not terms:
        return []
    entries: list[Part] = [Entry(term, (text,)) for term, text in terms.items()]
    return [Heading(1, _("Vedlegg: Ordliste"), "ordliste"), *entries]
