"""Findings as slides: the first, what matters most, one finding a slide, and what is not known."""

import io
import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from pptx.util import Cm, Pt

from veivalg.content import Exhibit, Figure, Report, theme
from veivalg.content.about import AFTER, BEFORE
from veivalg.content.state import EXAMPLE
from veivalg.foundation.i18n import _
from veivalg.publish import charts
from veivalg.publish.document.cells import SENTENCE, exhibit_note, source_lines
from veivalg.publish.document.layout import full_title, whole
from veivalg.publish.document.told import Told, lacking, others, ranked
from veivalg.publish.native import native
from veivalg.publish.native.office import colour, place
from veivalg.publish.printable import clean
from veivalg.publish.slides import frame
from veivalg.publish.theme import Size

FEWEST, MOST = 12, 15
"""Slides there are: findings of chapters fill up where the ranked are few."""
LISTED, LACKING = 7, 6
"""Findings on the slide of what matters most, and lines of what isn't known."""
TITLE_LETTERS, LISTED_LETTERS = 170, 190
"""Letters a title, and a line of the list, has room for; a first sentence is never cut."""
FOOT_LETTERS = 260
"""Letters of sources and note that there is room for; sources are never cut."""
LONG = ((90, 28), (150, 24), (220, 20))
"""Letters of a title up to which it is so many points; longer ones are smaller still."""


def write(report: Report) -> bytes:
    """Write the most important findings of a report as PPTX."""
    made = _Slides(report)
    made.write()
    target = io.BytesIO()
    made.file.save(target)
    return target.getvalue()


class _Slides:
    """Writes one presentation."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file = frame.empty()

    def write(self) -> None:
        """Write the properties and every slide."""
        self._properties()
        self._first()
        self._written(_("Om arbeidet"), BEFORE)
        told = ranked(self.report)
        self._listed(told or tuple(islice(others(self.report, ()), LISTED)))
        rest = [one for one in others(self.report, told) if one.exhibit is not None]
        last = self._not_known()
        ending = ("assessment", *AFTER)
        more = any(self.report.about.written(ending))
        room = MOST - len(self.file.slides) - len(last) - 1 - more
        shown = [one for one in told if one.exhibit is not None]
        for one in (*shown, *rest)[: max(room, 0)]:
            self._finding(one)
        for title, lines in last:
            self._lines(title, lines)
        self._written(_("Vår vurdering og veien videre"), ending)
        self._sources()

    def _written(self, title: str, names: Iterable[str]) -> None:
        """Write what people have written, shortly; all of it is in the notes."""
        about = self.report.about
        texts = [(head, " ".join(told)) for _n, head, told in about.written(names)]
        if texts:
            shown = [
                f"{head}: {textwrap.shorten(t, LISTED_LETTERS, placeholder=' …')}"
                for head, t in texts
            ]
            slide = self._lines(f"{title} ({_(EXAMPLE)})" if about.made_up else title, shown)
            slide.notes_slide.notes_text_frame.text = clean("\n".join(": ".join(t) for t in texts))

    def _properties(self) -> None:
        core, report = self.file.core_properties, self.report
        core.title = clean(full_title(report))
        core.author = core.last_modified_by = "Veivalg"
        core.language, core.subject = "nb-NO", clean(report.municipality.name)
        if report.made:
            core.created = core.modified = datetime.fromisoformat(report.made)

    def _slide(self, layout: int, title: str) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        slide.shapes.title.text = clean(title)
        size = next((points for most, points in LONG if len(title) <= most), 17)
        if layout:
            slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(size)
        return slide

    def _first(self) -> None:
        about = whole(self.report, ())
        slide = self._slide(0, about.title)
        under = slide.placeholders[1].text_frame
        under.text = clean(about.name)
        lines = (*about.about, *([about.warning] if about.warning else []))
        for line in lines:
            under.add_paragraph().text = clean(line)
        for paragraph in under.paragraphs[1:]:
            paragraph.font.size = Pt(14)

    def _listed(self, told: Sequence[Told]) -> None:
        if told:
            lines = [_said(one, LISTED_LETTERS)[0] for one in told[:LISTED]]
            self._lines(_("Det viktigste"), lines, [f for one in told for f in one.figures])

    def _lines(self, title: str, lines: Sequence[str], figures: Iterable[Figure] = ()) -> Any:
        slide = self._slide(1, title)
        letters = sum(map(len, lines))
        size = 20 if letters < 700 else 17 if letters < 1000 else 14
        box = _box(slide, frame.BODY_TOP, frame.BODY_HEIGHT)
        for i, line in enumerate(lines):
            paragraph = box.paragraphs[0] if i == 0 else box.add_paragraph()
            paragraph.text, paragraph.font.size = f"– {clean(line)}", Pt(size)
            paragraph.font.color.rgb = colour(theme.INK)
            paragraph.space_after = Pt(size * 0.6)
        _notes(slide, figures)
        return slide

    def _finding(self, one: Told) -> None:
        title, more = _said(one, TITLE_LETTERS)
        if one.beside is not None:
            more = " ".join(filter(None, (more, one.beside.text())))
        slide, exhibit = self._slide(1, title), one.exhibit
        if exhibit is None:
            _notes(slide, one.figures, more)
            return
        caption = _box(slide, frame.BODY_TOP - Cm(0.2), Cm(1.3))
        caption.text = clean(f"{exhibit.title}. {exhibit.subtitle}")
        _small(caption, theme.QUIET, 13)
        top = int(frame.BODY_TOP + Cm(1.2))
        self._show(slide, exhibit, top, int(frame.FOOT_TOP - top - Cm(0.2)))
        foot = _box(slide, frame.FOOT_TOP, frame.FOOT_HEIGHT)
        note = exhibit_note(exhibit)
        every = source_lines(exhibit.sources, most=len(exhibit.sources))  # no list follows it
        foot.text = clean(_foot(every, note))
        _small(foot, theme.QUIET, 10)
        _notes(slide, one.figures, more, note)

    def _show(self, slide: Any, exhibit: Exhibit, top: int, height: int) -> None:
        """Put the exhibit's chart on a slide: one that can be changed, else a picture."""
        width = int(frame.WIDTH - 2 * frame.MARGIN)
        drawn = native(exhibit)
        if drawn is not None:
            box = (int(frame.MARGIN), top, width, height)
            place(slide.shapes, drawn, box, exhibit.spoken, 14).name = clean(exhibit.title)
            return
        picture = slide.shapes.add_picture(
            io.BytesIO(charts.png(exhibit, Size.SLIDE)), frame.MARGIN, top, width=width
        )
        if picture.height > height:
            picture.width, picture.height = int(picture.width * height / picture.height), height
        picture._element.nvPicPr.cNvPr.set("descr", clean(exhibit.spoken))

    def _not_known(self) -> list[tuple[str, list[str]]]:
        lines = list(lacking(self.report, LACKING))
        return [(_("Det vi ikke vet"), lines)] if lines else []

    def _sources(self) -> None:
        sources = {s.id: s for chapter in self.report.chapters for s in chapter.sources()}
        producers = ", ".join(dict.fromkeys(s.producer for s in sources.values()))
        lines = [
            _("Tallene kommer fra {producers}.").format(producers=producers),
            _("Hvert tall kan følges til kilde og formel i rapporten og på siden."),
            _(
                "Der det står «trolig» ved et spenn, skal tallet ligge innenfor det i åtte av ti "
                "tilfeller. Andre spenn viser hva et valg eller en forutsetning betyr."
            ),
        ]
        self._lines(_("Hvor tallene kommer fra"), lines)


