"""The explorer's answer as a chapter, so that pages and files are made as all others are."""

from collections.abc import Mapping, Sequence

from veivalg.chapters.common.splits import split_notes
from veivalg.content import (
    Block,
    Chapter,
    Missing,
    Outline,
    Place,
    Role,
    Section,
    Source,
    Statement,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.indicators import Indicator
from veivalg.norway.municipality import NORWAY
from veivalg.web.rooms.explorer.exhibits import in_one_year, on_map, over_time
from veivalg.web.rooms.explorer.selection import Selection
from veivalg.web.rooms.explorer.sentences import difference, figure, meaning, median, slug

ID = "utforsk"


def explore(chosen: Selection, figures: Figures) -> Chapter:
    """Answer a selection: for each indicator what it means, and a chart with its table."""
    by_entry = (pair for e in chosen.entries() for pair in chosen.compared(e, figures))
    places = tuple(dict.fromkeys(by_entry)) or chosen.compared()
    sections, missing = [], []
    for entry in chosen.entries():
        years = chosen.span(figures, entry)
        blocks = _blocks(chosen, figures, entry, years)
        if not years:
            missing.append(_lacking(entry, chosen.compared(entry, figures)))
        sections.append(Section(slug(entry), entry.name, tuple(blocks)))
    spans = [y for e in chosen.entries() for y in chosen.span(figures, e)]
    own = places[0][1] if places else NORWAY
    return Chapter(
        id=ID,
        title=_("Dette valgte du"),
        municipality=own,
        period=f"{min(spans)}–{max(spans)}" if spans else "",
        lead=_("{count} nøkkeltall for {places}.").format(
            count=format_plain(len(chosen.indicators)),
            places=", ".join(p.name for _r, p in places) or _("alle kommuner"),
        ),
        findings=(),
        sections=tuple(sections),
        missing=tuple(missing),
        notes=split_notes(p for _role, p in places),
    )


def map_chapter(
    chosen: Selection,
    figures: Figures,
    geometry: Mapping[str, Outline],
    sources: Sequence[Source] = (),
) -> Chapter | None:
    """Give the chosen map with its table; None when no municipality has a figure to show.

    Parameters
    ----------
    geometry, sources
        Outlines or dots by municipality, and where outlines come from.
    """
    alone = chosen.for_map(figures)
    if not alone.indicators or alone.last is None:
        return None
    entry, places = alone.entries()[0], alone.compared()
    exhibit = on_map(figures, entry, places, alone.last, geometry, sources)
    lead = _("Alle kommuner i {year}. De mørkeste har de høyeste tallene.").format(year=alone.last)
    return Chapter(
        id="kart",
        title=_("Kart: {name}").format(name=entry.name),
        municipality=NORWAY,
        period=str(alone.last),
        lead=lead,
        findings=(),
        sections=(Section(f"{slug(entry)}-kart", _("Kommunene på kartet"), (exhibit,)),),
    )


def _blocks(
    chosen: Selection, figures: Figures, entry: Indicator, years: Sequence[int]
) -> list[Block]:
    blocks: list[Block] = [Statement(f"{slug(entry)}-betyr", _plain(meaning(entry)))]
    places = chosen.compared(entry, figures)
    if not years or not places:
        return blocks
    blocks += _said(figures, entry, [p for r, p in places if r is not Role.NORWAY], years[-1])
    if len(years) > 1:
        blocks.append(over_time(figures, entry, places, years))
    else:
        blocks.append(in_one_year(figures, entry, places, years[0]))
    return blocks


def _plain(text: str) -> str:
    """Keep braces out of a sentence without figures."""
    return text.replace("{", "(").replace("}", ")")


def _said(
    figures: Figures, entry: Indicator, places: Sequence[Place], year: int
) -> list[Statement]:
    """Say in one sentence what the first place has, against the second and the middle one."""
    own = figure(figures, entry, places[0], year) if places else None
    if own is None:  # or only the country is chosen, which no municipality is held against
        return []
    bound = {"own": own}
    text = _("I {year} hadde {place} {own}").format(year=year, place=places[0].name, own="{own}")
    other = figure(figures, entry, places[1], year) if len(places) > 1 else None
    apart = difference(entry, own, other) if other else None
    if other is not None and apart is not None:
        bound |= {"other": other, "apart": apart}
        word = _("høyere") if (apart.value or 0) >= 0 else _("lavere")
        text += _(", {apart} {word} enn {place} ({other})").format(
            apart="{apart:a}", word=word, place=places[1].name, other="{other}"
        )
    middle = median(figures, entry, year)
    if middle is not None:
        bound["middle"] = middle
        text += _(". Midt blant kommunene ligger {middle}").format(middle="{middle}")
    return [Statement(f"{slug(entry)}-sagt", text + ".", bound)]


def _lacking(entry: Indicator, places: Sequence[tuple[Role, Place]]) -> Missing:
    names = ", ".join(p.name for _r, p in places) or _("kommunene")
    return Missing(
        entry.name,
        _("Tabell {table} har ingen tall for {names} i årene du valgte.").format(
            table=entry.table, names=names
        ),
        _("Hent tallene på kommunens side, eller velg andre år."),
        "indicators",
    )
