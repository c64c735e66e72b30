"""What is told first of a municipality, made from its report."""

from collections.abc import Sequence

from veivalg.chapters.common.ranked_sizes import sizes
from veivalg.content import Folded, Ranked, Report, Source, SourceKind, Unit, folded
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import Municipality
from veivalg.publish.charts.spark import spark
from veivalg.publish.document.cells import any_made_up
from veivalg.publish.theme import Size
from veivalg.publish.web.drawings import drawing
from veivalg.web.kit.headlines import Finding, Headlines, Told
from veivalg.web.kit.library import period
from veivalg.web.rooms.reading.own_links import fetchable

SMALL = 1e7
"""NOK: less is told with a decimal in millions."""


def headlines(place: Municipality, report: Report) -> Headlines:
    """Give what an overview of a municipality says of its report."""
    drawn = sizes(report.municipality, report.ranked)
    chart = (
        ()
        if drawn is None
        else (drawn.title, drawn.subtitle, str(drawing("oversikt", drawn, Size.WIDE, Size.PHONE)))
    )
    return Headlines(
        tuple(_finding(one) for one in report.ranked),
        tuple(_first(one, report.ranked) for one in folded(report.chapters)),
        chart,
        {
            c.id: "hent" if fetchable(place, c.missing) else "egne"
            for c in report.chapters
            if c.empty
        },
        any_made_up(report.chapters),
        period(report.chapters),
    )


def _first(topic: Folded, ranked: Sequence[Ranked]) -> Told:
    """Give what a topic says first: what is ranked of it, else its first sentence of a number."""
    chapters = {c.id for c in topic.chapters}
    of_it = [(one.statement, one.beside) for one in ranked if one.chapter in chapters]
    numbers = [(statement, None) for _chapter, statement in topic.findings if statement.figures]
    said, beside = next(iter((*of_it, *numbers)), (None, None))
    if topic.empty or said is None:
        return Told(topic.topic.value, "", "", "", topic.empty, False)
    made_up = any(_constructed(s) for f in said.figures.values() for s in f.sources())
    aside = beside.text() if beside else ""
    return Told(topic.topic.value, said.text(), said.mark, aside, False, made_up)


def _finding(one: Ranked) -> Finding:
    track, made_up = one.track, any(_constructed(source) for source in one.sources())
    years = f"{track.years[0]}–{track.years[-1]}" if track else ""
    return Finding(
        one.statement.text(),
        one.statement.mark,
        one.ahead.text() if one.ahead else "",
        one.beside.text() if one.beside else "",
        _(one.theme),
        one.name,
        _kroner(one),
        format_number(one.share, Unit.SHARE, 1) if one.share else "",
        one.basis,
        _("Eksempel") if made_up else one.certainty,
        one.passed,
        one.year,
        one.chapter,
        one.anchor,
        spark(track) if track else "",
        years,
        made_up,
    )


def _constructed(source: Source) -> bool:
    return source.kind is SourceKind.CONSTRUCTED


def _kroner(one: Ranked) -> str:
    """Write the consequence as the sentence writes it, where it does."""
    size = one.consequence
    if not size:
        return ""
    told = (f for f in one.figures() if f.unit is Unit.MILLION_NOK and f.value is not None)
    same = next((f for f in told if abs(abs(f.value or 0.0) - size) < 1.0), None)
    if same is not None:
        return same.text().lstrip("\u2212")
    return format_number(size, Unit.MILLION_NOK, 0 if size >= SMALL else 1)