def _foot(sources: str, note: str) -> str:
    """Give the sources, and the first sentences of a note that there is room for with them."""
    told = sources
    for sentence in filter(None, SENTENCE.split(note)):
        if len(told) + len(sentence) >= FOOT_LETTERS:
            break
        told = f"{told} {sentence}"
    return told


def _said(one: Told, most: int) -> tuple[str, str]:
    """Give what a title has room for of a finding, and what is left for the speaker."""
    text, more = one.split(most)
    return (f"{text} ({_(EXAMPLE)})" if one.made_up else text), more


def _box(slide: Any, top: int, height: int) -> Any:
    shape = slide.shapes.add_textbox(frame.MARGIN, top, frame.WIDTH - 2 * frame.MARGIN, height)
    shape.text_frame.word_wrap = True
    return shape.text_frame


def _small(text: Any, ink: str, points: float) -> None:
    for paragraph in text.paragraphs:
        paragraph.font.size, paragraph.font.color.rgb = Pt(points), colour(ink)


def _notes(slide: Any, figures: Iterable[Figure], more: str = "", note: str = "") -> None:
    """Write what the speaker may be asked: each number with its year, ends and source."""
    lines = [more] if more else []
    for figure in figures:
        ends = figure.interval
        span = ""
        if ends is not None:
            span = f" ({ends.meaning})"
        source = next(iter(figure.sources())).line()
        lines.append(f"{figure.label}: {figure.text()}{span}, {figure.dated}. {source}.")
    lines += [note] if note else []
    if lines:
        slide.notes_slide.notes_text_frame.text = "\n".join(map(clean, dict.fromkeys(lines)))
