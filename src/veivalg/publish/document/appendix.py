"""The appendices of a document: sources, methods, assumptions, what is missing, words."""

from collections.abc import Iterable, Iterator, Sequence

from veivalg.content import Assumption, Figure, Report, Source
from veivalg.foundation.i18n import _
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
    yield Paragraph(
        _(
            "Her står det som gjelder figurene, tabellene og funnene i rapporten. Alt annet står i "
            "Tallvedlegg og på nettsiden."
        )
    )
    shown = [part.exhibit for part in body if isinstance(part, Picture | Grid) and part.exhibit]
    sources = [s for e in shown for s in e.sources] + [s for f in figures for s in f.sources()]
    lines = dict.fromkeys(
        _source_line(s) for s in merged_sources({s.id: s for s in sources}.values())
    )
    yield from _listing(_("Kilder"), "kilder", lines)
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
    yield from _listing(_("Merknader"), "merknader", dict.fromkeys([*off, *notes]))
    text = " ".join(p.text for p in body if isinstance(p, Paragraph | Heading)).casefold()
    terms = all_terms(report.chapters).items()
    words = (f"{term}: {means}" for term, means in terms if term.casefold() in text)
    yield from _listing(_("Ordliste"), "ordliste", words)


def _listing(title: str, anchor: str, lines: Iterable[str]) -> Iterator[Listing]:
    entries = tuple(Entry("", (line,)) for line in lines)
    if entries:
        yield Listing(title, anchor, entries)


def _assumption_line(assumption: Assumption) -> str:
    changed = _changed(assumption.changed)
    return f"{assumption.label}: {assumption.text()}{changed} ({certainty_text(assumption)})."


def _source_line(source: Source) -> str:
    """Give a source with its title, where that is short, and its first address."""
    titled = source.table and 0 < len(source.title) <= TITLE
    address = dict(source_rows(source)).get(_("Adresse"), "").split(" ")[0].rstrip(";,")
    return f"{source.line()}{f': {source.title}' if titled else ''}. {address}".strip()


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
