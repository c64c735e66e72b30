"""The appendices of a document: trails, sources, methods, assumptions, what is missing, words."""

from collections.abc import Iterator

from veivalg.content import Exhibit, Figure, Report, Source
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import N_, _
from veivalg.publish.document.handbook import method_parts
from veivalg.publish.document.parts import Entry, Grid, Heading, Paragraph, Part
from veivalg.publish.document.provenance import (
    Trail,
    all_assumptions,
    all_methods,
    all_sources,
    all_terms,
    certainty_text,
    each_source,
    exhibit_trail,
    figure_trail,
    source_key,
    source_rows,
)

_HOW_TO_READ = N_(
    "Tall i hakeparentes viser til listen over kilder. T1, T2 og så videre er tall som andre tall "
    "er regnet ut fra; de står sist under hvert kapittel. A1, A2 og så videre er antakelser, som "
    "står i et eget vedlegg."
)
Numbers = dict[tuple[str, str], tuple[str, int]]


def appendices(report: Report, numbers: Numbers) -> list[Part]:
    """Give every appendix; `numbers` tells kind and number of each exhibit, by chapter and id."""
    return [
        *_trails(report, numbers),
        *_source_list(report),
        *_methods(report),
        *_assumptions(report),
        *_missing(report),
        *_terms(report),
    ]


class _Inputs:
    """The numbers others are derived from, each listed once and called T1, T2 and so on."""

    def __init__(self, sources: dict[str, int]) -> None:
        self._sources = sources
        self._numbers: dict[tuple[str, ...], int] = {}
        self._waiting: list[str] = []

    def marks(self, figure: Figure) -> str:
        """Give the names of a figure's inputs, «T1, T4–T9», and list those that are new."""
        numbers = sorted({self._mark(i) for i in figure.inputs})
        runs: list[list[int]] = []
        for n in numbers:
            if runs and runs[-1][-1] == n - 1:
                runs[-1].append(n)
            else:
                runs.append([n])
        return ", ".join(
            f"T{run[0]}–T{run[-1]}" if len(run) > 2 else ", ".join(f"T{n}" for n in run)
            for run in runs
        )

    def listed(self) -> tuple[str, ...]:
        """Give the lines of those that came since last time."""
        lines, self._waiting = tuple(self._waiting), []
        return lines

    def _mark(self, figure: Figure) -> int:
        key = (figure.label, figure.text(), figure.place.code, figure.period, figure.source.id)
        if key not in self._numbers:
            behind = self.marks(figure)
            self._numbers[key] = number = len(self._numbers) + 1
            text = (
                f"T{number}: {figure.text()} – {figure.label}, {figure.place.name}, {figure.period}"
            )
            text += f" [{self._sources[figure.source.id]}]"
            made = _("regnet ut fra {names}").format(names=behind)
            self._waiting.append(f"{text}, {made}" if behind else text)
        return self._numbers[key]


def _trails(report: Report, numbers: Numbers) -> Iterator[Part]:
    sources = _source_numbers(report)
    inputs = _Inputs(sources)
    assumed = {a.id: f"A{i}" for i, a in enumerate(all_assumptions(report.chapters), 1)}
    yield Heading(1, _("Vedlegg: Hvor kommer tallene fra?"), "hvor-fra")
    yield Paragraph(_(_HOW_TO_READ))
    for chapter in report.chapters:
        yield Heading(2, chapter.title, f"hvor-fra-{chapter.id}")
        for figure in chapter.figures():
            trail = figure_trail(figure)
            behind = (inputs.marks(figure), ", ".join(assumed[a.id] for a in figure.assumptions))
            lines = _lines(trail, [sources[figure.source.id]], behind)
            yield Entry(trail.line() + _made_up(trail), lines)
        for exhibit in chapter.exhibits():
            kind, number = numbers[chapter.id, exhibit.id]
            word = _("Figur") if kind == "figur" else _("Tabell")
            trail = exhibit_trail(exhibit)
            marks = list(dict.fromkeys(sources[s.id] for s in exhibit.sources))
            title = f"{word} {number}: {exhibit.title}{_made_up(trail)}"
            behind = ("", ", ".join(assumed[a.id] for a in exhibit.assumptions))
            yield Entry(title, _lines(trail, marks, behind))
        if listed := inputs.listed():
            yield Entry(_("Tall som andre tall er regnet ut fra"), (), listed)


