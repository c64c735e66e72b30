"""Hovedrapport: what a municipality reads from cover to cover, in numbered chapters.

What a page or «Tallvedlegg» shows under «Flere figurer» isn't here, and nothing is here twice.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from veivalg.content import (
    WHOLE,
    Bearing,
    Chapter,
    Exhibit,
    Figure,
    NoteKind,
    Report,
    Shape,
    Stage,
    Statement,
    Unit,
)
from veivalg.content.about import TEXTS
from veivalg.content.folded import Folded, folded
from veivalg.foundation.i18n import N_, _
from veivalg.publish.document.appendix import in_short
from veivalg.publish.document.cells import (
    SENTENCE,
    exhibit_note,
    made_up,
    source_lines,
)
from veivalg.publish.document.in_words import described, grouped, listed, source, spoken
from veivalg.publish.document.layout import Document, table_part, whole
from veivalg.publish.document.paging import HIGHEST, NARROWEST, PAGE, drawing, height, paged
from veivalg.publish.document.parts import Grid, Heading, Paragraph, Part, Picture
from veivalg.publish.document.summary import texts
from veivalg.publish.document.told import (
    NUMBER,
    Told,
    bearing,
    choices,
    lacking,
    risks,
    split,
    weighed,
)

CHOSEN, LACKING, SENTENCES, FIGURES, LETTERS, PARAGRAPH = 2, 5, 3, 2, 330, 700
"""What the choices lead to, lines of what isn't known, the sentences, figures and letters of a
sentence that a topic has room for, and the letters of a paragraph of the summary."""
TALL, ROWS, FEWEST = 0.6 * PAGE, 20, 3
"""The most of a page an exhibit takes, and the rows of a table, before another is shown; and the
rows that are shown of any."""
MANY = 12
"""Sentences to choose among when choices are weighed."""
FIRST_PAGE = 3
"""Cover and contents stand before it."""
USERS = (Unit.PLACES, Unit.USERS)
STAFF = (Unit.FTE, Unit.EMPLOYEES)
ECONOMY = (Unit.NOK, Unit.MILLION_NOK)
_NOT_WRITTEN = {
    "mandate": N_("Hvor står kommunen, hva kommer, og hva kan den velge mellom?"),
    "method": N_(
        "Rapporten bygger på offentlig statistikk, kommunens egne tall der de er lest inn, og "
        "beregninger som er beskrevet i vedlegget. Alle tall er hentet og regnet ut på samme måte "
        "for alle kommuner."
    ),
    "involved": N_("Det er ikke skrevet noe om medvirkning."),
    "comparison": N_(
        "Hvorfor nettopp de gir et godt bilde, er ikke skrevet. Det skrives på siden «Rapporter»."
    ),
    "measures": N_("Tiltak er ikke lagt inn. De skrives på siden «Rapporter»."),
    "process": N_("Videre prosess er ikke skrevet. Den skrives på siden «Rapporter»."),
}
"""What stands where people have written nothing."""


def main_report(report: Report) -> Document:
    """Lay out the report in numbered chapters, with the page each begins on."""
    written = _Report(report)
    body = tuple(written.parts())
    parts, pages = paged((*body, *in_short(report, body, written.figures)), FIRST_PAGE)
    made = whole(report, tuple(_numbered(parts)))
    listed = [p for p in parts if isinstance(p, Heading) and p.listed]
    return replace(made, contents=tuple((h, pages[h.anchor]) for h in listed if h.anchor in pages))


class _Report:
    """Writes the chapters, and counts them, their topics and what they show."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.topics = folded(report.chapters, 2 * FIGURES)
        self.chapter = self.topic = 0
        self.noted: set[str] = set()
        self.cautioned: set[str] = set()
        self.figures: list[Figure] = []
        self.told: list[Told] = []

    def parts(self) -> Iterator[Part]:
        """Give everything in order."""
        yield from self._foreword()
        yield from self._summary()
        yield from self._mandate()
        for stage in (Stage.COMING, Stage.HERE, Stage.HEARD):
            yield from self._stage(stage)
        yield from self._choices()
        yield self._head(_("Tiltak"), "tiltak")
        yield from self._written("measures")
        yield from self._topics(Stage.FOLLOW)
        yield self._head(_(TEXTS["process"][0]), "prosess")
        yield from self._written("process")

    def _head(self, text: str, anchor: str) -> Heading:
        """Begin a chapter."""
        number, self.topic = self.chapter, 0
        self.chapter, self.cautioned = number + 1, set()
        return Heading(1, f"{number} {text}", anchor)

    def _under(self, text: str, anchor: str, *, listed: bool = True) -> Heading:
        self.topic += 1
        return Heading(2, f"{self.chapter - 1}.{self.topic} {text}", anchor, listed)

    def _written(self, name: str) -> Iterator[Part]:
        """Give what people have written, else what stands there."""
        told = tuple(texts(self.report, name))
        if told or name in _NOT_WRITTEN:
            yield from told or (Paragraph(_(_NOT_WRITTEN[name])),)

    def _foreword(self) -> Iterator[Part]:
        yield self._head(_(TEXTS["foreword"][0]), "forord")
        yield from self._written("foreword")
        yield Paragraph(
            _(
                "Rapporten er laget for {place} med Veivalg. Den samler det viktigste fra "
                "kunnskapsgrunnlaget: hva som kommer, hvor kommunen står, og hva den kan velge. "
                "Der det står «trolig» ved et spenn, skal tallet ligge innenfor det i åtte av ti "
                "tilfeller. Andre spenn viser hva et valg eller en forutsetning betyr. «Usikkert» "
                "står der retningen kan være en annen, og «mangler» der ingen har tallet."
            ).format(place=self.report.municipality.name)
        )
        yield Paragraph(_more())

    def _summary(self) -> Iterator[Part]:
        yield self._head(_("Sammendrag"), "sammendrag")
        yield from self._argument()
        if any(self.report.about.written(("assessment",))):
            yield Heading(2, _(TEXTS["assessment"][0]), "tekst-assessment", listed=False)
            yield from self._written("assessment")
        yield from self._compared()
        said, _table = choices(self.report, MANY, 0)
        short = [one for one in said if one.statement.together < WHOLE][:CHOSEN]
        if short:  # what is only told whole stands where the choices are
            yield Heading(2, _("Valgene"), "sammendrag-valg", listed=False)
            yield from (self._said(one, "finding") for one in short)
        unknown = lacking(self.report, LACKING)
        if unknown:
            yield Heading(2, _("Det vi ikke vet"), "sammendrag-ukjent", listed=False)
            yield from (Paragraph(line, "bullet") for line in unknown)

    def _argument(self) -> Iterator[Part]:
        """Give the summary as it is read: step after step, each a few paragraphs."""
        for i, step in enumerate(self.report.argument, 1):
            yield Heading(2, step.title, f"sammendrag-{i}", listed=False)
            text, marked = "", False
            for said in step.told:
                self.figures += said.figures.values()
                more = split(said, LETTERS)[0]
                self.noted.update(SENTENCE.split(more))  # no note says it again
                if text and len(text) + len(more) > PARAGRAPH:
                    yield Paragraph(text, marked=marked)
                    text, marked = "", False
                text, marked = f"{text} {more}".strip(), marked or made_up([said])
            yield Paragraph(text, marked=marked)

    def _compared(self) -> Iterator[Part]:
        """Give how it differs from those like it, numbered."""
        if self.report.compared:
            yield Heading(
                2,
                _("De viktigste funnene, i forhold til sammenliknbare kommuner"),
                "sammendrag-andre",
                listed=False,
            )
        for i, said in enumerate(self.report.compared, 1):
            self.figures += said.figures.values()
            yield Paragraph(f"{i}. {said.marked()}", marked=made_up([said]))

    def _mandate(self) -> Iterator[Part]:
        yield self._head(_("Bakgrunn, mandat, metode og medvirkning"), "mandat")
        yield from self._text("mandate")
        yield from self._text("method")
        for i, text in enumerate(self.report.about.paragraphs("phases"), 1):
            told = _("Fase {n}. {text}").format(n=i, text=text)
            yield Paragraph(told, "bullet", self.report.about.made_up)
        heard = bearing(self.report, Bearing.HEARD)
        yield self._under(_(TEXTS["involved"][0]), "tekst-involved")
        yield from (self._said(one, "body") for one in heard)
        asked = any(_exhibits(self.report, Bearing.ASKED))
        if asked:
            yield Paragraph(_("Hvem som er hørt, hvordan og når, står i kapittel 5."))
        if not (heard or asked) or any(texts(self.report, "involved")):
            yield from self._written("involved")
        yield self._under(_(TEXTS["reservations"][0]), "tekst-reservations")
        yield from self._written("reservations")
        yield Paragraph(_reservations())
        yield from self._framed(_(TEXTS["law"][0]), "law", Bearing.LAW)
        yield from self._framed(_("Dokumenter som er lest"), "", Bearing.READ)
        yield from self._others()
        empty = tuple(_empty(self.report.chapters))
        if empty:
            yield self._under(_("Hva som mangler"), "mangler")
            yield from empty

    def _text(self, name: str) -> Iterator[Part]:
        yield self._under(_(TEXTS[name][0]), f"tekst-{name}")
        yield from self._written(name)

    def _framed(self, title: str, name: str, what: Bearing) -> Iterator[Part]:
        """Give a text people have written, and the tables that chapters have of it."""
        exhibits = tuple(_exhibits(self.report, what))
        said = tuple(texts(self.report, name)) if name else ()
        if said or exhibits:
            yield self._under(title, f"tekst-{name or what.value}")
            yield from said
            yield from chain.from_iterable(map(listed, exhibits))

    def _others(self) -> Iterator[Part]:
        """Say whom the municipality is held against and why, with a map of them where one is."""
        yield self._under(_("Hvem kommunen sammenliknes med, og hvorfor"), "sammenlikning")
        yield from (Paragraph(said.marked()) for said in self.report.held)
        yield from self._written("comparison")
        every = (e for chapter in self.report.chapters for e in chapter.exhibits())
        maps = [e for e in every if e.chart is not None and e.chart.shape is Shape.MAP]
        if len(maps) > 1:  # the first has its place in its own topic
            yield from self._shown(maps[-1])

    def _stage(self, stage: Stage) -> Iterator[Part]:
        yield self._head(stage.label, stage.value)
        heard = {one.statement.id for one in bearing(self.report, Bearing.HEARD)}
        told = list(self._topics(stage, heard if stage is Stage.HEARD else ()))
        yield from told or [Paragraph(_("Det er ingen tall om dette. Se «Hva som mangler»."))]

    def _topics(self, stage: Stage, elsewhere: Collection[str] = ()) -> Iterator[Part]:
        """Give the topics of a stage; a sentence that is told `elsewhere` is not told here."""
        topics = [fold for fold in self.topics if fold.topic.stage is stage and not fold.empty]
        for fold in topics:
            if len(topics) > 1 or fold.topic.label != stage.label:
                yield self._under(fold.topic.label, f"emne-{fold.topic.value}")
            new = ((c, s) for c, s in fold.findings if s.id not in elsewhere)
            said = (Told(s, c, None) for c, s in new if not self._again(s))
            yield from (self._said(one, "body") for one in said)
            if stage is Stage.HEARD:
                yield from self._heard(fold)
            else:
                yield from chain.from_iterable(map(self._shown, shown(fold)))
            notes = (n for c in fold.chapters for n in c.notes if n.kind is NoteKind.READER)
            yield from (Paragraph(note.line(), "bullet") for note in notes)

    def _heard(self, fold: Folded) -> Iterator[Part]:
        """Give in words what is said together, by each and by those asked; then who was asked."""
        held = replace(self.report, chapters=fold.chapters)
        ways = ((Bearing.MAIN, grouped), (Bearing.AGREED, spoken), (Bearing.EACH, grouped))
        for what, write in ways:
            for exhibit in _exhibits(held, what):
                yield self._under(exhibit.title, f"ord-{exhibit.id}")
                yield from write(exhibit)
                if what is Bearing.EACH:
                    yield source(exhibit)
        for exhibit in _exhibits(held, Bearing.ASKED):
            yield self._under(exhibit.title, f"ord-{exhibit.id}")
            yield from described(exhibit)

    def _choices(self) -> Iterator[Part]:
        report = self.report
        undecided, success = bearing(report, Bearing.UNDECIDED), bearing(report, Bearing.SUCCESS)
        later = {one.statement.id for one in (*undecided, *success)}
        groups = (
            (_("Brukere"), "brukere", self._new(weighed(report, USERS, MANY), later)),
            (_("Pårørende"), "parorende", bearing(report, Bearing.KIN)),
            (_("Ansatte"), "ansatte", self._new(weighed(report, STAFF, MANY), later)),
            (_("Økonomi"), "okonomi", self._new(weighed(report, ECONOMY, MANY), later)),
        )
        yield self._head(_("Valgene"), "valgene")
        told = {one.statement.id for _title, _anchor, said in groups for one in said}
        yield from self._topics(Stage.CHOICE, told | later)
        yield self._under(_("Hva valgene betyr"), "betyr")
        for title, anchor, said in groups:
            yield Heading(3, title, f"betyr-{anchor}", listed=False)
            yield from self._weighed(said)
        yield self._under(_("Hvis ingenting blir bestemt"), "ikke-bestemt")
        yield from self._weighed(undecided[:SENTENCES])
        yield self._under(_("Forutsetninger for å lykkes"), "lykkes")
        yield from self._weighed((*success[:FIGURES], *risks(report, 1, self.told)))

    def _new(self, said: Iterable[Told], without: Collection[str]) -> tuple[Told, ...]:
        """Give the first, less those of other chapters that have been told, where any are left."""
        first = tuple(one for one in said if one.statement.id not in without)[:SENTENCES]
        told = {one.statement.text() for one in self.told}
        new = (
            o for o in first if o.chapter.stage is Stage.CHOICE or o.statement.text() not in told
        )
        return tuple(new) or first

    def _again(self, said: Statement) -> bool:
        """Say whether each sentence of a statement stands in the summary already."""
        return self.noted.issuperset(SENTENCE.split(said.marked()))

    def _weighed(self, said: Sequence[Told]) -> Iterator[Part]:
        yield from (self._said(one, "finding") for one in said)
        if not said:
            yield Paragraph(_("Tallene sier ikke noe om dette."))

    def _said(self, one: Told, style: str) -> Paragraph:
        """Give the first sentences of a finding, as many as there is room for."""
        self.told.append(one)
        self.figures += one.figures
        return Paragraph(self._once(one.split(LETTERS)[0]), style, one.made_up)

    def _once(self, text: str) -> str:
        """Give a text without the reservations that the chapter has: sentences with no number."""
        first, *rest = SENTENCE.split(text)
        free = {s for s in rest if not NUMBER.search(s)}
        new = [s for s in rest if s not in free & self.cautioned]
        self.cautioned |= free
        return " ".join((first, *new))

    def _shown(self, exhibit: Exhibit) -> Iterator[Part]:
        """Give an exhibit with the notes that haven't been told."""
        if exhibit.chart:
            yield drawing(exhibit)
        else:
            yield from _cut(table_part(exhibit, "", paper=True))
        before = self.noted | self.cautioned
        told = [s for s in SENTENCE.split(exhibit_note(exhibit)) if s and s not in before]
        self.noted.update(told)
        if told:
            yield Paragraph(" ".join(told), "note")
        yield Paragraph(source_lines(exhibit.sources, most=2), "source")