def _source_numbers(report: Report) -> dict[str, int]:
    """Give each source id its number in the list of sources, where alike ones are merged."""
    numbers = {source_key(s): i for i, s in enumerate(all_sources(report.chapters), 1)}
    return {s.id: numbers[source_key(s)] for s in each_source(report.chapters)}


def _made_up(trail: Trail) -> str:
    return f" ({_(EXAMPLE)})" if trail.constructed else ""


def _lines(trail: Trail, marks: list[int], behind: tuple[str, str]) -> tuple[str, ...]:
    """Give place, period, unit, sources and method on one line, and the rest on lines of its own.

    What an exhibit shows and its notes stand with it already and are not said twice. ``behind``
    names the inputs and the assumptions, which are listed once each.
    """
    short, said = (_("Sted"), _("Periode"), _("Enhet")), (_("Viser"), _("Merk"), _("Antakelse"))
    first = [text for label, text in trail.rows if label in short]
    first.append(f"{_('kilde')} {', '.join(f'[{m}]' for m in marks)}")
    if trail.method:
        first.append(f"{_('metode')} {trail.method}")
    inputs, assumptions = behind
    if inputs:
        first.append(_("regnet ut fra {names}").format(names=inputs))
    if assumptions:
        first.append(_("antakelser {names}").format(names=assumptions))
    rest = [f"{label}: {text}" for label, text in trail.rows if label not in (*short, *said)]
    return (" · ".join(first), *rest)


def _source_list(report: Report) -> list[Part]:
    parts: list[Part] = [Heading(1, _("Vedlegg: Kilder"), "kilder")]
    for i, source in enumerate(all_sources(report.chapters)):
        parts.append(Entry(f"[{i + 1}] {source.line()}", _source_entry(source)))
    return parts


def _source_entry(source: Source) -> tuple[str, ...]:
    return tuple(f"{label}: {text}" for label, text in source_rows(source)[1:])


def _methods(report: Report) -> Iterator[Part]:
    names = all_methods(report.chapters)
    if not names:
        return
    formulas: dict[str, dict[str, None]] = {name: {} for name in names}
    for chapter in report.chapters:
        things: list[Figure | Exhibit] = [*chapter.figures(), *chapter.exhibits()]
        for thing in things:
            if thing.method and thing.formula:
                formulas[thing.method][thing.formula] = None
    yield Heading(1, _("Vedlegg: Metoder"), "metoder")
    yield Paragraph(
        _(
            "Metodene er gjengitt fra metodehåndboken til Veivalg. Under hver av dem "
            "står formlene som er brukt i denne rapporten."
        )
    )
    pages = {page.id: page for chapter in report.chapters for page in chapter.handbook}
    for name in names:
        yield from method_parts(name, pages.get(name), tuple(formulas[name]))


def _assumptions(report: Report) -> list[Part]:
    assumptions = all_assumptions(report.chapters)
    if not assumptions:
        return []
    heads = (_("Nr."), _("Antakelse"), _("Verdi"), _("Sikkerhet"), _("Kilde"))
    rows = tuple(
        (
            f"A{i}",
            a.label,
            a.text() + (f" – {_('endret')}" if a.changed else ""),
            certainty_text(a),
            f"{a.source}. {a.note}".strip(),
        )
        for i, a in enumerate(assumptions, 1)
    )
    grid = Grid(0, _("Antakelser i rapporten"), "", heads, (False,) * 5, rows)
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