def _numbered(parts: Iterable[Part]) -> Iterator[Part]:
    """Number what is shown in the order it stands, figures and tables each in each chapter."""
    chapter, counted = -1, Counter[type[Part]]()
    for part in parts:
        if isinstance(part, Heading) and part.level == 1:
            chapter, counted = chapter + 1, Counter()
        if isinstance(part, Picture | Grid):
            counted[type(part)] += 1
            yield replace(part, number=f"{chapter}.{counted[type(part)]}")
        else:
            yield part


def shown(fold: Folded) -> tuple[Exhibit, ...]:
    """Give the exhibits of a topic: the first that a page has room for, and a map where one is."""
    held = [exhibit for _chapter, exhibit in fold.shown]
    fit = [e for e in held if _fits(e)] or [e for e in held if e.chart is None] or held
    maps = [e for e in fit if e.chart is not None and e.chart.shape is Shape.MAP]
    return (*[e for e in fit if e not in maps][: FIGURES - len(maps[:1])], *maps[:1])


def _fits(exhibit: Exhibit) -> bool:
    if exhibit.chart is not None:
        drawn = drawing(exhibit)
        return (
            exhibit.chart.shape is Shape.MAP or drawn.height <= HIGHEST or drawn.share > NARROWEST
        )
    grid = table_part(exhibit, "", paper=True)
    return not grid.wide and len(grid.rows) <= ROWS and height(grid) < TALL


def _cut(grid: Grid) -> Iterator[Part]:
    """Give a table, and of one that takes more than its part of a page as many rows as do not."""
    last = grid.rows[-1:] if grid.total_row else ()
    kept, made = len(grid.rows), grid
    while kept > FEWEST and (kept > ROWS or height(made) > TALL):
        kept -= 1
        made = replace(grid, rows=(*grid.rows[: kept - len(last)], *last))
    yield made
    if kept < len(grid.rows):
        text = _("{shown} av {n} rader er vist. Alle står i Tallvedlegg.")
        yield Paragraph(text.format(shown=kept, n=len(grid.rows)), "note")


def _exhibits(report: Report, what: Bearing) -> Iterator[Exhibit]:
    """Give the exhibits that chapters point out as bearing on something."""
    for chapter in report.chapters:
        found = {e.id: e for e in chapter.exhibits()}
        yield from (found[id] for id in chapter.bearing.get(what, ()) if id in found)


def _reservations() -> str:
    return _(
        "Rapporten bør leses samlet, så enkeltfunn ikke tas ut av sammenhengen. Tall fram i tid "
        "er beregninger og ikke vedtak. En merutgift viser hva som er dyrere enn hos andre ved "
        "likt behov, og er ikke det samme som det kommunen kan spare. Det som mangler, er regnet "
        "som ukjent og aldri som null."
    )


def _empty(chapters: Sequence[Chapter]) -> Iterator[Part]:
    """Give a line for each chapter that has nothing to show, and for what a report should have."""
    for chapter in chapters:
        if not (any(chapter.exhibits()) or any(s.figures for s in chapter.findings)):
            first = (*(m.what for m in chapter.missing), _("tall er ikke lest inn"))[0]
            line = first if first == chapter.title else f"{chapter.title}: {first}"
            yield Paragraph(f"{line}.", "bullet")
    for lost in (m for chapter in chapters for m in chapter.missing if m.expected):
        yield Paragraph(f"{lost.what}. {SENTENCE.split(lost.how_to_get)[0]}", "bullet")


def _more() -> str:
    return _(
        "Flere figurer, tallene bak hver figur og hvor hvert tall kommer fra, står i Tallvedlegg "
        "(Excel) og på nettsiden."
    )
